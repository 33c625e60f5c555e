//! Compiled JSON Schemas: what a value breaks, as places and keywords.

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ReferencingError, ValidationError};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::Value;

use super::needed::needed;
use super::place::step;
use super::{formats, instant};

const FRAGMENT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'~').remove(b'-').remove(b'.').remove(b'_');

/// A part of a document as a validator.
#[derive(Debug)]
pub struct Schema(jsonschema::Validator);

/// One thing that a value breaks.
#[derive(Clone, Debug)]
pub struct Offence {
    /// JSON pointer of the value, or of the member that is missing.
    pub pointer: String,
    /// The keyword: `type`, `required`, `format`, …
    pub keyword: String,
    /// Keywords on the way there that lead to other schemas: `oneOf`, `if`, …
    pub through: Vec<String>,
    /// In words.
    pub message: String,
    /// Of members that no schema has looked at: their names.
    pub unevaluated: Vec<String>,
    /// Whether it is only that several schemas of a `oneOf` are met: programs write it where they mean any of them (a whole
    /// number is a number, too).
    pub is_ambiguous: bool,
}

impl Schema {
    /// Compiles what stands at a pointer of a document.
    ///
    /// # Errors
    /// What makes the schema unusable, after the pointer of the place.
    pub(super) fn new(document: &Value, pointer: &str) -> Result<Self, (String, String)> {
        let mut map = needed(document, pointer.trim_start_matches('#'));
        map.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
        // A pointer in a URI's fragment (RFC 6901, section 6): `{streamId}` has to be escaped.
        let fragment = utf8_percent_encode(pointer.trim_start_matches('#'), FRAGMENT);
        map.insert("$ref".into(), format!("#{fragment}").into());
        let compiled = jsonschema::options()
            .offline()
            .should_validate_formats(true)
            .with_format("date-time", instant::is_date_time)
            .with_format("byte", formats::is_base64)
            .build(&Value::Object(map));
        compiled.map(Self).map_err(|error| {
            if let ValidationErrorKind::Referencing(cause) = error.kind() {
                return unresolved(document, pointer, cause);
            }
            let place = match error.instance_path().to_string() {
                path if path.is_empty() => pointer.to_owned(),
                path => format!("#{path}"),
            };
            let shown = error.instance().to_string();
            // Its words end with the value, or begin with it: once is enough.
            let said = error.to_string();
            let said = if said.contains(&shown) { said } else { format!("{said}: {shown}") };
            (place, format!("unusable schema: {said}"))
        })
    }

    /// What `value` breaks; nothing when it is valid.
    pub fn offences(&self, value: &Value) -> Vec<Offence> {
        self.0
            .iter_errors(value)
            .map(|error| {
                let mut pointer = error.instance_path().to_string();
                if let ValidationErrorKind::Required { property } = error.kind() {
                    let name = property.as_str().unwrap_or_default();
                    pointer = format!("{pointer}/{}", step(name));
                }
                Offence {
                    pointer,
                    keyword: error.kind().keyword().to_owned(),
                    through: through(&error.evaluation_path().to_string()),
                    message: error.to_string(),
                    is_ambiguous: is_ambiguous(&error),
                    unevaluated: match error.kind() {
                        ValidationErrorKind::UnevaluatedProperties { unexpected } => {
                            unexpected.clone()
                        }
                        _ => Vec::new(),
                    },
                }
            })
            .collect()
    }
}

/// Whether a value would be right if `oneOf` meant any of its schemas.
fn is_ambiguous(error: &ValidationError<'_>) -> bool {
    match error.kind() {
        ValidationErrorKind::OneOfMultipleValid { .. } => true,
        ValidationErrorKind::OneOfNotValid { context } | ValidationErrorKind::AnyOf { context } => {
            context.iter().any(|way| !way.is_empty() && way.iter().all(is_ambiguous))
        }
        _ => false,
    }
}

/// The keywords of a path in a schema under which a schema stands that is no field's.
fn through(path: &str) -> Vec<String> {
    let keywords = path.split('/').filter_map(|step| match step {
        "then" | "else" => Some("if"),
        "patternProperties"
        | "additionalProperties"
        | "unevaluatedProperties"
        | "dependentRequired"
        | "dependentSchemas"
        | "propertyNames"
        | "prefixItems"
        | "items"
        | "contains"
        | "unevaluatedItems"
        | "anyOf"
        | "oneOf"
        | "not" => Some(step),
        _ => None,
    });
    keywords.map(str::to_owned).collect()
}

/// What the compiler says of a `$ref` that leads nowhere, with the place of that.
fn unresolved(document: &Value, pointer: &str, cause: &ReferencingError) -> (String, String) {
    // Its own words: escaped as they stand in the reference, or not.
    let names = |target: &str, wanted: &str| {
        let rest = target.strip_prefix('#').unwrap_or_default();
        rest == wanted || percent_decode_str(rest).decode_utf8_lossy() == wanted
    };
    let found = match cause {
        ReferencingError::Unretrievable { .. } => {
            let outside = |target: &str| !target.starts_with('#');
            if let Some((place, target)) = reference(document, "#", &outside) {
                let message = format!(
                    "`$ref: {target}` points outside the document; put what it names into `components`"
                );
                return (place, message);
            }
            None
        }
        ReferencingError::PointerToNowhere { pointer: wanted }
        | ReferencingError::InvalidArrayIndex { pointer: wanted, .. }
        | ReferencingError::InvalidPercentEncoding { pointer: wanted, .. }
        | ReferencingError::NoSuchAnchor { anchor: wanted }
        | ReferencingError::InvalidAnchor { anchor: wanted } => {
            reference(document, "#", &|target: &str| names(target, wanted))
        }
        _ => None,
    };
    match found {
        Some((place, target)) => (place, format!("`$ref: {target}` names nothing in the document")),
        None => (pointer.to_owned(), format!("unusable schema: {cause}")),
    }
}

/// The first `$ref` whose target is one that is looked for, with its pointer.
fn reference(value: &Value, at: &str, wanted: &dyn Fn(&str) -> bool) -> Option<(String, String)> {
    match value {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(index, item)| reference(item, &format!("{at}/{index}"), wanted)),
        Value::Object(members) => {
            let own = members.get("$ref").and_then(Value::as_str).filter(|target| wanted(target));
            if let Some(target) = own {
                return Some((at.to_owned(), target.to_owned()));
            }
            members.iter().find_map(|(name, member)| {
                let step = step(name);
                reference(member, &format!("{at}/{step}"), wanted)
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_meets_several_of_a_one_of_is_told_from_what_meets_none() {
        let number =
            json!({"oneOf": [{"type": "integer"}, {"type": "number"}, {"type": "string"}]});
        let map = json!({"type": "object", "additionalProperties": number});
        let document = json!({"either": {"oneOf": [{"type": "null"}, map]}});
        let schema = Schema::new(&document, "#/either").unwrap();
        let told = |value: Value| -> Vec<bool> {
            schema.offences(&value).iter().map(|offence| offence.is_ambiguous).collect()
        };
        assert!(told(json!({"key": 1.5})).is_empty());
        assert_eq!(told(json!({"key": 42})), [true], "a whole number is a number, too");
        assert_eq!(told(json!({"key": []})), [false]);
        assert_eq!(told(json!({"key": 42, "other": []})), [false]);
        assert_eq!(told(json!("text")), [false]);
    }
}
