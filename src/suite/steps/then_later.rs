//! What an answer shows after a while: a job that is done, an export that is ready.

use std::sync::Arc;
use std::time::{Duration, Instant};

use cucumber::then;
use serde_json::Value;

use super::json_value;
use super::number::Count;
use super::then::no_request;
use crate::check::compare::same;
use crate::contract::place::first;
use crate::model::Judgement;
use crate::suite::world::{Ending, World};

/// The longest that a scenario waits for one value, in seconds.
const LONGEST: usize = 3600;
/// How long it waits before it asks for the first time; each time twice as long, up to the second.
const PAUSES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(2));

#[then(
    regex = r#"^the "([^"]+)" becomes (.+) within ([0-9]+) (seconds?|minutes?), as the rule "([^"]+)" says$"#
)]
async fn becomes(
    world: &mut World,
    field: String,
    value: String,
    time: Count,
    unit: String,
    rule: String,
) {
    let Some(operation) = world.current_operation() else { return no_request(world) };
    let Some((clause, clauses)) = world.known_rule(&operation, &rule) else { return };
    world.ask_http(&operation);
    world.ask(clauses);
    let expected = match json_value(&value) {
        Ok(expected) => expected,
        Err(message) => return world.mistake(message),
    };
    let seconds = time.0.saturating_mul(if unit.starts_with("minute") { 60 } else { 1 });
    if !(1..=LONGEST).contains(&seconds) {
        return world.mistake(format!("a scenario waits for 1 to {LONGEST} seconds"));
    }
    let context = Arc::clone(&world.context);
    let Some(documented) = context.contract.operation(&operation) else { return };
    if !documented.reads() {
        return world.mistake(format!(
            "{operation} is a {}, and is not sent over and over; prepare and send the GET that shows the \"{field}\"",
            documented.method
        ));
    }
    let root = documented.response.as_ref().map(|body| &body.root);
    if root.is_some_and(|root| root.find(&field).is_none() && !root.properties.is_empty()) {
        return world
            .mistake(format!("the answer of {operation} has no documented field `{field}`"));
    }
    if !world.ended() {
        let limit = Duration::from_secs(seconds as u64);
        world.wait_for(&field, &expected, limit, &clause).await;
    }
}

impl World {
    /// Sends the last request again and again, until its answer has this value or the time is over.
    async fn wait_for(&mut self, field: &str, expected: &Value, limit: Duration, clause: &str) {
        let begun = Instant::now();
        let mut pause = PAUSES.0;
        loop {
            let Some(sent) = self.last.last().cloned() else { return };
            let shown = self.last_body().and_then(|body| first(body, field)).cloned();
            if shown.as_ref().is_some_and(|shown| same(expected, shown, None)) {
                self.judge(vec![Judgement::kept(clause)], Some(sent.index));
                return;
            }
            let left = limit.saturating_sub(begun.elapsed());
            if left.is_zero() {
                let actual = shown.map_or("it isn't there".to_owned(), |shown| shown.to_string());
                let within = format!("{expected} within {} s", limit.as_secs());
                let judgement = Judgement::broken(clause, within, actual).at(field);
                self.judge(vec![judgement], Some(sent.index));
                return self.end(Ending::Failed);
            }
            tokio::time::sleep(pause.min(left)).await;
            pause = (pause * 2).min(PAUSES.1);
            let again = self.send(vec![Arc::clone(&sent.draft)]).await;
            if again.is_empty() || self.ended() {
                return;
            }
            self.last = again;
            self.expect_accepted(None, None);
            if self.ended() {
                return;
            }
        }
    }
}
