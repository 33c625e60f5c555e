//! What is said of scenarios, of targets and of known deviations, the same in every format.

use super::text::one_line;
use crate::model::{ApiReport, Known, KnownEntry, KnownState, RunReport};

/// `214 of 1611`: the scenarios of a run that did not come to all that were selected.
pub(super) fn of_selected(report: &RunReport) -> Option<String> {
    report.unfinished_of().map(|selected| format!("{} of {selected}", report.counts.scenarios))
}

/// `interrupted: 214 of 1611 scenarios were run`.
pub(super) fn interrupted(report: &RunReport) -> String {
    let ran = of_selected(report).map(|ran| format!("{ran} scenarios were run"));
    format!("interrupted: {}", ran.as_deref().unwrap_or("it may be that not everything was run"))
}

/// How many clauses are broken, warned of, broken as known and warned of as known. In a strict run what
/// would warn is broken, unless somebody answers for it: it fails the run.
pub(super) fn broken_and_warned(report: &RunReport) -> [usize; 4] {
    let c = &report.counts;
    let broken = c.broken.saturating_sub(c.known_broken);
    let warned = c.warned.saturating_sub(c.known_warned);
    match report.strict {
        true => [broken + warned, 0, c.known_broken, c.known_warned],
        false => [broken, warned, c.known_broken, c.known_warned],
    }
}

/// Why, as far as it is known.
pub(super) fn reason(reason: Option<&str>) -> &str {
    reason.unwrap_or("no reason was given")
}

/// `agentassist https://api.example`, and whether anybody can be there.
pub(super) fn target(api: &ApiReport) -> String {
    let unchecked = if api.insecure { UNCHECKED } else { "" };
    one_line(&format!("{} {}{unchecked}", api.name, api.base_url))
}

/// Behind the place of one API.
pub(super) const UNCHECKED: &str = " (--insecure: its certificate was not checked)";

/// The same of a whole run, for whoever reads no list of its targets.
pub(super) fn insecure(report: &RunReport) -> Option<String> {
    let names = insecure_apis(report).join(", ");
    (!names.is_empty()).then(|| one_line(&format!("--insecure: certificates not checked: {names}")))
}

/// The APIs of which any certificate was believed.
pub(super) fn insecure_apis(report: &RunReport) -> Vec<&str> {
    report.apis.iter().filter(|api| api.insecure).map(|api| api.name.as_str()).collect()
}

/// `known deviation: reason (owner, until 2027-01-31)`.
pub fn known(known: &Known) -> String {
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
