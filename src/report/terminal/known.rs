//! Known deviations: those that were seen, each entry once, and those that are out of date.

use indexmap::IndexMap;

use super::page::Page;
use crate::model::{KnownEntry, KnownState, RunReport, ScenarioReport};
use crate::report::group::Group;
use crate::report::style::Tone;
use crate::report::text::{count, cut, location, one_line, title};
use crate::report::words;

/// How much of what came instead is shown.
const VALUE: usize = 160;

/// The entries that the run saw; all of them where all is asked for.
pub(super) fn known(page: &mut Page<'_>, report: &RunReport, groups: &[Group<'_>]) {
    let seen: Vec<&KnownEntry> =
        report.known.iter().filter(|one| one.state == KnownState::Seen).collect();
    if !seen.is_empty() {
        let heading = format!("{}, let be until its day", count(seen.len(), "deviation"));
        page.heading(Tone::VeryWarn, "KNOWN", &heading);
    }
    for entry in seen {
        page.blank();
        page.line(0, &[(Tone::Warn, "≈ "), (Tone::Strong, &one_line(entry.subject()))]);
        if let Some(group) =
            groups.iter().find(|one| entry.clause.as_ref() == Some(&one.finding.clause))
        {
            page.text(2, Tone::Plain, &format!("{} {}", group.finding.level, group.finding.text));
            page.field(2, "actual", Tone::Plain, &cut(&one_line(&group.finding.actual), VALUE));
        }
        who(page, entry);
        if let Some(sightings) = sightings(entry, groups) {
            page.field(2, "seen by", Tone::Plain, &sightings);
        }
    }
    let untold = report.known.iter().filter(|one| one.state == KnownState::NotJudged);
    let untold: Vec<&KnownEntry> = untold.collect();
    if untold.is_empty() {
        return;
    }
    let number = count(untold.len(), "deviation");
    if page.style().verbose() {
        page.heading(Tone::VeryWarn, "KNOWN, NOT JUDGED", &number);
        for entry in untold {
            let because = words::reason(entry.because.as_deref());
            page.line(2, &[(Tone::Plain, &one_line(entry.subject()))]);
            page.text(6, Tone::Dim, &format!("{}: {because}", words::place(entry)));
        }
        return;
    }
    // Nobody held these to still being of use, which one should know of a gate.
    let mut reasons: IndexMap<&str, usize> = IndexMap::new();
    for entry in untold {
        *reasons.entry(words::reason(entry.because.as_deref())).or_default() += 1;
    }
    let reasons: Vec<String> =
        reasons.iter().map(|(reason, n)| format!("{n} × {}", one_line(reason))).collect();
    let what = format!("{number}: {} (--verbose lists them)", reasons.join("; "));
    page.heading(Tone::VeryWarn, "KNOWN, NOT JUDGED", &what);
}

/// The entries that fail the run.
pub(super) fn stale(page: &mut Page<'_>, report: &RunReport) {
    let stale: Vec<&KnownEntry> = report.known.iter().filter(|one| one.is_stale()).collect();
    if stale.is_empty() {
        return;
    }
    page.heading(Tone::VeryBad, "OUT OF DATE", &count(stale.len(), "known deviation"));
    for entry in stale {
        page.blank();
        page.line(0, &[(Tone::VeryBad, "✗ "), (Tone::Strong, &one_line(entry.subject()))]);
        page.text(2, Tone::Plain, &format!("{}: {}", words::place(entry), words::stale(entry)));
        who(page, entry);
    }
}

fn who(page: &mut Page<'_>, entry: &KnownEntry) {
    page.field(2, "reason", Tone::Plain, &one_line(&entry.known.reason));
    let owner = format!("{} · until {}", entry.known.owner, entry.known.expires);
    page.field(2, "owner", Tone::Plain, &one_line(&owner));
    if let Some(link) = &entry.known.link {
        page.field(2, "link", Tone::Plain, &one_line(link));
    }
}

/// The first scenario that saw it, and how many more.
fn sightings(entry: &KnownEntry, groups: &[Group<'_>]) -> Option<String> {
    let mut all: Vec<&ScenarioReport> = Vec::new();
    for group in groups {
        for (scenario, finding) in &group.sightings {
            let of_it = match &entry.clause {
                Some(clause) => *clause == finding.clause,
                None => entry.scenario.as_deref() == Some(&*scenario.id),
            };
            if of_it && !all.iter().any(|seen| std::ptr::eq(*seen, *scenario)) {
                all.push(scenario);
            }
        }
    }
    let first = all.first()?;
    let more = match all.len() {
        1 => String::new(),
        n => format!(" and {} more", n - 1),
    };
    Some(format!("{}  {}{more}", location(first), title(first)))
}
