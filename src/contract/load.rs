//! From OpenAPI documents to operations.

mod answers;
mod bodies;
mod examples;
mod headers;
mod parameters;
mod paths;
mod printed;
mod security;

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use indexmap::IndexMap;
use serde::de::DeserializeOwned;
use serde_json::Value;

use self::bodies::{media_types, values};
use self::security::scopes;
use super::error::{At, ContractError};
use super::example::Example;
use super::inherit::{self, Inherited};
use super::node::followed;
use super::one_way::{Way, is_marked, one_way};
use super::operation::{Api, DeclaredDefect, Operation};
use super::rule::Records;
use super::schema::Schema;
use super::{
    bounds, braces, consistent, discriminator, fillings, implied, keys, older, resource, rules,
    strict,
};
use crate::model::Source;
use crate::spelling::hint;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Reads a document, if it is one: other YAML and JSON files (samples) are passed by.
pub(super) fn api(
    file: &str,
    text: &str,
    files: &BTreeMap<String, String>,
    look: Option<&mut dyn FnMut(&Example<'_>)>,
) -> Result<Option<Api>, ContractError> {
    let mut document = read(file, text)?;
    let root = At::root(file, text);
    if let Some(Value::String(version)) =
        document.get("swagger").filter(|_| document.get("paths").is_some())
    {
        return Err(root.down("swagger").error(format!(
            "Swagger {version} is not read; convert the document to OpenAPI 3.0 or 3.1 (editor.swagger.io and swagger2openapi do)"
        )));
    }
    let Some(version) = document.get("openapi") else { return Ok(None) };
    let mut older = Vec::new();
    match version.as_str() {
        Some(version) if version == "3.1" || version.starts_with("3.1.") => {
            older = older::tolerate(&mut document, &root);
        }
        Some(version) if older::is_older(version) => older::modernise(&mut document),
        Some(version) => {
            return Err(root.down("openapi").error(format!(
                "OpenAPI {version} is not read; write the document as 3.1.0 (or 3.0.3)"
            )));
        }
        None => {
            return Err(root
                .down("openapi")
                .error(format!("{version} is no version; write the text \"3.1.0\"")));
        }
    }
    keys::check(&document, &root)?;
    let slips = keys::slips(&mut document, &root);
    braces::escape(&mut document);
    let document = Arc::new(document);
    let of = |way| match is_marked(text) {
        true => Arc::new(one_way(&document, way, &root)),
        false => Arc::clone(&document),
    };
    let (of_requests, of_answers) = (of(Way::Request), of(Way::Answer));
    let judging = |said: &Arc<Value>| {
        let mut said = Arc::clone(said);
        if text.contains("discriminator") {
            discriminator::heed(Arc::make_mut(&mut said));
        }
        said
    };
    let judging_requests = judging(&of_requests);
    let judging_answers = match Arc::ptr_eq(&of_requests, &of_answers) {
        true => Arc::clone(&judging_requests),
        false => judging(&of_answers),
    };
    let loader = Loader {
        file,
        files,
        pages: text_map(document.get("x-pages")),
        scopes: scopes(&document),
        judging_requests,
        judging_answers,
        of_requests,
        of_answers,
        document: Arc::clone(&document),
        schemas: RefCell::default(),
    };
    let mut api = Api { older, slips, ..loader.api(&root)? };
    resource::settle(&mut api);
    consistent::check(&api, &root)?;
    implied::add(&mut api);
    fillings::note_told(&mut api);
    if let Some(look) = look {
        loader.examples(&api, &root, look)?;
    }
    Ok(Some(api))
}

/// JSON is nearly YAML, but for one thing: half of a surrogate pair (`\ud83d`) is a letter of neither.
fn read(file: &str, text: &str) -> Result<Value, ContractError> {
    if !file.ends_with(".json") {
        bounds::yaml(file, text)?;
        return strict::from_yaml(text).map_err(|error| ContractError::yaml(file, text, &error));
    }
    let text = text.trim_start_matches('\u{feff}');
    let document =
        strict::from_json(text.as_bytes()).map_err(|error| ContractError::json(file, &error))?;
    if values(&document) > bounds::VALUES {
        let message = format!("more than {} values; make it shorter", bounds::VALUES);
        return Err(At::root(file, text).error(message));
    }
    Ok(document)
}

struct Loader<'a> {
    file: &'a str,
    files: &'a BTreeMap<String, String>,
    pages: IndexMap<String, String>,
    scopes: Vec<String>,
    document: Arc<Value>,
    /// The document as it is said of requests, and of answers.
    of_requests: Arc<Value>,
    of_answers: Arc<Value>,
    /// The same as validators read it.
    judging_requests: Arc<Value>,
    judging_answers: Arc<Value>,
    /// Compiled schemas by their places, those of requests apart: many answers share one.
    schemas: RefCell<HashMap<(Way, String), Arc<Schema>>>,
}

impl Loader<'_> {
    fn api(&self, at: &At<'_>) -> Result<Api, ContractError> {
        let title = text(&self.document, "/info/title").unwrap_or("untitled API").to_owned();
        let name = match text(&self.document, "/x-api") {
            Some(name) => name.to_owned(),
            None => stem(self.file).to_owned(),
        };
        if !is_word(&name, &API) {
            let at = at.down("x-api");
            return Err(at.error(format!("{name:?} is no name of a target file's table; {WORD}")));
        }
        let mut api = Api {
            name: name.clone(),
            title: title.clone(),
            file: self.file.into(),
            operations: IndexMap::new(),
            schemes: self.schemes(),
            resources: resource::read(&self.document),
            is_plain: false,
            older: Vec::new(),
            slips: Vec::new(),
        };
        let Some(Value::Object(paths)) = self.document.get("paths") else {
            return Err(at.error("there is no `paths` object: the document describes no operation"));
        };
        let mut known = HashMap::new();
        for (path, item) in paths.iter().filter(|(path, _)| !path.starts_with("x-")) {
            let at = at.down("paths").down(path);
            let names = paths::names(path, &at)?;
            let (item, at) = followed(&self.document, item, &at)?;
            for method in METHODS {
                let Some(operation) = item.get(method) else { continue };
                let at = at.down(method);
                paths::note(&mut known, (method, path), &names, &at)?;
                let operation =
                    self.operation(&name, &title, path, &names, method, item, operation, &at)?;
                if api.operations.contains_key(&operation.id) {
                    let message = format!(
                        "another operation is called `{}`; give each an `operationId` of its own",
                        operation.id
                    );
                    return Err(at.error(message));
                }
                api.operations.insert(operation.id.clone(), operation);
            }
        }
        Ok(api)
    }

    #[expect(clippy::too_many_arguments, reason = "one place of a document, with its surroundings")]
    fn operation(
        &self,
        api: &str,
        title: &str,
        path: &str,
        names: &[&str],
        method: &str,
        item: &Value,
        operation: &Value,
        at: &At<'_>,
    ) -> Result<Operation, ContractError> {
        let id = &*match operation.get("operationId") {
            None => Cow::Owned(paths::id(method, path)),
            Some(Value::String(id)) if is_word(id, &OPERATION) => Cow::Borrowed(id.as_str()),
            // A blank would end it in a step.
            Some(Value::String(id)) if is_word(&dashed(id), &OPERATION) => Cow::Owned(dashed(id)),
            Some(id) => {
                let message =
                    format!("{id} is no name that a step or a tag could hold; {WORD}, `/` and `:`");
                return Err(at.down("operationId").error(message));
            }
        };
        let surroundings = Inherited::new(Source { page: title.into(), section: None });
        let own = surroundings.refine(operation, &self.pages, at)?.inherit();
        let mut parameters = self.parameters(id, item, operation, &own, at)?;
        paths::filled(names, &parameters, at)?;
        parameters.extend(self.server_variables(id, &own, at)?);
        let (request, unsendable) = match operation.get("requestBody") {
            Some(body) => {
                let body_at = at.down("requestBody");
                let (body, body_at) = followed(&self.document, body, &body_at)?;
                let required = body.get("required").and_then(Value::as_bool).unwrap_or(false);
                let clause = format!("{id}.request.body");
                let read =
                    self.printed_body(Way::Request, &clause, body, required, &own, &body_at)?;
                let unread = read.is_none().then(|| media_types(body).join(" or "));
                (read, unread)
            }
            None => (None, None),
        };
        let answers = self.answers(id, method, operation, &own, at)?;
        let response = answers.main().and_then(|answer| answer.body.clone());
        let mut records: Option<Records> =
            typed(operation.get("x-records"), &at.down("x-records"))?;
        if let (Some(records), "put" | "patch") = (&mut records, method) {
            // Who changes what the path ends with changes that, though it isn't said again.
            let last = parameters.iter().find(|one| path.ends_with(&format!("{{{}}}", one.name)));
            let named = last.and_then(|one| one.resource.clone());
            records.resource = records.resource.take().or(named);
        }
        let root = response.as_ref().map(|body| &body.root);
        let rules =
            rules::read(id, operation, records.as_ref(), root, &own.source, &self.pages, at)?;
        Ok(Operation {
            api: api.into(),
            id: id.into(),
            method: method.to_uppercase(),
            path: path.into(),
            source: own.source.clone(),
            parameters,
            security: self.security(operation, at)?,
            request,
            unsendable,
            response,
            answers,
            records,
            rules,
            defects: self.defects(operation, &own.source, at)?,
            printed: typed(operation.get("x-printed"), &at.down("x-printed"))?.unwrap_or_default(),
            kept_headers: Vec::new(),
            repeated: Vec::new(),
        })
    }

    fn defects(
        &self,
        operation: &Value,
        above: &Source,
        at: &At<'_>,
    ) -> Result<Vec<DeclaredDefect>, ContractError> {
        let listed = operation.get("x-defects").and_then(Value::as_array);
        let mut defects = Vec::new();
        for (index, value) in listed.into_iter().flatten().enumerate() {
            let at = at.down("x-defects").down(&index.to_string());
            let text = |key: &str| {
                value
                    .get(key)
                    .and_then(Value::as_str)
                    .map(str::to_owned)
                    .ok_or_else(|| at.error(format!("a defect needs `{key}`")))
            };
            defects.push(DeclaredDefect {
                name: text("id")?,
                text: text("text")?,
                source: inherit::over(above, value.get("source"), &self.pages, &at)?,
                explains: typed(value.get("explains"), &at.down("explains"))?.unwrap_or_default(),
            });
        }
        Ok(defects)
    }
}

/// What a name may hold.
const WORD: &str = "use letters, digits, `-`, `_` and `.`";
/// What may stand between the letters and digits of an API's name, and of an operation's.
const API: [char; 3] = ['-', '_', '.'];
const OPERATION: [char; 5] = ['-', '_', '.', '/', ':'];

fn dashed(id: &str) -> String {
    id.split_whitespace().collect::<Vec<_>>().join("-")
}

fn is_word(name: &str, others: &[char]) -> bool {
    let fits = |c: char| c.is_alphanumeric() || others.contains(&c);
    // `..` is a folder.
    let says = name.contains(char::is_alphanumeric);
    says && name.len() <= 200 && name.chars().all(fits)
}

pub(super) fn typed<T: DeserializeOwned>(
    value: Option<&Value>,
    at: &At<'_>,
) -> Result<Option<T>, ContractError> {
    value
        .map(|value| serde_json::from_value(value.clone()))
        .transpose()
        .map_err(|error| at.error(in_words(&error.to_string())))
}

/// A name that serde doesn't know, with the one that is meant: `` unknown variant `eco`, expected one of `echo`, … ``.
fn in_words(error: &str) -> String {
    let unknown = ["unknown variant `", "unknown field `"]
        .into_iter()
        .find_map(|start| error.strip_prefix(start)?.split_once("`, expected "));
    let Some((name, rest)) = unknown else {
        return match error
            .strip_prefix("invalid type: ")
            .and_then(|rest| rest.split_once(", expected "))
        {
            Some((found, "a sequence")) => format!("{found} is no list; write `[…]`"),
            Some((found, expected)) => format!("{found} can't stand here; write {expected}"),
            None => error.to_owned(),
        };
    };
    let known: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
    let hint = hint(name, known.iter().copied());
    format!("`{name}` means nothing here{hint} (there are {})", known.join(", "))
}

fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer).and_then(Value::as_str)
}

fn text_map(value: Option<&Value>) -> IndexMap<String, String> {
    let map = value.and_then(Value::as_object);
    map.into_iter()
        .flatten()
        .filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())))
        .collect()
}

fn stem(file: &str) -> &str {
    let name = file.rsplit_once('/').map_or(file, |(_, name)| name);
    name.split_once('.').map_or(name, |(stem, _)| stem)
}
