//! Only what failed is run again, and a rerun is never taken for a whole run.

use insta::assert_snapshot;
use serde_json::Value;

use crate::support::{CREATE, Place, TAKEN};

fn place() -> Place {
    Place::empty().file("features/create.feature", CREATE).file("features/taken.feature", TAKEN)
}

const RED: &str = "run -q --features features --fault create-accepts-taken-number";
const AGAIN: &str = "run --features features --reports again --rerun-failed reports/report.json";

#[test]
fn only_what_failed_is_run_again() {
    let place = place();
    place.docproof(RED).exits(1);
    let ran = place.docproof(AGAIN).exits(0);
    assert!(ran.out.contains("scenarios 1: 1 passed"), "{}", ran.out);
    assert!(ran.out.contains("A number is taken once"), "{}", ran.out);
    let selected = "selected  features features · rerun-failed reports/report.json";
    assert!(ran.out.contains(selected), "{}", ran.out);
    let report: Value = serde_json::from_str(&place.read("again/report.json")).unwrap();
    assert_eq!(report["selection"]["rerun-failed"], "reports/report.json");
}

#[test]
fn what_fails_again_is_a_failure() {
    let place = place();
    place.docproof(RED).exits(1);
    place.docproof(&format!("{AGAIN} --fault create-accepts-taken-number")).exits(1);
}

#[test]
fn after_a_green_run_there_is_nothing_to_do() {
    let place = place();
    place.docproof("run -q --features features").exits(0);
    let ran = place.docproof(AGAIN).exits(0);
    assert_snapshot!(ran.err, @"nothing to run again: nothing failed in reports/report.json");
    assert_eq!(ran.out, "");
    assert!(!place.path("again").exists(), "nothing is reported of nothing");
}

#[test]
fn shards_of_a_rerun_with_nothing_to_do_are_merged() {
    let place = place();
    place.docproof("run -q --features features").exits(0);
    let shards = |report: &str| {
        [1, 2].map(|shard| {
            let options = format!("--shard {shard}/2 --reports s/{shard} --rerun-failed {report}");
            place.docproof(&format!("run -q --features features {options}"))
        })
    };
    let [first, _] = shards("reports/report.json").map(|ran| ran.exits(0));
    assert_snapshot!(first.err, @"
    nothing to run again: nothing failed in reports/report.json
    shard 1/2 (by --shard): 0 of 0 scenarios
    ");
    assert_snapshot!(first.out, @"NOTHING TO DO — no scenario falls to this shard");
    let merged = place.docproof("merge -q s").exits(0);
    assert_snapshot!(merged.out, @"NOTHING TO DO — nothing had failed, so nothing ran again");
    // Nobody takes these for shards of a rerun that proves nothing.
    let report = place.read("reports/report.json");
    place.write("stopped.json", report.replace("\"exit_code\": 0", "\"exit_code\": 4"));
    for ran in shards("stopped.json") {
        ran.exits(4);
    }
    assert!(place.docproof("merge s").refused(2).contains("there is no shard.json in it"));
}

#[test]
fn shards_that_were_told_of_different_runs_are_not_merged() {
    let place = place();
    place.docproof(&format!("{RED} --reports red")).exits(1);
    place.docproof("run -q --features features --reports green").exits(0);
    for (shard, report) in [(1, "red"), (2, "green")] {
        let options = format!("--shard {shard}/2 --reports s/{shard}");
        let failed = format!("--rerun-failed {report}/report.json");
        place.docproof(&format!("run -q --features features {options} {failed}")).exits(0);
    }
    assert!(place.docproof("merge s").refused(2).contains("are not of one run"));
}

#[test]
fn a_run_that_tried_nothing_is_no_success_when_run_again() {
    let place = place();
    place.docproof("run -q --features features").exits(0);
    let report = place.read("reports/report.json");
    place.write("reports/report.json", report.replace("\"exit_code\": 0", "\"exit_code\": 130"));
    assert_snapshot!(place.docproof(AGAIN).exits(4).err, @"nothing to run again: nothing failed in reports/report.json, but that run proves nothing (exit code 130); run everything");
}

#[test]
fn scenarios_that_are_gone_are_told() {
    let place = place();
    place.docproof("run -q --features features --fault create-redirects").exits(1);
    place.write("features/taken.feature", TAKEN.replace("taken once", "taken but once"));
    let ran = place.docproof(AGAIN).exits(0);
    assert!(ran.out.contains("scenarios 1: 1 passed"), "{}", ran.out);
    let said: Vec<&str> = ran.err.lines().take_while(|line| !line.starts_with("wrote")).collect();
    assert_snapshot!(said.join("\n"), @"
    1 scenario of reports/report.json no longer there:
      features/taken.feature: A number is taken once
    ");
}

#[test]
fn where_nothing_that_failed_can_run_again_nothing_is_proved() {
    let place = place();
    place.docproof(RED).exits(1);
    assert_snapshot!(place.docproof(&format!("{AGAIN} --name created")).exits(4).err, @"
    1 scenario of reports/report.json that failed: not selected now
    nothing was selected: nothing that failed in reports/report.json can run again
    ");
    std::fs::remove_file(place.path("features/taken.feature")).unwrap();
    assert_snapshot!(place.docproof(AGAIN).exits(4).err, @"
    1 scenario of reports/report.json no longer there:
      features/taken.feature: A number is taken once
    nothing was selected: nothing that failed in reports/report.json can run again
    ");
}

#[test]
fn a_run_that_did_not_finish_is_told() {
    let place = place();
    place.docproof(RED).exits(1);
    let report = place.read("reports/report.json");
    place.write("reports/report.json", report.replace("\"complete\"", "\"stopped\""));
    let ran = place.docproof(&format!("{AGAIN} -q")).exits(0);
    assert_snapshot!(ran.err, @"reports/report.json is of a run that did not finish: what it never came to is not run now either");
}

#[test]
fn what_is_no_report_is_refused() {
    let place = place();
    assert_snapshot!(place.docproof("run --rerun-failed nowhere.json").refused(2), @"
    error: cannot read nowhere.json: No such file or directory (os error 2)
           name a report.json that an earlier run wrote
    ");
    place.docproof("run -q --features features --shard 1/1").exits(0);
    assert_snapshot!(place.docproof("run --rerun-failed reports/shard.json").refused(2), @r#"
    error: reports/shard.json:1:28: this is no report that this version reads (its format is "docproof-shard/1", this version reads "docproof-report/1")
           name the report.json of a run of this version of docproof, or run again
    "#);
}
