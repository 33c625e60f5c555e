//! What a refused request named, and the scenario has none of.

use super::world::{Sent, World};
use crate::contract::Operation;
use crate::contract::place::first;
use crate::model::Response;
use crate::spelling::a;

/// Refusals that may be for something that is not there.
const FOR_CONTENT: [u16; 4] = [400, 404, 409, 422];

impl World {
    /// Whether a request was refused that names what the sample prints of somebody else's records, where the scenario
    /// could have made one: that is a mistake of the feature.
    pub(super) fn lacked(&mut self, operation: &Operation, sent: &Sent) -> bool {
        let response = sent.exchange.response().filter(|response| Response::refused(response));
        let may_lack = response.is_some_and(|response| FOR_CONTENT.contains(&response.status));
        let Some(message) = self.lacking(operation, sent).filter(|_| may_lack) else {
            return false;
        };
        self.mistake(message);
        true
    }

    fn lacking(&self, operation: &Operation, sent: &Sent) -> Option<String> {
        let api = self.context.contract.apis.get(&operation.api)?;
        let request = operation.request.as_ref()?;
        let (printed, body) = (request.example()?, sent.draft.json()?);
        let mut named = request.root.all().into_iter().filter_map(|node| {
            let (name, _) = node.named_record()?;
            let is_printed = first(body, &node.field)
                .is_some_and(|value| Some(value) == first(printed, &node.field));
            let is_made = api.maker(name).is_some() && self.memory.of(name).next().is_none();
            (is_printed && is_made).then_some((name, node))
        });
        let (name, node) = named.next()?;
        let id = &operation.id;
        Some(format!(
            "{id} names {} in `{}`, and the scenario has none: what the sample prints was sent and refused; write `Given {}` before it",
            a(name),
            node.field,
            a(&format!("existing {name}")),
        ))
    }
}
