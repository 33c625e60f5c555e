//! Broken clauses with as much of their evidence as can be read without JavaScript.

use super::diff::{self, Row};
use super::shown::Shown;
use crate::model::{Exchange, Level, RunReport};
use crate::report::group::Group;
use crate::report::text::{BODY_BOUND, answer_line, duration, location, title};
use crate::report::words;

/// How many cards are open from the start.
const OPEN: usize = 3;
/// How much of expected and actual a card shows; the evidence has all.
const VALUE: usize = 4 * 1024;
/// How much of a command.
const COMMAND: usize = 16 * 1024;
/// How many lines of a diff, and how many bytes.
const DIFF_LINES: usize = 80;
const DIFF: usize = 16 * 1024;
/// How many scenarios are named.
const SIGHTINGS: usize = 5;

/// A clause that was seen broken.
pub(super) struct Card {
    /// Its id in the page is what its link says, so that it is found without JavaScript too.
    pub link: Shown,
    pub anchor: String,
    pub open: bool,
    pub level: Level,
    pub clause: Shown,
    pub text: Shown,
    pub source: Shown,
    pub values: Vec<Row>,
    pub at: Option<Shown>,
    pub diff: Vec<Row>,
    pub more_diff: bool,
    pub step: Option<Shown>,
    pub exchange: Option<Seen>,
    pub scenarios: Vec<Place>,
    pub more: usize,
    pub in_passing: usize,
    /// Who answers for it, where it is known.
    pub known: Option<Shown>,
}

/// The exchange that shows it.
pub(super) struct Seen {
    pub curl: Shown,
    pub answer: Shown,
    pub took: String,
    pub body: Shown,
    /// Something of the command or the body is left out.
    pub cut: bool,
}

/// A scenario and the way to it.
pub(super) struct Place {
    pub title: Shown,
    pub at: Shown,
    pub link: Shown,
}

impl Place {
    pub(super) fn of(scenario: &crate::model::ScenarioReport) -> Self {
        let at = location(scenario);
        Self {
            title: Shown::line(&title(scenario)),
            link: Shown::link(&[("scenario", &at)]),
            at: Shown::line(&at),
        }
    }
}

/// One card a clause, in the order of the groups.
pub(super) fn cards(groups: &[Group<'_>]) -> Vec<Card> {
    groups.iter().enumerate().map(|(number, group)| card(group, number < OPEN)).collect()
}

/// Entries that are out of date: what they are about, and what is said of them.
pub(super) fn stale(report: &RunReport) -> Vec<(Shown, Shown)> {
    let stale = report.known.iter().filter(|entry| entry.is_stale());
    let said = |entry| format!("{}: {}", words::place(entry), words::stale(entry));
    stale.map(|entry| (Shown::line(entry.subject()), Shown::line(&said(entry)))).collect()
}

fn card(group: &Group<'_>, open: bool) -> Card {
    let finding = group.finding;
    let link = Shown::link(&[("clause", &finding.clause)]);
    let short = |text: &str| Shown::cut(text, VALUE).0.to_string();
    let (mut rows, cut_diff) =
        finding.diff.as_deref().map(|diff| diff::rows(diff, DIFF)).unwrap_or_default();
    let more_diff = cut_diff || rows.len() > DIFF_LINES;
    rows.truncate(DIFF_LINES);
    let exchange = finding.exchange.and_then(|at| group.scenario.exchanges.get(at));
    Card {
        anchor: link.to_string().split_off(1),
        link,
        open,
        level: finding.level,
        clause: Shown::line(&finding.clause),
        text: Shown::line(&finding.text),
        source: Shown::line(&finding.source.to_string()),
        values: vec![diff::values(&short(&finding.expected), &short(&finding.actual))],
        at: finding.at.as_deref().map(Shown::line),
        diff: rows,
        more_diff,
        step: group.scenario.steps.get(finding.step).map(|step| Shown::line(&step.text)),
        exchange: exchange.map(seen),
        scenarios: group.sightings.iter().take(SIGHTINGS).map(|(one, _)| Place::of(one)).collect(),
        more: group.sightings.len().saturating_sub(SIGHTINGS),
        in_passing: group.in_passing,
        known: finding.known.as_ref().map(|known| Shown::line(&words::known(known))),
    }
}

fn seen(exchange: &Exchange) -> Seen {
    let body = exchange.response().map(|response| response.body.as_str()).unwrap_or_default();
    let (curl, cut_curl) = Shown::cut(&exchange.request.curl, COMMAND);
    let (body, cut_body) = Shown::cut(body, BODY_BOUND);
    Seen {
        curl,
        answer: Shown::line(&answer_line(&exchange.answer)),
        took: duration(exchange.duration_ms),
        body,
        cut: cut_curl || cut_body,
    }
}
