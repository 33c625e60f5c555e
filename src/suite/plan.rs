//! What a run sets out to do: all of the report that is known before anything is sent.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::context::RunContext;
use super::{Case, Suite};
use crate::model::{ApiReport, Clause, Defect};
use crate::target::Target;

/// A feature file of the run.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct FeatureHead {
    /// The file, with `/` on every system.
    pub file: String,
    /// The feature's name.
    pub name: String,
}

/// A scenario, or one row of an outline, before it has run.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ScenarioHead {
    /// Stable from run to run: file and name.
    pub id: Arc<str>,
    /// Index of its feature.
    pub feature: usize,
    /// The feature's file.
    pub file: Arc<str>,
    /// Line of the scenario or row.
    pub line: usize,
    /// The name, with the row's values.
    pub name: Arc<str>,
    /// The rule that it stands under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Arc<str>>,
    /// All tags in force, without `@`.
    pub tags: Arc<[String]>,
}

/// What a run sets out to do.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Plan {
    /// Whether a warning fails its scenario.
    pub strict: bool,
    /// The target's APIs.
    pub apis: Vec<ApiReport>,
    /// Every clause of the APIs.
    pub clauses: Vec<Clause>,
    /// Where each of these stands in the contract.
    pub(super) places: Vec<usize>,
    /// The documentation's own contradictions.
    pub defects: Vec<Defect>,
    /// The feature files, in order.
    pub features: Vec<FeatureHead>,
    /// The selected scenarios, in order.
    pub scenarios: Vec<Arc<ScenarioHead>>,
}

impl Plan {
    /// The plan of a run of these cases; `apis` narrows it as `--api` does.
    pub fn of(
        suite: &Suite,
        cases: &[Case],
        context: &RunContext,
        target: &Target,
        apis: &[String],
    ) -> Self {
        let contract = &context.contract;
        let apis: Vec<ApiReport> = target
            .about(apis)
            .map(|(name, api)| ApiReport {
                name: name.clone(),
                title: contract.apis.get(name).map(|api| api.title.clone()).unwrap_or_default(),
                base_url: api.base_url.to_string(),
                insecure: api.tls.insecure,
            })
            .collect();
        let selected = |name: &str| apis.iter().any(|api| api.name == name);
        let clauses = contract.clauses.values().enumerate();
        let (places, clauses) = clauses
            .filter(|(_, clause)| selected(&clause.api))
            .map(|(place, clause)| (place, clause.clone()))
            .unzip();
        let about = |defect: &Defect| {
            contract.operation(&defect.operation).is_some_and(|operation| selected(&operation.api))
        };
        let defects = contract.defects().into_iter().filter(about).collect();
        Self {
            strict: context.options.strict,
            apis,
            clauses,
            places,
            defects,
            features: suite.files.clone(),
            scenarios: cases.iter().map(|case| Arc::clone(&case.head)).collect(),
        }
    }
}
