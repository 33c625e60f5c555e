//! Settings: arguments resolved into the contract, the suite and the selection.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;

use super::args::{Evidence, RunArgs, WhichArgs};
use super::error::CliError;
use super::{files, output};
use crate::contract::Contract;
use crate::report::Verbosity;
use crate::report::text::clean;
use crate::suite::{Case, Selection, Suite, check_steps, parse};

/// The contract and the suite.
pub(super) struct Loaded {
    pub contract: Contract,
    pub suite: Suite,
    /// The contract's files.
    pub schemas: BTreeMap<String, String>,
    /// The features were named.
    pub is_chosen: bool,
    /// And there are others beside them, here.
    pub left_out: Option<PathBuf>,
    /// What to do where a name isn't in the contract.
    pub other_contracts: &'static str,
}

/// Loads the contract.
pub(super) fn contract(schemas: Option<&Path>) -> Result<Contract, CliError> {
    let (schemas, origin) = files::schemas(schemas)?;
    Ok(Contract::load(&schemas, &origin)?)
}

/// What to do where a name isn't in the built-in contracts, if these are meant.
pub(super) fn other_contracts(schemas: Option<&Path>) -> &'static str {
    if schemas.is_some() {
        ""
    } else {
        "; --schemas DIR reads other contracts than the built-in ones"
    }
}

/// Loads the contract and every feature, and holds the steps to the vocabulary.
pub(super) fn load(which: &WhichArgs) -> Result<Loaded, CliError> {
    let (schemas, origin) = files::schemas(which.schemas.as_deref())?;
    let features =
        || parse(&files::features(which.features.as_deref())?).map_err(CliError::Features);
    let (contract, suite) = rayon::join(|| Contract::load(&schemas, &origin), features);
    let (contract, suite) = (contract?, suite?);
    let problems = check_steps(&suite.cases);
    if !problems.is_empty() {
        return Err(CliError::Steps(problems));
    }
    let is_chosen = which.features.is_some();
    let left_out = which.features.as_deref().and_then(files::others_beside);
    let other_contracts = other_contracts(which.schemas.as_deref());
    Ok(Loaded { contract, suite, schemas, is_chosen, left_out, other_contracts })
}

/// So many misspelt keywords are told before a run; `lint` tells more.
const SLIPS: usize = 3;

/// Notes keywords and formats of schemas that are misspelt: what they were to promise is judged nowhere.
pub(super) fn note_slips(contract: &Contract) {
    let slips: Vec<&str> = contract.slips().collect();
    slips.iter().take(SLIPS).for_each(|slip| output::note(&clean(slip)));
    if slips.len() > SLIPS {
        output::note("and more; `docproof lint` tells them");
    }
}

/// Refuses the built-in features where the contracts are others: each scenario would be a mistake.
pub(super) fn about_others(which: &WhichArgs, loaded: &Loaded) -> Result<(), CliError> {
    // By their folders: a word of another contract may well stand in some step.
    let apis = || loaded.contract.apis.keys();
    let is_theirs =
        |case: &Case| apis().any(|api| case.file.starts_with(&format!("features/{api}/")));
    if which.features.is_some() || loaded.suite.cases.iter().any(is_theirs) {
        return Ok(());
    }
    let apis = apis().cloned().collect::<Vec<_>>().join(" or ");
    Err(CliError::Usage(format!(
        "the built-in features are not about {apis}; name your own with --features DIR"
    )))
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

/// Why nothing was selected.
pub(super) fn nothing_selected(which: &WhichArgs, apis: &[String]) -> String {
    let narrowed: Vec<&str> = [
        ("--api", !which.api.is_empty()),
        ("--tags", which.tags.is_some()),
        ("--name", which.name.is_some()),
    ]
    .into_iter()
    .filter_map(|(flag, given)| given.then_some(flag))
    .collect();
    match narrowed.as_slice() {
        [] => format!("nothing was selected: no scenario is about {}", apis.join(" or ")),
        _ => format!(
            "nothing was selected: no scenario meets {}; `docproof list` shows what there is",
            narrowed.join(" and ")
        ),
    }
}

/// How much to say.
pub(super) fn verbosity(quiet: bool, verbose: bool) -> Verbosity {
    match (quiet, verbose) {
        (true, _) => Verbosity::Quiet,
        (_, true) => Verbosity::Verbose,
        _ => Verbosity::Normal,
    }
}

/// What narrowed the run, as typed; that it is a shard is not among it.
pub(super) fn typed(args: &RunArgs) -> IndexMap<String, String> {
    let which = &args.which;
    let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
    let mut typed = IndexMap::new();
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            typed.insert(name.to_owned(), value);
        }
    };
    add("api", (!which.api.is_empty()).then(|| which.api.join(", ")));
    add("tags", which.tags.clone());
    add("name", which.name.clone());
    add("features", path(&which.features));
    add("schemas", path(&which.schemas));
    add("rerun-failed", path(&args.rerun_failed));
    add("evidence", (args.evidence == Evidence::Findings).then(|| "findings".into()));
    typed
}
