//! Files to be written: what goes there is made as it is written.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::whole::Staged;
use super::{Format, WriteError};
use crate::model::RunReport;
use crate::report::{html, json, junit};

/// So much is written at once.
const BUFFER: usize = 256 * 1024;

/// Why something isn't where it should be.
#[derive(Debug)]
pub(super) enum Unwritten {
    /// It can't be written.
    Io(io::Error),
    /// It can't be made.
    Render(String),
}

impl From<io::Error> for Unwritten {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<serde_json::Error> for Unwritten {
    fn from(error: serde_json::Error) -> Self {
        if error.is_io() { Self::Io(error.into()) } else { Self::Render(error.to_string()) }
    }
}

/// What writes a file's content; it may be asked to again.
pub(super) type Content<'a> =
    Box<dyn Fn(&mut dyn io::Write) -> Result<(), Unwritten> + Send + Sync + 'a>;

/// A file to be written.
pub struct Output<'a> {
    pub(super) path: PathBuf,
    pub(super) content: Content<'a>,
}

impl<'a> Output<'a> {
    /// A file of this text.
    pub fn text(path: PathBuf, text: String) -> Self {
        Self { path, content: Box::new(move |to| Ok(to.write_all(text.as_bytes())?)) }
    }

    /// A file of a run in some form. It is rendered as it is written, so that a long one is never
    /// in memory as a whole.
    pub fn report(path: PathBuf, format: Format, report: &'a RunReport) -> Self {
        Self { path, content: Box::new(move |to| format.write(report, to)) }
    }

    /// Its place.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the file would hold.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn whole(&self) -> Result<Vec<u8>, WriteError> {
        let mut bytes = Vec::new();
        (self.content)(&mut bytes).map_err(|error| self.failed(error))?;
        Ok(bytes)
    }

    /// The file beside its place.
    pub(super) fn staged(&self) -> Result<Staged<'_>, WriteError> {
        Staged::new(&self.path, &self.content).map_err(|error| self.failed(error))
    }

    pub(super) fn failed(&self, error: Unwritten) -> WriteError {
        let path = self.path.clone();
        match error {
            Unwritten::Io(source) => WriteError::File { path, source },
            Unwritten::Render(problem) => WriteError::Render { path, problem },
        }
    }
}

impl Format {
    fn write(self, report: &RunReport, to: &mut dyn io::Write) -> Result<(), Unwritten> {
        // Renderers write in small pieces.
        let mut to = BufWriter::with_capacity(BUFFER, to);
        match self {
            Self::Json => json::write(report, &mut to)?,
            Self::Html => html::write(report, &mut to).map_err(|error| match error
                .downcast::<html::RenderError>()
            {
                Ok(error) => Unwritten::Render(error.to_string()),
                Err(error) => Unwritten::Io(error),
            })?,
            Self::Junit => junit::write(report, &mut to).map_err(|error| match error {
                junit::RenderError::Io(error) => Unwritten::Io(error),
                other => Unwritten::Render(other.to_string()),
            })?,
        }
        Ok(to.flush()?)
    }
}
