//! Sorts of duplicates, and of requests that come near to being some.

use serde_json::Value;

use super::change::Duplicate;
use super::right::{is_free, records};
use super::sort::Position;
use super::state::{Past, duplicates, unique};
use crate::check::{Memory, Remembered, unique_values};
use crate::contract::place::get;
use crate::contract::{Operation, ParameterPlace, template};
use crate::model::Draft;

/// The duplicates of a request, if all of them are of the sort.
pub(super) fn of(
    sort: &Duplicate,
    operation: &Operation,
    draft: &Draft,
    past: &Past<'_>,
) -> Vec<(usize, String)> {
    let found = duplicates(operation, draft, past.memory);
    let all = found.iter().all(|(position, value)| {
        let records = records(draft);
        let earlier = records.iter().take(*position).find(|record| {
            unique(operation)
                .and_then(|unique| unique_values(&unique.sent, record))
                .is_some_and(|other| other == *value)
        });
        let holder = holder(operation, past.memory, value);
        let Some(record) = records.get(*position) else { return false };
        match sort {
            Duplicate::All => true,
            Duplicate::SameNames | Duplicate::OtherNames => {
                let other = earlier.copied().or(holder.map(|holder| &holder.answered));
                let same = other.is_some_and(|other| same_names(operation, record, other));
                same == (*sort == Duplicate::SameNames)
            }
            Duplicate::SameRequest => earlier.is_some() && holder.is_none(),
            Duplicate::MadeBy(id) => {
                earlier.is_none() && holder.is_some_and(|holder| holder.operation == *id)
            }
            Duplicate::At(at) => {
                records.len() > 1
                    && found.len() == 1
                    && *at
                        == match *position {
                            0 => Position::First,
                            last if last + 1 == records.len() => Position::Last,
                            _ => Position::Middle,
                        }
            }
            Duplicate::Again => past.again,
        }
    });
    if all { found } else { Vec::new() }
}

fn holder<'a>(operation: &Operation, memory: &'a Memory, value: &str) -> Option<&'a Remembered> {
    let resource = operation.records.as_ref()?.resource.as_ref()?;
    memory.holder(resource, value)
}

/// Whether two records are named alike, in every field into which any text may be written.
fn same_names(operation: &Operation, record: &Value, other: &Value) -> bool {
    let Some(request) = &operation.request else { return false };
    let names: Vec<&str> = request
        .root
        .all()
        .into_iter()
        .filter(|node| is_free(node))
        .map(|node| node.field.as_str())
        .collect();
    !names.is_empty() && names.iter().all(|name| get(record, name) == get(other, name))
}

/// The id that a record of the request names: its own field, or the path's.
pub(super) fn own_id(operation: &Operation, draft: &Draft, record: &Value) -> Option<String> {
    let records = operation.records.as_ref()?;
    if let Some(field) = &records.sent_id {
        return get(record, field)?.as_str().map(str::to_owned);
    }
    let parameter = operation.parameters.iter().find(|parameter| {
        parameter.place == ParameterPlace::Path && parameter.resource == records.resource
    })?;
    draft.path.get(&parameter.name).cloned()
}

/// Whether a record is sent with the value that it has.
pub(super) fn own_value(operation: &Operation, draft: &Draft, memory: &Memory) -> bool {
    let Some(unique) = unique(operation) else { return false };
    let resource = operation.records.as_ref().and_then(|records| records.resource.as_ref());
    let Some(resource) = resource else { return false };
    records(draft).iter().any(|record| {
        let known = own_id(operation, draft, record).and_then(|id| memory.get(resource, &id));
        let value = unique_values(&unique.sent, record);
        known.zip(value).is_some_and(|(known, value)| known.unique.contains(&value))
    })
}

/// Whether a record is named as another is that is known or stands before it.
pub(super) fn names_of_another(operation: &Operation, draft: &Draft, memory: &Memory) -> bool {
    let sent = records(draft);
    sent.iter().enumerate().any(|(position, record)| {
        let own = own_id(operation, draft, record);
        sent.iter().take(position).any(|other| same_names(operation, record, other))
            || memory
                .all()
                .filter(|known| own.as_deref() != Some(known.id.as_str()))
                .any(|known| same_names(operation, record, &known.answered))
    })
}

/// Whether the last part of a unique value is that of another record, and the whole is not.
pub(super) fn other_prefix(operation: &Operation, draft: &Draft, memory: &Memory) -> bool {
    let last = unique(operation).and_then(|unique| {
        let words = template::words(&unique.sent);
        words.last().and_then(|word| word.strip_prefix("sent.")).map(str::to_owned)
    });
    let Some(last) = last else { return false };
    duplicates(operation, draft, memory).is_empty()
        && records(draft).iter().any(|record| {
            let own = own_id(operation, draft, record);
            let part = get(record, &last);
            part.is_some()
                && memory
                    .all()
                    .filter(|known| own.as_deref() != Some(known.id.as_str()))
                    .any(|known| get(&known.sent, &last) == part)
        })
}
