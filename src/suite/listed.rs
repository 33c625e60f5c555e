//! Whether a request that was refused made something all the same: what lists all there is would show it.

use std::sync::Arc;

use serde_json::Value;

use super::build::Wish;
use super::ways::{Ways, is_listed_by, leaves};
use super::world::{Sent, World};
use crate::check::{self, Seen};
use crate::contract::place::get;
use crate::contract::{Check, Operation, text_of};
use crate::model::Judgement;

/// A text of a record that no other of the run has, with its field.
type Mark = (String, String);

impl World {
    /// After a refusal to make records: none is listed that has what the request sent, blamed on `clause`.
    pub(super) async fn not_listed(&mut self, ways: &Ways, refused: &Sent, clause: &str) {
        let context = Arc::clone(&self.context);
        let operation = context.contract.operation(&refused.draft.operation);
        let listing = ways.listing.as_ref().and_then(|id| context.contract.operation(id));
        let (Some(operation), Some(listing)) = (operation, listing) else { return };
        if !operation.makes_records() {
            return;
        }
        let marks = self.marks(operation, listing, refused);
        if marks.is_empty() {
            let reason =
                "nothing that the request sent would tell its record in a list from others";
            self.judge(vec![Judgement::not_tried(clause, reason)], Some(refused.index));
            return;
        }
        let Some(mut draft) = self.plain(&listing.id, Wish::default()).await else { return };
        // It is asked about where the request was.
        for (name, value) in &mut draft.path {
            if let Some(own) = refused.draft.path.get(name) {
                value.clone_from(own);
            }
        }
        let Some(sent) = self.send(vec![Arc::new(draft)]).await.pop() else { return };
        if self.says_nothing(&sent, clause) {
            return;
        }
        if let Some(response) = sent.exchange.response().filter(|response| response.refused()) {
            let reason = format!(
                "{}, which would show it, was refused with {}",
                listing.id, response.status
            );
            self.judge(vec![Judgement::not_tried(clause, reason)], Some(sent.index));
            return;
        }
        self.judge_form(&sent);
        let memory = self.memory.clone();
        let seen = Self::seen(listing, &sent, &memory);
        let Some(body) = seen.body() else { return };
        let judgement = match self.listed(&seen, body, &ways.resource, &marks) {
            Some((id, (field, text))) => {
                let expected = format!("no {} is made by a request that is refused", ways.resource);
                let actual = format!("{} lists {id}, whose {field} is {text:?}", listing.id);
                Judgement::broken(clause, expected, actual)
            }
            None if check::lists_all(&seen, body) => Judgement::kept(clause),
            None => {
                let reason =
                    format!("{} doesn't list all there is, so it may be there", listing.id);
                Judgement::not_tried(clause, reason)
            }
        };
        let rule = listing.rules.iter().find(|rule| rule.check == Some(Check::ListsKnown));
        let own = rule.and_then(|rule| rule.clauses.first()).cloned();
        self.judge_through(own, vec![judgement], sent.index);
    }

    /// What the request sent that nothing else has, in fields that the list documents.
    fn marks(&self, operation: &Operation, listing: &Operation, refused: &Sent) -> Vec<Mark> {
        let own = format!("docproof-{}-", self.context.fresh.run_id());
        let seen = Self::seen(operation, refused, &self.memory);
        let mut marks = Vec::new();
        for record in check::sent_records(&seen) {
            for field in leaves(record) {
                if let Some(text) = get(record, &field).and_then(Value::as_str)
                    && text.contains(&own)
                    && is_listed_by(listing, &field)
                {
                    marks.push((field, text.to_owned()));
                }
            }
        }
        marks
    }

    /// A listed record that is unknown and has one of these marks: its id, and the mark.
    fn listed<'m>(
        &self,
        seen: &Seen<'_>,
        body: &Value,
        resource: &str,
        marks: &'m [Mark],
    ) -> Option<(String, &'m Mark)> {
        let records = seen.operation.records.as_ref()?;
        let has = |record: &Value, (field, text): &Mark| {
            get(record, field).and_then(Value::as_str) == Some(text)
        };
        let pairs = check::pairs(seen, body);
        pairs.iter().find_map(|pair| {
            let mark = marks.iter().find(|mark| has(pair.content, mark))?;
            let id = records.id.as_ref().and_then(|id| text_of(get(pair.content, id)?))?;
            let is_known = self.memory.get(resource, &id).is_some()
                || self.memory.of(resource).any(|known| has(&known.sent, mark));
            (!is_known).then_some((id, mark))
        })
    }
}
