//! The rule that what a request leaves out is gone.

use serde_json::Value;

use super::remembered;
use super::whole::broken;
use crate::check::compare::same_as_told;
use crate::check::{Pair, Remembered, Seen};
use crate::contract::place::get;
use crate::contract::{Check, Node, whole_field};
use crate::model::{Level, Outcome};

/// The answered record has no longer what the request left out. Judged where there was something.
pub(super) fn gone(seen: &Seen<'_>, pairs: &[Pair<'_>]) -> Option<Outcome> {
    let [pair] = pairs else { return None };
    let known = remembered(seen, pair)?;
    let left_out = left_out(seen, known, pair.sent?);
    let still = left_out.iter().find(|(field, before)| is_still(seen, field, before, pair.content));
    match still {
        Some((field, before)) => Some(broken(
            format!("{field} is gone: the request left it out"),
            format!("it is still {before}"),
        )),
        None => (!left_out.is_empty()).then_some(Outcome::Kept),
    }
}

fn is_still(seen: &Seen<'_>, field: &str, before: &Value, content: &Value) -> bool {
    let whole = whole_field(field, seen.operation.records.as_ref());
    let node = seen.schema().and_then(|body| body.root.find(&whole));
    get(content, field).is_some_and(|now| same_as_told(before, now, node))
}

/// What an accepted request takes from a record by leaving it out, if a rule of the operation says so: fields with what
/// they were.
pub(in crate::check) fn given_up(
    seen: &Seen<'_>,
    known: &Remembered,
    sent: &Value,
) -> Vec<(String, Value)> {
    let promised =
        seen.operation.rules.iter().any(|rule| rule.check == Some(Check::GoneUnlessSent));
    if promised { left_out(seen, known, sent) } else { Vec::new() }
}

fn left_out(seen: &Seen<'_>, known: &Remembered, sent: &Value) -> Vec<(String, Value)> {
    let Some(request) = &seen.operation.request else { return Vec::new() };
    let fields = request.root.item_or_self().properties.iter();
    let judged = |node: &Node| node.level != Level::May && node.not_observable.is_none();
    fields
        .filter(|(name, node)| judged(node) && get(sent, name).is_none())
        .filter_map(|(name, node)| {
            let before = get(&known.answered, name)?;
            let is_default = node.schema.get("default") == Some(before);
            (says_something(before) && !is_default).then(|| (name.clone(), before.clone()))
        })
        .collect()
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
