//! Records that travel as forms: what is documented of that, and what a server reads in them.

use serde_json::{Map, Value};

use super::node::Node;
use super::printed::number;
use crate::model::{FieldStyle, FormKind, FormStyle, ListStyle};

/// How a body of a form's media type travels, by what is said beside its schema (`encoding`).
pub(super) fn style(kind: FormKind, media: &Value, root: &Node) -> FormStyle {
    let encoding = |name: &str| media.get("encoding").and_then(|all| all.get(name));
    let fields = root.properties.iter().map(|(name, node)| {
        let said = encoding(name).unwrap_or(&Value::Null);
        let text = |key: &str| said.get(key).and_then(Value::as_str);
        let explode = said.get("explode").and_then(Value::as_bool);
        let is_file = kind == FormKind::Multipart && is_file(node, text("contentType"));
        let documented = text("contentType").or_else(|| node.text("contentMediaType"));
        // Several are alternatives; a range names none.
        let first = documented.and_then(|all| all.split(',').next()).map(str::trim);
        let is_json = !is_file && node.item_or_self().schema.contains_key("properties");
        let list = match (text("style"), explode) {
            (Some("spaceDelimited"), _) => ListStyle::Spaces,
            (Some("pipeDelimited"), _) => ListStyle::Pipes,
            (_, Some(false)) => ListStyle::Commas,
            _ => ListStyle::Repeated,
        };
        let content_type = first
            .filter(|known| !known.contains('*'))
            .or(is_json.then_some("application/json"))
            .map(str::to_owned);
        let nested = text("style") == Some("deepObject");
        (name.clone(), FieldStyle { list, nested, content_type, is_file })
    });
    FormStyle { kind, fields: fields.collect() }
}

/// A text that is said to be bytes, or to be of a media type of its own.
fn is_file(node: &Node, content_type: Option<&str>) -> bool {
    let node = node.item_or_self();
    let is_plain = |said: &str| said.starts_with("text/plain") || said.contains("json");
    node.text("format") == Some("binary")
        || node.schema.contains_key("contentMediaType")
        || (node.properties.is_empty() && content_type.is_some_and(|said| !is_plain(said)))
}

/// Takes away what no form can break: whatever is written there is a text, or a list of one.
pub(super) fn without_types(root: &mut Node) {
    let says = root.field.is_empty() || root.allows_type("string") || root.allows_type("array");
    root.facets.retain(|facet| facet.name != "type" || !says);
    root.properties.values_mut().for_each(without_types);
    if let Some(items) = &mut root.items {
        without_types(items);
    }
}

/// A record as a server reads it in a form, by the documented types: there are only texts in it, and no
/// word for null, for an empty list and for an empty object.
pub(super) fn settled(root: &Node, style: &FormStyle, record: Value) -> Value {
    let Value::Object(members) = record else { return record };
    let read = members.into_iter().filter_map(|(name, value)| {
        let nested = style.fields.get(&name).is_some_and(|field| field.nested);
        // Under the very name of a field whose members are pairs of their own there is another field.
        let is_other = nested && !value.is_object() && !value.is_array();
        let value = read(root.properties.get(&name), value, nested).filter(|_| !is_other)?;
        Some((name, value))
    });
    Value::Object(read.collect())
}

/// A record by the pairs of a form.
pub(super) fn record(root: &Node, style: &FormStyle, pairs: Vec<(String, String)>) -> Value {
    let mut record = Map::new();
    for (name, text) in pairs {
        let (field, rest) = name.split_once('[').unwrap_or((&name, ""));
        let known = style.fields.get(&name).or_else(|| style.fields.get(field));
        let value = match known.map(|style| style.list) {
            Some(ListStyle::Commas) => parted(&text, ','),
            Some(ListStyle::Spaces) => parted(&text, ' '),
            Some(ListStyle::Pipes) => parted(&text, '|'),
            _ => Value::String(text),
        };
        match known.is_some_and(|style| style.nested) && !rest.is_empty() {
            true => {
                let steps: Vec<&str> =
                    rest.split('[').map(|step| step.trim_end_matches(']')).collect();
                insert(record.entry(field).or_insert(Value::Null), &steps, value);
            }
            false => match record.get_mut(&name) {
                Some(Value::Array(items)) => items.push(value),
                Some(first) => *first = Value::Array(vec![first.take(), value]),
                None => drop(record.insert(name, value)),
            },
        }
    }
    settled(root, style, Value::Object(record))
}

fn parted(text: &str, mark: char) -> Value {
    text.split(mark).map(|item| Value::String(item.to_owned())).collect()
}

fn insert(place: &mut Value, steps: &[&str], value: Value) {
    let Some((step, rest)) = steps.split_first() else {
        *place = value;
        return;
    };
    if step.parse::<usize>().is_ok() {
        if !place.is_array() {
            *place = Value::Array(Vec::new());
        }
        let Value::Array(items) = place else { return };
        let index = step.parse::<usize>().unwrap_or_default().min(items.len());
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

/// What is read for a value; nothing where nothing is sent. `nested` where its members and items are pairs of
/// their own, as else those of objects are JSON.
fn read(node: Option<&Node>, value: Value, nested: bool) -> Option<Value> {
    let node = node.filter(|node| node.schema.contains_key("type"));
    let is = |kind: &str| node.is_some_and(|node| node.allows_type(kind));
    match value {
        Value::Null => None,
        Value::Array(items) => {
            let of = if is("array") { node.and_then(|node| node.items.as_deref()) } else { node };
            let item = |item: Value| match item.is_array() && !nested {
                // A list in a list travels as JSON.
                true => read(of, Value::String(item.to_string()), nested),
                false => read(of, item, nested),
            };
            let mut items: Vec<Value> = items.into_iter().filter_map(item).collect();
            match items.len() {
                0 => None,
                // Nobody sees that there might have been more.
                1 if !is("array") && !nested => items.pop(),
                _ => Some(Value::Array(items)),
            }
        }
        Value::Object(members) if members.is_empty() => None,
        Value::Object(members) if nested => {
            let child = |name: &str| node.and_then(|node| node.properties.get(name));
            let members = members.into_iter();
            let read: Map<String, Value> = members
                .filter_map(|(name, value)| Some((name.clone(), read(child(&name), value, true)?)))
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

/// What a text says, by the documented type.
fn text_read(node: Option<&Node>, text: String) -> Value {
    let Some(node) = node else { return Value::String(text) };
    let is = |kind: &str| node.allows_type(kind);
    // One that is written otherwise than here (`042`) is sent as it was written.
    let number = number(&text).filter(|number| number.to_string() == text);
    if let Some(number) = number.filter(|_| is("integer") || is("number")) {
        return Value::Number(number);
    }
    if let Some(truth) = text.parse().ok().filter(|_| is("boolean")) {
        return Value::Bool(truth);
    }
    if is("string") {
        return Value::String(text);
    }
    if is("array") {
        return read(node.items.as_deref(), Value::String(text), false).into_iter().collect();
    }
    // As JSON, which is how objects travel.
    let object =
        serde_json::from_str(&text).ok().filter(|read: &Value| is("object") && read.is_object());
    object.unwrap_or(Value::String(text))
}
