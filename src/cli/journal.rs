//! The ids of everything created, on disk as soon as they are known: documented operations delete
//! nothing, and a run that is killed writes no report.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use super::output;
use crate::suite;

/// The file of one run; it goes when the report has the ids.
pub(super) struct Journal(PathBuf);

impl Journal {
    /// Tells of the files that runs without a report left, and begins one.
    pub(super) fn begin(folder: &Path, run: &str) -> (Self, suite::Journal) {
        for left in left_behind(folder) {
            output::note(&format!(
                "{} has the ids that an earlier run created and never reported",
                left.display()
            ));
        }
        let path = folder.join(format!("created-{run}.jsonl"));
        let file: Mutex<Option<File>> = Mutex::new(None);
        let (place, told_of) = (path.clone(), AtomicBool::new(false));
        let told = suite::Journal(Box::new(move |created| {
            let Ok(line) = serde_json::to_string(created) else { return };
            let mut file = file.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            // Made with the first id, so that a run that creates nothing leaves nothing.
            let open = || OpenOptions::new().create(true).append(true).open(&place);
            let written = match file.take().map_or_else(open, Ok) {
                Ok(opened) => append(file.insert(opened), &line),
                Err(error) => Err(error),
            };
            // The report has them too, so the run goes on.
            if let Err(error) = written
                && !told_of.swap(true, Ordering::Relaxed)
            {
                output::note(&format!(
                    "{} can't be written ({error}): if this run is killed, nothing says what it created",
                    place.display()
                ));
            }
        }));
        (Self(path), told)
    }

    /// The report is written: the file has served.
    pub(super) fn end(self) {
        // There is none where nothing was created.
        let _ = std::fs::remove_file(self.0);
    }
}

/// A line, or nothing: half of one would spoil the next.
fn append(file: &mut File, line: &str) -> std::io::Result<()> {
    let before = file.metadata()?.len();
    file.write_all(format!("{line}\n").as_bytes()).inspect_err(|_| {
        // Cutting needs no room.
        let _ = file.set_len(before);
    })
}

fn left_behind(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            name.starts_with("created-") && name.ends_with(".jsonl")
        })
        .collect()
}
