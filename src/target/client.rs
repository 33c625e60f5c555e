//! Sends a request as it was meant and keeps what came of it.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use secrecy::ExposeSecret;
use url::Url;

use super::answer::whole;
use super::clients::{ClientError, Clients};
use super::credentials::{Cache, Issued, Unavailable};
use super::curl::{self, Shown};
use super::forge;
use super::limits::Limits;
use super::patience::Patience;
use super::redact::MASK;
use super::url::url;
use super::{ApiTarget, Interruption, Pace, Redactor, Target};
use crate::model::{
    Answer, Closing, Credential, CredentialPlace, CredentialState, Draft, Exchange, Failure,
    FailureKind, Request,
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
}

/// Sends requests to a target.
#[derive(Debug)]
pub struct Client {
    pub(super) clients: Clients,
    pub(super) target: Arc<Target>,
    tokens: Arc<Cache>,
    redactor: Arc<Redactor>,
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
        Ok(Self { clients, target, tokens: Arc::default(), redactor, limits, started })
    }

    /// Another client with the same settings and tokens, for another thread's runtime and with
    /// another moment that exchanges are timed from.
    #[must_use]
    pub fn twin(&self, started: Instant) -> Self {
        Self {
            clients: self.clients.twin(),
            target: Arc::clone(&self.target),
            tokens: Arc::clone(&self.tokens),
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
        settings.state_of(credential, value, &self.tokens)
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
    /// When they lack its credential.
    pub fn can_send(&self, draft: &Draft) -> Result<(), Unavailable> {
        let api = self.api(draft)?;
        match &draft.credential {
            Some(credential) => self.issue(api, draft, credential).map(drop),
            None => Ok(()),
        }
    }

    pub(super) fn api(&self, draft: &Draft) -> Result<&ApiTarget, Unavailable> {
        let lacking = || Unavailable(format!("the target has no API `{}`", draft.api));
        self.target.apis.get(&draft.api).ok_or_else(lacking)
    }

    fn issue(
        &self,
        api: &ApiTarget,
        draft: &Draft,
        credential: &Credential,
    ) -> Result<Issued, Unavailable> {
        match api.credentials.get(&credential.scheme) {
            Some(settings) => settings.issue(credential, &self.tokens),
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
                    return Ok(Delivery { exchange, waits, lost });
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

    fn prepare(&self, draft: &Draft, mark: &str) -> Result<Prepared, Unavailable> {
        let api = self.api(draft)?;
        let plain_url = url(api, draft);
        let mut url = plain_url.clone();
        let mut headers: Vec<(String, String)> =
            draft.headers.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        let user_agent = format!("docproof/{} ({mark})", env!("CARGO_PKG_VERSION"));
        headers.push(("User-Agent".into(), user_agent));
        let variable = draft
            .credential
            .as_ref()
            .map(|credential| curl::variable(&draft.api, &credential.name));
        let (mut secret_query, mut empty_query) = (None, false);
        let issued = match &draft.credential {
            Some(credential) => Some((credential, self.issue(api, draft, credential)?)),
            None => None,
        };
        if let Some((credential, Issued::Secret(secret))) = issued {
            match credential.state {
                // Made up here, of no secret.
                CredentialState::Garbage | CredentialState::Empty => {}
                CredentialState::Wrong => forge::teach_wrong_key(&secret, &self.redactor),
                _ => self.redactor.learn(&secret),
            }
            let value = secret.expose_secret().to_owned();
            match credential.place {
                CredentialPlace::Header => {
                    headers.insert(0, (credential.name.clone(), credential.in_header(value)));
                }
                CredentialPlace::Query => {
                    url.query_pairs_mut().append_pair(&credential.name, &value);
                    empty_query = value.is_empty();
                    secret_query = Some(credential.name.clone());
                }
            }
        }
        let body = draft.body.bytes();
        // What stands where a credential does is one, however short it is.
        let is_secret = |name: &str, place: CredentialPlace| {
            let own = draft.credential.as_ref().filter(|credential| credential.place == place);
            own.is_some_and(|credential| credential.name.eq_ignore_ascii_case(name))
        };
        let is_bearer = draft.credential.as_ref().is_some_and(|credential| credential.is_bearer);
        let shown_headers: Vec<(String, Shown<'_>)> = headers
            .iter()
            .filter(|(name, _)| name != "User-Agent")
            .map(|(name, value)| match &variable {
                Some(variable) if is_secret(name, CredentialPlace::Header) && !value.is_empty() => {
                    let shown = if is_bearer { Shown::Bearer } else { Shown::Variable };
                    (name.clone(), shown(variable))
                }
                _ => (name.clone(), Shown::Text(value)),
            })
            .collect();
        let query = secret_query.as_deref().zip(variable.as_deref());
        let mut shown_url = plain_url.clone();
        shown_url.set_query(None);
        for (name, value) in plain_url.query_pairs() {
            let value = if is_secret(&name, CredentialPlace::Query) { MASK.into() } else { value };
            shown_url.query_pairs_mut().append_pair(&name, &value);
        }
        let curl = curl::line(
            &draft.method,
            shown_url.as_str(),
            query,
            &shown_headers,
            body.as_deref(),
            &api.tls,
        );
        if let Some((name, _)) = query {
            let value = if empty_query { "" } else { MASK };
            shown_url.query_pairs_mut().append_pair(name, value);
        }
        // All of it goes through the redactor once more, before it leaves this room.
        let masked = |(name, value): &(String, String)| {
            let hidden = is_secret(name, CredentialPlace::Header) && !value.is_empty();
            (name.clone(), if hidden { MASK.to_owned() } else { value.clone() })
        };
        let shown = Request {
            method: draft.method.clone(),
            url: shown_url.into(),
            headers: headers.iter().map(masked).collect(),
            body: body.as_deref().map(|body| String::from_utf8_lossy(body).into_owned()),
            curl,
        };
        Ok(Prepared { request: request(draft, url, &headers, body), shown })
    }
}

pub(super) fn request(
    draft: &Draft,
    url: Url,
    headers: &[(String, String)],
    body: Option<Vec<u8>>,
) -> Result<reqwest::Request, String> {
    let method = reqwest::Method::from_bytes(draft.method.as_bytes())
        .map_err(|_| format!("`{}` is no HTTP method", draft.method))?;
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let parsed = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| format!("`{name}` is no header name"))?;
        let mut value = HeaderValue::from_bytes(value.as_bytes())
            .map_err(|_| format!("the value of the header {name} can't be sent"))?;
        value.set_sensitive(true);
        map.append(parsed, value);
    }
    let mut request = reqwest::Request::new(method, url);
    *request.headers_mut() = map;
    *request.body_mut() = body.map(reqwest::Body::from);
    Ok(request)
}

struct Prepared {
    request: Result<reqwest::Request, String>,
    shown: Request,
}

fn unsendable(message: String) -> Answer {
    Answer::Failure(Failure::new(FailureKind::Unsendable, message))
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
