//! The suite: Gherkin features run against a target, and what came of it as a run report.

mod access;
mod attribute;
mod build;
mod context;
mod diagnose;
mod feature;
mod focus;
mod fresh;
mod limits;
pub mod lookup;
mod observe;
mod outline;
mod recorder;
mod runner;
mod select;
mod send;
mod steps;
mod vocabulary;
mod ways;
mod world;

pub use context::{Journal, Options, RunContext, redactor};
pub use feature::{FeatureError, FeatureFile, Suite, parse};
pub use fresh::Fresh;
pub use lookup::hint;
pub use outline::Case;
pub use recorder::{Frame, Ran, report};
pub use runner::{Event, RunError, run};
pub use select::{Selection, SelectionError, apis_of};
pub use vocabulary::{StepDefinition, StepProblem, check_steps, vocabulary};
