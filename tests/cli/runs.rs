//! Runs: verdicts, how much is said, and what is left undone.

use docproof::model::{RunReport, ScenarioReport, ScenarioStatus};
use insta::assert_snapshot;
use serde_json::Value;

use crate::servers::{Server, reference_at};
use crate::support::{CREATE, Place, Ran, TAKEN, forget};

#[test]
fn a_green_run_ends_with_its_verdict() {
    let ran = Place::new().docproof("run --features features").exits(0);
    assert_snapshot!(ran.out, @"
    ok    features/create.feature:3  A contact is created (TIME)
    NOT TRIED N clauses
      N × no scenario of this run judges it
      2 × no answer of this run showed it
          createContacts.response.status:unauthorised
          createContacts.response.status:not-found

    DOCUMENTATION N contradictions in itself, held against nobody (listed in report.json, and by --verbose)

    scenarios 1: 1 passed
    clauses   N: N kept · N not tried · N not observable
    target    agentassist http://127.0.0.1:PORT/
              contact http://127.0.0.1:PORT/
    selected  features features
    run       RUN · started TIME · TIME

    PASSED — N of N promises tried, all kept
    ");
    assert_snapshot!(ran.err, @"
    wrote reports/report.json
    wrote reports/junit.xml
    wrote reports/report.html
    ");
}

#[test]
fn a_broken_rule_is_shown_with_its_evidence() {
    let place = Place::empty().file("features/taken.feature", TAKEN);
    let run = "run --features features --fault create-accepts-taken-number --quiet";
    let out = place.docproof(run).exits(1).out;
    let (evidence, answer) = out.split_once("  answer ").unwrap();
    assert_snapshot!(evidence, @r#"
    BROKEN 1 promise

    ✗ MUST createContacts.rule.one-contact-per-number
      No second contact is created for a country code and number that a contact already has, whether the
      names differ or are identical, within one request, in a later one or in one sent at the same
      moment.
      Create Contacts API, Sample Request

      expected  a refusal, or the record that has +91NUMBER already: No second contact is created
                for a country code and number that a contact already has, whether the names differ or
                are identical, within one request, in a later one or in one sent at the same moment.
      actual    +91NUMBER is now the value of ID and ID;
                status 200: [{"status":"ACTIVE","firstName":"John","lastName":"Doe
                docproof-RUN-N","salutation":"Mr","cellPhone":{"phoneNumber":"+91NUMBER","countryCode":"+91","exte…
      request   curl -X POST 'http://127.0.0.1:PORT/agentassist/api/v1/public/st-eed4c856-1593-46da-aa4f-62d40564bceb/contacts' -H "auth: $AGENTASSIST_AUTH" -H 'Content-Type: application/json' -H 'accountId: 442752c69d5d9e35082b87de' --data-raw '[{"firstName":"John","lastName":"Doe docproof-RUN-N","salutation":"Mr","cellPhone":{"phoneNumber":"NUMBER","countryCode":"+91","extension":"+"}}]'
    "#);
    assert!(
        answer.contains("seen by   features/taken.feature:3  A number is taken once\n"),
        "{out}"
    );
    assert_eq!(out.lines().last(), Some("FAILED — 1 promise broken (1 MUST); N of N not tried"));
}

#[test]
fn a_broken_should_is_a_warning_unless_strict() {
    let place = Place::new();
    let run = "run --features features --fault create-inactive";
    let ran = place.docproof(run).exits(0);
    assert_snapshot!(ran.verdict(), @"PASSED — N of N promises tried, every MUST kept; 1 warning");
    assert!(ran.out.contains("! SHOULD createContacts.response.body.status:new"), "{}", ran.out);
    let strict = place.docproof(&format!("{run} --strict")).exits(1);
    assert_snapshot!(strict.verdict(), @"FAILED — 1 promise broken (1 SHOULD under --strict); N of N not tried");
}

#[test]
fn evidence_of_what_passed_can_be_left_out_and_that_of_the_rest_stays() {
    let place = Place::new().file("features/taken.feature", TAKEN);
    let evidence = |which: &str, code: i32, more: &str| -> Vec<(ScenarioStatus, bool, bool)> {
        place.docproof(&format!("run --features features --evidence {which} {more}")).exits(code);
        let report: RunReport = serde_json::from_str(&place.read("reports/report.json")).unwrap();
        assert_eq!(report.selection.contains_key("evidence"), which == "findings");
        let told = |one: &ScenarioReport| {
            (one.status, !one.findings.is_empty(), !one.exchanges.is_empty())
        };
        report.scenarios().map(told).collect()
    };
    let passed = ScenarioStatus::Passed;
    assert!(evidence("all", 0, "").iter().all(|one| *one == (passed, false, true)));
    assert!(evidence("findings", 0, "").iter().all(|one| *one == (passed, false, false)));
    let red = evidence("findings", 1, "--fault create-accepts-taken-number");
    assert!(red.contains(&(ScenarioStatus::Failed, true, true)), "{red:?}");
    assert!(red.iter().all(|(status, found, shown)| *shown == (*status != passed || *found)));
}

#[test]
fn quiet_says_the_verdict_and_verbose_everything() {
    let place = Place::new();
    let quiet = place.docproof("run --features features --quiet").exits(0);
    assert_eq!((quiet.out.lines().count(), quiet.err.as_str()), (1, ""), "{quiet:?}");
    let normal = place.docproof("run --features features").exits(0);
    let verbose = place.docproof("run --features features --verbose").exits(0);
    assert!(verbose.out.lines().count() > normal.out.lines().count() + 400, "every clause");
    assert_eq!(quiet.verdict(), verbose.verdict());
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let place = Place::new();
    let coloured = |ran: &Ran| (ran.out.contains('\u{1b}'), ran.err.contains('\u{1b}'));
    let run = "run --features features --name";
    assert_eq!(coloured(&place.docproof("run --features features")), (false, false));
    assert_eq!(coloured(&place.docproof("--color always run --features features")), (true, false));
    assert_eq!(coloured(&place.docproof("run --color=always --api x")), (false, true));
    let no_colour = [("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")];
    assert_eq!(coloured(&place.with("run --features features", &no_colour)), (false, false));
    let forced = [("CLICOLOR_FORCE", "1")];
    assert!(coloured(&place.with("run --features features", &forced)).0);
    assert_eq!(
        coloured(&place.with("run --features features --color never", &forced)),
        (false, false)
    );
    assert_eq!(coloured(&place.docproof(&format!("{run} nothing"))), (false, false));
}

#[test]
fn the_first_failure_ends_a_run_that_fails_fast() {
    let scenario = CREATE.split_once("\n\n").unwrap().1;
    let many: String =
        (0..40).map(|index| scenario.replace("created", &format!("created {index}"))).collect();
    let place = Place::empty().file("f/many.feature", format!("Feature: Many\n\n{many}"));
    let run = "run --features f --jobs 1 --fault create-redirects";
    let whole = place.docproof(run).exits(1).out;
    assert!(whole.contains("scenarios 40: 40 failed"), "{whole}");
    let fast = place.docproof(&format!("{run} --fail-fast")).exits(1).out;
    let untold = "no scenario that ran judges it: the run ended early";
    assert!(fast.contains(untold) && !fast.contains("no scenario of this run judges it"), "{fast}");
    assert!(!fast.contains("scenarios 40"), "{fast}");
    let report: Value = serde_json::from_str(&place.read("reports/report.json")).unwrap();
    assert_eq!((&report["completion"], &report["selected"]), (&"stopped".into(), &40.into()));
    let ran = format!("{} of 40", report["counts"]["scenarios"]);
    assert!(fast.contains(&format!("scenarios {ran}: ")), "{fast}");
    assert!(fast.contains(&format!("stopped early, as asked: {ran} scenarios")), "{fast}");
    let property = format!(r#"<property name="docproof.ran" value="{ran} scenarios"/>"#);
    assert!(place.read("reports/junit.xml").contains(&property));
    place.docproof("report reports/report.json --junit again.xml").exits(0);
    assert!(place.read("again.xml").contains(&property), "a saved run says it as well");
}

#[test]
fn a_dry_run_prints_every_request_and_sends_none() {
    let server = Server::silent();
    let target = reference_at(&server.url());
    let place = Place::new().file("features/taken.feature", TAKEN).file("t.toml", &target);
    assert_snapshot!(place.docproof("run --features features --target t.toml --dry-run").exits(0).out, @r#"
    # features/create.feature:3 A contact is created
    curl -X POST 'http://127.0.0.1:PORT/agentassist/api/v1/public/st-eed4c856-1593-46da-aa4f-62d40564bceb/contacts' -H "auth: $AGENTASSIST_AUTH" -H 'Content-Type: application/json' -H 'accountId: 442752c69d5d9e35082b87de' --data-raw '[{"firstName":"John","lastName":"Doe docproof-RUN-N","salutation":"Mr","cellPhone":{"phoneNumber":"NUMBER","countryCode":"+91","extension":"+"}}]'
    # features/taken.feature:3 A number is taken once
    curl -X POST 'http://127.0.0.1:PORT/agentassist/api/v1/public/st-eed4c856-1593-46da-aa4f-62d40564bceb/contacts' -H "auth: $AGENTASSIST_AUTH" -H 'Content-Type: application/json' -H 'accountId: 442752c69d5d9e35082b87de' --data-raw '[{"firstName":"John","lastName":"Doe docproof-RUN-N","salutation":"Mr","cellPhone":{"phoneNumber":"NUMBER","countryCode":"+91","extension":"+"}}]'
    curl -X POST 'http://127.0.0.1:PORT/agentassist/api/v1/public/st-eed4c856-1593-46da-aa4f-62d40564bceb/contacts' -H "auth: $AGENTASSIST_AUTH" -H 'Content-Type: application/json' -H 'accountId: 442752c69d5d9e35082b87de' --data-raw '[{"firstName":"John","lastName":"Doe docproof-RUN-N","salutation":"Mr","cellPhone":{"phoneNumber":"NUMBER","countryCode":"+91","extension":"+"}}]'
    "#);
    assert_eq!(server.connections(), 0);
    assert!(!place.path("reports").exists(), "a dry run reports nothing");
    // The same without --dry-run does send.
    place.docproof("run --features features --target t.toml --timeout 1s").refused(3);
    assert_eq!(server.connections(), 1);
}

#[test]
fn it_works_from_any_folder() {
    let place = Place::new();
    std::fs::create_dir(place.path("elsewhere")).unwrap();
    let mut command = place.command("run -q --features ../features --reports ../r");
    let output = command.current_dir(place.path("elsewhere")).output().unwrap();
    Ran::of(output, &place.path("")).exits(0);
    assert!(place.path("r/junit.xml").exists());
    let built_in = Place::empty().docproof("list clauses --api contact").exits(0).out;
    assert!(built_in.contains("updateContactById"), "{built_in}");
}

#[test]
fn a_report_folder_that_cannot_be_written_is_told_before_anything_is_sent() {
    let place = Place::new().file("file", "");
    assert_snapshot!(place.docproof("run --features features --reports file").refused(3), @"
    error: cannot write into the report folder file: File exists (os error 17)
           name a folder that can be written to and has room (--reports DIR)
    ");
    assert_snapshot!(place.docproof("run --features features --reports file/r").refused(3), @"
    error: cannot write into the report folder file/r: Not a directory (os error 20)
           name a folder that can be written to and has room (--reports DIR)
    ");
    let server = Server::silent();
    let url = server.url();
    place
        .docproof(&format!("run --features features --reports file --base-url agentassist={url}"))
        .refused(3);
    assert_eq!(server.connections(), 0);
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    let place = Place::new();
    let program = env!("CARGO_BIN_EXE_docproof");
    for arguments in
        ["run --features features --verbose", "list --features features", "steps", "--help"]
    {
        let pipe = format!("{{ '{program}' {arguments}; echo \"exit $?\" >&2; }} | head -1");
        let mut shell = std::process::Command::new("sh");
        let shell = forget(&mut shell);
        let output = shell.args(["-c", &pipe]).current_dir(place.path("")).output().unwrap();
        let ran = Ran::of(output, &place.path("")).exits(0);
        assert!(ran.err.ends_with("exit 0\n"), "{arguments}: {}", ran.err);
        assert_eq!(ran.out.lines().count(), 1, "{arguments}");
    }
}

#[test]
fn exchanges_are_timed_from_the_start_of_the_run() {
    // What is sent is prepared once before a run, which takes a while where there is much.
    let rows: String = (0..60).map(|n| format!("      | Ann {n} |\n")).collect();
    let outline = format!(
        "@agentassist\nFeature: Names\n  Scenario Outline: <name>\n    \
         Given a valid createContacts request\n    And with the field \"firstName\" set to \"<name>\"\n    \
         When the request is sent\n    Then the request is accepted\n    Examples:\n      | name |\n{rows}"
    );
    let place = Place::empty().file("features/names.feature", outline);
    place.docproof("run -q --features features").exits(0);
    let report: RunReport = serde_json::from_str(&place.read("reports/report.json")).unwrap();
    let exchanges = report.scenarios().flat_map(|scenario| &scenario.exchanges);
    let ended = exchanges.map(|one| one.started_ms + one.duration_ms).max().unwrap();
    assert!(ended <= report.duration_ms, "{ended} ms of {} ms", report.duration_ms);
}

#[test]
fn scenarios_that_need_two_objects_in_another_order_do_not_wait_for_each_other() {
    let sends = |operation: &str| {
        format!(
            "    Given a valid {operation} request\n    When the request is sent\n    \
             Then the request is accepted\n"
        )
    };
    let (list, person) = (sends("updateContactList"), sends("updateContactById"));
    let scenarios = (0..10).map(|index| {
        format!(
            "  Scenario: List and person {index}\n{list}{person}\n  \
             Scenario: Person and list {index}\n{person}{list}\n"
        )
    });
    let feature = format!("Feature: Both\n\n{}", scenarios.collect::<String>());
    let place = Place::empty().file("features/both.feature", feature);
    let ran = place.docproof("run --features features").exits(0);
    assert!(ran.out.contains("scenarios 20: 20 passed"), "{}", ran.out);
}
