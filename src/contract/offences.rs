//! All that a value breaks of its schema: what the schema library judges, and formats of numbers, which
//! that leaves alone.

use serde_json::Value;

use super::formats::number_fits;
use super::node::Node;
use super::place::step;
use super::schema::{Offence, Schema};

/// What `value` breaks; nothing when it is valid.
pub fn offences(root: &Node, schema: &Schema, value: &Value) -> Vec<Offence> {
    let mut found = schema.offences(value);
    found.extend(misfits(root, value));
    found
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
                pointer: String::new(),
                keyword: "format".into(),
                through: Vec::new(),
                message: format!("{value} is not a \"{format}\""),
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
