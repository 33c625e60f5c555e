//! Values that are a run's own, in a document that doesn't say which have to be.

use indexmap::IndexMap;
use serde_json::Value;

use super::{Implied, is_field_of, is_id};
use crate::contract::instance::varied;
use crate::contract::operation::Operation;
use crate::contract::place::step;
use crate::contract::schema::Offence;
use crate::spelling::words;

/// Fields of which servers often take no second one of a kind.
const OWN: [&str; 8] = ["name", "title", "slug", "email", "username", "login", "handle", "sku"];
/// The last word of what tells one thing from another, and of which there may be a pattern.
const CODES: [&str; 11] = [
    "sku",
    "code",
    "key",
    "id",
    "identifier",
    "number",
    "reference",
    "ref",
    "serial",
    "barcode",
    "plate",
];
/// What such a code may not be of: it could be somebody's, or there are only some.
const OTHERS: [&str; 14] = [
    "phone",
    "mobile",
    "tel",
    "telephone",
    "fax",
    "card",
    "account",
    "bank",
    "tax",
    "vat",
    "postal",
    "zip",
    "country",
    "currency",
];
/// What such a field is filled with: the first that its schema takes, each with one of its kind.
const FRESH: [(&str, &str); 5] = [
    ("{label}", "docproof-abc234-1000"),
    ("{uuid}", "3fa85f64-5717-4562-b3fc-2c963f66afa7"),
    ("{label}@example.com", "docproof-abc234-1000@example.com"),
    ("d{hex:12}", "d0123456789ab"),
    ("{hex:8}", "0123abcd"),
];

/// Whether what is called so may be any text of its pattern.
fn is_code(name: &str) -> bool {
    let words = words(name);
    let is_in = |words: &[&str], word: &String| words.contains(&word.as_str());
    words.last().is_some_and(|last| is_in(&OWN, last) || is_in(&CODES, last))
        && !words.iter().any(|word| is_in(&OTHERS, word))
}

/// Gives each record a name of its own, where its request has one.
pub(super) fn keep_apart(operation: &mut Operation, found: &IndexMap<String, Implied>) {
    // Another request may name what is there: a login, an invitation.
    let last = operation.last_in_path().filter(|_| operation.method != "POST");
    let writes = operation.records.is_some() || last.is_some_and(|one| one.resource.is_some());
    let Some(request) = &mut operation.request else { return };
    let Some(example) = request.example() else { return };
    if !writes && request.sample.is_some() {
        return;
    }
    let is_own = |name: &str| {
        let name = words(name);
        let of_resource =
            |own: &str| found.values().any(|one| is_field_of(&name, &one.name, &[own.to_owned()]));
        OWN.iter().any(|own| name.concat() == *own || of_resource(own))
    };
    let open = request.root.properties.iter().filter(|(name, node)| {
        let is_open = is_id(node) && node.templates().next().is_none();
        let is_sent = example.get(*name).is_some_and(Value::is_string);
        // Of what is made up nothing is meant.
        let is_own = || request.sample.is_none() || is_own(name);
        is_open && is_sent && node.text("x-resource").is_none() && is_own()
    });
    let mut open: Vec<String> = open.map(|(name, _)| name.clone()).collect();
    let of_whole = |broken: &[Offence]| broken.iter().filter(|one| one.pointer.is_empty()).count();
    let mut fresh = Vec::new();
    for (template, like) in FRESH {
        if open.is_empty() {
            break;
        }
        let mut other = example.clone();
        for name in &open {
            other[name.as_str()] = like.into();
        }
        let broken = request.schema.offences(&other);
        if of_whole(&broken) > of_whole(&request.schema.offences(example)) {
            continue;
        }
        let is_wrong = |name: &String| {
            let pointer = format!("/{}", step(name));
            broken.iter().any(|one| one.pointer == pointer)
        };
        let (wrong, right): (Vec<_>, Vec<_>) = open.into_iter().partition(is_wrong);
        fresh.extend(right.into_iter().map(|name| (name, template)));
        open = wrong;
    }
    for name in open.into_iter().filter(|name| is_code(name)) {
        let node = request.root.properties.get(&name);
        let Some(text) = node.and_then(|node| varied(&node.schema, &mut |_| 0)) else { continue };
        let mut other = example.clone();
        other[name.as_str()] = text.into();
        if request.schema.offences(&other).len() <= request.schema.offences(example).len() {
            fresh.push((name, "{pattern}"));
        }
    }
    for (name, template) in fresh {
        if let Some(node) = request.root.properties.get_mut(&name) {
            node.schema.insert("x-fresh".into(), template.into());
        }
    }
}
