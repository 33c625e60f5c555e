//! SIGINT and SIGTERM: what was done is reported; a second one ends at once.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::exit::ExitCode;
use super::output;
use crate::target::Interruption;

/// How far a command is, which decides what an interruption means.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Phase {
    /// Nothing was sent that could be reported.
    #[default]
    Before,
    /// Requests are sent.
    Running,
    /// All is done but the reports.
    Writing,
}

/// Watches for signals on a runtime that lives as long as the run.
pub(super) struct Signals {
    /// Is told of the first one.
    pub interruption: Arc<Interruption>,
    phase: Arc<Mutex<Phase>>,
}

impl Signals {
    pub(super) fn watch(runtime: &tokio::runtime::Runtime) -> Self {
        let signals = Self { interruption: Arc::default(), phase: Arc::default() };
        let interruption = Arc::clone(&signals.interruption);
        let phase = Arc::clone(&signals.phase);
        let _guard = runtime.enter();
        let mut ears = Ears::open();
        runtime.spawn(async move {
            loop {
                ears.hear().await;
                // What is told can end a phase at once: no other begins before it is said in which
                // one it came.
                let phase = held(&phase);
                if interruption.tell() {
                    end();
                }
                let what = match *phase {
                    Phase::Before => {
                        output::note("interrupted before anything was tried: no report is written");
                        end();
                    }
                    Phase::Running => "the answers under way",
                    Phase::Writing => "the reports",
                };
                output::note(&format!("interrupted: waiting for {what} (again: end at once)"));
            }
        });
        signals
    }

    /// Says how far the command is from now on.
    pub(super) fn enter(&self, phase: Phase) {
        *held(&self.phase) = phase;
    }
}

fn held(phase: &Mutex<Phase>) -> MutexGuard<'_, Phase> {
    phase.lock().unwrap_or_else(PoisonError::into_inner)
}

fn end() -> ! {
    std::process::exit(i32::from(ExitCode::Interrupted as u8))
}

/// Lets a write beyond the limit of a file's size (`ulimit -f`) fail like any other. Unheard, its
/// signal would end the program without a word.
pub(super) fn outlive_file_size_limits() {
    #[cfg(unix)]
    {
        // Heard is enough; where it can't be, the limit ends the program as it always did.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
    }
}

/// What was heard.
#[derive(Clone, Copy, Debug)]
pub(super) enum Heard {
    /// SIGINT, or Ctrl-C.
    Interrupt,
    /// SIGTERM.
    #[cfg(unix)]
    Terminate,
}

/// Passes it on to a child. Ctrl-C is told to every process of a terminal: the child knows, and would
/// take a second one for a wish to end at once.
pub(super) fn pass_on(heard: Heard, child: u32) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process};
        let signal = match heard {
            Heard::Interrupt if at_terminal() => return,
            Heard::Interrupt => Signal::INT,
            Heard::Terminate => Signal::TERM,
        };
        // One that has gone needs no signal.
        let child = i32::try_from(child).ok().and_then(Pid::from_raw);
        let _ = child.map(|child| kill_process(child, signal));
    }
    #[cfg(not(unix))]
    let _ = (heard, child);
}

#[cfg(unix)]
fn at_terminal() -> bool {
    use std::io::IsTerminal;
    std::io::stdin().is_terminal()
        || std::io::stdout().is_terminal()
        || std::io::stderr().is_terminal()
}

/// Hears every signal from the moment it is opened.
#[cfg(unix)]
pub(super) struct Ears([Option<tokio::signal::unix::Signal>; 2]);

#[cfg(unix)]
impl Ears {
    /// Begins to listen; needs a runtime.
    pub(super) fn open() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        Self([SignalKind::interrupt(), SignalKind::terminate()].map(|kind| signal(kind).ok()))
    }

    /// Waits for the next signal.
    pub(super) async fn hear(&mut self) -> Heard {
        let [interrupt, terminate] = &mut self.0;
        tokio::select! {
            () = next(interrupt) => Heard::Interrupt,
            () = next(terminate) => Heard::Terminate,
        }
    }
}

#[cfg(unix)]
async fn next(signal: &mut Option<tokio::signal::unix::Signal>) {
    let heard = match signal {
        Some(signal) => signal.recv().await,
        None => None,
    };
    if heard.is_none() {
        std::future::pending().await
    }
}

/// Hears Ctrl-C.
#[cfg(not(unix))]
pub(super) struct Ears;

#[cfg(not(unix))]
impl Ears {
    /// Begins to listen.
    pub(super) fn open() -> Self {
        Self
    }

    /// Waits for the next Ctrl-C.
    pub(super) async fn hear(&mut self) -> Heard {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        Heard::Interrupt
    }
}
