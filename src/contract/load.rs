//! From OpenAPI documents to operations.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::{At, ContractError};
use super::inherit::{self, Inherited};
use super::node::{Context, Node, resolve};
use super::operation::{
    Api, BodySchema, DeclaredDefect, Operation, Parameter, ParameterPlace, Resource,
};
use super::rule::Records;
use super::rules;
use super::schema::Schema;
use super::strict;
use crate::model::{Credential, CredentialKind, CredentialPlace, CredentialState, Source};

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Reads a document, if it is one: other YAML and JSON files (samples) are passed by.
pub(super) fn api(
    file: &str,
    text: &str,
    files: &BTreeMap<String, String>,
) -> Result<Option<Api>, ContractError> {
    let document =
        strict::from_yaml(text).map_err(|error| ContractError::yaml(file, text, &error))?;
    let Some(version) = document.get("openapi") else { return Ok(None) };
    let root = At::root(file, text);
    match version.as_str() {
        Some(version) if version == "3.1" || version.starts_with("3.1.") => {}
        Some(version) => {
            return Err(root
                .down("openapi")
                .error(format!("OpenAPI {version} is not read; write the document as 3.1.0")));
        }
        None => {
            return Err(root
                .down("openapi")
                .error(format!("{version} is no version; write the text \"3.1.0\"")));
        }
    }
    let document = Arc::new(document);
    let loader = Loader {
        file,
        files,
        pages: text_map(document.get("x-pages")),
        scopes: scopes(&document),
        document: Arc::clone(&document),
    };
    loader.api(&root).map(Some)
}

struct Loader<'a> {
    file: &'a str,
    files: &'a BTreeMap<String, String>,
    pages: IndexMap<String, String>,
    scopes: Vec<String>,
    document: Arc<Value>,
}

impl Loader<'_> {
    fn api(&self, at: &At<'_>) -> Result<Api, ContractError> {
        let title = text(&self.document, "/info/title").unwrap_or("untitled API").to_owned();
        let name = match text(&self.document, "/x-api") {
            Some(name) => name.to_owned(),
            None => stem(self.file).to_owned(),
        };
        let mut api = Api {
            name: name.clone(),
            title: title.clone(),
            file: self.file.into(),
            operations: IndexMap::new(),
            resources: self.resources(),
        };
        let Some(Value::Object(paths)) = self.document.get("paths") else {
            return Err(at.error("there is no `paths` object: the document describes no operation"));
        };
        for (path, item) in paths {
            let at = at.down("paths").down(path);
            for method in METHODS {
                let Some(operation) = item.get(method) else { continue };
                let at = at.down(method);
                let operation =
                    self.operation(&name, &title, path, method, item, operation, &at)?;
                if api.operations.contains_key(&operation.id) {
                    return Err(at.error(format!("operationId `{}` is used twice", operation.id)));
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
        method: &str,
        item: &Value,
        operation: &Value,
        at: &At<'_>,
    ) -> Result<Operation, ContractError> {
        let id = operation.get("operationId").and_then(Value::as_str).ok_or_else(|| {
            at.error("there is no `operationId`; clauses, tags and steps need one")
        })?;
        let surroundings = Inherited::new(Source { page: title.into(), section: None });
        let own = surroundings.refine(operation, &self.pages, at)?.inherit();
        let mut parameters = Vec::new();
        for holder in [item, operation] {
            let listed = holder.get("parameters").and_then(Value::as_array);
            for (index, parameter) in listed.into_iter().flatten().enumerate() {
                let at = at.down("parameters").down(&index.to_string());
                parameters.push(self.parameter(id, parameter, &own, &at)?);
            }
        }
        parameters.extend(self.server_variables(id, &own, at)?);
        let request = match operation.get("requestBody") {
            Some(body) => {
                let body_at = at.down("requestBody");
                let body = resolve(&self.document, body, &body_at)?;
                let required = body.get("required").and_then(Value::as_bool).unwrap_or(false);
                self.body(&format!("{id}.request.body"), body, required, &own, &body_at)?
            }
            None => None,
        };
        let response = match accepted_response(operation) {
            Some((status, response)) => {
                let at = at.down("responses").down(status);
                let response = resolve(&self.document, response, &at)?;
                self.body(&format!("{id}.response.body"), response, true, &own, &at)?
            }
            None => None,
        };
        let records: Option<Records> = typed(operation.get("x-records"), &at.down("x-records"))?;
        let root = response.as_ref().map(|body: &BodySchema| &body.root);
        let rules =
            rules::read(id, operation, records.as_ref(), root, &own.source, &self.pages, at)?;
        Ok(Operation {
            api: api.into(),
            id: id.into(),
            method: method.to_uppercase(),
            path: path.into(),
            source: own.source.clone(),
            parameters,
            credential: self.credential(operation, at)?,
            request,
            response,
            records,
            rules,
            defects: self.defects(operation, &own.source, at)?,
        })
    }

    fn parameter(
        &self,
        operation: &str,
        value: &Value,
        above: &Inherited,
        at: &At<'_>,
    ) -> Result<Parameter, ContractError> {
        let value = resolve(&self.document, value, at)?;
        let own = above.refine(value, &self.pages, at)?;
        let name = value
            .get("name")
            .and_then(Value::as_str)
            .ok_or_else(|| at.error("a parameter needs a `name`"))?;
        let place = match value.get("in").and_then(Value::as_str) {
            Some("path") => ParameterPlace::Path,
            Some("query") => ParameterPlace::Query,
            Some("header") => ParameterPlace::Header,
            _ => return Err(at.down("in").error("`in` must be path, query or header")),
        };
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        Ok(Parameter {
            clause: format!("{operation}.request.{}.{name}", place.name()),
            name: name.into(),
            place,
            required: value.get("required").and_then(Value::as_bool).unwrap_or(false),
            level: own.level,
            format: value.pointer("/schema/format").and_then(Value::as_str).map(str::to_owned),
            setting: text("x-setting").unwrap_or_else(|| name.into()),
            resource: text("x-resource"),
            unknown: text("x-unknown"),
            source: own.source,
            description: text("description"),
            not_observable: own.not_observable,
        })
    }

    /// The host is documented as a path parameter; OpenAPI has it in `servers`.
    fn server_variables(
        &self,
        operation: &str,
        above: &Inherited,
        at: &At<'_>,
    ) -> Result<Vec<Parameter>, ContractError> {
        let mut found = Vec::new();
        let Some(Value::Object(variables)) = self.document.pointer("/servers/0/variables") else {
            return Ok(found);
        };
        for (name, value) in variables {
            let own = above.refine(value, &self.pages, at)?;
            found.push(Parameter {
                clause: format!("{operation}.request.server.{name}"),
                name: name.clone(),
                place: ParameterPlace::Path,
                required: false,
                level: own.level,
                format: None,
                setting: name.clone(),
                resource: None,
                unknown: None,
                source: own.source,
                description: value.get("description").and_then(Value::as_str).map(str::to_owned),
                not_observable: Some(
                    own.not_observable
                        .unwrap_or_else(|| "the target's base URL stands for it".into()),
                ),
            });
        }
        Ok(found)
    }

    fn body(
        &self,
        clause: &str,
        body: &Value,
        required: bool,
        above: &Inherited,
        at: &At<'_>,
    ) -> Result<Option<BodySchema>, ContractError> {
        let own = above.refine(body, &self.pages, at)?;
        let level = own.level;
        let own = own.inherit();
        let Some(Value::Object(content)) = body.get("content") else { return Ok(None) };
        let Some((media_type, media)) = content.iter().find(|(name, _)| name.contains("json"))
        else {
            return Ok(None);
        };
        let at = at.down("content").down(media_type);
        let Some(schema) = media.get("schema") else { return Ok(None) };
        let schema_at = at.down("schema");
        let context = Context { document: &self.document, pages: &self.pages };
        let mut root = Node::build(&context, schema, &schema_at, clause, &own)?;
        root.level = level;
        let compiled = Schema::new(Arc::clone(&self.document), schema_at.pointer.clone());
        compiled.compile().map_err(|(place, message)| {
            schema_at.to(place).error(format!("unusable schema: {message}"))
        })?;
        Ok(Some(BodySchema {
            root,
            schema: compiled,
            media_type: media_type.clone(),
            sample: self.sample(media, &at)?,
            required,
        }))
    }

    fn sample(&self, media: &Value, at: &At<'_>) -> Result<Option<Value>, ContractError> {
        let at = at.down("examples");
        if let Some(value) = media.get("example") {
            return Ok(Some(value.clone()));
        }
        let Some(Value::Object(examples)) = media.get("examples") else { return Ok(None) };
        let Some((name, example)) = examples.iter().next() else { return Ok(None) };
        let at = at.down(name);
        if let Some(value) = example.get("value") {
            return Ok(Some(value.clone()));
        }
        let Some(path) = example.get("externalValue").and_then(Value::as_str) else {
            return Ok(None);
        };
        let at = at.down("externalValue");
        let outside = path.starts_with('/') || path.contains("..") || path.contains("://");
        if outside {
            return Err(at.error(format!(
                "`{path}` is outside the contract's folder; samples stand beside the document"
            )));
        }
        let folder = self.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let wanted = if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") };
        let text = self
            .files
            .get(&wanted)
            .ok_or_else(|| at.error(format!("the sample is missing: there is no {wanted}")))?;
        strict::from_json(text.as_bytes())
            .map(Some)
            .map_err(|error| ContractError::json(&wanted, &error))
    }

    fn credential(
        &self,
        operation: &Value,
        at: &At<'_>,
    ) -> Result<Option<Credential>, ContractError> {
        let requirement = operation
            .get("security")
            .or_else(|| self.document.get("security"))
            .and_then(|list| list.get(0))
            .and_then(Value::as_object);
        let Some((scheme, scopes)) = requirement.and_then(|map| map.iter().next()) else {
            return Ok(None);
        };
        let at = at.down("security");
        let declared = self
            .document
            .pointer(&format!("/components/securitySchemes/{scheme}"))
            .ok_or_else(|| at.error(format!("security scheme `{scheme}` is not declared")))?;
        let text = |key: &str| declared.get(key).and_then(Value::as_str);
        let (place, name, kind) = match (text("type"), text("in"), text("scheme")) {
            (Some("apiKey"), Some("header"), _) => (CredentialPlace::Header, text("name"), None),
            (Some("apiKey"), Some("query"), _) => (CredentialPlace::Query, text("name"), None),
            (Some("http"), _, Some("bearer")) => {
                (CredentialPlace::Header, Some("Authorization"), Some(CredentialKind::Jwt))
            }
            _ => {
                return Err(at.error(format!(
                    "security scheme `{scheme}`: only apiKey in a header or the query, and http bearer, can be sent"
                )));
            }
        };
        let kind = match text("x-credential") {
            Some("jwt") => CredentialKind::Jwt,
            Some("key") => CredentialKind::Key,
            _ => kind.unwrap_or(CredentialKind::Key),
        };
        Ok(Some(Credential {
            scheme: scheme.clone(),
            name: name.unwrap_or(scheme).into(),
            place,
            kind,
            scope: scopes.get(0).and_then(Value::as_str).map(str::to_owned),
            scopes: self.scopes.clone(),
            state: CredentialState::Valid,
        }))
    }

    fn resources(&self) -> IndexMap<String, Resource> {
        let mut resources = IndexMap::new();
        if let Some(Value::Object(map)) = self.document.get("x-resources") {
            for (name, value) in map {
                let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
                resources.insert(
                    name.clone(),
                    Resource {
                        made_by: text("made-by"),
                        setting: text("setting"),
                        observed_by: text("observed-by"),
                        turns: value.get("turns").and_then(Value::as_bool).unwrap_or(false),
                    },
                );
            }
        }
        resources
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
            });
        }
        Ok(defects)
    }
}

/// The first 2xx answer, or the range.
fn accepted_response(operation: &Value) -> Option<(&String, &Value)> {
    let responses = operation.get("responses")?.as_object()?;
    responses.iter().find(|(status, _)| status.starts_with('2'))
}

/// Every scope that any operation asks for, in order.
fn scopes(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let items = document.get("paths").and_then(Value::as_object);
    for operation in items.into_iter().flat_map(|map| map.values()).filter_map(Value::as_object) {
        for method in METHODS {
            let security = operation.get(method).and_then(|value| value.get("security"));
            let requirements = security.and_then(Value::as_array);
            for scopes in requirements.into_iter().flatten().filter_map(Value::as_object) {
                for scope in scopes.values().filter_map(Value::as_array).flatten() {
                    if let Some(scope) = scope.as_str().map(str::to_owned)
                        && !found.contains(&scope)
                    {
                        found.push(scope);
                    }
                }
            }
        }
    }
    found
}

pub(super) fn typed<T: DeserializeOwned>(
    value: Option<&Value>,
    at: &At<'_>,
) -> Result<Option<T>, ContractError> {
    value
        .map(|value| serde_json::from_value(value.clone()))
        .transpose()
        .map_err(|error| at.error(error.to_string()))
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
