//! What is known is marked, and each entry judged by what the run really saw.

use docproof::known::Ledger;
use docproof::model::*;
use time::macros::date;

use super::{SCENARIO, entry, read};
use crate::build;

const ORDER: &str = "createContacts.rule.order";
const NAME: &str = "createContacts.rule.full-name";

/// A run of one scenario that found these clauses broken; both are judged.
fn run(broken: &[(&str, Level)]) -> RunReport {
    let failed = broken.iter().any(|(_, level)| *level == Level::Must);
    let status = if failed { ScenarioStatus::Failed } else { ScenarioStatus::Passed };
    let mut one = build::scenario(4, "The sample", status);
    for (clause, level) in broken {
        one.findings.push(build::finding(clause, *level, "A promise.", "a", "b"));
    }
    let clauses = [ORDER, NAME].map(|id| {
        let seen = broken.iter().find(|(clause, _)| *clause == id);
        let verdict = match seen.map(|(_, level)| level) {
            Some(Level::Must) => ClauseVerdict::Broken,
            Some(_) => ClauseVerdict::Warned,
            None => ClauseVerdict::Kept,
        };
        build::clause(id, Level::Must, "A promise.", verdict, None)
    });
    build::run(vec![one], clauses.to_vec())
}

fn settled_on(day: time::Date, text: &str, mut report: RunReport) -> RunReport {
    let apis = [("agentassist".to_owned(), "https://host/prefix/".to_owned())];
    let entries = read(text).unwrap();
    let apis = apis.into_iter().collect();
    Ledger::new("known.toml", entries, day, &apis, report.strict).settle(&mut report);
    report
}

fn settled(text: &str, report: RunReport) -> RunReport {
    settled_on(date!(2026 - 03 - 01), text, report)
}

fn of_clause(id: &str) -> String {
    entry(&format!("clause = \"{id}\""))
}

fn states(report: &RunReport) -> Vec<KnownState> {
    report.known.iter().map(|entry| entry.state).collect()
}

#[test]
fn what_is_known_fails_nothing_and_stays_broken() {
    let report = settled(&of_clause(ORDER), run(&[(ORDER, Level::Must)]));
    assert_eq!((report.exit_code, states(&report)), (0, vec![KnownState::Seen]));
    let clause = &report.clauses[0];
    assert_eq!(clause.verdict, ClauseVerdict::Broken);
    assert_eq!(clause.known.as_ref().unwrap().owner, "team-a");
    let scenario = report.scenarios().next().unwrap();
    assert_eq!(scenario.status, ScenarioStatus::Failed);
    assert!(scenario.known.is_some() && scenario.findings[0].known.is_some());
    let counts = report.counts;
    assert_eq!((counts.failed, counts.known_failed), (1, 1));
    assert_eq!((counts.broken, counts.known_broken), (1, 1));
}

#[test]
fn one_unknown_finding_fails_scenario_and_run() {
    let report = settled(&of_clause(ORDER), run(&[(ORDER, Level::Must), (NAME, Level::Must)]));
    assert_eq!(report.exit_code, 1);
    assert!(report.scenarios().next().unwrap().known.is_none());
    assert!(report.clauses[0].known.is_some() && report.clauses[1].known.is_none());
}

#[test]
fn a_scenario_is_known_whatever_it_finds() {
    let text = entry(&format!("scenario = \"{SCENARIO}\""));
    let report = settled(&text, run(&[(ORDER, Level::Must), (NAME, Level::Must)]));
    assert_eq!((report.exit_code, states(&report)), (0, vec![KnownState::Seen]));
    // Another that sees the same is not.
    let mut other = run(&[(ORDER, Level::Must)]);
    other.features[0].scenarios[0].id = "another".into();
    let report = settled(&text, other);
    assert_eq!((report.exit_code, states(&report)), (1, vec![KnownState::NotJudged]));
}

#[test]
fn a_clause_is_known_only_if_every_sighting_is() {
    let text = entry(&format!("scenario = \"{SCENARIO}\""));
    let mut report = run(&[(ORDER, Level::Must)]);
    let mut other = report.features[0].scenarios[0].clone();
    other.id = "another".into();
    report.features[0].scenarios.push(other);
    let report = settled(&text, build::run(report.features.remove(0).scenarios, report.clauses));
    assert_eq!((report.exit_code, report.counts.known_failed), (1, 1));
    assert!(report.clauses[0].known.is_none());
}

#[test]
fn an_entry_holds_through_its_last_day() {
    let broken = || run(&[(ORDER, Level::Must)]);
    let on = |day, report| settled_on(day, &of_clause(ORDER), report);
    let last = on(date!(2026 - 03 - 31), broken());
    assert_eq!((last.exit_code, states(&last)), (0, vec![KnownState::Seen]));
    let after = on(date!(2026 - 04 - 01), broken());
    assert_eq!((after.exit_code, states(&after)), (1, vec![KnownState::Expired]));
    assert!(after.clauses[0].known.is_none(), "it excuses nothing any more");
    let kept = on(date!(2026 - 04 - 01), run(&[]));
    assert_eq!((kept.exit_code, states(&kept)), (1, vec![KnownState::Expired]));
}

#[test]
fn what_was_judged_kept_fails_until_its_entry_goes() {
    for text in [of_clause(ORDER), entry(&format!("scenario = \"{SCENARIO}\""))] {
        let report = settled(&text, run(&[]));
        assert_eq!((report.exit_code, states(&report)), (1, vec![KnownState::Gone]), "{text}");
    }
}

#[test]
fn a_run_that_cannot_tell_says_nothing_is_gone() {
    type Change = fn(&mut RunReport);
    let changes: [(&str, Change); 10] = [
        ("interrupted", |report| report.completion = Completion::Interrupted),
        ("stopped", |report| report.completion = Completion::Stopped),
        ("narrowed by tags", |report| {
            report.selection.insert("tags".into(), "@a".into());
        }),
        ("narrowed by name", |report| {
            report.selection.insert("name".into(), "a".into());
        }),
        ("one shard of several", |report| {
            report.selection.insert("shard".into(), "1/2".into());
        }),
        ("narrowed to what failed", |report| {
            report.selection.insert("rerun-failed".into(), "report.json".into());
        }),
        ("not tried", |report| report.clauses[0].verdict = ClauseVerdict::NotTried),
        ("not observable", |report| report.clauses[0].verdict = ClauseVerdict::NotObservable),
        ("another was skipped", |report| report.clauses[0].untried_by = vec!["s".into()]),
        ("not of this run", |report| report.clauses.clear()),
    ];
    for (what, change) in changes {
        let mut report = run(&[]);
        change(&mut report);
        let report = settled(&of_clause(ORDER), report);
        assert_eq!(states(&report), [KnownState::NotJudged], "{what}");
        assert!(report.known[0].because.is_some(), "{what}");
        assert_ne!(report.exit_code, 1, "{what}");
    }
    for status in [ScenarioStatus::Skipped, ScenarioStatus::Error] {
        let mut report = run(&[]);
        report.features[0].scenarios[0].status = status;
        let report = settled(&entry(&format!("scenario = \"{SCENARIO}\"")), report);
        assert_eq!(states(&report), [KnownState::NotJudged], "{status:?}");
    }
}

#[test]
fn a_run_of_some_features_says_nothing_is_gone_that_others_could_show() {
    let of_part = |text: &str, mut report: RunReport| {
        let apis = [("agentassist".to_owned(), "https://host/".to_owned())].into_iter().collect();
        let day = date!(2026 - 03 - 01);
        let entries = read(text).unwrap();
        Ledger::new("known.toml", entries, day, &apis, false)
            .of_part(Some("old".into()))
            .settle(&mut report);
        report
    };
    let kept = of_part(&of_clause(ORDER), run(&[]));
    assert_eq!((kept.exit_code, states(&kept)), (0, vec![KnownState::NotJudged]));
    assert_eq!(
        kept.known[0].because.as_deref(),
        Some("--features narrowed the run: old has features too")
    );
    // What it sees is known all the same, and a scenario that it ran is judged.
    let seen = of_part(&of_clause(ORDER), run(&[(ORDER, Level::Must)]));
    assert_eq!((seen.exit_code, states(&seen)), (0, vec![KnownState::Seen]));
    let scenario = of_part(&entry(&format!("scenario = \"{SCENARIO}\"")), run(&[]));
    assert_eq!((scenario.exit_code, states(&scenario)), (1, vec![KnownState::Gone]));
}

#[test]
fn what_is_intermittent_may_stay_away_but_not_for_ever() {
    let text = entry(&format!("clause = \"{ORDER}\"\nintermittent = true"));
    let report = settled(&text, run(&[]));
    assert_eq!((report.exit_code, states(&report)), (0, vec![KnownState::NotJudged]));
    let late = settled_on(date!(2027 - 01 - 01), &text, run(&[]));
    assert_eq!((late.exit_code, states(&late)), (1, vec![KnownState::Expired]));
}

#[test]
fn an_entry_for_another_target_says_nothing_of_this_one() {
    let with = |target: &str| entry(&format!("clause = \"{ORDER}\"\ntarget = \"{target}\""));
    for here in ["https://host/prefix", "https://HOST/prefix/", "host", "Host:443"] {
        let report = settled(&with(here), run(&[(ORDER, Level::Must)]));
        assert_eq!((report.exit_code, states(&report)), (0, vec![KnownState::Seen]), "{here}");
    }
    for elsewhere in ["https://host/", "http://host/prefix", "host:8443", "other"] {
        let report = settled(&with(elsewhere), run(&[(ORDER, Level::Must)]));
        assert_eq!(report.exit_code, 1, "{elsewhere}");
        // Neither gone nor expired: it isn't asked here.
        let kept = settled_on(date!(2030 - 01 - 01), &with(elsewhere), run(&[]));
        assert_eq!((kept.exit_code, states(&kept)), (0, vec![KnownState::NotJudged]));
    }
    let of_contact = of_clause("updateContactById.rule.echo");
    assert_eq!(states(&settled(&of_contact, run(&[]))), [KnownState::NotJudged]);
}

#[test]
fn a_strict_run_accepts_known_warnings_only() {
    let strict = || {
        let mut report = run(&[(ORDER, Level::Should)]);
        report.strict = true;
        report.features[0].scenarios[0].status = ScenarioStatus::Failed;
        report.exit_code = 1;
        report
    };
    let known = settled(&of_clause(ORDER), strict());
    assert_eq!((known.exit_code, known.counts.known_warned), (0, 1));
    let other = settled(&of_clause(NAME), strict());
    assert_eq!(other.exit_code, 1);
}

#[test]
fn other_ends_of_a_run_stay_what_they_are() {
    let with_code = |code: u8, errors: usize| {
        let mut report = run(&[(ORDER, Level::Must)]);
        report.exit_code = code;
        let scenarios = &mut report.features[0].scenarios;
        let mut in_error = scenarios[0].clone();
        (in_error.status, in_error.id) = (ScenarioStatus::Error, "in error".into());
        in_error.findings.clear();
        scenarios.extend(std::iter::repeat_n(in_error, errors));
        settled(&of_clause(ORDER), report).exit_code
    };
    assert_eq!(with_code(1, 2), 3, "scenarios in error are not known");
    assert_eq!(with_code(2, 0), 2);
    assert_eq!(with_code(130, 0), 130);
}
