//! A comparison as Markdown, for a merge request or a step summary.

use std::fmt::Write as _;

use super::{Change, Comparison, Kind, Verdict, about, known, was};
use crate::report::markdown::{code, text};
use crate::report::text::{count, cut, title};
use crate::report::words;

/// How much of expected and actual.
const VALUE_BOUND: usize = 300;

/// The comparison as Markdown.
pub fn render(comparison: &Comparison<'_>, strict: bool) -> String {
    let verdict = comparison.verdict(strict);
    let mark = match verdict {
        Verdict::NotWorse => "✅",
        Verdict::Worse => "❌",
        Verdict::Unsure => "⚠️",
    };
    let mut out = format!(
        "## {mark} docproof: {}\n\n{}\n\n| | run |\n| --- | --- |\n| older | {} |\n| newer | {} |\n",
        verdict.word(),
        text(&comparison.because(verdict)),
        text(&about(comparison.old)),
        text(&about(comparison.new)),
    );
    for caveat in &comparison.caveats {
        let _ = writeln!(out, "\n> {}", text(caveat));
    }
    for kind in Kind::ALL {
        let changes: Vec<_> = comparison.each(kind).collect();
        if changes.is_empty() {
            continue;
        }
        let _ = write!(out, "\n### {}: {}\n\n", capital(kind.words()), changes.len());
        table(&mut out, &changes, matches!(kind, Kind::NewlyBroken | Kind::NewlyWarned));
    }
    if !comparison.errors.is_empty() {
        let errors = &comparison.errors;
        let _ = write!(out, "\n### Newly in error: {}\n\n", count(errors.len(), "scenario"));
        for scenario in errors {
            let reason = words::reason(scenario.reason.as_deref());
            let _ =
                writeln!(out, "- {}: {}", text(&title(scenario)), text(&cut(reason, VALUE_BOUND)));
        }
    }
    out
}

/// A row for each clause; what came of it only where it is news.
fn table(out: &mut String, changes: &[&Change<'_>], news: bool) {
    let values = if news { " expected | actual |" } else { "" };
    let line = if news { " --- | --- |" } else { "" };
    let _ = writeln!(out, "| clause | promise |{values} was |\n| --- | --- |{line} --- |");
    for change in changes {
        let clause = change.clause;
        let mut promise = text(&clause.text);
        if news {
            promise = format!("{promise} ({})", text(&clause.source.to_string()));
        }
        if let Some(who) = known(change) {
            promise = format!("{promise}<br>{}", text(&who));
        }
        let values = match &change.evidence {
            Some(group) if news => {
                format!(" {} | {} |", value(&group.finding.expected), value(&group.finding.actual))
            }
            _ if news => "  |  |".to_owned(),
            _ => String::new(),
        };
        let (level, id, was) = (clause.level, code(&clause.id), was(change.was));
        let _ = writeln!(out, "| {level} {id} | {promise} |{values} {was} |");
    }
}

fn value(value: &str) -> String {
    if value.is_empty() { String::new() } else { code(&cut(value, VALUE_BOUND)) }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
