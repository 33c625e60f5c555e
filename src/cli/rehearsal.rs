//! Every scenario once without sending anything: what a feature asks for and the contract doesn't
//! have is told before anything reaches the target.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::error::CliError;
use crate::contract::Contract;
use crate::model::StepStatus;
use crate::suite::{self, Case, DryRun, Options, RunContext, StepProblem};
use crate::target::Client;

/// Refuses cases that name operations, fields or rules that aren't there. Gives the number of
/// requests that the rest would send, about: what an answer leads to isn't known yet.
pub(super) fn rehearse(
    cases: &[Case],
    contract: &Arc<Contract>,
    client: &Client,
) -> Result<usize, CliError> {
    let options = Options { dry_run: Some(DryRun::Counted), ..Options::default() };
    let context = Arc::new(RunContext::new(Arc::clone(contract), options));
    let (mut requests, mut mistakes) = (0, BTreeMap::new());
    suite::run(cases, &context, client, &AtomicBool::new(false), |index, ran| {
        requests += ran.planned;
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
    if problems.is_empty() { Ok(requests) } else { Err(CliError::Steps(problems)) }
}
