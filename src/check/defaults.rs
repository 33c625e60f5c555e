//! Fields that a request leaves out, and that have a default.

use serde_json::Value;

use super::compare::same;
use super::{Seen, pairs};
use crate::contract::place::{get, join};
use crate::model::Judgement;

/// Whether a new record has the documented default of each field that its request left out (OpenAPI 3.1,
/// "Schema Object"). A field that the answer lacks says nothing.
pub(super) fn defaults(seen: &Seen<'_>, body: &Value) -> Vec<Judgement> {
    let operation = seen.operation;
    let Some(request) = operation.request.as_ref() else { return Vec::new() };
    // By their positions alone nobody knows which of several answers is about which record.
    let is_matched = operation.records.as_ref().is_some_and(|records| records.matching.is_some());
    if operation.many() && !is_matched {
        return Vec::new();
    }
    let fields = request.root.all();
    let with_default = fields.iter().filter_map(|field| {
        let default = operation.shown_default(field)?;
        Some((*field, default))
    });
    let mut found = Vec::new();
    let mut pairs_of_answer = None;
    for (field, default) in with_default {
        let pairs = pairs_of_answer.get_or_insert_with(|| pairs(seen, body));
        let holder = field.field.rsplit_once('.').map_or("", |(holder, _)| holder);
        let mut of_field = None;
        for pair in pairs {
            let is_left_out = pair.sent.is_some_and(|sent| {
                get(sent, &field.field).is_none() && get(sent, holder).is_some_and(Value::is_object)
            });
            let Some(answered) = get(pair.content, &field.field).filter(|_| is_left_out) else {
                continue;
            };
            let clause = field.facet("default");
            if same(default.value, answered, Some(default.shown)) {
                of_field.get_or_insert_with(|| Judgement::kept(clause));
            } else {
                let expected = format!("{}, the default of what is left out", default.value);
                let at = join(&pair.at, &field.field);
                of_field = Some(Judgement::broken(clause, expected, answered.to_string()).at(&at));
                break;
            }
        }
        found.extend(of_field);
    }
    found
}
