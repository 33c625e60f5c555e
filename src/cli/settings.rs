//! Settings: arguments, environment and target file resolved into what a run needs.

use std::path::Path;

use indexmap::IndexMap;

use super::args::{RunArgs, WhichArgs};
use super::error::CliError;
use super::files;
use crate::contract::Contract;
use crate::report::Verbosity;
use crate::suite::lookup::hint;
use crate::suite::{Case, Selection, Suite, check_steps, parse};
use crate::target::{ApiTarget, Target, base_url};

/// The contract and the suite.
pub(super) struct Loaded {
    pub contract: Contract,
    pub suite: Suite,
}

/// Loads the contract and every feature, and holds the steps to the vocabulary.
pub(super) fn load(which: &WhichArgs) -> Result<Loaded, CliError> {
    let (schemas, origin) = files::schemas(which.schemas.as_deref())?;
    let contract = Contract::load(&schemas, &origin)?;
    let suite = parse(&files::features(which.features.as_deref())?).map_err(CliError::Features)?;
    let problems = check_steps(&suite.cases);
    if !problems.is_empty() {
        return Err(CliError::Steps(problems));
    }
    Ok(Loaded { contract, suite })
}

/// The selected cases.
pub(super) fn select(
    which: &WhichArgs,
    loaded: &Loaded,
    apis: &[String],
) -> Result<Vec<Case>, CliError> {
    let selection = Selection {
        tags: which.tags.clone(),
        name: which.name.clone(),
        apis: if which.api.is_empty() { apis.to_vec() } else { which.api.clone() },
    };
    Ok(selection.apply(&loaded.suite, &loaded.contract)?)
}

/// The target that the arguments name; `None` where the embedded reference is meant.
pub(super) fn target(
    file: Option<&Path>,
    base_urls: &[String],
    which: &WhichArgs,
    contract: &Contract,
) -> Result<Option<Target>, CliError> {
    if file.is_none() && base_urls.is_empty() {
        return Ok(None);
    }
    let mut target = match file {
        Some(file) => read_target(file)?,
        None => Target::default(),
    };
    for setting in base_urls {
        let (api, url) = setting.split_once('=').ok_or_else(|| {
            CliError::Usage(format!(
                "--base-url {setting}: write it as API=URL, e.g. agentassist=https://host"
            ))
        })?;
        let url = base_url("--base-url", url)?;
        match target.apis.get_mut(api) {
            Some(known) => known.base_url = url,
            None => {
                let api_target = ApiTarget {
                    base_url: url,
                    values: IndexMap::new(),
                    credentials: IndexMap::new(),
                };
                target.apis.insert(api.to_owned(), api_target);
            }
        }
    }
    for name in target.apis.keys() {
        if !contract.apis.contains_key(name) {
            let known: Vec<&str> = contract.apis.keys().map(String::as_str).collect();
            return Err(CliError::Usage(format!(
                "the target names an API `{name}` that no contract describes{} (there are {})",
                hint(name, known.iter().copied()),
                known.join(", ")
            )));
        }
    }
    if target.apis.is_empty() {
        return Err(CliError::Usage(
            "the target file names no API; it needs a table for one, with its base-url".into(),
        ));
    }
    for api in &which.api {
        if !target.apis.contains_key(api) && contract.apis.contains_key(api) {
            return Err(CliError::Usage(format!(
                "the target has no API `{api}`; give it a table [{api}] with a base-url"
            )));
        }
    }
    Ok(Some(target))
}

fn read_target(file: &Path) -> Result<Target, CliError> {
    let text = std::fs::read_to_string(file).map_err(|source| CliError::Read {
        path: file.to_owned(),
        source,
        remedy: "`docproof init` writes a target file to fill in",
    })?;
    Ok(Target::parse(&file.display().to_string(), &text, &|name| std::env::var(name).ok())?)
}

/// How much to say.
pub(super) fn verbosity(args: &RunArgs) -> Verbosity {
    match (args.quiet, args.verbose) {
        (true, _) => Verbosity::Quiet,
        (_, true) => Verbosity::Verbose,
        _ => Verbosity::Normal,
    }
}

/// What narrowed the run, as typed.
pub(super) fn typed(which: &WhichArgs) -> IndexMap<String, String> {
    let mut typed = IndexMap::new();
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            typed.insert(name.to_owned(), value);
        }
    };
    add("api", (!which.api.is_empty()).then(|| which.api.join(", ")));
    add("tags", which.tags.clone());
    add("name", which.name.clone());
    add("features", which.features.as_ref().map(|path| path.display().to_string()));
    add("schemas", which.schemas.as_ref().map(|path| path.display().to_string()));
    typed
}
