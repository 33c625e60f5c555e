//! Valid credentials: given ones, and tokens that are signed here.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use indexmap::IndexMap;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value, json};

use super::Unavailable;
use crate::signing;

/// How a valid credential is had.
#[derive(Clone, Debug)]
pub enum Issuer {
    /// A ready token or key.
    Given(SecretString),
    /// Tokens signed here.
    Minted {
        /// The client's id, for claims.
        client_id: String,
        /// The signing secret.
        secret: SecretString,
        /// HS256, HS384 or HS512.
        algorithm: Algorithm,
        /// How long a token is good for.
        lifetime: Duration,
        /// The claim that carries the scope, if one does.
        scope_claim: Option<String>,
        /// The header's `kid`.
        key_id: Option<String>,
        /// Further claims; texts are templates.
        claims: IndexMap<String, Value>,
        /// What was signed so far, shared with its copies.
        tokens: Tokens,
    },
}

/// Tokens by their scopes, used again while they are fresh.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    minted: Arc<Mutex<HashMap<Option<String>, Minted>>>,
}

/// A token, and when it was signed.
type Minted = (SystemTime, SecretString);

impl Issuer {
    pub(super) fn issue(&self, scope: Option<&str>) -> Result<SecretString, Unavailable> {
        let (tokens, lifetime) = match self {
            Self::Given(secret) => return Ok(secret.clone()),
            Self::Minted { tokens, lifetime, .. } => (tokens, lifetime),
        };
        let scope = scope.map(str::to_owned);
        let now = SystemTime::now();
        let mut tokens = tokens.minted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((minted, token)) = tokens.get(&scope)
            && now.duration_since(*minted).is_ok_and(|age| age < *lifetime / 2)
        {
            return Ok(token.clone());
        }
        let token = self.mint(scope.as_deref(), now)?;
        tokens.insert(scope, (now, token.clone()));
        Ok(token)
    }

    pub(super) fn mint(
        &self,
        scope: Option<&str>,
        now: SystemTime,
    ) -> Result<SecretString, Unavailable> {
        let Self::Minted {
            client_id,
            secret,
            algorithm,
            lifetime,
            scope_claim,
            key_id,
            claims,
            ..
        } = self
        else {
            return Err(Unavailable("a given token can't be minted".into()));
        };
        signing::provide();
        let issued = now.duration_since(UNIX_EPOCH).map(|age| age.as_secs()).unwrap_or_default();
        // Clocks differ between machines: a token was issued a minute ago.
        let expires = issued + lifetime.as_secs();
        let issued = issued.saturating_sub(60);
        let mut payload = Map::new();
        payload.insert("iat".into(), json!(issued));
        payload.insert("exp".into(), json!(expires));
        payload.insert("jti".into(), json!(uuid::Uuid::new_v4().to_string()));
        if let (Some(name), Some(scope)) = (scope_claim, scope) {
            payload.insert(name.clone(), json!(scope));
        }
        for (name, value) in claims {
            let value = match value {
                Value::String(text) => claim(text, client_id, scope, issued, expires),
                other => other.clone(),
            };
            payload.insert(name.clone(), value);
        }
        let mut header = Header::new(*algorithm);
        header.kid.clone_from(key_id);
        encode(&header, &payload, &EncodingKey::from_secret(secret.expose_secret().as_bytes()))
            .map(SecretString::from)
            .map_err(|error| Unavailable(format!("a token can't be signed: {error}")))
    }
}

/// A claim's text with its `{words}` filled; one that is a number stays one.
fn claim(text: &str, client_id: &str, scope: Option<&str>, issued: u64, expires: u64) -> Value {
    match text {
        "{issued}" => return json!(issued),
        "{expires}" => return json!(expires),
        _ => {}
    }
    let text = text
        .replace("{client-id}", client_id)
        .replace("{scope}", scope.unwrap_or_default())
        .replace("{uuid}", &uuid::Uuid::new_v4().to_string());
    Value::String(text)
}
