//! Changes that show only in later answers about the same record.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;

use super::answers::Answer;
use super::change::Change;
use super::clients::Here;
use super::duplicates::own_id;
use super::edit::edit;
use super::history::History;
use super::right::records;
use super::shape::sample;
use super::state::{Past, exchange};
use crate::check::{self, Memory, Seen};
use crate::contract::Operation;
use crate::contract::place::{get, set};
use crate::model::Draft;

/// What was told of records, where that matters.
#[derive(Debug, Default)]
pub(super) struct Story {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// What stood in the field before the change that is lost, by record.
    lost: HashMap<String, Value>,
    /// Records about which the operation has answered.
    told: HashSet<String>,
    /// Requests that were accepted, each with its first answer.
    accepted: HashMap<String, Answer>,
    /// How often a record was answered with an update, by id.
    changes: HashMap<String, usize>,
}

impl Story {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the same request was accepted before.
    pub(super) fn again(&self, draft: &Draft) -> bool {
        self.inner().accepted.contains_key(&fingerprint(draft))
    }

    /// What the same request was answered when it was first accepted.
    pub(super) fn answered(&self, draft: &Draft) -> Option<Answer> {
        self.inner().accepted.get(&fingerprint(draft)).cloned()
    }

    /// What went before a request.
    pub(super) fn past<'a>(
        &self,
        operation: &Operation,
        draft: &Draft,
        memory: &'a Memory,
        history: &'a History,
        here: &Here,
    ) -> Past<'a> {
        let resource = operation.records.as_ref().and_then(|records| records.resource.as_deref());
        let ids: Vec<String> = records(draft)
            .into_iter()
            .filter_map(|record| own_id(operation, draft, record))
            .collect();
        let told_by = ids.first().zip(resource).and_then(|(id, resource)| {
            memory.get(resource, id).map(|known| known.operation.clone())
        });
        let again = self.again(draft);
        let inner = self.inner();
        let changes = ids.iter().map(|id| inner.changes.get(id).copied().unwrap_or_default()).min();
        let changes = changes.unwrap_or_default();
        let (met, before) = (here.met(), here.before());
        Past { memory, history, again, changes, told_by, met, before }
    }

    /// Rewrites an answer as the change has it; `before` is what was known when it was asked for,
    /// `apt` whether the change is about such a right request.
    pub(super) fn tell(
        &self,
        change: &Change,
        (mine, apt): (bool, bool),
        operation: &Operation,
        draft: &Draft,
        before: &Memory,
        answer: &mut Answer,
    ) {
        if let (Change::TakeOver(field, fault), true) = (change, mine)
            && fault.is_in(operation, draft, before)
        {
            self.take_over(field, operation, draft, before, answer);
        }
        if !answer.accepted() {
            return;
        }
        if mine {
            let first = answer.clone();
            self.inner().accepted.entry(fingerprint(draft)).or_insert(first);
        }
        if !operation.makes_records() {
            for record in records(draft) {
                if let Some(id) = own_id(operation, draft, record) {
                    *self.inner().changes.entry(id).or_default() += 1;
                }
            }
        }
        match change {
            Change::LoseOf(field, _) => {
                self.lose(field, mine && apt, operation, draft, before, answer);
            }
            Change::Lose(field) => self.lose(field, mine, operation, draft, before, answer),
            Change::LoseBeside(field, fault) => {
                let mine = mine && fault.is_in(operation, draft, before);
                self.lose(field, mine, operation, draft, before, answer);
            }
            Change::TakeOver(field, _) => {
                self.lose(field, false, operation, draft, before, answer);
            }
            Change::Default(field) if mine => self.default(field, operation, draft, answer),
            Change::Default(field) => self.lose(field, false, operation, draft, before, answer),
            Change::Stuck(field, _) if mine && apt => {
                self.stick(field, operation, draft, before, answer)
            }
            Change::Later { field, edit: what } if mine => {
                each(operation, draft, before, answer, |id, _, content| {
                    if !self.inner().told.insert(id.to_owned()) {
                        edit(content, field, what);
                    }
                });
            }
            _ => {}
        }
    }

    /// Keeps a field of new records as the sample prints it.
    fn default(&self, field: &str, operation: &Operation, draft: &Draft, answer: &Answer) {
        let Some(printed) = sample(operation, field) else { return };
        let nothing = Memory::default();
        each(operation, draft, &nothing, &mut answer.clone(), |id, sent, _| {
            if sent.and_then(|sent| get(sent, field)).is_some_and(|sent| *sent != *printed) {
                self.inner().lost.insert(id.to_owned(), Value::String(printed.clone()));
            }
        });
    }

    /// Tells a field of a record that was never changed as it was.
    fn stick(
        &self,
        field: &str,
        operation: &Operation,
        draft: &Draft,
        before: &Memory,
        answer: &mut Answer,
    ) {
        each(operation, draft, before, answer, |id, _, content| {
            let first = self.inner().changes.get(id) == Some(&1);
            if let (true, Some(old)) = (first, answered_before(operation, before, id, field)) {
                set(content, field, old.clone());
            }
        });
    }

    /// Keeps what is sent in a field for the records that the answer doesn't tell of.
    fn take_over(
        &self,
        field: &str,
        operation: &Operation,
        draft: &Draft,
        before: &Memory,
        answer: &Answer,
    ) {
        let mut done = HashSet::new();
        if answer.accepted() {
            each(operation, draft, before, &mut answer.clone(), |id, _, _| {
                done.insert(id.to_owned());
            });
        }
        for record in records(draft) {
            let (Some(id), Some(sent)) = (own_id(operation, draft, record), get(record, field))
            else {
                continue;
            };
            // What is wrong itself could not be stored.
            if !done.contains(&id) && sent.is_string() {
                self.inner().lost.insert(id, sent.clone());
            }
        }
    }

    fn lose(
        &self,
        field: &str,
        mine: bool,
        operation: &Operation,
        draft: &Draft,
        before: &Memory,
        answer: &mut Answer,
    ) {
        each(operation, draft, before, answer, |id, sent, content| {
            let mut inner = self.inner();
            let is_sent = sent.is_some_and(|sent| get(sent, field).is_some());
            if mine && is_sent {
                if let Some(old) = answered_before(operation, before, id, field) {
                    inner.lost.entry(id.to_owned()).or_insert_with(|| old.clone());
                }
            } else if is_sent {
                inner.lost.remove(id);
            } else if let Some(old) = inner.lost.get(id) {
                set(content, field, old.clone());
            }
        });
    }
}

/// What a field of a record was last answered as.
fn answered_before<'a>(
    operation: &Operation,
    before: &'a Memory,
    id: &str,
    field: &str,
) -> Option<&'a Value> {
    let resource = operation.records.as_ref()?.resource.as_deref()?;
    get(&before.get(resource, id)?.answered, field)
}

/// What tells one request from another.
pub(super) fn fingerprint(draft: &Draft) -> String {
    format!("{} {:?} {}", draft.operation, draft.path, draft.text())
}

/// Visits every answered record with its id and what was sent for it.
pub(super) fn each(
    operation: &Operation,
    draft: &Draft,
    memory: &Memory,
    answer: &mut Answer,
    mut visit: impl FnMut(&str, Option<&Value>, &mut Value),
) {
    let Some(records) = &operation.records else { return };
    let Some(mut body) = answer.value() else { return };
    let copy = body.clone();
    let seen = exchange(operation, answer);
    let seen = Seen { operation, draft, exchange: &seen, memory, sent_at: Duration::ZERO };
    let pairs = check::pairs(&seen, &copy);
    for (index, pair) in pairs.iter().enumerate() {
        let Some(id) = check::record_id(&seen, pair) else { continue };
        let mut content = pair.content.clone();
        visit(&id, pair.sent, &mut content);
        let Some(holder) = place(&mut body, records.answered_field()) else { continue };
        let item = match holder {
            Value::Array(items) => items.get_mut(index),
            other => Some(other),
        };
        let Some(item) = item else { continue };
        match &records.content {
            Some(field) => set(item, field, content),
            None => *item = content,
        }
    }
    if body != copy {
        answer.body = body.to_string().into_bytes();
    }
}

fn place<'a>(body: &'a mut Value, field: &str) -> Option<&'a mut Value> {
    if field.is_empty() {
        return Some(body);
    }
    field.split('.').try_fold(body, |value, key| value.get_mut(key))
}
