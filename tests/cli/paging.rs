//! Lists that are read page by page, in each of the ways in which they lead on; and objects that are merged.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_TYPE, LINK};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch};
use serde_json::{Map, Value, json};

use crate::servers::{answer, served};
use crate::support::Place;

const CONTRACT: &str = "\
openapi: 3.1.0
info: {title: Seats, version: v1}
x-api: seats
x-resources:
  seat: {made-by: createSeat, id: id}
paths:
  /seats:
    get:
      operationId: listSeats
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1, default: 10}}
        - {name: page, in: query, schema: {type: integer, minimum: 1}}
        - {name: offset, in: query, schema: {type: integer, minimum: 0}}
        - {name: after, in: query, schema: {type: string}}
      responses:
        '200':
          description: Seats.
          headers: {Link: {schema: {type: string}}}
          content:
            application/json:
              schema:
                type: object
                required: [items]
                properties:
                  items: {type: array, items: {$ref: '#/components/schemas/Seat'}}
                  next: {type: [string, 'null']}
                  links: {type: object, properties: {next: {type: string}}}
      x-records: {sent: body, answered: 'body.items[]', id: id, resource: seat}
      x-rules:
        - {rule: limit, text: No more are listed than are asked for., check: {at-most: limit}}
        - {rule: pages, text: Every seat is on a page., check: {pages: PAGES}}
    post:
      operationId: createSeat
      requestBody: &seat
        required: true
        content:
          application/json:
            schema: &written {type: object, properties: {row: {type: string, x-fresh: '{label}'}, place: {$ref: '#/components/schemas/Place'}}}
            example: {row: a, place: {hall: red, floor: first}}
      responses: &kept
        2XX: {description: The seat., content: {application/json: {schema: {$ref: '#/components/schemas/Seat'}}}}
      x-records: {sent: body, answered: body, id: id, resource: seat}
  /seats/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}, x-resource: seat}
    patch:
      operationId: changeSeat
      requestBody:
        required: true
        content: {application/merge-patch+json: {schema: *written, example: {place: {hall: blue}}}}
      responses: *kept
      x-records: {sent: body, answered: body, id: id, resource: seat}
      x-rules:
        - {rule: rest, text: What is not sent stays as it was., fields: [row, place], check: as-last-written}
components:
  schemas:
    Place: {type: object, properties: {hall: {type: string}, floor: {type: string}}}
    Seat:
      type: object
      required: [id]
      properties:
        id: {type: string}
        row: {type: string}
        place: {$ref: '#/components/schemas/Place'}
";

/// What a server does otherwise.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Does {
    Right,
    /// Whatever page is asked for, it answers the first.
    Stands,
    /// Each page leaves out the first record behind the one before.
    Skips,
    /// The newest come first, and others make two more whenever a list is read, the first few times.
    Busy,
    /// The same, and at first its lists name the next page by a number.
    BusyAndWrong,
    /// Other records of an object are gone when one of it is changed.
    ReplacesInside,
}

type Seats = Arc<(Does, Mutex<Vec<Map<String, Value>>>)>;

fn place(does: Does, pages: &str) -> Place {
    let app = Router::new()
        .route("/seats", get(list).post(create))
        .route("/seats/{id}", patch(change))
        .with_state(Arc::new((does, Mutex::default())));
    let contract = CONTRACT.replace("PAGES", pages);
    Place::empty().file("c/seats.yaml", contract).file("t.toml", served("seats", app))
}

async fn create(State(seats): State<Seats>, body: Bytes) -> Response {
    let Ok(mut seat) = serde_json::from_slice::<Map<String, Value>>(&body) else {
        return answer(400, &json!({}));
    };
    let mut all = seats.1.lock().unwrap();
    seat.insert("id".into(), format!("s-{}", all.len()).into());
    all.push(seat.clone());
    answer(201, &seat.into())
}

async fn change(State(seats): State<Seats>, Path(id): Path<String>, body: Bytes) -> Response {
    let mut all = seats.1.lock().unwrap();
    let Some(seat) = all.iter_mut().find(|seat| seat["id"] == id.as_str()) else {
        return answer(404, &json!({}));
    };
    let sent: Map<String, Value> = serde_json::from_slice(&body).unwrap();
    for (name, value) in sent {
        match (seat.get_mut(&name), value) {
            (Some(Value::Object(old)), Value::Object(new)) if seats.0 != Does::ReplacesInside => {
                old.extend(new);
            }
            (_, value) => drop(seat.insert(name, value)),
        }
    }
    answer(200, &seat.clone().into())
}

async fn list(
    State(seats): State<Seats>,
    Query(asked): Query<HashMap<String, String>>,
) -> Response {
    let number = |name: &str| asked.get(name).and_then(|text| text.parse::<usize>().ok());
    let limit = number("limit").unwrap_or(10);
    let mut start = number("page").map_or(0, |page| (page - 1) * limit);
    start += number("offset").unwrap_or(0) + number("after").unwrap_or(0);
    match seats.0 {
        Does::Stands => start = 0,
        Does::Skips if start > 0 => start += 1,
        _ => {}
    }
    let mut all = seats.1.lock().unwrap();
    let mut listed = all.clone();
    let is_first = all.len() < 10;
    if matches!(seats.0, Does::Busy | Does::BusyAndWrong) {
        listed.reverse();
        // As many as are asked for while the list is read in vain.
        let others = (0..2).filter(|_| all.len() < 30);
        let others = others.map(|more| json!({"id": format!("o-{}-{more}", all.len())}));
        let others: Vec<_> = others.filter_map(|other| other.as_object().cloned()).collect();
        all.extend(others);
    }
    let items: Vec<Value> =
        listed.iter().skip(start).take(limit).cloned().map(Value::from).collect();
    let next = start + limit;
    let mut body = json!({"items": items});
    let mut link = String::from("</seats?page=1>; rel=\"first\"");
    if next < all.len() {
        body["next"] = next.to_string().into();
        body["links"] = json!({"next": format!("/seats?limit={limit}&after={next}")});
        link.push_str(&format!(
            ", <http://elsewhere.invalid/seats?limit={limit}&after={next}>; rel=next"
        ));
    }
    if seats.0 == Does::BusyAndWrong && is_first {
        body["next"] = 5.into();
    }
    let headers = [(CONTENT_TYPE, "application/json".to_owned()), (LINK, link)];
    (headers, body.to_string()).into_response()
}

const WAYS: [&str; 5] = [
    "{number: page}",
    "{offset: offset}",
    "{cursor: after, from: body.next}",
    "{url: body.links.next}",
    "{url: header.Link}",
];

const RUN: &str = "run --no-ci --features f --schemas c --target t.toml --jobs 1";

/// What is said of three seats that are read two by two.
fn read(does: Does, pages: &str, seats: usize) -> (i32, String) {
    let ran = reading(does, pages, seats).docproof(RUN);
    (ran.code, ran.out)
}

fn reading(does: Does, pages: &str, seats: usize) -> Place {
    let feature = format!(
        "@seats\nFeature: Seats\n\n  Scenario: It works\n    Given {seats} existing seats\n    \
         And a valid listSeats request\n    And with the query parameter \"limit\" set to \"2\"\n    \
         When the request is sent\n    Then the request is accepted\n    And the rule \"pages\" is kept\n"
    );
    place(does, pages).file("f/seats.feature", feature)
}

#[test]
fn pages_that_lead_on_hold_everything_in_each_of_the_ways() {
    for pages in WAYS {
        let (code, said) = read(Does::Right, pages, 5);
        assert_eq!(code, 0, "{pages}: {said}");
        assert!(!said.contains("SKIP"), "{pages}: {said}");
    }
}

#[test]
fn a_page_that_is_the_one_before_again_is_seen() {
    for pages in WAYS {
        let (code, said) = read(Does::Stands, pages, 5);
        assert_eq!(code, 1, "{pages}: {said}");
        assert!(said.contains("MUST listSeats.rule.pages"), "{pages}: {said}");
        assert!(said.contains("page 2 is page 1 again"), "{pages}: {said}");
    }
}

#[test]
fn what_is_on_no_page_is_seen() {
    for pages in WAYS {
        let (code, said) = read(Does::Skips, pages, 5);
        assert_eq!(code, 1, "{pages}: {said}");
        assert!(said.contains("s-2 is on none of them"), "{pages}: {said}");
    }
}

#[test]
fn what_others_move_from_page_to_page_is_read_again_once_they_are_done() {
    let place = reading(Does::Busy, WAYS[1], 5);
    let alone = place.docproof(RUN).exits(4).out;
    assert!(alone.contains("records moved from page to page while they were read"), "{alone}");
    let place = reading(Does::Busy, WAYS[1], 5);
    let said = place.docproof(&RUN.replace("--jobs 1", "--jobs 2 --reports r")).exits(0).out;
    assert!(!said.contains("records moved"), "{said}");
    let report: Value = serde_json::from_str(&place.read("r/report.json")).unwrap();
    assert_eq!(report["created"].as_array().map(Vec::len), Some(10), "of both times: {report}");
}

#[test]
fn what_was_found_broken_while_others_moved_records_stays_found() {
    let place = reading(Does::BusyAndWrong, WAYS[1], 5);
    let said = place.docproof(&RUN.replace("--jobs 1", "--jobs 2")).exits(1).out;
    assert!(said.contains("MUST listSeats.response.body.next:type"), "{said}");
}

#[test]
fn a_first_page_that_holds_everything_proves_nothing() {
    let (_, said) = read(Does::Right, WAYS[0], 2);
    assert!(said.contains("everything that the scenario made is on the first page"), "{said}");
}

#[test]
fn scaffolding_reads_page_by_page() {
    for (does, code) in [(Does::Right, 0), (Does::Stands, 1)] {
        let place = place(does, WAYS[0]);
        place.docproof("scaffold --schemas c f").exits(0);
        let said = place.docproof(&format!("{RUN} --name 'page by page'")).exits(code).out;
        assert_eq!(said.contains("MUST listSeats.rule.pages"), code == 1, "{said}");
    }
}

#[test]
fn pages_that_lead_nowhere_are_told_with_their_line() {
    let told = |pages: &str| place(Does::Right, pages).docproof("list --schemas c").refused(2);
    insta::assert_snapshot!(told("{number: seite}"), @"error: c/seats.yaml:31: at #/paths/~1seats/get/x-rules/1/check/pages: the query has no parameter `seite`");
    insta::assert_snapshot!(told("{cursor: after}"), @"error: c/seats.yaml:31: at #/paths/~1seats/get/x-rules/1/check/pages: a `cursor` needs a place that tells it: `from: body.next`");
    insta::assert_snapshot!(told("{cursor: after, from: body.more}"), @"error: c/seats.yaml:31: at #/paths/~1seats/get/x-rules/1/check/pages: the answer has no field `more` (it has items, items.id, items.row, items.place, items.place.hall, items.place.floor, next, links, links.next)");
    insta::assert_snapshot!(told("{url: header.Next}"), @"error: c/seats.yaml:31: at #/paths/~1seats/get/x-rules/1/check/pages: no answer of an acceptance has a header `Next`");
    insta::assert_snapshot!(told("{number: page, offset: offset}"), @"error: c/seats.yaml:31: at #/paths/~1seats/get/x-rules/1/check/pages: write one of `number`, `offset`, `cursor` (with `from`) and `url`");
}

#[test]
fn an_object_that_is_merged_keeps_its_other_members() {
    let feature = "@seats\nFeature: Seats\n\n  Scenario: It works\n    Given an existing seat\n    And a valid changeSeat request\n    When the request is sent\n    Then the request is accepted\n    And the rule \"rest\" is kept\n";
    for (does, code) in [(Does::Right, 0), (Does::ReplacesInside, 1)] {
        let place = place(does, WAYS[0]).file("f/seats.feature", feature);
        let said = place.docproof(RUN).exits(code).out;
        let broken = said.contains("MUST changeSeat.response.body.place:rest");
        assert_eq!(broken, code == 1, "{said}");
    }
}
