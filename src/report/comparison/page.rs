//! A comparison as a page that opens from disk and loads nothing.

use askama::Template;

use super::{Change, Comparison, Kind, Verdict, about, known, was};
use crate::report::html::{RenderError, Shown, assets};
use crate::report::text::{cut, location, title};

/// How much of expected and actual.
const VALUE_BOUND: usize = 1_024;
/// How much of a command.
const COMMAND_BOUND: usize = 4 * 1024;

#[derive(Template)]
#[template(path = "comparison.html")]
struct Page {
    policy: String,
    style: &'static str,
    mood: &'static str,
    mark: &'static str,
    word: &'static str,
    because: Shown,
    older: Shown,
    newer: Shown,
    caveats: Vec<Shown>,
    sections: Vec<Section>,
    errors: Vec<Place>,
}

struct Section {
    title: &'static str,
    changes: Vec<Row>,
}

struct Row {
    level: Shown,
    clause: Shown,
    text: Shown,
    source: Shown,
    was: &'static str,
    evidence: Option<Evidence>,
    reason: Option<Shown>,
    known: Option<Shown>,
}

struct Evidence {
    expected: Shown,
    actual: Shown,
    curl: Option<Shown>,
    seen: Place,
}

struct Place {
    title: Shown,
    at: Shown,
    reason: Shown,
}

/// The comparison as an HTML page.
///
/// # Errors
/// When the template can't be filled, which no comparison causes.
pub fn render(comparison: &Comparison<'_>, strict: bool) -> Result<String, RenderError> {
    let verdict = comparison.verdict(strict);
    let (mood, mark) = match verdict {
        Verdict::NotWorse => ("good", "✓"),
        Verdict::Worse => ("bad", "✗"),
        Verdict::Unsure => ("warn", "!"),
    };
    let sections = Kind::ALL.into_iter().map(|kind| Section {
        title: kind.words(),
        changes: comparison.each(kind).map(row).collect(),
    });
    let page = Page {
        policy: assets::policy_without_script(),
        style: assets::style(),
        mood,
        mark,
        word: verdict.word(),
        because: Shown::line(&comparison.because(verdict)),
        older: Shown::line(&about(comparison.old)),
        newer: Shown::line(&about(comparison.new)),
        caveats: comparison.caveats.iter().map(|caveat| Shown::line(caveat)).collect(),
        sections: sections.filter(|section| !section.changes.is_empty()).collect(),
        errors: comparison.errors.iter().map(|scenario| place(scenario)).collect(),
    };
    Ok(page.render()?)
}

fn row(change: &Change<'_>) -> Row {
    let clause = change.clause;
    let untested = change.kind == Kind::NewlyUntested;
    Row {
        level: Shown::line(&clause.level.to_string()),
        clause: Shown::line(&clause.id),
        text: Shown::line(&clause.text),
        source: Shown::line(&clause.source.to_string()),
        was: was(change.was),
        evidence: change.evidence.as_ref().map(|group| Evidence {
            expected: Shown::text(&cut(&group.finding.expected, VALUE_BOUND)),
            actual: Shown::text(&cut(&group.finding.actual, VALUE_BOUND)),
            curl: group
                .finding
                .exchange
                .and_then(|at| group.scenario.exchanges.get(at))
                .map(|exchange| Shown::text(&cut(&exchange.request.curl, COMMAND_BOUND))),
            seen: place(group.scenario),
        }),
        reason: clause.reason.as_deref().filter(|_| untested).map(Shown::line),
        known: known(change).as_deref().map(Shown::line),
    }
}

fn place(scenario: &crate::model::ScenarioReport) -> Place {
    Place {
        title: Shown::line(&title(scenario)),
        at: Shown::line(&location(scenario)),
        reason: Shown::line(scenario.reason.as_deref().unwrap_or_default()),
    }
}
