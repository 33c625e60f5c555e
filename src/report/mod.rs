//! Presentation: one small pure renderer per format, all from a [`RunReport`](crate::model::RunReport).
//!
//! | format | made by | for |
//! | --- | --- | --- |
//! | JSON | [`json::render`] | machines; the whole run, described by `schemas/report.schema.json` |
//! | JUnit | [`junit::render`] | CI systems |
//! | HTML | [`html::render`] | people: one file that opens from disk and asks for nothing |
//! | text | [`terminal::render`] | the person in front of the run |
//! | a line | [`event::scenario_line`] | logs, while the run goes on |
//! | events | [`stream::Stream`] | programs that follow a run |
//! | TAP | [`tap::render`] | TAP's readers |
//! | Cucumber JSON | [`cucumber::render`] | Cucumber's report tools |
//! | code quality | [`gitlab::render`] | GitLab's merge requests |
//! | annotations, Markdown | [`github::annotations`], [`summary::render`] | GitHub Actions |
//!
//! [`write_all`] puts the files into a folder, [`write_together`] any files anywhere, and [`read`]
//! takes a run back in; nothing else here does any I/O. Whatever text came from a target passes [`text::clean`] before a person, a
//! browser or an XML parser sees it; JSON alone keeps it as it was.

pub mod comparison;
mod consistent;
pub mod cucumber;
pub mod event;
pub mod face;
mod files;
mod gather;
pub mod github;
pub mod gitlab;
mod group;
pub mod html;
pub mod implementations;
pub mod json;
pub mod junit;
pub mod markdown;
mod places;
pub mod stream;
mod style;
pub mod summary;
pub mod tap;
pub mod terminal;
pub mod text;
mod verdict;
pub mod words;

pub use files::{
    Format, Output, ReadError, WriteError, in_folder, places, prepare, prepare_file, read,
    write_all, write_one, write_private, write_text, write_together,
};
pub use places::Places;
pub use style::{Style, Verbosity};
