//! Preparing and sending requests in a scenario.

use std::collections::BTreeSet;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use futures::future::join_all;

use super::DryRun;
use super::build::{Ingredients, Unbuildable, Wish};
use super::turns::objects;
use super::world::{Ending, Sent, World};
use crate::check::{self, Seen};
use crate::contract::{Operation, Parameter, Violation, violations};
use crate::model::{Answer, Draft, Exchange, FailureKind, Judgement, Response};
use crate::target::INTERRUPTED;

impl World {
    /// Builds a request; where the target lacks something the scenario is skipped.
    pub(super) async fn build(&mut self, operation: &str, wish: Wish<'_>) -> Option<Draft> {
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
        self.take_turns(&objects(&context.contract, documented).collect()).await;
        let client = Arc::clone(&self.client);
        let mut read = BTreeSet::new();
        loop {
            let built = Ingredients {
                api,
                operation: documented,
                target: client.target(),
                memory: &self.memory,
                unmade: &self.unmade,
                fresh: &context.fresh,
                wish,
            }
            .build();
            match built {
                Ok(mut draft) => {
                    if let Some((parameter, id)) = self.deleted(documented, &draft)
                        && context.is_spent(documented, id)
                    {
                        let name = &parameter.name;
                        self.skip(format!(
                            "the target's `{name}` for {operation} is deleted already"
                        ));
                        return None;
                    }
                    if let Some(reason) = self.untellable(documented, &mut draft) {
                        self.skip(reason);
                        return None;
                    }
                    return Some(draft);
                }
                Err(Unbuildable::Untold { resource, position, reason }) => {
                    let reader = api.reader_of(&resource).filter(|_| read.insert(position));
                    let told = match reader {
                        Some(reader) => {
                            Box::pin(self.read_anew(reader, Wish::about(&resource, position))).await
                        }
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

    /// Why a request can't repeat what an answer told, where it can't: that is the fault of who answered.
    /// What is optional of it is left out.
    fn untellable(&self, operation: &Operation, draft: &mut Draft) -> Option<String> {
        if operation.repeated.is_empty() || self.context.options.dry_run.is_some() {
            return None;
        }
        let is_repeated = |violation: &Violation| {
            let clause = violation.clause.split(':').next();
            operation.repeated.iter().any(|repeated| Some(repeated.as_str()) == clause)
        };
        for wrong in violations(operation, draft).into_iter().filter(is_repeated) {
            let clause = wrong.clause.split(':').next();
            let mut parameters = operation.parameters.iter();
            let is_own = |own: &&Parameter| Some(own.clause.as_str()) == clause && !own.required;
            match parameters.find(is_own) {
                Some(optional) => leave_out(draft, &optional.name),
                None => {
                    let id = &operation.id;
                    return Some(format!(
                        "an answer told what {id} may not repeat ({})",
                        wrong.message
                    ));
                }
            }
        }
        None
    }

    /// A request that reads a record whatever is known of it: without conditions that it may do without.
    pub(super) async fn plain(&mut self, reader: &str, wish: Wish<'_>) -> Option<Draft> {
        let mut draft = self.build(reader, wish).await?;
        let context = Arc::clone(&self.context);
        let parameters = context.contract.operation(reader).map(|one| &one.parameters);
        for parameter in parameters.into_iter().flatten() {
            if !parameter.required && parameter.fill.is_some() {
                leave_out(&mut draft, &parameter.name);
            }
        }
        Some(draft)
    }

    /// Reads a record for what a request says of it; `false` where no answer told more.
    async fn read_anew(&mut self, reader: &str, wish: Wish<'_>) -> bool {
        let Some(draft) = self.plain(reader, wish).await else { return false };
        let Some(sent) = self.send(vec![Arc::new(draft)]).await.pop() else { return false };
        self.judge_http(&sent);
        self.judge_form(&sent);
        let accepted = sent.exchange.response().is_some_and(Response::accepted);
        if accepted {
            self.learn(&sent);
        }
        accepted
    }

    /// Scenarios that use an object which can't be created take turns: each takes all its objects
    /// before its first step, in one order, so that no two wait for each other.
    pub(super) async fn take_turns(&mut self, objects: &BTreeSet<String>) {
        let context = Arc::clone(&self.context);
        for object in objects {
            if let Entry::Vacant(free) = self.turns.entry(object.clone()) {
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
        let is_away = |(api, _): &&(String, String)| drafts.iter().any(|draft| draft.api == *api);
        if let Some((_, told)) = context.away.iter().find(is_away) {
            self.end(Ending::Error(told.clone()));
            return Vec::new();
        }
        let closed = |draft: &Arc<Draft>| {
            let hangs = || context.reach.hangs(&draft.api, context.options.jobs);
            context.access.closed(draft).or_else(hangs)
        };
        if context.options.gives_up
            && let Some(reason) = drafts.iter().find_map(closed)
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
            async move {
                let sent_at = started.elapsed();
                let delivery = client.send(&draft, mark, pace, interruption).await;
                (delivery, sent_at, started.elapsed())
            }
        };
        let answers = match drafts.as_slice() {
            [one] => vec![sending(Arc::clone(one)).await],
            several => join_all(several.iter().cloned().map(sending)).await,
        };
        let mut sent = Vec::new();
        for (draft, (delivery, sent_at, received)) in drafts.into_iter().zip(answers) {
            let (exchange, put_off) = match delivery {
                Ok(delivery) => {
                    self.note_waits(&draft, &delivery.waits);
                    if delivery.lost {
                        self.lost_in = Some(draft.operation.clone());
                        // It begins anew, so nothing more of it is sent.
                        self.end(Ending::Failed);
                    }
                    (delivery.exchange, delivery.put_off)
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
            let record = Sent { draft, exchange, index, sent_at, received, put_off };
            self.note_created(&record);
            sent.push(Arc::new(record));
        }
        sent
    }

    /// Whether a request was refused because there are too many, until a time that nobody waits for: then the scenario is
    /// in error, since that says nothing of this request.
    pub(super) fn was_too_fast(&mut self, operation: &Operation, sent: &Sent) -> bool {
        let Some(response) = sent.exchange.response().filter(|_| sent.put_off) else {
            return false;
        };
        let mut judgements = check::envelope(operation, &sent.exchange);
        judgements.extend(check::refusal(operation, response));
        self.judge(judgements, Some(sent.index));
        let asked = check::beginning(response.header("retry-after").unwrap_or_default());
        self.end(Ending::Error(format!(
            "the target answers 429 and asks to come back later (Retry-After: {asked}); send less at once \
             (--rate, --jobs), or wait longer (`retry-after` in [limits])"
        )));
        true
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
}

fn leave_out(draft: &mut Draft, parameter: &str) {
    draft.headers.shift_remove(parameter);
    draft.query.shift_remove(parameter);
}
