//! Sends a request as it was meant and keeps what came of it.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use super::answer::whole;
use super::clients::{ClientError, Clients};
use super::credentials::{Issued, Unavailable};
use super::limits::Limits;
use super::patience::Patience;
use super::{ApiTarget, Interruption, Pace, Redactor, Target};
use crate::model::{
    Answer, Closing, Credential, CredentialState, Draft, Exchange, Failure, FailureKind,
};

/// Why a request was not sent, or not again.
pub const INTERRUPTED: &str = "the run was interrupted";

/// A request that was sent and answered, or not.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// What came of it in the end.
    pub exchange: Exchange,
    /// What came before: each time a 429 that asked to come back later.
    pub waits: Vec<Exchange>,
    /// The server closed a connection that it had kept open, with the request on its way. Nothing
    /// is known of it then; from here on every request has a connection of its own.
    pub lost: bool,
    /// The answer is a 429 that asks for a longer wait than there is patience for.
    pub put_off: bool,
}

/// Sends requests to a target.
#[derive(Debug)]
pub struct Client {
    pub(super) clients: Clients,
    pub(super) target: Arc<Target>,
    pub(super) redactor: Arc<Redactor>,
    pub(super) limits: Limits,
    started: Instant,
}

impl Client {
    /// A client for a target; `started` is the moment that exchanges are timed from.
    ///
    /// # Errors
    /// When TLS can't be set up.
    pub fn new(
        target: Arc<Target>,
        redactor: Arc<Redactor>,
        limits: Limits,
        started: Instant,
    ) -> Result<Self, ClientError> {
        target.teach(&redactor);
        let clients = Clients::new(Arc::clone(&target), limits);
        clients.check()?;
        Ok(Self { clients, target, redactor, limits, started })
    }

    /// Another client with the same settings and tokens, for another thread's runtime and with
    /// another moment that exchanges are timed from.
    #[must_use]
    pub fn twin(&self, started: Instant) -> Self {
        Self {
            clients: self.clients.twin(),
            target: Arc::clone(&self.target),
            redactor: Arc::clone(&self.redactor),
            limits: self.limits,
            started,
        }
    }

    /// The same client towards another place with the same credentials: tokens are shared.
    #[must_use]
    pub fn towards(mut self, target: Arc<Target>) -> Self {
        self.clients = Clients::new(Arc::clone(&target), self.limits);
        self.target = target;
        self
    }

    /// In which way a credential's value, as it was received, is right or wrong.
    pub fn state_of(&self, api: &str, credential: &Credential, value: &str) -> CredentialState {
        let settings =
            self.target.apis.get(api).and_then(|api| api.credentials.get(&credential.scheme));
        let Some(settings) = settings else { return CredentialState::Garbage };
        let Some(value) = credential.out_of_header(value) else { return CredentialState::Garbage };
        settings.state_of(credential, &value)
    }

    /// What reaches an API, or why nothing does.
    ///
    /// # Errors
    /// In words.
    pub fn http(&self, api: &str) -> Result<&reqwest::Client, String> {
        self.clients.of(api)
    }

    /// The target.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// What masks secrets.
    pub fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    /// When the run began.
    pub fn started(&self) -> Instant {
        self.started
    }

    /// The request as a `curl` line, secrets masked.
    ///
    /// # Errors
    /// When the settings lack the credential that it needs.
    pub fn preview(&self, draft: &Draft) -> Result<String, Unavailable> {
        self.prepare(draft, "").map(|prepared| self.redactor.text(&prepared.shown.curl))
    }

    /// Whether the settings have what the request needs.
    ///
    /// # Errors
    /// When they lack one of its credentials.
    pub fn can_send(&self, draft: &Draft) -> Result<(), Unavailable> {
        let api = self.api(draft)?;
        draft.credentials.iter().try_for_each(|one| self.issue(api, draft, one).map(drop))
    }

    pub(super) fn api(&self, draft: &Draft) -> Result<&ApiTarget, Unavailable> {
        let lacking = || Unavailable(format!("the target has no API `{}`", draft.api));
        self.target.apis.get(&draft.api).ok_or_else(lacking)
    }

    pub(super) fn issue(
        &self,
        api: &ApiTarget,
        draft: &Draft,
        credential: &Credential,
    ) -> Result<Issued, Unavailable> {
        match api.credentials.get(&credential.scheme) {
            Some(settings) => settings.issue(credential),
            None => Err(Unavailable(format!(
                "the target has no credential `{}.credentials.{}`",
                draft.api, credential.scheme
            ))),
        }
    }

    /// Sends a request; again only where a 429 asks for it, which says that nothing was done.
    /// `mark` names the scenario in the User-Agent, so that a server's log can be joined to a
    /// report. Every request has its moment, if there is a `pace`.
    ///
    /// # Errors
    /// When the settings lack the credential that it needs, or it was interrupted before a 429 had
    /// been waited out.
    pub async fn send(
        &self,
        draft: &Draft,
        mark: &str,
        pace: Option<&Pace>,
        interruption: &Interruption,
    ) -> Result<Delivery, Unavailable> {
        let mut patience = Patience::new(self.limits.retry_after);
        let mut waits = Vec::new();
        loop {
            if let Some(pace) = pace {
                let moment = interruption.or(pace.wait()).await;
                moment.ok_or_else(|| Unavailable(INTERRUPTED.into()))?;
            }
            let (exchange, lost) = self.once(draft, mark).await?;
            let now = SystemTime::now();
            match exchange.response().and_then(|response| patience.wait(response, now)) {
                Some(wait) => {
                    let waited = interruption.or(tokio::time::sleep(wait)).await;
                    // A 429 that asks to come back later is no refusal.
                    waited.ok_or_else(|| Unavailable(INTERRUPTED.into()))?;
                }
                None => {
                    if lost {
                        self.clients.keep_none();
                    }
                    let response = exchange.response();
                    let put_off = response.is_some_and(|one| patience.is_outlasted(one, now));
                    return Ok(Delivery { exchange, waits, lost, put_off });
                }
            }
            waits.push(exchange);
        }
    }

    /// An exchange, and whether nothing is known of it for the way in which its connection closed.
    async fn once(&self, draft: &Draft, mark: &str) -> Result<(Exchange, bool), Unavailable> {
        let prepared = self.prepare(draft, mark)?;
        let started = Instant::now();
        let keeps = self.clients.keeps();
        let answer = match (prepared.request, self.clients.of(&draft.api)) {
            (Ok(request), Ok(http)) => whole(http, request, &self.limits).await,
            (Err(message), _) | (_, Err(message)) => unsendable(message),
        };
        if matches!(answer, Answer::Response(_)) {
            self.clients.note_answer(&draft.api);
        }
        let exchange = Exchange {
            operation: draft.operation.clone(),
            request: prepared.shown,
            answer,
            started_ms: millis(started.duration_since(self.started)),
            duration_ms: millis(started.elapsed()),
        };
        // A server may close a connection that has served before whenever it likes (RFC 9112,
        // section 9.5), and then a request on its way is lost: that is nobody's fault, and must neither
        // be told as one nor be sent again, for it may have been done. One that another request left
        // free meanwhile may have been taken for this one.
        let lost = keeps
            && match &exchange.answer {
                Answer::Failure(Failure { closing: Some(Closing::Undone), .. }) => true,
                Answer::Failure(Failure { closing: Some(Closing::Silent), .. }) => {
                    self.clients.has_answered(&draft.api)
                }
                _ => false,
            };
        Ok((exchange, lost))
    }
}

fn unsendable(message: String) -> Answer {
    Answer::Failure(Failure::new(FailureKind::Unsendable, message))
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
