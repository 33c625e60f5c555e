//! The Test Anything Protocol, version 14: a point for each scenario, with diagnostics in YAML.
//!
//! What is known is `not ok … # TODO` with who answers for it, which is TAP's word for a failure
//! that is expected; skipped is `ok … # SKIP` with the reason. The lines come when the run is over,
//! because only then it is settled which scenario answers for a finding.

use serde_json::Value;

use super::group::groups;
use super::text::{count, cut, location, one_line, title};
use super::verdict::judge;
use super::words;
use crate::model::{Completion, Finding, RunReport, ScenarioReport, ScenarioStatus};

/// How much of a value is shown.
const VALUE: usize = 2 * 1024;

/// The report as TAP.
pub fn render(report: &RunReport) -> String {
    let mut out = String::from("TAP version 14\n");
    let stale: Vec<_> = report.known.iter().filter(|entry| entry.is_stale()).collect();
    let total = report.counts.scenarios + stale.len();
    out.push_str(&format!("1..{total}\n"));
    let mut number = 0;
    for scenario in report.scenarios() {
        number += 1;
        point(&mut out, number, scenario, report.strict);
    }
    for entry in stale {
        number += 1;
        let what = escape(&format!("known deviation {}", entry.subject()));
        out.push_str(&format!("not ok {number} - {what}\n"));
        let place = words::place(entry);
        yaml(&mut out, &[("message", words::stale(entry)), ("at", place)]);
    }
    if let Some(words) = words::insecure(report) {
        out.push_str(&format!("# {words}\n"));
    }
    let (_, word, because) = judge(report, &groups(report));
    out.push_str(&format!("# {word} - {}\n", one_line(&because)));
    if report.completion == Completion::Interrupted {
        out.push_str("Bail out! interrupted\n");
    }
    out
}

fn point(out: &mut String, number: usize, scenario: &ScenarioReport, strict: bool) {
    let name = escape(&format!("{} {}", location(scenario), title(scenario)));
    let reason = || escape(words::reason(scenario.reason.as_deref()));
    let (ok, directive) = match (scenario.status, &scenario.known) {
        (ScenarioStatus::Failed, Some(known)) => {
            ("not ok", format!(" # TODO {}", escape(&words::known(known))))
        }
        (ScenarioStatus::Passed, _) => ("ok", String::new()),
        (ScenarioStatus::Skipped, _) => ("ok", format!(" # SKIP {}", reason())),
        (ScenarioStatus::Failed | ScenarioStatus::Error, _) => ("not ok", String::new()),
    };
    out.push_str(&format!("{ok} {number} - {name}{directive}\n"));
    diagnostics(out, scenario, strict);
}

fn diagnostics(out: &mut String, scenario: &ScenarioReport, strict: bool) {
    let asked: Vec<&Finding> =
        scenario.findings.iter().filter(|finding| !finding.incidental).collect();
    // What fails comes first, and what nobody answers for before what is known.
    let first = asked
        .iter()
        .find(|one| one.fails(strict) && one.known.is_none())
        .or_else(|| asked.iter().find(|one| one.fails(strict)))
        .or(asked.first());
    let time = ("duration_ms", scenario.duration_ms.to_string());
    match (scenario.status, first) {
        (ScenarioStatus::Error, _) => {
            let reason = scenario.reason.clone().unwrap_or_default();
            yaml(out, &[("severity", "error".into()), ("message", reason), time]);
        }
        (ScenarioStatus::Skipped, _) | (_, None) => {}
        (_, Some(finding)) => {
            let severity = if finding.fails(strict) { "fail" } else { "warning" };
            let mut pairs = vec![
                ("severity", severity.to_owned()),
                ("message", format!("{} {}", finding.level, finding.text)),
                ("clause", finding.clause.clone()),
                ("source", finding.source.to_string()),
                ("expected", cut(&finding.expected, VALUE)),
                ("actual", cut(&finding.actual, VALUE)),
            ];
            if let Some(at) = &finding.at {
                pairs.push(("place", at.clone()));
            }
            let exchange = finding.exchange.and_then(|at| scenario.exchanges.get(at));
            if let Some(exchange) = exchange {
                pairs.push(("request", cut(&exchange.request.curl, VALUE)));
            }
            if asked.len() > 1 {
                pairs.push(("more", count(asked.len() - 1, "finding")));
            }
            pairs.push(time);
            yaml(out, &pairs);
        }
    }
}

/// A block of YAML. Texts are written as JSON, which is YAML too, so that nothing in one ends it.
fn yaml(out: &mut String, pairs: &[(&str, String)]) {
    out.push_str("  ---\n");
    for (key, value) in pairs {
        let value = match *key {
            "duration_ms" => value.clone(),
            _ => Value::String(super::text::clean(value)).to_string(),
        };
        out.push_str(&format!("  {key}: {value}\n"));
    }
    out.push_str("  ...\n");
}

/// One line in which nothing is a directive.
fn escape(text: &str) -> String {
    one_line(text).replace('\\', "\\\\").replace('#', "\\#")
}
