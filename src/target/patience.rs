//! How long a request waits where the target says "too many, come back later" (RFC 9110, 10.2.3).

use std::time::{Duration, SystemTime};

use crate::model::Response;

/// How often a request is sent again: a 429 says that nothing was done.
const RESENDS: usize = 3;

/// What is left of it.
#[derive(Debug)]
pub(super) struct Patience {
    left: Duration,
    resends: usize,
}

impl Patience {
    /// Patience for so long in all.
    pub(super) fn new(limit: Duration) -> Self {
        Self { left: limit, resends: RESENDS }
    }

    /// How long to wait before the request is sent again; `None` where the answer stands.
    pub(super) fn wait(&mut self, response: &Response, now: SystemTime) -> Option<Duration> {
        if response.status != 429 || self.resends == 0 || self.left.is_zero() {
            return None;
        }
        let asked = asked(response.header("retry-after")?, now)?;
        self.left = self.left.checked_sub(asked)?;
        self.resends -= 1;
        Some(asked)
    }

    /// Whether an answer that stands asks for more time than there is, rather than for one more of many resends.
    pub(super) fn is_outlasted(&self, response: &Response, now: SystemTime) -> bool {
        let asked = response.header("retry-after").and_then(|value| asked(value, now));
        response.status == 429 && self.resends > 0 && asked.is_some()
    }
}

/// What a Retry-After asks for: seconds, or a date.
fn asked(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    match value.parse::<u64>() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => {
            let then = httpdate::parse_http_date(value).ok()?;
            Some(then.duration_since(now).unwrap_or_default())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, retry_after: Option<&str>) -> Response {
        let header = |value: &str| ("retry-after".to_owned(), value.to_owned());
        let headers = retry_after.map(header).into_iter().collect();
        Response::new(status, headers, Vec::new(), String::new())
    }

    #[test]
    fn it_ends_with_the_time_or_the_third_resend() {
        let now = SystemTime::now();
        let mut patience = Patience::new(Duration::from_secs(10));
        for _ in 0..3 {
            assert_eq!(patience.wait(&answer(429, Some("2")), now), Some(Duration::from_secs(2)));
        }
        assert_eq!(patience.wait(&answer(429, Some("0")), now), None);
        assert!(!patience.is_outlasted(&answer(429, Some("0")), now), "it said that time was up");
        let mut patience = Patience::new(Duration::from_secs(10));
        assert_eq!(patience.wait(&answer(429, Some("11")), now), None);
        assert!(patience.is_outlasted(&answer(429, Some("11")), now));
        assert!(!patience.is_outlasted(&answer(429, Some("soon")), now));
        assert_eq!(Patience::new(Duration::ZERO).wait(&answer(429, Some("0")), now), None);
    }

    #[test]
    fn only_what_asks_for_it_is_waited_for() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        let mut patience = Patience::new(Duration::from_secs(10));
        assert_eq!(patience.wait(&answer(429, None), now), None);
        assert_eq!(patience.wait(&answer(429, Some("soon")), now), None);
        assert_eq!(patience.wait(&answer(429, Some("-1")), now), None);
        assert_eq!(patience.wait(&answer(503, Some("1")), now), None);
        let date = answer(429, Some("Sun, 06 Nov 1994 08:49:40 GMT"));
        assert_eq!(patience.wait(&date, now), Some(Duration::from_secs(3)));
    }
}
