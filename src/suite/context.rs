//! What all scenarios of a run share.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

use super::fresh::Fresh;
use crate::contract::Contract;

/// How a run behaves.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many scenarios run at once.
    pub jobs: usize,
    /// Whether a warning fails its scenario.
    pub strict: bool,
    /// Whether the run stops at the first failure.
    pub fail_fast: bool,
    /// Whether requests are only shown, not sent.
    pub dry_run: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { jobs: 16, strict: false, fail_fast: false, dry_run: false }
    }
}

/// Shared by every scenario of a run.
#[derive(Debug)]
pub struct RunContext {
    /// The documentation.
    pub contract: Arc<Contract>,
    /// Values of this run's own.
    pub fresh: Fresh,
    /// How the run behaves.
    pub options: Options,
    turns: Mutex<HashMap<String, Arc<Turn<()>>>>,
}

impl RunContext {
    /// A context for one run.
    pub fn new(contract: Arc<Contract>, options: Options) -> Self {
        Self { contract, fresh: Fresh::new(), options, turns: Mutex::default() }
    }

    /// Waits until no other scenario uses the object; held until the guard is dropped.
    pub(super) async fn turn(&self, object: &str) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            Arc::clone(turns.entry(object.to_owned()).or_default())
        };
        turn.lock_owned().await
    }
}
