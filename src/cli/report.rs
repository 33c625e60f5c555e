//! `docproof report`

use std::path::{Path, PathBuf};

use super::args::ReportArgs;
use super::error::CliError;
use super::exit::ExitCode;
use super::output;
use crate::report::{Format, read, write_as};

pub(super) fn report(args: &ReportArgs) -> Result<ExitCode, CliError> {
    let wanted = wanted(args);
    for (index, (_, path)) in wanted.iter().enumerate() {
        if same(path, &args.run) {
            return Err(CliError::Usage(format!(
                "{}: this is the run itself; name another file to write",
                path.display()
            )));
        }
        if wanted[..index].iter().any(|(_, other)| same(path, other)) {
            return Err(CliError::Usage(format!(
                "{}: two reports can't be one file; name another for one of them",
                path.display()
            )));
        }
    }
    write_as(&read(&args.run)?, &wanted)?;
    for (_, path) in wanted {
        output::note(&format!("wrote {}", path.display()));
    }
    Ok(ExitCode::Kept)
}

fn wanted(args: &ReportArgs) -> Vec<(Format, PathBuf)> {
    let given =
        [(Format::Json, &args.json), (Format::Junit, &args.junit), (Format::Html, &args.html)];
    let wanted: Vec<(Format, PathBuf)> =
        given.into_iter().filter_map(|(format, path)| Some((format, path.clone()?))).collect();
    if wanted.is_empty() {
        return vec![(Format::Html, args.run.with_file_name(Format::Html.file_name()))];
    }
    wanted
}

/// Whether two paths are one file, as far as can be told before both are there.
fn same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}
