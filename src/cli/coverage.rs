//! `docproof coverage`

use super::args::{CoverageArgs, Stands};
use super::error::CliError;
use super::exit::ExitCode;
use super::output;
use crate::model::{ClauseReport, ClauseVerdict, RunReport};
use crate::report::text::{clean, one_line};
use crate::report::{self, Places};

pub(super) fn coverage(args: &CoverageArgs) -> Result<ExitCode, CliError> {
    let report = report::read(&args.report)?;
    let mut text = String::new();
    let places = Places::of(&report);
    let asked = |clause: &&ClauseReport| {
        args.only.is_empty() || args.only.iter().any(|how| is(clause, *how))
    };
    for clause in report.clauses.iter().filter(asked) {
        text.push_str(&row(clause, &places, args.verbose));
    }
    let share = percent(&report);
    let counts = &report.counts;
    text.push_str(&format!(
        "\n{share:.1} % of the observable clauses judged: {} kept, {} broken, {} warned, {} not tried; {} not observable\n",
        counts.kept, counts.broken, counts.warned, counts.not_tried, counts.not_observable
    ));
    output::print(&clean(&text));
    match args.min {
        Some(least) if share < least => {
            output::note(&format!("less than the {least} % that --min asks for"));
            Ok(ExitCode::Broken)
        }
        _ => Ok(ExitCode::Kept),
    }
}

fn is(clause: &ClauseReport, how: Stands) -> bool {
    match how {
        Stands::Broken => clause.verdict == ClauseVerdict::Broken,
        Stands::Warned => clause.verdict == ClauseVerdict::Warned,
        Stands::Known => clause.known.is_some(),
        Stands::Kept => clause.verdict == ClauseVerdict::Kept,
        Stands::Untried => clause.verdict == ClauseVerdict::NotTried,
        Stands::NotObservable => clause.verdict == ClauseVerdict::NotObservable,
    }
}

fn row(clause: &ClauseReport, places: &Places<'_>, verbose: bool) -> String {
    let word = report::face::clause(clause).word;
    let mut text = format!("{word:<15} {:<6} {}\n", clause.level, clause.id);
    if let Some(reason) = &clause.reason {
        text.push_str(&format!("{:23}{}\n", "", one_line(reason)));
    }
    let shown = if verbose { clause.judged_by.len() } else { 1 };
    for scenario in clause.judged_by.iter().take(shown) {
        text.push_str(&format!("{:23}{}\n", "", places.scenario(scenario)));
    }
    if clause.judged_by.len() > shown {
        text.push_str(&format!("{:23}and {} more\n", "", clause.judged_by.len() - shown));
    }
    text
}

/// Judged clauses among those that can be observed, in percent.
fn percent(report: &RunReport) -> f64 {
    let counts = &report.counts;
    let judged = counts.kept + counts.broken + counts.warned;
    let all = judged + counts.not_tried;
    if all == 0 {
        return 0.0;
    }
    // Counts of clauses are small numbers.
    let (judged, all) =
        (u32::try_from(judged).unwrap_or(u32::MAX), u32::try_from(all).unwrap_or(u32::MAX));
    100.0 * f64::from(judged) / f64::from(all)
}
