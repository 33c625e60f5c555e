//! Sends a request as it was meant and keeps what came of it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use secrecy::ExposeSecret;
use url::Url;

use super::credentials::{Cache, Issued, Unavailable};
use super::curl::{self, Shown};
use super::{ApiTarget, Redactor, Target};
use crate::model::{
    Answer, Body, Credential, CredentialPlace, CredentialState, Draft, Exchange, Failure,
    FailureKind, Request, Response,
};

/// What a parameter in a path may hold as it is (RFC 3986, unreserved).
const PATH_SAFE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Bounds of an exchange.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long a whole answer may take.
    pub timeout: Duration,
    /// How many bytes a body may have.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(10), body: 10 * 1024 * 1024 }
    }
}

/// The HTTP client can't be made.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client can't be made: {0}")]
pub struct ClientError(String);

/// What a look at a target showed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Look {
    /// Something answers, whatever it says.
    There,
    /// It points elsewhere.
    Redirected(String),
}

/// Sends requests to a target.
#[derive(Debug)]
pub struct Client {
    http: reqwest::Client,
    direct: reqwest::Client,
    target: Arc<Target>,
    tokens: Arc<Cache>,
    redactor: Arc<Redactor>,
    limits: Limits,
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
        // Another client of this process may have installed it; both are the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        for credential in target.apis.values().flat_map(|api| api.credentials.values()) {
            for secret in credential.secrets() {
                redactor.learn(secret);
            }
        }
        let builder = || {
            reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .connect_timeout(limits.timeout)
                // Servers close idle connections after a second or more; a write that meets the
                // closing must not be sent twice, so connections are not kept that long.
                .pool_idle_timeout(Duration::from_millis(250))
        };
        let failed = |error: reqwest::Error| ClientError(chain(&error));
        Ok(Self {
            http: builder().build().map_err(failed)?,
            direct: builder().no_proxy().build().map_err(failed)?,
            target,
            tokens: Arc::default(),
            redactor,
            limits,
            started,
        })
    }

    /// Another client with the same settings and tokens, for another thread's runtime.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn twin(&self) -> Result<Self, ClientError> {
        let mut twin = Self::new(
            Arc::clone(&self.target),
            Arc::clone(&self.redactor),
            self.limits,
            self.started,
        )?;
        twin.tokens = Arc::clone(&self.tokens);
        Ok(twin)
    }

    /// The same client towards another place with the same credentials: tokens are shared.
    #[must_use]
    pub fn towards(mut self, target: Arc<Target>) -> Self {
        self.target = target;
        self
    }

    /// In which way a credential's value, as it was received, is right or wrong.
    pub fn state_of(&self, api: &str, credential: &Credential, value: &str) -> CredentialState {
        let settings =
            self.target.apis.get(api).and_then(|api| api.credentials.get(&credential.scheme));
        let Some(settings) = settings else { return CredentialState::Garbage };
        settings.state_of(credential, value, &self.tokens)
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

    /// The request as it would be sent, secrets masked.
    ///
    /// # Errors
    /// When the settings lack the credential that it needs.
    pub fn preview(&self, draft: &Draft) -> Result<Request, Unavailable> {
        self.prepare(draft, "").map(|prepared| prepared.shown)
    }

    /// Sends a request once. `mark` names the scenario in the User-Agent, so that a server's log
    /// can be joined to a report.
    ///
    /// # Errors
    /// When the settings lack the credential that it needs.
    pub async fn send(&self, draft: &Draft, mark: &str) -> Result<Exchange, Unavailable> {
        let prepared = self.prepare(draft, mark)?;
        let started = Instant::now();
        let answer = match prepared.request {
            Ok(request) => self.exchange(request, prepared.loopback).await,
            Err(message) => Answer::Failure(Failure { kind: FailureKind::Unsendable, message }),
        };
        Ok(Exchange {
            operation: draft.operation.clone(),
            request: prepared.shown,
            answer,
            started_ms: millis(started.duration_since(self.started)),
            duration_ms: millis(started.elapsed()),
        })
    }

    /// One look at a path, with a GET and no credential: does HTTP answer there, and itself?
    ///
    /// # Errors
    /// When nothing answers.
    pub async fn look(&self, api: &ApiTarget, path: &str) -> Result<Look, Failure> {
        let draft = Draft {
            api: String::new(),
            operation: String::new(),
            method: "GET".into(),
            path_template: path.replace(['{', '}'], ""),
            path: indexmap::IndexMap::new(),
            query: indexmap::IndexMap::new(),
            headers: indexmap::IndexMap::new(),
            credential: None,
            body: Body::Absent,
            known_ids: Vec::new(),
            unknown_id: false,
        };
        let url = url(api, &draft);
        let loopback = is_loopback(&url);
        let request = self
            .request(&draft, url, &[], None)
            .map_err(|message| Failure { kind: FailureKind::Unsendable, message })?;
        match self.exchange(request, loopback).await {
            Answer::Failure(failure) => Err(failure),
            Answer::Response(response) if (300..400).contains(&response.status) => {
                Ok(Look::Redirected(response.header("location").unwrap_or("nowhere").to_owned()))
            }
            Answer::Response(_) => Ok(Look::There),
        }
    }

    async fn exchange(&self, request: reqwest::Request, loopback: bool) -> Answer {
        // A proxy of the environment can't reach this machine's own loopback.
        let client = if loopback { &self.direct } else { &self.http };
        let whole = async {
            let mut response = client.execute(request).await.map_err(|error| failure(&error))?;
            let status = response.status().as_u16();
            let headers = response
                .headers()
                .iter()
                .map(|(name, value)| {
                    (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
                })
                .collect();
            let mut bytes = Vec::new();
            while let Some(chunk) = response.chunk().await.map_err(|error| failure(&error))? {
                if bytes.len() + chunk.len() > self.limits.body {
                    let message =
                        format!("the body is longer than the limit of {} bytes", self.limits.body);
                    return Err(Failure { kind: FailureKind::TooLarge, message });
                }
                bytes.extend_from_slice(&chunk);
            }
            let body = String::from_utf8_lossy(&bytes).into_owned();
            Ok(Response { status, headers, bytes, body })
        };
        match tokio::time::timeout(self.limits.timeout, whole).await {
            Ok(Ok(response)) => Answer::Response(response),
            Ok(Err(failure)) => Answer::Failure(failure),
            Err(_) => Answer::Failure(Failure {
                kind: FailureKind::Timeout,
                message: format!("no whole answer within {:?}", self.limits.timeout),
            }),
        }
    }

    fn prepare(&self, draft: &Draft, mark: &str) -> Result<Prepared, Unavailable> {
        let api = self
            .target
            .apis
            .get(&draft.api)
            .ok_or_else(|| Unavailable(format!("the target has no API `{}`", draft.api)))?;
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
        let mut secret_header: Option<String> = None;
        let mut secret_query = None;
        if let Some(credential) = &draft.credential {
            let settings = api.credentials.get(&credential.scheme);
            let issued = match settings {
                Some(settings) => settings.issue(credential, &self.tokens)?,
                None => {
                    return Err(Unavailable(format!(
                        "the target has no credential `{}.credentials.{}`",
                        draft.api, credential.scheme
                    )));
                }
            };
            if let Issued::Secret(secret) = issued {
                self.redactor.learn(&secret);
                let value = secret.expose_secret().to_owned();
                match credential.place {
                    CredentialPlace::Header => {
                        secret_header = Some(credential.name.clone());
                        headers.insert(0, (credential.name.clone(), value));
                    }
                    CredentialPlace::Query => {
                        url.query_pairs_mut().append_pair(&credential.name, &value);
                        secret_query = Some(credential.name.clone());
                    }
                }
            }
        }
        let body = match &draft.body {
            Body::Absent => None,
            Body::Json(value) => Some(value.to_string()),
            Body::Raw(text) => Some(text.clone()),
        };
        let shown_headers: Vec<(String, Shown<'_>)> = headers
            .iter()
            .filter(|(name, _)| name != "User-Agent")
            .map(|(name, value)| match (&secret_header, &variable) {
                (Some(secret), Some(variable)) if secret == name && !value.is_empty() => {
                    (name.clone(), Shown::Variable(variable))
                }
                _ => (name.clone(), Shown::Text(value)),
            })
            .collect();
        let query = secret_query.as_deref().zip(variable.as_deref());
        let shown_url = if query.is_some() { plain_url.as_str() } else { url.as_str() };
        let curl = curl::line(&draft.method, shown_url, query, &shown_headers, body.as_deref());
        let shown = Request {
            method: draft.method.clone(),
            url: self.redactor.text(url.as_str()),
            headers: headers
                .iter()
                .map(|(name, value)| (name.clone(), self.redactor.text(value)))
                .collect(),
            body: body.clone(),
            curl,
        };
        let loopback = is_loopback(&url);
        Ok(Prepared { request: self.request(draft, url, &headers, body), shown, loopback })
    }

    fn request(
        &self,
        draft: &Draft,
        url: Url,
        headers: &[(String, String)],
        body: Option<String>,
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
}

struct Prepared {
    request: Result<reqwest::Request, String>,
    shown: Request,
    loopback: bool,
}

fn url(api: &ApiTarget, draft: &Draft) -> Url {
    let mut path = api.base_url.path().trim_end_matches('/').to_owned();
    let mut rest = draft.path_template.as_str();
    while let Some(start) = rest.find('{') {
        let Some(length) = rest[start..].find('}') else { break };
        path.push_str(&rest[..start]);
        let value = draft.path.get(&rest[start + 1..start + length]).map_or("", String::as_str);
        path.push_str(&utf8_percent_encode(value, PATH_SAFE).to_string());
        rest = &rest[start + length + 1..];
    }
    path.push_str(rest);
    let mut url = api.base_url.clone();
    url.set_path(&path);
    for (name, value) in &draft.query {
        url.query_pairs_mut().append_pair(name, value);
    }
    url
}

/// Whether a URL's host is this machine.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

fn failure(error: &reqwest::Error) -> Failure {
    let message = chain(error);
    let kind = if is_tls(error) {
        FailureKind::Tls
    } else if error.is_timeout() {
        FailureKind::Timeout
    } else if error.is_connect() {
        FailureKind::Connect
    } else if error.is_builder() {
        FailureKind::Unsendable
    } else {
        FailureKind::Broken
    };
    Failure { kind, message }
}

/// Whether TLS is among an error's causes.
fn is_tls(error: &reqwest::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        if error.is::<rustls::Error>() {
            return true;
        }
        // An I/O error doesn't name what it wraps among its causes.
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        cause = match wrapped {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    false
}

/// An error with its causes, without the URL (its query may hold a key).
fn chain(error: &dyn std::error::Error) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut source = error.source();
    if source.is_none() {
        parts.push(error.to_string());
    }
    while let Some(cause) = source {
        let text = cause.to_string();
        if parts.last().is_none_or(|last| !last.contains(&text)) {
            parts.push(text);
        }
        source = cause.source();
    }
    parts.join(": ")
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
