//! Changes that need to know what was answered before.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::answers::Answer;
use super::clients::Before;
use super::history::History;
use crate::check::{self, Memory, Seen};
use crate::contract::place::{get, set};
use crate::contract::{Check, Operation, template};
use crate::model::{self, Draft, Exchange};
use crate::suite::Fresh;

/// An exchange as checks want to see it.
pub(super) fn exchange(operation: &Operation, answer: &Answer) -> Exchange {
    let body = String::from_utf8_lossy(&answer.body).into_owned();
    Exchange {
        operation: operation.id.clone(),
        request: model::Request {
            method: operation.method.clone(),
            url: String::new(),
            headers: Vec::new(),
            body: None,
            curl: String::new(),
        },
        answer: model::Answer::Response(model::Response::new(
            answer.status,
            Vec::new(),
            answer.body.clone(),
            body,
        )),
        started_ms: 0,
        duration_ms: 0,
    }
}

/// Learns the records of an accepting answer.
pub(super) fn learn(memory: &mut Memory, operation: &Operation, draft: &Draft, answer: &Answer) {
    let exchange = exchange(operation, answer);
    // Which record is which can be told without what was known, and a run knows a thousand.
    let nothing = Memory::default();
    let seen =
        Seen { operation, draft, exchange: &exchange, memory: &nothing, sent_at: Duration::ZERO };
    if let Some(body) = seen.body().filter(|_| answer.accepted()) {
        memory.learn(&seen, body, Duration::ZERO, &[]);
    }
}

/// What went before a request.
pub(super) struct Past<'a> {
    /// The records.
    pub memory: &'a Memory,
    /// What was asked and answered.
    pub history: &'a History,
    /// Whether the same request was accepted before.
    pub again: bool,
    /// How often the record was changed, of several the one that was least.
    pub changes: usize,
    /// The operation that told last of the record.
    pub told_by: Option<String>,
    /// Other requests of the client that were under way with it.
    pub met: Vec<Arc<Draft>>,
    /// What the client was answered before.
    pub before: Before,
}

impl Past<'_> {
    /// Whether another request of the client that was under way wants the value.
    pub(super) fn is_rivalled(&self, operation: &Operation, value: &str) -> bool {
        let wanted = self.met.iter().flat_map(|other| values(operation, other));
        wanted.into_iter().any(|(_, wanted)| wanted == value)
    }
}

/// Positions of a request's records whose value another one has, with the value.
pub(super) fn duplicates(
    operation: &Operation,
    draft: &Draft,
    memory: &Memory,
) -> Vec<(usize, String)> {
    let Some((_, unique)) = operation.unique() else { return Vec::new() };
    let none = exchange(operation, &Answer::json(200, &Value::Null));
    let seen = Seen { operation, draft, exchange: &none, memory, sent_at: Duration::ZERO };
    check::duplicates(&seen, unique)
}

/// Positions of all records of a request, with the value that must be unique.
pub(super) fn values(operation: &Operation, draft: &Draft) -> Vec<(usize, String)> {
    let Some((_, unique)) = operation.unique() else { return Vec::new() };
    let records = super::right::records(draft);
    let values = records.iter().map(|record| check::unique_values(&unique.sent, record));
    values.enumerate().filter_map(|(position, value)| Some((position, value?))).collect()
}

/// A request in which the values of some records are replaced by fresh ones, and what was replaced
/// by what.
pub(super) fn with_fresh_values(
    operation: &Operation,
    draft: &Draft,
    duplicates: Vec<(usize, String)>,
    fresh: &Fresh,
) -> Option<(Value, Vec<(String, String)>)> {
    let (_, unique) = operation.unique()?;
    if duplicates.is_empty() {
        return None;
    }
    let mut body = draft.json()?.clone();
    // The last word of the template is the one that may be changed and stays right: the number.
    let field = unique.fields().pop()?;
    let mut replaced = Vec::new();
    for (position, _) in duplicates {
        let record = match &mut body {
            Value::Array(items) => items.get_mut(position)?,
            other => other,
        };
        let old = get(record, &field)?.as_str()?.to_owned();
        let new = fresh.digits(old.len());
        set(record, &field, Value::String(new.clone()));
        replaced.push((new, old));
    }
    Some((body, replaced))
}

/// An acknowledgement that looks right, made from what was known of a record.
pub(super) fn acknowledge(operation: &Operation, draft: &Draft, memory: &Memory) -> Option<Answer> {
    let records = operation.records.as_ref()?;
    let resource = records.resource.as_ref()?;
    let now = OffsetDateTime::now_utc().format(&Rfc3339).ok()?;
    let sample = operation.response.as_ref()?.sample.clone()?;
    let body = draft.json()?;
    let many = records.many();
    let sent: Vec<&Value> = if many { body.as_array()?.iter().collect() } else { vec![body] };
    let mut items = Vec::new();
    let sample_item = match get(&sample, records.answered_field())? {
        Value::Array(items) => items.first()?.clone(),
        other => other.clone(),
    };
    for record in sent {
        let id = match &records.sent_id {
            Some(field) => get(record, field)?.as_str()?.to_owned(),
            None => draft.path.values().last()?.clone(),
        };
        let known = memory.get(resource, &id)?;
        let mut content = get(&sample_item, records.content.as_deref().unwrap_or(""))?.clone();
        if let (Value::Object(content), Value::Object(known)) = (&mut content, &known.answered) {
            for (name, value) in known {
                if content.contains_key(name) {
                    content.insert(name.clone(), value.clone());
                }
            }
        }
        if let Some(name) = &records.id {
            set(&mut content, name, Value::String(id.clone()));
        }
        overlay(operation, draft, record, &known.sent, &mut content, &now);
        let mut item = sample_item.clone();
        match &records.content {
            Some(place) => set(&mut item, place, content),
            None => item = content,
        }
        if let (Some(_), Some(sent_id)) = (&records.content, &records.sent_id) {
            set(&mut item, sent_id, Value::String(id));
        }
        items.push(item);
    }
    if !many {
        return Some(Answer::json(200, items.first()?));
    }
    let count = items.len();
    let mut whole = sample;
    set(&mut whole, records.answered_field(), Value::Array(items));
    for rule in &operation.rules {
        if matches!(rule.check, Some(Check::CountOf(_))) {
            for field in &rule.fields {
                let failed = field.contains("fail");
                let number = if failed { 0 } else { count };
                set(&mut whole, field.trim_start_matches("body."), Value::from(number));
            }
        }
    }
    Some(Answer::json(200, &whole))
}

/// Writes what was sent over a record, as the rules say that it comes back.
fn overlay(
    operation: &Operation,
    draft: &Draft,
    record: &Value,
    before: &Value,
    content: &mut Value,
    now: &str,
) {
    for rule in &operation.rules {
        for field in
            rule.fields.iter().filter(|field| !field.contains("item.") && !field.contains("body."))
        {
            match &rule.check {
                Some(Check::Echo) => {
                    if let Some(value) = get(record, field) {
                        set(content, field, value.clone());
                    }
                }
                Some(Check::Equals(text)) => {
                    let filled = template::fill(text, |word| match word.split_once('.') {
                        Some(("sent", name)) => {
                            let value = get(record, name).or_else(|| get(before, name))?;
                            value.as_str().map(str::to_owned)
                        }
                        Some(("path", name)) => draft.path.get(name).cloned(),
                        Some(("header", name)) => draft.header(name).map(str::to_owned),
                        _ => None,
                    });
                    if let Some(text) = filled {
                        set(content, field, Value::String(text));
                    }
                }
                Some(Check::After) => set(content, field, Value::String(now.to_owned())),
                _ => {}
            }
        }
    }
}

/// Whether an accepting answer leaves records out that were sent.
pub(super) fn some_failed(operation: &Operation, draft: &Draft, answer: &Answer) -> bool {
    let exchange = exchange(operation, answer);
    let memory = Memory::default();
    let seen =
        Seen { operation, draft, exchange: &exchange, memory: &memory, sent_at: Duration::ZERO };
    let body = seen.body().filter(|_| answer.accepted());
    body.is_some_and(|body| check::pairs(&seen, body).len() < check::sent_records(&seen).len())
}

/// The record that has a duplicate's value, as an answer to the request that would make a second.
pub(super) fn existing(operation: &Operation, draft: &Draft, memory: &Memory) -> Option<Answer> {
    let (_, unique) = operation.unique()?;
    let records = operation.records.as_ref()?;
    let resource = records.resource.as_ref()?;
    let sent = draft.json()?.as_array()?.clone();
    let mut items: Vec<Value> = Vec::new();
    for record in &sent {
        let value = check::unique_values(&unique.sent, record)?;
        let known = memory.holder(resource, &value)?;
        let mut content = known.answered.clone();
        // Another operation may have answered last, which calls the id otherwise.
        if let Some(name) = &records.id {
            set(&mut content, name, Value::String(known.id.clone()));
        }
        items.push(content);
    }
    Some(Answer::json(200, &Value::Array(items)))
}
