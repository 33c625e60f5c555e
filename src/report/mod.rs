//! Presentation: one small pure renderer per format, all from a [`RunReport`](crate::model::RunReport).
//!
//! | format | made by | for |
//! | --- | --- | --- |
//! | JSON | [`json::render`] | machines; the whole run, described by `schemas/report.schema.json` |
//! | JUnit | [`junit::render`] | CI systems |
//! | HTML | [`html::render`] | people: one file that opens from disk and asks for nothing |
//! | text | [`terminal::render`] | the person in front of the run |
//! | a line | [`event::scenario_line`] | logs, while the run goes on |
//!
//! [`write_all`] puts the files into a folder, [`write_as`] anywhere, and [`read`] takes a run back in; nothing else here
//! does any I/O. Whatever text came from a target passes [`text::clean`] before a person, a
//! browser or an XML parser sees it; JSON alone keeps it as it was.

pub mod event;
mod files;
mod group;
pub mod html;
pub mod json;
pub mod junit;
mod style;
pub mod terminal;
pub mod text;
mod verdict;
mod words;

pub use files::{
    Format, ReadError, WriteError, prepare, read, write_all, write_as, write_one, write_text,
};
pub use style::{Style, Verbosity};
