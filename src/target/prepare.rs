//! A draft as HTTP: what is sent, and what a report shows of it.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use secrecy::ExposeSecret;
use url::Url;

use super::client::Client;
use super::credentials::{Issued, Unavailable};
use super::curl::{self, Hidden};
use super::forge;
use super::redact::MASK;
use super::url::{query, url};
use crate::model::{Credential, CredentialPlace, CredentialState, Draft, Request};

/// A request, and how it is shown.
pub(super) struct Prepared {
    pub(super) request: Result<reqwest::Request, String>,
    pub(super) shown: Request,
}

/// A header as it is sent; what is shown instead, if it is not shown as it is.
struct Header {
    name: String,
    value: String,
    hidden: Option<Hidden>,
}

impl Client {
    pub(super) fn prepare(&self, draft: &Draft, mark: &str) -> Result<Prepared, Unavailable> {
        let api = self.api(draft)?;
        let plain_url = url(api, draft);
        let secrets = self.secrets(draft)?;
        let of = |place: CredentialPlace| secrets.iter().filter(move |(one, _)| one.place == place);
        let mut headers: Vec<Header> = of(CredentialPlace::Header)
            .map(|(credential, secret)| header(draft, credential, secret))
            .collect();
        headers.extend(draft.headers.iter().map(|(name, value)| {
            let secret = named(draft, name, CredentialPlace::Header).filter(|_| !value.is_empty());
            // Whatever a step has put in its place.
            let hidden = secret.map(|secret| {
                let variable = format!("{}_AS_SENT", variable(draft, secret));
                Hidden::header(name, &variable)
            });
            Header { name: name.clone(), value: value.clone(), hidden }
        }));
        headers.extend(cookies(draft, of(CredentialPlace::Cookie)));
        let body = draft.bytes();
        let mut url = plain_url.clone();
        let mut shown_url = plain_url.clone();
        let masked = |name: &str, value| match named(draft, name, CredentialPlace::Query) {
            Some(_) => MASK,
            None => value,
        };
        shown_url.set_query(query(draft, masked).as_deref());
        let in_query =
            of(CredentialPlace::Query).map(|(credential, secret)| match secret.as_str() {
                "" => format!("{}=", credential.name),
                _ => format!("{}=${}", credential.name, variable(draft, credential)),
            });
        let curl = curl::line(
            &draft.method,
            shown_url.as_str(),
            &in_query.collect::<Vec<String>>(),
            headers.iter().map(|one| (one.name.as_str(), one.value.as_str(), one.hidden.as_ref())),
            body.as_deref(),
            &api.tls,
        );
        for (credential, secret) in of(CredentialPlace::Query) {
            url.query_pairs_mut().append_pair(&credential.name, secret);
            let masked = if secret.is_empty() { "" } else { MASK };
            shown_url.query_pairs_mut().append_pair(&credential.name, masked);
        }
        let value = format!("docproof/{} ({mark})", env!("CARGO_PKG_VERSION"));
        headers.push(Header { name: "User-Agent".into(), value, hidden: None });
        // All of it goes through the redactor once more, before it leaves this room.
        let shown = |one: &Header| {
            let masked = one.hidden.as_ref().map(|hidden| hidden.masked.clone());
            (one.name.clone(), masked.unwrap_or_else(|| one.value.clone()))
        };
        let shown = Request {
            method: draft.method.clone(),
            url: shown_url.into(),
            headers: headers.iter().map(shown).collect(),
            body: body.as_deref().map(|body| String::from_utf8_lossy(body).into_owned()),
            curl,
        };
        let pairs = headers.iter().map(|one| (one.name.as_str(), one.value.as_str()));
        Ok(Prepared { request: request(draft, url, pairs, body), shown })
    }

    /// The credentials that are sent, with what is sent of them.
    fn secrets<'a>(&self, draft: &'a Draft) -> Result<Vec<(&'a Credential, String)>, Unavailable> {
        let api = self.api(draft)?;
        let mut found = Vec::new();
        for credential in &draft.credentials {
            let Issued::Secret(secret) = self.issue(api, draft, credential)? else { continue };
            match credential.state {
                // Made up here, of no secret.
                CredentialState::Garbage | CredentialState::Empty => {}
                CredentialState::Wrong => forge::teach_wrong_key(&secret, &self.redactor),
                _ => self.redactor.learn(&secret),
            }
            found.push((credential, secret.expose_secret().to_owned()));
        }
        Ok(found)
    }
}

fn header(draft: &Draft, credential: &Credential, secret: &str) -> Header {
    let variable = variable(draft, credential);
    let hidden = Hidden::credential(credential, &variable);
    Header {
        name: credential.name.clone(),
        value: credential.in_header(secret),
        // One that says nothing has nothing to hide.
        hidden: (!secret.is_empty()).then_some(hidden),
    }
}

/// The header of all cookies: there is one at most (RFC 6265, section 5.4).
fn cookies<'a>(
    draft: &'a Draft,
    secrets: impl Iterator<Item = &'a (&'a Credential, String)>,
) -> Option<Header> {
    let plain = draft.cookies.iter().map(|(name, value)| {
        // What stands where a credential does is one.
        let secret = named(draft, name, CredentialPlace::Cookie).filter(|_| !value.is_empty());
        (name.as_str(), value.as_str(), secret)
    });
    let secrets = secrets.map(|(credential, secret)| {
        let hidden = (!secret.is_empty()).then_some(*credential);
        (credential.name.as_str(), secret.as_str(), hidden)
    });
    let all: Vec<(&str, &str, Option<&Credential>)> = secrets.chain(plain).collect();
    if all.is_empty() {
        return None;
    }
    let joined = |value: &dyn Fn(&str, Option<&Credential>) -> String| {
        let pairs =
            all.iter().map(|(name, text, secret)| format!("{name}={}", value(text, *secret)));
        pairs.collect::<Vec<String>>().join("; ")
    };
    let hidden = all.iter().any(|(_, _, secret)| secret.is_some()).then(|| {
        let line = joined(&|text, secret| match secret {
            Some(credential) => format!("${}", variable(draft, credential)),
            None => curl::within_quotes(text),
        });
        let masked = joined(&|text, secret| secret.map_or(text, |_| MASK).to_owned());
        Hidden { argument: format!("-H \"Cookie: {line}\""), masked }
    });
    let value = joined(&|text, _| text.to_owned());
    Some(Header { name: "Cookie".into(), value, hidden })
}

/// The credential of this name and place: what stands there is one, however short it is.
fn named<'a>(draft: &'a Draft, name: &str, place: CredentialPlace) -> Option<&'a Credential> {
    draft
        .credentials
        .iter()
        .find(|credential| credential.place == place && credential.name.eq_ignore_ascii_case(name))
}

/// The variable that stands for a credential; of one that is made wrong it says in which way, so that nobody repeats the
/// request with the right one.
fn variable(draft: &Draft, credential: &Credential) -> String {
    let named = CredentialState::NAMED.iter().find(|(_, state)| *state == credential.state);
    match named {
        None => curl::variable(&draft.api, &credential.name),
        Some((state, _)) => curl::variable(&draft.api, &format!("{}_{state}", credential.name)),
    }
}

pub(super) fn request<'a>(
    draft: &Draft,
    url: Url,
    headers: impl Iterator<Item = (&'a str, &'a str)>,
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
