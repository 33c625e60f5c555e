//! The suite: Gherkin features run against a target, and what came of it as a run report.

mod access;
mod assemble;
mod attribute;
mod build;
mod context;
mod diagnose;
mod feature;
mod focus;
mod fresh;
pub mod lookup;
mod observe;
mod outline;
mod plan;
mod ran;
mod runner;
mod select;
mod send;
mod steps;
mod vocabulary;
mod ways;
mod world;

pub use assemble::{Frame, assemble};
pub use context::{Journal, Options, RunContext};
pub use feature::{FeatureError, FeatureFile, Suite, parse};
pub use fresh::Fresh;
pub use outline::Case;
pub use plan::{FeatureHead, Plan, ScenarioHead};
pub use ran::Ran;
pub use runner::{Event, RunError, run};
pub use select::{Selection, SelectionError, apis_of};
pub use vocabulary::{StepDefinition, StepProblem, check_steps, vocabulary};
