//! Proof that the suite can see, and sees no ghosts: a proxy in front of a conforming
//! implementation changes one thing at a time. What breaks a clause must be reported at it; what
//! the documentation allows must not be reported at all.

mod afterwards;
mod allowed;
mod answers;
mod breaking;
mod change;
mod clients;
mod company;
mod duplicates;
mod edit;
mod fault;
mod forward;
mod history;
mod incoming;
mod judge;
mod printed;
mod proxy;
mod raced;
mod report;
mod right;
mod run;
mod script;
mod shape;
mod sort;
mod state;
mod story;
mod way;

use crate::model::Level;

pub use change::Change;
pub use judge::{Judged, Verdict, table};
pub use report::{Counts, MutationReport};
pub use run::{Cases, MutateError, Plan, baseline, mutants};

use crate::contract::Contract;

/// What a mutation must lead to.
#[derive(Clone, Debug, PartialEq)]
pub enum Expectation {
    /// It breaks a promise.
    Breaks {
        /// The clause, or others that a reader would accept as the same promise; `*` stands for any
        /// text.
        clauses: Vec<String>,
        /// At least at this level.
        level: Level,
    },
    /// It is allowed: nothing may be reported.
    Allowed,
}

/// One change to a conforming implementation.
#[derive(Clone, Debug)]
pub struct Mutation {
    /// Stable from run to run.
    pub id: String,
    /// The operation that it changes.
    pub operation: String,
    /// What kind of change it is, for counts.
    pub kind: &'static str,
    /// What it must lead to.
    pub expectation: Expectation,
    /// The change.
    pub change: Change,
}

/// Every mutation that follows from a contract.
pub fn catalogue(contract: &Contract) -> Vec<Mutation> {
    let mut mutations = Vec::new();
    for operation in contract.operations() {
        mutations.extend(breaking::mutations(contract, operation));
        mutations.extend(allowed::mutations(operation));
    }
    mutations
}
