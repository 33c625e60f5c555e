//! Requests of one client that know of each other: at the same moment, or one after the other.

use super::answers::Answer;
use super::change::Change;
use super::clients::{Fellow, Here};
use super::edit::Edit;
use super::incoming::Incoming;
use super::proxy::Shared;
use super::right::records;
use super::story::each;
use crate::check::Memory;
use crate::contract::place::{get, set};
use crate::contract::{Check, Operation, whole_field};
use crate::model::Draft;

impl Shared {
    /// Sends a request on, and tells in the answer what another one sent.
    pub(super) async fn mixed_up(
        &self,
        operation: &Operation,
        draft: &Draft,
        incoming: &Incoming,
        here: &Here,
    ) -> Result<Answer, String> {
        let mut answer = self.forward(incoming, None).await?;
        let met = here.met();
        if let Some(other) = Fellow::OtherNames.of(operation, draft, &met) {
            answer.change(&Change::Fields(as_sent(operation, other)));
        }
        Ok(answer)
    }

    /// Takes down what a client was answered, and gives new records the ids of earlier ones where
    /// that is the change.
    pub(super) fn take_down(
        &self,
        operation: &Operation,
        draft: &Draft,
        learnt: &Answer,
        answer: &mut Answer,
        here: &Here,
    ) {
        if !learnt.accepted() {
            return;
        }
        let made = made(operation, draft, learnt);
        let several = self.mutation.change == Change::ReuseIds && made.len() > 1;
        if let (true, Some(ids)) = (several, here.before().last_ids()) {
            with_ids(operation, draft, answer, ids);
        }
        here.accepted(draft, made);
    }
}

/// What a request sent, as edits of the answer to another.
fn as_sent(operation: &Operation, draft: &Draft) -> Vec<(String, Edit)> {
    let Some(record) = records(draft).first().copied() else { return Vec::new() };
    let echoed = operation.rules.iter().filter(|rule| rule.check == Some(Check::Echo));
    echoed
        .flat_map(|rule| &rule.fields)
        .filter_map(|field| {
            let sent = get(record, field)?.clone();
            Some((whole_field(field, operation.records.as_ref()), Edit::Set(sent)))
        })
        .collect()
}

/// The ids of the records that a request has made.
fn made(operation: &Operation, draft: &Draft, answer: &Answer) -> Vec<String> {
    let mut made = Vec::new();
    if operation.makes_records() {
        each(operation, draft, &Memory::default(), &mut answer.clone(), |id, _, _| {
            made.push(id.to_owned());
        });
    }
    made
}

fn with_ids(operation: &Operation, draft: &Draft, answer: &mut Answer, ids: &[String]) {
    let field = operation.records.as_ref().and_then(|records| records.id.as_ref());
    let Some(field) = field else { return };
    let mut next = ids.iter();
    each(operation, draft, &Memory::default(), answer, |_, _, content| {
        if let Some(id) = next.next() {
            set(content, field, id.as_str().into());
        }
    });
}
