//! Which scenario answers for a finding.
//!
//! Everything in every answer is judged, but a scenario is about some clauses only. What it sees
//! of others in passing doesn't fail it, as long as a scenario that is about the clause reports
//! it: one fault makes few scenarios red. What no such scenario reports fails those that saw it,
//! so that nothing is lost.

use std::collections::HashSet;

use super::recorder::{Ran, fails};
use crate::model::ScenarioStatus;

/// Lets findings count where no scenario that asks about their clause reported it.
pub(super) fn attribute(ran: &mut [(usize, Ran)], strict: bool) {
    let reported: HashSet<String> = ran
        .iter()
        .flat_map(|(_, ran)| &ran.findings)
        .filter(|finding| !finding.incidental)
        .map(|finding| finding.clause.clone())
        .collect();
    for (_, ran) in ran {
        for finding in &mut ran.findings {
            if !reported.contains(&finding.clause) {
                finding.incidental = false;
            }
        }
        if ran.status != ScenarioStatus::Error && fails(&ran.findings, strict) {
            ran.status = ScenarioStatus::Failed;
            ran.reason = None;
        }
    }
}
