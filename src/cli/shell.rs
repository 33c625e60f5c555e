//! `docproof completions` and `docproof man`

use std::path::Path;

use clap::CommandFactory;

use super::args::{Args, CompletionsArgs, ManArgs};
use super::error::CliError;
use super::exit::ExitCode;
use super::output;
use crate::report::write_text;

pub(super) fn completions(args: &CompletionsArgs) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "docproof", &mut script);
    output::print(&String::from_utf8_lossy(&script));
    ExitCode::Kept
}

pub(super) fn man(args: &ManArgs) -> Result<ExitCode, CliError> {
    // `docproof help` has no page of its own.
    let mut command = Args::command().disable_help_subcommand(true);
    command.build();
    let Some(folder) = &args.folder else {
        output::print(&page(&command)?);
        return Ok(ExitCode::Kept);
    };
    write(folder, "docproof", &command)?;
    for one in command.get_subcommands() {
        write(folder, &format!("docproof-{}", one.get_name()), one)?;
    }
    Ok(ExitCode::Kept)
}

fn write(folder: &Path, name: &str, command: &clap::Command) -> Result<(), CliError> {
    let path = folder.join(format!("{name}.1"));
    write_text(&path, &page(command)?)?;
    output::note(&format!("wrote {}", path.display()));
    Ok(())
}

fn page(command: &clap::Command) -> Result<String, CliError> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page).map_err(CliError::System)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
