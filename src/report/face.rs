//! The words and marks of verdicts: each has both, so that none is told by its colour alone.

use crate::model::{ClauseReport, ClauseVerdict, RunReport, ScenarioReport, ScenarioStatus};

/// How a verdict looks and what it is called.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Face {
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

/// Broken or warned of, and somebody answers for it.
pub(super) const KNOWN: Face = Face { key: "known", word: "known", mark: "≈" };

/// How the clauses of a run stand, in the order in which they are shown; what is known has a place
/// of its own where there is any, behind what is broken.
pub(super) fn faces(report: &RunReport) -> Vec<Face> {
    let mut faces: Vec<Face> = VERDICTS.into_iter().map(verdict).collect();
    if report.clauses.iter().any(|clause| clause.known.is_some()) {
        faces.insert(1, KNOWN);
    }
    faces
}

/// How a clause stands.
pub fn clause(clause: &ClauseReport) -> Face {
    if clause.known.is_some() { KNOWN } else { verdict(clause.verdict) }
}

/// How a scenario ended.
pub(super) fn scenario(scenario: &ScenarioReport) -> Face {
    if scenario.known.is_some() { KNOWN } else { status(scenario.status) }
}

/// Of a verdict.
pub fn verdict(verdict: ClauseVerdict) -> Face {
    let (key, word, mark) = match verdict {
        ClauseVerdict::Kept => ("kept", "kept", "✓"),
        ClauseVerdict::Broken => ("broken", "broken", "✗"),
        ClauseVerdict::Warned => ("warned", "warned", "!"),
        ClauseVerdict::NotTried => ("not-tried", "not tried", "○"),
        ClauseVerdict::NotObservable => ("not-observable", "not observable", "–"),
    };
    Face { key, word, mark }
}

/// Of a status.
pub(super) fn status(status: ScenarioStatus) -> Face {
    let (key, word, mark) = match status {
        ScenarioStatus::Passed => ("passed", "passed", "✓"),
        ScenarioStatus::Failed => ("failed", "failed", "✗"),
        ScenarioStatus::Error => ("error", "in error", "‼"),
        ScenarioStatus::Skipped => ("skipped", "skipped", "○"),
    };
    Face { key, word, mark }
}
