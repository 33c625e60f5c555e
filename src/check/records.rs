//! Which answered record belongs to which sent one.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::Seen;
use crate::contract::place::{get, join};
use crate::contract::{template, text_of};

/// An answered item with the record that it answers.
#[derive(Clone, Debug)]
pub struct Pair<'a> {
    /// The sent record, if one was found for this answer.
    pub sent: Option<&'a Value>,
    /// Its position in the request.
    pub position: Option<usize>,
    /// The answered item.
    pub item: &'a Value,
    /// The record inside the item.
    pub content: &'a Value,
    /// The item's place in the body, for people.
    pub at: String,
}

/// The records of a request.
pub fn sent_records<'a>(seen: &Seen<'a>) -> Vec<&'a Value> {
    let Some(body) = seen.draft.json() else { return Vec::new() };
    match &seen.operation.records {
        Some(records) if records.many() => {
            body.as_array().map(|items| items.iter().collect()).unwrap_or_default()
        }
        Some(_) => vec![body],
        None => Vec::new(),
    }
}

/// The answered items, each with the record that it answers: found by the contract's `match`,
/// the rest by position.
pub fn pairs<'a>(seen: &Seen<'a>, body: &'a Value) -> Vec<Pair<'a>> {
    let Some(records) = &seen.operation.records else { return Vec::new() };
    let field = records.answered_field();
    let many = records.answered.ends_with("[]");
    let Some(holder) = get(body, field) else { return Vec::new() };
    let items: Vec<&Value> = if many {
        holder.as_array().map(|items| items.iter().collect()).unwrap_or_default()
    } else {
        vec![holder]
    };
    let content_field = records.content.as_deref().unwrap_or("");
    let mut found: Vec<Pair<'a>> = items
        .iter()
        .enumerate()
        .filter_map(|(index, item)| {
            let place = if many { format!("{field}[{index}]") } else { field.to_owned() };
            let content = get(item, content_field)?;
            Some(Pair {
                sent: None,
                position: None,
                item,
                content,
                at: join(&place, content_field),
            })
        })
        .collect();
    let sent = sent_records(seen);
    let mut free: Vec<usize> = (0..sent.len()).collect();
    if let Some(matching) = &records.matching {
        for pair in &mut found {
            let Some(answered) = value(&matching.answered, None, pair.content) else { continue };
            let position = free.iter().position(|&index| {
                value(&matching.sent, sent.get(index).copied(), &Value::Null).as_ref()
                    == Some(&answered)
            });
            if let Some(position) = position {
                let index = free.remove(position);
                pair.sent = sent.get(index).copied();
                pair.position = Some(index);
            }
        }
    }
    // What no key matched is matched by position, so that a wrong key is blamed on the key.
    if found.len() == sent.len() || records.matching.is_none() {
        for pair in found.iter_mut().filter(|pair| pair.sent.is_none()) {
            if free.is_empty() {
                break;
            }
            let index = free.remove(0);
            pair.sent = sent.get(index).copied();
            pair.position = Some(index);
        }
    }
    found
}

/// Whether an answer says which records it is about, if only that there are none.
pub fn lists_records(seen: &Seen<'_>, body: &Value) -> bool {
    let Some(records) = &seen.operation.records else { return false };
    let holder = get(body, records.answered_field());
    match records.answered.ends_with("[]") {
        true => holder.is_some_and(Value::is_array),
        false => pairs(seen, body).iter().any(|pair| record_id(seen, pair).is_some()),
    }
}

/// The id of an answered record: the one that the request names, or else the one that is told.
pub fn record_id(seen: &Seen<'_>, pair: &Pair<'_>) -> Option<String> {
    let records = seen.operation.records.as_ref()?;
    let named = match &records.sent_id {
        Some(field) => pair.sent.and_then(|sent| get(sent, field)).and_then(text_of),
        None => path_id(seen).map(str::to_owned),
    };
    let told = || records.id.as_ref().and_then(|field| get(pair.content, field)).and_then(text_of);
    named.or_else(told).or_else(|| id_in_header(seen, records.id_header.as_ref()?))
}

/// The id that a header tells: all of it, or the end of the URL that it is (`Location`; RFC 9110,
/// section 10.2.2).
fn id_in_header(seen: &Seen<'_>, name: &str) -> Option<String> {
    let value = seen.exchange.response()?.header(name)?;
    let path = value.split(['?', '#']).next()?.trim_end_matches('/');
    let end = path.rsplit('/').next()?;
    let id = percent_decode_str(end).decode_utf8().ok()?;
    (!id.is_empty()).then(|| id.into_owned())
}

/// The id of the record that a request's path names.
pub fn path_id<'a>(seen: &Seen<'a>) -> Option<&'a str> {
    let resource = seen.operation.records.as_ref()?.resource.as_ref()?;
    let parameter = seen.operation.path_id_of(resource)?;
    seen.draft.path.get(&parameter.name).map(String::as_str)
}

fn value(text: &str, sent: Option<&Value>, answered: &Value) -> Option<String> {
    template::fill(text, |word| {
        let found = match word.split_once('.') {
            Some(("sent", field)) => get(sent?, field)?,
            Some(("answered", field)) => get(answered, field)?,
            _ => return None,
        };
        text_of(found)
    })
}
