//! `docproof report`

use std::path::PathBuf;

use super::args::ReportArgs;
use super::error::CliError;
use super::exit::ExitCode;
use super::{output, places};
use crate::report::{Format, read, rendered, write_together};

pub(super) fn report(args: &ReportArgs) -> Result<ExitCode, CliError> {
    let wanted = wanted(args);
    places::apart([&args.run], wanted.iter().map(|(_, path)| path))?;
    write_together(&rendered(&read(&args.run)?, &wanted)?)?;
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
