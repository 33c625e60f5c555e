//! SIGINT and SIGTERM: what was done is reported; a second one ends at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::output;

/// Watches for signals on a runtime that lives as long as the run.
pub(super) struct Signals {
    /// Tells the run to stop.
    pub stop: Arc<AtomicBool>,
    /// Whether a signal came.
    pub came: Arc<AtomicBool>,
}

impl Signals {
    pub(super) fn watch(runtime: &tokio::runtime::Runtime) -> Self {
        let signals = Self { stop: Arc::default(), came: Arc::default() };
        let (stop, came) = (Arc::clone(&signals.stop), Arc::clone(&signals.came));
        let _guard = runtime.enter();
        let mut ears = Ears::open();
        runtime.spawn(async move {
            loop {
                ears.hear().await;
                if came.swap(true, Ordering::SeqCst) {
                    std::process::exit(130);
                }
                stop.store(true, Ordering::SeqCst);
                output::note(
                    "interrupted: waiting for the scenarios under way (again: end at once)",
                );
            }
        });
        signals
    }
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
    pub(super) async fn hear(&mut self) {
        let [interrupt, terminate] = &mut self.0;
        tokio::select! {
            () = next(interrupt) => {}
            () = next(terminate) => {}
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
    pub(super) async fn hear(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
