//! Values of parameters and headers.

use serde_json::Value;

use super::Loader;
use crate::contract::error::{At, ContractError};
use crate::contract::inherit::Inherited;
use crate::contract::node::{Context, Node};
use crate::contract::one_way::Way;
use crate::contract::printed::PrintedSchema;

impl Loader<'_> {
    /// What the `schema` of a parameter or header says of its value, by name and clause.
    pub(super) fn printed(
        &self,
        way: Way,
        named: (&str, &str),
        holder: &Value,
        above: &Inherited,
        at: &At<'_>,
    ) -> Result<Option<PrintedSchema>, ContractError> {
        let Some(schema) = holder.get("schema").filter(|schema| schema.is_object()) else {
            return Ok(None);
        };
        let at = at.down("schema");
        let context = Context::new(self.said_of(way), &self.pages);
        let mut root = Node::named(&context, schema, &at, named, above)?;
        let is_text = root.allows_type("string");
        root.facets.retain(|facet| match facet.name.as_str() {
            // Whatever is printed is text.
            "type" => !is_text,
            // Those are of fields.
            "shape" | "writeOnly" => false,
            _ => true,
        });
        if root.facets.is_empty() || !is_one_value(&root) {
            return Ok(None);
        }
        Ok(Some(PrintedSchema { root, schema: self.compiled(way, schema, &at)? }))
    }
}

/// Whether a text is one value by its schema: how lists and objects are written is not read.
fn is_one_value(root: &Node) -> bool {
    const OPEN: [&str; 7] = ["anyOf", "oneOf", "not", "if", "properties", "items", "prefixItems"];
    match root.schema.contains_key("type") {
        true => !root.allows_type("array") && !root.allows_type("object"),
        false => !OPEN.iter().any(|keyword| root.schema.contains_key(*keyword)),
    }
}
