//! Bodies: their schemas as trees of fields, and their samples.

use serde_json::Value;

use super::Loader;
use crate::contract::error::{At, ContractError};
use crate::contract::inherit::Inherited;
use crate::contract::node::{Context, Node, followed};
use crate::contract::operation::BodySchema;
use crate::contract::schema::Schema;
use crate::contract::{bounds, strict};

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
        let is_request = clause.contains(".request.");
        let document = if is_request { &*self.of_requests } else { &*self.of_answers };
        let here = schema_at.pointer.trim_start_matches('#');
        let schema = document.pointer(here).unwrap_or(schema);
        let context = Context::new(document, &self.pages);
        let mut root = Node::build(&context, schema, &schema_at, clause, &own)?;
        root.level = level;
        let compiled = Schema::new(document, &schema_at.pointer)
            .map_err(|(place, message)| schema_at.to(place).error(message))?;
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
        let (example, at) = followed(&self.document, example, &at.down(name))?;
        if let Some(value) = example.get("value") {
            return Ok(Some(value.clone()));
        }
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
        let text = self
            .files
            .get(&wanted)
            .ok_or_else(|| at.error(format!("the sample is missing: there is no {wanted}")))?;
        let value = strict::from_json(text.as_bytes())
            .map_err(|error| ContractError::json(&wanted, &error))?;
        if values(&value) > bounds::SAMPLE_VALUES {
            let most = bounds::SAMPLE_VALUES;
            return Err(at.error(format!("{wanted} has more than {most} values; print fewer")));
        }
        Ok(Some(value))
    }
}

fn values(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(values).sum(),
        Value::Object(members) => members.values().map(values).sum(),
        _ => 0,
    }
}

/// The first 2xx answer, or the range.
pub(super) fn accepted_response(operation: &Value) -> Option<(&String, &Value)> {
    let responses = operation.get("responses")?.as_object()?;
    responses.iter().find(|(status, _)| status.starts_with('2'))
}
