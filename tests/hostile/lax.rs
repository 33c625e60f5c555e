//! Contracts that say what a body is by more than its fields, and servers that take no notice.

use std::sync::Arc;

use docproof::model::{ClauseVerdict, RunReport};

use crate::server::{Asked, Server, Wire, json};
use crate::support::Place;

const CONTRACT: &str = "\
openapi: 3.1.0
info: {title: Notes, version: v1}
x-api: notes
paths:
  /notes:
    post:
      operationId: createNote
      requestBody:
        required: true
        content:
          application/json:
            schema: {allOf: [{$ref: '#/components/schemas/Titled'}], REQUEST}
            example: {title: Milk, kind: task, due: today, tags: [home]}
      responses:
        2XX:
          description: Made.
          content:
            application/json:
              schema: {allOf: [{$ref: '#/components/schemas/Titled'}], RESPONSE}
      x-records: {sent: body, answered: body}
components:
  schemas:
    Titled:
      type: object
      required: [title]
      properties:
        title: {type: string, maxLength: 20}
        kind: {type: string}
        due: {type: string}
        tags: {type: array, items: {type: string}}
";

/// A run of one scenario against a server that accepts whatever comes with this answer.
fn said(request: &str, response: &str, steps: &str, answer: &'static str) -> RunReport {
    let server = Server::start(Arc::new(move |wire: &mut dyn Wire, _: &Asked| {
        let _ = wire.write_all(&json(answer));
    }));
    let feature = format!(
        "Feature: Notes\n\n  Scenario: One\n    Given a valid createNote request\n    {steps}\n"
    );
    let contract = CONTRACT.replace("REQUEST", request).replace("RESPONSE", response);
    let place = Place::empty()
        .file("f/notes.feature", feature)
        .file("c/notes.yaml", contract)
        .file("t.toml", format!("[notes]\nbase-url = \"{}\"\n", server.url("http")));
    let ran = place.docproof("run --schemas c --features f --target t.toml --reports r");
    assert!([0, 1].contains(&ran.code), "{}\n{}", ran.out, ran.err);
    docproof::report::read(&place.path("r/report.json")).unwrap()
}

/// The clauses that count as broken.
fn broken(report: &RunReport) -> Vec<&str> {
    report.findings().map(|(_, finding)| finding.clause.as_str()).collect()
}

const GOOD: &str = r#"{"title": "Milk"}"#;

/// Keywords, a request that breaks just them, and the fact that is broken.
const SAID: [(&str, &str, &str, &str); 13] = [
    (
        "additionalProperties: false, properties: {title: {}, kind: {}, due: {}, tags: {}}",
        "more",
        "5",
        ":additionalProperties",
    ),
    (
        "additionalProperties: {type: string}, properties: {title: {}, kind: {}, due: {}, tags: {}}",
        "more",
        "5",
        ":additionalProperties",
    ),
    ("unevaluatedProperties: false", "more", "5", ":unevaluatedProperties"),
    ("propertyNames: {maxLength: 8}", "overlong-name", "5", ":propertyNames"),
    ("patternProperties: {'^x-': {type: string}}", "x-more", "5", ":patternProperties"),
    ("dependentRequired: {more: [other]}", "more", "5", ":dependentRequired"),
    ("if: {required: [more]}, then: {required: [other]}", "more", "5", ":if"),
    (
        "anyOf: [{properties: {kind: {const: task}}}, {properties: {kind: {const: note}}}]",
        "kind",
        "\"song\"",
        ":anyOf",
    ),
    (
        "oneOf: [{properties: {kind: {const: task}}}, {properties: {kind: {minLength: 9}}}]",
        "kind",
        "\"song\"",
        ":oneOf",
    ),
    ("not: {required: [more]}", "more", "5", ":not"),
    ("properties: {tags: {contains: {const: home}}}", "tags", "[\"work\"]", ".tags:contains"),
    (
        "properties: {tags: {prefixItems: [true], items: false}}",
        "tags",
        "[\"home\", \"work\"]",
        ".tags:items",
    ),
    // A field that stands in a part alone.
    ("title: Notes", "title", "\"far too long for a title of a note\"", ".title:maxLength"),
];

#[test]
fn a_request_that_breaks_only_such_a_keyword_has_to_be_refused() {
    for (keywords, field, value, fact) in SAID {
        let steps = format!(
            "And with the field \"{field}\" set to {value}\n    When it is sent\n    Then it is refused"
        );
        let report = said(keywords, "title: Answer", &steps, GOOD);
        assert_eq!(broken(&report), [format!("createNote.request.body{fact}")], "{keywords}");
        assert_eq!(report.exit_code, 1, "{keywords}");
    }
}

#[test]
fn an_answer_that_breaks_only_such_a_keyword_is_told() {
    let accepted = "When it is sent\n    Then it is accepted\n    And the answer has the documented fields and types";
    for (keywords, field, value, fact) in SAID {
        let mut answer: serde_json::Value = serde_json::from_str(GOOD).unwrap();
        answer[field] = serde_json::from_str(value).unwrap();
        let answer: &'static str = answer.to_string().leak();
        let report = said("title: Note", keywords, accepted, answer);
        assert_eq!(broken(&report), [format!("createNote.response.body{fact}")], "{keywords}");
    }
}

#[test]
fn what_keeps_them_all_is_accepted_and_raises_no_alarm() {
    let accepted = "When it is sent\n    Then it is accepted\n    And the answer has the documented fields and types";
    for (keywords, _, _, fact) in SAID {
        let good = r#"{"title": "Milk", "kind": "task", "due": "today", "tags": ["home"]}"#;
        let report = said(keywords, keywords, accepted, good);
        assert_eq!((broken(&report), report.exit_code), (vec![], 0), "{keywords}");
        let clause = format!("createNote.response.body{fact}");
        let clause = report.clauses.iter().find(|one| one.id == clause).unwrap();
        assert_eq!(clause.verdict, ClauseVerdict::Kept, "{keywords}");
    }
}

#[test]
fn what_no_clause_speaks_of_is_told_at_the_nearest_and_proves_nothing_when_refused() {
    // Deeper in a schema that stands in itself than clauses go.
    let own = "#/paths/~1notes/post/requestBody/content/application~1json/schema/properties/part";
    let part = format!(
        "properties: {{part: {{type: object, properties: {{size: {{maximum: 3}}, part: {{$ref: '{own}'}}}}}}}}"
    );
    let deep = format!("{}{{\"size\": 9}}{}", "{\"part\": ".repeat(8), "}".repeat(8));
    let steps = format!(
        "And with the field \"part\" set to {deep}\n    When it is sent\n    Then it is refused"
    );
    let report = said(&part, "title: Answer", &steps, GOOD);
    assert_eq!(broken(&report), ["createNote.request.body"]);
}

#[test]
fn a_field_that_is_required_and_described_nowhere_has_a_clause() {
    let steps = "When it is sent\n    Then it is refused";
    let report = said("required: [unlisted]", "title: Answer", steps, GOOD);
    assert_eq!(broken(&report), ["createNote.request.body.unlisted"]);
}

#[test]
fn what_may_be_is_no_finding_in_answers() {
    let accepted = "When it is sent\n    Then it is accepted\n    And the answer has the documented fields and types";
    let keywords = "properties: {kind: {enum: [task], x-levels: {enum: MAY}}}, required: [kind]";
    let report = said("title: Note", keywords, accepted, r#"{"title": "Milk", "kind": "song"}"#);
    assert_eq!((broken(&report), report.exit_code), (vec![], 0));
}

#[test]
fn an_instant_printed_less_finely_is_as_it_was_last_written() {
    let contract = "\
openapi: 3.1.0
info: {title: Notes, version: v1}
x-api: notes
x-resources: {note: {made-by: createNotes}}
paths:
  /notes:
    post:
      operationId: createNotes
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: array, items: {$ref: '#/components/schemas/Note'}}
            example: [{title: Milk, due: '2026-01-01T10:00:00.123456Z'}]
      responses: {2XX: {description: Made., content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Note'}}}}}}
      x-records: {sent: 'body[]', answered: 'body[]', id: id, resource: note}
  /notes/{id}:
    put:
      operationId: updateNote
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}, x-resource: note}
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Note'}
            example: {title: Bread}
      responses: {2XX: {description: Changed., content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}}}
      x-records: {sent: body, answered: body, id: id, resource: note}
      x-rules:
        - {rule: still, text: What wasn't sent is as it was., fields: [due], check: as-last-written}
components:
  schemas:
    Note:
      type: object
      properties: {id: {type: string, x-level: MAY}, title: {type: string}, due: {type: string, format: date-time, x-level: MAY}}
";
    let feature = "\
Feature: Notes

  Scenario: What is left out stays
    Given an existing note
    And a valid updateNote request
    When it is sent
    Then it is accepted
    And the rule \"still\" is kept
";
    for (due, verdict) in [
        ("2026-01-01T10:00:00Z", ClauseVerdict::Kept),
        ("2026-01-01T10:00:05Z", ClauseVerdict::Broken),
    ] {
        let server = Server::start(Arc::new(move |wire: &mut dyn Wire, asked: &Asked| {
            let made = r#"[{"id": "n-1", "title": "Milk", "due": "2026-01-01T10:00:00.123456Z"}]"#;
            let changed = format!(r#"{{"id": "n-1", "title": "Bread", "due": "{due}"}}"#);
            let body = if asked.head.starts_with("POST ") { made } else { &changed };
            let _ = wire.write_all(&json(body));
        }));
        let place = Place::empty()
            .file("f/notes.feature", feature)
            .file("c/notes.yaml", contract)
            .file("t.toml", format!("[notes]\nbase-url = \"{}\"\n", server.url("http")));
        place.docproof("run --schemas c --features f --target t.toml --reports r");
        let report = docproof::report::read(&place.path("r/report.json")).unwrap();
        let clause = "updateNote.response.body.due:still";
        let clause = report.clauses.iter().find(|one| one.id == clause).unwrap();
        assert_eq!(clause.verdict, verdict, "{due}");
    }
}
