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

const SECRET: &str = "in-4711aBc0-77fe-9d21";

/// A run that is refused for its settings, and doesn't repeat the secret in them.
#[track_caller]
fn refused(place: &Place, arguments: &str) -> String {
    let said = place.docproof(arguments).refused(2);
    assert!(!said.contains(&SECRET[..8]), "{arguments} gives a secret away: {said}");
    said
}

#[test]
fn a_secret_in_the_wrong_place_of_a_target_file_is_not_repeated() {
    let start = "[contact]\nbase-url = \"https://host\"\n";
    let key = format!("[contact.credentials.api_key]\nkey = \"{SECRET}\"\n");
    for wrong in [
        format!("timeout = \"{SECRET}\"\n{start}{key}"),
        format!("[limits]\nbody = \"{SECRET}\"\n{start}{key}"),
        format!("[contact]\nbase-url = \"{SECRET}\"\n{key}"),
        format!("[contact]\nbase-url = \"https://host/?api_key={SECRET}\"\n{key}"),
        format!("[contact]\nbase-url = \"https://host/#{SECRET}\"\n{key}"),
        format!("[contact]\nbase-url = \"https://me:{SECRET}@host\"\n{key}"),
        format!("[contact]\nbase-url = \"https://{SECRET}@host\"\n{key}"),
        format!(
            "{start}client-key-file = \"me.key\"\nclient-cert-file = \"\"\"\n-----BEGIN {SECRET}\"\"\"\n{key}"
        ),
        format!(
            "{start}client-cert-file = \"me.pem\"\nclient-key-file = \"\"\"\n-----BEGIN\n{SECRET}\"\"\"\n{key}"
        ),
        format!("{start}[contact.credentials.api_key]\n\"{SECRET}\" = \"key\"\n"),
        format!("{start}[contact.credentials.api_key]\nkey = \"${{{SECRET}}}\"\n"),
        format!("{start}[contact.credentials.api_key]\nkey = {SECRET}\n"),
        format!("{start}[contact.credentials.api_key]\nkey {SECRET}\n"),
        format!("{start}[contact.credentials.api_key]\n{SECRET}\n"),
        format!(
            "{start}[contact.credentials.api_key]\nclient-id = \"x\"\nclient-secret = \"{SECRET}\"\nalgorithm = \"{SECRET}\"\n"
        ),
        format!(
            "{start}[contact.credentials.api_key]\nclient-id = \"x\"\nclient-secret = \"{SECRET}\"\nlifetime = \"{SECRET}\"\n"
        ),
        format!("{start}[contact.credentials.api_key]\nkey = \"{SECRET}\"\ntoken = \"{SECRET}\"\n"),
    ] {
        let place = Place::new().file("t.toml", &wrong);
        let said = refused(&place, "run --features features --target t.toml");
        assert!(said.starts_with("error: t.toml:"), "{wrong}\n{said}");
    }
    let place = Place::new();
    for flag in [
        format!("https://me:{SECRET}@host"),
        format!("https://host/?key={SECRET}"),
        format!("contact=https://host/?key={SECRET}"),
        format!("contact=https://me:{SECRET}@host"),
        format!("https://me:{SECRET}@host/?x=1"),
    ] {
        refused(&place, &format!("run --features features --base-url '{flag}'"));
    }
}

#[test]
fn no_slip_of_the_pen_makes_a_target_file_give_its_secrets_away() {
    let text = format!(
        "[contact]\nbase-url = \"https://host\"\n[contact.credentials.api_key]\nkey = \"{SECRET}\"\n\
         expired = '{SECRET}'\nclaims = {{ a = \"{SECRET}\" }}\n"
    );
    let slips =
        ["", "\"", "'", "[", "]", "{", "}", "=", ".", ",", "#", "\\", "\n", "\t", "é", "${"];
    let mut refused = 0;
    for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
        for slip in slips {
            let wrong = format!("{}{slip}{}", &text[..at], &text[at + 1..]);
            let read = docproof::target::Target::parse("t.toml", &wrong, &|_| None);
            if let Err(error) = read {
                let said = error.to_string();
                let known =
                    SECRET.as_bytes().windows(9).map(|piece| std::str::from_utf8(piece).unwrap());
                for piece in known {
                    assert!(!said.contains(piece), "{wrong}\n{said}");
                }
                refused += 1;
            }
        }
    }
    assert!(refused > 500, "{refused}");
}

#[test]
fn the_look_before_a_run_gives_nothing_away() {
    let target = |url: &str| {
        format!(
            "[contact]\nbase-url = \"{url}\"\n[contact.values]\ncontact_id = \"c\"\n\
             [contact.credentials.api_key]\nkey = \"moved-4711aBc0-77fe\"\n"
        )
    };
    let server = Server::redirecting_to("https://moved-4711abc0-77fe.example");
    let place =
        Place::empty().file("features/by-id.feature", BY_ID).file("t.toml", target(&server.url()));
    let said = place.docproof("run --features features --target t.toml").refused(2);
    assert!(said.contains("redirects to https://***.example/"), "{said}");
}

#[test]
fn a_short_credential_is_masked_where_it_stands() {
    let echo = Server::echoing();
    let target = reference_at(&echo.url());
    let (start, _) = target.split_once("client-id").unwrap();
    let with = |token: &str| format!("{start}token = \"{token}\"\n");
    let place = Place::new().file("t.toml", with("q7Z"));
    let run = "run --features features --reports r --verbose --target t.toml";
    for text in texts(&place, run) {
        assert!(!text.contains("q7Z"), "{text}");
    }
    // Of one letter every text is full; where it is sent it is hidden all the same.
    place.write("t.toml", with("q"));
    texts(&place, run);
    let report: serde_json::Value = serde_json::from_str(&place.read("r/report.json")).unwrap();
    let request = &report["features"][0]["scenarios"][0]["exchanges"][0]["request"];
    let auth = request["headers"].as_array().unwrap().iter().find(|pair| pair[0] == "auth");
    assert_eq!(auth.unwrap()[1], "***");
    assert!(request["curl"].as_str().unwrap().contains("-H \"auth: $AGENTASSIST_AUTH\""));
}

#[test]
fn a_proxy_that_repeats_its_password_gives_nothing_away() {
    let proxy = Server::echoing();
    let target = "[contact]\nbase-url = \"http://contact.example\"\n[contact.values]\ncontact_id = \"c-1\"\n\
                  [contact.credentials.api_key]\nkey = \"in-4711aBc0-77fe\"\n";
    let place = Place::empty().file("features/by-id.feature", BY_ID).file("t.toml", target);
    let run =
        "run --features features --reports r --verbose --target t.toml --yes --allow-plain-http";
    let address = proxy.url().replace("http://", "http://me:hush-hush-hush@");
    let ran = place.with(run, &[("http_proxy", &address)]);
    assert!(proxy.connections() > 1, "{}", ran.err);
    let report = place.read("r/report.json");
    assert!(
        report.contains("roxy-authorization: Basic ")
            || report.contains("roxy-Authorization: Basic "),
        "{report}"
    );
    for text in [ran.out, ran.err, report, place.read("r/report.html"), place.read("r/junit.xml")] {
        // `me:hush-hush-hush` in base64, without what stands for `me:`.
        assert!(!text.contains("hush") && !text.contains("aHVzaC1odXNo"), "{text}");
    }
}

#[cfg(unix)]
#[test]
fn files_that_everybody_can_write_prove_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new(vec!["me".into()]).unwrap();
    let certificate = params.self_signed(&key).unwrap().pem();
    let settings =
        "ca-file = \"ca.pem\"\nclient-cert-file = \"me.pem\"\nclient-key-file = \"me.key\"\n";
    let place = Place::new()
        .file("t.toml", format!("[contact]\nbase-url = \"https://localhost\"\n{settings}"))
        .file("ca.pem", &certificate)
        .file("me.pem", &certificate)
        .file("me.key", key.serialize_pem());
    for file in ["me.key", "me.pem", "ca.pem"] {
        let mode = |mode| {
            let permissions = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(place.path(file), permissions).unwrap();
        };
        mode(0o666);
        let said = place.docproof("run --target t.toml --features features").refused(2);
        let told = format!("{file}: everybody on this machine can write to it");
        assert!(said.contains(&told) && said.contains("chmod o-w"), "{said}");
        mode(0o600);
    }
}

#[test]
fn a_default_in_a_target_file_is_a_secret_like_any_other() {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let place = Place::new().file(
            "t.toml",
            format!("[contact]\nbase-url = \"https://localhost\"\n[contact.credentials.api_key]\nkey = \"${{NO_SUCH:-{SECRET}}}\"\n"),
        );
        std::fs::set_permissions(place.path("t.toml"), std::fs::Permissions::from_mode(0o666))
            .unwrap();
        let said = refused(&place, "run --target t.toml --features features");
        assert!(said.contains("everybody on this machine can write to it"), "{said}");
    }
}
