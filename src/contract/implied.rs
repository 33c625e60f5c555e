//! Resources that a document shows by its paths, where it names none: what `POST /notes` answers with an id is what
//! `/notes/{noteId}` is about.
//!
//! They say where ids come from, and promise nothing but that an id of nothing is refused where a 404 is documented.
//! Whatever isn't found here the target's values fill, as ever.

mod fresh;
mod headers;

use std::collections::{BTreeMap, HashMap};

use indexmap::IndexMap;
use serde_json::Value;

use super::node::Node;
use super::operation::{Api, Operation, Parameter, ParameterPlace};
use super::place::{first, join};
use super::printed::text_of;
use super::resource::Resource;
use super::rule::Records;
use crate::spelling::words;

/// Names of ids that are told apart by where they stand.
const IDS: [&str; 2] = ["id", "uuid"];
/// So many letters make a word begin like another.
const ALIKE: usize = 3;

/// A resource and what says so.
struct Implied {
    name: String,
    /// The operation that makes one.
    maker: String,
    /// Where its answer has the record: `body`, or a member of it.
    answered: String,
    /// The field of the record that is its id.
    id: String,
    /// Whether that is a number.
    is_number: bool,
}

/// Adds what a document implies to one that names no resource itself.
pub(super) fn add(api: &mut Api) {
    let says = |operation: &Operation| {
        let fields = operation.request.iter().flat_map(|request| request.root.all());
        operation.records.is_some()
            || operation.parameters.iter().any(|parameter| parameter.resource.is_some())
            || fields.into_iter().any(|node| node.text("x-resource").is_some())
    };
    if !api.resources.is_empty() || api.operations.values().any(says) {
        return;
    }
    api.is_plain = true;
    let found = found(api);
    for one in found.values() {
        let resource = Resource {
            made_by: Some(one.maker.clone()),
            id: Some(one.id.clone()),
            is_implied: true,
            ..Resource::default()
        };
        api.resources.insert(one.name.clone(), resource);
        if let Some(maker) = api.operations.get_mut(&one.maker) {
            maker.records = Some(Records {
                sent: "body".into(),
                answered: one.answered.clone(),
                id: Some(one.id.clone()),
                resource: Some(one.name.clone()),
                ..Records::default()
            });
        }
    }
    let names = Names::of(&found);
    let tells_version = api.operations.values().any(|one| one.answers.has_header("ETag"));
    for operation in api.operations.values_mut() {
        name_parameters(operation, &found, &names);
        name_in_body(operation, &found, &names);
        fresh::keep_apart(operation, &found);
        headers::fill(operation, tells_version);
    }
}

/// What the paths show, by the path of its collection.
fn found(api: &Api) -> IndexMap<String, Implied> {
    let mut found: IndexMap<String, Implied> = IndexMap::new();
    let mut makers: BTreeMap<String, &Operation> = BTreeMap::new();
    for operation in api.operations.values().filter(|one| one.method == "POST") {
        makers.entry(anonymous(&operation.path)).or_insert(operation);
    }
    // What is read or changed by its id says best what that is; then what is done with it.
    let mut all: Vec<(&Operation, &Parameter, String, bool)> = Vec::new();
    for operation in api.operations.values() {
        for (parameter, collection, is_last) in steps(operation) {
            all.push((operation, parameter, collection, is_last));
        }
    }
    all.sort_by_key(|(operation, _, _, is_last)| (!is_last, !operation.reads()));
    for (_, parameter, collection, _) in all {
        let Some(maker) = makers.get(&collection).filter(|_| !found.contains_key(&collection))
        else {
            continue;
        };
        let Some(name) = named(&collection, parameter, &found) else { continue };
        if let Some(implied) = implied(maker, &name, &collection, parameter) {
            found.insert(collection, implied);
        }
    }
    found
}

/// The parameters that are whole steps of a path, each with the path before it, and whether the path ends there.
fn steps(operation: &Operation) -> Vec<(&Parameter, String, bool)> {
    let path = operation.path.trim_end_matches('/');
    let parameters = operation.parameters.iter().filter(|one| one.place == ParameterPlace::Path);
    let steps = parameters.filter_map(|parameter| {
        let (before, after) = path.split_once(&format!("/{{{}}}", parameter.name))?;
        let is_whole = after.is_empty() || after.starts_with('/');
        is_whole.then(|| (parameter, anonymous(before), after.is_empty()))
    });
    steps.collect()
}

/// A path without the names of its parameters.
fn anonymous(path: &str) -> String {
    let steps = path.trim_end_matches('/').split('/');
    let steps = steps.map(|step| if step.starts_with('{') { "{}" } else { step });
    steps.collect::<Vec<_>>().join("/")
}

/// One of many, as far as English is regular.
fn singular(word: &str) -> String {
    let ends = |ends: &[&str]| ends.iter().any(|end| word.ends_with(end));
    let cut = |letters: usize| word[..word.len() - letters].to_owned();
    match word {
        _ if ends(&["ies"]) && word.len() > 4 => cut(3) + "y",
        _ if ends(&["sses", "shes", "ches", "xes", "zzes"]) => cut(2),
        _ if ends(&["ss", "us", "is"]) || !ends(&["s"]) || word.len() < 3 => word.to_owned(),
        _ => cut(1),
    }
}

/// What one thing of a collection is called: as the parameter has it (`shelf_id`), where that begins like the end of the
/// path, or else by the end of the path (`/shelves`), or more of it where that is taken.
fn named(
    collection: &str,
    parameter: &Parameter,
    found: &IndexMap<String, Implied>,
) -> Option<String> {
    let steps = collection.split('/').filter(|step| !step.is_empty() && *step != "{}");
    let steps: Vec<&str> = steps.collect();
    let by_path = (1..=steps.len().min(2)).map(|count| {
        let mut words: Vec<String> =
            steps[steps.len() - count..].iter().flat_map(|step| words(step)).collect();
        if let Some(last) = words.last_mut() {
            *last = singular(last);
        }
        words
    });
    let mut asked = words(&parameter.name);
    let is_id = asked.pop().is_some_and(|last| IDS.contains(&last.as_str()));
    let end = steps.last().map(|step| words(step).concat()).unwrap_or_default();
    let alike = asked.concat().chars().zip(end.chars()).take_while(|(a, b)| a == b).count();
    let by_parameter = (is_id && alike >= ALIKE).then_some(asked);
    // Steps of features call a resource in small letters.
    let is_plain = |word: &String| word.chars().all(|c| c.is_ascii_lowercase());
    let names = by_parameter.into_iter().chain(by_path);
    let mut names = names.filter(|words| !words.is_empty() && words.iter().all(is_plain));
    names.find_map(|words| {
        let name = words.join(" ");
        let is_taken = found.values().any(|one| one.name == name);
        (!is_taken).then_some(name)
    })
}

/// What makes one, if its answer tells what a parameter asks for.
fn implied(
    maker: &Operation,
    name: &str,
    collection: &str,
    parameter: &Parameter,
) -> Option<Implied> {
    // Below one thing there are no others of its kind, but by a name of their own.
    if maker.unsendable.is_some() || collection.ends_with("{}") {
        return None;
    }
    let root = &maker.response.as_ref()?.root;
    let inside = root.properties.iter().filter(|(_, node)| !node.properties.is_empty());
    let inside: Vec<_> = inside.collect();
    // Of several that one is meant which is called so.
    let is_meant = |key: &str| inside.len() == 1 || key == "data" || words(key).join(" ") == name;
    let inside = inside.iter().filter(|(key, _)| is_meant(key));
    let inside = inside.map(|(key, node)| (join("body", key), *node));
    let mut records = std::iter::once(("body".to_owned(), root)).chain(inside);
    let (answered, (id, node)) = records.find_map(|(answered, record)| {
        let fields = record.properties.iter().filter(|_| record.items.is_none());
        let mut told: Vec<_> = fields
            .filter(|(field, node)| {
                is_id(node) && tells(&parameter.name, name, field) && is_alike(parameter, node)
            })
            .collect();
        // What is called the same comes before what is an id, too.
        told.sort_by_key(|(field, _)| words(field) != words(&parameter.name));
        Some((answered, told.into_iter().next()?))
    })?;
    Some(Implied {
        name: name.to_owned(),
        maker: maker.id.clone(),
        answered,
        id: id.clone(),
        is_number: !node.allows_type("string"),
    })
}

fn is_id(node: &Node) -> bool {
    ["string", "integer"].iter().any(|kind| node.allows_type(kind))
        && node.properties.is_empty()
        && node.items.is_none()
        && !["enum", "const"].iter().any(|key| node.schema.contains_key(*key))
}

/// Whether a parameter can be what a field is.
fn is_alike(parameter: &Parameter, node: &Node) -> bool {
    let Some(schema) = &parameter.schema else { return true };
    ["string", "integer"].iter().any(|kind| schema.root.allows_type(kind) && node.allows_type(kind))
}

/// Whether what is called so is a field of a resource: `id`, `noteId` and `note_id` are the `id` of a note, and
/// so is any other id where one stands.
fn tells(parameter: &str, resource: &str, field: &str) -> bool {
    let (asked, field) = (words(parameter), words(field));
    let whole = is_field_of(&asked, resource, &field);
    let is_any_id = || {
        let last = asked.last().is_some_and(|last| IDS.contains(&last.as_str()));
        last && field.len() == 1 && IDS.contains(&field[0].as_str())
    };
    asked == field || whole || is_any_id()
}

/// Whether a name is that of a resource with that of its field behind it.
fn is_field_of(name: &[String], resource: &str, field: &[String]) -> bool {
    name.concat() == joined(resource, field)
}

/// The name of a resource with that of its field behind it: `noteid`.
fn joined(resource: &str, field: &[String]) -> String {
    resource.replace(' ', "") + &field.concat()
}

/// Which resource a name is about.
struct Names<'f> {
    /// Those of an id with its resource: `noteid`.
    ids: HashMap<String, &'f Implied>,
    /// Those of resources alone: `note`.
    resources: HashMap<String, &'f Implied>,
}

impl Implied {
    /// Whether what a schema says may be its id.
    fn may_be(&self, node: &Node) -> bool {
        node.allows_type(if self.is_number { "integer" } else { "string" })
    }
}

impl<'f> Names<'f> {
    fn of(found: &'f IndexMap<String, Implied>) -> Self {
        let all = || found.values();
        Self {
            ids: all().map(|one| (joined(&one.name, &words(&one.id)), one)).collect(),
            resources: all().map(|one| (joined(&one.name, &[]), one)).collect(),
        }
    }

    /// The resource whose id is meant by its whole name: `note_id`.
    fn with_id(&self, name: &str) -> Option<&'f Implied> {
        self.ids.get(&words(name).concat()).copied()
    }
}

/// The parameters that are told by what made the thing, or else by the target.
fn name_parameters(
    operation: &mut Operation,
    found: &IndexMap<String, Implied>,
    names: &Names<'_>,
) {
    let in_path: Vec<(String, &Implied)> = steps(operation)
        .into_iter()
        .filter_map(|(parameter, collection, _)| {
            let one = found.get(&collection)?;
            tells(&parameter.name, &one.name, &one.id).then(|| (parameter.name.clone(), one))
        })
        .collect();
    // That nothing has an id is documented where a 404 is: of what the path ends with, as far as anybody knows.
    let last = operation.last_in_path().filter(|_| operation.answers.names(404));
    let missed = last.map(|parameter| parameter.name.clone());
    for parameter in &mut operation.parameters {
        let is_path = parameter.place == ParameterPlace::Path;
        let of_path = in_path.iter().find(|(name, _)| is_path && *name == parameter.name);
        let of_path = of_path.map(|(_, one)| *one);
        let is_asked = parameter.required && parameter.fill.is_none();
        let said = parameter.schema.as_ref().map(|schema| &schema.root);
        let one = of_path.or_else(|| names.with_id(&parameter.name));
        let one = one.filter(|one| is_asked && said.is_none_or(|said| one.may_be(said)));
        let Some(one) = one else { continue };
        parameter.resource = Some(one.name.clone());
        parameter.is_implied = true;
        if is_path && parameter.unknown.is_none() && missed.as_ref() == Some(&parameter.name) {
            parameter.unknown = unknown(parameter, one);
        }
    }
}

/// A template of ids that nothing has, if there is one that the parameter may be.
fn unknown(parameter: &Parameter, one: &Implied) -> Option<String> {
    let is_uuid = parameter
        .schema
        .as_ref()
        .is_some_and(|schema| schema.root.format.as_deref() == Some("uuid"));
    let (template, like) = match (is_uuid, one.is_number) {
        (true, _) => ("{uuid}", "3fa85f64-5717-4562-b3fc-2c963f66afa7"),
        (false, true) => ("{digits}", "6000000000"),
        (false, false) => ("{label}", "docproof-abc234-1000"),
    };
    let is_right = parameter.schema.as_ref().is_none_or(|schema| schema.offences(like).is_empty());
    is_right.then(|| template.to_owned())
}

/// The fields of a request that name what others make, where the request has them; and of one that changes what its path
/// names, the field that is its id.
fn name_in_body(operation: &mut Operation, found: &IndexMap<String, Implied>, names: &Names<'_>) {
    let made = operation.records.as_ref().and_then(|records| records.resource.clone());
    let changed = operation.last_in_path().and_then(|parameter| parameter.resource.as_ref());
    let changed = changed.and_then(|name| found.values().find(|one| one.name == *name));
    let Some(request) = &mut operation.request else { return };
    let Some(example) = request.example().cloned() else { return };
    if let Some(one) = changed
        && let Some(own) = request.root.properties.get_mut(&one.id)
        && is_id(own)
        && example.get(&one.id).and_then(text_of).is_some()
    {
        own.schema.insert("x-resource".into(), one.name.clone().into());
    }
    mark(&mut request.root, &example, made.as_deref(), names);
}

/// Whether a value can hardly be anything but an id.
fn is_key(node: &Node) -> bool {
    !node.allows_type("string") || node.format.as_deref() == Some("uuid")
}

fn mark(node: &mut Node, example: &Value, made: Option<&str>, names: &Names<'_>) {
    for (name, child) in &mut node.properties {
        mark_one(name, child, example, made, names);
        mark(child, example, made, names);
        let Some(items) = &mut child.items else { continue };
        mark_one(&singular(name), items, example, made, names);
        mark(items, example, made, names);
    }
}

fn mark_one(name: &str, child: &mut Node, example: &Value, made: Option<&str>, names: &Names<'_>) {
    let printed = first(example, &child.field);
    let printed = printed.and_then(|value| value.as_array().map_or(Some(value), |all| all.first()));
    if printed.and_then(text_of).is_none() || !is_id(child) {
        return;
    }
    let called = || names.resources.get(&words(name).concat()).copied();
    let other = names.with_id(name).or_else(|| called().filter(|_| is_key(child)));
    let other = other.filter(|one| Some(one.name.as_str()) != made);
    let is_open = child.text("x-resource").is_none();
    if let Some(one) = other.filter(|one| is_open && one.may_be(child)) {
        child.schema.insert("x-resource".into(), one.name.clone().into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_many_is_called_so() {
        let of = |word| singular(word);
        assert_eq!(
            ["notes", "categories", "boxes", "classes", "status", "news", "data", "series"].map(of),
            ["note", "category", "box", "class", "status", "new", "data", "sery"]
        );
    }

    #[test]
    fn a_parameter_tells_a_field_by_its_name_or_by_that_of_the_resource() {
        assert!(tells("noteId", "note", "id"));
        assert!(tells("note_id", "note", "id"));
        assert!(tells("work_pool_name", "work pool", "name"));
        assert!(tells("name", "work pool", "name"));
        assert!(tells("userId", "account", "id"), "any id, where one stands");
        assert!(!tells("key", "artifact", "id"));
        assert!(!tells("note", "note", "id"), "it may be its name");
        assert!(!tells("valid", "note", "id"));
    }
}
