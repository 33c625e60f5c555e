//! Whether the parts of a saved report agree: one that was changed by hand must not pass for a run.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::model::{Counts, RunReport};

/// The first member that can't be as it is, with what is wrong there.
pub(super) fn contradiction(report: &RunReport) -> Option<(&'static str, String)> {
    if let Err(error) = OffsetDateTime::parse(&report.started, &Rfc3339) {
        let started = super::text::cut(&report.started, 60);
        return Some(("started", format!("{started:?} is no RFC 3339 time: {error}")));
    }
    if let Some(selected) = report.selected.filter(|selected| *selected < report.counts.scenarios) {
        let ran = report.counts.scenarios;
        return Some(("selected", format!("it says {selected}, and there are {ran}")));
    }
    let (said, there) = (members(&report.counts), members(&Counts::of(report)));
    said.into_iter().zip(there).find(|(said, there)| said != there).map(
        |((member, said), (_, there))| (member, format!("it says {said}, and there are {there}")),
    )
}

fn members(counts: &Counts) -> [(&'static str, usize); 13] {
    [
        ("counts.scenarios", counts.scenarios),
        ("counts.passed", counts.passed),
        ("counts.failed", counts.failed),
        ("counts.errors", counts.errors),
        ("counts.skipped", counts.skipped),
        ("counts.kept", counts.kept),
        ("counts.broken", counts.broken),
        ("counts.warned", counts.warned),
        ("counts.not_tried", counts.not_tried),
        ("counts.not_observable", counts.not_observable),
        ("counts.known_failed", counts.known_failed),
        ("counts.known_broken", counts.known_broken),
        ("counts.known_warned", counts.known_warned),
    ]
}
