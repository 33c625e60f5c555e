//! Contracts: what can be wrong with them.

use insta::assert_snapshot;

use crate::support::Place;

/// A contract that another tool would read too, with everything that a run needs.
pub const NOTES: &str = "\
openapi: 3.1.0
info: {title: Notes, version: v1}
x-api: notes
paths:
  /notes/{id}:
    put:
      operationId: updateNote
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: \"#/components/schemas/Note\"}
            examples:
              documented: {externalValue: samples/note.json}
      responses:
        2XX:
          description: Changed.
          content:
            application/json:
              schema: {$ref: \"#/components/schemas/Note\"}
      x-rules:
        - rule: echo
          text: The text comes back.
          fields: [text]
          check: echo
      x-records: {sent: body, answered: body}
components:
  schemas:
    Note:
      type: object
      required: [text]
      properties:
        text:
          type: string
";

const FEATURE: &str = "\
Feature: Notes
  Scenario: A note is changed
    Given a valid updateNote request
    When it is sent
    Then it is accepted
";

fn place() -> Place {
    Place::empty()
        .file("f/notes.feature", FEATURE)
        .file("c/notes.yaml", NOTES)
        .file("c/samples/note.json", "{\"text\": \"hello\"}\n")
}

/// What is said of the contract with something in it replaced.
#[track_caller]
fn said_with(old: &str, new: &str) -> String {
    assert!(NOTES.contains(old), "the contract has no {old}");
    let place = place().file("c/notes.yaml", NOTES.replacen(old, new, 1));
    place.docproof("list --features f --schemas c").refused(2)
}

#[test]
fn a_new_api_needs_a_contract_and_features_alone() {
    let out = place().docproof("list --features f --schemas c").exits(0).out;
    assert!(out.contains("updateNote.response.body.text:echo"), "{out}");
    let init = place().docproof("init - --schemas c").exits(0).out;
    assert!(init.contains("[notes]") && init.contains("id = \"\""), "{init}");
    let one = place().docproof("list clauses --features f --schemas c/notes.yaml");
    assert_snapshot!(one.refused(2), @"error: c/notes.yaml:16: at #/paths/~1notes~1{id}/put/requestBody/content/application~1json/examples/documented/externalValue: the sample is missing: there is no c/samples/note.json");
}

#[test]
fn a_contract_of_ones_own_needs_a_server() {
    let place = place();
    assert_snapshot!(place.docproof("run --features f --schemas c").refused(2), @"error: the reference implementation inside this program has no API `notes`; name a server that has, with --target FILE or --base-url API=URL");
    assert_snapshot!(place.docproof("mutate --features f --schemas c").refused(2), @"error: the reference implementation inside this program has no API `notes`; name a server that has, with --target FILE");
    assert_snapshot!(place.docproof("explain updateNote.response.body.text:echo").refused(2), @"error: no clause is called `updateNote.response.body.text:echo`, nor has it in its name; did you mean `updateContact.response.body.lastName:echo`? (`docproof list clauses` shows them all); --schemas DIR reads other contracts than the built-in ones");
    place.docproof("explain updateNote.response.body.text:echo --schemas c").exits(0);
}

#[test]
fn what_is_said_after_init_runs_the_contract_that_it_was_made_for() {
    let out = place().docproof("init --schemas c t.toml").exits(0).out;
    assert_snapshot!(out, @"
    wrote t.toml; fill it in and say
      docproof run --schemas c --features features --target t.toml
    where `features` is the folder of your features
    ");
}

#[test]
fn a_thing_that_no_operation_makes_is_told_what_makes_one() {
    let feature = "Feature: Notes\n  Scenario: A\n    Given an existing note\n    \
        When it is sent\n    Then it is accepted\n";
    let place = place()
        .file("f/notes.feature", feature)
        .file("t.toml", "[notes]\nbase-url = \"http://127.0.0.1:9\"\n");
    assert_snapshot!(place.docproof("run --features f --schemas c --target t.toml").refused(2), @"error: f/notes.feature:3: no operation makes a `note`; name one in `x-resources` of the contract: `note: {made-by: OPERATION, id: id}`");
}

#[test]
fn steps_name_whatever_a_contract_may_call_its_operations() {
    for id in ["update-note", "notes.update", "update_note2", "zmień"] {
        let place = place()
            .file("f/notes.feature", FEATURE.replace("updateNote", id))
            .file("c/notes.yaml", NOTES.replace("updateNote", id));
        let out = place.docproof("list --features f --schemas c").exits(0).out;
        assert!(out.contains(&format!("{id}.response.body.text:echo")), "{out}");
    }
}

#[test]
fn yaml_that_is_none_is_shown_with_line_and_column() {
    assert_snapshot!(said_with("paths:", "paths"), @"error: c/notes.yaml:5:14: could not find expected ':', while scanning a simple key at line 4 column 1");
    assert_snapshot!(said_with("version: v1}", "version: v1"), @"error: c/notes.yaml:3:6: did not find expected ',' or '}', while parsing a flow mapping at line 2 column 7");
    assert_snapshot!(said_with("      parameters", "\tparameters"), @"error: c/notes.yaml:8:1: found a tab character that violates indentation, while scanning a plain scalar at line 7 column 20");
    let place = place().file("c/notes.yaml", b"openapi: \xff\n");
    assert_snapshot!(place.docproof("list --features f --schemas c").refused(2), @"error: c/notes.yaml:1:10: this is no UTF-8; save it as UTF-8");
}

#[test]
fn json_that_is_none_is_shown_with_line_and_column() {
    let place = place().file("c/samples/note.json", "{\n  \"text\": hello\n}\n");
    assert_snapshot!(place.docproof("list --features f --schemas c").refused(2), @"error: c/samples/note.json:2:11: expected value");
}

#[test]
fn a_key_given_twice_is_told_its_second_line() {
    assert_snapshot!(said_with("x-api: notes", "x-api: notes\nx-api: others"), @"error: c/notes.yaml:4:1: the key `x-api` is given twice");
    assert_snapshot!(said_with("      responses:", "      operationId: other\n      responses:"), @"error: c/notes.yaml:17:1: paths./notes/{id}.put: the key `operationId` is given twice");
    let place =
        place().file("c/samples/note.json", "{\n  \"text\": \"a\",\n  \"text\": \"b\"\n}\n");
    assert_snapshot!(place.docproof("list --features f --schemas c").refused(2), @"error: c/samples/note.json:3:8: the key `text` is given twice");
}

#[test]
fn a_reference_that_leads_nowhere_is_told_its_line() {
    assert_snapshot!(said_with("schemas/Note", "schemas/Nte"), @"error: c/notes.yaml:14: at #/paths/~1notes~1{id}/put/requestBody/content/application~1json/schema: `$ref: #/components/schemas/Nte` names nothing in the document");
    assert_snapshot!(said_with("          type: string", "          $ref: \"#/nowhere\""), @"error: c/notes.yaml:35: at #/paths/~1notes~1{id}/put/requestBody/content/application~1json/schema/properties/text: `$ref: #/nowhere` names nothing in the document");
}

#[test]
fn a_reference_out_of_the_document_is_refused() {
    assert_snapshot!(said_with("#/components/schemas/Note", "other.yaml#/Note"), @"error: c/notes.yaml:14: at #/paths/~1notes~1{id}/put/requestBody/content/application~1json/schema: `$ref: other.yaml#/Note` points outside the document; put what it names into `components`");
    assert_snapshot!(said_with("          type: string", "          $ref: https://example.com/note.json"), @"error: c/notes.yaml:35: at #/paths/~1notes~1{id}/put/requestBody/content/application~1json/schema/properties/text: `$ref: https://example.com/note.json` points outside the document; put what it names into `components`");
    assert_snapshot!(said_with("samples/note.json", "../note.json"), @"error: c/notes.yaml:16: at #/paths/~1notes~1{id}/put/requestBody/content/application~1json/examples/documented/externalValue: `../note.json` is outside the contract's folder; samples stand beside the document");
}

#[test]
fn another_version_of_openapi_is_refused() {
    assert_snapshot!(said_with("openapi: 3.1.0", "openapi: 4.0.0"), @"error: c/notes.yaml:1: at #/openapi: OpenAPI 4.0.0 is not read; write the document as 3.1.0 (or 3.0.3)");
    assert_snapshot!(said_with("openapi: 3.1.0", "openapi: 3.1"), @r#"error: c/notes.yaml:1: at #/openapi: 3.1 is no version; write the text "3.1.0""#);
    assert_snapshot!(said_with("openapi: 3.1.0", "swagger: '2.0'"), @"error: c/notes.yaml:1: at #/swagger: Swagger 2.0 is not read; convert the document to OpenAPI 3.0 or 3.1 (editor.swagger.io and swagger2openapi do)");
}

#[test]
fn what_a_document_must_have_is_missed() {
    assert_snapshot!(said_with("paths:", "x-paths:"), @"error: c/notes.yaml:1: at #: there is no `paths` object: the document describes no operation");
    assert_snapshot!(said_with("{name: id, in: path,", "{name: id, in: matrix,"), @"error: c/notes.yaml:9: at #/paths/~1notes~1{id}/put/parameters/0/in: `in` must be path, query, header or cookie");
    assert_snapshot!(said_with("{name: id, ", "{"), @"error: c/notes.yaml:9: at #/paths/~1notes~1{id}/put/parameters/0: a parameter needs a `name`");
    assert_snapshot!(said_with("      x-records", "      security: [{key: []}]\n      x-records"), @"error: c/notes.yaml:28: at #/paths/~1notes~1{id}/put/security: security scheme `key` is not declared");
}

#[test]
fn a_key_that_means_nothing_is_told_with_the_one_that_is_meant() {
    assert_snapshot!(said_with("      responses:", "      respnses:"), @"error: c/notes.yaml:17: at #/paths/~1notes~1{id}/put/respnses: `respnses` means nothing in an operation; did you mean `responses`?");
    assert_snapshot!(said_with("            schema: {$ref", "            shema: {$ref"), @"error: c/notes.yaml:14: at #/paths/~1notes~1{id}/put/requestBody/content/application~1json/shema: `shema` means nothing in a media type; did you mean `schema`?");
    assert_snapshot!(said_with("          check: echo", "          chek: echo"), @"error: c/notes.yaml:27: at #/paths/~1notes~1{id}/put/x-rules/0/chek: `chek` means nothing in a rule; did you mean `check`?");
    assert_snapshot!(said_with("      x-records:", "      x-record:"), @"error: c/notes.yaml:28: at #/paths/~1notes~1{id}/put/x-record: `x-record` means nothing; did you mean `x-records`?");
    assert_snapshot!(said_with("        2XX:\n          description: Changed.\n", "        2XX:\n          description: Changed.\n          headers: {x-left: {requird: true}}\n"), @"error: c/notes.yaml:20: at #/paths/~1notes~1{id}/put/responses/2XX/headers/x-left/requird: `requird` means nothing in a header; did you mean `required`?");
    assert_snapshot!(said_with("    put:", "    PUT:"), @"error: c/notes.yaml:6: at #/paths/~1notes~1{id}/PUT: `PUT` means nothing in a path; did you mean `put`?");
    assert_snapshot!(said_with("in: path, required: true, schema: {type: string}", "in: path, required: true, type: string"), @"error: c/notes.yaml:9: at #/paths/~1notes~1{id}/put/parameters/0/type: `type` means nothing in a parameter; what OpenAPI doesn't know begins with `x-`");
    assert_snapshot!(said_with("    Note:\n", "    Note:\n      <<: {type: object}\n"), @"error: c/notes.yaml:32: at #/components/schemas/Note/<<: `<<` is of YAML 1.1 and means nothing in 1.2; write the members out, or name them with `allOf` or a `$ref`");
}

#[test]
fn a_misspelt_keyword_of_a_schema_is_told_wherever_it_would_be_missed() {
    let notes = NOTES
        .replace("required: [text]", "requried: [text]")
        .replace("          type: string", "          type: string\n          format: datetime");
    let place = place().file("c/notes.yaml", &notes);
    place.docproof("list --features f --schemas c").exits(0);
    assert_snapshot!(place.docproof("lint --schemas c").exits(1).out, @"
    c/notes.yaml:37: at #/components/schemas/Note/properties/text/format: `datetime` promises nothing; did you mean the format `date-time`?
    c/notes.yaml:33: at #/components/schemas/Note/requried: `requried` promises nothing; did you mean `required`?

    0 contradictions: 0 declared, 0 not; 0 more declared defects that only a person can see

    Correct what is misspelt above: nothing is held to it.
    ");
    assert_snapshot!(place.docproof("scaffold - --schemas c").exits(0).err, @"
    c/notes.yaml:37: at #/components/schemas/Note/properties/text/format: `datetime` promises nothing; did you mean the format `date-time`?
    c/notes.yaml:33: at #/components/schemas/Note/requried: `requried` promises nothing; did you mean `required`?
    ");
    let run = "run --features f --schemas c --base-url notes=http://127.0.0.1:1 --dry-run";
    assert_snapshot!(place.docproof(run).err, @"
    c/notes.yaml:37: at #/components/schemas/Note/properties/text/format: `datetime` promises nothing; did you mean the format `date-time`?
    c/notes.yaml:33: at #/components/schemas/Note/requried: `requried` promises nothing; did you mean `required`?
    ");
    assert_snapshot!(place.docproof(&format!("{run} --quiet")).err, @"");
}

#[test]
fn words_of_openapi_3_0_in_a_document_of_3_1_are_read_as_they_are_meant_and_told_by_lint() {
    let older = NOTES.replace(
        "          type: string",
        "          type: string\n          nullable: true\n        size: {type: number, minimum: 1, exclusiveMinimum: true}",
    );
    let place = place().file("c/notes.yaml", &older);
    place.docproof("list --features f --schemas c").exits(0);
    assert_snapshot!(place.docproof("lint --schemas c").exits(0).out, @"
    c/notes.yaml:37: at #/components/schemas/Note/properties/text/nullable: `nullable` as true or false is of OpenAPI 3.0; it is read as it is meant there
    c/notes.yaml:38: at #/components/schemas/Note/properties/size/exclusiveMinimum: `exclusiveMinimum` as true or false is of OpenAPI 3.0; it is read as it is meant there

    0 contradictions: 0 declared, 0 not; 0 more declared defects that only a person can see
    ");
    let explained = place.docproof("list clauses --schemas c").exits(0).out;
    assert!(explained.contains("of type string or null"), "{explained}");
}

#[test]
fn a_key_of_somebody_elses_is_left_alone() {
    let foreign = NOTES
        .replace("      responses:", "      x-roles: [admin]\n      responses:")
        .replace("          type: string", "          type: string\n          enumNames: [a]\n          format: colour\n          nullable: false");
    place().file("c/notes.yaml", &foreign).docproof("list --features f --schemas c").exits(0);
}

#[test]
fn a_value_of_another_kind_than_its_key_takes_is_told() {
    assert_snapshot!(said_with("required: true,", "required: 'true',"), @"error: c/notes.yaml:9: at #/paths/~1notes~1{id}/put/parameters/0/required: expected true or false, not a text");
    assert_snapshot!(said_with("      responses:", "      security: {key: []}\n      responses:"), @"error: c/notes.yaml:17: at #/paths/~1notes~1{id}/put/security: expected a list, not an object");
    assert_snapshot!(said_with("          type: string", "          type: array\n          items: [{type: string}]"), @"error: c/notes.yaml:37: at #/components/schemas/Note/properties/text/items: expected a schema, not a list");
    assert_snapshot!(said_with("        2XX:\n", "        '404': {$ref: '#/components/schemas/Note'}\n        2XX:\n"), @"error: c/notes.yaml:18: at #/paths/~1notes~1{id}/put/responses/404: `#/components/schemas/Note` is among the schemas, and a response is wanted: `#/components/responses/…`");
}

#[test]
fn a_path_and_its_parameters_have_the_same_names() {
    assert_snapshot!(said_with("name: id,", "name: Id,"), @"error: c/notes.yaml:6: at #/paths/~1notes~1{id}/put: the path has `{id}`, and no parameter `in: path` has that name; there is `Id`");
    assert_snapshot!(said_with("/notes/{id}", "/notes/id"), @"error: c/notes.yaml:6: at #/paths/~1notes~1id/put: the parameter `id` is `in: path`, and the path has no `{id}`");
    assert_snapshot!(said_with("/notes/{id}", "notes/{id}"), @"error: c/notes.yaml:5: at #/paths/notes~1{id}: a path begins with `/`");
    assert_snapshot!(said_with("/notes/{id}", "/notes/{id"), @"error: c/notes.yaml:5: at #/paths/~1notes~1{id: a name in a path stands in braces: `{id}`");
    assert_snapshot!(said_with("/notes/{id}", "/notes/{id}?x=1"), @"error: c/notes.yaml:5: at #/paths/~1notes~1{id}?x=1: `?` and `#` end a path: what stands behind `?` are parameters `in: query`");
    assert_snapshot!(said_with("in: path, required: true,", "in: path,"), @"error: c/notes.yaml:9: at #/paths/~1notes~1{id}/put/parameters/0: `id` is `in: path`, so write `required: true`");
    assert_snapshot!(said_with("      parameters:\n", "      parameters:\n        - {name: x, in: query}\n        - {name: x, in: query}\n"), @"error: c/notes.yaml:10: at #/paths/~1notes~1{id}/put/parameters/1: `x` in the query is there twice");
}

#[test]
fn what_an_extension_names_has_to_be_there() {
    assert_snapshot!(said_with("check: echo", "check: {same-as: txt}"), @"error: c/notes.yaml:27: at #/paths/~1notes~1{id}/put/x-rules/0/check: the answer has no field `txt` (it has text)");
    assert_snapshot!(said_with("check: echo", "check: {equals: '{sent.txt}'}"), @"error: c/notes.yaml:27: at #/paths/~1notes~1{id}/put/x-rules/0/check: the request has no field `txt` (it has text)");
    assert_snapshot!(said_with("check: echo", "check: {equals: '{path.key}'}"), @"error: c/notes.yaml:27: at #/paths/~1notes~1{id}/put/x-rules/0/check: `{path.key}`: the path has no parameter `key`");
    assert_snapshot!(said_with("          check: echo\n", ""), @"error: c/notes.yaml:24: at #/paths/~1notes~1{id}/put/x-rules/0: the rule `echo` has `fields` and no `check`, so nothing would judge it");
    assert_snapshot!(said_with("          fields: [text]\n", ""), @"error: c/notes.yaml:24: at #/paths/~1notes~1{id}/put/x-rules/0: the rule `echo` has to say of which `fields` it speaks");
    assert_snapshot!(said_with("answered: body}", "answered: 'body[]'}"), @"error: c/notes.yaml:28: at #/paths/~1notes~1{id}/put/x-records/answered: `body[]` is no list in the documented answer");
    assert_snapshot!(said_with("answered: body}", "answered: body, id: txt}"), @"error: c/notes.yaml:28: at #/paths/~1notes~1{id}/put/x-records/id: the answer has no field `txt` (it has text)");
}

#[test]
fn a_missing_sample_is_told_where_it_was_looked_for() {
    assert_snapshot!(said_with("samples/note.json", "samples/notes.json"), @"error: c/notes.yaml:16: at #/paths/~1notes~1{id}/put/requestBody/content/application~1json/examples/documented/externalValue: the sample is missing: there is no c/samples/notes.json");
}

#[test]
fn a_level_that_is_none_is_refused() {
    assert_snapshot!(said_with("      responses:", "      x-level: OFTEN\n      responses:"), @r#"error: c/notes.yaml:17: at #/paths/~1notes~1{id}/put/x-level: "OFTEN" is no level; say MUST, SHOULD or MAY"#);
    assert_snapshot!(said_with("          type: string", "          type: string\n          x-levels: {type: 1}"), @"error: c/notes.yaml:37: at #/paths/~1notes~1{id}/put/requestBody/content/application~1json/schema/properties/text/x-levels/type: 1 is no level; say MUST, SHOULD or MAY");
    assert_snapshot!(said_with("          check: echo", "          check: echo\n          level: must"), @r#"error: c/notes.yaml:28: at #/paths/~1notes~1{id}/put/x-rules/0/level: "must" is no level; say MUST, SHOULD or MAY"#);
}

#[test]
fn a_rule_that_cannot_be_checked_is_refused() {
    assert_snapshot!(said_with("fields: [text]", "fields: [body.txt]"), @"error: c/notes.yaml:24: at #/paths/~1notes~1{id}/put/x-rules/0: the response has no field `txt` (it has text)");
    assert_snapshot!(said_with("fields: [text]", "fields: text"), @r#"error: c/notes.yaml:26: at #/paths/~1notes~1{id}/put/x-rules/0/fields: string "text" is no list; write `[…]`"#);
    assert_snapshot!(said_with("check: echo", "check: eco"), @"error: c/notes.yaml:27: at #/paths/~1notes~1{id}/put/x-rules/0/check: `eco` means nothing here; did you mean `echo`? (there are echo, returned, equals, equals-despite, contains, default, same-as, unchanged, not-before, after, as-last-written, count-of, sum-of, one-each, in-order, own-ids, ids-sent, lists-known, at-most, sorted, pages, gone-unless-sent, bad-records-fail, unique)");
    assert_snapshot!(said_with("- rule: echo\n          text", "- text"), @"error: c/notes.yaml:24: at #/paths/~1notes~1{id}/put/x-rules/0: a rule needs a name: `rule: …`");
    assert_snapshot!(said_with("          text: The text comes back.\n", ""), @"error: c/notes.yaml:24: at #/paths/~1notes~1{id}/put/x-rules/0: a rule needs a sentence: `text: …`");
}

#[test]
fn a_schema_that_is_none_is_refused() {
    assert_snapshot!(said_with("          type: string", "          type: strng"), @r#"error: c/notes.yaml:36: at #/components/schemas/Note/properties/text/type: unusable schema: Unexpected type: "strng""#);
    // JavaScript takes a brace that repeats nothing for itself.
    let braces = NOTES.replace("          type: string", "          pattern: '^{[a-z]{2}}$'");
    place().file("c/notes.yaml", &braces).docproof("list --features f --schemas c").exits(0);
    assert_snapshot!(said_with("          type: string", "          pattern: '['"), @r#"error: c/notes.yaml:36: at #/components/schemas/Note/properties/text/pattern: unusable schema: "[" is not a "regex""#);
}

#[test]
fn a_folder_without_contracts_is_refused() {
    let place = place();
    assert_snapshot!(place.docproof("list --features f --schemas f").refused(2), @"error: no contract: f holds no .yaml, .yml or .json document with an `openapi` member");
    assert_snapshot!(place.docproof("list --features f --schemas d").refused(2), @"error: d: No such file or directory (os error 2); name a folder (or one file) that can be read");
}

#[test]
fn what_fills_a_request_stands_for_something() {
    let fresh = |text: &str| format!("          type: string\n          {text}");
    assert_snapshot!(said_with("          type: string", &fresh("x-fresh: 'a {lable}'")), @"error: c/notes.yaml:10: at #/paths/~1notes~1{id}/put/requestBody: `x-fresh` of `text`: `{lable}` stands for nothing here; write {digits}, {label}, {uuid}, {hex:24}, {date-time:+2d}, {date:+2d}, {answered.…}, {answered-header.…}, {printed}, {resource}, {pattern} or {sent.…}");
    assert_snapshot!(said_with("          type: string", &fresh("x-unknown: '{printed}'")), @"error: c/notes.yaml:10: at #/paths/~1notes~1{id}/put/requestBody: `x-unknown` of `text`: `{printed}` stands for nothing here; write {digits}, {label}, {uuid}, {hex:24}, {date-time:+2d} or {date:+2d}");
    let resource = "x-resources: {note: {setting: id}}\npaths:";
    let of_path = NOTES.replacen("paths:", resource, 1).replacen(
        "{name: id,",
        "{name: id, x-resource: noet,",
        1,
    );
    let place = place().file("c/notes.yaml", of_path);
    assert_snapshot!(place.docproof("list --features f --schemas c").refused(2), @"error: c/notes.yaml:9: at #/paths/~1notes~1{id}/put/parameters: `x-resource` of `id`: there is no `noet` in `x-resources`; did you mean `note`?");
}

#[test]
fn two_documents_cannot_share_a_name() {
    let place = place().file("c/others.yaml", NOTES);
    assert_snapshot!(place.docproof("list --features f --schemas c").refused(2), @"error: c/others.yaml: API `notes` is already defined by c/notes.yaml; names must be unique");
    place.write("c/others.yaml", NOTES.replace("x-api: notes", "x-api: others"));
    assert_snapshot!(place.docproof("list --features f --schemas c").refused(2), @"error: c/others.yaml: operation `updateNote` is already defined by c/notes.yaml; names must be unique");
}

#[test]
fn a_document_that_would_never_end_is_refused() {
    // Each line names the one before nine times: a small text, and far too large a value.
    let mut text = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (before, key) in ('a'..='i').zip('b'..='j') {
        text.push_str(&format!("{key}: &{key} [{}]\n", vec![format!("*{before}"); 9].join(", ")));
    }
    let place = place().file("c/notes.yaml", text);
    let said = place.docproof("list --features f --schemas c").refused(2);
    assert!(said.starts_with("error: c/notes.yaml:"), "{said}");
}

#[test]
fn an_operation_with_blanks_in_its_name_is_called_without() {
    let place = place().file("c/notes.yaml", NOTES.replace("updateNote", "'update a  note'"));
    let said = place.docproof("explain --schemas c update-a-note.request.accepted").exits(0).out;
    assert!(said.contains("update-a-note"), "{said}");
}
