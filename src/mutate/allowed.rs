//! Variations that the documentation allows, derived from the contract.

use serde_json::json;

use super::change::{Change, Right};
use super::edit::{Edit, Spelling};
use super::{Expectation, Mutation};
use crate::contract::{Check, DocumentedAnswer, Node, Operation, Rule};
use crate::model::Level;

pub(super) fn mutations(operation: &Operation) -> Vec<Mutation> {
    let mut list = Vec::new();
    let mut add = |kind: &'static str, name: String, change: Change| {
        list.push(Mutation {
            id: format!("{} {name}", operation.id),
            operation: operation.id.clone(),
            kind,
            expectation: Expectation::Allowed,
            change,
        });
    };
    let answers = &operation.answers;
    for status in [200, 201, 202, 203].into_iter().filter(|status| answers.leaves_open(*status)) {
        add("codes", format!("accepts with {status}"), Change::Status(status));
    }
    // Where more than their statuses is documented of refusals, they have to say that.
    let says_nothing =
        |answer: &DocumentedAnswer| answer.body.is_none() && answer.headers.is_empty();
    let free = answers.list.iter().all(|answer| answer.accepts || says_nothing(answer));
    for status in [400, 409, 418, 422, 451].into_iter().filter(|_| free) {
        add("codes", format!("refuses with {status}"), Change::RefusalStatus(status));
    }
    let bodies: [(&str, Option<&'static str>, &'static str); 9] = [
        ("text", Some("text/plain"), "no"),
        ("HTML", Some("text/html; charset=utf-8"), "<!doctype html><p>no"),
        ("nothing", None, ""),
        ("nothing, called JSON", Some("application/json"), ""),
        ("an array", Some("application/json"), "[]"),
        ("a string", Some("application/json"), "\"no\""),
        ("a number", Some("application/json"), "4"),
        (
            "a problem",
            Some("application/problem+json"),
            "{\"type\": \"about:blank\", \"title\": \"no\"}",
        ),
        ("XML", Some("application/xml"), "<no/>"),
    ];
    for (name, kind, body) in bodies.into_iter().filter(|_| free) {
        add("error bodies", format!("refuses with {name}"), Change::RefusalBody(kind, body));
    }
    for kind in [
        "application/json; charset=utf-8",
        "Application/JSON",
        "application/json;charset=\"UTF-8\"; v=1",
        "application/hal+json",
    ] {
        add("content types", format!("Content-Type {kind}"), Change::ContentType(Some(kind)));
    }
    add("fields", "further fields everywhere".into(), Change::ExtraFields);
    add("form", "another order of keys".into(), Change::KeyOrder);
    add("form", "white space".into(), Change::Whitespace);
    add("time", "slow but in time".into(), Change::Slow);
    for (name, edits) in timestamps(operation) {
        add("timestamps", format!("timestamps {name}"), Change::Fields(edits));
    }
    for field in droppable(operation) {
        let change = Change::Field { field: field.clone(), edit: Edit::Drop };
        add("fields", format!("{field} absent"), change);
    }
    for field in upper_uuids(operation) {
        let change = Change::Field { field: field.clone(), edit: Edit::Upper };
        add("ids", format!("{field} in upper case"), change);
    }
    records(operation, &mut add);
    list
}

fn records(operation: &Operation, add: &mut impl FnMut(&'static str, String, Change)) {
    let mut rules = operation.rules.iter().filter_map(Rule::unique);
    let existing = rules.any(|unique| unique.existing_may_answer);
    if existing {
        add(
            "duplicates",
            "a duplicate answered with the existing record".into(),
            Change::AnswerExisting,
        );
    }
    if operation.refuses_records_apart() {
        for (name, item) in
            [("empty", json!({})), ("of another shape", json!({"why": ["no", {"code": 7}]}))]
        {
            add("bulk", format!("failed records {name}"), Change::FailedItems(item));
        }
        let is_order = |check: &Check| matches!(check, Check::InOrder | Check::Sorted(_));
        let ordered = operation.rules.iter().any(|rule| rule.check.as_ref().is_some_and(is_order));
        if let (Some(records), false) = (&operation.records, ordered) {
            let change =
                Change::Field { field: records.answered_field().to_owned(), edit: Edit::Reverse };
            add("form", "records in another order".into(), change);
        }
    }
    let partial = operation.request.as_ref().is_some_and(|request| {
        let may_lack = |node: &&Node| node.level == Level::May && !node.is_read_only();
        request.root.all().into_iter().any(|node| !node.field.is_empty() && may_lack(&node))
    });
    if partial {
        add("partial", "partial updates refused".into(), Change::Refuse(Right::Partial));
    }
}

type Edits = Vec<(String, Edit)>;

fn timestamps(operation: &Operation) -> Vec<(&'static str, Edits)> {
    let Some(response) = &operation.response else { return Vec::new() };
    let fields: Vec<String> = response
        .root
        .all()
        .into_iter()
        .filter(|node| node.text("format") == Some("date-time"))
        // Where more is said of how it is spelt, nothing is left open.
        .filter(|node| {
            !["pattern", "enum", "const"].iter().any(|key| node.schema.contains_key(*key))
        })
        .map(|node| node.field.clone())
        .collect();
    if fields.is_empty() {
        return Vec::new();
    }
    let echoed = operation.rules.iter().any(|rule| {
        rule.check == Some(Check::Echo)
            && rule
                .fields
                .iter()
                .any(|field| fields.iter().any(|whole| whole.ends_with(field.as_str())))
    });
    let mut spellings = vec![
        ("with +00:00", Spelling::Zero),
        ("with +05:30", Spelling::Ahead),
        ("with microseconds", Spelling::Micros),
        ("in small letters", Spelling::Small),
        ("with a comma", Spelling::Comma),
    ];
    // Where a date-time is echoed, cutting it to the second changes the instant.
    if !echoed {
        spellings.push(("by the second", Spelling::Seconds));
    }
    let edits = |spelling: Spelling| -> Edits {
        fields.iter().map(|field| (field.clone(), Edit::Respell(spelling))).collect()
    };
    spellings.into_iter().map(|(name, spelling)| (name, edits(spelling))).collect()
}

/// Optional fields that nothing says come back.
fn droppable(operation: &Operation) -> Vec<String> {
    let Some(response) = &operation.response else { return Vec::new() };
    response
        .root
        .properties
        .values()
        .filter(|node| !node.required && node.properties.is_empty())
        .map(|node| node.field.clone())
        .collect()
}

fn upper_uuids(operation: &Operation) -> Vec<String> {
    let Some(response) = &operation.response else { return Vec::new() };
    let nodes = response.root.all();
    nodes
        .into_iter()
        .filter(|node| node.text("format") == Some("uuid"))
        .map(|node| node.field.clone())
        // Who made a record finds it by the id that was told.
        .filter(|field| operation.record_id_field().is_none_or(|id| id != *field))
        .collect()
}
