//! From what scenarios saw to the run report: the same for a run and for shards of one.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::attribute::attribute;
use super::clause_set::ClauseSet;
use super::plan::Plan;
use super::ran::Ran;
use crate::model::{
    Clause, ClauseKind, ClauseReport, ClauseVerdict, Completion, Counts, FeatureReport, Level,
    REPORT_FORMAT, RunReport, ScenarioStatus, Tool,
};

/// The whole run as data. What came of each scenario goes by its index in the plan, in order.
pub fn assemble(plan: &Plan, mut ran: Vec<(usize, Ran)>, frame: Frame) -> RunReport {
    let accepted = accepted(plan, &ran);
    attribute(&mut ran, &accepted, plan.strict);
    let clauses = clauses(plan, &ran, &accepted, frame.completion);
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
    for (index, mut ran) in ran {
        let head = &plan.scenarios[index];
        created.append(&mut ran.created);
        features[head.feature].scenarios.push(ran.scenario(head));
    }
    features.retain(|feature| !feature.scenarios.is_empty());
    let mut report = RunReport {
        format: REPORT_FORMAT.into(),
        tool: this_tool(),
        run_id: frame.run_id,
        started: frame.started,
        duration_ms: frame.duration_ms,
        completion: frame.completion,
        selected: frame.selected,
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
    report.counts = Counts::of(&report);
    report.exit_code = exit_code(&report, mistake);
    report
}

/// This program, as reports name it.
pub(super) fn this_tool() -> Tool {
    Tool { name: "docproof".into(), version: env!("CARGO_PKG_VERSION").into() }
}

/// The operations that accepted a request which meets all that is documented.
fn accepted<'a>(plan: &'a Plan, ran: &[(usize, Ran)]) -> HashSet<&'a str> {
    let clauses = plan.clauses.iter().zip(&plan.places);
    let kept = clauses.filter(|(clause, place)| {
        clause.id.ends_with(".request.accepted")
            && ran.iter().any(|(_, ran)| ran.kept.contains(**place))
    });
    kept.map(|(clause, _)| clause.operation.as_str()).collect()
}

fn clauses(
    plan: &Plan,
    ran: &[(usize, Ran)],
    accepted: &HashSet<&str>,
    completion: Completion,
) -> Vec<ClauseReport> {
    let mut seen = Sightings::gather(plan, ran);
    seen.broke_off = completion != Completion::Complete;
    let mut clauses = Vec::new();
    for (clause, place) in plan.clauses.iter().zip(&plan.places) {
        let (mut verdict, mut reason) = seen.verdict(clause, *place);
        // A server that refuses everything keeps no promise to refuse.
        if verdict == ClauseVerdict::Kept
            && clause.kind == ClauseKind::Request
            && !accepted.contains(clause.operation.as_str())
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
            judged_by: seen.judged_by.get_mut(*place).map(std::mem::take).unwrap_or_default(),
            untried_by: seen.untried_by.get_mut(*place).map(std::mem::take).unwrap_or_default(),
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
    /// How many scenarios were selected, where it did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selected: Option<usize>,
    /// What narrowed it, as typed.
    pub selection: IndexMap<String, String>,
}

/// What all scenarios together saw of each clause, by its place in the contract.
#[derive(Default)]
struct Sightings<'a> {
    judged_by: Vec<Vec<Arc<str>>>,
    untried_by: Vec<Vec<Arc<str>>>,
    broken: HashSet<usize>,
    kept: ClauseSet,
    asked: ClauseSet,
    not_tried: HashMap<&'a str, &'a str>,
    /// Whether some scenarios were not begun.
    broke_off: bool,
}

impl<'a> Sightings<'a> {
    fn gather(plan: &'a Plan, ran: &'a [(usize, Ran)]) -> Self {
        let ids = plan.clauses.iter().map(|clause| clause.id.as_str());
        let ids: HashMap<usize, &str> = plan.places.iter().copied().zip(ids).collect();
        let places: HashMap<&str, usize> = ids.iter().map(|(place, id)| (*id, *place)).collect();
        // Indexed by clause: to hash each took longer than the rest of it. What a file names beyond the
        // contract is nothing.
        let most = plan.places.iter().max().map_or(0, |place| place + 1);
        let mut seen = Self {
            judged_by: vec![Vec::new(); most],
            untried_by: vec![Vec::new(); most],
            ..Self::default()
        };
        for (index, ran) in ran {
            let id = &plan.scenarios[*index].id;
            let found = ran.findings.iter();
            let broken: BTreeSet<usize> =
                found.filter_map(|one| places.get(one.clause.as_str()).copied()).collect();
            let kept = ran.kept.iter().filter(|clause| !broken.contains(clause));
            for clause in kept.chain(broken.iter().copied()) {
                if ran.focus.contains(clause)
                    && let Some(judged_by) = seen.judged_by.get_mut(clause)
                {
                    judged_by.push(Arc::clone(id));
                }
            }
            // One that failed may have done so before it came to the clause.
            let ended = ran.status != ScenarioStatus::Passed;
            for clause in ran.focus.iter().filter(|clause| !ran.kept.contains(*clause)) {
                let untried =
                    ended || ids.get(&clause).is_some_and(|id| ran.not_tried.contains_key(*id));
                if !broken.contains(&clause)
                    && untried
                    && let Some(untried_by) = seen.untried_by.get_mut(clause)
                {
                    untried_by.push(Arc::clone(id));
                }
            }
            seen.broken.extend(broken);
            seen.kept.extend(&ran.kept);
            seen.asked.extend(&ran.focus);
            for (clause, reason) in &ran.not_tried {
                seen.not_tried.entry(clause).or_insert(reason);
            }
        }
        seen
    }

    fn verdict(&self, clause: &Clause, place: usize) -> (ClauseVerdict, Option<String>) {
        if self.broken.contains(&place) {
            let verdict = match clause.level {
                Level::Must => ClauseVerdict::Broken,
                Level::Should | Level::May => ClauseVerdict::Warned,
            };
            (verdict, None)
        } else if self.kept.contains(place) {
            (ClauseVerdict::Kept, None)
        } else if let Some(reason) = &clause.not_observable {
            (ClauseVerdict::NotObservable, Some(reason.clone()))
        } else {
            let nothing = match self.asked.contains(place) {
                true => "no answer of this run showed it",
                false if self.broke_off => "no scenario that ran judges it: the run ended early",
                false => "no scenario of this run judges it",
            };
            let reason = self.not_tried.get(clause.id.as_str()).copied().unwrap_or(nothing);
            (ClauseVerdict::NotTried, Some(reason.to_owned()))
        }
    }
}

/// Whether scenarios asked about an API and none could try what it promises: HTTP's own promises are kept
/// by a server that refuses everything, too.
fn nothing_tried(report: &RunReport, api: &str) -> bool {
    let own = || report.clauses.iter().filter(|clause| clause.api == api);
    let is_judged = |clause: &ClauseReport| {
        let tried = matches!(
            clause.verdict,
            ClauseVerdict::Kept | ClauseVerdict::Broken | ClauseVerdict::Warned
        );
        tried && clause.kind != ClauseKind::Http
    };
    own().any(|clause| !clause.untried_by.is_empty()) && !own().any(is_judged)
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
    } else if counts.passed == 0 || report.apis.iter().any(|api| nothing_tried(report, &api.name)) {
        4
    } else {
        0
    }
}
