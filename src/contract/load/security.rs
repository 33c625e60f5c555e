//! Credentials that operations ask for.

use serde_json::{Map, Value};

use super::{Loader, METHODS};
use crate::contract::error::{At, ContractError};
use crate::contract::node::followed;
use crate::contract::place::step;
use crate::model::{AuthScheme, Credential, CredentialKind, CredentialPlace, CredentialState};

/// Where the schemes of `http` are sent, and tokens.
const AUTHORIZATION: &str = "Authorization";

/// What comes of a security scheme.
enum Scheme {
    /// A credential in each request.
    Sent(Credential),
    /// The connection says it.
    ByTls,
    /// Nobody here can send it.
    Unsendable,
}

impl Loader<'_> {
    /// The alternatives that an operation leaves, as far as they can be sent. Where one of them asks for
    /// nothing, none has to be sent.
    pub(super) fn security(
        &self,
        operation: &Value,
        at: &At<'_>,
    ) -> Result<Vec<Vec<Credential>>, ContractError> {
        let (listed, at) = match operation.get("security") {
            Some(listed) => (Some(listed), at.down("security")),
            None => (self.document.get("security"), at.to("#/security".into())),
        };
        let listed = listed.and_then(Value::as_array).into_iter().flatten();
        let alternatives: Vec<&Map<String, Value>> = listed.filter_map(Value::as_object).collect();
        let required = alternatives.iter().all(|alternative| !alternative.is_empty());
        let (mut sendable, mut unsendable) = (Vec::new(), None);
        for alternative in alternatives.iter().filter(|alternative| !alternative.is_empty()) {
            match self.credentials(alternative, required, &at)? {
                Ok(credentials) => sendable.push(credentials),
                Err(scheme) => unsendable = Some(scheme),
            }
        }
        match unsendable {
            Some(name) if sendable.is_empty() && required => Err(at.error(format!(
                "security scheme `{name}`: of `http` only bearer and basic can be sent"
            ))),
            _ => Ok(sendable),
        }
    }

    /// What one alternative asks to be sent, or the scheme of it that nobody here can send.
    fn credentials<'a>(
        &self,
        alternative: &'a Map<String, Value>,
        required: bool,
        at: &At<'_>,
    ) -> Result<Result<Vec<Credential>, &'a str>, ContractError> {
        let mut credentials = Vec::new();
        for (name, scopes) in alternative {
            match self.scheme(name, scopes, required, at)? {
                Scheme::Sent(credential) => credentials.push(credential),
                Scheme::ByTls => {}
                Scheme::Unsendable => return Ok(Err(name)),
            }
        }
        Ok(Ok(credentials))
    }

    /// The names of all schemes.
    pub(super) fn schemes(&self) -> Vec<String> {
        let schemes = self.document.pointer("/components/securitySchemes");
        let schemes = schemes.and_then(Value::as_object);
        schemes.into_iter().flat_map(Map::keys).cloned().collect()
    }

    fn scheme(
        &self,
        scheme: &str,
        scopes: &Value,
        required: bool,
        at: &At<'_>,
    ) -> Result<Scheme, ContractError> {
        let pointer = format!("/components/securitySchemes/{}", step(scheme));
        let declared = self
            .document
            .pointer(&pointer)
            .ok_or_else(|| at.error(format!("security scheme `{scheme}` is not declared")))?;
        let (declared, at) = followed(&self.document, declared, &at.to(format!("#{pointer}")))?;
        let text = |key: &str| declared.get(key).and_then(Value::as_str);
        let own_name = || {
            text("name").ok_or_else(|| at.error("an apiKey needs the `name` that it is sent under"))
        };
        let (place, name, auth_scheme) = match (text("type"), text("in")) {
            (Some("apiKey"), Some("header")) => (CredentialPlace::Header, own_name()?, None),
            (Some("apiKey"), Some("query")) => (CredentialPlace::Query, own_name()?, None),
            (Some("apiKey"), Some("cookie")) => (CredentialPlace::Cookie, own_name()?, None),
            (Some("apiKey"), _) => {
                return Err(at.error("an apiKey is `in` a header, the query or a cookie"));
            }
            (Some("http"), _) => {
                let named = text("scheme").unwrap_or_default();
                let known = [AuthScheme::Bearer, AuthScheme::Basic];
                let known = known.into_iter().find(|one| one.name().eq_ignore_ascii_case(named));
                if known.is_none() {
                    return Ok(Scheme::Unsendable);
                }
                (CredentialPlace::Header, AUTHORIZATION, known)
            }
            (Some("oauth2" | "openIdConnect"), _) => {
                (CredentialPlace::Header, AUTHORIZATION, Some(AuthScheme::Bearer))
            }
            (Some("mutualTLS"), _) => return Ok(Scheme::ByTls),
            _ => {
                return Err(at.error(format!(
                    "the security scheme `{scheme}` needs a `type`: apiKey, http, oauth2, openIdConnect or mutualTLS"
                )));
            }
        };
        // What kind of token a bearer's is, says its format alone.
        let is_jwt = auth_scheme == Some(AuthScheme::Bearer)
            && text("bearerFormat").is_some_and(|format| format.eq_ignore_ascii_case("jwt"));
        let kind = match declared.get("x-credential").map(Value::as_str) {
            Some(Some("jwt")) => CredentialKind::Jwt,
            Some(Some("key")) => CredentialKind::Key,
            Some(_) => return Err(at.down("x-credential").error("it is `jwt` or `key`")),
            None if is_jwt => CredentialKind::Jwt,
            None => CredentialKind::Key,
        };
        Ok(Scheme::Sent(Credential {
            scheme: scheme.into(),
            name: name.into(),
            place,
            kind,
            auth_scheme,
            required,
            scope: scopes.get(0).and_then(Value::as_str).map(str::to_owned),
            scopes: self.scopes.clone(),
            state: CredentialState::Valid,
        }))
    }
}

/// Every scope that any operation asks for, in order.
pub(super) fn scopes(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let items = document.get("paths").and_then(Value::as_object);
    for operation in items.into_iter().flat_map(|map| map.values()).filter_map(Value::as_object) {
        for method in METHODS {
            let security = operation.get(method).and_then(|value| value.get("security"));
            let requirements = security.and_then(Value::as_array);
            for scopes in requirements.into_iter().flatten().filter_map(Value::as_object) {
                for scope in scopes.values().filter_map(Value::as_array).flatten() {
                    if let Some(scope) = scope.as_str().map(str::to_owned)
                        && !found.contains(&scope)
                    {
                        found.push(scope);
                    }
                }
            }
        }
    }
    found
}
