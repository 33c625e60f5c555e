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
use crate::check::{ACCEPTED, MADE_UP};
use crate::model::{ScenarioStatus, StepStatus};

/// The clause, behind its operation, of a request that meets all that is documented.
const GENERAL: &str = ".request.accepted";

/// Lets findings count where no scenario that asks about their clause reported it. `accepted` are the operations
/// that accepted a request.
pub(super) fn attribute(ran: &mut [(usize, Ran)], accepted: &HashSet<&str>, strict: bool) {
    drop_groundless(ran, accepted, strict);
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

/// An operation that refuses whatever it is sent breaks one promise: that it also refuses a request in which something
/// is left out, or has another value, says nothing about that. Where nobody documents what it takes, it may be right to
/// refuse what was made up.
fn drop_groundless(ran: &mut [(usize, Ran)], accepted: &HashSet<&str>, strict: bool) {
    let all = ran.iter().flat_map(|(_, ran)| &ran.findings);
    let operations = all.filter_map(|finding| finding.clause.strip_suffix(GENERAL));
    let refusing: HashSet<String> =
        operations.filter(|operation| !accepted.contains(operation)).map(str::to_owned).collect();
    if refusing.is_empty() {
        return;
    }
    let all = ran.iter().flat_map(|(_, ran)| &ran.findings);
    let made_up = all.filter(|finding| finding.expected.ends_with(MADE_UP));
    let made_up = made_up.filter_map(|finding| finding.clause.strip_suffix(GENERAL));
    let made_up: HashSet<String> = made_up.map(str::to_owned).collect();
    for (_, ran) in ran {
        let mut why = None;
        for finding in std::mem::take(&mut ran.findings) {
            let clause = &finding.clause;
            let operation = clause.split_once(".request.").map(|(operation, _)| operation);
            let refusing = operation.filter(|one| refusing.contains(*one));
            let is_made_up = refusing.is_some_and(|operation| made_up.contains(operation));
            let is_groundless = finding.expected.starts_with(ACCEPTED)
                && (is_made_up || !clause.ends_with(GENERAL));
            match refusing.filter(|_| is_groundless) {
                Some(operation) => {
                    let reason = match is_made_up {
                        true => format!(
                            "{operation} accepted no request, and no example is documented: what was made of the schema may \
                             be wrong for the target; give its body an `example`"
                        ),
                        false => format!(
                            "{operation} accepted no request, so nothing tells whether this is why"
                        ),
                    };
                    ran.not_tried.insert(clause.clone(), reason.clone());
                    why = Some(reason);
                }
                None => ran.findings.push(finding),
            }
        }
        if let Some(why) = why {
            acquit(ran, why, strict);
        }
    }
}

/// A scenario that failed by nothing but what was taken back has shown nothing.
fn acquit(ran: &mut Ran, why: String, strict: bool) {
    if ran.status == ScenarioStatus::Failed && !fails(&ran.findings, strict) {
        ran.status = ScenarioStatus::Skipped;
        ran.reason = Some(why);
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
            if own.ends_with(GENERAL) && seen_directly.contains(own) {
                return false;
            }
            // What is not kept is just what such a look is for.
            !seen_directly
                .iter()
                .any(|clause| clause.starts_with(own.as_str()) && !clause.ends_with(":kept"))
        });
        if ran.findings.len() < before {
            acquit(ran, "what would show it is broken itself".into(), strict);
        }
    }
}
