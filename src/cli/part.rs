//! Which scenarios this run runs: the selected ones, of them those that failed before, and of them
//! this shard's share.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::args::RunArgs;
use super::error::CliError;
use super::exit::ExitCode;
use super::settings::Loaded;
use super::shard::Asked;
use super::{output, rerun, settings, shard_file};
use crate::model::{Completion, RunReport};
use crate::report::text::count;
use crate::suite::{self, Case, Frame, Plan, Ran, SavedShard};

/// A run that found nothing to do has done it: where nothing was selected, none begins.
pub(super) fn excuse_idle(report: &mut RunReport) {
    let idle = report.counts.scenarios == 0 && report.completion == Completion::Complete;
    if idle && report.exit_code == ExitCode::Nothing as u8 {
        report.exit_code = ExitCode::Kept as u8;
    }
}

/// A run's scenarios, and its shard's among them.
pub(super) struct Part {
    /// Those of all shards.
    pub all: Vec<Case>,
    /// Those of this one.
    pub cases: Vec<Case>,
    /// The indices of these in all.
    own: Vec<usize>,
    /// Which shard, and what stands for what all shards of the run have in common.
    asked: Option<(Asked, String)>,
}

impl Part {
    /// The scenarios, or the exit code where there are none and the reason is said.
    pub fn of(
        args: &RunArgs,
        loaded: &Loaded,
        apis: &[String],
        asked: Option<Asked>,
    ) -> Result<ControlFlow<ExitCode, Self>, CliError> {
        let mut all = settings::select(&args.which, loaded, apis)?;
        if all.is_empty() {
            output::note(&settings::nothing_selected(&args.which, apis));
            return Ok(ControlFlow::Break(ExitCode::Nothing));
        }
        if let Some(report) = &args.rerun_failed {
            match rerun::failed(report, &loaded.suite, all)? {
                ControlFlow::Continue(failed) => all = failed,
                // Merging asks every shard what it did, one that had nothing to do as well.
                ControlFlow::Break(ExitCode::Kept) if asked.is_some() => all = Vec::new(),
                ControlFlow::Break(code) => return Ok(ControlFlow::Break(code)),
            }
        }
        let own: Vec<usize> = match &asked {
            Some(asked) => suite::share(&all, &loaded.contract, asked.shard),
            None => (0..all.len()).collect(),
        };
        if let Some(asked) = &asked {
            let mut words = format!(
                "shard {}: {} of {}",
                asked.words(),
                own.len(),
                count(all.len(), "scenario")
            );
            if own.is_empty() && !all.is_empty() {
                words.push_str("; nothing to do here, other shards run what there is");
            }
            output::note(&words);
        }
        let cases = own.iter().map(|index| all[*index].clone()).collect();
        let asked = asked.map(|asked| (asked, suite::digest(&all, &loaded.schemas)));
        Ok(ControlFlow::Continue(Self { all, cases, own, asked }))
    }

    /// What came of each scenario, by its place among those of all shards.
    pub fn placed(&self, ran: Vec<(usize, Ran)>) -> Vec<(usize, Ran)> {
        ran.into_iter().map(|(index, ran)| (self.own[index], ran)).collect()
    }

    /// Writes what merging needs, if this is a shard, and says so in the frame. `faults` are those of
    /// the embedded reference, where that is the target.
    pub fn save(
        &self,
        folder: &Path,
        plan: &Plan,
        ran: &[(usize, Ran)],
        frame: &mut Frame,
        faults: Option<Vec<String>>,
    ) -> Option<Result<PathBuf, CliError>> {
        let (asked, digest) = self.asked.as_ref()?;
        let saved = SavedShard::new(
            asked.shard,
            digest.clone(),
            faults,
            self.own.len(),
            frame.clone(),
            plan.clone(),
        );
        frame.selection.insert("shard".into(), asked.words());
        Some(shard_file::write(folder, &saved.with(ran)))
    }
}
