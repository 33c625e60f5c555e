//! Where the scenarios that clauses name by their ids stand.

use std::collections::HashMap;

use super::text::{location, one_line, title};
use crate::model::{RunReport, ScenarioReport};

/// The scenarios of a run by their ids.
pub struct Places<'a>(HashMap<&'a str, &'a ScenarioReport>);

impl<'a> Places<'a> {
    /// Of a run.
    pub fn of(report: &'a RunReport) -> Self {
        Self(report.scenarios().map(|scenario| (&*scenario.id, scenario)).collect())
    }

    /// A scenario with its file and line, as an editor opens them; its id, where the run has no such one.
    pub fn scenario(&self, id: &str) -> String {
        match self.0.get(id) {
            Some(scenario) => format!("{}  {}", location(scenario), title(scenario)),
            None => one_line(id),
        }
    }
}
