//! What the way to the target answers for, and not the implementation: known only when the run is over.

use super::context::RunContext;
use super::ran::{Ran, fails};
use crate::check::ACCEPTED;
use crate::model::{Answer, Exchange, FailureKind, Finding, ScenarioStatus};

/// Takes back what was found only because the target went away, or because the settings have a
/// credential that opens nothing: such a scenario is in error.
pub fn excuse(ran: &mut Ran, context: &RunContext) {
    let mut excused = None;
    for finding in std::mem::take(&mut ran.findings) {
        let exchange = finding.exchange.and_then(|index| ran.exchanges.get(index));
        match exchange.and_then(|exchange| reason(&finding, exchange, context)) {
            Some(reason) => {
                ran.not_tried.insert(finding.clause, reason.clone());
                excused = Some(reason);
            }
            None => ran.findings.push(finding),
        }
    }
    if let Some(reason) = excused.filter(|_| !fails(&ran.findings, context.options.strict)) {
        ran.status = ScenarioStatus::Error;
        ran.reason = Some(reason);
    }
}

fn reason(finding: &Finding, exchange: &Exchange, context: &RunContext) -> Option<String> {
    let operation = context.contract.operation(&exchange.operation)?;
    match &exchange.answer {
        Answer::Failure(failure) => {
            let went_away = failure.kind == FailureKind::Broken
                && finding.clause == operation.clause("http.whole-answer")
                && context.reach.went_away_with(&operation.api, exchange);
            went_away.then(|| {
                format!("the target went away: {}; after that it was not reached", failure.message)
            })
        }
        Answer::Response(response) => {
            let unauthorised = context.options.gives_up
                && matches!(response.status, 401 | 403)
                && finding.expected.starts_with(ACCEPTED);
            unauthorised.then(|| context.access.closed_of(operation)).flatten()
        }
    }
}
