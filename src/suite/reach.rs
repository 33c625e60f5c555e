//! When each target answered last, when it could not be reached any more, and whether it hangs.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use crate::contract::Contract;
use crate::model::{Answer, Exchange, FailureKind};

/// So many times as many requests as are sent at once have to wait in vain, one after the other, before a
/// target is taken to hang: one that stands still for a moment goes on after it.
const ROUNDS: usize = 3;
/// And at least so many, where few are sent at once.
const FEWEST: usize = 12;

/// Of each API two moments, in milliseconds since the run began and one more: 0 is never.
#[derive(Debug, Default)]
pub(super) struct Reach(HashMap<String, Moments>);

#[derive(Debug, Default)]
struct Moments {
    answered: AtomicU64,
    unreachable: AtomicU64,
    /// How many requests in a row waited in vain.
    in_vain: AtomicUsize,
}

impl Reach {
    pub fn of(contract: &Contract) -> Self {
        Self(contract.apis.keys().map(|api| (api.clone(), Moments::default())).collect())
    }

    /// Notes what came of an exchange.
    pub fn note(&self, api: &str, exchange: &Exchange) {
        let Some(moments) = self.0.get(api) else { return };
        let (moment, at) = match &exchange.answer {
            Answer::Response(_) => {
                moments.in_vain.store(0, Ordering::Relaxed);
                (&moments.answered, end(exchange))
            }
            Answer::Failure(failure) if failure.kind == FailureKind::Timeout => {
                moments.in_vain.fetch_add(1, Ordering::Relaxed);
                return;
            }
            Answer::Failure(failure) if failure.kind == FailureKind::Connect => {
                (&moments.unreachable, exchange.started_ms)
            }
            Answer::Failure(_) => return,
        };
        moment.fetch_max(at.saturating_add(1), Ordering::Relaxed);
    }

    /// Why nothing more is sent to a target that answers nobody: a thousand scenarios would wait as
    /// long for the same.
    pub fn hangs(&self, api: &str, jobs: usize) -> Option<String> {
        let in_vain = self.0.get(api)?.in_vain.load(Ordering::Relaxed);
        let most = jobs.saturating_mul(ROUNDS).max(FEWEST);
        (in_vain >= most).then(|| {
            format!("{api} left {most} requests in a row without an answer: it hangs, so nothing more is sent to it")
        })
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
