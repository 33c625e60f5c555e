//! Documented headers of answers.

use serde_json::Value;

use super::Loader;
use crate::contract::answer::{Header, HeaderValue};
use crate::contract::error::{At, ContractError};
use crate::contract::facets::facets;
use crate::contract::inherit::Inherited;
use crate::contract::node::{Context, Node, followed};

/// Not among the documented headers: OpenAPI has a place of its own for the first, and the others say
/// how an answer travelled, which is gone once it is read.
const NOT_JUDGED: [&str; 4] =
    ["content-type", "content-length", "content-encoding", "transfer-encoding"];

impl Loader<'_> {
    /// The headers of an answer; `clause` is what ids of its clauses begin with.
    pub(super) fn headers(
        &self,
        clause: &str,
        answer: &Value,
        above: &Inherited,
        at: &At<'_>,
    ) -> Result<Vec<Header>, ContractError> {
        let above = above.refine(answer, &self.pages, at)?.inherit();
        let mut headers = Vec::new();
        let listed = answer.get("headers").and_then(Value::as_object);
        for (name, header) in listed.into_iter().flatten() {
            if NOT_JUDGED.iter().any(|other| name.eq_ignore_ascii_case(other)) {
                continue;
            }
            let at = at.down("headers").down(name);
            let (header, at) = followed(&self.document, header, &at)?;
            let own = above.refine(header, &self.pages, &at)?;
            let clause = format!("{clause}.header.{name}");
            headers.push(Header {
                name: name.clone(),
                required: header.get("required").and_then(Value::as_bool).unwrap_or(false),
                level: own.level,
                value: self.header_value(name, &clause, header, &own.inherit(), &at)?,
                description: header.get("description").and_then(Value::as_str).map(str::to_owned),
                source: own.source,
                clause,
            });
        }
        Ok(headers)
    }

    fn header_value(
        &self,
        name: &str,
        clause: &str,
        header: &Value,
        above: &Inherited,
        at: &At<'_>,
    ) -> Result<Option<HeaderValue>, ContractError> {
        let Some(schema) = header.get("schema").filter(|schema| schema.is_object()) else {
            return Ok(None);
        };
        let at = at.down("schema");
        let context = Context::new(self.said_of(false), &self.pages);
        let mut root = Node::build(&context, schema, &at, clause, above)?;
        if !is_one_value(&root) {
            return Ok(None);
        }
        // Its facts are told of the header, not of a body.
        name.clone_into(&mut root.field);
        let own = above.refine(&Value::Object(root.schema.clone()), &self.pages, &at)?;
        root.facets = facets(&root, &own);
        Ok(Some(HeaderValue { root, schema: self.compiled(false, schema, &at)? }))
    }
}

/// Whether a header's text is one value by its schema: how lists and objects are written is not read.
fn is_one_value(root: &Node) -> bool {
    const OPEN: [&str; 7] = ["anyOf", "oneOf", "not", "if", "properties", "items", "prefixItems"];
    match root.schema.contains_key("type") {
        true => !root.allows_type("array") && !root.allows_type("object"),
        false => !OPEN.iter().any(|keyword| root.schema.contains_key(*keyword)),
    }
}
