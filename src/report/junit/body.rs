//! The longer texts of a test case: findings, and what was sent and received.

use std::fmt::Write as _;

use crate::model::{Answer, Exchange, Finding, Level, ScenarioReport, StepStatus};
use crate::report::group::binding;
use crate::report::text::{BODY_BOUND, answer_line, cut, duration, location, summary};
use crate::report::words;

/// Every finding that the scenario asks about, those that fail the run first.
pub(super) fn findings(scenario: &ScenarioReport, strict: bool) -> String {
    let mut asked: Vec<&Finding> =
        scenario.findings.iter().filter(|finding| !finding.incidental).collect();
    asked.sort_by_key(|finding| !binding(finding, strict));
    let texts: Vec<String> = asked.into_iter().map(|one| finding(scenario, one)).collect();
    if texts.is_empty() { location(scenario) } else { texts.join("\n") }
}

fn finding(scenario: &ScenarioReport, finding: &Finding) -> String {
    let mut out = String::new(); // writing to it cannot fail, here and below
    let Finding { level, clause, text, source, expected, actual, .. } = finding;
    let _ = writeln!(out, "{level} {clause}");
    let _ = writeln!(out, "{text}");
    let _ = writeln!(out, "documented in  {source}");
    let _ = writeln!(out, "checked in     {}", location(scenario));
    let _ = writeln!(out, "expected       {expected}");
    let _ = writeln!(out, "actual         {actual}");
    if let Some(at) = &finding.at {
        let _ = writeln!(out, "at             {at}");
    }
    if let Some(step) = scenario.steps.get(finding.step) {
        let _ = writeln!(out, "in step        {} (line {})", step.text, step.line);
    }
    if let Some(known) = &finding.known {
        let _ = writeln!(out, "{}", words::known(known));
    }
    if let Some(diff) = &finding.diff {
        let _ = writeln!(out, "diff (- expected, + actual)\n{}", diff.trim_end());
    }
    out
}

/// What an error's text says; what was found broken before it stands there too.
pub(super) fn error(scenario: &ScenarioReport, reason: &str, strict: bool) -> String {
    let place = location(scenario);
    let about = "The harness or the way to the target failed: nothing is said of the promise.";
    let before = match scenario.findings.iter().any(|finding| !finding.incidental) {
        true => format!("\n\nFound before that:\n\n{}", findings(scenario, strict)),
        false => String::new(),
    };
    format!("{reason}\n{place}\n{about}{before}")
}

/// Everything that happened in the scenario.
pub(super) fn system_out(scenario: &ScenarioReport) -> String {
    let mut out = format!("{}\n", location(scenario));
    for step in &scenario.steps {
        let word = match step.status {
            StepStatus::Passed => "passed ",
            StepStatus::Failed => "FAILED ",
            StepStatus::Skipped => "skipped",
        };
        let _ = writeln!(out, "  {word}  {} (line {})", step.text, step.line);
    }
    for (index, one) in scenario.exchanges.iter().enumerate() {
        exchange(&mut out, index + 1, one);
    }
    list(&mut out, "Known deviations", known(scenario));
    list(&mut out, "Warnings", warnings(scenario));
    list(&mut out, "Seen in passing; scenarios that ask about it report it", passing(scenario));
    let notes = scenario.notes.iter().map(|note| format!("{}: {}", note.clause, note.text));
    list(&mut out, "Notes", notes.collect());
    out
}

fn exchange(out: &mut String, number: usize, exchange: &Exchange) {
    let time = duration(exchange.duration_ms);
    let _ = writeln!(out, "\nExchange {number}: {}, {time}", exchange.operation);
    let _ = writeln!(out, "$ {}", exchange.request.curl);
    let _ = writeln!(out, "< {}", answer_line(&exchange.answer));
    if let Answer::Response(response) = &exchange.answer {
        for (name, value) in &response.headers {
            let _ = writeln!(out, "< {name}: {value}");
        }
        if !response.body.is_empty() {
            let _ = writeln!(out, "{}", cut(&response.body, BODY_BOUND));
        }
    }
}

fn known(scenario: &ScenarioReport) -> Vec<String> {
    let asked = scenario.findings.iter().filter(|finding| !finding.incidental);
    let known = asked.filter_map(|finding| Some((finding, finding.known.as_ref()?)));
    known
        .map(|(finding, known)| format!("{} [{}]", summary(finding), words::known(known)))
        .collect()
}

fn warnings(scenario: &ScenarioReport) -> Vec<String> {
    let warns = |finding: &&Finding| {
        !finding.incidental && finding.level != Level::Must && finding.known.is_none()
    };
    scenario
        .findings
        .iter()
        .filter(warns)
        .map(|finding| format!("{} [{}]", summary(finding), finding.source))
        .collect()
}

fn passing(scenario: &ScenarioReport) -> Vec<String> {
    let incidental = scenario.findings.iter().filter(|finding| finding.incidental);
    incidental.map(|finding| format!("{} {}", finding.level, finding.clause)).collect()
}

fn list(out: &mut String, heading: &str, lines: Vec<String>) {
    if !lines.is_empty() {
        let _ = writeln!(out, "\n{heading}");
        for line in lines {
            let _ = writeln!(out, "  {line}");
        }
    }
}
