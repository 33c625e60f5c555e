//! `docproof compare` and `docproof matrix`

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use super::args::{CompareArgs, MatrixArgs};
use super::ci::{Actions, fenced};
use super::error::CliError;
use super::exit::ExitCode;
use super::{output, places};
use crate::report::comparison::{self, Comparison, Verdict};
use crate::report::implementations::{self, Implementation, Matrix};
use crate::report::{Output, Verbosity, read, write_together};

pub(super) fn compare(args: &CompareArgs) -> Result<ExitCode, CliError> {
    let (old, new) = (read(&args.old)?, read(&args.new)?);
    let comparison = Comparison::of(&old, &new);
    let mut files = Vec::new();
    if let Some(path) = &args.markdown {
        files.push(Output::text(path.clone(), comparison::markdown(&comparison, args.strict)));
    }
    if let Some(path) = &args.html {
        let page = comparison::html(&comparison, args.strict).map_err(failed(path))?;
        files.push(Output::text(path.clone(), page));
    }
    write(&files, &[&args.old, &args.new])?;
    let verbosity = if args.verbose { Verbosity::Verbose } else { Verbosity::Normal };
    let text = comparison::terminal(&comparison, args.strict, &output::style(verbosity));
    // It shows what targets answered.
    fenced(Actions::here(false).as_ref(), || output::print(&text));
    Ok(match comparison.verdict(args.strict) {
        Verdict::NotWorse => ExitCode::Kept,
        Verdict::Worse => ExitCode::Broken,
        Verdict::Unsure => ExitCode::Trouble,
    })
}

pub(super) fn matrix(args: &MatrixArgs) -> Result<ExitCode, CliError> {
    let mut implementations: Vec<Implementation> = Vec::new();
    let mut paths = Vec::new();
    for given in &args.runs {
        let (name, path) = named(given);
        if let Some(other) = implementations.iter().find(|one| one.name == name) {
            return Err(CliError::Usage(format!(
                "{}: there is another implementation of the name `{}`; give each its own: NAME={}",
                path.display(),
                other.name,
                path.display()
            )));
        }
        implementations.push(Implementation { name, run: read(&path)? });
        paths.push(path);
    }
    let matrix = Matrix::of(&implementations);
    let markdown = implementations::markdown(&matrix);
    let mut files = Vec::new();
    if let Some(path) = &args.html {
        files.push(Output::text(
            path.clone(),
            implementations::html(&matrix).map_err(failed(path))?,
        ));
    }
    if let Some(path) = &args.csv {
        files
            .push(Output::text(path.clone(), implementations::csv(&matrix).map_err(failed(path))?));
    }
    if let Some(path) = &args.json {
        files.push(Output::text(
            path.clone(),
            implementations::json(&matrix).map_err(failed(path))?,
        ));
    }
    if let Some(path) = &args.markdown {
        files.push(Output::text(path.clone(), markdown.clone()));
    }
    write(&files, &paths.iter().collect::<Vec<_>>())?;
    if files.is_empty() {
        // A person reads it on a terminal; elsewhere it is kept.
        match std::io::stdout().is_terminal() {
            true => {
                let style = output::style(Verbosity::Normal);
                output::print(&implementations::text(&matrix, &style));
            }
            false => output::print(&markdown),
        }
    }
    Ok(ExitCode::Kept)
}

/// `NAME=FILE`, or a file whose folder or own name is the name.
fn named(given: &str) -> (String, PathBuf) {
    if let Some((name, path)) = given.split_once('=')
        && !name.is_empty()
        && !Path::new(given).exists()
    {
        return (name.to_owned(), PathBuf::from(path));
    }
    let path = PathBuf::from(given);
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let folder = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy());
    let name = match (stem, folder) {
        // Every run calls its report the same.
        (Some(stem), Some(folder)) if stem == "report" => folder.into_owned(),
        (Some(stem), _) => stem,
        (None, _) => given.to_owned(),
    };
    (name, path)
}

/// Writes files, none of which may be what was read or another of them.
fn write(files: &[Output<'_>], read: &[&PathBuf]) -> Result<(), CliError> {
    let written: Vec<PathBuf> = files.iter().map(|file| file.path().to_owned()).collect();
    places::apart(read.iter().copied(), &written)?;
    write_together(files)?;
    for file in files {
        output::note(&format!("wrote {}", file.path().display()));
    }
    Ok(())
}

fn failed<E: ToString>(path: &Path) -> impl FnOnce(E) -> CliError {
    move |error| {
        CliError::Report(crate::report::WriteError::Render {
            path: path.to_owned(),
            problem: error.to_string(),
        })
    }
}
