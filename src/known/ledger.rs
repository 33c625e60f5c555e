//! Marks what is known in what a run found, and judges the entries by it.

use indexmap::IndexMap;
use time::Date;

use super::entry::{Entry, Subject};
use crate::model::{
    ClauseVerdict, Completion, Counts, Finding, Known, KnownEntry, KnownState, RunReport,
    ScenarioReport, ScenarioStatus,
};

/// The entries of a file, here and today.
pub struct Ledger {
    file: String,
    entries: Vec<Held>,
    strict: bool,
    /// Where features are that were not read.
    left_out: Option<String>,
}

struct Held {
    entry: Entry,
    /// It is about something of this target.
    here: bool,
    expired: bool,
}

impl Ledger {
    /// The entries on a day, against APIs by name with their base URLs.
    pub fn new(
        file: &str,
        entries: Vec<Entry>,
        today: Date,
        apis: &IndexMap<String, String>,
        strict: bool,
    ) -> Self {
        let held = entries.into_iter().map(|entry| Held {
            here: entry
                .apis
                .iter()
                .filter_map(|api| apis.get(api))
                .any(|base_url| entry.holds_at(base_url)),
            expired: today > entry.expires,
            entry,
        });
        Self { file: file.to_owned(), entries: held.collect(), strict, left_out: None }
    }

    /// Says where features are that were not read: a scenario that would show a deviation may be
    /// among them.
    #[must_use]
    pub fn of_part(self, left_out: Option<String>) -> Self {
        Self { left_out, ..self }
    }

    /// Marks a scenario and its findings as far as they are known.
    pub fn mark(&self, scenario: &mut ScenarioReport) {
        let id = scenario.id.clone();
        for finding in &mut scenario.findings {
            finding.known = self.known(&id, finding);
        }
        let mut failing = scenario.findings.iter().filter(|one| one.fails(self.strict)).peekable();
        let whole = scenario.status == ScenarioStatus::Failed && failing.peek().is_some();
        let known: Option<Vec<&Known>> = failing.map(|one| one.known.as_ref()).collect();
        scenario.known = match known {
            Some(known) if whole => known.first().copied().cloned(),
            _ => None,
        };
    }

    /// Marks the whole report, judges every entry, and settles counts and exit code by that.
    pub fn settle(&self, report: &mut RunReport) {
        for scenario in report.features.iter_mut().flat_map(|feature| &mut feature.scenarios) {
            self.mark(scenario);
        }
        let mut seen: IndexMap<&str, Option<Known>> = IndexMap::new();
        for scenario in report.features.iter().flat_map(|feature| &feature.scenarios) {
            for finding in scenario.findings.iter().filter(|one| !one.incidental) {
                // One sighting that nobody answers for, and the clause is not known.
                let known = seen.entry(&finding.clause).or_insert_with(|| finding.known.clone());
                if finding.known.is_none() {
                    *known = None;
                }
            }
        }
        for clause in &mut report.clauses {
            clause.known = seen.get(clause.id.as_str()).cloned().flatten();
        }
        report.known = self.entries.iter().map(|held| self.judge(held, report)).collect();
        report.counts = Counts::of(report);
        report.exit_code = exit_code(report);
    }

    fn known(&self, scenario: &str, finding: &Finding) -> Option<Known> {
        let of_it = |held: &&Held| !held.expired && held.covers(scenario, finding);
        self.entries.iter().find(of_it).map(|held| held.entry.known.clone())
    }

    fn judge(&self, held: &Held, report: &RunReport) -> KnownEntry {
        let entry = &held.entry;
        let seen = report
            .scenarios()
            .any(|one| one.findings.iter().any(|finding| held.covers(&one.id, finding)));
        let (state, because) = if !held.here {
            let elsewhere = match &entry.target {
                Some(target) => format!("it holds for {target}, which is not this target"),
                None => format!("this run is not about {}", entry.apis.join(" or ")),
            };
            (KnownState::NotJudged, Some(elsewhere))
        } else if held.expired {
            (KnownState::Expired, None)
        } else if seen {
            (KnownState::Seen, None)
        } else {
            match self.cannot_tell(entry, report) {
                Some(reason) => (KnownState::NotJudged, Some(reason)),
                None => (KnownState::Gone, None),
            }
        };
        let (clause, scenario) = match &entry.subject {
            Subject::Clause(id) => (Some(id.clone()), None),
            Subject::Scenario(id) => (None, Some(id.clone())),
        };
        KnownEntry {
            clause,
            scenario,
            target: entry.target.clone(),
            known: entry.known.clone(),
            file: self.file.clone(),
            line: entry.line,
            state,
            because,
        }
    }

    /// Why a run that didn't show a deviation doesn't prove that it is gone either.
    fn cannot_tell(&self, entry: &Entry, report: &RunReport) -> Option<String> {
        if report.completion != Completion::Complete {
            return Some("the run did not finish".into());
        }
        let kept = match &entry.subject {
            Subject::Scenario(id) => {
                match report.scenarios().find(|one| *one.id == **id).map(|one| one.status) {
                    Some(ScenarioStatus::Passed) => None,
                    Some(ScenarioStatus::Skipped) => Some("the scenario was skipped".into()),
                    Some(ScenarioStatus::Error) => Some("the scenario ended in error".into()),
                    Some(ScenarioStatus::Failed) => {
                        Some("the scenario failed for another reason".into())
                    }
                    None => Some("the scenario was not selected".into()),
                }
            }
            Subject::Clause(id) => self.not_kept(id, report),
        };
        let whiles = || {
            let said = "it is intermittent, and did not show".to_owned();
            entry.intermittent.then_some(said)
        };
        kept.or_else(whiles)
    }

    /// Why a clause was not judged kept by all that ask about it.
    fn not_kept(&self, id: &str, report: &RunReport) -> Option<String> {
        let Some(clause) = report.clauses.iter().find(|clause| clause.id == id) else {
            return Some("this run is not about it".into());
        };
        if clause.verdict != ClauseVerdict::Kept {
            return Some(clause.reason.clone().unwrap_or_else(|| "it was not judged".into()));
        }
        // The scenario that would show it may have been left out.
        let narrowed = ["tags", "name", "shard", "rerun-failed"]
            .iter()
            .find(|flag| report.selection.contains_key(**flag));
        if let Some(flag) = narrowed {
            return Some(format!("--{flag} narrowed the run"));
        }
        if let Some(place) = &self.left_out {
            return Some(format!("--features narrowed the run: {place} has features too"));
        }
        match clause.untried_by.len() {
            0 => None,
            1 => Some("a scenario that asks about it did not judge it".into()),
            n => Some(format!("{n} scenarios that ask about it did not judge it")),
        }
    }
}

impl Held {
    fn covers(&self, scenario: &str, finding: &Finding) -> bool {
        self.here
            && match &self.entry.subject {
                Subject::Clause(id) => *id == finding.clause,
                // What it sees in passing is the business of others.
                Subject::Scenario(id) => id == scenario && !finding.incidental,
            }
    }
}

/// What is known fails nothing; an entry that is out of date fails a run that would pass.
fn exit_code(report: &RunReport) -> u8 {
    let counts = &report.counts;
    let stale = report.known.iter().any(KnownEntry::is_stale);
    match report.exit_code {
        0 | 1 | 3 if stale || counts.failed > counts.known_failed => 1,
        1 if counts.errors > 0 => 3,
        1 => 0,
        other => other,
    }
}
