//! Seeing what no operation reads: through what later requests are answered.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::ways::{Shown, Ways, differences, probe_fields, spread};
use super::world::{Sent, World};
use crate::check::{self, Remembered};
use crate::contract::place::{get, set};
use crate::contract::{Check, Operation, violations};
use crate::model::{Body, Draft, Judgement, Response};

/// How many values that a refused request tried to take are looked at.
const LOOKED_AT: usize = 3;
/// How many records that a request doesn't name are looked at.
const OTHERS: usize = 2;
/// Why a part of a record's state stays unseen.
const NO_PARTIAL: &str = "the implementation refuses partial updates, which it may, so a record's other fields can't be seen";

impl World {
    /// After an accepted change: the new state is there, blamed on `clause`. The look that writes
    /// comes last.
    pub(super) async fn observe_change(&mut self, sent: &Sent, clause: &str) {
        let Some(ways) = self.ways(&sent.draft.operation) else { return };
        let mut seen = true;
        for record in spread(&self.named(sent, &ways)) {
            seen &= self.as_known(&ways, record, clause).await;
            self.still_taken(&ways, record, clause).await;
        }
        if !seen {
            self.skip(NO_PARTIAL);
        }
    }

    /// After a refusal: nothing changed, blamed on `clause`.
    pub(super) async fn observe_nothing(&mut self, sent: &Sent, clause: &str) {
        let Some(ways) = self.ways(&sent.draft.operation) else {
            self.judge(
                vec![Judgement::not_tried(clause, "no documented operation shows it")],
                None,
            );
            return;
        };
        if !self.something_failed(sent) {
            return;
        }
        let named = self.named(sent, &ways);
        let mut seen = true;
        for record in spread(&named) {
            seen &= self.as_known(&ways, record, clause).await;
            self.still_taken(&ways, record, clause).await;
        }
        // A refused request may have touched a record that it didn't name: the one whose value it
        // wanted.
        let others: Vec<Remembered> = self
            .memory
            .of(&ways.resource_name)
            .filter(|record| named.iter().all(|named| named.id != record.id))
            .cloned()
            .collect();
        for record in others.iter().take(OTHERS) {
            seen &= self.as_known(&ways, record, clause).await;
            self.still_taken(&ways, record, clause).await;
        }
        if !seen {
            self.judge(vec![Judgement::noted(clause, NO_PARTIAL)], Some(sent.index));
        }
        for attempted in self.attempted(sent, &ways).into_iter().take(LOOKED_AT) {
            self.still_free(&ways, &attempted, clause).await;
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

    fn ways(&self, operation: &str) -> Option<Ways> {
        let contract = &self.context.contract;
        let operation = contract.operation(operation)?;
        let resource_name = operation.records.as_ref()?.resource.clone()?;
        let resource = contract.apis.get(&operation.api)?.resources.get(&resource_name)?.clone();
        let maker = contract.operation(resource.made_by.as_ref()?)?;
        let (rule, unique) = maker.unique()?;
        let (rule, unique) = (rule.clone(), unique.clone());
        Some(Ways { resource_name, resource, maker: maker.id.clone(), rule, unique })
    }

    /// The known records that a request names.
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
                    .filter_map(|record| get(record, field)?.as_str().map(str::to_owned)),
            );
        }
        self.memory
            .of(&ways.resource_name)
            .filter(|record| ids.contains(&record.id))
            .cloned()
            .collect()
    }

    /// The parts of unique values that a refused request tried to take, as far as they were right
    /// and free.
    fn attempted(&self, sent: &Sent, ways: &Ways) -> Vec<Value> {
        let context = Arc::clone(&self.context);
        let Some(operation) = context.contract.operation(&sent.draft.operation) else {
            return Vec::new();
        };
        let seen = Self::seen(operation, sent, &self.memory);
        let wrong = violations(operation, &sent.draft);
        let mut found = Vec::new();
        let mut values = Vec::new();
        for record in check::sent_records(&seen) {
            let Some(value) = check::unique_values(&ways.unique.sent, record) else { continue };
            let fields = ways.unique.fields();
            let is_wrong = wrong.iter().any(|violation| {
                fields
                    .iter()
                    .any(|field| violation.clause.contains(&format!("request.body.{field}")))
            });
            let digits =
                get(record, fields.last().map_or("", String::as_str)).and_then(Value::as_str);
            if is_wrong
                || digits.is_none_or(str::is_empty)
                || values.contains(&value)
                || self.memory.holder(&ways.resource_name, &value).is_some()
            {
                continue;
            }
            values.push(value);
            found.push(record.clone());
        }
        found
    }

    /// A request that would make a second record with these fields.
    async fn rival(&mut self, ways: &Ways, record: &Value, fields: &[String]) -> Option<Draft> {
        let mut draft = self.build(&ways.maker, Some(1), 0, false).await?;
        if let Body::Json(Value::Array(items)) = &mut draft.body
            && let Some(item) = items.first_mut()
        {
            for field in fields {
                if let Some(value) = get(record, field) {
                    set(item, field, value.clone());
                }
            }
        }
        Some(draft)
    }

    /// Every field that the maker takes.
    fn made_of(&self, ways: &Ways) -> Vec<String> {
        let maker = self.context.contract.operation(&ways.maker);
        let nodes = maker.and_then(|maker| maker.request.as_ref()).map(|body| body.root.all());
        let leaves = nodes
            .into_iter()
            .flatten()
            .filter(|node| node.properties.is_empty() && !node.is_item && !node.field.is_empty());
        leaves.map(|node| node.field.clone()).collect()
    }

    /// Another record can't have the known record's value.
    async fn still_taken(&mut self, ways: &Ways, record: &Remembered, clause: &str) {
        // With the record's own fields: an implementation may write a duplicate over it.
        let fields = self.made_of(ways);
        let Some(draft) = self.rival(ways, &record.sent, &fields).await else { return };
        let Some(sent) = self.send(vec![Arc::new(draft)]).await.pop() else { return };
        if self.says_nothing(&sent, clause) {
            return;
        }
        // An acceptance that doesn't even say which records it is about shows none.
        if sent.exchange.response().is_some_and(Response::accepted) && !self.lists_records(&sent) {
            return self.shown_nothing(&sent, clause);
        }
        let context = Arc::clone(&self.context);
        let Some(operation) = context.contract.operation(&ways.maker) else { return };
        let memory = self.memory.clone();
        let seen = Self::seen(operation, &sent, &memory);
        let judgements = check::unique(&seen, &ways.rule, &ways.unique, clause);
        let mine = judgements.into_iter().filter(|judgement| judgement.clause == clause).collect();
        let own = ways.rule.clauses.first().cloned();
        self.judge_through(own, mine, sent.index);
    }

    /// A value that a refused request tried to take is free.
    async fn still_free(&mut self, ways: &Ways, record: &Value, clause: &str) {
        let fields = ways.unique.fields();
        let Some(draft) = self.rival(ways, record, &fields).await else { return };
        let Some(sent) = self.send(vec![Arc::new(draft)]).await.pop() else { return };
        if self.says_nothing(&sent, clause) {
            return;
        }
        let Some(response) = sent.exchange.response() else { return };
        let accepted = response.accepted();
        // Who accepts may hand out the record that was there, or none: the answer has to say.
        if accepted && ways.unique.existing_may_answer && !self.lists_records(&sent) {
            return self.shown_nothing(&sent, clause);
        }
        let taken = match accepted {
            true => self.was_made_before(&sent, record),
            false => Some(check::answer_line(response)),
        };
        let judgement = match taken {
            Some(actual) => {
                let value = check::unique_values(&ways.unique.sent, record).unwrap_or_default();
                let why = "because the request that tried to take it was refused";
                Judgement::broken(clause, format!("{value} is free, {why}"), actual)
            }
            None => {
                self.learn(&sent);
                Judgement::kept(clause)
            }
        };
        let own = Some(format!("{}.request.accepted", ways.maker));
        self.judge_through(own, vec![judgement], sent.index);
    }

    /// Judges what HTTP promises of the answer to a look. One that is neither an acceptance nor a
    /// refusal shows nothing else, and neither does a look that was refused for its credential, or
    /// for its haste.
    fn says_nothing(&mut self, sent: &Sent, clause: &str) -> bool {
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

    /// A partial update answers every other field as it was known; `false` where the
    /// implementation takes none.
    async fn as_known(&mut self, ways: &Ways, record: &Remembered, clause: &str) -> bool {
        let Some(observer) = ways.resource.observed_by.clone() else { return true };
        let context = Arc::clone(&self.context);
        let Some(operation) = context.contract.operation(&observer) else { return true };
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
            let judged = match shown {
                Shown::Nothing => None,
                Shown::AsKnown => Some((String::new(), Judgement::kept(clause))),
                Shown::Otherwise(field, judgement) => Some((field, judgement.blamed_on(clause))),
            };
            match judged {
                Some((own, judgement)) => {
                    let own = Some(format!("{observer}.response.body.{own}"));
                    self.judge_through(own, vec![judgement], sent.index);
                }
                None => self.shown_nothing(&sent, clause),
            }
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

    /// Judges what an answer shows of something else; `own` is what the answer itself has to keep.
    fn judge_through(&mut self, own: Option<String>, judgements: Vec<Judgement>, index: usize) {
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
        let mut draft = self.build(&operation.id, None, position, false).await?;
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
