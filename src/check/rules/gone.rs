//! The rule that what a request leaves out is gone.

use serde_json::Value;

use super::remembered;
use super::whole::broken;
use crate::check::compare::{same, same_as_told};
use crate::check::{Pair, Remembered, Seen};
use crate::contract::place::get;
use crate::contract::{Check, Node, whole_field};
use crate::model::Outcome;

/// The answered record has no longer what the request left out. Judged where there was something, and where the answer is
/// documented to show it.
pub(super) fn gone(seen: &Seen<'_>, pairs: &[Pair<'_>]) -> Option<Outcome> {
    let [pair] = pairs else { return None };
    let known = remembered(seen, pair)?;
    let left_out = given_up(seen, known, pair.sent?);
    still_there(seen, &left_out, pair.content).map(|still| match still {
        Some((field, before)) => broken(gone_line(field), format!("it is still {before}")),
        None => Outcome::Kept,
    })
}

/// What is expected of a field that a request left out.
pub fn gone_line(field: &str) -> String {
    format!("{field} is gone: the request left it out")
}

/// Which of these fields a record still has as it was, if any; nothing where the answer is not documented to show one.
pub fn still_there<'f>(
    seen: &Seen<'_>,
    left_out: &'f [(String, Value)],
    content: &Value,
) -> Option<Option<&'f (String, Value)>> {
    let documented = |field: &str| {
        let whole = whole_field(field, seen.operation.records.as_ref());
        seen.schema().and_then(|body| body.root.find(&whole))
    };
    let mut shown = left_out.iter().filter(|(field, _)| documented(field).is_some()).peekable();
    shown.peek()?;
    Some(shown.find(|(field, before)| {
        get(content, field).is_some_and(|now| same_as_told(before, now, documented(field)))
    }))
}

/// What an accepted request takes from a record by leaving it out, if a rule of the operation says so: fields with what
/// they were. What the server may have of itself is none of it.
pub(in crate::check) fn given_up(
    seen: &Seen<'_>,
    known: &Remembered,
    sent: &Value,
) -> Vec<(String, Value)> {
    let operation = seen.operation;
    let promised = operation.rules.iter().any(|rule| rule.check == Some(Check::GoneUnlessSent));
    let Some(request) = operation.request.as_ref().filter(|_| promised) else { return Vec::new() };
    let answered = operation.response.as_ref().map(|body| &body.root);
    let fields = left_out(request.root.item_or_self(), sent);
    fields
        .into_iter()
        .filter(|node| operation.can_lose(&node.field, node))
        .filter_map(|node| {
            let name = &node.field;
            let before = get(&known.answered, name).filter(|before| says_something(before))?;
            let whole = whole_field(name, operation.records.as_ref());
            let told = answered.and_then(|root| root.find(&whole));
            let both = [Some(node), told].into_iter().flatten();
            let mut defaults = both.filter_map(|one| Some((one, one.schema.get("default")?)));
            let is_default = defaults.any(|(one, default)| same(default, before, Some(one)));
            (!is_default).then(|| (name.clone(), before.clone()))
        })
        .collect()
}

/// The fields that a record which was sent lacks, also inside of objects that it has.
fn left_out<'a>(node: &'a Node, sent: &Value) -> Vec<&'a Node> {
    let mut found = Vec::new();
    for child in node.properties.values() {
        let name = child.field.rsplit('.').next().unwrap_or(&child.field);
        match sent.get(name) {
            None => found.push(child),
            Some(inner @ Value::Object(_)) => found.extend(left_out(child, inner)),
            Some(_) => {}
        }
    }
    found
}

/// Whether a value is more than nothing: what is gone may be answered as null, as empty or as none.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(truth) => *truth,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
    }
}
