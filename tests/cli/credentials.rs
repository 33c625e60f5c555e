//! What an API of one's own asks of who calls it: several credentials at once, one of several, or none.

use crate::servers::Server;
use crate::support::Place;

const NOTES: &str = "\
openapi: 3.1.0
info: {title: Notes, version: v1}
x-api: notes
paths:
  /notes:
    get:
      operationId: listNotes
      security: SECURITY
      parameters:
        - {name: theme, in: cookie, schema: {enum: [dark, light]}}
      responses: {2XX: {description: The notes.}}
components:
  securitySchemes:
    app: {type: apiKey, in: header, name: X-App}
    token: {type: oauth2, flows: {}}
    login: {type: http, scheme: basic}
    session: {type: apiKey, in: cookie, name: sid}
    client: {type: mutualTLS}
    digest: {type: http, scheme: digest}
";

const TARGET: &str = "\
[notes]
base-url = \"URL\"
[notes.credentials.app]
key = \"app-4711-0815\"
[notes.credentials.token]
token = \"t0ken-9f8e7d6c\"
[notes.credentials.login]
user = \"ann\"
password = \"open:Sesame\"
[notes.credentials.session]
key = \"s3ssion-1a2b3c4d\"
";

/// A place with the contract of these security requirements, and a scenario of these steps.
fn place(security: &str, steps: &str, server: &Server) -> Place {
    let feature = format!(
        "Feature: Notes\n  Scenario: They are listed\n    Given a valid listNotes request\n{steps}"
    );
    Place::empty()
        .file("f/notes.feature", feature)
        .file("c/notes.yaml", NOTES.replace("SECURITY", security))
        .file("t.toml", TARGET.replace("URL", &server.url()))
}

const RUN: &str = "run --features f --schemas c --target t.toml";
const ACCEPTED: &str = "    When it is sent\n    Then it is accepted\n";
const REFUSED: &str = "    When it is sent\n    Then it is refused\n";

/// Accepts who sends all of these lines of a head.
fn wants(lines: &'static [&'static str]) -> Server {
    Server::deciding(move |asked| {
        let asked = asked.to_ascii_lowercase();
        let all = lines.iter().all(|line| asked.contains(&format!("{}\r\n", line.to_lowercase())));
        if all { (200, "{}") } else { (401, "{}") }
    })
}

const BOTH: &[&str] = &["x-app: app-4711-0815", "authorization: Bearer t0ken-9f8e7d6c"];

#[test]
fn all_that_is_asked_for_at_once_is_sent() {
    let server = wants(BOTH);
    place("[{app: [], token: []}]", ACCEPTED, &server).docproof(RUN).exits(0);
    let report = place("[{app: []}]", ACCEPTED, &server).docproof(RUN).exits(1);
    assert!(report.out.contains("MUST listNotes.request.accepted"), "{}", report.out);
}

#[test]
fn each_of_several_credentials_is_a_promise_of_its_own() {
    let careless = wants(&["x-app: app-4711-0815"]);
    for (scheme, code) in [("app", 0), ("token", 1)] {
        let steps = format!("    But with the credential \"{scheme}\" that is missing\n{REFUSED}");
        let said = place("[{app: [], token: []}]", &steps, &careless).docproof(RUN).exits(code).out;
        let broken = "MUST listNotes.request.header.Authorization";
        assert_eq!(said.contains(broken), scheme == "token", "{said}");
    }
}

#[test]
fn a_step_has_to_say_which_of_several_credentials_it_means() {
    let server = wants(BOTH);
    let which = |steps: &str| {
        let steps = format!("    But {steps}\n{REFUSED}");
        place("[{app: [], token: []}]", &steps, &server).docproof(RUN).refused(2)
    };
    insta::assert_snapshot!(which("with a credential that is missing"), @r#"error: f/notes.feature:4: listNotes asks for several credentials: write `with the credential "app" that is missing`, or another of app, token"#);
    insta::assert_snapshot!(which("with the credential \"tokens\" that is missing"), @"error: f/notes.feature:4: listNotes asks for no credential `tokens`; did you mean `token`? (there are app, token)");
}

#[test]
fn of_several_alternatives_the_one_is_sent_that_the_target_file_has() {
    let server = wants(&["authorization: Bearer t0ken-9f8e7d6c"]);
    let place = place("[{app: []}, {token: []}]", ACCEPTED, &server);
    let target = TARGET.replace("URL", &server.url());
    let (before, after) =
        target.split_once("[notes.credentials.app]\nkey = \"app-4711-0815\"\n").unwrap();
    place.file("t.toml", [before, after].concat()).docproof(RUN).exits(0);
}

#[test]
fn an_alternative_that_opens_nothing_is_trouble_of_the_settings() {
    let server = wants(&["authorization: Bearer another"]);
    let scenario =
        |name: &str| format!("  Scenario: {name}\n    Given a valid listNotes request\n{ACCEPTED}");
    let feature =
        format!("Feature: Notes\n{}", ["One", "Two", "Three", "Four"].map(scenario).concat());
    let place =
        place("[{app: []}, {token: []}]", ACCEPTED, &server).file("f/notes.feature", feature);
    let target = TARGET.replace("URL", &server.url());
    let target = target.replace("[notes.credentials.app]\nkey = \"app-4711-0815\"\n", "");
    let said = place.file("t.toml", target).docproof(&format!("{RUN} --jobs 1")).exits(3).out;
    assert!(!said.contains("BROKEN"), "{said}");
}

#[test]
fn one_of_several_alternatives_is_enough_and_none_is_needed_beside_an_empty_one() {
    let server = wants(&["x-app: app-4711-0815"]);
    // Nobody can send the first.
    place("[{digest: []}, {app: []}]", ACCEPTED, &server).docproof(RUN).exits(0);
    place("[{client: [], app: []}]", ACCEPTED, &server).docproof(RUN).exits(0);
    let open = wants(&[]);
    let missing = format!("    But with a credential that is missing\n{REFUSED}");
    place("[{app: []}, {token: []}]", &missing, &open).docproof(RUN).exits(1);
    // Nothing documented says that it has to be refused.
    let said = place("[{app: []}, {}]", &missing, &open).docproof(RUN).exits(2).out;
    assert!(said.contains("this request meets everything documented"), "{said}");
}

#[test]
fn a_scheme_that_nobody_can_send_is_told_with_its_line() {
    let server = wants(&[]);
    let said = place("[{digest: []}]", ACCEPTED, &server).docproof(RUN).refused(2);
    insta::assert_snapshot!(said, @"error: c/notes.yaml:8: at #/paths/~1notes/get/security: security scheme `digest`: of `http` only bearer and basic can be sent");
}

#[test]
fn basic_is_a_user_with_a_password_and_neither_spelling_is_shown() {
    let server = wants(&["authorization: Basic YW5uOm9wZW46U2VzYW1l"]);
    let place = place("[{login: []}]", ACCEPTED, &server);
    place.docproof(RUN).exits(0);
    let report = place.read("reports/report.json");
    assert!(report.contains("-u \\\"$NOTES_AUTHORIZATION\\\""), "{report}");
    for secret in ["YW5uOm9wZW46U2VzYW1l", "open:Sesame"] {
        assert!(!report.contains(secret), "{report}");
    }
}

#[test]
fn a_session_and_other_cookies_are_one_header_of_which_the_session_is_hidden() {
    let server = wants(&["cookie: sid=s3ssion-1a2b3c4d; theme=dark"]);
    let steps = format!("    And with the cookie \"theme\" set to \"dark\"\n{ACCEPTED}");
    let place = place("[{session: []}]", &steps, &server);
    place.docproof(RUN).exits(0);
    let report = place.read("reports/report.json");
    assert!(report.contains("-H \\\"Cookie: sid=$NOTES_SID; theme=dark\\\""), "{report}");
    assert!(report.contains("sid=***; theme=dark"), "{report}");
    assert!(!report.contains("s3ssion-1a2b3c4d"), "{report}");
}

#[test]
fn what_is_documented_of_a_cookie_is_held_to_refusals_of_anything_else() {
    let steps = format!("    But with the cookie \"theme\" set to \"pink\"\n{REFUSED}");
    let careless = wants(&[]);
    let said = place("[{app: []}]", &steps, &careless).docproof(RUN).exits(1).out;
    assert!(said.contains("MUST listNotes.request.cookie.theme:enum"), "{said}");
}

#[test]
fn a_target_file_is_proposed_with_what_every_scheme_takes() {
    let contract = NOTES.replace("SECURITY", "[{login: [], app: []}]");
    let place = Place::empty().file("c/notes.yaml", contract);
    place.docproof("init --schemas c t.toml").exits(0);
    let proposed = place.read("t.toml");
    assert!(
        proposed
            .contains("[notes.credentials.login]\nuser = \"\"\npassword = \"${NOTES_PASSWORD}\"")
    );
    assert!(proposed.contains("[notes.credentials.app]\nkey = \"${NOTES_X_APP}\""), "{proposed}");
}
