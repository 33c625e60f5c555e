//! A comparison as Markdown, for a merge request or a step summary.

use std::fmt::Write as _;

use super::{Change, Comparison, Kind, Verdict, about, was};
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
        match kind {
            Kind::NewlyBroken | Kind::NewlyWarned => with_evidence(&mut out, &changes),
            _ => listed(&mut out, &changes),
        }
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

fn with_evidence(out: &mut String, changes: &[&Change<'_>]) {
    out.push_str(
        "| clause | promise | expected | actual | was |\n| --- | --- | --- | --- | --- |\n",
    );
    for change in changes {
        let clause = change.clause;
        let (expected, actual) = match &change.evidence {
            Some(group) => (group.finding.expected.as_str(), group.finding.actual.as_str()),
            None => ("", ""),
        };
        let value = |value: &str| {
            if value.is_empty() { String::new() } else { code(&cut(value, VALUE_BOUND)) }
        };
        let _ = writeln!(
            out,
            "| {} {} | {} ({}) | {} | {} | {} |",
            clause.level,
            code(&clause.id),
            text(&clause.text),
            text(&clause.source.to_string()),
            value(expected),
            value(actual),
            was(change.was),
        );
    }
}

fn listed(out: &mut String, changes: &[&Change<'_>]) {
    out.push_str("| clause | promise | was |\n| --- | --- | --- |\n");
    for change in changes {
        let clause = change.clause;
        let _ = writeln!(
            out,
            "| {} {} | {} | {} |",
            clause.level,
            code(&clause.id),
            text(&clause.text),
            was(change.was)
        );
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
