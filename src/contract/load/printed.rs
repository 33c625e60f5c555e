//! Values of parameters and headers.

use serde_json::Value;

use super::Loader;
use crate::contract::error::{At, ContractError};
use crate::contract::inherit::Inherited;
use crate::contract::node::{Context, Node, followed};
use crate::contract::one_way::Way;
use crate::contract::printed::{PrintedSchema, is_one_value};

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
        let items = if root.is_list() { self.items(way, named, schema, above, &at)? } else { None };
        // Any text is a list of one.
        retain_told(&mut root, is_text || items.is_some());
        if let (Some(own), Some(items)) = (&mut root.items, &items) {
            own.facets.clone_from(&items.root.facets);
        }
        let schema = self.compiled(way, schema, &at)?;
        let printed = PrintedSchema { root, schema, items };
        let is_read = printed.items.is_some() || is_one_value(&printed.root);
        Ok(Some(printed).filter(|printed| is_read && printed.facets().next().is_some()))
    }

    /// What the items of a list are, where each is one value.
    fn items(
        &self,
        way: Way,
        named: (&str, &str),
        schema: &Value,
        above: &Inherited,
        at: &At<'_>,
    ) -> Result<Option<Box<PrintedSchema>>, ContractError> {
        let (schema, at) = followed(&self.document, schema, at)?;
        let Some(items) = schema.get("items").filter(|items| items.is_object()) else {
            return Ok(None);
        };
        let at = at.down("items");
        let context = Context::new(self.said_of(way), &self.pages);
        let mut root = Node::item(&context, items, &at, named, above)?;
        let is_text = root.allows_type("string");
        retain_told(&mut root, is_text);
        if !is_one_value(&root) {
            return Ok(None);
        }
        let schema = self.compiled(way, items, &at)?;
        Ok(Some(Box::new(PrintedSchema { root, schema, items: None })))
    }
}

/// Leaves the facets that a printed value can break: whatever is printed is text, and some are of fields
/// alone.
fn retain_told(root: &mut Node, is_text: bool) {
    root.facets.retain(|facet| match facet.name.as_str() {
        "type" => !is_text,
        "shape" | "writeOnly" => false,
        _ => true,
    });
}
