//! Cucumber's JSON, for the tools that read it: an element for each scenario or outline row.
//!
//! docproof goes on after a finding, so a step fails where a finding that fails the run was made,
//! and later ones may pass. What is known is `pending`. Steps aren't timed: the scenario's time
//! stands at its first. The exchanges are attached to the last.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use super::text::{BODY_BOUND, answer_line, clean, cut, duration, one_line, summary};
use super::words;
use crate::model::{
    Exchange, FeatureReport, Finding, RunReport, ScenarioReport, ScenarioStatus, StepStatus,
};

#[derive(Serialize)]
struct Feature {
    uri: String,
    id: String,
    keyword: &'static str,
    name: String,
    description: &'static str,
    line: usize,
    tags: Vec<Tag>,
    elements: Vec<Element>,
}

#[derive(Serialize)]
struct Element {
    id: String,
    keyword: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    name: String,
    description: String,
    line: usize,
    tags: Vec<Tag>,
    steps: Vec<Step>,
}

#[derive(Serialize)]
struct Tag {
    name: String,
    line: usize,
}

#[derive(Serialize)]
struct Step {
    keyword: String,
    name: String,
    line: usize,
    result: Outcome,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    embeddings: Vec<Embedding>,
}

#[derive(Serialize)]
struct Outcome {
    status: &'static str,
    /// In nanoseconds.
    duration: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<String>,
}

#[derive(Serialize)]
struct Embedding {
    mime_type: &'static str,
    data: String,
}

/// The report as Cucumber JSON.
///
/// # Errors
///
/// When a value cannot be written as JSON, which no report has.
pub fn render(report: &RunReport) -> Result<String, serde_json::Error> {
    let features: Vec<Feature> =
        report.features.iter().map(|one| feature(one, report.strict)).collect();
    let mut text = serde_json::to_string(&features)?;
    text.push('\n');
    Ok(text)
}

fn feature(feature: &FeatureReport, strict: bool) -> Feature {
    Feature {
        uri: one_line(&feature.file),
        id: one_line(&feature.file),
        keyword: "Feature",
        name: one_line(&feature.name),
        description: "",
        line: 1,
        tags: Vec::new(),
        elements: feature.scenarios.iter().map(|one| element(one, strict)).collect(),
    }
}

fn element(scenario: &ScenarioReport, strict: bool) -> Element {
    let tags = scenario.tags.iter();
    Element {
        id: one_line(&scenario.id),
        keyword: "Scenario",
        kind: "scenario",
        name: one_line(&scenario.name),
        description: scenario.rule.as_deref().map(one_line).unwrap_or_default(),
        line: scenario.line,
        tags: tags
            .map(|tag| Tag { name: format!("@{}", one_line(tag)), line: scenario.line })
            .collect(),
        steps: steps(scenario, strict),
    }
}

fn steps(scenario: &ScenarioReport, strict: bool) -> Vec<Step> {
    let last = scenario.steps.len().saturating_sub(1);
    let mut steps: Vec<Step> = scenario
        .steps
        .iter()
        .enumerate()
        .map(|(index, step)| {
            let (keyword, name) = step.text.split_once(' ').unwrap_or(("*", &step.text));
            let (status, error_message) = outcome(scenario, index, step.status, strict);
            Step {
                keyword: format!("{} ", one_line(keyword)),
                name: one_line(name),
                line: step.line,
                result: Outcome {
                    status,
                    duration: if index == 0 { scenario.duration_ms * 1_000_000 } else { 0 },
                    error_message,
                },
                embeddings: match index == last {
                    true => scenario.exchanges.iter().map(embedding).collect(),
                    false => Vec::new(),
                },
            }
        })
        .collect();
    tell(scenario, &mut steps);
    steps
}

/// How a step ended, as far as it says so itself.
fn outcome(
    scenario: &ScenarioReport,
    index: usize,
    status: StepStatus,
    strict: bool,
) -> (&'static str, Option<String>) {
    let here = |finding: &&Finding| finding.fails(strict) && finding.step == index;
    let findings: Vec<&Finding> = scenario.findings.iter().filter(here).collect();
    if findings.is_empty() || scenario.status == ScenarioStatus::Passed {
        let word = match (status, scenario.status) {
            (StepStatus::Skipped, _) => "skipped",
            (StepStatus::Failed, ScenarioStatus::Error) => "failed",
            // It failed for what doesn't fail the run.
            (StepStatus::Passed | StepStatus::Failed, _) => "passed",
        };
        return (word, None);
    }
    let unknown = findings.iter().any(|finding| finding.known.is_none());
    let lines: Vec<String> = findings
        .iter()
        .map(|finding| match &finding.known {
            Some(known) => format!("{} [{}]", summary(finding), words::known(known)),
            None => summary(finding),
        })
        .collect();
    (if unknown { "failed" } else { "pending" }, Some(lines.join("\n")))
}

/// Sees that the steps say what the scenario says: readers judge it by them alone.
fn tell(scenario: &ScenarioReport, steps: &mut [Step]) {
    let (wanted, reason) = match scenario.status {
        ScenarioStatus::Passed => return,
        ScenarioStatus::Failed if scenario.known.is_some() => ("pending", None),
        ScenarioStatus::Failed => ("failed", scenario.reason.as_ref()),
        ScenarioStatus::Error => ("failed", scenario.reason.as_ref()),
        ScenarioStatus::Skipped => ("skipped", scenario.reason.as_ref()),
    };
    let at = steps.iter().position(|step| step.result.status == wanted);
    let at = at.unwrap_or(steps.len().saturating_sub(1));
    if let Some(step) = steps.get_mut(at) {
        step.result.status = wanted;
        if step.result.error_message.is_none() {
            step.result.error_message = reason.map(|reason| clean(reason));
        }
    }
}

fn embedding(exchange: &Exchange) -> Embedding {
    let mut text = format!(
        "$ {}\n< {} ({})\n",
        exchange.request.curl,
        answer_line(&exchange.answer),
        duration(exchange.duration_ms)
    );
    if let Some(response) = exchange.response() {
        for (name, value) in &response.headers {
            text.push_str(&format!("< {name}: {value}\n"));
        }
        text.push_str(&cut(&response.body, BODY_BOUND));
    }
    Embedding { mime_type: "text/plain", data: STANDARD.encode(clean(&text)) }
}
