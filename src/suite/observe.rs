//! Seeing what no operation reads: through what later requests are answered.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::world::{Sent, World};
use crate::check::{self, Remembered};
use crate::contract::place::{get, set};
use crate::contract::{
    Check, Operation, Resource, Rule, Unique, template, violations, whole_field,
};
use crate::model::{Body, Draft, Judgement};

/// How many records of one request are looked at.
const LOOKED_AT: usize = 3;

impl World {
    /// After an accepted change: the new state is there, blamed on `clause`.
    pub(super) async fn observe_change(&mut self, sent: &Sent, clause: &str) {
        let Some(ways) = self.ways(&sent.draft.operation) else { return };
        let changed: Vec<Remembered> = self.named(sent, &ways);
        for record in changed.iter().take(LOOKED_AT) {
            self.still_taken(&ways, record, clause).await;
            self.as_known(&ways, record, clause).await;
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
        let named = self.named(sent, &ways);
        for record in named.iter().take(LOOKED_AT) {
            self.still_taken(&ways, record, clause).await;
            self.as_known(&ways, record, clause).await;
        }
        for attempted in self.attempted(sent, &ways).into_iter().take(LOOKED_AT) {
            self.still_free(&ways, &attempted, clause).await;
        }
    }

    fn ways(&self, operation: &str) -> Option<Ways> {
        let contract = &self.context.contract;
        let operation = contract.operation(operation)?;
        let resource_name = operation.records.as_ref()?.resource.clone()?;
        let resource = contract.apis.get(&operation.api)?.resources.get(&resource_name)?.clone();
        let maker = contract.operation(resource.made_by.as_ref()?)?;
        let (rule, unique) = maker.rules.iter().find_map(|rule| match &rule.check {
            Some(Check::Unique(unique)) => Some((rule.clone(), unique.clone())),
            _ => None,
        })?;
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
            let fields = unique_fields(&ways.unique);
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
        let Some(sent) = self.send(vec![draft]).await.pop() else { return };
        if self.says_nothing(&sent, clause) {
            return;
        }
        let context = Arc::clone(&self.context);
        let Some(operation) = context.contract.operation(&ways.maker) else { return };
        let memory = self.memory.clone();
        let judgements =
            check::unique(&Self::seen(operation, &sent, &memory), &ways.rule, &ways.unique, clause);
        let mine = judgements.into_iter().filter(|judgement| judgement.clause == clause).collect();
        let own = ways.rule.clauses.first().cloned();
        self.judge_through(own, mine, sent.index);
    }

    /// A value that a refused request tried to take is free.
    async fn still_free(&mut self, ways: &Ways, record: &Value, clause: &str) {
        let fields = unique_fields(&ways.unique);
        let Some(draft) = self.rival(ways, record, &fields).await else { return };
        let Some(sent) = self.send(vec![draft]).await.pop() else { return };
        if self.says_nothing(&sent, clause) {
            return;
        }
        let Some(response) = sent.exchange.response() else { return };
        let value = check::unique_values(&ways.unique.sent, record).unwrap_or_default();
        let judgement = if response.refused() {
            Judgement::broken(
                clause,
                format!("{value} is free, because the request that tried to take it was refused"),
                check::answer_line(response),
            )
        } else if response.accepted() {
            match self.was_made_before(&sent, record) {
                Some(actual) => Judgement::broken(
                    clause,
                    format!(
                        "{value} is free, because the request that tried to take it was refused"
                    ),
                    actual,
                ),
                None => {
                    self.learn(&sent);
                    Judgement::kept(clause)
                }
            }
        } else {
            return;
        };
        let own = Some(format!("{}.request.accepted", ways.maker));
        self.judge_through(own, vec![judgement], sent.index);
    }

    /// A look that was refused for its credential, or for its haste, shows nothing.
    fn says_nothing(&mut self, sent: &Sent, clause: &str) -> bool {
        let status = sent.exchange.response().map(|response| response.status);
        let Some(status @ (401 | 403 | 407 | 429)) = status else { return false };
        let reason = format!("the request that would show it was answered with {status}");
        self.judge(vec![Judgement::not_tried(clause, reason)], Some(sent.index));
        true
    }

    /// An accepting answer may hold the record that had the value before. Of a refused request that
    /// made one all the same, it tells by that one's names.
    fn was_made_before(&self, sent: &Sent, refused: &Value) -> Option<String> {
        let operation = self.context.contract.operation(&sent.draft.operation)?;
        let seen = Self::seen(operation, sent, &self.memory);
        let body = seen.body()?;
        let pairs = check::pairs(&seen, &body);
        let response = sent.exchange.response()?;
        let Some(pair) = pairs.first() else {
            return Some(format!("no record was made: {}", check::answer_line(response)));
        };
        let asked = pair.sent?;
        let echoed = operation.rules.iter().filter(|rule| rule.check == Some(Check::Echo));
        let betrayed = echoed.flat_map(|rule| &rule.fields).find(|field| {
            let (old, new) = (get(refused, field), get(asked, field));
            old.is_some() && old != new && get(pair.content, field) == old
        })?;
        let told = get(pair.content, betrayed)?;
        Some(format!("the record that it made is there, with the {betrayed} {told}"))
    }

    /// A partial update answers every other field as it was known.
    async fn as_known(&mut self, ways: &Ways, record: &Remembered, clause: &str) {
        let Some(observer) = ways.resource.observed_by.clone() else { return };
        let context = Arc::clone(&self.context);
        let Some(operation) = context.contract.operation(&observer) else { return };
        let probes: Vec<String> = probe_fields(operation, record);
        for field in probes.into_iter().take(2) {
            let Some(draft) = self.partial(operation, record, &field).await else { return };
            let Some(sent) = self.send(vec![draft]).await.pop() else { return };
            let Some(response) = sent.exchange.response() else { return };
            if response.refused() {
                let reason = "the implementation refuses partial updates, which it may, so a record's other fields can't be seen";
                self.judge(vec![Judgement::not_tried(clause, reason)], Some(sent.index));
                return;
            }
            let memory = self.memory.clone();
            let seen = Self::seen(operation, &sent, &memory);
            let Some(body) = seen.body().filter(|_| response.accepted()) else { return };
            let told = context.contract.operation(&record.operation);
            let wrong = differences(operation, told, record, &seen, &body);
            let (field, judgement) = match wrong {
                Some((field, judgement)) => (field, judgement.blamed_on(clause)),
                None => (String::new(), Judgement::kept(clause)),
            };
            let own = Some(format!("{observer}.response.body.{field}"));
            self.judge_through(own, vec![judgement], sent.index);
            self.learn(&sent);
        }
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
        field: &str,
    ) -> Option<Draft> {
        let position = self.memory.of(&record.resource).position(|known| known.id == record.id)?;
        let mut draft = self.build(&operation.id, None, position, false).await?;
        let mut body = Map::new();
        body.insert(field.to_owned(), get(&record.sent, field)?.clone());
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

/// How a resource can be observed.
struct Ways {
    resource_name: String,
    resource: Resource,
    maker: String,
    rule: Rule,
    unique: Unique,
}

fn unique_fields(unique: &Unique) -> Vec<String> {
    let words = template::words(&unique.sent);
    words.iter().map(|word| word.strip_prefix("sent.").unwrap_or(word).to_owned()).collect()
}

/// Text fields that may be written alone, the ones least likely to matter first.
fn probe_fields(operation: &Operation, record: &Remembered) -> Vec<String> {
    let Some(request) = &operation.request else { return Vec::new() };
    let fields = request.root.properties.values();
    let mut names: Vec<String> = fields
        .filter(|node| {
            node.properties.is_empty()
                && get(&record.sent, &node.field).is_some_and(Value::is_string)
        })
        .map(|node| node.field.clone())
        .collect();
    names.reverse();
    names
}

/// The first field that isn't as the record was known.
fn differences(
    operation: &Operation,
    told: Option<&Operation>,
    record: &Remembered,
    seen: &check::Seen<'_>,
    body: &Value,
) -> Option<(String, Judgement)> {
    let root = &operation.response.as_ref()?.root;
    let pair = check::pairs(seen, body).into_iter().next()?;
    // State is what was written; an id or an account is the request's own.
    let rules = operation.rules.iter().filter(|rule| match &rule.check {
        Some(Check::Echo | Check::AsLastWritten) => true,
        Some(Check::Equals(text)) => {
            template::words(text).iter().all(|word| word.starts_with("sent."))
        }
        _ => false,
    });
    for field in rules.flat_map(|rule| &rule.fields).filter(|field| !field.contains("body.")) {
        // What the last answer said beyond its documentation means nothing here.
        let documented = told.is_none_or(|told| {
            let whole = whole_field(field, told.records.as_ref());
            told.response.as_ref().is_some_and(|body| body.root.find(&whole).is_some())
        });
        if !documented {
            continue;
        }
        let (Some(known), Some(answered)) =
            (get(&record.answered, field), get(pair.content, field))
        else {
            continue;
        };
        let format = root.find(field).and_then(|node| node.text("format"));
        if !check::compare::same(known, answered, format) {
            let expected = format!("{field} is still {known}");
            let judgement = Judgement::broken("", expected, answered.to_string()).at(field.clone());
            return Some((field.clone(), judgement));
        }
    }
    None
}
