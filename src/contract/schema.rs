//! Compiled JSON Schemas: what a value breaks, as places and keywords.

use std::sync::{Arc, OnceLock};

use jsonschema::error::ValidationErrorKind;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::instant;

const FRAGMENT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'~').remove(b'-').remove(b'.').remove(b'_');

/// A part of a document as a validator, compiled when first needed.
#[derive(Debug)]
pub struct Schema {
    document: Arc<Value>,
    pointer: String,
    validator: OnceLock<Option<jsonschema::Validator>>,
}

/// One thing that a value breaks.
#[derive(Clone, Debug)]
pub struct Offence {
    /// JSON pointer of the value, or of the member that is missing.
    pub pointer: String,
    /// The keyword: `type`, `required`, `format`, …
    pub keyword: String,
    /// In words.
    pub message: String,
}

impl Schema {
    pub(super) fn new(document: Arc<Value>, pointer: String) -> Self {
        Self { document, pointer, validator: OnceLock::new() }
    }

    /// Compiles now.
    ///
    /// # Errors
    /// What makes the schema unusable, after the pointer of the place.
    pub(super) fn compile(&self) -> Result<jsonschema::Validator, (String, String)> {
        let mut root = (*self.document).clone();
        let Value::Object(map) = &mut root else {
            return Err(("#".into(), "the document is no object".into()));
        };
        map.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
        // A pointer in a URI's fragment (RFC 6901, section 6): `{streamId}` has to be escaped.
        let pointer = utf8_percent_encode(self.pointer.trim_start_matches('#'), FRAGMENT);
        map.insert("$ref".into(), format!("#{pointer}").into());
        jsonschema::options()
            .offline()
            .should_validate_formats(true)
            .with_format("date-time", instant::is_date_time)
            .build(&root)
            .map_err(|error| match error.instance_path().to_string() {
                place if place.is_empty() => self.unresolved(&error.to_string()),
                place => {
                    let shown = error.instance().to_string();
                    // Its words end with the value, or begin with it: once is enough.
                    let said = error.to_string();
                    let said =
                        if said.contains(&shown) { said } else { format!("{said}: {shown}") };
                    (format!("#{place}"), format!("unusable schema: {said}"))
                }
            })
    }

    /// What the compiler says of a `$ref` that leads nowhere, with the place of that.
    fn unresolved(&self, said: &str) -> (String, String) {
        let outside = |target: &str| !target.starts_with('#');
        let nowhere = |target: &str| {
            let rest = target.strip_prefix('#').unwrap_or_default();
            said == format!("Pointer '{rest}' does not exist")
                || said == format!("Anchor '{rest}' does not exist")
        };
        if said.contains("is not present in a registry")
            && let Some((place, target)) = reference(&self.document, "#", &outside)
        {
            let message = format!(
                "`$ref: {target}` points outside the document; put what it names into `components`"
            );
            return (place, message);
        }
        match reference(&self.document, "#", &nowhere) {
            Some((place, target)) => {
                (place, format!("`$ref: {target}` names nothing in the document"))
            }
            None => (self.pointer.clone(), format!("unusable schema: {said}")),
        }
    }

    /// What `value` breaks; nothing when it is valid.
    pub fn offences(&self, value: &Value) -> Vec<Offence> {
        let validator = self.validator.get_or_init(|| self.compile().ok());
        // A contract whose schemas don't compile is refused when it is loaded.
        let Some(validator) = validator else { return Vec::new() };
        validator
            .iter_errors(value)
            .map(|error| {
                let mut pointer = error.instance_path().to_string();
                if let ValidationErrorKind::Required { property } = error.kind() {
                    let name = property.as_str().unwrap_or_default();
                    pointer = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
                }
                Offence {
                    pointer,
                    keyword: error.kind().keyword().to_owned(),
                    message: error.to_string(),
                }
            })
            .collect()
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
                let step = name.replace('~', "~0").replace('/', "~1");
                reference(member, &format!("{at}/{step}"), wanted)
            })
        }
        _ => None,
    }
}
