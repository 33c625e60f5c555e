//! `docproof mutate` and `docproof coverage`: what can be wrong with what they are given.

use insta::assert_snapshot;

use crate::servers::{Server, nothing_there, reference_at};
use crate::support::{CREATE, Place};

#[test]
fn an_unknown_operation_is_told_the_nearest() {
    let place = Place::new();
    assert_snapshot!(place.docproof("mutate --list --operation createContact").refused(2), @"error: --operation: no operation is called `createContact`; did you mean `createContacts`? (there are createContacts, updateContact, bulkUpdateContacts, updateContactList, updateContactById)");
}

#[test]
fn only_what_the_target_has_is_changed() {
    let place = Place::new();
    let listed = place.docproof("mutate --list --features features --api agentassist").exits(0).out;
    assert!(listed.contains("createContacts") && !listed.contains("updateContactById"), "{listed}");
    place.docproof("mutate --list --features features --only nothing-like-this").exits(4);
}

#[test]
fn a_change_that_the_scenarios_see_does_not_survive() {
    let place = Place::new();
    let one = "mutate --features features --operation createContacts --only";
    let seen = place.docproof(&format!("{one} 'fullName dropped'")).exits(0);
    assert!(seen.out.contains("1 breaking mutation, 0 survived"), "{}", seen.out);
    let report: serde_json::Value =
        serde_json::from_str(&place.read("reports/mutation.json")).unwrap();
    assert_eq!(report["counts"]["breaking"], 1);
    let row = &report["mutations"][0];
    assert_eq!(row["verdict"], "detected");
    assert_eq!(row["level"], "MUST");
    assert_eq!(row["clauses"][0], "createContacts.response.body.fullName");
    assert_eq!(row["detected-by"][0], "features/create.feature: A contact is created");
}

#[test]
fn a_change_that_no_scenario_sees_survives_and_is_told() {
    let blind = CREATE.replace("is accepted", "is answered without a server error");
    let place = Place::empty().file("features/create.feature", blind);
    let one = "mutate --features features --operation createContacts --only";
    let ran = place.docproof(&format!("{one} 'fullName dropped'")).exits(1);
    assert!(ran.out.contains("SURVIVED"), "{}", ran.out);
    let report: serde_json::Value =
        serde_json::from_str(&place.read("reports/mutation.json")).unwrap();
    assert_eq!(report["mutations"][0]["verdict"], "survived");
}

#[test]
fn a_change_that_nothing_meets_proves_nothing() {
    let place = Place::new();
    let one = "mutate --features features --operation createContacts --only";
    for (only, verdict) in
        [("refuses with 418", "never-carried-out"), ("another order of keys", "silent")]
    {
        let code = i32::from(verdict != "silent");
        let ran = place.docproof(&format!("{one} '{only}'")).exits(code);
        let report: serde_json::Value =
            serde_json::from_str(&place.read("reports/mutation.json")).unwrap();
        assert_eq!(report["mutations"][0]["verdict"], verdict);
        assert_eq!(report["counts"]["never-carried-out"], code);
        assert_eq!(
            ran.out.contains("NOT DONE    allowed createContacts refuses with 418"),
            code == 1
        );
    }
    // A breaking one that no request meets is not taken for one that nobody sees.
    let ran = place.docproof(&format!("{one} 'padded streamId'")).exits(1);
    assert!(ran.out.contains("NOT DONE") && !ran.out.contains("SURVIVED "), "{}", ran.out);
}

#[test]
fn one_sort_of_wrong_requests_let_pass_is_seen_by_who_sends_it_alone() {
    let sends = |name: &str, step: &str| {
        format!(
            "    Scenario: {name}\n      Given a valid createContacts request\n      And {step}\n      When the request is sent\n      Then the request is refused\n\n"
        )
    };
    let features = format!(
        "@agentassist\nFeature: Ids\n\n  Rule: Wrong ids are refused\n\n{}{}{}",
        sends("Short", "with the \"streamId\" one character too short"),
        sends("Padded", "with a blank behind the path parameter \"streamId\""),
        sends("Long", "with the path parameter \"streamId\" 2000 letters long"),
    );
    let place = Place::empty().file("features/ids.feature", features);
    for (sort, scenario) in [("shortened", "Short"), ("padded", "Padded"), ("overlong", "Long")] {
        let one = "mutate --features features --operation createContacts --only";
        place.docproof(&format!("{one} '{sort} streamId'")).exits(0);
        let report: serde_json::Value =
            serde_json::from_str(&place.read("reports/mutation.json")).unwrap();
        let seen_by = report["mutations"][0]["detected-by"].as_array().unwrap();
        assert_eq!(seen_by.len(), 1, "{seen_by:?}");
        assert!(seen_by[0].as_str().unwrap().ends_with(scenario), "{seen_by:?}");
    }
}

#[test]
fn a_target_that_is_not_there_proves_nothing() {
    let place = Place::new().file("t.toml", reference_at(&nothing_there()));
    let said = place.docproof("mutate --features features --target t.toml --sample 1").refused(3);
    assert!(said.contains("can't be reached"), "{said}");
}

#[test]
fn a_target_on_which_everything_is_skipped_proves_nothing() {
    let target = crate::servers::reference().replace("streamId = ", "# ");
    let place = Place::empty().file("features/create.feature", CREATE).file("t.toml", target);
    let said = place.docproof("mutate --features features --target t.toml --sample 1").refused(3);
    assert_snapshot!(said, @"
    error: the implementation behind the proxy doesn't pass the suite as it is, so nothing can be proven with it:
             features/create.feature: A contact is created: the target has no value `streamId` (in [agentassist.values])
    ");
}

#[test]
fn coverage_is_read_from_a_report() {
    let place = Place::new();
    assert_snapshot!(place.docproof("coverage").refused(2), @"
    error: cannot read reports/report.json: No such file or directory (os error 2)
           name a report.json that an earlier run wrote
    ");
    place.write("x.json", "{\"format\": \"docproof-report/1\",\n");
    assert_snapshot!(place.docproof("coverage x.json").refused(2), @"
    error: x.json:2:1: the report ends in the middle (EOF while parsing an object)
           it was cut off while being copied or written: take it again from where it was made
    ");
    assert_snapshot!(place.docproof("coverage --min 101").refused(2), @"
    error: invalid value '101' for '--min <PERCENT>': it takes a number from 0 to 100

    For more information, try '--help'.
    ");
    place.docproof("run -q --features features").exits(0);
    let out = place.docproof("coverage").exits(0).out;
    assert!(out.contains("kept            MUST   createContacts.request.accepted\n"), "{out}");
    assert!(out.contains("features/create.feature:3  A contact is created\n"), "{out}");
    let only = place.docproof("coverage --only kept").exits(0).out;
    assert!(only.contains("kept  ") && !only.contains("not tried  "), "{only}");
    let only = place.docproof("coverage --only untried --only broken").exits(0).out;
    assert!(only.contains("not tried  ") && !only.contains("kept  "), "{only}");
    assert_eq!(only.lines().last(), out.lines().last(), "the counts are those of all");
    place.docproof("coverage --min 100").exits(1);
}

#[test]
fn a_sample_of_nothing_is_refused() {
    let said = Place::new().docproof("mutate --sample 0").refused(2);
    assert!(said.contains("for '--sample <N>': it takes a whole number from 1"), "{said}");
}

#[test]
fn only_what_was_given_is_said_to_have_chosen_nothing() {
    let said = Place::new().docproof("mutate --list --only nothing-like-this").exits(4).err;
    assert_snapshot!(said, @"nothing was selected: no mutation meets --only");
}

const NOTES: &str = "\
openapi: 3.1.0
info: {title: Notes, version: v1}
x-api: notes
x-resources: {note: {made-by: createNote, id: id}}
paths:
  /notes:
    post:
      operationId: createNote
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [title], properties: {title: {type: string}}}, example: {title: Bread}}}}
      responses: {'201': {description: Made., content: {application/json: {schema: {type: object, required: [id], properties: {id: {type: string}}}}}}}
      x-records: {sent: body, answered: body, id: id, resource: note}
  /notes/{id}:
    delete:
      operationId: removeNote
      parameters: [{name: id, in: path, required: true, schema: {type: string}, x-resource: note, x-unknown: 'n-{digits}'}]
      responses: {'204': {description: Gone.}}
";

#[test]
fn what_no_sample_shows_is_accepted_as_another_request_was_or_by_its_status() {
    let server = Server::deciding(|asked| match asked.split(' ').next() {
        Some("POST") if asked.contains("\"Bread\"") => (201, r#"{"id": "n-1001"}"#),
        Some("DELETE") if asked.starts_with("DELETE /notes/n-1001 ") => (204, ""),
        _ => (404, "{}"),
    });
    let feature = "\
Feature: Notes
  Scenario: A note is made
    Given a valid createNote request
    When it is sent
    Then it is accepted
  Scenario: A title is a text
    Given an existing note
    And a valid createNote request
    And with the field \"title\" set to 42
    When it is sent
    Then it is refused
  Scenario: A note that isn't there is not removed
    Given an existing note
    And a valid removeNote request
    And with an unknown \"id\"
    When it is sent
    Then it is refused
";
    let place = Place::empty().file("f/notes.feature", feature).file("c/notes.yaml", NOTES);
    let place = place.file("t.toml", format!("[notes]\nbase-url = \"{}\"\n", server.url()));
    let run = "mutate --schemas c --features f --target t.toml --only";
    for only in ["title as number let pass", "unknown id let pass"] {
        let out = place.docproof(&format!("{run} '{only}'")).exits(0).out;
        assert!(out.contains("1 breaking mutation, 0 survived"), "{out}");
    }
}
