//! What can go wrong before or around a run, each with its exit code.

use std::path::{Path, PathBuf};

use super::exit::ExitCode;
use crate::contract::ContractError;
use crate::input::InputError;
use crate::reference::ReferenceError;
use crate::report::WriteError;
use crate::suite::{FeatureError, MergeError, RunError, SelectionError, StepProblem};
use crate::target::{ClientError, TargetError};

/// Something that a person has to mend.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// A file can't be read.
    #[error("{}", unread(.path, .source, .remedy))]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong with it.
        source: InputError,
        /// What to do.
        remedy: &'static str,
    },
    /// A file can't be written.
    #[error("{path}: {source}; {remedy}", path = .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
        /// What to do.
        remedy: &'static str,
    },
    /// The file is there already.
    #[error("{path} is there already; --force replaces it", path = .0.display())]
    Exists(PathBuf),
    /// A folder without features.
    #[error("{path}: it holds no .feature file; name a folder that does", path = .0.display())]
    NoFeatures(PathBuf),
    /// The contract.
    #[error(transparent)]
    Contract(#[from] ContractError),
    /// Features that are no Gherkin.
    #[error("{}", lines(.0))]
    Features(Vec<FeatureError>),
    /// Steps that aren't in the vocabulary.
    #[error("{}", lines(.0))]
    Steps(Vec<StepProblem>),
    /// The selection.
    #[error(transparent)]
    Selection(#[from] SelectionError),
    /// The target file.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The file of known deviations.
    #[error(transparent)]
    Known(#[from] crate::known::Refused),
    /// A setting or flag.
    #[error("{0}")]
    Usage(String),
    /// The target answers from somewhere else.
    #[error("{0}")]
    Redirected(String),
    /// The target can't be reached.
    #[error("{0}")]
    Unreachable(String),
    /// The run can't begin.
    #[error(transparent)]
    Run(#[from] RunError),
    /// The mutants can't be run.
    #[error(transparent)]
    Mutate(#[from] crate::mutate::MutateError),
    /// The client can't be made.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The reference implementation can't start.
    #[error("the reference implementation can't start: {0}")]
    Reference(#[from] ReferenceError),
    /// A report can't be read.
    #[error(transparent)]
    Saved(#[from] crate::report::ReadError),
    /// Shards that make no run.
    #[error(transparent)]
    Shards(#[from] MergeError),
    /// A report can't be written.
    #[error(transparent)]
    Report(#[from] WriteError),
    /// What is printed doesn't arrive.
    #[error("{0}")]
    Output(String),
    /// The system refuses something basic.
    #[error("{0}")]
    System(std::io::Error),
}

/// With line and column where they are known; then what to do is known too.
fn unread(path: &Path, source: &InputError, remedy: &str) -> String {
    let path = path.display();
    match source {
        InputError::NoText { line, column, .. } => format!("{path}:{line}:{column}: {source}"),
        InputError::TooLong(_) => format!("{path}: {source}; make it shorter"),
        _ => format!("{path}: {source}; {remedy}"),
    }
}

fn lines<T: ToString>(errors: &[T]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

impl CliError {
    /// The exit code that stands for it.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Selection(_)
            | Self::Read { .. }
            | Self::Exists(_)
            | Self::NoFeatures(_)
            | Self::Contract(_)
            | Self::Features(_)
            | Self::Steps(_)
            | Self::Target(_)
            | Self::Known(_)
            | Self::Usage(_)
            | Self::Redirected(_)
            | Self::Saved(_)
            | Self::Shards(_) => ExitCode::Usage,
            Self::Write { .. }
            | Self::Unreachable(_)
            | Self::Run(_)
            | Self::Mutate(_)
            | Self::Client(_)
            | Self::Reference(_)
            | Self::Report(_)
            | Self::Output(_)
            | Self::System(_) => ExitCode::Trouble,
        }
    }
}
