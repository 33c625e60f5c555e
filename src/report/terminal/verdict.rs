//! The last words: how many of each, where, and the verdict.

use super::page::Page;
use crate::model::{Completion, Level, RunReport};
use crate::report::group::Groups;
use crate::report::style::Tone;
use crate::report::text::{count, duration, one_line};

/// Scenarios, clauses, target and time.
pub(super) fn counts(page: &mut Page<'_>, report: &RunReport) {
    let c = &report.counts;
    page.blank();
    let scenarios = [
        (c.passed, "passed"),
        (c.failed, "failed"),
        (c.errors, "in error"),
        (c.skipped, "skipped"),
    ];
    page.field(0, "scenarios", Tone::Plain, &tally(c.scenarios, &scenarios));
    let clauses = [
        (c.kept, "kept"),
        (c.broken, "broken"),
        (c.warned, "warned"),
        (c.not_tried, "not tried"),
        (c.not_observable, "not observable"),
    ];
    let all = clauses.iter().map(|(n, _)| n).sum();
    page.field(0, "clauses", Tone::Plain, &tally(all, &clauses));
    for (index, api) in report.apis.iter().enumerate() {
        let label = if index == 0 { "target" } else { "" };
        let (tone, unchecked) = match api.insecure {
            true => (Tone::VeryWarn, " (--insecure: its certificate was not checked)"),
            false => (Tone::Plain, ""),
        };
        page.field(0, label, tone, &format!("{} {}{unchecked}", api.name, api.base_url));
    }
    if !report.selection.is_empty() {
        let selection: Vec<String> = report
            .selection
            .iter()
            .map(|(key, value)| one_line(&format!("{key} {value}")))
            .collect();
        page.field(0, "selected", Tone::Plain, &selection.join(" · "));
    }
    let run = format!(
        "{} · started {} · {}",
        report.run_id,
        report.started,
        duration(report.duration_ms)
    );
    page.field(0, "run", Tone::Plain, &run);
}

/// `8 = 5 passed · 3 failed`, without what there is none of.
fn tally(all: usize, parts: &[(usize, &str)]) -> String {
    let parts: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
    if parts.is_empty() { all.to_string() } else { format!("{all}: {}", parts.join(" · ")) }
}

/// The verdict in one line.
pub(super) fn verdict(page: &mut Page<'_>, report: &RunReport, groups: &Groups<'_>) {
    let (tone, word, because) = judge(report, groups);
    page.blank();
    page.line(0, &[(tone, word), (Tone::Plain, " — "), (Tone::Plain, &because)]);
}

/// Follows the exit code, so that the two never disagree; the words come from what was found.
fn judge(report: &RunReport, groups: &Groups<'_>) -> (Tone, &'static str, String) {
    let c = &report.counts;
    let mut said = Vec::new();
    if !groups.broken.is_empty() {
        said.push(broken(groups));
    } else if c.failed > 0 {
        said.push(format!("{} failed", count(c.failed, "scenario")));
    }
    if c.errors > 0 {
        said.push(format!("{} could not be judged", count(c.errors, "scenario")));
    }
    let clean = said.is_empty();
    match report.completion {
        Completion::Interrupted => {
            if clean {
                said.push("nothing was broken so far".to_owned());
            }
            said.insert(0, "the run did not finish".to_owned());
            return (Tone::VeryWarn, "INTERRUPTED", said.join("; "));
        }
        Completion::Stopped => said.push("stopped early, as asked: not everything ran".to_owned()),
        Completion::Complete => {}
    }
    match report.exit_code {
        0 if clean => passed(report, groups, said),
        4 if c.skipped > 0 => {
            let skipped = count(c.skipped, "scenario");
            (Tone::VeryWarn, "NOTHING TRIED", format!("{skipped} skipped, for the reasons above"))
        }
        4 => (Tone::VeryWarn, "NOTHING RAN", "no scenario was selected".to_owned()),
        3 if groups.broken.is_empty() => {
            said.push("the target could not be reached, or the harness failed".to_owned());
            (Tone::VeryBad, "ERROR", said.join("; "))
        }
        code => {
            if clean {
                said.push(format!("exit code {code}"));
            }
            (Tone::VeryBad, "FAILED", said.join("; "))
        }
    }
}

/// `3 promises broken (2 MUST, 1 SHOULD)`.
fn broken(groups: &Groups<'_>) -> String {
    let all = groups.broken.len();
    let must = groups.broken.iter().filter(|group| group.finding.level == Level::Must).count();
    let levels = match (must, all - must) {
        (must, 0) => format!("{must} MUST"),
        (0, should) => format!("{should} SHOULD under --strict"),
        (must, should) => format!("{must} MUST, {should} SHOULD under --strict"),
    };
    let mut words = format!("{} broken ({levels})", count(all, "promise"));
    if !groups.warned.is_empty() {
        words.push_str(&format!(", {}", count(groups.warned.len(), "warning")));
    }
    words
}

fn passed(
    report: &RunReport,
    groups: &Groups<'_>,
    mut said: Vec<String>,
) -> (Tone, &'static str, String) {
    let skipped = report.counts.skipped;
    let what = if groups.warned.is_empty() { "promise" } else { "MUST" };
    let kept = if skipped == 0 && said.is_empty() {
        format!("every selected {what} was kept")
    } else {
        format!("every {what} that was tried was kept")
    };
    said.insert(0, kept);
    if !groups.warned.is_empty() {
        said.push(count(groups.warned.len(), "warning"));
    }
    if skipped > 0 {
        said.push(format!("{} skipped", count(skipped, "scenario")));
    }
    (Tone::VeryGood, "PASSED", said.join("; "))
}
