//! Keys of a document that mean nothing where they stand. Whoever misspells one would lose a promise
//! and must hear of it.

mod tables;

use serde_json::{Map, Value};
use strsim::osa_distance;

use self::tables::{CHANGE, DOCUMENT, EXTENSIONS, KEYWORDS, Object, Shape};
use super::error::{At, ContractError};
use super::formats::meant;
use super::place::step;
use super::told::Told;
use crate::spelling::{are_swapped, slip};

/// What YAML 1.1 took for the members of another mapping.
const MERGE: &str = "<<";
const NO_MERGE: &str = "`<<` is of YAML 1.1 and means nothing in 1.2; write the members out, or name them with `allOf` or a `$ref`";

/// Holds the keys of a document to what OpenAPI 3.1, JSON Schema 2020-12 and `schemas/README.md` know.
///
/// # Errors
/// The first that can't be meant, with the key that is.
pub(super) fn check(document: &Value, at: &At<'_>) -> Result<(), ContractError> {
    object(&DOCUMENT, document, at)
}

/// What is done to a schema, at its JSON pointer.
pub(super) type Visit<'v> = dyn FnMut(&mut Map<String, Value>, &str) + 'v;

/// Visits every schema of a document, inner ones first.
pub(super) fn each_schema(document: &mut Value, visit: &mut Visit<'_>) {
    visited(&Shape::Object(&DOCUMENT), document, &mut "#".to_owned(), visit);
}

fn visited(shape: &Shape, value: &mut Value, at: &mut String, visit: &mut Visit<'_>) {
    let here = at.len();
    let mut below = |shape: &Shape, key: &str, member: &mut Value| {
        at.push('/');
        at.push_str(&step(key));
        visited(shape, member, at, visit);
        at.truncate(here);
    };
    match (shape, value) {
        (Shape::Schema, Value::Object(members)) => {
            for (key, member) in members.iter_mut() {
                if let Some((_, shape)) = KEYWORDS.iter().find(|(name, _)| name == key) {
                    below(shape, key, member);
                }
            }
            visit(members, at);
        }
        (Shape::Object(known), Value::Object(members)) => {
            for (key, member) in members {
                if let Some((_, shape)) = known.keys.iter().find(|(name, _)| name == key) {
                    below(shape, key, member);
                }
            }
        }
        (Shape::Map(shape), Value::Object(members)) => {
            members.iter_mut().for_each(|(key, member)| below(shape, key, member));
        }
        (Shape::List(shape), Value::Array(items)) => {
            for (index, item) in items.iter_mut().enumerate() {
                below(shape, &index.to_string(), item);
            }
        }
        _ => {}
    }
}

fn value(shape: &Shape, value: &Value, at: &At<'_>) -> Result<(), ContractError> {
    let wrong = |wanted: &str| Err(at.error(format!("expected {wanted}, not {}", kind(value))));
    match (shape, value) {
        (Shape::Any, _)
        | (Shape::Flag, Value::Bool(_))
        | (Shape::Text, Value::String(_))
        | (Shape::Schema, Value::Bool(_)) => Ok(()),
        (Shape::Flag, _) => wrong("true or false"),
        (Shape::Text, _) => wrong("a text"),
        (Shape::Schema, Value::Object(members)) => schema(members, at),
        (Shape::Schema, _) => wrong("a schema"),
        (Shape::Object(known), Value::Object(_)) => object(known, value, at),
        (Shape::Object(known), _) => wrong(known.name),
        (Shape::Map(shape), Value::Object(members)) => members
            .iter()
            .filter(|(name, _)| !name.starts_with("x-") || !may_be_extended(shape))
            .try_for_each(|(name, member)| self::value(shape, member, &at.down(name))),
        (Shape::Map(_), _) => wrong("an object"),
        (Shape::List(shape), Value::Array(items)) => items
            .iter()
            .enumerate()
            .try_for_each(|(index, item)| self::value(shape, item, &at.down(&index.to_string()))),
        (Shape::List(_), _) => wrong("a list"),
        (Shape::Changes, Value::Array(items)) => items
            .iter()
            .enumerate()
            .try_for_each(|(index, item)| change(item, &at.down(&index.to_string()))),
        (Shape::Changes, one) => change(one, at),
    }
}

/// An operation, or one with the fields that it is sent with.
fn change(found: &Value, at: &At<'_>) -> Result<(), ContractError> {
    if found.is_string() {
        return Ok(());
    }
    value(&Shape::Object(&CHANGE), found, at)?;
    match found.get("operation") {
        Some(_) => Ok(()),
        None => Err(at.error(format!("`operation` is missing: expected {}", CHANGE.name))),
    }
}

/// Among paths and responses there may be extensions; what is called so among headers is a header.
fn may_be_extended(shape: &Shape) -> bool {
    let section = if let Shape::Object(known) = shape { known.section } else { None };
    matches!(section, Some("pathItems" | "responses"))
}

fn object(known: &Object, found: &Value, at: &At<'_>) -> Result<(), ContractError> {
    let Value::Object(members) = found else { return Ok(()) };
    if let Some(Value::String(reference)) = members.get("$ref").filter(|_| known.section.is_some())
    {
        return leads_to(known, reference, at);
    }
    for (key, member) in members {
        let at = at.down(key);
        match known.keys.iter().find(|(name, _)| name == key) {
            Some((_, shape)) => value(shape, member, &at)?,
            None if key.starts_with("x-") => extension(key, member, &at)?,
            None if key == MERGE => return Err(at.error(NO_MERGE)),
            None => return Err(at.error(unknown(key, known))),
        }
    }
    Ok(())
}

fn unknown(key: &str, known: &Object) -> String {
    let names = known.keys.iter().map(|(name, _)| *name);
    match slip(key, names).or_else(|| own_extension(key)) {
        Some(meant) => format!("`{key}` means nothing in {}; did you mean `{meant}`?", known.name),
        None => format!(
            "`{key}` means nothing in {}; what OpenAPI doesn't know begins with `x-`",
            known.name
        ),
    }
}

/// The extension that lacks its `x-`.
fn own_extension(key: &str) -> Option<&'static str> {
    EXTENSIONS.iter().map(|(own, _)| *own).find(|own| own.strip_prefix("x-") == Some(key))
}

/// A `$ref` among components has to name one of the same kind.
fn leads_to(known: &Object, reference: &str, at: &At<'_>) -> Result<(), ContractError> {
    let Some(section) = reference.strip_prefix("#/components/").and_then(|to| to.split('/').next())
    else {
        return Ok(());
    };
    match known.section {
        Some(own) if own != section => Err(at.error(format!(
            "`{reference}` is among the {section}, and {} is wanted: `#/components/{own}/…`",
            known.name
        ))),
        _ => Ok(()),
    }
}

/// An extension is anybody's; one that is nearly ours is not.
fn extension(key: &str, member: &Value, at: &At<'_>) -> Result<(), ContractError> {
    if let Some((_, shape)) = EXTENSIONS.iter().find(|(own, _)| *own == key) {
        if key == "x-levels" {
            levels(member, at)?;
        }
        return value(shape, member, at);
    }
    let is_meant = |own: &str| {
        // Another letter makes another word (`x-roles`); one too many, too few or in another place is a slip.
        are_swapped(own, key) || (own.len() != key.len() && osa_distance(own, key) == 1)
    };
    match EXTENSIONS.iter().find(|(own, _)| is_meant(own)) {
        Some((own, _)) => Err(at.error(format!("`{key}` means nothing; did you mean `{own}`?"))),
        None => Ok(()),
    }
}

/// Levels are of facets.
fn levels(member: &Value, at: &At<'_>) -> Result<(), ContractError> {
    let names = || KEYWORDS.iter().map(|(name, _)| *name).chain(["shape"]);
    let given = member.as_object().into_iter().flatten();
    for (facet, _) in given.filter(|(facet, _)| !names().any(|name| name == *facet)) {
        if let Some(meant) = slip(facet, names()) {
            let message = format!("`{facet}` is no facet; did you mean `{meant}`?");
            return Err(at.down(facet).error(message));
        }
    }
    Ok(())
}

/// JSON Schema takes any keyword, and any format; one that is nearly another is told (`slips`).
fn schema(members: &Map<String, Value>, at: &At<'_>) -> Result<(), ContractError> {
    for (key, member) in members {
        let at = at.down(key);
        match KEYWORDS.iter().find(|(name, _)| name == key) {
            Some((_, shape)) => value(shape, member, &at)?,
            None if key.starts_with("x-") => extension(key, member, &at)?,
            None if key == MERGE => return Err(at.error(NO_MERGE)),
            None => {}
        }
    }
    Ok(())
}

/// Tells keywords and formats of schemas that are nearly known ones. They are allowed and promise nothing, which
/// whoever misspelt one has to hear of; whose document is written by a program can't mend it.
pub(super) fn slips(document: &mut Value, root: &At<'_>) -> Vec<String> {
    let mut told = Told::of(root);
    each_schema(document, &mut |members, at| {
        let names = || KEYWORDS.iter().map(|(name, _)| *name);
        for key in members.keys().filter(|key| !key.starts_with("x-")) {
            if !names().any(|name| name == key)
                && let Some(known) = slip(key, names())
            {
                let message = format!("`{key}` promises nothing; did you mean `{known}`?");
                told.push(format!("{at}/{}", step(key)), message);
            }
        }
        if let Some(said) = members.get("format").and_then(Value::as_str)
            && let Some(known) = meant(said)
        {
            let message = format!("`{said}` promises nothing; did you mean the format `{known}`?");
            told.push(format!("{at}/format"), message);
        }
    });
    told.lines()
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
