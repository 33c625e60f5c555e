//! When each target answered last, and when it could not be reached any more.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::contract::Contract;
use crate::model::{Answer, Exchange, FailureKind};

/// Of each API two moments, in milliseconds since the run began and one more: 0 is never.
#[derive(Debug, Default)]
pub(super) struct Reach(HashMap<String, Moments>);

#[derive(Debug, Default)]
struct Moments {
    answered: AtomicU64,
    unreachable: AtomicU64,
}

impl Reach {
    pub fn of(contract: &Contract) -> Self {
        Self(contract.apis.keys().map(|api| (api.clone(), Moments::default())).collect())
    }

    /// Notes what came of an exchange.
    pub fn note(&self, api: &str, exchange: &Exchange) {
        let Some(moments) = self.0.get(api) else { return };
        let (moment, at) = match &exchange.answer {
            Answer::Response(_) => (&moments.answered, end(exchange)),
            Answer::Failure(failure) if failure.kind == FailureKind::Connect => {
                (&moments.unreachable, exchange.started_ms)
            }
            Answer::Failure(_) => return,
        };
        moment.fetch_max(at.saturating_add(1), Ordering::Relaxed);
    }

    /// Whether a target went away with this exchange under way: nothing answered later, and it could
    /// not be reached any more.
    pub fn went_away_with(&self, api: &str, exchange: &Exchange) -> bool {
        // What was answered at that moment may have been read a little later.
        const SLACK: u64 = 20;
        self.0.get(api).is_some_and(|moments| {
            let answered = moments.answered.load(Ordering::Relaxed);
            moments.unreachable.load(Ordering::Relaxed) > answered
                && end(exchange).saturating_add(1 + SLACK) >= answered
        })
    }
}

fn end(exchange: &Exchange) -> u64 {
    exchange.started_ms.saturating_add(exchange.duration_ms)
}
