//! Values that no two records share.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::envelope::{answer_line, envelope};
use super::{Seen, pairs, path_id, record_id, refused, schema, sent_records};
use crate::contract::place::get;
use crate::contract::{Rule, Unique, Violation, template, text_of};
use crate::model::Judgement;

/// The unique value of one record by a rule's template; nothing where a part of it is missing.
pub fn unique_values(text: &str, record: &Value) -> Option<String> {
    template::fill(text, |word| {
        let field = word.split_once('.').map_or(word, |(_, field)| field);
        text_of(get(record, field)?)
    })
}

/// Positions of sent records whose unique value another record has: a known one, or one that
/// stands before it in the same request.
pub fn duplicates(seen: &Seen<'_>, unique: &Unique) -> Vec<(usize, String)> {
    let Some(records) = &seen.operation.records else { return Vec::new() };
    let resource = records.resource.as_deref().unwrap_or_default();
    let mut values: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for (position, record) in sent_records(seen).into_iter().enumerate() {
        let Some(value) = unique_values(&unique.sent, record) else { continue };
        let own = own_id(seen, record);
        let held = seen
            .memory
            .holder(resource, &value)
            .is_some_and(|holder| own.as_deref() != Some(holder.id.as_str()));
        if held || values.contains(&value) {
            found.push((position, value.clone()));
        }
        values.push(value);
    }
    found
}

fn own_id(seen: &Seen<'_>, record: &Value) -> Option<String> {
    let records = seen.operation.records.as_ref()?;
    match &records.sent_id {
        Some(field) => text_of(get(record, field)?),
        None => path_id(seen).map(str::to_owned),
    }
}

/// Judges a request that sends a value which another record has. `clause` is blamed.
pub fn unique(seen: &Seen<'_>, rule: &Rule, unique: &Unique, clause: &str) -> Vec<Judgement> {
    let duplicates = duplicates(seen, unique);
    if !unique.existing_may_answer {
        let many = seen.operation.many();
        let duplicates = if many { losers(seen, unique, duplicates) } else { duplicates };
        let violations: Vec<Violation> = duplicates
            .into_iter()
            .map(|(position, value)| Violation {
                clause: clause.to_owned(),
                record: many.then_some(position),
                message: format!("{value} is another record's"),
                stands_in: false,
            })
            .collect();
        return refused(seen, &violations);
    }
    let mut judgements = envelope(seen.operation, seen.exchange);
    let Some(response) = seen.exchange.response() else { return judgements };
    if response.refused() {
        judgements.extend(super::refusal(seen.operation, response));
        judgements.push(Judgement::kept(clause));
    }
    if !response.accepted() {
        return judgements;
    }
    // An answer that returns the existing record, or none, keeps the rule; what it says of counts
    // and values yields to that, its form does not.
    let Some(body) = super::accepted::body(seen, response, &mut judgements) else {
        return judgements;
    };
    if let Some(documented) = seen.schema() {
        judgements.extend(schema::schema(documented, body));
    }
    match second_holder(seen, unique, body) {
        Some((value, ids)) => judgements.push(Judgement::broken(
            clause,
            format!("a refusal, or the record that has {value} already: {}", rule.text),
            format!("{value} is now the value of {}; {}", ids.join(" and "), answer_line(response)),
        )),
        None => judgements.push(Judgement::kept(clause)),
    }
    judgements
}

/// Of records of one request that share a value, any one may win: those that failed are the ones
/// that had to, as long as no two were done.
fn losers(
    seen: &Seen<'_>,
    unique: &Unique,
    duplicates: Vec<(usize, String)>,
) -> Vec<(usize, String)> {
    let Some(body) = seen.body() else { return duplicates };
    let failed = super::accepted::failed_positions(seen, body);
    let resource = seen.operation.records.as_ref().and_then(|records| records.resource.as_deref());
    let values: Vec<Option<String>> =
        sent_records(seen).into_iter().map(|record| unique_values(&unique.sent, record)).collect();
    let mut losers: Vec<(usize, String)> = Vec::new();
    for (position, value) in duplicates {
        let held = seen.memory.holder(resource.unwrap_or_default(), &value).is_some();
        let group: Vec<usize> =
            (0..values.len()).filter(|index| values[*index].as_deref() == Some(&value)).collect();
        let done = group.iter().filter(|index| !failed.contains(index)).count();
        if held || done > 1 {
            losers.push((position, value));
        } else {
            let lost = group.into_iter().filter(|index| failed.contains(index));
            losers.extend(lost.map(|index| (index, value.clone())));
        }
    }
    losers.sort();
    losers.dedup();
    losers
}

/// A value with more than one id, among what was known and what is answered.
pub(super) fn second_holder(
    seen: &Seen<'_>,
    unique: &Unique,
    body: &Value,
) -> Option<(String, Vec<String>)> {
    let records = seen.operation.records.as_ref()?;
    let resource = records.resource.as_deref().unwrap_or_default();
    let mut holders: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for pair in pairs(seen, body) {
        let Some(id) = record_id(seen, &pair) else { continue };
        // What was sent counts too: an answer that shows another number made the contact all the same.
        let sent = pair.sent.and_then(|sent| unique_values(&unique.sent, sent));
        let Some(value) = unique_values(&unique.answered, pair.content).or(sent) else { continue };
        let ids = holders.entry(value.clone()).or_default();
        ids.insert(id);
        if let Some(holder) = seen.memory.holder(resource, &value) {
            ids.insert(holder.id.clone());
        }
    }
    holders
        .into_iter()
        .find(|(_, ids)| ids.len() > 1)
        .map(|(value, ids)| (value, ids.into_iter().collect()))
}
