//! Files that are there whole, or not at all: written beside their place, then moved there.

use std::ffi::OsStr;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::output::{Content, Unwritten};

/// How the name of a file begins and ends that isn't moved to its place yet.
const BEGINNING: &str = ".docproof-";
const END: &str = ".part";
/// How many letters and digits stand between.
const BETWEEN: usize = 6;
/// A disk on which so much has no room is told before a run takes its time.
const PROBE: usize = 64 * 1024;

/// A file that has its room on the disk, and isn't in its place yet.
pub(super) struct Staged<'a> {
    path: PathBuf,
    content: &'a Content<'a>,
    /// What is no regular file (a pipe, a device) has its text kept: nothing can be moved there.
    beside: Result<NamedTempFile, Vec<u8>>,
}

impl<'a> Staged<'a> {
    /// Writes it beside its place, in a folder that is made when missing.
    pub(super) fn new(path: &Path, content: &'a Content<'a>) -> Result<Self, Unwritten> {
        let (path, is_regular) = place(path)?;
        let beside = if is_regular {
            Ok(beside(&path, content)?)
        } else {
            let mut text = Vec::new();
            content(&mut text)?;
            Err(text)
        };
        Ok(Self { path, content, beside })
    }

    /// Moves it to its place.
    pub(super) fn settle(self) -> Result<(), Unwritten> {
        let file = match self.beside {
            Ok(file) => file,
            Err(text) => {
                return Ok(OpenOptions::new().write(true).open(&self.path)?.write_all(&text)?);
            }
        };
        match file.persist(&self.path) {
            // Another run that begins here takes it for one that was left behind.
            Err(error) if error.error.kind() == ErrorKind::NotFound => {
                beside(&self.path, self.content)?.persist(&self.path)
            }
            moved => moved,
        }
        .map(drop)
        .map_err(|error| error.error.into())
    }
}

/// Writes a file that only its owner may read; one that is replaced may hold credentials.
pub(super) fn write_private(path: &Path, text: &str, replace: bool) -> io::Result<()> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    match fs::metadata(&path) {
        Ok(_) if !replace => return Err(ErrorKind::AlreadyExists.into()),
        Ok(there) if !there.is_file() => return Err(io::Error::other("it is no regular file")),
        Ok(_) | Err(_) => {}
    }
    let file = temporary(&path, 0o600, |to| to.write_all(text.as_bytes()))?;
    let moved = if replace { file.persist(&path) } else { file.persist_noclobber(&path) };
    moved.map(drop).map_err(|error| error.error)
}

/// Whether a file can be made in a folder and has room there.
pub(super) fn probe(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    temporary(&folder.join("probe"), 0o666, |to| to.write_all(&[b' '; PROBE])).map(drop)
}

/// Whether a file can be written at a place.
pub(super) fn probe_file(path: &Path) -> io::Result<()> {
    let (path, is_regular) = place(path)?;
    if !is_regular {
        return Ok(());
    }
    let folder = folder(&path);
    fs::create_dir_all(folder)?;
    sweep(folder);
    probe(folder)
}

/// Where a text is put, and whether that is, or will be, a regular file.
fn place(path: &Path) -> io::Result<(PathBuf, bool)> {
    // A link stays one, and what it leads to is replaced.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    match fs::metadata(&path) {
        Ok(there) if there.is_dir() => Err(ErrorKind::IsADirectory.into()),
        Ok(there) => Ok((path, there.is_file())),
        Err(_) => Ok((path, true)),
    }
}

/// Removes what runs left behind that were killed while they wrote.
pub(super) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && is_left_behind(&entry.file_name()) {
            // One that can't be removed does no harm.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The folder that a file is in.
pub(super) fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn is_left_behind(name: &OsStr) -> bool {
    let between = name
        .to_str()
        .and_then(|name| name.strip_prefix(BEGINNING))
        .and_then(|name| name.strip_suffix(END));
    between.is_some_and(|text| {
        text.len() == BETWEEN && text.chars().all(|c| c.is_ascii_alphanumeric())
    })
}

fn beside(path: &Path, content: &Content<'_>) -> Result<NamedTempFile, Unwritten> {
    fs::create_dir_all(folder(path))?;
    // A report is for whoever the umask lets read it.
    temporary(path, 0o666, |to| content(to))
}

fn temporary<E: From<io::Error>>(
    path: &Path,
    mode: u32,
    write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<NamedTempFile, E> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    let mut builder = tempfile::Builder::new();
    builder.prefix(BEGINNING).suffix(END).rand_bytes(BETWEEN);
    // Opened here, so that an error doesn't name a file that nobody knows.
    let mut file = builder.make_in(folder(path), |path| options.open(path))?;
    write(file.as_file_mut())?;
    // Some disks say only now that they are full.
    file.as_file().sync_all()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_written_here_is_swept_away() {
        let folder = tempfile::tempdir().unwrap();
        let kept =
            [".docproof-notes", ".docproof-abc.part", "report.json", ".docproof-ab-def.part"];
        for name in kept.iter().chain(&[".docproof-aB3dEf.part"]) {
            fs::write(folder.path().join(name), "").unwrap();
        }
        sweep(folder.path());
        let mut left: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        let mut kept = kept.map(str::to_owned);
        kept.sort();
        assert_eq!(left, kept);
    }

    #[test]
    fn a_file_that_another_run_swept_away_is_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        let content: Content<'_> = Box::new(|to| Ok(to.write_all(b"whole")?));
        let staged = Staged::new(&path, &content).unwrap();
        sweep(folder.path());
        staged.settle().unwrap();
        assert_eq!(fs::read_to_string(path).unwrap(), "whole");
    }
}
