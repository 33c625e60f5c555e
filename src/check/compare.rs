//! Whether a value came back as it was sent.

use serde_json::{Number, Value};

use crate::contract::instant;

/// Whether `answered` is what was sent. By value for instants, UUIDs (where the documented format
/// says so) and numbers; objects hold at least what was sent; everything else is equal.
pub fn same(sent: &Value, answered: &Value, format: Option<&str>) -> bool {
    match (sent, answered) {
        (Value::String(sent), Value::String(answered)) => same_text(sent, answered, format),
        (Value::Number(sent), Value::Number(answered)) => same_number(sent, answered),
        (Value::Array(sent), Value::Array(answered)) => {
            sent.len() == answered.len()
                && sent.iter().zip(answered).all(|(sent, answered)| same(sent, answered, None))
        }
        (Value::Object(sent), Value::Object(answered)) => sent.iter().all(|(key, sent)| {
            answered.get(key).is_some_and(|answered| same(sent, answered, None))
        }),
        _ => sent == answered,
    }
}

/// The same for two answers: each may print an instant as finely as it likes.
pub fn same_as_told(before: &Value, now: &Value, format: Option<&str>) -> bool {
    let instants = || Some((instant::parse(before.as_str()?)?, instant::parse(now.as_str()?)?));
    match (format, instants()) {
        (Some("date-time"), Some((before, now))) => before.same_as_printed(now),
        _ => same(before, now, format),
    }
}

fn same_text(sent: &str, answered: &str, format: Option<&str>) -> bool {
    match format {
        Some("date-time") => match (instant::parse(sent), instant::parse(answered)) {
            (Some(sent), Some(answered)) => sent.same(answered),
            _ => sent == answered,
        },
        Some("uuid") => sent.eq_ignore_ascii_case(answered),
        _ => sent == answered,
    }
}

/// Whether two numbers have one value, however they are spelt.
pub fn same_number(a: &Number, b: &Number) -> bool {
    let (a, b) = (a.to_string(), b.to_string());
    a == b || decimal(&a).is_some_and(|a| Some(a) == decimal(&b))
}

/// Sign, digits without leading and trailing zeros, and power of ten: exact at any size.
fn decimal(text: &str) -> Option<(bool, String, i64)> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let power = exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?;
    let trimmed = digits.trim_end_matches('0');
    let zeros = i64::try_from(digits.len() - trimmed.len()).ok()?;
    let significant = trimmed.trim_start_matches('0').to_owned();
    if significant.is_empty() {
        return Some((false, significant, 0));
    }
    Some((negative, significant, power.checked_add(zeros)?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn text_comes_back_to_the_letter() {
        assert!(same(&json!("Zoë"), &json!("Zoë"), None));
        assert!(!same(&json!("Zoë"), &json!("Zoe\u{308}"), None));
        assert!(!same(&json!("a"), &json!("a "), None));
        assert!(!same(&json!("<b>"), &json!("&lt;b&gt;"), None));
    }

    #[test]
    fn instants_and_uuids_are_compared_by_value_only_where_the_format_says_so() {
        let (sent, answered) = (json!("2023-11-07T05:31:56Z"), json!("2023-11-07T06:31:56+01:00"));
        assert!(same(&sent, &answered, Some("date-time")));
        assert!(!same(&sent, &answered, None));
        assert!(same(&json!("3C90c3cc"), &json!("3c90c3cc"), Some("uuid")));
    }

    #[test]
    fn numbers_keep_their_value_not_their_spelling() {
        for (a, b, equal) in [
            ("1", "1.0", true),
            ("10", "1e1", true),
            ("0.1", "0.10", true),
            ("-0", "0", true),
            ("9007199254740993", "9007199254740992", false),
            ("1", "-1", false),
            ("0.1", "0.01", false),
            ("1.5e-9223372036854775808", "10e9223372036854775807", false),
            ("1e99999999999999999999", "2e99999999999999999999", false),
        ] {
            let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
            assert_eq!(same(&read(a), &read(b), None), equal, "{a} and {b}");
        }
    }

    #[test]
    fn an_object_comes_back_with_at_least_what_was_sent() {
        let sent = json!({"a": {"b": [1, {"c": null}]}});
        assert!(same(&sent, &json!({"a": {"b": [1, {"c": null, "d": 1}], "e": 2}}), None));
        assert!(!same(&sent, &json!({"a": {"b": [1, {"d": null}]}}), None));
        assert!(!same(&sent, &json!({"a": {"b": [1]}}), None));
    }
}
