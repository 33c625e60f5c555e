//! `shard.json`: found, read with care, written and forgotten.

use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::error::Category;

use super::error::CliError;
use crate::input::{self, InputError, Kind};
use crate::model::REPORT_FORMAT;
use crate::report::{self, WriteError};
use crate::suite::{SHARD_FORMAT, SavedShard};

/// Its name in a folder of reports.
pub(super) const SHARD_FILE: &str = "shard.json";
/// One that is longer is not read, as with reports.
const LONGEST: u64 = 1 << 30;
/// How deep folders are looked into: CI systems put each artifact into a folder of its own.
const DEPTH: usize = 4;

/// The files that are named, and those in the folders that are.
pub(super) fn find(paths: &[PathBuf]) -> Result<Vec<PathBuf>, CliError> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = files.len();
            walk(path, DEPTH, &mut files)?;
            if files.len() == before {
                return Err(CliError::Usage(format!(
                    "{}: there is no {SHARD_FILE} in it\na run with --shard K/N writes one beside its reports, and \
                     so does one that is a shard by a parallel job's variables",
                    path.display()
                )));
            }
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn walk(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), CliError> {
    let failed = |source| CliError::Read {
        path: folder.to_owned(),
        source: InputError::System(source),
        remedy: "name the folders or the shard.json files of a run's shards",
    };
    let mut entries = std::fs::read_dir(folder)
        .map_err(failed)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(failed)?;
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            if depth > 0 {
                walk(&entry, depth - 1, files)?;
            }
        } else if entry.file_name().is_some_and(|name| name == SHARD_FILE) {
            files.push(entry);
        }
    }
    Ok(())
}

/// As much of a file as says whether the rest can be understood.
#[derive(Deserialize)]
struct Head {
    format: String,
}

/// Reads one.
pub(super) fn read(file: &Path) -> Result<SavedShard, CliError> {
    let text = input::text(file, Kind::File, LONGEST).map_err(|source| CliError::Read {
        path: file.to_owned(),
        source,
        remedy: "name the folders or the shard.json files of a run's shards",
    })?;
    let refused = |message: String| CliError::Usage(format!("{}: {message}", file.display()));
    let head: Head = serde_json::from_str(&text).map_err(|error| {
        refused(match error.classify() {
            Category::Eof => format!(
                "it ends in the middle ({error})\nit was cut off while being copied or written: take it again \
                 from where it was made"
            ),
            _ => format!("this is no {SHARD_FILE} ({error})\n`docproof run --shard K/N` writes one"),
        })
    })?;
    match head.format.as_str() {
        SHARD_FORMAT => serde_json::from_str(&text).map_err(|error| {
            refused(format!("this is no {SHARD_FILE} that this version reads ({error})"))
        }),
        REPORT_FORMAT => Err(refused(format!(
            "this is the report of a run; name the {SHARD_FILE} beside it (only runs with --shard write one)"
        ))),
        other => Err(refused(format!(
            "its format is {other:?}, this version reads {SHARD_FORMAT:?}\nmerge with the version that ran the shards"
        ))),
    }
}

/// Writes one beside the reports.
pub(super) fn write(folder: &Path, shard: &SavedShard) -> Result<PathBuf, CliError> {
    // One line: only programs read it.
    let text = serde_json::to_string(shard).map_err(|error| WriteError::Render {
        path: folder.join(SHARD_FILE),
        problem: error.to_string(),
    })?;
    Ok(report::write_one(folder, SHARD_FILE, &format!("{text}\n"))?)
}

/// Removes the one that an earlier run left: nobody may take it for this run's.
pub(super) fn forget(folder: &Path) -> Result<(), CliError> {
    let path = folder.join(SHARD_FILE);
    match std::fs::remove_file(&path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => Err(CliError::Write {
            path,
            source,
            remedy: "an earlier run left it, and nobody may take it for this run's: remove it",
        }),
        _ => Ok(()),
    }
}
