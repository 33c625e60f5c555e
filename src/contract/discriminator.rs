//! Several schemas for one place, of which a field tells which is meant (OpenAPI 3.1, section 4.8.25): as JSON Schema
//! says that.

use serde_json::{Map, Value, json};

use super::keys;
use super::older::OR_NULL;
use super::place::name_of;

/// Writes what the discriminators of a document say for a validator, which passes them by: a value is what it calls
/// itself, whichever of the other schemas would take it as well. One that calls itself nothing known is held to what
/// stands there. Where a schema has no name, nothing is said of it.
pub(super) fn heed(document: &mut Value) {
    keys::each_schema(document, &mut |schema, _| {
        let Some(told) = Discriminator::of(schema) else { return };
        for keyword in ["oneOf", "anyOf"] {
            let Some(Value::Array(ways)) = schema.get(keyword) else { continue };
            if !told.names_all(ways) {
                continue;
            }
            let meant = ways.iter().filter(|way| !is_null(way)).rev();
            let otherwise = json!({keyword: ways});
            // Each schema is looked at once: to try all and then the one that is meant doubles the work with each
            // value in another.
            let chain = meant.fold(
                otherwise,
                |rest, way| json!({"if": told.meant(way), "then": way, "else": rest}),
            );
            schema.insert(keyword.to_owned(), json!([chain]));
        }
    });
}

fn is_null(way: &Value) -> bool {
    way.get("type").is_some_and(|kind| kind == "null")
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
        // The same schema, or null, is known by the name of that schema.
        let own = own.strip_suffix(OR_NULL).unwrap_or(&own).to_owned();
        let target = target.strip_suffix(OR_NULL).unwrap_or(target);
        let is_this = |to: &Value| to == target || to == own.as_str();
        let mapped = self.mapping.iter().filter(|(_, to)| is_this(to));
        let mapped: Vec<String> = mapped.map(|(value, _)| value.clone()).collect();
        if mapped.is_empty() { vec![own] } else { mapped }
    }

    /// Whether each of several schemas has a name by which it can be told; null needs none.
    pub(super) fn names_all(&self, ways: &[Value]) -> bool {
        ways.iter().all(|way| is_null(way) || !self.values(way).is_empty())
    }

    /// What calls itself by the name of one of the schemas.
    fn meant(&self, way: &Value) -> Value {
        json!({
            "type": "object",
            "required": [self.property],
            "properties": {self.property.as_str(): {"enum": self.values(way)}},
        })
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
        let told = |value: &str| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"enum": [value]}}});
        let (cat, dog) = (
            json!({"$ref": "#/components/schemas/Cat"}),
            json!({"$ref": "#/components/schemas/Dog"}),
        );
        assert_eq!(
            document["components"]["schemas"]["Pet"]["oneOf"],
            json!([{"if": told("meows"), "then": cat, "else": {
                "if": told("Dog"), "then": dog, "else": {"oneOf": [cat, dog, {"type": "null"}]},
            }}])
        );
    }

    #[test]
    fn of_schemas_without_one_nothing_changes() {
        let schema = json!({"oneOf": [{"$ref": "#/components/schemas/Cat"}]});
        let document = json!({"components": {"schemas": {"Pet": schema, "Base": {"discriminator": {"propertyName": "kind"}},
            "Unnamed": {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"type": "object"}], "discriminator": {"propertyName": "kind"}}}}});
        let mut same = document.clone();
        heed(&mut same);
        assert_eq!(same, document);
    }
}
