//! No file is written over what a command reads, or over another that it writes.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::error::CliError;

/// Holds the places of files to each other, whatever way they are spelt.
pub(super) fn apart<'a>(
    read: impl IntoIterator<Item = &'a PathBuf>,
    written: impl IntoIterator<Item = &'a PathBuf>,
) -> Result<(), CliError> {
    let read: Vec<PathBuf> = read.into_iter().map(|path| whole(path)).collect();
    let mut places = Vec::new();
    // A device or a pipe holds nothing that could be lost.
    let is_stream =
        |path: &PathBuf| path.metadata().is_ok_and(|there| !there.is_file() && !there.is_dir());
    for path in written.into_iter().filter(|path| !is_stream(path)) {
        let place = whole(path);
        let problem = if read.contains(&place) {
            "this file is read, and would be written over; name another for one of them"
        } else if places.contains(&place) {
            "two things can't be one file; name another for one of them"
        } else {
            places.push(place);
            continue;
        };
        return Err(CliError::Usage(format!("{}: {problem}", path.display())));
    }
    Ok(())
}

/// Where a path leads, as far as can be told before it is there: the part that is, without links,
/// and the names behind it.
fn whole(path: &Path) -> PathBuf {
    if let Ok(there) = path.canonicalize() {
        return there;
    }
    let Some(folder) = path.parent() else { return path.to_owned() };
    let here = Path::new(".");
    let mut folder = whole(if folder == OsStr::new("") { here } else { folder });
    match path.file_name() {
        Some(name) => folder.push(name),
        // `missing/..`
        None => {
            folder.pop();
        }
    }
    folder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_one_however_it_is_spelt() {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        std::fs::create_dir(at("folder")).unwrap();
        std::fs::write(at("file"), "").unwrap();
        for (one, other) in [
            ("file", "./file"),
            ("file", "folder/../file"),
            ("new", "folder/../new"),
            ("missing/new", "./missing//new"),
            ("new", "missing/../new"),
            ("folder/new", "missing/../folder/new"),
        ] {
            assert_eq!(whole(&at(one)), whole(&at(other)), "{one} {other}");
            let (one, other) = (at(one), at(other));
            assert!(apart([&one], [&other]).is_err());
            assert!(apart([], [&one, &other]).is_err());
            assert!(apart([&one, &other], []).is_ok(), "a file may be read twice");
        }
        assert_ne!(whole(&at("new")), whole(&at("folder/new")));
        assert_eq!(whole(Path::new("new")), whole(Path::new("./new")));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_what_they_lead_to() {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        std::fs::create_dir(at("folder")).unwrap();
        std::os::unix::fs::symlink("folder", at("link")).unwrap();
        assert_eq!(whole(&at("link/new")), whole(&at("folder/new")));
    }
}
