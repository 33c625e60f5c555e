//! Care with live systems: what a run would do to one is said first, and a person agrees to it.

use std::io::{IsTerminal, Write};

use url::Url;

use super::error::CliError;
use crate::contract::Contract;
use crate::report::text::{clean, count};
use crate::suite::{Case, apis_of};
use crate::target::{Target, is_loopback};

/// The APIs that cases are about, each with its base URL.
pub(super) fn used<'a>(
    target: &'a Target,
    contract: &Contract,
    cases: &[Case],
) -> Vec<(&'a str, &'a Url)> {
    let used: std::collections::HashSet<&String> =
        cases.iter().flat_map(|case| apis_of(case, contract)).collect();
    target
        .apis
        .iter()
        .filter(|(name, _)| used.contains(name))
        .map(|(name, api)| (name.as_str(), &api.base_url))
        .collect()
}

/// Credentials don't go over an open wire unless that is wanted.
pub(super) fn plain_http(used: &[(&str, &Url)], allowed: bool) -> Result<(), CliError> {
    let open = used.iter().find(|(_, url)| url.scheme() == "http" && !is_loopback(url));
    match open {
        Some((name, url)) if !allowed => Err(CliError::Usage(format!(
            "{name}: {url} is plain HTTP to another machine, and whoever listens would read the credentials; \
             use https://, or say --allow-plain-http"
        ))),
        _ => Ok(()),
    }
}

/// Says what is about to be written where, and asks.
pub(super) fn confirm(
    used: &[(&str, &Url)],
    scenarios: usize,
    requests: usize,
    yes: bool,
) -> Result<(), CliError> {
    let elsewhere: Vec<&(&str, &Url)> = used.iter().filter(|(_, url)| !is_loopback(url)).collect();
    if elsewhere.is_empty() {
        return Ok(());
    }
    let mut plan = format!(
        "{} with about {} will write to\n",
        count(scenarios, "scenario"),
        count(requests, "request")
    );
    for (name, url) in elsewhere {
        plan.push_str(&format!("  {name}  {url}\n"));
    }
    plan.push_str("What is created there stays, and what the target file names is overwritten.\n");
    let mut err = anstream::stderr().lock();
    let _ = err.write_all(clean(&plan).as_bytes());
    if yes {
        return Ok(());
    }
    let refused = |why: &str| Err(CliError::Usage(format!("nothing was written: {why}")));
    if !std::io::stdin().is_terminal() {
        return refused("nobody is there to ask; say --yes if this is meant");
    }
    let _ = write!(err, "Go on? [y/N] ");
    let _ = err.flush();
    let mut answer = String::new();
    match std::io::stdin().read_line(&mut answer) {
        Ok(_) if ["y", "yes"].contains(&answer.trim().to_lowercase().as_str()) => Ok(()),
        _ => refused("the answer was not yes"),
    }
}
