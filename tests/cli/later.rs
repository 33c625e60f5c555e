//! What later answers show of a change, where the contract says little.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::servers::Server;
use crate::support::Place;

const NOTES: &str = "\
openapi: 3.1.0
info: {title: Notes, version: v1}
x-api: notes
x-resources: {note: {made-by: createNote, observed-by: readNote}}
paths:
  /notes:
    post:
      operationId: createNote
      requestBody: &sent
        required: true
        content:
          application/json:
            schema: &note {type: object, properties: {id: {type: string, readOnly: true}, text: {type: string}, direction: {type: string}}}
            example: {text: old}
      responses: &answered
        2XX: {description: The note., content: {application/json: {schema: *note}}}
      x-records: {sent: body, answered: body, id: id, resource: note}
    get:
      operationId: listNotes
      parameters:
        - {name: limit, in: query, schema: {type: integer, default: 3}}
        - {name: page, in: query, schema: {type: integer, default: 1}}
        - {name: text, in: query, schema: {type: string}}
        - {name: direction, in: query, schema: {type: string}}
        - {name: order, in: query, schema: {type: string}}
      responses:
        2XX:
          description: All notes.
          content:
            application/json:
              schema: {type: object, properties: {items: {type: array, items: *note}}}
      x-records: {sent: body, answered: 'body.items[]', id: id, resource: note}
      x-rules: [{rule: all-listed, text: Every note is listed., check: lists-known}]
  /notes/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}, x-resource: note}
    get:
      operationId: readNote
      responses: *answered
      x-records: {sent: body, answered: body, id: id, resource: note}
      x-rules:
        - {rule: as-made, text: It is as it was made., fields: [text], check: {equals: '{sent.text}'}}
    put:
      operationId: changeNote
      requestBody: *sent
      responses: *answered
      RECORDS
      x-rules: [{rule: change-is-kept, text: A change is kept.}]
    delete:
      operationId: removeNote
      responses: {2XX: {description: Gone.}}
      x-rules: [{rule: change-is-kept, text: What was removed is gone.}]
";

const CHANGE: &str = "\
Feature: Notes
  Scenario: A change is kept
    Given an existing note
    And a valid changeNote request
    And with the field \"text\" set to \"new\"
    When it is sent
    Then it is accepted
    And the change is kept
";

const REMOVE: &str = "\
Feature: Notes
  Scenario: A note is removed
    Given an existing note
    And a valid removeNote request
    When it is sent
    Then it is accepted
    And the change is kept
";

/// What a server is told that answers reads so, and changes with this status.
fn told(records: &str, feature: &str, read: &'static str, status: u16, code: i32) -> String {
    let server = Server::deciding(move |asked| match asked.split(' ').next() {
        Some("GET") if asked.starts_with("GET /notes ") => (200, read),
        Some("POST") => (201, r#"{"id": "n-1", "text": "old"}"#),
        Some("PUT") => (status, r#"{"id": "n-1", "text": "new"}"#),
        Some("DELETE") => (status, "{}"),
        _ => (200, read),
    });
    let ran = Place::empty()
        .file("f/notes.feature", feature)
        .file("c/notes.yaml", NOTES.replace("RECORDS", records))
        .docproof(&format!("run --features f --schemas c --base-url notes={}", server.url()))
        .exits(code);
    if code == 2 { ran.err } else { ran.out }
}

const LISTED: &str = "\
Feature: Notes
  Scenario: All are listed
    Given an existing note
    And a valid listNotes request
    When it is sent
    Then it is accepted
    And the rule \"all-listed\" is kept
";

#[test]
fn what_was_made_is_listed_and_what_others_made_is_no_record_of_the_run() {
    let others = r#"{"items": [{"id": "n-98"}, {"id": "n-1"}, {"id": "n-99"}]}"#;
    let said = told("", LISTED, others, 200, 0);
    assert!(said.contains("n-1") && !said.contains("n-99"), "{said}");
    let said = told("", LISTED, r#"{"items": [{"id": "n-98"}]}"#, 200, 1);
    assert!(said.contains("MUST listNotes.rule.all-listed"), "{said}");
}

#[test]
fn what_is_not_on_a_full_page_may_be_on_the_next() {
    let two = r#"{"items": [{"id": "n-97"}, {"id": "n-98"}]}"#;
    let three = r#"{"items": [{"id": "n-97"}, {"id": "n-98"}, {"id": "n-99"}]}"#;
    let asked = LISTED
        .replace("    When", "    And with the query parameter \"limit\" set to \"2\"\n    When");
    for (feature, read) in [(asked.as_str(), two), (LISTED, three)] {
        let said = told("", feature, read, 200, 4);
        assert!(said.contains("the answer shows nothing of what this step asks about"), "{said}");
    }
    assert!(told("", LISTED, two, 200, 1).contains("MUST listNotes.rule.all-listed"));
}

#[test]
fn a_list_that_is_narrowed_need_not_hold_what_was_made() {
    let asked = |name: &str, value: &str| {
        let with =
            format!("    And with the query parameter \"{name}\" set to \"{value}\"\n    When");
        LISTED.replace("    When", &with)
    };
    let nothing = r#"{"items": []}"#;
    for (name, value) in [("page", "900"), ("text", "other"), ("direction", "out")] {
        let said = told("", &asked(name, value), nothing, 200, 4);
        assert!(said.contains("the answer shows nothing of what this step asks about"), "{said}");
    }
    for (name, value) in [("limit", "100"), ("page", "1"), ("text", "old"), ("order", "asc")] {
        let said = told("", &asked(name, value), nothing, 200, 1);
        assert!(said.contains("MUST listNotes.rule.all-listed"), "{name}: {said}");
    }
}

#[test]
fn what_was_removed_is_listed_no_more() {
    let removed = LISTED.replace(
        "    And a valid listNotes request\n",
        "    And a valid removeNote request\n    When it is sent\n    Then it is accepted\n    Given a valid listNotes request\n",
    );
    let there = r#"{"items": [{"id": "n-1"}]}"#;
    let said = told("", &removed, there, 200, 1);
    assert!(said.contains("note n-1 is not listed: it was removed"), "{said}");
    told("", &removed, r#"{"items": []}"#, 200, 0);
}

#[test]
fn what_is_read_is_held_to_what_was_written_before() {
    let read = REMOVE
        .replace("removeNote", "readNote")
        .replace("the change is kept", "the rule \"as-made\" is kept");
    told("", &read, r#"{"id": "n-1", "text": "old"}"#, 200, 0);
    let said = told("", &read, r#"{"id": "n-1", "text": "other"}"#, 200, 1);
    assert!(said.contains("MUST readNote.response.body.text:as-made"), "{said}");
}

#[test]
fn an_update_is_of_what_its_path_ends_with() {
    let records = "x-records: {sent: body, answered: body, id: id}";
    told(records, CHANGE, r#"{"id": "n-1", "text": "new"}"#, 200, 0);
    let said = told(records, CHANGE, r#"{"id": "n-1", "text": "old"}"#, 200, 1);
    assert!(said.contains("MUST changeNote.rule.change-is-kept"), "{said}");
}

#[test]
fn an_update_of_which_nothing_says_how_it_holds_a_record_is_a_mistake() {
    let said = told("x-note: 1", CHANGE, "{}", 200, 2);
    insta::assert_snapshot!(said, @"error: f/notes.feature:8: this step would judge nothing: nothing says how a request of changeNote holds a `note`: give it `x-records` (`{sent: body, answered: body, resource: note}`) in c/notes.yaml");
}

#[test]
fn what_is_promised_for_later_is_not_missed_now() {
    let records = "x-records: {sent: body, answered: body, id: id}";
    let there = r#"{"id": "n-1", "text": "old"}"#;
    told(records, REMOVE, there, 200, 1);
    let said = told(records, REMOVE, there, 202, 4);
    assert!(said.contains("the answer 202 promises to do it later"), "{said}");
    // One that is documented as all others are, and shows the record, says that it is done.
    let said = told(records, CHANGE, there, 202, 1);
    assert!(said.contains("MUST changeNote.rule.change-is-kept"), "{said}");
}

const ONCE: &str = "\
Feature: Notes
  Scenario: A note is removed once
    Given an existing note
    And a valid removeNote request
    When it is sent
    Then it is accepted
    When the same request is sent again
    Then it is refused with 404, as the rule \"removed-once\" says
";

/// What is told of a server that answers a second removal so.
fn removed_again(status: u16, feature: &str, code: i32) -> String {
    let removals = Arc::new(AtomicUsize::new(0));
    let server = Server::deciding(move |asked| match asked.split(' ').next() {
        Some("DELETE") if removals.fetch_add(1, Ordering::SeqCst) > 0 => (status, "{}"),
        Some("POST") => (201, r#"{"id": "n-1", "text": "old"}"#),
        _ => (200, "{}"),
    });
    let rule = "x-rules: [{rule: removed-once, text: A note is removed once.}, {rule: change-is-kept, text: What was removed";
    let notes = NOTES.replace("x-rules: [{rule: change-is-kept, text: What was removed", rule);
    let ran = Place::empty()
        .file("f/notes.feature", feature)
        .file("c/notes.yaml", notes.replace("RECORDS", "x-note: 1"))
        .docproof(&format!("run --features f --schemas c --base-url notes={}", server.url()))
        .exits(code);
    ran.out + &ran.err
}

#[test]
fn a_rule_may_refuse_what_meets_everything_else() {
    removed_again(404, ONCE, 0);
    let said = removed_again(200, ONCE, 1);
    assert!(said.contains("MUST removeNote.rule.removed-once"), "{said}");
    assert!(said.contains("expected  the request is refused with 404"), "{said}");
    let said = removed_again(410, ONCE, 1);
    assert!(said.contains("actual    status 410"), "{said}");
    let any = ONCE.replace("refused with 404,", "refused,");
    removed_again(410, &any, 0);
    let said = removed_again(404, &ONCE.replace("404", "200"), 2);
    assert!(said.contains("200 is the status of no refusal"), "{said}");
}

#[test]
fn an_answer_that_is_wrong_is_no_measure_of_later_ones() {
    let refused = "\
Feature: Notes
  Scenario: A text that is a number is refused
    Given an existing note
    And a valid changeNote request
    And with the field \"text\" set to 42
    When it is sent
    Then it is refused
    And nothing has changed
";
    let server = Server::deciding(move |asked| match asked.split(' ').next() {
        Some("POST") => (201, r#"{"id": "n-1", "text": 5}"#),
        Some("PUT") => (400, "{}"),
        _ => (200, r#"{"id": "n-1", "text": "old"}"#),
    });
    let records = "x-records: {sent: body, answered: body, id: id, resource: note}";
    let rules = "{rule: refused-changes-nothing, text: A refusal changes nothing.}, {rule: change-is-kept, text: A change";
    let notes = NOTES.replace("{rule: change-is-kept, text: A change", rules);
    let said = Place::empty()
        .file("f/notes.feature", refused)
        .file("c/notes.yaml", notes.replace("RECORDS", records))
        .docproof(&format!("run --features f --schemas c --base-url notes={}", server.url()))
        .exits(1)
        .out;
    assert!(said.contains("MUST createNote.response.body.text:type"), "{said}");
    assert!(!said.contains("MUST changeNote.rule.refused-changes-nothing"), "{said}");
}

const LINES: &str = "\
openapi: 3.1.0
info: {title: Orders, version: v1}
x-api: orders
x-resources:
  order: {made-by: createOrder}
  line: {made-by: createLine}
paths:
  /orders:
    post:
      operationId: createOrder
      requestBody: &sent
        required: true
        content: {application/json: {schema: &kept {type: object, properties: {id: {type: string, readOnly: true}}}, example: {}}}
      responses: &answered
        2XX: {description: It., content: {application/json: {schema: *kept}}}
      x-records: {sent: body, answered: body, id: id, resource: order}
  /orders/{order}/lines:
    parameters:
      - {name: order, in: path, required: true, schema: {type: string}, x-resource: order}
    post:
      operationId: createLine
      requestBody: *sent
      responses: *answered
      x-records: {sent: body, answered: body, id: id, resource: line}
    get:
      operationId: listLines
      responses:
        2XX: {description: Lines., content: {application/json: {schema: {type: array, items: *kept}}}}
      x-records: {sent: body, answered: 'body[]', id: id, resource: line}
      x-rules: [{rule: all-listed, text: Every line is listed., check: lists-known}]
";

#[test]
fn what_was_made_below_one_record_is_not_missed_below_another() {
    for (which, code) in [("first", 1), ("second", 0)] {
        let feature = format!(
            "Feature: Orders\n  Scenario: Lines\n    Given an existing order\n    And an existing line\n    \
             And another existing order\n    And a valid listLines request for the {which} order\n    \
             When it is sent\n    Then it is accepted\n"
        );
        let made = Arc::new(AtomicUsize::new(0));
        let server = Server::deciding(move |asked| match asked.split(' ').next() {
            Some("POST") if asked.starts_with("POST /orders/") => (201, r#"{"id": "l-1"}"#),
            Some("POST") if made.fetch_add(1, Ordering::SeqCst) == 0 => (201, r#"{"id": "o-1"}"#),
            Some("POST") => (201, r#"{"id": "o-2"}"#),
            _ => (200, "[]"),
        });
        let place = Place::empty().file("f/lines.feature", feature).file("c/orders.yaml", LINES);
        let run = format!("run --features f --schemas c --base-url orders={}", server.url());
        let said = place.docproof(&run).exits(code).out;
        assert_eq!(said.contains("MUST listLines.rule.all-listed"), code == 1, "{said}");
    }
}
