//! Which scenario answers for a finding.
//!
//! Everything in every answer is judged, but a scenario is about some clauses only. What it sees
//! of others in passing doesn't fail it, as long as a scenario that is about the clause reports
//! it: one fault makes few scenarios red. What no such scenario reports fails those that saw it,
//! so that nothing is lost.
//!
//! What a later answer of another operation showed counts only while that operation keeps its own
//! word: a fault of the observer is not held against the observed.

use std::collections::HashSet;

use super::ran::{Ran, fails};
use crate::model::{ScenarioStatus, StepStatus};

/// Lets findings count where no scenario that asks about their clause reported it.
pub(super) fn attribute(ran: &mut [(usize, Ran)], strict: bool) {
    drop_false_witness(ran, strict);
    let reported: HashSet<String> = ran
        .iter()
        .flat_map(|(_, ran)| &ran.findings)
        .filter(|finding| !finding.incidental)
        .map(|finding| finding.clause.clone())
        .collect();
    for (_, ran) in ran {
        for finding in &mut ran.findings {
            if finding.incidental && !reported.contains(&finding.clause) {
                finding.incidental = false;
                if let Some(step) = ran.steps.get_mut(finding.step) {
                    step.status = StepStatus::Failed;
                }
            }
        }
        if ran.status != ScenarioStatus::Error && fails(&ran.findings, strict) {
            ran.status = ScenarioStatus::Failed;
            ran.reason = None;
        }
    }
}

fn drop_false_witness(ran: &mut [(usize, Ran)], strict: bool) {
    let seen_directly: HashSet<String> = ran
        .iter()
        .flat_map(|(_, ran)| &ran.findings)
        .filter(|finding| finding.observed_through.is_none())
        .map(|finding| finding.clause.clone())
        .collect();
    for (_, ran) in ran {
        let before = ran.findings.len();
        ran.findings.retain(|finding| {
            let Some(own) = &finding.observed_through else { return true };
            // Where right requests are refused anyway, a refusal shows nothing.
            if own.ends_with(".request.accepted") && seen_directly.contains(own) {
                return false;
            }
            // What is not kept is just what such a look is for.
            !seen_directly
                .iter()
                .any(|clause| clause.starts_with(own.as_str()) && !clause.ends_with(":kept"))
        });
        let dropped = ran.findings.len() < before;
        if dropped && ran.status == ScenarioStatus::Failed && !fails(&ran.findings, strict) {
            ran.status = ScenarioStatus::Skipped;
            ran.reason = Some("what would show it is broken itself".into());
        }
    }
}
