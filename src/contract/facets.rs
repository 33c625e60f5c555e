//! Facts about a field: the keywords of its schema that judge a value, each a clause.

use serde_json::Value;

use super::discriminator::Discriminator;
use super::formats;
use super::inherit::Inherited;
use super::node::Node;
use crate::model::Level;

/// Keywords of JSON Schema that judge a value; each is a facet. Those that only say which schema
/// judges which part of it (`properties`, `items`, `allOf`) are fields and facets themselves.
const ASSERTIONS: [&str; 34] = [
    "type",
    "format",
    "pattern",
    "enum",
    "const",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "prefixItems",
    "items",
    "contains",
    "minContains",
    "maxContains",
    "unevaluatedItems",
    "propertyNames",
    "patternProperties",
    "additionalProperties",
    "unevaluatedProperties",
    "dependentRequired",
    "dependentSchemas",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "writeOnly",
];

/// A fact about a field: a keyword of its schema, or its shape.
#[derive(Clone, Debug)]
pub struct Facet {
    /// `type`, `format`, `shape`, …; of an array's items `item-type`.
    pub name: String,
    /// Its clause.
    pub clause: String,
    /// How binding it is.
    pub level: Level,
    /// The promise as a sentence.
    pub text: String,
    /// Whether it is a format of numbers.
    of_numbers: bool,
}

impl Facet {
    /// Whether it judges such a value; of any other it says nothing.
    pub fn judges(&self, value: &Value) -> bool {
        match self.name.as_str() {
            "format" if self.of_numbers => value.is_number(),
            "format" | "pattern" | "minLength" | "maxLength" | "shape" => value.is_string(),
            "prefixItems" | "items" | "contains" | "minContains" | "maxContains"
            | "unevaluatedItems" => value.is_array(),
            "propertyNames"
            | "patternProperties"
            | "additionalProperties"
            | "unevaluatedProperties"
            | "dependentRequired"
            | "dependentSchemas" => value.is_object(),
            _ => true,
        }
    }
}

/// The facets of a field.
pub(super) fn facets(node: &Node, own: &Inherited) -> Vec<Facet> {
    let name = if node.field.is_empty() { "the body" } else { &node.field };
    let subject = if node.is_item { format!("each item of {name}") } else { name.to_owned() };
    let mut facets = Vec::new();
    for keyword in ASSERTIONS {
        let Some(value) = node.schema.get(keyword).filter(|value| asserts(keyword, value)) else {
            continue;
        };
        facets.push(Facet {
            name: keyword.into(),
            clause: node.facet(keyword),
            level: own.facet_levels.get(keyword).copied().unwrap_or(match keyword {
                // OpenAPI: such a field SHOULD NOT be sent as part of an answer.
                "writeOnly" => Level::Should,
                _ => Level::Must,
            }),
            of_numbers: keyword == "format" && value.as_str().is_some_and(formats::is_of_numbers),
            text: format!(
                "{subject} {}",
                named_way(node, keyword, value).unwrap_or_else(|| sentence(keyword, value))
            ),
        });
    }
    if let Some(shape) = &node.shape {
        facets.push(Facet {
            name: "shape".into(),
            clause: node.facet("shape"),
            level: own.facet_levels.get("shape").copied().unwrap_or(Level::Should),
            of_numbers: false,
            text: format!("{subject} looks as in the sample: {shape}"),
        });
    }
    facets
}

/// Whether a keyword with this value can be broken at all.
fn asserts(keyword: &str, value: &Value) -> bool {
    match keyword {
        "format" => value.as_str().is_some_and(formats::is_checked),
        "writeOnly" => *value == Value::Bool(true),
        // Other schemas of items are of fields.
        "items" => *value == Value::Bool(false),
        "additionalProperties" | "unevaluatedProperties" | "unevaluatedItems" => {
            *value != Value::Bool(true) && value.as_object().is_none_or(|schema| !schema.is_empty())
        }
        _ => true,
    }
}

/// What is said of several ways to be a value, where a field tells which is meant.
fn named_way(node: &Node, keyword: &str, value: &Value) -> Option<String> {
    if !["oneOf", "anyOf"].contains(&keyword) {
        return None;
    }
    let told = Discriminator::of(&node.schema)?;
    let field = &told.property;
    told.names_all(value.as_array()?).then(|| {
        format!(
            "meets that of its schemas which its `{field}` names (`{keyword}`, `discriminator`)"
        )
    })
}

fn sentence(keyword: &str, value: &Value) -> String {
    let shown = match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items
            .iter()
            .map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned))
            .collect::<Vec<_>>()
            .join(" or "),
        other => other.to_string(),
    };
    let count = value.as_array().map_or(0, Vec::len);
    match keyword {
        "type" => format!("is of type {shown}"),
        "format" if shown == "date-time" => "is an ISO 8601 date-time".into(),
        "format" => format!("has the format {shown}"),
        "pattern" if shown == "^[0-9]+$" => "is digits only".into(),
        "pattern" => format!("matches {shown}"),
        "enum" => format!("is one of {shown}"),
        "const" => format!("is {shown}"),
        "writeOnly" => "is never answered (`writeOnly`)".into(),
        "anyOf" => format!("meets one of its {count} schemas (`anyOf`), or more"),
        "oneOf" => format!("meets exactly one of its {count} schemas (`oneOf`)"),
        "not" => "doesn't meet the schema that it must not meet (`not`)".into(),
        "if" => "meets what a condition asks for (`if`, `then`, `else`)".into(),
        "items" => "has no item besides those (`items`)".into(),
        "contains" => "has an item of the documented kind (`contains`)".into(),
        "prefixItems" => "has the documented items in their places (`prefixItems`)".into(),
        "propertyNames" => "has members of documented names only (`propertyNames`)".into(),
        "patternProperties" => "has members as their names ask for (`patternProperties`)".into(),
        "additionalProperties" | "unevaluatedProperties" if *value == Value::Bool(false) => {
            format!("has the documented members only (`{keyword}`)")
        }
        "additionalProperties" | "unevaluatedProperties" => {
            format!("has other members only as its schema says (`{keyword}`)")
        }
        "unevaluatedItems" => "has other items only as its schema says (`unevaluatedItems`)".into(),
        "dependentRequired" => dependent(value),
        "dependentSchemas" => "meets what some of its members ask for (`dependentSchemas`)".into(),
        other => format!("keeps {other} {shown}"),
    }
}

fn dependent(value: &Value) -> String {
    let needs = value.as_object().into_iter().flatten().map(|(name, others)| {
        let others = others.as_array().into_iter().flatten().filter_map(Value::as_str);
        format!("{} wherever it has {name}", others.collect::<Vec<_>>().join(" and "))
    });
    format!("has {} (`dependentRequired`)", needs.collect::<Vec<_>>().join(", "))
}
