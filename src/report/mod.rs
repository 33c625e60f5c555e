//! Presentation: one small pure renderer per format, all from a [`RunReport`](crate::model::RunReport).
//!
//! | format | made by | for |
//! | --- | --- | --- |
//! | JSON | [`json::render`] | machines; the whole run, described by `schemas/report.schema.json` |
//! | JUnit | [`junit::render`] | CI systems |
//! | text | [`terminal::render`] | the person in front of the run |
//! | a line | [`event::scenario_line`] | logs, while the run goes on |
//!
//! [`write_all`] puts the files into a folder and [`read`] takes a run back in; nothing else here
//! does any I/O. Whatever text came from a target passes [`text::clean`] before a person or an XML
//! parser sees it; JSON alone keeps it as it was.

pub mod event;
mod files;
mod group;
pub mod json;
pub mod junit;
mod style;
pub mod terminal;
pub mod text;

pub use files::{ReadError, WriteError, prepare, read, write_all, write_one};
pub use style::{Style, Verbosity};
