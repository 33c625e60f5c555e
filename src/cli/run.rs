//! `docproof run`

mod before;
mod ended;
mod job;

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Instant;

use tokio::runtime::{Builder, Runtime};

use self::before::Sight;
use self::job::Job;
use super::args::RunArgs;
use super::error::CliError;
use super::exit::ExitCode;
use super::journal::Journal;
use super::outputs::Outputs;
use super::part::Part;
use super::progress::Progress;
use super::settings::Loaded;
use super::signals::{Phase, Signals};
use super::{embedded, known, output, proxies, settings, shard, shard_file, target};
use crate::contract::Contract;
use crate::known::Ledger;
use crate::reference::Running;
use crate::suite::{self, DryRun, Options, Plan, RunContext, Suite};
use crate::target::{Client, Limits, Target};

pub(super) fn run(args: &RunArgs) -> Result<ExitCode, CliError> {
    let asked = shard::asked(args.shard, &|name| std::env::var(name).ok())?;
    let is_part = asked.as_ref().is_some_and(|asked| asked.shard.of > 1);
    let outputs = Outputs::of(args, is_part)?;
    let mut loaded = settings::load(&args.which)?;
    settings::about_others(&args.which, &loaded)?;
    if !args.quiet {
        settings::note_slips(&loaded.contract);
    }
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(CliError::System)?;
    let signals = Signals::watch(&runtime);
    let (reference, target) = tested(args, &runtime, &loaded.contract)?;
    let is_embedded = reference.is_some();
    let ledger = ledger(args, &target, &loaded)?;
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
    let contract = Arc::new(loaded.contract);
    let target = Arc::new(target);
    let redactor = Arc::new(suite::redactor(&contract));
    let limits = limits(args, &target);
    let client = Client::new(Arc::clone(&target), redactor, limits, Instant::now())?;
    let sight = match args.dry_run {
        true => Sight::default(),
        false => before::look(args, &runtime, (&client, &target), &contract, &cases, is_embedded)?,
    };
    let options = Options {
        jobs: usize::from(args.jobs),
        strict: args.strict,
        dry_run: args.dry_run.then_some(DryRun::Shown),
        rate: args.rate,
        gives_up: !is_embedded,
    };
    let mut context = RunContext::new(contract, options);
    context.interruption = Arc::clone(&signals.interruption);
    context.away = sight.away;
    let mut journal = None;
    if !is_embedded && !args.dry_run && sight.unreached.is_none() {
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
        is_embedded,
        unreached: sight.unreached,
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
    let (ran, frame) = match &job.unreached {
        None => {
            progress.begin(context.fresh.run_id(), &plan.apis);
            job.whole(&cases, &mut progress)?
        }
        // One message says it; whoever reads the reports hears of it as well, and not of an earlier run.
        Some(error) => job.none(cases.len(), error),
    };
    drop(cases);
    signals.enter(Phase::Writing);
    let code = job.report(plan, &part, ran, frame, &progress)?;
    if let Some(journal) = journal {
        journal.end();
    }
    if let Some(reference) = reference {
        runtime.block_on(reference.stop());
    }
    Ok(code)
}

/// What is tested: the target that is named, or the embedded reference, which is then running.
fn tested(
    args: &RunArgs,
    runtime: &Runtime,
    contract: &Contract,
) -> Result<(Option<Running>, Target), CliError> {
    let named = target::target(args.target.as_deref(), &args.base_url, &args.which, contract)?;
    let (reference, mut target) = match named {
        Some(mut target) => {
            for api in target.apis.values_mut() {
                api.tls.insecure = args.insecure;
            }
            (None, target)
        }
        None => {
            let instead = "--target FILE or --base-url API=URL";
            let (running, target) = embedded::start(runtime, &args.fault, contract, instead)?;
            (Some(running), target)
        }
    };
    target.secrets = proxies::secrets();
    if !args.dry_run {
        proxies::check(&target)?;
    }
    Ok((reference, target))
}

/// What is known of the target, where a file of known deviations is named.
fn ledger(args: &RunArgs, target: &Target, loaded: &Loaded) -> Result<Option<Ledger>, CliError> {
    let Some(file) = &args.known else { return Ok(None) };
    let urls = known::urls(target, &args.which.api);
    known::ledger(file, args.update_known, loaded, &urls, args.strict).map(Some)
}

/// The target's limits, where no argument says otherwise.
fn limits(args: &RunArgs, target: &Target) -> Limits {
    Limits {
        timeout: args.timeout.unwrap_or(target.limits.timeout),
        connect: args.connect_timeout.unwrap_or(target.limits.connect),
        body: args.max_body.unwrap_or(target.limits.body),
        ..target.limits
    }
}
