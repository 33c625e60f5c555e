//! The way out: status, headers and body of every answer.

use std::sync::atomic::Ordering;

use axum::{
    body::Body,
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_TYPE, LOCATION},
    },
    response::Response,
};
use serde_json::Value;

use super::{corrupt, faults::Fault, operation::Operation, refusal::Refusal, server::App};

pub(super) fn deliver(
    app: &App,
    operation: Option<Operation>,
    result: Result<Value, Refusal>,
) -> Response {
    let faults = &app.faults;
    let count = app.answers.fetch_add(1, Ordering::Relaxed) + 1;
    let result = if count.is_multiple_of(10) && faults.has(Fault::EveryTenthFails) {
        Err(Refusal::internal("this is the tenth answer"))
    } else {
        result
    };
    let (status, body) = match result {
        Ok(mut body) => {
            if let Some(operation) = operation {
                corrupt::answer(faults, operation, &mut body);
            }
            (StatusCode::OK, body)
        }
        Err(refusal) => {
            let status = match refusal.status {
                StatusCode::NOT_FOUND if faults.has(Fault::UnknownIdIsBadRequest) => {
                    StatusCode::BAD_REQUEST
                }
                StatusCode::CONFLICT if faults.has(Fault::ConflictCrashes) => {
                    StatusCode::INTERNAL_SERVER_ERROR
                }
                status if status.is_client_error() && faults.has(Fault::RefusalsAreOk) => {
                    StatusCode::OK
                }
                status => status,
            };
            (status, refusal.to_json())
        }
    };
    let mut bytes = body.to_string().into_bytes();
    if status.is_success() && faults.has(Fault::TruncatedBody) {
        bytes.truncate(bytes.len() / 2);
    }
    let media_type = if faults.has(Fault::TextContentType) {
        "text/html; charset=utf-8"
    } else {
        "application/json"
    };
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    if status.is_redirection() {
        headers.insert(LOCATION, HeaderValue::from_static("/elsewhere"));
    }
    response
}
