//! How the state of records is seen, where no operation reads it.

use serde_json::Value;

use crate::check::{self, Remembered};
use crate::contract::place::get;
use crate::contract::{Check, Operation, Resource, Rule, Unique, template, whole_field};
use crate::model::Judgement;

/// How a resource can be observed.
pub(super) struct Ways {
    pub resource_name: String,
    pub resource: Resource,
    pub maker: String,
    pub rule: Rule,
    pub unique: Unique,
}

/// The first, one in the middle and the last.
pub(super) fn spread(records: &[Remembered]) -> impl Iterator<Item = &Remembered> {
    let count = records.len();
    let chosen = [0, count / 2, count.saturating_sub(1)];
    records.iter().enumerate().filter(move |(at, _)| chosen.contains(at)).map(|(_, record)| record)
}

/// Two text fields that may be written alone: what one overwrites, the other shows.
pub(super) fn probe_fields(
    operation: &Operation,
    record: &Remembered,
) -> impl Iterator<Item = String> {
    let fields = operation.request.iter().flat_map(|request| request.root.properties.values());
    let mut names: Vec<String> = fields
        .filter(|node| {
            node.properties.is_empty()
                && get(&record.sent, &node.field).is_some_and(Value::is_string)
        })
        .map(|node| node.field.clone())
        .collect();
    names.reverse();
    names.into_iter().take(2)
}

/// What an answer shows of a record's state.
pub(super) enum Shown {
    /// None of the fields that are known.
    Nothing,
    /// Some of them, all as they were known.
    AsKnown,
    /// This field is another.
    Otherwise(String, Judgement),
}

/// Holds an answer against what is known of a record. The field that was just written (`written`)
/// may betray a fault, but shows nothing of what was there before.
pub(super) fn differences(
    operation: &Operation,
    told: Option<&Operation>,
    record: &Remembered,
    written: Option<&str>,
    seen: &check::Seen<'_>,
    body: &Value,
) -> Shown {
    let Some(root) = operation.response.as_ref().map(|body| &body.root) else {
        return Shown::Nothing;
    };
    let pairs = check::pairs(seen, body);
    let Some(pair) = pairs.first() else { return Shown::Nothing };
    // State is what was written; an id or an account is the request's own.
    let rules = operation.rules.iter().filter(|rule| match &rule.check {
        Some(Check::Echo | Check::AsLastWritten | Check::Unchanged) => true,
        Some(Check::Equals(text)) => {
            template::words(text).iter().all(|word| word.starts_with("sent."))
        }
        _ => false,
    });
    let mut shown = Shown::Nothing;
    for field in rules.flat_map(|rule| &rule.fields).filter(|field| !field.contains("body.")) {
        // What the last answer said beyond its documentation means nothing here.
        let documented = told.is_none_or(|told| {
            let whole = whole_field(field, told.records.as_ref());
            told.response.as_ref().is_some_and(|body| body.root.find(&whole).is_some())
        });
        if !documented {
            continue;
        }
        let (Some(known), Some(answered)) =
            (get(&record.answered, field), get(pair.content, field))
        else {
            continue;
        };
        let format = root.find(field).and_then(|node| node.text("format"));
        if !check::compare::same_as_told(known, answered, format) {
            let expected = format!("{field} is still {known}");
            let judgement = Judgement::broken("", expected, answered.to_string()).at(field.clone());
            return Shown::Otherwise(field.clone(), judgement);
        }
        if Some(field.split('.').next().unwrap_or(field)) != written {
            shown = Shown::AsKnown;
        }
    }
    shown
}
