//! Credentials: given, minted, or made wrong in one way.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use indexmap::IndexMap;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::forge;
use super::settings::duration;
use super::shown;
use crate::model::{Credential, CredentialKind, CredentialState};
use crate::signing;

/// A credential as a target file has it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct CredentialFile {
    token: Option<SecretString>,
    key: Option<SecretString>,
    client_id: Option<String>,
    client_secret: Option<SecretString>,
    algorithm: Option<String>,
    lifetime: Option<String>,
    scope_claim: Option<String>,
    key_id: Option<String>,
    #[serde(default)]
    claims: IndexMap<String, toml::Value>,
    expired: Option<SecretString>,
    #[serde(default)]
    only: IndexMap<String, CredentialFile>,
}

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
    },
}

/// The credentials of one security scheme.
#[derive(Clone, Debug)]
pub struct CredentialSettings {
    main: Option<Issuer>,
    expired: Option<SecretString>,
    only: IndexMap<String, Issuer>,
}

/// A credential that the settings can't provide, and what would.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unavailable(pub String);

/// A credential to send.
#[derive(Clone, Debug)]
pub enum Issued {
    /// Send nothing.
    Nothing,
    /// Send this.
    Secret(SecretString),
}

impl CredentialFile {
    pub(super) fn settings(self, key: &str) -> Result<CredentialSettings, (String, String)> {
        let only = self
            .only
            .iter()
            .map(|(scope, file)| {
                let key = format!("{key}.only.{scope:?}");
                let issuer = file.clone().issuer(&key)?;
                let missing = (key, "give a token, or a client-id and client-secret".to_owned());
                Ok((scope.clone(), issuer.ok_or(missing)?))
            })
            .collect::<Result<_, (String, String)>>()?;
        let expired = self.expired.clone();
        Ok(CredentialSettings { main: self.issuer(key)?, expired, only })
    }

    fn issuer(self, key: &str) -> Result<Option<Issuer>, (String, String)> {
        let wrong = |name: &str, message: String| (format!("{key}.{name}"), message);
        match (self.token, self.key, self.client_secret) {
            (Some(_), Some(_), _) => Err(wrong("key", "give `token` or `key`, not both".into())),
            (Some(given), None, None) | (None, Some(given), None) => {
                if given.expose_secret().is_empty() {
                    return Err(wrong("token", "it is empty".into()));
                }
                Ok(Some(Issuer::Given(given)))
            }
            (None, None, Some(secret)) => {
                let name = self.algorithm.as_deref().unwrap_or("HS256");
                let algorithm = match name {
                    "HS256" => Algorithm::HS256,
                    "HS384" => Algorithm::HS384,
                    "HS512" => Algorithm::HS512,
                    other => {
                        let other = shown::value(other);
                        let message =
                            format!("{other} can't be minted; HS256, HS384 and HS512 can");
                        return Err(wrong("algorithm", message));
                    }
                };
                let lifetime = self.lifetime.as_deref().unwrap_or("5m");
                let claims = self
                    .claims
                    .into_iter()
                    .map(|(name, value)| serde_json::to_value(value).map(|value| (name, value)));
                Ok(Some(Issuer::Minted {
                    client_id: self.client_id.ok_or_else(|| {
                        wrong("client-id", "a client-secret needs its client-id".into())
                    })?,
                    secret,
                    algorithm,
                    lifetime: duration(lifetime).map_err(|message| wrong("lifetime", message))?,
                    scope_claim: self.scope_claim,
                    key_id: self.key_id,
                    claims: claims
                        .collect::<Result<_, _>>()
                        .map_err(|error| wrong("claims", error.to_string()))?,
                }))
            }
            (_, _, Some(_)) => {
                Err(wrong("client-secret", "give a token or a client-secret, not both".into()))
            }
            (None, None, None) => Ok(None),
        }
    }
}

/// Tokens minted in this run, used again while they are fresh.
#[derive(Debug, Default)]
pub(super) struct Cache {
    tokens: Mutex<HashMap<String, (SystemTime, SecretString)>>,
}

impl CredentialSettings {
    /// Every secret that is known before anything is minted.
    pub fn secrets(&self) -> Vec<&SecretString> {
        let issuers = self.main.iter().chain(self.only.values());
        let mut secrets: Vec<&SecretString> = issuers
            .map(|issuer| match issuer {
                Issuer::Given(secret) | Issuer::Minted { secret, .. } => secret,
            })
            .collect();
        secrets.extend(&self.expired);
        secrets
    }

    pub(super) fn issue(&self, wanted: &Credential, cache: &Cache) -> Result<Issued, Unavailable> {
        let secret = |text: String| Ok(Issued::Secret(SecretString::from(text)));
        match wanted.state {
            CredentialState::Missing => Ok(Issued::Nothing),
            CredentialState::Empty => secret(String::new()),
            CredentialState::Garbage => secret("docproof-no-credential".into()),
            CredentialState::Wrong => {
                secret(forge::wrong_key(self.valid(wanted, cache)?.expose_secret()))
            }
            CredentialState::Valid => self.valid(wanted, cache).map(Issued::Secret),
            CredentialState::Expired => self.expired(wanted).map(Issued::Secret),
            CredentialState::OtherScope => self.other_scope(wanted, cache).map(Issued::Secret),
            CredentialState::NoScope => self.no_scope(wanted, cache).map(Issued::Secret),
            _ => forge::forged(wanted, self.valid(wanted, cache)?.expose_secret())
                .map(Issued::Secret),
        }
    }

    /// The state of a received value: compared with what would be issued.
    pub(super) fn state_of(
        &self,
        wanted: &Credential,
        value: &str,
        cache: &Cache,
    ) -> CredentialState {
        let issued = |state: CredentialState| {
            let wanted = Credential { state, ..wanted.clone() };
            match self.issue(&wanted, cache) {
                Ok(Issued::Secret(secret)) => Some(secret.expose_secret().to_owned()),
                _ => None,
            }
        };
        let named = CredentialState::NAMED.iter().map(|(_, state)| *state);
        let fixed = named.filter(|state| {
            !matches!(
                state,
                CredentialState::Missing
                    | CredentialState::Empty
                    | CredentialState::Garbage
                    | CredentialState::Expired
                    | CredentialState::Wrong
            )
        });
        let mut fixed = std::iter::once(CredentialState::Valid).chain(fixed);
        if let Some(state) = fixed.find(|state| issued(*state).as_deref() == Some(value)) {
            return state;
        }
        if wanted.is_token() && value.split('.').count() == 3 {
            // Tokens that expired are minted each time, so none equals another.
            CredentialState::Expired
        } else {
            CredentialState::Garbage
        }
    }

    fn valid(&self, wanted: &Credential, cache: &Cache) -> Result<SecretString, Unavailable> {
        let own = wanted.scope.as_ref().and_then(|scope| self.only.get(scope));
        let issuer = self.main.as_ref().or(own).ok_or_else(|| {
            Unavailable(format!("the target has no credential `{}`", wanted.scheme))
        })?;
        issuer.issue(wanted.scope.as_deref(), cache)
    }

    fn expired(&self, wanted: &Credential) -> Result<SecretString, Unavailable> {
        if let Some(expired) = &self.expired {
            return Ok(expired.clone());
        }
        let own = wanted.scope.as_ref().and_then(|scope| self.only.get(scope));
        match self.main.as_ref().or(own) {
            Some(issuer @ Issuer::Minted { lifetime, .. }) => {
                // An hour ago: far beyond any leeway and any difference of clocks.
                let then = SystemTime::now() - Duration::from_secs(3600) - *lifetime;
                issuer.mint(wanted.scope.as_deref(), then)
            }
            _ => Err(Unavailable(format!(
                "an expired token needs the signing secret (client-id, client-secret) or a token in `credentials.{}.expired`",
                wanted.scheme
            ))),
        }
    }

    fn other_scope(&self, wanted: &Credential, cache: &Cache) -> Result<SecretString, Unavailable> {
        let others = wanted.scopes.iter().filter(|scope| Some(*scope) != wanted.scope.as_ref());
        let others: Vec<&String> = others.collect();
        if let Some(issuer) = others.iter().find_map(|scope| self.only.get(*scope)) {
            return issuer.issue(others.first().map(|scope| scope.as_str()), cache);
        }
        match (&self.main, others.first()) {
            (Some(issuer @ Issuer::Minted { scope_claim: Some(_), .. }), Some(scope)) => {
                issuer.issue(Some(scope), cache)
            }
            (_, first) => {
                let name = first.map_or("other scope", |scope| scope.as_str());
                Err(Unavailable(format!(
                    "a credential with only another scope is needed: `credentials.{}.only.{name:?}`, or a `scope-claim` for minted tokens",
                    wanted.scheme
                )))
            }
        }
    }
}

impl CredentialSettings {
    /// A token that is right in everything and claims no scope.
    fn no_scope(&self, wanted: &Credential, cache: &Cache) -> Result<SecretString, Unavailable> {
        match (&self.main, &wanted.scope) {
            (Some(issuer @ Issuer::Minted { scope_claim: Some(_), .. }), Some(_)) => {
                issuer.issue(None, cache)
            }
            (_, None) => Err(Unavailable("no scope is documented, so none can be missing".into())),
            _ => Err(Unavailable(format!(
                "a token without any scope needs the signing secret and a `scope-claim` in `credentials.{}`",
                wanted.scheme
            ))),
        }
    }
}

impl Issuer {
    fn issue(&self, scope: Option<&str>, cache: &Cache) -> Result<SecretString, Unavailable> {
        let Self::Minted { client_id, lifetime, .. } = self else {
            let Self::Given(secret) = self else { return Err(Unavailable(String::new())) };
            return Ok(secret.clone());
        };
        let key = format!("{client_id}\n{}", scope.unwrap_or_default());
        let now = SystemTime::now();
        let mut tokens = cache.tokens.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((minted, token)) = tokens.get(&key)
            && now.duration_since(*minted).is_ok_and(|age| age < *lifetime / 2)
        {
            return Ok(token.clone());
        }
        let token = self.mint(scope, now)?;
        tokens.insert(key, (now, token.clone()));
        Ok(token)
    }

    fn mint(&self, scope: Option<&str>, now: SystemTime) -> Result<SecretString, Unavailable> {
        let Self::Minted { client_id, secret, algorithm, lifetime, scope_claim, key_id, claims } =
            self
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

impl Credential {
    /// Whether it is a token, that can be signed, expire and have a scope.
    pub fn is_token(&self) -> bool {
        self.kind == CredentialKind::Jwt
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    fn minted() -> CredentialSettings {
        let file: CredentialFile = toml::from_str(
            "client-id = \"cs-1\"\nclient-secret = \"hush\"\nscope-claim = \"scope\"\n[claims]\nappId = \"{client-id}\"\n",
        )
        .unwrap();
        file.settings("agentassist.credentials.auth").unwrap()
    }

    fn wanted(state: CredentialState) -> Credential {
        Credential {
            scheme: "auth".into(),
            name: "auth".into(),
            place: crate::model::CredentialPlace::Header,
            kind: CredentialKind::Jwt,
            scope: Some("Configuration".into()),
            scopes: vec!["Configuration".into(), "Campaign Management".into()],
            state,
        }
    }

    fn issued(state: CredentialState) -> String {
        match minted().issue(&wanted(state), &Cache::default()).unwrap() {
            Issued::Secret(secret) => secret.expose_secret().to_owned(),
            Issued::Nothing => panic!("nothing was issued"),
        }
    }

    fn payload(token: &str) -> Value {
        let part = token.split('.').nth(1).unwrap();
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
    }

    #[test]
    fn a_minted_token_has_the_scope_and_the_claims_of_the_settings() {
        let claims = payload(&issued(CredentialState::Valid));
        assert_eq!(claims["scope"], "Configuration");
        assert_eq!(claims["appId"], "cs-1");
    }

    #[test]
    fn a_tampered_signature_decodes_to_other_bytes() {
        let settings = minted();
        let cache = Cache::default();
        let signature = |state| {
            let Ok(Issued::Secret(token)) = settings.issue(&wanted(state), &cache) else {
                panic!()
            };
            let token = token.expose_secret().to_owned();
            URL_SAFE_NO_PAD.decode(token.rsplit('.').next().unwrap()).unwrap()
        };
        assert_ne!(signature(CredentialState::Valid), signature(CredentialState::Tampered));
    }

    #[test]
    fn an_expired_token_ended_an_hour_ago() {
        let claims = payload(&issued(CredentialState::Expired));
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        assert!(claims["exp"].as_u64().unwrap() + 3600 <= now);
    }

    #[test]
    fn another_scope_is_minted_where_a_claim_carries_it() {
        let claims = payload(&issued(CredentialState::OtherScope));
        assert_eq!(claims["scope"], "Campaign Management");
    }

    #[test]
    fn a_token_for_no_scope_has_no_claim_of_one() {
        let claims = payload(&issued(CredentialState::NoScope));
        assert_eq!(claims.get("scope"), None);
        assert_eq!(claims["appId"], "cs-1");
    }

    #[test]
    fn what_was_made_wrong_is_told_when_it_is_received() {
        let (settings, cache) = (minted(), Cache::default());
        for (name, state) in CredentialState::NAMED {
            let Ok(Issued::Secret(secret)) = settings.issue(&wanted(state), &cache) else {
                continue;
            };
            let told = settings.state_of(&wanted(state), secret.expose_secret(), &cache);
            let unknown = [CredentialState::Wrong, CredentialState::Empty];
            assert!(told == state || unknown.contains(&state), "{name}: {told:?}");
        }
    }

    #[test]
    fn a_given_token_can_be_neither_expired_nor_of_another_scope() {
        let file: CredentialFile = toml::from_str("token = \"a.b.c\"").unwrap();
        let settings = file.settings("x").unwrap();
        for state in
            [CredentialState::Expired, CredentialState::OtherScope, CredentialState::NoScope]
        {
            assert!(settings.issue(&wanted(state), &Cache::default()).is_err());
        }
    }
}
