//! What judges a value that stands beside a schema: that schema alone, as a validator.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::walk::Spot;
use crate::contract::load::Loader;
use crate::contract::node::{Context, Node};
use crate::contract::one_way::Way;
use crate::contract::printed::PrintedSchema;
use crate::contract::schema::Schema;

/// Keywords that judge nothing.
const SILENT: [&str; 7] =
    ["title", "description", "default", "example", "examples", "deprecated", "externalDocs"];

/// Makes validators of the schemas of a document.
pub(super) struct Judging<'a> {
    loader: &'a Loader<'a>,
    /// Those that refer to nothing, by what they say.
    alike: RefCell<HashMap<String, Option<Arc<Schema>>>>,
}

impl<'a> Judging<'a> {
    pub fn new(loader: &'a Loader<'a>) -> Self {
        Self { loader, alike: RefCell::default() }
    }

    /// The other way that a value is of, too: one that stands in a schema, which may be of both.
    pub fn other_way(&self, way: Way, spot: &Spot<'_>, value: &str) -> Option<Way> {
        let is_one = Arc::ptr_eq(&self.loader.of_requests, &self.loader.of_answers);
        let is_in_schema = value.starts_with(&format!("{}/", spot.at.pointer));
        let other = if way == Way::Request { Way::Answer } else { Way::Request };
        // A field of one way has no values in the other.
        let there = self.loader.said_of(other).pointer(value.trim_start_matches('#'));
        there.filter(|_| is_in_schema && !is_one).map(|_| other)
    }

    /// What stands at a place as a validator; `None` where it can't be had alone, and so says nothing.
    pub fn compiled(&self, way: Way, spot: &Spot<'_>) -> Option<PrintedSchema> {
        let document = self.loader.said_of(way);
        let schema = document.pointer(spot.at.pointer.trim_start_matches('#'))?;
        let context = Context::new(document, &self.loader.pages);
        let named = (spot.field.as_str(), spot.clause.as_str());
        let root = Node::part(&context, schema, &spot.at, named, spot.is_item, &spot.above).ok()?;
        let schema = match alone(schema) {
            Some(alone) => self.alike(alone)?,
            None => self.loader.compiled(way, schema, &spot.at).ok()?,
        };
        Some(PrintedSchema { root, schema, items: None })
    }

    /// Most fields say no more than thousands of others do.
    fn alike(&self, schema: Value) -> Option<Arc<Schema>> {
        let text = schema.to_string();
        if let Some(known) = self.alike.borrow().get(&text) {
            return known.clone();
        }
        let compiled = Schema::new(&json!({"alone": schema}), "#/alone").ok().map(Arc::new);
        self.alike.borrow_mut().insert(text, compiled.clone());
        compiled
    }
}

/// A schema with nothing in it that judges no value, if it refers to no other.
fn alone(schema: &Value) -> Option<Value> {
    let judging = schema
        .as_object()?
        .iter()
        .filter(|(keyword, _)| !SILENT.contains(&keyword.as_str()) && !keyword.starts_with("x-"));
    let alone: Map<String, Value> =
        judging.map(|(keyword, value)| (keyword.clone(), value.clone())).collect();
    let refers = alone.iter().any(|(keyword, value)| {
        keyword.starts_with('$')
            || value.is_object()
            || value.is_array() && keyword != "enum" && keyword != "type"
    });
    (!refers).then_some(Value::Object(alone))
}
