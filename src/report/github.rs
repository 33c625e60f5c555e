//! GitHub Actions: annotations, as workflow commands. The summary of the step is `summary.rs`.
//!
//! GitHub shows ten errors and ten warnings of a step and drops the rest without a word, so the
//! tenth says how many more there are.

use super::group::{Group, groups};
use super::text::{clean, cut, one_line, title};
use super::words;
use crate::model::{KnownEntry, RunReport, ScenarioReport, ScenarioStatus};

/// How many of a kind GitHub shows.
const MOST: usize = 10;
/// How much of a message: GitHub cuts it at 4 KiB.
const MESSAGE: usize = 3 * 1024;

/// Where a file is in the repository, if it is in it.
pub type Places<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A line for each thing that fails the run, and each that warns.
pub fn annotations(report: &RunReport, places: Places<'_>) -> String {
    let groups = groups(report);
    let mut errors: Vec<String> =
        groups.broken.iter().map(|group| of_group("error", group, places)).collect();
    errors.extend(
        report
            .scenarios()
            .filter(|one| one.status == ScenarioStatus::Error)
            .map(|one| of_error(one, places)),
    );
    errors.extend(
        report.known.iter().filter(|one| one.is_stale()).map(|entry| of_entry(entry, places)),
    );
    let warnings =
        groups.warned.iter().map(|group| of_group("warning", group, places)).collect::<Vec<_>>();
    let mut out = String::new();
    for (kind, lines) in [("error", errors), ("warning", warnings)] {
        let shown = if lines.len() > MOST { MOST - 1 } else { lines.len() };
        for line in &lines[..shown] {
            out.push_str(line);
            out.push('\n');
        }
        if lines.len() > shown {
            let more = format!("and {} more: see the summary", lines.len() - shown);
            out.push_str(&command(kind, None, "docproof", &more));
            out.push('\n');
        }
    }
    out
}

fn of_group(kind: &str, group: &Group<'_>, places: Places<'_>) -> String {
    let finding = group.finding;
    let mut message = format!("{}\n{}\n", finding.text, finding.source);
    message.push_str(&format!("expected {}\nactual {}", finding.expected, finding.actual));
    if let Some(at) = &finding.at {
        message.push_str(&format!("\nat {at}"));
    }
    message.push_str(&format!(
        "\nseen by {}{}",
        title(group.scenario),
        match group.sightings.len() {
            0 | 1 => String::new(),
            n => format!(" and {} more", n - 1),
        }
    ));
    let title = format!("{} {}", finding.level, finding.clause);
    command(kind, place(group.scenario, places), &title, &message)
}

fn of_error(scenario: &ScenarioReport, places: Places<'_>) -> String {
    let reason = words::reason(scenario.reason.as_deref());
    let message = format!("{}: {reason}", title(scenario));
    command("error", place(scenario, places), "a scenario ended in error", &message)
}

fn of_entry(entry: &KnownEntry, places: Places<'_>) -> String {
    let file = places(&entry.file).map(|file| (file, entry.line));
    let title = format!("known deviation {}", entry.subject());
    command("error", file, &title, &format!("{}: {}", words::place(entry), words::stale(entry)))
}

fn place(scenario: &ScenarioReport, places: Places<'_>) -> Option<(String, usize)> {
    places(&scenario.file).map(|file| (file, scenario.line))
}

fn command(kind: &str, place: Option<(String, usize)>, title: &str, message: &str) -> String {
    let place = place
        .map(|(file, line)| format!("file={},line={line},", property(&file)))
        .unwrap_or_default();
    let message = cut(&clean(message), MESSAGE);
    format!("::{kind} {place}title={}::{}", property(&cut(title, 200)), data(&message))
}

/// Text behind the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value of a property.
fn property(text: &str) -> String {
    data(&one_line(text)).replace(':', "%3A").replace(',', "%2C")
}

/// The lines between which GitHub takes no commands out of the output: a target's answer may hold
/// some. The token must be one that nobody can guess.
pub fn fence(token: &str) -> [String; 2] {
    [format!("::stop-commands::{token}\n"), format!("::{token}::\n")]
}
