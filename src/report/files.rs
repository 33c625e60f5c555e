//! Reports in files: written beside their place and moved there, read back with care.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, de};
use serde_json::error::Category;

use self::whole::Staged;
use super::text::{cut, one_line};
use super::{consistent, html, json, junit};
use crate::input::{self, InputError, Kind};
use crate::model::{REPORT_FORMAT, RunReport};

mod whole;

/// A report that is longer is not read: to render it takes several times its length in memory.
const LONGEST: u64 = 1 << 30;
/// As much is shown of what a reader said.
const SHOWN: usize = 300;

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The folder can't be made or written to.
    #[error(
        "cannot write into the report folder {}: {source}\nname a folder that can be written to and has room (--reports DIR)",
        path.display()
    )]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file can't be written or moved to its place.
    #[error(
        "cannot write {}: {source}\nmake its folder writable, free some space, or name another place",
        path.display()
    )]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The report has something that this format cannot hold.
    #[error("cannot render {}: {problem}\nthis is a fault of docproof: please report it with this message", path.display())]
    Render {
        /// The file.
        path: PathBuf,
        /// What the renderer said.
        problem: String,
    },
}

/// Why a report could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file can't be opened, or isn't text.
    #[error("cannot read {}: {source}\nname a report.json that an earlier run wrote", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: InputError,
    },
    /// What one part says, another denies.
    #[error(
        "{}: at {member}: {problem}\nit was changed after it was written: take it again from where it was made, or run again",
        path.display()
    )]
    Changed {
        /// The file.
        path: PathBuf,
        /// The member that can't be as it is.
        member: &'static str,
        /// What is wrong with it.
        problem: String,
    },
    /// What is in the file is no report that this version reads.
    #[error("{}:{line}:{column}: {problem}\n{remedy}", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong.
        problem: String,
        /// What to do.
        remedy: &'static str,
    },
}

/// A form that a run is written in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Format {
    /// `report.json`, the whole run as data.
    Json,
    /// `junit.xml`, for CI systems.
    Junit,
    /// `report.html`, for people.
    Html,
}

impl Format {
    /// Every one, in the order in which they are written.
    pub const ALL: [Self; 3] = [Self::Json, Self::Junit, Self::Html];

    /// The name of its file in a folder of reports.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Json => "report.json",
            Self::Junit => "junit.xml",
            Self::Html => "report.html",
        }
    }

    fn render(self, report: &RunReport, path: &Path) -> Result<String, WriteError> {
        let problem = |problem: &dyn fmt::Display| WriteError::Render {
            path: path.to_owned(),
            problem: problem.to_string(),
        };
        match self {
            Self::Json => json::render(report).map_err(|error| problem(&error)),
            Self::Junit => junit::render(report).map_err(|error| problem(&error)),
            Self::Html => html::render(report).map_err(|error| problem(&error)),
        }
    }
}

/// Writes every [`Format`] into the folder, which is made when missing, and returns the paths.
///
/// # Errors
///
/// [`WriteError`], with the file, the cause and what to do.
pub fn write_all(report: &RunReport, folder: &Path) -> Result<Vec<PathBuf>, WriteError> {
    fs::create_dir_all(folder)
        .map_err(|source| WriteError::Folder { path: folder.to_owned(), source })?;
    let files = rendered(report, &in_folder(folder))?;
    write_together(&files)?;
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

/// Every [`Format`], each with its place in a folder.
pub fn in_folder(folder: &Path) -> [(Format, PathBuf); 3] {
    Format::ALL.map(|format| (format, folder.join(format.file_name())))
}

/// The report in these forms, each with its place.
///
/// # Errors
///
/// [`WriteError::Render`], with the file.
pub fn rendered(
    report: &RunReport,
    wanted: &[(Format, PathBuf)],
) -> Result<Vec<(PathBuf, String)>, WriteError> {
    let texts = wanted.iter();
    texts.map(|(format, path)| Ok((path.clone(), format.render(report, path)?))).collect()
}

/// Writes texts to places whose folders are made when missing.
///
/// All are written before any is moved into its place: a reader never sees half of one, and a full
/// disk leaves those that were there.
///
/// # Errors
///
/// [`WriteError::File`], with the file, the cause and what to do.
pub fn write_together(files: &[(PathBuf, String)]) -> Result<(), WriteError> {
    for (path, _) in files {
        whole::sweep(whole::folder(path));
    }
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| WriteError::File { path, source }
    };
    let staged = files
        .iter()
        .map(|(path, text)| Ok((path, Staged::new(path, text).map_err(failed(path))?)))
        .collect::<Result<Vec<_>, WriteError>>()?;
    for (path, staged) in staged {
        staged.settle().map_err(failed(path))?;
    }
    Ok(())
}

/// Writes one file into the folder, which must be there, and returns its path: whole, or not at all.
///
/// # Errors
///
/// [`WriteError::File`], with the file, the cause and what to do.
pub fn write_one(folder: &Path, name: &str, text: &str) -> Result<PathBuf, WriteError> {
    let path = folder.join(name);
    write_text(&path, text)?;
    Ok(path)
}

/// Writes a text to a place whose folder is made when missing: whole, or not at all.
///
/// # Errors
///
/// [`WriteError::File`], with the file, the cause and what to do.
pub fn write_text(path: &Path, text: &str) -> Result<(), WriteError> {
    Staged::new(path, text)
        .and_then(Staged::settle)
        .map_err(|source| WriteError::File { path: path.to_owned(), source })
}

/// Writes a file that only its owner may read: whole, or not at all.
///
/// # Errors
///
/// What the system said; that it is there, where it isn't to be replaced.
pub fn write_private(path: &Path, text: &str, replace: bool) -> io::Result<()> {
    whole::write_private(path, text, replace)
}

/// Makes the folder and sees that files can be written there, before a run takes its time. What a
/// run left there that was killed while it wrote is removed.
///
/// # Errors
///
/// [`WriteError`], with the folder, the cause and what to do.
pub fn prepare(folder: &Path) -> Result<(), WriteError> {
    fs::create_dir_all(folder)
        .and_then(|()| {
            whole::sweep(folder);
            whole::probe(folder)
        })
        .map_err(|source| WriteError::Folder { path: folder.to_owned(), source })
}

/// Sees that a file can be written at a place, before a run takes its time; its folder is made when
/// missing. What is there and is no regular file (a pipe, a device) will only be written to.
///
/// # Errors
///
/// [`WriteError::File`], with the file, the cause and what to do.
pub fn prepare_file(path: &Path) -> Result<(), WriteError> {
    whole::probe_file(path).map_err(|source| WriteError::File { path: path.to_owned(), source })
}

/// Reads a report that [`write_all`] wrote.
///
/// # Errors
///
/// [`ReadError`], with the place: for a file that can't be opened, is cut off, isn't a report, or
/// has another [`REPORT_FORMAT`].
pub fn read(path: &Path) -> Result<RunReport, ReadError> {
    let text = input::text(path, Kind::FileOrPipe, LONGEST).map_err(|source| match source {
        InputError::NoText { line, column, what } => ReadError::Content {
            path: path.to_owned(),
            line,
            column,
            problem: what.into(),
            remedy: "it was changed after it was written: take it again from where it was made",
        },
        source => ReadError::Open { path: path.to_owned(), source },
    })?;
    if text.trim().is_empty() {
        return Err(ReadError::Content {
            path: path.to_owned(),
            line: 1,
            column: 1,
            problem: "the file is empty".into(),
            remedy: "name the report.json of an earlier run",
        });
    }
    // The grammar first: what is found after it is no mistake of JSON.
    let report: RunReport = serde_json::from_str::<de::IgnoredAny>(&text)
        .map_err(|error| content_error(path, &error, false))
        .and_then(|_| {
            serde_json::from_str::<Head>(&text)
                .and_then(|_| serde_json::from_str(&text))
                .map_err(|error| content_error(path, &error, true))
        })?;
    match consistent::contradiction(&report) {
        Some((member, problem)) => {
            Err(ReadError::Changed { path: path.to_owned(), member, problem })
        }
        None => Ok(report),
    }
}

fn content_error(path: &Path, error: &serde_json::Error, is_json: bool) -> ReadError {
    let (line, column) = (error.line().max(1), error.column().max(1));
    let said = error.to_string();
    let said = said
        .strip_suffix(&format!(" at line {} column {}", error.line(), error.column()))
        .unwrap_or(&said);
    let said = cut(&one_line(said), SHOWN);
    let (problem, remedy) = match error.classify() {
        Category::Eof if !is_json => (
            format!("the report ends in the middle ({said})"),
            "it was cut off while being copied or written: take it again from where it was made",
        ),
        Category::Syntax if !is_json => {
            (format!("this is not JSON ({said})"), "name the report.json of an earlier run")
        }
        _ => (
            format!("this is no report that this version reads ({said})"),
            "name the report.json of a run of this version of docproof, or run again",
        ),
    };
    ReadError::Content { path: path.to_owned(), line, column, problem, remedy }
}

/// As much of a report as says whether the rest can be understood.
#[derive(Deserialize)]
#[serde(expecting = "an object with the members of a report")]
struct Head {
    #[serde(rename = "format", deserialize_with = "known_format")]
    _format: (),
}

fn known_format<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    let found = String::deserialize(deserializer)?;
    if found == REPORT_FORMAT {
        Ok(())
    } else {
        Err(de::Error::custom(format_args!(
            "its format is {found:?}, this version reads {REPORT_FORMAT:?}"
        )))
    }
}
