//! Sorts of requests: in which way one is wrong, and what is special about one that is right. Real
//! servers fail at one sort, not at all.

use serde_json::Value;

use crate::contract::place::get;
use crate::contract::{Operation, ParameterPlace, Violation};
use crate::model::{Body, CredentialState, Draft};

/// Which wrong requests.
#[derive(Clone, Debug, PartialEq)]
pub enum Wrong {
    /// Those that break this clause, perhaps beside others.
    Clause(String),
    /// Those that break this clause alone, in this way.
    How(String, How),
    /// Those with bad records here.
    In(Position),
    /// Those that break several clauses.
    Several,
}

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
    /// A body that never was JSON.
    NoJson,
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

/// Where in a request of many records the bad ones are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Position {
    /// There is just one record.
    Only,
    /// The first of several.
    First,
    /// In the middle.
    Middle,
    /// The last of several.
    Last,
    /// Several of them.
    Several,
}

impl Wrong {
    /// Whether a request with these violations is of the sort.
    pub(super) fn is(&self, operation: &Operation, draft: &Draft, broken: &[Violation]) -> bool {
        if broken.is_empty() {
            return false;
        }
        match self {
            Self::Clause(clause) => broken.iter().any(|violation| violation.clause == *clause),
            Self::How(clause, how) => broken.iter().all(|violation| {
                violation.clause == *clause && *how == way(operation, draft, violation)
            }),
            Self::In(position) => self::position(draft, broken) == Some(*position),
            Self::Several => broken.iter().any(|violation| violation.clause != broken[0].clause),
        }
    }
}

fn position(draft: &Draft, broken: &[Violation]) -> Option<Position> {
    let count = draft.json()?.as_array()?.len();
    let mut bad: Vec<usize> =
        broken.iter().map(|violation| violation.record).collect::<Option<_>>()?;
    bad.sort_unstable();
    bad.dedup();
    Some(match bad.as_slice() {
        [_] if count == 1 => Position::Only,
        [0] => Position::First,
        [at] if at + 1 == count => Position::Last,
        [_] => Position::Middle,
        _ => Position::Several,
    })
}

fn way(operation: &Operation, draft: &Draft, violation: &Violation) -> How {
    let rest = violation.clause.strip_prefix(&operation.id).unwrap_or_default();
    let (place, facet) = rest.rsplit_once(':').unwrap_or((rest, ""));
    if let Some(field) = place.strip_prefix(".request.body") {
        let field = field.trim_start_matches('.');
        return in_body(draft, field, facet, violation.record);
    }
    let credential = draft.credential.as_ref().filter(|credential| {
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

fn in_body(draft: &Draft, field: &str, facet: &str, record: Option<usize>) -> How {
    if let Body::Raw(bytes) = &draft.body {
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
        Some(Value::String(text)) if facet == "pattern" => {
            signs(text).map_or(How::Malformed, How::Signs)
        }
        Some(Value::String(text)) if text.is_empty() => How::Empty,
        Some(Value::String(_)) if facet != "type" => How::Malformed,
        Some(value) => How::As(kind(value)),
    }
}

/// An id looks right if it is made like one that exists.
fn id_like(draft: &Draft, resource: Option<&str>, id: &str) -> How {
    let alike = draft
        .known_ids
        .iter()
        .filter(|(kind, _)| resource.is_none_or(|resource| kind == resource))
        .any(|(_, known)| build(known) == build(id));
    if alike { How::Unknown } else { How::Malformed }
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

pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// What a text has that plain English has not.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Script {
    /// Letters with marks: `é`, `ż`.
    Accents,
    /// Other alphabets and scripts.
    Other,
    /// Characters beyond the basic plane: emoji.
    Astral,
    /// `<`, `>` or `&`.
    Markup,
    /// Quotes or backslashes.
    Quotes,
    /// More than a hundred characters.
    Long,
}

impl Script {
    /// All of them, with a name for each.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Accents, "accents"),
        (Self::Other, "other scripts"),
        (Self::Astral, "emoji"),
        (Self::Markup, "markup"),
        (Self::Quotes, "quotes"),
        (Self::Long, "more than 100 characters"),
    ];

    /// Whether a text has it.
    pub(super) fn is_in(self, text: &str) -> bool {
        let between = |from: u32, to: u32| {
            text.chars().any(|c| (from..to).contains(&u32::from(c)) && c.is_alphabetic())
        };
        match self {
            Self::Accents => between(0x80, 0x250),
            Self::Other => between(0x370, 0x1_0000),
            Self::Astral => text.chars().any(|c| u32::from(c) >= 0x1_0000),
            Self::Markup => text.contains(['<', '>', '&']),
            Self::Quotes => text.contains(['"', '\'', '\\']),
            Self::Long => text.chars().count() > 100,
        }
    }
}
