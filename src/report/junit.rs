//! JUnit XML through `junit-report`: a suite per feature, a case per scenario and outline row.
//!
//! What a reader can rely on:
//! - `classname` is the feature's file (`agentassist.create-contacts`), so that CI systems group by
//!   API; `name` is the scenario's, under its rule, and no two cases of a file share one.
//! - `failure`: a MUST was broken (or a SHOULD in a strict run), `type` is the clause's id.
//!   A scenario that failed for nothing but known deviations is `skipped` with type `known` and who
//!   answers for it, as test frameworks write an expected failure: CI systems show it and stay green.
//!   `error`: the harness or the way to the target failed. `skipped`: with its cause.
//! - what is out of date among the known deviations fails the run and has a `failure` of its own in
//!   the suite `known deviations`, named after its clause or scenario; there are more cases than
//!   scenarios then. So there are of an interrupted run: that it did not come to its end is an `error`
//!   in the suite `run`.
//! - a suite has the property `docproof.insecure` where certificates were not checked, and `docproof.ran`
//!   (`214 of 1611 scenarios`) where the run did not come to all that were selected.
//! - `testsuites` has the totals of all suites, and a suite the `file` that it is of. A case has none: Jenkins'
//!   schema knows no such attribute.
//! - `system-out` holds the steps, the exchanges with a command that repeats each, warnings, notes.
//!
//! `junit-report` writes text as it is; all of it passes [`clean`] and `cdata` here, so the file is well-formed whatever a target answers.

mod body;
mod names;
mod properties;
mod stale;
mod suites;
mod unfinished;

use std::io::{self, Write};

use junit_report::{Duration, OffsetDateTime, TestCase, TestCaseBuilder, TestSuite};
use time::format_description::well_known::Rfc3339;

use self::names::Names;
use self::suites::Totals;
use super::group::binding;
use super::text::{clean, count, cut, one_line, summary};
use super::words;
use crate::model::{FeatureReport, Finding, RunReport, ScenarioReport, ScenarioStatus};

/// Why no XML could be made.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The start of the run is no RFC 3339 time.
    #[error("the start of the run, {started:?}, is no RFC 3339 time: {source}")]
    Started {
        /// What stands there.
        started: String,
        /// What is wrong with it.
        source: time::error::Parse,
    },
    /// The writer failed.
    #[error("the XML could not be written: {0}")]
    Xml(junit_report::Error),
    /// It can't be written there.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// What the writer wrote can't be read again.
    #[error("the XML could not be read again: {0}")]
    Again(#[from] quick_xml::Error),
    /// The writer writes suites otherwise than it used to.
    #[error("the XML of a suite has another form than expected: another version of junit-report?")]
    Form,
    /// The writer wrote something that is not text.
    #[error("the XML is not UTF-8: {0}")]
    Text(#[from] std::string::FromUtf8Error),
}

impl From<junit_report::Error> for RenderError {
    fn from(error: junit_report::Error) -> Self {
        use junit_report::Error::{Io, Xml};
        match error {
            Io(error) => Self::Io(error),
            Xml(quick_xml::Error::Io(error)) => Self::Io(io::Error::new(error.kind(), error)),
            other @ Xml(_) => Self::Xml(other),
        }
    }
}

/// The report as JUnit XML.
///
/// # Errors
///
/// When the run's start is no time, or the XML writer fails.
pub fn render(report: &RunReport) -> Result<String, RenderError> {
    let mut bytes = Vec::new();
    write(report, &mut bytes)?;
    Ok(String::from_utf8(bytes)?)
}

/// Writes the report as JUnit XML.
///
/// # Errors
///
/// As [`render`], and when it can't be written there.
pub fn write(report: &RunReport, mut to: impl Write) -> Result<(), RenderError> {
    let started = OffsetDateTime::parse(&report.started, &Rfc3339)
        .map_err(|source| RenderError::Started { started: report.started.clone(), source })?;
    let names = Names::of(report);
    let suites = report.features.iter().map(|feature| {
        let class = names::class(&feature.file);
        let mut cases: Vec<TestCase> = feature
            .scenarios
            .iter()
            .map(|scenario| case(scenario, &class, &names.name(&class, scenario), report.strict))
            .collect();
        tidy_total(&mut cases);
        (suite(feature, &class, started, cases), Some(one_line(&feature.file)))
    });
    let insecure = one_line(&words::insecure_apis(report).join(", "));
    let ran = words::of_selected(report).map(|ran| format!("{ran} scenarios"));
    let ran = ran.unwrap_or_default();
    let mut properties = vec![("docproof.insecure", &*insecure), ("docproof.ran", &*ran)];
    properties.retain(|(_, value)| !value.is_empty());
    let beside = [stale::suite(report, started), unfinished::suite(report, started)];
    let beside: Vec<TestSuite> = beside.into_iter().flatten().collect();
    let totals = totals(report, &beside);
    let suites = suites.chain(beside.into_iter().map(|suite| (suite, None)));
    suites::write(suites, &totals, &properties, &mut to)?;
    Ok(to.write_all(b"\n")?)
}

/// How many cases there will be, before any is made: all of a long run at once are large.
fn totals(report: &RunReport, beside: &[TestSuite]) -> Totals {
    let mut totals = Totals::default();
    for scenario in report.scenarios() {
        totals.tests += 1;
        totals.ms = totals.ms.saturating_add(scenario.duration_ms);
        match verdict(scenario, report.strict) {
            Verdict::Failure(..) => totals.failures += 1,
            Verdict::Error(_) => totals.errors += 1,
            Verdict::Success | Verdict::Skipped(_) | Verdict::Known(_) => {}
        }
    }
    for suite in beside {
        totals.tests += suite.tests();
        totals.failures += suite.failures();
        totals.errors += suite.errors();
    }
    totals
}

fn suite(
    feature: &FeatureReport,
    class: &str,
    started: OffsetDateTime,
    cases: Vec<TestCase>,
) -> TestSuite {
    // Not by builders: each of them copies what it has built.
    let mut suite = TestSuite::new(&one_line(&feature.name));
    suite.set_timestamp(started);
    suite.testcases = cases;
    // Jenkins shows a suite as `package.name`.
    suite.package = class.rsplit_once('.').map_or(String::new(), |(package, _)| package.to_owned());
    suite
}

fn case(scenario: &ScenarioReport, class: &str, name: &str, strict: bool) -> TestCase {
    let time = tidy(scenario.duration_ms);
    let mut case = match verdict(scenario, strict) {
        Verdict::Success => TestCase::success(name, time),
        Verdict::Failure(kind, message) => {
            let mut builder = TestCaseBuilder::failure(name, time, &kind, &message);
            builder.set_trace(&cdata(&body::findings(scenario, strict))).build()
        }
        Verdict::Error(message) => {
            let mut builder = TestCaseBuilder::error(name, time, "error", &attribute(&message));
            builder.set_trace(&cdata(&body::error(scenario, &message, strict))).build()
        }
        Verdict::Skipped(message) => {
            TestCase::skipped_with_cause(name, "skipped", &attribute(&message))
        }
        Verdict::Known(message) => {
            TestCase::skipped_with_cause(name, "known", &attribute(&message))
        }
    };
    case.time = time;
    case.classname = Some(class.to_owned());
    case.system_out = Some(cdata(&body::system_out(scenario)));
    case
}

/// What a case says: follows the run's own status, so that JUnit counts as the report does.
enum Verdict {
    Success,
    Failure(String, String),
    Error(String),
    Skipped(String),
    Known(String),
}

fn verdict(scenario: &ScenarioReport, strict: bool) -> Verdict {
    if let Some(known) = &scenario.known {
        return Verdict::Known(words::known(known));
    }
    let reason = || words::reason(scenario.reason.as_deref()).to_owned();
    match scenario.status {
        ScenarioStatus::Error => Verdict::Error(reason()),
        ScenarioStatus::Skipped => Verdict::Skipped(reason()),
        ScenarioStatus::Passed | ScenarioStatus::Failed => {
            let broken: Vec<&Finding> =
                scenario.findings.iter().filter(|finding| binding(finding, strict)).collect();
            match broken.as_slice() {
                [] if scenario.status == ScenarioStatus::Passed => Verdict::Success,
                [] => Verdict::Failure("failed".to_owned(), attribute(&reason())),
                [first] => Verdict::Failure(one_line(&first.clause), summary(first)),
                [first, more @ ..] => Verdict::Failure(
                    one_line(&first.clause),
                    format!("{} (and {} more)", summary(first), count(more.len(), "finding")),
                ),
            }
        }
    }
}

/// A reason as an attribute: one line, and no longer than a list of cases bears.
fn attribute(reason: &str) -> String {
    cut(&one_line(reason), 1024)
}

/// Clean text that may stand in a CDATA section: the one mark that would end it is split over two
/// sections, which every parser joins again.
fn cdata(text: &str) -> String {
    let clean = clean(text);
    if clean.contains("]]>") { clean.replace("]]>", "]]]]><![CDATA[>") } else { clean }
}

/// A time that `junit-report` writes with at most three decimals, as Jenkins' schema asks: it adds
/// seconds and fractions as floating-point numbers, which 1.118 s doesn't survive. At most some
/// milliseconds more than the real one.
fn tidy(ms: u64) -> Duration {
    let ms = i64::try_from(ms).unwrap_or(i64::MAX / 2);
    let candidates = (0..100).map(|more| Duration::milliseconds(ms.saturating_add(more)));
    candidates.into_iter().find(|time| is_tidy(*time)).unwrap_or(Duration::milliseconds(ms))
}

fn is_tidy(time: Duration) -> bool {
    let text = time.as_seconds_f64().to_string();
    text.split_once('.').is_none_or(|(_, decimals)| decimals.len() <= 3)
}

/// The suite's time is the sum of its cases', computed by `junit-report`: the last case gives way
/// until that is tidy too.
fn tidy_total(cases: &mut [TestCase]) {
    let total: Duration = cases.iter().map(|case| case.time).sum();
    let Some(last) = cases.last_mut() else { return };
    let rest = total - last.time;
    let base = last.time;
    let candidates = (0..100).map(|more| base + Duration::milliseconds(more));
    if let Some(time) = candidates.into_iter().find(|time| is_tidy(*time) && is_tidy(rest + *time))
    {
        last.time = time;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_three_decimals_at_most() {
        assert!(!is_tidy(Duration::milliseconds(1_118)), "no longer needed?");
        for ms in 0..5_000 {
            let time = tidy(ms);
            assert!(is_tidy(time) && time.whole_milliseconds() - i128::from(ms) < 5, "{ms}");
        }
    }

    #[test]
    fn a_suite_has_a_tidy_time_too() {
        let mut cases = [500, 618].map(|ms| TestCase::success("name", Duration::milliseconds(ms)));
        tidy_total(&mut cases);
        assert!(is_tidy(cases[0].time + cases[1].time));
    }
}
