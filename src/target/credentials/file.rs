//! Credentials as a target file has them.

use indexmap::IndexMap;
use jsonwebtoken::Algorithm;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::CredentialSettings;
use super::mint::{Issuer, Tokens};
use crate::target::settings::duration;
use crate::target::shown;

/// A credential as a target file has it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(in crate::target) struct CredentialFile {
    token: Option<SecretString>,
    key: Option<SecretString>,
    user: Option<String>,
    password: Option<SecretString>,
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

impl CredentialFile {
    pub(in crate::target) fn settings(
        self,
        key: &str,
    ) -> Result<CredentialSettings, (String, String)> {
        let only = self
            .only
            .iter()
            .map(|(scope, file)| {
                let key = format!("{key}.only.{scope:?}");
                let issuer = file.clone().issuer(&key)?;
                let missing = (key, "give a token, or a client-id and client-secret".to_owned());
                Ok((scope.clone(), issuer.ok_or(missing)?))
            })
            .collect::<Result<IndexMap<String, Issuer>, (String, String)>>()?;
        let others = self.expired.iter().chain(&self.password).cloned().collect();
        let expired = self.expired.clone();
        let main = self.issuer(key)?;
        if main.is_none() && expired.is_none() && only.is_empty() {
            let message = "it is empty; give a token, a key, a client-id and client-secret, or a user and password";
            return Err((key.to_owned(), message.to_owned()));
        }
        Ok(CredentialSettings { main, expired, only, others })
    }

    fn issuer(self, key: &str) -> Result<Option<Issuer>, (String, String)> {
        let wrong = |name: &str, message: String| (format!("{key}.{name}"), message);
        let (password, own) = (self.password, self.key);
        let own = match (self.user, password) {
            (Some(_), Some(_)) if own.is_some() => {
                return Err(wrong("key", "give `key`, or `user` and `password`, not both".into()));
            }
            (Some(user), _) if user.is_empty() => return Err(wrong("user", "it is empty".into())),
            (Some(user), _) if user.contains(':') => {
                return Err(wrong("user", "a user's name can't hold a colon (RFC 7617)".into()));
            }
            (Some(user), Some(password)) => {
                Some(SecretString::from(format!("{user}:{}", password.expose_secret())))
            }
            (Some(_), None) => return Err(wrong("password", "a `user` needs a `password`".into())),
            (None, Some(_)) => return Err(wrong("user", "a `password` needs a `user`".into())),
            (None, None) => own,
        };
        match (self.token, own, self.client_secret) {
            (Some(_), Some(_), _) => Err(wrong("key", "give `token` or `key`, not both".into())),
            (Some(given), None, None) if given.expose_secret().is_empty() => {
                Err(wrong("token", "it is empty".into()))
            }
            (None, Some(given), None) if given.expose_secret().is_empty() => {
                Err(wrong("key", "it is empty".into()))
            }
            (Some(given), None, None) | (None, Some(given), None) => Ok(Some(Issuer::Given(given))),
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
                    tokens: Tokens::default(),
                }))
            }
            (_, _, Some(_)) => {
                Err(wrong("client-secret", "give a token or a client-secret, not both".into()))
            }
            (None, None, None) => Ok(None),
        }
    }
}
