//! Known deviations that are out of date: a suite of their own, because they fail the run and no
//! scenario does.

use junit_report::{
    Duration, OffsetDateTime, TestCase, TestCaseBuilder, TestSuite, TestSuiteBuilder,
};

use super::{attribute, cdata};
use crate::model::{KnownEntry, KnownState, RunReport};
use crate::report::text::one_line;
use crate::report::words;

/// The suite's name and its cases' class: what CI systems keep a history by.
const NAME: &str = "known deviations";

/// The entries that fail the run; no suite where there is none.
pub(super) fn suite(report: &RunReport, started: OffsetDateTime) -> Option<TestSuite> {
    let cases: Vec<TestCase> =
        report.known.iter().filter(|entry| entry.is_stale()).map(case).collect();
    let mut suite = TestSuiteBuilder::new(NAME);
    (!cases.is_empty()).then(|| suite.set_timestamp(started).add_testcases(cases).build())
}

fn case(entry: &KnownEntry) -> TestCase {
    // The place in the file would change with every entry before it.
    let target = entry.target.as_ref().map(|target| format!(" ({target})"));
    let name = one_line(&format!("{}{}", entry.subject(), target.unwrap_or_default()));
    let kind = if entry.state == KnownState::Expired { "expired" } else { "gone" };
    let message = attribute(&format!("{}: {}", words::place(entry), words::stale(entry)));
    let mut builder = TestCaseBuilder::failure(&name, Duration::ZERO, kind, &message);
    builder.set_trace(&cdata(&format!("{message}\n{}\n", words::known(&entry.known))));
    builder.set_classname(NAME).build()
}
