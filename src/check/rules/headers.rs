//! Rules about headers of an answer.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::Place;
use crate::check::{Seen, pairs};
use crate::model::{Judgement, Outcome};

/// Judges every rule about a header of the answer: absent is not judged here.
pub(in crate::check) fn of_headers(seen: &Seen<'_>) -> Vec<Judgement> {
    let mut judgements = Vec::new();
    for rule in &seen.operation.rules {
        let (Some(check), Some(name), Some(clause)) =
            (&rule.check, &rule.header, rule.clauses.first())
        else {
            continue;
        };
        let documented = seen.documented().into_iter().flat_map(|answer| &answer.headers);
        let is_that = documented.into_iter().any(|header| header.name.eq_ignore_ascii_case(name));
        let response = seen.exchange.response().filter(|_| is_that);
        let Some(value) = response.and_then(|response| response.header(name)) else { continue };
        let none = Value::Null;
        let body = seen.body().unwrap_or(&none);
        let pairs = pairs(seen, body);
        let pair = pairs.first();
        let place = Place {
            seen,
            rule,
            field: name,
            body,
            content: pair.map_or(&none, |pair| pair.content),
            sent: pair.and_then(|pair| pair.sent),
            known: None,
        };
        let at = format!("the header {name}");
        let judged = |value: &str| place.judge(check, Some(&value.into()), &at);
        let mut outcome = judged(value);
        // A URL holds the same in another spelling.
        if !matches!(outcome, Some(Outcome::Kept))
            && let Ok(decoded) = percent_decode_str(value).decode_utf8()
            && matches!(judged(&decoded), Some(Outcome::Kept))
        {
            outcome = Some(Outcome::Kept);
        }
        judgements.extend(outcome.map(|outcome| Judgement { clause: clause.clone(), outcome }));
    }
    judgements
}
