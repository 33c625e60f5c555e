//! An end that a person or a system wants: what is under way ends, nothing new is sent.

use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Notify;

/// Told to all threads of a run.
#[derive(Debug, Default)]
pub struct Interruption {
    came: AtomicBool,
    waiting: Notify,
}

impl Interruption {
    /// Tells it; whether it had been told before.
    pub fn tell(&self) -> bool {
        let before = self.came.swap(true, Ordering::SeqCst);
        self.waiting.notify_waiters();
        before
    }

    /// Whether it came.
    pub fn came(&self) -> bool {
        self.came.load(Ordering::SeqCst)
    }

    /// Waits for something that is no answer; `None` where the end comes first.
    pub async fn or<T>(&self, wanted: impl Future<Output = T>) -> Option<T> {
        let told = self.waiting.notified();
        tokio::pin!(told);
        // From here on nothing that is told is missed.
        told.as_mut().enable();
        if self.came() {
            return None;
        }
        tokio::select! {
            done = wanted => Some(done),
            () = told => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn waiting_ends_when_it_is_told_and_does_not_begin_after() {
        let interruption = Interruption::default();
        assert_eq!(interruption.or(async { 1 }).await, Some(1));
        let wait = interruption.or(std::future::pending::<()>());
        let tell = async { interruption.tell() };
        assert_eq!(tokio::join!(wait, tell), (None, false));
        assert_eq!(interruption.or(async { 1 }).await, None);
        assert!(interruption.tell());
    }
}
