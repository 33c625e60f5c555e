//! What CI systems and other programs read.

use docproof::model::{Finding, Level, RunReport, ScenarioStatus};
use docproof::report::implementations::{self, Implementation, Matrix};
use docproof::report::{cucumber, github, gitlab, stream::Stream, summary, tap};
use insta::assert_snapshot;
use regex::Regex;
use serde_json::Value;

use crate::fixture::{self, HOSTILE};

fn in_repository(file: &str) -> Option<String> {
    Some(format!("api/{file}"))
}

fn nowhere(_: &str) -> Option<String> {
    None
}

/// A run in which so many clauses are broken.
fn many(broken: usize) -> RunReport {
    let findings: Vec<Finding> = (0..broken)
        .map(|n| {
            let clause = format!("createContacts.rule.number-{n}");
            fixture::finding(&clause, Level::Must, "A promise.", "a", "b")
        })
        .collect();
    let mut one = fixture::scenario(4, "Many", ScenarioStatus::Failed);
    one.findings = findings;
    fixture::run(vec![one], vec![])
}

#[test]
fn github_annotations_stand_at_the_feature() {
    let text = github::annotations(&fixture::known(), &in_repository);
    assert_snapshot!(text);
}

#[test]
fn an_annotation_is_one_line_and_one_command() {
    let text = github::annotations(&fixture::red(), &nowhere);
    let whole = Regex::new(r"^::(error|warning) title=[^:,\r\n]*::[^\r\n]*$").unwrap();
    for line in text.lines() {
        assert!(whole.is_match(line), "{line}");
    }
    assert!(!text.contains("file="), "{text}");
    assert!(!text.contains(['\u{1b}', '\u{202e}']));
    assert!(github::annotations(&fixture::green(), &in_repository).is_empty());
}

#[test]
fn what_would_end_a_property_or_a_line_is_escaped() {
    let mut report = many(1);
    let finding = &mut report.features[0].scenarios[0].findings[0];
    finding.clause = "a:b,c%0A::d\ne".into();
    finding.actual = "50 %\r\n::error::x".into();
    report.features[0].scenarios[0].file = "x,y:z.feature".into();
    let text = github::annotations(&report, &in_repository);
    let start = "::error file=api/x%2Cy%3Az.feature,line=4,title=MUST a%3Ab%2Cc%250A%3A%3Ad e::";
    assert!(text.starts_with(start), "{text}");
    assert!(text.contains("actual 50 %25%0A::error::x"), "{text}");
    assert_eq!(text.lines().count(), 1);
}

#[test]
fn the_tenth_annotation_counts_the_rest() {
    assert_eq!(github::annotations(&many(10), &nowhere).lines().count(), 10);
    let text = github::annotations(&many(12), &nowhere);
    assert_eq!(text.lines().count(), 10);
    assert_eq!(text.lines().last(), Some("::error title=docproof::and 3 more: see the summary"));
}

#[test]
fn what_a_target_answers_is_no_command() {
    assert_eq!(github::fence("t0k3n"), ["::stop-commands::t0k3n\n", "::t0k3n::\n"]);
}

#[test]
fn the_summary_is_markdown() {
    assert_snapshot!(summary::render(&fixture::known(), usize::MAX));
}

#[test]
fn the_summary_folds_the_request_of_the_first_findings() {
    let text = summary::render(&fixture::red(), usize::MAX);
    let folded: Vec<&str> = text.lines().filter(|line| line.contains("<details>")).collect();
    let [first, ..] = folded[..] else { panic!("{text}") };
    assert!(
        first.starts_with("  <details><summary>request and answer</summary><pre>curl "),
        "{first}"
    );
    assert!(first.ends_with("</pre></details>"), "{first}");
}

#[test]
fn a_matrix_is_a_table_without_markup_on_a_terminal() {
    let named = [("ours", fixture::green()), ("theirs", fixture::red())];
    let both = named.map(|(name, run)| Implementation { name: name.into(), run });
    let style = docproof::report::Style::default();
    assert_snapshot!(implementations::text(&Matrix::of(&both), &style), @"
    ours    keeps every MUST
            agentassist http://127.0.0.1:8080 · 2026-01-02T03:04:05.678Z
    theirs  breaks 2 MUST, 1 warning, 8 not tried
            agentassist http://127.0.0.1:8080 · 2026-01-02T03:04:05.678Z

    createContacts                                     ours            theirs
    MUST   createContacts.rule.full-name               no such clause  broken
    MUST   createContacts.rule.one-contact-per-number  no such clause  broken
    SHOULD createContacts.rule.order                   no such clause  warned
    MUST   createContacts.auth.expired                 no such clause  not tried
    MUST   updateContactById.request.body.field1:type  no such clause  not tried
    MUST   updateContactById.request.body.field2:type  no such clause  not tried
    MUST   updateContactById.request.body.field3:type  no such clause  not tried
    MUST   updateContactById.request.body.field4:type  no such clause  not tried
    MUST   updateContactById.request.body.field5:type  no such clause  not tried
    MUST   updateContactById.request.body.field6:type  no such clause  not tried
    MUST   updateContactById.request.body.field7:type  no such clause  not tried

    3 of 14 clauses are kept by all, or can't be observed.
    ");
}

#[test]
fn the_summary_says_where_no_certificate_was_checked() {
    let mut report = fixture::green();
    assert!(!summary::render(&report, usize::MAX).contains("--insecure"));
    report.apis[0].insecure = true;
    let text = summary::render(&report, usize::MAX);
    assert!(text.contains("</code> (--insecure: its certificate was not checked)\n"), "{text}");
}

#[test]
fn the_summary_tells_of_a_failure_that_no_finding_tells_of() {
    let mut one = fixture::scenario(4, "A step failed", ScenarioStatus::Failed);
    one.reason = Some("the step asks for what is not there".into());
    let text = summary::render(&fixture::run(vec![one], vec![]), usize::MAX);
    assert!(text.contains("### In error: 1\n\n- the step asks for what is not there"), "{text}");
}

#[test]
fn nothing_in_the_summary_is_markup_by_accident() {
    let mut report = fixture::red();
    let acts = "[x](http://evil) <img src=x> `a` *b* _c_ | d | # e\n- f @user &lt; ~g~ \\h !i ---";
    for finding in &mut report.features[0].scenarios[0].findings {
        finding.actual = acts.into();
    }
    let text = summary::render(&report, usize::MAX);
    let line = text.lines().find(|line| line.starts_with("  actual <code>")).unwrap();
    let inside = line.trim_start().trim_start_matches("actual <code>");
    let inside = inside.strip_suffix("</code><br>").unwrap();
    let harmless = Regex::new(r"&#\d+;").unwrap().replace_all(inside, "");
    assert!(
        !harmless
            .contains(['[', ']', '<', '>', '`', '*', '_', '|', '#', '@', '&', '~', '\\', '!', '-']),
        "{line}"
    );
    assert!(inside.contains("&#60;img src&#61;x&#62;"), "{line}");
}

#[test]
fn the_summary_keeps_to_its_room() {
    let report = many(400);
    let whole = summary::render(&report, usize::MAX).len();
    for room in [0, 500, 2_000, 10_000, whole] {
        let text = summary::render(&report, room);
        assert!(text.len() <= room.max(200), "{room}: {}", text.len());
        assert!(text.contains("did not fit"), "{room}");
        assert!(text.matches("<code>").count() == text.matches("</code>").count(), "{room}");
    }
    assert!(!summary::render(&report, whole + 300).contains("did not fit"));
}

#[test]
fn gitlab_code_quality() {
    assert_snapshot!(gitlab::render(&fixture::known(), &nowhere).unwrap());
}

#[test]
fn fingerprints_are_stable_and_each_is_one() {
    let fingerprints = |report: &RunReport| -> Vec<String> {
        let issues: Value =
            serde_json::from_str(&gitlab::render(report, &nowhere).unwrap()).unwrap();
        let all = issues.as_array().unwrap().iter();
        all.map(|one| one["fingerprint"].as_str().unwrap().to_owned()).collect()
    };
    let red = fixture::red();
    let mut later = red.clone();
    // Another order, other lines and other values of the same.
    later.features[0].scenarios.reverse();
    for scenario in &mut later.features[0].scenarios {
        scenario.line += 7;
        for finding in &mut scenario.findings {
            finding.actual.push_str(" 2");
        }
    }
    let sorted = |report| {
        let mut all = fingerprints(report);
        all.sort();
        all
    };
    assert_eq!(sorted(&red), sorted(&later));
    let mut once = sorted(&fixture::known());
    let all = once.len();
    once.dedup();
    assert_eq!(once.len(), all);
    assert_ne!(fingerprints(&red)[0], fingerprints(&fixture::accepted())[0], "known is another");
}

#[test]
fn tap_points() {
    assert_snapshot!(tap::render(&fixture::known()));
}

#[test]
fn nothing_in_tap_is_a_line_of_its_own_by_accident() {
    let mut report = fixture::red();
    for scenario in &mut report.features[0].scenarios {
        scenario.name = format!("{}\nnot ok 99 # TODO \\# x\nBail out!", scenario.name).into();
        for finding in &mut scenario.findings {
            finding.actual = "\n  ...\nok 77\n".into();
        }
    }
    let text = tap::render(&report);
    let line = Regex::new(
        r"^(TAP version 14|1\.\.\d+|(not )?ok \d+ - .*|  (---|\.\.\.|[a-z_]+: .*)|# .*)$",
    )
    .unwrap();
    for one in text.lines() {
        assert!(line.is_match(one), "{one}");
    }
    assert_eq!(
        text.lines().filter(|one| one.contains("ok ") && !one.starts_with(' ')).count(),
        report.counts.scenarios
    );
    assert!(!text.contains(" # TODO"), "{text}");
    let interrupted = tap::render(&fixture::interrupted());
    assert!(interrupted.ends_with("\nBail out! interrupted\n"), "{interrupted}");
}

#[test]
fn events_one_a_line() {
    let report = fixture::accepted();
    let mut stream = Stream::default();
    let apis = [("agentassist".to_owned(), "http://127.0.0.1:8080/".to_owned())];
    let mut lines = vec![Stream::started("dp-7f3a", 2, &apis)];
    for scenario in report.scenarios() {
        lines.push(stream.finished(scenario).unwrap());
    }
    lines.extend(stream.ended(&report).unwrap());
    for line in &lines {
        assert!(!line.contains('\n') && serde_json::from_str::<Value>(line).is_ok(), "{line}");
    }
    assert_snapshot!(lines.join("\n"));
}

#[test]
fn what_the_whole_run_changes_is_told_again() {
    let mut report = fixture::green();
    let mut stream = Stream::default();
    for scenario in report.scenarios() {
        stream.finished(scenario).unwrap();
    }
    report.features[0].scenarios[1].status = ScenarioStatus::Failed;
    let lines = stream.ended(&report).unwrap();
    let events: Vec<String> = lines
        .iter()
        .map(|line| {
            let event: Value = serde_json::from_str(line).unwrap();
            format!("{} {}", event["event"], event["status"])
        })
        .collect();
    assert_eq!(events, ["\"scenario-revised\" \"failed\"", "\"run-finished\" null"]);
}

#[test]
fn cucumber_json() {
    let report = fixture::known();
    let value: Value = serde_json::from_str(&cucumber::render(&report).unwrap()).unwrap();
    let shown: Vec<&Value> = value[0]["elements"].as_array().unwrap().iter().collect();
    // One of each: known, broken, passed, in error, skipped.
    let some: Vec<&&Value> = [0, 5, 6, 7, 8].iter().map(|at| &shown[*at]).collect();
    let text = serde_json::to_string_pretty(&some).unwrap();
    let data = Regex::new("\"data\": \"[^\"]*\"").unwrap();
    assert_snapshot!(data.replace_all(&text, "\"data\": \"…\""));
    assert!(!text.contains(HOSTILE));
}

#[test]
fn cucumber_steps_say_what_the_scenario_says() {
    for report in [fixture::red(), fixture::known(), fixture::warned(true), fixture::warned(false)]
    {
        let value: Value = serde_json::from_str(&cucumber::render(&report).unwrap()).unwrap();
        let elements =
            value.as_array().unwrap().iter().flat_map(|one| one["elements"].as_array().unwrap());
        for (element, scenario) in elements.zip(report.scenarios()) {
            let has = |word: &str| {
                let steps = element["steps"].as_array().unwrap();
                steps.iter().any(|step| step["result"]["status"] == word)
            };
            let wanted = match (scenario.status, &scenario.known) {
                (ScenarioStatus::Failed, Some(_)) => "pending",
                (ScenarioStatus::Failed | ScenarioStatus::Error, _) => "failed",
                (ScenarioStatus::Skipped, _) => "skipped",
                (ScenarioStatus::Passed, _) => "passed",
            };
            assert!(has(wanted), "{wanted}: {element}");
            assert_eq!(has("failed"), wanted == "failed", "{element}");
        }
    }
}
