//! Rules about the records of an answer as a whole.

use std::collections::HashSet;

use serde_json::Value;

use crate::check::unique::second_holder;
use crate::check::{Pair, Remembered, Seen, sent_records};
use crate::contract::place::get;
use crate::contract::{Check, Parameter, ParameterPlace, Records, text_of};
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
        Check::ListsKnown => lists_known(seen, records, pairs),
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
            Some(id) => format!("{id} is the id of a {resource} that was there before"),
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

fn lists_known(seen: &Seen<'_>, records: &Records, pairs: &[Pair<'_>]) -> Option<Outcome> {
    let resource = records.resource.as_deref()?;
    let ids: HashSet<String> = ids(records, pairs).into_iter().collect();
    let known: Vec<&Remembered> = seen.memory.of(resource).collect();
    if known.is_empty() {
        return None;
    }
    let is_wrong = |record: &&&Remembered| ids.contains(&record.id) == record.removed;
    let listed = known.iter().filter(|record| record.removed).find(is_wrong);
    let wrong = listed.or_else(|| known.iter().find(is_wrong));
    Some(match wrong {
        None => Outcome::Kept,
        // What isn't on a page that is full may be on the next.
        Some(record) if !record.removed && is_full(seen, pairs.len()) => return None,
        // Nor has what is asked for in part to hold what was made.
        Some(record) if !record.removed && is_narrowed(seen, record) => return None,
        Some(record) if record.removed => {
            let expected = format!("{resource} {} is not listed: it was removed", record.id);
            broken(expected, "it is".into())
        }
        Some(record) => {
            let expected = format!("{resource} {} is listed: it was made", record.id);
            let actual = match ids.len() {
                0 => "nothing is listed".into(),
                1 => "1 other is".into(),
                others => format!("{others} others are"),
            };
            broken(expected, actual)
        }
    })
}

/// Whether so many records are all that a request asked for, or that the documentation has on a page.
fn is_full(seen: &Seen<'_>, count: usize) -> bool {
    let mut bounds =
        of_query(seen).filter(|one| !named_as(one, &SAYS_WHICH)).flat_map(|parameter| {
            let asked = parameter.value_in(seen.draft).and_then(|text| text.parse().ok());
            let schema = parameter.schema.iter().map(|printed| &printed.root.schema);
            let documented = schema.flat_map(|schema| {
                ["default", "maximum"].map(|key| schema.get(key).and_then(Value::as_u64))
            });
            documented.flatten().chain(asked).collect::<Vec<u64>>()
        });
    bounds.any(|bound| bound == count as u64)
}

/// What a query may ask for that leaves out nothing: how many, where there is room for all, and in which order.
const LEAVES_OUT_NOTHING: [&str; 14] = [
    "limit",
    "size",
    "pagesize",
    "perpage",
    "count",
    "max",
    "maxresults",
    "top",
    "take",
    "sort",
    "sortby",
    "order",
    "orderby",
    "direction",
];

/// What says which page there is, and not how many are on it.
const SAYS_WHICH: [&str; 6] = ["page", "pagenumber", "offset", "skip", "start", "from"];

fn of_query<'a>(seen: &Seen<'a>) -> impl Iterator<Item = &'a Parameter> {
    seen.operation.parameters.iter().filter(|one| one.place == ParameterPlace::Query)
}

/// Whether a parameter is called so, however its words are set apart.
fn named_as(parameter: &Parameter, names: &[&str]) -> bool {
    let name: String = parameter.name.chars().filter(char::is_ascii_alphanumeric).collect();
    names.contains(&name.to_ascii_lowercase().as_str())
}

/// Whether a query leaves out a record, or may: it asks for something that the record doesn't have by that name.
fn is_narrowed(seen: &Seen<'_>, record: &Remembered) -> bool {
    let sent = of_query(seen).filter_map(|one| Some((one, one.value_in(seen.draft)?)));
    let mut narrowing = sent.filter(|(parameter, value)| {
        let schema = parameter.schema.as_ref().map(|printed| &printed.root.schema);
        let by_default = schema.and_then(|schema| text_of(schema.get("default")?));
        let own = get(&record.answered, &parameter.name).and_then(text_of);
        let is_whole = named_as(parameter, &LEAVES_OUT_NOTHING)
            || by_default.as_deref() == Some(value)
            || own.as_deref() == Some(value);
        // What each request has, no list is without.
        !is_whole && !parameter.required
    });
    narrowing.next().is_some()
}

/// The ids of the answered records.
fn ids(records: &Records, pairs: &[Pair<'_>]) -> Vec<String> {
    let field = records.id.as_deref().unwrap_or_default();
    pairs.iter().filter_map(|pair| text_of(get(pair.content, field)?)).collect()
}

/// The same, if there are any.
fn some_ids(records: &Records, pairs: &[Pair<'_>]) -> Option<Vec<String>> {
    Some(ids(records, pairs)).filter(|ids| !ids.is_empty())
}

fn broken(expected: String, actual: String) -> Outcome {
    Outcome::Broken { expected, actual, at: None, diff: None }
}
