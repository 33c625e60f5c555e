//! Entries of a file of known deviations, and what is wrong with them.

use std::collections::HashSet;
use std::fmt;

use indexmap::IndexMap;
use time::Date;
use url::Url;

use crate::model::Known;

/// What is known to deviate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Subject {
    /// A clause, whichever scenario sees it broken.
    Clause(String),
    /// A scenario, whatever it finds.
    Scenario(String),
}

impl Subject {
    /// The clause's or the scenario's id.
    pub fn id(&self) -> &str {
        match self {
            Self::Clause(id) | Self::Scenario(id) => id,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clause(id) => write!(f, "clause `{id}`"),
            Self::Scenario(id) => write!(f, "scenario `{id}`"),
        }
    }
}

/// One entry.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What deviates.
    pub subject: Subject,
    /// The APIs that it is about.
    pub apis: Vec<String>,
    /// The base URL or host that it holds for.
    pub target: Option<String>,
    /// Why, who, until when.
    pub known: Known,
    /// The last day on which it holds.
    pub expires: Date,
    /// It doesn't show in every run, so a run without it proves nothing.
    pub intermittent: bool,
    /// Its line in the file.
    pub line: usize,
}

impl Entry {
    /// Whether it is about something at this base URL.
    pub fn holds_at(&self, base_url: &str) -> bool {
        let Some(target) = &self.target else { return true };
        if target.contains("://") {
            let (Ok(target), Ok(base)) = (Url::parse(target), Url::parse(base_url)) else {
                return false;
            };
            let plain = |url: &Url| url.as_str().trim_end_matches('/').to_owned();
            return plain(&target) == plain(&base);
        }
        let Ok(base) = Url::parse(base_url) else { return false };
        let host = base.host_str().unwrap_or_default();
        let with_port = base.port_or_known_default().map(|port| format!("{host}:{port}"));
        target.eq_ignore_ascii_case(host)
            || with_port.is_some_and(|with_port| target.eq_ignore_ascii_case(&with_port))
    }
}

/// What entries may name.
pub struct Names<'a> {
    /// Every clause with its API.
    pub clauses: IndexMap<&'a str, &'a str>,
    /// Every scenario's id with the APIs that it is about.
    pub scenarios: IndexMap<&'a str, Vec<String>>,
    /// The feature files that were read, where others may have more scenarios.
    pub files: Option<HashSet<&'a str>>,
    /// What else to do where a clause isn't among them.
    pub other_contracts: &'a str,
}

/// A file that can't be used: everything that is wrong in it, with place and remedy.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct Refused(pub Vec<String>);
