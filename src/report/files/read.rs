//! Reading a saved report back, with care.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, de};
use serde_json::error::Category;

use crate::input::{self, InputError, Kind};
use crate::model::{REPORT_FORMAT, RunReport};
use crate::report::consistent;
use crate::report::text::{cut, one_line};

/// A report that is longer is not read: to render it takes several times its length in memory.
const LONGEST: u64 = 1 << 30;
/// As much is shown of what a reader said.
const SHOWN: usize = 300;

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

/// Reads a report that [`write_all`](super::write_all) wrote.
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
