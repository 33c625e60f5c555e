//! The first screen: the verdict, the target, and how many of each, by level and by operation.

use indexmap::IndexMap;

use super::index;
use super::shown::Shown;
use crate::model::{ClauseReport, Level, RunReport};
use crate::report::face::{self, Face};
use crate::report::group::Groups;
use crate::report::style::Tone;
use crate::report::text::duration;
use crate::report::verdict::judge;
use crate::report::words;

/// What stands above everything else.
pub(super) struct Overview {
    /// `good`, `warn` or `bad`.
    pub mood: &'static str,
    pub mark: &'static str,
    pub word: &'static str,
    pub because: Shown,
    /// That certificates were not checked, and whose.
    pub insecure: Option<Shown>,
    /// APIs and where they are.
    pub targets: Vec<(Shown, Shown)>,
    pub started: Shown,
    pub took: String,
    pub run: Shown,
    pub tool: Shown,
    pub strict: bool,
    pub selection: Vec<(Shown, Shown)>,
    pub exit_code: u8,
    pub scenarios: usize,
    /// How many were selected, where not all of them ran.
    pub selected: Option<usize>,
    pub statuses: Vec<Part>,
    pub clauses: usize,
    pub verdicts: Vec<Part>,
    pub levels: Vec<Bar>,
    pub operations: Vec<Bar>,
}

/// Clauses of one level or operation.
pub(super) struct Bar {
    pub label: Shown,
    pub link: Shown,
    pub total: usize,
    pub parts: Vec<Part>,
}

/// Those of one verdict.
pub(super) struct Part {
    pub face: Face,
    pub n: usize,
    pub link: Shown,
    /// Where it begins and how long it is, in thousandths of the bar.
    pub from: usize,
    pub length: usize,
}

impl Overview {
    pub(super) fn of(report: &RunReport, groups: &Groups<'_>) -> Self {
        let (tone, word, because) = judge(report, groups);
        let (mood, mark) = match tone {
            Tone::VeryGood => ("good", "✓"),
            Tone::VeryBad => ("bad", "✗"),
            _ => ("warn", "!"),
        };
        let line = Shown::line;
        let verdicts = bar(report, "", None, |_| true);
        Self {
            mood,
            mark,
            word,
            because: line(&because),
            insecure: words::insecure(report).as_deref().map(line),
            targets: targets(report),
            started: line(&report.started),
            took: duration(report.duration_ms),
            run: line(&report.run_id),
            tool: line(&format!("{} {}", report.tool.name, report.tool.version)),
            strict: report.strict,
            selection: report
                .selection
                .iter()
                .map(|(key, value)| (line(key), line(value)))
                .collect(),
            exit_code: report.exit_code,
            scenarios: report.counts.scenarios,
            selected: report.unfinished_of(),
            statuses: statuses(report),
            clauses: verdicts.total,
            verdicts: verdicts.parts,
            levels: [Level::Must, Level::Should, Level::May]
                .into_iter()
                .map(|level| {
                    bar(report, &level.to_string(), Some("level"), |clause| clause.level == level)
                })
                .filter(|bar| bar.total > 0)
                .collect(),
            operations: index::operations(report)
                .into_iter()
                .map(|id| bar(report, id, Some("operation"), |clause| clause.operation == id))
                .collect(),
        }
    }
}

/// APIs of one base URL stand together.
fn targets(report: &RunReport) -> Vec<(Shown, Shown)> {
    let mut by_url: IndexMap<&str, Vec<&str>> = IndexMap::new();
    for api in &report.apis {
        by_url.entry(&api.base_url).or_default().push(&api.name);
    }
    let targets = by_url.into_iter();
    targets.map(|(url, names)| (Shown::line(&names.join(", ")), Shown::line(url))).collect()
}

fn bar(
    report: &RunReport,
    label: &str,
    key: Option<&str>,
    of_it: impl Fn(&ClauseReport) -> bool,
) -> Bar {
    let clauses: Vec<&ClauseReport> = report.clauses.iter().filter(|one| of_it(one)).collect();
    let total = clauses.len();
    let mut pairs: Vec<(&str, &str)> = key.map(|key| (key, label)).into_iter().collect();
    let link = Shown::link(&pairs);
    let faces = face::faces(report);
    let of = |face: &Face| clauses.iter().filter(|one| face::clause(one) == *face).count();
    let ns: Vec<usize> = faces.iter().map(of).collect();
    let lengths = lengths(&ns);
    let mut before = 0;
    let parts = faces.into_iter().zip(ns).zip(lengths).map(|((face, n), length)| {
        pairs.push(("verdict", face.key));
        let link = Shown::link(&pairs);
        pairs.pop();
        let from = before;
        before += length;
        Part { face, n, link, from, length }
    });
    let parts = parts.collect();
    Bar { label: Shown::line(label), link, total, parts }
}

/// Shares of a bar in thousandths. One broken clause of a thousand is still to be seen: the longest
/// share gives way.
fn lengths(ns: &[usize]) -> Vec<usize> {
    const LEAST: usize = 12;
    let total: usize = ns.iter().sum();
    let mut lengths: Vec<usize> =
        ns.iter().map(|n| (n * 1_000).checked_div(total).unwrap_or(0)).collect();
    for (length, n) in lengths.iter_mut().zip(ns) {
        *length = if *n > 0 { LEAST.max(*length) } else { 0 };
    }
    let whole: usize = lengths.iter().sum();
    if let Some(longest) = lengths.iter_mut().max()
        && total > 0
    {
        *longest = (*longest + 1_000).saturating_sub(whole);
    }
    lengths
}

fn statuses(report: &RunReport) -> Vec<Part> {
    use crate::model::ScenarioStatus::{Error, Failed, Passed, Skipped};
    let c = &report.counts;
    let mut parts: Vec<(Face, usize)> = vec![
        (face::status(Failed), c.failed.saturating_sub(c.known_failed)),
        (face::status(Error), c.errors),
        (face::status(Passed), c.passed),
        (face::status(Skipped), c.skipped),
    ];
    if c.known_failed > 0 {
        parts.insert(1, (face::KNOWN, c.known_failed));
    }
    let part = |(face, n): (Face, usize)| Part {
        face,
        n,
        link: Shown::link(&[("status", face.key)]),
        from: 0,
        length: 0,
    };
    parts.into_iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::lengths;

    #[test]
    fn a_bar_is_full_and_shows_the_least_of_it() {
        assert_eq!(lengths(&[0, 0, 7, 0, 0]), [0, 0, 1_000, 0, 0]);
        assert_eq!(lengths(&[1, 0, 999, 0, 0]), [12, 0, 988, 0, 0]);
        assert_eq!(lengths(&[1, 1, 1, 0, 0]).iter().sum::<usize>(), 1_000);
        assert_eq!(lengths(&[0; 5]), [0; 5]);
    }
}
