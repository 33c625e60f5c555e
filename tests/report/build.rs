//! Parts of runs, with something in every member.

use docproof::model::*;

/// What a hostile target could send: escapes, XML marks, a NUL, a non-character, bidi controls.
pub const HOSTILE: &str = "\u{1b}[2J\u{1b}]0;owned\u{7} ]]> <script>alert('x')</script> & \0 \u{fffe} \u{9b}31m \u{202e}txt \"q\" Żółć";

pub fn source(section: &str) -> Source {
    Source { page: "AgentAssist: Create Contacts".into(), section: Some(section.into()) }
}

pub fn clause(
    id: &str,
    level: Level,
    text: &str,
    verdict: ClauseVerdict,
    reason: Option<&str>,
) -> ClauseReport {
    ClauseReport {
        id: id.into(),
        api: "agentassist".into(),
        operation: "createContacts".into(),
        level,
        kind: ClauseKind::Rule,
        text: text.into(),
        source: source("Response"),
        verdict,
        reason: reason.map(Into::into),
        untried_by: vec![],
        known: None,
        judged_by: vec!["agentassist/create-contacts.feature: The sample".into()],
    }
}

pub fn finding(clause: &str, level: Level, text: &str, expected: &str, actual: &str) -> Finding {
    Finding {
        clause: clause.into(),
        level,
        text: text.into(),
        source: source("Response"),
        expected: expected.into(),
        actual: actual.into(),
        at: None,
        diff: None,
        exchange: None,
        step: 1,
        incidental: false,
        known: None,
        observed_through: None,
    }
}

pub fn scenario(line: usize, name: &str, status: ScenarioStatus) -> ScenarioReport {
    let last = match status {
        ScenarioStatus::Passed => StepStatus::Passed,
        ScenarioStatus::Failed | ScenarioStatus::Error => StepStatus::Failed,
        ScenarioStatus::Skipped => StepStatus::Skipped,
    };
    ScenarioReport {
        id: format!("agentassist/create-contacts.feature: {name}").into(),
        file: "agentassist/create-contacts.feature".into(),
        line,
        name: name.into(),
        rule: None,
        tags: vec!["create".into()].into(),
        status,
        reason: None,
        known: None,
        duration_ms: 12,
        steps: vec![
            StepReport {
                text: "When I send the documented sample".into(),
                line: line + 1,
                status: StepStatus::Passed,
            },
            StepReport {
                text: "Then the answer is as documented".into(),
                line: line + 2,
                status: last,
            },
        ],
        findings: vec![],
        notes: vec![],
        exchanges: vec![],
    }
}

pub fn request() -> Request {
    Request {
        method: "POST".into(),
        url: "http://127.0.0.1:8080/agentassist/api/v1/public/stream-1/contacts".into(),
        headers: vec![("auth".into(), "••••".into()), ("content-type".into(), "application/json".into())],
        body: Some(r#"[{"firstName":"Jane","lastName":"Doe"}]"#.into()),
        curl: "curl -X POST 'http://127.0.0.1:8080/agentassist/api/v1/public/stream-1/contacts' \\\n  -H \"auth: $AGENTASSIST_TOKEN\" \\\n  -H 'content-type: application/json' \\\n  --data '[{\"firstName\":\"Jane\",\"lastName\":\"Doe\"}]'".into(),
    }
}

pub fn exchange(answer: Answer) -> Exchange {
    Exchange {
        operation: "createContacts".into(),
        request: request(),
        answer,
        started_ms: 40,
        duration_ms: 12,
    }
}

pub fn response(status: u16, body: &str) -> Answer {
    let headers = vec![("content-type".into(), "application/json; charset=utf-8".into())];
    Answer::Response(Response::new(status, headers, vec![], body.into()))
}

/// A run that ended with these scenarios of one feature, and what was found out about these clauses.
pub fn run(scenarios: Vec<ScenarioReport>, clauses: Vec<ClauseReport>) -> RunReport {
    let mut report = report(vec![feature(scenarios)], clauses);
    report.exit_code = u8::from(report.counts.failed > 0);
    report.selection.clear();
    report
}

/// A run with its counts.
pub fn report(features: Vec<FeatureReport>, clauses: Vec<ClauseReport>) -> RunReport {
    let mut report = RunReport {
        format: REPORT_FORMAT.into(),
        tool: Tool { name: "docproof".into(), version: "0.1.0".into() },
        run_id: "dp-7f3a".into(),
        started: "2026-01-02T03:04:05.678Z".into(),
        duration_ms: 3_210,
        completion: Completion::Complete,
        selected: None,
        strict: false,
        selection: [("--api".to_owned(), "agentassist".to_owned())].into_iter().collect(),
        apis: vec![ApiReport {
            name: "agentassist".into(),
            title: "AgentAssist".into(),
            base_url: "http://127.0.0.1:8080".into(),
            insecure: false,
        }],
        counts: Counts::default(),
        exit_code: 0,
        clauses,
        defects: vec![],
        features,
        created: vec![],
        known: vec![],
    };
    report.counts = Counts::of(&report);
    report
}

/// The feature that scenarios stand in.
pub fn feature(scenarios: Vec<ScenarioReport>) -> FeatureReport {
    FeatureReport {
        file: "agentassist/create-contacts.feature".into(),
        name: "Create contacts".into(),
        scenarios,
    }
}
