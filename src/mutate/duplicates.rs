//! Sorts of duplicates, and of requests that come near to being some.

use serde_json::Value;

use super::change::Duplicate;
use super::right::{is_free, records};
use super::shape::sample;
use super::sort::Position;
use super::state::{Past, duplicates};
use crate::check::{Memory, Remembered, unique_values};
use crate::contract::place::get;
use crate::contract::{Operation, text_of};
use crate::model::Draft;

/// The duplicates of a request, if all of them are of the sort.
pub(super) fn of(
    sort: &Duplicate,
    operation: &Operation,
    draft: &Draft,
    past: &Past<'_>,
) -> Vec<(usize, String)> {
    let found = duplicates(operation, draft, past.memory);
    let told = |holder: Option<&Remembered>| past.history.of(&holder?.id);
    let all = found.iter().all(|(position, value)| {
        let records = records(draft);
        let earlier = records.iter().take(*position).find(|record| {
            operation
                .unique()
                .and_then(|(_, unique)| unique_values(&unique.sent, record))
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
                // What another request at the same moment got was not there before.
                earlier.is_none()
                    && holder.is_some_and(|holder| holder.operation == *id)
                    && !past.is_rivalled(operation, value)
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
            Duplicate::Differing(field) => {
                earlier.is_none()
                    && holder.is_some_and(|holder| {
                        get(record, field).is_some()
                            && get(&holder.sent, field) != get(record, field)
                    })
            }
            Duplicate::Unprinted(field) => {
                get(record, field).and_then(Value::as_str).is_some_and(|text| {
                    sample(operation, field).is_some_and(|printed| printed != text)
                })
            }
            Duplicate::Apart => {
                let before = position.checked_sub(1).and_then(|before| records.get(before));
                let beside = before.and_then(|before| {
                    operation.unique().and_then(|(_, unique)| unique_values(&unique.sent, before))
                });
                earlier.is_some() && beside.as_ref() != Some(value)
            }
            Duplicate::Among(count) => records.len() == *count,
            Duplicate::ToldTimes(by, least) => told(holder)
                .is_some_and(|told| told.times.get(by).is_some_and(|times| times >= least)),
            Duplicate::ToldLater(by) => {
                holder.is_some_and(|holder| holder.operation == *by)
                    && told(holder).is_some_and(|told| told.at > 0)
            }
            Duplicate::ToldAmongMany(by) => {
                holder.is_some_and(|holder| holder.operation == *by)
                    && told(holder).is_some_and(|told| told.of > 20)
            }
            Duplicate::OwnPart => own_part(operation, draft, past.memory, record),
            Duplicate::New => !past.again,
            Duplicate::Plain(maker) => {
                is_plain(operation, draft, past.memory, maker)
                    && !past.is_rivalled(operation, value)
            }
            Duplicate::ToldAlone => told(holder).is_some_and(|told| told.of == 1),
            Duplicate::ToldOnce(by) => {
                holder.is_some_and(|holder| holder.operation == *by)
                    && !past.is_rivalled(operation, value)
                    && told(holder)
                        .is_some_and(|told| told.times.get(by) == Some(&1) && told.of <= 20)
            }
            Duplicate::Both(one, other) => {
                !of(one, operation, draft, past).is_empty()
                    && !of(other, operation, draft, past).is_empty()
            }
        }
    });
    if all { found } else { Vec::new() }
}

fn holder<'a>(operation: &Operation, memory: &'a Memory, value: &str) -> Option<&'a Remembered> {
    let resource = operation.records.as_ref()?.resource.as_ref()?;
    memory.holder(resource, value)
}

/// Whether the only record of a request has the value that `maker` gave to another, and differs
/// from that in its names alone.
pub(super) fn is_plain(operation: &Operation, draft: &Draft, memory: &Memory, maker: &str) -> bool {
    let sent = records(draft);
    let (Some((_, unique)), [record]) = (operation.unique(), sent.as_slice()) else {
        return false;
    };
    let value = unique_values(&unique.sent, record);
    let Some(holder) = value.and_then(|value| holder(operation, memory, &value)) else {
        return false;
    };
    let beside = unique.fields().pop().unwrap_or_default();
    let place = beside.rsplit_once('.').map_or("", |(parent, _)| parent);
    holder.operation == maker
        && get(record, place) == get(&holder.sent, place)
        && !same_names(operation, record, &holder.sent)
        && !own_part(operation, draft, memory, record)
}

/// Whether two records are named alike, in every field into which any text may be written.
pub(super) fn same_names(operation: &Operation, record: &Value, other: &Value) -> bool {
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
        return text_of(get(record, field)?);
    }
    let parameter = operation.path_id_of(records.resource.as_ref()?)?;
    draft.path.get(&parameter.name).cloned()
}

/// Whether a record is sent with the value that it has.
pub(super) fn own_value(operation: &Operation, draft: &Draft, memory: &Memory) -> bool {
    !own_values(operation, draft, memory).is_empty()
}

/// The values of records that are sent with the value that they have.
pub(super) fn own_values(operation: &Operation, draft: &Draft, memory: &Memory) -> Vec<String> {
    let Some((_, unique)) = operation.unique() else { return Vec::new() };
    let own = |record: &Value| {
        let known = known(operation, draft, memory, record)?;
        let value = unique_values(&unique.sent, record)?;
        known.unique.contains(&value).then_some(value)
    };
    records(draft).into_iter().filter_map(own).collect()
}

/// The record that a sent one changes.
fn known<'a>(
    operation: &Operation,
    draft: &Draft,
    memory: &'a Memory,
    record: &Value,
) -> Option<&'a Remembered> {
    let resource = operation.records.as_ref()?.resource.as_ref()?;
    memory.get(resource, &own_id(operation, draft, record)?)
}

/// Whether a record has the last part of the value that it is sent with, and not the whole.
fn own_part(operation: &Operation, draft: &Draft, memory: &Memory, record: &Value) -> bool {
    let Some(last) = last_part(operation) else { return false };
    known(operation, draft, memory, record).is_some_and(|known| {
        get(record, &last).is_some() && get(&known.sent, &last) == get(record, &last)
    })
}

/// The last field of a unique value.
fn last_part(operation: &Operation) -> Option<String> {
    operation.unique()?.1.fields().pop()
}

/// Whether a record is named as another of the same request is.
pub(super) fn names_within(operation: &Operation, draft: &Draft) -> bool {
    let sent = records(draft);
    sent.iter().enumerate().any(|(position, record)| {
        sent.iter().take(position).any(|other| share_a_name(operation, record, other))
    })
}

/// Whether two records share a name, in any field into which any text may be written.
fn share_a_name(operation: &Operation, record: &Value, other: &Value) -> bool {
    let Some(request) = &operation.request else { return false };
    request.root.all().into_iter().filter(|node| is_free(node)).any(|node| {
        get(record, &node.field).is_some() && get(record, &node.field) == get(other, &node.field)
    })
}

/// Whether the last part of a unique value is longer than another record's, and ends like it.
pub(super) fn suffix(operation: &Operation, draft: &Draft, memory: &Memory) -> bool {
    let Some(last) = last_part(operation) else { return false };
    records(draft).iter().filter_map(|record| get(record, &last)?.as_str()).any(|part| {
        memory
            .all()
            .filter_map(|known| get(&known.sent, &last)?.as_str())
            .any(|known| part.len() > known.len() && known.len() > 6 && part.ends_with(known))
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
    let Some(last) = last_part(operation) else { return false };
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
