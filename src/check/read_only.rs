//! Fields that only the server sets.

use serde_json::Value;

use super::compare::same;
use super::{Seen, answer_line, pairs};
use crate::contract::place::get;
use crate::contract::whole_field;
use crate::model::Judgement;

/// Whether a value that was sent in a `readOnly` field was ignored or refused, as it has to be (JSON Schema
/// Validation 2020-12, section 9.4); nothing where the answer doesn't show it.
pub fn not_taken(seen: &Seen<'_>, field: &str, clause: &str) -> Option<Judgement> {
    let response = seen.exchange.response()?;
    if response.refused() {
        // For what was sent, and not for who sent it or when.
        return matches!(response.status, 400 | 409 | 422).then(|| Judgement::kept(clause));
    }
    let body = seen.body()?;
    let pairs = pairs(seen, body);
    // Without `x-records` the bodies are the record.
    let (sent, content): (&Value, &Value) = match (&seen.operation.records, pairs.first()) {
        (None, _) => (seen.draft.json()?, body),
        (Some(_), Some(pair)) => (pair.sent?, pair.content),
        (Some(_), None) => return None,
    };
    let (sent, answered) = (get(sent, field)?, get(content, field)?);
    let whole = whole_field(field, seen.operation.records.as_ref());
    let node = seen.schema().and_then(|documented| documented.root.find(&whole));
    Some(match same(sent, answered, node) {
        false => Judgement::kept(clause),
        true => {
            let expected = format!("another `{field}` than the sent {sent}, or a refusal");
            Judgement::broken(clause, expected, answer_line(response)).at(&whole)
        }
    })
}
