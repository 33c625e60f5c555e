//! Numbers in steps. One that is too large for anything is the largest, so that the step can say what is wrong with it.

use std::convert::Infallible;
use std::str::FromStr;

/// How many there are to be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Count(pub usize);

impl FromStr for Count {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.parse().unwrap_or(usize::MAX)))
    }
}

/// The number of a record, from 1. A step that names none (an empty text) means the first.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct RecordNumber(pub usize);

impl RecordNumber {
    /// Its index; no record has that of number 0.
    pub fn index(self) -> usize {
        self.0.checked_sub(1).unwrap_or(usize::MAX)
    }
}

impl FromStr for RecordNumber {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(if text.is_empty() { 1 } else { text.parse().unwrap_or(usize::MAX) }))
    }
}
