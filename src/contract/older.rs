//! Documents of OpenAPI 3.0, as 3.1 says the same. What differs is how schemas are written: null was no
//! type, a bound that is excluded was a flag, and nothing counted beside a `$ref`.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::error::At;
use super::keys;
use super::place::{name_of, step};
use super::told::Told;

/// What a schema that may as well be null is called by, behind its own name.
pub(super) const OR_NULL: &str = "-or-null";
/// What says nothing of values, so that it may stand beside a `$ref`.
const BESIDE: [&str; 8] =
    ["$ref", "description", "title", "example", "default", "deprecated", "readOnly", "writeOnly"];
/// The bounds, and what excludes them.
const BOUNDS: [(&str, &str); 2] =
    [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")];

/// Whether a version is one of these.
pub(super) fn is_older(version: &str) -> bool {
    version == "3.0" || version.starts_with("3.0.")
}

/// Rewrites the schemas of a document.
pub(super) fn modernise(document: &mut Value) {
    let mut nullable = Nullable::beside(document);
    keys::each_schema(document, &mut |schema, _| {
        bounds(schema);
        nullable.schema(schema);
        if schema.contains_key("$ref") {
            schema.retain(|key, _| BESIDE.contains(&key.as_str()) || key.starts_with("x-"));
        }
    });
    nullable.define(document);
}

/// Rewrites what a document of 3.1 says in words of 3.0, which mean nothing there and can't be meant otherwise, and
/// tells where.
pub(super) fn tolerate(document: &mut Value, root: &At<'_>) -> Vec<String> {
    let mut nullable = Nullable::beside(document);
    let mut told = Told::of(root);
    keys::each_schema(document, &mut |schema, at| {
        let is_flag =
            |(_, keyword): &(_, &str)| schema.get(*keyword).is_some_and(Value::is_boolean);
        let mut keywords: Vec<&str> =
            BOUNDS.iter().filter(|bound| is_flag(bound)).map(|(_, keyword)| *keyword).collect();
        if schema.get("nullable") == Some(&Value::Bool(true)) {
            keywords.push("nullable");
        }
        for keyword in keywords {
            let message = format!(
                "`{keyword}` as true or false is of OpenAPI 3.0; it is read as it is meant there"
            );
            told.push(format!("{at}/{keyword}"), message);
        }
        bounds(schema);
        nullable.schema(schema);
    });
    nullable.define(document);
    told.lines()
}

fn bounds(schema: &mut Map<String, Value>) {
    for (bound, excluded) in BOUNDS {
        match schema.get(excluded) {
            Some(Value::Bool(true)) => {
                schema.shift_remove(excluded);
                if let Some(value) = schema.shift_remove(bound) {
                    schema.insert(excluded.to_owned(), value);
                }
            }
            Some(Value::Bool(false)) => drop(schema.shift_remove(excluded)),
            _ => {}
        }
    }
}

/// Schemas that may as well be null.
struct Nullable {
    /// The `$ref` of each, by that of what it is otherwise.
    named: BTreeMap<String, String>,
    /// Names of components that are taken.
    taken: BTreeSet<String>,
}

impl Nullable {
    fn beside(document: &Value) -> Self {
        let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
        let taken = schemas.into_iter().flat_map(Map::keys).cloned().collect();
        Self { named: BTreeMap::new(), taken }
    }

    fn schema(&mut self, schema: &mut Map<String, Value>) {
        let is_nullable = schema.get("nullable") == Some(&Value::Bool(true));
        if schema.get("nullable").is_some_and(Value::is_boolean) {
            schema.shift_remove("nullable");
        }
        if is_nullable {
            self.or_null(schema);
        }
    }

    /// The same schema, or null. By the letter `nullable` counts beside a `type` alone; whoever writes it
    /// elsewhere means no less.
    fn or_null(&mut self, schema: &mut Map<String, Value>) {
        if let Some(Value::String(target)) = schema.get_mut("$ref") {
            *target = self.named(target);
        }
        match schema.get_mut("type") {
            Some(Value::String(kind)) => {
                let kinds = json!([kind, "null"]);
                schema.insert("type".into(), kinds);
            }
            Some(Value::Array(kinds)) if !kinds.iter().any(|kind| kind == "null") => {
                kinds.push("null".into());
            }
            _ => {}
        }
        if let Some(only) = schema.shift_remove("const") {
            schema.insert("enum".into(), json!([only]));
        }
        if let Some(Value::Array(values)) = schema.get_mut("enum")
            && !values.contains(&Value::Null)
        {
            values.push(Value::Null);
        }
        if let Some(Value::Array(parts)) = schema.get_mut("allOf") {
            parts.iter_mut().filter_map(Value::as_object_mut).for_each(|part| self.or_null(part));
        }
        for key in ["anyOf", "oneOf"] {
            if let Some(Value::Array(ways)) = schema.get_mut(key) {
                let null = json!({"type": "null"});
                // One that takes null already is no second way to be it.
                if !ways.iter().any(takes_null) {
                    ways.push(null);
                }
            }
        }
    }

    /// The `$ref` of the same schema, or null.
    fn named(&mut self, target: &str) -> String {
        if let Some(own) = self.named.get(target) {
            return own.clone();
        }
        if self.named.values().any(|own| own == target) {
            return target.to_owned();
        }
        // Places deep in a document end alike (`…/name`, `…/schema`).
        let last = decoded(target.rsplit('/').next().unwrap_or(target));
        let mut name = format!("{last}{OR_NULL}");
        let mut number = 1;
        while !self.taken.insert(name.clone()) {
            number += 1;
            name = format!("{last}-or-null-{number}");
        }
        let own = format!("#/components/schemas/{}", step(&name).replace('%', "%25"));
        self.named.entry(target.to_owned()).or_insert(own).clone()
    }

    /// Writes what was named. A part of one may be named by that itself.
    fn define(mut self, document: &mut Value) {
        let mut done = 0;
        while done < self.named.len() {
            done = self.named.len();
            for (target, own) in self.named.clone() {
                let original = pointed(document, &target).and_then(Value::as_object);
                // What is named and isn't there is told by its own name.
                let mut schema = original.cloned().unwrap_or_else(|| {
                    Map::from_iter([("$ref".to_owned(), target.as_str().into())])
                });
                if original.is_some() {
                    self.or_null(&mut schema);
                }
                let name = decoded(own.rsplit('/').next().unwrap_or_default());
                if let Some(schemas) = schemas(document) {
                    schemas.insert(name, Value::Object(schema));
                }
            }
        }
    }
}

/// The schemas among the components; nothing where what is called so can't have any.
fn schemas(document: &mut Value) -> Option<&mut Map<String, Value>> {
    let mut place = document.as_object_mut()?;
    for key in ["components", "schemas"] {
        place = place.entry(key).or_insert_with(|| json!({})).as_object_mut()?;
    }
    Some(place)
}

fn takes_null(schema: &Value) -> bool {
    match schema.get("type") {
        Some(Value::String(kind)) => kind == "null",
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == "null"),
        _ => false,
    }
}

fn pointed<'a>(document: &'a Value, target: &str) -> Option<&'a Value> {
    let pointer = percent_decode_str(target.strip_prefix('#')?).decode_utf8().ok()?;
    document.pointer(&pointer)
}

/// The name of a component by the last step of a `$ref` to it.
fn decoded(step: &str) -> String {
    name_of(&percent_decode_str(step).decode_utf8_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The schema `A` of a document, as 3.1 has it, and all others.
    fn modern(schemas: Value) -> Value {
        let mut document = json!({"openapi": "3.0.3", "components": {"schemas": schemas}});
        modernise(&mut document);
        document["components"]["schemas"].take()
    }

    fn one(schema: Value) -> Value {
        modern(json!({"A": schema}))["A"].take()
    }

    #[test]
    fn null_is_a_type() {
        assert_eq!(
            one(json!({"type": "string", "nullable": true}))["type"],
            json!(["string", "null"])
        );
        assert_eq!(one(json!({"type": "string", "nullable": false})), json!({"type": "string"}));
        let chosen = one(json!({"type": "string", "nullable": true, "enum": ["a"]}));
        assert_eq!(chosen["enum"], json!(["a", null]));
        let ways = one(json!({"nullable": true, "oneOf": [{"type": "string"}]}));
        assert_eq!(ways, json!({"oneOf": [{"type": "string"}, {"type": "null"}]}));
        let inner =
            one(json!({"properties": {"b": {"items": {"type": "string", "nullable": true}}}}));
        assert_eq!(inner["properties"]["b"]["items"]["type"], json!(["string", "null"]));
    }

    #[test]
    fn null_is_taken_beside_whatever_else_is_said() {
        assert_eq!(
            one(json!({"type": ["string"], "nullable": true}))["type"],
            json!(["string", "null"])
        );
        let only = one(json!({"type": "string", "const": "x", "nullable": true}));
        assert_eq!(only, json!({"type": ["string", "null"], "enum": ["x", null]}));
        // In 3.1 what stands beside a `$ref` counts.
        let text = "";
        let mut document = json!({"openapi": "3.1.0", "components": {"schemas": {
            "A": {"$ref": "#/components/schemas/B", "enum": ["b"], "nullable": true},
            "B": {"type": "string"},
        }}});
        let told = tolerate(&mut document, &At::root("a.json", text));
        assert_eq!(told.len(), 1, "{told:?}");
        let a = &document["components"]["schemas"]["A"];
        assert_eq!(a, &json!({"$ref": "#/components/schemas/B-or-null", "enum": ["b", null]}));
    }

    #[test]
    fn a_field_of_that_name_is_a_field() {
        let schema =
            json!({"properties": {"nullable": {"type": "boolean"}}, "example": {"nullable": true}});
        assert_eq!(one(schema.clone()), schema);
    }

    #[test]
    fn what_is_named_elsewhere_may_be_null_at_one_place() {
        let schemas = modern(json!({
            "A": {"properties": {
                "all": {"allOf": [{"$ref": "#/components/schemas/B"}], "nullable": true},
                "beside": {"$ref": "#/components/schemas/B", "nullable": true, "maxLength": 3},
                "never": {"$ref": "#/components/schemas/B"},
            }},
            "B": {"$ref": "#/components/schemas/C"},
            "C": {"type": "object", "properties": {"c": {"nullable": true, "$ref": "#/components/schemas/C"}}},
        }));
        let or_null = json!("#/components/schemas/B-or-null");
        let fields = &schemas["A"]["properties"];
        assert_eq!(fields["all"]["allOf"][0]["$ref"], or_null);
        assert_eq!(fields["beside"], json!({"$ref": or_null}), "nothing else counts beside it");
        assert_eq!(fields["never"]["$ref"], json!("#/components/schemas/B"));
        assert_eq!(schemas["B-or-null"]["$ref"], json!("#/components/schemas/C-or-null"));
        assert_eq!(schemas["C-or-null"]["type"], json!(["object", "null"]));
        assert_eq!(schemas["C"]["type"], json!("object"));
        let itself = &schemas["C-or-null"]["properties"]["c"]["$ref"];
        assert_eq!(itself, &json!("#/components/schemas/C-or-null"));
    }

    #[test]
    fn places_that_end_alike_are_not_one() {
        let of = |place: &str| json!({"$ref": format!("#/components/schemas/{place}/properties/name"), "nullable": true});
        let schemas = modern(json!({
            "A": {"properties": {"cat": of("Cat"), "dog": of("Dog%25")}},
            "Cat": {"properties": {"name": {"type": "string"}}},
            "Dog%": {"properties": {"name": {"type": "integer"}}},
            "name-or-null": {"type": "boolean"},
        }));
        let fields = &schemas["A"]["properties"];
        assert_eq!(fields["cat"]["$ref"], json!("#/components/schemas/name-or-null-2"));
        assert_eq!(fields["dog"]["$ref"], json!("#/components/schemas/name-or-null-3"));
        assert_eq!(schemas["name-or-null"], json!({"type": "boolean"}));
        assert_eq!(schemas["name-or-null-2"]["type"], json!(["string", "null"]));
        assert_eq!(schemas["name-or-null-3"]["type"], json!(["integer", "null"]));
    }

    #[test]
    fn a_bound_is_excluded_by_its_own_keyword() {
        let schema = one(
            json!({"minimum": 1, "exclusiveMinimum": true, "maximum": 9, "exclusiveMaximum": false}),
        );
        assert_eq!(schema, json!({"exclusiveMinimum": 1, "maximum": 9}));
    }
}
