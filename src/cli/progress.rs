//! What is shown while a run goes on: a bar on a terminal, plain lines elsewhere.

use indicatif::{ProgressBar, ProgressStyle};

use super::output;
use crate::model::{ScenarioReport, ScenarioStatus};
use crate::report::{Style, Verbosity, event::scenario_line};

/// Shows how far a run is.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    style: Style,
}

impl Progress {
    pub(super) fn new(cases: usize, style: Style) -> Self {
        let wanted = output::is_terminal() && style.verbosity != Verbosity::Quiet;
        let bar = wanted.then(|| {
            let bar = ProgressBar::new(cases as u64);
            if let Ok(look) = ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed}  {msg}")
            {
                bar.set_style(look);
            }
            bar
        });
        Self { bar, style }
    }

    /// A scenario has ended.
    pub(super) fn finished(&self, scenario: &ScenarioReport) {
        let bad = matches!(scenario.status, ScenarioStatus::Failed | ScenarioStatus::Error);
        match &self.bar {
            Some(bar) => {
                bar.inc(1);
                if bad {
                    bar.println(scenario_line(scenario, &self.style));
                }
            }
            None => {
                if self.style.verbosity != Verbosity::Quiet {
                    output::print(&scenario_line(scenario, &self.style));
                }
            }
        }
    }

    /// The run is over.
    pub(super) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
