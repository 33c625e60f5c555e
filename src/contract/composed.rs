//! Schemas put together of parts (`allOf`, or members beside a `$ref`): what all of them say, as one.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::node::pointer_of;

/// How many parts of one schema are looked at: they may have parts themselves.
const PARTS: usize = 200;
/// How deep parts may stand in parts.
const DEPTH: usize = 16;

/// A schema with what its parts say. Where two say something else of one thing, the first is kept,
/// or for a field both, as its own parts: the compiled schema judges by all of them anyway.
pub(super) fn whole<'a>(document: &'a Value, schema: &'a Value) -> Cow<'a, Value> {
    let mut schema = schema;
    for _ in 0..DEPTH {
        match schema.as_object() {
            // It says nothing but where it is said.
            Some(members) if members.len() == 1 && members.contains_key("$ref") => {
                let Some(named) = named(document, schema) else { break };
                schema = named;
            }
            Some(members) if members.contains_key("allOf") || members.contains_key("$ref") => break,
            _ => return Cow::Borrowed(schema),
        }
    }
    let mut all = Map::new();
    let mut left = PARTS;
    add(document, schema, DEPTH, &mut left, &mut all);
    Cow::Owned(Value::Object(all))
}

fn add(
    document: &Value,
    schema: &Value,
    depth: usize,
    left: &mut usize,
    all: &mut Map<String, Value>,
) {
    let Value::Object(members) = schema else { return };
    for (keyword, value) in
        members.iter().filter(|(name, _)| !["allOf", "$ref"].contains(&name.as_str()))
    {
        match (keyword.as_str(), all.get_mut(keyword), value) {
            (_, None, _) => {
                all.insert(keyword.clone(), value.clone());
            }
            ("properties", Some(Value::Object(fields)), Value::Object(more)) => {
                for (name, field) in more {
                    match fields.get_mut(name) {
                        None => drop(fields.insert(name.clone(), field.clone())),
                        Some(known) if known == field => {}
                        Some(known) => *known = json!({"allOf": [known.take(), field]}),
                    }
                }
            }
            ("required", Some(Value::Array(names)), Value::Array(more)) => {
                for name in more {
                    if !names.contains(name) {
                        names.push(name.clone());
                    }
                }
            }
            _ => {}
        }
    }
    let parts = members.get("allOf").and_then(Value::as_array);
    for part in parts.into_iter().flatten().chain(named(document, schema)) {
        if depth == 0 || *left == 0 {
            return;
        }
        *left -= 1;
        add(document, part, depth - 1, left, all);
    }
}

/// What a `$ref` names. One that leads nowhere is told when the schema is compiled, with its place.
pub(super) fn named<'a>(document: &'a Value, schema: &Value) -> Option<&'a Value> {
    document.pointer(&pointer_of(schema.get("$ref")?.as_str()?)?)
}
