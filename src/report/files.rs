//! Reports in files: written beside their place and moved there, read back with care.

use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, de};
use serde_json::error::Category;

use super::{html, json, junit};
use crate::model::{REPORT_FORMAT, RunReport};

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The folder can't be made or written to.
    #[error(
        "cannot write into the report folder {}: {source}\nname a folder that can be written to (--reports DIR)",
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
        /// What the system said.
        source: io::Error,
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
    let wanted = Format::ALL.map(|format| (format, folder.join(format.file_name())));
    write_as(report, &wanted)?;
    Ok(wanted.into_iter().map(|(_, path)| path).collect())
}

/// Writes the report in these forms to these places, whose folders are made when missing.
///
/// All are rendered before any is written, and each is moved into its place whole: a reader never
/// sees half of one.
///
/// # Errors
///
/// [`WriteError`], with the file, the cause and what to do.
pub fn write_as(report: &RunReport, wanted: &[(Format, PathBuf)]) -> Result<(), WriteError> {
    let texts = wanted.iter().map(|(format, path)| Ok((path, format.render(report, path)?)));
    for (path, text) in texts.collect::<Result<Vec<_>, WriteError>>()? {
        write_whole(path, &text)
            .map_err(|source| WriteError::File { path: path.clone(), source })?;
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
    write_whole(&path, text).map_err(|source| WriteError::File { path: path.clone(), source })?;
    Ok(path)
}

/// Writes one file anywhere, and makes its folder when missing: whole, or not at all.
///
/// # Errors
///
/// [`WriteError::File`], with the file, the cause and what to do.
pub fn write_text(path: &Path, text: &str) -> Result<(), WriteError> {
    write_whole(path, text).map_err(|source| WriteError::File { path: path.to_owned(), source })
}

/// Makes the folder and sees that files can be written there, before a run takes its time.
///
/// # Errors
///
/// [`WriteError`], with the folder, the cause and what to do.
pub fn prepare(folder: &Path) -> Result<(), WriteError> {
    let failed = |source| WriteError::Folder { path: folder.to_owned(), source };
    fs::create_dir_all(folder).map_err(failed)?;
    tempfile::Builder::new().prefix(".docproof-").tempfile_in(folder).map(drop).map_err(failed)
}

fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".docproof-");
    // Temporary files are private by default; a report is for whoever the umask lets read it.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.flush()?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// Reads a report that [`write_all`] wrote.
///
/// # Errors
///
/// [`ReadError`], with the place: for a file that can't be opened, is cut off, isn't a report, or
/// has another [`REPORT_FORMAT`].
pub fn read(path: &Path) -> Result<RunReport, ReadError> {
    let text = fs::read_to_string(path)
        .map_err(|source| ReadError::Open { path: path.to_owned(), source })?;
    serde_json::from_str::<Head>(&text)
        .and_then(|_| serde_json::from_str(&text))
        .map_err(|error| content_error(path, &error))
}

fn content_error(path: &Path, error: &serde_json::Error) -> ReadError {
    let (line, column) = (error.line().max(1), error.column().max(1));
    let said = error.to_string();
    let said = said
        .strip_suffix(&format!(" at line {} column {}", error.line(), error.column()))
        .unwrap_or(&said);
    let (problem, remedy) = match error.classify() {
        Category::Eof => (
            format!("the report ends in the middle ({said})"),
            "it was cut off while being copied or written: take it again from where it was made",
        ),
        Category::Syntax => {
            (format!("this is not JSON ({said})"), "name the report.json of an earlier run")
        }
        Category::Data | Category::Io => (
            format!("this is no report that this version reads ({said})"),
            "name the report.json of a run of this version of docproof, or run again",
        ),
    };
    ReadError::Content { path: path.to_owned(), line, column, problem, remedy }
}

/// As much of a report as says whether the rest can be understood.
#[derive(Deserialize)]
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
