//! Answers: any bytes, to their verdict.

use std::sync::LazyLock;
use std::time::Duration;

use docproof::check::{self, Memory, Seen};
use docproof::contract::{Contract, violations};
use docproof::model::{Answer, Body, Draft, Exchange, Request, Response};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

use crate::engine::holds;
use crate::files;
use crate::mangle::{grafted, mangled};

static CONTRACT: LazyLock<Contract> =
    LazyLock::new(|| Contract::load(&files("schemas"), "schemas").unwrap());

/// An answer as a server may give it.
#[derive(Clone, Debug)]
struct Given {
    operation: usize,
    status: u16,
    media_type: Option<String>,
    sent: Value,
    bytes: Vec<u8>,
}

fn given() -> impl Strategy<Value = Given> {
    let count = CONTRACT.operations().count();
    const MEDIA_TYPES: [&str; 7] = [
        "application/json",
        "application/json; charset=utf-8",
        "text/html",
        "application/problem+json",
        "",
        ";",
        "é",
    ];
    (0..count).prop_flat_map(move |operation| {
        let documented = CONTRACT.operations().nth(operation).unwrap();
        let sample = |body: Option<&docproof::contract::BodySchema>| {
            body.and_then(|body| body.sample.clone()).unwrap_or(Value::Null)
        };
        let sent = sample(documented.request.as_ref());
        let answered = sample(documented.response.as_deref());
        let bytes = prop_oneof![
            4 => grafted(vec![answered.clone()]).prop_map(|value| value.to_string().into_bytes()),
            3 => mangled(vec![answered.to_string()]).prop_map(String::into_bytes),
            1 => proptest::collection::vec(any::<u8>(), 0..200),
        ];
        let status = prop_oneof![4 => Just(200_u16), 2 => 100..600_u16, 1 => any::<u16>()];
        let media_type = prop_oneof![
            4 => Just(Some("application/json".to_owned())),
            2 => select(&MEDIA_TYPES[..]).prop_map(|name| Some(name.to_owned())),
            1 => Just(None),
        ];
        (status, media_type, grafted(vec![sent]), bytes).prop_map(
            move |(status, media_type, sent, bytes)| Given {
                operation,
                status,
                media_type,
                sent,
                bytes,
            },
        )
    })
}

#[test]
fn every_answer_is_judged_by_clauses_of_its_operation() {
    holds("answers", given, |given| {
        let operation = CONTRACT.operations().nth(given.operation).unwrap();
        let draft = Draft { body: Body::Json(given.sent), ..operation.draft() };
        let headers = given.media_type.map(|name| ("content-type".to_owned(), name));
        let body = String::from_utf8_lossy(&given.bytes).into_owned();
        let headers = headers.into_iter().collect();
        let response = Response::new(given.status, headers, given.bytes, body);
        check::answer_line(&response);
        let exchange = Exchange {
            operation: operation.id.clone(),
            request: Request {
                method: operation.method.clone(),
                url: "http://127.0.0.1/".into(),
                headers: Vec::new(),
                body: None,
                curl: String::new(),
            },
            answer: Answer::Response(response),
            started_ms: 0,
            duration_ms: 0,
        };
        let memory = Memory::default();
        let seen = Seen {
            operation,
            draft: &draft,
            exchange: &exchange,
            memory: &memory,
            sent_at: Duration::ZERO,
        };
        let found = violations(operation, &draft);
        for judgement in check::accepted(&seen, None)
            .into_iter()
            .chain(check::refused(&seen, &found))
            .chain(check::envelope(operation, &exchange))
        {
            prop_assert!(judgement.clause.starts_with(&operation.id), "{}", judgement.clause);
        }
        check::exercised(operation, &draft);
        check::pairs(&seen, seen.body().unwrap_or(&Value::Null));
        Ok(())
    });
}
