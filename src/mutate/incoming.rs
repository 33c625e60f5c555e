//! A request on its way through the proxy, read back in the words of the contract.

use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::header::USER_AGENT;
use axum::http::{HeaderMap, Method, Uri};
use indexmap::IndexMap;
use percent_encoding::percent_decode_str;
use url::form_urlencoded;

use crate::contract::{Contract, Operation, strict};
use crate::model::{Body, Credential, CredentialPlace, CredentialState, Draft, ListStyle};
use crate::target::Client;

/// The longest body that is taken in.
const MOST: usize = 16 * 1024 * 1024;

/// A request taken apart.
pub(super) struct Incoming {
    pub method: Method,
    pub api: String,
    pub path: String,
    pub query: Option<String>,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Incoming {
    /// Reads a request.
    pub(super) async fn of(request: Request) -> Result<Self, String> {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, MOST).await.map_err(|error| error.to_string())?.to_vec();
        let whole = parts.uri.path().trim_start_matches('/');
        let (api, path) = whole.split_once('/').unwrap_or((whole, ""));
        Ok(Self {
            method: parts.method,
            api: api.to_owned(),
            path: format!("/{path}"),
            query: parts.uri.query().map(str::to_owned),
            headers: parts.headers,
            body,
        })
    }

    /// What the client calls itself: of one run, each scenario otherwise.
    pub(super) fn client(&self) -> &str {
        let name = self.headers.get(USER_AGENT);
        name.and_then(|name| name.to_str().ok()).unwrap_or_default()
    }
}

/// The operation that a method and a path (without the API's prefix) belong to: the one with the
/// most literal segments, so that `bulk-update` is no id.
pub(super) fn operation<'a>(
    contract: &'a Contract,
    api: &str,
    method: &Method,
    path: &str,
) -> Option<(&'a Operation, IndexMap<String, String>)> {
    let api = contract.apis.get(api)?;
    let mut best: Option<(usize, &Operation, IndexMap<String, String>)> = None;
    for operation in api.operations.values().filter(|operation| operation.method == method.as_str())
    {
        if let Some((literal, values)) = matched(&operation.path, path)
            && best.as_ref().is_none_or(|(most, _, _)| literal > *most)
        {
            best = Some((literal, operation, values));
        }
    }
    best.map(|(_, operation, values)| (operation, values))
}

fn matched(template: &str, path: &str) -> Option<(usize, IndexMap<String, String>)> {
    let (wanted, given): (Vec<&str>, Vec<&str>) =
        (template.split('/').collect(), path.split('/').collect());
    if wanted.len() != given.len() {
        return None;
    }
    let mut literal = 0;
    let mut values = IndexMap::new();
    for (wanted, given) in wanted.into_iter().zip(given) {
        match wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => {
                let value = percent_decode_str(given).decode_utf8_lossy().into_owned();
                values.insert(name.to_owned(), value);
            }
            None if wanted == given => literal += 1,
            None => return None,
        }
    }
    Some((literal, values))
}

/// The first alternative of its credentials that a request has whole, or else the first.
fn alternative(
    operation: &Operation,
    query: &IndexMap<String, String>,
    headers: &HeaderMap,
    cookies: &IndexMap<String, String>,
) -> Vec<Credential> {
    let came = |credential: &Credential| match credential.place {
        CredentialPlace::Header => headers.contains_key(&credential.name),
        CredentialPlace::Query => query.contains_key(&credential.name),
        CredentialPlace::Cookie => cookies.contains_key(&credential.name),
    };
    let mut alternatives = operation.security.iter().filter(|one| !one.is_empty());
    let whole = alternatives.find(|alternative| alternative.iter().all(came));
    whole.cloned().unwrap_or_else(|| operation.draft().credentials)
}

/// The request as a draft.
pub(super) fn draft(
    operation: &Operation,
    path: IndexMap<String, String>,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
    client: &Client,
    known_ids: Vec<(String, String)>,
) -> Draft {
    let mut query = query(operation, uri);
    let text = |name: &str| {
        headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let mut cookies: IndexMap<String, String> = text("cookie")
        .iter()
        .flat_map(|all| all.split(';'))
        .filter_map(|one| one.trim().split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut credentials = alternative(operation, &query, headers, &cookies);
    for credential in &mut credentials {
        let value = match credential.place {
            CredentialPlace::Header => text(&credential.name),
            CredentialPlace::Query => query.shift_remove(&credential.name),
            CredentialPlace::Cookie => cookies.shift_remove(&credential.name),
        };
        credential.state = match value {
            None => CredentialState::Missing,
            Some(value) if value.is_empty() => CredentialState::Empty,
            Some(value) => client.state_of(&operation.api, credential, &value),
        };
    }
    let mut sent: IndexMap<String, String> = IndexMap::new();
    let documented = operation.parameters.iter().map(|parameter| parameter.name.as_str());
    for name in documented.chain(["Content-Type"]) {
        if let Some(value) = text(name) {
            sent.insert(name.to_owned(), value);
        }
    }
    let read = match &operation.request {
        Some(documented) => documented.read(body),
        None => strict::from_json(body).map_err(|error| error.to_string()),
    };
    let body = match read {
        _ if body.is_empty() => Body::Absent,
        Ok(value) => Body::Json(value),
        Err(_) => Body::Raw(body.to_vec()),
    };
    Draft { path, query, headers: sent, cookies, credentials, body, known_ids, ..operation.draft() }
}

/// Parameters by name, with commas between the items of lists.
fn query(operation: &Operation, uri: &Uri) -> IndexMap<String, String> {
    let lists = operation.draft().query_lists;
    let mut query: IndexMap<String, String> = IndexMap::new();
    let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    for (name, value) in pairs.into_owned() {
        let style = lists.iter().find(|(list, _)| *list == name).map(|(_, style)| style);
        let value = match style {
            Some(ListStyle::Spaces) => value.replace(' ', ","),
            Some(ListStyle::Pipes) => value.replace('|', ","),
            _ => value,
        };
        match query.get_mut(&name).filter(|_| style == Some(&ListStyle::Repeated)) {
            Some(known) => {
                known.push(',');
                known.push_str(&value);
            }
            None => drop(query.insert(name, value)),
        }
    }
    query
}
