//! All that a value breaks of its schema: what the schema library judges, and formats of numbers, which
//! that leaves alone.

use serde_json::Value;

use super::formats::number_fits;
use super::node::Node;
use super::place::{field_of_pointer, step};
use super::schema::{Offence, Schema};

/// What `value` breaks; nothing when it is valid.
pub fn offences(root: &Node, schema: &Schema, value: &Value) -> Vec<Offence> {
    let mut found = schema.offences(value);
    found.extend(misfits(root, value));
    found.iter().filter(|one| !follows(root, one, &found)).cloned().collect()
}

/// Whether an offence only follows from another: of a schema whose parts (`allOf`) don't all hold, JSON
/// Schema forgets what they looked at (2020-12, section 7.7.1), and `unevaluatedProperties` tells
/// members that are documented.
fn follows(root: &Node, offence: &Offence, all: &[Offence]) -> bool {
    let field = field_of_pointer(&offence.pointer);
    let Some(node) = root.find(&field).filter(|_| !offence.unevaluated.is_empty()) else {
        return false;
    };
    let node =
        if node.properties.is_empty() { node.items.as_deref().unwrap_or(node) } else { node };
    let is_cause = |other: &Offence| {
        let below = other.pointer.strip_prefix(&offence.pointer);
        other.unevaluated.is_empty()
            && below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    offence.unevaluated.iter().all(|name| node.properties.contains_key(name))
        && all.iter().any(is_cause)
}

/// Numbers that are too large for their formats, with their places below this one.
fn misfits(node: &Node, value: &Value) -> Vec<Offence> {
    match value {
        Value::Number(_) => {
            let promised = node.facets.iter().any(|facet| facet.name == "format");
            let format = node.format.as_deref().filter(|_| promised).unwrap_or_default();
            if number_fits(format, value) {
                return Vec::new();
            }
            vec![Offence {
                is_ambiguous: false,
                pointer: String::new(),
                keyword: "format".into(),
                through: Vec::new(),
                message: format!("{value} is not a \"{format}\""),
                unevaluated: Vec::new(),
            }]
        }
        Value::Array(items) => {
            let Some(node) = &node.items else { return Vec::new() };
            let each = items.iter().enumerate();
            each.flat_map(|(index, item)| below(&index.to_string(), node, item)).collect()
        }
        Value::Object(members) => {
            let known = members.iter().filter_map(|(name, value)| {
                node.properties.get(name).map(|node| (name, node, value))
            });
            known.flat_map(|(name, node, value)| below(name, node, value)).collect()
        }
        _ => Vec::new(),
    }
}

fn below(name: &str, node: &Node, value: &Value) -> Vec<Offence> {
    let mut found = misfits(node, value);
    for one in &mut found {
        one.pointer = format!("/{}{}", step(name), one.pointer);
    }
    found
}
