//! Every format on the same runs; what is written is read back by a reader that isn't ours.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "report/browser.rs"]
mod browser;
#[path = "report/build.rs"]
mod build;
#[path = "report/fixture.rs"]
mod fixture;
#[path = "report/formats.rs"]
mod formats;
#[path = "report/html.rs"]
mod html;
#[path = "report/junit.rs"]
mod junit_reader;
#[path = "report/known.rs"]
mod known;
#[path = "report/markdown.rs"]
mod markdown;
#[path = "report/pages.rs"]
mod pages;
#[path = "report/screen.rs"]
mod screen;

use std::fs;

use docproof::model::{Completion, RunReport, ScenarioStatus};
use docproof::report::{Style, Verbosity, event, json, junit, read, terminal, write_all};
use serde_json::Value;

const QUIET: Style = Style { colour: false, verbosity: Verbosity::Quiet, width: 100 };
const NORMAL: Style = Style { colour: false, verbosity: Verbosity::Normal, width: 100 };
const VERBOSE: Style = Style { colour: false, verbosity: Verbosity::Verbose, width: 100 };
const COLOUR: Style = Style { colour: true, verbosity: Verbosity::Normal, width: 80 };

fn fixtures() -> Vec<RunReport> {
    let (strict, lax) = (fixture::warned(true), fixture::warned(false));
    let known = [fixture::known(), fixture::accepted()];
    let mut all = vec![fixture::red(), fixture::green(), fixture::interrupted(), strict, lax];
    all.extend(known);
    all
}

fn last_line(report: &RunReport) -> String {
    terminal::render(report, &NORMAL).lines().last().unwrap().to_owned()
}

#[test]
fn terminal_red() {
    insta::assert_snapshot!(terminal::render(&fixture::red(), &NORMAL));
}

#[test]
fn terminal_red_quiet() {
    insta::assert_snapshot!(terminal::render(&fixture::red(), &QUIET));
}

#[test]
fn terminal_red_verbose() {
    insta::assert_snapshot!(terminal::render(&fixture::red(), &VERBOSE));
}

#[test]
fn terminal_red_colour() {
    let text = terminal::render(&fixture::red(), &COLOUR);
    insta::assert_snapshot!(text.replace('\u{1b}', "^["));
}

#[test]
fn terminal_green() {
    insta::assert_snapshot!(terminal::render(&fixture::green(), &NORMAL));
}

#[test]
fn terminal_green_quiet_is_one_line() {
    insta::assert_snapshot!(terminal::render(&fixture::green(), &QUIET), @"PASSED — every selected promise was kept");
}

#[test]
fn what_is_broken_in_a_strict_run_is_counted_as_that() {
    let counts = |report: &RunReport| {
        let text = terminal::render(report, &NORMAL);
        text.lines().find(|line| line.starts_with("clauses")).unwrap().to_owned()
    };
    assert_eq!(counts(&fixture::warned(true)), "clauses   1: 1 broken");
    assert_eq!(counts(&fixture::warned(false)), "clauses   1: 1 warned");
}

#[test]
fn terminal_strict() {
    insta::assert_snapshot!(terminal::render(&fixture::warned(true), &NORMAL));
}

#[test]
fn verdicts() {
    let stopped =
        RunReport { completion: Completion::Stopped, selected: Some(40), ..fixture::red() };
    // As an earlier version saved it.
    let unknown = RunReport { selected: None, ..stopped.clone() };
    let mut unreachable = fixture::red();
    for feature in &mut unreachable.features {
        feature.scenarios.retain(|one| one.status == ScenarioStatus::Error);
    }
    (unreachable.exit_code, unreachable.counts.failed) = (3, 0);
    let empty = RunReport {
        features: vec![],
        counts: Default::default(),
        exit_code: 4,
        ..fixture::green()
    };
    let mut skipped = fixture::green();
    skipped.counts.skipped = 2;
    let mut unexplained = fixture::green();
    unexplained.exit_code = 1;
    let untried = |mut report: RunReport| {
        report.counts.not_tried = 39;
        report
    };
    let mut skipped_in_part = untried(fixture::green());
    skipped_in_part.counts.skipped = 2;
    let reports = [
        fixture::red(),
        stopped,
        unknown,
        fixture::green(),
        skipped,
        fixture::interrupted(),
        fixture::warned(false),
        fixture::warned(true),
        unreachable,
        empty,
        unexplained,
        untried(fixture::green()),
        skipped_in_part,
        untried(fixture::warned(false)),
        untried(fixture::warned(true)),
        untried(fixture::interrupted()),
    ];
    insta::assert_snapshot!(reports.iter().map(last_line).collect::<Vec<_>>().join("\n"));
}

#[test]
fn nothing_from_a_target_steers_the_terminal() {
    for verbosity in [Verbosity::Quiet, Verbosity::Normal, Verbosity::Verbose] {
        let plain = Style { verbosity, ..NORMAL };
        let mut text = terminal::render(&fixture::known(), &plain);
        for scenario in fixture::known().scenarios() {
            text.push_str(&event::scenario_line(scenario, &plain));
        }
        let steering = |c: char| c.is_control() && c != '\n' && c != '\t';
        assert!(!text.contains(steering) && !text.contains(['\u{202e}', '\u{fffe}']));
    }
}

#[test]
fn colour_adds_nothing_but_colour() {
    let mut coloured = terminal::render(&fixture::red(), &COLOUR);
    while let Some(start) = coloured.find('\u{1b}') {
        let end = start + coloured[start..].find('m').unwrap();
        coloured.replace_range(start..=end, "");
    }
    let trimmed = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    let plain = terminal::render(&fixture::red(), &Style { colour: false, ..COLOUR });
    assert_eq!(trimmed(&coloured), trimmed(&plain));
}

#[test]
fn scenario_lines() {
    let red = fixture::red();
    let mut failed_bare = fixture::scenario(80, "Without finding", ScenarioStatus::Failed);
    failed_bare.reason = Some("a step\nfailed".into());
    let lines: Vec<String> = red
        .scenarios()
        .chain([&failed_bare])
        .map(|one| event::scenario_line(one, &NORMAL))
        .collect();
    assert!(lines.iter().all(|line| !line.contains('\n')));
    insta::assert_snapshot!(lines.join("\n"));
    let coloured = event::scenario_line(&failed_bare, &COLOUR);
    insta::assert_snapshot!(coloured.replace('\u{1b}', "^["), @"^[[1m^[[31mFAIL ^[[0m ^[[2magentassist/create-contacts.feature:80^[[0m  Without finding^[[2m (12 ms)^[[0m^[[31m — a step failed^[[0m");
}

#[test]
fn junit_green() {
    insta::assert_snapshot!(junit::render(&fixture::green()).unwrap());
}

#[test]
fn junit_red_failure() {
    let root = junit_reader::read(&fixture::red());
    let case = root.case("The full name of Ann");
    let failure = case.all("failure")[0];
    let out = &case.all("system-out")[0].text;
    let [kind, message] = ["type", "message"].map(|name| failure.attribute(name));
    let text = &failure.text;
    insta::assert_snapshot!(format!(
        "type: {kind}\nmessage: {message}\n\n{text}\n--- system-out\n{out}"
    ));
}

#[test]
fn json_green() {
    insta::assert_snapshot!(json::render(&fixture::green()).unwrap());
}

#[test]
fn json_follows_its_schema() {
    let schema: Value =
        serde_json::from_str(include_str!("../schemas/report.schema.json")).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    for report in fixtures() {
        let value: Value = serde_json::from_str(&json::render(&report).unwrap()).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }

    let good = serde_json::to_value(fixture::red()).unwrap();
    let wrong = [
        ("/format", Value::from("docproof-report/2")),
        ("/started", Value::from("yesterday")),
        ("/completion", Value::from("Complete")),
        ("/counts/passed", Value::from(-1)),
        ("/clauses/0/level", Value::from("must")),
        ("/features/0/scenarios/0/findings/0/source", Value::from("page 1")),
        ("/features/0/scenarios/0/exchanges/0/answer", serde_json::json!({})),
        ("/features/0/scenarios/0/exchanges/0/request/headers/0", serde_json::json!(["auth"])),
        ("/tool", serde_json::json!({"name": "docproof", "version": "1", "more": 1})),
    ];
    for (place, value) in wrong {
        let mut bad = good.clone();
        *bad.pointer_mut(place).unwrap() = value;
        assert!(!validator.is_valid(&bad), "{place} should be refused");
    }
    for member in good.as_object().unwrap().keys() {
        let mut bad = good.clone();
        bad.as_object_mut().unwrap().remove(member);
        assert!(!validator.is_valid(&bad), "{member} should be missed");
    }
}

#[test]
fn files_are_whole_and_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let reports = folder.path().join("new/reports");
    for report in fixtures() {
        let paths = write_all(&report, &reports).unwrap();
        assert_eq!(
            paths,
            ["report.json", "junit.xml", "report.html"].map(|name| reports.join(name))
        );
        let again = read(&paths[0]).unwrap();
        assert_eq!(json::render(&again).unwrap(), json::render(&report).unwrap());
        assert_eq!(junit::render(&again).unwrap(), fs::read_to_string(&paths[1]).unwrap());
        let page = docproof::report::html::render(&again).unwrap();
        assert!(page == fs::read_to_string(&paths[2]).unwrap(), "the page is that of the data");
        assert_eq!(fs::read_dir(&reports).unwrap().count(), 3, "nothing temporary is left");
    }
}

#[test]
fn unusable_reports_are_refused_with_their_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    let good = json::render(&fixture::green()).unwrap();
    let cases = [
        good[..good.len() / 2].to_owned(),
        good.replace("docproof-report/1", "docproof-report/9"),
        good.replace("\"complete\"", "\"finished\""),
        "{}\n".to_owned(),
        String::new(),
        "<xml/>".to_owned(),
    ];
    let mut said = Vec::new();
    for text in cases {
        fs::write(&path, text).unwrap();
        said.push(read(&path).unwrap_err().to_string());
    }
    fs::remove_file(&path).unwrap();
    said.push(read(&path).unwrap_err().to_string());
    let said = said.join("\n\n").replace(&path.display().to_string(), "report.json");
    insta::assert_snapshot!(said);
}

#[test]
fn unwritable_places_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let under_a_file = write_all(&fixture::green(), &file).unwrap_err().to_string();
    assert!(under_a_file.contains("file") && under_a_file.contains("--reports"), "{under_a_file}");

    fs::create_dir(folder.path().join("report.json")).unwrap();
    let over_a_folder = write_all(&fixture::green(), folder.path()).unwrap_err().to_string();
    assert!(over_a_folder.contains("report.json"), "{over_a_folder}");
}

#[test]
fn a_report_that_cannot_be_rendered_replaces_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    fs::write(&path, "old").unwrap();
    let timeless = RunReport { started: "once".into(), ..fixture::green() };
    let said = write_all(&timeless, folder.path()).unwrap_err().to_string();
    assert!(said.contains("junit.xml"), "{said}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
}
