//! The words and marks of verdicts: each has both, so that none is told by its colour alone.

use crate::model::{ClauseKind, ClauseVerdict, ScenarioStatus, StepStatus};

/// How a verdict looks and what it is called.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Face {
    /// In the address, in class names and in the page's data.
    pub key: &'static str,
    /// For people.
    pub word: &'static str,
    /// One character.
    pub mark: &'static str,
}

/// Every verdict on a clause, in the order in which they are shown.
pub(super) const VERDICTS: [ClauseVerdict; 5] = [
    ClauseVerdict::Broken,
    ClauseVerdict::Warned,
    ClauseVerdict::Kept,
    ClauseVerdict::NotTried,
    ClauseVerdict::NotObservable,
];

/// Of a clause.
pub(super) fn verdict(verdict: ClauseVerdict) -> Face {
    let (key, word, mark) = match verdict {
        ClauseVerdict::Kept => ("kept", "kept", "✓"),
        ClauseVerdict::Broken => ("broken", "broken", "✗"),
        ClauseVerdict::Warned => ("warned", "warned", "!"),
        ClauseVerdict::NotTried => ("not-tried", "not tried", "○"),
        ClauseVerdict::NotObservable => ("not-observable", "not observable", "–"),
    };
    Face { key, word, mark }
}

/// Of a scenario.
pub(super) fn status(status: ScenarioStatus) -> Face {
    let (key, word, mark) = match status {
        ScenarioStatus::Passed => ("passed", "passed", "✓"),
        ScenarioStatus::Failed => ("failed", "failed", "✗"),
        ScenarioStatus::Error => ("error", "in error", "‼"),
        ScenarioStatus::Skipped => ("skipped", "skipped", "○"),
    };
    Face { key, word, mark }
}

/// Of a step, as the page's data says it.
pub(super) fn step(status: StepStatus) -> &'static str {
    match status {
        StepStatus::Passed => "passed",
        StepStatus::Failed => "failed",
        StepStatus::Skipped => "skipped",
    }
}

/// What sort of promise a clause is.
pub(super) fn kind(kind: ClauseKind) -> &'static str {
    match kind {
        ClauseKind::Request => "about requests",
        ClauseKind::Response => "about answers",
        ClauseKind::Rule => "about behaviour",
        ClauseKind::Http => "about HTTP",
    }
}
