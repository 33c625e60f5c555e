//! What search and filters need of every clause, as data in the page.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use indexmap::IndexSet;
use serde::Serialize;

use super::shown::Shown;
use crate::model::{ClauseKind, ClauseReport, Level, RunReport};
use crate::report::face;
use crate::report::words as said;

/// All clauses. They refer to scenarios by number.
#[derive(Serialize)]
pub(super) struct Index {
    operations: Vec<Shown>,
    clauses: Vec<ClauseData>,
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

/// The scenarios of a run by their ids. More than one may have an id in a report that was read.
struct Numbers<'a> {
    /// By number.
    ids: Vec<&'a str>,
    by_id: HashMap<&'a str, Vec<usize>, foldhash::fast::RandomState>,
}

impl<'a> Numbers<'a> {
    fn of(report: &'a RunReport) -> Self {
        let ids: Vec<&str> = report.scenarios().map(|scenario| scenario.id.as_ref()).collect();
        let mut by_id: HashMap<&str, Vec<usize>, _> = HashMap::default();
        for (number, id) in ids.iter().enumerate() {
            by_id.entry(*id).or_default().push(number);
        }
        Self { ids, by_id }
    }

    /// Each once, in order.
    fn numbers(&self, ids: &[Arc<str>]) -> Vec<usize> {
        let apart = self.by_id.len() == self.ids.len();
        let mut numbers = Vec::with_capacity(ids.len());
        let mut next = 0;
        for id in ids {
            // Most clauses are judged by scenario after scenario: to look each up in all of a long
            // run's would be what the page takes longest for.
            if apart && self.ids.get(next) == Some(&id.as_ref()) {
                numbers.push(next);
            } else {
                numbers.extend(self.by_id.get(id.as_ref()).into_iter().flatten());
            }
            next = numbers.last().map_or(0, |last| last + 1);
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

/// The operations of the contract, in its order, by their ids.
pub(super) fn operations(report: &RunReport) -> IndexSet<&str> {
    report.clauses.iter().map(|clause| clause.operation.as_str()).collect()
}

impl Index {
    pub(super) fn of(report: &RunReport) -> Self {
        let numbers = Numbers::of(report);
        let mut seen: HashMap<&str, [Vec<usize>; 2]> = HashMap::new();
        for (number, scenario) in report.scenarios().enumerate() {
            for finding in &scenario.findings {
                let seen =
                    &mut seen.entry(&finding.clause).or_default()[usize::from(finding.incidental)];
                if seen.last() != Some(&number) {
                    seen.push(number);
                }
            }
        }
        let clauses = report.clauses.iter().map(|one| clause(one, &numbers, &seen)).collect();
        Self {
            clauses,
            operations: operations(report).iter().map(|one| Shown::line(one)).collect(),
        }
    }
}

fn clause(
    clause: &ClauseReport,
    numbers: &Numbers<'_>,
    seen: &HashMap<&str, [Vec<usize>; 2]>,
) -> ClauseData {
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
        by: numbers.numbers(&clause.judged_by),
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
