//! A documented body, and what bytes say by it.

use std::sync::Arc;

use serde_json::Value;

use super::node::Node;
use super::offences::offences;
use super::place::{field_of_pointer, get, set};
use super::schema::Schema;
use super::{form, strict};
use crate::model::{FormKind, FormStyle};

/// A documented body.
#[derive(Debug)]
pub struct BodySchema {
    /// The schema as a tree of fields.
    pub root: Node,
    /// The compiled schema.
    pub schema: Arc<Schema>,
    /// The media type of such a body.
    pub media_type: String,
    /// The same as documented: it may be a range.
    pub documented_as: String,
    /// Others with the same schema.
    pub alike: Vec<String>,
    /// Every documented media type of the body, those that no schema is read of among them.
    pub media_types: Vec<String>,
    /// The sample as printed.
    pub sample: Option<Value>,
    /// Of a request without one: a body that its schema takes.
    pub made: Option<Value>,
    /// Whether a request must have one.
    pub required: bool,
    /// How it travels, where it is a form.
    pub form: Option<Arc<FormStyle>>,
}

impl BodySchema {
    /// What a request begins with: the printed sample, or else what was made of the schema.
    pub fn example(&self) -> Option<&Value> {
        self.sample.as_ref().or(self.made.as_ref())
    }

    /// A body as it arrives: in a form there are only texts, which the documented types tell apart.
    pub fn settled(&self, body: Value) -> Value {
        let Some(style) = &self.form else { return body };
        let mut settled = form::settled(&self.root, style, body);
        // Where no type is told, what the schema takes is what is read.
        for name in form::untyped(&self.root, &settled) {
            let Some(text) = get(&settled, &name).and_then(form::text_of) else { continue };
            let is_right = |reading: &Value| {
                let mut read = settled.clone();
                set(&mut read, &name, reading.clone());
                let broken = offences(&self.root, &self.schema, &read);
                !broken.iter().any(|offence| field_of_pointer(&offence.pointer) == name)
            };
            let reading = form::readings(&text).into_iter().find(is_right);
            set(&mut settled, &name, reading.unwrap_or(Value::String(text)));
        }
        settled
    }

    /// The first field of a record that can't be said all in what the body travels as: a form has no word for null
    /// and for an empty list.
    pub fn unsaid<'r>(&self, record: &'r Value) -> Option<&'r str> {
        let style = self.form.as_ref()?;
        let mut members = record.as_object()?.iter();
        let unsaid = members.find(|(name, value)| !form::says(style, name, value));
        unsaid.map(|(name, _)| name.as_str())
    }

    /// Whether nothing at all is read as a record without fields: that is how such a form is written.
    pub fn is_written_as_nothing(&self) -> bool {
        self.form.as_ref().is_some_and(|style| style.kind == FormKind::UrlEncoded)
    }

    /// What bytes say: the record of a form, or JSON.
    ///
    /// # Errors
    /// Where they are neither, in words.
    pub fn read(&self, bytes: &[u8]) -> Result<Value, String> {
        match &self.form {
            None => strict::from_json(bytes).map_err(|error| format!("no JSON: {error}")),
            Some(style) => match style.read(bytes) {
                Some(pairs) => Ok(self.settled(form::record(style, pairs))),
                None => Err("no such form".to_owned()),
            },
        }
    }
}
