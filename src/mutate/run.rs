//! Runs the suite against each mutant, some at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use indexmap::IndexMap;

use super::change::Change;
use super::judge::{Judged, judge};
use super::proxy::Proxy;
use super::{Expectation, Mutation};
use crate::contract::Contract;
use crate::contract::pattern::covers;
use crate::model::{Completion, RunReport, ScenarioStatus};
use crate::suite::{self, Case, Frame, Options, RunContext, RunError, Suite};
use crate::target::{Client, ClientError, Interruption, Limits, Target};

/// What the mutants are made of.
pub struct Plan {
    /// The documentation.
    pub contract: Arc<Contract>,
    /// The features.
    pub suite: Suite,
    /// The conforming implementation.
    pub upstream: Arc<Target>,
    /// How long a whole answer may take.
    pub timeout: Duration,
    /// How many mutants run at once.
    pub workers: usize,
    /// How many scenarios of each run at once.
    pub jobs: usize,
    /// An end that a person or a system wants.
    pub interruption: Arc<Interruption>,
}

impl Plan {
    fn is_interrupted(&self) -> bool {
        self.interruption.came()
    }
}

/// A run of mutants that can't begin.
#[derive(Debug, thiserror::Error)]
pub enum MutateError {
    /// The proxy can't be started.
    #[error("the proxy can't be started: {0}")]
    Proxy(#[from] std::io::Error),
    /// No HTTP client.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The suite can't be run.
    #[error(transparent)]
    Run(#[from] RunError),
    /// The implementation itself doesn't pass.
    #[error(
        "the implementation behind the proxy doesn't pass the suite as it is, so nothing can be proven with it:\n{0}"
    )]
    Baseline(String),
    /// An end was wanted before anything was proven.
    #[error("interrupted before any mutation was tried")]
    Interrupted,
}

/// Runs the unchanged implementation through the proxy: it must pass. Gives the cases that send a
/// request of each operation.
///
/// # Errors
/// When it doesn't pass, or nothing can be started.
pub fn baseline(plan: &Plan, runtime: &tokio::runtime::Handle) -> Result<Cases, MutateError> {
    let nothing = Mutation {
        id: "baseline".into(),
        operation: String::new(),
        kind: "baseline",
        expectation: Expectation::Allowed,
        change: Change::None,
    };
    let all: Vec<usize> = (0..plan.suite.cases.len()).collect();
    let (report, _) = one(plan, runtime, &nothing, &all)?;
    if plan.is_interrupted() {
        return Err(MutateError::Interrupted);
    }
    let mut bad: Vec<String> = report
        .scenarios()
        .flat_map(|scenario| {
            scenario
                .findings
                .iter()
                .map(move |f| format!("  {}: {} ({})", scenario.id, f.clause, f.level))
        })
        .collect();
    // What can't be judged can't be changed to see whether that is noticed.
    let unjudged = report.scenarios().filter(|scenario| {
        scenario.status == ScenarioStatus::Error
            || (scenario.status == ScenarioStatus::Skipped && report.counts.passed == 0)
    });
    bad.extend(unjudged.map(|scenario| {
        format!("  {}: {}", scenario.id, scenario.reason.as_deref().unwrap_or("not tried"))
    }));
    if !bad.is_empty() {
        return Err(MutateError::Baseline(bad.join("\n")));
    }
    let indices: BTreeMap<&str, usize> = plan
        .suite
        .cases
        .iter()
        .enumerate()
        .map(|(index, case)| (case.id.as_ref(), index))
        .collect();
    let mut cases = Cases::default();
    for scenario in report.scenarios() {
        let Some(index) = indices.get(scenario.id.as_ref()) else { continue };
        for exchange in &scenario.exchanges {
            cases.sending.entry(exchange.operation.clone()).or_default().insert(*index);
        }
    }
    for clause in &report.clauses {
        let judged_by = clause.judged_by.iter().filter_map(|id| indices.get(id.as_ref()).copied());
        let judged_by: BTreeSet<usize> = judged_by.collect();
        cases.asking.entry(clause.operation.clone()).or_default().extend(&judged_by);
        cases.judging.insert(clause.id.clone(), judged_by);
    }
    Ok(cases)
}

/// Which cases a mutation of an operation concerns, as indices.
#[derive(Clone, Debug, Default)]
pub struct Cases {
    /// Those that send a request of it, be it only in preparation.
    sending: BTreeMap<String, BTreeSet<usize>>,
    /// Those that ask about one of its clauses.
    asking: BTreeMap<String, BTreeSet<usize>>,
    /// Those that judge a clause.
    judging: BTreeMap<String, BTreeSet<usize>>,
}

impl Cases {
    /// The cases that judge what a mutation breaks: they see it, if any does.
    fn nearest(&self, mutation: &Mutation) -> Vec<usize> {
        let Expectation::Breaks { clauses, .. } = &mutation.expectation else { return Vec::new() };
        let judging =
            self.judging.iter().filter(|(id, _)| clauses.iter().any(|one| covers(one, id)));
        let all: BTreeSet<usize> = judging.flat_map(|(_, cases)| cases).copied().collect();
        all.into_iter().collect()
    }

    /// A broken clause is looked for where it is asked about, a false alarm everywhere.
    fn of(&self, mutation: &Mutation) -> Vec<usize> {
        let by = match mutation.expectation {
            Expectation::Breaks { .. } => &self.asking,
            Expectation::Allowed => &self.sending,
        };
        by.get(&mutation.operation).map(|set| set.iter().copied().collect()).unwrap_or_default()
    }
}

/// Runs every mutation against the cases of its operation. What an interruption kept from being
/// judged is missing.
///
/// # Errors
/// The first thing that can't be started.
pub fn mutants(
    plan: &Plan,
    runtime: &tokio::runtime::Handle,
    mutations: &[Mutation],
    cases: &Cases,
    mut on_done: impl FnMut(&Judged),
) -> Result<Vec<Judged>, MutateError> {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    let mut done: Vec<(usize, Judged)> = Vec::new();
    let mut failed = None;
    std::thread::scope(|scope| {
        for _ in 0..plan.workers.max(1) {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                while !plan.is_interrupted() {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(mutation) = mutations.get(index) else { return };
                    let judged = of_mutation(plan, runtime, mutation, cases);
                    if sender.send((index, judged)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        for (index, judged) in receiver {
            match judged {
                Ok(Some(judged)) => {
                    on_done(&judged);
                    done.push((index, judged));
                }
                Ok(None) => {}
                Err(error) => failed = Some(error),
            }
        }
    });
    if let Some(error) = failed {
        return Err(error);
    }
    done.sort_by_key(|(index, _)| *index);
    Ok(done.into_iter().map(|(_, judged)| judged).collect())
}

/// Looks where the change should show, and only if it doesn't everywhere else. Nothing is said of
/// a change that not all could look for.
fn of_mutation(
    plan: &Plan,
    runtime: &tokio::runtime::Handle,
    mutation: &Mutation,
    cases: &Cases,
) -> Result<Option<Judged>, MutateError> {
    let near = cases.nearest(mutation);
    if !near.is_empty() {
        let (report, done) = one(plan, runtime, mutation, &near)?;
        let judged = judge(mutation.clone(), &report, done);
        if judged.is_right() {
            return Ok(Some(judged));
        }
    }
    let (report, done) = one(plan, runtime, mutation, &cases.of(mutation))?;
    let judged = judge(mutation.clone(), &report, done);
    Ok((!plan.is_interrupted()).then_some(judged))
}

/// A run under a mutation, and whether that was carried out.
fn one(
    plan: &Plan,
    runtime: &tokio::runtime::Handle,
    mutation: &Mutation,
    indices: &[usize],
) -> Result<(RunReport, bool), MutateError> {
    let limits = Limits { timeout: plan.timeout, ..Limits::default() };
    let redactor = Arc::new(suite::redactor(&plan.contract));
    let direct =
        Client::new(Arc::clone(&plan.upstream), Arc::clone(&redactor), limits, Instant::now())?;
    let tokens = direct.twin(direct.started());
    let proxy = runtime.block_on(Proxy::start(
        Arc::clone(&plan.contract),
        Arc::clone(&plan.upstream),
        direct,
        mutation.clone(),
        plan.timeout,
    ))?;
    let target = Arc::new(proxy.target.clone());
    let client = tokens.towards(Arc::clone(&target));
    let options = Options { jobs: plan.jobs, ..Options::default() };
    let mut context = RunContext::new(Arc::clone(&plan.contract), options);
    context.interruption = Arc::clone(&plan.interruption);
    let context = Arc::new(context);
    let cases: Vec<Case> =
        indices.iter().filter_map(|index| plan.suite.cases.get(*index)).cloned().collect();
    let ran = suite::collect(&cases, &context, &client)?;
    let frame = Frame {
        run_id: context.fresh.run_id().into(),
        started: String::new(),
        duration_ms: 0,
        completion: Completion::Complete,
        selected: None,
        selection: IndexMap::new(),
    };
    let whole = suite::Plan::of(&plan.suite, &cases, &context, &target, &[]);
    Ok((suite::assemble(&whole, ran, frame), proxy.has_changed()))
}
