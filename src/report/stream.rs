//! A run as it happens, one JSON object a line: `docproof-events/1`.
//!
//! | `event` | when | members |
//! | --- | --- | --- |
//! | `run-started` | before anything is sent | `format`, `run_id`, `scenarios`, `apis` |
//! | `scenario-finished` | as each one ends, in any order | the scenario as in `report.json`, without steps, notes and exchanges |
//! | `scenario-revised` | at the end, where the whole run changes what was said | likewise |
//! | `run-finished` | last | `verdict`, `because`, `completion`, `counts`, `known`, `insecure` (APIs), `exit_code` |
//!
//! A finding in passing counts in the end if no scenario that asks about its clause reported it:
//! that is what `scenario-revised` is for. Members may be added; none is taken out or changes its
//! meaning without another `format`.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};

use super::group::groups;
use super::verdict::judge;
use crate::model::{Finding, Known, RunReport, ScenarioReport, ScenarioStatus};

/// The version of the form of the lines.
pub const EVENTS_FORMAT: &str = "docproof-events/1";

/// The scenarios that were told, so that what changes can be told again.
#[derive(Debug, Default)]
pub struct Stream {
    told: HashMap<Arc<str>, String>,
}

#[derive(Serialize)]
struct Scenario<'a> {
    event: &'static str,
    id: &'a str,
    file: &'a str,
    line: usize,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'a str>,
    tags: &'a [String],
    status: ScenarioStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<&'a Known>,
    duration_ms: u64,
    findings: &'a [Finding],
}

impl Stream {
    /// The run begins.
    pub fn started(run_id: &str, scenarios: usize, apis: &[(String, String)]) -> String {
        let apis: Vec<Value> =
            apis.iter().map(|(name, url)| json!({"name": name, "base_url": url})).collect();
        let event = json!({
            "event": "run-started",
            "format": EVENTS_FORMAT,
            "run_id": run_id,
            "scenarios": scenarios,
            "apis": apis,
        });
        event.to_string()
    }

    /// A scenario has ended.
    ///
    /// # Errors
    /// When a value cannot be written as JSON, which no report has.
    pub fn finished(&mut self, scenario: &ScenarioReport) -> Result<String, serde_json::Error> {
        let line = line("scenario-finished", scenario)?;
        self.told.insert(scenario.id.clone(), line.clone());
        Ok(line)
    }

    /// The run has ended: what changed, and what came of it.
    ///
    /// # Errors
    /// When a value cannot be written as JSON, which no report has.
    pub fn ended(&self, report: &RunReport) -> Result<Vec<String>, serde_json::Error> {
        let mut lines = Vec::new();
        for scenario in report.scenarios() {
            if self.told.get(&scenario.id) != Some(&line("scenario-finished", scenario)?) {
                lines.push(line("scenario-revised", scenario)?);
            }
        }
        let (_, word, because) = judge(report, &groups(report));
        let event = json!({
            "event": "run-finished",
            "verdict": word,
            "because": because,
            "completion": report.completion,
            "counts": report.counts,
            "known": report.known,
            "insecure": super::words::insecure_apis(report),
            "exit_code": report.exit_code,
        });
        lines.push(event.to_string());
        Ok(lines)
    }
}

fn line(event: &'static str, scenario: &ScenarioReport) -> Result<String, serde_json::Error> {
    serde_json::to_string(&Scenario {
        event,
        id: &scenario.id,
        file: &scenario.file,
        line: scenario.line,
        name: &scenario.name,
        rule: scenario.rule.as_deref(),
        tags: &scenario.tags,
        status: scenario.status,
        reason: scenario.reason.as_deref(),
        known: scenario.known.as_ref(),
        duration_ms: scenario.duration_ms,
        findings: &scenario.findings,
    })
}
