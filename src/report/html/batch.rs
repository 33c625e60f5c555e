//! Scenarios of a page, so many at a time: a long run's would fill the memory, and every core makes
//! some.

use std::cmp::min;

use askama::Template;
use indexmap::IndexSet;
use rayon::prelude::*;

use super::evidence::{Evidence, Texts};
use super::index::operations;
use super::scenario::ScenarioData;
use crate::model::{RunReport, ScenarioReport};

/// So many scenarios share their texts.
pub(super) const BATCH: usize = 128;

/// What the page has of some scenarios.
#[derive(Template)]
#[template(path = "batch.html")]
struct Batch {
    number: usize,
    /// What search and filters need.
    scenarios: Vec<ScenarioData>,
    /// What each saw, with the scenario's number.
    evidence: Vec<(usize, Evidence)>,
    /// What that refers to.
    texts: Texts,
}

/// All scenarios of a run.
pub(super) struct Batches<'a> {
    scenarios: Vec<&'a ScenarioReport>,
    operations: IndexSet<&'a str>,
}

impl<'a> Batches<'a> {
    pub(super) fn of(report: &'a RunReport) -> Self {
        Self { scenarios: report.scenarios().collect(), operations: operations(report) }
    }

    /// The markup of each batch.
    pub(super) fn rendered(&self) -> impl Iterator<Item = askama::Result<String>> {
        let batches = self.scenarios.len().div_ceil(BATCH);
        let together = 2 * rayon::current_num_threads();
        (0..batches).step_by(together).flat_map(move |from| {
            let some = (from..min(from + together, batches)).into_par_iter();
            some.map(|number| self.batch(number).render()).collect::<Vec<_>>()
        })
    }

    fn batch(&self, number: usize) -> Batch {
        let texts = Texts::default();
        let first = number * BATCH;
        let some = self.scenarios.iter().skip(first).take(BATCH);
        let scenarios = some.clone().map(|one| ScenarioData::of(one, &self.operations)).collect();
        let evidence = some.zip(first..).map(|(one, number)| (number, Evidence::of(one, &texts)));
        Batch { number, scenarios, evidence: evidence.collect(), texts }
    }
}
