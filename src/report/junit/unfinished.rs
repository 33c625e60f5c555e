//! A run that did not come to its end: a suite of its own. The scenarios that were not begun are no
//! cases, so without it what is left would look green.

use junit_report::{Duration, OffsetDateTime, TestCaseBuilder, TestSuite, TestSuiteBuilder};

use super::attribute;
use crate::model::{Completion, RunReport};
use crate::report::words;

/// The suite's name and its case's class: what CI systems keep a history by.
const NAME: &str = "run";

/// The one case of an interrupted run. One that stopped at a failure, as asked, is red by that.
pub(super) fn suite(report: &RunReport, started: OffsetDateTime) -> Option<TestSuite> {
    if report.completion != Completion::Interrupted {
        return None;
    }
    let message = attribute(&words::interrupted(report));
    let name = "the run came to its end";
    let mut case = TestCaseBuilder::error(name, Duration::ZERO, "interrupted", &message);
    let case = case.set_classname(NAME).build();
    Some(TestSuiteBuilder::new(NAME).set_timestamp(started).add_testcase(case).build())
}
