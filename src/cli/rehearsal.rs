//! Every scenario once without sending anything: what a feature asks for and the contract doesn't
//! have is told before anything reaches the target.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::error::CliError;
use super::output;
use crate::contract::Contract;
use crate::model::StepStatus;
use crate::report::text::clean;
use crate::suite::{self, Case, DryRun, Options, Ran, RunContext, StepProblem};
use crate::target::Client;

/// Refuses cases that name operations, fields or rules that aren't there, and notes what may be meant
/// otherwise than it stands. Gives the number of requests that the rest would send, about: what an answer
/// leads to isn't known yet.
pub(super) fn rehearse(
    cases: &[Case],
    contract: &Arc<Contract>,
    client: &Client,
) -> Result<usize, CliError> {
    let options = Options { dry_run: Some(DryRun::Counted), ..Options::default() };
    let context = Arc::new(RunContext::new(Arc::clone(contract), options));
    let (mut requests, mut mistakes, mut hints) = (0, BTreeMap::new(), Hints::default());
    suite::run(cases, &context, client, &AtomicBool::new(false), |index, ran| {
        requests += ran.planned;
        hints.take(&cases[index], &ran);
        if ran.mistake {
            mistakes.insert(index, ran);
        }
    })?;
    // Rows of an outline make the same mistake in the same line.
    let mut seen = BTreeSet::new();
    let mut problems = Vec::new();
    for (index, ran) in mistakes {
        let case = &cases[index];
        let failed = ran.steps.iter().find(|step| step.status == StepStatus::Failed);
        let line = failed.map_or(case.line, |step| step.line);
        let message = ran.reason.clone().unwrap_or_default();
        if seen.insert((&case.file, line, message.clone())) {
            problems.push(StepProblem { file: case.file.to_string(), line, message });
        }
    }
    if !problems.is_empty() {
        return Err(CliError::Steps(problems));
    }
    hints.note();
    Ok(requests)
}

/// What features may have meant otherwise than it stands. Rows of an outline mean the same.
#[derive(Default)]
pub(super) struct Hints(BTreeSet<(Arc<str>, usize, String)>);

impl Hints {
    /// Takes those of a case.
    pub(super) fn take(&mut self, case: &Case, ran: &Ran) {
        let hints = ran.hints.iter();
        self.0.extend(hints.map(|(line, text)| (Arc::clone(&case.file), *line, text.clone())));
    }

    /// Notes each with its place.
    pub(super) fn note(&self) {
        for (file, line, text) in &self.0 {
            output::note(&clean(&format!("{file}:{line}: {text}")));
        }
    }
}
