//! Two runs held against each other, clause by clause.

mod markdown;
mod page;
mod text;

use std::collections::HashSet;

use indexmap::IndexMap;

pub use self::markdown::render as markdown;
pub use self::page::render as html;
pub use self::text::render as terminal;
use super::group::{Group, groups};
use super::{face, words};
use crate::model::{
    ClauseReport, ClauseVerdict, Completion, RunReport, ScenarioReport, ScenarioStatus,
};

/// What became of a clause from one run to the next.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Kind {
    /// A MUST is broken that wasn't.
    NewlyBroken,
    /// A SHOULD is broken that wasn't.
    NewlyWarned,
    /// Judged before, not judged now.
    NewlyUntested,
    /// Broken or warned of, and somebody answers for it in the newer run.
    Known,
    /// A MUST is broken as before.
    StillBroken,
    /// A SHOULD is broken as before.
    StillWarned,
    /// Broken before, kept now.
    Fixed,
    /// Not judged before, kept now.
    NewlyKept,
    /// Judged before, and now there is no such clause.
    Gone,
}

impl Kind {
    /// Every one, what needs somebody first.
    pub const ALL: [Self; 9] = [
        Self::NewlyBroken,
        Self::NewlyWarned,
        Self::NewlyUntested,
        Self::Known,
        Self::StillBroken,
        Self::StillWarned,
        Self::Fixed,
        Self::NewlyKept,
        Self::Gone,
    ];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::NewlyBroken => "newly broken",
            Self::NewlyWarned => "newly warned of",
            Self::NewlyUntested => "newly untested",
            Self::Known => "known",
            Self::StillBroken => "still broken",
            Self::StillWarned => "still warned of",
            Self::Fixed => "fixed",
            Self::NewlyKept => "newly tried, and kept",
            Self::Gone => "no longer among the clauses",
        }
    }

    /// Known deviations of the older run don't matter: what is broken for all to see now is.
    fn of(was: Option<&ClauseReport>, is: Option<&ClauseReport>) -> Option<Self> {
        let known = is.is_some_and(|is| is.known.is_some());
        Self::of_verdicts(was.map(|was| was.verdict), is.map(|is| is.verdict), known)
    }

    fn of_verdicts(
        was: Option<ClauseVerdict>,
        is: Option<ClauseVerdict>,
        known: bool,
    ) -> Option<Self> {
        use ClauseVerdict::{Broken, Kept, NotObservable, NotTried, Warned};
        Some(match (was, is) {
            (_, Some(Broken | Warned)) if known => Self::Known,
            (Some(Broken), Some(Broken)) => Self::StillBroken,
            (_, Some(Broken)) => Self::NewlyBroken,
            (Some(Warned), Some(Warned)) => Self::StillWarned,
            (_, Some(Warned)) => Self::NewlyWarned,
            (Some(Broken | Warned), Some(Kept)) => Self::Fixed,
            (Some(Kept), Some(Kept)) => return None,
            (None | Some(NotTried | NotObservable), Some(Kept)) => Self::NewlyKept,
            (Some(Broken | Warned | Kept), Some(NotTried | NotObservable)) => Self::NewlyUntested,
            (Some(Broken | Warned | Kept), None) => Self::Gone,
            (None | Some(NotTried | NotObservable), None | Some(NotTried | NotObservable)) => {
                return None;
            }
        })
    }
}

/// A clause that isn't as it was, or is still broken.
pub struct Change<'a> {
    /// What became of it.
    pub kind: Kind,
    /// The clause, as the newer run has it.
    pub clause: &'a ClauseReport,
    /// What it was; `None` where there was no such clause.
    pub was: Option<&'a ClauseReport>,
    /// What shows that it is broken.
    pub(super) evidence: Option<Group<'a>>,
}

/// Two runs held against each other.
pub struct Comparison<'a> {
    /// The earlier run.
    pub old: &'a RunReport,
    /// The later run.
    pub new: &'a RunReport,
    /// Every change, in the order of [`Kind::ALL`].
    pub changes: Vec<Change<'a>>,
    /// Scenarios that are in error now and weren't.
    pub errors: Vec<&'a ScenarioReport>,
    /// Why the two can be compared in part only.
    pub caveats: Vec<String>,
}

impl<'a> Comparison<'a> {
    /// Holds two runs against each other.
    pub fn of(old: &'a RunReport, new: &'a RunReport) -> Self {
        let before: IndexMap<&str, &ClauseReport> =
            old.clauses.iter().map(|clause| (clause.id.as_str(), clause)).collect();
        let now: HashSet<&str> = new.clauses.iter().map(|clause| clause.id.as_str()).collect();
        let found = groups(new);
        // Of two groups of one clause, what nobody answers for is the evidence.
        let mut evidence: IndexMap<&str, Group<'a>> = found
            .known
            .into_iter()
            .chain(found.warned)
            .chain(found.broken)
            .map(|group| (group.finding.clause.as_str(), group))
            .collect();
        let mut changes = Vec::new();
        for clause in &new.clauses {
            let was = before.get(clause.id.as_str()).copied();
            if let Some(kind) = Kind::of(was, Some(clause)) {
                let evidence = evidence.swap_remove(clause.id.as_str());
                changes.push(Change { kind, clause, was, evidence });
            }
        }
        for clause in old.clauses.iter().filter(|clause| !now.contains(clause.id.as_str())) {
            // Of an API that the newer run left out nothing says that the clause is gone.
            let left_out = !new.apis.iter().any(|api| api.name == clause.api);
            let is = left_out.then_some(ClauseVerdict::NotTried);
            if let Some(kind) = Kind::of_verdicts(Some(clause.verdict), is, false) {
                changes.push(Change { kind, clause, was: Some(clause), evidence: None });
            }
        }
        changes.sort_by_key(|change| Kind::ALL.iter().position(|kind| *kind == change.kind));
        let in_error = |run: &'a RunReport| {
            run.scenarios().filter(|scenario| scenario.status == ScenarioStatus::Error)
        };
        let known: HashSet<&str> = in_error(old).map(|scenario| scenario.id.as_ref()).collect();
        let errors = in_error(new).filter(|one| !known.contains(one.id.as_ref())).collect();
        Self { old, new, changes, errors, caveats: caveats(old, new) }
    }

    /// The changes of one kind.
    pub fn each(&self, kind: Kind) -> impl Iterator<Item = &Change<'a>> {
        self.changes.iter().filter(move |change| change.kind == kind)
    }

    /// How many there are of a kind.
    pub fn count(&self, kind: Kind) -> usize {
        self.each(kind).count()
    }

    /// What a gate makes of it.
    pub fn verdict(&self, strict: bool) -> Verdict {
        let newly = |kind| self.count(kind) > 0;
        if newly(Kind::NewlyBroken)
            || strict && (newly(Kind::NewlyWarned) || newly(Kind::NewlyUntested))
        {
            Verdict::Worse
        } else if self.new.completion != Completion::Complete || !self.errors.is_empty() {
            Verdict::Unsure
        } else {
            Verdict::NotWorse
        }
    }

    /// The verdict in a line.
    pub(super) fn because(&self, verdict: Verdict) -> String {
        let counts: Vec<String> = Kind::ALL
            .iter()
            .map(|kind| (self.count(*kind), kind.words()))
            .filter(|(count, _)| *count > 0)
            .map(|(count, words)| format!("{count} {words}"))
            .collect();
        let counts =
            if counts.is_empty() { "no clause has changed".into() } else { counts.join(" · ") };
        match verdict {
            Verdict::Unsure if self.new.completion != Completion::Complete => {
                format!("the newer run did not finish; as far as it came: {counts}")
            }
            Verdict::Unsure => {
                format!("{} newly in error; of the rest: {counts}", self.errors.len())
            }
            Verdict::Worse | Verdict::NotWorse => counts,
        }
    }
}

/// What a comparison comes to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// Nothing is newly broken.
    NotWorse,
    /// Something is newly broken.
    Worse,
    /// Nothing is as far as the newer run tells, which isn't far enough.
    Unsure,
}

impl Verdict {
    /// In a word or two.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotWorse => "NOT WORSE",
            Self::Worse => "WORSE",
            Self::Unsure => "CAN'T SAY",
        }
    }
}

/// In what way the two runs did not do the same.
fn caveats(old: &RunReport, new: &RunReport) -> Vec<String> {
    let mut caveats = Vec::new();
    for (which, run) in [("older", old), ("newer", new)] {
        let how = match run.completion {
            Completion::Complete => continue,
            Completion::Stopped => "was stopped at its first failure",
            Completion::Interrupted => "was interrupted",
        };
        caveats.push(format!("the {which} run {how}: what it did not reach was not tried"));
    }
    let selection = |run: &RunReport| {
        let all = run.selection.iter().map(|(key, value)| format!("{key} {value}"));
        let all = all.collect::<Vec<_>>().join(" ");
        if all.is_empty() { "everything".to_owned() } else { all }
    };
    let (before, now) = (selection(old), selection(new));
    if before != now {
        caveats.push(format!("the older run selected {before}, the newer one {now}"));
    }
    let apis = |run: &RunReport| {
        run.apis.iter().map(|api| api.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let (before, now) = (apis(old), apis(new));
    if before != now {
        caveats.push(format!("the older run tried {before}, the newer one {now}"));
    }
    if old.tool.version != new.tool.version {
        caveats.push(format!(
            "docproof {} made the older run, {} the newer one",
            old.tool.version, new.tool.version
        ));
    }
    caveats
}

/// A verdict in words, or that there was none.
pub(super) fn was(clause: Option<&ClauseReport>) -> &'static str {
    clause.map_or("not documented", |clause| face::clause(clause).word)
}

/// Who answers for what is known.
pub(super) fn known(change: &Change<'_>) -> Option<String> {
    let known = change.clause.known.as_ref().filter(|_| change.kind == Kind::Known)?;
    Some(words::known(known))
}

/// Where a run went and when.
pub(super) fn about(run: &RunReport) -> String {
    let targets: Vec<String> = run.apis.iter().map(words::target).collect();
    format!("{} · {}", run.started, targets.join(" · "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_tried_is_never_taken_for_kept() {
        use ClauseVerdict::{Broken, Kept, NotObservable, NotTried, Warned};
        let cases = [
            (Some(Kept), Some(Broken), Some(Kind::NewlyBroken)),
            (Some(NotTried), Some(Broken), Some(Kind::NewlyBroken)),
            (None, Some(Broken), Some(Kind::NewlyBroken)),
            (Some(Broken), Some(Broken), Some(Kind::StillBroken)),
            (Some(Broken), Some(Kept), Some(Kind::Fixed)),
            (Some(Broken), Some(NotTried), Some(Kind::NewlyUntested)),
            (Some(Kept), Some(NotTried), Some(Kind::NewlyUntested)),
            (Some(Kept), Some(NotObservable), Some(Kind::NewlyUntested)),
            (Some(Warned), Some(Kept), Some(Kind::Fixed)),
            (Some(Kept), Some(Warned), Some(Kind::NewlyWarned)),
            (Some(NotTried), Some(Kept), Some(Kind::NewlyKept)),
            (Some(Kept), None, Some(Kind::Gone)),
            (Some(NotTried), None, None),
            (Some(Kept), Some(Kept), None),
            (Some(NotTried), Some(NotTried), None),
        ];
        for (was, is, kind) in cases {
            assert_eq!(Kind::of_verdicts(was, is, false), kind, "{was:?} → {is:?}");
        }
    }

    #[test]
    fn what_is_known_now_is_known_whatever_it_was() {
        use ClauseVerdict::{Broken, Kept, NotTried, Warned};
        for was in [None, Some(Kept), Some(Broken), Some(NotTried)] {
            assert_eq!(Kind::of_verdicts(was, Some(Broken), true), Some(Kind::Known), "{was:?}");
            assert_eq!(Kind::of_verdicts(was, Some(Warned), true), Some(Kind::Known), "{was:?}");
        }
    }
}
