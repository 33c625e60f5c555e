//! Bodies: their schemas as trees of fields, and their samples.

use std::sync::Arc;

use serde_json::Value;

use super::Loader;
use crate::contract::body::BodySchema;
use crate::contract::error::{At, ContractError};
use crate::contract::inherit::Inherited;
use crate::contract::instance::{How, Instances};
use crate::contract::node::{Context, Node, followed};
use crate::contract::offences::offences;
use crate::contract::one_way::Way;
use crate::contract::schema::Schema;
use crate::contract::{bounds, form, media, strict};
use crate::model::FormKind;

impl Loader<'_> {
    /// The body of a request, or of the answer that samples are of: what is printed of it, too.
    pub(super) fn printed_body(
        &self,
        way: Way,
        clause: &str,
        body: &Value,
        required: bool,
        above: &Inherited,
        at: &At<'_>,
    ) -> Result<Option<BodySchema>, ContractError> {
        let Some(read) = self.body(way, clause, body, above, at)? else { return Ok(None) };
        let at = at.down("content").down(&read.documented_as);
        let media = read_of(way, body).map_or(&Value::Null, |(_, media, _)| media);
        let sample = match (self.sample(media, &at)?, &read.form) {
            // As a page prints a form.
            (Some(Value::String(text)), Some(_)) => Some(
                read.read(text.trim().as_bytes())
                    .map_err(|error| at.error(format!("the example is {error}")))?,
            ),
            (sample, _) => sample.map(|sample| read.settled(sample)),
        };
        let is_lacking = way == Way::Request && sample.is_none();
        let made = if is_lacking { self.made(&read, &at) } else { None };
        Ok(Some(BodySchema { sample, made, required, ..read }))
    }

    /// A body that a request may have, where none is printed.
    fn made(&self, read: &BodySchema, at: &At<'_>) -> Option<Value> {
        let document = self.said_of(Way::Request);
        let schema = document.pointer(at.down("schema").pointer.trim_start_matches('#'))?;
        let made = |how: How| {
            let made = read.settled(Instances::new(document, how).of(schema)?);
            read.unsaid(&made).is_none().then_some(made)
        };
        How::ALL.into_iter().find_map(|how| {
            let is_right = offences(&read.root, &read.schema, &made(how)?).is_empty();
            made(How { with_gaps: true, ..how }).filter(|_| is_right)
        })
    }

    pub(super) fn body(
        &self,
        way: Way,
        clause: &str,
        body: &Value,
        above: &Inherited,
        at: &At<'_>,
    ) -> Result<Option<BodySchema>, ContractError> {
        let own = above.refine(body, &self.pages, at)?;
        let level = own.level;
        let own = own.inherit();
        let Some((media_type, media, schema)) = read_of(way, body) else { return Ok(None) };
        let kind = FormKind::of(media_type);
        let schema_at = at.down("content").down(media_type).down("schema");
        let document = self.said_of(way);
        let here = schema_at.pointer.trim_start_matches('#');
        let schema = document.pointer(here).unwrap_or(schema);
        let context = Context::new(document, &self.pages);
        let mut root = Node::build(&context, schema, &schema_at, clause, &own)?;
        root.level = level;
        let media_at = at.down("content").down(media_type);
        let form = match kind {
            Some(kind) => Some(Arc::new(form::style(kind, media, &root, &media_at)?)),
            None => None,
        };
        if form.is_some() {
            form::without_types(&mut root);
        }
        Ok(Some(BodySchema {
            root,
            schema: self.compiled(way, schema, &schema_at)?,
            media_type: match kind {
                Some(kind) => kind.content_type(),
                None if media::is_json(media_type) => media_type.into(),
                // What is in the range and can be written.
                None => "application/json".into(),
            },
            documented_as: media_type.into(),
            media_types: media_types(body),
            alike: alike(body, media_type),
            sample: None,
            made: None,
            required: false,
            form,
        }))
    }

    /// The document as it is said of requests, or of answers.
    pub(super) fn said_of(&self, way: Way) -> &Value {
        match way {
            Way::Request => &self.of_requests,
            Way::Answer => &self.of_answers,
        }
    }

    /// A schema as a validator. Where it only names another, that is compiled once.
    pub(super) fn compiled(
        &self,
        way: Way,
        schema: &Value,
        at: &At<'_>,
    ) -> Result<Arc<Schema>, ContractError> {
        let document = self.said_of(way);
        let is_name = schema.as_object().is_some_and(|members| members.len() == 1);
        let at = if is_name { followed(document, schema, at)?.1 } else { at.clone() };
        let key = (way, at.pointer.clone());
        if let Some(known) = self.schemas.borrow().get(&key) {
            return Ok(Arc::clone(known));
        }
        let judging = match way {
            Way::Request => &self.judging_requests,
            Way::Answer => &self.judging_answers,
        };
        let compiled = Schema::new(judging, &at.pointer)
            .map_err(|(place, message)| at.to(place).error(message))?;
        let compiled = Arc::new(compiled);
        self.schemas.borrow_mut().insert(key, Arc::clone(&compiled));
        Ok(compiled)
    }

    fn sample(&self, media: &Value, at: &At<'_>) -> Result<Option<Value>, ContractError> {
        let at = at.down("examples");
        if let Some(value) = media.get("example") {
            return Ok(Some(value.clone()));
        }
        let Some(Value::Object(examples)) = media.get("examples") else { return Ok(None) };
        let Some((name, example)) = examples.iter().next() else { return Ok(None) };
        let (example, at) = followed(&self.document, example, &at.down(name))?;
        if let Some(value) = example.get("value") {
            return Ok(Some(value.clone()));
        }
        self.beside(example, &at)
    }

    /// The JSON that an example is in, where it stands in a file beside the document.
    pub(super) fn beside(
        &self,
        example: &Value,
        at: &At<'_>,
    ) -> Result<Option<Value>, ContractError> {
        let Some((name, text)) = self.text_beside(example, at)? else { return Ok(None) };
        let value = strict::from_json(text.as_bytes())
            .map_err(|error| ContractError::json(&name, &error))?;
        if values(&value) > bounds::SAMPLE_VALUES {
            let most = bounds::SAMPLE_VALUES;
            let at = at.down("externalValue");
            return Err(at.error(format!("{name} has more than {most} values; print fewer")));
        }
        Ok(Some(value))
    }

    /// The file that an `externalValue` names, and what is in it.
    pub(super) fn text_beside(
        &self,
        example: &Value,
        at: &At<'_>,
    ) -> Result<Option<(String, &str)>, ContractError> {
        let Some(path) = example.get("externalValue") else { return Ok(None) };
        let at = at.down("externalValue");
        let path = path.as_str().ok_or_else(|| at.error(format!("{path} is no path of a file")))?;
        if path.contains('\\') {
            return Err(at.error(format!("`{path}`: folders are parted by `/`")));
        }
        let outside = path.starts_with('/') || path.split('/').any(|step| step == "..");
        if outside || path.contains("://") {
            return Err(at.error(format!(
                "`{path}` is outside the contract's folder; samples stand beside the document"
            )));
        }
        let folder = self.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let steps = path.split('/').filter(|step| !["", "."].contains(step));
        let path = steps.collect::<Vec<_>>().join("/");
        let wanted = if folder.is_empty() { path } else { format!("{folder}/{path}") };
        match self.files.get(&wanted) {
            Some(text) => Ok(Some((wanted, text))),
            None => Err(at.error(format!("the sample is missing: there is no {wanted}"))),
        }
    }
}

/// How many values there are in one.
pub(super) fn values(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(values).sum(),
        Value::Object(members) => members.values().map(values).sum(),
        _ => 0,
    }
}

/// What of a body is read as JSON: the media type, or a range with it, what is said of it, and its
/// schema.
pub(super) fn json_of(body: &Value) -> Option<(&str, &Value, &Value)> {
    let content = body.get("content")?.as_object()?;
    let with_schema = || {
        content.iter().filter_map(|(name, said)| Some((name.as_str(), said, said.get("schema")?)))
    };
    with_schema()
        .find(|(name, ..)| media::is_of("application/json", name))
        .or_else(|| with_schema().find(|(name, ..)| media::is_json(name)))
        .or_else(|| with_schema().find(|(name, ..)| media::may_be_json(name)))
}

/// What is read of a body: JSON, and of a request a form where there is none.
pub(super) fn read_of(way: Way, body: &Value) -> Option<(&str, &Value, &Value)> {
    let form = || {
        let content = body.get("content")?.as_object()?.iter();
        let mut forms = content.filter(|(name, _)| FormKind::of(name).is_some());
        forms.find_map(|(name, said)| Some((name.as_str(), said, said.get("schema")?)))
    };
    json_of(body).or_else(|| form().filter(|_| way == Way::Request))
}

/// The other documented media types with the very schema of one.
fn alike(body: &Value, media_type: &str) -> Vec<String> {
    let Some(content) = body.get("content").and_then(Value::as_object) else { return Vec::new() };
    let schema = |name: &str| content.get(name).and_then(|said| said.get("schema"));
    let others = content.keys().filter(|name| *name != media_type);
    others.filter(|name| schema(name) == schema(media_type)).cloned().collect()
}

/// The documented media types of a body.
pub(super) fn media_types(body: &Value) -> Vec<String> {
    let content = body.get("content").and_then(Value::as_object);
    content.into_iter().flatten().map(|(name, _)| name.clone()).collect()
}
