//! Secrets: nothing that a run prints or writes holds one.

use crate::servers::{Server, reference, reference_at};
use crate::support::{CREATE, LIST, Place, TAKEN};

const CREDENTIALS: &str = "\
Feature: Credentials

  Scenario Outline: <operation> with a credential that is <state>
    Given a valid <operation> request
    And with a credential that is <state>
    When the request is sent
    Then the request is refused

    Examples:
      | operation         | state             |
      | createContacts    | tampered          |
      | createContacts    | unsigned          |
      | createContacts    | expired           |
      | createContacts    | for another scope |
      | updateContactList | expired           |
      | updateContactById | unknown           |
";

const BY_ID: &str = "\
Feature: A contact

  Scenario: A contact is changed
    Given a valid updateContactById request
    When the request is sent
    Then the request is accepted
";

fn place() -> Place {
    Place::empty()
        .file("features/create.feature", CREATE)
        .file("features/list.feature", LIST)
        .file("features/taken.feature", TAKEN)
        .file("features/credentials.feature", CREDENTIALS)
        .file("features/by-id.feature", BY_ID)
        .file("t.toml", reference())
}

/// The demo's own secrets.
fn secrets() -> Vec<String> {
    let target = reference();
    let value = |key: &str| {
        let line = target.lines().find_map(|line| line.strip_prefix(&format!("{key} = \"")));
        line.unwrap().trim_end_matches('"').to_owned()
    };
    vec![value("client-secret"), value("key")]
}

/// Every text that the run printed or wrote.
fn texts(place: &Place, arguments: &str) -> Vec<String> {
    let ran = place.docproof(arguments);
    assert!(ran.code <= 1, "{arguments}: {}", ran.err);
    let mut texts = vec![ran.out, ran.err];
    for file in ["r/report.json", "r/junit.xml", "r/report.html", "r/shard.json"] {
        if place.path(file).exists() {
            texts.push(place.read(file));
        }
    }
    texts
}

#[test]
fn no_secret_is_printed_or_written() {
    let place = place();
    let secrets = secrets();
    for arguments in [
        "run --features features --reports r",
        "run --features features --reports r --verbose",
        "run --features features --reports r --verbose --target t.toml",
        "run --features features --reports r --fault auth-expiry-unchecked --fault api-key-unchecked",
        "run --features features --reports r --verbose --fault auth-signature-unchecked",
        "run --features features --reports r --shard 1/1 --target t.toml",
        "run --features features --dry-run --verbose",
        "run --features features --dry-run --target t.toml",
        "list --features features",
    ] {
        for text in texts(&place, arguments) {
            for secret in &secrets {
                assert!(!text.contains(secret.as_str()), "{arguments} shows {secret}:\n{text}");
            }
            // Every token begins like this, whether it is good or made wrong on purpose.
            assert!(!text.contains("eyJ"), "{arguments} shows a token:\n{text}");
        }
    }
    assert!(place.read("r/report.json").contains("***"), "masked where it stood");
    assert!(place.read("r/junit.xml").contains("$AGENTASSIST_AUTH"), "a variable stands for it");
}

#[test]
fn a_server_that_repeats_what_it_got_gives_nothing_away() {
    let place = Place::empty().file("features/create.feature", CREATE);
    let echo = Server::echoing();
    place.write("t.toml", reference_at(&echo.url()));
    for text in texts(&place, "run --features features --reports r --verbose --target t.toml") {
        assert!(!text.contains("eyJ"), "{text}");
    }
    assert!(place.read("r/report.json").contains("auth: ***"), "{}", place.read("r/report.json"));
}
