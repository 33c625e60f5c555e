//! `docproof lint`: the documentation held against itself.

#[path = "lint/examples.rs"]
mod examples;

use insta::assert_snapshot;

use crate::support::Place;

/// A page without a contradiction.
const NOTES: &str = r#"openapi: 3.1.0
info: {title: Notes, version: v1}
x-api: notes
paths:
  /notes/{id}:
    put:
      operationId: updateNote
      security: [{key: []}]
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: team, in: header, required: true, schema: {type: string}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [text]
              properties:
                text: {type: string}
                by: {type: string}
            examples:
              documented: {externalValue: samples/request.json}
      responses:
        2XX:
          description: Changed.
          content:
            application/json:
              schema:
                type: object
                required: [text]
                properties:
                  text: {type: string}
                  by: {type: string}
                  at: {type: string, description: Timestamp of the change.}
              examples:
                documented: {externalValue: samples/response.json}
      x-records: {sent: body, answered: body}
      x-rules:
        - {rule: echo, text: The text comes back., fields: [text], check: echo}
      x-printed:
        endpoint: https://{{host}}/notes/{{id}}
        authorization: "key: {{KEY}}"
        path-parameters: [host, id]
        headers: [key, team, Content-Type]
        command: |-
          curl -X PUT 'https://{{host}}/notes/{{id}}' \
            -H 'key: {{KEY}}' -H 'team: red' -H 'Content-Type: application/json' \
            --data '{"text": "Milk"}'
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: key, x-credential: key}
"#;

const SENT: &str = r#"{"text": "Milk"}"#;
const ANSWERED: &str = r#"{"text": "Milk", "by": "u-1", "at": "2026-01-12T08:22:56Z"}"#;

fn place(contract: &str, sent: &str, answered: &str) -> Place {
    Place::empty()
        .file("c/notes.yaml", contract)
        .file("c/samples/request.json", sent)
        .file("c/samples/response.json", answered)
}

/// The one contradiction of a documentation that has one.
#[track_caller]
fn contradiction(contract: &str, sent: &str, answered: &str) -> String {
    let ran = place(contract, sent, answered).docproof("lint --schemas c").exits(1);
    let found: Vec<&str> = ran
        .out
        .lines()
        .filter_map(|line| line.trim().strip_prefix("UNDECLARED"))
        .map(str::trim)
        .collect();
    assert_eq!(found.len(), 1, "{}", ran.out);
    found[0].to_owned()
}

#[test]
fn the_built_in_documentation_has_no_contradiction_that_is_not_declared() {
    let ran = Place::empty().docproof("lint").exits(0);
    for defect in [
        "names-differ path.BotId",
        "names-differ endpoint.braces",
        "command command.runs",
        "sample-breaks response.body.accountId:value",
        "sample-breaks request.body.cellPhone.phoneNumber:pattern",
        "described-otherwise response.body.updatedBy",
        "sample-adds request.body.fullName",
        "sample-breaks response.body.successfulRecords.contact.lastName:echo",
        "mask-differs response.body.successfulRecords.contact.accountId",
        "odd-id response.body.createdByAId",
        "command command.method",
        "names-differ request.body.name",
        "names-differ spelling.iid",
        "sample-breaks response.body.data.body.name:echo",
        "command command.query.api_key",
    ] {
        assert!(ran.out.contains(&format!("declared    {defect}\n")), "{defect}:\n{}", ran.out);
    }
}

#[test]
fn documentation_at_one_with_itself_passes() {
    let ran = place(NOTES, SENT, ANSWERED).docproof("lint --schemas c").exits(0);
    assert_snapshot!(ran.out, @"0 contradictions: 0 declared, 0 not; 0 more declared defects that only a person can see");
}

#[test]
fn each_sort_of_contradiction_is_seen() {
    let printed = |from: &str, to: &str| {
        assert!(NOTES.contains(from), "{from}");
        contradiction(&NOTES.replace(from, to), SENT, ANSWERED)
    };
    assert_eq!(printed("-X PUT", "-X POST"), "command command.method");
    assert_eq!(printed("notes/{{id}}' \\", "notes/new' \\"), "command command.path");
    assert_eq!(printed("notes/{{id}}' \\", "notes/{{id}}'"), "command command.runs");
    assert_eq!(printed("--data '", "'"), "command command.words");
    assert_eq!(printed("\"Milk\"}'", "\"Tea\"}'"), "command command.body");
    assert_eq!(printed("-H 'team: red' ", ""), "command command.header.team");
    assert_eq!(printed(", Content-Type]", "]"), "command command.header.Content-Type");
    assert_eq!(printed("-H 'key: {{KEY}}'", "-H 'key: <token>'"), "names-differ header.key");
    assert_eq!(
        printed("endpoint: https://{{host}}", "endpoint: https://{host}"),
        "names-differ endpoint.braces"
    );
    assert_eq!(printed("[host, id]", "[host, id, noteId]"), "names-differ path.noteId");
    assert_eq!(
        printed(
            "by: {type: string}\n                  at",
            "By: {type: string}\n                  by: {type: string}\n                  at"
        ),
        "names-differ spelling.by"
    );

    let samples = |sent: &str, answered: &str| contradiction(NOTES, sent, answered);
    let sent_alone = NOTES.replace(" --data '{\"text\": \"Milk\"}'", " --data-urlencode ''");
    let without_command = |sent: &str| {
        let start = sent_alone.find("        command: |-").unwrap();
        let end = sent_alone.find("components:").unwrap();
        contradiction(&format!("{}{}", &sent_alone[..start], &sent_alone[end..]), sent, ANSWERED)
    };
    assert_eq!(
        without_command(r#"{"text": "Milk", "by": 7}"#),
        "sample-breaks request.body.by:type"
    );
    assert_eq!(without_command(r#"{"by": "me"}"#), "sample-lacks request.body.text");
    assert_eq!(without_command(r#"{"text": "Milk", "x": 1}"#), "sample-adds request.body.x");
    assert_eq!(without_command(r#"{"text": "Milk", "by": "u-1xxxx"}"#), "masked request.body.by");
    assert_eq!(samples(SENT, r#"{"text": "Tea"}"#), "sample-breaks response.body.text:echo");
    assert_eq!(samples(SENT, r#"{"by": "u-1"}"#), "sample-lacks response.body.text");
    assert_eq!(
        samples(SENT, r#"{"text": "Milk", "at": "yesterday"}"#),
        "described-otherwise response.body.at"
    );
    assert_eq!(
        samples(SENT, r#"{"text": "Milk", "by": "3c90c3c-0d44-4b50-8888-8dd25736052a"}"#),
        "odd-id response.body.by"
    );
}

/// No field of the table, so nothing that is found by a field's name.
#[test]
fn a_sample_that_breaks_what_holds_for_any_field_is_seen() {
    let by = "by: {type: object, additionalProperties: {type: integer}}";
    let contract = NOTES.replacen("by: {type: string}", by, 1);
    let sent = r#"{"text": "Milk", "by": {"team": "red"}}"#;
    let ran = place(&contract, sent, ANSWERED).docproof("lint --schemas c").exits(1);
    let told = "UNDECLARED  sample-breaks request.body.by:additionalProperties";
    assert!(ran.out.contains(told), "{}", ran.out);
}

#[test]
fn an_undeclared_contradiction_is_told_with_what_to_do() {
    let ran = place(NOTES, SENT, r#"{"text": "Tea"}"#).docproof("lint --schemas c").exits(1);
    assert_snapshot!(ran.out, @r#"
    updateNote
        UNDECLARED  sample-breaks response.body.text:echo
                    text: the sample answer has "Tea"; expected "Milk"
                    (Notes)

    1 contradiction: 0 declared, 1 not; 0 more declared defects that only a person can see

    Declare each under `x-defects` of its operation, with `id`, `text` and `explains: ["…"]`: the two words
    after UNDECLARED. Or correct the contract, where it is not what the documentation prints.
    "#);
}

#[test]
fn a_declared_one_passes_and_one_that_is_gone_does_not() {
    let defect = "      x-defects:
        - id: other-text
          text: The samples are of two notes.
          explains: [\"sample-breaks response.body.text:*\"]
components:";
    let declared = NOTES.replace("components:", defect);
    let ran = place(&declared, SENT, r#"{"text": "Tea"}"#).docproof("lint --schemas c").exits(0);
    assert_snapshot!(ran.out, @r#"
    updateNote
      other-text  (Notes)
        The samples are of two notes.
        declared    sample-breaks response.body.text:echo
                    text: the sample answer has "Tea"; expected "Milk"

    1 contradiction: 1 declared, 0 not; 0 more declared defects that only a person can see
    "#);
    let ran = place(&declared, SENT, ANSWERED).docproof("lint --schemas c").exits(1);
    assert_snapshot!(ran.out, @"
    updateNote
      other-text  (Notes)
        The samples are of two notes.
        STALE       sample-breaks response.body.text:*: there is no such contradiction

    0 contradictions: 0 declared, 0 not; 0 more declared defects that only a person can see

    Take out what no longer explains anything, or correct its `explains`.
    ");
}
