//! Arguments as typed.

mod run;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use super::exit::ExitCode;
use crate::reference::Fault;
use crate::target::duration;

pub use run::{Evidence, RunArgs, RunFormat};

/// Proves the promises of an API's documentation against a live implementation.
#[derive(Debug, Parser)]
#[command(name = "docproof", version, after_help = exit_codes(), max_term_width = 100)]
pub struct Args {
    /// When to use colour; NO_COLOR is respected
    #[arg(long = "color", alias = "colour", global = true, value_name = "WHEN")]
    pub colour: Option<Colour>,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the features against a target, or against the reference implementation inside this program
    Run(Box<RunArgs>),
    /// List scenarios and clauses
    List(ListArgs),
    /// Print what the last run found out about each clause, and which scenarios judged it
    Coverage(CoverageArgs),
    /// Tell what a clause says, where it stands, how it is judged and by which scenarios
    Explain(ExplainArgs),
    /// Examine the documentation: list where its samples, tables and rules contradict each other
    Lint(LintArgs),
    /// Write the reports of a saved run again
    Report(ReportArgs),
    /// Hold two saved runs against each other: what is fixed, newly broken, newly untested
    Compare(CompareArgs),
    /// Put saved runs of several implementations side by side, clause by clause
    Matrix(MatrixArgs),
    /// Put the shards of a run together: one verdict, and the reports of an undivided run
    Merge(MergeArgs),
    /// Prove the suite: change one thing at a time in a conforming implementation and see what is reported
    Mutate(MutateArgs),
    /// Print every step that features may use, with examples
    Steps,
    /// Serve the reference implementation
    Serve(ServeArgs),
    /// Write a commented target file to fill in
    Init(InitArgs),
    /// Write features to begin with, an operation each, from what its contract documents
    Scaffold(ScaffoldArgs),
    /// Print a script that completes commands and options in a shell
    Completions(CompletionsArgs),
    /// Print the manual page, or write those of all commands
    Man(ManArgs),
}

/// Which features and contracts, and which scenarios of them.
#[derive(ClapArgs, Clone, Debug, Default)]
pub struct WhichArgs {
    /// Read features from this folder, not the built-in ones
    #[arg(long, value_name = "DIR")]
    pub features: Option<PathBuf>,
    /// Read contracts from this folder, not the built-in ones
    #[arg(long, value_name = "DIR")]
    pub schemas: Option<PathBuf>,
    /// Only this API (may be repeated)
    #[arg(long, value_name = "NAME")]
    pub api: Vec<String>,
    /// Only scenarios with these tags, e.g. '@createContacts and not @concurrency'
    #[arg(long, value_name = "EXPRESSION")]
    pub tags: Option<String>,
    /// Only scenarios whose name contains this
    #[arg(long, value_name = "TEXT")]
    pub name: Option<String>,
}

/// `docproof compare`
#[derive(ClapArgs, Clone, Debug)]
pub struct CompareArgs {
    /// The report.json of the earlier run
    #[arg(value_name = "OLD.json")]
    pub old: PathBuf,
    /// The report.json of the later run
    #[arg(value_name = "NEW.json")]
    pub new: PathBuf,
    /// Let what is newly warned of or newly untested fail the comparison too
    #[arg(long)]
    pub strict: bool,
    /// Write it as Markdown
    #[arg(long, value_name = "FILE")]
    pub markdown: Option<PathBuf>,
    /// Write it as an HTML page
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Every clause, one by one
    #[arg(long, short)]
    pub verbose: bool,
}

/// `docproof matrix`
#[derive(ClapArgs, Clone, Debug)]
pub struct MatrixArgs {
    /// The report.json of each implementation; NAME=FILE names it
    #[arg(value_name = "[NAME=]RUN.json", required = true)]
    pub runs: Vec<String>,
    /// Write an HTML page
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Write Markdown [without any of these: print it]
    #[arg(long, value_name = "FILE")]
    pub markdown: Option<PathBuf>,
    /// Write CSV
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Write JSON
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}

/// `docproof list`
#[derive(ClapArgs, Clone, Debug)]
pub struct ListArgs {
    #[command(flatten)]
    pub which: WhichArgs,
    /// What to list
    #[arg(value_enum, default_value_t = Listed::All)]
    pub what: Listed,
}

/// `docproof coverage`
#[derive(ClapArgs, Clone, Debug)]
pub struct CoverageArgs {
    /// The run's report
    #[arg(value_name = "FILE", default_value = "reports/report.json")]
    pub report: PathBuf,
    /// Fail (exit 1) if fewer of the observable clauses were judged
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub min: Option<f64>,
    /// Print only clauses that stand like this (may be repeated); the counts are those of all
    #[arg(long, value_enum, value_name = "HOW")]
    pub only: Vec<Stands>,
    /// Print every scenario that judged a clause
    #[arg(long, short)]
    pub verbose: bool,
}

/// How a clause stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum Stands {
    /// A MUST that was broken, known or not
    Broken,
    /// A SHOULD that was broken, known or not
    Warned,
    /// Broken or warned of, and somebody answers for it
    Known,
    /// Judged, and it held each time
    Kept,
    /// No scenario of the run judged it
    Untried,
    /// No documented operation could show it
    NotObservable,
}

/// `docproof explain`
#[derive(ClapArgs, Clone, Debug)]
pub struct ExplainArgs {
    /// The clause's id, or a part of it: then the clauses that have it are listed
    #[arg(value_name = "CLAUSE")]
    pub clause: String,
    /// The run that tells which scenarios judged it
    #[arg(long, value_name = "FILE", default_value = "reports/report.json")]
    pub report: PathBuf,
    /// Read contracts from this folder, not the built-in ones
    #[arg(long, value_name = "DIR")]
    pub schemas: Option<PathBuf>,
}

/// `docproof completions`
#[derive(ClapArgs, Clone, Debug)]
pub struct CompletionsArgs {
    /// Which shell
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// `docproof man`
#[derive(ClapArgs, Clone, Debug)]
pub struct ManArgs {
    /// Write a page for each command into this folder
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

/// `docproof lint`
#[derive(ClapArgs, Clone, Debug)]
pub struct LintArgs {
    /// Read contracts from this folder, not the built-in ones
    #[arg(long, value_name = "DIR")]
    pub schemas: Option<PathBuf>,
    /// Only what is not declared, or declared and not there
    #[arg(long, short)]
    pub quiet: bool,
}

/// `docproof report`
#[derive(ClapArgs, Clone, Debug)]
pub struct ReportArgs {
    /// The run's report.json
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    /// Write the HTML page here, `-` prints it [default: report.html beside RUN, if nothing else is asked for]
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Write JUnit XML here
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
    /// Write the data here, as this version writes it
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Write a GitLab code quality report here
    #[arg(long, value_name = "FILE")]
    pub code_quality: Option<PathBuf>,
    /// Write Cucumber JSON here, for the tools that read it
    #[arg(long, value_name = "FILE")]
    pub cucumber: Option<PathBuf>,
}

/// `docproof merge`
#[derive(ClapArgs, Clone, Debug)]
pub struct MergeArgs {
    /// The shards' shard.json files, or folders that hold them
    #[arg(value_name = "SHARD", required = true)]
    pub shards: Vec<PathBuf>,
    /// Known deviations, as for the run
    #[arg(long, value_name = "FILE")]
    pub known: Option<PathBuf>,
    /// The folder of features that the run had, for the names in --known
    #[arg(long, value_name = "DIR", requires = "known")]
    pub features: Option<PathBuf>,
    /// The folder of contracts that the run had, for the names in --known
    #[arg(long, value_name = "DIR", requires = "known")]
    pub schemas: Option<PathBuf>,
    /// Where report.html, report.json and junit.xml go
    #[arg(long, value_name = "DIR", default_value = "reports")]
    pub reports: PathBuf,
    /// No annotations and no summary where GitHub Actions runs this
    #[arg(long)]
    pub no_ci: bool,
    /// Only what is broken, and the verdict
    #[arg(long, short, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Everything: notes and clauses that were not tried, one by one
    #[arg(long, short)]
    pub verbose: bool,
}

/// `docproof mutate`
#[derive(ClapArgs, Clone, Debug)]
pub struct MutateArgs {
    #[command(flatten)]
    pub which: WhichArgs,
    /// A target file of a conforming implementation, in place of the reference
    #[arg(long, value_name = "FILE")]
    pub target: Option<PathBuf>,
    /// Only mutations whose name or kind contains this
    #[arg(long, value_name = "TEXT")]
    pub only: Option<String>,
    /// Only mutations of this operation (may be repeated)
    #[arg(long, value_name = "ID")]
    pub operation: Vec<String>,
    /// Only so many, drawn by chance
    #[arg(long, value_name = "N", value_parser = |text: &str| number::<u32>(text, 1, 1_000_000))]
    pub sample: Option<u32>,
    /// Seed of the random sample
    #[arg(long, value_name = "N", default_value_t = 1, requires = "sample", value_parser = |text: &str| number::<u64>(text, 0, u64::MAX))]
    pub seed: u64,
    /// How many mutants run at once
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = |text: &str| number::<u16>(text, 1, 64))]
    pub jobs: u16,
    /// How long a whole answer may take
    #[arg(long, value_name = "TIME", default_value = "2s", value_parser = duration)]
    pub timeout: Duration,
    /// Write to a host that is not this machine without asking
    #[arg(long, short)]
    pub yes: bool,
    /// Send credentials over http:// to a host that is not this machine
    #[arg(long)]
    pub allow_plain_http: bool,
    /// Where mutation.json goes
    #[arg(long, value_name = "DIR", default_value = "reports")]
    pub reports: PathBuf,
    /// Print the mutations and run none
    #[arg(long)]
    pub list: bool,
    /// Print every mutation with the scenario that saw it
    #[arg(long, short)]
    pub verbose: bool,
}

/// What `docproof list` lists.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum Listed {
    /// Scenarios and clauses
    All,
    /// Scenarios
    Scenarios,
    /// Clauses
    Clauses,
}

/// `docproof serve`
#[derive(ClapArgs, Clone, Debug)]
pub struct ServeArgs {
    /// The port to listen on; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = 4010, value_parser = |text: &str| number::<u16>(text, 0, 65_535))]
    pub port: u16,
    /// Keep everything in this database file, not in memory
    #[arg(long, value_name = "FILE")]
    pub db: Option<PathBuf>,
    /// Milliseconds added to every answer
    #[arg(long, value_name = "MS", default_value_t = 0, value_parser = |text: &str| number::<u64>(text, 0, 3_600_000))]
    pub latency: u64,
    /// Break a rule on purpose (may be repeated; `--fault list` names them)
    #[arg(long, value_name = "NAME")]
    pub fault: Vec<String>,
}

/// `docproof init`
#[derive(ClapArgs, Clone, Debug)]
pub struct InitArgs {
    /// The file to write; `-` prints it
    #[arg(default_value = "docproof.toml", value_name = "FILE")]
    pub file: PathBuf,
    /// Read contracts from this folder, not the built-in ones
    #[arg(long, value_name = "DIR")]
    pub schemas: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long)]
    pub force: bool,
}

/// `docproof scaffold`
#[derive(ClapArgs, Clone, Debug)]
pub struct ScaffoldArgs {
    /// The folder to write to, with a folder in it for each API; `-` prints the features
    #[arg(default_value = "features", value_name = "DIR")]
    pub folder: PathBuf,
    /// Read contracts from this folder, not the built-in ones
    #[arg(long, value_name = "DIR")]
    pub schemas: Option<PathBuf>,
    /// Only this API (may be repeated)
    #[arg(long, value_name = "NAME")]
    pub api: Vec<String>,
    /// Only this operation (may be repeated)
    #[arg(long, value_name = "ID")]
    pub operation: Vec<String>,
    /// Replace features that exist
    #[arg(long)]
    pub force: bool,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Colour {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Colour {
    pub(super) fn into_anstream(self) -> anstream::ColorChoice {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
    }
}

fn percent(text: &str) -> Result<f64, String> {
    let number = text.trim_end_matches('%').trim().parse().ok();
    let number = number.filter(|number| (0.0..=100.0).contains(number));
    number.ok_or_else(|| "it takes a number from 0 to 100".into())
}

/// A whole number in a range.
pub(super) fn number<T: TryFrom<u64>>(text: &str, least: u64, most: u64) -> Result<T, String> {
    let number = text.trim().parse().ok().filter(|number| (least..=most).contains(number));
    let most_words = if most == u64::MAX { " on".to_owned() } else { format!(" to {most}") };
    number
        .and_then(|number| T::try_from(number).ok())
        .ok_or_else(|| format!("it takes a whole number from {least}{most_words}"))
}

pub(super) fn fault(name: &str) -> Result<Fault, String> {
    name.parse().map_err(|_| {
        let known: Vec<String> = Fault::ALL.iter().map(ToString::to_string).collect();
        let hint = crate::spelling::hint(name, known.iter().map(String::as_str));
        format!("there is no fault `{name}`{hint} (`docproof serve --fault list` names them)")
    })
}

fn exit_codes() -> String {
    let mut text = String::from("Exit codes:\n");
    for (code, meaning) in ExitCode::ALL {
        text.push_str(&format!("  {:>3}  {meaning}\n", code as u8));
    }
    text
}
