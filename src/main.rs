//! The `docproof` command.

fn main() -> std::process::ExitCode {
    docproof::cli::main()
}
