//! Two requests at the same moment that want one value: a server that looks before it writes gives
//! it to both.

use super::answers::Answer;
use super::change::{Change, Rival};
use super::incoming::Incoming;
use super::proxy::Shared;
use super::state;
use crate::contract::Operation;
use crate::model::Draft;

impl Shared {
    /// Sends a request on, and once more with fresh values where another was faster.
    pub(super) async fn raced(
        &self,
        operation: &Operation,
        draft: &Draft,
        incoming: &Incoming,
    ) -> Result<Answer, String> {
        let known = state::duplicates(operation, draft, &self.memory());
        let answer = self.forward(incoming, None).await?;
        let lost = answer.refused() || state::some_failed(operation, draft, &answer);
        // Refused for a reason that was known when it came, it was no race.
        if !known.is_empty() || !lost || !self.is_rivalled(operation, draft) {
            return Ok(answer);
        }
        let all = state::values(operation, draft);
        self.forward_fresh(operation, draft, incoming, all).await
    }

    fn is_rivalled(&self, operation: &Operation, draft: &Draft) -> bool {
        let rival = match &self.mutation.change {
            Change::AcceptRaced(rival) => rival.clone(),
            Change::AcceptRacedBetween(one, other) if operation.id == *one => {
                Rival::Of(other.clone())
            }
            Change::AcceptRacedBetween(one, _) => Rival::Of(one.clone()),
            _ => return false,
        };
        rival == Rival::Any || self.history().is_rival(&rival, operation, draft)
    }
}
