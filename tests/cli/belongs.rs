//! Things that belong to others: what a scenario has to begin with, and how it says which of them it means.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::routing::{get, post};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::servers::{answer, served};
use crate::support::{Place, Ran};

const HALLS: &str = "\
openapi: 3.1.0
info: {title: Halls, version: v1}
x-api: halls
x-resources:
  hall: {made-by: addHall, id: id}
  seat: {made-by: addSeat, id: id}
paths:
  /halls:
    post:
      operationId: addHall
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string, x-fresh: '{label}'}}}, example: {name: Red}}}
      responses: &made {'201': {description: Made., content: {application/json: {schema: {type: object, required: [id], properties: {id: {type: string}, name: {type: string}}}}}}, 4XX: {description: Refused.}}
      x-records: {sent: body, answered: body, id: id, resource: hall}
      x-rules: [{rule: one-per-name, text: No two halls have one name., check: {unique: {sent: '{sent.name}', answered: '{answered.name}'}}}]
  /halls/{hall}/seats:
    post:
      operationId: addSeat
      parameters: [&hall {name: hall, in: path, required: true, schema: {type: string}, x-resource: hall}]
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [row], properties: {row: {type: string}}}, example: {row: A}}}
      responses: *made
      x-records: {sent: body, answered: body, id: id, resource: seat}
  /halls/{hall}/seats/{seat}:
    get:
      operationId: readSeat
      parameters: [*hall, {name: seat, in: path, required: true, schema: {type: string}, x-resource: seat}]
      responses: {'200': {description: It., content: {application/json: {schema: {type: object}}}}, 4XX: {description: Refused.}}
      x-rules: [{rule: of-hall, text: Another hall has no such seat.}]
  /plays:
    post:
      operationId: addPlay
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [hall], properties: {hall: {type: string, x-resource: hall}}}, example: {hall: h-99}}}
      responses: *made
";

#[derive(Default)]
struct Halls {
    names: Vec<String>,
    /// The hall of each seat.
    seats: BTreeMap<String, String>,
}

fn app(shows_all: bool) -> Router {
    let halls = Arc::new(Mutex::new(Halls::default()));
    let [first, second, third, fourth] = std::array::from_fn(|_| Arc::clone(&halls));
    let is_hall = |halls: &Halls, id: &Value| {
        id.as_str().is_some_and(|id| (0..halls.names.len()).any(|own| id == format!("h-{own}")))
    };
    let add_hall = async move |body: Bytes| {
        let sent: Value = serde_json::from_slice(&body).unwrap();
        let name = sent["name"].as_str().unwrap_or_default().to_owned();
        let mut halls = first.lock().unwrap();
        if halls.names.contains(&name) {
            return answer(409, &json!({}));
        }
        let id = format!("h-{}", halls.names.len());
        halls.names.push(name.clone());
        answer(201, &json!({"id": id, "name": name}))
    };
    let add_seat = async move |Path(hall): Path<String>| {
        let mut halls = second.lock().unwrap();
        if !is_hall(&halls, &hall.clone().into()) {
            return answer(404, &json!({}));
        }
        let id = format!("s-{}", halls.seats.len());
        halls.seats.insert(id.clone(), hall);
        answer(201, &json!({"id": id}))
    };
    let read_seat = async move |Path((hall, seat)): Path<(String, String)>| {
        let halls = third.lock().unwrap();
        let is_there = halls.seats.get(&seat).is_some_and(|own| shows_all || *own == hall);
        answer(if is_there { 200 } else { 404 }, &json!({"id": seat}))
    };
    let add_play = async move |body: Bytes| {
        let sent: Value = serde_json::from_slice(&body).unwrap();
        let is_there = is_hall(&fourth.lock().unwrap(), &sent["hall"]);
        answer(if is_there { 201 } else { 422 }, &json!({"id": "p-1"}))
    };
    Router::new()
        .route("/halls", post(add_hall))
        .route("/halls/{hall}/seats", post(add_seat))
        .route("/halls/{hall}/seats/{seat}", get(read_seat))
        .route("/plays", post(add_play))
}

fn ran(shows_all: bool, steps: &[&str]) -> Ran {
    let feature = format!("Feature: Halls\n  Scenario: It works\n    {}\n", steps.join("\n    "));
    Place::empty()
        .file("c/halls.yaml", HALLS)
        .file("f/halls.feature", feature)
        .file("t.toml", served("halls", app(shows_all)))
        .docproof("run --no-ci --features f --schemas c --target t.toml")
}

/// What is said of the scenario, in one line.
fn mistake(said: &str) -> String {
    let (_, told) = said.split_once("✗ It works").unwrap();
    let lines = told.lines().skip(2).map(str::trim);
    lines.take_while(|line| !line.starts_with("request ")).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_a_request_names_in_its_body_has_to_be_made_before() {
    let steps = ["Given a valid addPlay request", "When it is sent", "Then it is accepted"];
    let said = ran(false, &steps).exits(2).out;
    assert_snapshot!(mistake(&said), @"addPlay names a hall in `hall`, and the scenario has none: what the sample prints was sent and refused; write `Given an existing hall` before it");
    let made = [&["Given an existing hall"][..], &steps].concat();
    ran(false, &made).exits(0);
}

#[test]
fn what_the_contract_says_is_taken_is_not_expected_to_be_accepted() {
    let steps = [
        "Given an existing hall",
        "And a valid addHall request",
        "And with the same \"name\" as the first hall",
        "When it is sent",
    ];
    let wrong = [&steps[..], &["Then it is accepted"]].concat();
    let said = ran(false, &wrong).exits(2).out;
    assert_snapshot!(mistake(&said), @r#"docproof-RUN-N is another record's, and the rule `one-per-name` of addHall says that this is refused; write `Then it is refused, as the rule "one-per-name" says`"#);
    ran(false, &[&steps[..], &["Then it is refused, as the rule \"one-per-name\" says"]].concat())
        .exits(0);
}

#[test]
fn a_scenario_names_the_one_above_and_what_is_below_another() {
    let elsewhere = [
        "Given an existing hall",
        "And an existing seat",
        "And another existing hall",
        "And a valid readSeat request for the second hall",
        "When it is sent",
        "Then it is refused with 404, as the rule \"of-hall\" says",
    ];
    ran(false, &elsewhere).exits(0);
    let said = ran(true, &elsewhere).exits(1).out;
    assert!(said.contains("MUST readSeat.rule.of-hall"), "{said}");
}

#[test]
fn what_is_below_another_is_asked_for_there() {
    let below = [
        "Given an existing hall",
        "And another existing hall",
        "And a valid addSeat request for the second hall",
        "When it is sent",
        "Then it is accepted",
        "Given a valid readSeat request for the last seat",
        "When it is sent",
        "Then it is accepted",
    ];
    ran(false, &below).exits(0);
}
