//! A request as it arrived, and what is asked of it before any operation looks at it.

use std::{borrow::Cow, future::poll_fn, pin::pin, time::Duration};

use axum::{
    body::{Body, HttpBody},
    extract::{Query, RawPathParams, Request},
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
};
use serde_json::Value;

use super::{
    credentials::Caller,
    demo,
    faults::{Fault, Faults},
    operation::Operation,
    refusal::{Flaw, Refusal},
    server::App,
    validate::Check,
};

/// The largest body that is read as JSON.
const LIMIT: usize = 2 * 1024 * 1024;
/// What is taken in beyond that and thrown away, so that a client that is still sending gets
/// to read its refusal instead of a cut connection.
const PATIENCE: usize = 64 * 1024 * 1024;
/// How long a body may take to arrive.
const DEADLINE: Duration = Duration::from_secs(30);

pub(super) struct Call {
    pub operation: Operation,
    path: Vec<(String, String)>,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Call {
    /// Takes the whole request in.
    pub(super) async fn read(
        operation: Operation,
        path: Option<RawPathParams>,
        request: Request,
    ) -> Result<Self, Refusal> {
        let (parts, body) = request.into_parts();
        let body = tokio::time::timeout(DEADLINE, read(body)).await.map_err(|_| {
            Refusal::new(StatusCode::REQUEST_TIMEOUT, "the body took too long to arrive")
        })??;
        Ok(Self {
            operation,
            // A path that is no UTF-8 has no parameters, so it will name nothing that exists.
            path: path.iter().flatten().map(owned).collect(),
            query: Query::try_from_uri(&parts.uri).map(|Query(pairs)| pairs).unwrap_or_default(),
            headers: parts.headers,
            body,
        })
    }

    pub(super) fn path(&self, name: &str) -> &str {
        find(&self.path, name).unwrap_or_default()
    }

    pub(super) fn query(&self, name: &str) -> Option<&str> {
        find(&self.query, name)
    }

    pub(super) fn header(&self, name: &str) -> Option<Cow<'_, str>> {
        let value = self.headers.get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()))
    }

    /// Credentials first, then headers, then the application in the path.
    pub(super) fn admit(&self, app: &App) -> Result<Caller, Refusal> {
        let user = app.credentials.check(self, &app.faults)?;
        let mut check = Check::new(&app.faults, self.operation);
        for name in self.operation.headers() {
            let at = || format!("header {name}");
            match self.header(name) {
                None => check.flaw(name, Flaw::Missing, at(), "is required"),
                Some(value) if value.trim().is_empty() => {
                    check.flaw(name, Flaw::Empty, at(), "must not be empty");
                }
                Some(_) => {}
            }
        }
        check.finish()?;
        self.check_media_type(&app.faults)?;
        // In a text of JSON there is no raw line break.
        if self.body.contains(&b'\n') && app.faults.has(Fault::SpreadJsonRefused) {
            let refusal = Refusal::new(StatusCode::BAD_REQUEST, "the body is not JSON");
            return Err(refusal.at("body", "must stand on one line"));
        }
        if let Some((parameter, _)) = self.operation.application()
            && self.path(parameter) != demo::APPLICATION
        {
            let mut check = Check::new(&app.faults, self.operation);
            let at = format!("path {parameter}");
            check.flaw(parameter, Flaw::BadFormat, at.clone(), "names no application");
            check.finish().map_err(|_| Refusal::not_found(at, "application"))?;
        }
        Ok(Caller { user, account: self.header("accountId").unwrap_or_default().into_owned() })
    }

    fn check_media_type(&self, faults: &Faults) -> Result<(), Refusal> {
        let sent = self.header(CONTENT_TYPE.as_str());
        if sent.is_none() && faults.has(Fault::ContentTypeMissingCrashes) {
            return Err(Refusal::internal("Content-Type of nothing"));
        }
        let essence = sent.as_deref().and_then(|value| value.split(';').next());
        if essence.is_some_and(|value| value.trim().eq_ignore_ascii_case("application/json"))
            || faults.has(Fault::ContentTypeUnchecked)
        {
            return Ok(());
        }
        let text = match sent {
            None => "is required".to_owned(),
            Some(value) => format!("must be application/json, not \"{value}\""),
        };
        Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "the body is not announced as JSON")
            .at("header Content-Type", text))
    }

    /// The body as JSON of any type.
    pub(super) fn json(&self) -> Result<Value, Refusal> {
        serde_json::from_slice(&self.body).map_err(|error| {
            Refusal::new(StatusCode::BAD_REQUEST, "the body is not JSON")
                .at("body", error.to_string())
        })
    }

    /// What a body is refused with that is JSON of another type than documented.
    pub(super) fn mistyped(wanted: &str) -> Refusal {
        Refusal::new(StatusCode::BAD_REQUEST, "the body has the wrong type")
            .at("body", format!("must be {wanted}"))
    }
}

fn owned((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn find<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

async fn read(body: Body) -> Result<Vec<u8>, Refusal> {
    let mut body = pin!(body);
    let mut kept = Vec::new();
    let mut seen = 0;
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        let frame = frame.map_err(|error| {
            Refusal::new(StatusCode::BAD_REQUEST, "the body broke off")
                .at("body", error.to_string())
        })?;
        if let Ok(data) = frame.into_data() {
            seen += data.len();
            if seen <= LIMIT {
                kept.extend_from_slice(&data);
            } else if seen > PATIENCE {
                break;
            }
        }
    }
    if seen > LIMIT {
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large")
            .at("body", format!("must have at most {LIMIT} bytes")));
    }
    Ok(kept)
}
