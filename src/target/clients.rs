//! HTTP clients, one for each API: their TLS and their way there differ.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::failure::chain;
use super::limits::Limits;
use super::tls::provide;
use super::url::is_loopback;
use super::{ApiTarget, Target};

/// The HTTP client can't be made.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client can't be made: {0}")]
pub struct ClientError(String);

/// The clients of each API.
#[derive(Debug)]
pub(super) struct Clients {
    each: HashMap<String, Pair>,
    keep_none: Arc<AtomicBool>,
}

#[derive(Debug)]
struct Pair {
    keeping: reqwest::Client,
    /// Whether it has had an answer: then any of its connections may have served before. Which one a
    /// request goes over can't be told: one that becomes free overtakes one that is just made.
    served: AtomicBool,
    /// Gives every request a connection of its own.
    fresh: reqwest::Client,
}

impl Clients {
    /// Clients for a target.
    pub(super) fn new(target: &Target, limits: &Limits) -> Result<Self, ClientError> {
        provide();
        let one = |(name, api): (&String, &ApiTarget)| {
            let pair = Pair {
                keeping: client(api, limits, usize::MAX)?,
                served: AtomicBool::default(),
                fresh: client(api, limits, 0)?,
            };
            Ok((name.clone(), pair))
        };
        let each = target.apis.iter().map(one).collect::<Result<_, _>>()?;
        Ok(Self { each, keep_none: Arc::default() })
    }

    /// The client of an API.
    pub(super) fn of(&self, api: &str) -> Option<&reqwest::Client> {
        let pair = self.each.get(api)?;
        Some(if self.keep_none.load(Ordering::Relaxed) { &pair.fresh } else { &pair.keeping })
    }

    /// Whether a request to an API that is sent now may go over a connection that has served before.
    pub(super) fn may_use_again(&self, api: &str) -> bool {
        let served = self.each.get(api).is_some_and(|pair| pair.served.load(Ordering::Relaxed));
        served && !self.keep_none.load(Ordering::Relaxed)
    }

    /// An API has answered.
    pub(super) fn note_answer(&self, api: &str) {
        if let Some(pair) = self.each.get(api) {
            pair.served.store(true, Ordering::Relaxed);
        }
    }

    /// From now on every request has a connection of its own, for all who share this.
    pub(super) fn keep_none(&self) {
        self.keep_none.store(true, Ordering::Relaxed);
    }

    /// What others learn of the target holds here too.
    pub(super) fn share_with(&mut self, others: &Self) {
        self.keep_none = Arc::clone(&others.keep_none);
    }
}

fn client(api: &ApiTarget, limits: &Limits, idle: usize) -> Result<reqwest::Client, ClientError> {
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        // Every operation writes, and a write must not be repeated: reqwest would do it after an
        // HTTP/2 GOAWAY, which doesn't say that the request wasn't done. What was never written is
        // still sent on another connection.
        .retry(reqwest::retry::never())
        .connect_timeout(limits.connecting())
        // Servers close idle connections after a second or more; a write that meets the
        // closing must not be sent twice, so connections are not kept that long.
        .pool_max_idle_per_host(idle)
        .pool_idle_timeout(Duration::from_millis(250))
        .http2_max_header_list_size(u32::try_from(limits.head).unwrap_or(u32::MAX));
    if is_loopback(&api.base_url) {
        // A proxy of the environment can't reach this machine's own loopback.
        builder = builder.no_proxy();
        if api.base_url.scheme() == "http" {
            // Nothing is encrypted, so a system without any authorities will do.
            builder = builder.tls_certs_only([]);
        }
    }
    api.tls.apply(builder).build().map_err(|error| ClientError(chain(&error)))
}
