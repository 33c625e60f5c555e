//! What a server reads in a form: texts, which the documented types tell apart.

use serde_json::{Map, Number, Value};

use crate::contract::node::Node;
use crate::contract::printed::number;
use crate::model::{DEEPEST, FormStyle};

/// A record as a server reads it in a form, by the documented types: there are only texts in it, and no
/// word for null and for an empty list.
pub(in crate::contract) fn settled(root: &Node, style: &FormStyle, record: Value) -> Value {
    let Value::Object(members) = record else { return record };
    let read = members.into_iter().filter_map(|(name, value)| {
        let field = style.fields.get(&name);
        let nested = field.is_some_and(|field| field.nested);
        // Under the very name of a field whose members are pairs of their own there is another field.
        let is_other = nested && !value.is_object() && !value.is_array();
        // What stands between items parts them, in an item as well.
        let value = match field.and_then(|field| field.list.mark()).filter(|_| !nested) {
            Some(mark) => match value {
                Value::Array(items) => {
                    items.iter().flat_map(|item| parted_value(item, mark)).collect()
                }
                other => parted_value(&other, mark).into_iter().collect(),
            },
            None => value,
        };
        let depth = if nested { Some(DEEPEST) } else { None };
        let value = read(root.properties.get(&name), value, depth).filter(|_| !is_other)?;
        Some((name, value))
    });
    Value::Object(read.collect())
}

/// A record by the pairs of a form: every value is a text.
pub(in crate::contract) fn record(style: &FormStyle, pairs: Vec<(String, String)>) -> Value {
    let mut record = Map::new();
    for (name, text) in pairs {
        let (field, rest) = name.split_once('[').unwrap_or((&name, ""));
        let known = style.fields.get(&name).or_else(|| style.fields.get(field));
        let value = match known.and_then(|style| style.list.mark()) {
            Some(mark) => Value::Array(parted(&text, mark)),
            None => Value::String(text),
        };
        let steps: Vec<&str> = rest.split('[').map(|step| step.trim_end_matches(']')).collect();
        // A name that goes deeper than anybody's is one name.
        let is_nested = known.is_some_and(|style| style.nested) && steps.len() <= DEEPEST;
        match is_nested && !rest.is_empty() {
            true => insert(record.entry(field).or_insert(Value::Null), &steps, value),
            false => match record.get_mut(&name) {
                Some(Value::Array(items)) => items.push(value),
                Some(first) => *first = Value::Array(vec![first.take(), value]),
                None => drop(record.insert(name, value)),
            },
        }
    }
    Value::Object(record)
}

/// The items that a server reads for one.
fn parted_value(value: &Value, mark: char) -> Vec<Value> {
    match value {
        Value::Null => Vec::new(),
        Value::String(text) => parted(text, mark),
        other => parted(&other.to_string(), mark),
    }
}

fn parted(text: &str, mark: char) -> Vec<Value> {
    text.split(mark).map(|item| Value::String(item.to_owned())).collect()
}

fn insert(place: &mut Value, steps: &[&str], value: Value) {
    let Some((step, rest)) = steps.split_first() else {
        *place = value;
        return;
    };
    if let Ok(index) = step.parse::<usize>() {
        if !place.is_array() {
            *place = Value::Array(Vec::new());
        }
        let Value::Array(items) = place else { return };
        let index = index.min(items.len());
        if index == items.len() {
            items.push(Value::Null);
        }
        if let Some(item) = items.get_mut(index) {
            insert(item, rest, value);
        }
        return;
    }
    if !place.is_object() {
        *place = Value::Object(Map::new());
    }
    if let Value::Object(members) = place {
        insert(members.entry(*step).or_insert(Value::Null), rest, value);
    }
}

/// What is read for a value; nothing where nothing is sent. `depth`: so deep its members and items are pairs of
/// their own, where they are, as else those of objects are JSON.
fn read(node: Option<&Node>, value: Value, depth: Option<usize>) -> Option<Value> {
    let nested = depth.is_some_and(|depth| depth > 0);
    let below = depth.map(|depth| depth.saturating_sub(1));
    let node = node.filter(|node| node.schema.contains_key("type"));
    let is = |kind: &str| node.is_some_and(|node| node.allows_type(kind));
    match value {
        Value::Null => None,
        Value::Array(items) => {
            let of = if is("array") { node.and_then(|node| node.items.as_deref()) } else { node };
            let item = |item: Value| match item.is_array() && !nested {
                // A list in a list travels as JSON.
                true => read(of, Value::String(item.to_string()), below),
                false => read(of, item, below),
            };
            let mut items: Vec<Value> = items.into_iter().filter_map(item).collect();
            match items.len() {
                0 => None,
                // Nobody sees that there might have been more.
                1 if !is("array") && !nested => items.pop(),
                _ => Some(Value::Array(items)),
            }
        }
        Value::Object(members) if nested => {
            let child = |name: &str| node.and_then(|node| node.properties.get(name));
            let members = members.into_iter();
            let read: Map<String, Value> = members
                .filter_map(|(name, value)| Some((name.clone(), read(child(&name), value, below)?)))
                .collect();
            (!read.is_empty()).then_some(Value::Object(read))
        }
        object @ Value::Object(_) if node.is_none() || is("object") => Some(object),
        Value::String(text) => Some(text_read(node, text)),
        // What no type is documented of keeps its own.
        scalar if node.is_none() => Some(scalar),
        other => Some(text_read(node, other.to_string())),
    }
}

/// Fields of the top level that no type is told of and something else is: `anyOf`, `enum` and the like.
pub(in crate::contract) fn untyped(root: &Node, record: &Value) -> Vec<String> {
    const OPEN: [&str; 6] = ["anyOf", "oneOf", "enum", "const", "not", "if"];
    let is_open = |node: &&Node| {
        !node.schema.contains_key("type") && OPEN.iter().any(|key| node.schema.contains_key(*key))
    };
    let names = record.as_object().into_iter().flat_map(Map::keys);
    names.filter(|name| root.properties.get(*name).as_ref().is_some_and(is_open)).cloned().collect()
}

/// A single value as it is written in a form.
pub(in crate::contract) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// A number that is written as it would be here: another (`042`) is sent as it was written.
fn as_spelt(text: &str) -> Option<Number> {
    number(text).filter(|number| number.to_string() == text)
}

/// What a text may say.
pub(in crate::contract) fn readings(text: &str) -> Vec<Value> {
    let number = as_spelt(text).map(Value::Number);
    let truth = text.parse().ok().map(Value::Bool);
    [Some(Value::String(text.to_owned())), number, truth].into_iter().flatten().collect()
}

/// A record as a server may read it: a number in another spelling (`042`), or nothing as the null that is documented. What is
/// sent stays as it is.
pub(in crate::contract) fn as_may_be_read(root: &Node, record: &Value) -> Value {
    let mut read = record.clone();
    let is = |node: &Node, kind: &str| node.schema.contains_key("type") && node.allows_type(kind);
    for node in root.all().into_iter().filter(|node| !is(node, "string")) {
        for place in node.places(record) {
            let Some(Value::String(text)) = record.pointer(&place) else { continue };
            let is_number = is(node, "integer") || is(node, "number");
            let meant = match text.as_str() {
                "" if is(node, "null") => Some(Value::Null),
                text => number(text).filter(|_| is_number).map(Value::Number),
            };
            if let (Some(meant), Some(value)) = (meant, read.pointer_mut(&place)) {
                *value = meant;
            }
        }
    }
    read
}

/// What a text says, by the documented type.
fn text_read(node: Option<&Node>, text: String) -> Value {
    let Some(node) = node else { return Value::String(text) };
    let is = |kind: &str| node.allows_type(kind);
    if let Some(number) = as_spelt(&text).filter(|_| is("integer") || is("number")) {
        return Value::Number(number);
    }
    if let Some(truth) = text.parse().ok().filter(|_| is("boolean")) {
        return Value::Bool(truth);
    }
    if is("string") {
        return Value::String(text);
    }
    if is("array") {
        return read(node.items.as_deref(), Value::String(text), None).into_iter().collect();
    }
    // As JSON, which is how objects travel.
    let object =
        serde_json::from_str(&text).ok().filter(|read: &Value| is("object") && read.is_object());
    object.unwrap_or(Value::String(text))
}
