//! What is shown while a run goes on: a bar on a terminal, plain lines elsewhere, events for
//! programs.

use std::cell::LazyCell;

use indicatif::{ProgressBar, ProgressStyle};

use super::args::RunFormat;
use super::output;
use crate::model::{ApiReport, RunReport, ScenarioReport};
use crate::report::stream::Stream;
use crate::report::{Style, Verbosity, event::scenario_line};

/// Shows how far a run is.
pub(super) struct Progress {
    cases: usize,
    style: Style,
    shown: Shown,
}

enum Shown {
    Bar(ProgressBar),
    Lines,
    Events(Stream),
    /// All is said at the end.
    Nothing,
}

impl Progress {
    pub(super) fn new(cases: usize, style: Style, format: RunFormat) -> Self {
        let shown = match format {
            RunFormat::JsonLines => Shown::Events(Stream::default()),
            RunFormat::Tap => Shown::Nothing,
            RunFormat::Human if style.verbosity == Verbosity::Quiet => Shown::Nothing,
            RunFormat::Human if output::is_terminal() => Shown::Bar(bar(cases)),
            RunFormat::Human => Shown::Lines,
        };
        Self { cases, style, shown }
    }

    /// The run begins.
    pub(super) fn begin(&self, run_id: &str, apis: &[ApiReport]) {
        if let Shown::Events(_) = self.shown {
            let apis: Vec<(String, String)> =
                apis.iter().map(|api| (api.name.clone(), api.base_url.clone())).collect();
            output::raw(&Stream::started(run_id, self.cases, &apis));
        }
    }

    /// A scenario has ended; what there is to tell of it is made where it is told.
    pub(super) fn finished(
        &mut self,
        bad: bool,
        scenario: &LazyCell<ScenarioReport, impl FnOnce() -> ScenarioReport>,
    ) {
        match &mut self.shown {
            Shown::Bar(bar) => {
                bar.inc(1);
                if bad {
                    bar.println(scenario_line(scenario, &self.style));
                }
            }
            Shown::Lines => output::print(&scenario_line(scenario, &self.style)),
            Shown::Events(stream) => match stream.finished(scenario) {
                Ok(line) => output::raw(&line),
                Err(error) => output::note(&format!("an event is lost: {error}")),
            },
            Shown::Nothing => {}
        }
    }

    /// The run is over.
    pub(super) fn end(&self, report: &RunReport) {
        match &self.shown {
            Shown::Bar(bar) => bar.finish_and_clear(),
            Shown::Events(stream) => match stream.ended(report) {
                Ok(lines) => output::raw(&lines.join("\n")),
                Err(error) => output::note(&format!("the last events are lost: {error}")),
            },
            Shown::Lines | Shown::Nothing => {}
        }
    }
}

fn bar(cases: usize) -> ProgressBar {
    let bar = ProgressBar::new(cases as u64);
    if let Ok(look) = ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed}  {msg}") {
        bar.set_style(look);
    }
    bar
}
