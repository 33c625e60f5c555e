//! `docproof serve`

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use super::args::{ServeArgs, fault};
use super::error::CliError;
use super::exit::ExitCode;
use super::output;
use super::signals::Ears;
use crate::reference::{self, Fault, Options};

pub(super) fn serve(args: &ServeArgs) -> Result<ExitCode, CliError> {
    if args.fault.iter().any(|name| name == "list") {
        let lines: Vec<String> = Fault::ALL
            .iter()
            .map(|fault| format!("{:<40} {}", fault.to_string(), fault.summary()))
            .collect();
        output::print(&lines.join("\n"));
        return Ok(ExitCode::Kept);
    }
    let faults = args
        .fault
        .iter()
        .map(|name| fault(name))
        .collect::<Result<_, _>>()
        .map_err(CliError::Usage)?;
    let options = Options {
        address: SocketAddr::from((Ipv4Addr::LOCALHOST, args.port)),
        database: args.db.clone(),
        latency: Duration::from_millis(args.latency),
        faults,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(CliError::System)?;
    runtime.block_on(async {
        // Before anyone can know that it runs, so that no signal is lost.
        let mut ears = Ears::open();
        let running = reference::start(options).await?;
        output::print(&format!(
            "# The reference implementation listens on {}; Ctrl-C ends it.\n\
             # To run docproof against it, save the lines below as reference.toml and say\n\
             #   docproof run --target reference.toml\n\n{}",
            running.base_url(),
            running.target_file()
        ));
        tokio::select! {
            () = running.wait() => {}
            _ = ears.hear() => {}
        }
        Ok(ExitCode::Kept)
    })
}
