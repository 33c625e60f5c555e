//! `docproof scaffold`

use std::collections::{HashMap, HashSet};

use super::args::ScaffoldArgs;
use super::error::CliError;
use super::exit::ExitCode;
use super::{output, settings};
use crate::contract::{Api, Contract, Operation};
use crate::report;
use crate::scaffold::{feature, file_name};
use crate::spelling::hint;

pub(super) fn scaffold(args: &ScaffoldArgs) -> Result<ExitCode, CliError> {
    let contract = settings::contract(args.schemas.as_deref())?;
    settings::note_slips(&contract);
    let chosen = chosen(args, &contract)?;
    let is_printed = args.folder.as_os_str() == "-";
    let (mut written, mut kept) = (0, 0);
    let mut left_out = Vec::new();
    let names = names(&contract);
    for (api, operation) in chosen {
        let text = match feature(&contract, operation) {
            Ok(text) => text,
            Err(why) => {
                left_out.push(format!("left out {}: {why}", operation.id));
                continue;
            }
        };
        if is_printed {
            let gap = if written > 0 { "\n" } else { "" };
            output::print(&format!("{gap}{}", text.trim_end()));
            written += 1;
            continue;
        }
        let name = names.get(operation.id.as_str()).map_or("operation", String::as_str);
        let path = args.folder.join(&api.name).join(format!("{name}.feature"));
        // A link that leads nowhere is somebody's, too.
        if path.symlink_metadata().is_ok() && !args.force {
            output::print(&format!("kept {}, which is there already", path.display()));
            kept += 1;
            continue;
        }
        report::write_text(&path, &text)?;
        output::print(&format!("wrote {}", path.display()));
        written += 1;
    }
    left_out.iter().for_each(|line| output::note(line));
    if is_printed {
        return Ok(if written > 0 { ExitCode::Kept } else { ExitCode::Nothing });
    }
    if kept > 0 {
        output::print("\n--force replaces what is kept");
    }
    if written + kept == 0 {
        return Ok(ExitCode::Nothing);
    }
    let schemas = args.schemas.as_ref();
    let schemas =
        schemas.map_or(String::new(), |folder| format!("--schemas {} ", output::typed(folder)));
    output::print(&format!(
        "\nThey say what the contract says of any request; behaviour is yours to add. Then:\n  docproof init {schemas}docproof.toml\n  docproof run {schemas}--features {} --target docproof.toml\n  docproof coverage    # tells what no scenario judges yet",
        output::typed(&args.folder)
    ));
    Ok(ExitCode::Kept)
}

/// The operations that are asked for; a name that is none's is the caller's slip.
fn chosen<'a>(
    args: &ScaffoldArgs,
    contract: &'a Contract,
) -> Result<Vec<(&'a Api, &'a Operation)>, CliError> {
    let apis = || contract.apis.keys().map(String::as_str);
    let operations = || contract.operations().map(|operation| operation.id.as_str());
    let unknown = |what: &str, name: &str, hint: String| {
        CliError::Usage(format!("the contract has no {what} `{name}`{hint}"))
    };
    if let Some(name) = args.api.iter().find(|name| !contract.apis.contains_key(*name)) {
        return Err(unknown("API", name, hint(name, apis())));
    }
    if let Some(id) = args.operation.iter().find(|id| contract.operation(id).is_none()) {
        return Err(unknown("operation", id, hint(id, operations())));
    }
    let of_apis =
        contract.apis.values().filter(|api| args.api.is_empty() || args.api.contains(&api.name));
    let all = of_apis.flat_map(|api| api.operations.values().map(move |one| (api, one)));
    let is_chosen =
        |operation: &Operation| args.operation.is_empty() || args.operation.contains(&operation.id);
    let chosen: Vec<_> = all.filter(|(_, operation)| is_chosen(operation)).collect();
    if chosen.is_empty() {
        let message = match args.operation.is_empty() {
            true => "the contract has no operation to write a feature for".to_owned(),
            false => {
                let operations = args.operation.join("`, `");
                format!("`{operations}` is no operation of {}", args.api.join(" or "))
            }
        };
        return Err(CliError::Usage(message));
    }
    Ok(chosen)
}

/// The names of files of all operations, whichever are asked for: `createNote` and `create-note` are two.
fn names(contract: &Contract) -> HashMap<&str, String> {
    let mut taken = HashSet::new();
    let mut names = HashMap::new();
    for operation in contract.operations() {
        let name = file_name(operation);
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        let mut all = std::iter::once(name.clone()).chain(numbered);
        let own = all.find(|name| taken.insert((&operation.api, name.clone())));
        names.insert(operation.id.as_str(), own.unwrap_or(name));
    }
    names
}
