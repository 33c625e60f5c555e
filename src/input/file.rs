//! One file, read within its limit.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::position::line_and_column;

/// What a path may lead to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// A file alone.
    File,
    /// A pipe too (`<(…)`, `/dev/stdin`): what a shell makes where secrets shall not be on disk.
    FileOrPipe,
}

/// Why a file can't be read; what names the file stands before it.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// The system refuses.
    #[error("{0}")]
    System(#[from] io::Error),
    /// A device, or a pipe where only a file will do.
    #[error("it is {0}, not a file")]
    NoFile(&'static str),
    /// More than is read.
    #[error("it is longer than the limit of {} for such a file", size(*.0))]
    TooLong(u64),
    /// Bytes that are no UTF-8.
    #[error("{what}; save it as UTF-8")]
    NoText {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is there.
        what: &'static str,
    },
}

/// A limit as a person says it.
fn size(bytes: u64) -> String {
    match (bytes >> 30, bytes >> 20, bytes >> 10) {
        (0, 0, kib) => format!("{kib} KiB"),
        (0, mib, _) => format!("{mib} MiB"),
        (gib, ..) => format!("{gib} GiB"),
    }
}

/// Reads a file as text; a byte order mark before it is left out.
///
/// # Errors
/// What is wrong with it.
pub fn text(path: &Path, kind: Kind, limit: u64) -> Result<String, InputError> {
    let mut text = decoded(bytes(path, kind, limit)?)?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

/// Reads a file as it is.
///
/// # Errors
/// What is wrong with it.
pub fn bytes(path: &Path, kind: Kind, limit: u64) -> Result<Vec<u8>, InputError> {
    // Before it is opened: opening a pipe waits for whoever writes into it.
    if let Some(other) = other_than(fs::metadata(path)?.file_type(), kind) {
        return Err(InputError::NoFile(other));
    }
    let mut bytes = Vec::new();
    // Not the size that the system tells: a file may grow, and a device has none.
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
        return Err(InputError::TooLong(limit));
    }
    Ok(bytes)
}

#[cfg(unix)]
fn other_than(found: fs::FileType, kind: Kind) -> Option<&'static str> {
    use std::os::unix::fs::FileTypeExt;
    if found.is_block_device() {
        Some("a device")
    } else if found.is_socket() {
        Some("a socket")
    } else if kind == Kind::FileOrPipe {
        // Of a character device (a terminal, /dev/stdin) no more is read than the limit either.
        None
    } else if found.is_fifo() {
        Some("a pipe")
    } else {
        found.is_char_device().then_some("a device")
    }
}

#[cfg(not(unix))]
fn other_than(_: fs::FileType, _: Kind) -> Option<&'static str> {
    None
}

fn decoded(bytes: Vec<u8>) -> Result<String, InputError> {
    if let Some(what) = foreign(&bytes) {
        return Err(InputError::NoText { line: 1, column: 1, what });
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let (line, column) = line_and_column(&String::from_utf8_lossy(valid), valid.len());
        InputError::NoText { line, column, what: "this is no UTF-8" }
    })
}

/// The encodings that give themselves away.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("this is UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("this is UTF-16"),
        [a, 0, b, 0, ..] | [0, a, 0, b, ..] if *a != 0 && *b != 0 => Some("this is UTF-16"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(bytes: &[u8]) -> String {
        match decoded(bytes.to_vec()).unwrap_err() {
            InputError::NoText { line, column, what } => format!("{line}:{column}: {what}"),
            other => other.to_string(),
        }
    }

    #[test]
    fn bytes_that_are_no_utf8_are_told_their_place() {
        assert_eq!(refusal(b"a\nb\xe9"), "2:2: this is no UTF-8");
        assert_eq!(refusal(b"\xff\xfea\0"), "1:1: this is UTF-16");
        assert_eq!(refusal(b"a\0b\0"), "1:1: this is UTF-16");
    }

    #[test]
    fn a_limit_is_the_last_length_that_is_read() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), "12345").unwrap();
        assert_eq!(text(file.path(), Kind::File, 5).unwrap(), "12345");
        let error = text(file.path(), Kind::File, 4).unwrap_err();
        assert!(matches!(error, InputError::TooLong(4)), "{error}");
    }

    #[test]
    fn limits_are_said_in_words() {
        assert_eq!([size(64 << 10), size(4 << 20), size(1 << 30)], ["64 KiB", "4 MiB", "1 GiB"]);
    }
}
