//! One line for a scenario that has just ended.

use super::style::{Style, Tone};
use super::text::{count, cut, duration, location, one_line, title};
use super::words;
use crate::model::{Finding, Level, ScenarioReport, ScenarioStatus};

/// `ok    file:line  name (12 ms)`, and what a reader of a log wants to know besides: the broken
/// clauses of a failure, the reason of a skip or an error, how many warnings. Without line break.
pub fn scenario_line(scenario: &ScenarioReport, style: &Style) -> String {
    let (tone, word) = match scenario.status {
        ScenarioStatus::Failed if scenario.known.is_some() => (Tone::Warn, "KNOWN"),
        ScenarioStatus::Passed => (Tone::Good, "ok   "),
        ScenarioStatus::Failed => (Tone::VeryBad, "FAIL "),
        ScenarioStatus::Error => (Tone::VeryBad, "ERROR"),
        ScenarioStatus::Skipped => (Tone::Warn, "SKIP "),
    };
    let time = match scenario.status {
        ScenarioStatus::Skipped => String::new(),
        _ => format!(" ({})", duration(scenario.duration_ms)),
    };
    let tail = match scenario.status {
        ScenarioStatus::Passed => match clauses(scenario, Level::Should).len() {
            0 => String::new(),
            n => format!(" — {}", count(n, "warning")),
        },
        ScenarioStatus::Failed if scenario.known.is_some() => match failed_because(scenario) {
            Some(words) => format!(" — {words} (a known deviation)"),
            None => String::new(),
        },
        ScenarioStatus::Failed => match failed_because(scenario) {
            Some(words) => format!(" — {words}"),
            None => String::new(),
        },
        ScenarioStatus::Error | ScenarioStatus::Skipped => {
            let reason = words::reason(scenario.reason.as_deref());
            format!(" — {}", cut(&one_line(reason), 300))
        }
    };
    format!(
        "{} {}  {}{}{}",
        style.paint(tone, word),
        style.paint(Tone::Dim, location(scenario)),
        title(scenario),
        style.paint(Tone::Dim, time),
        style.paint(if word == "FAIL " { Tone::Bad } else { Tone::Plain }, tail),
    )
}

fn failed_because(scenario: &ScenarioReport) -> Option<String> {
    let mut broken = clauses(scenario, Level::Must);
    broken.extend(clauses(scenario, Level::Should));
    match broken.as_slice() {
        [] => scenario.reason.as_deref().map(|reason| cut(&one_line(reason), 300)),
        [one] => Some(one_line(one)),
        [first, more @ ..] => Some(format!("{} and {} more", one_line(first), more.len())),
    }
}

/// The clauses of a level that the scenario asks about and found broken, each once.
fn clauses(scenario: &ScenarioReport, level: Level) -> Vec<&str> {
    // What nobody answers for comes first, and alone where there is any.
    let unknown = scenario.known.is_none();
    let asked = |finding: &&Finding| {
        !finding.incidental && finding.level == level && !(unknown && finding.known.is_some())
    };
    let mut ids: Vec<&str> = Vec::new();
    for finding in scenario.findings.iter().filter(asked) {
        if !ids.contains(&finding.clause.as_str()) {
            ids.push(&finding.clause);
        }
    }
    ids
}
