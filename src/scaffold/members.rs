//! Members that an object may not have, and may not lack: those of a map, of one that is one of several, and documented
//! nowhere.

use serde_json::{Map, Value, json};

use super::base::Base;
use super::wrong::{Valued, is_composed};
use crate::contract::Node;
use crate::contract::place::{first, join, remove};

/// The name and the value of a member that is documented nowhere.
const UNKNOWN: &str = "docproof-was-here";
/// Names that patterns of names hardly take.
const ODD: [&str; 2] = ["?", "Docproof Was Here"];
/// Values of each kind, as JSON.
const KINDS: [(&str, &str); 4] =
    [("a number", "42"), ("a text", "\"docproof\""), ("a list", "[]"), ("null", "null")];
/// No object with more members is written.
const MOST: usize = 20;

/// Fields with values that an object of the request may not have, by what is said of its members.
pub(super) fn wrong(base: &Base<'_>) -> Vec<(String, Valued)> {
    let nodes = base.operation.request.iter().flat_map(|request| request.root.all());
    let nodes = nodes.filter(|node| !node.is_item);
    let mut found = Vec::new();
    for (node, object) in nodes.filter_map(|node| Some((node, sent(base, node)?))) {
        let breaks = |field: &str, value: &Value| {
            base.field_breaks(field, value.clone()).is_some_and(|broken| !broken.is_empty())
        };
        let unknown = join(&node.field, UNKNOWN);
        let mut add = |field: String, what: &str, value: Value| {
            if breaks(&field, &value) {
                found.push((field, Valued { what: what.into(), value }));
            }
        };
        let Node { schema, properties: known, .. } = node.item_or_self();
        match schema.get("additionalProperties") {
            Some(Value::Object(_)) => {
                // One that is there has a name that is right.
                let own = object.keys().find(|name| !known.contains_key(*name));
                let own = own.map_or(unknown, |name| join(&node.field, name));
                for (what, value) in KINDS {
                    add(own.clone(), what, serde_json::from_str(value).unwrap_or_default());
                }
            }
            _ => add(unknown, "documented nowhere", UNKNOWN.into()),
        }
        if is_composed(schema) {
            // What is documented beside them has rows of its own.
            let others = object.iter().filter(|(name, _)| !known.contains_key(*name));
            for (name, value) in others {
                for (what, wrong) in unlike(value) {
                    add(join(&node.field, name), what, wrong);
                }
            }
        }
        // The body as a whole is no field.
        if !node.field.is_empty() {
            for (what, members) in wrong_members(schema, object) {
                add(node.field.clone(), what, members.into());
            }
        }
    }
    found
}

/// Fields that one of several schemas asks for, so that none is met without them.
pub(super) fn needed(base: &Base<'_>) -> Vec<String> {
    let nodes = base.operation.request.iter().flat_map(|request| request.root.all());
    let nodes = nodes.filter(|node| !node.is_item && is_composed(&node.item_or_self().schema));
    let members = nodes.filter_map(|node| Some((node, sent(base, node)?)));
    let fields = members.flat_map(|(node, object)| {
        let known = &node.item_or_self().properties;
        let others = object.keys().filter(|name| !known.contains_key(*name));
        others.map(|name| join(&node.field, name)).collect::<Vec<_>>()
    });
    let is_needed = |field: &String| {
        let broken = base.record_breaks(|record| remove(record, field).map(drop));
        broken.is_some_and(|broken| !broken.is_empty())
    };
    fields.filter(is_needed).collect()
}

/// The object that a request has there; of a list its first.
fn sent<'b>(base: &'b Base<'_>, node: &Node) -> Option<&'b Map<String, Value>> {
    let value = first(base.record()?, &node.field)?;
    value.as_object().or_else(|| value.get(0)?.as_object())
}

/// Values of other kinds and forms.
fn unlike(value: &Value) -> Vec<(&'static str, Value)> {
    match value {
        Value::String(_) => vec![("another text", json!("docproof")), ("a number", json!(42))],
        Value::Number(_) => vec![
            ("a text", json!("docproof")),
            ("too small", json!(-1)),
            ("another number", json!(987_654_321)),
        ],
        _ => vec![("a text", json!("docproof"))],
    }
}

/// Objects with too few members, too many, or ones that are called wrongly.
fn wrong_members(
    schema: &Map<String, Value>,
    object: &Map<String, Value>,
) -> Vec<(&'static str, Map<String, Value>)> {
    let count = |key: &str| schema.get(key).and_then(Value::as_u64);
    let mut found = Vec::new();
    if count("minProperties").is_some_and(|least| least > 0) {
        found.push(("an empty object", Map::new()));
    }
    let some = || object.values().next().cloned().unwrap_or_else(|| json!("docproof"));
    let most = count("maxProperties").and_then(|most| usize::try_from(most).ok());
    if let Some(most) = most.filter(|most| *most < MOST) {
        let mut many = object.clone();
        // Called like the one that is there, as names may have a form.
        let own = object.keys().next().map_or("docproof", String::as_str);
        let more = ('a'..='z').map(|letter| (format!("{own}{letter}"), some()));
        many.extend(more.take((most + 1).saturating_sub(object.len())));
        found.push(("an object with too many members", many));
    }
    if schema.contains_key("propertyNames") {
        let odd = ODD.map(|name| ("an object with a name of another form", name));
        found.extend(odd.map(|(what, name)| (what, Map::from_iter([(name.to_owned(), some())]))));
    }
    found
}
