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
        runtime.spawn(async move {
            loop {
                wait().await;
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

#[cfg(unix)]
pub(super) async fn wait() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(not(unix))]
pub(super) async fn wait() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
