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

// What signals come to is tried on Unix only.
#[cfg_attr(not(unix), allow(dead_code))]
#[path = "cli/gate.rs"]
mod gate;
#[path = "cli/notes.rs"]
mod notes;
#[path = "cli/overlooked.rs"]
mod overlooked;
#[path = "cli/pages.rs"]
mod pages;
#[path = "cli/paging.rs"]
mod paging;
#[path = "cli/refused.rs"]
mod refused;
#[cfg(unix)]
#[path = "cli/running.rs"]
mod running;
#[path = "cli/servers.rs"]
mod servers;
#[path = "cli/support.rs"]
mod support;

#[path = "cli/admitted.rs"]
mod admitted;
#[path = "cli/answers.rs"]
mod answers;
#[path = "cli/bad_files.rs"]
mod bad_files;
#[path = "cli/belongs.rs"]
mod belongs;
#[path = "cli/blame.rs"]
mod blame;
#[path = "cli/canaries.rs"]
mod canaries;
#[path = "cli/caution.rs"]
mod caution;
#[path = "cli/ci.rs"]
mod ci;
#[path = "cli/compare.rs"]
mod compare;
#[path = "cli/contracts.rs"]
mod contracts;
#[path = "cli/credentials.rs"]
mod credentials;
#[path = "cli/documents.rs"]
mod documents;
#[path = "cli/explain.rs"]
mod explain;
#[path = "cli/features.rs"]
mod features;
#[path = "cli/forms.rs"]
mod forms;
#[path = "cli/init.rs"]
mod init;
#[cfg(unix)]
#[path = "cli/interruption.rs"]
mod interruption;
#[path = "cli/items.rs"]
mod items;
#[path = "cli/known.rs"]
mod known;
#[path = "cli/later.rs"]
mod later;
#[path = "cli/lint.rs"]
mod lint;
#[path = "cli/lists.rs"]
mod lists;
#[path = "cli/made.rs"]
mod made;
#[path = "cli/merge.rs"]
mod merge;
#[path = "cli/mutate.rs"]
mod mutate;
#[path = "cli/own_api.rs"]
mod own_api;
#[path = "cli/pipelines.rs"]
mod pipelines;
#[path = "cli/plain.rs"]
mod plain;
#[path = "cli/plain_shop.rs"]
mod plain_shop;
#[path = "cli/reach.rs"]
mod reach;
#[path = "cli/report.rs"]
mod report;
#[path = "cli/reports.rs"]
mod reports;
#[path = "cli/requests.rs"]
mod requests;
#[path = "cli/rerun.rs"]
mod rerun;
#[cfg(unix)]
#[path = "cli/room.rs"]
mod room;
#[path = "cli/runs.rs"]
mod runs;
#[path = "cli/scaffold.rs"]
mod scaffold;
#[path = "cli/secrets.rs"]
mod secrets;
#[path = "cli/selection.rs"]
mod selection;
#[path = "cli/serve.rs"]
mod serve;
#[path = "cli/shards.rs"]
mod shards;
#[path = "cli/state.rs"]
mod state;
#[path = "cli/states.rs"]
mod states;
#[path = "cli/target_file.rs"]
mod target_file;
#[path = "cli/told.rs"]
mod told;
#[path = "cli/usage.rs"]
mod usage;
#[path = "cli/waiting.rs"]
mod waiting;
#[path = "cli/watch.rs"]
mod watch;
