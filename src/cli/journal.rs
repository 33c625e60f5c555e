//! The ids of everything created, on disk as soon as they are known: documented operations delete
//! nothing, and a run that is killed writes no report.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

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
        let place = path.clone();
        let told = suite::Journal(Box::new(move |created| {
            let mut file = file.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if file.is_none() {
                // Made with the first id, so that a run that creates nothing leaves nothing.
                *file = OpenOptions::new().create(true).append(true).open(&place).ok();
            }
            let Some(file) = file.as_mut() else { return };
            // The report has them too: a disk that is full is told when that is written.
            if let Ok(line) = serde_json::to_string(created) {
                let _ = file.write_all(format!("{line}\n").as_bytes());
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
