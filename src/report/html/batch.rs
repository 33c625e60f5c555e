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
const BATCH: usize = 128;

/// What the page has of some scenarios.
#[derive(Template)]
#[template(path = "batch.html")]
struct Batch<'a> {
    number: usize,
    some: &'a [&'a ScenarioReport],
    operations: &'a IndexSet<&'a str>,
    texts: Texts,
}

impl Batch<'_> {
    /// What search and filters need.
    fn scenarios(&self) -> Vec<ScenarioData> {
        self.some.iter().map(|one| ScenarioData::of(one, self.operations)).collect()
    }

    /// What each saw, with the scenario's number. Made when it is written: it may be long.
    fn evidence(&self) -> impl Iterator<Item = (usize, Evidence)> {
        (self.number * BATCH..).zip(self.some.iter().map(|one| Evidence::of(one, &self.texts)))
    }
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
        let batches: Vec<_> = self.scenarios.chunks(BATCH).enumerate().collect();
        let together = 2 * rayon::current_num_threads();
        (0..batches.len()).step_by(together).flat_map(move |from| {
            let some = batches[from..min(from + together, batches.len())].par_iter();
            some.map(|(number, some)| self.batch(*number, some).render()).collect::<Vec<_>>()
        })
    }

    fn batch<'b>(&'b self, number: usize, some: &'b [&'b ScenarioReport]) -> Batch<'b> {
        Batch { number, some, operations: &self.operations, texts: Texts::default() }
    }
}
