//! Runs cases: every core takes them from one queue, each with a runtime of its own.

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use futures::FutureExt;
use futures::future::join_all;

use super::Case;
use super::context::RunContext;
use super::definitions::Found;
use super::queue::Queue;
use super::ran::Ran;
use super::turns::SPENT;
use super::world::{Ending, World};
use crate::model::{StepReport, StepStatus};
use crate::target::Client;

/// What ends within this time is taken together: to be woken for each scenario would cost more than
/// many a scenario. One that went wrong is taken at once.
const HANDFUL: Duration = Duration::from_millis(5);

/// A run that can't begin.
#[derive(Debug, thiserror::Error)]
#[error("a runtime can't be started: {0}")]
pub struct RunError(#[from] std::io::Error);

/// Runs every case and returns what came of each, in the order of `cases`.
///
/// # Errors
/// As [`run`].
pub fn collect(
    cases: &[Case],
    context: &Arc<RunContext>,
    client: &Client,
) -> Result<Vec<(usize, Ran)>, RunError> {
    let mut all = Vec::with_capacity(cases.len());
    run(cases, context, client, &AtomicBool::new(false), |index, ran| all.push((index, ran)))?;
    all.sort_by_key(|(index, _)| *index);
    Ok(all)
}

/// Runs every case and hands over what came of each as it ends, with its index in `cases`. Cases
/// that `stop` kept from starting are missing. What others were in the way of is run again at the end, alone.
///
/// # Errors
/// When no runtime can be made.
pub fn run(
    cases: &[Case],
    context: &Arc<RunContext>,
    client: &Client,
    stop: &AtomicBool,
    mut on_end: impl FnMut(usize, Ran),
) -> Result<(), RunError> {
    // What came before (a rehearsal, a question to the user) is no part of the run.
    let began = Instant::now();
    let jobs = context.options.jobs.clamp(1, 1024);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = cores.min(jobs).min(cases.len().max(1));
    let queue = Queue::new(cases, &context.contract, jobs);
    let (sender, receiver) = mpsc::channel();
    let mut workers = Vec::new();
    for index in 0..threads {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        // Every thread has its share of the jobs; the first ones take what is left over.
        let share = jobs / threads + usize::from(index < jobs % threads);
        workers.push((runtime, Arc::new(client.twin(began)), share));
    }
    let is_over = || stop.load(Ordering::Relaxed) || context.interruption.came();
    let crowded = Mutex::new(Vec::new());
    let taker = std::thread::current();
    let at_work = AtomicUsize::new(workers.len());
    std::thread::scope(|scope| {
        for (runtime, client, share) in workers {
            let (sender, queue, taker, at_work) = (sender.clone(), &queue, &taker, &at_work);
            let (is_over, crowded) = (&is_over, &crowded);
            scope.spawn(move || {
                let job = || async {
                    let mut done = None;
                    while !is_over()
                        && let Some(taken) = queue.next(done.take())
                    {
                        let (case, objects) = (&cases[taken.index], queue.objects(taken.index));
                        let ran = case_of(case, objects, context, &client, jobs > 1).await;
                        let hurries = ran.is_bad();
                        // What was found broken stays found.
                        if ran.crowded && ran.findings.is_empty() {
                            crowded
                                .lock()
                                .unwrap_or_else(PoisonError::into_inner)
                                .push((taken.index, ran));
                        } else {
                            // The receiver outlives the workers.
                            let _ = sender.send((taken.index, ran));
                        }
                        if hurries {
                            taker.unpark();
                        }
                        done = Some(taken);
                    }
                };
                let work = join_all(std::iter::repeat_with(job).take(share));
                runtime.block_on(work);
                at_work.fetch_sub(1, Ordering::SeqCst);
                taker.unpark();
            });
        }
        drop(sender);
        while let Ok(first) = receiver.recv() {
            for (index, ran) in std::iter::once(first).chain(receiver.try_iter()) {
                on_end(index, ran);
            }
            // Once nobody is at work there is nothing to wait for.
            if at_work.load(Ordering::SeqCst) > 0 {
                std::thread::park_timeout(HANDFUL);
            }
        }
    });
    let crowded = crowded.into_inner().unwrap_or_else(PoisonError::into_inner);
    if crowded.is_empty() {
        return Ok(());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let client = Arc::new(client.twin(began));
    for (index, before) in crowded {
        let objects = queue.objects(index);
        let ran = match is_over() || objects.iter().any(|one| one.starts_with(SPENT)) {
            true => before,
            false => {
                let alone = case_of(&cases[index], objects, context, &client, false);
                runtime.block_on(alone).after(before)
            }
        };
        on_end(index, ran);
    }
    Ok(())
}

async fn case_of(
    case: &Case,
    objects: &BTreeSet<String>,
    context: &Arc<RunContext>,
    client: &Arc<Client>,
    in_company: bool,
) -> Ran {
    let began = Instant::now();
    let (mut world, mut steps) = steps_of(case, objects, context, client, in_company).await;
    if let Some(operation) = world.lost_in.take() {
        // Whether a lost request was done can't be known, so what it belongs to says nothing: the
        // scenario begins anew, with values of its own, on connections that nobody closes.
        let created = std::mem::take(&mut world.created);
        drop(world);
        (world, steps) = steps_of(case, objects, context, client, in_company).await;
        world.created.splice(0..0, created);
        world.note_lost(&operation);
    }
    Ran::new(world, steps, duration(began.elapsed()), context.options.strict)
}

async fn steps_of(
    case: &Case,
    objects: &BTreeSet<String>,
    context: &Arc<RunContext>,
    client: &Arc<Client>,
    in_company: bool,
) -> (World, Vec<StepReport>) {
    let mut world = World::begin(Arc::clone(context), Arc::clone(client), case.id.to_string());
    world.in_company = in_company;
    world.take_turns(objects).await;
    let mut steps = Vec::with_capacity(case.steps.len());
    let mut asked = Vec::new();
    for (index, step) in case.steps.iter().enumerate() {
        world.step = index;
        // A mistake in a later step counts, whatever came before it.
        let ended = world.ended();
        let mistaken = world.is_mistaken();
        match step.found() {
            Found::One(function, matches) => {
                let call = function(&mut world, step.context(matches));
                let done = AssertUnwindSafe(call).catch_unwind().await;
                if let Err(panic) = done {
                    world.end(Ending::Error(format!(
                        "a step failed inside docproof: {}",
                        words(&panic)
                    )));
                }
            }
            // Held to the vocabulary before the run.
            Found::None | Found::Several(_) => {
                world.mistake(format!("no single step reads `{}`", step.step.value));
            }
        }
        let failed = world.asks_now(&mut asked, ended)
            || (!ended && world.ended() && !matches!(world.ending, Some(Ending::Skipped(_))));
        steps.push(StepReport {
            text: Arc::clone(&step.text),
            line: step.line,
            status: match (ended, failed) {
                _ if world.is_mistaken() && !mistaken => StepStatus::Failed,
                (true, _) => StepStatus::Skipped,
                (false, true) => StepStatus::Failed,
                (false, false) if world.ended() => StepStatus::Skipped,
                (false, false) => StepStatus::Passed,
            },
        });
    }
    (world, steps)
}

fn words(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_else(|| "no reason given".into())
}

fn duration(elapsed: Duration) -> u64 {
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}
