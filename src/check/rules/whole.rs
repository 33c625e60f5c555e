//! Rules about the records of an answer as a whole.

use std::collections::HashSet;

use serde_json::Value;

use super::gone::gone;
use super::lists::{at_most, lists_known, sorted};
use crate::check::unique::second_holder;
use crate::check::{Pair, Seen, sent_records};
use crate::contract::place::get;
use crate::contract::{Check, Records, text_of};
use crate::model::Outcome;

/// Nothing where the check is of fields, or the answer shows nothing of it.
pub(super) fn whole(
    seen: &Seen<'_>,
    body: &Value,
    check: &Check,
    pairs: &[Pair<'_>],
) -> Option<Outcome> {
    let records = seen.operation.records.as_ref()?;
    match check {
        Check::OneEach => one_each(seen, body, records, pairs),
        Check::InOrder => in_order(pairs),
        Check::OwnIds => own_ids(seen, records, pairs),
        Check::IdsSent => ids_sent(seen, records, pairs),
        Check::ListsKnown => lists_known(seen, body, records, pairs),
        Check::AtMost(parameter) => at_most(seen, parameter, records, pairs),
        Check::Sorted(order) => sorted(seen, order, pairs),
        Check::GoneUnlessSent => gone(seen, pairs),
        Check::Unique(unique) => {
            let (value, ids) = second_holder(seen, unique, body)?;
            let actual = format!("{value} belongs to {}", ids.join(" and "));
            Some(broken("one record for a value".into(), actual))
        }
        _ => None,
    }
}

fn one_each(
    seen: &Seen<'_>,
    body: &Value,
    records: &Records,
    pairs: &[Pair<'_>],
) -> Option<Outcome> {
    // Where the place of the records isn't even an array, the schema says so.
    get(body, records.answered_field())?.as_array()?;
    let (sent, answered) = (sent_records(seen).len(), pairs.len());
    Some(if sent == answered {
        Outcome::Kept
    } else {
        let expected = format!("{sent} records, one for each that was sent");
        broken(expected, format!("{answered} records"))
    })
}

fn in_order(pairs: &[Pair<'_>]) -> Option<Outcome> {
    let positions: Vec<usize> = pairs.iter().filter_map(|pair| pair.position).collect();
    if positions.is_empty() {
        return None;
    }
    Some(if positions.is_sorted() {
        Outcome::Kept
    } else {
        let order: Vec<String> = positions.iter().map(|one| (one + 1).to_string()).collect();
        broken("answered in the order sent".into(), format!("in the order {}", order.join(", ")))
    })
}

fn own_ids(seen: &Seen<'_>, records: &Records, pairs: &[Pair<'_>]) -> Option<Outcome> {
    let ids = some_ids(records, pairs)?;
    let resource = records.resource.as_deref().unwrap_or_default();
    let mut before = HashSet::new();
    let twice = ids.iter().find(|id| !before.insert(id.as_str()));
    let known = || {
        let makes = seen.operation.makes_records();
        ids.iter().find(|id| makes && seen.memory.get(resource, id).is_some())
    };
    let actual = match twice {
        Some(id) => format!("{id} is there twice"),
        None => match known() {
            Some(id) => format!("{id} is the id of another {resource}, which was there before"),
            None => return Some(Outcome::Kept),
        },
    };
    Some(broken("each record has an id of its own".into(), actual))
}

fn ids_sent(seen: &Seen<'_>, records: &Records, pairs: &[Pair<'_>]) -> Option<Outcome> {
    let field = records.sent_id.as_ref()?;
    let ids = some_ids(records, pairs)?;
    let sent: HashSet<String> =
        sent_records(seen).into_iter().filter_map(|record| text_of(get(record, field)?)).collect();
    Some(match ids.into_iter().find(|id| !sent.contains(id)) {
        None => Outcome::Kept,
        Some(id) => broken("only ids that were sent".into(), format!("{id} was not sent")),
    })
}

/// The ids of the answered records.
pub(super) fn ids(records: &Records, pairs: &[Pair<'_>]) -> Vec<String> {
    let field = records.id.as_deref().unwrap_or_default();
    pairs.iter().filter_map(|pair| text_of(get(pair.content, field)?)).collect()
}

/// The same, if there are any.
fn some_ids(records: &Records, pairs: &[Pair<'_>]) -> Option<Vec<String>> {
    Some(ids(records, pairs)).filter(|ids| !ids.is_empty())
}

pub(super) fn broken(expected: String, actual: String) -> Outcome {
    Outcome::Broken { expected, actual, at: None, diff: None }
}
