//! A bound on requests per second, over all threads of a run.

use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Gives every request its moment.
#[derive(Debug)]
pub struct Pace {
    gap: Duration,
    next: Mutex<Instant>,
}

impl Pace {
    /// So many requests per second at most, the first at once. Zero is taken for one.
    pub fn new(per_second: u32) -> Self {
        let gap = Duration::from_secs(1) / per_second.max(1);
        Self { gap, next: Mutex::new(Instant::now()) }
    }

    /// Waits for the moment of one request.
    pub async fn wait(&self) {
        tokio::time::sleep_until(self.book(Instant::now()).into()).await;
    }

    fn book(&self, now: Instant) -> Instant {
        let mut next = self.next.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // Time in which nothing was sent is no credit for a burst.
        let moment = (*next).max(now);
        *next = moment + self.gap;
        moment
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_spaced_and_idle_time_gives_no_burst() {
        let pace = Pace::new(10);
        let now = Instant::now();
        let moments: Vec<Instant> = (0..3).map(|_| pace.book(now)).collect();
        assert_eq!(moments[1] - moments[0], Duration::from_millis(100));
        assert_eq!(moments[2] - moments[1], Duration::from_millis(100));
        let later = now + Duration::from_secs(60);
        assert_eq!(pace.book(later), later);
        assert_eq!(pace.book(later), later + Duration::from_millis(100));
    }
}
