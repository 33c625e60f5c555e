//! What one scenario knows and has seen.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use indexmap::IndexSet;
use tokio::sync::OwnedMutexGuard;

use super::clause_set::ClauseSet;
use super::context::RunContext;
use crate::check::{self, Memory};
use crate::model::{Created, Draft, Exchange, Finding, Judgement, Level, Note, Outcome};
use crate::target::Client;

/// How much of a value, or of a diff of two, a report keeps.
pub(super) const VALUE_KEPT: usize = 16 * 1024;

/// How a scenario ended before its last step.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Ending {
    /// Not tried, because.
    Skipped(String),
    /// A promise was broken, and what follows rests on it.
    Failed,
    /// The harness or the way to the target failed.
    Error(String),
    /// The feature asks for something that can't be: exit code 2.
    Mistake(String),
}

/// A request that was sent and what came back.
#[derive(Clone, Debug)]
pub struct Sent {
    /// As it was meant.
    pub draft: Arc<Draft>,
    /// As it went, with the answer unmasked.
    pub exchange: Exchange,
    /// Its index in the scenario's evidence.
    pub index: usize,
    /// When it was sent, since the start of the run.
    pub sent_at: Duration,
    /// When the answer had come.
    pub received: Duration,
    /// Whether it asks for a longer wait than anybody waits.
    pub put_off: bool,
}

/// The state of one scenario; steps work on it.
#[derive(cucumber::World, Debug)]
#[world(init = Self::unattached)]
pub struct World {
    pub(super) context: Arc<RunContext>,
    pub(super) client: Arc<Client>,
    /// Names the scenario in requests and in what it creates.
    pub(super) scenario: String,
    /// Requests prepared and not yet sent; the last is the one that steps change.
    pub(super) drafts: Vec<Draft>,
    /// The request that was sent last, to be sent again.
    pub(super) template: Option<Arc<Draft>>,
    /// What the last `When` sent.
    pub(super) last: Vec<Arc<Sent>>,
    pub(super) memory: Memory,
    /// Resources of which it would have made one and could not.
    pub(super) unmade: Vec<String>,
    pub(super) turns: HashMap<String, OwnedMutexGuard<()>>,
    pub(super) ending: Option<Ending>,
    /// Index of the step under way.
    pub(super) step: usize,
    /// Clauses that the scenario asks about.
    pub(super) focus: ClauseSet,
    /// Clauses seen kept.
    pub(super) kept: ClauseSet,
    /// Clauses that couldn't be tried, and why.
    pub(super) not_tried: HashMap<String, String>,
    pub(super) findings: Vec<Finding>,
    pub(super) notes: IndexSet<Note>,
    pub(super) exchanges: Vec<Exchange>,
    pub(super) created: Vec<Created>,
    /// Requests that a dry run would send, where they are shown.
    pub(super) shown: Vec<String>,
    /// How many these are.
    pub(super) planned: usize,
    /// What its steps may have meant otherwise, each after the index of the step.
    pub(super) hints: Vec<(usize, String)>,
    /// The operation whose request was lost when the server closed a connection kept open.
    pub(super) lost_in: Option<String>,
    /// Whether other scenarios may be at work.
    pub(super) in_company: bool,
    /// Whether something couldn't be told for what other scenarios made and removed meanwhile.
    pub(super) crowded: bool,
    /// What the answer that is being judged has to keep itself, where it only shows something else.
    pub(super) observing: Option<String>,
    /// How often a later answer showed something of what is there.
    pub(super) looks: usize,
    /// How many `When`s that send there were.
    pub(super) sendings: usize,
    /// Whether a step has held the answers to the last of them to what is promised of an acceptance.
    pub(super) held: bool,
}

impl World {
    /// Scenarios need a contract and a target: our runner makes worlds with [`World::begin`].
    fn unattached() -> Result<Self, std::io::Error> {
        Err(std::io::Error::other("a scenario needs a contract and a target"))
    }

    pub(super) fn begin(context: Arc<RunContext>, client: Arc<Client>, scenario: String) -> Self {
        Self {
            context,
            client,
            scenario,
            drafts: Vec::new(),
            template: None,
            last: Vec::new(),
            memory: Memory::default(),
            unmade: Vec::new(),
            turns: HashMap::new(),
            ending: None,
            step: 0,
            focus: ClauseSet::default(),
            kept: ClauseSet::default(),
            not_tried: HashMap::new(),
            findings: Vec::new(),
            notes: IndexSet::new(),
            exchanges: Vec::new(),
            created: Vec::new(),
            shown: Vec::new(),
            hints: Vec::new(),
            planned: 0,
            lost_in: None,
            in_company: false,
            crowded: false,
            observing: None,
            looks: 0,
            sendings: 0,
            held: false,
        }
    }

    /// Whether the scenario has ended and steps pass by.
    pub(super) fn ended(&self) -> bool {
        self.ending.is_some()
    }

    /// Whether the scenario asks about a clause.
    pub(super) fn asks_about(&self, clause: &str) -> bool {
        let index = self.context.contract.clauses.get_index_of(clause);
        index.is_some_and(|index| self.focus.contains(index))
    }

    /// Whether the present step found what it asks about, or asks about what an earlier one found: a finding belongs to the
    /// step that asks, unless the scenario had ended (`ended`) before that. `asked` has, for each finding, whether one has.
    pub(super) fn asks_now(&mut self, asked: &mut Vec<bool>, ended: bool) -> bool {
        asked.resize(self.findings.len(), false);
        let mut asks = false;
        for (index, asked) in asked.iter_mut().enumerate().filter(|(_, asked)| !**asked) {
            *asked =
                self.findings.get(index).is_some_and(|finding| self.asks_about(&finding.clause));
            if let (true, Some(finding)) = (*asked && !ended, self.findings.get_mut(index)) {
                finding.step = self.step;
                asks = true;
            }
        }
        asks
    }

    /// Ends the scenario; the first ending stays.
    pub(super) fn end(&mut self, ending: Ending) {
        if self.ending.is_none() {
            self.ending = Some(ending);
        }
    }

    /// Whether the feature asked for something that can't be.
    pub(super) fn is_mistaken(&self) -> bool {
        matches!(self.ending, Some(Ending::Mistake(_)))
    }

    pub(super) fn skip(&mut self, reason: impl Into<String>) {
        self.end(Ending::Skipped(reason.into()));
    }

    /// The feature asks for something that can't be. After a broken promise it is the target that
    /// spoilt the scenario, not the feature.
    pub(super) fn mistake(&mut self, message: impl Into<String>) {
        // A dry run passes by what follows the first request, and looks for mistakes there too.
        if self.context.options.dry_run.is_some() && matches!(self.ending, Some(Ending::Skipped(_)))
        {
            self.ending = None;
        }
        let spoilt = self.findings.iter().any(|finding| finding.level == Level::Must);
        self.end(if spoilt { Ending::Failed } else { Ending::Mistake(message.into()) });
    }

    /// Says which clauses the scenario asks about. Where it has ended, they are not tried.
    pub(super) fn ask<S: AsRef<str>>(&mut self, clauses: impl IntoIterator<Item = S>) {
        let context = Arc::clone(&self.context);
        let known = |id: S| context.contract.clauses.get_index_of(id.as_ref());
        self.ask_known(clauses.into_iter().filter_map(known));
    }

    /// The same by their indices in the contract.
    pub(super) fn ask_known(&mut self, clauses: impl IntoIterator<Item = usize>) {
        let reason = match &self.ending {
            // A dry run tries nothing, and nobody asks why.
            _ if self.context.options.dry_run.is_some() => None,
            Some(Ending::Skipped(reason) | Ending::Error(reason)) => Some(reason.clone()),
            Some(Ending::Failed) => Some("an earlier step of the scenario failed".to_owned()),
            Some(Ending::Mistake(_)) | None => None,
        };
        for clause in clauses {
            if let Some(reason) = &reason
                && let Some((id, _)) = self.context.contract.clauses.get_index(clause)
            {
                self.not_tried.entry(id.clone()).or_insert_with(|| reason.clone());
            }
            self.focus.insert(clause);
        }
    }

    /// Records what checks said of an exchange. Returns whether a MUST was broken.
    pub(super) fn judge(&mut self, judgements: Vec<Judgement>, exchange: Option<usize>) -> bool {
        let context = Arc::clone(&self.context);
        let mut broken = false;
        for judgement in judgements {
            let Some(index) = self.known_clause(&judgement.clause) else { continue };
            let Some((clause, promise)) = context.contract.clauses.get_index(index) else {
                continue;
            };
            match judgement.outcome {
                Outcome::Kept => self.kept.insert(index),
                Outcome::NotTried(reason) => {
                    self.not_tried.entry(clause.clone()).or_insert(reason);
                }
                Outcome::Noted(text) => {
                    let text = self.client.redactor().within(VALUE_KEPT, &text);
                    self.notes.insert(Note { clause: clause.clone(), text });
                }
                Outcome::Broken { expected, actual, at, diff } => {
                    broken |= promise.level == Level::Must;
                    let redactor = self.client.redactor();
                    self.findings.push(Finding {
                        known: None,
                        level: promise.level,
                        text: promise.text.clone(),
                        source: promise.source.clone(),
                        expected: redactor.within(VALUE_KEPT, &expected),
                        actual: redactor.within(VALUE_KEPT, &actual),
                        at: at.map(|at| redactor.within(VALUE_KEPT, &at)),
                        diff: diff.map(|diff| redactor.within(VALUE_KEPT, &diff)),
                        exchange,
                        step: self.step,
                        incidental: false,
                        observed_through: self.observing.clone(),
                        clause: clause.clone(),
                    });
                }
            }
        }
        broken
    }

    /// Judges what HTTP promises of any answer.
    pub(super) fn judge_http(&mut self, sent: &Sent) {
        let context = Arc::clone(&self.context);
        if let Some(operation) = context.contract.operation(&sent.draft.operation) {
            let judgements = check::envelope(operation, &sent.exchange);
            self.judge(judgements, Some(sent.index));
        }
    }

    /// Index of the clause, or of the nearest one above it that the contract has.
    fn known_clause(&self, id: &str) -> Option<usize> {
        let clauses = &self.context.contract.clauses;
        if let Some(index) = clauses.get_index_of(id) {
            return Some(index);
        }
        // What a request may do is never judged; what an answer does always belongs somewhere.
        if !id.contains(".response.") {
            return None;
        }
        let mut rest = id.split(':').next().unwrap_or(id);
        loop {
            if let Some(index) = clauses.get_index_of(rest) {
                return Some(index);
            }
            rest = rest.rsplit_once('.')?.0;
        }
    }
}
