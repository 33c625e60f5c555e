//! The program as a person meets it: the real binary, in a folder of its own.
//!
//! Every mistake that can be made has an example here: what is said, where it points to, and how
//! the program ends. Whatever happens, it never panics: [`support::Ran`] sees to that.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[path = "cli/servers.rs"]
mod servers;
#[path = "cli/support.rs"]
mod support;

#[path = "cli/caution.rs"]
mod caution;
#[path = "cli/ci.rs"]
mod ci;
#[path = "cli/contracts.rs"]
mod contracts;
#[path = "cli/features.rs"]
mod features;
#[path = "cli/init.rs"]
mod init;
#[path = "cli/known.rs"]
mod known;
#[path = "cli/lint.rs"]
mod lint;
#[path = "cli/mutate.rs"]
mod mutate;
#[path = "cli/reach.rs"]
mod reach;
#[path = "cli/report.rs"]
mod report;
#[path = "cli/reports.rs"]
mod reports;
#[path = "cli/runs.rs"]
mod runs;
#[path = "cli/secrets.rs"]
mod secrets;
#[path = "cli/selection.rs"]
mod selection;
#[path = "cli/serve.rs"]
mod serve;
#[path = "cli/target_file.rs"]
mod target_file;
#[path = "cli/usage.rs"]
mod usage;
