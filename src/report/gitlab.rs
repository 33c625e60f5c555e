//! GitLab's code quality report: an issue for each clause that was seen broken.
//!
//! GitLab compares the fingerprints of a branch with those of its target, so they are made of what
//! stays: the clause, and whether it is known.

use ring::digest::{Context, SHA256};
use serde::Serialize;

use super::github::Places;
use super::group::{Group, groups};
use super::text::{cut, one_line};
use super::words;
use crate::model::{KnownEntry, Level, RunReport};

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// The report as JSON. A file that isn't in the repository keeps its own name, because GitLab
/// wants one.
///
/// # Errors
///
/// When a value cannot be written as JSON, which no report has.
pub fn render(report: &RunReport, places: Places<'_>) -> Result<String, serde_json::Error> {
    let groups = groups(report);
    let of = |list: &[Group<'_>], what: &'static str| -> Vec<Issue> {
        list.iter().map(|group| issue(group, what, places)).collect()
    };
    let mut issues = of(&groups.broken, "broken");
    issues.extend(of(&groups.warned, "warned"));
    issues.extend(of(&groups.known, "known"));
    let stale = report.known.iter().filter(|entry| entry.is_stale());
    issues.extend(stale.map(|entry| of_entry(entry, places)));
    let mut text = serde_json::to_string_pretty(&issues)?;
    text.push('\n');
    Ok(text)
}

fn issue(group: &Group<'_>, what: &'static str, places: Places<'_>) -> Issue {
    let finding = group.finding;
    let severity = match (what, finding.level) {
        ("known", _) => "info",
        ("broken", Level::Must) => "critical",
        ("broken", _) => "major",
        _ => "minor",
    };
    let known = finding.known.as_ref().map(|known| format!(" [{}]", words::known(known)));
    let short = |text: &str| cut(&one_line(text), 200);
    let (expected, actual) = (short(&finding.expected), short(&finding.actual));
    let said = format!(
        "{} {} Expected {expected}, actual {actual}{}",
        finding.level,
        finding.text,
        known.unwrap_or_default()
    );
    Issue {
        description: one_line(&said),
        check_name: one_line(&finding.clause),
        fingerprint: fingerprint(&[what, &finding.level.to_string(), &finding.clause]),
        severity,
        location: location(&group.scenario.file, group.scenario.line, places),
    }
}

fn of_entry(entry: &KnownEntry, places: Places<'_>) -> Issue {
    let said = format!("Known deviation {}: {}", entry.subject(), words::stale(entry));
    let target = entry.target.as_deref().unwrap_or_default();
    Issue {
        description: one_line(&said),
        check_name: "docproof.known".to_owned(),
        fingerprint: fingerprint(&["stale", entry.subject(), target]),
        severity: "major",
        location: location(&entry.file, entry.line, places),
    }
}

fn location(file: &str, line: usize, places: Places<'_>) -> Location {
    let path = places(file).unwrap_or_else(|| one_line(file));
    Location { path, lines: Lines { begin: line.max(1) } }
}

fn fingerprint(parts: &[&str]) -> String {
    let mut hash = Context::new(&SHA256);
    for part in parts {
        hash.update(part.as_bytes());
        hash.update(&[0]);
    }
    hash.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
