//! What the steps of a definition begin with, known before its pattern is compiled.
//!
//! To compile every pattern takes a third of the time in which the program starts, and a suite says
//! few of the steps there are. The macro gives a pattern only compiled, so its beginning is read off
//! the attribute, where the definition stands.

use cucumber::step::Location;
use regex_syntax::hir::literal::{Extractor, Literal, Seq};

/// The files that define steps.
const SOURCES: [(&str, &str); 12] = [
    ("given.rs", include_str!("../steps/given.rs")),
    ("then.rs", include_str!("../steps/then.rs")),
    ("then_accepted.rs", include_str!("../steps/then_accepted.rs")),
    ("then_answer.rs", include_str!("../steps/then_answer.rs")),
    ("then_later.rs", include_str!("../steps/then_later.rs")),
    ("then_state.rs", include_str!("../steps/then_state.rs")),
    ("when.rs", include_str!("../steps/when.rs")),
    ("with.rs", include_str!("../steps/with.rs")),
    ("with_credential.rs", include_str!("../steps/with_credential.rs")),
    ("with_damage.rs", include_str!("../steps/with_damage.rs")),
    ("with_field.rs", include_str!("../steps/with_field.rs")),
    ("with_value.rs", include_str!("../steps/with_value.rs")),
];

/// Begins every text: said of a definition that can't be read.
const ANY: &str = "";

/// The texts one of which every step begins with that is of the definition at this place.
pub(super) fn at(place: Location) -> Vec<Literal> {
    written(place).map_or_else(|| vec![Literal::inexact(ANY)], beginnings)
}

/// A pattern as its attribute has it.
#[derive(Clone, Copy)]
enum Written {
    /// A regular expression.
    Regex(&'static str),
    /// A Cucumber expression, or the very text.
    Expression(&'static str),
}

fn written(place: Location) -> Option<Written> {
    let of = |(name, _): &&(&str, &str)| is_of(place.path, name);
    let (_, source) = SOURCES.iter().find(of)?;
    let line = usize::try_from(place.line).ok()?.checked_sub(1)?;
    let attribute = source.split_inclusive('\n').skip(line).map(str::len).sum::<usize>();
    let attribute = source.get(source.len() - attribute..)?;
    let (before, after) = attribute.split_once('"')?;
    let hashes = before.len() - before.trim_end_matches('#').len();
    let (pattern, _) = after.split_once(&format!("\"{}", "#".repeat(hashes)))?;
    Some(match before.contains("regex") {
        true => Written::Regex(pattern),
        false => Written::Expression(pattern),
    })
}

/// Whether a path ends with this name and not with a longer one.
fn is_of(path: &str, name: &str) -> bool {
    path.strip_suffix(name).is_some_and(|folder| folder.ends_with(['/', '\\']))
}

fn beginnings(written: Written) -> Vec<Literal> {
    match written {
        Written::Regex(pattern) => {
            let parsed = regex_syntax::parse(pattern).ok();
            let begins = parsed.map(|parsed| Extractor::new().limit_class(1).extract(&parsed));
            let begins = begins.as_ref().and_then(Seq::literals).map(<[Literal]>::to_vec);
            begins.unwrap_or_else(|| vec![Literal::inexact(ANY)])
        }
        Written::Expression(expression) => {
            // What may be left out or be another word begins at one of these, at latest.
            let plain = expression.split(['{', '(', '/', '\\']).next().unwrap_or_default();
            let plain = match plain.len() == expression.len() {
                true => plain,
                false => plain.rsplit_once(' ').map_or(ANY, |(words, _)| words),
            };
            vec![Literal::inexact(plain)]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(written: Written) -> String {
        let all = beginnings(written);
        let all = all.iter().map(|one| std::str::from_utf8(one.as_bytes()).unwrap());
        all.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn the_beginnings_are_what_the_texts_of_a_pattern_have() {
        assert_eq!(said(Written::Regex(r#"^the field "([^"]*)" is sent$"#)), "the field \"");
        assert_eq!(said(Written::Regex("^(?:a|the) field [0-9]")), "a field |the field ");
        assert_eq!(said(Written::Regex("^the field|a body$")), "the field|a body");
        assert_eq!(said(Written::Regex(".*")), "");
        assert_eq!(said(Written::Regex("(")), "");
    }

    #[test]
    fn an_expression_is_plain_up_to_the_word_that_may_vary() {
        assert_eq!(said(Written::Expression("with this body:")), "with this body:");
        assert_eq!(said(Written::Expression("the header {string} left out")), "the header");
        assert_eq!(said(Written::Expression("the field/header is sent")), "the");
        assert_eq!(said(Written::Expression("the field(s) are sent")), "the");
        assert_eq!(said(Written::Expression("{int} fields")), "");
    }

    #[test]
    fn a_place_that_has_no_definition_begins_anyhow() {
        let nowhere = Location { path: "src/suite/steps/gone.rs", line: 3, column: 1 };
        assert_eq!(at(nowhere), [Literal::inexact("")]);
        let behind = Location { path: "src/suite/steps/when.rs", line: 9_999, column: 1 };
        assert_eq!(at(behind), [Literal::inexact("")]);
    }
}
