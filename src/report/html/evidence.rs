//! What a scenario saw, as data that the page reads when it is asked for.

use std::cell::RefCell;

use indexmap::IndexSet;
use serde::Serialize;

use super::diff::{self, Row};
use super::shown::Shown;
use crate::model::{Answer, Exchange, Finding, Level, ScenarioReport, ScenarioStatus};
use crate::report::text::{answer_line, cut};
use crate::report::words;

/// How many bytes of a body are shown of a scenario that has nothing to complain of.
const BODY: usize = 600;
/// How many of a command: a longer one holds a long body.
const COMMAND: usize = 1_200;
/// How many of a body, a command or a value are shown where something failed: a target that answers
/// with much would otherwise make a page that no browser opens.
const LONG: usize = 16 * 1024;

/// Texts that exchanges refer to by number: most addresses, headers and commands are much alike, and
/// so are long bodies.
#[derive(Default, Serialize)]
#[serde(transparent)]
pub(super) struct Texts(RefCell<IndexSet<Shown, foldhash::fast::RandomState>>);

impl Texts {
    fn number(&self, text: &str) -> usize {
        Shown::number(&mut self.0.borrow_mut(), text)
    }

    /// Names and values in turn.
    fn headers(&self, headers: &[(String, String)]) -> Vec<usize> {
        headers.iter().flat_map(|(name, value)| [self.number(name), self.number(value)]).collect()
    }
}

/// Of one scenario.
#[derive(Serialize)]
pub(super) struct Evidence {
    findings: Vec<FindingData>,
    /// Seen in passing, each clause once.
    passing: Vec<(Level, Shown)>,
    notes: Vec<(Shown, Shown)>,
    exchanges: Vec<ExchangeData>,
}

#[derive(Serialize)]
struct FindingData {
    clause: Shown,
    level: Level,
    text: Shown,
    source: Shown,
    values: Row,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Shown>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    diff: Vec<Row>,
    /// Something of it is left out here.
    cut: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<Shown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exchange: Option<usize>,
    step: usize,
}

#[derive(Serialize)]
struct ExchangeData {
    operation: usize,
    method: usize,
    url: usize,
    headers: Vec<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Body>,
    curl: Command,
    /// The command is whole.
    repeatable: bool,
    started: u64,
    ms: u64,
    answer: Shown,
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<ResponseData>,
    /// Something of it is left out here.
    cut: bool,
}

/// A body.
#[derive(Serialize)]
#[serde(untagged)]
enum Body {
    /// A short one.
    Own(Shown),
    /// A long one: the same often comes again.
    Shared(usize),
}

/// A `curl` line.
#[derive(Serialize)]
#[serde(untagged)]
enum Command {
    /// What stands before and after the body.
    Around(usize, usize),
    /// One that quotes its body, or has none.
    Whole(Shown),
}

#[derive(Serialize)]
struct ResponseData {
    headers: Vec<usize>,
    body: Body,
}

impl Evidence {
    pub(super) fn of(scenario: &ScenarioReport, texts: &Texts) -> Self {
        let asked: Vec<&Finding> = scenario.findings.iter().filter(|one| !one.incidental).collect();
        let failed = scenario.status != ScenarioStatus::Passed || !asked.is_empty();
        let passing: IndexSet<(Level, &str)> = scenario
            .findings
            .iter()
            .filter(|one| one.incidental)
            .map(|one| (one.level, one.clause.as_str()))
            .collect();
        let notes: IndexSet<(&str, &str)> =
            scenario.notes.iter().map(|note| (note.clause.as_str(), note.text.as_str())).collect();
        Self {
            findings: asked.into_iter().map(finding).collect(),
            passing: passing.into_iter().map(|(level, id)| (level, Shown::line(id))).collect(),
            notes: notes
                .into_iter()
                .map(|(id, text)| (Shown::line(id), Shown::line(text)))
                .collect(),
            exchanges: scenario.exchanges.iter().map(|one| exchange(one, failed, texts)).collect(),
        }
    }
}

fn finding(finding: &Finding) -> FindingData {
    let (diff, cut_diff) =
        finding.diff.as_deref().map(|diff| diff::rows(diff, LONG)).unwrap_or_default();
    let Finding { expected, actual, .. } = finding;
    FindingData {
        clause: Shown::line(&finding.clause),
        level: finding.level,
        text: Shown::line(&finding.text),
        source: Shown::line(&finding.source.to_string()),
        values: diff::values(&cut(expected, LONG), &cut(actual, LONG)),
        at: finding.at.as_deref().map(Shown::line),
        diff,
        cut: cut_diff || expected.len().max(actual.len()) > LONG,
        known: finding.known.as_ref().map(|known| Shown::line(&words::known(known))),
        exchange: finding.exchange,
        step: finding.step,
    }
}

/// A body as far as it is shown, and whether that is not all of it.
fn body(text: &str, bound: usize, texts: &Texts) -> (Body, bool) {
    let shown = cut(text, bound);
    let body = match shown.len() > BODY {
        true => Body::Shared(texts.number(&shown)),
        false => Body::Own(Shown::text(&shown)),
    };
    (body, text.len() > bound)
}

fn exchange(exchange: &Exchange, failed: bool, texts: &Texts) -> ExchangeData {
    let bound = |of_passed: usize| if failed { LONG } else { of_passed };
    let shown = |text: &str| body(text, bound(BODY), texts);
    let request = &exchange.request;
    let body = request.body.as_deref().map(shown);
    let around = request.body.as_deref().and_then(|body| request.curl.split_once(body));
    let (curl, cut_curl) = match (around, &body) {
        (Some((before, after)), Some((_, cut))) => {
            (Command::Around(texts.number(before), texts.number(after)), *cut)
        }
        _ => {
            let (text, cut) = Shown::cut(&request.curl, bound(COMMAND));
            (Command::Whole(text), cut)
        }
    };
    let (body, cut_body) = body.unzip();
    let response = match &exchange.answer {
        Answer::Response(response) => Some((response, shown(&response.body))),
        Answer::Failure(_) => None,
    };
    ExchangeData {
        operation: texts.number(&exchange.operation),
        method: texts.number(&request.method),
        url: texts.number(&request.url),
        headers: texts.headers(&request.headers),
        body,
        curl,
        repeatable: !cut_curl,
        started: exchange.started_ms,
        ms: exchange.duration_ms,
        answer: Shown::line(&answer_line(&exchange.answer)),
        cut: cut_curl
            || cut_body.unwrap_or_default()
            || response.as_ref().is_some_and(|(_, (_, cut))| *cut),
        response: response.map(|(response, (body, _))| ResponseData {
            headers: texts.headers(&response.headers),
            body,
        }),
    }
}
