//! Rules on what moves on with each change: timestamps, printed or as numbers, and counters.

use serde_json::{Number, Value};

use super::{Place, TICK};
use crate::contract::instant::Instant;
use crate::contract::place::get;
use crate::contract::{Check, instant};
use crate::model::Outcome;

/// What a record's last answer told of a field, and what it is now.
enum Moved {
    Instants(Instant, Instant),
    Counters(f64, f64),
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
        if *check == Check::NotBefore {
            let holds = match moved {
                Moved::Instants(before, now) => {
                    now.nanos >= before.nanos || now.same_as_printed(before)
                }
                Moved::Counters(before, now) => now >= before,
            };
            return self.outcome(holds, format!("not before {printed}"), now, at);
        }
        let (then, after) = match moved {
            Moved::Instants(before, after) => (before, after),
            // What counts needs no time to pass.
            Moved::Counters(before, after) => {
                return self.outcome(after > before, format!("more than {printed}"), now, at);
            }
        };
        if after.nanos > then.nanos {
            return Some(Outcome::Kept);
        }
        let gap = self.seen.sent_at.checked_sub(self.known?.received)?;
        // A clock may tick more coarsely than it is printed.
        let shows =
            gap >= TICK && i128::try_from(gap.as_nanos()).ok()? > then.unit().max(after.unit());
        if after.nanos < then.nanos || !shows {
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
                _ => Some(Moved::Counters(counter(before)?, counter(now)?)),
            }
        }
        _ => None,
    }
}

fn counter(number: &Number) -> Option<f64> {
    number.to_string().parse().ok()
}
