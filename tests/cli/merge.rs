//! Shards of a run put together: what an undivided run would have said, and nothing else.

use std::collections::BTreeMap;

use insta::assert_snapshot;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

#[cfg(unix)]
use crate::gate::{Gate, Stop};
#[cfg(unix)]
use crate::running::Running;
use crate::serve::Serving;
use crate::support::{CREATE, Place, Ran};

/// Four scenarios; each falls to a shard of its own.
const FOUR: &str = "\
Feature: Four

  Scenario: It is accepted, and nobody asks how it comes back
    Given a valid createContacts request
    When the request is sent
    Then the request is accepted

  Scenario: It comes back as it was sent
    Given a valid createContacts request
    When the request is sent
    Then the request is accepted
    And the answer returns what was sent

  Scenario: A number is taken once
    Given an existing contact
    And a valid createContacts request
    And with the same \"cellPhone\" as the first contact
    When the request is sent
    Then the rule \"one-contact-per-number\" is kept

  Scenario: What is written is seen by another who wants the number
    Given 2 existing contacts
    And a valid bulkUpdateContacts request
    And with the field \"cellPhone.countryCode\" in record 2 set to \"+44\"
    When the request is sent
    Then the request is accepted
    And the change is kept
";

fn place() -> Place {
    Place::empty().file("features/four.feature", FOUR)
}

/// Runs four shards at once, each in a process of its own, against one server.
fn shards(place: &Place, options: &str) {
    let run = |shard| {
        let run = format!(
            "run -q --features features --shard {shard}/4 --reports shards/{shard} {options}"
        );
        place.command(&run).spawn().unwrap()
    };
    for shard in [1, 2, 3, 4].map(run) {
        Ran::of(shard.wait_with_output().unwrap(), &place.path(""));
    }
}

fn json(place: &Place, path: &str) -> Value {
    serde_json::from_str(&place.read(path)).unwrap()
}

/// A report without times and fresh values.
fn lasting(mut report: Value) -> Value {
    const PASSING: [&str; 13] = [
        "run_id",
        "started",
        "duration_ms",
        "started_ms",
        "request",
        "headers",
        "body",
        "actual",
        "expected",
        "diff",
        "base_url",
        "id",
        "text",
    ];
    fn strip(value: &mut Value, within: &str) {
        match value {
            Value::Object(members) => {
                // The ids of scenarios and clauses, and their texts, last.
                let lasts = ["clauses", "scenarios", "defects", "steps"].contains(&within);
                members.retain(|name, _| {
                    !PASSING.contains(&name.as_str())
                        || (lasts && ["id", "text"].contains(&name.as_str()))
                });
                members.iter_mut().for_each(|(name, value)| strip(value, name));
            }
            Value::Array(items) => items.iter_mut().for_each(|item| strip(item, within)),
            _ => {}
        }
    }
    strip(&mut report, "");
    report
}

/// Shows the first line that differs: reports are long.
#[track_caller]
fn assert_same(one: &Value, other: &Value) {
    let [one, other] = [one, other].map(|value| format!("{value:#}"));
    for (number, (one_line, other_line)) in one.lines().zip(other.lines()).enumerate() {
        assert_eq!(one_line, other_line, "line {}", number + 1);
    }
    assert_eq!(one.lines().count(), other.lines().count());
}

/// The status of each scenario.
fn statuses(report: &Value) -> BTreeMap<String, String> {
    let features = report["features"].as_array().unwrap().iter();
    features
        .flat_map(|feature| feature["scenarios"].as_array().unwrap())
        .map(|one| (one["name"].to_string(), one["status"].to_string()))
        .collect()
}

/// Merges four shards, holds the outcome to that of an undivided run, and returns whether the shards
/// alone would have said something else.
fn held_to_the_whole(fault: &str, code: i32) -> bool {
    let place = place();
    let serve = |file| {
        let serving = Serving::start(&place, fault);
        place.write(file, &serving.printed);
        serving
    };
    let _servers = [serve("one.toml"), serve("other.toml")];
    let whole = "run -q --features features --target one.toml --reports whole";
    place.docproof(whole).exits(code);
    shards(&place, "--target other.toml");
    let merged = place.docproof("merge shards --reports merged").exits(code);
    assert!(merged.err.starts_with("merged 4 shards\n"), "{}", merged.err);
    let (one, other) = (json(&place, "whole/report.json"), json(&place, "merged/report.json"));
    assert_same(&lasting(one), &lasting(other.clone()));
    // The other two reports say what the data says.
    place.docproof("report merged/report.json --html again.html --junit again.xml").exits(0);
    assert!(place.read("again.html") == place.read("merged/report.html"));
    assert!(place.read("again.xml") == place.read("merged/junit.xml"));
    let alone =
        (1..=4).flat_map(|shard| statuses(&json(&place, &format!("shards/{shard}/report.json"))));
    alone.collect::<BTreeMap<_, _>>() != statuses(&other)
}

#[test]
fn a_green_run_in_four_processes() {
    assert!(!held_to_the_whole("", 0));
}

#[test]
fn what_is_seen_in_passing_counts_with_the_shard_that_asks() {
    assert!(held_to_the_whole("--fault country-code-without-plus", 1));
}

#[test]
fn what_a_broken_observer_shows_is_dropped_whatever_shard_saw_it_broken() {
    assert!(held_to_the_whole("--fault create-accepts-taken-number", 1));
}

#[test]
fn refusals_prove_nothing_where_no_shard_saw_an_acceptance() {
    held_to_the_whole("--fault create-redirects", 1);
}

/// Four shards of a green run, each against a reference of its own.
fn green() -> Place {
    let place = place();
    shards(&place, "");
    place
}

/// When the first request of each scenario was sent, since the start of the run.
fn sent(report: &Value) -> BTreeMap<String, i128> {
    let features = report["features"].as_array().unwrap().iter();
    features
        .flat_map(|feature| feature["scenarios"].as_array().unwrap())
        .map(|one| {
            let sent = one["exchanges"][0]["started_ms"].as_i64().unwrap();
            (one["name"].to_string(), sent.into())
        })
        .collect()
}

fn milliseconds(started: &Value) -> i128 {
    let started = OffsetDateTime::parse(started.as_str().unwrap(), &Rfc3339).unwrap();
    started.unix_timestamp_nanos() / 1_000_000
}

#[test]
fn times_and_created_ids_of_all_shards_are_joined() {
    let place = green();
    place.docproof("merge shards --reports merged").exits(0);
    let merged = json(&place, "merged/report.json");
    let shards = [1, 2, 3, 4].map(|shard| json(&place, &format!("shards/{shard}/report.json")));
    // As moments: a text without its last zeros is no earlier one.
    let starts = shards.iter().map(|shard| milliseconds(&shard["started"]));
    assert_eq!(Some(milliseconds(&merged["started"])), starts.min());
    for shard in &shards {
        assert!(merged["duration_ms"].as_u64() >= shard["duration_ms"].as_u64());
        let later = milliseconds(&shard["started"]) - milliseconds(&merged["started"]);
        for (one, there) in sent(shard) {
            assert_eq!(sent(&merged)[&one], there + later, "{one}");
        }
        for created in shard["created"].as_array().unwrap() {
            assert!(merged["created"].as_array().unwrap().contains(created));
        }
    }
    let runs = shards.map(|shard| shard["run_id"].as_str().unwrap().to_owned());
    assert_eq!(merged["run_id"], runs.join("+"));
}

#[test]
fn files_and_folders_in_any_order_are_taken() {
    let place = green();
    place.docproof("merge -q shards/4 shards/2/shard.json shards/1 shards/3").exits(0);
    let schema: Value =
        serde_json::from_str(include_str!("../../schemas/report.schema.json")).unwrap();
    assert!(jsonschema::is_valid(&schema, &json(&place, "reports/report.json")));
}

#[test]
fn a_missing_shard_is_refused() {
    let place = green();
    std::fs::remove_file(place.path("shards/3/shard.json")).unwrap();
    assert_snapshot!(place.docproof("merge shards").refused(2), @"
    error: shard 3 of 4 is missing; there are 1 (shards/1/shard.json), 2 (shards/2/shard.json), 4 (shards/4/shard.json)
           a shard whose job ended early writes no shard.json: see its log, and run it again
    ");
    assert_snapshot!(place.docproof("merge shards/2").refused(2), @"
    error: shards 1, 3, 4 of 4 are missing; there is 2 (shards/2/shard.json)
           a shard whose job ended early writes no shard.json: see its log, and run it again
    ");
    assert_snapshot!(place.docproof("merge shards/1 shards/3").refused(2), @"
    error: shards/3: there is no shard.json in it
           a run with --shard K/N writes one beside its reports, and so does one that is a shard by a parallel job's variables
    ");
    assert!(!place.path("reports").exists(), "nothing is written");
}

#[test]
fn no_report_is_written_over_a_shard() {
    let place = green();
    place.write("report.json", place.read("shards/1/shard.json"));
    let shards = "./report.json shards/2 shards/3 shards/4";
    assert_snapshot!(place.docproof(&format!("merge {shards} --reports .")).refused(2), @"error: ./report.json: this file is read, and would be written over; name another for one of them");
    place.docproof(&format!("merge -q {shards}")).exits(0);
}

#[test]
fn a_doubled_shard_is_refused() {
    let place = green();
    place.write("shards/copy/shard.json", place.read("shards/2/shard.json"));
    assert_snapshot!(place.docproof("merge shards").refused(2), @"
    error: shard 2/4 is there twice: shards/2/shard.json and shards/copy/shard.json
           name each shard of the run once
    ");
}

#[test]
fn a_file_that_is_no_shard_is_refused() {
    let place = green();
    let text = place.read("shards/1/shard.json");
    let said = |text: &str| {
        place.write("shards/1/shard.json", text);
        place.docproof("merge shards").refused(2)
    };
    let cut = said(&text[..text.len() / 2]);
    assert!(cut.contains("shards/1/shard.json: it ends in the middle"), "{cut}");
    assert_snapshot!(said("shard 1"), @"
    error: shards/1/shard.json: this is no shard.json (expected value at line 1 column 1)
           `docproof run --shard K/N` writes one
    ");
    assert_snapshot!(said("{\"format\": \"docproof-shard/9\"}"), @r#"
    error: shards/1/shard.json: its format is "docproof-shard/9", this version reads "docproof-shard/1"
           merge with the version that ran the shards
    "#);
    assert_snapshot!(said("{\"format\": \"docproof-shard/1\"}"), @"error: shards/1/shard.json: this is no shard.json that this version reads (missing field `tool` at line 1 column 30)");
    assert_snapshot!(place.docproof("merge shards/1/report.json shards/2").refused(2), @"error: shards/1/report.json: this is the report of a run; name the shard.json beside it (only runs with --shard write one)");
    assert_snapshot!(place.docproof("merge nowhere.json").refused(2), @"error: nowhere.json: No such file or directory (os error 2); name the folders or the shard.json files of a run's shards");
}

#[test]
fn a_shard_that_was_changed_is_refused() {
    let place = green();
    let whole = json(&place, "shards/1/shard.json");
    let said = |change: &dyn Fn(&mut Value)| {
        let mut changed = whole.clone();
        change(&mut changed);
        place.write("shards/1/shard.json", changed.to_string());
        place.docproof("merge shards").refused(2)
    };
    assert_snapshot!(said(&|shard| shard["tool"]["version"] = json!("0.0.1")), @"
    error: shards/1/shard.json was written by docproof 0.0.1, this is 0.1.0
           merge with the version that ran the shards
    ");
    assert_snapshot!(said(&|shard| shard["shard"] = json!({"index": 9, "of": 4})), @"
    error: shards/1/shard.json: there is no shard 9/4
           it was changed after the run: take it again from where it was made
    ");
    assert_snapshot!(said(&|shard| shard["ran"] = json!({})), @"
    error: shards/1/shard.json: it has 0 of the 1 scenarios that fell to the shard
           it was changed after the run: take it again from where it was made
    ");
    assert_snapshot!(said(&|shard| shard["frame"]["started"] = json!("yesterday")), @"
    error: shards/1/shard.json: its start, `yesterday`, is no time: the 'year' component could not be parsed
           it was changed after the run: take it again from where it was made
    ");
    assert_snapshot!(said(&|shard| shard["plan"]["features"] = json!([])), @"
    error: shards/1/shard.json: a scenario has no feature
           it was changed after the run: take it again from where it was made
    ");
    assert_snapshot!(said(&|shard| {
        let ran = shard["ran"].as_object().unwrap().values().next().unwrap().clone();
        shard["ran"] = json!({"of another run": ran});
    }), @"
    error: shards/1/shard.json: `of another run` is no scenario of this shard
           it was changed after the run: take it again from where it was made
    ");
}

#[test]
fn shards_of_different_runs_are_refused() {
    let place = green();
    let said = |options: &str| {
        place.docproof(&format!("run -q --reports shards/1 {options}"));
        place.docproof("merge shards").refused(2)
    };
    assert_snapshot!(said("--features features --shard 1/3"), @"
    error: shards/1/shard.json and shards/2/shard.json are not of one run: the one is shard 1/3, the other 2/4
           merge the shards of one run only
    ");
    assert_snapshot!(said("--features features --shard 1/4 --strict"), @"
    error: shards/1/shard.json and shards/2/shard.json are not of one run: the one ran with --strict, the other without it
           merge the shards of one run only
    ");
    assert_snapshot!(said("--features features --shard 1/4 --name it"), @"
    error: shards/1/shard.json and shards/2/shard.json are not of one run: their scenarios or contracts differ (other features, another --tags, --name or --api?)
           merge the shards of one run only
    ");
    assert_snapshot!(said("--features features --shard 1/4 --fault names-trimmed"), @"
    error: shards/1/shard.json and shards/2/shard.json are not of one run: the target of the one is the embedded reference (agentassist, contact) with names-trimmed, of the other the embedded reference (agentassist, contact)
           merge the shards of one run only
    ");
    let serving = Serving::start(&place, "");
    place.write("other.toml", &serving.printed);
    assert_snapshot!(said("--features features --shard 1/4 --target other.toml"), @"
    error: shards/1/shard.json and shards/2/shard.json are not of one run: the target of the one is agentassist http://127.0.0.1:PORT/, contact http://127.0.0.1:PORT/, of the other the embedded reference (agentassist, contact)
           merge the shards of one run only
    ");
    place.write("features/four.feature", FOUR.replace("+44", "+45"));
    assert_snapshot!(said("--features features --shard 1/4"), @"
    error: shards/1/shard.json and shards/2/shard.json are not of one run: their scenarios or contracts differ (other features, another --tags, --name or --api?)
           merge the shards of one run only
    ");
}

#[test]
fn a_shard_that_was_stopped_makes_a_run_that_was_stopped() {
    let many = (0..40).map(|number| CREATE.replace("A contact", &format!("Contact {number}")));
    let many =
        many.map(|text| text.replace("Feature: Creating contacts\n", "")).collect::<String>();
    let place = Place::empty().file("features/many.feature", format!("Feature: Many\n{many}"));
    let run = "run -q --features features --jobs 1 --fail-fast";
    place.docproof(&format!("{run} --fault create-redirects --shard 1/2 --reports s/1")).exits(1);
    place.docproof(&format!("{run} --fault create-redirects --shard 2/2 --reports s/2")).exits(1);
    let merged = place.docproof("merge s").exits(1);
    assert!(merged.verdict().contains("stopped early, as asked: "), "{}", merged.out);
    assert!(merged.verdict().contains(" of 40 scenarios; "), "{}", merged.out);
    let said = merged
        .err
        .lines()
        .filter(|line| line.contains("(s/1/shard.json) stopped early, as asked: "));
    assert_eq!(said.count(), 1, "{}", merged.err);
}

#[cfg(unix)]
#[test]
fn a_shard_that_was_interrupted_makes_a_run_that_was_interrupted() {
    let place =
        Place::empty().file("features/one.feature", CREATE).file("features/two.feature", CREATE);
    let gate = Gate::stopping(Stop::Before(1));
    place.write("t.toml", &gate.target);
    let run = "run -q --features features --target t.toml";
    let mut running = Running::start(&place, &format!("{run} --shard 1/2 --reports s/1"));
    assert_eq!(running.said(), "shard 1/2 (by --shard): 1 of 2 scenarios\n");
    gate.reached();
    running.signal("INT");
    assert!(running.said().starts_with("interrupted: "));
    gate.open();
    running.exits(&place, 130);
    place.docproof(&format!("{run} --shard 2/2 --reports s/2"));
    let merged = place.docproof("merge -q s").exits(130);
    assert!(merged.verdict().starts_with("INTERRUPTED — the run did not finish"), "{}", merged.out);
    assert!(merged.err.contains("shard 1/2 (s/1/shard.json) was interrupted: "), "{}", merged.err);
}
