//! Reports in files: written beside their place and moved there, read back with care.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::model::RunReport;

mod output;
mod read;
mod whole;

pub use self::output::Output;
pub use self::read::{ReadError, read};

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
}

/// Writes every [`Format`] into the folder, which is made when missing, and returns the paths.
///
/// # Errors
///
/// [`WriteError`], with the file, the cause and what to do.
pub fn write_all(report: &RunReport, folder: &Path) -> Result<Vec<PathBuf>, WriteError> {
    fs::create_dir_all(folder)
        .map_err(|source| WriteError::Folder { path: folder.to_owned(), source })?;
    let files = in_folder(report, folder);
    write_together(&files)?;
    Ok(files.into_iter().map(|file| file.path).collect())
}

/// Every [`Format`], each with its place in a folder.
pub fn places(folder: &Path) -> [(Format, PathBuf); 3] {
    Format::ALL.map(|format| (format, folder.join(format.file_name())))
}

/// The report in every [`Format`], for a folder.
pub fn in_folder<'a>(report: &'a RunReport, folder: &Path) -> Vec<Output<'a>> {
    let places = places(folder).into_iter();
    places.map(|(format, path)| Output::report(path, format, report)).collect()
}

/// Writes files to places whose folders are made when missing, all at once.
///
/// All are written before any is moved into its place: a reader never sees half of one, and a full
/// disk leaves those that were there.
///
/// # Errors
///
/// [`WriteError`], with the file, the cause and what to do.
pub fn write_together(files: &[Output<'_>]) -> Result<(), WriteError> {
    for file in files {
        whole::sweep(whole::folder(&file.path));
    }
    let staged = files.par_iter().map(Output::staged).collect::<Result<Vec<_>, _>>()?;
    for (file, staged) in files.iter().zip(staged) {
        staged.settle().map_err(|error| file.failed(error))?;
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
    let file = Output::text(path.to_owned(), text.to_owned());
    file.staged()?.settle().map_err(|error| file.failed(error))
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
