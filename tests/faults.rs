//! A rule stopped in the reference turns the run red at exactly that clause: in the terminal, in
//! both reports and in the exit code.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "cli/environment.rs"]
mod environment;

use std::path::Path;
use std::process::Command;

use environment::forget;
use serde_json::Value;

/// What a run with a fault said.
struct Red {
    exit_code: i32,
    terminal: String,
    junit: String,
    clauses: Vec<(String, String)>,
}

fn run_with(fault: &str, tags: &str, folder: &Path) -> Red {
    let output = forget(&mut Command::new(env!("CARGO_BIN_EXE_docproof")))
        .args(["run", "--quiet", "--fault", fault, "--tags", tags, "--reports"])
        .arg(folder)
        .output()
        .unwrap();
    let report: Value =
        serde_json::from_slice(&std::fs::read(folder.join("report.json")).unwrap()).unwrap();
    let clauses = report["clauses"].as_array().unwrap().iter();
    Red {
        exit_code: output.status.code().unwrap(),
        terminal: String::from_utf8(output.stdout).unwrap(),
        junit: std::fs::read_to_string(folder.join("junit.xml")).unwrap(),
        clauses: clauses
            .filter(|clause| ["broken", "warned"].contains(&clause["verdict"].as_str().unwrap()))
            .map(|clause| {
                let text = |key: &str| clause[key].as_str().unwrap().to_owned();
                (text("verdict"), text("id"))
            })
            .collect(),
    }
}

/// Breaking a rule is reported at its clause, and at no other.
fn breaks(fault: &str, tags: &str, clauses: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let red = run_with(fault, tags, folder.path());
    let expected: Vec<(String, String)> =
        clauses.iter().map(|clause| ("broken".to_owned(), (*clause).to_owned())).collect();
    assert_eq!(red.clauses, expected, "{fault}");
    assert_eq!(red.exit_code, 1, "{fault}");
    for clause in clauses {
        assert!(red.terminal.contains(&format!("MUST {clause}\n")), "{fault}: {}", red.terminal);
        assert!(red.junit.contains(&format!("type=\"{clause}\"")), "{fault}: {clause} in JUnit");
    }
}

/// A SHOULD is warned of, and the run still passes.
fn warns(fault: &str, tags: &str, clause: &str) {
    let folder = tempfile::tempdir().unwrap();
    let red = run_with(fault, tags, folder.path());
    assert_eq!(red.clauses, [("warned".to_owned(), clause.to_owned())], "{fault}");
    assert_eq!(red.exit_code, 0, "{fault}");
    assert!(!red.junit.contains("<failure"), "{fault}");
}

#[test]
fn a_number_taken_twice_on_create() {
    breaks(
        "create-accepts-taken-number",
        "@createContacts",
        &["createContacts.rule.one-contact-per-number"],
    );
}

#[test]
fn a_number_taken_twice_only_when_requests_meet() {
    breaks("create-race", "@concurrency", &["createContacts.rule.one-contact-per-number"]);
}

#[test]
fn a_phone_number_that_is_not_digits() {
    breaks(
        "create-phone-number-not-digits",
        "@createContacts",
        &["createContacts.request.body.cellPhone.phoneNumber:pattern"],
    );
}

#[test]
fn a_refused_create_that_is_stored_all_the_same() {
    breaks(
        "refused-create-stored",
        "@createContacts",
        &["createContacts.rule.refused-changes-nothing"],
    );
}

#[test]
fn an_expired_token_that_is_accepted() {
    breaks(
        "auth-expiry-unchecked",
        "@updateContact and @credentials",
        &["updateContact.request.header.auth:expiry"],
    );
}

#[test]
fn an_update_that_changes_when_the_contact_was_created() {
    breaks(
        "update-resets-created-at",
        "@updateContact",
        &["updateContact.response.body.createdAt:unchanged"],
    );
}

#[test]
fn an_update_that_refuses_the_contacts_own_number() {
    let folder = tempfile::tempdir().unwrap();
    let red = run_with("update-refuses-own-number", "@updateContact", folder.path());
    let clauses: Vec<&str> = red.clauses.iter().map(|(_, id)| id.as_str()).collect();
    assert!(clauses.contains(&"updateContact.rule.own-number-may-stay"), "{clauses:?}");
    assert_eq!(red.exit_code, 1);
}

#[test]
fn a_frozen_timestamp_is_a_warning() {
    warns(
        "update-freezes-updated-at",
        "@updateContact",
        "updateContact.response.body.updatedAt:after",
    );
}

#[test]
fn a_bulk_that_stops_at_the_first_bad_record() {
    let folder = tempfile::tempdir().unwrap();
    let red = run_with("bulk-stops-at-failure", "@bulkUpdateContacts", folder.path());
    let clauses: Vec<&str> = red.clauses.iter().map(|(_, id)| id.as_str()).collect();
    assert!(clauses.contains(&"bulkUpdateContacts.rule.others-still-done"), "{clauses:?}");
    assert_eq!(red.exit_code, 1);
}

#[test]
fn a_bulk_that_miscounts() {
    let folder = tempfile::tempdir().unwrap();
    let red = run_with("bulk-count-off-by-one", "@bulkUpdateContacts", folder.path());
    let clauses: Vec<&str> = red.clauses.iter().map(|(_, id)| id.as_str()).collect();
    assert!(clauses.contains(&"bulkUpdateContacts.response.body.successful:count"), "{clauses:?}");
    assert!(
        clauses.iter().all(|id| id.contains("successful:") || id.contains("totalRequested:")),
        "{clauses:?}"
    );
}

#[test]
fn a_list_that_comes_back_under_another_name() {
    breaks(
        "list-name-not-echoed",
        "@updateContactList",
        &["updateContactList.response.body.data.body.name:echo"],
    );
}

#[test]
fn a_list_that_takes_text_for_a_boolean() {
    breaks(
        "list-allow-duplicates-any-type",
        "@updateContactList",
        &["updateContactList.request.body.allowDuplicates:type"],
    );
}

#[test]
fn a_list_message_without_the_name_is_a_warning() {
    warns(
        "list-message-nameless",
        "@updateContactList",
        "updateContactList.response.body.message:names-list",
    );
}

#[test]
fn an_api_key_that_nobody_checks() {
    breaks(
        "api-key-unchecked",
        "@updateContactById",
        &["updateContactById.request.query.api_key:key"],
    );
}

#[test]
fn a_timestamp_that_comes_back_an_hour_later() {
    breaks(
        "by-id-last-seen-shifted",
        "@updateContactById",
        &["updateContactById.response.body.data.last_seen:echo"],
    );
}

#[test]
fn objects_that_lose_what_is_inside() {
    breaks(
        "by-id-custom-fields-flattened",
        "@updateContactById",
        &["updateContactById.response.body.data.custom_fields:echo"],
    );
}

#[test]
fn an_answer_cut_off_in_the_middle_is_the_targets_fault_not_the_features() {
    let folder = tempfile::tempdir().unwrap();
    let red = run_with("truncated-body", "@updateContact", folder.path());
    assert_eq!(red.exit_code, 1, "{}", red.terminal);
    assert!(
        red.clauses.iter().any(|(_, id)| id.ends_with("http.body-as-declared")),
        "{:?}",
        red.clauses
    );
}

#[test]
fn an_answer_to_a_partial_update_that_lacks_what_is_documented() {
    let folder = tempfile::tempdir().unwrap();
    let red = run_with("update-of-nothing-answers-nothing", "@bulkUpdateContacts", folder.path());
    assert_eq!(red.exit_code, 1);
    let lacks = ("broken".to_owned(), "updateContact.response.body.firstName".to_owned());
    assert!(red.clauses.contains(&lacks), "{:?}", red.clauses);
}

#[test]
fn json_that_is_spread_over_lines_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let red = run_with("spread-json-refused", "@body and @createContacts", folder.path());
    let refused = ("broken".to_owned(), "createContacts.request.accepted".to_owned());
    assert!(red.clauses.contains(&refused), "{:?}", red.clauses);
}

#[test]
fn a_signature_of_no_whole_bytes_that_crashes_the_server() {
    breaks(
        "auth-uneven-signature-crashes",
        "@createContacts and @credentials",
        &["createContacts.http.no-server-error"],
    );
}

#[test]
fn a_null_that_does_not_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let red = run_with("by-id-nulls-left-out", "@updateContactById", folder.path());
    assert_eq!(red.exit_code, 0, "{:?}", red.clauses);
    let left =
        ("warned".to_owned(), "updateContactById.response.body.data.email:returned".to_owned());
    assert!(red.clauses.contains(&left), "{:?}", red.clauses);
}
