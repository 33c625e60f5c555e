//! What must be true afterwards, seen through later answers.

use std::sync::Arc;

use cucumber::then;

use super::number::RecordNumber;
use crate::check;
use crate::contract::{Operation, Violation, violations};
use crate::model::{Judgement, Level};
use crate::suite::ways::{KEPT, NOTHING, Ways};
use crate::suite::world::World;

#[then("nothing has changed")]
async fn nothing_has_changed(world: &mut World) {
    let Some(clause) = world.unchanged_clause() else { return };
    let looks = world.looks;
    for sent in world.last.clone() {
        world.observe_nothing(&sent, &clause).await;
    }
    world.needs_a_look(&clause, looks);
}

#[then("a refusal has changed nothing")]
async fn a_refusal_has_changed_nothing(world: &mut World) {
    let Some(clause) = world.unchanged_clause() else { return };
    // Where what had to be refused was done, that is the finding.
    if world.findings.iter().any(|finding| finding.level == Level::Must) {
        return;
    }
    let context = Arc::clone(&world.context);
    let looks = world.looks;
    let mut any = false;
    for sent in world.last.clone() {
        let documented = context.contract.operation(&sent.draft.operation);
        let apart = documented.is_some_and(Operation::refuses_records_apart);
        let refused = sent.exchange.response().is_some_and(crate::model::Response::refused);
        if refused || (apart && world.something_failed(&sent)) {
            any = true;
            world.observe_nothing(&sent, &clause).await;
        }
    }
    if any {
        world.needs_a_look(&clause, looks);
    }
}

#[then("the change is kept")]
async fn the_change_is_kept(world: &mut World) {
    let Some((clause, _)) = world.state_clause(KEPT) else { return };
    if world.ended() {
        return;
    }
    let looks = world.looks;
    for sent in world.last.clone() {
        world.observe_change(&sent, &clause).await;
    }
    world.needs_a_look(&clause, looks);
}

#[then(regex = r#"^only record ([0-9]+) fails, as the rule "([^"]+)" says$"#)]
async fn only_record_fails(world: &mut World, record: RecordNumber, rule: String) {
    let Some(operation) = world.current_operation() else { return };
    let Some((clause, clauses)) = world.known_rule(&operation, &rule) else { return };
    world.ask_http(&operation);
    world.ask(clauses);
    world.held = true;
    if world.ended() {
        return;
    }
    let context = Arc::clone(&world.context);
    let Some(documented) = context.contract.operation(&operation) else { return };
    for sent in world.last.clone() {
        let found: Vec<Violation> = violations(documented, &sent.draft);
        if found.is_empty()
            || found.iter().any(|violation| violation.record != Some(record.index()))
        {
            return world.mistake(format!(
                "record {} must be the only one that breaks the documentation",
                record.0
            ));
        }
        let memory = world.memory.clone();
        let judgements =
            check::fails_alone(&World::seen(documented, &sent, &memory), &found, &clause);
        world.judge_or_end(judgements, &sent);
        if sent.exchange.response().is_some_and(crate::model::Response::accepted) {
            world.learn(&sent);
        }
    }
}

impl World {
    /// The clause of a rule that later answers show, with the ways to see it. Where the contract has
    /// none of these, the step would judge nothing.
    fn state_clause(&mut self, rule: &str) -> Option<(String, Ways)> {
        let operation = self.current_operation()?;
        let clauses = self.rule_clauses(&operation, rule);
        let Some(clause) = clauses.first().cloned() else {
            let message = self.unknown_rule(&operation, rule);
            self.mistake(format!("{message}; this step judges that rule"));
            return None;
        };
        let context = Arc::clone(&self.context);
        let documented = context.contract.clauses.get(&clause);
        if let Some(reason) = documented.and_then(|clause| clause.not_observable.as_ref()) {
            self.mistake(format!(
                "{clause} can't be observed, so this step would judge nothing; leave it out (the contract \
                 says: {reason})"
            ));
            return None;
        }
        self.ask(clauses);
        match Ways::of(&context.contract, context.contract.operation(&operation)?) {
            Ok(ways) => Some((clause, ways)),
            Err(why) => {
                self.mistake(format!("this step would judge nothing: {why}"));
                None
            }
        }
    }

    /// The clause of the rule that a refusal changes nothing, where something is there to be seen.
    fn unchanged_clause(&mut self) -> Option<String> {
        let (clause, ways) = self.state_clause(NOTHING)?;
        let resource = &ways.resource;
        let knows_none = self.memory.of(resource).next().is_none() && self.sendings <= 1;
        let context = Arc::clone(&self.context);
        let operation = self.current_operation();
        let operation = operation.and_then(|id| context.contract.operation(&id));
        let is_listed = ways.listing.is_some() && operation.is_some_and(Operation::makes_records);
        if ways.rivals.is_none() && !is_listed && knows_none && self.came_here() {
            let begin = match ways.is_made {
                true => format!("`Given an existing {resource}`"),
                false => "a request that is accepted".to_owned(),
            };
            self.mistake(format!(
                "this step would judge nothing: the scenario knows no `{resource}` to look at (begin with \
                 {begin}), and neither a rule with `check: {{unique: …}}` nor a list with `check: lists-known` would show whether one was made"
            ));
        }
        (!self.ended()).then_some(clause)
    }

    /// A step that saw nothing of what it is about is no reason to pass.
    fn needs_a_look(&mut self, clause: &str, looks: usize) {
        if self.ended() || self.looks > looks || self.last.is_empty() {
            return;
        }
        const UNSEEN: &str = "the scenario knows no record that could be looked at";
        self.judge(vec![Judgement::not_tried(clause, UNSEEN)], None);
        let why = self.not_tried.get(clause).map_or(UNSEEN, String::as_str);
        self.skip(why.to_owned());
    }
}
