//! From what scenarios saw to the run report.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::attribute::attribute;
use super::context::RunContext;
use super::world::{Ending, World};
use super::{Case, Suite};
use crate::model::{
    ApiReport, ClauseKind, ClauseReport, ClauseVerdict, Completion, Counts, Created, FeatureReport,
    Finding, Level, Note, REPORT_FORMAT, RunReport, ScenarioReport, ScenarioStatus, StepReport,
    Tool,
};
use crate::target::Target;

/// What came of a case.
#[derive(Debug)]
pub struct Ran {
    /// How it ended.
    pub status: ScenarioStatus,
    /// Why it was skipped or in error.
    pub reason: Option<String>,
    /// Whether the feature itself was at fault.
    pub mistake: bool,
    /// Milliseconds.
    pub duration_ms: u64,
    /// Its steps.
    pub steps: Vec<StepReport>,
    /// What it found broken.
    pub findings: Vec<Finding>,
    /// Requests that a dry run would send.
    pub planned: Vec<String>,
    notes: Vec<Note>,
    exchanges: Vec<crate::model::Exchange>,
    created: Vec<Created>,
    kept: HashSet<String>,
    not_tried: HashMap<String, String>,
    focus: HashSet<String>,
}

impl Ran {
    pub(super) fn new(
        world: World,
        steps: Vec<StepReport>,
        duration_ms: u64,
        strict: bool,
    ) -> Self {
        let mut findings = world.findings;
        for finding in &mut findings {
            finding.incidental = !world.focus.contains(&finding.clause);
        }
        let mut ran = Self {
            status: ScenarioStatus::Passed,
            reason: None,
            mistake: false,
            duration_ms,
            steps,
            findings,
            planned: world.planned,
            notes: world.notes,
            exchanges: world.exchanges,
            created: world.created,
            kept: world.kept,
            not_tried: world.not_tried,
            focus: world.focus,
        };
        match world.ending {
            Some(Ending::Skipped(reason)) => {
                ran.status = ScenarioStatus::Skipped;
                ran.reason = Some(reason);
            }
            Some(Ending::Error(reason)) => {
                ran.status = ScenarioStatus::Error;
                ran.reason = Some(reason);
            }
            Some(Ending::Mistake(message)) => {
                ran.status = ScenarioStatus::Error;
                ran.mistake = true;
                ran.reason = Some(message);
            }
            Some(Ending::Failed) | None => {}
        }
        if fails(&ran.findings, strict) {
            ran.status = ScenarioStatus::Failed;
        }
        ran
    }

    /// The scenario's part of the report.
    pub fn scenario(&self, case: &Case) -> ScenarioReport {
        ScenarioReport {
            id: case.id.clone(),
            file: case.file.clone(),
            line: case.line,
            name: case.name.clone(),
            rule: case.rule.clone(),
            tags: case.tags.clone(),
            status: self.status,
            reason: self.reason.clone(),
            known: None,
            duration_ms: self.duration_ms,
            steps: self.steps.clone(),
            findings: self.findings.clone(),
            notes: self.notes.clone(),
            exchanges: self.exchanges.clone(),
        }
    }
}

/// Whether findings fail their scenario.
pub(super) fn fails(findings: &[Finding], strict: bool) -> bool {
    findings.iter().any(|finding| {
        !finding.incidental
            && (finding.level == Level::Must || (strict && finding.level == Level::Should))
    })
}

/// The whole run as data.
pub fn report(
    suite: &Suite,
    cases: &[Case],
    mut ran: Vec<(usize, Ran)>,
    context: &RunContext,
    target: &Target,
    apis: &[String],
    frame: Frame,
) -> RunReport {
    let strict = context.options.strict;
    attribute(&mut ran, strict);
    let contract = &context.contract;
    let selected = |api: &str| {
        target.apis.contains_key(api) && (apis.is_empty() || apis.iter().any(|name| name == api))
    };
    let mut clauses: Vec<ClauseReport> = Vec::new();
    let seen = Sightings::gather(cases, &ran);
    for clause in contract.clauses.values().filter(|clause| selected(&clause.api)) {
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
    let mistake = ran.iter().any(|(_, ran)| ran.mistake);
    let mut features: Vec<FeatureReport> = suite
        .files
        .iter()
        .map(|file| FeatureReport {
            file: file.path.clone(),
            name: file.name.clone(),
            scenarios: Vec::new(),
        })
        .collect();
    let mut created = Vec::new();
    for (index, ran) in &ran {
        let case = &cases[*index];
        features[case.feature].scenarios.push(ran.scenario(case));
        created.extend(ran.created.iter().cloned());
    }
    features.retain(|feature| !feature.scenarios.is_empty());
    let mut report = RunReport {
        format: REPORT_FORMAT.into(),
        tool: Tool { name: "docproof".into(), version: env!("CARGO_PKG_VERSION").into() },
        run_id: context.fresh.run_id().into(),
        started: frame.started,
        duration_ms: frame.duration_ms,
        completion: frame.completion,
        strict,
        selection: frame.selection,
        apis: target
            .apis
            .iter()
            .filter(|(name, _)| selected(name))
            .map(|(name, api)| ApiReport {
                name: name.clone(),
                title: contract.apis.get(name).map(|api| api.title.clone()).unwrap_or_default(),
                base_url: api.base_url.to_string(),
                insecure: api.tls.insecure,
            })
            .collect(),
        counts: Counts::default(),
        exit_code: 0,
        clauses,
        defects: contract
            .defects()
            .into_iter()
            .filter(|defect| {
                contract
                    .operation(&defect.operation)
                    .is_some_and(|operation| selected(&operation.api))
            })
            .collect(),
        features,
        created,
        known: Vec::new(),
    };
    report.counts = counts(&report);
    report.exit_code = exit_code(&report, mistake);
    report
}

/// What a report says of the run as a whole.
#[derive(Clone, Debug)]
pub struct Frame {
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
    fn gather(cases: &'a [Case], ran: &'a [(usize, Ran)]) -> Self {
        let mut seen = Self {
            judged_by: HashMap::new(),
            untried_by: HashMap::new(),
            broken: HashSet::new(),
            kept: HashSet::new(),
            not_tried: HashMap::new(),
            asked: HashSet::new(),
        };
        for (index, ran) in ran {
            let id = &cases[*index].id;
            let broken = ran.findings.iter().map(|finding| &finding.clause);
            for clause in ran.kept.iter().chain(broken) {
                let list = seen.judged_by.entry(clause).or_default();
                if list.last() != Some(id) && ran.focus.contains(clause) {
                    list.push(id.clone());
                }
            }
            if matches!(ran.status, ScenarioStatus::Skipped | ScenarioStatus::Error) {
                for clause in ran.focus.iter().filter(|clause| !ran.kept.contains(*clause)) {
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
