//! An answer beside its documented sample: the diff has only real differences in it.

use jsonschema::types::JsonType;
use serde_json::{Map, Value};

use super::diff;
use crate::contract::{BodySchema, Node};

/// The differences in structure between a sample and an answer, as a line diff; `None` when there
/// are none. Values that may differ (all but types and shapes) are shown alike on both sides.
pub fn likeness(documented: &BodySchema, body: &Value) -> Option<String> {
    let sample = documented.sample.as_ref()?;
    // Most answers are alike, and long ones are not copied to see it.
    if alike(Some(&documented.root), sample, body) {
        return None;
    }
    let (expected, actual) = neutral(Some(&documented.root), sample, body);
    diff::lines(&expected, &actual)
}

/// Whether [`neutral`] would make two equal values.
fn alike(node: Option<&Node>, sample: &Value, actual: &Value) -> bool {
    match (sample, actual) {
        (Value::Object(sample), Value::Object(actual)) => sample.iter().all(|(name, printed)| {
            let child = node.and_then(|node| node.properties.get(name));
            match actual.get(name) {
                Some(value) => alike(child, printed, value),
                None => !child.is_some_and(|child| child.required),
            }
        }),
        (Value::Array(sample), Value::Array(actual)) => {
            let items = node.and_then(|node| node.items.as_deref());
            let mut first = sample.first().into_iter();
            first.all(|first| actual.iter().all(|item| alike(items, first, item)))
        }
        _ => same_kind(node, sample, actual) && has_shape(node, actual),
    }
}

fn has_shape(node: Option<&Node>, actual: &Value) -> bool {
    let shape = node.and_then(|node| node.shape.as_ref());
    shape.zip(actual.as_str()).is_none_or(|(shape, text)| shape.is_match(text))
}

/// So many items of an array are shown, from before the first that differs.
const ITEMS: usize = 2_000;
/// So many that are alike stand before the first that differs.
const BEFORE: usize = 3;

/// The items of a long array that a diff is about: those around the first difference. What else
/// differs is counted behind them, so that nobody takes the diff for all.
fn around(items: Option<&Node>, first: &Value, actual: &[Value]) -> (Value, Value) {
    let differs = |item: &&Value| !alike(items, first, item);
    let from = actual.iter().position(|item| differs(&item)).unwrap_or(0).saturating_sub(BEFORE);
    let (shown, left) = actual[from..].split_at(ITEMS.min(actual.len() - from));
    let (mut expected, mut found): (Vec<Value>, Vec<Value>) =
        shown.iter().map(|item| neutral(items, first, item)).unzip();
    let left = left.iter().filter(differs).count();
    if left > 0 {
        expected.push(Value::String("<alike>".into()));
        found.push(Value::String(format!("<{left} more items that differ>")));
    }
    (Value::Array(expected), Value::Array(found))
}

fn neutral(node: Option<&Node>, sample: &Value, actual: &Value) -> (Value, Value) {
    match (sample, actual) {
        (Value::Object(sample), Value::Object(actual)) => object(node, sample, actual),
        (Value::Array(sample), Value::Array(actual)) => {
            let items = node.and_then(|node| node.items.as_deref());
            let Some(first) = sample.first() else {
                return (Value::Array(actual.clone()), Value::Array(actual.clone()));
            };
            if actual.len() > ITEMS {
                return around(items, first, actual);
            }
            actual.iter().map(|item| neutral(items, first, item)).unzip_values()
        }
        _ if same_kind(node, sample, actual) => {
            if let Some(shape) = node.and_then(|node| node.shape.as_ref())
                && !has_shape(node, actual)
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
        assert_eq!(alike(None, &sample, &actual), left == right);
        diff::lines(&left, &right)
    }

    #[test]
    fn one_item_of_many_that_differs_is_found_and_shown_with_its_neighbours() {
        let mut items = vec![json!({"n": 1}); 10_000];
        items[9_000] = json!({"n": "one"});
        let diff = differences(json!([{"n": 1}]), Value::Array(items)).unwrap();
        assert!(diff.contains("-    \"n\": \"<number>\"\n+    \"n\": \"one\""), "{diff}");
        assert!(diff.lines().count() < 20, "{diff}");
    }

    #[test]
    fn items_that_differ_and_are_not_shown_are_counted() {
        let mut items = vec![json!({"n": 1}); 10_000];
        for at in [0, 9_000, 9_999] {
            items[at] = json!({"n": "one"});
        }
        let diff = differences(json!([{"n": 1}]), Value::Array(items)).unwrap();
        assert!(diff.contains("+  \"<2 more items that differ>\""), "{diff}");
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
