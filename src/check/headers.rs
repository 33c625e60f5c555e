//! The documented headers of an answer.

use percent_encoding::percent_decode_str;
use serde_json::{Number, Value};

use super::schema::held;
use crate::contract::{DocumentedAnswer, Header, HeaderValue};
use crate::model::{Judgement, Level, Response};

/// Judges every header that is documented of an answer. One that may be left out and is says nothing.
pub(super) fn headers(documented: &DocumentedAnswer, response: &Response) -> Vec<Judgement> {
    let mut judgements = Vec::new();
    for header in &documented.headers {
        let of_it = |(name, _): &&(String, String)| name.eq_ignore_ascii_case(&header.name);
        let texts: Vec<&str> =
            response.headers.iter().filter(of_it).map(|(_, text)| text.as_str()).collect();
        match (texts.is_empty(), header.required && header.level != Level::May) {
            (true, true) => {
                let expected = format!("a header {}", header.name);
                judgements.push(Judgement::broken(&header.clause, expected, "it is missing"));
            }
            (false, true) => judgements.push(Judgement::kept(&header.clause)),
            (_, false) => {}
        }
        if let (Some(value), false) = (&header.value, texts.is_empty()) {
            judgements.extend(facets(header, value, &texts));
        }
    }
    judgements
}

/// Judges the facts about a header's value: one way of reading it that meets all is enough.
fn facets(header: &Header, value: &HeaderValue, texts: &[&str]) -> Vec<Judgement> {
    let together = texts.join(", ");
    let readings = texts.iter().copied().chain([&*together]).flat_map(read);
    let mut judged: Vec<Vec<Judgement>> =
        readings.map(|reading| held(&value.root, &value.schema, &reading)).collect();
    let breaks = |judgements: &[Judgement], what: &str| {
        judgements.iter().any(|one| one.is_broken() && one.clause.ends_with(what))
    };
    // Of wrong ones, what is of the right type is told by what else is wrong with it.
    let best = judged.iter().position(|one| !breaks(one, ""));
    let best = best.or_else(|| judged.iter().position(|one| !breaks(one, ":type")));
    let judgements = judged.swap_remove(best.unwrap_or(0));
    judgements.into_iter().map(|judgement| judgement.at(header.name.clone())).collect()
}

/// What a header's text may say (OpenAPI's style `simple`): OpenAPI leaves open how a boolean is
/// spelt, and whether a text is percent-encoded.
fn read(text: &str) -> Vec<Value> {
    let mut readings = Vec::new();
    readings.extend(number(text).map(Value::Number));
    readings.extend(
        ["true", "false"].into_iter().filter_map(|word| {
            text.eq_ignore_ascii_case(word).then_some(Value::Bool(word == "true"))
        }),
    );
    if text.is_empty() || text == "null" {
        readings.push(Value::Null);
    }
    readings.push(Value::String(text.to_owned()));
    match percent_decode_str(text).decode_utf8() {
        Ok(decoded) if decoded != text => readings.push(Value::String(decoded.into_owned())),
        _ => {}
    }
    readings
}

/// A number, also one with zeros or a plus before it.
fn number(text: &str) -> Option<Number> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = digits.trim_start_matches('0');
    let zero = if digits.starts_with(|c: char| c.is_ascii_digit()) { "" } else { "0" };
    let has_digits = text.contains(|c: char| c.is_ascii_digit());
    has_digits.then(|| serde_json::from_str(&format!("{sign}{zero}{digits}")).ok()).flatten()
}
