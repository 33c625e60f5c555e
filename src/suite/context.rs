//! What all scenarios of a run share.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

use super::access::Access;
use super::focus::{Group, groups};
use super::fresh::Fresh;
use super::reach::Reach;
use crate::contract::{Contract, Operation};
use crate::model::Created;
use crate::target::{Interruption, Pace, Redactor};

/// How a run behaves.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many scenarios run at once.
    pub jobs: usize,
    /// Whether a warning fails its scenario.
    pub strict: bool,
    /// Whether requests are not sent, only shown or counted.
    pub dry_run: Option<DryRun>,
    /// How many requests a second there may be, over all scenarios.
    pub rate: Option<u32>,
    /// Whether to leave an API alone that refuses the first authorised requests as unauthorised, or that
    /// answers nobody in time.
    pub gives_up: bool,
}

/// What becomes of requests that are not sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DryRun {
    /// Their `curl` lines are kept.
    Shown,
    /// They are counted.
    Counted,
}

impl Default for Options {
    fn default() -> Self {
        Self { jobs: 16, strict: false, dry_run: None, rate: None, gives_up: false }
    }
}

/// What masks secrets, and takes the documentation's own words for none.
pub fn redactor(contract: &Contract) -> Redactor {
    let redactor = Redactor::default();
    for operation in contract.apis.values().flat_map(|api| api.operations.values()) {
        redactor.spare(&operation.path);
        redactor.spare(&operation.id);
        for credential in operation.credentials() {
            redactor.spare(&credential.name);
        }
        for parameter in &operation.parameters {
            redactor.spare(&parameter.name);
        }
    }
    redactor
}

/// Is told of everything that is created, at once: a run that crashes has told it.
pub struct Journal(pub Box<dyn Fn(&Created) + Send + Sync>);

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Journal")
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
    /// Where created ids go at once.
    pub journal: Option<Journal>,
    /// An end that a person or a system wants: scenarios under way send nothing more.
    pub interruption: Arc<Interruption>,
    /// APIs that can't be reached, with what was said of it: what asks them is in error.
    pub away: Vec<(String, String)>,
    pub(super) groups: HashMap<String, Group>,
    pub(super) pace: Option<Pace>,
    pub(super) access: Access,
    pub(super) reach: Reach,
    turns: Mutex<HashMap<String, Arc<Turn<()>>>>,
    /// What the target named to be deleted, and is: the API and the path of the operation, and the id.
    spent: Mutex<HashSet<[String; 3]>>,
}

impl RunContext {
    /// A context for one run.
    pub fn new(contract: Arc<Contract>, options: Options) -> Self {
        Self {
            groups: groups(&contract),
            reach: Reach::of(&contract),
            contract,
            fresh: Fresh::new(),
            options,
            journal: None,
            interruption: Arc::default(),
            away: Vec::new(),
            pace: options.rate.map(Pace::new),
            access: Access::default(),
            turns: Mutex::default(),
            spent: Mutex::default(),
        }
    }

    /// Notes that something which the target named is deleted.
    pub(super) fn spend(&self, operation: &Operation, id: &str) {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.insert([operation.api.clone(), operation.path.clone(), id.to_owned()]);
    }

    /// Whether that was done.
    pub(super) fn is_spent(&self, operation: &Operation, id: &str) -> bool {
        let spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.contains(&[operation.api.clone(), operation.path.clone(), id.to_owned()])
    }

    /// Credentials that opened nothing, in words: what needed them was not tried.
    pub fn refusals(&self) -> Vec<String> {
        self.access.all_closed()
    }

    /// Waits until no other scenario uses the object; held until the guard is dropped.
    pub(super) async fn turn(&self, object: &str) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(turns.entry(object.to_owned()).or_default())
        };
        turn.lock_owned().await
    }
}
