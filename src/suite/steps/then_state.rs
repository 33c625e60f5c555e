//! What must be true afterwards, seen through later answers.

use std::sync::Arc;

use cucumber::then;

use crate::check;
use crate::contract::{Operation, Violation, violations};
use crate::model::Level;
use crate::suite::world::World;

#[then("nothing has changed")]
async fn nothing_has_changed(world: &mut World) {
    let Some(operation) = world.current_operation() else { return };
    let Some(clause) = world.state_clause(&operation, "refused-changes-nothing") else { return };
    for sent in world.last.clone() {
        world.observe_nothing(&sent, &clause).await;
    }
}

#[then("a refusal has changed nothing")]
async fn a_refusal_has_changed_nothing(world: &mut World) {
    let Some(operation) = world.current_operation() else { return };
    let Some(clause) = world.state_clause(&operation, "refused-changes-nothing") else { return };
    // Where what had to be refused was done, that is the finding.
    if world.findings.iter().any(|finding| finding.level == Level::Must) {
        return;
    }
    let context = Arc::clone(&world.context);
    for sent in world.last.clone() {
        let documented = context.contract.operation(&sent.draft.operation);
        let apart = documented.is_some_and(Operation::refuses_records_apart);
        let refused = sent.exchange.response().is_some_and(crate::model::Response::refused);
        if refused || apart {
            world.observe_nothing(&sent, &clause).await;
        }
    }
}

#[then("the change is kept")]
async fn the_change_is_kept(world: &mut World) {
    let Some(operation) = world.current_operation() else { return };
    let Some(clause) = world.state_clause(&operation, "change-is-kept") else { return };
    for sent in world.last.clone() {
        world.observe_change(&sent, &clause).await;
    }
}

#[then(regex = r#"^only record ([0-9]+) fails, as the rule "([^"]+)" says$"#)]
async fn only_record_fails(world: &mut World, record: usize, rule: String) {
    let Some(operation) = world.current_operation() else { return };
    let clauses = world.rule_clauses(&operation, &rule);
    let Some(clause) = clauses.first().cloned() else {
        let message = world.unknown_rule(&operation, &rule);
        return world.mistake(message);
    };
    world.ask_http(&operation);
    world.ask(clauses);
    if world.ended() {
        return;
    }
    let context = Arc::clone(&world.context);
    let Some(documented) = context.contract.operation(&operation) else { return };
    for sent in world.last.clone() {
        let found: Vec<Violation> = violations(documented, &sent.draft);
        if found.is_empty()
            || found.iter().any(|violation| violation.record != Some(record.saturating_sub(1)))
        {
            return world.mistake(format!(
                "record {record} must be the only one that breaks the documentation"
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
    /// The clause of a rule that later answers show; `None` where there is nothing to look at.
    fn state_clause(&mut self, operation: &str, rule: &str) -> Option<String> {
        let clauses = self.rule_clauses(operation, rule);
        let Some(clause) = clauses.first().cloned() else {
            let message = self.unknown_rule(operation, rule);
            self.mistake(message);
            return None;
        };
        let hidden =
            self.context.contract.clauses.get(&clause).is_some_and(|c| c.not_observable.is_some());
        if hidden {
            return None;
        }
        self.ask(clauses);
        (!self.ended()).then_some(clause)
    }
}
