//! Answers as the proxy gives them.

use axum::body::{Body, Bytes as Buffer};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use serde_json::{Map, Value, json};

use super::change::{Bytes, Change};
use super::edit::edit;
use crate::contract::Operation;
use crate::contract::place::{get, set};
use crate::model::Draft;

/// An answer on its way back.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// The connection ends in the middle of the body.
    pub cut: bool,
    /// What the implementation answered to the very request that came, where it was asked.
    pub plain: Option<Box<Plain>>,
}

/// An answer as it came: status, headers and body.
type Plain = (u16, HeaderMap, Vec<u8>);

impl Answer {
    pub(super) fn json(status: u16, body: &Value) -> Self {
        let mut answer = Self {
            status,
            headers: HeaderMap::new(),
            body: body.to_string().into_bytes(),
            cut: false,
            plain: None,
        };
        answer.content_type(Some("application/json"));
        answer
    }

    /// An answer that came to the very request that was asked.
    pub(super) fn plain(status: u16, headers: HeaderMap, body: Vec<u8>) -> Self {
        let plain = Some(Box::new((status, headers.clone(), body.clone())));
        Self { status, headers, body, cut: false, plain }
    }

    /// The same, where nobody was asked for it.
    pub(super) fn unasked(self) -> Self {
        Self { plain: None, ..self }
    }

    /// Whether it is what would have been answered without any change.
    pub(super) fn is_plain(&self) -> bool {
        let same = |plain: &Plain| {
            plain.0 == self.status && plain.1 == self.headers && plain.2 == self.body
        };
        !self.cut && self.plain.as_deref().is_some_and(same)
    }

    pub(super) fn accepted(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(super) fn refused(&self) -> bool {
        (400..500).contains(&self.status)
    }

    pub(super) fn value(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    pub(super) fn has_content_type(&self, kind: &str) -> bool {
        self.headers.get(header::CONTENT_TYPE).is_some_and(|value| value == kind)
    }

    fn content_type(&mut self, kind: Option<&'static str>) {
        self.headers.remove(header::CONTENT_TYPE);
        if let Some(kind) = kind {
            self.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        }
    }

    fn rewrite(&mut self, change: impl FnOnce(&mut Value)) {
        if let Some(mut value) = self.value() {
            let before = value.to_string();
            change(&mut value);
            let after = value.to_string();
            // As it came, spacing and all, where nothing was changed.
            if after != before {
                self.body = after.into_bytes();
            }
        }
    }

    /// Applies a change that concerns answers alone.
    pub(super) fn change(&mut self, change: &Change) {
        if self.accepted() {
            self.change_accepting(change);
        } else if self.refused() {
            match change {
                Change::RefusalStatus(status) if ![401, 403, 404].contains(&self.status) => {
                    self.status = *status
                }
                Change::RefusalBody(kind, body) => {
                    self.content_type(*kind);
                    self.body = body.as_bytes().to_vec();
                }
                _ => {}
            }
        }
        if *change == Change::ExtraFields {
            self.rewrite(extend);
        }
    }

    fn change_accepting(&mut self, change: &Change) {
        match change {
            Change::Field { field, edit: what } => self.rewrite(|value| edit(value, field, what)),
            Change::Fields(edits) => self.rewrite(|value| {
                for (field, what) in edits {
                    edit(value, field, what);
                }
            }),
            Change::Status(status) => {
                self.status = *status;
                if [204, 304].contains(status) {
                    self.body.clear();
                }
                if (300..400).contains(status) {
                    self.headers.insert(header::LOCATION, HeaderValue::from_static("/elsewhere"));
                }
            }
            Change::ContentType(kind) => self.content_type(*kind),
            Change::KeyOrder => self.rewrite(turn_round),
            Change::Whitespace => {
                if let Some(value) = self.value() {
                    let pretty = serde_json::to_string_pretty(&value).unwrap_or_default();
                    self.body = format!("\r\n\t {pretty} \n\n").into_bytes();
                }
            }
            Change::Bytes(bytes) => self.change_bytes(*bytes),
            _ => {}
        }
    }

    fn change_bytes(&mut self, bytes: Bytes) {
        match bytes {
            Bytes::Half => self.body.truncate(self.body.len() / 2),
            Bytes::None => self.body.clear(),
            Bytes::Text => self.body = b"OK, done".to_vec(),
            Bytes::Trailing => self.body.extend_from_slice(b" {}"),
            Bytes::DuplicateKey => {
                let text = String::from_utf8_lossy(&self.body).into_owned();
                self.body = text.replacen('{', "{\"twice\":1,\"twice\":2,", 1).into_bytes();
            }
            Bytes::Cut => self.cut = true,
        }
    }

    pub(super) fn into_response(self) -> Response<Body> {
        let body = if self.cut {
            let half = Buffer::copy_from_slice(&self.body[..self.body.len() / 2]);
            let parts: Vec<Result<Buffer, std::io::Error>> =
                vec![Ok(half), Err(std::io::Error::other("cut on purpose"))];
            Body::from_stream(futures::stream::iter(parts))
        } else {
            Body::from(self.body)
        };
        let mut response = Response::new(body);
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_GATEWAY);
        for (name, value) in &self.headers {
            if kept(name) {
                response.headers_mut().append(name.clone(), value.clone());
            }
        }
        response
    }
}

/// Headers that describe a connection, not an answer, stay behind.
fn kept(name: &HeaderName) -> bool {
    ![header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::CONNECTION, header::DATE]
        .contains(name)
}

/// Fields that nobody documented, in every object.
fn extend(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.values_mut().for_each(extend);
            map.insert("undocumented".into(), json!({"at": [1, null, "x"]}));
        }
        Value::Array(items) => items.iter_mut().for_each(extend),
        _ => {}
    }
}

fn turn_round(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.values_mut().for_each(turn_round);
            let turned: Map<String, Value> = std::mem::take(map).into_iter().rev().collect();
            *map = turned;
        }
        Value::Array(items) => items.iter_mut().for_each(turn_round),
        _ => {}
    }
}

/// What a server says that didn't look at the request: an acceptance made from the sample; without one as another
/// request was accepted, or, where no body is documented, by its status.
pub(super) fn canned(
    operation: &Operation,
    draft: &Draft,
    accepted: Option<&Answer>,
) -> Option<Answer> {
    let bodiless = || {
        let status = operation.answers.status();
        operation.response.is_none().then(|| Answer::plain(status, HeaderMap::new(), Vec::new()))
    };
    let other = || accepted.cloned().or_else(bodiless).map(Answer::unasked);
    by_sample(operation, draft).or_else(other)
}

fn by_sample(operation: &Operation, draft: &Draft) -> Option<Answer> {
    let sample = operation.response.as_ref()?.sample.clone()?;
    let mut body = sample;
    let records = operation.records.as_ref()?;
    // Where bad records may be listed as failed, each must be listed as done.
    if let (true, Some(sent)) =
        (operation.refuses_records_apart(), draft.json().and_then(Value::as_array))
    {
        let field = records.answered_field();
        let first = get(&body, field).and_then(|items| items.get(0)).cloned()?;
        let content = records.content.as_deref().unwrap_or("");
        let items: Vec<Value> = sent
            .iter()
            .map(|record| {
                let mut item = first.clone();
                let id = records.sent_id.as_ref().and_then(|id| get(record, id));
                if let (Some(id), Some(name)) = (id, &records.id) {
                    set(&mut item, &crate::contract::place::join(content, name), id.clone());
                }
                item
            })
            .collect();
        set(&mut body, field, Value::Array(items));
    }
    Some(Answer::json(200, &body))
}
