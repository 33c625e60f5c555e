//! Why there is no whole answer, in words that say what happened and not which library noticed.

use std::error::Error;

use super::handshake;
use super::limits::{Limits, shown};
use crate::model::{Closing, Failure, FailureKind};

/// No answer began, because.
pub(super) fn before_the_head(error: &reqwest::Error, limits: &Limits) -> Failure {
    let connecting = error.is_connect();
    if let Some(tls) = find::<rustls::Error>(error) {
        return Failure::new(FailureKind::Tls, handshake::words(tls));
    }
    if connecting && error.is_timeout() {
        let within = limits.connecting();
        return Failure::new(FailureKind::Connect, format!("no connection within {within:?}"));
    }
    if connecting {
        return Failure::new(FailureKind::Connect, chain(error));
    }
    if error.is_builder() {
        return Failure::new(
            FailureKind::Unsendable,
            format!("the request can't be sent: {}", chain(error)),
        );
    }
    let cause = find::<hyper::Error>(error).map(|cause| {
        // A request that was still to be written when its connection ended is called off for the
        // reason that ended the connection.
        let reason = cause.source().filter(|_| cause.is_canceled());
        reason.and_then(<dyn Error>::downcast_ref).unwrap_or(cause)
    });
    match cause {
        Some(cause) if cause.is_parse_too_large() => Failure::new(
            FailureKind::TooLarge,
            "the head of the answer has more than 100 headers or more bytes than are ever read",
        ),
        Some(cause) if cause.is_parse() => {
            Failure::new(FailureKind::Broken, format!("what came is no HTTP: {cause}"))
        }
        Some(cause)
            if cause.is_incomplete_message() || cause.is_canceled() || is_deserted(cause) =>
        {
            let message = "the connection was closed before the head of an answer was whole";
            // What is called off was never written.
            let unwritten = find::<hyper::Error>(error).is_some_and(hyper::Error::is_canceled);
            let closing = Some(if unwritten { Closing::Undone } else { Closing::Silent });
            Failure { closing, ..Failure::new(FailureKind::Broken, message) }
        }
        _ => Failure {
            closing: if find::<h2::Error>(error).is_some_and(is_goodbye) {
                Some(Closing::Undone)
            } else {
                find::<std::io::Error>(error).filter(|one| is_closing(one)).map(|_| Closing::Silent)
            },
            ..Failure::new(
                FailureKind::Broken,
                format!("the connection broke before an answer came: {}", chain(error)),
            )
        },
    }
}

/// The head came, but the body not to its end.
pub(super) fn in_the_body(error: &reqwest::Error, read: usize) -> Failure {
    let (kind, why) = match find::<rustls::Error>(error) {
        Some(tls) => (FailureKind::Tls, handshake::words(tls)),
        None => (FailureKind::Broken, chain(error)),
    };
    Failure::new(
        kind,
        format!("the body can't be read to its end ({read} bytes of it came): {why}"),
    )
}

/// Something is longer than its limit.
pub(super) fn too_large(what: &str, limit: usize, setting: &str) -> Failure {
    let limit = shown(limit);
    Failure::new(
        FailureKind::TooLarge,
        format!("{what} longer than the limit of {limit} ({setting})"),
    )
}

/// The time is up.
pub(super) fn late(message: String) -> Failure {
    Failure::new(FailureKind::Timeout, message)
}

/// An error with its causes, without the URL (its query may hold a key).
pub(super) fn chain(error: &dyn Error) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        next = cause.source();
        let text = cause.to_string();
        // The client's own layers say nothing that their causes don't.
        let called_off = cause.downcast_ref().is_some_and(hyper::Error::is_canceled);
        let is_layer = text.starts_with("client error (") || (called_off && next.is_some());
        if !is_layer && parts.last().is_none_or(|last| !last.contains(&text)) {
            parts.push(text);
        }
    }
    if parts.is_empty() {
        parts.push(error.to_string());
    }
    parts.join(": ")
}

/// Whether what served the connection has ended: the library has no other name for it.
fn is_deserted(error: &hyper::Error) -> bool {
    error.is_user() && error.to_string().starts_with("dispatch task is gone")
}

fn is_closing(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, NotConnected};
    matches!(error.kind(), BrokenPipe | ConnectionAborted | ConnectionReset | NotConnected)
}

/// Whether the other end says over HTTP/2 that it closes the connection and has done nothing of what
/// was sent last (RFC 9113, sections 6.8 and 8.7).
fn is_goodbye(error: &h2::Error) -> bool {
    let left = error.is_go_away() && error.reason() == Some(h2::Reason::NO_ERROR);
    let refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
    error.is_remote() && (left || refused)
}

/// The first cause of a type.
fn find<T: Error + 'static>(error: &reqwest::Error) -> Option<&T> {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        // An I/O error doesn't name what it wraps among its causes.
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        cause = match wrapped {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    None
}
