//! Requests as the documentation prints them, and how far one is from that.

use serde_json::Value;

use super::change::Lacking;
use super::right::{records, records_of};
use crate::contract::place::get;
use crate::contract::{Node, Operation, sample};
use crate::model::Draft;

/// Whether whatever the sample prints whole is sent as it is printed.
pub(super) fn is_sample(operation: &Operation, draft: &Draft) -> bool {
    let leaves = leaves(operation);
    records(draft).iter().enumerate().all(|(at, record)| {
        leaves.iter().all(|node| {
            printed(operation, node, at)
                .is_none_or(|printed| get(record, &node.field) == Some(printed))
        })
    })
}

/// Whether so many records leave the field out, and all that isn't new in every request is as printed.
pub(super) fn is_but_for(
    operation: &Operation,
    draft: &Draft,
    field: &str,
    lacking: Lacking,
) -> bool {
    let records = records(draft);
    let without = records.iter().filter(|record| get(record, field).is_none()).count();
    let leaves = leaves(operation);
    let as_usual = |node: &Node, record: &Value, at: usize| {
        let sent = get(record, &node.field);
        printed(operation, node, at).is_none_or(|printed| match node.text("x-fresh") {
            None => sent == Some(printed),
            // A name of the run's own begins with the printed one.
            Some(text) => !text.starts_with("{printed} ") || begins(sent, printed),
        })
    };
    without > 0
        && (without == records.len()) == (lacking == Lacking::All)
        && records.iter().enumerate().all(|(at, record)| {
            let mut others = leaves.iter().filter(|node| node.field != field);
            others.all(|node| as_usual(node, record, at))
        })
}

/// Whether there are several records, and the sample prints what none of them has in the field.
pub(super) fn is_nowhere(operation: &Operation, draft: &Draft, field: &str) -> bool {
    let records = records(draft);
    let Some(node) = leaves(operation).into_iter().find(|node| node.field == field) else {
        return false;
    };
    let count = sample_records(operation).len();
    let known = |value: &Value| (0..count).any(|at| printed(operation, node, at) == Some(value));
    records.len() > 1
        && records.iter().all(|record| get(record, field).is_some_and(|value| !known(value)))
}

/// Whether a request of the run's own can be told from the sample.
pub(super) fn is_telling(operation: &Operation) -> bool {
    leaves(operation)
        .iter()
        .any(|node| node.text("x-fresh").is_some() && printed(operation, node, 0).is_some())
}

fn begins(sent: Option<&Value>, printed: &Value) -> bool {
    let (sent, printed) = (sent.and_then(Value::as_str), printed.as_str());
    sent.zip(printed).is_some_and(|(sent, printed)| sent.starts_with(&format!("{printed} ")))
}

fn leaves(operation: &Operation) -> Vec<&Node> {
    let all = operation.request.as_ref().map(|request| request.root.all()).unwrap_or_default();
    all.into_iter()
        .filter(|node| node.properties.is_empty() && !node.is_item && !node.field.is_empty())
        .collect()
}

fn sample_records(operation: &Operation) -> Vec<&Value> {
    operation.example().map(records_of).unwrap_or_default()
}

/// What the sample prints whole in the field of a record; longer requests begin it again.
fn printed<'a>(operation: &'a Operation, node: &Node, at: usize) -> Option<&'a Value> {
    let samples = sample_records(operation);
    let record = *samples.get(at % samples.len().max(1))?;
    let value = get(record, node.text("x-printed-as").unwrap_or(&node.field))?;
    let hidden = value.as_str().is_some_and(sample::hides);
    (!hidden).then_some(value)
}
