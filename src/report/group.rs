//! Findings grouped by the clause that they break.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use crate::model::{Finding, Level, RunReport, ScenarioReport};

/// A clause that was seen broken, with everyone who saw it.
pub(super) struct Group<'a> {
    /// The finding that speaks for the clause: the first one.
    pub finding: &'a Finding,
    /// Who found it.
    pub scenario: &'a ScenarioReport,
    /// Every scenario that asks about the clause and saw it broken, with its first finding.
    pub sightings: Vec<(&'a ScenarioReport, &'a Finding)>,
    /// How many other scenarios saw it in passing.
    pub in_passing: usize,
}

/// Whether a finding fails a run.
pub(super) fn binding(finding: &Finding, strict: bool) -> bool {
    finding.fails(strict) && finding.known.is_none()
}

/// The broken clauses, those that fail the run apart from those that only warn and those that are
/// known. What only some scenarios are known to see stands in two of them.
pub(super) struct Groups<'a> {
    /// They fail the run.
    pub broken: Vec<Group<'a>>,
    /// They don't.
    pub warned: Vec<Group<'a>>,
    /// Somebody answers for them.
    pub known: Vec<Group<'a>>,
}

/// Groups a run's findings, MUST before SHOULD, otherwise in the order of the run.
pub(super) fn groups(report: &RunReport) -> Groups<'_> {
    let mut by_clause: IndexMap<(&str, Level, bool), Group<'_>> = IndexMap::new();
    for (scenario, finding) in report.findings() {
        let key = (finding.clause.as_str(), finding.level, finding.known.is_some());
        let group = by_clause.entry(key).or_insert_with(|| Group {
            finding,
            scenario,
            sightings: Vec::new(),
            in_passing: 0,
        });
        // Findings come scenario by scenario.
        if !group.sightings.last().is_some_and(|(seen, _)| std::ptr::eq(*seen, scenario)) {
            group.sightings.push((scenario, finding));
        }
    }
    let mut of_clause: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, (clause, ..)) in by_clause.keys().enumerate() {
        of_clause.entry(clause).or_default().push(index);
    }
    for scenario in report.scenarios() {
        let incidental = scenario.findings.iter().filter(|finding| finding.incidental);
        let clauses: HashSet<&str> = incidental.map(|finding| finding.clause.as_str()).collect();
        let asked: HashSet<(&str, Level, bool)> = scenario
            .findings
            .iter()
            .filter(|finding| !finding.incidental)
            .map(|finding| (finding.clause.as_str(), finding.level, finding.known.is_some()))
            .collect();
        for index in clauses.iter().filter_map(|clause| of_clause.get(clause)).flatten() {
            let Some((key, group)) = by_clause.get_index_mut(*index) else { continue };
            group.in_passing += usize::from(!asked.contains(key));
        }
    }
    let (known, rest): (Vec<_>, Vec<_>) =
        by_clause.into_values().partition(|group| group.finding.known.is_some());
    let (mut broken, warned): (Vec<_>, Vec<_>) =
        rest.into_iter().partition(|group| binding(group.finding, report.strict));
    broken.sort_by_key(|group| std::cmp::Reverse(group.finding.level));
    Groups { broken, warned, known }
}
