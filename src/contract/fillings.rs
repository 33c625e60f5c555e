//! What fills requests: templates whose words stand for something, and ids of resources that there are.

use super::consistent::may_have;
use super::error::{At, ContractError};
use super::instance::varied;
use super::operation::{Api, Operation, ParameterPlace};
use super::rules::whole_field;
use super::template::{self, Made, Told};
use crate::spelling::{question, slip};

const MADE: &str = "{digits}, {label}, {uuid}, {hex:24}, {date-time:+2d}, {date:+2d}";
const OF_SAMPLE: &str = "{printed}, {resource}, {pattern}, {sent.…}";
const TOLD: &str = "{answered.…}, {answered-header.…}";

/// Holds `x-fresh`, `x-fill`, `x-unknown` and `x-resource` of a request to what means something.
///
/// # Errors
/// The first that doesn't.
pub(super) fn check(api: &Api, operation: &Operation, at: &At<'_>) -> Result<(), ContractError> {
    for parameter in &operation.parameters {
        let at = at.down("parameters");
        let name = &parameter.name;
        resource(api, &format!("`x-resource` of `{name}`"), parameter.resource.as_deref(), &at)?;
        words(api, ("x-unknown", name), parameter.unknown.as_deref(), &[MADE], &at)?;
        words(api, ("x-fill", name), parameter.fill.as_deref(), &[MADE, TOLD], &at)?;
        let is_encoded = matches!(parameter.place, ParameterPlace::Path | ParameterPlace::Query);
        let fill = parameter.fill.as_deref().filter(|_| !is_encoded);
        if fill.is_some_and(|text| text.contains(|c: char| c.is_control() && c != '\t')) {
            return Err(at.error(format!(
                "`x-fill` of `{name}`: there is a line break or another control character in it, which no {} may hold",
                parameter.place.name()
            )));
        }
    }
    let at = at.down("requestBody");
    let nodes = operation.request.iter().flat_map(|body| body.root.all());
    for node in nodes {
        let of = format!("`x-resource` of `{}`", node.field);
        resource(api, &of, node.text("x-resource"), &at)?;
        words(api, ("x-unknown", &node.field), node.text("x-unknown"), &[MADE], &at)?;
        for key in ["x-fresh", "x-fill"] {
            let text = node.text(key);
            words(api, (key, &node.field), text, &[MADE, TOLD, OF_SAMPLE], &at)?;
            let asks =
                text.is_some_and(|text| template::words(text).iter().any(|one| one == "pattern"));
            if asks && varied(&node.schema, &mut |_| 0).is_none() {
                return Err(at.error(format!(
                    "`{key}` of `{}`: `{{pattern}}` stands for nothing: the field has no `pattern` of which there are enough different texts",
                    node.field
                )));
            }
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

/// Notes what requests are filled with that answers told, and the headers of answers among it.
pub(super) fn note_told(api: &mut Api) {
    let mut kept: Vec<String> = Vec::new();
    let mut told = |text: Option<&str>| {
        let words = text.map(template::words).unwrap_or_default();
        let told = words.iter().filter_map(|word| Told::read(word));
        let headers = told.clone().filter_map(|word| match word {
            Told::Header(name) => Some(name.to_ascii_lowercase()),
            Told::Field(_) => None,
        });
        kept.extend(headers);
        told.count() > 0
    };
    for operation in api.operations.values_mut() {
        let parameters = operation.parameters.iter();
        let mut repeated: Vec<String> = parameters
            .filter(|parameter| told(parameter.fill.as_deref()))
            .map(|parameter| parameter.clause.clone())
            .collect();
        let nodes = operation.request.iter().flat_map(|body| body.root.all());
        for node in nodes {
            // Both are read, also where the first tells already: `told` notes the headers of each.
            let telling = node.templates().filter(|text| told(Some(*text))).count();
            if telling > 0 {
                repeated.push(node.clause.clone());
            }
        }
        operation.repeated = repeated;
    }
    kept.sort_unstable();
    kept.dedup();
    for operation in api.operations.values_mut() {
        operation.kept_headers.clone_from(&kept);
    }
}

/// Holds the words of a template to those that mean something there.
fn words(
    api: &Api,
    (key, of): (&str, &str),
    text: Option<&str>,
    known: &[&str],
    at: &At<'_>,
) -> Result<(), ContractError> {
    if text.is_some_and(template::is_open) {
        return Err(at.error(format!("`{key}` of `{of}`: a `{{` in it is never closed")));
    }
    for word in text.map(template::words).unwrap_or_default() {
        let of_sample = template::is_of_sample(&word);
        let told = Told::read(&word).filter(|_| known.contains(&TOLD));
        if let Some(told) = told {
            if is_answered(api, told) {
                continue;
            }
            let what = match told {
                Told::Field(name) => format!("field `{name}`"),
                Told::Header(name) => format!("header `{name}`"),
            };
            return Err(at.error(format!(
                "`{key}` of `{of}`: `{{{word}}}` stands for nothing: no answer of the API has a {what}"
            )));
        }
        if Made::read(&word).is_some() || (of_sample && known.contains(&OF_SAMPLE)) {
            continue;
        }
        let all = known.join(", ");
        let (others, last) = all.rsplit_once(", ").unwrap_or(("", &all));
        return Err(at.error(format!(
            "`{key}` of `{of}`: `{{{word}}}` stands for nothing here; write {others} or {last}"
        )));
    }
    Ok(())
}

/// Whether an answer of some operation is documented to tell it.
fn is_answered(api: &Api, told: Told<'_>) -> bool {
    api.operations.values().any(|operation| match told {
        Told::Field(field) => operation.response.as_ref().is_some_and(|body| {
            may_have(&body.root, &whole_field(field, operation.records.as_ref()))
        }),
        Told::Header(name) => operation.answers.has_header(name),
    })
}
