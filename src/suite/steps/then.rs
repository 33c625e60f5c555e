//! What the answer must be.

use std::ops::Range;
use std::sync::Arc;

use cucumber::then;

use crate::check;
use crate::contract::{Check, Operation, Rule, Unique, violations};
use crate::model::{Draft, Judgement, Level, Response};
use crate::suite::walk::pages_rule;
use crate::suite::world::{Ending, Sent, World};

#[then(regex = r"^(?:the request|it) is refused$")]
async fn refused(world: &mut World) {
    let Some(operation) = world.current_operation() else { return no_request(world) };
    world.ask_http(&operation);
    let context = Arc::clone(&world.context);
    let Some(documented) = context.contract.operation(&operation) else { return };
    let broken: Vec<String> = world.subject().map_or_else(Vec::new, |draft| {
        violations(documented, draft).into_iter().map(|violation| violation.clause).collect()
    });
    world.ask(broken);
    // A bad record in a request of many is what a rule on bad records speaks of.
    let rules = documented.rules.iter().filter(|rule| rule.check == Some(Check::BadRecordsFail));
    let clauses: Vec<String> = rules.flat_map(|rule| rule.clauses.clone()).collect();
    world.ask(clauses);
    // A refusal says nothing else; an answer that counts some records as failed does.
    world.held |= documented.refuses_records_apart();
    if world.ended() {
        return;
    }
    for sent in world.last.clone() {
        let found = violations(documented, &sent.draft);
        if found.is_empty() {
            return world.mistake(
                "this request meets everything documented, so nothing says that it is refused; \
                 name the rule that does: `Then the request is refused, as the rule \"…\" says`",
            );
        }
        let memory = world.memory.clone();
        let judgements = check::refused(&World::seen(documented, &sent, &memory), &found);
        world.judge_or_end(judgements, &sent);
        if sent.exchange.response().is_some_and(check::refuses_everybody) {
            world.skip("the answer 429 refuses whoever asks, and says nothing of this request");
        }
        // What an operation that refuses records apart has done is known from now on.
        if sent.exchange.response().is_some_and(Response::accepted) {
            world.learn(&sent);
        }
    }
}

#[then(regex = r#"^(?:the request|it) is refused(?: with ([0-9]+))?, as the rule "([^"]+)" says$"#)]
async fn refused_by_rule(world: &mut World, status: String, rule: String) {
    let Some(operation) = world.current_operation() else { return no_request(world) };
    let Some((clause, clauses)) = world.known_rule(&operation, &rule) else { return };
    let Some(status) = named_status(&status, 400..500) else {
        return world.mistake(format!("{status} is the status of no refusal; write 400 to 499"));
    };
    world.hint_at_status(&operation, status);
    world.ask_http(&operation);
    world.ask(clauses);
    world.held = true;
    if world.ended() {
        return;
    }
    let context = Arc::clone(&world.context);
    let Some(documented) = context.contract.operation(&operation) else { return };
    for sent in world.last.clone() {
        let memory = world.memory.clone();
        let seen = World::seen(documented, &sent, &memory);
        world.judge_or_end(check::refused_by_rule(&seen, &clause, status), &sent);
    }
}

#[then(regex = r"^(?:the request|it) is answered without a server error$")]
async fn no_server_error(world: &mut World) {
    let Some(operation) = world.current_operation() else { return no_request(world) };
    world.ask_http(&operation);
    for sent in world.last.clone() {
        world.judge_http(&sent);
    }
}

#[then(regex = r#"^the rule "([^"]+)" is kept$"#)]
async fn rule_is_kept(world: &mut World, name: String) {
    let Some(operation) = world.current_operation() else { return no_request(world) };
    let Some((_, clauses)) = world.known_rule(&operation, &name) else { return };
    world.ask_http(&operation);
    world.ask(&clauses);
    // Requests of other operations may have been sent at the same moment.
    for other in world.last.iter().map(|sent| sent.draft.operation.clone()).collect::<Vec<_>>() {
        let clauses = world.rule_clauses(&other, &name);
        world.ask(clauses);
    }
    let context = Arc::clone(&world.context);
    let Some(documented) = context.contract.operation(&operation) else { return };
    if unique_rule(documented, &name).is_some() {
        world.expect_unique(&name);
    } else if documented.rules_named(&name).all(|rule| rule.check.is_none()) {
        world.mistake(format!(
            "the rule `{name}` has no check in the contract; say what keeps it: `Then the request is accepted, as the rule \"{name}\" says`, or `is refused`"
        ));
    } else {
        if let Some(clause) = gone_rule(documented, &name).and_then(|rule| rule.clauses.first()) {
            for sent in world.last.clone().iter().filter(|sent| sent.draft.operation == operation) {
                world.observe_gone(sent, clause).await;
            }
        }
        if let Some((rule, pages)) = pages_rule(documented, &name)
            && let Some(clause) = rule.clauses.first()
        {
            for sent in world.last.clone().iter().filter(|sent| sent.draft.operation == operation) {
                world.observe_pages(sent, pages, clause).await;
            }
        }
        let known = |id: &String| context.contract.clauses.get_index_of(id);
        world.needs_an_answer(&clauses.iter().filter_map(known).collect::<Vec<_>>());
    }
}

/// The rule of this name that lets no two records have one value.
fn unique_rule<'a>(operation: &'a Operation, name: &'a str) -> Option<(&'a Rule, &'a Unique)> {
    operation.rules_named(name).find_map(|rule| Some((rule, rule.unique()?)))
}

/// The rule of this name by which what a request leaves out is gone.
fn gone_rule<'a>(operation: &'a Operation, name: &'a str) -> Option<&'a Rule> {
    operation.rules_named(name).find(|rule| rule.check == Some(Check::GoneUnlessSent))
}

/// The status that a step names, if it does; nothing where it is none of these.
pub(super) fn named_status(text: &str, these: Range<u16>) -> Option<Option<u16>> {
    match text {
        "" => Some(None),
        text => text.parse().ok().filter(|status| these.contains(status)).map(Some),
    }
}

pub(super) fn no_request(world: &mut World) {
    if !world.ended() {
        world.mistake("nothing was sent yet; a `When` comes first");
    }
}

impl World {
    /// The request that the scenario is about: sent, prepared, or as far as it came.
    pub(super) fn subject(&self) -> Option<&Draft> {
        self.last
            .last()
            .map(|sent| &*sent.draft)
            .or(self.drafts.last())
            .or(self.template.as_deref())
    }

    fn expect_unique(&mut self, name: &str) {
        self.held = true;
        if self.ended() {
            return;
        }
        let several = self.last.len() > 1;
        let mut taken = 0;
        let mut all = self.last.clone();
        let context = Arc::clone(&self.context);
        if several {
            // Which was served first can't be seen, so the one whose answer is right comes first.
            let memory = self.memory.clone();
            all.sort_by_key(|sent| {
                let Some(operation) = context.contract.operation(&sent.draft.operation) else {
                    return (true, 0, 0);
                };
                let seen = Self::seen(operation, sent, &memory);
                let accepted = sent.exchange.response().is_some_and(Response::accepted)
                    && !self.something_failed(sent);
                // An answer that breaks a SHOULD (another order, say) is right all the same, but
                // of two the one that breaks none was first.
                let judgements = check::accepted(&seen, None);
                let (must, should): (Vec<_>, Vec<_>) = judgements
                    .iter()
                    .filter(|judgement| judgement.is_broken())
                    .partition(|judgement| {
                        let clause = context.contract.clauses.get(&judgement.clause);
                        clause.is_none_or(|clause| clause.level == Level::Must)
                    });
                (!accepted, must.len(), should.len())
            });
        }
        let mut clause = String::new();
        for sent in all {
            let Some(operation) = context.contract.operation(&sent.draft.operation) else {
                continue;
            };
            let Some((rule, unique)) = unique_rule(operation, name) else { continue };
            clause = rule.clauses.first().cloned().unwrap_or_default();
            let memory = self.memory.clone();
            let seen = Self::seen(operation, &sent, &memory);
            // Of several at the same moment, the first to be accepted is right.
            if several && check::duplicates(&seen, unique).is_empty() {
                if sent.exchange.response().is_some_and(Response::accepted) {
                    taken += 1;
                    let judgements = check::accepted(&seen, None);
                    self.judge_or_end(judgements, &sent);
                    self.learn(&sent);
                } else {
                    self.judge_http(&sent);
                }
                continue;
            }
            if !several && check::duplicates(&seen, unique).is_empty() {
                return self.mistake(
                    "no value of this request is another record's, so the rule says nothing of it",
                );
            }
            let judgements = check::unique(&seen, rule, unique, &clause);
            self.judge_or_end(judgements, &sent);
            // Of a request of many, what was right has been done.
            if !unique.existing_may_answer
                && sent.exchange.response().is_some_and(Response::accepted)
            {
                self.learn(&sent);
            }
        }
        if several && taken == 1 {
            self.judge(vec![Judgement::kept(clause)], None);
        }
    }

    /// Records judgements; where the way on rests on what was broken, the scenario ends.
    pub(super) fn judge_or_end(&mut self, judgements: Vec<Judgement>, sent: &Sent) {
        let asked: Vec<String> = judgements
            .iter()
            .filter(|judgement| judgement.is_broken() && is_outcome(&judgement.clause))
            .map(|judgement| judgement.clause.clone())
            .collect();
        self.judge(judgements, Some(sent.index));
        let mut response = sent.exchange.response().into_iter();
        let answered = response.any(|response| response.accepted() || response.refused());
        let context = Arc::clone(&self.context);
        let operation = context.contract.operation(&sent.draft.operation);
        let redirected = operation.is_some_and(|operation| redirected(operation, sent));
        if !(answered || redirected) || !asked.is_empty() {
            self.end(Ending::Failed);
        }
    }
}

/// Whether a clause says how a request ends, so that what follows rests on it.
fn is_outcome(clause: &str) -> bool {
    let is_of_answer = clause.ends_with(":default");
    clause.contains(".request.")
        && !is_of_answer
        && !clause.contains(".request.header.Content-Type")
}

/// Whether the answer is a documented redirect.
pub(super) fn redirected(operation: &Operation, sent: &Sent) -> bool {
    let response = sent.exchange.response();
    response.is_some_and(|response| operation.answers.redirects_with(response.status))
}
