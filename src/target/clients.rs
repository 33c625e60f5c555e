//! HTTP clients, one for each API: their TLS and their way there differ.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue};

use super::coding::ACCEPTED;
use super::failure::chain;
use super::limits::Limits;
use super::tls::provide;
use super::url::is_loopback;
use super::{ApiTarget, Target};

/// The HTTP client can't be made.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the HTTP client can't be made: {0}")]
pub struct ClientError(String);

/// The clients of each API.
#[derive(Debug)]
pub(super) struct Clients {
    target: Arc<Target>,
    limits: Limits,
    each: HashMap<String, Pair>,
    keep_none: Arc<AtomicBool>,
}

/// Each is made when it is first needed: with TLS that reads all authorities of the system.
#[derive(Debug, Default)]
struct Pair {
    keeping: Made,
    /// Whether it has had an answer: then any of its connections may have served before. Which one a
    /// request goes over can't be told: one that becomes free overtakes one that is just made.
    served: AtomicBool,
    /// Gives every request a connection of its own.
    fresh: Made,
}

type Made = OnceLock<Result<reqwest::Client, ClientError>>;

impl Clients {
    /// Clients for a target.
    pub(super) fn new(target: Arc<Target>, limits: Limits) -> Self {
        let each = target.apis.keys().map(|name| (name.clone(), Pair::default())).collect();
        Self { target, limits, each, keep_none: Arc::default() }
    }

    /// Whether all can be made.
    pub(super) fn check(&self) -> Result<(), ClientError> {
        let failed = self.each.keys().find_map(|api| self.made(api)?.as_ref().err());
        failed.map_or(Ok(()), |error| Err(error.clone()))
    }

    /// The client of an API, or why there is none.
    pub(super) fn of(&self, api: &str) -> Result<&reqwest::Client, String> {
        let made = self.made(api).ok_or_else(|| format!("the target has no API `{api}`"))?;
        made.as_ref().map_err(ToString::to_string)
    }

    fn made(&self, api: &str) -> Option<&Result<reqwest::Client, ClientError>> {
        let (settings, pair) = (self.target.apis.get(api)?, self.each.get(api)?);
        let keeps_none = self.keep_none.load(Ordering::Relaxed);
        let (made, idle) = if keeps_none { (&pair.fresh, 0) } else { (&pair.keeping, usize::MAX) };
        Some(made.get_or_init(|| client(settings, &self.limits, idle)))
    }

    /// Whether a request that is sent now may share a connection with others.
    pub(super) fn keeps(&self) -> bool {
        !self.keep_none.load(Ordering::Relaxed)
    }

    /// Whether an API has answered, so that a connection may have served before.
    pub(super) fn has_answered(&self, api: &str) -> bool {
        self.each.get(api).is_some_and(|pair| pair.served.load(Ordering::Relaxed))
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

    /// As many of its own; what one learns of the target holds for all.
    pub(super) fn twin(&self) -> Self {
        let twin = Self::new(Arc::clone(&self.target), self.limits);
        Self { keep_none: Arc::clone(&self.keep_none), ..twin }
    }
}

fn client(api: &ApiTarget, limits: &Limits, idle: usize) -> Result<reqwest::Client, ClientError> {
    provide();
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        // Every operation writes, and a write must not be repeated: reqwest would do it after an
        // HTTP/2 GOAWAY, which doesn't say that the request wasn't done. What was never written is
        // still sent on another connection.
        .retry(reqwest::retry::never())
        .connect_timeout(limits.connecting())
        .default_headers(HeaderMap::from_iter([(
            ACCEPT_ENCODING,
            HeaderValue::from_static(ACCEPTED),
        )]))
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
