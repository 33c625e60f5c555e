//! What the CI says in the environment, and what it is told.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::args::RunFormat;
use super::output;
use crate::model::RunReport;
use crate::report::{github, summary};

/// How long GitHub lets the summary of a step be.
const SUMMARY: u64 = 1024 * 1024;

/// GitHub Actions, where it runs this.
pub(super) struct Actions {
    summary: Option<PathBuf>,
    /// What stands around text that may hold a target's.
    fence: [String; 2],
}

impl Actions {
    /// Unless that is switched off.
    pub(super) fn here(off: bool) -> Option<Self> {
        let here = std::env::var("GITHUB_ACTIONS").is_ok_and(|value| value == "true");
        (here && !off).then(|| Self {
            summary: variable("GITHUB_STEP_SUMMARY"),
            fence: github::fence(&uuid::Uuid::new_v4().simple().to_string()),
        })
    }

    /// Prints the annotations, and adds to the summary of the step.
    pub(super) fn tell(&self, report: &RunReport, format: RunFormat) {
        let lines = github::annotations(report, &|file| place(report, file));
        match format {
            _ if lines.is_empty() => {}
            RunFormat::Human => output::raw(&lines),
            // GitHub hears both streams, and a program reads the other one.
            RunFormat::JsonLines | RunFormat::Tap => output::note(lines.trim_end()),
        }
        if let Some(path) = &self.summary
            && let Err(error) = add(path, report)
        {
            // The run's own reports are there, so this is no reason to fail.
            output::note(&format!("{}: the summary is not written: {error}", path.display()));
        }
    }
}

/// Does what prints text that may hold a target's, so that GitHub takes no commands out of it.
pub(super) fn fenced<T>(actions: Option<&Actions>, print: impl FnOnce() -> T) -> T {
    let Some(Actions { fence: [stop, go_on], .. }) = actions else { return print() };
    output::raw(stop);
    let done = print();
    output::raw(go_on);
    done
}

/// Adds to the summary as much as there is room for.
fn add(path: &Path, report: &RunReport) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
    let room = SUMMARY.saturating_sub(file.metadata()?.len());
    let text = summary::render(report, usize::try_from(room).unwrap_or(usize::MAX));
    file.write_all(text.as_bytes())
}

/// Where a file that a report names is in the repository that the CI has checked out; nothing for
/// features that are inside this program.
pub(super) fn place(report: &RunReport, file: &str) -> Option<String> {
    let known = report.known.iter().any(|entry| entry.file == file);
    // The report says whether the features were files: shards that are merged have no such option.
    if !report.selection.contains_key("features") && !known {
        return None;
    }
    let root = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"].into_iter().find_map(variable);
    let root = root.unwrap_or_else(|| PathBuf::from(".")).canonicalize().ok()?;
    let file = Path::new(file).canonicalize().ok()?;
    let inside = file.strip_prefix(root).ok()?;
    Some(inside.to_string_lossy().replace('\\', "/"))
}

fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}
