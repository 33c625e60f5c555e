//! Reads `x-rules` and holds them to the response's schema.

use indexmap::IndexMap;
use serde_json::Value;

use super::error::{At, ContractError};
use super::inherit;
use super::load::typed;
use super::node::Node;
use super::place::join;
use super::rule::{Check, Records, Rule, field_of};
use crate::model::{Level, Source};

pub(super) fn read(
    operation: &str,
    value: &Value,
    records: Option<&Records>,
    response: Option<&Node>,
    above: &Source,
    pages: &IndexMap<String, String>,
    at: &At<'_>,
) -> Result<Vec<Rule>, ContractError> {
    let listed = value.get("x-rules").and_then(Value::as_array);
    let mut rules = Vec::new();
    for (index, value) in listed.into_iter().flatten().enumerate() {
        let at = at.down("x-rules").down(&index.to_string());
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let name = text("rule").ok_or_else(|| at.error("a rule needs a name: `rule: …`"))?;
        let sentence =
            text("text").ok_or_else(|| at.error("a rule needs a sentence: `text: …`"))?;
        let fields: Vec<String> =
            typed(value.get("fields"), &at.down("fields"))?.unwrap_or_default();
        let check: Option<Check> = typed(value.get("check"), &at.down("check"))?;
        let level = match value.get("level") {
            Some(level) => inherit::level(level, &at.down("level"))?,
            None => Level::Must,
        };
        let mut clauses = Vec::new();
        for field in &fields {
            let whole = whole_field(field, records);
            if response.and_then(|root| root.find(&whole)).is_none() {
                return Err(at.error(no_field(&whole, response)));
            }
            clauses.push(format!("{operation}.response.body.{whole}:{name}"));
        }
        let header = text("header");
        if let Some(header) = &header {
            clauses.push(format!("{operation}.response.header.{header}:{name}"));
        } else if fields.is_empty() {
            clauses.push(format!("{operation}.rule.{name}"));
        }
        rules.push(Rule {
            source: inherit::over(above, value.get("source"), pages, &at)?,
            not_observable: text("not-observable"),
            text: sentence.trim().to_owned(),
            name,
            level,
            fields,
            header,
            check,
            clauses,
        });
    }
    Ok(rules)
}

fn no_field(wanted: &str, response: Option<&Node>) -> String {
    let known: Vec<&str> = response
        .map(Node::all)
        .unwrap_or_default()
        .iter()
        .map(|node| node.field.as_str())
        .filter(|field| !field.is_empty())
        .collect();
    match known.as_slice() {
        [] => format!("the response has no field `{wanted}`: it has no documented body"),
        _ => format!("the response has no field `{wanted}` (it has {})", known.join(", ")),
    }
}

/// The path in the whole body of a field as rules write it.
pub fn whole_field(field: &str, records: Option<&Records>) -> String {
    if let Some(rest) = field.strip_prefix("body.") {
        return rest.into();
    }
    let Some(records) = records else { return field.into() };
    let item = field_of(&records.answered);
    match field.strip_prefix("item.") {
        Some(rest) => join(item, rest),
        None => join(&join(item, records.content.as_deref().unwrap_or("")), field),
    }
}
