//! Files that people name: read whole, as text, and no further than a limit.

mod file;

pub use file::{InputError, Kind, bytes, text};
