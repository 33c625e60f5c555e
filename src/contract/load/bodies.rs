//! Bodies: their schemas as trees of fields, and their samples.

use std::sync::Arc;

use serde_json::Value;

use super::Loader;
use crate::contract::error::{At, ContractError};
use crate::contract::inherit::Inherited;
use crate::contract::node::{Context, Node};
use crate::contract::operation::BodySchema;
use crate::contract::schema::Schema;
use crate::contract::strict;

impl Loader<'_> {
    pub(super) fn body(
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

    pub(super) fn sample(
        &self,
        media: &Value,
        at: &At<'_>,
    ) -> Result<Option<Value>, ContractError> {
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
}

/// The first 2xx answer, or the range.
pub(super) fn accepted_response(operation: &Value) -> Option<(&String, &Value)> {
    let responses = operation.get("responses")?.as_object()?;
    responses.iter().find(|(status, _)| status.starts_with('2'))
}
