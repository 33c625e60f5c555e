//! What can be wrong with a contract, said to the person who wrote it.

/// A contract document that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum ContractError {
    /// The file is no YAML or JSON, or has a key twice.
    #[error("{file}: {message}")]
    Syntax {
        /// The file.
        file: String,
        /// What the reader said, with line and column.
        message: String,
    },
    /// The document lacks something or says something that can't be used.
    #[error("{file}: at {pointer}: {message}")]
    Document {
        /// The file.
        file: String,
        /// JSON pointer of the place.
        pointer: String,
        /// What is wrong and what to do.
        message: String,
    },
    /// No contract was found.
    #[error("no contract: {0} holds no .yaml, .yml or .json document with an `openapi` member")]
    Empty(String),
    /// Two documents claim the same name.
    #[error("{file}: {what} `{name}` is already defined by another document; names must be unique")]
    Twice {
        /// The file.
        file: String,
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
    pub(super) pointer: String,
}

impl<'a> At<'a> {
    pub(super) fn root(file: &'a str) -> Self {
        Self { file, pointer: "#".into() }
    }

    pub(super) fn down(&self, step: &str) -> Self {
        let step = step.replace('~', "~0").replace('/', "~1");
        Self { file: self.file, pointer: format!("{}/{step}", self.pointer) }
    }

    pub(super) fn error(&self, message: impl Into<String>) -> ContractError {
        ContractError::Document {
            file: self.file.into(),
            pointer: self.pointer.clone(),
            message: message.into(),
        }
    }
}
