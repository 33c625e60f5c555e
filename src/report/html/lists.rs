//! What stands below the evidence: errors and skips by reason, clauses nobody judged, notes,
//! documentation defects, and what the run left on the target.

use indexmap::{IndexMap, IndexSet};

use super::failures::Place;
use super::shown::Shown;
use crate::model::{ClauseReport, ClauseVerdict, RunReport, ScenarioReport, ScenarioStatus};
use crate::report::group::failing;
use crate::report::text::one_line;

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
    let status = |wanted| scenarios(report, move |one| one.status == wanted);
    let errors = scenarios(report, |one| match one.status {
        ScenarioStatus::Error => true,
        // Nothing else on the page would tell of it.
        ScenarioStatus::Failed => !one.findings.iter().any(|one| failing(one, true)),
        ScenarioStatus::Passed | ScenarioStatus::Skipped => false,
    });
    let created = created(report);
    Lists {
        errors: Reasons { all: Shown::link(&[("status", "error")]), ..errors },
        skipped: Reasons {
            all: Shown::link(&[("status", "skipped")]),
            ..status(ScenarioStatus::Skipped)
        },
        not_tried: clauses(report, ClauseVerdict::NotTried),
        not_observable: clauses(report, ClauseVerdict::NotObservable),
        notes: notes(report),
        defects: defects(report),
        defects_total: report.defects.len(),
        created_total: created.iter().map(|kind| kind.ids.len()).sum(),
        created,
    }
}

fn by_reason<'a, T>(things: impl Iterator<Item = (Option<&'a str>, T)>) -> Reasons<T> {
    let mut reasons: IndexMap<String, Vec<T>> = IndexMap::new();
    for (reason, thing) in things {
        let reason = one_line(reason.unwrap_or("no reason was given"));
        reasons.entry(reason).or_default().push(thing);
    }
    let reasons = reasons.into_iter().map(|(text, mut few)| {
        let total = few.len();
        few.truncate(FEW);
        Reason { text: Shown::line(&text), total, few }
    });
    let reasons: Vec<Reason<T>> = reasons.collect();
    Reasons { total: reasons.iter().map(|one| one.total).sum(), all: Shown::default(), reasons }
}

fn scenarios(report: &RunReport, wanted: impl Fn(&ScenarioReport) -> bool) -> Reasons<Place> {
    let chosen = report.scenarios().filter(|one| wanted(one));
    by_reason(chosen.map(|one| (one.reason.as_deref(), Place::of(one))))
}

fn clauses(report: &RunReport, verdict: ClauseVerdict) -> Reasons<Place> {
    let place = |clause: &ClauseReport| Place {
        title: Shown::line(&clause.text),
        at: Shown::line(&clause.id),
        link: Shown::link(&[("clause", &clause.id)]),
    };
    let chosen = report.clauses.iter().filter(|clause| clause.verdict == verdict);
    let reasons = by_reason(chosen.map(|clause| (clause.reason.as_deref(), place(clause))));
    Reasons {
        all: Shown::link(&[("verdict", crate::report::face::verdict(verdict).key)]),
        ..reasons
    }
}

fn notes(report: &RunReport) -> Vec<(Shown, Shown)> {
    let notes: IndexSet<(&str, &str)> = report
        .scenarios()
        .flat_map(|scenario| &scenario.notes)
        .map(|note| (note.clause.as_str(), note.text.as_str()))
        .collect();
    notes.into_iter().map(|(clause, text)| (Shown::line(clause), Shown::line(text))).collect()
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
    let mut kinds: IndexMap<(&str, &str), IndexSet<&str>> = IndexMap::new();
    for one in &report.created {
        kinds.entry((&one.api, &one.resource)).or_default().insert(&one.id);
    }
    let kinds = kinds.into_iter().map(|((api, resource), ids)| Created {
        what: Shown::line(&format!("{api} {resource}")),
        ids: ids.into_iter().map(Shown::line).collect(),
    });
    kinds.collect()
}
