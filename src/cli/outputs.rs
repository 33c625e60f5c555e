//! Everything that a run leaves: the reports of its folder, files that were asked for besides, what
//! stands on standard output, and what the CI is told.

use std::path::PathBuf;

use super::args::{RunArgs, RunFormat};
use super::ci::{self, Actions};
use super::error::CliError;
use super::shard_file::SHARD_FILE;
use super::{output, places, settings};
use crate::model::RunReport;
use crate::report::{self, Output, Verbosity, WriteError, cucumber, gitlab, tap, terminal};

/// What to write, and where.
pub(super) struct Outputs<'a> {
    args: &'a RunArgs,
    actions: Option<Actions>,
    /// Whether the CI is told what came of it.
    tells: bool,
}

impl<'a> Outputs<'a> {
    /// Holds the places to each other. Of a part of a run, the CI is told when it is merged.
    pub(super) fn of(args: &'a RunArgs, is_part: bool) -> Result<Self, CliError> {
        let mut reports = report::places(&args.reports).map(|(_, path)| path).to_vec();
        reports.push(args.reports.join(SHARD_FILE));
        let besides = args.code_quality.iter().chain(&args.cucumber);
        let read = args.target.iter().chain(&args.known);
        places::apart(read, reports.iter().chain(besides.clone()))?;
        // This run's report may take the place of the one that says what failed.
        places::apart(&args.rerun_failed, besides)?;
        Ok(Self { args, actions: Actions::here(args.no_ci), tells: !is_part })
    }

    /// Sees that all can be written, before the run takes its time.
    pub(super) fn prepare(&self) -> Result<(), CliError> {
        report::prepare(&self.args.reports)?;
        let known = self.args.known.as_ref().filter(|_| self.args.update_known);
        for path in self.args.code_quality.iter().chain(&self.args.cucumber).chain(known) {
            report::prepare_file(path)?;
        }
        Ok(())
    }

    /// Writes every file, and returns where.
    pub(super) fn write(&self, report: &RunReport) -> Result<Vec<PathBuf>, CliError> {
        let mut files = report::in_folder(report, &self.args.reports);
        let RunArgs { code_quality, cucumber, .. } = self.args;
        files.extend(besides(report, code_quality.as_ref(), cucumber.as_ref())?);
        report::write_together(&files)?;
        Ok(files.iter().map(|file| file.path().to_owned()).collect())
    }

    /// Does what prints text for people that may hold a target's.
    pub(super) fn fenced<T>(&self, print: impl FnOnce() -> T) -> T {
        let for_people = self.args.format == RunFormat::Human;
        ci::fenced(self.actions.as_ref().filter(|_| for_people), print)
    }

    /// Tells the CI what came of it.
    pub(super) fn tell(&self, report: &RunReport) {
        if self.tells
            && let Some(actions) = &self.actions
        {
            actions.tell(report, self.args.format);
        }
    }

    /// Says what came of it, to whoever reads standard output and to the CI; a verdict whose reports are
    /// not written doesn't stand alone.
    pub(super) fn print(&self, report: &RunReport, is_written: bool) {
        self.tell(report);
        match self.args.format {
            RunFormat::Human => {
                let verbosity = settings::verbosity(self.args.quiet, self.args.verbose);
                show(report, self.actions.as_ref(), verbosity);
                if !is_written {
                    output::print("NOT WRITTEN — the reports of this run could not be written");
                }
            }
            // Its last line was said when the run ended.
            RunFormat::JsonLines => {}
            RunFormat::Tap => output::raw(&tap::render(report)),
        }
    }
}

/// Prints a report for people.
pub(super) fn show(report: &RunReport, actions: Option<&Actions>, verbosity: Verbosity) {
    ci::fenced(actions, || output::print(&terminal::render(report, &output::style(verbosity))));
}

/// What is asked for besides the reports, rendered, each with its place.
pub(super) fn besides(
    report: &RunReport,
    code_quality: Option<&PathBuf>,
    cucumber: Option<&PathBuf>,
) -> Result<Vec<Output<'static>>, WriteError> {
    let code_quality =
        code_quality.map(|path| (path, gitlab::render(report, &|file| ci::place(report, file))));
    let cucumber = cucumber.map(|path| (path, cucumber::render(report)));
    let file = |(path, text): (&PathBuf, Result<String, serde_json::Error>)| match text {
        Ok(text) => Ok(Output::text(path.clone(), text)),
        Err(error) => Err(WriteError::Render { path: path.clone(), problem: error.to_string() }),
    };
    code_quality.into_iter().chain(cucumber).map(file).collect()
}
