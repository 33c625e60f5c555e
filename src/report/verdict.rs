//! The verdict of a run in words, the same in every format.

use super::group::Groups;
use super::style::Tone;
use super::text::count;
use super::words;
use crate::model::{ApiReport, Completion, Exchange, KnownState, Level, RunReport};

/// Follows the exit code, so that the two never disagree; the words come from what was found.
pub(super) fn judge(report: &RunReport, groups: &Groups<'_>) -> (Tone, &'static str, String) {
    let c = &report.counts;
    let mut said = Vec::new();
    if !groups.broken.is_empty() {
        said.push(broken(groups));
    } else if c.failed > c.known_failed {
        said.push(format!("{} failed", count(c.failed - c.known_failed, "scenario")));
    }
    said.extend(stale(report));
    if c.errors > 0 {
        said.push(format!("{} could not be judged", count(c.errors, "scenario")));
    }
    let clean = said.is_empty();
    match report.completion {
        Completion::Interrupted => {
            if clean {
                said.push("nothing was broken so far".to_owned());
            }
            let ran = words::of_selected(report).map(|ran| format!(": {ran} scenarios"));
            said.insert(0, format!("the run did not finish{}", ran.unwrap_or_default()));
            return (Tone::VeryWarn, "INTERRUPTED", said.join("; "));
        }
        Completion::Stopped => {
            let ran = words::of_selected(report).map(|ran| format!("{ran} scenarios"));
            let ran = ran.unwrap_or_else(|| "not everything ran".to_owned());
            said.push(format!("stopped early, as asked: {ran}"));
        }
        Completion::Complete => {}
    }
    match report.exit_code {
        0 if c.scenarios == 0 => {
            let because = match report.selection.contains_key("shard") {
                true => "no scenario falls to this shard",
                false => "nothing had failed, so nothing ran again",
            };
            (Tone::VeryGood, "NOTHING TO DO", because.to_owned())
        }
        0 if clean => passed(report, groups, said),
        4 if c.skipped > 0 => {
            let skipped = count(c.skipped, "scenario");
            let because = match c.passed {
                0 => format!("{skipped} skipped, for the reasons given"),
                passed => format!(
                    "{skipped} skipped, for the reasons given; {passed} passed, and of an API not one promise was tried"
                ),
            };
            (Tone::VeryWarn, "NOTHING TRIED", because)
        }
        4 => (Tone::VeryWarn, "NOTHING RAN", "no scenario was selected".to_owned()),
        3 if groups.broken.is_empty() => {
            said.push("the target, the way to it or docproof itself is in trouble".to_owned());
            (Tone::VeryBad, "ERROR", said.join("; "))
        }
        code => {
            if clean {
                said.push(format!("exit code {code}"));
            }
            said.extend(untried(report));
            said.extend(report.apis.iter().filter_map(|api| nothing_there(report, api)));
            (Tone::VeryBad, "FAILED", said.join("; "))
        }
    }
}

/// How many answers must all be alike before the base URL is doubted.
const ALIKE: usize = 5;

/// That nothing of an API seems to be where the settings say: no request was answered otherwise than that there is no such
/// thing, or nothing that takes it.
fn nothing_there(report: &RunReport, api: &ApiReport) -> Option<String> {
    let base = api.base_url.trim_end_matches('/');
    let is_of = |exchange: &&Exchange| {
        let rest = exchange.request.url.strip_prefix(base);
        rest.is_some_and(|rest| rest.starts_with(['/', '?']))
    };
    let exchanges = report.scenarios().flat_map(|scenario| &scenario.exchanges).filter(is_of);
    let mut alike = 0;
    for exchange in exchanges {
        if !matches!(exchange.response()?.status, 404 | 405 | 501) {
            return None;
        }
        alike += 1;
    }
    (alike >= ALIKE).then(|| {
        format!("nothing at {base} takes any request (all were answered with 404, 405 or 501): is that the base URL of {}?", api.name)
    })
}

/// `3 promises broken (2 MUST, 1 SHOULD)`.
fn broken(groups: &Groups<'_>) -> String {
    let all = groups.broken.len();
    let must = groups.broken.iter().filter(|group| group.finding.level == Level::Must).count();
    let levels = match (must, all - must) {
        (must, 0) => format!("{must} MUST"),
        (0, should) => format!("{should} SHOULD under --strict"),
        (must, should) => format!("{must} MUST, {should} SHOULD under --strict"),
    };
    let mut words = format!("{} broken ({levels})", count(all, "promise"));
    if !groups.warned.is_empty() {
        words.push_str(&format!(", {}", count(groups.warned.len(), "warning")));
    }
    if !groups.known.is_empty() {
        words.push_str(&format!(", {} known", groups.known.len()));
    }
    words
}

/// Entries that fail the run themselves.
fn stale(report: &RunReport) -> Vec<String> {
    let of = |state| report.known.iter().filter(|entry| entry.state == state).count();
    let said = |n: usize, one: &str, more: &str| {
        (n > 0)
            .then(|| format!("{} {}", count(n, "known deviation"), if n == 1 { one } else { more }))
    };
    [
        said(of(KnownState::Expired), "has expired", "have expired"),
        said(of(KnownState::Gone), "no longer happens", "no longer happen"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// How many clauses were judged, and how many could have been.
fn tried(report: &RunReport) -> (usize, usize) {
    let c = &report.counts;
    let tried = c.kept + c.broken + c.warned;
    (tried, tried + c.not_tried)
}

/// `394 of 541 not tried`, where something was not.
fn untried(report: &RunReport) -> Option<String> {
    let (tried, all) = tried(report);
    (tried < all).then(|| format!("{} of {all} not tried", all - tried))
}

fn passed(
    report: &RunReport,
    groups: &Groups<'_>,
    mut said: Vec<String>,
) -> (Tone, &'static str, String) {
    let skipped = report.counts.skipped;
    let what = if groups.warned.is_empty() { "promise" } else { "MUST" };
    let (tried, all) = tried(report);
    let mut kept = if tried < all {
        let kept = if groups.warned.is_empty() { "all" } else { "every MUST" };
        format!("{tried} of {} tried, {kept} kept", count(all, "promise"))
    } else if skipped == 0 && said.is_empty() {
        format!("every selected {what} was kept")
    } else {
        format!("every {what} that was tried was kept")
    };
    if !groups.known.is_empty() {
        kept.push_str(&format!(", except {}", count(groups.known.len(), "known deviation")));
    }
    said.insert(0, kept);
    if !groups.warned.is_empty() {
        said.push(count(groups.warned.len(), "warning"));
    }
    if skipped > 0 {
        said.push(format!("{} skipped", count(skipped, "scenario")));
    }
    (Tone::VeryGood, "PASSED", said.join("; "))
}
