//! Whose fault something is: the server's, the author's, or nobody's.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::servers::Server;
use crate::support::{Place, Ran};

const PARTS: &str = "\
openapi: 3.1.0
info: {title: Parts, version: v1}
x-api: parts
x-resources: {part: {made-by: makePart}}
paths:
  /parts:
    post:
      operationId: makePart
      security: [{key: []}]
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [code]
              properties:
                code: {type: string, pattern: '^[A-Z]{2}-[0-9]{6}$', x-fresh: 'AB-{digits}'}
                note: {type: string}
                size: {type: integer}
            example: {code: AB-123456, size: 3}
      responses:
        2XX:
          description: Made.
          content: {application/json: {schema: {type: object, properties: {id: {type: integer}}}}}
        '429':
          description: Later.
          content: {application/json: {schema: {type: object, required: [why], properties: {why: {type: string}}}}}
      x-records: {sent: body, answered: body, id: id, resource: part}
  /parts/{id}:
    get:
      operationId: readPart
      security: [{key: []}]
      parameters: [{name: id, in: path, required: true, schema: {type: integer}, x-resource: part}]
      responses:
        2XX:
          description: It.
          content: {application/json: {schema: {type: object, properties: {id: {type: integer}}}}}
      x-records: {sent: body, answered: body, id: id, resource: part}
      x-rules: [{rule: same, text: It is the one., fields: [id], check: {equals: '{path.id}'}}]
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
";

const KEY: &str = "[parts.credentials.key]\nkey = \"k-4711-0815\"\n";

fn run(contract: &str, scenarios: &str, settings: &str, server: &Server) -> Ran {
    let target = format!("[parts]\nbase-url = \"{}\"\n{settings}", server.url());
    Place::empty()
        .file("f/parts.feature", format!("Feature: Parts\n{scenarios}"))
        .file("c/parts.yaml", contract)
        .file("t.toml", target)
        .docproof("run --features f --schemas c --target t.toml")
}

const MADE: &str = "
  Scenario: A part is made
    Given a valid makePart request
    When it is sent
    Then it is accepted
";

const READ: &str = "
  Scenario: A part is read
    Given an existing part
    And a valid readPart request
    When it is sent
    Then it is accepted
    And the rule \"same\" is kept
";

fn reading(read: &'static str) -> Server {
    Server::deciding(move |asked| match asked.starts_with("GET /parts/7 ") {
        true => (200, read),
        false => (201, r#"{"id": 7}"#),
    })
}

#[test]
fn an_id_that_is_a_number_is_held_to_the_path() {
    run(PARTS, READ, KEY, &reading(r#"{"id": 7}"#)).exits(0);
    let out = run(PARTS, READ, KEY, &reading(r#"{"id": 1007}"#)).exits(1).out;
    assert!(out.contains("MUST readPart.response.body.id:same"), "{out}");
}

#[test]
fn as_many_digits_are_made_as_are_printed() {
    run(PARTS, MADE, KEY, &reading("")).exits(0);
}

#[test]
fn a_request_that_no_server_has_to_take_is_the_authors_mistake() {
    let contract = PARTS.replace("'AB-{digits}'", "'AB-{digits}0'");
    let said = run(&contract, READ, KEY, &reading(r#"{"id": 7}"#)).exits(2).err;
    assert!(said.contains("the request that makes a part (makePart) breaks the documentation ("));
    assert!(said.contains("mend its sample or `x-fresh` in the contract"), "{said}");
}

/// What is made below a part, and another path.
const SCREWS: &str = "  /parts/{id}/screws:
    post:
      operationId: makeScrew
      security: [{key: []}]
      parameters: [{name: id, in: path, required: true, schema: {type: integer}, x-resource: part}]
      requestBody: {content: {application/json: {schema: {type: object}, example: {a: 1}}}}
      responses: {2XX: {description: Made., content: {application/json: {schema: {type: object, properties: {id: {type: integer}}}}}}}
      x-records: {sent: body, answered: body, id: id, resource: screw}
";

fn with_screws(more: &str) -> String {
    let both = "{part: {made-by: makePart}, screw: {made-by: makeScrew}}";
    PARTS
        .replace("components:", &format!("{SCREWS}{more}components:"))
        .replace("{part: {made-by: makePart}}", both)
}

#[test]
fn what_is_made_below_another_is_no_mistake_before_that_is_there() {
    let contract = with_screws("");
    let scenario = READ.replace("existing part\n", "existing part\n    And an existing screw\n");
    run(&contract, &scenario, KEY, &reading(r#"{"id": 7}"#)).exits(0);
}

#[test]
fn the_second_below_another_is_looked_for_where_it_was_made() {
    let read = "  /parts/{id}/screws/{screw}:
    get:
      operationId: readScrew
      security: [{key: []}]
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer}, x-resource: part}
        - {name: screw, in: path, required: true, schema: {type: integer}, x-resource: screw}
      responses: {2XX: {description: It.}}
";
    let contract = with_screws(read);
    let made = Arc::new(AtomicUsize::new(0));
    let server = Server::deciding(move |asked| match asked.split(' ').next() {
        Some("POST") => {
            let ids = [r#"{"id": 1}"#, r#"{"id": 2}"#, r#"{"id": 3}"#, r#"{"id": 4}"#];
            (201, ids[made.fetch_add(1, Ordering::SeqCst) % 4])
        }
        _ if asked.starts_with("GET /parts/1/screws/4 ") => (200, "{}"),
        _ => (404, "{}"),
    });
    let scenario = "
  Scenario: The second screw is read
    Given 2 existing parts
    And 2 existing screws
    And a valid readScrew request for the second screw
    When it is sent
    Then it is accepted
";
    run(&contract, scenario, KEY, &server).exits(0);
}

#[test]
fn a_refusal_is_not_about_a_field_that_the_sample_lacks_too() {
    let refusing = || Server::deciding(|_| (400, "{}"));
    let out = run(PARTS, MADE, KEY, &refusing()).exits(1).out;
    assert!(out.contains("MUST makePart.request.accepted"), "{out}");
    let without = MADE.replace("    When", "    And without the field \"size\"\n    When");
    let out = run(PARTS, &without, KEY, &refusing()).exits(1).out;
    assert!(out.contains("MUST makePart.request.body.size"), "{out}");
}

#[test]
fn who_asks_too_often_learns_nothing_of_the_request() {
    let refused = MADE
        .replace("    When", "    And with the field \"code\" set to \"x\"\n    When")
        .replace("accepted", "refused");
    let later = Server::deciding_all(|asked| match asked.starts_with("GET") {
        true => (404, "", "{}"),
        false => (429, "Retry-After: 3600\r\n", r#"{"why": "busy"}"#),
    });
    let out = run(PARTS, &refused, KEY, &later).exits(4).out;
    assert!(out.contains("the answer 429 refuses whoever asks"), "{out}");
    let at_once = Server::deciding(|_| (429, r#"{"why": "no code"}"#));
    run(PARTS, &refused, KEY, &at_once).exits(0);
}

#[test]
fn an_answer_that_was_waited_out_is_held_to_its_documentation() {
    let waited = |body: &'static str| {
        let asked_before = Arc::new(AtomicUsize::new(0));
        let server = Server::deciding_all(move |asked| match asked.starts_with("POST") {
            true if asked_before.fetch_add(1, Ordering::SeqCst) == 0 => {
                (429, "Retry-After: 0\r\n", body)
            }
            _ => (201, "", r#"{"id": 7}"#),
        });
        run(PARTS, MADE, KEY, &server)
    };
    waited(r#"{"why": "busy"}"#).exits(0);
    let out = waited(r#"{"detail": 5}"#).exits(1).out;
    assert!(out.contains("MUST makePart.response.429.body.why"), "{out}");
}

#[test]
fn an_api_that_only_refuses_is_not_green() {
    let lacking = MADE
        .replace("A part is made", "A key that is missing is refused")
        .replace("    When", "    And with a credential that is missing\n    When")
        .replace("accepted", "refused");
    let refusing = || Server::deciding(|_| (401, "{}"));
    // A table that has no credential which opens anything.
    let expired = "[parts.credentials.key]\nexpired = \"k-of-yesterday\"\n";
    let out = run(PARTS, &format!("{MADE}{lacking}"), expired, &refusing()).exits(4).out;
    assert!(out.contains("1 passed, and of an API not one promise was tried"), "{out}");
    let said = run(PARTS, &lacking, "[parts.credentials.key]\n", &refusing()).exits(2).err;
    assert!(
        said.contains("t.toml:3: `parts.credentials.key`: it is empty; give a token, a key"),
        "{said}"
    );
}
