//! Values that a document gives of what it describes: examples and defaults. A run needs none of them
//! but the samples, so they are read where somebody asks for them.

use serde_json::Value;

use super::printed::PrintedSchema;

/// How a value travels.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Form {
    /// As JSON, or in it.
    Json,
    /// As text: that of a parameter or header, or a body that is one.
    Text,
}

/// A value that is printed as one that a schema describes.
pub struct Example<'a> {
    /// The operation that it was found at first: a place of a document may be of many.
    pub operation: &'a str,
    /// Which it is, in words: "the example `closed`".
    pub told: String,
    /// Whether it is what holds where nothing is sent.
    pub is_default: bool,
    /// How it travels.
    pub form: Form,
    /// The value.
    pub value: Value,
    /// What it has to meet.
    pub held_to: &'a PrintedSchema,
    /// Or else this, if there is such: a schema is of requests and of answers, and where it has `readOnly`
    /// or `writeOnly` fields it says something else of each.
    pub or_else: &'a dyn Fn() -> Option<PrintedSchema>,
}
