//! Several schemas for one place, of which a field tells which is meant (OpenAPI 3.1, section 4.8.25): as JSON Schema
//! says that.

use serde_json::{Map, Value, json};

use super::keys;
use super::place::name_of;

/// What a condition that was written here is known by; it holds the field that tells.
pub(super) const MARK: &str = "x-discriminator";

/// Writes what the discriminators of a document say for a validator, which passes them by. A value is to be what it
/// calls itself; that another of the schemas takes it as well breaks nothing then.
pub(super) fn heed(document: &mut Value) {
    keys::each_schema(document, &mut |schema, _| {
        let Some(told) = Discriminator::of(schema) else { return };
        let Some(keyword) = ["oneOf", "anyOf"].into_iter().find(|one| schema.contains_key(*one))
        else {
            return;
        };
        let ways = schema.get(keyword).and_then(Value::as_array).into_iter().flatten();
        let meant: Vec<Value> = ways.filter_map(|way| told.meant(way)).collect();
        if keyword == "oneOf" && !schema.contains_key("anyOf") {
            // In its place, for the order of what is told.
            *schema = std::mem::take(schema)
                .into_iter()
                .map(
                    |(key, value)| {
                        if key == "oneOf" { ("anyOf".into(), value) } else { (key, value) }
                    },
                )
                .collect();
        }
        let parts = schema.entry("allOf").or_insert_with(|| json!([]));
        if let Value::Array(parts) = parts {
            parts.extend(meant);
        }
    });
}

/// The field that tells which of several schemas a value is of.
pub(super) struct Discriminator {
    /// Its name.
    pub property: String,
    /// What it holds, and the schema that is meant by that.
    mapping: Map<String, Value>,
}

impl Discriminator {
    /// That of a schema.
    pub(super) fn of(schema: &Map<String, Value>) -> Option<Self> {
        let told = schema.get("discriminator")?;
        let mapping = told.get("mapping").and_then(Value::as_object);
        Some(Self {
            property: told.get("propertyName")?.as_str()?.to_owned(),
            mapping: mapping.cloned().unwrap_or_default(),
        })
    }

    /// What the field holds in a value of one of the schemas: what is mapped to it, or else its name.
    pub(super) fn values(&self, way: &Value) -> Vec<String> {
        let Some(target) = way.get("$ref").and_then(Value::as_str) else { return Vec::new() };
        let own = name_of(target.rsplit('/').next().unwrap_or_default());
        let is_this = |to: &Value| to == target || to == own.as_str();
        let mapped = self.mapping.iter().filter(|(_, to)| is_this(to));
        let mapped: Vec<String> = mapped.map(|(value, _)| value.clone()).collect();
        if mapped.is_empty() { vec![own] } else { mapped }
    }

    /// A value that calls itself by the name of one of the schemas is one of that.
    fn meant(&self, way: &Value) -> Option<Value> {
        let values = self.values(way);
        let told = json!({
            "type": "object",
            "required": [self.property],
            "properties": {self.property.as_str(): {"enum": values}},
            MARK: self.property,
        });
        (!values.is_empty()).then(|| json!({"if": told, "then": way}))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_what_it_calls_itself() {
        let mut document = json!({"openapi": "3.1.0", "components": {"schemas": {
            "Pet": {
                "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}, {"type": "null"}],
                "discriminator": {"propertyName": "kind", "mapping": {"meows": "Cat"}},
            },
        }}});
        heed(&mut document);
        let pet = &document["components"]["schemas"]["Pet"];
        assert_eq!(pet.get("oneOf"), None);
        assert_eq!(pet["anyOf"].as_array().map(Vec::len), Some(3));
        let told = |value: &str| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"enum": [value]}}, MARK: "kind"});
        assert_eq!(
            pet["allOf"],
            json!([
                {"if": told("meows"), "then": {"$ref": "#/components/schemas/Cat"}},
                {"if": told("Dog"), "then": {"$ref": "#/components/schemas/Dog"}},
            ])
        );
    }

    #[test]
    fn of_schemas_without_one_nothing_changes() {
        let schema = json!({"oneOf": [{"$ref": "#/components/schemas/Cat"}]});
        let document = json!({"components": {"schemas": {"Pet": schema, "Base": {"discriminator": {"propertyName": "kind"}}}}});
        let mut same = document.clone();
        heed(&mut same);
        assert_eq!(same, document);
    }
}
