//! Which shard a run is, and which scenarios fall to it.

use std::collections::{BTreeMap, BTreeSet};

use insta::assert_snapshot;
use serde_json::Value;

use crate::support::{CREATE, Place};

/// A feature of so many scenarios that differ in their names, from a number on.
fn many(numbers: std::ops::Range<usize>) -> String {
    let scenario = |number| {
        format!(
            "  Scenario: Contact {number}\n    Given a valid createContacts request\n    \
             When the request is sent\n    Then the request is accepted\n"
        )
    };
    format!("Feature: Many\n{}", numbers.map(scenario).collect::<String>())
}

/// The scenarios that each of so many shards would run; no two run the same.
fn dealt(place: &Place, options: &str, shards: usize) -> BTreeMap<String, usize> {
    let mut dealt = BTreeMap::new();
    for shard in 1..=shards {
        let run = format!("run --dry-run --shard {shard}/{shards} {options}");
        let out = place.docproof(&run).exits(0).out;
        for line in out.lines().filter(|line| line.starts_with("# ") && line.contains(".feature:"))
        {
            let (_, name) = line.split_once(".feature:").unwrap();
            let (_, name) = name.split_once(' ').unwrap();
            assert_eq!(dealt.insert(name.to_owned(), shard), None, "{name} is in two shards");
        }
    }
    dealt
}

fn sizes(dealt: &BTreeMap<String, usize>) -> BTreeMap<usize, usize> {
    let mut sizes = BTreeMap::new();
    for shard in dealt.values() {
        *sizes.entry(*shard).or_default() += 1;
    }
    sizes
}

#[test]
fn shards_are_of_one_size_and_have_every_scenario_once() {
    let place = Place::empty().file("features/many.feature", many(0..30));
    let dealt = dealt(&place, "--features features", 4);
    assert_eq!(dealt.len(), 30);
    assert_eq!(sizes(&dealt), BTreeMap::from([(1, 8), (2, 8), (3, 7), (4, 7)]));
}

#[test]
fn a_new_scenario_moves_few_others() {
    let place = Place::empty().file("features/many.feature", many(0..40));
    let before = dealt(&place, "--features features", 4);
    assert_eq!(dealt(&place, "--features features", 4), before, "the same from run to run");
    // At the beginning, where it moves every place in the file.
    place.write("features/many.feature", many(40..41) + &many(0..40)["Feature: Many\n".len()..]);
    let after = dealt(&place, "--features features", 4);
    let moved = before.iter().filter(|(name, shard)| after[*name] != **shard).count();
    assert_eq!(after.len(), 41);
    // One at each border between two shards at most.
    assert!(moved <= 3, "{moved} moved");
}

#[test]
fn what_uses_an_object_that_cannot_be_created_stays_together() {
    let lists = (0..6).map(|number| {
        format!(
            "  Scenario: List {number}\n    Given a valid updateContactList request\n    \
             When the request is sent\n    Then the request is accepted\n"
        )
    });
    let lists = format!("Feature: Lists\n{}", lists.collect::<String>());
    let place = Place::empty()
        .file("features/lists.feature", lists)
        .file("features/many.feature", many(0..10));
    let dealt = dealt(&place, "--features features", 4);
    let of_lists: BTreeSet<&usize> =
        dealt.iter().filter(|(name, _)| name.starts_with("List")).map(|(_, shard)| shard).collect();
    assert_eq!(of_lists.len(), 1, "{dealt:?}");
    assert_eq!(sizes(&dealt).values().copied().collect::<Vec<_>>(), [6, 4, 3, 3]);
}

#[test]
fn the_built_in_features_are_dealt_whole() {
    let place = Place::empty();
    let listed = place.docproof("list scenarios --tags @createContacts").out;
    let all: usize = listed.lines().last().unwrap().split(' ').next().unwrap().parse().unwrap();
    assert_eq!(dealt(&place, "--tags @createContacts", 3).len(), all);
}

#[test]
fn a_run_says_which_shard_it_is_and_why() {
    let place = Place::empty().file("features/many.feature", many(0..3));
    let run = "run --features features";
    let flag = place.docproof(&format!("{run} --shard 1/2")).exits(0);
    assert_snapshot!(flag.err, @"
    shard 1/2 (by --shard): 2 of 3 scenarios
    wrote reports/report.json
    wrote reports/junit.xml
    wrote reports/report.html
    wrote reports/shard.json
    ");
    assert!(
        flag.out.contains("selected  features features · shard 1/2 (by --shard)"),
        "{}",
        flag.out
    );
    let gitlab = [("CI_NODE_INDEX", "2"), ("CI_NODE_TOTAL", "2")];
    let gitlab = place.with(&format!("{run} -q"), &gitlab).exits(0);
    assert_snapshot!(gitlab.err, @"shard 2/2 (by CI_NODE_INDEX=2 CI_NODE_TOTAL=2): 1 of 3 scenarios");
    let report: Value = serde_json::from_str(&place.read("reports/report.json")).unwrap();
    assert_eq!(report["selection"]["shard"], "2/2 (by CI_NODE_INDEX=2 CI_NODE_TOTAL=2)");
    assert_eq!(report["counts"]["scenarios"], 1);
}

#[test]
fn a_flag_of_1_of_1_runs_everything_in_a_parallel_job() {
    let place = Place::empty().file("features/many.feature", many(0..3));
    let variables = [("CIRCLE_NODE_INDEX", "1"), ("CIRCLE_NODE_TOTAL", "3")];
    let ran = place.with("run -q --features features --shard 1/1", &variables).exits(0);
    assert_snapshot!(ran.err, @"shard 1/1 (by --shard): 3 of 3 scenarios");
}

#[test]
fn a_shard_that_cannot_be_is_refused() {
    let place = Place::new();
    let said = |shard: &str| place.docproof(&format!("run --shard {shard}")).refused(2);
    assert_snapshot!(said("0/4"), @"
    error: invalid value '0/4' for '--shard <K/N>': shards of 4 are 1/4 to 4/4

    For more information, try '--help'.
    ");
    assert_snapshot!(said("5/4"), @"
    error: invalid value '5/4' for '--shard <K/N>': shards of 4 are 1/4 to 4/4

    For more information, try '--help'.
    ");
    assert_snapshot!(said("x"), @"
    error: invalid value 'x' for '--shard <K/N>': a shard is written K/N, e.g. 2/4

    For more information, try '--help'.
    ");
    assert_snapshot!(said("1/0"), @"
    error: invalid value '1/0' for '--shard <K/N>': there can't be 0 shards

    For more information, try '--help'.
    ");
}

#[test]
fn variables_that_name_no_shard_are_refused() {
    let place = Place::new();
    let said = |variables: &[(&str, &str)]| place.with("run", variables).refused(2);
    assert_snapshot!(said(&[("DOCPROOF_SHARD", "3")]), @"error: DOCPROOF_SHARD=3: a shard is written K/N, e.g. 2/4");
    assert_snapshot!(said(&[("DOCPROOF_SHARD", "5/4")]), @"error: DOCPROOF_SHARD=5/4: shards of 4 are 1/4 to 4/4");
    assert_snapshot!(said(&[("CI_NODE_INDEX", "5"), ("CI_NODE_TOTAL", "4")]), @"error: CI_NODE_INDEX=5 and CI_NODE_TOTAL=4 name no shard: the first is from 1, the second says how many there are (or say --shard K/N; --shard 1/1 runs everything)");
    assert_snapshot!(said(&[("CIRCLE_NODE_INDEX", "1")]), @"error: CIRCLE_NODE_INDEX is 1, and CIRCLE_NODE_TOTAL is not set: CircleCI sets both in jobs with `parallelism` (or say --shard K/N; --shard 1/1 runs everything)");
    assert_snapshot!(said(&[("JOB_COMPLETION_INDEX", "1")]), @"error: JOB_COMPLETION_INDEX is 1, and DOCPROOF_SHARDS is not set: Kubernetes gives indexed jobs JOB_COMPLETION_INDEX; set DOCPROOF_SHARDS to the job's `completions` (or say --shard K/N; --shard 1/1 runs everything)");
    assert_snapshot!(said(&[("DOCPROOF_SHARDS", "4")]), @"error: DOCPROOF_SHARDS is 4, and JOB_COMPLETION_INDEX is not set: Kubernetes gives indexed jobs JOB_COMPLETION_INDEX; set DOCPROOF_SHARDS to the job's `completions` (or say --shard K/N; --shard 1/1 runs everything)");
    assert!(!place.path("reports").exists(), "nothing is run");
}

#[test]
fn a_shard_without_a_scenario_says_so_and_is_no_failure() {
    let place = Place::new();
    let first = place.docproof("run -q --features features --shard 1/2").exits(0);
    let second = place.docproof("run -q --features features --shard 2/2").exits(0);
    assert!(first.err.contains("shard 1/2 (by --shard): 1 of 1 scenario"), "{}", first.err);
    assert_snapshot!(second.err, @"shard 2/2 (by --shard): 0 of 1 scenario; nothing to do here, other shards run what there is");
    assert_snapshot!(second.out, @"NOTHING TO DO — no scenario falls to this shard");
    let report: Value = serde_json::from_str(&place.read("reports/report.json")).unwrap();
    assert_eq!((&report["exit_code"], &report["counts"]["scenarios"]), (&0.into(), &0.into()));
    // Where nothing is selected at all, it is no shard's fault.
    place.docproof("run --features features --shard 2/2 --name nothing").exits(4);
}

#[test]
fn nobody_finds_the_shard_of_an_earlier_run() {
    let place = Place::empty()
        .file("features/create.feature", CREATE)
        .file("reports/shard.json", "that of an earlier run");
    place.docproof("run -q --features features").exits(0);
    assert!(!place.path("reports/shard.json").exists());
}
