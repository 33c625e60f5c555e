//! Rules on what moves on with each change: timestamps, printed or as numbers, and counters.

use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::{Place, TICK};
use crate::contract::instant::Instant;
use crate::contract::place::get;
use crate::contract::{Check, Rule, instant};
use crate::model::Outcome;

/// What a record's last answer told of a field, and what it is now.
enum Moved {
    Instants(Instant, Instant),
    /// How the new count is to the one before.
    Counter(Ordering),
}

impl Place<'_> {
    /// Judges `not-before` and `after`.
    pub(super) fn later(
        &self,
        check: &Check,
        answered: Option<&Value>,
        at: &str,
    ) -> Option<Outcome> {
        let printed = get(&self.known?.answered, self.field)?;
        let now = answered?;
        let moved = moved(printed, now)?;
        // Of two requests at the same moment, nobody knows which was first.
        let gap = self.seen.sent_at.checked_sub(self.known?.received)?;
        if *check == Check::NotBefore {
            let holds = match moved {
                Moved::Instants(before, now) => {
                    now.nanos >= before.nanos || now.same_as_printed(before)
                }
                Moved::Counter(order) => order != Ordering::Less,
            };
            return self.outcome(holds, format!("not before {printed}"), now, at);
        }
        let (then, after) = match moved {
            Moved::Instants(before, after) => (before, after),
            // What counts needs no time to pass.
            Moved::Counter(order) => {
                let expected = format!("more than {printed}");
                return self.outcome(order == Ordering::Greater, expected, now, at);
            }
        };
        if after.nanos > then.nanos {
            return Some(Outcome::Kept);
        }
        // A clock may tick more coarsely than it is printed.
        let shows =
            gap >= TICK && i128::try_from(gap.as_nanos()).ok()? > then.unit().max(after.unit());
        let is_back = after.nanos < then.nanos && !after.same_as_printed(then);
        // That is told by the rule about it, where there is one.
        let is_told = || {
            let mut rules = self.seen.operation.rules.iter();
            let of_field = |rule: &Rule| rule.fields.iter().any(|field| field == self.field);
            rules.any(|rule| rule.check == Some(Check::NotBefore) && of_field(rule))
        };
        if !shows || (is_back && is_told()) {
            return None;
        }
        let expected = format!("after {printed}: the update was {} ms later", gap.as_millis());
        self.outcome(false, expected, now, at)
    }
}

fn moved(before: &Value, now: &Value) -> Option<Moved> {
    match (before, now) {
        (Value::String(before), Value::String(now)) => {
            Some(Moved::Instants(instant::parse(before)?, instant::parse(now)?))
        }
        (Value::Number(before), Value::Number(now)) => {
            match (instant::since_epoch(before), instant::since_epoch(now)) {
                (Some(before), Some(now)) => Some(Moved::Instants(before, now)),
                _ => Some(Moved::Counter(order(before, now)?)),
            }
        }
        _ => None,
    }
}

/// How the second number is to the first: whole ones exactly, however large.
pub(super) fn order(before: &Number, now: &Number) -> Option<Ordering> {
    let (before, now) = (before.to_string(), now.to_string());
    match (before.parse::<i128>(), now.parse::<i128>()) {
        (Ok(before), Ok(now)) => Some(now.cmp(&before)),
        _ => now.parse::<f64>().ok()?.partial_cmp(&before.parse::<f64>().ok()?),
    }
}
