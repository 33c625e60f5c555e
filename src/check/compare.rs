//! Whether a value came back as it was sent.

use serde_json::{Number, Value};

use crate::contract::{Node, instant};

/// Whether `answered` is what was sent. By value for instants, UUIDs (where the documented format
/// says so) and numbers; objects hold at least what was sent; everything else is equal.
pub fn same(sent: &Value, answered: &Value, documented: Option<&Node>) -> bool {
    alike(sent, answered, documented, &same_text)
}

/// The same for two answers: each may print an instant as finely as it likes.
pub fn same_as_told(before: &Value, now: &Value, documented: Option<&Node>) -> bool {
    alike(before, now, documented, &|before, now, format| match (
        format,
        instant::parse(before),
        instant::parse(now),
    ) {
        (Some("date-time"), Some(before), Some(now)) => before.same_as_printed(now),
        _ => same_text(before, now, format),
    })
}

/// What is sent to be merged (RFC 7396) leaves of a record: a member that is sent as null is gone.
pub(super) fn merged(sent: &Value, answered: &Value) -> Value {
    let Value::Object(members) = sent else { return sent.clone() };
    let is_gone = |name: &str, value: &Value| value.is_null() && answered.get(name).is_none();
    let left = members.iter().filter(|(name, value)| !is_gone(name, value));
    let inside = |name: &String, value: &Value| match answered.get(name) {
        Some(answered) => merged(value, answered),
        None => value.clone(),
    };
    left.map(|(name, value)| (name.clone(), inside(name, value))).collect()
}

/// What two texts with the documented format come to.
type Texts<'a> = &'a dyn Fn(&str, &str, Option<&str>) -> bool;

fn alike(a: &Value, b: &Value, documented: Option<&Node>, texts: Texts<'_>) -> bool {
    match (a, b) {
        (Value::String(a), Value::String(b)) => {
            texts(a, b, documented.and_then(|node| node.format.as_deref()))
        }
        (Value::Number(a), Value::Number(b)) => same_number(a, b),
        (Value::Array(a), Value::Array(b)) => {
            let items = documented.and_then(|node| node.items.as_deref());
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b, items, texts))
        }
        (Value::Object(a), Value::Object(b)) => a.iter().all(|(key, a)| {
            let member = documented.and_then(|node| node.properties.get(key));
            b.get(key).is_some_and(|b| alike(a, b, member, texts))
        }),
        _ => a == b,
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
    use crate::contract::Contract;

    /// A field of a format, with more of them in it: `one`, which may be null, and `all`.
    fn of(format: &str) -> Node {
        let one = json!({"type": "string", "format": format});
        let or_null = json!({"anyOf": [{"$ref": "#/components/schemas/One"}, {"type": "null"}]});
        let fields = json!({"one": or_null, "all": {"type": "array", "items": one}});
        let content = json!({"application/json": {"schema": {"properties": fields}}});
        let document = json!({
            "openapi": "3.1.0",
            "info": {"title": "Notes"},
            "paths": {"/notes": {"get": {
                "operationId": "readNotes",
                "responses": {"2XX": {"description": "The notes.", "content": content}},
            }}},
            "components": {"schemas": {"One": one}},
        });
        let files = [("notes.json".to_owned(), document.to_string())].into();
        let contract = Contract::load(&files, "here").unwrap();
        let operation = contract.operation("readNotes").unwrap();
        let whole = operation.response.as_ref().unwrap().root.clone();
        Node { format: whole.properties["one"].format.clone(), ..whole }
    }

    #[test]
    fn a_null_that_is_merged_is_a_member_that_is_gone() {
        let sent =
            json!({"name": "Ann", "phone": null, "address": {"city": "Berlin", "zip": null}});
        let gone = json!({"name": "Ann", "address": {"city": "Berlin", "street": "Main Street"}});
        assert!(same(&merged(&sent, &gone), &gone, None));
        let empty =
            json!({"name": "Ann", "phone": null, "address": {"city": "Berlin", "zip": null}});
        assert!(same(&merged(&sent, &empty), &empty, None));
        for kept in [
            json!({"name": "Ann", "phone": "1", "address": {"city": "Berlin"}}),
            json!({"name": "Ann", "address": {"city": "Berlin", "zip": "1"}}),
            json!({"name": "Ann", "address": {}}),
        ] {
            assert!(!same(&merged(&sent, &kept), &kept, None), "{kept}");
        }
    }

    #[test]
    fn formats_count_also_within_objects_and_lists_and_beside_null() {
        let documented = of("date-time");
        let (sent, answered) = ("2023-11-07T05:31:56Z", "2023-11-07T06:31:56+01:00");
        let value = |text: &str| json!({"one": text, "all": [text]});
        assert!(same(&value(sent), &value(answered), Some(&documented)));
        assert!(same_as_told(&value(sent), &value("2023-11-07T05:31:56.000Z"), Some(&documented)));
        assert!(!same(&value(sent), &value("2023-11-07T06:31:56Z"), Some(&documented)));
        assert!(!same(&value(sent), &value(answered), None));
    }

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
        assert!(same(&sent, &answered, Some(&of("date-time"))));
        assert!(!same(&sent, &answered, None));
        assert!(same(&json!("3C90c3cc"), &json!("3c90c3cc"), Some(&of("uuid"))));
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
