//! What an accepting answer must say.

use std::sync::Arc;

use cucumber::then;

use super::then::no_request;
use crate::check;
use crate::contract::violations;
use crate::model::Response;
use crate::suite::world::{Sent, VALUE_KEPT, World};

#[then("the answer has the documented fields and types")]
async fn documented_fields(world: &mut World) {
    let Some(operation) = world.current_operation() else { return no_request(world) };
    world.ask_form(&operation);
}

#[then("the answer is like the documented sample")]
async fn like_the_sample(world: &mut World) {
    let Some(operation) = world.current_operation() else { return no_request(world) };
    world.ask_form(&operation);
    let context = Arc::clone(&world.context);
    let documented =
        context.contract.operation(&operation).and_then(|operation| operation.response.as_ref());
    if documented.is_some_and(|documented| documented.sample.is_none()) {
        return world.mistake(format!(
            "{operation} has no sample of its answer to compare with; give that an example in {}",
            world.contract_of(&operation)
        ));
    }
    if world.ended() {
        return;
    }
    let (Some(documented), Some(body)) = (documented, world.last_body()) else { return };
    let diff = check::likeness(documented, body)
        .map(|diff| world.client.redactor().within(VALUE_KEPT, &diff));
    let index = world.last.last().map(|sent| sent.index);
    for finding in &mut world.findings {
        if finding.exchange == index
            && finding.clause.contains(".response.body")
            && finding.diff.is_none()
        {
            finding.diff.clone_from(&diff);
        }
    }
}

#[then("the answer returns what was sent")]
async fn returns_what_was_sent(world: &mut World) {
    let Some(operation) = world.current_operation() else { return no_request(world) };
    let asked = world.ask_answer_rules(&operation);
    if asked.is_empty() {
        return world.mistake(format!(
            "no rule of {operation} says what its answer returns; give it `x-rules` with `fields` and \
             `check: echo` in {}",
            world.contract_of(&operation)
        ));
    }
    world.needs_an_answer(&asked);
}

#[then(regex = r#"^the sent "([^"]+)" is not taken$"#)]
async fn sent_is_not_taken(world: &mut World, field: String) {
    let Some(operation) = world.current_operation() else { return no_request(world) };
    let context = Arc::clone(&world.context);
    let Some(documented) = context.contract.operation(&operation) else { return };
    let node = documented.request.as_ref().and_then(|request| request.root.find(&field));
    let Some(node) = node.filter(|node| node.is_read_only()) else {
        return world.mistake(format!(
            "`{field}` is no field of {operation} that is `readOnly`: whether it is taken is not documented"
        ));
    };
    let clause = node.facet("readOnly");
    world.ask_http(&operation);
    world.ask(std::slice::from_ref(&clause));
    let mine: Vec<Arc<Sent>> =
        world.last.iter().filter(|sent| sent.draft.operation == operation).cloned().collect();
    let refused = mine.iter().any(|sent| sent.exchange.response().is_some_and(Response::refused));
    let wrong = mine.iter().find_map(|sent| violations(documented, &sent.draft).into_iter().next());
    if let Some(wrong) = wrong.filter(|_| refused) {
        return world.mistake(format!(
            "this request breaks the documentation ({}), so its refusal says nothing of `{field}`",
            wrong.message
        ));
    }
    match refused {
        // Which it may.
        true => world.held = true,
        false => world.expect_accepted(None, None),
    }
    if world.ended() {
        return;
    }
    for sent in mine {
        if refused {
            world.judge_http(&sent);
        }
        let memory = world.memory.clone();
        let judgement = check::not_taken(&World::seen(documented, &sent, &memory), &field, &clause);
        let Some(judgement) = judgement else {
            world.skip(format!("the answer doesn't show whether `{field}` was taken"));
            continue;
        };
        world.judge(vec![judgement], Some(sent.index));
    }
}

impl World {
    /// Asks about the form of the answer.
    fn ask_form(&mut self, operation: &str) {
        let asked = self.ask_schema(operation);
        if !asked.is_empty() {
            let response = self.last.last().and_then(|sent| sent.exchange.response());
            if response.is_none_or(|response| response.status / 100 != 3) {
                return self.needs_an_answer(&asked);
            }
            // A header alone (of a 304) shows no field.
            let clauses = &self.context.contract.clauses;
            let is_of_body = |index: &usize| {
                let id = clauses.get_index(*index).map(|(id, _)| id);
                let rest = id.and_then(|id| id.split_once(".response.")).map(|(_, rest)| rest);
                // `body.title`, or `202.body.title` where several statuses are documented.
                rest.is_some_and(|rest| rest.split(['.', ':']).take(2).any(|step| step == "body"))
            };
            let of_body: Vec<usize> = asked.iter().copied().filter(is_of_body).collect();
            return self.needs_an_answer(if of_body.is_empty() { &asked } else { &of_body });
        }
        let file = self.contract_of(operation);
        self.mistake(format!(
            "the answer of {operation} has no documented form; give its 2XX response a schema in {file}"
        ));
    }

    /// The document of an operation.
    fn contract_of(&self, operation: &str) -> String {
        let contract = &self.context.contract;
        let api = contract.operation(operation).and_then(|one| contract.apis.get(&one.api));
        api.map(|api| api.file.clone()).unwrap_or_default()
    }

    /// What an answer promises is judged by the step that says that the request is accepted. Where
    /// that saw none of these clauses, the step that asks about them is no reason to pass.
    pub(super) fn needs_an_answer(&mut self, asked: &[usize]) {
        if self.came_here() && !self.held {
            return self.mistake(
                "nothing has held the answer to its documentation yet; \
                 `Then the request is accepted` comes first",
            );
        }
        let clauses = &self.context.contract.clauses;
        let broken = |index: usize| {
            let id = clauses.get_index(index).map(|(id, _)| id);
            self.findings.iter().any(|finding| Some(&finding.clause) == id)
        };
        if !self.ended() && !asked.iter().any(|index| self.kept.contains(*index) || broken(*index))
        {
            self.skip("the answer shows nothing of what this step asks about");
        }
    }
}
