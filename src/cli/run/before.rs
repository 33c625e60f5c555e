//! What is seen to before a run: authors' mistakes, care with live systems, and whether anybody is there.

use std::sync::Arc;

use tokio::runtime::Runtime;

use super::super::args::RunArgs;
use super::super::error::CliError;
use super::super::rehearsal::{Rehearsed, rehearse};
use super::super::{caution, output, preflight};
use crate::contract::Contract;
use crate::suite::Case;
use crate::target::{Client, Target};

/// What a look at the target showed.
#[derive(Default)]
pub(super) struct Sight {
    /// APIs that can't be reached where others can, with what was said of it.
    pub away: Vec<(String, String)>,
    /// Why none can be reached.
    pub unreached: Option<CliError>,
}

/// Rehearses the cases; then, unless the target is the embedded reference, looks whether it is there, and asks whether
/// it may be written to.
///
/// # Errors
/// When features ask for what isn't there, credentials would go over an open wire, the target is elsewhere, or a
/// person doesn't agree.
pub(super) fn look(
    args: &RunArgs,
    runtime: &Runtime,
    (client, target): (&Client, &Target),
    contract: &Arc<Contract>,
    cases: &[Case],
    is_embedded: bool,
) -> Result<Sight, CliError> {
    let Rehearsed { requests, hints } = rehearse(cases, contract, client)?;
    if !args.quiet {
        hints.note();
    }
    if is_embedded {
        return Ok(Sight::default());
    }
    let used = caution::used(target, contract, cases);
    caution::plain_http(&used, args.allow_plain_http)?;
    match preflight::look(runtime, client, contract, &used) {
        Ok(away) => {
            away.iter().for_each(|(_, error)| output::error(error));
            caution::confirm(&used, cases.len(), requests, args.yes)?;
            let away = away.into_iter().map(|(api, error)| (api, error.to_string())).collect();
            Ok(Sight { away, unreached: None })
        }
        Err(error @ CliError::Unreachable(_)) => {
            Ok(Sight { away: Vec::new(), unreached: Some(error) })
        }
        Err(other) => Err(other),
    }
}
