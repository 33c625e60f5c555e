//! A value that a schema takes, where the documentation prints none: most documents describe a body and show no
//! example of it. What is optional is in it where the document says what it may be, or says of nothing that it has to
//! be there.

mod members;
mod number;
mod printed;
mod text;

pub use text::varied;

use std::cell::{Cell, RefCell};

use serde_json::{Map, Value};

use super::composed;
use super::discriminator::Discriminator;

/// How deep such a value may nest: a schema may stand in itself.
const DEPTH: usize = 12;
/// How many values it may have.
const VALUES: usize = 2_000;
/// What is said of a value by the keywords that are there, where no `type` is.
const TYPES: [(&str, &str); 13] = [
    ("properties", "object"),
    ("required", "object"),
    ("additionalProperties", "object"),
    ("items", "array"),
    ("prefixItems", "array"),
    ("minItems", "array"),
    ("minimum", "number"),
    ("maximum", "number"),
    ("multipleOf", "number"),
    ("format", "string"),
    ("pattern", "string"),
    ("minLength", "string"),
    ("maxLength", "string"),
];

/// How such a value is made.
#[derive(Clone, Copy)]
pub(super) struct How {
    /// With the examples and defaults of the fields, which may break their own schemas.
    pub as_printed: bool,
    /// With all that is optional, where nothing has to be there.
    pub whole: bool,
    /// With a placeholder for what the target fills in.
    pub with_gaps: bool,
}

impl How {
    /// What is tried in turn: the fuller a value is, the more it is like what people send.
    pub const ALL: [Self; 4] = [
        Self::of(true, true),
        Self::of(true, false),
        Self::of(false, true),
        Self::of(false, false),
    ];

    const fn of(as_printed: bool, whole: bool) -> Self {
        Self { as_printed, whole, with_gaps: false }
    }
}

/// Makes values.
pub(super) struct Instances<'a> {
    /// What `$ref`s lead into.
    document: &'a Value,
    how: How,
    values: Cell<usize>,
    looks: Cell<usize>,
    /// The schemas by name that are being made, each in the one before.
    above: RefCell<Vec<String>>,
    /// In how many choices between several ways.
    ways: Cell<usize>,
}

impl<'a> Instances<'a> {
    pub(super) fn new(document: &'a Value, how: How) -> Self {
        Self {
            document,
            how,
            values: Cell::default(),
            looks: Cell::default(),
            above: RefCell::default(),
            ways: Cell::default(),
        }
    }

    /// A value that a schema takes, as far as this can tell: keywords such as `not` and `if` are not looked at, so what
    /// is made has to be held to the schema. `None` where none was found.
    pub(super) fn of(&self, schema: &Value) -> Option<Value> {
        self.value("value", schema, 0)
    }

    fn value(&self, name: &str, schema: &Value, depth: usize) -> Option<Value> {
        let parts = schema.get("allOf").and_then(Value::as_array);
        let named = std::iter::once(schema).chain(parts.into_iter().flatten());
        let named = named.filter_map(|part| part.get("$ref").and_then(Value::as_str));
        let before = self.above.borrow().len();
        for target in named {
            // What several have in common stands in all of them.
            let most = if schema.get("$ref").is_some() { 1 } else { 2 };
            let count = self.above.borrow().iter().filter(|above| *above == target).count();
            if count >= most {
                self.above.borrow_mut().truncate(before);
                return None;
            }
            self.above.borrow_mut().push(target.to_owned());
        }
        let made = self.unnamed(name, schema, depth);
        self.above.borrow_mut().truncate(before);
        made
    }

    fn unnamed(&self, name: &str, schema: &Value, depth: usize) -> Option<Value> {
        self.spend(1);
        if depth > DEPTH || self.values.get() > VALUES {
            return None;
        }
        let schema = composed::whole(self.document, schema);
        let Value::Object(says) = &*schema else {
            return schema.as_bool()?.then(|| name.into());
        };
        // What is in one of several ways is no field of its own, so nobody fills it.
        let is_text = kind(says) == "string";
        if self.how.with_gaps && self.ways.get() == 0 && is_text && says.contains_key("x-fill") {
            return Some("<string>".into());
        }
        if let Some(printed) = self.printed(says) {
            self.spend(printed::size(printed));
            return (self.values.get() <= VALUES).then(|| self.sendable(says, printed, depth));
        }
        for keyword in ["oneOf", "anyOf"] {
            if let Some(Value::Array(ways)) = says.get(keyword) {
                return ways.iter().find_map(|way| self.way(name, says, keyword, way, depth));
            }
        }
        match kind(says) {
            "object" => self.object(says, depth),
            "array" => self.array(name, says, depth),
            "string" => text::of(name, says).map(Value::from),
            "integer" => number::of(says, true),
            "number" => number::of(says, false),
            "boolean" => Some(true.into()),
            "null" => Some(Value::Null),
            _ => None,
        }
    }

    /// Whether a schema, or what it refers to, says so.
    fn says(&self, schema: &Value, keyword: &str) -> bool {
        composed::whole(self.document, schema).get(keyword) == Some(&Value::Bool(true))
    }

    fn spend(&self, values: usize) {
        self.values.set(self.values.get().saturating_add(values));
    }

    /// One of several ways to be a value, with what is said of all.
    fn way(
        &self,
        name: &str,
        says: &Map<String, Value>,
        keyword: &str,
        way: &Value,
        depth: usize,
    ) -> Option<Value> {
        let mut of_all = says.clone();
        of_all.shift_remove(keyword);
        let discriminator = Discriminator::of(&of_all);
        of_all.shift_remove("discriminator");
        let both = Value::Object(Map::from_iter([(
            "allOf".to_owned(),
            Value::Array(vec![Value::Object(of_all), way.clone()]),
        )]));
        self.ways.set(self.ways.get() + 1);
        let made = self.value(name, &both, depth + 1);
        self.ways.set(self.ways.get() - 1);
        let mut made = made?;
        if let (Some(told), Some(members)) = (discriminator, made.as_object_mut()) {
            // Some say themselves what they are called.
            let own = composed::whole(self.document, way);
            let own = own.get("properties").and_then(|fields| fields.get(&told.property));
            let is_said =
                own.is_some_and(|own| own.get("const").is_some() || own.get("enum").is_some());
            if let Some(value) = told.values(way).into_iter().next().filter(|_| !is_said) {
                members.insert(told.property, value.into());
            }
        }
        Some(made)
    }
}

/// The type of what a schema takes: the first that it names, or the one that it speaks of.
fn kind(says: &Map<String, Value>) -> &str {
    match says.get("type") {
        Some(Value::String(kind)) => kind,
        Some(Value::Array(kinds)) => {
            let mut kinds = kinds.iter().filter_map(Value::as_str);
            kinds.find(|kind| *kind != "null").unwrap_or("null")
        }
        _ => TYPES
            .iter()
            .find(|(keyword, _)| says.contains_key(*keyword))
            .map_or("string", |(_, kind)| kind),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn made(schema: &Value) -> Option<Value> {
        Instances::new(schema, How::ALL[0]).of(schema)
    }

    #[test]
    fn what_is_required_is_there_and_what_is_optional_where_it_is_told() {
        let schema = json!({
            "type": "object",
            "required": ["title", "size", "done"],
            "properties": {
                "title": {"type": "string"},
                "size": {"type": "integer", "minimum": 3},
                "done": {"type": "boolean"},
                "colour": {"type": "string", "enum": [null, "red"]},
                "label": {"type": "string", "x-fresh": "{label}"},
                "owner": {"properties": {"name": {"type": "string", "example": "Zoë"}}},
                "parent": {"type": "string"},
                "old": {"type": "string", "example": "x", "deprecated": true},
            },
        });
        let wanted = json!({
            "title": "title", "size": 3, "done": true, "colour": "red", "label": "label", "owner": {"name": "Zoë"},
        });
        assert_eq!(made(&schema), Some(wanted));
    }

    #[test]
    fn one_of_several_ways_is_taken_by_its_name() {
        let document = json!({
            "oneOf": [{"$ref": "#/defs/Cat"}, {"$ref": "#/defs/Dog"}],
            "discriminator": {"propertyName": "kind", "mapping": {"meows": "#/defs/Cat"}},
            "defs": {
                "Cat": {"allOf": [{"$ref": "#/defs/Pet"}, {"properties": {"lives": {"type": "integer", "default": 9}}}]},
                "Dog": {"$ref": "#/defs/Pet"},
                "Pet": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}},
            },
        });
        assert_eq!(made(&document), Some(json!({"kind": "meows", "lives": 9})));
    }

    #[test]
    fn a_schema_in_itself_ends_where_it_may() {
        let may = json!({"type": "object", "required": ["name"], "properties": {
            "name": {"type": "string"},
            "inner": {"$ref": "#"},
        }});
        assert_eq!(made(&may), Some(json!({"name": "name"})));
        let must = json!({"type": "object", "required": ["inner"], "properties": {"inner": {"$ref": "#"}}});
        assert_eq!(made(&must), None);
        let many = json!({"type": "array", "items": {"$ref": "#"}});
        assert_eq!(made(&many), Some(json!([[]])));
    }

    #[test]
    fn a_gap_is_left_for_what_the_target_fills_in() {
        let says = json!({
            "required": ["owner"],
            "properties": {
                "owner": {"type": "string", "x-fill": "{target.owner}", "format": "uuid"},
                "way": {"oneOf": [{"type": "integer", "default": 3, "x-fill": "{digits}"}]},
                "note": {"type": "string", "x-fresh": "{label}"},
            },
        });
        let how = How { with_gaps: true, ..How::ALL[0] };
        let made = Instances::new(&says, how).of(&says);
        assert_eq!(made, Some(json!({"owner": "<string>", "note": "note"})));
    }

    #[test]
    fn where_nothing_has_to_be_there_all_is() {
        let says = json!({"properties": {
            "name": {"type": "string"},
            "size": {"type": "number"},
            "inner": {"$ref": "#"},
            "old": {"type": "string", "deprecated": true},
        }});
        let wanted = json!({"name": "name", "size": 1, "inner": {"name": "name", "size": 1}});
        assert_eq!(made(&says), Some(wanted));
    }

    #[test]
    fn lists_have_as_many_items_as_they_need() {
        let says = json!({"type": "array", "minItems": 3, "uniqueItems": true, "items": {"type": "integer"}});
        assert_eq!(made(&says), Some(json!([1, 2, 3])));
        assert_eq!(made(&json!({"type": "array", "maxItems": 0, "items": {}})), Some(json!([])));
    }
}
