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
    let plain = name.to_lowercase().replace(['-', '_'], "");
    let of_name = OF_NAMES.iter().find(|(ending, _)| plain.ends_with(ending));
    let fits = |text: &str| (shortest..=longest.unwrap_or(usize::MAX)).contains(&text.len());
    if let Some((_, text)) = of_name.filter(|(_, text)| format.is_none() && fits(text)) {
        return Some((*text).to_owned());
    }
    let count = name.chars().count().clamp(shortest, longest.unwrap_or(usize::MAX).max(shortest));
    Some(name.chars().chain(['-']).cycle().take(count).collect())
}

/// A text that matches a pattern, of a length within these bounds if there is such.
fn matching(pattern: &str, shortest: usize, longest: usize) -> Option<String> {
    let pattern = regex_syntax::Parser::new().parse(pattern).ok()?;
    let mut texts = (0..=shortest.max(1)).map(|more| {
        let mut text = String::new();
        write(&pattern, more, &mut text).map(|()| text)
    });
    let fits = |text: &Option<String>| {
        text.as_ref().is_none_or(|text| (shortest..=longest).contains(&text.chars().count()))
    };
    texts.find(fits).flatten()
}

/// Writes what a pattern asks for, with so many more of what there may be more of; nothing where that is too long.
fn write(pattern: &Hir, more: usize, to: &mut String) -> Option<()> {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => to.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(class) => to.push(one_of(class)?),
        HirKind::Repetition(repetition) => {
            let fewest = repetition.min as usize;
            let most = repetition.max.map_or(usize::MAX, |most| most as usize);
            for _ in 0..fewest.saturating_add(more).min(most) {
                write(&repetition.sub, more, to)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, more, to)?,
        HirKind::Concat(parts) => parts.iter().try_for_each(|part| write(part, more, to))?,
        HirKind::Alternation(ways) => write(ways.first()?, more, to)?,
    }
    (to.len() <= LONGEST).then_some(())
}

/// A character of a class, one that people read if there is such.
fn one_of(class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let holds = |c: &char| class.iter().any(|range| (range.start()..=range.end()).contains(c));
    let readable = ('a'..='z').chain('A'..='Z').chain('1'..='9').chain('!'..='~');
    readable.into_iter().find(holds).or_else(|| class.iter().next().map(|range| range.start()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn text(says: Value) -> Option<String> {
        of("title", says.as_object().unwrap())
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
            ("^(red|green)?$", ""),
            ("^[^@]+@b\\.c$", "a@b.c"),
        ] {
            assert_eq!(text(json!({"pattern": pattern})).as_deref(), Some(wanted), "{pattern}");
        }
        let long = json!({"pattern": "^[a-z]+$", "minLength": 5});
        assert_eq!(text(long).as_deref(), Some("aaaaa"));
        assert_eq!(text(json!({"pattern": "^a{9}$", "maxLength": 3})), None);
        assert_eq!(text(json!({"pattern": "(?<=a)b"})), None);
        assert_eq!(text(json!({"format": "email"})).as_deref(), Some("somebody@example.com"));
        let named = |name: &str| of(name, &Map::from_iter([("maxLength".to_owned(), 30.into())]));
        assert_eq!(named("work_email").as_deref(), Some("somebody@example.com"));
        assert_eq!(named("photoUrls").as_deref(), Some("photoUrls"));
    }
}
