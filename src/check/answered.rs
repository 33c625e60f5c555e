//! An accepting answer held to what is documented of it besides the fields of its body.

use super::Seen;
use super::envelope::{answer_line, parse, says_json};
use super::headers::headers;
use crate::contract::{DocumentedAnswer, Operation};
use crate::model::{Judgement, Parsed, Response};

/// Judges the status of an acceptance and its headers, and that its body is there and called what it
/// is.
pub(super) fn answered(seen: &Seen<'_>, response: &Response) -> Vec<Judgement> {
    let mut judgements: Vec<Judgement> = status(seen.operation, response).into_iter().collect();
    if let Some(documented) = seen.documented() {
        body(seen, documented, response, &mut judgements);
    }
    // Those of an answer with another status are nobody's promise.
    if let Some(documented) = seen.operation.answers.to(response.status) {
        judgements.extend(headers(documented, response));
    }
    judgements
}

/// Whether the status is one of those that are documented one by one.
fn status(operation: &Operation, response: &Response) -> Option<Judgement> {
    let exact = operation.answers.exact.as_ref()?;
    let clause = operation.clause("response.status");
    Some(if exact.statuses.contains(&response.status) {
        Judgement::kept(clause)
    } else {
        Judgement::broken(clause, format!("status {}", exact.told()), answer_line(response))
    })
}

fn body(
    seen: &Seen<'_>,
    documented: &DocumentedAnswer,
    response: &Response,
    judgements: &mut Vec<Judgement>,
) {
    let presence = format!("{}.body", documented.clause);
    let parsed = parse(response);
    if documented.body.is_none() {
        if parsed.json().is_some() {
            let status = response.status;
            let note = format!("the answer with {status} has a body, and none is documented");
            judgements.push(Judgement::noted(seen.operation.clause("request.accepted"), note));
        }
        return;
    }
    if *parsed == Parsed::Empty {
        judgements.push(Judgement::broken(presence, "a JSON body", answer_line(response)));
        return;
    }
    judgements.push(Judgement::kept(presence));
    let header = format!("{}.header.Content-Type", documented.clause);
    judgements.push(match response.header("content-type") {
        Some(value) if says_json(value) => Judgement::kept(header),
        Some(value) => {
            Judgement::broken(header, "application/json, with or without a charset", value)
        }
        None => Judgement::broken(
            header,
            "application/json, with or without a charset",
            "no Content-Type",
        ),
    });
}

#[cfg(test)]
mod tests;
