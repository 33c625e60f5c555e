//! What fills requests: templates whose words stand for something, and ids of resources that there are.

use super::error::{At, ContractError};
use super::operation::{Api, Operation};
use super::template::{self, Made};
use crate::spelling::{question, slip};

const MADE: &str = "{digits}, {label}, {uuid} or {hex:24}";

/// Holds `x-fresh`, `x-fill`, `x-unknown` and `x-resource` of a request to what means something.
///
/// # Errors
/// The first that doesn't.
pub(super) fn check(api: &Api, operation: &Operation, at: &At<'_>) -> Result<(), ContractError> {
    for parameter in &operation.parameters {
        let at = at.down("parameters");
        let name = &parameter.name;
        resource(api, &format!("`x-resource` of `{name}`"), parameter.resource.as_deref(), &at)?;
        words("x-unknown", name, parameter.unknown.as_deref(), &at)?;
    }
    let at = at.down("requestBody");
    let nodes = operation.request.iter().flat_map(|body| body.root.all());
    for node in nodes {
        let of = format!("`x-resource` of `{}`", node.field);
        resource(api, &of, node.text("x-resource"), &at)?;
        for key in ["x-fresh", "x-fill", "x-unknown"] {
            words(key, &node.field, node.text(key), &at)?;
        }
    }
    Ok(())
}

/// Holds a resource that something names to `x-resources`: one that is made and found nowhere else needs
/// no entry there, and one that is nearly another is a slip.
///
/// # Errors
/// The resource that is meant.
pub(super) fn resource(
    api: &Api,
    of: &str,
    name: Option<&str>,
    at: &At<'_>,
) -> Result<(), ContractError> {
    let known = || api.resources.keys().map(String::as_str);
    let unknown = name.filter(|name| !api.resources.contains_key(*name));
    match unknown.and_then(|name| Some((name, slip(name, known())?))) {
        Some((name, meant)) => Err(at.error(format!(
            "{of}: there is no `{name}` in `x-resources`{}",
            question(Some(meant))
        ))),
        None => Ok(()),
    }
}

fn words(key: &str, of: &str, text: Option<&str>, at: &At<'_>) -> Result<(), ContractError> {
    for word in text.map(template::words).unwrap_or_default() {
        let of_sample = key != "x-unknown"
            && (word == "printed" || word == "resource" || word.starts_with("sent."));
        if of_sample || Made::read(&word).is_some() {
            continue;
        }
        let others = if key == "x-unknown" { "" } else { ", {printed}, {resource}, {sent.…}" };
        return Err(at.error(format!(
            "`{key}` of `{of}`: `{{{word}}}` stands for nothing here; write {MADE}{others}"
        )));
    }
    Ok(())
}
