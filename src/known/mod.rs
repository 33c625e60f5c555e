//! Known deviations: what a run may find broken for a while without failing, because somebody
//! answers for it. Pure: the file's text, the day and the target come from outside.
//!
//! [`parse`] reads the file, a [`Ledger`] marks what it covers in a report and judges the entries,
//! and [`propose`] writes entries for what is broken and unknown.

mod entry;
mod ledger;
mod parse;
mod propose;

pub use entry::{Entry, Names, Refused, Subject};
pub use ledger::Ledger;
pub use parse::parse;
pub use propose::{Proposal, propose};
