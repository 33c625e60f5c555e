//! What the first screen lists: the promises that were broken, each with what tells it apart.

use indexmap::IndexMap;

use super::shown::Shown;
use crate::model::{Level, RunReport};
use crate::report::group::{Group, Groups};
use crate::report::text::one_line;

/// How many promises are listed.
const PROMISES: usize = 8;
/// How many clauses that make the same promise.
const CLAUSES: usize = 4;
/// How many characters of expected and actual.
const VALUE: usize = 70;

/// The lists, and what they stand under.
pub(super) struct First {
    pub title: &'static str,
    pub lists: Vec<List>,
    /// Warnings and what is known are listed, for nothing failed.
    pub mild: bool,
}

/// Promises that stand alike.
pub(super) struct List {
    /// `broken`, `warned` or `known`, which is their section too.
    pub key: &'static str,
    pub promises: Vec<Promise>,
    /// How many clauses more their section has.
    pub more: usize,
}

/// What one or more clauses promise.
pub(super) struct Promise {
    pub text: Shown,
    pub clauses: Vec<Clause>,
    /// How many clauses more promise it.
    pub more: usize,
}

/// One of them, and what was seen of it.
pub(super) struct Clause {
    pub link: Shown,
    pub level: Level,
    pub id: Shown,
    pub at: Option<Shown>,
    pub expected: Shown,
    pub actual: Shown,
}

impl First {
    pub(super) fn of(report: &RunReport, groups: &Groups<'_>, errors: usize) -> Self {
        let counts = &report.counts;
        let failed = !groups.broken.is_empty()
            || counts.failed > counts.known_failed
            || report.known.iter().any(crate::model::KnownEntry::is_stale);
        let title = match (groups.warned.is_empty(), groups.known.is_empty()) {
            _ if failed => "What failed",
            _ if errors > 0 => "In error",
            (false, false) => "Warnings and known deviations",
            (false, true) => "Warnings",
            (true, false) => "Known deviations",
            (true, true) => "Result",
        };
        let all =
            [("broken", &groups.broken), ("warned", &groups.warned), ("known", &groups.known)];
        let lists =
            all.into_iter().filter(|(key, of)| !of.is_empty() && (!failed || *key == "broken"));
        Self { title, lists: lists.map(|(key, of)| list(key, of)).collect(), mild: !failed }
    }
}

/// Clauses that make the same promise stand together.
fn list(key: &'static str, groups: &[Group<'_>]) -> List {
    let mut promises: IndexMap<&str, Vec<&Group<'_>>> = IndexMap::new();
    for group in groups {
        promises.entry(&group.finding.text).or_default().push(group);
    }
    let more = promises.values().skip(PROMISES).map(Vec::len).sum();
    let promise = |(text, groups): (&str, Vec<&Group<'_>>)| Promise {
        text: Shown::line(text),
        more: groups.len().saturating_sub(CLAUSES),
        clauses: groups.into_iter().take(CLAUSES).map(clause).collect(),
    };
    List { key, promises: promises.into_iter().take(PROMISES).map(promise).collect(), more }
}

fn clause(group: &Group<'_>) -> Clause {
    let finding = group.finding;
    Clause {
        link: Shown::link(&[("clause", &finding.clause)]),
        level: finding.level,
        id: Shown::line(&finding.clause),
        at: finding.at.as_deref().map(|at| Shown::line(&short(at))),
        expected: Shown::line(&short(&finding.expected)),
        actual: Shown::line(&short(&finding.actual)),
    }
}

/// The beginning of it, in one line.
fn short(text: &str) -> String {
    // A body may be very long: as much of it as could be shown is read.
    let beginning: String = text.chars().take(4 * VALUE).collect();
    let line = one_line(&beginning);
    match line.char_indices().nth(VALUE) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None if beginning.len() < text.len() => format!("{line}…"),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_value_is_short_and_says_that_it_goes_on() {
        assert_eq!(short("\"Jane\n Doe\""), "\"Jane Doe\"");
        assert_eq!(short(&"ż".repeat(71)), format!("{}…", "ż".repeat(70)));
        assert_eq!(short(&format!("a{}", "\n".repeat(1_000))), "a…");
    }
}
