//! What search and filters need of a scenario, as data in the page.

use indexmap::IndexSet;
use serde::Serialize;

use super::shown::Shown;
use crate::model::{ScenarioReport, StepStatus};
use crate::report::face;
use crate::report::text::location;
use crate::report::words as said;

#[derive(Serialize)]
pub(super) struct ScenarioData {
    /// `file:line`, by which it is linked to.
    at: Shown,
    name: Shown,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<Shown>,
    status: &'static str,
    ms: u64,
    operations: Vec<Shown>,
    tags: Vec<Shown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Shown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<Shown>,
    steps: Vec<(Shown, usize, &'static str)>,
}

impl ScenarioData {
    pub(super) fn of(scenario: &ScenarioReport, operations: &IndexSet<&str>) -> Self {
        // The tags say what a scenario is about; its exchanges also prepare that.
        let mut about: IndexSet<&str> = scenario
            .tags
            .iter()
            .map(String::as_str)
            .filter(|tag| operations.contains(tag))
            .collect();
        if about.is_empty() {
            about = scenario.exchanges.iter().map(|one| one.operation.as_str()).collect();
        }
        Self {
            at: Shown::line(&location(scenario)),
            name: Shown::line(&scenario.name),
            rule: scenario.rule.as_deref().map(Shown::line),
            status: face::scenario(scenario).key,
            ms: scenario.duration_ms,
            operations: about.into_iter().map(Shown::line).collect(),
            tags: scenario.tags.iter().map(|tag| Shown::line(tag)).collect(),
            reason: scenario.reason.as_deref().map(Shown::line),
            known: scenario.known.as_ref().map(|known| Shown::line(&said::known(known))),
            steps: scenario
                .steps
                .iter()
                .map(|one| (Shown::line(&one.text), one.line, step(one.status)))
                .collect(),
        }
    }
}

/// Of a step, as the page's data says it.
fn step(status: StepStatus) -> &'static str {
    match status {
        StepStatus::Passed => "passed",
        StepStatus::Failed => "failed",
        StepStatus::Skipped => "skipped",
    }
}
