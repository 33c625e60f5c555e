//! The vocabulary of steps. It knows operations, samples, fields, headers and rules, and no API.
//!
//! Every step has a doc comment whose first line says what it does and whose `Example:` lines show
//! it; `vocabulary.rs` prints them.

mod given;
mod then;
mod then_state;
mod when;
mod with;

use crate::contract::Operation;
use crate::suite::world::World;

/// The number of an ordinal word.
pub(super) fn ordinal(word: &str) -> usize {
    match word {
        "second" => 1,
        "third" => 2,
        "fourth" => 3,
        _ => 0,
    }
}

impl World {
    /// The operation of the request being prepared, or of the one just sent.
    fn current_operation(&self) -> Option<String> {
        self.drafts
            .last()
            .map(|draft| draft.operation.clone())
            .or_else(|| self.last.last().map(|sent| sent.draft.operation.clone()))
            .or_else(|| self.template.as_ref().map(|draft| draft.operation.clone()))
    }

    fn documented<'a>(&self, context: &'a crate::suite::RunContext) -> Option<&'a Operation> {
        context.contract.operation(&self.current_operation()?)
    }
}
