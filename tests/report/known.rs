//! What is known, in every format: broken and marked, failing nothing.

use docproof::model::{ClauseVerdict, Known, KnownState, Level, RunReport, ScenarioStatus};
use docproof::report::comparison::{self, Comparison};
use docproof::report::{event, html, json, junit, read, tap, terminal};
use insta::assert_snapshot;
use serde_json::Value;

use crate::{NORMAL, QUIET, VERBOSE, fixture, junit_reader, last_line};

#[test]
fn the_terminal_shows_each_entry_once() {
    assert_snapshot!(terminal::render(&fixture::accepted(), &NORMAL));
}

#[test]
fn the_terminal_says_which_entries_are_out_of_date() {
    let text = terminal::render(&fixture::known(), &NORMAL);
    let stale = &text[text.find("OUT OF DATE").unwrap()..text.find("\nKNOWN").unwrap()];
    assert_snapshot!(stale);
    let quiet = terminal::render(&fixture::known(), &QUIET);
    assert!(quiet.contains("OUT OF DATE 2") && !quiet.contains("\nKNOWN"), "{quiet}");
    let verbose = terminal::render(&fixture::known(), &VERBOSE);
    assert!(verbose.contains("KNOWN, NOT JUDGED 1 deviation\n"), "{verbose}");
    let untold = text.lines().find(|line| line.starts_with("KNOWN, NOT JUDGED")).unwrap();
    assert!(untold.contains("1 deviation: 1 × "), "and why, in one line: {untold}");
}

#[test]
fn verdicts_say_what_is_known_and_what_is_out_of_date() {
    let mut gone = fixture::known();
    gone.features[0].scenarios.retain(|one| one.known.is_some());
    gone.features.truncate(1);
    (gone.counts.failed, gone.counts.known_failed, gone.counts.errors) = (5, 5, 0);
    let reports = [fixture::accepted(), fixture::known(), gone];
    assert_snapshot!(reports.iter().map(last_line).collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_line_of_the_log_says_that_it_is_known() {
    let report = fixture::accepted();
    let line = event::scenario_line(report.scenarios().next().unwrap(), &NORMAL);
    assert_snapshot!(line);
}

#[test]
fn junit_skips_it_with_who_answers_for_it() {
    let report = fixture::accepted();
    let root = junit_reader::read(&report);
    let case = root.case("The full name of Ann");
    let skipped = case.all("skipped")[0];
    let [kind, message] = ["type", "message"].map(|name| skipped.attribute(name));
    assert_snapshot!(format!("{kind}: {message}"));
    assert!(case.all("failure").is_empty());
    let out = &case.all("system-out")[0].text;
    assert!(out.contains("Known deviations") && out.contains("team-a"), "{out}");
    assert_eq!(junit::render(&report).unwrap().matches("<skipped").count(), 2);
}

#[test]
fn in_junit_what_is_out_of_date_fails_on_its_own() {
    let report = fixture::known();
    let root = junit_reader::read(&report);
    let suites = root.all("testsuite");
    let suite = suites.iter().find(|one| one.attribute("name") == "known deviations").unwrap();
    let told: Vec<String> = suite
        .all("testcase")
        .iter()
        .map(|case| {
            let failure = case.all("failure")[0];
            let [class, name] = ["classname", "name"].map(|name| case.attribute(name));
            let [kind, message] = ["type", "message"].map(|name| failure.attribute(name));
            assert!(failure.text.contains("team-a"), "{}", failure.text);
            format!("{class} | {name} | {kind}: {message}")
        })
        .collect();
    assert_snapshot!(told.join("\n"), @"
    known deviations | createContacts.rule.one-contact-per-number | expired: known.toml:14: it expired on 2026-01-01; see that the deviation is mended, or agree on another day with team-a and write it there
    known deviations | createContacts.request.accepted | gone: known.toml:20: it no longer happens: the run judged it kept; take the entry out (or, if it doesn't show in every run, add `intermittent = true`)
    ");
    assert_eq!([suite.attribute("tests"), suite.attribute("failures")], ["2", "2"]);
    assert_eq!(root.all("testcase").len(), report.counts.scenarios + 2);
    let unknown = report.counts.failed - report.counts.known_failed;
    assert_eq!(root.all("failure").len(), unknown + 2);

    // Who reads nothing but JUnit sees why the run is red.
    let mut gone = fixture::accepted();
    gone.known[0].state = KnownState::Gone;
    assert_eq!(junit_reader::read(&gone).all("failure").len(), 1);
    assert!(!junit::render(&fixture::accepted()).unwrap().contains("known deviations\""));
}

#[test]
fn the_page_shows_it_as_broken_and_known() {
    let page = html::render(&fixture::known()).unwrap();
    for essential in [
        "id=\"known\"",
        "id=\"out-of-date\"",
        "2 known deviations",
        "cell t-known l-MUST",
        "<dt>Known</dt>",
        "until 2026-03-31, https://tracker/7",
        "createContacts.rule.full-name: known",
        "known.toml:14: it expired on 2026-01-01",
    ] {
        assert!(page.contains(essential), "{essential}");
    }
    let calm = html::render(&fixture::green()).unwrap();
    assert!(!calm.contains("class=\"t-known\""), "no column for nothing");
    let accepted = html::render(&fixture::accepted()).unwrap();
    assert!(!accepted.contains("Nothing that was tried was found broken"));
}

#[test]
fn reports_of_before_are_still_read() {
    // What earlier versions wrote had no word of known deviations.
    fn forget(value: &mut Value) {
        match value {
            Value::Object(members) => {
                for name in ["known", "untried_by", "known_failed", "known_broken", "known_warned"]
                {
                    members.remove(name);
                }
                members.values_mut().for_each(forget);
            }
            Value::Array(items) => items.iter_mut().for_each(forget),
            _ => {}
        }
    }
    let mut old: Value = serde_json::to_value(fixture::known()).unwrap();
    forget(&mut old);
    assert!(!old.to_string().contains("\"known"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    std::fs::write(&path, old.to_string()).unwrap();
    let again = read(&path).unwrap();
    assert_eq!(
        json::render(&again).unwrap(),
        json::render(&RunReport { exit_code: 1, ..fixture::red() }).unwrap()
    );
    let schema: Value =
        serde_json::from_str(include_str!("../../schemas/report.schema.json")).unwrap();
    assert!(jsonschema::validator_for(&schema).unwrap().is_valid(&old));
}

#[test]
fn what_nobody_answers_for_speaks_for_a_scenario_that_finds_both() {
    let mut report = fixture::accepted();
    let scenario = &mut report.features[0].scenarios[0];
    let unknown =
        fixture::finding("createContacts.rule.other", Level::Must, "A promise.", "a", "b");
    scenario.findings.push(unknown);
    scenario.known = None;
    let root = junit_reader::read(&report);
    let failure = root.case("The full name of Jane").all("failure")[0];
    assert_eq!(failure.attribute("type"), "createContacts.rule.other");
    assert!(!failure.attribute("message").contains("more"), "{}", failure.attribute("message"));
    let line = event::scenario_line(report.scenarios().next().unwrap(), &NORMAL);
    assert!(line.ends_with("— createContacts.rule.other"), "{line}");
    let tap = tap::render(&report);
    assert!(tap.contains("  clause: \"createContacts.rule.other\"\n"), "{tap}");
}

#[test]
fn a_comparison_shows_what_nobody_answers_for() {
    let clause = "createContacts.rule.order";
    let saw = |line, actual: &str| {
        let mut one = fixture::scenario(line, actual, ScenarioStatus::Failed);
        one.findings.push(fixture::finding(clause, Level::Must, "In order.", "1, 2", actual));
        one
    };
    let (unknown, mut known) = (saw(4, "nobody knows"), saw(9, "agreed on"));
    let (reason, owner, expires) = ("r".into(), "o".into(), "2999-12-31".into());
    known.findings[0].known = Some(Known { reason, owner, expires, link: None });
    let broken = fixture::clause(clause, Level::Must, "In order.", ClauseVerdict::Broken, None);
    let after = fixture::run(vec![unknown, known], vec![broken]);
    let before = fixture::green();
    let text = comparison::terminal(&Comparison::of(&before, &after), false, &NORMAL);
    assert!(text.contains("NEWLY BROKEN 1 clause"), "{text}");
    assert!(text.contains("actual    nobody knows") && !text.contains("agreed on"), "{text}");
}
