//! Whether a mutation was seen, and at the right place.

use std::collections::BTreeMap;

use super::{Expectation, Mutation};
use crate::contract::pattern::covers;
use crate::model::{Level, RunReport, ScenarioStatus};

/// What became of a mutation.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// Reported at its clause and level, by these scenarios.
    Detected(Vec<String>),
    /// Not reported there; this was reported instead.
    Survived(Vec<String>),
    /// Allowed, and nothing was reported.
    Silent,
    /// Allowed, and this was reported all the same.
    FalseAlarm(Vec<String>),
    /// No scenario sent what it changes, so it says nothing.
    NeverCarriedOut,
}

/// A mutation and its verdict.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The mutation.
    pub mutation: Mutation,
    /// What became of it.
    pub verdict: Verdict,
}

impl Judged {
    /// Whether the suite did right.
    pub fn is_right(&self) -> bool {
        matches!(self.verdict, Verdict::Detected(_) | Verdict::Silent)
    }
}

/// Judges the report of a run under a mutation; `done` is whether anything was changed in it.
pub(super) fn judge(mutation: Mutation, report: &RunReport, done: bool) -> Judged {
    if !done {
        return Judged { mutation, verdict: Verdict::NeverCarriedOut };
    }
    let findings = || {
        report.scenarios().flat_map(|scenario| scenario.findings.iter().map(move |f| (scenario, f)))
    };
    let verdict = match &mutation.expectation {
        Expectation::Breaks { clauses, level } => {
            let mut by: Vec<String> = findings()
                .filter(|(_, finding)| {
                    finding.level >= *level
                        && clauses.iter().any(|one| covers(one, &finding.clause))
                })
                .map(|(scenario, _)| scenario.id.to_string())
                .collect();
            by.dedup();
            if by.is_empty() {
                let mut instead: Vec<String> =
                    findings().map(|(_, f)| format!("{} ({})", f.clause, f.level)).collect();
                instead.sort();
                instead.dedup();
                Verdict::Survived(instead)
            } else {
                Verdict::Detected(by)
            }
        }
        Expectation::Allowed => {
            let mut raised: Vec<String> = findings()
                .filter(|(_, finding)| finding.level > Level::May)
                .map(|(scenario, f)| {
                    format!(
                        "{} ({}) in {}: expected {}, got {}",
                        f.clause, f.level, scenario.id, f.expected, f.actual
                    )
                })
                .collect();
            let errors =
                report.scenarios().filter(|scenario| scenario.status == ScenarioStatus::Error);
            raised.extend(errors.map(|s| {
                format!("{} in error: {}", s.id, s.reason.as_deref().unwrap_or_default())
            }));
            if raised.is_empty() { Verdict::Silent } else { Verdict::FalseAlarm(raised) }
        }
    };
    Judged { mutation, verdict }
}

/// Counts by operation and kind: (right, wrong).
pub fn table(judged: &[Judged]) -> BTreeMap<(String, &'static str), (usize, usize)> {
    let mut counts: BTreeMap<(String, &'static str), (usize, usize)> = BTreeMap::new();
    for judged in judged {
        let kind = judged.mutation.kind;
        // Neither right nor wrong; such changes are counted by themselves.
        if judged.verdict == Verdict::NeverCarriedOut {
            continue;
        }
        let entry = counts.entry((judged.mutation.operation.clone(), kind)).or_default();
        if judged.is_right() {
            entry.0 += 1;
        } else {
            entry.1 += 1;
        }
    }
    counts
}
