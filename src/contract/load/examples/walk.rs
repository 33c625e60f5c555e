//! A walk through schemas, from a body or parameter to all that it is made of.

use std::collections::{HashSet, VecDeque};

use serde_json::{Map, Value};

use super::judging::Judging;

use crate::contract::error::{At, ContractError};
use crate::contract::example::{Example, Form};
use crate::contract::inherit::Inherited;
use crate::contract::load::Loader;
use crate::contract::node::{followed, pointer_of};
use crate::contract::one_way::Way;
use crate::contract::operation::Operation;
use crate::contract::place::join;

/// Keywords whose one schema is of the same place, or of what is in it.
const ONE: [&str; 5] =
    ["additionalProperties", "unevaluatedProperties", "unevaluatedItems", "then", "else"];
/// Keywords whose one schema is of items.
const OF_ITEMS: [&str; 2] = ["items", "contains"];
/// Keywords with a list of schemas.
const LISTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
/// Keywords with schemas by names that are no fields.
const MAPS: [&str; 2] = ["patternProperties", "dependentSchemas"];

/// A value beside a schema.
pub(super) struct Given {
    /// Which it is, in words.
    pub told: String,
    /// The pointer of its place.
    pub at: String,
    /// The value.
    pub value: Value,
}

/// Where a schema stands, and what it is of.
pub(super) struct Spot<'a> {
    pub at: At<'a>,
    /// The nearest field.
    pub field: String,
    /// Its clause.
    pub clause: String,
    pub is_item: bool,
    pub above: Inherited,
}

/// What was seen of a document so far.
pub(super) struct Walk<'a, 'l> {
    pub loader: &'a Loader<'a>,
    look: &'l mut dyn FnMut(&Example<'_>),
    /// Schemas that were walked through.
    schemas: HashSet<(Way, Form, String)>,
    /// Values that were shown.
    values: HashSet<(Form, String)>,
    judging: Judging<'a>,
}

impl<'a> Loader<'a> {
    /// What a `$ref` leads to, with its place.
    pub(super) fn followed<'v>(
        &'v self,
        value: &'v Value,
        at: &At<'v>,
    ) -> Result<(&'v Value, At<'v>), ContractError> {
        followed(&self.document, value, at)
    }
}

impl<'a, 'l> Walk<'a, 'l> {
    pub fn new(loader: &'a Loader<'a>, look: &'l mut dyn FnMut(&Example<'_>)) -> Self {
        Self {
            loader,
            look,
            schemas: HashSet::new(),
            values: HashSet::new(),
            judging: Judging::new(loader),
        }
    }

    /// Shows what is given of a schema, then what stands in it, nearest first.
    pub fn schema(
        &mut self,
        operation: &Operation,
        (way, form): (Way, Form),
        spot: Spot<'a>,
        given: Vec<Given>,
    ) -> Result<(), ContractError> {
        self.show(operation, (way, form), &spot, given, false);
        let mut waiting = VecDeque::from([spot]);
        while let Some(spot) = waiting.pop_front() {
            if !self.schemas.insert((way, form, spot.at.pointer.clone())) {
                continue;
            }
            let loader = self.loader;
            let here = spot.at.pointer.trim_start_matches('#');
            let Some(schema @ Value::Object(members)) = loader.said_of(way).pointer(here) else {
                continue;
            };
            let own = spot.above.refine(schema, &loader.pages, &spot.at)?;
            let spot = Spot { above: own.inherit(), ..spot };
            self.show(operation, (way, form), &spot, examples(members, &spot.at), false);
            self.show(operation, (way, form), &spot, default(members, &spot.at), true);
            spot.below(members, &mut waiting);
        }
        Ok(())
    }

    fn show(
        &mut self,
        operation: &Operation,
        (way, form): (Way, Form),
        spot: &Spot<'_>,
        mut given: Vec<Given>,
        is_default: bool,
    ) {
        given.retain(|one| self.values.insert((form, one.at.clone())));
        let Some(first) = given.first() else { return };
        let Self { look, judging, .. } = self;
        let other = judging.other_way(way, spot, &first.at);
        let Some(held_to) = judging.compiled(way, spot) else { return };
        let or_else = || judging.compiled(other?, spot);
        for Given { told, value, .. } in given {
            look(&Example {
                operation: &operation.id,
                told,
                is_default,
                form,
                value,
                held_to: &held_to,
                or_else: &or_else,
            });
        }
    }
}

impl<'a> Spot<'a> {
    /// The schemas that one is made of, and those of what is in it. What must not hold (`not`) or is
    /// only asked (`if`) describes nothing.
    fn below(&self, members: &Map<String, Value>, waiting: &mut VecDeque<Self>) {
        let mut add = |steps: &[&str], name: &str, is_item: bool| {
            waiting.push_back(Spot {
                at: steps.iter().fold(self.at.clone(), |at, step| at.down(step)),
                field: join(&self.field, name),
                clause: join(&self.clause, name),
                is_item: is_item || (self.is_item && name.is_empty()),
                above: self.above.clone(),
            });
        };
        for (keyword, value) in members {
            let keyword = keyword.as_str();
            match value {
                Value::Object(fields) if keyword == "properties" => {
                    fields.keys().for_each(|name| add(&[keyword, name], name, false));
                }
                Value::Object(schemas) if MAPS.contains(&keyword) => {
                    schemas.keys().for_each(|name| add(&[keyword, name], "", false));
                }
                Value::Object(_) if ONE.contains(&keyword) => add(&[keyword], "", false),
                Value::Object(_) if OF_ITEMS.contains(&keyword) => add(&[keyword], "", true),
                Value::Array(schemas) if LISTS.contains(&keyword) => {
                    let are_items = keyword == "prefixItems";
                    let indices = 0..schemas.len();
                    indices.for_each(|index| add(&[keyword, &index.to_string()], "", are_items));
                }
                _ => {}
            }
        }
        let named = members.get("$ref").and_then(Value::as_str).and_then(pointer_of);
        if let Some(pointer) = named {
            waiting.push_back(Spot {
                at: self.at.to(format!("#{pointer}")),
                field: self.field.clone(),
                clause: self.clause.clone(),
                is_item: self.is_item,
                above: self.above.clone(),
            });
        }
    }
}

/// The `example` and `examples` of a schema. An `example` that is null, or has nothing behind its
/// colon, is none.
fn examples(members: &Map<String, Value>, at: &At<'_>) -> Vec<Given> {
    let alone = members.get("example").filter(|value| !value.is_null()).map(|value| Given {
        told: "the example".into(),
        at: at.down("example").pointer,
        value: value.clone(),
    });
    let listed = members.get("examples").and_then(Value::as_array);
    let listed = listed.into_iter().flatten().enumerate().map(|(index, value)| Given {
        told: format!("example {}", index + 1),
        at: at.down("examples").down(&index.to_string()).pointer,
        value: value.clone(),
    });
    alone.into_iter().chain(listed).collect()
}

/// The `default` of a schema; null says that there is none.
fn default(members: &Map<String, Value>, at: &At<'_>) -> Vec<Given> {
    let said = members.get("default").filter(|value| !value.is_null()).map(|value| Given {
        told: "the default".into(),
        at: at.down("default").pointer,
        value: value.clone(),
    });
    said.into_iter().collect()
}
