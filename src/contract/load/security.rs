//! Credentials that operations ask for.

use serde_json::{Map, Value};

use super::{Loader, METHODS};
use crate::contract::error::{At, ContractError};
use crate::contract::node::followed;
use crate::contract::place::step;
use crate::model::{AuthScheme, Credential, CredentialKind, CredentialPlace, CredentialState};

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
            let each = alternative.iter().filter_map(|(scheme, scopes)| {
                self.credential(scheme, scopes, required, &at).transpose()
            });
            match each.collect::<Result<Vec<Credential>, ContractError>>() {
                Ok(credentials) => sendable.push(credentials),
                Err(error) => unsendable = unsendable.or(Some(error)),
            }
        }
        match unsendable {
            Some(error) if sendable.is_empty() && required => Err(error),
            _ => Ok(sendable),
        }
    }

    /// The names of all schemes.
    pub(super) fn schemes(&self) -> Vec<String> {
        let schemes = self.document.pointer("/components/securitySchemes");
        let schemes = schemes.and_then(Value::as_object);
        schemes.into_iter().flat_map(Map::keys).cloned().collect()
    }

    /// What is sent for a scheme; nothing where TLS does it.
    fn credential(
        &self,
        scheme: &str,
        scopes: &Value,
        required: bool,
        at: &At<'_>,
    ) -> Result<Option<Credential>, ContractError> {
        let pointer = format!("/components/securitySchemes/{}", step(scheme));
        let declared = self
            .document
            .pointer(&pointer)
            .ok_or_else(|| at.error(format!("security scheme `{scheme}` is not declared")))?;
        let (declared, _) = followed(&self.document, declared, &at.to(format!("#{pointer}")))?;
        let text = |key: &str| declared.get(key).and_then(Value::as_str);
        let http = text("scheme").unwrap_or_default().to_ascii_lowercase();
        let authorization = Some("Authorization");
        let (place, name, auth_scheme) = match (text("type"), text("in"), http.as_str()) {
            (Some("apiKey"), Some("header"), _) => (CredentialPlace::Header, text("name"), None),
            (Some("apiKey"), Some("query"), _) => (CredentialPlace::Query, text("name"), None),
            (Some("apiKey"), Some("cookie"), _) => (CredentialPlace::Cookie, text("name"), None),
            (Some("http"), _, "bearer") | (Some("oauth2" | "openIdConnect"), ..) => {
                (CredentialPlace::Header, authorization, Some(AuthScheme::Bearer))
            }
            (Some("http"), _, "basic") => {
                (CredentialPlace::Header, authorization, Some(AuthScheme::Basic))
            }
            (Some("mutualTLS"), ..) => return Ok(None),
            _ => {
                return Err(at.error(format!(
                    "security scheme `{scheme}`: only apiKey, http bearer and basic, oauth2, \
                     openIdConnect and mutualTLS can be sent"
                )));
            }
        };
        // What kind of token a bearer's is, says its format alone.
        let is_jwt = auth_scheme == Some(AuthScheme::Bearer)
            && text("bearerFormat").is_some_and(|format| format.eq_ignore_ascii_case("jwt"));
        let kind = match text("x-credential") {
            Some("jwt") => CredentialKind::Jwt,
            None if is_jwt => CredentialKind::Jwt,
            _ => CredentialKind::Key,
        };
        Ok(Some(Credential {
            scheme: scheme.into(),
            name: name.unwrap_or(scheme).into(),
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
