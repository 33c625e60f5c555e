//! Arguments of `docproof run`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args as ClapArgs, ValueEnum};

use super::{WhichArgs, fault, number};
use crate::reference::Fault;
use crate::suite::Shard;
use crate::target::{duration, size};

/// `docproof run`
#[derive(ClapArgs, Clone, Debug)]
pub struct RunArgs {
    #[command(flatten)]
    pub which: WhichArgs,
    /// The target file; `docproof init` writes one to fill in
    #[arg(long, value_name = "FILE", env = "DOCPROOF_TARGET")]
    pub target: Option<PathBuf>,
    /// Where an API is, over what the target file says (may be repeated)
    #[arg(long, value_name = "API=URL")]
    pub base_url: Vec<String>,
    /// How many scenarios run at once
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = |text: &str| number::<u16>(text, 1, 1024))]
    pub jobs: u16,
    /// How long a whole answer may take [default: the target file's, or 10s]
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub timeout: Option<Duration>,
    /// How long a connection may take [default: the target file's, or 5s]
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub connect_timeout: Option<Duration>,
    /// How long an answer's body may be, decoded [default: the target file's, or 10MiB]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub max_body: Option<usize>,
    /// Accept any TLS certificate of the target; every report says so
    #[arg(long)]
    pub insecure: bool,
    /// Run again whenever a feature, contract or target file is saved
    #[arg(long)]
    pub watch: bool,
    /// Run only the K-th of N parts; by default as a parallel job of GitLab, CircleCI or Kubernetes says
    #[arg(long, value_name = "K/N")]
    pub shard: Option<Shard>,
    /// Run only what failed or was in error in the run that this report is of
    #[arg(long, value_name = "REPORT")]
    pub rerun_failed: Option<PathBuf>,
    /// Stop at the first failure
    #[arg(long)]
    pub fail_fast: bool,
    /// Let warnings (broken SHOULDs) fail the run
    #[arg(long)]
    pub strict: bool,
    /// Print the requests that would be sent, as curl lines, and send none
    #[arg(long)]
    pub dry_run: bool,
    /// Write to a host that is not this machine without asking
    #[arg(long, short)]
    pub yes: bool,
    /// At most so many requests a second
    #[arg(long, value_name = "N", value_parser = |text: &str| number::<u32>(text, 1, 100_000))]
    pub rate: Option<u32>,
    /// Send credentials over http:// to a host that is not this machine
    #[arg(long)]
    pub allow_plain_http: bool,
    /// Known deviations, which fail nothing until their day; `--update-known` proposes entries
    #[arg(long, value_name = "FILE")]
    pub known: Option<PathBuf>,
    /// Add an entry to --known FILE for everything that is broken and not known, to be filled in
    #[arg(long, requires = "known", conflicts_with = "dry_run")]
    pub update_known: bool,
    /// Where report.html, report.json and junit.xml go
    #[arg(long, value_name = "DIR", default_value = "reports")]
    pub reports: PathBuf,
    /// Of which scenarios the reports keep requests and answers
    #[arg(long, value_enum, value_name = "WHICH", default_value_t = Evidence::All)]
    pub evidence: Evidence,
    /// Write a GitLab code quality report here
    #[arg(long, value_name = "FILE")]
    pub code_quality: Option<PathBuf>,
    /// Write Cucumber JSON here, for the tools that read it
    #[arg(long, value_name = "FILE")]
    pub cucumber: Option<PathBuf>,
    /// No annotations and no summary where GitHub Actions runs this
    #[arg(long)]
    pub no_ci: bool,
    /// What stands on standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = RunFormat::Human, conflicts_with = "dry_run")]
    pub format: RunFormat,
    /// Break a rule of the embedded reference implementation, to see a red run (may be repeated)
    #[arg(long, value_name = "NAME", conflicts_with_all = ["target", "base_url"], value_parser = fault)]
    pub fault: Vec<Fault>,
    /// Only what is broken, and the verdict
    #[arg(long, short, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Everything: notes and clauses that were not tried, one by one
    #[arg(long, short)]
    pub verbose: bool,
}

/// Of which scenarios the reports keep requests and answers.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum Evidence {
    /// Of all
    All,
    /// Of those that did not pass, or found anything
    Findings,
}

/// What a run says on standard output.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum RunFormat {
    /// Text for people
    Human,
    /// A JSON object a line, as it happens (docproof-events/1)
    JsonLines,
    /// The Test Anything Protocol, version 14
    Tap,
}
