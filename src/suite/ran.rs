//! What came of a case.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::clause_set::ClauseSet;
use super::plan::ScenarioHead;
use super::world::{Ending, World};
use crate::model::{Created, Exchange, Finding, Note, ScenarioReport, ScenarioStatus, StepReport};

/// How much of a reason a report keeps.
const REASON_KEPT: usize = 16 * 1024;

/// What came of a case, before findings are attributed over the whole run.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Ran {
    /// How it ended.
    pub status: ScenarioStatus,
    /// Why it was skipped or in error.
    #[serde(skip_serializing_if = "Option::is_none")]
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
    #[serde(skip)]
    pub shown: Vec<String>,
    /// How many these are.
    #[serde(skip)]
    pub planned: usize,
    /// What its steps may have meant otherwise, each after the line of the step.
    #[serde(skip)]
    pub hints: Vec<(usize, String)>,
    /// Whether more can be told once no other scenario is at work.
    #[serde(skip)]
    pub(super) crowded: bool,
    pub(super) notes: Vec<Note>,
    pub(super) exchanges: Vec<Exchange>,
    pub(super) created: Vec<Created>,
    /// Clauses by their indices in the contract, as in `focus`.
    pub(super) kept: ClauseSet,
    pub(super) not_tried: BTreeMap<String, String>,
    pub(super) focus: ClauseSet,
}

impl Ran {
    pub(super) fn new(
        mut world: World,
        steps: Vec<StepReport>,
        duration_ms: u64,
        strict: bool,
    ) -> Self {
        // Reasons may be in words of the target.
        let masked = |text: &String| world.client.redactor().within(REASON_KEPT, text);
        let not_tried = world.not_tried.iter().map(|(clause, why)| (clause.clone(), masked(why)));
        let not_tried: BTreeMap<String, String> = not_tried.collect();
        let ending = world.ending.as_ref().map(|ending| match ending {
            Ending::Skipped(reason) => Ending::Skipped(masked(reason)),
            Ending::Error(reason) => Ending::Error(masked(reason)),
            Ending::Mistake(message) => Ending::Mistake(masked(message)),
            Ending::Failed => Ending::Failed,
        });
        let mut findings = std::mem::take(&mut world.findings);
        for finding in &mut findings {
            finding.incidental = !world.asks_about(&finding.clause);
        }
        let hints = world.hints.into_iter();
        let line = |index: usize| steps.get(index).map_or(0, |step| step.line);
        let hints = hints.map(|(index, text)| (line(index), text)).collect();
        let mut ran = Self {
            status: ScenarioStatus::Passed,
            reason: None,
            mistake: false,
            duration_ms,
            steps,
            findings,
            shown: world.shown,
            planned: world.planned,
            hints,
            crowded: world.crowded,
            notes: world.notes.into_iter().collect(),
            exchanges: world.exchanges,
            created: world.created,
            kept: world.kept,
            not_tried,
            focus: world.focus,
        };
        match ending {
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
            Some(Ending::Failed) if ran.was_stopped() => {
                ran.status = ScenarioStatus::Skipped;
                ran.reason = Some(ran.stopped_by());
            }
            Some(Ending::Failed) | None => {}
        }
        if fails(&ran.findings, strict) {
            ran.status = ScenarioStatus::Failed;
            ran.reason = None;
        }
        ran
    }

    /// The same, of a case that was run before: what it made then is there, too.
    pub(super) fn after(mut self, before: Self) -> Self {
        self.created.splice(0..0, before.created);
        self.duration_ms += before.duration_ms;
        self
    }

    /// Of cases that were not begun, because of trouble on the way to the target: each is in error, and no
    /// clause was tried.
    pub fn unreached(
        count: usize,
        reason: &str,
        clauses: impl Iterator<Item = String>,
    ) -> Vec<(usize, Self)> {
        let one = Self {
            status: ScenarioStatus::Error,
            reason: Some(reason.to_owned()),
            mistake: false,
            duration_ms: 0,
            steps: Vec::new(),
            findings: Vec::new(),
            shown: Vec::new(),
            planned: 0,
            hints: Vec::new(),
            crowded: false,
            notes: Vec::new(),
            exchanges: Vec::new(),
            created: Vec::new(),
            kept: ClauseSet::default(),
            not_tried: BTreeMap::new(),
            focus: ClauseSet::default(),
        };
        let mut all: Vec<(usize, Self)> = (0..count).map(|index| (index, one.clone())).collect();
        if let Some((_, first)) = all.first_mut() {
            first.not_tried =
                clauses.map(|clause| (clause, "the target was not reached".into())).collect();
        }
        all
    }

    /// Whether it was ended by nothing that it asks about.
    fn was_stopped(&self) -> bool {
        self.findings.iter().all(|finding| finding.incidental)
    }

    /// Why it ended, where that is for others to answer for.
    fn stopped_by(&self) -> String {
        match self.findings.last() {
            Some(finding) => format!(
                "it could not go on: {} was broken, which other scenarios are about",
                finding.clause
            ),
            None => "a request that it rests on was lost or refused".to_owned(),
        }
    }

    /// Lets go of its requests and answers where it has nothing to show by them.
    pub fn forget_evidence(&mut self) {
        if self.status == ScenarioStatus::Passed && self.findings.is_empty() {
            self.exchanges = Vec::new();
        }
    }

    /// Whether it failed or was in error.
    pub fn is_bad(&self) -> bool {
        matches!(self.status, ScenarioStatus::Failed | ScenarioStatus::Error)
    }

    /// The scenario's part of the report, without its evidence: what is told as soon as it ends.
    pub fn told(&self, head: &ScenarioHead) -> ScenarioReport {
        report(head, self.status, self.reason.clone(), self.duration_ms, self.findings.clone())
    }

    /// The scenario's part of the report.
    pub fn scenario(self, head: &ScenarioHead) -> ScenarioReport {
        ScenarioReport {
            steps: self.steps,
            notes: self.notes,
            exchanges: self.exchanges,
            ..report(head, self.status, self.reason, self.duration_ms, self.findings)
        }
    }

    /// Counts its exchanges from another moment, so many milliseconds earlier.
    pub(super) fn since_earlier(&mut self, milliseconds: u64) {
        for exchange in &mut self.exchanges {
            exchange.started_ms = exchange.started_ms.saturating_add(milliseconds);
        }
    }
}

fn report(
    head: &ScenarioHead,
    status: ScenarioStatus,
    reason: Option<String>,
    duration_ms: u64,
    mut findings: Vec<Finding>,
) -> ScenarioReport {
    for finding in &mut findings {
        // It has served when findings are attributed, and is no part of a report.
        finding.observed_through = None;
    }
    ScenarioReport {
        id: head.id.clone(),
        file: head.file.clone(),
        line: head.line,
        name: head.name.clone(),
        rule: head.rule.clone(),
        tags: head.tags.clone(),
        status,
        reason,
        known: None,
        duration_ms,
        steps: Vec::new(),
        findings,
        notes: Vec::new(),
        exchanges: Vec::new(),
    }
}

/// Whether findings fail their scenario.
pub(super) fn fails(findings: &[Finding], strict: bool) -> bool {
    findings.iter().any(|finding| finding.fails(strict))
}
