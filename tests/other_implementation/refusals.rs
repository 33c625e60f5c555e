//! Refusals: any 4xx, with any body that is what it says it is.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde::de::IgnoredAny;

use super::wire::Answer;

/// Why a request is refused.
#[derive(Clone, Copy, Debug)]
pub enum Why {
    /// Nothing is there.
    NoRoute,
    /// Something is there, and not for this method.
    Method,
    /// The credential is missing or wrong.
    Credential,
    /// The credential is right and lacks the scope.
    Scope,
    /// A required header is missing or empty.
    Header,
    /// An id in the path can't be one.
    MalformedId,
    /// An id in the path is nobody's.
    Unknown,
    /// The body isn't said to be JSON.
    MediaType,
    /// The body isn't JSON.
    Malformed,
    /// The body has a wrong type somewhere, or lacks something.
    Shape,
    /// A text has a wrong format.
    Format,
    /// Another contact has the number.
    Taken,
    /// An update doesn't say everything.
    Partial,
    /// No record of a batch can be updated.
    NothingDone,
    /// The documentation says nothing of it.
    LeftOpen,
}

/// What most servers say.
pub fn usual(why: Why) -> u16 {
    match why {
        Why::NoRoute | Why::Unknown => 404,
        Why::Method => 405,
        Why::Credential => 401,
        Why::Scope => 403,
        Why::MediaType => 415,
        Why::Taken => 409,
        Why::Shape | Why::Format | Why::Partial => 422,
        Why::Header | Why::MalformedId | Why::Malformed | Why::NothingDone | Why::LeftOpen => 400,
    }
}

/// Bodies in turn, so that every refusal meets every one of them sooner or later.
#[derive(Default)]
pub struct Refusals {
    next: AtomicUsize,
}

const BODIES: &[(Option<&str>, &[u8])] = &[
    (Some("text/plain"), b"no"),
    (None, b""),
    (Some("text/html; charset=utf-8"), "<!doctype html><title>No</title><p>Désolé".as_bytes()),
    (Some("application/json"), b"[\"no\", 7, null]"),
    (Some("text/plain; charset=iso-8859-1"), b"d\xe9sol\xe9"),
    (Some("application/json"), b"\"no\""),
    (
        Some("application/problem+json"),
        b"{\"type\": \"about:blank\", \"status\": \"refused\", \"detail\": {\"deep\": [{}]}}",
    ),
    (Some("application/json; charset=utf-8"), b" 42 "),
    (Some("text/html"), b""),
    (Some("application/json"), b"null"),
    (Some("application/octet-stream"), b"\x00\xff\xfe{"),
    (Some("application/xml"), b"<?xml version=\"1.0\"?><no/>"),
    (None, b"{\"status\": \"success\", \"message\": \"not at all\"}"),
    (Some("Application/JSON"), b"{\"id\": 1, \"successful\": \"none\", \"data\": null}"),
    (Some("application/json"), b"false"),
    (Some("application/json"), b"{\"error\": \"no\", \"error\": \"not at all\"}"),
];

impl Refusals {
    pub fn answer(&self, status: u16, asked: &[u8]) -> Answer {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        // Every other time what was sent comes back, if it is JSON, however deep. Names are passed
        // over without a look at their bytes.
        let asked = String::from_utf8_lossy(asked);
        if turn.is_multiple_of(2) && serde_json::from_str::<IgnoredAny>(&asked).is_ok() {
            let body = format!("{{\"detail\": [{{\"input\": {asked}}}]}}").into_bytes();
            return Answer { status, media_type: Some("application/json".into()), body };
        }
        let (media_type, body) = BODIES[turn / 2 % BODIES.len()];
        Answer { status, media_type: media_type.map(str::to_owned), body: body.to_vec() }
    }
}
