//! What search and filters need of every clause, as data in the page.

use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;
use serde::Serialize;

use super::batch::BATCH;
use super::shown::Shown;
use crate::model::{ClauseKind, ClauseReport, Level, RunReport};
use crate::report::face;
use crate::report::words as said;

/// All clauses. They refer to scenarios by number.
#[derive(Serialize)]
pub(super) struct Index {
    operations: Vec<Shown>,
    clauses: Vec<ClauseData>,
    /// So many scenarios are in a batch.
    batch: usize,
}

#[derive(Serialize)]
struct ClauseData {
    id: Shown,
    operation: Shown,
    level: Level,
    verdict: &'static str,
    kind: &'static str,
    text: Shown,
    source: Shown,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Shown>,
    /// Who answers for it, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<Shown>,
    /// Scenarios that judged it.
    by: Vec<usize>,
    /// Those of them that ask about it and found it broken.
    found: Vec<usize>,
    /// Those that saw it broken in passing.
    passing: Vec<usize>,
}

/// The numbers of the scenarios with an id; looked up for every clause that each judged.
type ById<'a> = HashMap<&'a str, Vec<usize>, foldhash::fast::RandomState>;

/// The operations of the contract, in its order, by their ids.
pub(super) fn operations(report: &RunReport) -> IndexSet<&str> {
    report.clauses.iter().map(|clause| clause.operation.as_str()).collect()
}

impl Index {
    pub(super) fn of(report: &RunReport) -> Self {
        let mut by_id: ById<'_> = HashMap::default();
        let mut seen: HashMap<&str, [Vec<usize>; 2]> = HashMap::new();
        for (number, scenario) in report.scenarios().enumerate() {
            by_id.entry(&scenario.id).or_default().push(number);
            for finding in &scenario.findings {
                let seen =
                    &mut seen.entry(&finding.clause).or_default()[usize::from(finding.incidental)];
                if seen.last() != Some(&number) {
                    seen.push(number);
                }
            }
        }
        let clauses = report.clauses.iter().map(|one| clause(one, &by_id, &seen)).collect();
        Self {
            clauses,
            operations: operations(report).iter().map(|one| Shown::line(one)).collect(),
            batch: BATCH,
        }
    }
}

fn clause(
    clause: &ClauseReport,
    by_id: &ById<'_>,
    seen: &HashMap<&str, [Vec<usize>; 2]>,
) -> ClauseData {
    let judged = clause.judged_by.iter().filter_map(|id| by_id.get(id.as_ref())).flatten();
    let mut judged: Vec<usize> = judged.copied().collect();
    judged.sort_unstable();
    judged.dedup();
    let [found, passing] = seen.get(clause.id.as_str()).cloned().unwrap_or_default();
    let told: HashSet<usize> = found.iter().copied().collect();
    ClauseData {
        id: Shown::line(&clause.id),
        operation: Shown::line(&clause.operation),
        level: clause.level,
        verdict: face::clause(clause).key,
        kind: kind(clause.kind),
        text: Shown::line(&clause.text),
        source: Shown::line(&clause.source.to_string()),
        reason: clause.reason.as_deref().map(Shown::line),
        known: clause.known.as_ref().map(|known| Shown::line(&said::known(known))),
        by: judged,
        passing: passing.into_iter().filter(|number| !told.contains(number)).collect(),
        found,
    }
}

/// What sort of promise a clause is.
fn kind(kind: ClauseKind) -> &'static str {
    match kind {
        ClauseKind::Request => "about requests",
        ClauseKind::Response => "about answers",
        ClauseKind::Rule => "about behaviour",
        ClauseKind::Http => "about HTTP",
    }
}
