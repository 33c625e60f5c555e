//! Clauses: single things that the documentation says.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How binding a clause is, in the words of RFC 2119.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Level {
    /// Undocumented and allowed: noted, never judged.
    May,
    /// Only a sample shows it, or HTTP's good practice: breaking it warns.
    Should,
    /// The documentation says it: breaking it fails the run.
    Must,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Must => "MUST",
            Self::Should => "SHOULD",
            Self::May => "MAY",
        })
    }
}

/// Where in the documentation a clause stands.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Source {
    /// The page's title.
    pub page: String,
    /// The heading on that page, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.section {
            Some(section) => write!(f, "{}, {section}", self.page),
            None => f.write_str(&self.page),
        }
    }
}

/// What sort of promise a clause is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClauseKind {
    /// About what a client sends.
    Request,
    /// About the shape of an answer.
    Response,
    /// About behaviour.
    Rule,
    /// What HTTP itself asks of every server.
    Http,
}

/// One thing that the documentation says, with the id that readers address it by.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Clause {
    /// For example `createContacts.request.body.firstName:type`.
    pub id: String,
    /// The API's name.
    pub api: String,
    /// The operation's id.
    pub operation: String,
    /// How binding it is.
    pub level: Level,
    /// What sort of promise it is.
    pub kind: ClauseKind,
    /// The promise as a sentence.
    pub text: String,
    /// Where it stands.
    pub source: Source,
    /// Why no documented operation shows whether it is kept, if none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_observable: Option<String>,
}
