//! What is said of known deviations, the same in every format.

use super::text::one_line;
use crate::model::{Known, KnownEntry, KnownState};

/// `known deviation: reason (owner, until 2027-01-31)`.
pub(super) fn known(known: &Known) -> String {
    let link = known.link.as_ref().map(|link| format!(", {link}")).unwrap_or_default();
    let Known { reason, owner, expires, .. } = known;
    one_line(&format!("known deviation: {reason} ({owner}, until {expires}{link})"))
}

/// `known.toml:12`.
pub(super) fn place(entry: &KnownEntry) -> String {
    one_line(&format!("{}:{}", entry.file, entry.line))
}

/// Why an entry fails the run, and what to do.
pub(super) fn stale(entry: &KnownEntry) -> String {
    match entry.state {
        KnownState::Expired => format!(
            "it expired on {}; see that the deviation is mended, or agree on another day with {} and write it there",
            entry.known.expires,
            one_line(&entry.known.owner)
        ),
        KnownState::Gone => "it no longer happens: the run judged it kept; take the entry out \
             (or, if it doesn't show in every run, add `intermittent = true`)"
            .to_owned(),
        KnownState::Seen | KnownState::NotJudged => String::new(),
    }
}
