//! `docproof merge`

use super::args::MergeArgs;
use super::error::CliError;
use super::exit::ExitCode;
use super::{output, settings, shard_file};
use crate::report;
use crate::report::text::count;
use crate::suite;

pub(super) fn merge(args: &MergeArgs) -> Result<ExitCode, CliError> {
    let files = shard_file::find(&args.shards)?;
    let shards = files.iter().map(|file| Ok((file.display().to_string(), shard_file::read(file)?)));
    let shards = shards.collect::<Result<Vec<_>, CliError>>()?;
    let merged = suite::merge(shards)?;
    report::prepare(&args.reports)?;
    let report = suite::assemble(&merged.plan, merged.ran, merged.frame);
    let written = report::write_all(&report, &args.reports);
    let verbosity = settings::verbosity(args.quiet, args.verbose);
    output::print(&report::terminal::render(&report, &output::style(verbosity)));
    output::note(&format!("merged {}", count(files.len(), "shard")));
    for shard in merged.unfinished {
        output::note(&report::text::one_line(&shard));
    }
    for path in written? {
        if !args.quiet {
            output::note(&format!("wrote {}", path.display()));
        }
    }
    Ok(ExitCode::of_report(report.exit_code))
}
