//! `docproof run`

use std::cell::LazyCell;
use std::mem::ManuallyDrop;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::args::{Evidence, RunArgs};
use super::error::CliError;
use super::exit::ExitCode;
use super::journal::Journal;
use super::known;
use super::outputs::Outputs;
use super::part::{Part, excuse_idle};
use super::progress::Progress;
use super::rehearsal::{Hints, Rehearsed, rehearse};
use super::signals::{Phase, Signals};
use super::{caution, embedded, output, preflight, proxies, settings, shard, shard_file, target};
use crate::known::Ledger;
use crate::model::Completion;
use crate::report::text::clean;
use crate::suite::{self, Case, DryRun, Frame, Options, Plan, Ran, RunContext, Suite};
use crate::target::{Client, Limits};

pub(super) fn run(args: &RunArgs) -> Result<ExitCode, CliError> {
    let asked = shard::asked(args.shard, &|name| std::env::var(name).ok())?;
    let is_part = asked.as_ref().is_some_and(|asked| asked.shard.of > 1);
    let outputs = Outputs::of(args, is_part)?;
    let mut loaded = settings::load(&args.which)?;
    settings::about_others(&args.which, &loaded)?;
    if !args.quiet {
        settings::note_slips(&loaded.contract);
    }
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
            let (running, target) = embedded::start(
                &runtime,
                &args.fault,
                &loaded.contract,
                "--target FILE or --base-url API=URL",
            )?;
            (Some(running), target)
        }
    };
    target.secrets = proxies::secrets();
    if !args.dry_run {
        proxies::check(&target)?;
    }
    let ledger = match &args.known {
        Some(file) => {
            let urls = known::urls(&target, &args.which.api);
            Some(known::ledger(file, args.update_known, &loaded, &urls, args.strict)?)
        }
        None => None,
    };
    let apis: Vec<String> = target.apis.keys().cloned().collect();
    let mut part = match Part::of(args, &loaded, &apis, asked)? {
        ControlFlow::Continue(part) => part,
        ControlFlow::Break(code) => {
            if !args.dry_run {
                shard_file::forget(&args.reports)?;
            }
            return Ok(code);
        }
    };
    let cases = std::mem::take(&mut part.cases);
    if !args.dry_run {
        // Before anything is sent: documented operations delete nothing.
        outputs.prepare()?;
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
        dry_run: args.dry_run.then_some(DryRun::Shown),
        rate: args.rate,
        gives_up: reference.is_none(),
    };
    let contract = Arc::new(loaded.contract);
    let target = Arc::new(target);
    let redactor = Arc::new(suite::redactor(&contract));
    let client = Client::new(Arc::clone(&target), redactor, limits, Instant::now())?;
    let (mut unreached, mut away) = (None, Vec::new());
    if !args.dry_run {
        let Rehearsed { requests, hints } = rehearse(&cases, &contract, &client)?;
        if !args.quiet {
            hints.note();
        }
        if reference.is_none() {
            let used = caution::used(&target, &contract, &cases);
            caution::plain_http(&used, args.allow_plain_http)?;
            match preflight::look(&runtime, &client, &contract, &used) {
                Ok(some) => {
                    some.iter().for_each(|(_, error)| output::error(error));
                    away = some.into_iter().map(|(api, error)| (api, error.to_string())).collect();
                    caution::confirm(&used, cases.len(), requests, args.yes)?;
                }
                Err(error @ CliError::Unreachable(_)) => unreached = Some(error),
                Err(other) => return Err(other),
            }
        }
    }
    let mut context = RunContext::new(contract, options);
    context.interruption = Arc::clone(&signals.interruption);
    context.away = away;
    let mut journal = None;
    if reference.is_none() && !args.dry_run && unreached.is_none() {
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
    let plan = Plan::of(&loaded.suite, &part.all, &context, &target, &args.which.api);
    // From here on the plan has what is still needed of them.
    (loaded.suite, part.all) = (Suite::default(), Vec::new());
    signals.enter(Phase::Running);
    let style = output::style(settings::verbosity(args.quiet, args.verbose));
    let mut progress = Progress::new(cases.len(), style, args.format);
    let (ran, mut frame) = match &unreached {
        None => {
            progress.begin(context.fresh.run_id(), &plan.apis);
            job.whole(&cases, &mut progress)?
        }
        // One message says it; whoever reads the reports hears of it as well, and not of an earlier run.
        Some(error) => job.unreached(cases.len(), error),
    };
    drop(cases);
    signals.enter(Phase::Writing);
    let ran = part.placed(ran);
    let faults = reference.is_some().then(|| args.fault.iter().map(ToString::to_string).collect());
    let saved = part.save(&args.reports, &plan, &ran, &mut frame, faults);
    let mut report = suite::assemble(&plan, ran, frame);
    drop(plan);
    if let Some(ledger) = &job.ledger {
        ledger.settle(&mut report);
    }
    excuse_idle(&mut report);
    if unreached.is_none() {
        progress.end(&report);
    }
    let written = outputs.write(&report);
    if reference.is_some() {
        // It ends with the run, and what is in it with it: there is nothing to clean up.
        report.created.clear();
    }
    match &unreached {
        None => outputs.print(&report, written.is_ok()),
        Some(error) => {
            outputs.tell(&report);
            output::error(error);
        }
    }
    // The program is about to end: to take a long run apart piece by piece would only take time.
    let report = ManuallyDrop::new(report);
    for refusal in context.refusals() {
        output::note(&format!("{refusal} What needs it was not tried any further."));
    }
    let mut written = written?;
    written.extend(saved.transpose()?);
    if args.update_known {
        known::update(args, &report)?;
    }
    if let Some(journal) = journal {
        journal.end();
    }
    for path in written {
        if !args.quiet && unreached.is_none() {
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
    fn whole(
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
    fn unreached(&self, count: usize, error: &CliError) -> (Vec<(usize, Ran)>, Frame) {
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
