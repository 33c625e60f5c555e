//! The command line: arguments as typed, settings, one file per command, exit codes.

mod args;
mod caution;
mod changes;
mod ci;
mod compare;
mod coverage;
mod embedded;
mod error;
mod exit;
mod explain;
mod fault;
mod files;
mod init;
mod journal;
mod known;
mod lint;
mod list;
mod merge;
mod mutate;
mod output;
mod outputs;
mod part;
mod places;
mod preflight;
mod progress;
mod proxies;
mod rehearsal;
mod report;
mod rerun;
mod run;
mod scaffold;
mod serve;
mod settings;
mod shard;
mod shard_file;
mod shell;
mod signals;
mod steps;
mod target;
mod watch;

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
    signals::outlive_file_size_limits();
    fault::contained(|| outcome(args.command)).into()
}

fn outcome(command: Command) -> ExitCode {
    let done = match command {
        Command::Run(run) if run.watch => watch::watch(&run),
        Command::Run(run) => run::run(&run),
        Command::List(list) => list::list(&list),
        Command::Lint(lint) => lint::lint(&lint),
        Command::Mutate(mutate) => mutate::mutate(&mutate),
        Command::Coverage(coverage) => coverage::coverage(&coverage),
        Command::Report(again) => report::report(&again),
        Command::Compare(two) => compare::compare(&two),
        Command::Matrix(several) => compare::matrix(&several),
        Command::Explain(one) => explain::explain(&one),
        Command::Completions(shell) => Ok(shell::completions(&shell)),
        Command::Man(pages) => shell::man(&pages),
        Command::Merge(merge) => merge::merge(&merge),
        Command::Steps => steps::steps(),
        Command::Serve(serve) => serve::serve(&serve),
        Command::Init(init) => init::init(&init),
        Command::Scaffold(scaffold) => scaffold::scaffold(&scaffold),
    };
    let code = match done {
        Ok(code) => code,
        Err(error) => {
            output::error(&error);
            error.exit_code()
        }
    };
    match output::lost() {
        Some(error) => {
            output::error(&error);
            // A verdict that is no success says more than that not all of it was read.
            if code == ExitCode::Kept { error.exit_code() } else { code }
        }
        None => code,
    }
}
