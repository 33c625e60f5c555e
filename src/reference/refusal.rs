//! How a request is refused: a status, a sentence, and each problem with its place.

use axum::http::StatusCode;
use serde_json::{Value, json};

/// What is wrong with one part of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    Missing,
    Null,
    WrongType,
    Empty,
    NotDigits,
    BadFormat,
}

#[derive(Clone, Debug)]
pub(super) struct Problem {
    /// `body /0/firstName`, `header accountId`.
    pub at: String,
    pub text: String,
}

#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub status: StatusCode,
    pub message: String,
    pub problems: Vec<Problem>,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), problems: Vec::new() }
    }

    pub(super) fn at(mut self, at: impl Into<String>, text: impl Into<String>) -> Self {
        self.problems.push(Problem { at: at.into(), text: text.into() });
        self
    }

    pub(super) fn invalid(problems: Vec<Problem>) -> Self {
        Self {
            problems,
            ..Self::new(StatusCode::BAD_REQUEST, "the request breaks its documentation")
        }
    }

    pub(super) fn not_found(at: impl Into<String>, what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("there is no such {what}"))
            .at(at, format!("names no {what}"))
    }

    pub(super) fn unauthorized(at: &str, text: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "the request has no valid credential").at(at, text)
    }

    pub(super) fn internal(message: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, message)
    }

    pub(super) fn problems_json(&self) -> Value {
        self.problems
            .iter()
            .map(|problem| json!({ "at": problem.at, "problem": problem.text }))
            .collect()
    }

    pub(super) fn to_json(&self) -> Value {
        json!({
            "status": "error",
            "code": self.status.as_u16(),
            "message": self.message,
            "problems": self.problems_json(),
        })
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::internal(format!("the store failed: {error}"))
    }
}
