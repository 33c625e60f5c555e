//! The vocabulary of steps. It knows operations, samples, fields, headers and rules, and no API.
//!
//! What each does is said to readers in `vocabulary`, with an example. A new file of steps is also
//! named in `definitions/beginning.rs`.

mod given;
mod hints;
mod number;
mod then;
mod then_accepted;
mod then_answer;
mod then_later;
mod then_state;
mod when;
mod with;
mod with_credential;
mod with_damage;
mod with_field;
mod with_value;

use serde_json::Value;

use crate::check::Remembered;
use crate::contract::Operation;
use crate::suite::world::World;

/// The JSON value that a step gives.
///
/// # Errors
/// What is no JSON about it, and how a text is written.
fn json_value(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| {
        format!("`{text}` is no JSON value ({error}); a text is written with quotes: \"{text}\"")
    })
}

impl World {
    /// The place of an ordinal word among the scenario's records of a resource.
    fn position(&self, which: &str, resource: &str) -> usize {
        match which {
            "second" => 1,
            "third" => 2,
            "fourth" => 3,
            "last" => self.called(resource).count().saturating_sub(1),
            _ => 0,
        }
    }

    /// The scenario's records that have a name: of a resource, or of a state of one.
    fn called<'a>(&'a self, resource: &'a str) -> impl Iterator<Item = &'a Remembered> {
        let mut apis = self.context.contract.apis.values();
        let state = apis.find_map(|api| Some((api.base(resource), api.state(resource)?)));
        let (base, state) = state.map_or((resource, None), |(base, state)| (base, Some(state)));
        self.memory.in_state(base, state)
    }

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
