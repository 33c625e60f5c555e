//! Who is calling: JSON Web Tokens for one API, an API key for the other.

use axum::http::StatusCode;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, dangerous, errors::ErrorKind};
use serde_json::{Map, Value};

use super::{
    call::Call,
    clock, demo,
    faults::{Fault, Faults},
    refusal::Refusal,
};
use crate::signing;

/// Seconds by which the clocks of caller and server may differ.
const LEEWAY: u8 = 2;

type Claims = Map<String, Value>;

/// Whoever sent an admitted request.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub user: String,
    pub account: String,
}

pub(super) struct Credentials {
    key: DecodingKey,
    validation: Validation,
}

impl Credentials {
    pub(super) fn new(faults: &Faults) -> Self {
        signing::provide();
        let mut validation = Validation::new(Algorithm::HS256);
        validation.leeway = LEEWAY.into();
        validation.validate_nbf = true;
        validation.validate_aud = false;
        validation.validate_exp = !faults.has(Fault::AuthExpiryUnchecked);
        Self { key: DecodingKey::from_secret(demo::CLIENT_SECRET.as_bytes()), validation }
    }

    /// Checks the credential that the operation needs and returns the acting user.
    pub(super) fn check(&self, call: &Call, faults: &Faults) -> Result<String, Refusal> {
        match call.operation.application() {
            Some((_, scope)) => self.check_token(call, scope, faults),
            None => check_key(call, faults),
        }
        .map_err(|mut refusal| {
            if faults.has(Fault::AuthRefusedAsBadRequest) {
                refusal.status = StatusCode::BAD_REQUEST;
            }
            refusal
        })
    }

    fn check_token(&self, call: &Call, scope: &str, faults: &Faults) -> Result<String, Refusal> {
        let refused = |text: &str| Refusal::unauthorized("header auth", text);
        let anyone = || Ok(demo::USER.to_owned());
        let Some(token) = call.header("auth") else {
            if faults.has(Fault::AuthOptional) {
                return anyone();
            }
            return Err(refused("is required"));
        };
        if token.trim().is_empty() {
            if faults.has(Fault::AuthEmptyAccepted) {
                return anyone();
            }
            return Err(refused("must not be empty"));
        }
        let is_jwt = token.split('.').count() == 3;
        if !is_jwt && faults.has(Fault::AuthGarbageAccepted) {
            return anyone();
        }
        let signature = token.rsplit('.').next().unwrap_or_default();
        if signature.len() % 4 == 1 && faults.has(Fault::AuthUnevenSignatureCrashes) {
            return Err(Refusal::internal("base64 of an uneven length"));
        }
        let claims = self.decode(&token, faults).map_err(|error| refused(&error.to_string()))?;
        if claims.get("appId").and_then(Value::as_str) != Some(demo::CLIENT_ID) {
            return Err(refused("the claim appId is not this client's"));
        }
        let user = match claims.get("sub").and_then(Value::as_str) {
            Some(user) if !user.is_empty() => user.to_owned(),
            _ => return Err(refused("the claim sub names no user")),
        };
        if !grants(claims.get("scope"), scope) && !faults.has(Fault::AuthScopeUnchecked) {
            return Err(Refusal::new(
                StatusCode::FORBIDDEN,
                "the token does not allow this operation",
            )
            .at("header auth", format!("needs the scope \"{scope}\"")));
        }
        Ok(user)
    }

    fn decode(&self, token: &str, faults: &Faults) -> jsonwebtoken::errors::Result<Claims> {
        let unsigned = token.ends_with('.') && faults.has(Fault::AuthAlgNoneAccepted);
        let unverified = faults.has(Fault::AuthSignatureUnchecked)
            && jsonwebtoken::decode_header(token)?.alg == Algorithm::HS256;
        if !unsigned && !unverified {
            return jsonwebtoken::decode(token, &self.key, &self.validation)
                .map(|data| data.claims);
        }
        let claims: Claims = dangerous::insecure_decode_claims(token)?;
        // The library checks nothing on this way in, so that only the signature goes unchecked.
        let expiry = claims.get("exp").and_then(Value::as_i64).unwrap_or(0);
        let expired = expiry < clock::now_seconds() - i64::from(LEEWAY);
        if self.validation.validate_exp && expired {
            return Err(ErrorKind::ExpiredSignature.into());
        }
        Ok(claims)
    }
}

/// A scope is one string, which may hold spaces, or an array of them.
fn grants(claim: Option<&Value>, wanted: &str) -> bool {
    match claim {
        Some(Value::String(scope)) => scope == wanted,
        Some(Value::Array(scopes)) => scopes.iter().any(|scope| scope == wanted),
        _ => false,
    }
}

fn check_key(call: &Call, faults: &Faults) -> Result<String, Refusal> {
    let (flaw, forgiven) = match call.query("api_key") {
        Some(demo::API_KEY) => return Ok(demo::USER.to_owned()),
        None => ("is required", Fault::ApiKeyOptional),
        Some("") => ("must not be empty", Fault::ApiKeyEmptyAccepted),
        Some(_) => ("is not a valid key", Fault::ApiKeyUnchecked),
    };
    if faults.has(forgiven) {
        return Ok(demo::USER.to_owned());
    }
    Err(Refusal::unauthorized("query api_key", flaw))
}
