//! Proves the promises of an API's documentation against a live implementation.
//!
//! | layer | rooms it may use |
//! | --- | --- |
//! | [`model`] | none |
//! | [`position`] | none |
//! | [`spelling`] | none |
//! | [`contract`] | model, position, spelling |
//! | [`edits`] | none |
//! | [`check`] | model, contract, edits |
//! | [`lint`] | model, contract, check |
//! | [`input`] | position |
//! | [`signing`] | none |
//! | [`target`] | model, input, position, spelling, signing |
//! | [`suite`] | model, spelling, contract, check, target |
//! | [`scaffold`] | model, spelling, contract, suite |
//! | [`mutate`] | model, contract, check, target, suite |
//! | [`known`] | model, position, spelling |
//! | [`report`] | model, input, edits |
//! | [`reference`](mod@reference) | signing |
//! | [`cli`] | all |
//!
//! `tests/architecture.rs` holds this table to the `use` lines.

pub mod check;
pub mod cli;
pub mod contract;
pub mod edits;
pub mod input;
pub mod known;
pub mod lint;
pub mod model;
pub mod mutate;
pub mod position;
pub mod reference;
pub mod report;
pub mod scaffold;
pub mod signing;
pub mod spelling;
pub mod suite;
pub mod target;
