//! The reference implementation, met as any client meets it: over a socket, by its documentation.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod bulk;
mod by_id;
mod create;
mod credentials;
mod every_fault;
mod faults;
mod list;
mod requests;
mod serving;
mod support;
mod update;
