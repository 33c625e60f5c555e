//! The records that there have to be before a request of an operation can name them.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::contract::{Api, Operation};
use crate::model::Draft;

/// What there has to be.
#[derive(Default)]
struct Wanted {
    /// Resources with how many of each, those that others belong to first.
    records: Vec<(String, usize)>,
    /// Those that were looked into.
    begun: BTreeSet<String>,
}

/// Whether a step can name a resource.
fn is_word(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c == ' ' || c == '-')
}

/// The records that an operation names and that others make.
pub(super) fn needed(
    api: &Api,
    operation: &Operation,
    draft: &Draft,
) -> Result<Vec<String>, String> {
    let mut wanted = Wanted::default();
    for (name, count) in named(operation, draft.json()) {
        want(api, name, count, &mut wanted)?;
    }
    if let Some(records) = operation.records.as_ref().filter(|records| records.sent_id.is_some())
        && let Some(name) = &records.resource
    {
        let count = draft.json().and_then(Value::as_array).map_or(1, Vec::len);
        want(api, name, count, &mut wanted)?;
    }
    let steps = wanted.records.into_iter().map(|(name, count)| match count {
        _ if !is_word(&name) => Err(format!(
            "it names a `{name}`, and no step can: a resource is called in small letters, `-` and blanks"
        )),
        1 => Ok(format!("an existing {name}")),
        _ => Ok(format!("{count} existing {name}s")),
    });
    steps.collect()
}

/// What a resource belongs to comes before it.
fn want(api: &Api, name: &str, count: usize, wanted: &mut Wanted) -> Result<(), String> {
    let Some(maker) = api.maker(name) else { return Ok(()) };
    // What it belongs to was wanted with it; a contract may lead in circles.
    if !wanted.begun.insert(name.to_owned()) {
        if let Some((_, known)) = wanted.records.iter_mut().find(|(known, _)| known == name) {
            *known = count.max(*known);
        }
        return Ok(());
    }
    let is_implied = api.resources.get(api.base(name)).is_some_and(|known| known.is_implied);
    if is_implied && !can_be_made(maker) {
        return Ok(());
    }
    let request = maker.request.as_ref();
    if maker.unsendable.is_some() || request.is_some_and(|request| request.example().is_none()) {
        let maker = &maker.id;
        return Err(format!(
            "it names a `{name}`, which {maker} makes, and no request of {maker} can be made"
        ));
    }
    let sample = maker.example();
    let own = api.base(name);
    for (above, count) in named(maker, sample).filter(|(above, _)| api.base(above) != own) {
        want(api, above, count, wanted)?;
    }
    // What puts it in its state may name others.
    let changes = api.resources.get(name).into_iter().flat_map(|state| &state.after);
    for change in changes.filter_map(|change| api.operations.get(&change.operation)) {
        let sample = change.example();
        for (above, count) in named(change, sample).filter(|(above, _)| api.base(above) != own) {
            want(api, above, count, wanted)?;
        }
    }
    wanted.records.push((name.to_owned(), count));
    Ok(())
}

/// Whether a request of an operation can be made that breaks nothing.
fn can_be_made(maker: &Operation) -> bool {
    let Some(request) = &maker.request else { return true };
    request.example().is_some_and(|body| request.schema.offences(body).is_empty())
}

/// The resources whose ids a request of an operation holds, with how many of each a record of it names: one in
/// each item of a list.
fn named<'a>(
    operation: &'a Operation,
    body: Option<&Value>,
) -> impl Iterator<Item = (&'a str, usize)> {
    let record = if operation.many() { body.and_then(|body| body.get(0)) } else { body };
    let of_parameters = operation
        .parameters
        .iter()
        .filter_map(|one| one.state.as_deref().or(one.resource.as_deref()));
    let nodes = operation.request.iter().flat_map(|request| request.root.all());
    let of_body = nodes.filter_map(move |node| {
        let count = record.map_or(0, |record| node.places(record).len());
        Some((node.named_record()?.0, count.max(1)))
    });
    of_parameters.map(|name| (name, 1)).chain(of_body)
}

/// Whether `Given an existing …` makes one of a resource.
pub(super) fn can_exist(api: &Api, resource: &str) -> bool {
    is_word(resource) && api.maker(resource).is_some()
}
