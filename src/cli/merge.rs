//! `docproof merge`

use super::args::{MergeArgs, RunFormat, WhichArgs};
use super::ci::Actions;
use super::error::CliError;
use super::exit::ExitCode;
use super::part::excuse_idle;
use super::{known, output, outputs, places, settings, shard_file};
use crate::report::{self, text::count};
use crate::suite;

pub(super) fn merge(args: &MergeArgs) -> Result<ExitCode, CliError> {
    let files = shard_file::find(&args.shards)?;
    let shards = files.iter().map(|file| Ok((file.display().to_string(), shard_file::read(file)?)));
    let shards = shards.collect::<Result<Vec<_>, CliError>>()?;
    let reports = report::places(&args.reports).map(|(_, path)| path);
    places::apart(files.iter().chain(&args.known), &reports)?;
    let merged = suite::merge(shards)?;
    report::prepare(&args.reports)?;
    let ledger = match &args.known {
        Some(file) => {
            let which = WhichArgs {
                features: args.features.clone(),
                schemas: args.schemas.clone(),
                ..WhichArgs::default()
            };
            let apis = merged.plan.apis.iter();
            let urls = apis.map(|api| (api.name.clone(), api.base_url.clone())).collect();
            let loaded = settings::load(&which)?;
            Some(known::ledger(file, false, &loaded, &urls, merged.plan.strict)?)
        }
        None => None,
    };
    let mut report = suite::assemble(&merged.plan, merged.ran, merged.frame);
    if let Some(ledger) = ledger {
        ledger.settle(&mut report);
    }
    excuse_idle(&mut report);
    let written = report::write_all(&report, &args.reports);
    let actions = Actions::here(args.no_ci);
    if let Some(actions) = &actions {
        actions.tell(&report, RunFormat::Human);
    }
    outputs::show(&report, actions.as_ref(), settings::verbosity(args.quiet, args.verbose));
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
