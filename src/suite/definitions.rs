//! The definitions of steps, and which of them a step is.

use std::sync::LazyLock;

use cucumber::Step;
use cucumber::codegen::{LazyRegex, StepConstructor, WorldInventory, inventory};
use cucumber::gherkin::{self, StepType};
use cucumber::step::CaptureName;
use regex::Regex;
use regex_syntax::hir::literal::{Extractor, Literal, Seq};

use super::world::World;

type Given = <World as WorldInventory>::Given;
type When = <World as WorldInventory>::When;
type Then = <World as WorldInventory>::Then;

/// What the definitions have for a step.
pub(super) enum Found {
    /// One, with what it captures.
    One(Step<World>, Vec<(CaptureName, String)>),
    /// None.
    None,
    /// So many.
    Several(usize),
}

impl std::fmt::Debug for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::One(..) => "One",
            Self::None => "None",
            Self::Several(_) => "Several",
        })
    }
}

/// What a step is, as the definitions have it.
pub(super) fn find(step: &gherkin::Step) -> Found {
    match at(step).as_slice() {
        [] => Found::None,
        [definition] => Found::One(definition.function, definition.captures(&step.value)),
        several => Found::Several(several.len()),
    }
}

/// The patterns of the definitions that a step is.
#[cfg(test)]
pub(super) fn patterns(step: &gherkin::Step) -> Vec<&'static str> {
    at(step).iter().map(|definition| definition.pattern.as_str()).collect()
}

static GIVEN: LazyLock<Vec<Definition>> = LazyLock::new(definitions::<Given>);
static WHEN: LazyLock<Vec<Definition>> = LazyLock::new(definitions::<When>);
static THEN: LazyLock<Vec<Definition>> = LazyLock::new(definitions::<Then>);

/// Compiles all patterns, which takes as long as to read a contract: whoever knows that steps are
/// coming does it meanwhile.
pub fn prepare() {
    rayon::join(|| LazyLock::force(&GIVEN), || (LazyLock::force(&WHEN), LazyLock::force(&THEN)));
}

fn at(step: &gherkin::Step) -> Vec<&'static Definition> {
    let definitions: &'static [Definition] = match step.ty {
        StepType::Given => &GIVEN,
        StepType::When => &WHEN,
        StepType::Then => &THEN,
    };
    definitions.iter().filter(|definition| definition.is_of(&step.value)).collect()
}

struct Definition {
    /// What its steps begin with: one of these. cucumber's own `Collection` tries all patterns in turn,
    /// which takes much longer than to look at this first.
    beginnings: Vec<Literal>,
    pattern: Regex,
    function: Step<World>,
}

/// Those of one keyword.
fn definitions<T: inventory::Collect + StepConstructor<World>>() -> Vec<Definition> {
    inventory::iter::<T>
        .into_iter()
        .map(|written| {
            let (_, pattern, function): (_, LazyRegex, _) = written.inner();
            let pattern = pattern();
            Definition { beginnings: beginnings(pattern.as_str()), pattern, function }
        })
        .collect()
}

/// What the texts that a pattern matches begin with: one of these.
fn beginnings(pattern: &str) -> Vec<Literal> {
    let parsed = regex_syntax::parse(pattern).ok();
    let begins = parsed.map(|parsed| Extractor::new().limit_class(1).extract(&parsed));
    let begins = begins.as_ref().and_then(Seq::literals).map(<[Literal]>::to_vec);
    begins.unwrap_or_else(|| vec![Literal::inexact("")])
}

impl Definition {
    fn is_of(&self, text: &str) -> bool {
        let begins = |with: &Literal| text.as_bytes().starts_with(with.as_bytes());
        self.beginnings.iter().any(begins) && self.pattern.is_match(text)
    }

    /// What the pattern captures of a text, the whole of it first, each with its name.
    fn captures(&self, text: &str) -> Vec<(CaptureName, String)> {
        let captures = self.pattern.captures(text);
        let texts = captures.iter().flat_map(|captures| captures.iter());
        let texts = texts.map(|text| text.map_or("", |text| text.as_str()).to_owned());
        let names = self.pattern.capture_names().map(|name| name.map(str::to_owned));
        names.zip(texts).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginnings_are_what_the_texts_of_a_pattern_have() {
        let said = |pattern| {
            let all = beginnings(pattern);
            let all = all.iter().map(|one| std::str::from_utf8(one.as_bytes()).unwrap());
            all.collect::<Vec<_>>().join("|")
        };
        assert_eq!(said(r#"^the field "([^"]*)" is sent$"#), "the field \"");
        assert_eq!(said("^(?:a|the) field [0-9]"), "a field |the field ");
        assert_eq!(said("^the field|a body$"), "the field|a body");
        assert_eq!(said(".*"), "");
        assert_eq!(said("("), "");
    }
}
