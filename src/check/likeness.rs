//! An answer beside its documented sample: the diff has only real differences in it.

use jsonschema::types::JsonType;
use serde_json::{Map, Value};

use super::diff;
use crate::contract::{BodySchema, Node};

/// The differences in structure between a sample and an answer, as a line diff; `None` when there
/// are none. Values that may differ (all but types and shapes) are shown alike on both sides.
pub fn likeness(documented: &BodySchema, body: &Value) -> Option<String> {
    let sample = documented.sample.as_ref()?;
    let (expected, actual) = neutral(Some(&documented.root), sample, body);
    diff::lines(&expected, &actual)
}

fn neutral(node: Option<&Node>, sample: &Value, actual: &Value) -> (Value, Value) {
    match (sample, actual) {
        (Value::Object(sample), Value::Object(actual)) => object(node, sample, actual),
        (Value::Array(sample), Value::Array(actual)) => {
            let items = node.and_then(|node| node.items.as_deref());
            let Some(first) = sample.first() else {
                return (Value::Array(actual.clone()), Value::Array(actual.clone()));
            };
            actual.iter().map(|item| neutral(items, first, item)).unzip_values()
        }
        _ if same_kind(node, sample, actual) => {
            if let (Some(shape), Some(text)) =
                (node.and_then(|node| node.shape.as_ref()), actual.as_str())
                && !shape.is_match(text)
            {
                return (Value::String(format!("<like {shape}>")), actual.clone());
            }
            (actual.clone(), actual.clone())
        }
        _ => (placeholder(sample), actual.clone()),
    }
}

trait UnzipValues {
    fn unzip_values(self) -> (Value, Value);
}

impl<I: Iterator<Item = (Value, Value)>> UnzipValues for I {
    fn unzip_values(self) -> (Value, Value) {
        let (a, b): (Vec<Value>, Vec<Value>) = self.unzip();
        (Value::Array(a), Value::Array(b))
    }
}

fn object(
    node: Option<&Node>,
    sample: &Map<String, Value>,
    actual: &Map<String, Value>,
) -> (Value, Value) {
    let (mut left, mut right) = (Map::new(), Map::new());
    for (name, printed) in sample {
        let child = node.and_then(|node| node.properties.get(name));
        match actual.get(name) {
            Some(value) => {
                let (expected, shown) = neutral(child, printed, value);
                left.insert(name.clone(), expected);
                right.insert(name.clone(), shown);
            }
            None if child.is_some_and(|child| child.required) => {
                left.insert(name.clone(), placeholder(printed));
            }
            None => {}
        }
    }
    (Value::Object(left), Value::Object(right))
}

fn same_kind(node: Option<&Node>, sample: &Value, actual: &Value) -> bool {
    JsonType::from(sample) == JsonType::from(actual)
        || (actual.is_null() && node.is_some_and(|node| node.allows_type("null")))
}

fn placeholder(sample: &Value) -> Value {
    Value::String(format!("<{}>", JsonType::from(sample)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn differences(sample: Value, actual: Value) -> Option<String> {
        let (left, right) = neutral(None, &sample, &actual);
        diff::lines(&left, &right)
    }

    #[test]
    fn values_order_and_extra_fields_are_no_differences() {
        let sample = json!([{"id": "63c7xxxx", "n": 1, "list": []}]);
        let actual = json!([{"extra": 1, "list": [1, 2], "n": 7, "id": "a"}, {"id": "b", "n": 2, "list": []}]);
        assert_eq!(differences(sample, actual), None);
    }

    #[test]
    fn another_type_is_shown_beside_what_the_sample_has() {
        let diff =
            differences(json!({"a": {"b": "x"}, "c": 1}), json!({"a": {"b": 5}, "c": 2})).unwrap();
        assert!(diff.contains("-    \"b\": \"<string>\""), "{diff}");
        assert!(diff.contains("+    \"b\": 5"), "{diff}");
        assert_eq!(diff.lines().filter(|line| line.starts_with(['-', '+'])).count(), 2, "{diff}");
    }
}
