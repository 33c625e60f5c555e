//! Whether the parts of a saved report agree: one that was changed by hand must not pass for a run.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::model::{ClauseVerdict, Counts, RunReport, ScenarioStatus};

/// The first member that can't be as it is, with what is wrong there.
pub(super) fn contradiction(report: &RunReport) -> Option<(&'static str, String)> {
    if let Err(error) = OffsetDateTime::parse(&report.started, &Rfc3339) {
        let started = super::text::cut(&report.started, 60);
        return Some(("started", format!("{started:?} is no RFC 3339 time: {error}")));
    }
    let (said, there) = (members(&report.counts), members(&counted(report)));
    said.into_iter().zip(there).find(|(said, there)| said != there).map(
        |((member, said), (_, there))| (member, format!("it says {said}, and there are {there}")),
    )
}

/// What the counts have to be.
fn counted(report: &RunReport) -> Counts {
    let mut counts = Counts::default();
    for scenario in report.scenarios() {
        counts.scenarios += 1;
        *match scenario.status {
            ScenarioStatus::Passed => &mut counts.passed,
            ScenarioStatus::Failed => &mut counts.failed,
            ScenarioStatus::Error => &mut counts.errors,
            ScenarioStatus::Skipped => &mut counts.skipped,
        } += 1;
    }
    for clause in &report.clauses {
        *match clause.verdict {
            ClauseVerdict::Kept => &mut counts.kept,
            ClauseVerdict::Broken => &mut counts.broken,
            ClauseVerdict::Warned => &mut counts.warned,
            ClauseVerdict::NotTried => &mut counts.not_tried,
            ClauseVerdict::NotObservable => &mut counts.not_observable,
        } += 1;
    }
    counts
}

fn members(counts: &Counts) -> [(&'static str, usize); 10] {
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
    ]
}
