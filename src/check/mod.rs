//! Checks: pure functions from an exchange and the contract to judgements.

mod accepted;
mod answered;
pub mod compare;
mod defaults;
mod diff;
mod envelope;
mod headers;
mod likeness;
mod memory;
mod next_page;
mod read_only;
mod records;
mod refused;
mod rules;
mod schema;
mod surrogates;
mod unique;

pub use accepted::{ACCEPTED, MADE_UP, accepted, accepted_with, exercised, fails_apart, form};
pub use answered::refusal;
pub use envelope::{answer_line, asks_what_changed, beginning, envelope, parse};
pub use likeness::likeness;
pub use memory::{Memory, Remembered};
pub use next_page::next_page;
pub use read_only::not_taken;
pub use records::{Pair, lists_records, pairs, path_id, record_id, sent_records};
pub use refused::{fails_alone, refused, refused_by_rule, refuses_everybody};
pub use rules::{TICK, gone_line, lists_all, lists_in_pages, still_there};
pub use unique::{duplicates, unique, unique_values};

use std::time::Duration;

use serde_json::Value;

use crate::contract::{BodySchema, DocumentedAnswer, Operation};
use crate::model::{Draft, Exchange};

/// What a check looks at: the operation, what was meant, what came, and what is known so far.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The documented operation.
    pub operation: &'a Operation,
    /// The request as it was meant.
    pub draft: &'a Draft,
    /// What was sent and came back.
    pub exchange: &'a Exchange,
    /// What earlier answers of this scenario told.
    pub memory: &'a Memory,
    /// When the request was sent, since the start of the run.
    pub sent_at: Duration,
}

impl<'a> Seen<'a> {
    /// What is documented of its answer, as that of an acceptance.
    pub fn documented(&self) -> Option<&'a DocumentedAnswer> {
        self.operation.answers.accepting(self.exchange.response()?.status)
    }

    /// The documented body of its answer.
    fn schema(&self) -> Option<&'a BodySchema> {
        self.documented()?.body.as_deref()
    }

    /// Whether that is the body that rules and samples are about.
    fn is_main(&self) -> bool {
        let main = self.operation.answers.main();
        main.zip(self.documented()).is_some_and(|(main, own)| std::ptr::eq(main, own))
    }

    /// The answer's body as JSON, if it is that.
    pub fn body(&self) -> Option<&'a Value> {
        parse(self.exchange.response()?).json()
    }
}
