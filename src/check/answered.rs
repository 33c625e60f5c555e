//! Answers held to what is documented of their statuses.

use super::Seen;
use super::envelope::{answer_line, parse, why_unread};
use super::headers::headers;
use super::schema::{held, schema};
use crate::contract::media::{is_json, is_of};
use crate::contract::{Content, DocumentedAnswer, Operation};
use crate::model::{Judgement, Level, Parsed, Response};

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

/// Judges a refusal by what is documented of its status, if anything is: whatever was wrong with the
/// request, that is what a client reads.
pub fn refusal(operation: &Operation, response: &Response) -> Vec<Judgement> {
    let Some(documented) = operation.answers.to(response.status) else { return Vec::new() };
    let mut judgements = headers(documented, response);
    judgements.extend(text(documented, response));
    let (Some(content), Some(body)) = (&documented.content, &documented.body) else {
        return judgements;
    };
    let presence = format!("{}.body", documented.clause);
    let came = response.header("content-type");
    match parse(response) {
        Parsed::Json(value) | Parsed::Mended(value) => {
            judgements.push(Judgement::kept(presence));
            if content.is_body(body, came, value) {
                judgements.extend(schema(body, value));
            }
        }
        Parsed::Empty | Parsed::NotJson(_) if is_allowed(content, response) => {}
        Parsed::Empty | Parsed::NotJson(_) => {
            judgements.push(Judgement::broken(presence, "a JSON body", answer_line(response)));
        }
    }
    judgements
}

/// Whether a refusal without JSON is as documented, or judged as something else: JSON that can't be
/// read breaks what its Content-Type says.
fn is_allowed(content: &Content, response: &Response) -> bool {
    let empty = *parse(response) == Parsed::Empty;
    let came = response.header("content-type");
    why_unread(response).is_some()
        || (!content.says_json() && !empty)
        || came.is_some_and(|came| if is_json(came) { !empty } else { content.has(came) })
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
    let Some(content) = &documented.content else {
        if parse(response).json().is_some() {
            let status = response.status;
            let note = format!("the answer with {status} has a body, and none is documented");
            judgements.push(Judgement::noted(seen.operation.clause("request.accepted"), note));
        }
        return;
    };
    let presence = format!("{}.body", documented.clause);
    let came = response.header("content-type");
    if is_empty(content, response) {
        if content.level == Level::Must && came.is_some_and(|came| content.may_be_empty(came)) {
            return;
        }
        let expected = if content.says_json() { "a JSON body" } else { "a body" };
        judgements.push(Judgement::broken(presence, expected, answer_line(response)));
        return;
    }
    judgements.push(Judgement::kept(presence));
    judgements.extend(text(documented, response));
    if content.is_open() {
        return;
    }
    let header = format!("{}.header.Content-Type", documented.clause);
    judgements.push(match came {
        Some(came) if content.has(came) => Judgement::kept(header),
        other => Judgement::broken(header, types(content), other.unwrap_or("no Content-Type")),
    });
}

/// Judges a body that is a text. Whether a line ends with it is nobody's promise.
fn text(documented: &DocumentedAnswer, response: &Response) -> Vec<Judgement> {
    let came = response.header("content-type").unwrap_or_default();
    let Some(text) = documented.text.as_ref().filter(|text| is_of(&text.media_type, came)) else {
        return Vec::new();
    };
    let read = std::str::from_utf8(&response.bytes).ok().filter(|_| why_unread(response).is_none());
    let Some(said) = read else { return Vec::new() };
    let said = said.trim_start_matches('\u{feff}');
    let line = said.trim_end_matches(['\r', '\n']);
    held(&text.value.root, &text.value.schema, &text.value.reading(&[line, said]))
}

/// Whether there is no body: blanks are none where JSON is documented.
fn is_empty(content: &Content, response: &Response) -> bool {
    match content.says_json() {
        true => *parse(response) == Parsed::Empty,
        false => response.bytes.is_empty() && why_unread(response).is_none(),
    }
}

fn types(content: &Content) -> String {
    match content.media_types.join(" or ").as_str() {
        "application/json" => "application/json, with or without a charset".into(),
        types => format!("{types}, with or without parameters"),
    }
}

#[cfg(test)]
mod tests;
