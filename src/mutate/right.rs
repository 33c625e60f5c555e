//! What is special about a right request, and what may bring a server down.

use serde_json::Value;

use super::change::{Odd, Right};
use super::duplicates::{self, own_id};
use super::printed;
use super::state::Past;
use crate::check::exercised;
use crate::contract::place::get;
use crate::contract::{Node, Operation, sample};
use crate::model::{Body, Draft};

/// The records of a request.
pub(super) fn records(draft: &Draft) -> Vec<&Value> {
    draft.json().map(records_of).unwrap_or_default()
}

/// The records of a body.
pub(super) fn records_of(body: &Value) -> Vec<&Value> {
    match body {
        Value::Array(items) => items.iter().collect(),
        other => vec![other],
    }
}

/// Whether a right request is of the sort.
pub(super) fn is(right: &Right, operation: &Operation, draft: &Draft, past: &Past<'_>) -> bool {
    let count = draft.json().and_then(Value::as_array).map(Vec::len);
    match right {
        Right::All => true,
        Right::Exercising(clause) => exercised(operation, draft).contains(clause),
        Right::MoreThan(most) => count.is_some_and(|count| count > *most),
        Right::One => count == Some(1),
        Right::Partial => {
            let (Some(Value::Object(sample)), Some(Value::Object(sent))) =
                (operation.example(), draft.json())
            else {
                return false;
            };
            sample.keys().any(|key| !sent.contains_key(key))
        }
        Right::Unprinted(field) => unprinted(operation, draft, field),
        Right::TextOf(field, script) => records(draft)
            .iter()
            .filter_map(|record| get(record, field)?.as_str())
            .any(|text| script.is_in(text)),
        Right::Shaped(field, shape) => records(draft)
            .iter()
            .any(|record| get(record, field).is_some_and(|v| shape.is(operation, field, v))),
        Right::Lone(field) => {
            draft.json().and_then(Value::as_object).is_some_and(|all| all.len() == 1)
                && draft.json().is_some_and(|body| body.get(field).is_some())
        }
        Right::Without(field) => missing(operation, draft) == [field.as_str()],
        Right::AllNull => {
            let nullable: Vec<&Node> = all(operation)
                .into_iter()
                .filter(|node| !node.field.is_empty() && node.allows_type("null"))
                .collect();
            records(draft).iter().any(|record| {
                nullable.iter().all(|node| get(record, &node.field) == Some(&Value::Null))
            })
        }
        Right::AllDiffer(fields) => {
            let values: Vec<Option<&Value>> = records(draft)
                .first()
                .map(|record| fields.iter().map(|field| get(record, field)).collect())
                .unwrap_or_default();
            fields.iter().all(|field| unprinted(operation, draft, field))
                && (0..values.len()).all(|at| !values[..at].contains(&values[at]))
        }
        Right::Changed(times) => past.changes >= *times,
        Right::LastToldBy(other) => past.told_by.as_deref() == Some(other.as_str()),
        Right::First => !past.again,
        Right::NamesWithin => duplicates::names_within(operation, draft),
        Right::Suffix => duplicates::suffix(operation, draft, past.memory),
        Right::OwnValueAfterClaim => duplicates::own_values(operation, draft, past.memory)
            .iter()
            .any(|value| past.history.is_claimed(value)),
        Right::OwnValues | Right::SomeOwnValues => {
            let own = duplicates::own_values(operation, draft, past.memory).len();
            let count = records(draft).len();
            count > 1 && own > 0 && (own == count) == (*right == Right::OwnValues)
        }
        Right::Both(one, other) => {
            is(one, operation, draft, past) && is(other, operation, draft, past)
        }
        Right::Text(script) => own_texts(operation, draft).iter().any(|text| script.is_in(text)),
        Right::Again => past.again,
        Right::OwnValue => duplicates::own_value(operation, draft, past.memory),
        Right::NamesOfAnother => duplicates::names_of_another(operation, draft, past.memory),
        Right::OtherPrefix => duplicates::other_prefix(operation, draft, past.memory),
        Right::MediaSpelling => {
            let documented = operation.request.as_ref().map(|body| body.media_type.as_str());
            draft.header("content-type") != documented
        }
        Right::Nothing => draft.json() == Some(&serde_json::json!({})),
        Right::Not(other) => !is(other, operation, draft, past),
        Right::Sample => printed::is_sample(operation, draft),
        Right::OtherwisePrinted(field, lacking) => {
            printed::is_but_for(operation, draft, field, *lacking)
        }
        Right::EveryUnprinted(field) => printed::is_nowhere(operation, draft, field),
        Right::Together(fellow) => fellow.of(operation, draft, &past.met).is_some(),
        Right::AfterAnother => past.before.knows_another(draft),
        Right::MadeLater => {
            first_id(operation, draft).is_some_and(|id| past.before.made_later(&id))
        }
        Right::ToldAlone => first_id(operation, draft)
            .and_then(|id| past.history.of(&id))
            .is_some_and(|told| told.of == 1),
    }
}

/// The id that the first record of a request names.
fn first_id(operation: &Operation, draft: &Draft) -> Option<String> {
    own_id(operation, draft, records(draft).first()?)
}

fn all(operation: &Operation) -> Vec<&Node> {
    operation.request.as_ref().map(|request| request.root.all()).unwrap_or_default()
}

/// Fields of the top level that a single record lacks.
fn missing<'a>(operation: &'a Operation, draft: &Draft) -> Vec<&'a str> {
    let Some(Value::Object(sent)) = draft.json() else { return Vec::new() };
    let Some(request) = &operation.request else { return Vec::new() };
    let names = request.root.properties.keys();
    names.filter(|name| !sent.contains_key(*name)).map(String::as_str).collect()
}

fn unprinted(operation: &Operation, draft: &Draft, field: &str) -> bool {
    let Some(sample) = operation.example() else {
        return false;
    };
    let printed: Vec<&Value> = match sample {
        Value::Array(items) => items.iter().filter_map(|item| get(item, field)).collect(),
        other => get(other, field).into_iter().collect(),
    };
    records(draft)
        .iter()
        .filter_map(|record| get(record, field))
        .any(|value| !value.is_null() && !printed.contains(&value))
}

/// Fields into which a sender writes any text.
pub(super) fn is_free(node: &Node) -> bool {
    node.allows_type("string")
        && ["format", "pattern", "enum", "x-resource"]
            .iter()
            .all(|key| !node.schema.contains_key(*key))
        && node.text("x-fresh").or(node.text("x-fill")).is_some_and(|text| text.contains("label"))
}

fn own_texts(operation: &Operation, draft: &Draft) -> Vec<String> {
    let Some(request) = &operation.request else { return Vec::new() };
    let records = records(draft);
    request
        .root
        .all()
        .into_iter()
        .filter(|node| is_free(node))
        .flat_map(|node| records.iter().filter_map(|record| get(record, &node.field)?.as_str()))
        .map(str::to_owned)
        .collect()
}

impl Odd {
    /// Whether a request is of the sort.
    pub(super) fn is(self, operation: &Operation, draft: &Draft) -> bool {
        if draft.body == Body::Absent {
            return false;
        }
        let raw = draft.text();
        let texts = |test: &dyn Fn(&str) -> bool| {
            draft.json().is_some_and(|body| any_text(body, &|text| test(text)))
        };
        match self {
            Self::EmptyText => texts(&str::is_empty),
            Self::Control => texts(&|text| text.contains(|c: char| c.is_control())),
            Self::Long => texts(&|text| text.chars().count() > 1000),
            Self::Deep => depth(&raw) > 50,
            Self::Lists => lists(&raw) > 50,
            Self::Surrogate => {
                let lower = raw.to_lowercase();
                matches!(draft.body, Body::Raw(_)) && lower.contains("\\ud8")
            }
            Self::Unknown => records(draft).iter().any(|record| {
                let Value::Object(members) = record else { return false };
                let known = |name: &String| {
                    operation.request.as_ref().is_some_and(|body| body.root.find(name).is_some())
                };
                members.keys().any(|name| !known(name))
            }),
            Self::Incomplete => records(draft).iter().any(|record| {
                let Value::Object(members) = record else { return false };
                members.iter().any(|(name, value)| {
                    let node = operation.request.as_ref().and_then(|body| body.root.find(name));
                    let (Some(node), Value::Object(inner)) = (node, value) else { return false };
                    !inner.is_empty() && node.properties.keys().any(|key| !inner.contains_key(key))
                })
            }),
            Self::NoRecords => draft.json() == Some(&Value::Array(Vec::new())),
        }
    }
}

fn any_text(value: &Value, test: &dyn Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => test(text),
        Value::Array(items) => items.iter().any(|item| any_text(item, test)),
        Value::Object(members) => members.values().any(|member| any_text(member, test)),
        _ => false,
    }
}

fn depth(text: &str) -> usize {
    let (mut now, mut most) = (0_usize, 0);
    for c in text.chars() {
        match c {
            '[' | '{' => now += 1,
            ']' | '}' => now = now.saturating_sub(1),
            _ => {}
        }
        most = most.max(now);
    }
    most
}

/// How many lists a text begins with, each in the one before.
fn lists(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).take_while(|c| *c == '[').count()
}

/// Whether the sample prints a whole value there.
pub(super) fn is_printed(operation: &Operation, field: &str) -> bool {
    let first = match operation.example() {
        Some(Value::Array(items)) => items.first(),
        other => other,
    };
    match first.and_then(|record| get(record, field)) {
        Some(Value::String(text)) => !sample::hides(text),
        Some(_) => true,
        None => false,
    }
}
