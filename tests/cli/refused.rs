//! Requests that are refused and make something all the same, which only a list shows.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use serde_json::{Value, json};

use crate::servers::{answer, served};
use crate::support::Place;

const CONTRACT: &str = "\
openapi: 3.1.0
info: {title: Rooms, version: v1}
x-api: rooms
x-resources:
  room: {made-by: createRoom, id: id}
paths:
  /rooms:
    get:
      operationId: listRooms
      responses:
        '200':
          description: Rooms.
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Kept'}}}}
      x-records: {sent: body, answered: 'body[]', id: id, resource: room}
      x-rules:
        - {rule: all-listed, text: Every room is listed., check: lists-known}
    post:
      operationId: createRoom
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Room'}
            example: {name: Red, seats: 4}
      responses:
        '201': {description: The room., content: {application/json: {schema: {$ref: '#/components/schemas/Kept'}}}}
      x-records: {sent: body, answered: body, id: id, resource: room}
      x-rules:
        - {rule: refused-changes-nothing, text: A refused room is not made.}
components:
  schemas:
    Room:
      type: object
      required: [name, seats]
      properties:
        name: {type: string, minLength: 1, x-fresh: '{label}'}
        seats: {type: integer, minimum: 1}
    Kept:
      type: object
      required: [id]
      properties: {id: {type: string}, name: {type: string}, seats: {type: integer}}
";

/// The rooms, and whether a wrong one is kept before it is refused.
type Rooms = Arc<(bool, Mutex<Vec<Value>>)>;

fn place(keeps_all: bool) -> Place {
    let app = Router::new()
        .route("/rooms", get(list).post(create))
        .with_state(Arc::new((keeps_all, Mutex::default())));
    Place::empty().file("c/rooms.yaml", CONTRACT).file("t.toml", served("rooms", app))
}

async fn create(State(rooms): State<Rooms>, body: Bytes) -> Response {
    let mut all = rooms.1.lock().unwrap();
    let Ok(mut room) = serde_json::from_slice::<Value>(&body) else {
        return answer(400, &json!({}));
    };
    let is_right = room["name"].as_str().is_some_and(|name| !name.is_empty())
        && room["seats"].as_i64().is_some_and(|seats| seats > 0);
    if is_right || (rooms.0 && room.is_object()) {
        room["id"] = format!("r-{}", all.len()).into();
        all.push(room.clone());
    }
    if is_right { answer(201, &room) } else { answer(422, &json!({})) }
}

async fn list(State(rooms): State<Rooms>) -> Response {
    let all = rooms.1.lock().unwrap();
    answer(200, &all.iter().filter(|room| room["seats"].is_i64()).cloned().collect())
}

const REFUSED: &str = "@rooms
Feature: Rooms

  Scenario: A room without a seat is not made
    Given a valid createRoom request
    And with the field \"seats\" set to 0
    When the request is sent
    Then the request is refused
    And nothing has changed
";

#[test]
fn what_was_refused_and_is_listed_all_the_same_breaks_the_rule() {
    let run = "run --no-ci --features f --schemas c --target t.toml";
    place(false).file("f/rooms.feature", REFUSED).docproof(run).exits(0);
    let said = place(true).file("f/rooms.feature", REFUSED).docproof(run).exits(1).out;
    assert!(said.contains("MUST createRoom.rule.refused-changes-nothing"), "{said}");
    assert!(said.contains("listRooms lists r-0, whose name is \"docproof-"), "{said}");
}

#[test]
fn scaffolding_looks_for_what_a_list_would_show() {
    let run = "run --no-ci --features f --schemas c --target t.toml";
    for (keeps_all, code) in [(false, 0), (true, 1)] {
        let place = place(keeps_all);
        place.docproof("scaffold --schemas c f").exits(0);
        let said = place.docproof(run).exits(code).out;
        assert!(!said.contains("SKIP"), "{said}");
        let broken = said.contains("MUST createRoom.rule.refused-changes-nothing");
        assert_eq!(broken, keeps_all, "{said}");
    }
}

#[test]
fn a_request_that_nothing_tells_from_others_is_not_looked_for() {
    let feature = REFUSED.replace("the field \"seats\" set to 0", "the field \"name\" set to \"\"");
    let place = place(false).file("f/rooms.feature", feature);
    let said = place.docproof("run --no-ci --features f --schemas c --target t.toml").out;
    assert!(
        said.contains("nothing that the request sent would tell its record in a list"),
        "{said}"
    );
}
