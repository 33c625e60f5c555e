//! `docproof mutate`

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use indicatif::ProgressBar;
use rand::SeedableRng;
use rand::seq::SliceRandom;

use super::args::MutateArgs;
use super::ci::{Actions, fenced};
use super::error::CliError;
use super::exit::ExitCode;
use super::rehearsal::rehearse;
use super::signals::{Phase, Signals};
use super::{caution, embedded, output, preflight, proxies, settings, target};
use crate::model::Completion;
use crate::mutate::{
    Cases, Counts, Expectation, Judged, MutateError, Mutation, MutationReport, Plan, Verdict,
    baseline, catalogue, mutants, table,
};
use crate::report::{
    self,
    text::{clean, count},
};
use crate::suite::lookup::unknown_operation;
use crate::target::{Client, Limits};

pub(super) fn mutate(args: &MutateArgs) -> Result<ExitCode, CliError> {
    let loaded = settings::load(&args.which)?;
    let given = target::target(args.target.as_deref(), &[], &args.which, &loaded.contract)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(CliError::System)?;
    let signals = Signals::watch(&runtime);
    let (reference, mut target) = match given {
        Some(target) => (None, target),
        None => {
            let (running, target) =
                embedded::start(&runtime, &[], &loaded.contract, "--target FILE")?;
            (Some(running), target)
        }
    };
    target.secrets = proxies::secrets();
    if !args.list {
        proxies::check(&target)?;
    }
    let apis: Vec<String> = target.apis.keys().cloned().collect();
    let mut suite = loaded.suite.clone();
    suite.cases = settings::select(&args.which, &loaded, &apis)?;
    let contract = Arc::new(loaded.contract);
    if let Some(unknown) = args.operation.iter().find(|id| contract.operation(id).is_none()) {
        let message = unknown_operation(&contract, unknown);
        return Err(CliError::Usage(format!("--operation: {message}")));
    }
    let here = |mutation: &Mutation| {
        let api = contract.operation(&mutation.operation).map(|operation| &operation.api);
        api.is_some_and(|api| {
            apis.contains(api) && (args.which.api.is_empty() || args.which.api.contains(api))
        })
    };
    let mutations = chosen(args, catalogue(&contract).into_iter().filter(here).collect());
    if mutations.is_empty() || suite.cases.is_empty() {
        output::note(&nothing_meets(args, mutations.is_empty()));
        return Ok(ExitCode::Nothing);
    }
    if args.list {
        let lines: Vec<String> = mutations.iter().map(describe).collect();
        let number = count(mutations.len(), "mutation");
        output::print(&format!("{}\n{number}", lines.join("\n")));
        return Ok(ExitCode::Kept);
    }
    report::prepare(&args.reports)?;
    let target = Arc::new(target);
    if reference.is_none() {
        let limits = Limits { timeout: args.timeout, ..target.limits };
        let client = Client::new(Arc::clone(&target), Arc::default(), limits, Instant::now())?;
        let used = caution::used(&target, &contract, &suite.cases);
        caution::plain_http(&used, args.allow_plain_http)?;
        if let Some((_, away)) = preflight::look(&runtime, &client, &contract, &used)?.pop() {
            return Err(away);
        }
        let requests = rehearse(&suite.cases, &contract, &client)?.requests;
        let runs = mutations.len() + 1;
        caution::confirm(&used, suite.cases.len() * runs, requests * runs, args.yes)?;
    }
    let plan = Plan {
        contract,
        suite,
        upstream: target,
        timeout: args.timeout,
        workers: usize::from(args.jobs),
        jobs: 8,
        interruption: Arc::clone(&signals.interruption),
    };
    signals.enter(Phase::Running);
    let cases = match baseline(&plan, runtime.handle()) {
        Err(MutateError::Interrupted) => {
            output::note(&MutateError::Interrupted.to_string());
            return Ok(ExitCode::Interrupted);
        }
        passed => passed?,
    };
    let number = count(mutations.len(), "mutation");
    output::note(&format!("the unchanged implementation passes; {number}"));
    // What is wrong is told with what the target answered.
    let actions = Actions::here(false);
    let judged = fenced(actions.as_ref(), || tried(&plan, &runtime, &mutations, &cases))?;
    signals.enter(Phase::Writing);
    let completion = match judged.len() < mutations.len() {
        true => Completion::Interrupted,
        false => Completion::Complete,
    };
    let whole = MutationReport::new(&judged, mutations.len(), completion);
    let mut told = summary(&judged, whole.counts, args.verbose);
    if completion == Completion::Interrupted {
        told.push_str(&format!("INTERRUPTED — {} of {number} tried", judged.len()));
    }
    fenced(actions.as_ref(), || output::print(&told));
    let text = serde_json::to_string_pretty(&whole)
        .map_err(|error| CliError::System(std::io::Error::other(error)))?;
    let written = report::write_one(&args.reports, "mutation.json", &format!("{text}\n"))?;
    output::note(&format!("wrote {}", written.display()));
    if let Some(reference) = reference {
        runtime.block_on(reference.stop());
    }
    Ok(match judged.iter().all(Judged::is_right) {
        _ if completion == Completion::Interrupted => ExitCode::Interrupted,
        true => ExitCode::Kept,
        false => ExitCode::Broken,
    })
}

/// Tries every mutation; what is wrong is told as it is found.
fn tried(
    plan: &Plan,
    runtime: &tokio::runtime::Runtime,
    mutations: &[Mutation],
    cases: &Cases,
) -> Result<Vec<Judged>, MutateError> {
    let bar = if output::is_terminal() {
        ProgressBar::new(mutations.len() as u64)
    } else {
        ProgressBar::hidden()
    };
    let mut done = 0_usize;
    let judged = mutants(plan, runtime.handle(), mutations, cases, |judged| {
        bar.inc(1);
        done += 1;
        if bar.is_hidden() && done.is_multiple_of(100) {
            output::note(&format!("{done} of {}", mutations.len()));
        }
        if !judged.is_right() {
            bar.suspend(|| output::print(&wrong(judged)));
        }
    })?;
    bar.finish_and_clear();
    Ok(judged)
}

/// The mutations that `--only` names, or a sample of them.
fn chosen(args: &MutateArgs, all: Vec<Mutation>) -> Vec<Mutation> {
    let only = args.only.as_ref().map(|text| text.to_lowercase());
    let mut chosen: Vec<Mutation> = all
        .into_iter()
        .filter(|mutation| {
            let apis = &args.operation;
            (apis.is_empty() || apis.contains(&mutation.operation))
                && only.as_ref().is_none_or(|text| {
                    mutation.id.to_lowercase().contains(text)
                        || mutation.kind.contains(text.as_str())
                })
        })
        .collect();
    if let Some(count) = args.sample {
        let mut random = rand::rngs::StdRng::seed_from_u64(args.seed);
        chosen.shuffle(&mut random);
        chosen.truncate(usize::try_from(count).unwrap_or(usize::MAX));
        chosen.sort_by(|a, b| a.id.cmp(&b.id));
    }
    chosen
}

/// That there is nothing to do, and which of the options that were given left nothing.
fn nothing_meets(args: &MutateArgs, no_mutation: bool) -> String {
    let which = &args.which;
    let api = (!which.api.is_empty(), "--api");
    let (what, given) = match no_mutation {
        true => {
            let operation = (!args.operation.is_empty(), "--operation");
            ("mutation", vec![(args.only.is_some(), "--only"), operation, api])
        }
        false => (
            "scenario",
            vec![api, (which.tags.is_some(), "--tags"), (which.name.is_some(), "--name")],
        ),
    };
    let given: Vec<&str> =
        given.into_iter().filter(|(given, _)| *given).map(|(_, name)| name).collect();
    match given.as_slice() {
        [] => format!("nothing was selected: there is no {what}"),
        [one] => format!("nothing was selected: no {what} meets {one}"),
        several => {
            format!("nothing was selected: no {what} meets {} together", several.join(" and "))
        }
    }
}

fn describe(mutation: &Mutation) -> String {
    match &mutation.expectation {
        Expectation::Breaks { clauses, level } => {
            format!(
                "{level:<6}  {}  ->  {}",
                mutation.id,
                clauses.first().map_or("", String::as_str)
            )
        }
        Expectation::Allowed => format!("allowed {}", mutation.id),
    }
}

fn wrong(judged: &Judged) -> String {
    let (word, details) = match &judged.verdict {
        Verdict::Survived(instead) => ("SURVIVED   ", instead),
        Verdict::FalseAlarm(raised) => ("FALSE ALARM", raised),
        Verdict::NeverCarriedOut => {
            let why =
                "no scenario sends what it changes, or nothing tells what an acceptance looks like";
            return clean(&format!(
                "NOT DONE    {}\n              {why}",
                describe(&judged.mutation)
            ));
        }
        Verdict::Detected(_) | Verdict::Silent => return String::new(),
    };
    let mut text = format!("{word} {}", describe(&judged.mutation));
    for line in details.iter().take(6) {
        text.push_str(&format!("\n              {line}"));
    }
    if details.len() > 6 {
        text.push_str(&format!("\n              and {} more", details.len() - 6));
    }
    clean(&text)
}

fn summary(judged: &[Judged], counts: Counts, verbose: bool) -> String {
    let mut text = String::new();
    if verbose {
        for judged in judged {
            if let Verdict::Detected(by) = &judged.verdict {
                text.push_str(&format!(
                    "detected    {}  by {}",
                    describe(&judged.mutation),
                    by.first().map_or("", String::as_str)
                ));
                text.push_str(&if by.len() > 1 {
                    format!(" and {} more\n", by.len() - 1)
                } else {
                    "\n".into()
                });
            } else if judged.verdict == Verdict::Silent {
                text.push_str(&format!("silent      {}\n", describe(&judged.mutation)));
            }
        }
        text.push('\n');
    }
    let cells = table(judged);
    let mut by_kind: BTreeMap<&str, Vec<(&str, usize, usize)>> = BTreeMap::new();
    for ((operation, kind), (right, wrong)) in &cells {
        by_kind.entry(operation).or_default().push((kind, *right, *wrong));
    }
    for (operation, kinds) in by_kind {
        text.push_str(&format!("{operation}\n"));
        for (kind, right, wrong) in kinds {
            let wrong = if wrong > 0 { format!(", {wrong} WRONG") } else { String::new() };
            text.push_str(&format!("  {kind:<14} {right:>4} right{wrong}\n"));
        }
    }
    text.push_str(&format!(
        "{}, {} survived; {}, {}\n",
        count(counts.breaking, "breaking mutation"),
        counts.survived,
        count(counts.allowed, "allowed variation"),
        count(counts.false_alarms, "false alarm")
    ));
    if counts.never_carried_out > 0 {
        let times = count(counts.never_carried_out, "change");
        text.push_str(&format!(
            "{times} never carried out: no scenario sends what they concern, or nothing tells what an acceptance looks like; they prove nothing\n"
        ));
    }
    text
}
