//! Objects and lists: what is in them.

use serde_json::{Map, Value};

use super::{DEPTH, Instances, VALUES};
use crate::contract::composed;
use crate::spelling::words;

/// What says how a request is filled, so that there has to be something to fill.
const FILLED: [&str; 3] = ["x-fresh", "x-fill", "x-resource"];

/// Whether a field tells by its name that it is the id of something else, and nobody knows what there is.
fn names_another(name: &str) -> bool {
    let words = words(name);
    words.len() > 1
        && words.last().is_some_and(|last| ["id", "ids", "uuid"].contains(&last.as_str()))
}

impl Instances<'_> {
    pub(super) fn object(&self, says: &Map<String, Value>, depth: usize) -> Option<Value> {
        let mut members = Map::new();
        let required: Vec<&str> = says
            .get("required")
            .and_then(Value::as_array)
            .map(|names| names.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        let fewest = says.get("minProperties").and_then(Value::as_u64).unwrap_or(0);
        let empty = Map::new();
        let properties = says.get("properties").and_then(Value::as_object).unwrap_or(&empty);
        for (name, schema) in properties {
            let is_required = required.contains(&name.as_str());
            let says = composed::whole(self.document, schema);
            let is = |keyword: &str| says.get(keyword) == Some(&Value::Bool(true));
            if is("readOnly") {
                continue;
            }
            let is_open = self.how.whole && required.is_empty();
            let is_wanted = is_open && !is("deprecated") && !names_another(name);
            if !is_required && !is_wanted && !self.is_told(schema, depth) {
                continue;
            }
            match self.value(name, schema, depth + 1) {
                Some(value) => drop(members.insert(name.clone(), value)),
                None if is_required => return None,
                None => {}
            }
        }
        for name in required {
            if !members.contains_key(name) {
                members.insert(name.to_owned(), name.into());
            }
        }
        for (name, schema) in properties {
            if members.len() as u64 >= fewest {
                break;
            }
            if !members.contains_key(name)
                && !self.says(schema, "readOnly")
                && let Some(value) = self.value(name, schema, depth + 1)
            {
                members.insert(name.clone(), value);
            }
        }
        if let Some(any @ Value::Object(_)) = says.get("additionalProperties") {
            for number in 1..=fewest.saturating_sub(members.len() as u64) {
                let name = format!("name{number}");
                let value = self.value(&name, any, depth + 1)?;
                members.insert(name, value);
            }
        }
        Some(members.into())
    }

    pub(super) fn array(
        &self,
        name: &str,
        says: &Map<String, Value>,
        depth: usize,
    ) -> Option<Value> {
        let bound = |keyword: &str| says.get(keyword).and_then(Value::as_u64);
        let first = says.get("prefixItems").and_then(Value::as_array);
        let mut items = Vec::new();
        for schema in first.into_iter().flatten() {
            items.push(self.value(name, schema, depth + 1)?);
        }
        let fewest = bound("minItems").unwrap_or(0);
        let count = fewest.max(1).min(bound("maxItems").unwrap_or(u64::MAX));
        let Some(schema) = says.get("items").filter(|items| !items.is_boolean()) else {
            return Some(items.into());
        };
        while (items.len() as u64) < count {
            match self.value(name, schema, depth + 1) {
                Some(item) => items.push(item),
                None if items.len() as u64 >= fewest => break,
                None => return None,
            }
        }
        if says.get("uniqueItems") == Some(&Value::Bool(true)) {
            for (index, item) in items.iter_mut().enumerate().skip(1) {
                another(item, index);
            }
        }
        Some(items.into())
    }

    /// Whether the document says what an optional field may be, or what is in it.
    fn is_told(&self, schema: &Value, depth: usize) -> bool {
        // Looks cost nothing of what may be made.
        self.looks.set(self.looks.get() + 1);
        if depth > DEPTH || self.looks.get() > VALUES {
            return false;
        }
        let schema = composed::whole(self.document, schema);
        let Value::Object(says) = &*schema else { return false };
        let is = |keyword: &str| says.get(keyword) == Some(&Value::Bool(true));
        if is("deprecated") || is("readOnly") {
            return false;
        }
        let fields = says.get("properties").and_then(Value::as_object);
        let below = fields.into_iter().flat_map(Map::values).chain(says.get("items"));
        FILLED.iter().any(|keyword| says.contains_key(*keyword))
            || self.printed(says).is_some()
            || below.into_iter().any(|below| self.is_told(below, depth + 1))
    }
}

/// Another value of the kind.
fn another(value: &mut Value, index: usize) {
    match value {
        Value::String(text) => text.push_str(&(index + 1).to_string()),
        Value::Number(number) => {
            let more = i64::try_from(index).ok();
            if let Some(next) = number.as_i64().and_then(|one| one.checked_add(more?)) {
                *value = next.into();
            }
        }
        Value::Object(members) => {
            if let Some(first) = members.values_mut().next() {
                another(first, index);
            }
        }
        _ => {}
    }
}
