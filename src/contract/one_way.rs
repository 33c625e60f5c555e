//! Fields that travel one way only: `readOnly` ones are never asked of a request, and `writeOnly` ones
//! never come back.

use serde_json::{Value, json};

use super::composed::named;
use super::error::At;
use super::node::resolve;

/// How deep parts of a schema (`allOf`, `$ref`) are followed.
const DEPTH: usize = 16;
/// What holds values, not schemas.
const VALUES: [&str; 6] = ["example", "examples", "default", "const", "enum", "x-fresh"];

/// What holds things by names of their own, which may be those of keywords: the response `default`, a schema `example`.
const NAMED: [&str; 10] = [
    "responses",
    "schemas",
    "parameters",
    "headers",
    "requestBodies",
    "content",
    "paths",
    "$defs",
    "patternProperties",
    "dependentSchemas",
];

/// Which way a body travels.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) enum Way {
    /// To the server.
    Request,
    /// Back from it.
    Answer,
}

impl Way {
    /// What fields are marked with that travel the other way only.
    fn foreign(self) -> &'static str {
        match self {
            Self::Request => "readOnly",
            Self::Answer => "writeOnly",
        }
    }
}

/// The document as bodies of one way are held to it: a field of the other way is not required,
/// whoever lists it, and nothing is said of its form.
pub(super) fn one_way(document: &Value, way: Way, at: &At<'_>) -> Value {
    let mut copy = document.clone();
    Marked { document, way, at }.apply(document, &mut copy, &[]);
    copy
}

/// A document with fields that are marked, seen from one way.
struct Marked<'a> {
    document: &'a Value,
    way: Way,
    at: &'a At<'a>,
}

impl Marked<'_> {
    fn apply(&self, original: &Value, copy: &mut Value, above: &[String]) {
        match (original, copy) {
            (Value::Array(items), Value::Array(copies)) => {
                for (item, copy) in items.iter().zip(copies) {
                    self.apply(item, copy, &[]);
                }
            }
            (Value::Object(members), Value::Object(copies)) => {
                let mut names = above.to_vec();
                self.collect(original, DEPTH, &mut names);
                if let Some(Value::Array(required)) = copies.get_mut("required") {
                    required.retain(|name| !names.iter().any(|foreign| name == foreign.as_str()));
                }
                // It would be a promise about answers.
                if self.way == Way::Request
                    && copies.get("writeOnly").is_some_and(Value::is_boolean)
                {
                    copies.remove("writeOnly");
                }
                for (keyword, member) in members {
                    let Some(copy) = copies.get_mut(keyword) else { continue };
                    match (keyword.as_str(), member, copy) {
                        (values, ..) if VALUES.contains(&values) => {}
                        ("properties", Value::Object(fields), Value::Object(copies)) => {
                            for (name, field) in fields {
                                let Some(copy) = copies.get_mut(name) else { continue };
                                if self.is_foreign(field) {
                                    *copy = json!({self.way.foreign(): true, "x-level": "MAY"});
                                } else {
                                    self.apply(field, copy, &[]);
                                }
                            }
                        }
                        (map, Value::Object(named), Value::Object(copies))
                            if NAMED.contains(&map) =>
                        {
                            for (name, one) in named {
                                if let Some(copy) = copies.get_mut(name) {
                                    self.apply(one, copy, &[]);
                                }
                            }
                        }
                        ("allOf", Value::Array(parts), Value::Array(copies)) => {
                            for (part, copy) in parts.iter().zip(copies) {
                                self.apply(part, copy, &names);
                            }
                        }
                        (_, member, copy) => self.apply(member, copy, &[]),
                    }
                }
            }
            _ => {}
        }
    }

    /// The fields of a schema and of its parts that travel the other way only.
    fn collect(&self, schema: &Value, depth: usize, names: &mut Vec<String>) {
        let fields = schema.get("properties").and_then(Value::as_object);
        for (name, field) in fields.into_iter().flatten() {
            if self.is_foreign(field) && !names.contains(name) {
                names.push(name.clone());
            }
        }
        let parts = schema.get("allOf").and_then(Value::as_array);
        let named = named(self.document, schema);
        for part in parts.into_iter().flatten().chain(named).filter(|_| depth > 0) {
            self.collect(part, depth - 1, names);
        }
    }

    fn is_foreign(&self, field: &Value) -> bool {
        let marked = |schema: &Value| schema.get(self.way.foreign()) == Some(&Value::Bool(true));
        marked(field) || marked(self.followed(field))
    }

    /// What `$ref`s lead to; one that leads nowhere is told elsewhere.
    fn followed<'a>(&'a self, schema: &'a Value) -> &'a Value {
        resolve(self.document, schema, self.at).unwrap_or(schema)
    }
}

/// Whether a text of a document may mark any field so.
pub(super) fn is_marked(text: &str) -> bool {
    text.contains("readOnly") || text.contains("writeOnly")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_travels_one_way_is_not_required_of_the_other() {
        let document = json!({"components": {"schemas": {
            "Id": {"type": "string", "readOnly": true},
            "Owned": {"properties": {"owner": {"type": "string", "readOnly": true}}},
            "User": {
                "allOf": [{"$ref": "#/components/schemas/Owned"}, {"required": ["owner", "name"]}],
                "required": ["id", "secret"],
                "properties": {
                    "id": {"$ref": "#/components/schemas/Id"},
                    "name": {"type": "string"},
                    "secret": {"type": "string", "writeOnly": true},
                },
                "example": {"required": ["id"]},
            },
        }}});
        let at = At::root("users.yaml", "");
        let user = |way| one_way(&document, way, &at)["components"]["schemas"]["User"].take();
        let beside = json!({"components": {"schemas": {
            "Dated": {"properties": {"made": {"type": "string", "readOnly": true}}},
            "Note": {
                "$ref": "#/components/schemas/Dated",
                "required": ["id", "made", "text"],
                "properties": {"id": {"type": "string", "readOnly": true}},
            },
        }}});
        let note = &one_way(&beside, Way::Request, &at)["components"]["schemas"]["Note"];
        assert_eq!(note["required"], json!(["text"]), "what stands beside a $ref counts, too");
        let request = user(Way::Request);
        assert_eq!(request["required"], json!(["secret"]));
        assert_eq!(request["allOf"][1]["required"], json!(["name"]));
        assert_eq!(request["properties"]["id"], json!({"readOnly": true, "x-level": "MAY"}));
        assert_eq!(request["properties"]["secret"], json!({"type": "string"}));
        assert_eq!(request["example"], json!({"required": ["id"]}), "a value is left as it is");
        let answer = user(Way::Answer);
        assert_eq!(answer["required"], json!(["id"]));
        assert_eq!(answer["allOf"][1]["required"], json!(["owner", "name"]));
        assert_eq!(answer["properties"]["secret"], json!({"writeOnly": true, "x-level": "MAY"}));
    }
}
