//! Values that the document itself names.

use serde_json::{Map, Value};

use super::{DEPTH, Instances};
use crate::contract::composed;

impl Instances<'_> {
    /// What the document itself names as a value.
    pub(super) fn printed<'s>(&self, says: &'s Map<String, Value>) -> Option<&'s Value> {
        let examples = || {
            let of_3_1 = says.get("examples").and_then(|examples| examples.get(0));
            says.get("example").or(of_3_1).or_else(|| says.get("default"))
        };
        let named = || {
            let listed = says.get("enum").and_then(Value::as_array);
            let mut listed = listed.into_iter().flatten();
            says.get("const").or_else(|| listed.find(|value| !value.is_null()))
        };
        let example = if self.how.as_printed { examples() } else { None };
        example.filter(|value| !value.is_null()).or_else(named)
    }

    /// A printed value without what only the server sets.
    pub(super) fn sendable(
        &self,
        says: &Map<String, Value>,
        printed: &Value,
        depth: usize,
    ) -> Value {
        let below = |schema: &Value, value: &Value| {
            let schema = composed::whole(self.document, schema);
            match &*schema {
                Value::Object(says) if depth < DEPTH => self.sendable(says, value, depth + 1),
                _ => value.clone(),
            }
        };
        match printed {
            Value::Object(members) => {
                let fields = says.get("properties").and_then(Value::as_object);
                let field = |name: &str| fields.and_then(|fields| fields.get(name));
                let sent = members.iter().filter(|(name, _)| {
                    !field(name).is_some_and(|schema| self.says(schema, "readOnly"))
                });
                let sent = sent.map(|(name, value)| {
                    (
                        name.clone(),
                        field(name).map_or_else(|| value.clone(), |one| below(one, value)),
                    )
                });
                Value::Object(sent.collect())
            }
            Value::Array(items) => match says.get("items") {
                Some(schema) => items.iter().map(|item| below(schema, item)).collect(),
                None => printed.clone(),
            },
            other => other.clone(),
        }
    }
}

/// How much a printed value is.
pub(super) fn size(value: &Value) -> usize {
    1 + match value {
        Value::String(text) => text.len() / 100,
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(members) => members.values().map(size).sum(),
        _ => 0,
    }
}
