//! Targets that do anything a server can do: each ends in one verdict with a message that a person
//! can act on, in whole reports, in time, and never in a panic.
//!
//! Every behaviour is the answer to a documented operation. Behind it stands the reference
//! implementation, so that each differs from a conforming answer in one thing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[path = "hostile/bodies.rs"]
mod bodies;
#[path = "hostile/case.rs"]
mod case;
#[path = "hostile/certificates.rs"]
mod certificates;
#[path = "hostile/connections.rs"]
mod connections;
#[path = "hostile/encryption.rs"]
mod encryption;
#[path = "hostile/http2.rs"]
mod http2;
#[path = "hostile/lax.rs"]
mod lax;
#[path = "hostile/looks.rs"]
mod looks;
#[path = "hostile/server.rs"]
mod server;
#[path = "hostile/sizes.rs"]
mod sizes;
#[path = "hostile/statuses.rs"]
mod statuses;
#[path = "hostile/texts.rs"]
mod texts;

#[allow(dead_code, reason = "shared with the tests of the command line")]
#[path = "cli/servers.rs"]
mod servers;
#[allow(dead_code, reason = "shared with the tests of the command line")]
#[path = "cli/support.rs"]
mod support;

#[test]
fn whatever_an_answer_is_it_gets_one_verdict() {
    let mut cases = connections::cases();
    cases.extend(statuses::cases());
    cases.extend(bodies::cases());
    cases.extend(texts::cases());
    cases.extend(sizes::cases());
    case::hold(&cases);
}
