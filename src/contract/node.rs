//! The schema of a body as a tree of fields, each with its clause.

use std::borrow::Cow;
use std::cell::Cell;

use indexmap::IndexMap;
use percent_encoding::percent_decode_str;
use regex::Regex;
use serde_json::{Map, Value, json};

use super::composed;
use super::error::{At, ContractError};
use super::facets::{Facet, facets};
use super::inherit::Inherited;
use super::place::{every, join};
use crate::model::{Level, Source};

/// How deep a schema may nest; a recursive one is cut here.
const DEPTH: usize = 24;
/// How often a schema may stand in itself: where it does at several places, depth alone is no bound.
const IN_ITSELF: usize = 3;
/// How many `$ref`s may lead to each other.
const REFERENCES: usize = 32;
/// How many fields a body may have.
const FIELDS: usize = 5000;

/// A field of a body (or the body itself).
#[derive(Clone, Debug)]
pub struct Node {
    /// Dotted path in the body, without indices; empty for the body itself.
    pub field: String,
    /// The clause of its presence; facets append `:name`.
    pub clause: String,
    /// The schema, with `$ref` followed; what it says of members and items is in their nodes alone.
    pub schema: Map<String, Value>,
    /// Whether the parent marks it required.
    pub required: bool,
    /// How binding its presence (or, in a request, its mark) is.
    pub level: Level,
    /// Facts about its value.
    pub facets: Vec<Facet>,
    /// The format of its texts, also where it may be null by `anyOf` or `oneOf`.
    pub format: Option<String>,
    /// How a sample's opaque value looks.
    pub shape: Option<Regex>,
    /// Members of an object.
    pub properties: IndexMap<String, Node>,
    /// What an array's items are.
    pub items: Option<Box<Node>>,
    /// Whether it is the item of an array, and so has no presence of its own.
    pub is_item: bool,
    /// Where it stands.
    pub source: Source,
    /// The documentation's words.
    pub description: Option<String>,
    /// Why nothing shows whether it is kept.
    pub not_observable: Option<String>,
}

/// Everything that building the tree needs of its surroundings.
pub(super) struct Context<'a> {
    document: &'a Value,
    pages: &'a IndexMap<String, String>,
    /// How many fields there are already: one schema may stand at many places.
    fields: Cell<usize>,
}

impl<'a> Context<'a> {
    pub fn new(document: &'a Value, pages: &'a IndexMap<String, String>) -> Self {
        Self { document, pages, fields: Cell::new(0) }
    }
}

impl Node {
    pub(super) fn build(
        context: &Context<'_>,
        schema: &Value,
        at: &At<'_>,
        clause: &str,
        inherited: &Inherited,
    ) -> Result<Self, ContractError> {
        let place =
            Place { field: String::new(), clause: clause.into(), required: true, is_item: false };
        build(context, schema, at, place, inherited, &mut Vec::new())
    }

    /// A value that is printed as text under a name: a parameter.
    pub(super) fn named(
        context: &Context<'_>,
        schema: &Value,
        at: &At<'_>,
        named: (&str, &str),
        inherited: &Inherited,
    ) -> Result<Self, ContractError> {
        Self::part(context, schema, at, named, false, inherited)
    }

    /// A schema in the midst of another, by the name and clause of the field that it is of.
    pub(super) fn part(
        context: &Context<'_>,
        schema: &Value,
        at: &At<'_>,
        (name, clause): (&str, &str),
        is_item: bool,
        inherited: &Inherited,
    ) -> Result<Self, ContractError> {
        let place = Place { field: name.into(), clause: clause.into(), required: true, is_item };
        build(context, schema, at, place, inherited, &mut Vec::new())
    }

    /// An item of a list that is printed as text.
    pub(super) fn item(
        context: &Context<'_>,
        schema: &Value,
        at: &At<'_>,
        (name, clause): (&str, &str),
        inherited: &Inherited,
    ) -> Result<Self, ContractError> {
        let place =
            Place { field: name.into(), clause: clause.into(), required: false, is_item: true };
        build(context, schema, at, place, inherited, &mut Vec::new())
    }

    /// Whether it is a list and nothing else.
    pub(super) fn is_list(&self) -> bool {
        self.schema.get("type").is_some_and(|kind| kind == "array")
    }

    /// Follows a value at a dotted field path, through arrays.
    pub fn find(&self, field: &str) -> Option<&Node> {
        if field.is_empty() {
            return Some(self);
        }
        let (key, rest) = field.split_once('.').unwrap_or((field, ""));
        let child = self.item_or_self().properties.get(key)?;
        if rest.is_empty() { Some(child) } else { child.find(rest) }
    }

    /// Whether a field below the record stands in a list of it, where there may be several or none.
    pub fn has_in_list(&self, field: &str) -> bool {
        let mut above = field.match_indices('.').map(|(end, _)| &field[..end]);
        above.any(|above| self.find(above).is_some_and(|node| node.items.is_some()))
    }

    /// What has its fields: the items of a list, or else itself.
    pub fn item_or_self(&self) -> &Node {
        match &self.items {
            Some(items) if self.properties.is_empty() => items,
            _ => self,
        }
    }

    /// The id of a facet's clause.
    pub fn facet(&self, name: &str) -> String {
        if self.is_item {
            format!("{}:item-{name}", self.clause)
        } else {
            format!("{}:{name}", self.clause)
        }
    }

    /// A text member of the schema.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.schema.get(key).and_then(Value::as_str)
    }

    /// The level that its `x-levels` give a facet.
    pub fn level_of(&self, facet: &str) -> Option<Level> {
        serde_json::from_value(self.schema.get("x-levels")?.get(facet)?.clone()).ok()
    }

    /// The templates that fill it, that of a new value first.
    pub fn templates(&self) -> impl Iterator<Item = &str> {
        ["x-fresh", "x-fill"].into_iter().filter_map(|key| self.text(key))
    }

    /// The resource whose id it is, with the template that fills it by a record of the scenario: its own if it
    /// has one, and none where its own templates say something else.
    pub fn named_record(&self) -> Option<(&str, &str)> {
        let resource = self.text("x-resource")?;
        let template = match self.templates().next() {
            None => "{resource}",
            Some(_) => self.templates().find(|text| text.contains("{resource}"))?,
        };
        Some((resource, template))
    }

    /// The JSON pointers of what a record has of it: several where it stands in lists.
    pub fn places(&self, record: &Value) -> Vec<String> {
        let found = every(record, &self.field);
        if !self.is_item {
            return found;
        }
        let items = |list: String| {
            let count = record.pointer(&list).and_then(Value::as_array).map_or(0, Vec::len);
            (0..count).map(move |index| format!("{list}/{index}"))
        };
        found.into_iter().flat_map(items).collect()
    }

    /// Whether only the server sets it.
    pub fn is_read_only(&self) -> bool {
        self.schema.get("readOnly") == Some(&Value::Bool(true))
    }

    /// Whether the schema allows this JSON type.
    pub fn allows_type(&self, name: &str) -> bool {
        match self.schema.get("type") {
            Some(Value::String(kind)) => kind == name,
            Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == name),
            _ => true,
        }
    }

    /// This node and all below it, parents first.
    pub fn all(&self) -> Vec<&Node> {
        let mut nodes = Vec::new();
        self.add_to(&mut nodes);
        nodes
    }

    fn add_to<'a>(&'a self, nodes: &mut Vec<&'a Node>) {
        nodes.push(self);
        for child in self.properties.values().chain(self.items.as_deref()) {
            child.add_to(nodes);
        }
    }
}

struct Place {
    field: String,
    clause: String,
    required: bool,
    is_item: bool,
}

fn build(
    context: &Context<'_>,
    schema: &Value,
    at: &At<'_>,
    place: Place,
    inherited: &Inherited,
    above: &mut Vec<*const Value>,
) -> Result<Node, ContractError> {
    let own_place: *const Value = resolve(context.document, schema, at)?;
    let schema = &*composed::whole(context.document, schema);
    let (empty, never) = (Map::new(), || Map::from_iter([("not".into(), json!({}))]));
    let map = match schema {
        Value::Object(map) => map,
        Value::Bool(true) => &empty,
        Value::Bool(false) => &never(),
        _ => return Err(at.error("a schema must be an object")),
    };
    context.fields.set(context.fields.get() + 1);
    if context.fields.get() > FIELDS {
        return Err(at.error(format!(
            "with what its `$ref`s stand for, this body has more than {FIELDS} fields"
        )));
    }
    let own = inherited.refine(schema, context.pages, at)?;
    let required_names: Vec<&str> = map
        .get("required")
        .and_then(Value::as_array)
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let shape = match map.get("x-shape").and_then(Value::as_str) {
        Some(pattern) => Some(Regex::new(pattern).map_err(|error| {
            at.down("x-shape").error(format!("not a regular expression: {error}"))
        })?),
        None => None,
    };
    let mut node = Node {
        clause: place.clause.clone(),
        required: place.required,
        level: own.level,
        facets: Vec::new(),
        format: format(context.document, map, at),
        shape,
        properties: IndexMap::new(),
        items: None,
        is_item: place.is_item,
        source: own.source.clone(),
        description: map.get("description").and_then(Value::as_str).map(str::to_owned),
        not_observable: own.not_observable.clone(),
        schema: without_members(map),
        field: place.field.clone(),
    };
    node.facets = facets(&node, &own);
    let before = above.iter().filter(|other| **other == own_place).count();
    if above.len() == DEPTH || (before == IN_ITSELF && branches(map)) {
        return Ok(node);
    }
    above.push(own_place);
    let properties = map.get("properties").and_then(Value::as_object).unwrap_or(&empty);
    // Of one that is required and has no schema nothing else is documented.
    let bare = required_names.iter().filter(|name| !properties.contains_key(**name));
    let bare = bare.map(|name| (*name, &Value::Bool(true)));
    for (name, child) in properties.iter().map(|(name, child)| (name.as_str(), child)).chain(bare) {
        let below = Place {
            field: join(&place.field, name),
            clause: join(&place.clause, name),
            required: required_names.contains(&name),
            is_item: false,
        };
        let at = at.down("properties").down(name);
        let child = build(context, child, &at, below, &own.inherit(), above)?;
        node.properties.insert(name.to_owned(), child);
    }
    if let Some(items @ Value::Object(_)) = map.get("items") {
        let below = Place { required: false, is_item: true, ..place };
        let items = build(context, items, &at.down("items"), below, &own.inherit(), above)?;
        node.items = Some(Box::new(items));
    }
    above.pop();
    Ok(node)
}

/// A copy for each field of all below it would make much of little.
fn without_members(map: &Map<String, Value>) -> Map<String, Value> {
    let own = map.iter().map(|(keyword, value)| match keyword.as_str() {
        "properties" | "items" if !value.is_boolean() => (keyword.clone(), Value::Null),
        _ => (keyword.clone(), value.clone()),
    });
    own.collect()
}

/// The format of a schema's texts: its own, or that of the one way to be a text that it leaves.
fn format(document: &Value, map: &Map<String, Value>, at: &At<'_>) -> Option<String> {
    let own = |map: &Map<String, Value>| map.get("format")?.as_str().map(str::to_owned);
    let ways = ["anyOf", "oneOf"].iter().filter_map(|keyword| map.get(*keyword)?.as_array());
    own(map).or_else(|| {
        let resolved =
            ways.flatten().filter_map(|way| resolve(document, way, at).ok()?.as_object());
        let mut texts = resolved.filter(|way| way.get("type").is_none_or(|kind| kind != "null"));
        texts.next().and_then(own).filter(|_| texts.next().is_none())
    })
}

/// Whether a schema has several members that could lead back to it.
fn branches(map: &Map<String, Value>) -> bool {
    let members = map.get("properties").and_then(Value::as_object).map_or(0, Map::len);
    members + usize::from(map.contains_key("items")) > 1
}

/// The same with the place that they lead to.
pub(super) fn followed<'a>(
    document: &'a Value,
    value: &'a Value,
    at: &At<'a>,
) -> Result<(&'a Value, At<'a>), ContractError> {
    resolve(document, value, at)?;
    let (mut value, mut at) = (value, at.clone());
    while let Some(reference) = value.get("$ref").and_then(Value::as_str) {
        let Some(pointer) = pointer_of(reference) else { break };
        let Some(target) = document.pointer(&pointer) else { break };
        at = at.to(format!("#{pointer}"));
        value = target;
    }
    Ok((value, at))
}

/// The JSON pointer of a reference into the same document (RFC 6901, section 6).
pub(super) fn pointer_of(reference: &str) -> Option<Cow<'_, str>> {
    percent_decode_str(reference.strip_prefix('#')?).decode_utf8().ok()
}

/// Follows `$ref`s inside the document; anything else is refused.
pub(super) fn resolve<'a>(
    document: &'a Value,
    value: &'a Value,
    at: &At<'_>,
) -> Result<&'a Value, ContractError> {
    let mut value = value;
    for _ in 0..REFERENCES {
        let Some(reference) = value.get("$ref").and_then(Value::as_str) else { return Ok(value) };
        let Some(pointer) = pointer_of(reference) else {
            return Err(at.error(format!(
                "`$ref: {reference}` points outside the document; put what it names into `components`"
            )));
        };
        value = document.pointer(&pointer).ok_or_else(|| {
            at.error(format!("`$ref: {reference}` names nothing in the document"))
        })?;
    }
    Err(at.error("a `$ref` that only leads to other `$ref`s: it names nothing in the end"))
}
