//! What can be wrong with a contract, said to the person who wrote it.

use super::bounds::too_deep;
use super::locate::{line_of, second};
use super::strict;
use crate::position::line_and_column;

/// A contract document that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum ContractError {
    /// The file is no YAML or JSON, or has a key twice.
    #[error("{file}:{line}:{column}: {message}")]
    Syntax {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What the reader said.
        message: String,
    },
    /// The document lacks something or says something that can't be used.
    #[error("{file}:{line}: at {pointer}: {message}")]
    Document {
        /// The file.
        file: String,
        /// The line, from 1, of the place or of what is around it.
        line: usize,
        /// JSON pointer of the place.
        pointer: String,
        /// What is wrong and what to do.
        message: String,
    },
    /// No contract was found.
    #[error("no contract: {0} holds no .yaml, .yml or .json document with an `openapi` member")]
    Empty(String),
    /// Two documents claim the same name.
    #[error("{file}: {what} `{name}` is already defined by {other}; names must be unique")]
    Twice {
        /// The file.
        file: String,
        /// The file that has it too.
        other: String,
        /// `API` or `operation`.
        what: &'static str,
        /// The name.
        name: String,
    },
}

/// Where in a document the loader is: makes errors that say the place.
#[derive(Clone, Debug)]
pub struct At<'a> {
    pub(super) file: &'a str,
    text: &'a str,
    pub(super) pointer: String,
}

impl<'a> At<'a> {
    pub(super) fn root(file: &'a str, text: &'a str) -> Self {
        Self { file, text, pointer: "#".into() }
    }

    pub(super) fn down(&self, step: &str) -> Self {
        let step = super::place::step(step);
        Self { file: self.file, text: self.text, pointer: format!("{}/{step}", self.pointer) }
    }

    pub(super) fn above(&self) -> Self {
        let above = self.pointer.rsplit_once('/').map_or("#", |(above, _)| above);
        self.to(above.to_owned())
    }

    /// Another place of the same document.
    pub(super) fn to(&self, pointer: String) -> Self {
        Self { pointer, ..self.clone() }
    }

    pub(super) fn error(&self, message: impl Into<String>) -> ContractError {
        ContractError::Document {
            file: self.file.into(),
            line: line_of(self.text, &self.pointer),
            pointer: self.pointer.clone(),
            message: message.into(),
        }
    }
}

impl ContractError {
    /// What the YAML reader said, with its place in front.
    pub(super) fn yaml(file: &str, text: &str, error: &yaml_serde::Error) -> Self {
        let said = error.to_string();
        let twice = said.split('`').nth(1).filter(|_| said.contains(strict::TWICE));
        // The YAML reader counts lines of its own: U+0085 ends one.
        let place = error.location().map(|at| line_and_column(text, at.index()));
        let (line, column) = match (twice.and_then(|key| second(text, key)), place) {
            (Some(line), _) => (line, 1),
            (None, Some(place)) => place,
            (None, None) => (1, 1),
        };
        let message = match error.location() {
            Some(at) => {
                said.replacen(&format!(" at line {} column {}", at.line(), at.column()), "", 1)
            }
            None => said,
        };
        if message.ends_with("more than one document is not supported") {
            let line = next_document(text);
            let message = "a second document begins here; a file holds one contract".into();
            return Self::Syntax { file: file.into(), line, column: 1, message };
        }
        let message = if message.contains("recursion limit exceeded") {
            too_deep()
        } else if message.contains("repetition limit exceeded") {
            "its aliases (`*name`) stand for far more than is written; write out what is meant"
                .into()
        } else if message.contains("unknown anchor") {
            "this alias (`*name`) has no anchor (`&name`) before it".into()
        } else {
            message
        };
        Self::Syntax { file: file.into(), line, column, message }
    }

    /// What the JSON reader said, with its place in front.
    pub(super) fn json(file: &str, error: &serde_json::Error) -> Self {
        let (line, column) = (error.line().max(1), error.column().max(1));
        let said = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        let message = match said.strip_suffix(&place).unwrap_or(&said) {
            said if said.starts_with("EOF") => format!("the JSON ends in the middle ({said})"),
            said if said.starts_with("recursion limit") => too_deep(),
            said => said.to_owned(),
        };
        Self::Syntax { file: file.into(), line, column, message }
    }
}

/// The line of the `---` before a second document.
fn next_document(text: &str) -> usize {
    let begins = |line: &str| {
        line.strip_prefix("---")
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\r']))
    };
    let mut written = false;
    for (index, line) in text.lines().enumerate() {
        if begins(line) && written {
            return index + 1;
        }
        written |= begins(line) || !(line.trim().is_empty() || line.starts_with(['#', '%']));
    }
    1
}
