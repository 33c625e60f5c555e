//! What HTTP itself promises of any answer, whatever was sent.

use serde_json::Value;

use crate::contract::{Operation, strict};
use crate::model::{Answer, Exchange, FailureKind, Judgement, Response};

/// A body, read.
#[derive(Clone, Debug, PartialEq)]
pub enum Parsed {
    /// There is no body.
    Empty,
    /// JSON.
    Json(Value),
    /// Not JSON, because.
    NotJson(String),
}

/// Judges HTTP's own promises.
pub fn envelope(operation: &Operation, exchange: &Exchange) -> Vec<Judgement> {
    let clause = |rest: &str| operation.clause(&format!("http.{rest}"));
    let response = match &exchange.answer {
        Answer::Response(response) => response,
        Answer::Failure(failure) => {
            return match failure.kind {
                FailureKind::Timeout | FailureKind::Broken | FailureKind::TooLarge => {
                    vec![Judgement::broken(
                        clause("whole-answer"),
                        "a whole answer in time",
                        failure.message.clone(),
                    )]
                }
                // Nothing was said by the target: trouble on the way, not a broken promise.
                FailureKind::Connect | FailureKind::Tls | FailureKind::Unsendable => Vec::new(),
            };
        }
    };
    let status = response.status;
    let mut judgements = vec![Judgement::kept(clause("whole-answer"))];
    judgements.push(if status >= 500 {
        Judgement::broken(
            clause("no-server-error"),
            "no 5xx, whatever is sent",
            answer_line(response),
        )
    } else {
        Judgement::kept(clause("no-server-error"))
    });
    judgements.push(if (300..400).contains(&status) {
        let to = response.header("location").unwrap_or("nowhere");
        let actual = format!("status {status}, redirected to {to}");
        Judgement::broken(
            clause("no-redirect"),
            "a 2xx or a 4xx; redirects are not followed",
            actual,
        )
    } else {
        Judgement::kept(clause("no-redirect"))
    });
    if let Some(media_type) = response.header("content-type")
        && says_json(media_type)
        && parse(response) != Parsed::Empty
    {
        judgements.push(match grammar(&response.bytes) {
            Some(problem) => Judgement::broken(
                clause("body-as-declared"),
                format!("JSON, as Content-Type {media_type} says"),
                format!("{problem}; the body begins {}", beginning(&response.body)),
            ),
            None => Judgement::kept(clause("body-as-declared")),
        });
    }
    // What a refusal says is nobody's promise.
    if response.accepted() && matches!(parse(response), Parsed::Json(_)) {
        judgements.push(match strict::key_given_twice(&response.bytes) {
            Some(problem) => Judgement::broken(
                clause("unique-names"),
                "each name once in an object, so that every reader sees the same",
                problem,
            ),
            None => Judgement::kept(clause("unique-names")),
        });
    }
    judgements
}

/// What keeps bytes from being JSON (RFC 8259): the grammar alone, so that half a surrogate pair,
/// deep nesting and a name given twice are all JSON.
fn grammar(bytes: &[u8]) -> Option<String> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Some(format!("not UTF-8: {error}")),
    };
    serde_json::from_str::<serde::de::IgnoredAny>(text)
        .err()
        .map(|error| format!("not JSON: {error}"))
}

/// Reads a body as JSON, whatever its Content-Type.
pub fn parse(response: &Response) -> Parsed {
    if response.bytes.iter().all(u8::is_ascii_whitespace) {
        return Parsed::Empty;
    }
    match serde_json::from_slice(&response.bytes) {
        Ok(value) => Parsed::Json(value),
        Err(error) => Parsed::NotJson(format!("not JSON: {error}")),
    }
}

/// Whether a media type promises JSON (`application/problem+json` does).
pub fn says_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

/// An answer in a line.
pub fn answer_line(response: &Response) -> String {
    if response.body.is_empty() {
        format!("status {} without a body", response.status)
    } else {
        format!("status {}: {}", response.status, beginning(&response.body))
    }
}

/// The beginning of a text, on one line.
pub fn beginning(text: &str) -> String {
    const SHOWN: usize = 160;
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > SHOWN {
        format!("{}…", line.chars().take(SHOWN).collect::<String>())
    } else {
        line
    }
}
