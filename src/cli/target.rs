//! The target of a run: its file and the flags over it, held to the contract.

use std::path::Path;

use indexmap::IndexMap;

use super::args::WhichArgs;
use super::error::CliError;
use crate::contract::{Api, Contract};
use crate::input::{self, Kind};
use crate::spelling::{hint, nearest};
use crate::target::{
    ApiTarget, PLACEHOLDER, Target, TargetError, Tls, base_url, gaps, holds_secrets, line_of,
    world_can_write,
};

/// A target file is no longer than this.
const LONGEST: u64 = 1 << 20;

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
        Some(file) => {
            let elsewhere =
                |api: &str| base_urls.iter().any(|url| url.split('=').next() == Some(api));
            let used = |api: &str| which.api.is_empty() || which.api.iter().any(|one| one == api);
            read(file, contract, &|api| used(api) && !elsewhere(api))?
        }
        None => Target::default(),
    };
    for setting in base_urls {
        point(&mut target, setting, contract)?;
    }
    if let (true, Some(file)) = (target.apis.is_empty(), file) {
        return Err(CliError::Usage(format!(
            "{}: it names no API; give it a table [{}] with a base-url",
            file.display(),
            contract.apis.keys().next().map_or("api", String::as_str)
        )));
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

/// Reads a target file; what it names, the contract must know. `is_sent_to` says of which APIs it is
/// the file that tells where they are.
fn read(
    file: &Path,
    contract: &Contract,
    is_sent_to: &dyn Fn(&str) -> bool,
) -> Result<Target, CliError> {
    let text = input::text(file, Kind::FileOrPipe, LONGEST).map_err(|source| CliError::Read {
        path: file.to_owned(),
        source,
        remedy: "`docproof init` writes a target file to fill in",
    })?;
    let name = file.display().to_string();
    // Whoever can write the file can have its secrets sent elsewhere.
    if holds_secrets(&text) && world_can_write(file) {
        return Err(CliError::Usage(format!(
            "{name}: it holds secrets, and everybody on this machine can write to it; `chmod o-w {name}`, \
             or take the secrets from the environment (${{NAME}})"
        )));
    }
    let parsed = Target::parse(&name, &text, &|name| std::env::var(name).ok());
    if let Ok(_) | Err(TargetError::Unset { .. }) = parsed {
        filled(&name, &text, contract, is_sent_to)?;
    }
    let target = parsed.map_err(|error| not_utf8(&error).unwrap_or(CliError::Target(error)))?;
    let wrong = |key: &str, message: String| {
        CliError::Usage(format!("{name}:{}: {message}", line_of(&text, key)))
    };
    for (api, settings) in &target.apis {
        let documented = contract
            .apis
            .get(api)
            .ok_or_else(|| wrong(api, unknown("API", api, contract.apis.keys())))?;
        let (values, schemes) = names(documented);
        let is_known = |value: &String| {
            values.contains(&value) || narrower(documented).any(|known| known == *value)
        };
        if let Some(value) = settings.values.keys().find(|value| !is_known(value)) {
            let key = format!("{api}.values.{value}");
            let narrower: Vec<String> = narrower(documented).collect();
            let near = nearest(value, narrower.iter().map(String::as_str));
            let near = narrower.iter().filter(|one| near == Some(one.as_str())).take(1);
            return Err(wrong(&key, unknown("value", value, values.into_iter().chain(near))));
        }
        if let Some(scheme) = settings.credentials.keys().find(|scheme| !schemes.contains(scheme)) {
            let key = format!("{api}.credentials.{scheme}");
            return Err(wrong(&key, unknown("credential", scheme, schemes)));
        }
    }
    Ok(target)
}

/// Refuses a file that still has the base URL of the template, with all that is to be filled in.
fn filled(
    name: &str,
    text: &str,
    contract: &Contract,
    is_sent_to: &dyn Fn(&str) -> bool,
) -> Result<(), CliError> {
    let apis: Vec<&str> =
        contract.apis.keys().map(String::as_str).filter(|api| is_sent_to(api)).collect();
    let needs = |api: &str, value: &str| {
        let operations = contract.apis.get(api).into_iter().flat_map(|api| api.operations.values());
        let mut settings = operations.flat_map(|operation| {
            let required = operation.parameters.iter().filter(|parameter| parameter.required);
            required.flat_map(|parameter| operation.settings(parameter))
        });
        settings.any(|setting| setting == value)
    };
    let gaps = gaps(text, &apis, &needs, &|name| std::env::var(name).ok());
    let untouched = format!("is still {PLACEHOLDER}");
    if !gaps.iter().any(|gap| gap.what.ends_with(&untouched)) {
        return Ok(());
    }
    let gaps: Vec<String> =
        gaps.iter().map(|gap| format!("{name}:{}: {}\n", gap.line, gap.what)).collect();
    Err(CliError::Usage(format!(
        "{name}: it is not filled in yet, so nothing was sent; still to do:\n{}\
         leave out the table of an API that this target doesn't have",
        gaps.concat()
    )))
}

/// A variable that holds something, and no text.
fn not_utf8(error: &TargetError) -> Option<CliError> {
    let TargetError::Unset { file, line, key, name } = error else { return None };
    // The name is one that a variable can have, or it would not have been looked up.
    matches!(std::env::var(name), Err(std::env::VarError::NotUnicode(_))).then(|| {
        CliError::Usage(format!(
            "{file}:{line}: `{key}` needs the environment variable {name}, which is no UTF-8"
        ))
    })
}

/// The values and the credentials that an API's requests can use.
fn names(api: &Api) -> (Vec<&String>, Vec<&String>) {
    let parameters = api.operations.values().flat_map(|operation| &operation.parameters);
    let settings = api.resources.values().filter_map(|resource| resource.setting.as_ref());
    let mut values: Vec<&String> = Vec::new();
    for value in parameters.map(|parameter| &parameter.setting).chain(settings) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    (values, api.schemes.iter().collect())
}

/// The names of values of one operation, or one step of a path.
fn narrower(api: &Api) -> impl Iterator<Item = String> {
    let all = api.operations.values().flat_map(|operation| {
        operation.parameters.iter().flat_map(|parameter| operation.settings(parameter))
    });
    all.filter(|name| name.contains('.'))
}

fn unknown<'a>(what: &str, name: &str, known: impl IntoIterator<Item = &'a String>) -> String {
    let known: Vec<&str> = known.into_iter().map(String::as_str).collect();
    let hint = hint(name, known.iter().copied());
    match known.as_slice() {
        [] => format!("the contract knows no {what} `{name}`, nor any other"),
        _ => {
            format!("the contract knows no {what} `{name}`{hint} (there are {})", known.join(", "))
        }
    }
}

/// What a message may repeat: a password may stand in a URL, and a key in its query.
fn shown(text: &str) -> &str {
    if text.contains(['@', '?']) { "(hidden)" } else { text }
}

/// Sets one base URL.
fn point(target: &mut Target, setting: &str, contract: &Contract) -> Result<(), CliError> {
    let flag = |message: String| CliError::Usage(format!("--base-url {message}"));
    let (api, url) = setting.split_once('=').ok_or_else(|| {
        let api = contract.apis.keys().next().map_or("api", String::as_str);
        flag(format!("{}: write it as API=URL, e.g. {api}=https://host", shown(setting)))
    })?;
    if !contract.apis.contains_key(api) {
        let message = unknown("API", shown(api), contract.apis.keys());
        return Err(flag(format!("{}=…: {message}", shown(api))));
    }
    let url = base_url(&format!("--base-url {api}=…"), url)?;
    match target.apis.get_mut(api) {
        Some(known) => known.base_url = url,
        None => {
            let settings = ApiTarget {
                base_url: url,
                values: IndexMap::new(),
                credentials: IndexMap::new(),
                tls: Tls::default(),
            };
            target.apis.insert(api.to_owned(), settings);
        }
    }
    Ok(())
}
