//! The file of known deviations: read before a run, added to after one where that is asked for.

use std::io::ErrorKind;
use std::path::Path;

use indexmap::IndexMap;
use time::{Duration, OffsetDateTime};

use super::args::RunArgs;
use super::error::CliError;
use super::output;
use super::settings::Loaded;
use crate::input::{self, InputError, Kind};
use crate::known::{Ledger, Names, Proposal, parse, propose};
use crate::model::{KnownEntry, RunReport};
use crate::report::{self, text::clean};
use crate::suite::apis_of;
use crate::target::Target;

/// A file of known deviations is no longer than this.
const LONGEST: u64 = 4 << 20;
/// How long a new entry holds, unless somebody writes another day.
const DAYS: i64 = 90;

/// What is known of this target today.
pub(super) fn ledger(
    file: &Path,
    may_be_missing: bool,
    loaded: &Loaded,
    urls: &IndexMap<String, String>,
    strict: bool,
) -> Result<Ledger, CliError> {
    let text = read(file, may_be_missing)?;
    let contract = &loaded.contract;
    let all = || contract.apis.keys().cloned().collect();
    let names = Names {
        clauses: contract
            .clauses
            .values()
            .map(|clause| (clause.id.as_str(), clause.api.as_str()))
            .collect(),
        scenarios: loaded
            .suite
            .cases
            .iter()
            .map(|case| {
                let apis: Vec<String> = apis_of(case, contract).into_iter().cloned().collect();
                (case.id.as_ref(), if apis.is_empty() { all() } else { apis })
            })
            .collect(),
        files: loaded
            .is_chosen
            .then(|| loaded.suite.cases.iter().map(|case| &*case.file).collect()),
        other_contracts: loaded.other_contracts,
    };
    let name = file.display().to_string();
    let entries = parse(&name, &text, &names)?;
    let today = OffsetDateTime::now_utc().date();
    let left_out = loaded.left_out.as_ref().map(|place| place.display().to_string());
    Ok(Ledger::new(&name, entries, today, urls, strict).of_part(left_out))
}

/// The APIs that a run is about, with their base URLs.
pub(super) fn urls(target: &Target, selected: &[String]) -> IndexMap<String, String> {
    let apis = target.about(selected);
    apis.map(|(name, api)| (name.clone(), api.base_url.to_string())).collect()
}

/// A file that isn't there yet is as good as empty where it will be written.
fn read(file: &Path, may_be_missing: bool) -> Result<String, CliError> {
    match input::text(file, Kind::FileOrPipe, LONGEST) {
        Err(InputError::System(error)) if may_be_missing && error.kind() == ErrorKind::NotFound => {
            Ok(String::new())
        }
        read => read.map_err(|source| CliError::Read {
            path: file.to_owned(),
            source,
            remedy: "name a file of known deviations; --update-known writes one",
        }),
    }
}

/// Adds entries for what is broken and unknown, and says which could go.
pub(super) fn update(args: &RunArgs, report: &RunReport) -> Result<(), CliError> {
    let Some(file) = &args.known else { return Ok(()) };
    let today = OffsetDateTime::now_utc().date();
    let expires = today.checked_add(Duration::days(DAYS)).unwrap_or(today);
    // Read again: a run takes its time, and somebody may have written meanwhile.
    let text = read(file, true)?;
    let Proposal { text, added, gone, expired } = propose(&text, report, expires)
        .map_err(|problem| CliError::Usage(format!("{}: {problem}", file.display())))?;
    let name = file.display();
    if added.is_empty() {
        output::note(&format!("{name}: nothing to add"));
    } else {
        report::write_text(file, &text)?;
        let entries =
            if added.len() == 1 { "1 entry" } else { &format!("{} entries", added.len()) };
        output::note(&format!(
            "{name}: {entries} added; fill in `reason` and `owner`, and look at `expires`"
        ));
    }
    let tell = |entries: &[KnownEntry], what: &str| {
        for entry in entries {
            let said = format!("{}:{}: {} {what}", entry.file, entry.line, entry.subject());
            output::note(&clean(&said));
        }
    };
    tell(&gone, "no longer happens: its entry could go");
    tell(&expired, "has expired: mend it, or agree on another day");
    Ok(())
}
