//! Every example and default of a document, with the schema that it stands beside.

mod judging;
mod walk;

use serde_json::{Map, Value};

use self::walk::{Given, Spot, Walk};
use super::Loader;
use super::bodies::json_of;
use super::headers::is_judged;
use super::parameters::is_elsewhere;
use crate::contract::answer::Statuses;
use crate::contract::error::{At, ContractError};
use crate::contract::example::{Example, Form};
use crate::contract::inherit::Inherited;
use crate::contract::media;
use crate::contract::node::followed;
use crate::contract::one_way::Way;
use crate::contract::operation::{Api, Operation};
use crate::model::Source;

impl Loader<'_> {
    /// Shows each example and default of the operations, but for the samples, which are compared with
    /// more than their schemas. What several operations share is shown once.
    pub(super) fn examples(
        &self,
        api: &Api,
        at: &At<'_>,
        look: &mut dyn FnMut(&Example<'_>),
    ) -> Result<(), ContractError> {
        let mut walk = Walk::new(self, look);
        let surroundings = Inherited::new(Source { page: api.title.clone(), section: None });
        for operation in api.operations.values() {
            let at = at.down("paths").down(&operation.path);
            let Some(item) = self.document.pointer(at.pointer.trim_start_matches('#')) else {
                continue;
            };
            let (item, item_at) = followed(&self.document, item, &at)?;
            let method = operation.method.to_lowercase();
            let Some(raw) = item.get(&method) else { continue };
            let at = item_at.down(&method);
            let own = surroundings.refine(raw, &self.pages, &at)?.inherit();
            let here = Here { operation, own };
            here.parameters(&mut walk, (item, &item_at), (raw, &at))?;
            here.request(&mut walk, raw, &at)?;
            here.answers(&mut walk, raw, &at)?;
        }
        Ok(())
    }
}

/// An operation, and what its place hands down.
struct Here<'a> {
    operation: &'a Operation,
    own: Inherited,
}

impl<'a> Here<'a> {
    fn parameters(
        &self,
        walk: &mut Walk<'a, '_>,
        of_path: (&'a Value, &At<'a>),
        own: (&'a Value, &At<'a>),
    ) -> Result<(), ContractError> {
        let key = |parameter: &Value| {
            let text =
                |key: &str| parameter.get(key).and_then(Value::as_str).map(str::to_lowercase);
            (text("in"), text("name"))
        };
        let mut known = Vec::new();
        // Its own take the place of its path's.
        for (holder, at) in [own, of_path] {
            let listed = holder.get("parameters").and_then(Value::as_array);
            let mut these = Vec::new();
            for (index, parameter) in listed.into_iter().flatten().enumerate() {
                let at = at.down("parameters").down(&index.to_string());
                let (parameter, at) = walk.loader.followed(parameter, &at)?;
                these.push(key(parameter));
                let text = |key: &str| parameter.get(key).and_then(Value::as_str);
                let (Some(name), Some(place)) = (text("name"), text("in")) else { continue };
                if known.contains(&key(parameter)) || (place == "header" && is_elsewhere(name)) {
                    continue;
                }
                let clause = self.operation.clause(&format!("request.{place}.{name}"));
                self.text(walk, Way::Request, (name, clause), parameter, &at, &self.own)?;
            }
            known.extend(these);
        }
        Ok(())
    }

    fn request(
        &self,
        walk: &mut Walk<'a, '_>,
        raw: &'a Value,
        at: &At<'a>,
    ) -> Result<(), ContractError> {
        let Some(body) = raw.get("requestBody") else { return Ok(()) };
        let (body, at) = walk.loader.followed(body, &at.down("requestBody"))?;
        let own = self.own.refine(body, &walk.loader.pages, &at)?.inherit();
        let has_sample = self.operation.request.as_ref().is_some_and(|body| body.form.is_none());
        let clause = self.operation.clause("request.body");
        self.content(walk, (Way::Request, has_sample), clause, body, &at, &own)
    }

    fn answers(
        &self,
        walk: &mut Walk<'a, '_>,
        raw: &'a Value,
        at: &At<'a>,
    ) -> Result<(), ContractError> {
        let at = at.down("responses");
        let Some(Value::Object(responses)) = raw.get("responses") else { return Ok(()) };
        for (key, answer) in responses.iter().filter(|(key, _)| !key.starts_with("x-")) {
            let (answer, at) = walk.loader.followed(answer, &at.down(key))?;
            let own = self.own.refine(answer, &walk.loader.pages, &at)?.inherit();
            let main = self.operation.answers.main().map(|main| main.statuses);
            let is_main = main.is_some() && main == Statuses::read(key);
            let clause = self.operation.clause(&match is_main {
                true => "response".into(),
                false => format!("response.{key}"),
            });
            let headers = answer.get("headers").and_then(Value::as_object);
            for (name, header) in headers.into_iter().flatten().filter(|(name, _)| is_judged(name))
            {
                let at = at.down("headers").down(name);
                let (header, at) = walk.loader.followed(header, &at)?;
                let clause = format!("{clause}.header.{name}");
                self.text(walk, Way::Answer, (name, clause), header, &at, &own)?;
            }
            let has_sample = is_main && self.operation.response.is_some();
            let way = (Way::Answer, has_sample);
            self.content(walk, way, format!("{clause}.body"), answer, &at, &own)?;
        }
        Ok(())
    }

    /// The value of a parameter or header.
    fn text(
        &self,
        walk: &mut Walk<'a, '_>,
        way: Way,
        (name, clause): (&str, String),
        holder: &'a Value,
        at: &At<'a>,
        above: &Inherited,
    ) -> Result<(), ContractError> {
        if holder.get("schema").is_none() {
            return Ok(());
        }
        let above = above.refine(holder, &walk.loader.pages, at)?.inherit();
        let at_schema = at.down("schema");
        let spot = Spot { at: at_schema, field: name.into(), clause, is_item: false, above };
        let given = self.given(walk, holder, at, Form::Text, false)?;
        walk.schema(self.operation, (way, Form::Text), spot, given)
    }

    /// What is printed of a body, of each of its media types.
    fn content(
        &self,
        walk: &mut Walk<'a, '_>,
        (way, has_sample): (Way, bool),
        clause: String,
        body: &'a Value,
        at: &At<'a>,
        above: &Inherited,
    ) -> Result<(), ContractError> {
        let sampled = json_of(body).filter(|_| has_sample).map(|(name, ..)| name);
        let content = body.get("content").and_then(Value::as_object);
        let empty = Map::new();
        for (name, said) in content.unwrap_or(&empty) {
            let form = match media::may_be_json(name) {
                true => Form::Json,
                false if media::is_of("text/*", name) => Form::Text,
                // How a form or a file is written is not read.
                false => continue,
            };
            if said.get("schema").is_none() {
                continue;
            }
            let at = at.down("content").down(name);
            let mut given = self.given(walk, said, &at, form, sampled == Some(name))?;
            // What is called by a range may be a text that is no JSON.
            given
                .retain(|one| media::is_json(name) || !one.value.is_string() || form == Form::Text);
            let spot = Spot {
                at: at.down("schema"),
                field: String::new(),
                clause: clause.clone(),
                is_item: false,
                above: above.clone(),
            };
            walk.schema(self.operation, (way, form), spot, given)?;
        }
        Ok(())
    }

    /// The `example` or `examples` of a media type, parameter or header, but for the one that is the
    /// sample. One that is null says that there is none.
    fn given(
        &self,
        walk: &Walk<'a, '_>,
        holder: &'a Value,
        at: &At<'a>,
        form: Form,
        has_sample: bool,
    ) -> Result<Vec<Given>, ContractError> {
        let mut given = Vec::new();
        let alone = holder.get("example");
        if let Some(value) = alone.filter(|_| !has_sample) {
            let at = at.down("example").pointer;
            given.push(Given { told: "the example".into(), at, value: value.clone() });
        }
        let listed = holder.get("examples").and_then(Value::as_object);
        let sample = usize::from(has_sample && alone.is_none());
        for (name, example) in listed.into_iter().flatten().skip(sample) {
            let at = at.down("examples").down(name);
            let (example, target) = walk.loader.followed(example, &at)?;
            let value = match (example.get("value"), form) {
                (Some(value), _) => Some(value.clone()),
                (None, Form::Json) => walk.loader.beside(example, &target)?,
                (None, Form::Text) => walk
                    .loader
                    .text_beside(example, &target)?
                    .map(|(_, text)| text.trim_end_matches(['\r', '\n']).into()),
            };
            let told = format!("the example `{name}`");
            given.extend(value.map(|value| Given { told, at: at.pointer, value }));
        }
        given.retain(|one| !one.value.is_null());
        Ok(given)
    }
}
