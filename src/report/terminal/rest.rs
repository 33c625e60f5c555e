//! What is neither kept nor broken: errors, skips, clauses without a judgement, notes, ids.

use indexmap::IndexSet;

use super::page::Page;
use crate::model::{ClauseVerdict, RunReport, ScenarioReport};
use crate::report::gather;
use crate::report::style::Tone;
use crate::report::text::{answer_line, count, duration, location, one_line, title};
use crate::report::words::reason;

/// How many ids or places are listed, unless all is asked for.
const FEW: usize = 5;

/// Scenarios that say nothing of their promise, and failed ones without a finding to show.
pub(super) fn errors(page: &mut Page<'_>, report: &RunReport) {
    let scenarios = gather::errors(report);
    if scenarios.is_empty() {
        return;
    }
    page.heading(Tone::VeryBad, "ERRORS", &count(scenarios.len(), "scenario"));
    for (_, scenarios) in gather::scenarios_by_reason(scenarios) {
        let Some((first, others)) = scenarios.split_first() else { continue };
        page.blank();
        error(page, first);
        if !others.is_empty() {
            page.text(
                2,
                Tone::Plain,
                &format!("the same in {}:", count(others.len(), "other scenario")),
            );
            some(page, others);
        }
    }
}

/// One of them, with what it sent last.
fn error(page: &mut Page<'_>, scenario: &ScenarioReport) {
    page.line(0, &[(Tone::VeryBad, "✗ "), (Tone::Strong, &title(scenario))]);
    page.text(2, Tone::Dim, &location(scenario));
    page.text(2, Tone::Plain, reason(scenario.reason.as_deref()));
    if let Some(exchange) = scenario.exchanges.last() {
        page.verbatim_field(2, "request", Tone::Plain, &exchange.request.curl);
        let line =
            format!("{} · {}", answer_line(&exchange.answer), duration(exchange.duration_ms));
        page.field(2, "answer", Tone::Plain, &line);
    }
}

/// A few scenarios, or all where all is asked for.
fn some(page: &mut Page<'_>, scenarios: &[&ScenarioReport]) {
    let shown = if page.style().verbose() { scenarios.len() } else { FEW };
    for scenario in scenarios.iter().take(shown) {
        page.line(
            6,
            &[
                (Tone::Dim, &location(scenario)),
                (Tone::Plain, "  "),
                (Tone::Plain, &title(scenario)),
            ],
        );
    }
    if scenarios.len() > shown {
        page.text(6, Tone::Dim, &format!("and {} more", scenarios.len() - shown));
    }
}

/// Skipped scenarios, by reason.
pub(super) fn skipped(page: &mut Page<'_>, report: &RunReport) {
    let skipped = gather::skipped(report);
    let total = skipped.len();
    let reasons = gather::scenarios_by_reason(skipped);
    if reasons.is_empty() {
        return;
    }
    page.heading(Tone::VeryWarn, "SKIPPED", &count(total, "scenario"));
    for (reason, scenarios) in reasons {
        page.text(2, Tone::Plain, &format!("{} × {reason}", scenarios.len()));
        some(page, &scenarios);
    }
}

/// Clauses that nobody judged; those that nobody could, only when all is asked for.
pub(super) fn unjudged(page: &mut Page<'_>, report: &RunReport) {
    by_reason(page, report, ClauseVerdict::NotTried, "NOT TRIED");
    if page.style().verbose() {
        by_reason(page, report, ClauseVerdict::NotObservable, "NOT OBSERVABLE");
    }
}

fn by_reason(page: &mut Page<'_>, report: &RunReport, verdict: ClauseVerdict, heading: &str) {
    let reasons = gather::clauses_by_reason(report, verdict);
    if reasons.is_empty() {
        return;
    }
    let total = reasons.values().map(Vec::len).sum();
    page.heading(Tone::VeryWarn, heading, &count(total, "clause"));
    for (reason, clauses) in reasons {
        page.text(2, Tone::Plain, &format!("{} × {reason}", clauses.len()));
        if page.style().verbose() || clauses.len() <= FEW {
            for clause in clauses {
                page.line(6, &[(Tone::Dim, &clause.id)]);
            }
        }
    }
}

/// What was seen that is undocumented and allowed, each once.
pub(super) fn notes(page: &mut Page<'_>, report: &RunReport) {
    let notes = gather::notes(report);
    if notes.is_empty() {
        return;
    }
    let more = if page.style().verbose() { "" } else { " (--verbose lists them)" };
    let what = format!("{} on what is undocumented and allowed{more}", count(notes.len(), "note"));
    page.heading(Tone::Strong, "NOTES", &what);
    if page.style().verbose() {
        for (clause, text) in notes {
            page.text(2, Tone::Plain, &format!("{clause}: {}", one_line(text)));
        }
    }
}

/// So many ids are shown, of each kind.
const CREATED_SHOWN: usize = 12;

/// What the run left on the target.
pub(super) fn created(page: &mut Page<'_>, report: &RunReport) {
    let kinds = gather::created(report);
    if kinds.is_empty() {
        return;
    }
    let total = kinds.values().map(IndexSet::len).sum();
    let what = format!("on the target, and still there: {}", count(total, "object"));
    page.heading(Tone::Strong, "CREATED", &what);
    for ((api, resource), ids) in kinds {
        page.text(2, Tone::Plain, &format!("{} × {api} {resource}", ids.len()));
        let shown = if page.style().verbose() { ids.len() } else { CREATED_SHOWN };
        let more = ids.len().saturating_sub(shown);
        let mut words: Vec<String> = ids.into_iter().take(shown).map(one_line).collect();
        if more > 0 {
            words.push(format!("and {more} more (report.json and --verbose have them all)"));
        }
        page.text(6, Tone::Dim, &words.join(" "));
    }
}

/// That the documentation contradicts itself.
pub(super) fn defects(page: &mut Page<'_>, report: &RunReport) {
    let defects = &report.defects;
    if defects.is_empty() {
        return;
    }
    let place =
        if page.style().verbose() { "" } else { " (listed in report.json, and by --verbose)" };
    let contradictions = count(defects.len(), "contradiction");
    let what = format!("{contradictions} in itself, held against nobody{place}");
    page.heading(Tone::Strong, "DOCUMENTATION", &what);
    if page.style().verbose() {
        for defect in defects {
            page.line(
                2,
                &[(Tone::Plain, &defect.id), (Tone::Dim, &format!("  {}", defect.source))],
            );
            page.text(6, Tone::Plain, &defect.text);
        }
    }
}
