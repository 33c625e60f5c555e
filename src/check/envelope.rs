//! What HTTP itself promises of any answer, whatever was sent.

use super::surrogates::{mended, spelt_out};
use crate::contract::media::is_json;
use crate::contract::{Operation, strict};
use crate::model::{Answer, Exchange, FailureKind, Judgement, Parsed, Response, Unread};

/// Whether a header of a request, by its name, asks what has changed (RFC 9110, section 13.1).
pub fn asks_what_changed(header: &str) -> bool {
    ["If-None-Match", "If-Modified-Since"].iter().any(|one| one.eq_ignore_ascii_case(header))
}

/// Judges HTTP's own promises.
pub fn envelope(operation: &Operation, exchange: &Exchange) -> Vec<Judgement> {
    let clause = |rest: &str| [&operation.id, ".http.", rest].concat();
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
    let mut judgements = vec![if status < 200 {
        let actual = format!("status {status}, which announces an answer and is none");
        Judgement::broken(clause("whole-answer"), "a whole answer in time", actual)
    } else {
        Judgement::kept(clause("whole-answer"))
    }];
    judgements.push(if status >= 500 {
        Judgement::broken(
            clause("no-server-error"),
            "no 5xx, whatever is sent",
            answer_line(response),
        )
    } else {
        Judgement::kept(clause("no-server-error"))
    });
    let redirects = (300..400).contains(&status) && !operation.answers.redirects_with(status);
    judgements.push(if redirects {
        let to = response.header("location").unwrap_or("nowhere");
        let actual = format!("status {status}, redirected to {to}");
        Judgement::broken(
            clause("no-redirect"),
            "a 2xx or a 4xx; redirects are not followed",
            actual,
        )
    } else if status == 304
        && !exchange.request.headers.iter().any(|(name, _)| asks_what_changed(name))
    {
        Judgement::broken(
            clause("no-redirect"),
            "304 only where the request asks for what has changed (If-None-Match, If-Modified-Since)",
            "status 304 to a request that doesn't",
        )
    } else {
        Judgement::kept(clause("no-redirect"))
    });
    judgements.extend(declared(response, clause("body-as-declared")));
    // What a refusal says is nobody's promise.
    if response.accepted() && parse(response).json().is_some() {
        let problem = match parse(response) {
            Parsed::Json(value) if !strict::has_key_twice(&response.bytes, value) => None,
            Parsed::Mended(_) => {
                // Mended, two names may have become one.
                let spelt_out = spelt_out(&response.bytes);
                strict::key_given_twice(spelt_out.as_deref().unwrap_or(&response.bytes))
            }
            _ => strict::key_given_twice(&response.bytes),
        };
        judgements.push(match problem {
            Some(problem) => Judgement::broken(
                clause("unique-names"),
                "each name once in an object, so that every reader sees the same",
                problem,
            ),
            None => Judgement::kept(clause("unique-names")),
        });
        if matches!(parse(response), Parsed::Mended(_)) {
            let note = "half a surrogate pair (like \\ud800) in a text, which readers take differently; it was read as U+FFFD";
            judgements.push(Judgement::noted(clause("body-as-declared"), note));
        }
    }
    judgements
}

/// Whether a body is what its Content-Type says.
fn declared(response: &Response, clause: String) -> Option<Judgement> {
    let media_type = response.header("content-type").filter(|value| is_json(value));
    // Only what an acceptance says has to be read.
    let unread = why_unread(response)
        .filter(|_| response.accepted() || !matches!(response.unread, Some(Unread::Beyond(_))));
    if let Some(reason) = unread {
        let expected = match media_type {
            Some(media_type) => format!("JSON that can be read, as Content-Type {media_type} says"),
            None => "a body that can be read".into(),
        };
        return Some(Judgement::broken(clause, expected, reason.clone()));
    }
    let media_type = media_type?;
    if is_blank(&response.bytes) {
        return None;
    }
    let problem = match parse(response) {
        Parsed::Json(_) => None,
        Parsed::Empty | Parsed::Mended(_) | Parsed::NotJson(_) => grammar(&response.bytes),
    };
    Some(match problem {
        Some(problem) => Judgement::broken(
            clause,
            format!("JSON, as Content-Type {media_type} says"),
            format!("{problem}{}; the body begins {}", ended(response), beginning(&response.body)),
        ),
        None => Judgement::kept(clause),
    })
}

/// Why a body can't be read as what it is called. How deep JSON may nest, and how much it may hold, is said of JSON alone.
pub(super) fn why_unread(response: &Response) -> Option<&String> {
    match response.unread.as_ref()? {
        Unread::Coding(reason) => Some(reason),
        Unread::Beyond(reason) => {
            response.header("content-type").is_some_and(is_json).then_some(reason)
        }
    }
}

/// What keeps bytes from being JSON (RFC 8259): the grammar alone, so that half a surrogate pair
/// and a name given twice are both JSON.
fn grammar(bytes: &[u8]) -> Option<String> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Some(format!("not UTF-8: {error}")),
    };
    if text.starts_with('\u{feff}') {
        return Some("not JSON: it begins with a byte order mark (U+FEFF)".into());
    }
    serde_json::from_str::<serde::de::IgnoredAny>(text)
        .err()
        .map(|error| format!("not JSON: {error}"))
}

/// A body that ends too early may only have been declared too short.
fn ended(response: &Response) -> String {
    let error = serde_json::from_slice::<serde::de::IgnoredAny>(&response.bytes).err();
    match response.header("content-length") {
        Some(length) if error.is_some_and(|error| error.is_eof()) => {
            format!(" (its Content-Length of {length} bytes ends it there)")
        }
        _ => String::new(),
    }
}

/// Reads a body as JSON, whatever its Content-Type; once, however often it is asked.
pub fn parse(response: &Response) -> &Parsed {
    response.parsed.get_or_init(|| read(response))
}

fn read(response: &Response) -> Parsed {
    if let Some(Unread::Coding(reason) | Unread::Beyond(reason)) = &response.unread {
        return Parsed::NotJson(reason.clone());
    }
    if is_blank(&response.bytes) {
        return Parsed::Empty;
    }
    let read = match serde_json::from_slice(&response.bytes) {
        Ok(value) => return Parsed::Json(value),
        Err(error) => error,
    };
    match mended(&response.bytes).and_then(|bytes| serde_json::from_slice(&bytes).ok()) {
        Some(value) => Parsed::Mended(value),
        None => Parsed::NotJson(format!("not JSON: {read}")),
    }
}

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_whitespace)
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
    let mut line = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let gap = if line.is_empty() { "" } else { " " };
        for c in gap.chars().chain(word.chars()) {
            if length == SHOWN {
                return format!("{line}…");
            }
            line.push(c);
            length += 1;
        }
    }
    line
}
