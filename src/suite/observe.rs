//! Seeing what a request changed, or left as it was: through what later requests are answered.

use std::sync::Arc;

use serde_json::Value;

use super::learn::told;
use super::ways::{Observer, Rivals, Ways, spread};
use super::world::{Sent, World};
use crate::check::{self, Remembered};
use crate::contract::place::get;
use crate::contract::{text_of, violations};
use crate::model::{Body, Draft, Judgement, Response};

/// How many values that a refused request tried to take are looked at.
const LOOKED_AT: usize = 3;
/// How many records that a request doesn't name are looked at.
const OTHERS: usize = 2;
/// Why a part of a record's state stays unseen.
pub(super) const NO_PARTIAL: &str = "the implementation refuses partial updates, which it may, so a record's other fields can't be seen";

impl World {
    /// After an accepted change: the new state is there, blamed on `clause`.
    pub(super) async fn observe_change(&mut self, sent: &Sent, clause: &str) {
        let Some(ways) = self.ways_or_why(sent, clause) else { return };
        if self.comes_later(sent) {
            let reason = "the answer 202 promises to do it later (RFC 9110, section 15.3.3)";
            self.judge(vec![Judgement::not_tried(clause, reason)], Some(sent.index));
            return;
        }
        let mut seen = true;
        for record in spread(&self.named(sent, &ways)) {
            if sent.draft.method == "DELETE" {
                self.is_gone(&ways, record, clause).await;
                continue;
            }
            self.look_at(&ways, record, clause, &mut seen).await;
        }
        if !seen {
            self.skip(NO_PARTIAL);
        }
    }

    /// A record is as it is known. Whether its value is taken comes first: a look that writes may take it anew.
    async fn look_at(&mut self, ways: &Ways, record: &Remembered, clause: &str, seen: &mut bool) {
        self.still_taken(ways, record, clause).await;
        *seen &= self.as_known(ways, record, clause).await;
    }

    /// After an accepted change: what it left out isn't read any more, blamed on `clause`. Says nothing where the contract
    /// has no way to read a record, since the answer itself may show it.
    pub(super) async fn observe_gone(&mut self, sent: &Sent, clause: &str) {
        let context = Arc::clone(&self.context);
        let Some(operation) = context.contract.operation(&sent.draft.operation) else { return };
        let Ok(ways) = Ways::of(&context.contract, operation) else { return };
        let accepted = sent.exchange.response().is_some_and(Response::accepted);
        let Some(Observer::Reading(reader)) = ways.observer.as_ref().filter(|_| accepted) else {
            return;
        };
        if self.ended() || self.comes_later(sent) {
            return;
        }
        for record in self.named(sent, &ways).iter().filter(|record| !record.given_up.is_empty()) {
            self.no_longer_has(reader, record, clause).await;
        }
    }

    /// Whether a 202 leaves the change for later: one that is documented as such, or shows nothing. One
    /// that shows the record says that it is done.
    fn comes_later(&self, sent: &Sent) -> bool {
        let accepted = sent.exchange.response().filter(|response| response.status == 202);
        let Some(operation) = self.context.contract.operation(&sent.draft.operation) else {
            return false;
        };
        accepted.is_some_and(|response| {
            operation.answers.names(202)
                || operation.method == "DELETE"
                || check::parse(response).json().is_none()
        })
    }

    /// After a refusal: nothing changed, blamed on `clause`.
    pub(super) async fn observe_nothing(&mut self, sent: &Sent, clause: &str) {
        let Some(ways) = self.ways_or_why(sent, clause) else { return };
        if !self.something_failed(sent) {
            let reason = "the request was accepted, so it may have changed something";
            self.judge(vec![Judgement::not_tried(clause, reason)], Some(sent.index));
            return;
        }
        let named = self.named(sent, &ways);
        let mut seen = true;
        for record in spread(&named) {
            if record.removed {
                self.is_gone(&ways, record, clause).await;
                continue;
            }
            self.look_at(&ways, record, clause, &mut seen).await;
        }
        // A refused request may have touched a record that it didn't name: the one whose value it
        // wanted.
        let others: Vec<Remembered> = self
            .memory
            .of(&ways.resource)
            .filter(|record| !record.removed && named.iter().all(|named| named.id != record.id))
            .cloned()
            .collect();
        for record in others.iter().take(OTHERS) {
            self.look_at(&ways, record, clause, &mut seen).await;
        }
        if !seen {
            self.judge(vec![Judgement::noted(clause, NO_PARTIAL)], Some(sent.index));
        }
        self.not_listed(&ways, sent, clause).await;
        let Some(rivals) = &ways.rivals else { return };
        for attempted in self.attempted(sent, &ways, rivals).into_iter().take(LOOKED_AT) {
            self.still_free(rivals, &attempted, clause).await;
        }
    }

    /// The ways to see what a request was about. Of several at the same moment, one may have none.
    fn ways_or_why(&mut self, sent: &Sent, clause: &str) -> Option<Ways> {
        let context = Arc::clone(&self.context);
        let operation = context.contract.operation(&sent.draft.operation)?;
        match Ways::of(&context.contract, operation) {
            Ok(ways) => Some(ways),
            Err(why) => {
                self.judge(vec![Judgement::not_tried(clause, why)], Some(sent.index));
                None
            }
        }
    }

    /// Whether a request, or a record of it, was refused: what was done has changed something.
    pub(super) fn something_failed(&self, sent: &Sent) -> bool {
        let Some(response) = sent.exchange.response() else { return true };
        let Some(operation) = self.context.contract.operation(&sent.draft.operation) else {
            return true;
        };
        let seen = Self::seen(operation, sent, &self.memory);
        !response.accepted()
            || seen.body().is_some_and(|body| {
                check::pairs(&seen, body).len() < check::sent_records(&seen).len()
            })
    }

    /// The known records that a request names, or made.
    fn named(&self, sent: &Sent, ways: &Ways) -> Vec<Remembered> {
        let context = Arc::clone(&self.context);
        let Some(operation) = context.contract.operation(&sent.draft.operation) else {
            return Vec::new();
        };
        let mut ids: Vec<String> = sent.draft.path.values().cloned().collect();
        if let Some(field) = operation.records.as_ref().and_then(|records| records.sent_id.as_ref())
        {
            let seen = Self::seen(operation, sent, &self.memory);
            ids.extend(
                check::sent_records(&seen)
                    .into_iter()
                    .filter_map(|record| text_of(get(record, field)?)),
            );
        }
        if operation.makes_records() {
            let seen = Self::seen(operation, sent, &self.memory);
            if let Some(body) = told(&seen) {
                let pairs = check::pairs(&seen, &body);
                ids.extend(pairs.iter().filter_map(|pair| check::record_id(&seen, pair)));
            }
        }
        self.memory.of(&ways.resource).filter(|record| ids.contains(&record.id)).cloned().collect()
    }

    /// The parts of unique values that a refused request tried to take, as far as they were right
    /// and free.
    fn attempted(&self, sent: &Sent, ways: &Ways, rivals: &Rivals) -> Vec<Value> {
        let context = Arc::clone(&self.context);
        let Some(operation) = context.contract.operation(&sent.draft.operation) else {
            return Vec::new();
        };
        // Whoever reads more than is JSON may have done what was meant, and refused all the same.
        let meant = sent.draft.meant.clone();
        let meant = meant.map(|it| Draft { body: Body::Json(it), ..Draft::clone(&sent.draft) });
        let mut seen = Self::seen(operation, sent, &self.memory);
        seen.draft = meant.as_ref().unwrap_or(seen.draft);
        let wrong = violations(operation, &sent.draft);
        let mut found = Vec::new();
        let mut values = Vec::new();
        for (position, record) in check::sent_records(&seen).into_iter().enumerate() {
            let Some(value) = check::unique_values(&rivals.unique.sent, record) else { continue };
            let fields = rivals.unique.fields();
            let own = wrong.iter().filter(|one| one.record.is_none_or(|record| record == position));
            let is_wrong = own.into_iter().any(|violation| {
                fields
                    .iter()
                    .any(|field| violation.clause.contains(&format!("request.body.{field}")))
            });
            let digits =
                get(record, fields.last().map_or("", String::as_str)).and_then(Value::as_str);
            if is_wrong
                || digits.is_none_or(str::is_empty)
                || values.contains(&value)
                || self.memory.holder(&ways.resource, &value).is_some()
            {
                continue;
            }
            values.push(value);
            found.push(record.clone());
        }
        found
    }
}
