//! `docproof run --rerun-failed`: only what failed or was in error in an earlier run.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::Path;

use super::error::CliError;
use super::exit::ExitCode;
use super::output;
use crate::model::{Completion, RunReport, ScenarioStatus};
use crate::report::text::count;
use crate::report::{self, text};
use crate::suite::{Case, Suite};

/// How many scenarios are named one by one.
const NAMED: usize = 10;

/// Of the selected cases those that failed or were in error; tells of those that can't run again.
/// Without any: the exit code.
pub(super) fn failed(
    path: &Path,
    suite: &Suite,
    cases: Vec<Case>,
) -> Result<ControlFlow<ExitCode, Vec<Case>>, CliError> {
    let report = report::read(path)?;
    let bad: Vec<&str> = report
        .scenarios()
        .filter(|one| matches!(one.status, ScenarioStatus::Failed | ScenarioStatus::Error))
        .map(|one| one.id.as_ref())
        .collect();
    let name = path.display();
    let unfinished = report.completion != Completion::Complete;
    if bad.is_empty() {
        return Ok(ControlFlow::Break(nothing_failed(&name.to_string(), &report)));
    }
    if unfinished {
        output::note(&format!(
            "{name} is of a run that did not finish: what it never came to is not run now either"
        ));
    }
    let known: HashSet<&str> = suite.cases.iter().map(|case| case.id.as_ref()).collect();
    let gone: Vec<&str> = bad.iter().copied().filter(|id| !known.contains(id)).collect();
    tell(&gone, &format!("of {name} no longer there"));
    let bad: HashSet<&str> = bad.into_iter().collect();
    let again: Vec<Case> =
        cases.into_iter().filter(|case| bad.contains(case.id.as_ref())).collect();
    let unselected = bad.len() - gone.len() - again.len();
    if unselected > 0 {
        output::note(&format!(
            "{} of {name} that failed: not selected now",
            count(unselected, "scenario")
        ));
    }
    if again.is_empty() {
        output::note(&format!("nothing was selected: nothing that failed in {name} can run again"));
        return Ok(ControlFlow::Break(ExitCode::Nothing));
    }
    Ok(ControlFlow::Continue(again))
}

/// After a green run there is nothing to do, which is well. Where nothing failed because nothing was
/// tried, it isn't.
fn nothing_failed(name: &str, report: &RunReport) -> ExitCode {
    match ExitCode::of_report(report.exit_code) {
        ExitCode::Kept => {
            output::note(&format!("nothing to run again: nothing failed in {name}"));
            ExitCode::Kept
        }
        code => {
            output::note(&format!(
                "nothing to run again: nothing failed in {name}, but that run proves nothing (exit code {}); \
                 run everything",
                code as u8
            ));
            ExitCode::Nothing
        }
    }
}

fn tell(ids: &[&str], what: &str) {
    if ids.is_empty() {
        return;
    }
    let mut words = format!("{} {what}:", count(ids.len(), "scenario"));
    for id in ids.iter().take(NAMED) {
        words.push_str(&format!("\n  {}", text::one_line(id)));
    }
    if ids.len() > NAMED {
        words.push_str(&format!("\n  and {} more", ids.len() - NAMED));
    }
    output::note(&words);
}
