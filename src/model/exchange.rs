//! Exchanges: one request and what came of it.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A request as it went over the wire, secrets masked.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Request {
    /// The HTTP method.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// Headers in the order sent.
    pub headers: Vec<(String, String)>,
    /// The body's text, if there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// A shell command that repeats the request, with secrets left as variables.
    pub curl: String,
}

/// A whole answer.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Headers in the order received; bytes that are not text are replaced.
    pub headers: Vec<(String, String)>,
    /// The body's bytes.
    #[serde(skip)]
    pub bytes: Vec<u8>,
    /// The body as text, secrets masked, cut at the report's bound.
    pub body: String,
    /// Why the body can't be read as what it says that it is.
    #[serde(skip)]
    pub unread: Option<Unread>,
    /// What the body was read as, once somebody has asked.
    #[serde(skip)]
    pub parsed: OnceLock<Parsed>,
}

/// A body, read.
#[derive(Clone, Debug, PartialEq)]
pub enum Parsed {
    /// There is no body.
    Empty,
    /// JSON.
    Json(Value),
    /// JSON with half a surrogate pair in a text, which was read as U+FFFD.
    Mended(Value),
    /// Not JSON, because.
    NotJson(String),
}

impl Parsed {
    /// The JSON, if it is that.
    pub fn json(&self) -> Option<&Value> {
        match self {
            Self::Json(value) | Self::Mended(value) => Some(value),
            Self::Empty | Self::NotJson(_) => None,
        }
    }
}

/// Why a body that came whole can't be read, in words.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Unread {
    /// It isn't compressed as its Content-Encoding says, or in a way that nobody asked for.
    Coding(String),
    /// It may be what it says, but reading it goes beyond a limit.
    Beyond(String),
}

impl Response {
    /// An answer whose body can be read; `body` is what the bytes say as text.
    pub fn new(status: u16, headers: Vec<(String, String)>, bytes: Vec<u8>, body: String) -> Self {
        Self { status, headers, bytes, body, unread: None, parsed: OnceLock::new() }
    }

    /// The first header of this name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Any 2xx.
    pub fn accepted(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Any 4xx.
    pub fn refused(&self) -> bool {
        (400..500).contains(&self.status)
    }
}

/// Why there is no whole answer.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailureKind {
    /// No connection could be made: the target can't be reached.
    Connect,
    /// The TLS handshake failed.
    Tls,
    /// No whole answer within the target's timeout.
    Timeout,
    /// The connection ended before the answer did, or what came was no HTTP.
    Broken,
    /// The body or the head is longer than its limit.
    TooLarge,
    /// The request could not be built from the settings.
    Unsendable,
}

/// How a connection was closed with a request on its way.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Closing {
    /// Without a word.
    Silent,
    /// Before the request was written, or with the word that nothing was done of it (RFC 9113,
    /// sections 6.8 and 8.7).
    Undone,
}

/// An exchange without a whole answer.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Failure {
    /// What sort of failure.
    pub kind: FailureKind,
    /// What happened, for a person.
    pub message: String,
    /// The connection was closed before an answer began. A server may do so to one that it has kept
    /// open, whatever is on its way.
    #[serde(skip)]
    pub closing: Option<Closing>,
}

impl Failure {
    /// A failure that is told as it is.
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), closing: None }
    }
}

/// What came back.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// A whole answer.
    Response(Response),
    /// None.
    Failure(Failure),
}

/// One request and what came of it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Exchange {
    /// The operation's id.
    pub operation: String,
    /// What was sent.
    pub request: Request,
    /// What came back.
    pub answer: Answer,
    /// Milliseconds from the start of the run to the sending.
    pub started_ms: u64,
    /// Milliseconds from the sending to the end of the answer.
    pub duration_ms: u64,
}

impl Exchange {
    /// The whole answer, if there was one.
    pub fn response(&self) -> Option<&Response> {
        match &self.answer {
            Answer::Response(response) => Some(response),
            Answer::Failure(_) => None,
        }
    }
}
