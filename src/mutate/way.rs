//! In which way a request breaks a clause: real servers overlook one, and see the others.

use jsonschema::types::JsonType;
use serde_json::Value;

use crate::contract::place::get;
use crate::contract::{Operation, ParameterPlace, Violation};
use crate::model::{Body, CredentialState, Draft};

/// In which way a clause is broken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum How {
    /// What is required isn't there.
    LeftOut,
    /// It is there, and empty.
    Empty,
    /// An id that looks right and that nothing has.
    Unknown,
    /// An id that looks like none.
    Malformed,
    /// An id that exists, without its last character.
    CutShort,
    /// An id that exists, with one more of its characters behind it.
    Longer,
    /// An id that exists, with white space or a control character around it.
    Padded,
    /// An id of more than 500 characters.
    Overlong,
    /// A credential that is this.
    Credential(CredentialState),
    /// A value of this JSON type.
    As(&'static str),
    /// A text that is spoilt by such characters.
    Signs(Signs),
    /// A body that stops in the middle.
    CutOff,
    /// A body with something behind its end.
    Behind,
    /// A body that is JSON but for something in it.
    NoJson,
    /// A body that never was JSON.
    Foreign,
    /// A body that isn't UTF-8.
    NotUtf8,
    /// JSON within a JSON text.
    Doubled,
    /// A record where a list of them belongs.
    Bare,
    /// A list of records with an object around it.
    Wrapped,
    /// A text of digits without any.
    NoDigits,
}

/// Characters that don't belong into a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Signs {
    /// Letters of the alphabet.
    Letters,
    /// White space.
    Space,
    /// A plus sign.
    Plus,
    /// Hyphens, dots, parentheses and the like.
    Marks,
}

/// In which way a request breaks a clause.
pub(super) fn way(operation: &Operation, draft: &Draft, violation: &Violation) -> How {
    let rest = violation.clause.strip_prefix(&operation.id).unwrap_or_default();
    let (place, facet) = rest.rsplit_once(':').unwrap_or((rest, ""));
    if let Some(field) = place.strip_prefix(".request.body") {
        let field = field.trim_start_matches('.');
        return in_body(operation, draft, field, facet, violation.record);
    }
    let credential = draft.credentials.iter().find(|credential| {
        credential.state != CredentialState::Valid && place.ends_with(&credential.name)
    });
    if let Some(credential) = credential {
        return How::Credential(credential.state);
    }
    let name = place.rsplit('.').next().unwrap_or_default();
    if let (Some(id), "exists" | "format") = (draft.path.get(name), facet) {
        let parameter = operation.parameter(ParameterPlace::Path, name);
        let resource = parameter.and_then(|parameter| parameter.resource.as_deref());
        return id_like(draft, resource, id);
    }
    match draft.header(name) {
        Some("") => How::Empty,
        _ if draft.path.get(name).is_some_and(String::is_empty) => How::Empty,
        _ => How::LeftOut,
    }
}

fn in_body(
    operation: &Operation,
    draft: &Draft,
    field: &str,
    facet: &str,
    record: Option<usize>,
) -> How {
    if let Body::Raw(bytes) = &draft.body {
        if std::str::from_utf8(bytes).is_err() {
            return How::NotUtf8;
        }
        let starts = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        if starts.is_none_or(|first| !b"[{\"-0123456789tfn".contains(first)) {
            return How::Foreign;
        }
        return match serde_json::from_slice::<Value>(bytes) {
            Err(error) if error.is_eof() => How::CutOff,
            Err(error) if error.to_string().starts_with("trailing characters") => How::Behind,
            _ => How::NoJson,
        };
    }
    let Some(body) = draft.json() else { return How::LeftOut };
    let holder = match record {
        Some(index) => body.get(index).unwrap_or(body),
        None => body,
    };
    match get(holder, field) {
        None => How::LeftOut,
        Some(Value::String(text)) if facet == "exists" => id_like(draft, None, text),
        Some(value) if record.is_none() && field.is_empty() => whole(operation, value),
        Some(Value::String(text)) if facet == "pattern" && text.is_empty() => How::Empty,
        Some(Value::String(text))
            if facet == "pattern" && !text.contains(|c: char| c.is_ascii_digit()) =>
        {
            How::NoDigits
        }
        Some(Value::String(text)) if facet == "pattern" => {
            signs(text).map_or(How::Malformed, How::Signs)
        }
        Some(Value::String(text)) if text.is_empty() => How::Empty,
        Some(Value::String(_)) if facet != "type" => How::Malformed,
        Some(value) => How::As(JsonType::from(value).as_str()),
    }
}

/// An id looks right if it is made like one that exists.
fn id_like(draft: &Draft, resource: Option<&str>, id: &str) -> How {
    let alike = draft
        .known_ids
        .iter()
        .filter(|(kind, _)| resource.is_none_or(|resource| kind == resource))
        .any(|(_, known)| build(known) == build(id));
    if alike {
        return How::Unknown;
    }
    if id.chars().count() > 500 {
        return How::Overlong;
    }
    let near = |change: &dyn Fn(&str) -> bool| {
        let all = draft.known_ids.iter();
        all.filter(|(kind, _)| resource.is_none_or(|resource| kind == resource))
            .any(|(_, known)| change(known))
    };
    let bare = id.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    if near(&|known| known.strip_prefix(id).is_some_and(|rest| rest.chars().count() == 1)) {
        How::CutShort
    } else if near(&|known| known == bare) {
        How::Padded
    } else if near(&|known| id.starts_with(known)) {
        How::Longer
    } else if near(&|known| shape(known) == shape(id)) {
        // Ids that are counted up have few digits; one that nothing has is made with more.
        How::Unknown
    } else {
        How::Malformed
    }
}

/// What stands where the whole body has another type.
fn whole(operation: &Operation, value: &Value) -> How {
    let many = operation.many();
    match value {
        Value::String(text)
            if serde_json::from_str::<Value>(text)
                .is_ok_and(|inner| inner.is_object() || inner.is_array()) =>
        {
            How::Doubled
        }
        Value::Object(members) if many => {
            let known = |name: &String| {
                operation.request.as_ref().is_some_and(|body| body.root.find(name).is_some())
            };
            let full = |value: &Value| value.as_array().is_some_and(|items| !items.is_empty());
            if members.keys().any(known) {
                How::Bare
            } else if members.values().any(full) {
                How::Wrapped
            } else {
                How::As("object")
            }
        }
        other => How::As(JsonType::from(other).as_str()),
    }
}

/// The same, however many there are in a row.
fn shape(id: &str) -> String {
    let mut shape: Vec<char> = build(id).chars().collect();
    shape.dedup_by(|a, b| *a == '0' && *b == '0');
    shape.into_iter().collect()
}

/// A text with every hexadecimal digit alike.
fn build(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_hexdigit() { '0' } else { c }).collect()
}

/// What spoils a text of digits, if it is of one sort.
fn signs(text: &str) -> Option<Signs> {
    let mut found: Vec<Signs> = text
        .chars()
        .filter(|c| !c.is_ascii_digit())
        .map(|c| match c {
            '+' => Signs::Plus,
            c if c.is_whitespace() => Signs::Space,
            c if c.is_alphabetic() => Signs::Letters,
            _ => Signs::Marks,
        })
        .collect();
    found.dedup();
    match found.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}
