//! What the answer must be where the request is right.

use std::sync::Arc;

use cucumber::then;

use super::then::{named_status, no_request, redirected};
use crate::check;
use crate::contract::{open_parameter, violations};
use crate::model::Response;
use crate::suite::world::{Ending, Sent, World};

#[then(regex = r"^(?:the request|it) is accepted$")]
async fn accepted(world: &mut World) {
    let Some(operation) = world.current_operation() else { return no_request(world) };
    world.ask_accepted(&operation);
    let context = Arc::clone(&world.context);
    let documented = context.contract.operation(&operation);
    let open = documented
        .zip(world.subject())
        .and_then(|(operation, draft)| open_parameter(operation, draft).filter(|_| !world.ended()));
    if let Some(name) = open {
        return world.mistake(format!(
            "`{name}` is sent without a value, which may be taken for none at all or for a wrong one; \
             write `Then the request may be accepted or refused`, or leave it out"
        ));
    }
    world.expect_accepted(None, None);
}

#[then(
    regex = r"^(?:the request|it) is accepted, or refused with ([0-9]+(?: or [0-9]+)*) for what is there$"
)]
async fn accepted_unless_in_the_way(world: &mut World, statuses: String) {
    let Some(id) = world.current_operation() else { return no_request(world) };
    let context = Arc::clone(&world.context);
    let Some(operation) = context.contract.operation(&id) else { return no_request(world) };
    let mut named = Vec::new();
    for text in statuses.split(" or ") {
        let status = text.parse().ok().filter(|status| (400..500).contains(status));
        let Some(status) = status.filter(|status| operation.answers.names(*status)) else {
            return world.mistake(format!(
                "{text} is no documented refusal of {id}; write one that is, or `Then the request is accepted`"
            ));
        };
        named.push(status);
    }
    let response = |sent: &Arc<Sent>| sent.exchange.response().map(|response| response.status);
    let refused = world.last.iter().filter_map(response).find(|status| named.contains(status));
    let Some(status) = refused.filter(|_| !world.ended()) else { return accepted(world).await };
    world.ask_http(&id);
    world.held = true;
    for sent in world.last.clone() {
        world.judge_http(&sent);
    }
    world.skip(format!("refused with {status}, as documented for what is there"));
}

#[then(
    regex = r#"^(?:the request|it) is (?:accepted|answered with ([0-9]+)), as the rule "([^"]+)" says$"#
)]
async fn accepted_by_rule(world: &mut World, status: String, rule: String) {
    let Some(operation) = world.current_operation() else { return no_request(world) };
    let Some((clause, clauses)) = world.known_rule(&operation, &rule) else { return };
    let Some(status) = named_status(&status, 200..400) else {
        return world.mistake(format!(
            "{status} is the status of no acceptance; write 200 to 399, or `is refused with …`"
        ));
    };
    world.hint_at_status(&operation, status);
    world.ask_http(&operation);
    world.ask(clauses);
    world.expect_accepted(Some(&clause), status);
}

#[then(regex = r"^(?:the request|it) may be accepted or refused$")]
async fn accepted_or_refused(world: &mut World) {
    let Some(operation) = world.current_operation() else { return no_request(world) };
    world.ask_http(&operation);
    world.held = true;
    if world.ended() {
        return;
    }
    let refused =
        world.last.iter().any(|sent| sent.exchange.response().is_some_and(Response::refused));
    if refused {
        for sent in world.last.clone() {
            world.judge_http(&sent);
        }
        world.skip("the implementation refuses this request, which it may");
    } else if world.some_record_failed() {
        world.skip("the implementation counts a record as failed, which it may");
    } else {
        world.expect_accepted(None, None);
    }
}

/// A value of a request that another record has, and the rule by which it is refused.
fn taken(seen: &check::Seen<'_>) -> Option<(String, String)> {
    let mut rules = seen.operation.rules.iter().filter_map(|rule| Some((rule, rule.unique()?)));
    rules.find_map(|(rule, unique)| {
        let (_, value) = check::duplicates(seen, unique).into_iter().next()?;
        (!unique.existing_may_answer).then(|| (rule.name.clone(), value))
    })
}

impl World {
    /// Whether an answer counts a record as failed; if so, it is held to all that it says besides.
    fn some_record_failed(&mut self) -> bool {
        let context = Arc::clone(&self.context);
        let mut some = false;
        for sent in self.last.clone() {
            let Some(operation) = context.contract.operation(&sent.draft.operation) else {
                continue;
            };
            let memory = self.memory.clone();
            let seen = Self::seen(operation, &sent, &memory);
            if check::fails_apart(&seen) {
                some = true;
                let done = operation.clause("request.accepted");
                let mut judgements = check::accepted(&seen, None);
                judgements.retain(|judgement| judgement.clause != done);
                self.judge(judgements, Some(sent.index));
                self.learn(&sent);
            }
        }
        some
    }

    pub(super) fn expect_accepted(&mut self, instead: Option<&str>, status: Option<u16>) {
        self.held = true;
        if self.ended() {
            return;
        }
        let context = Arc::clone(&self.context);
        if self.last.is_empty() {
            return self.mistake("nothing was sent yet; a `When` comes first");
        }
        for sent in self.last.clone() {
            let Some(operation) = context.contract.operation(&sent.draft.operation) else { return };
            if let Some(violation) = violations(operation, &sent.draft).first() {
                return self.mistake(format!(
                    "this request breaks the documentation ({}), so nothing says that it is accepted",
                    violation.message
                ));
            }
            self.ask(check::exercised(operation, &sent.draft));
            if self.was_too_fast(operation, &sent) || self.lacked(operation, &sent) {
                return;
            }
            let memory = self.memory.clone();
            let seen = Self::seen(operation, &sent, &memory);
            // What was accepted all the same may be done once only: who sends it again may be answered so.
            let is_refused = sent.exchange.response().is_some_and(Response::refused);
            let taken = if instead.is_none() && is_refused { taken(&seen) } else { None };
            if let Some((rule, value)) = taken {
                return self.mistake(format!(
                    "{value} is another record's, and the rule `{rule}` of {} says that this is refused; write `Then it is \
                     refused, as the rule \"{rule}\" says`",
                    operation.id
                ));
            }
            let judgements = match instead.zip(status) {
                Some((clause, status)) => check::accepted_with(&seen, clause, status),
                None => check::accepted(&seen, instead),
            };
            self.judge_or_end(judgements, &sent);
            if sent.exchange.response().is_some_and(Response::accepted) {
                self.learn(&sent);
            } else if !redirected(operation, &sent) {
                self.end(Ending::Failed);
            }
        }
    }
}
