//! How many scenarios and clauses of a run stand how.

use serde::{Deserialize, Serialize};

use super::{ClauseVerdict, RunReport, ScenarioStatus};

/// How many of each.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Counts {
    /// Scenarios run or skipped.
    pub scenarios: usize,
    /// Of them passed.
    pub passed: usize,
    /// Of them failed.
    pub failed: usize,
    /// Of them in error.
    pub errors: usize,
    /// Of them skipped.
    pub skipped: usize,
    /// Clauses kept.
    pub kept: usize,
    /// Clauses broken.
    pub broken: usize,
    /// Clauses warned of.
    pub warned: usize,
    /// Clauses not tried.
    pub not_tried: usize,
    /// Clauses not observable.
    pub not_observable: usize,
    /// Failed scenarios that failed for nothing but what is known.
    #[serde(default)]
    pub known_failed: usize,
    /// Broken clauses that are known.
    #[serde(default)]
    pub known_broken: usize,
    /// Clauses warned of that are known.
    #[serde(default)]
    pub known_warned: usize,
}

impl Counts {
    /// Of the scenarios and clauses that a report has, whatever its own counts say.
    pub fn of(report: &RunReport) -> Self {
        let mut counts = Self::default();
        for scenario in report.scenarios() {
            counts.scenarios += 1;
            *match scenario.status {
                ScenarioStatus::Passed => &mut counts.passed,
                ScenarioStatus::Failed => &mut counts.failed,
                ScenarioStatus::Error => &mut counts.errors,
                ScenarioStatus::Skipped => &mut counts.skipped,
            } += 1;
            let known = scenario.status == ScenarioStatus::Failed && scenario.known.is_some();
            counts.known_failed += usize::from(known);
        }
        for clause in &report.clauses {
            let known = usize::from(clause.known.is_some());
            *match clause.verdict {
                ClauseVerdict::Kept => &mut counts.kept,
                ClauseVerdict::Broken => {
                    counts.known_broken += known;
                    &mut counts.broken
                }
                ClauseVerdict::Warned => {
                    counts.known_warned += known;
                    &mut counts.warned
                }
                ClauseVerdict::NotTried => &mut counts.not_tried,
                ClauseVerdict::NotObservable => &mut counts.not_observable,
            } += 1;
        }
        counts
    }
}
