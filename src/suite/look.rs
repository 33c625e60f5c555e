//! Single looks at what is there now: a request whose answer shows it.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::build::Wish;
use super::observe::NO_PARTIAL;
use super::ways::{Observer, Rivals, Shown, Ways, differences, probe_fields, read, without};
use super::world::{Sent, World};
use crate::check::{self, Remembered};
use crate::contract::place::{get, set};
use crate::contract::{Check, Operation};
use crate::model::{Body, Draft, Judgement, Outcome, Response};

impl World {
    /// A request that would make a second record with these fields.
    async fn rival(&mut self, rivals: &Rivals, record: &Value, fields: &[String]) -> Option<Draft> {
        let mut draft = self.build(&rivals.maker, Wish::ONE).await?;
        let item = match &mut draft.body {
            Body::Json(Value::Array(items)) => items.first_mut(),
            Body::Json(item) => Some(item),
            _ => None,
        };
        if let Some(item) = item {
            for field in fields {
                if let Some(value) = get(record, field) {
                    set(item, field, value.clone());
                }
            }
        }
        Some(draft)
    }

    /// Every field that the maker takes.
    fn made_of(&self, rivals: &Rivals) -> Vec<String> {
        let maker = self.context.contract.operation(&rivals.maker);
        let nodes = maker.and_then(|maker| maker.request.as_ref()).map(|body| body.root.all());
        let leaves = nodes
            .into_iter()
            .flatten()
            .filter(|node| node.properties.is_empty() && !node.is_item && !node.field.is_empty());
        leaves.map(|node| node.field.clone()).collect()
    }

    /// Another record can't have the known record's value.
    pub(super) async fn still_taken(&mut self, ways: &Ways, record: &Remembered, clause: &str) {
        let Some(rivals) = &ways.rivals else { return };
        // With the record's own fields: an implementation may write a duplicate over it.
        let fields = self.made_of(rivals);
        let Some(draft) = self.rival(rivals, &record.sent, &fields).await else { return };
        let Some(sent) = self.send(vec![Arc::new(draft)]).await.pop() else { return };
        if self.says_nothing(&sent, clause) {
            return;
        }
        // An acceptance that doesn't even say which records it is about shows none.
        if sent.exchange.response().is_some_and(Response::accepted) && !self.lists_records(&sent) {
            return self.shown_nothing(&sent, clause);
        }
        let context = Arc::clone(&self.context);
        let Some(operation) = context.contract.operation(&rivals.maker) else { return };
        let memory = self.memory.clone();
        let seen = Self::seen(operation, &sent, &memory);
        let judgements = check::unique(&seen, &rivals.rule, &rivals.unique, clause);
        let mine = judgements.into_iter().filter(|judgement| judgement.clause == clause).collect();
        let own = rivals.rule.clauses.first().cloned();
        self.judge_through(own, mine, sent.index);
    }

    /// A value that a refused request tried to take is free.
    pub(super) async fn still_free(&mut self, rivals: &Rivals, record: &Value, clause: &str) {
        let fields = rivals.unique.fields();
        let Some(draft) = self.rival(rivals, record, &fields).await else { return };
        let Some(sent) = self.send(vec![Arc::new(draft)]).await.pop() else { return };
        if self.says_nothing(&sent, clause) {
            return;
        }
        let Some(response) = sent.exchange.response() else { return };
        let accepted = response.accepted();
        self.judge_form(&sent);
        // Who accepts may hand out the record that was there, or none: the answer has to say.
        if accepted && rivals.unique.existing_may_answer && !self.lists_records(&sent) {
            return self.shown_nothing(&sent, clause);
        }
        let taken = match accepted {
            true => self.was_made_before(&sent, record),
            false => Some(check::answer_line(response)),
        };
        let judgement = match taken {
            Some(actual) => {
                let value = check::unique_values(&rivals.unique.sent, record).unwrap_or_default();
                let why = "because the request that tried to take it was refused";
                Judgement::broken(clause, format!("{value} is free, {why}"), actual)
            }
            None => {
                self.learn(&sent);
                Judgement::kept(clause)
            }
        };
        let own = Some(format!("{}.request.accepted", rivals.maker));
        self.judge_through(own, vec![judgement], sent.index);
    }

    /// Judges what HTTP promises of the answer to a look. One that is neither an acceptance nor a
    /// refusal shows nothing else, and neither does a look that was refused for its credential, or
    /// for its haste.
    pub(super) fn says_nothing(&mut self, sent: &Sent, clause: &str) -> bool {
        self.judge_http(sent);
        let shows = sent.exchange.response().is_some_and(|response| {
            let for_itself = matches!(response.status, 401 | 403 | 407 | 429);
            response.accepted() || (response.refused() && !for_itself)
        });
        if shows {
            return false;
        }
        let reason = match sent.exchange.response() {
            Some(response) => {
                format!("the request that would show it was answered with {}", response.status)
            }
            None => "the request that would show it got no whole answer".to_owned(),
        };
        self.judge(vec![Judgement::not_tried(clause, reason)], Some(sent.index));
        true
    }

    /// Holds the answer to a look to the form that it has to have, whatever it shows.
    pub(super) fn judge_form(&mut self, sent: &Sent) {
        let context = Arc::clone(&self.context);
        let Some(operation) = context.contract.operation(&sent.draft.operation) else { return };
        let judgements = check::form(&Self::seen(operation, sent, &self.memory));
        self.judge(judgements, Some(sent.index));
    }

    /// Whether an answer says which records it is about, if only that there are none.
    fn lists_records(&self, sent: &Sent) -> bool {
        self.context.contract.operation(&sent.draft.operation).is_some_and(|operation| {
            let seen = Self::seen(operation, sent, &self.memory);
            seen.body().is_some_and(|body| check::lists_records(&seen, body))
        })
    }

    /// The answer to a look was accepted, and holds nothing that could be compared.
    fn shown_nothing(&mut self, sent: &Sent, clause: &str) {
        let operation = &sent.draft.operation;
        let reason = format!("the answer of {operation} that would show it holds nothing of it");
        self.judge(vec![Judgement::not_tried(clause, reason)], Some(sent.index));
    }

    /// An accepting answer may hold the record that had the value before. Of a refused request that
    /// made one all the same, it tells by that one's names.
    fn was_made_before(&self, sent: &Sent, refused: &Value) -> Option<String> {
        let operation = self.context.contract.operation(&sent.draft.operation)?;
        let seen = Self::seen(operation, sent, &self.memory);
        let body = seen.body()?;
        let pairs = check::pairs(&seen, body);
        let response = sent.exchange.response()?;
        let Some(pair) = pairs.first() else {
            return Some(format!("no record was made: {}", check::answer_line(response)));
        };
        let resource = operation.records.as_ref()?.resource.as_ref()?;
        let id = check::record_id(&seen, pair);
        if let Some(id) = id.filter(|id| self.memory.get(resource, id).is_some()) {
            return Some(format!("the answer holds {id}, which was there before"));
        }
        let asked = pair.sent?;
        let echoed = operation.rules.iter().filter(|rule| rule.check == Some(Check::Echo));
        let betrayed = echoed.flat_map(|rule| &rule.fields).find(|field| {
            let (old, new) = (get(refused, field), get(asked, field));
            old.is_some() && old != new && get(pair.content, field) == old
        })?;
        let told = get(pair.content, betrayed)?;
        Some(format!("the record that it made is there, with the {betrayed} {told}"))
    }

    /// The record is as it is known, as far as an operation shows it; `false` where that takes a
    /// partial update and the implementation refuses those.
    pub(super) async fn as_known(
        &mut self,
        ways: &Ways,
        record: &Remembered,
        clause: &str,
    ) -> bool {
        match &ways.observer {
            Some(Observer::Writing(observer)) => self.as_updated(observer, record, clause).await,
            Some(Observer::Reading(reader)) => {
                self.as_read(reader, record, clause).await;
                true
            }
            None => true,
        }
    }

    /// What an operation reads is as it is known.
    async fn as_read(&mut self, reader: &str, record: &Remembered, clause: &str) {
        let context = Arc::clone(&self.context);
        let told = context.contract.operation(&record.operation);
        self.look(reader, record, clause, |operation, seen, body| {
            read(operation, told, record, seen, body)
        })
        .await;
    }

    /// What an operation reads has no longer what the last request took from it.
    pub(super) async fn no_longer_has(&mut self, reader: &str, record: &Remembered, clause: &str) {
        self.look(reader, record, clause, |operation, seen, body| {
            without(operation, record, seen, body)
        })
        .await;
    }

    /// Reads a record, which has to be there, and judges what is shown of it.
    async fn look(
        &mut self,
        reader: &str,
        record: &Remembered,
        clause: &str,
        shown: impl FnOnce(&Operation, &check::Seen<'_>, &Value) -> Shown,
    ) {
        let Some(sent) = self.read(reader, record, clause).await else { return };
        let Some(response) = sent.exchange.response() else { return };
        if response.refused() {
            let expected = format!("the {} {} is there", record.resource, record.id);
            let judgement = Judgement::broken(clause, expected, check::answer_line(response));
            let own = Some(format!("{reader}.request.accepted"));
            return self.judge_through(own, vec![judgement], sent.index);
        }
        let context = Arc::clone(&self.context);
        let Some(operation) = context.contract.operation(reader) else { return };
        let shown = {
            let seen = Self::seen(operation, &sent, &self.memory);
            seen.body().map_or(Shown::Nothing, |body| shown(operation, &seen, body))
        };
        self.judge_shown(reader, shown, &sent, clause);
    }

    /// After a record was removed, no operation reads it.
    pub(super) async fn is_gone(&mut self, ways: &Ways, record: &Remembered, clause: &str) {
        let Some(Observer::Reading(reader)) = &ways.observer else { return };
        let Some(sent) = self.read(reader, record, clause).await else { return };
        let Some(response) = sent.exchange.response() else { return };
        let judgement = if response.refused() {
            Judgement::kept(clause)
        } else {
            let expected = format!("the {} {} is gone", record.resource, record.id);
            Judgement::broken(clause, expected, check::answer_line(response))
        };
        // One that reads whatever it is asked for shows nothing by that.
        let context = Arc::clone(&self.context);
        let operation = context.contract.operation(reader);
        let own = operation.and_then(|operation| operation.path_id_of(&record.resource));
        let own = own.map(|parameter| format!("{}:exists", parameter.clause));
        self.judge_through(own, vec![judgement], sent.index);
    }

    /// Reads a record; nothing where the answer says neither what it is nor that it isn't there.
    async fn read(&mut self, reader: &str, record: &Remembered, clause: &str) -> Option<Arc<Sent>> {
        let position = self.memory.of(&record.resource).position(|known| known.id == record.id)?;
        let draft = self.plain(reader, Wish::about(&record.resource, position)).await?;
        let sent = self.send(vec![Arc::new(draft)]).await.pop()?;
        if self.says_nothing(&sent, clause) {
            return None;
        }
        let response = sent.exchange.response()?;
        if response.refused() && !matches!(response.status, 404 | 410) {
            let reason =
                format!("{reader}, which would show it, was refused with {}", response.status);
            self.judge(vec![Judgement::not_tried(clause, reason)], Some(sent.index));
            return None;
        }
        if response.accepted()
            && let Some(operation) = self.context.contract.operation(reader)
        {
            self.memory.learn_headers(&Self::seen(operation, &sent, &self.memory.clone()));
        }
        Some(sent)
    }

    /// A partial update answers every other field as it was known; `false` where the
    /// implementation takes none.
    async fn as_updated(&mut self, observer: &str, record: &Remembered, clause: &str) -> bool {
        let context = Arc::clone(&self.context);
        let Some(operation) = context.contract.operation(observer) else { return true };
        // One that writes nothing overwrites nothing that is to be seen.
        let mut taken = false;
        for field in std::iter::once(None).chain(probe_fields(operation, record).map(Some)) {
            let Some(draft) = self.partial(operation, record, field.as_deref()).await else {
                return true;
            };
            let Some(sent) = self.send(vec![Arc::new(draft)]).await.pop() else { return true };
            if self.says_nothing(&sent, clause) {
                return true;
            }
            if sent.exchange.response().is_some_and(Response::refused) {
                continue;
            }
            taken = true;
            let memory = self.memory.clone();
            let seen = Self::seen(operation, &sent, &memory);
            let told = context.contract.operation(&record.operation);
            let shown = seen.body().map_or(Shown::Nothing, |body| {
                differences(operation, told, record, field.as_deref(), &seen, body)
            });
            self.judge_shown(observer, shown, &sent, clause);
            self.learn(&sent);
            if field.is_none() {
                break;
            }
        }
        if !taken {
            self.judge(vec![Judgement::not_tried(clause, NO_PARTIAL)], None);
        }
        taken
    }

    /// Judges what an operation's answer shows of a record.
    fn judge_shown(&mut self, observer: &str, shown: Shown, sent: &Sent, clause: &str) {
        // A value that shouldn't be there may be no right one either: that is one mistake.
        if !matches!(shown, Shown::Otherwise(..)) {
            self.judge_form(sent);
        }
        let (own, judgement) = match shown {
            Shown::Nothing => return self.shown_nothing(sent, clause),
            Shown::AsKnown => (String::new(), Judgement::kept(clause)),
            Shown::Otherwise(field, judgement) => (field, judgement.blamed_on(clause)),
        };
        let own = Some(format!("{observer}.response.body.{own}"));
        self.judge_through(own, vec![judgement], sent.index);
    }

    /// Judges what an answer shows of something else; `own` is what the answer itself has to keep.
    pub(super) fn judge_through(
        &mut self,
        own: Option<String>,
        judgements: Vec<Judgement>,
        index: usize,
    ) {
        let says = |judgement: &Judgement| {
            matches!(judgement.outcome, Outcome::Kept | Outcome::Broken { .. })
        };
        self.looks += judgements.iter().filter(|judgement| says(judgement)).count();
        self.observing = own;
        self.judge(judgements, Some(index));
        self.observing = None;
    }

    async fn partial(
        &mut self,
        operation: &Operation,
        record: &Remembered,
        field: Option<&str>,
    ) -> Option<Draft> {
        let position = self.memory.of(&record.resource).position(|known| known.id == record.id)?;
        let mut draft = self.build(&operation.id, Wish::about(&record.resource, position)).await?;
        let mut body = Map::new();
        if let Some(field) = field {
            body.insert(field.to_owned(), get(&record.sent, field)?.clone());
        }
        draft.body = Body::Json(Value::Object(body));
        Some(draft)
    }
}

impl Judgement {
    /// The same, said of another clause.
    fn blamed_on(mut self, clause: &str) -> Self {
        self.clause = clause.to_owned();
        self
    }
}
