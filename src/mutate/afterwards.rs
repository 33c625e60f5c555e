//! What a change does to an answer on its way back, with what it takes of time.

use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::json;

use super::answers::Answer;
use super::change::Change;
use super::edit::Edit;
use super::proxy::Shared;
use crate::contract::{Operation, Records};

/// How much later a slow answer comes.
const SLOW: Duration = Duration::from_millis(60);
/// How many answers come too late: each costs the run a whole timeout.
const LATE: usize = 3;

impl Shared {
    /// What the change does to an answer; whether it was something that the answer doesn't show.
    pub(super) async fn tell(&self, operation: &Operation, answer: &mut Answer) -> bool {
        match &self.mutation.change {
            Change::TooLate
                if answer.accepted() && self.count.fetch_add(1, Ordering::Relaxed) < LATE =>
            {
                // Who waits for it gives up, and this ends with him.
                self.done.store(true, Ordering::Relaxed);
                tokio::time::sleep(self.timeout * 3).await;
            }
            Change::Slow => {
                tokio::time::sleep(SLOW).await;
                return true;
            }
            Change::EveryNth(n) => {
                if self.count.fetch_add(1, Ordering::Relaxed) % n == n - 1 {
                    *answer = Answer::json(500, &json!({"error": "now and then"}));
                }
            }
            Change::FailedItems(item) => {
                let field = operation.records.as_ref().and_then(Records::failed_field);
                if let (Some(field), true) = (field, answer.accepted()) {
                    let edit = Edit::Items(item.clone());
                    answer.change(&Change::Field { field: field.to_owned(), edit });
                }
            }
            // An implementation that does so by itself has shown it.
            Change::Status(status) if answer.status == *status => return true,
            Change::ContentType(Some(kind)) if answer.has_content_type(kind) => return true,
            other => answer.change(other),
        }
        false
    }
}
