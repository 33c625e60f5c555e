//! Who may do what, and what a target file says of it.

use std::time::{SystemTime, UNIX_EPOCH};

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde_json::{Value, json};

use super::{Choices, Why};

/// What there is from the start, as the samples spell ids.
pub const LIKE_THE_SAMPLES: Known = Known {
    application: "st-0b5f3c8e-77aa-5c1d-9e02-6d1f00c0ffee",
    account: "5f0000000000000000000abc",
    list: "cl-11111111-2222-4333-8444-555555555555",
};

/// The same, as nobody would expect it.
pub const LIKE_NOTHING: Known =
    Known { application: "Bot 1/ü", account: "acme", list: "the (only) list" };

/// Ids of what there is from the start.
pub struct Known {
    pub application: &'static str,
    pub account: &'static str,
    pub list: &'static str,
}

pub const PERSON: &str = "0d9f6a52-1c3b-4e8f-a7d6-c5b4a3928170";
/// Full of what a query has to escape.
pub const KEY: &str = "in-a+b/c=d&e%20f?é";
const SECRET: &str = "not much of a secret, but \"long\" enough to sign with: ü";
/// The claim that holds the scope, as a text or as a list.
const SCOPES: &str = "permissions";

/// The credentials that a target file gives.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Credentials {
    /// What mints tokens.
    Minted,
    /// One ready token with both scopes.
    Ready,
    /// A ready token for each scope, and one that has expired.
    ReadyForEachScope,
}

/// Whether a token is good for a scope.
pub fn allowed(token: Option<&str>, scope: &str) -> Result<(), Why> {
    docproof::signing::provide();
    let token = token.filter(|token| !token.is_empty()).ok_or(Why::Credential)?;
    let mut rules = Validation::new(Algorithm::HS384);
    rules.leeway = 5;
    let key = DecodingKey::from_secret(SECRET.as_bytes());
    let claims = decode::<Value>(token, &key, &rules).map_err(|_| Why::Credential)?.claims;
    let has = match &claims[SCOPES] {
        Value::String(one) => one == scope,
        Value::Array(several) => several.iter().any(|one| one == scope),
        _ => false,
    };
    if has { Ok(()) } else { Err(Why::Scope) }
}

fn token(scopes: &[&str], lives: i64) -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now = i64::try_from(since.as_secs()).unwrap_or_default();
    let claims = json!({ "exp": now + lives, "iat": now + lives - 9000, SCOPES: scopes });
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    docproof::signing::provide();
    encode(&Header::new(Algorithm::HS384), &claims, &key).expect("a token")
}

/// A target file's part about the first four pages.
pub fn agentassist(base_url: &str, choices: &Choices) -> String {
    let Known { application, account, list } = choices.known();
    let both = ["Configuration", "Campaign Management"];
    let credentials = match choices.credentials {
        Credentials::Minted => format!(
            "client-id = \"cs-1\"\nclient-secret = '{SECRET}'\nalgorithm = \"HS384\"\n\
             scope-claim = \"{SCOPES}\"\n\
             [agentassist.credentials.auth.claims]\nappId = \"{{client-id}}\"\n"
        ),
        Credentials::Ready => format!("token = \"{}\"\n", token(&both, 9000)),
        Credentials::ReadyForEachScope => {
            let only = both.map(|scope| {
                let token = token(&[scope], 9000);
                format!("[agentassist.credentials.auth.only.\"{scope}\"]\ntoken = \"{token}\"\n")
            });
            format!("expired = \"{}\"\n{}", token(&both, -9000), only.concat())
        }
    };
    format!(
        "[agentassist]\nbase-url = \"{base_url}\"\n\n[agentassist.values]\n\
         streamId = \"{application}\"\naccountId = \"{account}\"\nIID = \"{application}\"\n\
         contactListId = \"{list}\"\n\n[agentassist.credentials.auth]\n{credentials}\n"
    )
}

/// A target file's part about the fifth page.
pub fn contact(base_url: &str) -> String {
    format!(
        "[contact]\nbase-url = \"{base_url}/\"\n\n[contact.values]\ncontact_id = \"{PERSON}\"\n\n\
         [contact.credentials.api_key]\nkey = \"{KEY}\"\n"
    )
}
