//! What a run has besides what is kept or broken, gathered for the lists that several formats have.

use indexmap::{IndexMap, IndexSet};

use super::text::one_line;
use super::words::reason;
use crate::model::{ClauseReport, ClauseVerdict, RunReport, ScenarioReport, ScenarioStatus};

/// Things by the reason that they share, in the order of the run.
pub(super) type ByReason<'a, T> = IndexMap<String, Vec<&'a T>>;

/// Scenarios that say nothing of their promise, and failed ones that no finding would tell of.
pub(super) fn errors(report: &RunReport) -> Vec<&ScenarioReport> {
    let said = |one: &&ScenarioReport| match one.status {
        ScenarioStatus::Error => true,
        ScenarioStatus::Failed => !one.findings.iter().any(|one| one.fails(true)),
        ScenarioStatus::Passed | ScenarioStatus::Skipped => false,
    };
    report.scenarios().filter(said).collect()
}

/// Skipped scenarios.
pub(super) fn skipped(report: &RunReport) -> Vec<&ScenarioReport> {
    report.scenarios().filter(|one| one.status == ScenarioStatus::Skipped).collect()
}

/// Scenarios by the reason that they share.
pub(super) fn scenarios_by_reason(scenarios: Vec<&ScenarioReport>) -> ByReason<'_, ScenarioReport> {
    by_reason(scenarios.into_iter().map(|one| (one.reason.as_deref(), one)))
}

/// Clauses of a verdict by the reason that they share.
pub(super) fn clauses_by_reason(
    report: &RunReport,
    verdict: ClauseVerdict,
) -> ByReason<'_, ClauseReport> {
    let chosen = report.clauses.iter().filter(|clause| clause.verdict == verdict);
    by_reason(chosen.map(|one| (one.reason.as_deref(), one)))
}

fn by_reason<'a, T>(things: impl Iterator<Item = (Option<&'a str>, &'a T)>) -> ByReason<'a, T> {
    let mut reasons = ByReason::new();
    for (why, thing) in things {
        reasons.entry(one_line(reason(why))).or_default().push(thing);
    }
    reasons
}

/// What was seen that is undocumented and allowed: clause and text, each once.
pub(super) fn notes(report: &RunReport) -> IndexSet<(&str, &str)> {
    let notes = report.scenarios().flat_map(|scenario| &scenario.notes);
    notes.map(|note| (note.clause.as_str(), note.text.as_str())).collect()
}

/// Ids of what the run left on the target, by API and what it is, each once.
pub(super) fn created(report: &RunReport) -> IndexMap<(&str, &str), IndexSet<&str>> {
    let mut kinds: IndexMap<(&str, &str), IndexSet<&str>> = IndexMap::new();
    for one in &report.created {
        kinds.entry((&one.api, &one.resource)).or_default().insert(&one.id);
    }
    kinds
}
