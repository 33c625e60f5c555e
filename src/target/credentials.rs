//! Credentials: given, minted, or made wrong in one way.

mod file;
mod mint;

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use indexmap::IndexMap;
use secrecy::{ExposeSecret, SecretString};

pub(super) use file::CredentialFile;
pub use mint::{Issuer, Tokens};

use super::forge;
use crate::model::{AuthScheme, Credential, CredentialKind, CredentialState};

/// The credentials of one security scheme.
#[derive(Clone, Debug)]
pub struct CredentialSettings {
    main: Option<Issuer>,
    expired: Option<SecretString>,
    only: IndexMap<String, Issuer>,
    /// What else is secret.
    others: Vec<SecretString>,
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

impl CredentialSettings {
    /// Every secret that is known before anything is minted.
    pub fn secrets(&self) -> Vec<&SecretString> {
        let issuers = self.main.iter().chain(self.only.values());
        let mut secrets: Vec<&SecretString> = issuers
            .map(|issuer| match issuer {
                Issuer::Given(secret) | Issuer::Minted { secret, .. } => secret,
            })
            .collect();
        secrets.extend(&self.others);
        secrets
    }

    /// A credential as it is wanted; the token alone, or `user:password`, even where the settings have
    /// it as the header does.
    pub(super) fn issue(&self, wanted: &Credential) -> Result<Issued, Unavailable> {
        let made = self.made(wanted)?;
        let Issued::Secret(secret) = &made else { return Ok(made) };
        let token = wanted
            .out_of_header(secret.expose_secret())
            .map(|token| SecretString::from(token.into_owned()));
        Ok(token.map_or(made, Issued::Secret))
    }

    fn made(&self, wanted: &Credential) -> Result<Issued, Unavailable> {
        let secret = |text: String| Ok(Issued::Secret(SecretString::from(text)));
        match wanted.state {
            CredentialState::Missing => Ok(Issued::Nothing),
            CredentialState::Empty => secret(String::new()),
            CredentialState::Garbage => secret("docproof-no-credential".into()),
            CredentialState::Wrong => secret(forge::wrong_key(self.valid(wanted)?.expose_secret())),
            CredentialState::Valid => self.valid(wanted).map(Issued::Secret),
            CredentialState::Expired => self.expired(wanted).map(Issued::Secret),
            CredentialState::OtherScope => self.other_scope(wanted).map(Issued::Secret),
            CredentialState::NoScope => self.no_scope(wanted).map(Issued::Secret),
            _ => forge::forged(wanted, self.valid(wanted)?.expose_secret()).map(Issued::Secret),
        }
    }

    /// The state of a received value: compared with what would be issued.
    pub(super) fn state_of(&self, wanted: &Credential, value: &str) -> CredentialState {
        let issued = |state: CredentialState| {
            let wanted = Credential { state, ..wanted.clone() };
            match self.issue(&wanted) {
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

    fn valid(&self, wanted: &Credential) -> Result<SecretString, Unavailable> {
        let own = wanted.scope.as_ref().and_then(|scope| self.only.get(scope));
        let issuer = self.main.as_ref().or(own).ok_or_else(|| {
            Unavailable(format!("the target has no credential `{}`", wanted.scheme))
        })?;
        issuer.issue(wanted.scope.as_deref())
    }

    fn expired(&self, wanted: &Credential) -> Result<SecretString, Unavailable> {
        if let Some(expired) = &self.expired {
            return Ok(expired.clone());
        }
        let own = wanted.scope.as_ref().and_then(|scope| self.only.get(scope));
        match self.main.as_ref().or(own) {
            Some(issuer @ Issuer::Minted { lifetime, .. }) => {
                // A quarter of an hour ago: beyond any leeway and difference of clocks, and less than a time zone.
                let then = SystemTime::now() - Duration::from_secs(900) - *lifetime;
                issuer.mint(wanted.scope.as_deref(), then)
            }
            _ => Err(Unavailable(format!(
                "an expired token needs the signing secret (client-id, client-secret) or a token in `credentials.{}.expired`",
                wanted.scheme
            ))),
        }
    }

    fn other_scope(&self, wanted: &Credential) -> Result<SecretString, Unavailable> {
        let others = wanted.scopes.iter().filter(|scope| Some(*scope) != wanted.scope.as_ref());
        let others: Vec<&String> = others.collect();
        let mut only = others.iter().filter_map(|scope| Some((*scope, self.only.get(*scope)?)));
        if let Some((scope, issuer)) = only.next() {
            return issuer.issue(Some(scope));
        }
        match (&self.main, others.first()) {
            (Some(issuer @ Issuer::Minted { scope_claim: Some(_), .. }), Some(scope)) => {
                issuer.issue(Some(scope))
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

    /// A token that is right in everything and claims no scope.
    fn no_scope(&self, wanted: &Credential) -> Result<SecretString, Unavailable> {
        match (&self.main, &wanted.scope) {
            (Some(issuer @ Issuer::Minted { scope_claim: Some(_), .. }), Some(_)) => {
                issuer.issue(None)
            }
            (_, None) => Err(Unavailable("no scope is documented, so none can be missing".into())),
            _ => Err(Unavailable(format!(
                "a token without any scope needs the signing secret and a `scope-claim` in `credentials.{}`",
                wanted.scheme
            ))),
        }
    }
}

impl Credential {
    /// Whether it is a token, that can be signed, expire and have a scope.
    pub fn is_token(&self) -> bool {
        self.kind == CredentialKind::Jwt
    }

    /// What a header says of it, behind its scheme in any case (RFC 9110, section 11.1).
    pub(super) fn out_of_header<'a>(&self, value: &'a str) -> Option<Cow<'a, str>> {
        let Some(wanted) = self.auth_scheme else { return Some(value.into()) };
        let (scheme, rest) = value.split_once(' ')?;
        let rest = rest.trim_start();
        match wanted {
            _ if !scheme.eq_ignore_ascii_case(wanted.name()) => None,
            AuthScheme::Bearer => Some(rest.into()),
            AuthScheme::Basic => String::from_utf8(STANDARD.decode(rest).ok()?).ok().map(Cow::from),
        }
    }

    /// A header's value; one that says nothing stays empty.
    pub(super) fn in_header(&self, secret: &str) -> String {
        match self.auth_scheme {
            Some(scheme) if !secret.is_empty() => {
                let said = match scheme {
                    AuthScheme::Bearer => secret.to_owned(),
                    AuthScheme::Basic => STANDARD.encode(secret),
                };
                format!("{} {said}", scheme.name())
            }
            _ => secret.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::Value;

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
            auth_scheme: None,
            required: true,
            scope: Some("Configuration".into()),
            scopes: vec!["Configuration".into(), "Campaign Management".into()],
            state,
        }
    }

    fn issued(state: CredentialState) -> String {
        match minted().issue(&wanted(state)).unwrap() {
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
    fn each_issuer_has_tokens_of_its_own_and_shares_them_with_its_copies() {
        let token =
            |settings: &CredentialSettings| match settings.issue(&wanted(CredentialState::Valid)) {
                Ok(Issued::Secret(token)) => token.expose_secret().to_owned(),
                other => panic!("{other:?}"),
            };
        let (one, other) = (minted(), minted());
        assert_eq!(token(&one), token(&one.clone()));
        assert_ne!(token(&one), token(&other), "another secret may be behind the same client-id");
    }

    #[test]
    fn a_tampered_signature_decodes_to_other_bytes() {
        let settings = minted();
        let signature = |state| {
            let Ok(Issued::Secret(token)) = settings.issue(&wanted(state)) else { panic!() };
            let token = token.expose_secret().to_owned();
            URL_SAFE_NO_PAD.decode(token.rsplit('.').next().unwrap()).unwrap()
        };
        assert_ne!(signature(CredentialState::Valid), signature(CredentialState::Tampered));
    }

    #[test]
    fn an_expired_token_ended_a_quarter_of_an_hour_ago() {
        let claims = payload(&issued(CredentialState::Expired));
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
        assert!(claims["exp"].as_u64().unwrap() + 900 <= now);
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
        let settings = minted();
        for (name, state) in CredentialState::NAMED {
            let Ok(Issued::Secret(secret)) = settings.issue(&wanted(state)) else {
                continue;
            };
            let told = settings.state_of(&wanted(state), secret.expose_secret());
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
            assert!(settings.issue(&wanted(state)).is_err());
        }
    }
}
