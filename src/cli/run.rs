//! `docproof run`

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::args::RunArgs;
use super::error::CliError;
use super::exit::ExitCode;
use super::journal::Journal;
use super::part::Part;
use super::progress::Progress;
use super::rehearsal::rehearse;
use super::signals::{Phase, Signals};
use super::{caution, embedded, output, preflight, proxies, settings, shard, shard_file, target};
use crate::model::Completion;
use crate::report;
use crate::suite::{self, Case, Event, Frame, Options, Plan, Ran, RunContext};
use crate::target::{Client, Limits};

pub(super) fn run(args: &RunArgs) -> Result<ExitCode, CliError> {
    let asked = shard::asked(args.shard, &|name| std::env::var(name).ok())?;
    let loaded = settings::load(&args.which)?;
    let given =
        target::target(args.target.as_deref(), &args.base_url, &args.which, &loaded.contract)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(CliError::System)?;
    let signals = Signals::watch(&runtime);
    let (reference, mut target) = match given {
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
    target.secrets = proxies::secrets();
    let apis: Vec<String> = target.apis.keys().cloned().collect();
    let part = match Part::of(args, &loaded, &apis, asked)? {
        ControlFlow::Continue(part) => part,
        ControlFlow::Break(code) => return Ok(code),
    };
    let cases = &part.cases;
    if !args.dry_run {
        // Before anything is sent: documented operations delete nothing.
        report::prepare(&args.reports)?;
        shard_file::forget(&args.reports)?;
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
        fail_fast: args.fail_fast,
        dry_run: args.dry_run,
        rate: args.rate,
        heed_refusals: reference.is_none(),
    };
    let contract = Arc::new(loaded.contract);
    let target = Arc::new(target);
    let redactor = Arc::new(suite::redactor(&contract));
    let client = Client::new(Arc::clone(&target), redactor, limits, Instant::now())?;
    if !args.dry_run {
        let requests = rehearse(cases, &contract, &client)?;
        if reference.is_none() {
            let used = caution::used(&target, &contract, cases);
            caution::plain_http(&used, args.allow_plain_http)?;
            preflight::look(&runtime, &client, &contract, cases)?;
            caution::confirm(&used, cases.len(), requests, args.yes)?;
        }
    }
    let mut context = RunContext::new(contract, options);
    context.interruption = Arc::clone(&signals.interruption);
    let mut journal = None;
    if reference.is_none() && !args.dry_run {
        let (kept, told) = Journal::begin(&args.reports, context.fresh.run_id());
        (journal, context.journal) = (Some(kept), Some(told));
    }
    let context = Arc::new(context);
    let job = Job { args, context: &context, client: &client, signals: &signals };
    if args.dry_run {
        return job.dry(cases);
    }
    let plan = Plan::of(&loaded.suite, &part.all, &context, &target, &args.which.api);
    signals.enter(Phase::Running);
    let (ran, mut frame) = job.whole(cases)?;
    signals.enter(Phase::Writing);
    let ran = part.placed(ran);
    let faults = reference.is_some().then(|| args.fault.iter().map(ToString::to_string).collect());
    let saved = part.save(&args.reports, &plan, &ran, &mut frame, faults);
    let mut report = suite::assemble(&plan, ran, frame);
    if cases.is_empty() && report.completion == Completion::Complete {
        // What was selected is run by other shards.
        report.exit_code = ExitCode::Kept as u8;
    }
    let written = report::write_all(&report, &args.reports);
    output::print(&report::terminal::render(
        &report,
        &output::style(settings::verbosity(args.quiet, args.verbose)),
    ));
    for refusal in context.refusals() {
        output::note(&format!("{refusal} What needs it was not tried any further."));
    }
    let mut written = written?;
    written.extend(saved.transpose()?);
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
}

impl Job<'_> {
    /// Prints what would be sent.
    fn dry(&self, cases: &[Case]) -> Result<ExitCode, CliError> {
        let ran = suite::run(cases, self.context, self.client, &AtomicBool::new(false), |_| {})?;
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
            output::print(&report::text::clean(&text));
        }
        Ok(code)
    }

    /// Runs every case.
    fn whole(&self, cases: &[Case]) -> Result<(Vec<(usize, Ran)>, Frame), CliError> {
        let started = OffsetDateTime::now_utc()
            .truncate_to_millisecond()
            .format(&Rfc3339)
            .unwrap_or_default();
        let began = Instant::now();
        let progress = Progress::new(
            cases.len(),
            output::style(settings::verbosity(self.args.quiet, self.args.verbose)),
        );
        let ran: Vec<(usize, Ran)> =
            suite::run(cases, self.context, self.client, &AtomicBool::new(false), |event| {
                let Event::Finished { case, ran } = event;
                progress.finished(&ran.scenario(&case.into()));
            })?;
        progress.end();
        let completion = if self.signals.interruption.came() {
            Completion::Interrupted
        } else if ran.len() < cases.len() {
            Completion::Stopped
        } else {
            Completion::Complete
        };
        let frame = Frame {
            run_id: self.context.fresh.run_id().into(),
            started,
            duration_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
            completion,
            selection: settings::typed(self.args),
        };
        Ok((ran, frame))
    }
}
