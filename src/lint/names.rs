//! One thing, two names: between endpoint, tables, samples and operations.

use std::collections::{BTreeMap, BTreeSet};

use super::{Contradiction, Kind, command, curl};
use crate::contract::{Contract, Operation, ParameterPlace};

pub(super) fn contradictions(contract: &Contract, operation: &Operation) -> Vec<Contradiction> {
    let mut found = Vec::new();
    endpoint(operation, &mut found);
    tables(operation, &mut found);
    credential(operation, &mut found);
    spellings(operation, &mut found);
    ids(contract, operation, &mut found);
    found
}

fn add(operation: &Operation, found: &mut Vec<Contradiction>, place: &str, text: String) {
    found.push(Contradiction::new(Kind::NamesDiffer, place, text, &operation.source));
}

/// Names in braces with the braces that they have.
fn braced(url: &str) -> BTreeSet<(String, bool)> {
    let mut names = BTreeSet::new();
    let mut rest = url;
    while let Some(open) = rest.find('{') {
        rest = &rest[open..];
        let double = rest.starts_with("{{");
        let inner = rest.trim_start_matches('{');
        let Some(close) = inner.find('}') else { break };
        names.insert((inner[..close].to_owned(), double));
        rest = &inner[close..];
    }
    names
}

fn endpoint(operation: &Operation, found: &mut Vec<Contradiction>) {
    let printed = &operation.printed;
    let Some(endpoint) = &printed.endpoint else { return };
    let path = command::path_of(endpoint);
    if path != operation.path {
        let text = format!("the endpoint is {path}; the contract has {}", operation.path);
        add(operation, found, "endpoint.path", text);
    }
    let curl = printed.command.as_deref().and_then(curl::read).unwrap_or_default();
    let url = curl.url.unwrap_or_default();
    let mut braces = braced(endpoint);
    braces.extend(braced(&url));
    let styles: BTreeSet<bool> = braces.iter().map(|(_, double)| *double).collect();
    if styles.len() > 1 {
        let text = format!("parameters stand in {{…}} and in {{{{…}}}}: {endpoint}; sample {url}");
        add(operation, found, "endpoint.braces", text);
    }
    let host = operation.parameters.iter().find(|parameter| parameter.name == "host");
    if let Some(host) = host
        && endpoint.contains("://{")
        && host.description.as_ref().is_some_and(|words| words.contains("://"))
    {
        found.push(Contradiction::new(
            Kind::DescribedOtherwise,
            "endpoint.host",
            format!("the host's example has a scheme, and {endpoint} writes one before it"),
            &host.source,
        ));
    }
}

/// What a table lists beside what the endpoint and the contract have.
fn tables(operation: &Operation, found: &mut Vec<Contradiction>) {
    let Some(listed) = &operation.printed.path_parameters else { return };
    let endpoint = operation.printed.endpoint.as_deref().unwrap_or(&operation.path);
    let names: BTreeSet<String> = braced(endpoint).into_iter().map(|(name, _)| name).collect();
    for name in listed.iter().filter(|name| !names.contains(*name)) {
        let text = format!("the table of path parameters lists {name}; the endpoint has no such");
        add(operation, found, &format!("path.{name}"), text);
    }
    for name in names.iter().filter(|name| !listed.contains(name)) {
        let text = format!("the endpoint has {name}; the table of path parameters lacks it");
        add(operation, found, &format!("path.{name}"), text);
    }
}

fn credential(operation: &Operation, found: &mut Vec<Contradiction>) {
    let printed = &operation.printed;
    let Some((name, row)) = printed.authorization.as_deref().and_then(|row| row.split_once(':'))
    else {
        return;
    };
    let curl = printed.command.as_deref().and_then(curl::read).unwrap_or_default();
    let Some((_, sent)) = curl.headers.iter().find(|(sent, _)| sent.eq_ignore_ascii_case(name))
    else {
        return;
    };
    if sent != row.trim() {
        let text = format!("the credential is {} in its row and {sent} in the sample", row.trim());
        add(operation, found, &format!("header.{name}"), text);
    }
}

/// Names of one operation that differ in case alone.
fn spellings(operation: &Operation, found: &mut Vec<Contradiction>) {
    let mut spelled: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut note = |name: &str| {
        spelled.entry(name.to_lowercase()).or_default().insert(name.to_owned());
    };
    for parameter in &operation.parameters {
        if parameter.place != ParameterPlace::Path || parameter.not_observable.is_none() {
            note(&parameter.name);
        }
    }
    for name in operation.printed.path_parameters.iter().flatten() {
        note(name);
    }
    let bodies = [operation.request.as_ref(), operation.response.as_deref()];
    for body in bodies.into_iter().flatten() {
        for node in body.root.all() {
            note(node.field.rsplit('.').next().unwrap_or_default());
        }
    }
    for (name, spellings) in spelled.into_iter().filter(|(_, spellings)| spellings.len() > 1) {
        let list: Vec<String> = spellings.into_iter().collect();
        add(operation, found, &format!("spelling.{name}"), format!("spelt {}", list.join(", ")));
    }
}

/// The id of one kind of record under another name in another operation.
fn ids(contract: &Contract, operation: &Operation, found: &mut Vec<Contradiction>) {
    let id = |operation: &Operation| {
        let records = operation.records.as_ref()?;
        Some((records.resource.clone()?, records.id.clone()?))
    };
    let Some((resource, own)) = id(operation) else { return };
    let others: BTreeSet<String> = contract
        .operations()
        .filter(|other| other.api == operation.api)
        .filter_map(id)
        .filter(|(other, name)| *other == resource && *name != own)
        .map(|(_, name)| name)
        .collect();
    if !others.is_empty() {
        let others: Vec<String> = others.into_iter().collect();
        let text =
            format!("the id of every {resource} is {own} here, {} elsewhere", others.join(", "));
        add(operation, found, "id", text);
    }
}
