//! `docproof run`

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::args::RunArgs;
use super::error::CliError;
use super::exit::ExitCode;
use super::journal::Journal;
use super::known;
use super::outputs::Outputs;
use super::progress::Progress;
use super::rehearsal::rehearse;
use super::signals::Signals;
use super::{caution, embedded, output, preflight, settings, target};
use crate::known::Ledger;
use crate::model::{Completion, RunReport, ScenarioReport, ScenarioStatus};
use crate::report::text::clean;
use crate::suite::{self, Case, Event, Frame, Options, RunContext};
use crate::target::{Client, Limits, Redactor, Target};

pub(super) fn run(args: &RunArgs) -> Result<ExitCode, CliError> {
    let outputs = Outputs::of(args)?;
    let loaded = settings::load(&args.which)?;
    let given =
        target::target(args.target.as_deref(), &args.base_url, &args.which, &loaded.contract)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(CliError::System)?;
    let signals = Signals::watch(&runtime);
    let (reference, target) = match given {
        Some(mut target) => {
            for api in target.apis.values_mut() {
                api.tls.insecure = args.insecure;
            }
            (None, target)
        }
        None => {
            let (running, target) = embedded::start(&runtime, &args.fault)?;
            (Some(running), target)
        }
    };
    let ledger = known::ledger(args, &loaded, &target)?;
    let apis: Vec<String> = target.apis.keys().cloned().collect();
    let cases = settings::select(&args.which, &loaded, &apis)?;
    if cases.is_empty() {
        output::note(&settings::nothing_selected(&args.which, &apis));
        return Ok(ExitCode::Nothing);
    }
    if !args.dry_run {
        // Before anything is sent: documented operations delete nothing.
        outputs.prepare()?;
    }
    let limits = Limits {
        timeout: args.timeout.unwrap_or(target.limits.timeout),
        connect: args.connect_timeout.unwrap_or(target.limits.connect),
        body: args.max_body.unwrap_or(target.limits.body),
        ..target.limits
    };
    let options = Options {
        jobs: usize::from(args.jobs),
        strict: args.strict,
        dry_run: args.dry_run,
        rate: args.rate,
        heed_refusals: reference.is_none(),
    };
    let target = Arc::new(target);
    let client =
        Client::new(Arc::clone(&target), Arc::new(Redactor::default()), limits, Instant::now())?;
    let contract = Arc::new(loaded.contract);
    if !args.dry_run {
        let requests = rehearse(&cases, &contract, &client)?;
        if reference.is_none() {
            let used = caution::used(&target, &contract, &cases);
            caution::plain_http(&used, args.allow_plain_http)?;
            preflight::look(&runtime, &client, &contract, &cases)?;
            caution::confirm(&used, cases.len(), requests, args.yes)?;
        }
    }
    let mut context = RunContext::new(contract, options);
    let mut journal = None;
    if reference.is_none() && !args.dry_run {
        let (kept, told) = Journal::begin(&args.reports, context.fresh.run_id());
        (journal, context.journal) = (Some(kept), Some(told));
    }
    let context = Arc::new(context);
    let job = Job {
        args,
        context: &context,
        client: &client,
        signals: &signals,
        ledger,
        outputs: &outputs,
    };
    if args.dry_run {
        return job.dry(&cases);
    }
    let report = job.whole(&loaded.suite, &cases, &target)?;
    let written = outputs.write(&report);
    outputs.print(&report);
    for refusal in context.refusals() {
        output::note(&format!("{refusal} What needs it was not tried any further."));
    }
    let written = written?;
    if args.update_known {
        known::update(args, &report)?;
    }
    if let Some(journal) = journal {
        journal.end();
    }
    for path in written {
        if !args.quiet {
            output::note(&format!("wrote {}", path.display()));
        }
    }
    if let Some(reference) = reference {
        runtime.block_on(reference.stop());
    }
    Ok(ExitCode::of_report(report.exit_code))
}

struct Job<'a> {
    args: &'a RunArgs,
    context: &'a Arc<RunContext>,
    client: &'a Client,
    signals: &'a Signals,
    ledger: Option<Ledger>,
    outputs: &'a Outputs<'a>,
}

impl Job<'_> {
    /// Prints what would be sent.
    fn dry(&self, cases: &[Case]) -> Result<ExitCode, CliError> {
        let ran = suite::run(cases, self.context, self.client, &self.signals.stop, |_| {})?;
        let mut code = ExitCode::Kept;
        for (index, ran) in &ran {
            let case = &cases[*index];
            let mut text = format!("# {}:{} {}\n", case.file, case.line, case.name);
            for line in &ran.planned {
                text.push_str(line);
                text.push('\n');
            }
            if ran.planned.is_empty() || ran.mistake {
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
        Ok(code)
    }

    fn whole(
        &self,
        suite: &suite::Suite,
        cases: &[Case],
        target: &Target,
    ) -> Result<RunReport, CliError> {
        let started = OffsetDateTime::now_utc()
            .truncate_to_millisecond()
            .format(&Rfc3339)
            .unwrap_or_default();
        let began = Instant::now();
        let style = output::style(settings::verbosity(self.args));
        let mut progress = Progress::new(cases.len(), style, self.args.format);
        progress.begin(self.context.fresh.run_id(), target, &self.args.which.api);
        let ran = self.outputs.fenced(|| {
            suite::run(cases, self.context, self.client, &self.signals.stop, |event| {
                let Event::Finished { case, ran } = event;
                let mut scenario = ran.scenario(case);
                if let Some(ledger) = &self.ledger {
                    ledger.mark(&mut scenario);
                }
                if self.args.fail_fast && fails(&scenario) {
                    self.signals.stop.store(true, Ordering::Relaxed);
                }
                progress.finished(&scenario);
            })
        })?;
        let completion = if self.signals.came.load(Ordering::SeqCst) {
            Completion::Interrupted
        } else if ran.len() < cases.len() {
            Completion::Stopped
        } else {
            Completion::Complete
        };
        let frame = Frame {
            started,
            duration_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
            completion,
            selection: settings::typed(&self.args.which),
        };
        let apis = &self.args.which.api;
        let mut report = suite::report(suite, cases, ran, self.context, target, apis, frame);
        if let Some(ledger) = &self.ledger {
            ledger.settle(&mut report);
        }
        progress.end(&report);
        Ok(report)
    }
}

/// Whether a scenario ends a run that stops at the first failure.
fn fails(scenario: &ScenarioReport) -> bool {
    matches!(scenario.status, ScenarioStatus::Failed | ScenarioStatus::Error)
        && scenario.known.is_none()
}
