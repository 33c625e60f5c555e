//! What search and filters need of every clause and scenario, as data in the page.

use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;
use serde::{Serialize, Serializer};

use super::shown::Shown;
use crate::model::{ClauseKind, ClauseReport, Level, RunReport, ScenarioReport, StepStatus};
use crate::report::face;
use crate::report::text::location;
use crate::report::words as said;

/// All clauses and scenarios; they refer to each other by number.
#[derive(Serialize)]
pub(super) struct Index<'a> {
    operations: Vec<Shown>,
    clauses: Vec<ClauseData>,
    scenarios: Scenarios<'a>,
}

/// All scenarios of a run, made when they are written: a long run's would fill the memory.
struct Scenarios<'a> {
    run: &'a RunReport,
    operations: IndexSet<&'a str>,
}

impl Serialize for Scenarios<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.run.scenarios().map(|one| scenario(one, &self.operations)))
    }
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

#[derive(Serialize)]
struct ScenarioData {
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

/// The operations of the contract, in its order, by their ids.
pub(super) fn operations(report: &RunReport) -> IndexSet<&str> {
    report.clauses.iter().map(|clause| clause.operation.as_str()).collect()
}

impl<'a> Index<'a> {
    pub(super) fn of(report: &'a RunReport) -> Self {
        let operations = operations(report);
        let mut by_id: HashMap<&str, Vec<usize>> = HashMap::new();
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
            operations: operations.iter().map(|one| Shown::line(one)).collect(),
            scenarios: Scenarios { run: report, operations },
        }
    }
}

fn clause(
    clause: &ClauseReport,
    by_id: &HashMap<&str, Vec<usize>>,
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

fn scenario(scenario: &ScenarioReport, operations: &IndexSet<&str>) -> ScenarioData {
    // The tags say what a scenario is about; its exchanges also prepare that.
    let mut about: IndexSet<&str> =
        scenario.tags.iter().map(String::as_str).filter(|tag| operations.contains(tag)).collect();
    if about.is_empty() {
        about = scenario.exchanges.iter().map(|one| one.operation.as_str()).collect();
    }
    ScenarioData {
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

/// Of a step, as the page's data says it.
fn step(status: StepStatus) -> &'static str {
    match status {
        StepStatus::Passed => "passed",
        StepStatus::Failed => "failed",
        StepStatus::Skipped => "skipped",
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
