//! Values that travel as text (parameters): what their schemas say of them.

use std::sync::Arc;

use serde_json::Value;

use super::facets::Facet;
use super::formats::number_fits;
use super::node::Node;
use super::schema::{Offence, Schema};

/// The schema of a value that is printed as text.
#[derive(Clone, Debug)]
pub struct PrintedSchema {
    /// What it promises, each a clause.
    pub facets: Vec<Facet>,
    is_text: bool,
    format: Option<String>,
    schema: Arc<Schema>,
}

impl PrintedSchema {
    /// Of a schema that says something of texts, numbers or booleans; how arrays and objects are
    /// printed is not read.
    pub(super) fn new<E>(
        node: &Node,
        compile: impl FnOnce() -> Result<Schema, E>,
    ) -> Result<Option<Self>, E> {
        let of_texts = |value: &Value| match value {
            Value::Array(values) => values.iter().all(Value::is_string),
            value => value.is_string(),
        };
        let has_type = node.schema.contains_key("type");
        let is_text = node.allows_type("string");
        let is_scalar = ["integer", "number", "boolean"].iter().any(|kind| node.allows_type(kind));
        if has_type && !is_text && !is_scalar {
            return Ok(None);
        }
        let mut facets = node.facets.clone();
        facets.retain(|facet| match facet.name.as_str() {
            // Whatever is printed is text.
            "type" => !is_text,
            "enum" | "const" if is_text => node.schema.get(&facet.name).is_some_and(of_texts),
            // Those of fields.
            "shape" | "writeOnly" => false,
            _ => true,
        });
        if facets.is_empty() {
            return Ok(None);
        }
        let format = node.text("format").map(str::to_owned);
        Ok(Some(Self { facets, is_text, format, schema: Arc::new(compile()?) }))
    }

    /// What a printed value breaks: facets with words.
    pub fn offences(&self, printed: &str) -> Vec<(&Facet, String)> {
        let value = self.value(printed);
        let offences = self.schema.offences(&value);
        let of_it = |offence: &Offence| {
            self.facets
                .iter()
                .find(|facet| facet.name == offence.keyword && offence.pointer.is_empty())
        };
        let found = offences.iter().filter_map(|one| Some((of_it(one)?, one.message.clone())));
        let beyond = value.is_number()
            && self.format.as_ref().is_some_and(|format| !number_fits(format, &value));
        let format = self.facets.iter().find(|facet| facet.name == "format" && beyond);
        found.chain(format.map(|facet| (facet, format!("{value} is beyond its format")))).collect()
    }

    fn value(&self, printed: &str) -> Value {
        match serde_json::from_str(printed) {
            Ok(value @ (Value::Number(_) | Value::Bool(_))) if !self.is_text => value,
            _ => printed.into(),
        }
    }
}
