//! Known deviations without a run: files as texts, reports as data, the day as an argument.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[allow(dead_code, reason = "the formats need more of it")]
#[path = "report/build.rs"]
mod build;
#[path = "known/judging.rs"]
mod judging;
#[path = "known/proposing.rs"]
mod proposing;
#[path = "known/reading.rs"]
mod reading;

use docproof::known::{Entry, Names, Refused, parse};

/// The scenario that entries may name.
pub const SCENARIO: &str = "agentassist/create-contacts.feature: The sample";

/// Reads a file, with the clauses of two APIs.
pub fn read(text: &str) -> Result<Vec<Entry>, Refused> {
    let names = Names {
        clauses: [
            ("createContacts.rule.order", "agentassist"),
            ("createContacts.rule.full-name", "agentassist"),
            ("updateContactById.rule.echo", "contact"),
        ]
        .into_iter()
        .collect(),
        scenarios: [(SCENARIO, vec!["agentassist".to_owned()])].into_iter().collect(),
        files: None,
        other_contracts: "",
    };
    parse("known.toml", text, &names)
}

/// An entry with everything that it needs, and these lines.
pub fn entry(lines: &str) -> String {
    format!(
        "[[known]]\n{lines}\nreason = \"the app needs it\"\nowner = \"team-a\"\nexpires = 2026-03-31\n"
    )
}
