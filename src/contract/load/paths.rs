//! Paths: their templates, and the parameters that fill them.

use std::collections::HashMap;

use crate::contract::error::{At, ContractError};
use crate::contract::operation::{Parameter, ParameterPlace};

/// The names between braces of a path (OpenAPI 3.1, section 4.8.8).
pub(super) fn names<'a>(path: &'a str, at: &At<'_>) -> Result<Vec<&'a str>, ContractError> {
    if !path.starts_with('/') {
        return Err(at.error("a path begins with `/`"));
    }
    if path.contains(['?', '#']) {
        return Err(
            at.error("`?` and `#` end a path: what stands behind `?` are parameters `in: query`")
        );
    }
    if path.contains(char::is_whitespace) {
        return Err(at.error("there is a blank in the path"));
    }
    let mut names = Vec::new();
    let mut rest = path;
    while let Some(brace) = rest.find(['{', '}']) {
        let named = rest[brace..].strip_prefix('{').and_then(|name| name.split_once('}'));
        match named {
            Some((name, behind)) if !name.is_empty() && !name.contains(['{', '/']) => {
                names.push(name);
                rest = behind;
            }
            _ => return Err(at.error("a name in a path stands in braces: `{id}`")),
        }
    }
    Ok(names)
}

/// What an operation is called that the document gives no `operationId`: `get-users-id`.
pub(super) fn id(method: &str, path: &str) -> String {
    let words = path.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    [method].into_iter().chain(words).collect::<Vec<_>>().join("-")
}

/// Notes an operation, whose path no other of the same method may equal but for its names.
pub(super) fn note<'a>(
    known: &mut HashMap<(&'a str, String), &'a str>,
    (method, path): (&'a str, &'a str),
    names: &[&str],
    at: &At<'_>,
) -> Result<(), ContractError> {
    let mut plain = path.to_owned();
    for name in names {
        plain = plain.replacen(&format!("{{{name}}}"), "{}", 1);
    }
    match known.insert((method, plain), path) {
        Some(other) => Err(at.error(format!("this is the path `{other}` with other names"))),
        None => Ok(()),
    }
}

/// Holds the parameters of a path to the names in it: what is not filled would be sent as it stands.
pub(super) fn filled(
    names: &[&str],
    parameters: &[Parameter],
    at: &At<'_>,
) -> Result<(), ContractError> {
    let of_path = || parameters.iter().filter(|one| one.place == ParameterPlace::Path);
    if let Some(name) = names.iter().find(|name| !of_path().any(|one| one.name == **name)) {
        let there: Vec<String> = of_path()
            .filter(|one| !names.contains(&one.name.as_str()))
            .map(|one| format!("`{}`", one.name))
            .collect();
        let there = match there.is_empty() {
            true => String::new(),
            false => format!("; there is {}", there.join(", ")),
        };
        return Err(at.error(format!(
            "the path has `{{{name}}}`, and no parameter `in: path` has that name{there}"
        )));
    }
    match of_path().find(|one| !names.contains(&one.name.as_str())) {
        Some(one) => Err(at.error(format!(
            "the parameter `{}` is `in: path`, and the path has no `{{{}}}`",
            one.name, one.name
        ))),
        None => Ok(()),
    }
}
