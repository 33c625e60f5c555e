//! The last words: how many of each, where, and the verdict.

use super::page::Page;
use crate::model::RunReport;
use crate::report::group::Groups;
use crate::report::style::Tone;
use crate::report::text::{duration, one_line};
use crate::report::verdict::judge;
use crate::report::words;

/// Scenarios, clauses, target and time.
pub(super) fn counts(page: &mut Page<'_>, report: &RunReport) {
    let c = &report.counts;
    page.blank();
    let scenarios = [
        (c.passed, "passed"),
        (c.failed.saturating_sub(c.known_failed), "failed"),
        (c.known_failed, "failed as known"),
        (c.errors, "in error"),
        (c.skipped, "skipped"),
    ];
    let all = words::of_selected(report).unwrap_or_else(|| c.scenarios.to_string());
    page.field(0, "scenarios", Tone::Plain, &tally(&all, &scenarios));
    let [broken, warned, known_broken, known_warned] = words::broken_and_warned(report);
    let clauses = [
        (c.kept, "kept"),
        (broken, "broken"),
        (warned, "warned"),
        (known_broken, "broken as known"),
        (known_warned, "warned as known"),
        (c.not_tried, "not tried"),
        (c.not_observable, "not observable"),
    ];
    let all: usize = clauses.iter().map(|(n, _)| n).sum();
    page.field(0, "clauses", Tone::Plain, &tally(&all.to_string(), &clauses));
    for (index, api) in report.apis.iter().enumerate() {
        let label = if index == 0 { "target" } else { "" };
        let tone = if api.insecure { Tone::VeryWarn } else { Tone::Plain };
        page.field(0, label, tone, &words::target(api));
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

/// What not even a quiet run keeps to itself.
pub(super) fn insecure(page: &mut Page<'_>, report: &RunReport) {
    if let Some(words) = words::insecure(report) {
        page.blank();
        page.line(0, &[(Tone::VeryWarn, &words)]);
    }
}

/// `8 = 5 passed · 3 failed`, without what there is none of.
fn tally(all: &str, parts: &[(usize, &str)]) -> String {
    let parts: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
    if parts.is_empty() { all.to_owned() } else { format!("{all}: {}", parts.join(" · ")) }
}

/// The verdict in one line.
pub(super) fn verdict(page: &mut Page<'_>, report: &RunReport, groups: &Groups<'_>) {
    let (tone, word, because) = judge(report, groups);
    page.blank();
    page.line(0, &[(tone, word), (Tone::Plain, " — "), (Tone::Plain, &because)]);
}
