//! Texts that a schema takes.

use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::{Map, Value};

/// What is written for texts of a format. Times are to come.
const OF_FORMATS: [(&str, &str); 15] = [
    ("byte", "dGV4dA=="),
    ("date", "2035-01-02"),
    ("date-time", "2035-01-02T03:04:05Z"),
    ("duration", "P1D"),
    ("email", "somebody@example.com"),
    ("hostname", "example.com"),
    ("ipv4", "192.0.2.1"),
    ("ipv6", "2001:db8::1"),
    ("iri", "https://example.com/"),
    ("json-pointer", "/text"),
    ("time", "03:04:05Z"),
    ("uri", "https://example.com/"),
    ("uri-reference", "/text"),
    ("url", "https://example.com/"),
    ("uuid", "3fa85f64-5717-4562-b3fc-2c963f66afa6"),
];
/// What is written for texts whose name alone says what they are.
const OF_NAMES: [(&str, &str); 5] = [
    ("email", "somebody@example.com"),
    ("phone", "+12025550123"),
    ("phonenumber", "+12025550123"),
    ("uri", "https://example.com/"),
    ("url", "https://example.com/"),
];
/// The longest that is written.
const LONGEST: usize = 10_000;
/// Of so many texts hardly two that are picked are the same.
const ENOUGH: f64 = 1e7;
/// How many parts of a pattern are written, in all tries for one text.
const STEPS: usize = 20_000;

/// A text, the name of its field where nothing is said of it.
pub(super) fn of(name: &str, says: &Map<String, Value>) -> Option<String> {
    let bound = |keyword: &str| {
        says.get(keyword).and_then(Value::as_u64).and_then(|bound| usize::try_from(bound).ok())
    };
    let (shortest, longest) = (bound("minLength").unwrap_or(0), bound("maxLength"));
    if shortest > LONGEST {
        return None;
    }
    if let Some(pattern) = says.get("pattern").and_then(Value::as_str) {
        return matching(pattern, shortest, longest.unwrap_or(usize::MAX));
    }
    let format = says.get("format").and_then(Value::as_str);
    // The bytes of a file, which nobody can make up.
    if format == Some("binary") {
        return None;
    }
    let of_format = OF_FORMATS.iter().find(|(known, _)| Some(*known) == format);
    if let Some((_, text)) = of_format {
        return Some((*text).to_owned());
    }
    // The last word of a name: `photoUrl`, `photo_url`, but not `curl`.
    let lower = name.to_lowercase();
    let is_last = |word: &str| {
        lower.strip_suffix(word).is_some_and(|before| {
            let own = name.get(before.len()..).unwrap_or_default();
            before.ends_with(['_', '-']) || own.starts_with(char::is_uppercase)
        })
    };
    let of_name =
        OF_NAMES.iter().find(|(word, _)| lower.replace(['-', '_'], "") == *word || is_last(word));
    let fits = |text: &str| (shortest..=longest.unwrap_or(usize::MAX)).contains(&text.len());
    if let Some((_, text)) = of_name.filter(|(_, text)| format.is_none() && fits(text)) {
        return Some((*text).to_owned());
    }
    let count = name.chars().count().clamp(shortest, longest.unwrap_or(usize::MAX).max(shortest));
    Some(name.chars().chain(['-']).cycle().take(count).collect())
}

/// Another text of a schema's pattern each time, with what `pick` takes of so many; nothing where there are too few for each
/// to be another's, or the schema takes none of them.
pub fn varied(says: &Map<String, Value>, pick: &mut dyn FnMut(usize) -> usize) -> Option<String> {
    let bound = |keyword: &str, or| {
        let bound = says.get(keyword).and_then(Value::as_u64);
        bound.map_or(or, |bound| usize::try_from(bound).unwrap_or(usize::MAX))
    };
    let pattern = says.get("pattern").and_then(Value::as_str)?;
    let pattern = regex_syntax::Parser::new().parse(pattern).ok()?;
    let bounds = bound("minLength", 0)..=bound("maxLength", usize::MAX).min(LONGEST);
    let mut steps = STEPS;
    // A few more than have to be there are most like what people write.
    let more = [4, 8, 2, 1, 0].into_iter().chain(9..=64).map(|more| (more, true));
    for (more, whole) in more.chain([(4, false), (0, false)]) {
        let mut text = String::new();
        let mut ways = 1.0;
        let picking = Some(Picking { pick: &mut *pick, ways: &mut ways });
        let longest = *bounds.end();
        let mut writing = Writing { to: &mut text, longest, whole, steps: &mut steps, picking };
        let is_written = write(&pattern, more, &mut writing).is_some();
        if is_written && bounds.contains(&text.chars().count()) && ways >= ENOUGH {
            return Some(text);
        }
    }
    None
}

/// A text that matches a pattern, of a length within these bounds if there is such.
fn matching(pattern: &str, shortest: usize, longest: usize) -> Option<String> {
    let pattern = regex_syntax::Parser::new().parse(pattern).ok()?;
    let longest = longest.min(LONGEST);
    let mut steps = STEPS;
    let mut written = |more: usize, whole: bool| {
        let mut text = String::new();
        let steps = &mut steps;
        let mut writing = Writing { to: &mut text, longest, whole, steps, picking: None };
        write(&pattern, more, &mut writing)?;
        (shortest..=longest).contains(&text.chars().count()).then_some(text)
    };
    // So much more of each part that may be longer. Nothing at all is hardly what is meant.
    let more = (0..=64).chain((65..=shortest).rev().take(1));
    let tries = [(0, false), (1, false)].into_iter().chain(more.map(|more| (more, true)));
    let mut empty = None;
    for (more, whole) in tries {
        match written(more, whole) {
            Some(text) if text.is_empty() => empty = Some(text),
            None => {}
            text => return text,
        }
    }
    empty
}

/// A text that is being written.
struct Writing<'w> {
    to: &'w mut String,
    longest: usize,
    /// Whether also what may be there or not.
    whole: bool,
    /// What is left of the work that it may be.
    steps: &'w mut usize,
    /// What takes one of several characters, where it isn't always the same.
    picking: Option<Picking<'w>>,
}

struct Picking<'w> {
    /// One of so many.
    pick: &'w mut dyn FnMut(usize) -> usize,
    /// How many texts there could have been.
    ways: &'w mut f64,
}

/// Writes what a pattern asks for, with so many more of what there may be more of; nothing where that is too long.
fn write(pattern: &Hir, more: usize, writing: &mut Writing<'_>) -> Option<()> {
    *writing.steps = writing.steps.checked_sub(1)?;
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => writing.to.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(class) => writing.to.push(match &mut writing.picking {
            Some(picking) => picking.one_of(class)?,
            None => one_of(class)?,
        }),
        HirKind::Repetition(repetition) => {
            let fewest = repetition.min as usize;
            let most = repetition.max.map_or(usize::MAX, |most| most as usize);
            let more = if most == 1 && !writing.whole { 0 } else { more };
            for _ in 0..fewest.saturating_add(more).min(most) {
                write(&repetition.sub, more, writing)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, more, writing)?,
        HirKind::Concat(parts) => parts.iter().try_for_each(|part| write(part, more, writing))?,
        HirKind::Alternation(ways) => write(ways.first()?, more, writing)?,
    }
    // A character has four bytes at most.
    (writing.to.len() <= writing.longest.saturating_mul(4)).then_some(())
}

impl Picking<'_> {
    /// A letter or digit of a class, or else what is always taken.
    fn one_of(&mut self, class: &Class) -> Option<char> {
        let Class::Unicode(all) = class else { return None };
        let holds = |c: &char| all.iter().any(|range| (range.start()..=range.end()).contains(c));
        let capital = ('A'..='Z').filter(holds);
        // Small ones alone, where there are: case may make no difference.
        let letters: Vec<char> = ('a'..='z').filter(holds).collect();
        let letters = if letters.is_empty() { capital.collect() } else { letters };
        // No zero, which may be one too many in front.
        let open: Vec<char> = letters.into_iter().chain(('1'..='9').filter(holds)).collect();
        if open.is_empty() {
            return one_of(class);
        }
        *self.ways *= open.len() as f64;
        open.get((self.pick)(open.len())).copied()
    }
}

/// A character of a class, one that people read if there is such.
fn one_of(class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let holds = |c: &char| class.iter().any(|range| (range.start()..=range.end()).contains(c));
    let readable = ('a'..='z').chain('A'..='Z').chain('1'..='9').chain('!'..='~');
    let mut others = class.iter().map(|range| range.start().max('\u{a1}').min(range.end()));
    readable.into_iter().find(holds).or_else(|| others.find(|c| !c.is_control()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn text(says: Value) -> Option<String> {
        of("title", says.as_object().unwrap())
    }

    #[test]
    fn texts_of_a_pattern_differ_where_there_are_enough_of_them() {
        let varied = |says: Value| {
            let mut number = 6_usize;
            let mut pick = |among: usize| {
                number = (number * 31 + 7) % 1009;
                number % among
            };
            varied(says.as_object().unwrap(), &mut pick)
        };
        for pattern in [
            "^[A-Z]{3}-[0-9]{4,8}$",
            "^[A-Z]{6}$",
            "^\\+[1-9]\\d{1,14}$",
            "^[^@]+@b\\.c$",
            "^(?:[a-z]+-?)+$",
        ] {
            let text = varied(json!({"pattern": pattern})).unwrap();
            assert!(regex::Regex::new(pattern).unwrap().is_match(&text), "{pattern}: {text}");
        }
        let short = json!({"pattern": "^[a-z]+$", "minLength": 7, "maxLength": 9});
        assert_eq!(varied(short).unwrap().len(), 9);
        for few in ["^(red|green)?$", "^[0-9]{4}$", "^$", "("] {
            assert_eq!(varied(json!({"pattern": few})), None, "{few}");
        }
    }

    #[test]
    fn a_text_is_as_long_as_it_has_to_be() {
        assert_eq!(text(json!({})).as_deref(), Some("title"));
        assert_eq!(text(json!({"maxLength": 2})).as_deref(), Some("ti"));
        assert_eq!(text(json!({"minLength": 8})).as_deref(), Some("title-ti"));
    }

    #[test]
    fn patterns_and_formats_are_met() {
        for (pattern, wanted) in [
            ("^[A-Z]{3}-\\d{4}$", "AAA-1111"),
            ("^\\+[1-9]\\d{1,14}$", "+11"),
            ("^(red|green)?$", "red"),
            ("^-?\\d{0,6}(?:\\.\\d{0,2})?$", "1"),
            ("^$", ""),
            ("^[^@]+@b\\.c$", "a@b.c"),
        ] {
            assert_eq!(text(json!({"pattern": pattern})).as_deref(), Some(wanted), "{pattern}");
        }
        let long = json!({"pattern": "^[a-z]+$", "minLength": 5});
        assert_eq!(text(long).as_deref(), Some("aaaaa"));
        let longer = json!({"pattern": "^[a-z]+$", "minLength": 300});
        assert_eq!(text(longer).map(|text| text.len()), Some(301));
        // What would take for ever is given up.
        for hostile in ["^[a-z]{5000}[0-9]{3}$", "^(a|b?)(((((x?){9}){9}){9}){9})$"] {
            assert_eq!(text(json!({"pattern": hostile, "minLength": 9999})), None);
        }
        assert_eq!(text(json!({"pattern": "^a{9}$", "maxLength": 3})), None);
        assert_eq!(text(json!({"pattern": "(?<=a)b"})), None);
        assert_eq!(text(json!({"format": "email"})).as_deref(), Some("somebody@example.com"));
        let named = |name: &str| of(name, &Map::from_iter([("maxLength".to_owned(), 30.into())]));
        assert_eq!(named("work_email").as_deref(), Some("somebody@example.com"));
        assert_eq!(named("photoUrl").as_deref(), Some("https://example.com/"));
        assert_eq!(named("phoneNumber").as_deref(), Some("+12025550123"));
        assert_eq!(named("photoUrls").as_deref(), Some("photoUrls"));
        assert_eq!(named("curl").as_deref(), Some("curl"));
    }
}
