//! What a place in a document says of its clauses, and what it hands down to those below.

use indexmap::IndexMap;
use serde_json::Value;

use super::error::{At, ContractError};
use crate::model::{Level, Source};

/// Source and levels in force at a place.
#[derive(Clone, Debug)]
pub(super) struct Inherited {
    pub source: Source,
    pub level: Level,
    pub facet_levels: IndexMap<String, Level>,
    pub not_observable: Option<String>,
}

impl Inherited {
    pub fn new(source: Source) -> Self {
        Self { source, level: Level::Must, facet_levels: IndexMap::new(), not_observable: None }
    }

    /// Reads the extensions of `value` over what comes from above.
    pub fn refine(
        &self,
        value: &Value,
        pages: &IndexMap<String, String>,
        at: &At<'_>,
    ) -> Result<Self, ContractError> {
        let mut own = self.clone();
        own.source = source(&self.source, value, pages, at)?;
        if let Some(name) = value.get("x-level") {
            own.level = level(name, &at.down("x-level"))?;
        }
        if let Some(Value::Object(levels)) = value.get("x-levels") {
            for (facet, name) in levels {
                let at = at.down("x-levels").down(facet);
                own.facet_levels.insert(facet.clone(), level(name, &at)?);
            }
        }
        if let Some(reason) = value.get("x-not-observable").and_then(Value::as_str) {
            own.not_observable = Some(reason.into());
        }
        Ok(own)
    }

    /// What goes down to the children: the source alone.
    pub fn inherit(&self) -> Self {
        Self::new(self.source.clone())
    }
}

/// The `x-source` of a value over that of its surroundings.
pub(super) fn source(
    above: &Source,
    value: &Value,
    pages: &IndexMap<String, String>,
    at: &At<'_>,
) -> Result<Source, ContractError> {
    over(above, value.get("x-source"), pages, &at.down("x-source"))
}

/// A `{page, section}` over that of its surroundings.
pub(super) fn over(
    above: &Source,
    own: Option<&Value>,
    pages: &IndexMap<String, String>,
    at: &At<'_>,
) -> Result<Source, ContractError> {
    let Some(own) = own else { return Ok(above.clone()) };
    let mut source = above.clone();
    if let Some(page) = own.get("page").and_then(Value::as_str) {
        source.page = pages
            .get(page)
            .cloned()
            .ok_or_else(|| at.error(format!("page `{page}` is not in `x-pages`")))?;
        source.section = None;
    }
    if let Some(section) = own.get("section").and_then(Value::as_str) {
        source.section = Some(section.into());
    }
    Ok(source)
}

pub(super) fn level(value: &Value, at: &At<'_>) -> Result<Level, ContractError> {
    match value.as_str() {
        Some("MUST") => Ok(Level::Must),
        Some("SHOULD") => Ok(Level::Should),
        Some("MAY") => Ok(Level::May),
        _ => Err(at.error(format!("{value} is no level; say MUST, SHOULD or MAY"))),
    }
}
