//! A request that breaks the documentation and should be refused.

use super::accepted::{answer, body, failed_positions};
use super::answered::refusal;
use super::envelope::{answer_line, envelope};
use super::{Seen, sent_records};
use crate::contract::place::get;
use crate::contract::{Check, Violation};
use crate::model::{Judgement, Response};

/// Whether an answer refuses whoever asks too often, whatever is asked (RFC 6585, section 4), which
/// proves nothing. One that doesn't say when to come back is a refusal like others.
pub fn refuses_everybody(response: &Response) -> bool {
    response.status == 429 && response.header("retry-after").is_some()
}

/// Judges an exchange whose request breaks `violations`. Where the operation lists failed records,
/// counting the bad ones as failed is as good as a refusal.
pub fn refused(seen: &Seen<'_>, violations: &[Violation]) -> Vec<Judgement> {
    let mut judgements = envelope(seen.operation, seen.exchange);
    let Some(response) = seen.exchange.response() else { return judgements };
    let apart = seen.operation.refuses_records_apart()
        && !violations.is_empty()
        && violations.iter().all(|violation| violation.record.is_some());
    let apart_rules: Vec<String> = if apart { rules(seen) } else { Vec::new() };
    if refuses_everybody(response) {
        judgements.extend(refusal(seen.operation, response));
        return judgements;
    }
    if response.refused() {
        judgements.extend(refusal(seen.operation, response));
        judgements.extend(kept(violations));
        judgements.extend(apart_rules.into_iter().map(Judgement::kept));
        judgements.extend(status(seen, response.status));
        return judgements;
    }
    if !response.accepted() {
        return judgements;
    }
    let Some(first) = violations.first() else { return judgements };
    if !apart {
        let expected = format!("the request is refused (any 4xx): {}", first.message);
        judgements.push(Judgement::broken(first.clause.clone(), expected, answer_line(response)));
        return judgements;
    }
    let Some(body) = body(seen, response, &mut judgements) else { return judgements };
    let failed = failed_positions(seen, body);
    let accepted = violations
        .iter()
        .find(|violation| violation.record.is_some_and(|record| !failed.contains(&record)));
    match accepted {
        Some(violation) => {
            let number = violation.record.unwrap_or_default() + 1;
            let expected = format!(
                "the request is refused (any 4xx), or record {number} is counted as failed: {}",
                violation.message
            );
            judgements.push(Judgement::broken(
                violation.clause.clone(),
                expected,
                answer_line(response),
            ));
        }
        None => judgements.extend(kept(violations)),
    }
    let bad: Vec<usize> = violations.iter().filter_map(|violation| violation.record).collect();
    // A record whose id nothing has stops no other. Of one that breaks a constraint nothing says
    // that: then all may fail together, as a refusal of the whole would have it.
    let together = failed.len() == sent_records(seen).len()
        && violations.iter().any(|violation| !is_unknown(seen, violation));
    match failed.iter().find(|position| !bad.contains(position) && !together) {
        Some(position) => {
            let general = seen.operation.clause("request.accepted");
            judgements.push(Judgement::broken(
                apart_rules.first().cloned().unwrap_or(general),
                "the records that are right are done",
                format!("record {} of {} was not", position + 1, sent_records(seen).len()),
            ));
        }
        None => judgements.extend(apart_rules.into_iter().map(Judgement::kept)),
    }
    judgements.extend(answer(seen, body));
    judgements
}

/// Judges an exchange whose request a rule refuses, though it may meet everything else: with this
/// status, if one is said.
pub fn refused_by_rule(seen: &Seen<'_>, clause: &str, status: Option<u16>) -> Vec<Judgement> {
    let mut judgements = envelope(seen.operation, seen.exchange);
    let Some(response) = seen.exchange.response() else { return judgements };
    if response.refused() {
        judgements.extend(refusal(seen.operation, response));
    }
    let holds = response.refused() && status.is_none_or(|status| status == response.status);
    let expected = match status {
        Some(status) => format!("the request is refused with {status}"),
        None => "the request is refused (any 4xx)".into(),
    };
    if holds {
        judgements.push(Judgement::kept(clause));
    } else if response.refused() || response.accepted() {
        judgements.push(Judgement::broken(clause, expected, answer_line(response)));
    }
    judgements
}

/// Judges an exchange in which the bad records must fail and the others be done: a refusal of the
/// whole breaks `clause`.
pub fn fails_alone(seen: &Seen<'_>, violations: &[Violation], clause: &str) -> Vec<Judgement> {
    let mut judgements = refused(seen, violations);
    let Some(response) = seen.exchange.response() else { return judgements };
    if response.refused() {
        judgements.push(Judgement::broken(
            clause,
            "the record fails and the others are done",
            format!("the whole request is refused: {}", answer_line(response)),
        ));
        return judgements;
    }
    let mut left = rules(seen);
    left.push(seen.operation.clause("request.accepted"));
    let mut done = response.accepted();
    for judgement in &mut judgements {
        if left.contains(&judgement.clause) && judgement.is_broken() {
            judgement.clause = clause.to_owned();
            done = false;
        }
    }
    if done {
        judgements.push(Judgement::kept(clause));
    }
    judgements
}

/// Whether a record has an id that looks right and that nothing has; an empty one, or a word, breaks
/// a constraint instead.
fn is_unknown(seen: &Seen<'_>, violation: &Violation) -> bool {
    let id = seen.operation.records.as_ref().and_then(|records| {
        let record = *sent_records(seen).get(violation.record?)?;
        let field = records.sent_id.as_ref()?;
        let node = seen.operation.request.as_ref()?.root.find(field)?;
        // Another record that it names is nothing of its own.
        get(record, field).filter(|_| violation.clause == node.facet("exists"))?.as_str()
    });
    let alike = |id: &str| seen.draft.known_ids.iter().any(|(_, known)| known.len() == id.len());
    id.is_some_and(alike)
}

/// Clauses of the rules on bad records.
fn rules(seen: &Seen<'_>) -> Vec<String> {
    let rules = seen.operation.rules.iter();
    rules
        .filter(|rule| rule.check == Some(Check::BadRecordsFail))
        .flat_map(|rule| rule.clauses.clone())
        .collect()
}

/// A refusal proves a clause only where no other explains it.
fn kept(violations: &[Violation]) -> Vec<Judgement> {
    match violations {
        [first, rest @ ..]
            if rest.iter().all(|other| other.clause == first.clause)
                && violations.iter().all(|violation| !violation.stands_in) =>
        {
            vec![Judgement::kept(first.clause.clone())]
        }
        _ => Vec::new(),
    }
}

/// The status that HTTP's good practice has for a refusal of this kind.
fn status(seen: &Seen<'_>, status: u16) -> Option<Judgement> {
    let (clause, good): (&str, &[u16]) = if seen.draft.bad_credential().is_some() {
        ("response.status:unauthorised", &[401, 403])
    } else if seen.draft.unknown_id && seen.operation.named_in_path().next().is_some() {
        ("response.status:not-found", &[404])
    } else {
        return None;
    };
    let clause = seen.operation.clause(clause);
    Some(if good.contains(&status) {
        Judgement::kept(clause)
    } else {
        let expected = good.iter().map(u16::to_string).collect::<Vec<_>>().join(" or ");
        Judgement::broken(clause, format!("status {expected}"), format!("status {status}"))
    })
}
