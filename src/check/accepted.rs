//! A request that should be accepted, and everything that its answer then promises.

use serde_json::Value;

use super::answered::{answered, refusal};
use super::defaults::defaults;
use super::envelope::{answer_line, envelope, parse};
use super::{Seen, pairs, rules, schema, sent_records};
use crate::contract::place::get;
use crate::contract::{Check, Node, Operation, ParameterPlace, template};
use crate::model::{Draft, Judgement, Level, Response};

/// What is expected of such a request.
pub const ACCEPTED: &str = "the request is accepted (any 2xx)";
/// Ends what is expected of a body that nobody documents, where the refusal is documented for what a right server may not
/// know, or may not want: what it names, or how its fields go together.
pub const MADE_UP: &str = "; no example is documented, so its body was made of the schema: give it one that is right for the target";
/// Ends it where the refusal is documented for what is there.
const IN_THE_WAY: &str = "; where something there is in its way, as documented, make what it needs before, or expect it to \
     be `accepted, or refused with";

/// Whether the body that was sent has the members of one that was made of its schema.
fn is_made(seen: &Seen<'_>) -> bool {
    let request = seen.operation.request.as_ref().filter(|body| body.sample.is_none());
    match (request.and_then(|body| body.made.as_ref()), seen.draft.json()) {
        (Some(Value::Object(made)), Some(Value::Object(sent))) => made.keys().eq(sent.keys()),
        (Some(made), Some(sent)) => made == sent,
        _ => false,
    }
}

/// Judges an exchange whose request meets everything documented. `instead` names the clause to
/// blame for a refusal, where a scenario is about one.
pub fn accepted(seen: &Seen<'_>, instead: Option<&str>) -> Vec<Judgement> {
    let mut judgements = envelope(seen.operation, seen.exchange);
    let Some(response) = seen.exchange.response() else { return judgements };
    let general = seen.operation.clause("request.accepted");
    let exercised = exercised(seen.operation, seen.draft);
    if response.refused() {
        judgements.extend(refusal(seen.operation, response));
        // A request that meets everything documented is accepted, and that is a MUST: a clause that
        // binds less explains no refusal, and one about what was sent explains none for other reasons.
        let for_content = matches!(response.status, 400 | 415 | 422);
        // What the documented sample leaves out as well is hardly what a refusal is about, nor what no request has.
        let usual = seen
            .operation
            .example()
            .map_or_else(Vec::new, |body| exercised_fields(seen.operation, body));
        let is_usual = |clause| usual.contains(clause) || seen.draft.unset.contains(clause);
        let unusual: Vec<&String> = exercised.iter().filter(|clause| !is_usual(clause)).collect();
        let blamed = match (instead, unusual.as_slice()) {
            (Some(clause), _) => clause.to_owned(),
            (None, [one]) if binds(seen.operation, one) && for_content => (*one).clone(),
            (None, _) => general,
        };
        // Who reads it should know that nobody documents such a body, and why a right server may refuse it.
        let status = response.status;
        let note = match is_made(seen) {
            true if matches!(status, 409 | 422) && seen.operation.answers.names(status) => {
                MADE_UP.to_owned()
            }
            true => "; no example is documented, so its body was made of the schema".to_owned(),
            false
                if instead.is_none()
                    && seen.operation.answers.in_the_way().any(|one| one == status) =>
            {
                format!("{IN_THE_WAY} {status} for what is there`")
            }
            false => String::new(),
        };
        let expected = format!("{ACCEPTED}{note}");
        judgements.push(Judgement::broken(blamed, expected, answer_line(response)));
        return judgements;
    }
    if !response.accepted() {
        // As documented it is no refusal, and there is nothing else to be read from it.
        if seen.operation.answers.redirects_with(response.status) {
            judgements.extend(refusal(seen.operation, response));
            judgements.push(Judgement::kept(instead.map_or(general, str::to_owned)));
        }
        return judgements;
    }
    judgements.extend(exercised.into_iter().map(Judgement::kept));
    judgements.extend(rules::of_headers(seen));
    let Some(body) = body(seen, response, &mut judgements) else {
        judgements.push(Judgement::kept(instead.map_or(general, str::to_owned)));
        return judgements;
    };
    let failed = failed_positions(seen, body);
    judgements.push(match failed.first() {
        Some(position) => Judgement::broken(
            instead.map_or(general, str::to_owned),
            "every record is accepted",
            format!("record {} of {} was not", position + 1, sent_records(seen).len()),
        ),
        None => Judgement::kept(instead.map_or(general, str::to_owned)),
    });
    judgements.extend(answer(seen, body));
    judgements
}

/// The same where a scenario names the status: another acceptance, or another documented redirect, breaks
/// `clause`.
pub fn accepted_with(seen: &Seen<'_>, clause: &str, status: u16) -> Vec<Judgement> {
    let mut judgements = accepted(seen, Some(clause));
    let response = seen.exchange.response().filter(|response| response.status != status);
    let kept = |judgement: &Judgement| judgement.clause == clause && !judgement.is_broken();
    if let Some(response) = response
        && let Some(own) = judgements.iter_mut().find(|judgement| kept(judgement))
    {
        let expected = format!("the request is answered with {status}");
        *own = Judgement::broken(clause, expected, answer_line(response));
    }
    judgements
}

/// Judges what an accepting answer says: its schema, and every rule that can be read from it.
pub(super) fn answer(seen: &Seen<'_>, body: &Value) -> Vec<Judgement> {
    let mut judgements =
        seen.schema().map_or_else(Vec::new, |documented| schema::schema(documented, body));
    judgements.extend(rules::rules(seen, body));
    judgements.extend(defaults(seen, body));
    judgements
}

/// Judges the form of an accepting answer: what stands in it and around it, whatever state it shows, and that it is about
/// what the request named.
pub fn form(seen: &Seen<'_>) -> Vec<Judgement> {
    let mut judgements = Vec::new();
    let Some(response) = seen.exchange.response().filter(|response| response.accepted()) else {
        return judgements;
    };
    let Some(body) = body(seen, response, &mut judgements) else { return judgements };
    if let Some(documented) = seen.schema() {
        judgements.extend(schema::schema(documented, body));
    }
    let named = seen.operation.rules.iter().filter(|rule| match &rule.check {
        Some(Check::Equals(text)) => {
            let words = template::words(text);
            words.iter().all(|word| word.starts_with("path.") || word.starts_with("header."))
        }
        _ => false,
    });
    let named: Vec<&String> = named.flat_map(|rule| &rule.clauses).collect();
    let rules = rules::rules(seen, body).into_iter();
    judgements.extend(rules.filter(|judgement| named.contains(&&judgement.clause)));
    judgements
}

/// The body of an accepting answer, where one is documented, with all around it judged.
pub(super) fn body<'a>(
    seen: &Seen<'_>,
    response: &'a Response,
    judgements: &mut Vec<Judgement>,
) -> Option<&'a Value> {
    judgements.extend(answered(seen, response));
    let documented = seen.documented()?;
    let schema = documented.body.as_deref()?;
    let body = parse(response).json()?;
    let came = response.header("content-type");
    let is_body = documented.content.as_ref()?.is_body(schema, came, body);
    is_body.then_some(body)
}

/// Positions of sent records that an accepting answer doesn't list as done, where the operation
/// can say so.
pub(super) fn failed_positions(seen: &Seen<'_>, body: &Value) -> Vec<usize> {
    if !seen.operation.refuses_records_apart() || !shows_records(seen) {
        return Vec::new();
    }
    let done: Vec<usize> = pairs(seen, body).iter().filter_map(|pair| pair.position).collect();
    (0..sent_records(seen).len()).filter(|position| !done.contains(position)).collect()
}

/// Whether an accepting answer counts a record as failed, which is as good as a refusal of it.
pub fn fails_apart(seen: &Seen<'_>) -> bool {
    let accepted = seen.exchange.response().is_some_and(Response::accepted);
    let body = seen.body().filter(|_| accepted);
    body.is_some_and(|body| !failed_positions(seen, body).is_empty())
}

/// Whether the records of a request are to be seen in such an answer: there may be others.
pub(super) fn shows_records(seen: &Seen<'_>) -> bool {
    let (Some(records), Some(body)) = (&seen.operation.records, seen.schema()) else {
        return false;
    };
    let many = records.answered.ends_with("[]");
    let node = body.root.find(records.answered_field());
    seen.is_main() || node.is_some_and(|node| node.items.is_some() || !many)
}

/// Whether a clause about an optional thing of the request is a MUST.
fn binds(operation: &Operation, clause: &str) -> bool {
    let parameters = operation.parameters.iter();
    let mut levels = parameters.map(|parameter| (&parameter.clause, parameter.level));
    if let Some((_, level)) = levels.find(|(own, _)| *own == clause) {
        return level == Level::Must;
    }
    let nodes = operation.request.as_ref().map(|request| request.root.all()).unwrap_or_default();
    let presence = clause.split(':').next().unwrap_or(clause);
    nodes.iter().any(|node| node.clause == presence && node.level == Level::Must)
}

/// Clauses of optional things left out and of nulls sent: an acceptance keeps them.
pub fn exercised(operation: &Operation, draft: &Draft) -> Vec<String> {
    let mut clauses = Vec::new();
    for parameter in &operation.parameters {
        if parameter.required || parameter.not_observable.is_some() || parameter.level == Level::May
        {
            continue;
        }
        if parameter.place != ParameterPlace::Path && parameter.value_in(draft).is_none() {
            clauses.push(parameter.clause.clone());
        }
    }
    if let Some(body) = draft.json() {
        clauses.extend(exercised_fields(operation, body));
    }
    clauses
}

fn exercised_fields(operation: &Operation, body: &Value) -> Vec<String> {
    let mut clauses = Vec::new();
    let Some(request) = &operation.request else { return clauses };
    let records: Vec<&Value> = match body {
        Value::Array(items) => items.iter().collect(),
        other => vec![other],
    };
    for node in request.root.all() {
        for record in &records {
            if let Some(clause) = exercised_field(node, record)
                && !clauses.contains(&clause)
            {
                clauses.push(clause);
            }
        }
    }
    clauses
}

fn exercised_field(node: &Node, record: &Value) -> Option<String> {
    if node.field.is_empty() || node.is_item {
        return None;
    }
    let parent = node.field.rsplit_once('.').map_or("", |(parent, _)| parent);
    let parent_is_there = get(record, parent).is_some_and(Value::is_object);
    match get(record, &node.field) {
        None if parent_is_there && !node.required && node.level != Level::May => {
            Some(node.clause.clone())
        }
        Some(Value::Null) if node.schema.contains_key("type") && node.allows_type("null") => {
            Some(node.facet("null"))
        }
        _ => None,
    }
}
