//! A request in the words of the documentation, before it is HTTP.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use super::FormStyle;
use super::spelling::Spelling;

/// The body of a [`Draft`].
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Body {
    /// None is sent.
    #[default]
    Absent,
    /// A JSON value, or a record that travels as a form ([`Draft::form`]).
    Json(Value),
    /// These bytes as they are, for bodies that are neither.
    Raw(Vec<u8>),
}

/// How the items of a list travel in a path, query or form (OpenAPI's `style` and `explode`). In the
/// parameters of a draft there are commas between them.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum ListStyle {
    /// Each by itself: `tag=a&tag=b`.
    #[default]
    Repeated,
    /// `tag=a,b`.
    Commas,
    /// `tag=a%20b`.
    Spaces,
    /// `tag=a%7Cb`.
    Pipes,
}

impl ListStyle {
    /// What `style` and `explode` say of a list in a query or a form, where it is one that is written here.
    pub fn of(style: Option<&str>, explode: Option<bool>) -> Option<Self> {
        match (style, explode) {
            (None | Some("form"), None | Some(true))
            | (Some("spaceDelimited" | "pipeDelimited"), Some(true)) => Some(Self::Repeated),
            (None | Some("form"), Some(false)) => Some(Self::Commas),
            (Some("spaceDelimited"), _) => Some(Self::Spaces),
            (Some("pipeDelimited"), _) => Some(Self::Pipes),
            _ => None,
        }
    }

    /// What stands between the items of one text; nothing where each is a text by itself.
    pub fn mark(self) -> Option<char> {
        match self {
            Self::Repeated => None,
            Self::Commas => Some(','),
            Self::Spaces => Some(' '),
            Self::Pipes => Some('|'),
        }
    }
}

/// The items of a list as a draft has it. Blanks beside a comma are of neither item.
pub fn items_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(|item| item.trim_matches([' ', '\t']))
}

/// What a credential is made of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CredentialKind {
    /// A signed JSON Web Token.
    Jwt,
    /// An API key.
    Key,
}

/// Where a credential travels.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CredentialPlace {
    /// In a header.
    Header,
    /// In the query.
    Query,
    /// In a cookie.
    Cookie,
}

impl CredentialPlace {
    /// As it stands in clause ids and in OpenAPI.
    pub fn name(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Query => "query",
            Self::Cookie => "cookie",
        }
    }
}

/// What says in `Authorization` how to read the credential behind it (RFC 9110, section 11.1).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AuthScheme {
    /// A token as it is (RFC 6750, section 2.1).
    Bearer,
    /// `user:password` in base64 (RFC 7617, section 2).
    Basic,
}

impl AuthScheme {
    /// As it is sent.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bearer => "Bearer",
            Self::Basic => "Basic",
        }
    }
}

/// In which way a credential is right or wrong.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum CredentialState {
    /// The target's own, with the documented scope.
    Valid,
    /// Not sent at all.
    Missing,
    /// Sent, but empty.
    Empty,
    /// Text that never was a credential.
    Garbage,
    /// A valid token whose signature was changed in its first byte.
    Tampered,
    /// The same in the middle of the signature, or of a key.
    TamperedMiddle,
    /// The same in the last byte of the signature, or in the last character of a key.
    TamperedEnd,
    /// Other claims under a valid token's signature.
    OtherClaims,
    /// A valid token's claims under `alg: none`, without a signature.
    Unsigned,
    /// The same under `alg: None`.
    UnsignedCapitalised,
    /// The same under `alg: NONE`.
    UnsignedCapitals,
    /// A valid token's claims under `alg: none`, with the signature that was there.
    UnsignedKept,
    /// A valid token's claims, signed with nothing as the secret.
    EmptySecret,
    /// A valid token whose signature was taken away; its header still names an algorithm.
    Stripped,
    /// A valid token whose signature ends in the middle of a byte: no base64 is so long.
    Uneven,
    /// Past its expiry.
    Expired,
    /// Valid, but only for another scope.
    OtherScope,
    /// Signed as it should be, without any claim of a scope.
    NoScope,
    /// Well formed, but nobody's.
    Wrong,
    /// The right one without its last character.
    CutShort,
    /// The right one with a character behind it.
    Extended,
    /// The right one with capitals for small letters, and small letters for capitals.
    OtherCase,
    /// The right one with a blank behind it.
    Padded,
}

impl CredentialState {
    /// How features call the wrong ones.
    pub const NAMED: [(&'static str, Self); 22] = [
        ("missing", Self::Missing),
        ("empty", Self::Empty),
        ("garbage", Self::Garbage),
        ("tampered", Self::Tampered),
        ("tampered in its middle", Self::TamperedMiddle),
        ("tampered at its end", Self::TamperedEnd),
        ("filled with other claims", Self::OtherClaims),
        ("unsigned", Self::Unsigned),
        ("unsigned as None", Self::UnsignedCapitalised),
        ("unsigned as NONE", Self::UnsignedCapitals),
        ("unsigned beside its signature", Self::UnsignedKept),
        ("signed with an empty secret", Self::EmptySecret),
        ("stripped of its signature", Self::Stripped),
        ("cut short in its signature", Self::Uneven),
        ("expired", Self::Expired),
        ("for another scope", Self::OtherScope),
        ("for no scope", Self::NoScope),
        ("unknown", Self::Wrong),
        ("cut short", Self::CutShort),
        ("extended", Self::Extended),
        ("in the other case", Self::OtherCase),
        ("followed by a blank", Self::Padded),
    ];
}

/// Which credential a request carries.
#[derive(Clone, Debug, PartialEq)]
pub struct Credential {
    /// The security scheme's name: how a target's settings call it.
    pub scheme: String,
    /// The name of the header, query parameter or cookie.
    pub name: String,
    /// Header, query or cookie.
    pub place: CredentialPlace,
    /// Token or key.
    pub kind: CredentialKind,
    /// What stands before it in its header, if anything does.
    pub auth_scheme: Option<AuthScheme>,
    /// Whether a request without it has to be refused.
    pub required: bool,
    /// The scope that the documentation asks for.
    pub scope: Option<String>,
    /// Every scope that the API documents.
    pub scopes: Vec<String>,
    /// Right, or wrong in one way.
    pub state: CredentialState,
}

/// A request being prepared: what the steps change and the target sends.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The API's name.
    pub api: String,
    /// The operation's id.
    pub operation: String,
    /// The HTTP method.
    pub method: String,
    /// The path with `{parameters}`, relative to the base URL.
    pub path_template: String,
    /// Path parameters by name.
    pub path: IndexMap<String, String>,
    /// Query parameters by name, without the credentials.
    pub query: IndexMap<String, String>,
    /// Which path parameters are lists.
    pub path_lists: Vec<String>,
    /// Which query parameters are lists, and how they travel.
    pub query_lists: Vec<(String, ListStyle)>,
    /// Headers by name, without the credentials, with the content type.
    pub headers: IndexMap<String, String>,
    /// Cookies by name, without the credentials.
    pub cookies: IndexMap<String, String>,
    /// The credentials that the operation asks for.
    pub credentials: Vec<Credential>,
    /// The body.
    pub body: Body,
    /// How it is spelt, where it is JSON.
    pub spelling: Spelling,
    /// What was spoilt, where it isn't JSON any more.
    pub meant: Option<Value>,
    /// How a record in it travels, where it is a form.
    pub form: Option<Arc<FormStyle>>,
    /// Clauses of optional parameters that it begins without.
    pub unset: Vec<String>,
    /// The ids that this request's path and records name and that exist, by resource.
    pub known_ids: Vec<(String, String)>,
    /// Whether a path parameter is a well-formed id that nothing has.
    pub unknown_id: bool,
    /// Fields of the body that hold such an id, each with the index of its record.
    pub unknown_fields: Vec<(String, usize)>,
}

impl Draft {
    /// A header's value, by its name in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// A credential that is wrong on purpose.
    pub fn bad_credential(&self) -> Option<&Credential> {
        self.credentials.iter().find(|credential| credential.state != CredentialState::Valid)
    }

    /// The body as it is sent, if there is any.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        match (&self.body, &self.form) {
            (Body::Absent, _) => None,
            (Body::Json(record @ Value::Object(_)), Some(form)) => Some(form.bytes(record)),
            (Body::Json(value), _) => Some(self.spelling.bytes(value)),
            (Body::Raw(bytes), _) => Some(bytes.clone()),
        }
    }

    /// The same to be read, U+FFFD for what is no UTF-8; empty if nothing is sent.
    pub fn text(&self) -> String {
        self.bytes().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }

    /// The same, or what it was before it was spoilt.
    pub fn meant(&self) -> Option<&Value> {
        self.meant.as_ref().or(self.json())
    }

    /// The body's JSON, or the record of its form, if it is one.
    pub fn json(&self) -> Option<&Value> {
        match &self.body {
            Body::Json(value) => Some(value),
            Body::Absent | Body::Raw(_) => None,
        }
    }
}
