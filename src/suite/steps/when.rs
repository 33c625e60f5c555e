//! What is done.

use std::sync::Arc;
use std::time::Duration;

use cucumber::when;
use serde_json::Value;

use super::number::Count;
use crate::check;
use crate::contract::place::get;
use crate::contract::{Check, instant};
use crate::model::Draft;
use crate::suite::world::{Ending, World};

/// How many requests of one scenario may be under way at once.
const AT_ONCE: usize = 1000;

/// Why a dry run ends a scenario.
const NOTHING_SENT: &str = "dry run: nothing is sent";

#[when(regex = r"^(?:the request|it) is sent$")]
async fn the_request_is_sent(world: &mut World) {
    let drafts: Vec<Draft> = world.drafts.drain(..).collect();
    if drafts.len() > 1 {
        return world.mistake(
            "several requests are prepared; send them one by one, or `at the same moment`",
        );
    }
    world.send_all(drafts).await;
}

#[when(regex = r"^(?:both|the|all) requests are sent at the same moment$")]
async fn requests_at_once(world: &mut World) {
    let drafts = world.drafts.drain(..).collect();
    world.send_all(drafts).await;
}

#[when(regex = r"^(?:the same request|it) is sent again$")]
async fn sent_again(world: &mut World) {
    let again: Vec<Draft> = world.template.iter().map(|draft| Draft::clone(draft)).collect();
    world.send_all(again).await;
}

#[when(regex = r"^the request is sent ([0-9]+) times at the same moment$")]
async fn sent_many_times(world: &mut World, times: Count) {
    let times = times.0;
    if !(1..=AT_ONCE).contains(&times) {
        return world.mistake(format!("a request is sent 1 to {AT_ONCE} times at the same moment"));
    }
    let drafts: Vec<Draft> = world.drafts.drain(..).collect();
    let many = drafts.iter().cycle().take(drafts.len() * times).cloned().collect();
    world.send_all(many).await;
}

#[when("enough time passes for a later timestamp")]
async fn time_passes(world: &mut World) {
    if world.ended() || world.context.options.dry_run.is_some() {
        return;
    }
    let printed = world.memory.all().flat_map(|record| record.answered.as_object()).flatten();
    let units = printed.filter_map(|(_, value)| value.as_str().filter(|text| text.len() > 15));
    // Only what looks like a date-time: ids of digits would parse as one too.
    let units = units
        .filter(|text| text.contains(':'))
        .filter_map(instant::parse)
        .map(instant::Instant::unit);
    let units = units.chain(counted(world));
    let unit = u64::try_from(units.max().unwrap_or_default()).unwrap_or(u64::MAX);
    // Where timestamps have no seconds nobody waits: that they move on can't be seen.
    if unit > 2_000_000_000 {
        return;
    }
    let wait = Duration::from_nanos(unit).max(check::TICK) + Duration::from_millis(20);
    tokio::time::sleep(wait).await;
}

/// Units of the timestamps that are numbers: of fields that a change has to move on.
fn counted(world: &World) -> impl Iterator<Item = i128> {
    let rules = world.context.contract.operations().flat_map(|operation| &operation.rules);
    let moving = rules.filter(|rule| rule.check == Some(Check::After));
    let fields: Vec<&String> = moving.flat_map(|rule| &rule.fields).collect();
    let records = world.memory.all().map(|record| &record.answered);
    records.flat_map(move |answered| {
        let numbers = fields.iter().filter_map(|field| get(answered, field)?.as_number());
        numbers.filter_map(instant::since_epoch).map(instant::Instant::unit).collect::<Vec<_>>()
    })
}

impl World {
    async fn send_all(&mut self, drafts: Vec<Draft>) {
        self.last.clear();
        self.sendings += 1;
        self.held = false;
        let drafts: Vec<Arc<Draft>> = drafts.into_iter().map(Arc::new).collect();
        if let Some(last) = drafts.last() {
            self.template = Some(Arc::clone(last));
        }
        if self.ended() {
            return;
        }
        if drafts.is_empty() {
            return self
                .mistake("there is no request to send; begin with `Given a valid … request`");
        }
        self.last = self.send(drafts).await;
        if self.context.options.dry_run.is_some() {
            self.skip(NOTHING_SENT);
        }
    }

    /// Whether the scenario has come this far, if only in a dry run.
    pub(super) fn came_here(&self) -> bool {
        match &self.ending {
            None => true,
            Some(Ending::Skipped(reason)) => reason == NOTHING_SENT,
            Some(_) => false,
        }
    }

    /// The JSON of the last answer.
    pub(super) fn last_body(&self) -> Option<&Value> {
        crate::check::parse(self.last.last()?.exchange.response()?).json()
    }
}
