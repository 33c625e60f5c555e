//! Documented answers of an API of one's own, asked of a server.

use crate::servers::Server;
use crate::support::{Place, Ran};

/// A shop whose every answer is documented.
const SHOP: &str = "\
openapi: 3.1.0
info: {title: Shop, version: v1}
x-api: shop
paths:
  /items:
    post:
      operationId: createItem
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/New'}
            example: {name: Ball}
      responses:
        201: {$ref: '#/components/responses/Created'}
        202:
          description: Will be created.
          content:
            application/json:
              schema: {type: object, required: [job], properties: {job: {type: string}}}
        422:
          description: Refused.
          content:
            application/problem+json:
              schema: {type: object, required: [title], properties: {title: {type: string}}}
components:
  responses:
    Created:
      description: Created.
      headers:
        X-Left: {schema: {type: integer}}
      content:
        application/json:
          schema: {$ref: '#/components/schemas/Item'}
  schemas:
    New:
      type: object
      required: [name]
      properties: {name: {type: string}}
    Item:
      type: object
      required: [id]
      properties: {id: {type: string}}
";

const FEATURE: &str = "\
Feature: Shop
  Scenario: An item is created
    Given a valid createItem request
    When the request is sent
    Then the request is accepted
    And the answer has the documented fields and types
";

const REFUSED: &str = "\
Feature: Shop
  Scenario: A name is text
    Given a valid createItem request
    And with the field \"name\" set to 1
    When the request is sent
    Then the request is refused
";

#[track_caller]
fn run(answer: &'static str) -> Ran {
    run_of(FEATURE, answer)
}

#[track_caller]
fn run_of(feature: &str, answer: &'static str) -> Ran {
    let place = Place::empty().file("f/shop.feature", feature).file("c/shop.yaml", SHOP);
    let url = Server::answering(answer).url();
    place.docproof(&format!("run --features f --schemas c --base-url shop={url}"))
}

#[test]
fn an_answer_is_held_to_what_is_documented_of_its_status() {
    run("HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"id\": \"1\"}")
        .exits(0);
    run("HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"job\": \"1\"}")
        .exits(0);
    let other = run(
        "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"id\": \"1\"}",
    );
    assert!(other.out.contains("✗ MUST createItem.response.202.body.job\n"), "{}", other.out);
    other.exits(1);
}

#[test]
fn another_status_of_success_than_the_documented_ones_is_told() {
    let other = run(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"id\": \"1\"}",
    );
    assert!(other.out.contains("BROKEN 1 promise\n"), "{}", other.out);
    assert!(other.out.contains("✗ MUST createItem.response.status\n"), "{}", other.out);
    assert!(other.out.contains("expected  status 201 or 202\n"), "{}", other.out);
    other.exits(1);
}

#[test]
fn a_documented_header_is_held_to_its_schema() {
    run("HTTP/1.1 201 Created\r\nX-Left: 4\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"id\": \"1\"}")
        .exits(0);
    let other = run(
        "HTTP/1.1 201 Created\r\nX-Left: some\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"id\": \"1\"}",
    );
    assert!(other.out.contains("✗ MUST createItem.response.header.X-Left:type\n"), "{}", other.out);
    other.exits(1);
}

#[test]
fn a_documented_refusal_says_what_is_documented_and_another_what_it_likes() {
    // That nothing is ever accepted leaves nothing to be proven, and breaks nothing.
    let right = run_of(
        REFUSED,
        "HTTP/1.1 422 No\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"title\": \"no\"}",
    );
    right.exits(0);
    run_of(REFUSED, "HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n").exits(0);
    let other = run_of(REFUSED, "HTTP/1.1 422 No\r\nContent-Length: 0\r\n\r\n");
    assert!(other.out.contains("✗ MUST createItem.response.422.body\n"), "{}", other.out);
    other.exits(1);
}
