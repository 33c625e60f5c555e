//! The command line: arguments as typed, settings, one file per command, exit codes.

mod args;
mod caution;
mod ci;
mod coverage;
mod embedded;
mod error;
mod exit;
mod files;
mod init;
mod journal;
mod known;
mod lint;
mod list;
mod mutate;
mod output;
mod outputs;
mod preflight;
mod progress;
mod rehearsal;
mod report;
mod run;
mod serve;
mod settings;
mod signals;
mod steps;
mod target;

use clap::Parser;

pub use args::Args;
pub use error::CliError;
pub use exit::ExitCode;

use args::Command;

/// Reads the arguments and does what they say.
pub fn main() -> std::process::ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version are no errors; a message that can't be printed has no reader.
            let _ = error.print();
            let code = if error.use_stderr() { ExitCode::Usage } else { ExitCode::Kept };
            return code.into();
        }
    };
    if let Some(choice) = args.colour {
        choice.into_anstream().write_global();
    }
    let done = match args.command {
        Command::Run(run) => run::run(&run),
        Command::List(list) => list::list(&list),
        Command::Lint(lint) => lint::lint(&lint),
        Command::Mutate(mutate) => mutate::mutate(&mutate),
        Command::Coverage(coverage) => coverage::coverage(&coverage),
        Command::Report(again) => report::report(&again),
        Command::Steps => steps::steps(),
        Command::Serve(serve) => serve::serve(&serve),
        Command::Init(init) => init::init(&init),
    };
    match done {
        Ok(code) => code.into(),
        Err(error) => {
            output::error(&error);
            error.exit_code().into()
        }
    }
}
