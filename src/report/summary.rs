//! The run as Markdown, for the summary of a GitHub Actions step.
//!
//! Texts come from targets: every character that Markdown or HTML could take for markup is written
//! as a character reference, which neither does. What doesn't fit is left out and counted.

mod page;

use self::page::Page;
use super::gather;
use super::group::{Group, groups};
use super::markdown::{code, text, verbatim};
use super::text::{answer_line, count, cut, location, title};
use super::verdict::judge;
use super::words;
use crate::model::{ClauseReport, ClauseVerdict, KnownState, RunReport, ScenarioReport};

/// How much of a value is shown.
const VALUE: usize = 1024;
/// How many findings are shown with what was sent and answered, and how long that may be.
const SHOWN: usize = 10;
const EXCHANGE: usize = 8 * 1024;

/// The summary in at most `room` bytes.
pub fn render(report: &RunReport, room: usize) -> String {
    let groups = groups(report);
    let (_, word, because) = judge(report, &groups);
    let mut page = Page::new(room);
    page.block(&format!("## docproof: {}\n\n{}\n", text(word), text(&because)));
    page.block(&target(report));
    page.block(&operations(report));
    let broken = groups.broken.iter().enumerate();
    page.section(
        "Broken",
        broken.map(|(index, one)| match index < SHOWN {
            true => group(one) + &evidence(one),
            false => group(one),
        }),
    );
    let errors = gather::errors(report);
    page.counted("In error", errors.len(), by_reason(errors));
    let stale = report.known.iter().filter(|entry| entry.is_stale());
    page.section(
        "Out of date",
        stale.map(|entry| {
            let said = format!("{}: {}", words::place(entry), words::stale(entry));
            format!("- {} {}\n", code(entry.subject()), text(&said))
        }),
    );
    page.section("Warnings", groups.warned.iter().map(group));
    let known = report.known.iter().filter(|entry| entry.state == KnownState::Seen);
    page.section(
        "Known deviations",
        known.map(|entry| {
            format!("- {} {}\n", code(entry.subject()), text(&words::known(&entry.known)))
        }),
    );
    let skipped = gather::skipped(report);
    page.counted("Skipped", skipped.len(), by_reason(skipped));
    page.finish()
}

fn target(report: &RunReport) -> String {
    let mut out = String::new();
    for api in &report.apis {
        let insecure = if api.insecure { words::UNCHECKED } else { "" };
        out.push_str(&format!("- {} {}{insecure}\n", text(&api.name), code(&api.base_url)));
    }
    let c = &report.counts;
    let parts = [
        (c.passed, "passed"),
        (c.failed.saturating_sub(c.known_failed), "failed"),
        (c.known_failed, "failed as known"),
        (c.errors, "in error"),
        (c.skipped, "skipped"),
    ];
    let parts = parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}"));
    let parts: Vec<String> = parts.collect();
    out.push_str(&format!("- {}: {}\n", count(c.scenarios, "scenario"), parts.join(", ")));
    out
}

/// How many clauses of each operation stand how.
fn operations(report: &RunReport) -> String {
    let mut ids: Vec<&str> = Vec::new();
    for clause in &report.clauses {
        if !ids.contains(&clause.operation.as_str()) {
            ids.push(&clause.operation);
        }
    }
    if ids.is_empty() {
        return String::new();
    }
    let mut out = String::from(
        "| operation | broken | known | warned | kept | not tried | not observable |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for id in ids {
        let of = |wanted: &dyn Fn(&ClauseReport) -> bool| {
            let mine = report.clauses.iter().filter(|one| one.operation == id);
            mine.filter(|one| wanted(one)).count()
        };
        let verdict = |verdict| of(&|one| one.verdict == verdict && one.known.is_none());
        let (mut broken, mut warned) =
            (verdict(ClauseVerdict::Broken), verdict(ClauseVerdict::Warned));
        if report.strict {
            // It fails the run, and is told above as broken.
            (broken, warned) = (broken + warned, 0);
        }
        out.push_str(&format!(
            "| {} | {} | {} | {} | {} | {} | {} |\n",
            code(id),
            broken,
            of(&|one| one.known.is_some()),
            warned,
            verdict(ClauseVerdict::Kept),
            verdict(ClauseVerdict::NotTried),
            verdict(ClauseVerdict::NotObservable),
        ));
    }
    out
}

fn group(group: &Group<'_>) -> String {
    let finding = group.finding;
    let mut out = format!("- **{}** {}", finding.level, code(&finding.clause));
    let mut line = |label: &str, value: String| {
        out.push_str(&format!("<br>\n  {label}{value}"));
    };
    line("", text(&finding.text));
    line("documented in ", text(&finding.source.to_string()));
    line("expected ", code(&cut(&finding.expected, VALUE)));
    line("actual ", code(&cut(&finding.actual, VALUE)));
    if let Some(at) = &finding.at {
        line("at ", code(at));
    }
    let more = match group.sightings.len() {
        0 | 1 => String::new(),
        n => format!(" and {} more", n - 1),
    };
    line("seen by ", format!("{}{more}", place(group.scenario)));
    out.push('\n');
    out
}

/// What was sent and answered, folded: the command first, to be copied.
fn evidence(group: &Group<'_>) -> String {
    let exchange = group.finding.exchange.and_then(|at| group.scenario.exchanges.get(at));
    let Some(exchange) = exchange else { return String::new() };
    let body = exchange.response().map(|response| cut(&response.body, VALUE)).unwrap_or_default();
    let said = format!("{}\n\n{}\n{body}", exchange.request.curl, answer_line(&exchange.answer));
    let said = verbatim(cut(&said, EXCHANGE).trim_end());
    format!("  <details><summary>request and answer</summary>{said}</details>\n")
}

/// An item for each reason.
fn by_reason(scenarios: Vec<&ScenarioReport>) -> impl Iterator<Item = String> {
    let reasons = gather::scenarios_by_reason(scenarios);
    reasons.into_iter().map(|(reason, scenarios)| {
        let first = scenarios.first().map(|one| place(one)).unwrap_or_default();
        let more = match scenarios.len() {
            0 | 1 => String::new(),
            n => format!(" and {} more", n - 1),
        };
        format!("- {}<br>\n  {first}{more}\n", text(&cut(&reason, VALUE)))
    })
}

fn place(scenario: &ScenarioReport) -> String {
    format!("{} {}", code(&location(scenario)), text(&title(scenario)))
}
