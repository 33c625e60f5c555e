//! The reference implementation inside this process.

use std::collections::BTreeSet;

use super::error::CliError;
use crate::reference::{self, Fault, Options, Running};
use crate::target::Target;

/// Starts the reference implementation on a free port, and the target that leads to it.
pub(super) fn start(
    runtime: &tokio::runtime::Runtime,
    faults: &[Fault],
) -> Result<(Running, Target), CliError> {
    let options =
        Options { faults: faults.iter().copied().collect::<BTreeSet<_>>(), ..Options::default() };
    let running = runtime.block_on(reference::start(options))?;
    let target =
        Target::parse("the embedded reference's target", &running.target_file(), &|_| None)?;
    Ok((running, target))
}
