//! What stands below the evidence: errors and skips by reason, clauses nobody judged, notes,
//! documentation defects, and what the run left on the target.

use indexmap::IndexMap;

use super::failures::Place;
use super::shown::Shown;
use crate::model::{ClauseVerdict, RunReport, ScenarioReport};
use crate::report::face;
use crate::report::gather::{self, ByReason};

/// How many scenarios or clauses are named for a reason; the filters show all.
const FEW: usize = 8;

/// All of them.
pub(super) struct Lists {
    pub errors: Reasons<Place>,
    pub skipped: Reasons<Place>,
    pub not_tried: Reasons<Place>,
    pub not_observable: Reasons<Place>,
    pub notes: Vec<(Shown, Shown)>,
    pub defects: Vec<(Shown, Vec<Defect>)>,
    pub defects_total: usize,
    pub created: Vec<Created>,
    pub created_total: usize,
}

/// Things by the reason that they share.
pub(super) struct Reasons<T> {
    pub total: usize,
    pub all: Shown,
    pub reasons: Vec<Reason<T>>,
}

impl<T> Reasons<T> {
    /// The reason of the most, the first of these.
    pub(super) fn most(&self) -> Option<&Reason<T>> {
        let most = self.reasons.iter().map(|one| one.total).max()?;
        self.reasons.iter().find(|one| one.total == most)
    }
}

/// One reason.
pub(super) struct Reason<T> {
    pub text: Shown,
    pub total: usize,
    pub few: Vec<T>,
}

/// A contradiction of the documentation with itself.
pub(super) struct Defect {
    pub id: Shown,
    pub text: Shown,
    pub source: Shown,
}

/// Ids of one kind.
pub(super) struct Created {
    pub what: Shown,
    pub ids: Vec<Shown>,
}

pub(super) fn lists(report: &RunReport) -> Lists {
    let created = created(report);
    Lists {
        errors: scenarios(gather::errors(report), "error"),
        skipped: scenarios(gather::skipped(report), "skipped"),
        not_tried: clauses(report, ClauseVerdict::NotTried),
        not_observable: clauses(report, ClauseVerdict::NotObservable),
        notes: notes(report),
        defects: defects(report),
        defects_total: report.defects.len(),
        created_total: created.iter().map(|kind| kind.ids.len()).sum(),
        created,
    }
}

fn scenarios(scenarios: Vec<&ScenarioReport>, status: &str) -> Reasons<Place> {
    let all = Shown::link(&[("status", status)]);
    reasons(gather::scenarios_by_reason(scenarios), all, Place::of)
}

fn clauses(report: &RunReport, verdict: ClauseVerdict) -> Reasons<Place> {
    let all = Shown::link(&[("verdict", face::verdict(verdict).key)]);
    reasons(gather::clauses_by_reason(report, verdict), all, |clause| Place {
        title: Shown::line(&clause.text),
        at: Shown::line(&clause.id),
        link: Shown::link(&[("clause", &clause.id)]),
    })
}

fn reasons<T>(by: ByReason<'_, T>, all: Shown, place: impl Fn(&T) -> Place) -> Reasons<Place> {
    let reasons = by.into_iter().map(|(text, things)| Reason {
        text: Shown::line(&text),
        total: things.len(),
        few: things.into_iter().take(FEW).map(&place).collect(),
    });
    let reasons: Vec<_> = reasons.collect();
    Reasons { total: reasons.iter().map(|one| one.total).sum(), all, reasons }
}

fn notes(report: &RunReport) -> Vec<(Shown, Shown)> {
    let notes = gather::notes(report).into_iter();
    notes.map(|(clause, text)| (Shown::line(clause), Shown::line(text))).collect()
}

fn defects(report: &RunReport) -> Vec<(Shown, Vec<Defect>)> {
    let mut operations: IndexMap<&str, Vec<Defect>> = IndexMap::new();
    for defect in &report.defects {
        operations.entry(&defect.operation).or_default().push(Defect {
            id: Shown::line(&defect.id),
            text: Shown::line(&defect.text),
            source: Shown::line(&defect.source.to_string()),
        });
    }
    operations.into_iter().map(|(operation, all)| (Shown::line(operation), all)).collect()
}

fn created(report: &RunReport) -> Vec<Created> {
    let kinds = gather::created(report).into_iter().map(|((api, resource), ids)| Created {
        what: Shown::line(&format!("{api} {resource}")),
        ids: ids.into_iter().map(Shown::line).collect(),
    });
    kinds.collect()
}
