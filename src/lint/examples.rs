//! Examples and defaults against the schemas that they stand beside.

use serde_json::Value;

use super::{Contradiction, Kind};
use crate::contract::place::{field_of_pointer, readable};
use crate::contract::{Example, Form, Node, Offence, PrintedSchema, blame, offences, sample};
use crate::model::Level;

/// Keywords that ask for no more than which members and items are there, and what they are.
const OF_FORM: [&str; 8] = [
    "type",
    "required",
    "dependentRequired",
    "additionalProperties",
    "minProperties",
    "maxProperties",
    "minItems",
    "maxItems",
];
/// Keywords that decide by values which schema is asked.
const DECIDING: [&str; 8] = [
    "if",
    "anyOf",
    "oneOf",
    "not",
    "contains",
    "dependentSchemas",
    "unevaluatedProperties",
    "unevaluatedItems",
];

/// What a value breaks of what it is an example of: of the two that a schema may be, what it is nearer to.
pub(super) fn contradictions(example: &Example<'_>) -> Vec<Contradiction> {
    let first = broken(example, example.held_to);
    if first.is_empty() {
        return Vec::new();
    }
    match (example.or_else)() {
        Some(other) => {
            let second = broken(example, &other);
            match second.len() < first.len() {
                true => told(example, &other.root, second),
                false => told(example, &example.held_to.root, first),
            }
        }
        None => told(example, &example.held_to.root, first),
    }
}

fn told(example: &Example<'_>, root: &Node, broken: Vec<Offence>) -> Vec<Contradiction> {
    let mut found: Vec<Contradiction> = Vec::new();
    for offence in broken {
        let blame = blame(root, &offence);
        if blame.level == Level::May && !blame.stands_in {
            continue;
        }
        let told = &example.told;
        let at = readable(&offence.pointer);
        let (kind, text) = match offence.keyword.as_str() {
            "required" => (Kind::SampleLacks, format!("{at} is required; {told} lacks it")),
            _ if at.is_empty() => (Kind::SampleBreaks, format!("{told}: {}", offence.message)),
            _ => (Kind::SampleBreaks, format!("{told}, at {at}: {}", offence.message)),
        };
        let place = blame.clause.strip_prefix(example.operation);
        let place = place.unwrap_or(&blame.clause).trim_start_matches('.');
        if !found.iter().any(|other| other.kind == kind && other.place == place) {
            let node = root.find(&field_of_pointer(&offence.pointer)).unwrap_or(root);
            found.push(Contradiction::new(kind, place, text, &node.source));
        }
    }
    found
}

fn broken(example: &Example<'_>, held_to: &PrintedSchema) -> Vec<Offence> {
    let (value, mut broken) = match example.form {
        Form::Json => as_json(&example.value, held_to),
        Form::Text => as_text(&example.value, held_to),
    };
    broken.retain(|offence| {
        let is_filled = example.is_default && has_default(held_to, offence);
        !is_filled && !is_hidden(&value, offence)
    });
    broken
}

fn as_json(printed: &Value, held_to: &PrintedSchema) -> (Value, Vec<Offence>) {
    let value = sample::under_documented_names(&held_to.root, printed);
    let broken = of(&value, held_to);
    // JSON may be printed as a text, as what is no JSON has to be.
    if let Some(text) = value.as_str().filter(|_| !broken.is_empty())
        && let Ok(read @ (Value::Object(_) | Value::Array(_))) = serde_json::from_str(text)
    {
        let broken = of(&read, held_to);
        return (read, broken);
    }
    (value, broken)
}

/// What a value breaks that travels as text: whether a number is printed as one or as a text is no
/// matter, and how a list is written in one text is not read.
fn as_text(printed: &Value, held_to: &PrintedSchema) -> (Value, Vec<Offence>) {
    let mut broken = of(printed, held_to);
    if broken.is_empty() {
        return (printed.clone(), broken);
    }
    let text = match printed {
        Value::String(_) if !held_to.is_of_one_value() => return (printed.clone(), Vec::new()),
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => {
            broken.retain(|one| one.keyword != "type" || !may_be_spelt(printed, one));
            return (printed.clone(), broken);
        }
        other => other.to_string(),
    };
    let value = held_to.reading(&[&text]);
    let broken = of(&value, held_to);
    (value, broken)
}

/// Whether a value in a list or object may be of another type, as it is written.
fn may_be_spelt(printed: &Value, offence: &Offence) -> bool {
    match printed.pointer(&offence.pointer) {
        Some(Value::String(text)) => serde_json::from_str::<Value>(text)
            .is_ok_and(|read| !read.is_array() && !read.is_object()),
        Some(Value::Number(_) | Value::Bool(_)) => true,
        _ => false,
    }
}

fn of(value: &Value, held_to: &PrintedSchema) -> Vec<Offence> {
    offences(&held_to.root, &held_to.schema, value)
}

/// Whether nobody can say that a value breaks this, for what hides behind a mask.
fn is_hidden(value: &Value, offence: &Offence) -> bool {
    let decides = |keyword: &str| DECIDING.contains(&keyword);
    if offence.through.iter().any(|keyword| decides(keyword)) {
        return has_mask(value);
    }
    let Some(there) = value.pointer(&offence.pointer) else { return false };
    match OF_FORM.contains(&offence.keyword.as_str()) {
        true => is_mask(there),
        false => has_mask(there),
    }
}

fn is_mask(value: &Value) -> bool {
    value.as_str().is_some_and(|text| sample::hides(text) || is_name(text) || is_cut(text))
}

/// Whether a text only names what stands there: `<userId>`, `{{token}}`.
fn is_name(text: &str) -> bool {
    let within = |open, close| text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    let name = within("<", ">").or_else(|| within("{{", "}}")).or_else(|| within("{", "}"));
    let may_be = |c: char| c.is_alphanumeric() || [' ', '_', '-', '.'].contains(&c);
    name.is_some_and(|name| !name.is_empty() && name.chars().all(may_be))
}

/// Whether a text is printed shorter than it is.
fn is_cut(text: &str) -> bool {
    text.ends_with("...") || text.ends_with('…')
}

fn has_mask(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_mask),
        Value::Object(members) => members.values().any(has_mask),
        other => is_mask(other),
    }
}

/// Whether a default lacks what has a default of its own.
fn has_default(held_to: &PrintedSchema, offence: &Offence) -> bool {
    let lacked = held_to.root.find(&field_of_pointer(&offence.pointer));
    offence.keyword == "required" && lacked.is_some_and(|node| node.schema.contains_key("default"))
}
