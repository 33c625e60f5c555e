//! The reference implementation inside this process.

use std::collections::BTreeSet;

use super::error::CliError;
use crate::contract::Contract;
use crate::reference::{self, Fault, Options, Running};
use crate::target::Target;

/// Starts the reference implementation on a free port, and the target that leads to it. `others` says
/// how a server of other APIs is named.
pub(super) fn start(
    runtime: &tokio::runtime::Runtime,
    faults: &[Fault],
    contract: &Contract,
    others: &str,
) -> Result<(Running, Target), CliError> {
    let options =
        Options { faults: faults.iter().copied().collect::<BTreeSet<_>>(), ..Options::default() };
    let running = runtime.block_on(reference::start(options))?;
    let mut target =
        Target::parse("the embedded reference's target", &running.target_file(), &|_| None)?;
    target.apis.retain(|api, _| contract.apis.contains_key(api));
    if target.apis.is_empty() {
        let own: Vec<String> = contract.apis.keys().map(|api| format!("`{api}`")).collect();
        return Err(CliError::Usage(format!(
            "the reference implementation inside this program has no API {}; name a server that has, \
             with {others}",
            own.join(" or ")
        )));
    }
    Ok((running, target))
}
