//! Credentials that operations ask for.

use serde_json::Value;

use super::{Loader, METHODS};
use crate::contract::error::{At, ContractError};
use crate::model::{Credential, CredentialKind, CredentialPlace, CredentialState};

impl Loader<'_> {
    pub(super) fn credential(
        &self,
        operation: &Value,
        at: &At<'_>,
    ) -> Result<Option<Credential>, ContractError> {
        let requirement = operation
            .get("security")
            .or_else(|| self.document.get("security"))
            .and_then(|list| list.get(0))
            .and_then(Value::as_object);
        let Some((scheme, scopes)) = requirement.and_then(|map| map.iter().next()) else {
            return Ok(None);
        };
        let at = at.down("security");
        let declared = self
            .document
            .pointer(&format!("/components/securitySchemes/{scheme}"))
            .ok_or_else(|| at.error(format!("security scheme `{scheme}` is not declared")))?;
        let text = |key: &str| declared.get(key).and_then(Value::as_str);
        let is_bearer = text("type") == Some("http")
            && text("scheme").is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer"));
        let (place, name, kind) = match (text("type"), text("in"), text("scheme")) {
            (Some("apiKey"), Some("header"), _) => (CredentialPlace::Header, text("name"), None),
            (Some("apiKey"), Some("query"), _) => (CredentialPlace::Query, text("name"), None),
            (Some("http"), ..) if is_bearer => {
                // What kind of token it is, says its format alone.
                let jwt =
                    text("bearerFormat").is_some_and(|format| format.eq_ignore_ascii_case("jwt"));
                let kind = if jwt { CredentialKind::Jwt } else { CredentialKind::Key };
                (CredentialPlace::Header, Some("Authorization"), Some(kind))
            }
            _ => {
                return Err(at.error(format!(
                    "security scheme `{scheme}`: only apiKey in a header or the query, and http bearer, can be sent"
                )));
            }
        };
        let kind = match text("x-credential") {
            Some("jwt") => CredentialKind::Jwt,
            Some("key") => CredentialKind::Key,
            _ => kind.unwrap_or(CredentialKind::Key),
        };
        Ok(Some(Credential {
            scheme: scheme.clone(),
            name: name.unwrap_or(scheme).into(),
            place,
            kind,
            is_bearer,
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
