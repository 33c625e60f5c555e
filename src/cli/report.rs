//! `docproof report`

use std::path::PathBuf;

use super::args::ReportArgs;
use super::error::CliError;
use super::exit::ExitCode;
use super::{output, outputs, places};
use crate::report::{Format, Output, read, write_together};

pub(super) fn report(args: &ReportArgs) -> Result<ExitCode, CliError> {
    let reports = reports(args);
    let besides = args.code_quality.iter().chain(&args.cucumber);
    places::apart([&args.run], reports.iter().map(|(_, path)| path).chain(besides))?;
    let run = read(&args.run)?;
    let mut files: Vec<Output<'_>> =
        reports.into_iter().map(|(format, path)| Output::report(path, format, &run)).collect();
    files.extend(outputs::besides(&run, args.code_quality.as_ref(), args.cucumber.as_ref())?);
    let (printed, written): (Vec<_>, Vec<_>) = files.into_iter().partition(is_printed);
    let printed = printed.iter().map(Output::whole).collect::<Result<Vec<_>, _>>()?;
    if !written.is_empty() {
        write_together(&written)?;
    }
    for file in written {
        output::note(&format!("wrote {}", file.path().display()));
    }
    for bytes in printed {
        output::raw(&String::from_utf8_lossy(&bytes));
    }
    Ok(ExitCode::Kept)
}

/// As other programs have it, `-` is standard output.
fn is_printed(file: &Output<'_>) -> bool {
    file.path().as_os_str() == "-"
}

fn reports(args: &ReportArgs) -> Vec<(Format, PathBuf)> {
    let given =
        [(Format::Json, &args.json), (Format::Junit, &args.junit), (Format::Html, &args.html)];
    let wanted: Vec<(Format, PathBuf)> =
        given.into_iter().filter_map(|(format, path)| Some((format, path.clone()?))).collect();
    if wanted.is_empty() && args.code_quality.is_none() && args.cucumber.is_none() {
        return vec![(Format::Html, args.run.with_file_name(Format::Html.file_name()))];
    }
    wanted
}
