//! What answers tell of the records that a scenario is about.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::Value;

use super::world::{Sent, World};
use crate::check::{self, Seen};
use crate::contract::place::{join, set};
use crate::contract::{Check, Operation, Parameter};
use crate::model::{Created, Draft, Finding, Level};

/// How much of an id a report keeps.
const ID_KEPT: usize = 1024;

impl World {
    /// What an accepting answer made stays on the target: its id is always reported.
    pub(super) fn note_created(&mut self, sent: &Sent) {
        let context = Arc::clone(&self.context);
        let Some(operation) = context.contract.operation(&sent.draft.operation) else { return };
        let Some(response) = sent.exchange.response() else { return };
        if response.accepted() && operation.method == "DELETE" {
            if let Some((_, id)) = self.deleted(operation, &sent.draft) {
                context.spend(operation, id);
            }
            self.note_removed(operation, &sent.draft, response.status);
        }
        if !operation.makes_records() || !response.accepted() {
            return;
        }
        let seen = Self::seen(operation, sent, &self.memory);
        let (Some(records), Some(body)) = (&operation.records, told(&seen)) else { return };
        let Some(resource) = &records.resource else { return };
        for pair in check::pairs(&seen, &body) {
            let Some(id) = check::record_id(&seen, &pair) else { continue };
            let created = Created {
                api: operation.api.clone(),
                resource: resource.clone(),
                id: self.client.redactor().within(ID_KEPT, &id),
                scenario: self.scenario.clone(),
            };
            if !self.created.contains(&created) {
                if let Some(journal) = &context.journal {
                    journal.0(&created);
                }
                self.created.push(created);
            }
        }
    }

    /// What a request deletes that the target's values name, with its parameter.
    pub(super) fn deleted<'a>(
        &self,
        operation: &'a Operation,
        draft: &'a Draft,
    ) -> Option<(&'a Parameter, &'a str)> {
        let parameter = operation.parameters.iter().find(|one| operation.deletes(one))?;
        let id = parameter.value_in(draft)?;
        let api = self.client.target().apis.get(&operation.api)?;
        let named =
            operation.settings(parameter).into_iter().find_map(|name| api.values.get(&name));
        (named.map(String::as_str) == Some(id)).then_some((parameter, id))
    }

    /// What an accepted DELETE names in its path isn't there any more.
    fn note_removed(&mut self, operation: &Operation, draft: &Draft, status: u16) {
        let Some((resource, parameter)) = operation.named_in_path().next_back() else { return };
        let Some(id) = draft.path.get(&parameter.name) else { return };
        // A 202 promises it for later.
        if status != 202 {
            self.memory.note_removed(resource, id);
        }
        let id = self.client.redactor().within(ID_KEPT, id);
        self.created
            .retain(|one| one.api != operation.api || one.resource != resource || one.id != id);
    }

    /// Learns from an accepted exchange.
    pub(super) fn learn(&mut self, sent: &Sent) {
        let context = Arc::clone(&self.context);
        let Some(operation) = context.contract.operation(&sent.draft.operation) else { return };
        let before = self.memory.clone();
        let seen = Self::seen(operation, sent, &before);
        self.change_states(operation, &sent.draft);
        let Some(body) = told(&seen) else { return self.memory.learn_headers(&seen) };
        let documented = seen.documented().map_or("", |documented| documented.clause.as_str());
        let fields = format!("{documented}.body.");
        // What only should be so is the record's all the same, but for a value that isn't the one it was given.
        let is_given = |clause: &String| {
            let of_clause = operation.rules.iter().filter(|rule| rule.clauses.contains(clause));
            of_clause.filter_map(|rule| rule.check.as_ref()).any(|check| {
                matches!(check, Check::Echo | Check::Equals(_) | Check::EqualsDespite(_))
            })
        };
        let is_wrong = |finding: &&Finding| {
            finding.exchange == Some(sent.index)
                && (finding.level == Level::Must || is_given(&finding.clause))
        };
        let broken = self.findings.iter().filter(is_wrong);
        let wrong: Vec<&str> = broken
            .filter_map(|finding| finding.clause.strip_prefix(&fields)?.split(':').next())
            .collect();
        self.memory.learn(&seen, &body, sent.received, &wrong);
    }

    /// An accepted request may have put the records that it names in another state.
    pub(super) fn change_states(&mut self, operation: &Operation, draft: &Draft) {
        let context = Arc::clone(&self.context);
        if let Some(api) = context.contract.apis.get(&operation.api) {
            self.memory.change_states(api, operation, draft);
        }
    }
}

/// What an answer tells, or, where it has no body, the record as it must be now.
pub(super) fn told<'a>(seen: &Seen<'a>) -> Option<Cow<'a, Value>> {
    seen.body().map(Cow::Borrowed).or_else(|| as_written(seen).map(Cow::Owned))
}

/// Of an operation that answers nothing: the record as it must be now.
fn as_written(seen: &Seen<'_>) -> Option<Value> {
    let records = seen.operation.records.as_ref()?;
    let known = match check::path_id(seen) {
        Some(id) => Some(seen.memory.get(records.resource.as_ref()?, id)?),
        // A header tells which one was made.
        None if records.id_header.is_some() && seen.operation.makes_records() => None,
        None => return None,
    };
    let sent = seen.draft.json().and_then(Value::as_object)?;
    if records.many() || records.answered.ends_with("[]") {
        return None;
    }
    // A PUT may have taken away what it doesn't name.
    let mut record = match (seen.draft.method.as_str(), known) {
        ("PATCH", Some(known)) => known.answered.as_object().cloned().unwrap_or_default(),
        _ => serde_json::Map::new(),
    };
    record.extend(sent.clone());
    let place = join(records.answered_field(), records.content.as_deref().unwrap_or_default());
    let mut body = Value::Object(record.clone());
    if !place.is_empty() {
        body = Value::Null;
        set(&mut body, &place, Value::Object(record));
    }
    Some(body)
}
