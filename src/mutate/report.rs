//! The results as data, for whoever keeps or compares them.

use serde::Serialize;

use super::{Expectation, Judged, Verdict};
use crate::model::{Completion, Level};

/// What the format of `mutation.json` is called.
const FORMAT: &str = "docproof-mutation/1";

/// Every mutation with its verdict.
#[derive(Debug, Serialize)]
pub struct MutationReport<'a> {
    format: &'static str,
    docproof: &'static str,
    /// Whether every chosen mutation was tried.
    completion: Completion,
    /// How many were chosen.
    chosen: usize,
    /// Counts over all operations.
    pub counts: Counts,
    mutations: Vec<Row<'a>>,
}

/// Counts of mutations.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Counts {
    /// Those that break a clause.
    pub breaking: usize,
    /// Breaking ones that were not reported where they should have been.
    pub survived: usize,
    /// Those that the documentation allows.
    pub allowed: usize,
    /// Allowed ones that were reported.
    pub false_alarms: usize,
    /// Those of both kinds that no scenario's requests met.
    pub never_carried_out: usize,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Row<'a> {
    mutation: &'a str,
    operation: &'a str,
    kind: &'a str,
    /// The clause that it breaks, and others that a reader would accept as the same promise.
    clauses: &'a [String],
    /// At which level; none where it is allowed.
    level: Option<Level>,
    verdict: &'static str,
    /// The scenarios that reported it there.
    detected_by: &'a [String],
    /// What was reported where nothing, or something else, should have been.
    reported: &'a [String],
}

impl<'a> MutationReport<'a> {
    /// The report of judged mutations; `chosen` is how many should have been.
    pub fn new(judged: &'a [Judged], chosen: usize, completion: Completion) -> Self {
        let mut counts = Counts::default();
        let mutations = judged
            .iter()
            .map(|judged| {
                let (clauses, level): (&[String], _) = match &judged.mutation.expectation {
                    Expectation::Breaks { clauses, level } => {
                        counts.breaking += 1;
                        (clauses, Some(*level))
                    }
                    Expectation::Allowed => {
                        counts.allowed += 1;
                        (&[], None)
                    }
                };
                let (verdict, detected_by, reported): (_, &[String], &[String]) =
                    match &judged.verdict {
                        Verdict::Detected(by) => ("detected", by, &[]),
                        Verdict::Silent => ("silent", &[], &[]),
                        Verdict::Survived(instead) => {
                            counts.survived += 1;
                            ("survived", &[], instead)
                        }
                        Verdict::FalseAlarm(raised) => {
                            counts.false_alarms += 1;
                            ("false-alarm", &[], raised)
                        }
                        Verdict::NeverCarriedOut => {
                            counts.never_carried_out += 1;
                            ("never-carried-out", &[], &[])
                        }
                    };
                Row {
                    mutation: &judged.mutation.id,
                    operation: &judged.mutation.operation,
                    kind: judged.mutation.kind,
                    clauses,
                    level,
                    verdict,
                    detected_by,
                    reported,
                }
            })
            .collect();
        Self {
            format: FORMAT,
            docproof: env!("CARGO_PKG_VERSION"),
            completion,
            chosen,
            counts,
            mutations,
        }
    }
}
