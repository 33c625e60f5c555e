//! Behaviour rules that can be read from one accepted exchange and what was known before it.

mod gone;
mod headers;
mod later;
mod lists;
mod pages;
mod place;
mod sum;
mod whole;

use std::time::Duration;

use serde_json::Value;

pub(super) use self::gone::given_up;
pub use self::gone::{gone_line, still_there};
pub(super) use self::headers::of_headers;
pub use self::lists::{lists_all, lists_in_pages};
use self::place::Place;
use self::whole::whole;
use super::accepted::shows_records;
use super::{Pair, Remembered, Seen, pairs, record_id, sent_records};
use crate::contract::place::{get, join};
use crate::contract::{Check, Rule, field_of, whole_field};
use crate::model::{Judgement, Outcome};

/// The coarsest clock that an implementation is thought to have.
pub const TICK: Duration = Duration::from_millis(100);

/// Judges every rule that has a check.
pub(super) fn rules(seen: &Seen<'_>, body: &Value) -> Vec<Judgement> {
    let pairs = pairs(seen, body);
    let mut judgements = Vec::new();
    for rule in &seen.operation.rules {
        let Some(check) = &rule.check else { continue };
        if rule.fields.is_empty() && rule.header.is_none() {
            if !shows_records(seen) {
                continue;
            }
            if let (Some(judgement), Some(clause)) =
                (whole(seen, body, check, &pairs), rule.clauses.first())
            {
                judgements.push(Judgement { clause: clause.clone(), outcome: judgement });
            }
            continue;
        }
        for (field, clause) in rule.fields.iter().zip(&rule.clauses) {
            // Of several documented answers one may say nothing of the record.
            let whole = whole_field(field, seen.operation.records.as_ref());
            if !seen.is_main() && seen.schema().is_none_or(|body| body.root.find(&whole).is_none())
            {
                continue;
            }
            let outcome = if field.starts_with("body.") {
                let place =
                    Place { seen, rule, field, body, content: body, sent: None, known: None };
                place.judge(check, get(body, field_of(field)), field_of(field))
            } else {
                each(seen, rule, field, check, body, &pairs)
                    .or_else(|| nowhere(seen, field, check, &pairs))
            };
            if let Some(outcome) = outcome {
                judgements.push(Judgement { clause: clause.clone(), outcome });
            }
        }
    }
    judgements
}

/// One outcome of a rule about a field over all records: broken where any is.
fn each(
    seen: &Seen<'_>,
    rule: &Rule,
    field: &str,
    check: &Check,
    body: &Value,
    pairs: &[Pair<'_>],
) -> Option<Outcome> {
    let mut result: Option<Outcome> = None;
    let mut more = 0_usize;
    for pair in pairs {
        let (holder, inner, at) = match field.strip_prefix("item.") {
            Some(inner) => (pair.item, inner, pair.at.as_str()),
            None => (pair.content, field, pair.at.as_str()),
        };
        let known = remembered(seen, pair);
        let (content, sent) = (pair.content, pair.sent);
        let place = Place { seen, rule, field, body, content, sent, known };
        let outcome = place.judge(check, get(holder, inner), &join(at, inner));
        match (&result, outcome) {
            (Some(Outcome::Broken { .. }), Some(Outcome::Broken { .. })) => more += 1,
            (Some(Outcome::Broken { .. }), _) | (_, None) => {}
            (_, Some(outcome)) => result = Some(outcome),
        }
    }
    if let (Some(Outcome::Broken { at: Some(at), .. }), true) = (&mut result, more > 0) {
        at.push_str(&format!(" and {more} more"));
    }
    result
}

/// Where there is no answered record at all, nothing that was sent came back.
fn nowhere(seen: &Seen<'_>, field: &str, check: &Check, pairs: &[Pair<'_>]) -> Option<Outcome> {
    let many = seen.operation.records.as_ref()?.many();
    if *check != Check::Returned || many || !pairs.is_empty() {
        return None;
    }
    let sent = sent_records(seen).into_iter().find_map(|record| get(record, field))?;
    let place = whole_field(field, seen.operation.records.as_ref());
    (!sent.is_null()).then(|| {
        broken(format!("{field} comes back, as it was sent: {sent}"), "it is missing", &place)
    })
}

fn remembered<'a>(seen: &Seen<'a>, pair: &Pair<'_>) -> Option<&'a Remembered> {
    let resource = seen.operation.records.as_ref()?.resource.as_ref()?;
    seen.memory.get(resource, &record_id(seen, pair)?)
}

fn broken(expected: String, actual: &str, at: &str) -> Outcome {
    Outcome::Broken { expected, actual: actual.into(), at: Some(at.into()), diff: None }
}
