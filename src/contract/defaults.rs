//! Defaults of a request's fields that the answer to it shows.

use serde_json::Value;

use super::node::Node;
use super::operation::Operation;
use super::rules::whole_field;
use crate::model::Level;

/// What a field of a new record is where the request leaves it out.
#[derive(Clone, Copy, Debug)]
pub struct ShownDefault<'a> {
    /// The documented value; never null, by which generators say that there is none.
    pub value: &'a Value,
    /// The field of the answer that shows it.
    pub shown: &'a Node,
}

impl Operation {
    /// The default of a field of its requests, where it makes records, and its answer documents the field as one
    /// that may have that value. What an update leaves out is another question.
    pub fn shown_default<'a>(&'a self, field: &'a Node) -> Option<ShownDefault<'a>> {
        let value = field.schema.get("default").filter(|value| !value.is_null())?;
        let is_judged =
            field.level_of("default") != Some(Level::May) && field.not_observable.is_none();
        if field.required || field.is_item || field.is_read_only() || !is_judged {
            return None;
        }
        if !self.makes_records() {
            return None;
        }
        if field.field.is_empty() || self.request.as_ref()?.root.has_in_list(&field.field) {
            return None;
        }
        let answered = &self.response.as_ref()?.root;
        let shown = answered.find(&whole_field(&field.field, self.records.as_ref()))?;
        let allowed = shown.schema.get("enum").and_then(Value::as_array);
        let is_possible = shown.schema.get("const").is_none_or(|only| only == value)
            && allowed.is_none_or(|allowed| allowed.contains(value));
        is_possible.then_some(ShownDefault { value, shown })
    }
}
