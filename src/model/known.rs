//! Known deviations: promises that are broken, and that somebody answers for until a day.

use serde::{Deserialize, Serialize};

/// Who answers for a known deviation, why, and until when.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Known {
    /// Why it is let be for now.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day on which it is let be, as `2027-01-31`.
    pub expires: String,
    /// Where there is more to read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// What a run found out about an entry.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum KnownState {
    /// The deviation was seen. It fails nothing.
    Seen,
    /// Its day has passed: it excuses nothing any more, and fails the run.
    Expired,
    /// The run judged it kept: the entry has to go, and fails the run until it does.
    Gone,
    /// The run can't tell; the reason is told.
    NotJudged,
}

/// An entry of the file of known deviations, and what the run found out about it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct KnownEntry {
    /// The clause that is known to be broken; or else there is a scenario.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// The id of the scenario that is known to fail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    /// The base URL or host that it holds for, if not for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Who answers for it, and until when.
    pub known: Known,
    /// The file, as it was named.
    pub file: String,
    /// The line of the entry.
    pub line: usize,
    /// What the run found out.
    pub state: KnownState,
    /// Why the run can't tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

impl KnownEntry {
    /// The clause, or the scenario's id.
    pub fn subject(&self) -> &str {
        self.clause.as_deref().or(self.scenario.as_deref()).unwrap_or_default()
    }

    /// Whether it fails the run.
    pub fn is_stale(&self) -> bool {
        matches!(self.state, KnownState::Expired | KnownState::Gone)
    }
}
