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

/// What came of a rehearsal.
pub(super) struct Rehearsed {
    /// The number of requests that a run would send, about: what an answer leads to isn't known yet.
    pub requests: usize,
    /// What features say that can be sent, and is likely a slip.
    pub hints: Hints,
}

/// Refuses cases that name operations, fields or rules that aren't there.
pub(super) fn rehearse(
    cases: &[Case],
    contract: &Arc<Contract>,
    client: &Client,
) -> Result<Rehearsed, CliError> {
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
    Ok(Rehearsed { requests, hints })
}

/// So many hints are given of one line: the rows of an outline are alike.
const OF_A_LINE: usize = 2;

/// What features say that can be sent, and is likely a slip: by file and line.
#[derive(Default)]
pub(super) struct Hints(BTreeMap<(Arc<str>, usize), BTreeSet<String>>);

impl Hints {
    /// Takes those of a case.
    pub(super) fn take(&mut self, case: &Case, ran: &Ran) {
        for (line, text) in &ran.hints {
            let of_line = self.0.entry((Arc::clone(&case.file), *line)).or_default();
            of_line.insert(text.clone());
        }
    }

    /// Notes each with its place.
    pub(super) fn note(&self) {
        for ((file, line), texts) in &self.0 {
            for text in texts.iter().take(OF_A_LINE) {
                output::note(&clean(&format!("{file}:{line}: {text}")));
            }
            if texts.len() > OF_A_LINE {
                let more = texts.len() - OF_A_LINE;
                output::note(&clean(&format!("{file}:{line}: and {more} more like it")));
            }
        }
    }
}
