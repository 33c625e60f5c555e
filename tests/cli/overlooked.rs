//! Servers that are right where it is easily overlooked, and authors' slips that were taken for something else.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, put};
use serde_json::{Value, json};

use crate::servers::{answer, served};
use crate::support::{Place, Ran};

const CONTRACT: &str = "\
openapi: 3.1.0
info: {title: Notes, version: v1}
x-api: notes
x-resources:
  note: {made-by: createNote, id: id, observed-by: readNote}
paths:
  /notes:
    get:
      operationId: listNotes
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: archived, in: query, schema: {type: boolean, default: false}}
        - {name: removed, in: query, schema: {type: boolean, default: false}}
        - {name: title, in: query, schema: {type: array, items: {type: string}}, explode: false}
      responses:
        '200':
          description: Notes.
          content:
            application/json:
              schema:
                type: object
                required: [data]
                properties:
                  data:
                    type: object
                    required: [total, items]
                    properties:
                      total: {type: integer}
                      items: {type: array, items: {$ref: '#/components/schemas/Note'}}
      x-records: {sent: body, answered: 'body.data.items[]', id: id, resource: note}
      x-rules:
        - {rule: total, text: The total counts the notes., fields: [body.data.total], check: {count-of: body.data.items}}
        - {rule: lists, text: A note is listed., check: lists-known}
        - {rule: titled, text: Notes of these titles alone are listed., fields: [title], check: {equals: '{query.title}'}}
    post:
      operationId: createNote
      requestBody: &note
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [title, done]
              properties:
                title: {type: string, minLength: 1, x-fresh: '{label}'}
                done: {type: boolean}
                hours: {type: number}
            example: {title: Milk, done: true, hours: 1.50}
      responses: &kept
        default:
          description: The note.
          content:
            application/json:
              schema:
                type: object
                required: [id, title, secret]
                properties:
                  id: {type: string}
                  title: {type: string}
                  isDone: {type: boolean}
                  spent: {type: number}
                  version: {type: number}
                  secret: {type: string, writeOnly: true}
      x-records: {sent: body, answered: body, id: id, resource: note}
      x-rules:
        - {rule: one-title, text: No two notes have one title., check: {unique: {sent: '{sent.title}', answered: '{answered.title}'}}}
        - {rule: done, text: Whether it is done comes back., fields: [isDone], check: {equals: '{sent.done}'}}
        - {rule: spent, text: What was spent comes back., fields: [spent], check: {equals: '{sent.hours}'}}
        - {rule: first, text: It begins with version 1., fields: [version], check: {default: 1}}
  /notes/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}, x-resource: note, x-unknown: 'n-{digits}'}
    get: {operationId: readNote, responses: *kept}
    put:
      operationId: replaceNote
      requestBody: *note
      responses: *kept
      x-records: {sent: body, answered: body, id: id, resource: note}
      x-rules:
        - {rule: refused-changes-nothing, text: A refusal changes nothing.}
    delete:
      operationId: deleteNote
      responses: {'204': {description: Gone.}}
      x-rules:
        - {rule: once, text: A note is removed once.}
        - {rule: change-is-kept, text: It is gone.}
        - {rule: refused-changes-nothing, text: A refusal changes nothing.}
  /export:
    get:
      operationId: exportNotes
      responses:
        '200': {description: All of them., content: {text/csv: {schema: {type: string}}}}
components:
  schemas:
    Note: {type: object, required: [id], properties: {id: {type: string}, title: {type: string}}}
";

/// What a server does otherwise.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Does {
    Right,
    /// It says that the opposite was sent.
    TurnsRound,
    /// It says that more was spent.
    SpendsMore,
    /// It counts one too many.
    Miscounts,
    /// Whatever title is asked for.
    ListsAnyTitle,
    /// It forgets the last note where what is not archived is asked for.
    ForgetsTheLast,
}

type Notes = Arc<(Does, Mutex<Vec<Option<Value>>>)>;

fn place(does: Does) -> Place {
    let app = Router::new()
        .route("/notes", get(list).post(create))
        .route("/notes/{id}", delete(remove).get(read))
        .route("/notes/{id}", put(replace))
        .route("/export", get(export))
        .with_state(Arc::new((does, Mutex::default())));
    Place::empty().file("c/notes.yaml", CONTRACT).file("t.toml", served("notes", app))
}

fn kept(does: Does, id: usize, body: &[u8]) -> Option<Value> {
    let sent: Value = serde_json::from_slice(body).ok()?;
    let title = sent["title"].as_str().filter(|title| !title.is_empty())?;
    let done = sent["done"].as_bool()? != (does == Does::TurnsRound);
    let spent = sent["hours"].as_f64()? + if does == Does::SpendsMore { 0.25 } else { 0.0 };
    Some(
        json!({"id": format!("n-{id}"), "title": title, "isDone": done, "spent": spent, "version": 1.0}),
    )
}

async fn create(State(notes): State<Notes>, body: Bytes) -> Response {
    let mut all = notes.1.lock().unwrap();
    let Some(note) = kept(notes.0, all.len(), &body) else { return answer(422, &json!({})) };
    if all.iter().flatten().any(|other| other["title"] == note["title"]) {
        return answer(409, &json!({}));
    }
    all.push(Some(note.clone()));
    answer(201, &note)
}

fn at(notes: &[Option<Value>], id: &str) -> Option<usize> {
    notes.iter().position(|note| note.as_ref().is_some_and(|note| note["id"] == id))
}

async fn read(State(notes): State<Notes>, Path(id): Path<String>) -> Response {
    let all = notes.1.lock().unwrap();
    match at(&all, &id).and_then(|at| all[at].clone()) {
        Some(note) => answer(200, &note),
        None => answer(404, &json!({})),
    }
}

async fn replace(State(notes): State<Notes>, Path(id): Path<String>, body: Bytes) -> Response {
    let mut all = notes.1.lock().unwrap();
    let Some(at) = at(&all, &id) else { return answer(404, &json!({})) };
    let Some(note) = kept(notes.0, at, &body) else { return answer(422, &json!({})) };
    all[at] = Some(note.clone());
    answer(200, &note)
}

async fn remove(State(notes): State<Notes>, Path(id): Path<String>) -> Response {
    let mut all = notes.1.lock().unwrap();
    let Some(at) = at(&all, &id) else { return answer(404, &json!({})) };
    all[at] = None;
    StatusCode::NO_CONTENT.into_response()
}

async fn list(
    State(notes): State<Notes>,
    Query(asked): Query<std::collections::HashMap<String, String>>,
) -> Response {
    if asked.get("limit").is_some_and(|limit| limit.parse::<u32>().is_err()) {
        return answer(400, &json!({}));
    }
    let all = notes.1.lock().unwrap();
    let gone = json!({"id": "n-0"});
    let is_asked = |note: &&Value| {
        let title = note["title"].as_str().unwrap_or_default();
        notes.0 == Does::ListsAnyTitle
            || asked.get("title").is_none_or(|titles| titles.split(',').any(|one| one == title))
    };
    let mut items: Vec<&Value> = all.iter().flatten().filter(is_asked).collect();
    if asked.get("removed").is_some_and(|removed| removed == "true") {
        items.push(&gone);
    }
    if notes.0 == Does::ForgetsTheLast {
        items.pop();
    }
    let total = items.len() + usize::from(notes.0 == Does::Miscounts);
    answer(200, &json!({"data": {"total": total, "items": items}}))
}

/// More commas and brackets than any JSON may have.
async fn export() -> Response {
    let row = format!("{}\n", ["["; 11].join(","));
    ([(CONTENT_TYPE, "text/csv")], row.repeat(6000)).into_response()
}

/// A scenario of these steps, run against such a server.
fn run(does: Does, steps: &str) -> Ran {
    let steps: Vec<String> = steps.lines().map(|step| format!("    {}\n", step.trim())).collect();
    let feature = format!("@notes\nFeature: Notes\n\n  Scenario: It works\n{}", steps.concat());
    let place = place(does).file("f/notes.feature", feature);
    place.docproof("run --no-ci --features f --schemas c --target t.toml --jobs 1")
}

#[track_caller]
fn passes(steps: &str) {
    run(Does::Right, steps).exits(0);
}

#[test]
fn a_body_that_is_no_json_may_be_as_long_and_odd_as_it_likes() {
    passes(
        "Given a valid exportNotes request
         When the request is sent
         Then the request is accepted
         And the answer has the documented fields and types",
    );
}

#[test]
fn a_value_is_free_again_when_its_record_was_removed() {
    passes(
        "Given an existing note
         And a valid deleteNote request
         When the request is sent
         Then the request is accepted
         Given a valid createNote request
         And with the same \"title\" as the first note
         When the request is sent
         Then the request is accepted",
    );
}

#[test]
fn what_was_removed_is_not_missed_after_a_refusal() {
    let removed = "Given 2 existing notes
         And a valid deleteNote request for the first note
         When the request is sent
         Then the request is accepted\n";
    for then in [
        "When it is sent again
         Then the request is refused, as the rule \"once\" says
         And nothing has changed",
        "Given a valid replaceNote request for the second note
         And without the field \"title\"
         When the request is sent
         Then the request is refused
         And nothing has changed",
    ] {
        passes(&format!("{removed}{then}"));
    }
}

#[test]
fn what_others_made_is_no_record_of_the_scenario_however_often_it_is_listed() {
    let feature = "\
@notes
Feature: Notes

  Scenario: Another's note
    Given a valid createNote request
    When the request is sent
    Then the request is accepted

  Scenario: One's own
    Given 2 existing notes
    And a valid listNotes request
    When the request is sent
    Then the request is accepted
    Given a valid deleteNote request for the last note
    When the request is sent
    Then the request is accepted
    And the change is kept
";
    let place = place(Does::Right).file("f/notes.feature", feature);
    let run = "run --no-ci --features f --schemas c --target t.toml --jobs 1";
    let ran = place.docproof(run).exits(0);
    assert!(ran.out.contains("n-0"), "the other's note is still there: {}", ran.out);
}

#[test]
fn values_are_compared_and_not_how_they_are_spelt() {
    let made = "Given a valid createNote request
         When the request is sent
         Then the request is accepted
         And the answer returns what was sent";
    passes(made);
    for (does, rule) in [(Does::TurnsRound, "isDone:done"), (Does::SpendsMore, "spent:spent")] {
        let said = run(does, made).exits(1).out;
        assert!(said.contains(&format!("MUST createNote.response.body.{rule}")), "{said}");
    }
}

#[test]
fn counts_and_lists_are_judged_where_the_records_stand_inside() {
    let listed = "Given 2 existing notes
         And a valid listNotes request
         And with the query parameter \"archived\" set to \"false\"
         When the request is sent
         Then the request is accepted
         And the rule \"total\" is kept
         And the rule \"lists\" is kept";
    passes(listed);
    for (does, clause) in [
        (Does::Miscounts, "listNotes.response.body.data.total:total"),
        (Does::ForgetsTheLast, "listNotes.rule.lists"),
    ] {
        let said = run(does, listed).exits(1).out;
        assert!(said.contains(&format!("MUST {clause}")), "{does:?}: {said}");
    }
}

#[test]
fn what_only_requests_have_is_not_asked_of_an_answer_under_default() {
    passes(
        "Given an existing note
         And a valid readNote request
         When the request is sent
         Then the request is accepted
         And the answer has the documented fields and types",
    );
}

#[test]
fn a_parameter_without_a_value_is_neither_right_nor_wrong() {
    let sent = |then: &str| {
        let steps = format!(
            "Given a valid listNotes request
             And with the query parameter \"limit\" set to \"\"
             When the request is sent
             Then the request {then}"
        );
        let ran = run(Does::Right, &steps);
        (ran.code, format!("{}{}", ran.out, ran.err))
    };
    let (_, either) = sent("may be accepted or refused");
    assert!(either.contains("the implementation refuses this request, which it may"), "{either}");
    for then in ["is accepted", "is refused"] {
        let (code, said) = sent(then);
        assert_eq!(code, 2, "{said}");
    }
    assert!(sent("is accepted").1.contains("`limit` is sent without a value"));
}

#[test]
fn numbers_that_no_record_has_are_told_before_anything_is_sent() {
    let told = |step: &str| {
        let steps = format!(
            "Given a valid createNote request
             And {step}
             When the request is sent
             Then the request is refused"
        );
        run(Does::Right, &steps).refused(2)
    };
    insta::assert_snapshot!(told("without the field \"title\" in record 0"), @"error: f/notes.feature:6: the request has no record 0");
    insta::assert_snapshot!(told("without the field \"title\" in record 99999999999999999999"), @"error: f/notes.feature:6: the request has no record 18446744073709551615");
    insta::assert_snapshot!(told("with the field \"title\" 99999999999999999999 letters long"), @"error: f/notes.feature:6: a text of a request has no more than 16777216 letters");
    insta::assert_snapshot!(told("without the field \"title\" in record -1"), @r#"error: f/notes.feature:6: no step reads `without the field "title" in record -1`; the nearest is `Given without the field "firstName" in record 2` (`docproof steps` lists all)"#);
}

#[test]
fn a_step_back_is_no_value_of_a_path() {
    let steps = "Given an existing note
         And a valid readNote request
         And with the path parameter \"id\" set to \"..\"
         When the request is sent
         Then the request is refused";
    insta::assert_snapshot!(run(Does::Right, steps).refused(2), @"error: f/notes.feature:7: a path can't hold `..` as a value: it is sent without it");
}

#[test]
fn what_was_removed_may_be_asked_for() {
    passes(
        "Given an existing note
         And a valid deleteNote request
         When the request is sent
         Then the request is accepted
         Given a valid listNotes request
         And with the query parameter \"removed\" set to \"true\"
         When the request is sent
         Then the request is accepted",
    );
}

#[test]
fn of_several_values_that_are_asked_for_each_record_has_one() {
    let listed = "Given a valid createNote request
         And with the field \"title\" set to \"red\"
         When the request is sent
         Then the request is accepted
         Given a valid createNote request
         And with the field \"title\" set to \"green\"
         When the request is sent
         Then the request is accepted
         Given a valid createNote request
         When the request is sent
         Then the request is accepted
         Given a valid listNotes request
         And with the query parameter \"title\" set to \"red,green\"
         When the request is sent
         Then the request is accepted
         And the rule \"titled\" is kept";
    passes(listed);
    let said = run(Does::ListsAnyTitle, listed).exits(1).out;
    assert!(said.contains("MUST listNotes.response.body.data.items.title:titled"), "{said}");
}
