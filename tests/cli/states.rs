//! Records that other operations have put in a state: an event that is published, one that is cancelled.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::{Value, json};

use crate::servers::{answer, served};
use crate::support::{Place, Ran};

const CONTRACT: &str = "\
openapi: 3.1.0
info: {title: Tickets, version: v1}
x-api: tickets
x-resources:
  event: {made-by: createEvent, id: id, observed-by: readEvent}
  published event: {is: event, after: publishEvent}
  cancelled event: {is: event, after: [publishEvent, {operation: changeEvent, with: {status: cancelled}}]}
  announced event: {is: event, after: {operation: announceEvents, with: {loud: true}}}
  order: {made-by: createOrder, id: id}
paths:
  /events:
    get:
      operationId: listEvents
      responses:
        '200':
          description: The published events.
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Event'}}}}
      x-records: {sent: body, answered: 'body[]', id: id, resource: published event}
      x-rules: [{rule: lists, text: A published event is listed., check: lists-known}]
    post:
      operationId: createEvent
      requestBody: &event
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [name]
              properties:
                name: {type: string, x-fresh: '{label}'}
                status: {type: string, enum: [draft, published, cancelled]}
            example: {name: Concert}
      responses: &answers
        default:
          description: The event.
          content: {application/json: {schema: {$ref: '#/components/schemas/Event'}}}
      x-records: &records {sent: body, answered: body, id: id, resource: event}
  /events/{eventId}:
    parameters: &path
      - {name: eventId, in: path, required: true, schema: {type: string}, x-resource: event, x-unknown: 'e-{digits}'}
    get: {operationId: readEvent, responses: *answers}
    patch:
      operationId: changeEvent
      requestBody: *event
      responses: *answers
      x-records: *records
      x-rules:
        - {rule: named, text: The name stays., fields: [name], check: as-last-written}
        - {rule: change-is-kept, text: A change is kept.}
  /events/{eventId}/publish:
    parameters: *path
    post:
      operationId: publishEvent
      responses: {'204': {description: Published.}}
      x-rules: [{rule: once, text: An event is published once.}]
  /announcements:
    post:
      operationId: announceEvents
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: array
              items:
                type: object
                required: [id]
                properties:
                  id: {type: string, x-resource: event, x-unknown: 'e-{digits}', x-fresh: '{resource}'}
                  loud: {type: boolean}
            example: [{id: e-1, loud: false}, {id: e-2, loud: false}]
      responses:
        default:
          description: The events.
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Event'}}}}
      x-records: {sent: 'body[]', answered: 'body[]', id: id, sent-id: id, resource: event}
  /announcements/{eventId}:
    get:
      operationId: readAnnouncement
      parameters:
        - {name: eventId, in: path, required: true, schema: {type: string}, x-resource: announced event}
      responses: *answers
  /orders:
    post:
      operationId: createOrder
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [eventId]
              properties:
                eventId: {type: string, x-resource: published event, x-unknown: 'e-{digits}', x-fresh: '{resource}'}
            example: {eventId: e-1}
      responses:
        '201':
          description: The order.
          content:
            application/json:
              schema: {type: object, required: [id], properties: {id: {type: string}}}
      x-records: {sent: body, answered: body, id: id, resource: order}
      x-rules: [{rule: published-only, text: Only published events are sold.}]
components:
  schemas:
    Event:
      type: object
      required: [id, name, status]
      properties: {id: {type: string}, name: {type: string}, status: {type: string}}
";

const RUN: &str = "run --no-ci --features f --schemas c --target t.toml --jobs 1";

/// What a server does otherwise.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Does {
    Right,
    /// It publishes nothing, and says that it did.
    PublishesNothing,
    /// It refuses to publish.
    RefusesToPublish,
    /// It sells what isn't published.
    SellsAnything,
    /// It lists nothing.
    ListsNothing,
}

type Events = Arc<(Does, Mutex<Vec<Value>>)>;

fn place(does: Does) -> Place {
    let app = Router::new()
        .route("/events", get(list).post(create))
        .route("/events/{id}", get(read).patch(change))
        .route("/events/{id}/publish", post(publish))
        .route("/announcements", post(announce))
        .route("/announcements/{id}", get(announced))
        .route("/orders", post(order))
        .with_state(Arc::new((does, Mutex::default())));
    Place::empty().file("c/tickets.yaml", CONTRACT).file("t.toml", served("tickets", app))
}

fn found(events: &mut [Value], id: &str) -> Option<usize> {
    events.iter().position(|event| event["id"] == id)
}

async fn list(State(events): State<Events>) -> Response {
    let all = events.1.lock().unwrap();
    let shown = |event: &&Value| event["status"] == "published" && events.0 != Does::ListsNothing;
    answer(200, &all.iter().filter(shown).cloned().collect())
}

async fn create(State(events): State<Events>, body: Bytes) -> Response {
    let mut all = events.1.lock().unwrap();
    let sent: Value = serde_json::from_slice(&body).unwrap_or_default();
    let Some(name) = sent["name"].as_str() else { return answer(422, &json!({})) };
    let event = json!({"id": format!("e-{}", all.len()), "name": name, "status": "draft"});
    all.push(event.clone());
    answer(201, &event)
}

async fn read(State(events): State<Events>, Path(id): Path<String>) -> Response {
    let mut all = events.1.lock().unwrap();
    match found(&mut all, &id) {
        Some(at) => answer(200, &all[at]),
        None => answer(404, &json!({})),
    }
}

async fn change(State(events): State<Events>, Path(id): Path<String>, body: Bytes) -> Response {
    let mut all = events.1.lock().unwrap();
    let Some(at) = found(&mut all, &id) else { return answer(404, &json!({})) };
    let sent: Value = serde_json::from_slice(&body).unwrap_or_default();
    for field in ["name", "status"] {
        if let Some(value) = sent.get(field) {
            all[at][field] = value.clone();
        }
    }
    answer(200, &all[at])
}

async fn publish(State(events): State<Events>, Path(id): Path<String>) -> Response {
    let mut all = events.1.lock().unwrap();
    let Some(at) = found(&mut all, &id) else { return answer(404, &json!({})) };
    if all[at]["status"] != "draft" || events.0 == Does::RefusesToPublish {
        return answer(409, &json!({}));
    }
    if events.0 != Does::PublishesNothing {
        all[at]["status"] = json!("published");
    }
    answer(204, &Value::Null)
}

async fn announce(State(events): State<Events>, body: Bytes) -> Response {
    let mut all = events.1.lock().unwrap();
    let sent: Vec<Value> = serde_json::from_slice(&body).unwrap_or_default();
    let mut told = Vec::new();
    for record in &sent {
        let at = found(&mut all, record["id"].as_str().unwrap_or_default());
        let Some(at) = at else { return answer(404, &json!({})) };
        all[at]["announced"] = record["loud"].clone();
        told.push(all[at].clone());
    }
    answer(200, &told.into())
}

async fn announced(State(events): State<Events>, Path(id): Path<String>) -> Response {
    let mut all = events.1.lock().unwrap();
    match found(&mut all, &id).filter(|at| all[*at]["announced"] == true) {
        Some(at) => answer(200, &all[at]),
        None => answer(404, &json!({})),
    }
}

async fn order(State(events): State<Events>, body: Bytes) -> Response {
    let mut all = events.1.lock().unwrap();
    let sent: Value = serde_json::from_slice(&body).unwrap_or_default();
    match found(&mut all, sent["eventId"].as_str().unwrap_or_default()) {
        None => answer(404, &json!({})),
        Some(at) if all[at]["status"] != "published" && events.0 != Does::SellsAnything => {
            answer(409, &json!({}))
        }
        Some(_) => answer(201, &json!({"id": "o-1"})),
    }
}

/// A scenario of these steps, run against such a server.
fn run(does: Does, steps: &str) -> Ran {
    let steps: Vec<String> = steps.lines().map(|step| format!("    {}\n", step.trim())).collect();
    let feature = format!("@tickets\nFeature: Tickets\n\n  Scenario: It works\n{}", steps.concat());
    place(does).file("f/tickets.feature", feature).docproof(RUN)
}

const ORDER: &str = "Given an existing published event
     And a valid createOrder request
     When the request is sent
     Then the request is accepted";

#[test]
fn a_record_is_put_in_its_state_before_it_is_named() {
    run(Does::Right, ORDER).exits(0);
    // The first event stays a draft, and it is the second that is sold.
    run(Does::Right, &format!("Given an existing event\n{ORDER}")).exits(0);
    let said = run(Does::PublishesNothing, ORDER).exits(1).out;
    assert!(said.contains("MUST createOrder.request.accepted"), "{said}");
}

#[test]
fn a_state_that_is_refused_skips_what_needs_it_and_breaks_the_promise_of_who_makes_it() {
    let said = run(Does::RefusesToPublish, ORDER).exits(1).out;
    assert!(said.contains("MUST publishEvent.request.accepted"), "{said}");
    assert!(!said.contains("createOrder.request.accepted\n"), "{said}");
}

#[test]
fn a_record_in_another_state_is_named_where_a_scenario_says_so() {
    let steps = "Given an existing event
         And a valid createOrder request for the first event
         When the request is sent
         Then the request is refused, as the rule \"published-only\" says";
    run(Does::Right, steps).exits(0);
    let said = run(Does::SellsAnything, steps).exits(1).out;
    assert!(said.contains("MUST createOrder.rule.published-only"), "{said}");
}

#[test]
fn fields_that_an_update_sends_may_make_a_state_and_end_it() {
    let cancelled = "Given an existing cancelled event
         And a valid createOrder request for the first cancelled event
         When the request is sent
         Then the request is refused, as the rule \"published-only\" says";
    run(Does::Right, cancelled).exits(0);
    let said = run(Does::SellsAnything, cancelled).exits(1).out;
    assert!(said.contains("MUST createOrder.rule.published-only"), "{said}");
    let ended = "Given an existing cancelled event
         And a valid changeEvent request
         And with the field \"status\" set to \"draft\"
         When the request is sent
         Then the request is accepted
         And the change is kept
         Given a valid createOrder request for the first cancelled event
         When the request is sent
         Then the request is refused, as the rule \"published-only\" says";
    let said = run(Does::Right, ended).exits(2).out;
    assert!(
        said.contains("createOrder names a cancelled event and the scenario has none"),
        "{said}"
    );
}

#[test]
fn a_request_of_several_records_puts_each_in_its_state() {
    run(
        Does::Right,
        "Given an existing event
         And 2 existing announced events
         And a valid readAnnouncement request for the last announced event
         When the request is sent
         Then the request is accepted",
    )
    .exits(0);
    // Of two that were sent one was announced aloud.
    let steps = "Given 2 existing events
         And a valid announceEvents request
         And with the field \"loud\" in record 2 set to true
         When the request is sent
         Then the request is accepted
         Given a valid readAnnouncement request
         When the request is sent
         Then the request is accepted";
    run(Does::Right, steps).exits(0);
    let quiet = steps.replace("set to true", "set to false");
    let said = run(Does::Right, &quiet).exits(2).out;
    assert!(said.contains("readAnnouncement names an announced event and the scenario has none"));
}

#[test]
fn a_list_of_those_in_a_state_is_held_to_those_alone() {
    let steps = "Given an existing event
         And an existing published event
         And a valid listEvents request
         When the request is sent
         Then the request is accepted
         And the rule \"lists\" is kept";
    run(Does::Right, steps).exits(0);
    let said = run(Does::ListsNothing, steps).exits(1).out;
    assert!(said.contains("MUST listEvents.rule.lists"), "{said}");
}

#[test]
fn what_no_scenario_has_in_the_state_is_a_mistake_with_its_remedy() {
    let steps = "Given an existing event
         And a valid createOrder request
         When the request is sent
         Then the request is accepted";
    let said = run(Does::Right, steps).exits(2).err;
    insta::assert_snapshot!(said, @"error: f/tickets.feature:6: createOrder names a published event and the scenario has none; begin with `Given an existing published event`, or say which event it is about all the same: `request for the first event`");
}

#[test]
fn scaffolding_begins_with_what_an_operation_needs() {
    let place = place(Does::Right);
    place.docproof("scaffold --schemas c f").exits(0);
    let orders = place.read("f/tickets/create-order.feature");
    assert!(orders.contains("Given an existing published event\n"), "{orders}");
    place
        .docproof(&RUN.replace("--features f", "--features f/tickets/create-order.feature"))
        .exits(0);
}

#[test]
fn a_state_that_can_t_be_reached_is_refused_with_the_contract() {
    let messages = [
        ("is: event, after: publishEvent", "is: even, after: publishEvent"),
        ("is: event, after: publishEvent", "is: event, after: publishEvents"),
        ("is: event, after: publishEvent", "is: event, after: createEvent"),
        ("is: event, after: publishEvent", "is: event"),
        ("is: event, after: publishEvent", "after: publishEvent"),
        ("is: event, after: publishEvent", "is: event, after: {operations: publishEvent}"),
        ("is: event, after: publishEvent", "is: event, after: {with: {status: published}}"),
        ("is: event, after: publishEvent", "is: event, after: publishEvent, made-by: createEvent"),
        ("is: event, after: publishEvent", "is: cancelled event, after: publishEvent"),
        ("with: {status: cancelled}", "with: {state: cancelled}"),
        ("[publishEvent, {operation: changeEvent, with: {status: cancelled}}]", "publishEvent"),
    ]
    .map(|(right, wrong)| {
        let contract = CONTRACT.replacen(right, wrong, 1);
        let place = Place::new().file("c/tickets.yaml", contract);
        place.docproof("list --schemas c").exits(2).err
    });
    insta::assert_snapshot!(messages.concat(), @"
    error: c/tickets.yaml:6: at #/x-resources/published event/is: there is no `even` in `x-resources`; did you mean `event`?
    error: c/tickets.yaml:6: at #/x-resources/published event/after: no operation is called `publishEvents`; did you mean `publishEvent`?
    error: c/tickets.yaml:6: at #/x-resources/published event/after: createEvent names no event: a parameter of its path or a field needs `x-resource: event`
    error: c/tickets.yaml:6: at #/x-resources/published event: nothing says what puts an event in this state: name it in `after`
    error: c/tickets.yaml:6: at #/x-resources/published event: `after` makes a state of another resource: name it (`published event: {is: RESOURCE, after: OPERATION}`)
    error: c/tickets.yaml:6: at #/x-resources/published event/after/operations: `operations` means nothing in an operation, or `{operation: …, with: {field: value}}`; did you mean `operation`?
    error: c/tickets.yaml:6: at #/x-resources/published event/after: `operation` is missing: expected an operation, or `{operation: …, with: {field: value}}`
    error: c/tickets.yaml:6: at #/x-resources/published event: a state takes `is` and `after` alone: what makes and shows `event` says so
    error: c/tickets.yaml:6: at #/x-resources/published event/is: `cancelled event` is a state of `event` itself: write `is: event`, and all that leads to `published event` in `after`
    error: c/tickets.yaml:7: at #/x-resources/cancelled event/after/with: a request of changeEvent has no `state`; did you mean `status`?
    error: c/tickets.yaml:7: at #/x-resources/cancelled event/after: `published event` ends with the same change, so nothing tells which of the two an event is then
    ");
}
