//! A contract that is nobody's but ours, and a server that keeps it or breaks it in one way.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::{Value, json};

use crate::servers::{answer, served as serve};
use crate::support::Place;

/// Notes that are made, read, changed and removed. `RESOURCE` and `RULES` stand for what a test is
/// about.
const CONTRACT: &str = "\
openapi: 3.1.0
info: {title: Notes, version: v1}
x-api: notes
x-resources:
  note: {RESOURCE}
paths:
  /notes:
    post:
      operationId: createNote
      requestBody: &note-sent
        required: true
        content:
          application/json:
            schema: {$ref: \"#/components/schemas/Note\"}
            example: {title: Milk, text: two bottles}
      responses: &note-answered
        2XX:
          description: A note.
          content:
            application/json:
              schema: {$ref: \"#/components/schemas/Note\"}
      x-records: {sent: body, answered: body, id: id, resource: note}
      x-rules:
        - {rule: refused-changes-nothing, text: A refused request makes no note.}
        - {rule: change-is-kept, text: A note that was made can be read.}
RULES
  /notes/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}, x-resource: note}
    get:
      operationId: getNote
      responses: *note-answered
    patch:
      operationId: updateNote
      requestBody: *note-sent
      responses: {2XX: {description: Changed.}}
      x-records: {sent: body, answered: body, id: id, resource: note}
      x-rules:
        - {rule: refused-changes-nothing, text: A refused update changes nothing.}
        - {rule: change-is-kept, text: A change is kept.}
    delete:
      operationId: deleteNote
      responses: {2XX: {description: Gone.}}
      x-rules:
        - {rule: change-is-kept, text: A note that was removed is gone.}
components:
  schemas:
    Note:
      type: object
      required: [title]
      properties:
        title: {type: string, minLength: 1, x-fresh: \"{label}\"}
        text: {type: string}
        id: {type: string}
";

/// The rule that no two notes have one title.
pub const UNIQUE: &str = "{rule: one-title, text: No two notes have one title., check: {unique: {sent: \"{sent.title}\", answered: \"{answered.title}\"}}}";

/// How a server keeps notes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Keeps {
    /// As documented.
    Well,
    /// Changes are accepted and forgotten.
    NoChange,
    /// What it refuses it does all the same.
    EvenWhatItRefuses,
    /// What was removed is still there.
    WhatWasRemoved,
    /// And lets nobody read them.
    ToItself,
}

/// A folder with the contract: what `note` is in `x-resources`, and more rules of `createNote`.
pub fn place(resource: &str, rules: &str) -> Place {
    let rules: String = rules.lines().map(|rule| format!("        - {rule}\n")).collect();
    let contract = CONTRACT.replace("RESOURCE", resource).replace("RULES\n", &rules);
    Place::empty().file("c/notes.yaml", contract)
}

/// A feature with one scenario of these lines.
pub fn scenario(steps: &str) -> String {
    let steps: Vec<String> = steps.lines().map(|line| format!("    {}\n", line.trim())).collect();
    format!("@notes\nFeature: Notes\n\n  Scenario: It works\n{}", steps.concat())
}

type Notes = Arc<(Keeps, Mutex<HashMap<String, Value>>)>;

/// The target file of a server that keeps notes in this way.
pub fn served(keeps: Keeps) -> String {
    let app = Router::new()
        .route("/notes", post(create))
        .route("/notes/{id}", get(read).patch(update).delete(remove))
        .with_state(Arc::new((keeps, Mutex::default())));
    serve("notes", app)
}

/// A note as it was sent, and whether it is right.
fn note(body: &Bytes) -> (Value, bool) {
    let note: Value = serde_json::from_slice(body).unwrap_or_default();
    let titled = note["title"].as_str().is_some_and(|title| !title.is_empty());
    let right = titled && note.get("text").is_none_or(Value::is_string);
    (note, right)
}

async fn create(State(notes): State<Notes>, body: Bytes) -> Response {
    let (mut note, right) = note(&body);
    let mut kept = notes.1.lock().unwrap();
    let taken = kept.values().any(|other| other["title"] == note["title"]);
    let refused = answer(400, &json!({"error": "no"}));
    if taken || !right && notes.0 != Keeps::EvenWhatItRefuses {
        return refused;
    }
    let id = format!("n-{}", kept.len());
    note["id"] = json!(id);
    kept.insert(id, note.clone());
    if right { answer(201, &note) } else { refused }
}

async fn read(State(notes): State<Notes>, Path(id): Path<String>) -> Response {
    if notes.0 == Keeps::ToItself {
        return answer(403, &Value::Null);
    }
    match notes.1.lock().unwrap().get(&id) {
        Some(note) => answer(200, note),
        None => answer(404, &Value::Null),
    }
}

async fn update(State(notes): State<Notes>, Path(id): Path<String>, body: Bytes) -> StatusCode {
    let (changes, right) = note(&body);
    let mut kept = notes.1.lock().unwrap();
    let Some(note) = kept.get_mut(&id) else { return StatusCode::NOT_FOUND };
    let done = match notes.0 {
        Keeps::NoChange => false,
        Keeps::EvenWhatItRefuses => true,
        _ => right,
    };
    if let (true, Some(changes)) = (done, changes.as_object()) {
        for (name, value) in changes {
            note[name] = value.clone();
        }
    }
    if right { StatusCode::NO_CONTENT } else { StatusCode::BAD_REQUEST }
}

async fn remove(State(notes): State<Notes>, Path(id): Path<String>) -> StatusCode {
    let mut kept = notes.1.lock().unwrap();
    let there = kept.contains_key(&id);
    if notes.0 != Keeps::WhatWasRemoved {
        kept.remove(&id);
    }
    if there { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}
