//! Values that travel as text, in parameters and headers: how they are read, and what their schemas say
//! of them.

use std::sync::Arc;

use percent_encoding::percent_decode_str;
use serde_json::{Number, Value};

use super::facets::Facet;
use super::node::Node;
use super::offences::offences;
use super::schema::{Offence, Schema};
use crate::model::items_of;

/// The schema of one value that is printed as text.
#[derive(Clone, Debug)]
pub struct PrintedSchema {
    /// What is promised of it, each a facet.
    pub root: Node,
    /// The compiled schema.
    pub schema: Arc<Schema>,
    /// What each item is, where it is a list; there are commas between them.
    pub items: Option<Box<PrintedSchema>>,
}

impl PrintedSchema {
    /// What is promised of it and, where it is a list, of its items.
    pub fn facets(&self) -> impl Iterator<Item = &Facet> {
        let of_items = self.root.items.iter().flat_map(|items| &items.facets);
        self.root.facets.iter().chain(of_items)
    }

    /// What texts say, of which one has to be right: what meets all, or else what is at least of the
    /// right type.
    pub fn reading(&self, texts: &[&str]) -> Value {
        let mut readings: Vec<Value> = match &self.items {
            None => texts.iter().copied().flat_map(read).collect(),
            Some(item) => texts.iter().map(|text| item.list(text)).collect(),
        };
        let broken: Vec<Vec<Offence>> =
            readings.iter().map(|reading| offences(&self.root, &self.schema, reading)).collect();
        let is_typed = |broken: &Vec<Offence>| broken.iter().all(|one| one.keyword != "type");
        let best = broken.iter().position(Vec::is_empty);
        let best = best.or_else(|| broken.iter().position(is_typed)).unwrap_or(0);
        match readings.is_empty() {
            true => Value::Null,
            false => readings.swap_remove(best),
        }
    }

    /// A list of such values.
    fn list(&self, text: &str) -> Value {
        match text.trim().is_empty() {
            true => Value::Array(Vec::new()),
            false => items_of(text).map(|item| self.reading(&[item])).collect(),
        }
    }

    /// Whether a text is one value by it.
    pub fn is_of_one_value(&self) -> bool {
        is_one_value(&self.root)
    }

    /// What a text breaks.
    pub fn offences(&self, text: &str) -> Vec<Offence> {
        offences(&self.root, &self.schema, &self.reading(&[text]))
    }
}

/// Whether a text is one value by its schema: how lists and objects are written is not read.
pub(super) fn is_one_value(root: &Node) -> bool {
    const OPEN: [&str; 7] = ["anyOf", "oneOf", "not", "if", "properties", "items", "prefixItems"];
    match root.schema.contains_key("type") {
        true => !root.allows_type("array") && !root.allows_type("object"),
        false => !OPEN.iter().any(|keyword| root.schema.contains_key(*keyword)),
    }
}

/// An id or a part of one as it stands in a path or a template: a text, or a whole number.
pub fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => number.as_i64().map(|number| number.to_string()),
        _ => None,
    }
}

/// What a text may say (OpenAPI's style `simple`): OpenAPI leaves open how a boolean is
/// spelt, and whether a text is percent-encoded.
fn read(text: &str) -> Vec<Value> {
    let mut readings = Vec::new();
    readings.extend(number(text).map(Value::Number));
    readings.extend(
        ["true", "false"].into_iter().filter_map(|word| {
            text.eq_ignore_ascii_case(word).then_some(Value::Bool(word == "true"))
        }),
    );
    if text.is_empty() || text == "null" {
        readings.push(Value::Null);
    }
    readings.push(Value::String(text.to_owned()));
    match percent_decode_str(text).decode_utf8() {
        Ok(decoded) if decoded != text => readings.push(Value::String(decoded.into_owned())),
        _ => {}
    }
    readings
}

/// A number, also one with zeros or a plus before it.
pub(super) fn number(text: &str) -> Option<Number> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = digits.trim_start_matches('0');
    let zero = if digits.starts_with(|c: char| c.is_ascii_digit()) { "" } else { "0" };
    let has_digits = text.contains(|c: char| c.is_ascii_digit());
    has_digits.then(|| serde_json::from_str(&format!("{sign}{zero}{digits}")).ok()).flatten()
}
