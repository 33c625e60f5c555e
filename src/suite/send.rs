//! Preparing and sending requests in a scenario.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use serde_json::Value;

use super::DryRun;
use super::build::{Ingredients, Unbuildable};
use super::turns::objects;
use super::world::{Ending, Sent, World};
use crate::check::{self, Seen};
use crate::contract::place::{join, set};
use crate::contract::{Operation, violations};
use crate::model::{Answer, Created, Draft, Exchange, FailureKind, Judgement, Level, Response};
use crate::target::INTERRUPTED;

/// How much of an id a report keeps.
const ID_KEPT: usize = 1024;

impl World {
    /// Builds a request; where the target lacks something the scenario is skipped.
    pub(super) async fn build(
        &mut self,
        operation: &str,
        records: Option<usize>,
        first: usize,
        as_printed: bool,
    ) -> Option<Draft> {
        let context = Arc::clone(&self.context);
        let Some(documented) = context.contract.operation(operation) else {
            self.mistake(super::lookup::unknown_operation(&context.contract, operation));
            return None;
        };
        let api = context.contract.apis.get(&documented.api)?;
        if !self.client.target().apis.contains_key(&api.name) {
            self.skip(format!("the target has no API `{}`", api.name));
            return None;
        }
        // Taken already, unless no step named the operation.
        self.take_turns(objects(&context.contract, documented).collect()).await;
        let client = Arc::clone(&self.client);
        let mut read = BTreeSet::new();
        loop {
            let built = Ingredients {
                api,
                operation: documented,
                target: client.target(),
                memory: &self.memory,
                fresh: &context.fresh,
                records,
                first,
                as_printed,
            }
            .build();
            match built {
                Ok(draft) => return Some(draft),
                Err(Unbuildable::Untold { resource, position, reason }) => {
                    let reader = api.reader_of(&resource).filter(|_| read.insert(position));
                    let told = match reader {
                        Some(reader) => Box::pin(self.read_anew(reader, position)).await,
                        None => false,
                    };
                    if !told {
                        self.skip(reason);
                        return None;
                    }
                }
                Err(Unbuildable::Setting(reason)) => {
                    self.skip(reason);
                    return None;
                }
                Err(Unbuildable::Mistake(message)) => {
                    self.mistake(message);
                    return None;
                }
            }
        }
    }

    /// Reads a record for what a request says of it; `false` where no answer told more.
    async fn read_anew(&mut self, reader: &str, position: usize) -> bool {
        let Some(draft) = self.build(reader, None, position, false).await else { return false };
        let Some(sent) = self.send(vec![Arc::new(draft)]).await.pop() else { return false };
        self.judge_http(&sent);
        let accepted = sent.exchange.response().is_some_and(Response::accepted);
        if accepted {
            self.learn(&sent);
        }
        accepted
    }

    /// Scenarios that use an object which can't be created take turns: each takes all its objects
    /// before its first step, in one order, so that no two wait for each other.
    pub(super) async fn take_turns(&mut self, objects: BTreeSet<String>) {
        let context = Arc::clone(&self.context);
        for object in objects {
            if let Entry::Vacant(free) = self.turns.entry(object) {
                match context.interruption.or(context.turn(free.key())).await {
                    Some(guard) => drop(free.insert(guard)),
                    None => return self.skip(INTERRUPTED),
                }
            }
        }
    }

    /// Sends requests at the same moment and keeps the evidence. What fails on the way ends the
    /// scenario.
    pub(super) async fn send(&mut self, drafts: Vec<Arc<Draft>>) -> Vec<Arc<Sent>> {
        let context = Arc::clone(&self.context);
        if let Some(dry_run) = context.options.dry_run {
            self.plan(&drafts, dry_run);
            return Vec::new();
        }
        if context.interruption.came() {
            self.skip(INTERRUPTED);
            return Vec::new();
        }
        if context.options.heed_refusals
            && let Some(reason) = drafts.iter().find_map(|draft| context.access.closed(draft))
        {
            self.skip(reason);
            return Vec::new();
        }
        let client = Arc::clone(&self.client);
        let mark = format!("{}; {}", context.fresh.run_id(), self.scenario);
        let mark = mark.replace(|c: char| !c.is_ascii() || c.is_ascii_control(), "?");
        let started = client.started();
        let sending = |draft: Arc<Draft>| {
            let (client, mark, pace) = (&client, &mark, context.pace.as_ref());
            let interruption = &context.interruption;
            async move { (client.send(&draft, mark, pace, interruption).await, started.elapsed()) }
        };
        let answers = match drafts.as_slice() {
            [one] => vec![sending(Arc::clone(one)).await],
            several => join_all(several.iter().cloned().map(sending)).await,
        };
        let mut sent = Vec::new();
        for (draft, (delivery, received)) in drafts.into_iter().zip(answers) {
            let exchange = match delivery {
                Ok(delivery) => {
                    self.note_waits(&draft, &delivery.waits);
                    if delivery.lost {
                        self.lost_in = Some(draft.operation.clone());
                        // It begins anew, so nothing more of it is sent.
                        self.end(Ending::Failed);
                    }
                    delivery.exchange
                }
                Err(unavailable) => {
                    self.unavailable(&draft, unavailable.0);
                    continue;
                }
            };
            let index = self.exchanges.len();
            self.exchanges.push(client.redactor().exchange(&exchange));
            if let Answer::Failure(failure) = &exchange.answer
                && matches!(
                    failure.kind,
                    FailureKind::Connect | FailureKind::Tls | FailureKind::Unsendable
                )
            {
                self.end(Ending::Error(failure.message.clone()));
            }
            if let Some(operation) = context.contract.operation(&draft.operation) {
                context.access.note(operation, &draft, &exchange, &self.scenario);
                context.reach.note(&operation.api, &exchange);
            }
            let sent_at = Duration::from_millis(exchange.started_ms);
            let record = Sent { draft, exchange, index, sent_at, received };
            self.note_created(&record);
            sent.push(Arc::new(record));
        }
        sent
    }

    /// Every 429 that was waited out stays in the evidence, and is told.
    fn note_waits(&mut self, draft: &Draft, waits: &[Exchange]) {
        let context = Arc::clone(&self.context);
        for exchange in waits {
            let index = self.exchanges.len();
            self.exchanges.push(self.client.redactor().exchange(exchange));
            let asked = exchange.response().and_then(|response| response.header("retry-after"));
            let note = format!(
                "429 with Retry-After: {}; the request was sent again when that had passed",
                check::beginning(asked.unwrap_or_default())
            );
            if let Some(operation) = context.contract.operation(&draft.operation) {
                let clause = operation.clause("request.accepted");
                let mut judgements = vec![Judgement::noted(clause, note)];
                judgements.extend(
                    exchange.response().into_iter().flat_map(|one| check::refusal(operation, one)),
                );
                self.judge(judgements, Some(index));
            }
        }
    }

    /// The scenario was begun anew, which is told.
    pub(super) fn note_lost(&mut self, operation: &str) {
        let context = Arc::clone(&self.context);
        let Some(operation) = context.contract.operation(operation) else { return };
        let clause = operation.clause("http.whole-answer");
        let note = "the server closed a connection that it had kept open with a request on its \
                    way, as it may; the scenario was begun anew on connections of its own";
        self.judge(vec![Judgement::noted(clause, note)], None);
    }

    /// A credential that the settings lack: the clauses that it would have tried are not tried.
    fn unavailable(&mut self, draft: &Draft, reason: String) {
        let context = Arc::clone(&self.context);
        if let Some(operation) = context.contract.operation(&draft.operation) {
            for violation in violations(operation, draft) {
                self.not_tried.insert(violation.clause, reason.clone());
            }
        }
        self.skip(reason);
    }

    fn plan(&mut self, drafts: &[Arc<Draft>], dry_run: DryRun) {
        for draft in drafts {
            let ready = match dry_run {
                DryRun::Counted => self.client.can_send(draft),
                DryRun::Shown => self.client.preview(draft).map(|curl| self.shown.push(curl)),
            };
            match ready {
                Ok(()) => self.planned += 1,
                Err(unavailable) => return self.unavailable(draft, unavailable.0),
            }
        }
    }

    /// What an accepting answer made stays on the target: its id is always reported.
    fn note_created(&mut self, sent: &Sent) {
        let context = Arc::clone(&self.context);
        let Some(operation) = context.contract.operation(&sent.draft.operation) else { return };
        let Some(response) = sent.exchange.response() else { return };
        if response.accepted() && operation.method == "DELETE" {
            self.note_removed(operation, &sent.draft, response.status);
        }
        if !operation.makes_records() || !response.accepted() {
            return;
        }
        let memory = self.memory.clone();
        let seen = Self::seen(operation, sent, &memory);
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

    /// What checks look at.
    pub(super) fn seen<'a>(
        operation: &'a Operation,
        sent: &'a Sent,
        memory: &'a check::Memory,
    ) -> Seen<'a> {
        Seen {
            operation,
            draft: &sent.draft,
            exchange: &sent.exchange,
            memory,
            sent_at: sent.sent_at,
        }
    }

    /// Learns from an accepted exchange.
    pub(super) fn learn(&mut self, sent: &Sent) {
        let context = Arc::clone(&self.context);
        let Some(operation) = context.contract.operation(&sent.draft.operation) else { return };
        let before = self.memory.clone();
        let seen = Self::seen(operation, sent, &before);
        let Some(body) = told(&seen) else { return self.memory.learn_headers(&seen) };
        let documented = seen.documented().map_or("", |documented| documented.clause.as_str());
        let fields = format!("{documented}.body.");
        let broken = self
            .findings
            .iter()
            .filter(|finding| finding.exchange == Some(sent.index) && finding.level == Level::Must);
        let wrong: Vec<&str> = broken
            .filter_map(|finding| finding.clause.strip_prefix(&fields)?.split(':').next())
            .collect();
        self.memory.learn(&seen, &body, sent.received, &wrong);
    }
}

/// What an answer tells, or, where it has no body, the record as it must be now.
fn told<'a>(seen: &Seen<'a>) -> Option<Cow<'a, Value>> {
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
