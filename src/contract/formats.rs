//! Formats: which are checked, and those that OpenAPI adds to JSON Schema's.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::spelling::are_swapped;

/// Formats of texts that something checks: of the others nothing could ever be said but that they
/// were kept.
const OF_TEXTS: [&str; 18] = [
    "byte",
    "date",
    "date-time",
    "duration",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "regex",
    "relative-json-pointer",
    "time",
    "uri",
    "uri-reference",
    "uri-template",
    "uuid",
];

/// Formats of numbers, of which the schema library knows none.
const OF_NUMBERS: [&str; 2] = ["int32", "int64"];

/// Whether anything can break a format.
pub(super) fn is_checked(format: &str) -> bool {
    OF_TEXTS.contains(&format) || is_of_numbers(format)
}

/// The format that is meant by one that nothing checks, spelt almost like it: any other slip may be
/// another's format (`url`).
pub(super) fn meant(format: &str) -> Option<&'static str> {
    let plain = |text: &str| text.to_lowercase().replace(['-', '_', ' '], "");
    let mut all = OF_TEXTS.into_iter().chain(OF_NUMBERS);
    all.find(|known| {
        (plain(known) == plain(format) || are_swapped(known, format)) && *known != format
    })
}

/// Whether it is a format of numbers.
pub(super) fn is_of_numbers(format: &str) -> bool {
    OF_NUMBERS.contains(&format)
}

/// Whether a text is Base64 (`byte`; RFC 4648, section 4).
pub(super) fn is_base64(text: &str) -> bool {
    STANDARD.decode(text).is_ok()
}

/// Whether a number has its format, if that is one of numbers: an integer of so many bits. How it is
/// spelt doesn't matter.
pub(super) fn number_fits(format: &str, number: &Value) -> bool {
    if !is_of_numbers(format) {
        return true;
    }
    // Beyond 2^53 a spelling like 1e18 is not looked at more closely.
    let whole = number.as_i64().map(i128::from).or_else(|| {
        let float = number.as_f64().filter(|float| float.fract() == 0.0)?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "what is too large becomes the largest"
        )]
        Some(float as i128)
    });
    let Some(whole) = whole else { return false };
    match format {
        "int32" => i32::try_from(whole).is_ok(),
        _ => i64::try_from(whole).is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::schema::Schema;
    use super::*;

    #[test]
    fn every_format_of_texts_can_be_broken() {
        for format in OF_TEXTS {
            let document = json!({"schema": {"type": "string", "format": format}});
            let schema = Schema::new(&document, "#/schema").unwrap();
            let keywords: Vec<String> =
                schema.offences(&json!("({ \\")).into_iter().map(|one| one.keyword).collect();
            assert_eq!(keywords, ["format"], "{format}");
        }
        assert!(!is_checked("emial"));
    }

    #[test]
    fn base64_is_held_to_its_alphabet_and_padding() {
        assert!(["", "aGk=", "aGkh", "+/+/"].into_iter().all(is_base64));
        assert!(!["***", "aGk", "a_-="].into_iter().any(is_base64));
    }

    #[test]
    fn integers_have_so_many_bits() {
        let number = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert!(number_fits("int32", &number("2147483647")));
        assert!(number_fits("int32", &number("-2.147483648e9")));
        assert!(!number_fits("int32", &number("2147483648")));
        assert!(!number_fits("int32", &number("1.5")));
        assert!(number_fits("int64", &number("9223372036854775807")));
        assert!(!number_fits("int64", &number("9223372036854775808")));
        assert!(!number_fits("int64", &number("1e19")));
    }
}
