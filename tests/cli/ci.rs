//! What CI systems and programs are told by a run.

use std::io::{BufRead, BufReader};

use insta::assert_snapshot;
use serde_json::Value;

use crate::gate::{Gate, Stop};
use crate::servers::reference_at;
use crate::support::{CREATE, Place, TAKEN};

const RED: &str = "run --features features --quiet --fault create-accepts-taken-number";

fn place() -> Place {
    Place::new().file("features/taken.feature", TAKEN)
}

/// A run as GitHub Actions starts it.
fn on_github(place: &Place, arguments: &str) -> crate::support::Ran {
    let (summary, workspace) = (place.path("summary.md"), place.path(""));
    place.with(
        arguments,
        &[
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_STEP_SUMMARY", summary.to_str().unwrap()),
            ("GITHUB_WORKSPACE", workspace.to_str().unwrap()),
        ],
    )
}

fn commands(text: &str) -> Vec<&str> {
    text.lines()
        .filter(|line| line.starts_with("::error ") || line.starts_with("::warning "))
        .collect()
}

#[test]
fn github_is_told_at_the_feature_and_in_the_summary() {
    let place = place().file("summary.md", "# Before\n");
    let ran = on_github(&place, RED).exits(1);
    let told = commands(&ran.out);
    assert_eq!(told.len(), 1, "{}", ran.out);
    let start = "::error file=features/taken.feature,line=3,title=MUST createContacts.rule.one-contact-per-number::No second contact";
    assert!(told[0].starts_with(start), "{}", told[0]);
    let summary = place.read("summary.md");
    assert!(
        summary.starts_with("# Before\n## docproof: FAILED\n\n1 promise broken (1 MUST); "),
        "{summary}"
    );
    assert!(summary.contains("### Broken: 1"), "{summary}");
    assert!(summary.contains("<summary>request and answer</summary><pre>curl "), "{summary}");
}

/// All that may hold a target's text stands between the two lines that fence it off; returns what
/// nobody can guess of them.
#[track_caller]
fn fenced(out: &str) -> &str {
    let stop = out.lines().find_map(|line| line.strip_prefix("::stop-commands::")).unwrap();
    assert!(stop.len() >= 32, "nobody guesses {stop}");
    let (begin, end) = (format!("::stop-commands::{stop}"), format!("::{stop}::"));
    let mut fenced = false;
    for line in out.lines() {
        match line {
            _ if line == begin => fenced = true,
            _ if line == end => fenced = false,
            _ => assert_ne!(fenced, line.starts_with("::error "), "{line}\n{out}"),
        }
    }
    assert!(!fenced, "commands are heard again: {out}");
    stop
}

#[test]
fn what_a_target_answers_is_fenced_off() {
    let ran = on_github(&place(), &RED.replace("--quiet", "")).exits(1);
    let stop = fenced(&ran.out);
    let another = on_github(&place(), RED).exits(1);
    assert!(!another.out.contains(stop), "another each time");
}

/// Two shards of a run that breaks a promise, as jobs of GitHub Actions.
fn red_shards(place: &Place) -> String {
    let shards = [1, 2].map(|shard| {
        let options = format!("--shard {shard}/2 --reports shards/{shard}");
        let ran = on_github(place, &format!("{} {options}", RED.replace("--quiet", "")));
        fenced(&ran.out);
        ran.out
    });
    shards.concat()
}

#[test]
fn shards_are_told_of_once_where_they_are_merged() {
    let place = place();
    let shards = red_shards(&place);
    assert_eq!(commands(&shards), [""; 0], "a shard knows a part only");
    assert!(!place.path("summary.md").exists());
    let merged = on_github(&place, "merge shards").exits(1);
    fenced(&merged.out);
    let told = commands(&merged.out);
    assert_eq!(told.len(), 1, "{}", merged.out);
    assert!(told[0].starts_with("::error file=features/taken.feature,line=3,"), "{}", told[0]);
    assert!(place.read("summary.md").starts_with("## docproof: FAILED\n"));
    let off = on_github(&place, "merge shards --no-ci").exits(1);
    assert!(!off.out.contains("::"), "{}", off.out);
    assert_eq!(place.read("summary.md").matches("## docproof").count(), 1);
}

#[test]
fn what_targets_answered_is_fenced_off_where_runs_are_compared() {
    let place = place();
    place.docproof("run -q --features features --reports green").exits(0);
    place.docproof(RED).exits(1);
    let mut red: Value = serde_json::from_str(&place.read("reports/report.json")).unwrap();
    let findings = &mut red["features"][1]["scenarios"][0]["findings"];
    findings[0]["actual"] = "two lines\n::error ::of which one is a command".into();
    place.write("reports/report.json", red.to_string());
    let ran = on_github(&place, "compare green/report.json reports/report.json").exits(1);
    assert!(ran.out.lines().any(|line| line.trim_start().starts_with("::error ")), "{}", ran.out);
    fenced(&ran.out);
}

#[test]
fn what_a_target_answers_under_mutations_is_fenced_off() {
    let blind = CREATE.replace("is accepted", "is answered without a server error");
    let place = Place::empty().file("features/create.feature", blind);
    let one = "mutate --features features --operation createContacts --only 'fullName dropped'";
    let ran = on_github(&place, one).exits(1);
    assert!(ran.out.contains("\nSURVIVED "), "{}", ran.out);
    fenced(&ran.out);
}

#[test]
fn a_shard_that_is_the_whole_run_is_told_of() {
    let ran = on_github(&place(), &format!("{RED} --shard 1/1")).exits(1);
    assert_eq!(commands(&ran.out).len(), 1, "{}", ran.out);
}

#[test]
fn built_in_features_are_no_files_of_the_workspace() {
    let place = Place::empty();
    let run = "run --quiet --fault create-redirects --tags @createContacts --name documented";
    let ran = on_github(&place, run).exits(1);
    let told = commands(&ran.out);
    assert!(!told.is_empty() && told.iter().all(|line| !line.contains("file=")), "{told:?}");
}

#[test]
fn github_is_told_nothing_where_that_is_switched_off_or_elsewhere() {
    let place = place();
    let off = on_github(&place, &format!("{RED} --no-ci")).exits(1);
    assert!(!off.out.contains("::"), "{}", off.out);
    assert!(!place.path("summary.md").exists());
    let elsewhere = place.with(RED, &[("GITHUB_ACTIONS", "false")]).exits(1);
    assert!(!elsewhere.out.contains("::"), "{}", elsewhere.out);
}

#[test]
fn a_summary_that_is_full_or_cannot_be_written_changes_nothing() {
    let place = place().file("summary.md", "x".repeat(1024 * 1024 - 1_000));
    on_github(&place, RED).exits(1);
    assert!(place.read("summary.md").len() <= 1024 * 1024);
    assert!(place.read("summary.md").ends_with("report.json and report.html have all.\n"));
    std::fs::remove_file(place.path("summary.md")).unwrap();
    std::fs::create_dir(place.path("summary.md")).unwrap();
    let ran = on_github(&place, RED).exits(1);
    assert!(ran.err.contains("summary.md: the summary is not written"), "{}", ran.err);
}

#[test]
fn gitlab_reads_a_code_quality_report() {
    let place = place();
    let code = place.path("");
    let root = [("CI_PROJECT_DIR", code.to_str().unwrap())];
    place.with(&format!("{RED} --code-quality out/gl-code-quality-report.json"), &root).exits(1);
    let issues: Value =
        serde_json::from_str(&place.read("out/gl-code-quality-report.json")).unwrap();
    let issues = issues.as_array().unwrap();
    assert_eq!(issues.len(), 1);
    assert_eq!(issues[0]["check_name"], "createContacts.rule.one-contact-per-number");
    assert_eq!(issues[0]["location"]["path"], "features/taken.feature");
    assert_eq!(issues[0]["fingerprint"].as_str().unwrap().len(), 64);
    place
        .docproof("run --features features --quiet --code-quality out/gl-code-quality-report.json")
        .exits(0);
    assert_eq!(place.read("out/gl-code-quality-report.json"), "[]\n");
}

#[test]
fn json_lines_are_all_that_stands_on_standard_output() {
    let place = place();
    let run = "run --features features --fault create-accepts-taken-number --format json-lines";
    let ran = on_github(&place, run).exits(1);
    let events: Vec<Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names: Vec<&str> = events.iter().map(|one| one["event"].as_str().unwrap()).collect();
    assert_eq!(names, ["run-started", "scenario-finished", "scenario-finished", "run-finished"]);
    assert_eq!(events[0]["format"], "docproof-events/1");
    let failed = events.iter().find(|one| one["status"] == "failed").unwrap();
    assert_eq!(failed["findings"][0]["clause"], "createContacts.rule.one-contact-per-number");
    let last = events.last().unwrap();
    assert_eq!((last["exit_code"].as_i64(), last["counts"]["failed"].as_i64()), (Some(1), Some(1)));
    assert_eq!(commands(&ran.err).len(), 1, "GitHub hears both streams\n{}", ran.err);
}

#[test]
fn events_come_while_the_run_goes_on() {
    // It answers the first look, and keeps the scenario waiting then.
    let gate = Gate::stopping(Stop::Before(1));
    let place = Place::new().file("t.toml", &gate.target);
    let mut command = place.command("run --features features --target t.toml --format json-lines");
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    assert!(first.starts_with("{\"event\":\"run-started\""), "{first}");
    assert!(child.try_wait().unwrap().is_none(), "it goes on");
    gate.open();
    let last = lines.last().unwrap().unwrap();
    assert!(last.starts_with("{\"event\":\"run-finished\""), "{last}");
    child.wait().unwrap();
}

#[test]
fn tap_is_all_that_stands_on_standard_output() {
    let run = "run --features features --fault create-accepts-taken-number --format tap";
    let ran = place().docproof(run).exits(1);
    let lines: Vec<&str> = ran.out.lines().filter(|line| !line.starts_with("  ")).collect();
    assert_snapshot!(lines.join("\n"), @"
    TAP version 14
    1..2
    ok 1 - features/create.feature:3 A contact is created
    not ok 2 - features/taken.feature:3 A number is taken once
    # FAILED - 1 promise broken (1 MUST); N of N not tried
    ");
}

#[test]
fn cucumber_json_is_written_where_it_is_asked_for() {
    let place = place();
    place.docproof(&format!("{RED} --cucumber out/cucumber.json")).exits(1);
    let features: Value = serde_json::from_str(&place.read("out/cucumber.json")).unwrap();
    assert_eq!(features[1]["uri"], "features/taken.feature");
    let steps = features[1]["elements"][0]["steps"].as_array().unwrap();
    assert_eq!(steps.last().unwrap()["result"]["status"], "failed");
    assert!(!steps.last().unwrap()["embeddings"].as_array().unwrap().is_empty());
}

#[test]
fn places_that_cannot_be_written_or_are_one_are_refused_before_anything_is_sent() {
    let place = place().file("file", "");
    assert_snapshot!(place.docproof("run --features features --cucumber file/c.json").refused(3), @"
    error: cannot write file/c.json: File exists (os error 17)
           make its folder writable, free some space, or name another place
    ");
    assert_snapshot!(place.docproof("run --features features --cucumber a.json --code-quality ./a.json").refused(2), @"error: a.json: two things can't be one file; name another for one of them");
    let said = place.docproof("run --features features --code-quality features").refused(3);
    assert!(said.starts_with("error: cannot write features: is a directory\n"), "{said}");
    for taken in ["./reports/report.json", "reports/../reports/shard.json"] {
        let said =
            place.docproof(&format!("run --features features --cucumber {taken}")).refused(2);
        assert!(said.contains(&format!("{taken}: two things can't be one file")), "{said}");
    }
    let target = place.file("t.toml", reference_at("http://127.0.0.1:9"));
    let run = "run --features features --target t.toml --cucumber ./t.toml";
    assert_snapshot!(target.docproof(run).refused(2), @"error: ./t.toml: this file is read, and would be written over; name another for one of them");
    assert!(target.read("t.toml").contains("base-url"));
}
