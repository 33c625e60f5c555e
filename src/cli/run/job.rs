//! The scenarios of a run: shown, run, or in error because nothing can be reached.

use std::cell::LazyCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::super::args::{Evidence, RunArgs};
use super::super::error::CliError;
use super::super::exit::ExitCode;
use super::super::outputs::Outputs;
use super::super::progress::Progress;
use super::super::rehearsal::Hints;
use super::super::signals::Signals;
use super::super::{output, settings};
use crate::known::Ledger;
use crate::model::Completion;
use crate::report::text::clean;
use crate::suite::{self, Case, Frame, Ran, RunContext};
use crate::target::Client;

/// What scenarios are run with.
pub(super) struct Job<'a> {
    pub args: &'a RunArgs,
    pub context: &'a Arc<RunContext>,
    pub client: &'a Client,
    pub signals: &'a Signals,
    pub ledger: Option<Ledger>,
    pub outputs: &'a Outputs<'a>,
    /// Whether the target is the reference implementation in this process.
    pub is_embedded: bool,
    /// Why nothing can be run: nobody is there.
    pub unreached: Option<CliError>,
}

impl Job<'_> {
    /// Prints what would be sent.
    pub fn dry(&self, cases: &[Case]) -> Result<ExitCode, CliError> {
        let ran = suite::collect(cases, self.context, self.client)?;
        let (mut code, mut hints) = (ExitCode::Kept, Hints::default());
        for (index, ran) in &ran {
            let case = &cases[*index];
            hints.take(case, ran);
            let mut text = format!("# {}:{} {}\n", case.file, case.line, case.name);
            for line in &ran.shown {
                text.push_str(line);
                text.push('\n');
            }
            if ran.shown.is_empty() || ran.mistake {
                text.push_str(&format!(
                    "# {}\n",
                    ran.reason.as_deref().unwrap_or("nothing is sent")
                ));
            }
            if ran.mistake {
                code = ExitCode::Usage;
            }
            output::print(&clean(&text));
        }
        if !self.args.quiet {
            hints.note();
        }
        Ok(code)
    }

    /// Runs every case.
    pub fn whole(
        &self,
        cases: &[Case],
        progress: &mut Progress,
    ) -> Result<(Vec<(usize, Ran)>, Frame), CliError> {
        let (started, began) = (now(), Instant::now());
        let stop = AtomicBool::new(false);
        let mut all = Vec::with_capacity(cases.len());
        self.outputs.fenced(|| {
            suite::run(cases, self.context, self.client, &stop, |index, mut ran| {
                if self.args.evidence == Evidence::Findings {
                    ran.forget_evidence();
                }
                let scenario = LazyCell::new(|| {
                    let mut scenario = ran.told(&cases[index].head);
                    if let Some(ledger) = &self.ledger {
                        ledger.mark(&mut scenario);
                    }
                    scenario
                });
                if self.args.fail_fast && ran.is_bad() && scenario.known.is_none() {
                    stop.store(true, Ordering::Relaxed);
                }
                progress.finished(ran.is_bad(), &scenario);
                drop(scenario);
                all.push((index, ran));
            })
        })?;
        // Each is moved once: they are large.
        all.sort_by_cached_key(|(index, _)| *index);
        all.iter_mut().for_each(|(_, ran)| suite::excuse(ran, self.context));
        let completion = if self.signals.interruption.came() {
            Completion::Interrupted
        } else if all.len() < cases.len() {
            Completion::Stopped
        } else {
            Completion::Complete
        };
        let mut frame = self.frame(started, began.elapsed(), completion);
        frame.selected = (completion != Completion::Complete).then_some(cases.len());
        Ok((all, frame))
    }

    /// Of a target that is not reached every scenario is in error.
    pub fn none(&self, count: usize, error: &CliError) -> (Vec<(usize, Ran)>, Frame) {
        let clauses = self.context.contract.clauses.keys().cloned();
        let ran = Ran::unreached(count, &error.to_string(), clauses);
        (ran, self.frame(now(), Duration::ZERO, Completion::Complete))
    }

    fn frame(&self, started: String, took: Duration, completion: Completion) -> Frame {
        Frame {
            run_id: self.context.fresh.run_id().into(),
            started,
            duration_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            completion,
            selected: None,
            selection: settings::typed(self.args),
        }
    }
}

fn now() -> String {
    OffsetDateTime::now_utc().truncate_to_millisecond().format(&Rfc3339).unwrap_or_default()
}
