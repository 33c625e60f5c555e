//! From what scenarios saw to the run report: the same for a run and for shards of one.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::attribute::attribute;
use super::plan::{Plan, ScenarioHead};
use super::ran::Ran;
use crate::model::{
    ClauseKind, ClauseReport, ClauseVerdict, Completion, Counts, FeatureReport, Level,
    REPORT_FORMAT, RunReport, ScenarioStatus, Tool,
};

/// The whole run as data. What came of each scenario goes by its index in the plan, in order.
pub fn assemble(plan: &Plan, mut ran: Vec<(usize, Ran)>, frame: Frame) -> RunReport {
    attribute(&mut ran, plan.strict);
    let clauses = clauses(plan, &ran);
    let mistake = ran.iter().any(|(_, ran)| ran.mistake);
    let mut features: Vec<FeatureReport> = plan
        .features
        .iter()
        .map(|head| FeatureReport {
            file: head.file.clone(),
            name: head.name.clone(),
            scenarios: Vec::new(),
        })
        .collect();
    let mut created = Vec::new();
    for (index, ran) in &ran {
        let head = &plan.scenarios[*index];
        features[head.feature].scenarios.push(ran.scenario(head));
        created.extend(ran.created.iter().cloned());
    }
    features.retain(|feature| !feature.scenarios.is_empty());
    let mut report = RunReport {
        format: REPORT_FORMAT.into(),
        tool: this_tool(),
        run_id: frame.run_id,
        started: frame.started,
        duration_ms: frame.duration_ms,
        completion: frame.completion,
        strict: plan.strict,
        selection: frame.selection,
        apis: plan.apis.clone(),
        counts: Counts::default(),
        exit_code: 0,
        clauses,
        defects: plan.defects.clone(),
        features,
        created,
        known: Vec::new(),
    };
    report.counts = counts(&report);
    report.exit_code = exit_code(&report, mistake);
    report
}

/// This program, as reports name it.
pub(super) fn this_tool() -> Tool {
    Tool { name: "docproof".into(), version: env!("CARGO_PKG_VERSION").into() }
}

fn clauses(plan: &Plan, ran: &[(usize, Ran)]) -> Vec<ClauseReport> {
    let seen = Sightings::gather(&plan.scenarios, ran);
    let mut clauses = Vec::new();
    for clause in &plan.clauses {
        let (mut verdict, mut reason) =
            seen.verdict(&clause.id, clause.level, clause.not_observable.as_ref());
        // A server that refuses everything keeps no promise to refuse.
        if verdict == ClauseVerdict::Kept
            && clause.kind == ClauseKind::Request
            && !seen.kept.contains(format!("{}.request.accepted", clause.operation).as_str())
        {
            verdict = ClauseVerdict::NotTried;
            reason = Some(format!(
                "{} accepted no request, so its refusals prove nothing",
                clause.operation
            ));
        }
        clauses.push(ClauseReport {
            id: clause.id.clone(),
            api: clause.api.clone(),
            operation: clause.operation.clone(),
            level: clause.level,
            kind: clause.kind,
            text: clause.text.clone(),
            source: clause.source.clone(),
            verdict,
            reason,
            judged_by: seen.judged_by.get(clause.id.as_str()).cloned().unwrap_or_default(),
            untried_by: seen.untried_by.get(clause.id.as_str()).cloned().unwrap_or_default(),
            known: None,
        });
    }
    clauses
}

/// What a report says of the run as a whole.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Frame {
    /// Marks the run's test data and requests.
    pub run_id: String,
    /// Start, as RFC 3339 in UTC.
    pub started: String,
    /// Milliseconds.
    pub duration_ms: u64,
    /// Whether it ran to its end.
    pub completion: Completion,
    /// What narrowed it, as typed.
    pub selection: IndexMap<String, String>,
}

/// What all scenarios together saw of each clause.
struct Sightings<'a> {
    judged_by: HashMap<&'a str, Vec<String>>,
    untried_by: HashMap<&'a str, Vec<String>>,
    broken: HashSet<&'a str>,
    kept: HashSet<&'a str>,
    not_tried: HashMap<&'a str, &'a str>,
    asked: HashSet<&'a str>,
}

impl<'a> Sightings<'a> {
    fn gather(scenarios: &'a [ScenarioHead], ran: &'a [(usize, Ran)]) -> Self {
        let mut seen = Self {
            judged_by: HashMap::new(),
            untried_by: HashMap::new(),
            broken: HashSet::new(),
            kept: HashSet::new(),
            not_tried: HashMap::new(),
            asked: HashSet::new(),
        };
        for (index, ran) in ran {
            let id = &scenarios[*index].id;
            let broken = ran.findings.iter().map(|finding| &finding.clause);
            for clause in ran.kept.iter().chain(broken) {
                let list = seen.judged_by.entry(clause).or_default();
                if list.last() != Some(id) && ran.focus.contains(clause) {
                    list.push(id.clone());
                }
            }
            // One that failed may have done so before it came to the clause.
            let ended = ran.status != ScenarioStatus::Passed;
            for clause in ran.focus.iter().filter(|clause| !ran.kept.contains(*clause)) {
                let own = ran.findings.iter().any(|finding| finding.clause == *clause);
                if !own && (ended || ran.not_tried.contains_key(clause)) {
                    seen.untried_by.entry(clause).or_default().push(id.clone());
                }
            }
            seen.broken.extend(ran.findings.iter().map(|finding| finding.clause.as_str()));
            seen.kept.extend(ran.kept.iter().map(String::as_str));
            seen.asked.extend(ran.focus.iter().map(String::as_str));
            for (clause, reason) in &ran.not_tried {
                seen.not_tried.entry(clause).or_insert(reason);
            }
        }
        seen
    }

    fn verdict(
        &self,
        clause: &str,
        level: Level,
        hidden: Option<&String>,
    ) -> (ClauseVerdict, Option<String>) {
        if self.broken.contains(clause) {
            let verdict =
                if level == Level::Must { ClauseVerdict::Broken } else { ClauseVerdict::Warned };
            (verdict, None)
        } else if self.kept.contains(clause) {
            (ClauseVerdict::Kept, None)
        } else if let Some(reason) = hidden {
            (ClauseVerdict::NotObservable, Some(reason.clone()))
        } else {
            let nothing = match self.asked.contains(clause) {
                true => "no answer of this run showed it",
                false => "no scenario of this run judges it",
            };
            let reason = self.not_tried.get(clause).copied().unwrap_or(nothing);
            (ClauseVerdict::NotTried, Some(reason.to_owned()))
        }
    }
}

fn counts(report: &RunReport) -> Counts {
    let mut counts = Counts::default();
    for scenario in report.scenarios() {
        counts.scenarios += 1;
        match scenario.status {
            ScenarioStatus::Passed => counts.passed += 1,
            ScenarioStatus::Failed => counts.failed += 1,
            ScenarioStatus::Error => counts.errors += 1,
            ScenarioStatus::Skipped => counts.skipped += 1,
        }
    }
    for clause in &report.clauses {
        match clause.verdict {
            ClauseVerdict::Kept => counts.kept += 1,
            ClauseVerdict::Broken => counts.broken += 1,
            ClauseVerdict::Warned => counts.warned += 1,
            ClauseVerdict::NotTried => counts.not_tried += 1,
            ClauseVerdict::NotObservable => counts.not_observable += 1,
        }
    }
    counts
}

/// The exit code of a run; `cli::ExitCode` tells what each means.
fn exit_code(report: &RunReport, mistake: bool) -> u8 {
    let counts = &report.counts;
    if report.completion == Completion::Interrupted {
        130
    } else if mistake {
        2
    } else if counts.failed > 0 {
        1
    } else if counts.errors > 0 {
        3
    } else if counts.passed == 0 {
        4
    } else {
        0
    }
}
