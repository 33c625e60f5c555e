//! Which cases run.

use std::collections::HashSet;

use cucumber::gherkin::tagexpr::TagOperation;

use super::{Case, Suite};
use crate::contract::{Api, Contract};
use crate::spelling::hint;

/// What narrows a run.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// A tag expression: `@createContacts and not @slow`.
    pub tags: Option<String>,
    /// A part of a scenario's name, in any case.
    pub name: Option<String>,
    /// APIs by name; all where none is named.
    pub apis: Vec<String>,
}

/// A tag expression is no longer than this: what reads it goes as deep as it nests.
const LONGEST: usize = 2000;

/// A selection that can't be meant.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SelectionError {
    /// The expression is none.
    #[error("--tags `{0}` is no tag expression; it looks like `@createContacts and not @slow`")]
    Expression(String),
    /// The expression is longer than it is read.
    #[error(
        "--tags: this expression is longer than the limit of {LONGEST} bytes; tag the scenarios instead"
    )]
    TooLong,
    /// No scenario has the tag.
    #[error("--tags: no scenario has the tag `@{0}`{1} (`docproof list` shows what there is)")]
    Tag(String, String),
    /// The contract has no such API.
    #[error("--api: there is no API `{0}`{1} (there are {2})")]
    Api(String, String, String),
}

impl Selection {
    /// The cases that it selects, in order.
    ///
    /// # Errors
    /// When a tag or an API doesn't exist: a typo must not select nothing in silence.
    pub fn apply(&self, suite: &Suite, contract: &Contract) -> Result<Vec<Case>, SelectionError> {
        for api in &self.apis {
            if !contract.apis.contains_key(api) {
                let known: Vec<&str> = contract.apis.keys().map(String::as_str).collect();
                let hint = hint(api, known.iter().copied());
                return Err(SelectionError::Api(api.clone(), hint, known.join(", ")));
            }
        }
        let expression = match &self.tags {
            Some(text) if text.len() > LONGEST => return Err(SelectionError::TooLong),
            Some(text) => Some(
                text.parse::<TagOperation>()
                    .map_err(|_| SelectionError::Expression(text.clone()))?,
            ),
            None => None,
        };
        if let Some(expression) = &expression {
            known_tags(expression, suite)?;
        }
        let name = self.name.as_ref().map(|name| name.to_lowercase());
        let selected = suite.cases.iter().filter(|case| {
            expression.as_ref().is_none_or(|expression| matches(expression, &case.tags))
                && name.as_ref().is_none_or(|name| case.name.to_lowercase().contains(name))
                && self.of_api(case, contract)
        });
        Ok(selected.cloned().collect())
    }

    fn of_api(&self, case: &Case, contract: &Contract) -> bool {
        let own = apis_of(case, contract);
        self.apis.is_empty() || own.is_empty() || own.iter().any(|api| self.apis.contains(api))
    }
}

/// The APIs that a case is about: those of its tags; without such a tag, of the folder that it
/// stands in; without such a folder, of the operations that its steps name. None where nothing says.
pub fn apis_of<'a>(case: &Case, contract: &'a Contract) -> Vec<&'a String> {
    let which = |is_meant: &dyn Fn(&Api) -> bool| -> Vec<&'a String> {
        contract.apis.values().filter(|api| is_meant(api)).map(|api| &api.name).collect()
    };
    let tagged = which(&|api| case.tags.contains(&api.name));
    if !tagged.is_empty() {
        return tagged;
    }
    let housed = which(&|api| case.file.split('/').any(|part| part == api.name));
    if !housed.is_empty() {
        return housed;
    }
    let words: HashSet<&str> =
        case.steps.iter().flat_map(|step| step.step.value.split_whitespace()).collect();
    which(&|api| api.operations.keys().any(|id| words.contains(id.as_str())))
}

fn matches(expression: &TagOperation, tags: &[String]) -> bool {
    match expression {
        TagOperation::And(a, b) => matches(a, tags) && matches(b, tags),
        TagOperation::Or(a, b) => matches(a, tags) || matches(b, tags),
        TagOperation::Not(a) => !matches(a, tags),
        TagOperation::Tag(tag) => tags.contains(tag),
    }
}

fn known_tags(expression: &TagOperation, suite: &Suite) -> Result<(), SelectionError> {
    match expression {
        TagOperation::And(a, b) | TagOperation::Or(a, b) => {
            known_tags(a, suite)?;
            known_tags(b, suite)
        }
        TagOperation::Not(a) => known_tags(a, suite),
        TagOperation::Tag(tag) => {
            let known = || suite.cases.iter().flat_map(|case| case.tags.iter()).map(String::as_str);
            if known().any(|name| name == tag) {
                Ok(())
            } else {
                Err(SelectionError::Tag(tag.clone(), hint(tag, known())))
            }
        }
    }
}
