//! Broken promises, one block a clause, with the evidence.

use super::page::Page;
use crate::model::{Answer, Exchange, Response};
use crate::report::group::Group;
use crate::report::style::Tone;
use crate::report::text::{
    BODY_BOUND, answer_line, count, cut, duration, location, one_line, title,
};

/// How many lines of a diff are shown.
const DIFF_LINES: usize = 60;
/// How much of expected and actual.
const VALUE_BOUND: usize = 2 * 1024;
/// How much of a body, unless all is asked for.
const BODY_EXCERPT: usize = 320;
/// How many scenarios are named, unless all is asked for.
const SIGHTINGS: usize = 3;

/// The promises whose breaking fails the run.
pub(super) fn broken(page: &mut Page<'_>, groups: &[Group<'_>]) {
    if groups.is_empty() {
        return;
    }
    page.heading(Tone::VeryBad, "BROKEN", &count(groups.len(), "promise"));
    for group in groups {
        page.blank();
        clause(page, Tone::VeryBad, "✗", group);
        page.blank();
        values(page, group);
        diff(page, group);
        if let Some(exchange) =
            group.finding.exchange.and_then(|at| group.scenario.exchanges.get(at))
        {
            evidence(page, exchange);
        }
        seen_by(page, group);
    }
}

/// The promises whose breaking warns.
pub(super) fn warnings(page: &mut Page<'_>, groups: &[Group<'_>]) {
    if groups.is_empty() {
        return;
    }
    page.heading(Tone::VeryWarn, "WARNINGS", &count(groups.len(), "clause"));
    for group in groups {
        page.blank();
        clause(page, Tone::VeryWarn, "!", group);
        values(page, group);
        if page.style().verbose() {
            diff(page, group);
        }
        seen_by(page, group);
    }
}

fn clause(page: &mut Page<'_>, tone: Tone, mark: &str, group: &Group<'_>) {
    let finding = group.finding;
    let head = format!("{mark} {}", finding.level);
    page.line(0, &[(tone, &head), (Tone::Plain, " "), (Tone::Strong, &finding.clause)]);
    page.text(2, Tone::Plain, &finding.text);
    page.text(2, Tone::Dim, &finding.source.to_string());
}

fn values(page: &mut Page<'_>, group: &Group<'_>) {
    let finding = group.finding;
    page.field(2, "expected", Tone::Good, &cut(&finding.expected, VALUE_BOUND));
    page.field(2, "actual", Tone::Bad, &cut(&finding.actual, VALUE_BOUND));
    if let Some(at) = &finding.at {
        page.field(2, "at", Tone::Plain, at);
    }
}

fn diff(page: &mut Page<'_>, group: &Group<'_>) {
    let Some(diff) = &group.finding.diff else {
        return;
    };
    page.field(2, "diff", Tone::Dim, "- expected  + actual");
    let tone = |line: &str| match line.as_bytes().first() {
        Some(b'-') => Tone::Good,
        Some(b'+') => Tone::Bad,
        _ => Tone::Plain,
    };
    page.verbatim(12, diff.lines().take(DIFF_LINES).map(|line| (tone(line), line)));
    let more = diff.lines().count().saturating_sub(DIFF_LINES);
    if more > 0 {
        page.text(12, Tone::Dim, &format!("… and {}: see report.json", count(more, "more line")));
    }
}

fn evidence(page: &mut Page<'_>, exchange: &Exchange) {
    page.verbatim_field(2, "request", Tone::Plain, &exchange.request.curl);
    let mut line = answer_line(&exchange.answer);
    if let Some(kind) = exchange.response().and_then(|response| response.header("content-type")) {
        line.push_str(&format!(" · {kind}"));
    }
    line.push_str(&format!(" · {}", duration(exchange.duration_ms)));
    page.field(2, "answer", Tone::Plain, &line);
    if let Answer::Response(response) = &exchange.answer {
        body(page, response);
    }
}

fn body(page: &mut Page<'_>, response: &Response) {
    if response.body.trim().is_empty() {
        return page.field(2, "", Tone::Dim, "(no body)");
    }
    if page.style().verbose() {
        return page.verbatim_field(2, "body", Tone::Plain, &cut(&response.body, BODY_BOUND));
    }
    let line = one_line(&cut(&response.body, BODY_BOUND));
    let mut excerpt: String = line.chars().take(BODY_EXCERPT).collect();
    if excerpt.len() < line.len() {
        excerpt.push_str(&format!("… ({} bytes: see report.json)", response.body.len()));
    }
    let width = page.room(12);
    let letters: Vec<char> = excerpt.chars().collect();
    let rows: Vec<String> = letters.chunks(width).map(|row| row.iter().collect()).collect();
    page.verbatim_field(2, "", Tone::Dim, &rows.join("\n"));
}

fn seen_by(page: &mut Page<'_>, group: &Group<'_>) {
    let all = group.sightings.len();
    let shown = if page.style().verbose() { all } else { SIGHTINGS };
    for (index, (scenario, finding)) in group.sightings.iter().take(shown).enumerate() {
        let label = if index == 0 { "seen by" } else { "" };
        let mut words = format!("{}  {}", location(scenario), title(scenario));
        if page.style().verbose() && finding.actual != group.finding.actual {
            words.push_str(&format!(" — actual {}", cut(&one_line(&finding.actual), 160)));
        }
        let findings = scenario.findings.iter().filter(|one| !one.incidental);
        let same = findings.filter(|one| one.clause == finding.clause).count();
        if same > 1 {
            words.push_str(&format!(" — {same} times"));
        }
        page.field(2, label, Tone::Plain, &words);
    }
    let mut rest = Vec::new();
    if all > shown {
        rest.push(format!("and {} more", all - shown));
    }
    if group.in_passing > 0 {
        rest.push(format!("also seen in passing in {}", count(group.in_passing, "scenario")));
    }
    if !rest.is_empty() {
        page.field(2, "", Tone::Dim, &rest.join("; "));
    }
}
