//! Reading fields strictly: each problem is noted with its place, and none hides the next.
//!
//! A flawed field still yields a value, as close to what was sent as its type allows. That is
//! what a fault stores which lets the flaw pass; without one it is never used.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::{
    clock,
    faults::{Fault, Faults},
    leniency,
    operation::Operation,
    refusal::{Flaw, Problem, Refusal},
};

/// An object in a request and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub object: &'a Map<String, Value>,
    /// A JSON pointer, empty for the body itself.
    pub at: &'a str,
}

/// The formats of the contact API's fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    DateTime,
    Uuid,
    Object,
}

pub(super) struct Check<'a> {
    faults: &'a Faults,
    operation: Operation,
    problems: Vec<Problem>,
}

impl<'a> Check<'a> {
    pub(super) fn new(faults: &'a Faults, operation: Operation) -> Self {
        Self { faults, operation, problems: Vec::new() }
    }

    pub(super) fn faults(&self) -> &'a Faults {
        self.faults
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    pub(super) fn finish(self) -> Result<(), Refusal> {
        if self.problems.is_empty() { Ok(()) } else { Err(Refusal::invalid(self.problems)) }
    }

    /// Notes a flaw, unless a fault lets it pass.
    pub(super) fn flaw(&mut self, field: &'static str, flaw: Flaw, at: String, text: &str) {
        if !leniency::forgives(self.faults, self.operation, field, flaw) {
            self.problems.push(Problem { at, text: text.to_owned() });
        }
    }

    /// A field that has to be a string; `None` when it is absent.
    pub(super) fn text(
        &mut self,
        place: Place<'_>,
        field: &'static str,
        required: bool,
    ) -> Option<String> {
        match self.value(place, field, required)? {
            Value::String(text) => Some(text.clone()),
            other => {
                self.mistyped(place, field, other, "a string");
                Some(match other {
                    Value::Null => String::new(),
                    other => other.to_string(),
                })
            }
        }
    }

    /// A string of one or more ASCII digits.
    pub(super) fn digits(
        &mut self,
        place: Place<'_>,
        field: &'static str,
        required: bool,
    ) -> Option<String> {
        let text = self.text(place, field, required)?;
        if place.object.get(key(field)).is_some_and(Value::is_string) {
            if text.is_empty() {
                self.flaw(field, Flaw::Empty, at(place, field), "must not be empty");
            } else if !text.bytes().all(|byte| byte.is_ascii_digit()) {
                let must = "must have numeric digits only";
                self.flaw(field, Flaw::NotDigits, at(place, field), must);
            }
        }
        Some(text)
    }

    pub(super) fn boolean(&mut self, place: Place<'_>, field: &'static str) -> Option<bool> {
        match self.value(place, field, true)? {
            Value::Bool(value) => Some(*value),
            other => {
                self.mistyped(place, field, other, "a boolean");
                Some(false)
            }
        }
    }

    /// A field that has to be an object; `None` when it is absent or something else.
    pub(super) fn object<'v>(
        &mut self,
        place: Place<'v>,
        field: &'static str,
        required: bool,
    ) -> Option<&'v Map<String, Value>> {
        let value = self.value(place, field, required)?;
        if !value.is_object() {
            self.mistyped(place, field, value, "an object");
        }
        value.as_object()
    }

    /// A field of the contact API: optional, and but for objects nullable.
    pub(super) fn formatted(
        &mut self,
        place: Place<'_>,
        field: &'static str,
        format: Format,
    ) -> Option<Value> {
        let value = self.value(place, field, false)?;
        let normal = match (format, value) {
            (Format::Object, Value::Object(_)) | (Format::Text, Value::String(_)) => {
                Some(value.clone())
            }
            (Format::Object, _) => {
                self.mistyped(place, field, value, "an object");
                None
            }
            (_, Value::Null) if self.faults.has(Fault::ByIdNullRefused) => {
                self.mistyped(place, field, value, "a string");
                None
            }
            (_, Value::Null) => Some(Value::Null),
            (Format::DateTime, Value::String(text)) => {
                let normal = clock::normalise(text);
                if normal.is_none() {
                    let must = "must be an RFC 3339 date-time with an offset";
                    self.flaw(field, Flaw::BadFormat, at(place, field), must);
                }
                normal.map(Value::from)
            }
            (Format::Uuid, Value::String(text)) => {
                let normal = parse_uuid(text);
                if normal.is_none() {
                    self.flaw(field, Flaw::BadFormat, at(place, field), "must be a UUID");
                }
                normal.map(Value::from)
            }
            (_, _) => {
                self.mistyped(place, field, value, "a string or null");
                None
            }
        };
        Some(normal.unwrap_or_else(|| value.clone()))
    }

    fn value<'v>(
        &mut self,
        place: Place<'v>,
        field: &'static str,
        required: bool,
    ) -> Option<&'v Value> {
        let value = place.object.get(key(field));
        if value.is_none() && required {
            self.flaw(field, Flaw::Missing, at(place, field), "is required");
        }
        value
    }

    fn mistyped(&mut self, place: Place<'_>, field: &'static str, value: &Value, wanted: &str) {
        let (flaw, found) = match value {
            Value::Null => (Flaw::Null, "null"),
            Value::Bool(_) => (Flaw::WrongType, "a boolean"),
            Value::Number(_) => (Flaw::WrongType, "a number"),
            Value::String(_) => (Flaw::WrongType, "a string"),
            Value::Array(_) => (Flaw::WrongType, "an array"),
            Value::Object(_) => (Flaw::WrongType, "an object"),
        };
        let text = format!("must be {wanted}, not {found}");
        self.flaw(field, flaw, at(place, field), &text);
    }
}

/// The documentation's `cellPhone.extension` is the member `extension` of its object.
fn key(field: &str) -> &str {
    field.rsplit('.').next().unwrap_or(field)
}

fn at(place: Place<'_>, field: &str) -> String {
    format!("body {}/{}", place.at, key(field))
}

/// A UUID with its hyphens, in lower case. `None` for anything else, the braced and the bare
/// spelling included.
pub(super) fn parse_uuid(text: &str) -> Option<String> {
    const HYPHENATED: usize = 36;
    let uuid = Uuid::try_parse(text).ok()?;
    (text.len() == HYPHENATED).then(|| uuid.to_string())
}
