//! Values that break what is documented of a field or parameter, and values at its bounds.

use serde_json::{Map, Number, Value, json};

use crate::contract::{Node, varied};

/// Longer texts than this are written by their length.
const SPELT_OUT: u64 = 40;
/// No longer list is written.
const MOST_ITEMS: u64 = 20;
/// Nor is one repeated so often.
const REPEATED: usize = 1_000;
/// No longer text is made.
const LONGEST: u64 = 1 << 20;

/// A value with what it is, in words that go on a sentence: "a request whose title is …".
pub(super) struct Valued {
    pub what: String,
    pub value: Value,
}

fn valued(what: impl Into<String>, value: Value) -> Valued {
    Valued { what: what.into(), value }
}

/// Whether a value is one of several by its schema.
pub(super) fn is_composed(schema: &Map<String, Value>) -> bool {
    ["oneOf", "anyOf"].iter().any(|key| schema.contains_key(*key))
}

/// Values that a field may not have, each for another reason: most by far do break it, and who asks sees
/// whether they do.
pub(super) fn wrong(schema: &Map<String, Value>) -> Vec<Valued> {
    let may_be = |kinds: &[&str]| match schema.get("type") {
        Some(Value::String(kind)) => kinds.contains(&kind.as_str()),
        Some(Value::Array(all)) => all.iter().any(|kind| kinds.iter().any(|one| kind == one)),
        // Who asks sees which it is.
        _ => !is_composed(schema),
    };
    let others = [
        ("a number", json!(42), may_be(&["number", "integer"])),
        (
            "a fraction",
            between(schema).unwrap_or(json!(1.5)),
            may_be(&["number"]) || !may_be(&["integer"]),
        ),
        ("a text", json!("docproof"), may_be(&["string"])),
        ("a list", json!([]), may_be(&["array"])),
        ("an object", json!({}), may_be(&["object"])),
        ("null", Value::Null, may_be(&["null"])),
    ];
    let mut found = Vec::new();
    let number = |key: &str| schema.get(key).and_then(Value::as_number);
    let count = |key: &str| number(key).and_then(Number::as_u64);
    if count("minLength").is_some_and(|least| least > 0) {
        found.push(valued("empty", json!("")));
    }
    if let Some(least) = count("minLength").filter(|least| (2..=SPELT_OUT).contains(least)) {
        found.push(valued("too short", json!(letters(least - 1))));
    }
    if let Some(most) = count("maxLength").filter(|most| *most < SPELT_OUT) {
        found.push(valued("too long", json!(letters(most + 1))));
    }
    if schema.contains_key("enum") || schema.contains_key("const") {
        found.push(valued("none of its values", json!("docproof")));
        found.push(valued("none of its values", json!(987_654_321)));
        // Of whole numbers and of flags, the other.
        found.extend([json!(true), json!(false)].map(|flag| valued("none of its values", flag)));
    }
    if schema.contains_key("pattern") || schema.contains_key("format") {
        let forms = ["docproof", "?", "12"];
        found.extend(forms.map(|text| valued("of another form", json!(text))));
        found.push(valued("empty", json!("")));
    }
    found.extend(moved(schema, "minimum", -1).map(|value| valued("too small", value)));
    found.extend(moved(schema, "exclusiveMinimum", 0).map(|value| valued("too small", value)));
    found.extend(moved(schema, "maximum", 1).map(|value| valued("too large", value)));
    found.extend(moved(schema, "exclusiveMaximum", 0).map(|value| valued("too large", value)));
    found.extend(no_multiple(schema).map(|value| valued("no multiple", value)));
    let beyond = match schema.get("format").and_then(Value::as_str) {
        Some("int32") => Some(json!(2_147_483_648_i64)),
        Some("int64") => Some(json!(9_223_372_036_854_775_808_u64)),
        _ => None,
    };
    found.extend(beyond.map(|value| valued("beyond its format", value)));
    if count("minItems").is_some_and(|least| least > 0) {
        found.push(valued("an empty list", json!([])));
    }
    // What breaks a type often breaks the others, too.
    let others = others.into_iter().filter(|(.., may_be)| !may_be);
    found.extend(others.map(|(what, value, _)| valued(what, value)));
    found
}

/// Lists that a field may not have: with one wrong item, or too many of those that the sample has.
pub(super) fn wrong_lists(node: &Node, sample: Option<&Value>) -> Vec<Valued> {
    let Some(items) = &node.items else { return Vec::new() };
    let mut found = Vec::new();
    let one = |wrong: Valued| {
        valued(format!("a list with an item that is {}", wrong.what), json!([wrong.value]))
    };
    match items.properties.is_empty() {
        true => found.extend(wrong(&items.schema).into_iter().map(one)),
        false => found.push(one(valued("a number", json!(42)))),
    }
    // Objects are repeated as they are sent, with what is filled in them.
    let is_written = items.properties.is_empty();
    let count = |key: &str| {
        let count = node.schema.get(key).and_then(Value::as_u64);
        count.filter(|count| is_written && *count < MOST_ITEMS)
    };
    let printed = sample.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if let Some(most) = count("maxItems") {
        let many: Option<Vec<Value>> =
            (0..=most).map(|index| item(items, printed, index)).collect();
        found.extend(many.map(|many| valued("a list that is too long", json!(many))));
    }
    if let Some(least) = count("minItems").filter(|least| *least > 1) {
        let few: Option<Vec<Value>> =
            (1..least).map(|index| item(items, printed, index - 1)).collect();
        found.extend(few.map(|few| valued("a list that is too short", json!(few))));
    }
    if is_written && node.schema.get("uniqueItems") == Some(&Value::Bool(true)) {
        let one = item(items, printed, 0);
        found.extend(one.map(|one| valued("a list with an item twice", json!([one, one]))));
    }
    found
}

/// How many items a list may not have, of those that it has: too many, too few, or one of them twice.
pub(super) fn wrong_counts(node: &Node, sample: Option<&Value>) -> Vec<usize> {
    let printed = sample.and_then(Value::as_array).map_or(0, Vec::len);
    let Some(items) = node.items.as_ref().filter(|_| printed > 0) else { return Vec::new() };
    let most = node.schema.get("maxItems").and_then(Value::as_u64);
    let is_written = |most: &u64| items.properties.is_empty() && *most < MOST_ITEMS;
    let most = most.filter(|most| !is_written(most)).and_then(|most| usize::try_from(most).ok());
    let most = most.filter(|most| *most < REPEATED).map(|most| most + 1);
    if items.properties.is_empty() {
        return most.into_iter().collect();
    }
    let least = node.schema.get("minItems").and_then(Value::as_u64);
    let least = least.and_then(|least| usize::try_from(least).ok()?.checked_sub(1));
    let twice = node.schema.get("uniqueItems") == Some(&Value::Bool(true));
    let twice = twice.then_some(printed + 1);
    most.into_iter().chain(least.filter(|least| *least > 0)).chain(twice).collect()
}

/// The item of a list at this place, another at each as far as the documentation knows others.
fn item(items: &Node, printed: &[Value], index: u64) -> Option<Value> {
    let at = usize::try_from(index).ok()?;
    let closed = items.schema.get("enum").and_then(Value::as_array);
    if let Some(values) = closed.filter(|values| !values.is_empty()) {
        return values.get(at % values.len()).cloned();
    }
    if let Some(printed) = printed.get(at) {
        return Some(printed.clone());
    }
    if items.schema.contains_key("pattern") {
        // Another at each place, and the same in each document.
        let mut number = at + 1;
        let mut pick = |among: usize| {
            number = number.wrapping_mul(48_271) % 2_147_483_647;
            number % among
        };
        if let Some(text) = varied(&items.schema, &mut pick) {
            return Some(text.into());
        }
    }
    let free =
        !["pattern", "format", "x-resource"].iter().any(|key| items.schema.contains_key(*key));
    match printed.first()? {
        Value::String(text) if free => Some(json!(format!("{text}{index}"))),
        Value::Number(number) if free => {
            Some(json!(number.as_i64()?.checked_add(i64::try_from(index).ok()?)?))
        }
        other => Some(other.clone()),
    }
}

/// What lies between two multiples, within the bounds.
fn no_multiple(schema: &Map<String, Value>) -> Option<Value> {
    let of = schema.get("multipleOf")?.as_number()?;
    let least = ["minimum", "exclusiveMinimum"];
    let mut least = least.iter().filter_map(|key| schema.get(*key)?.as_f64());
    match (of.as_i64(), least.next()) {
        (Some(_), _) => moved(schema, "multipleOf", 1),
        (None, least) => {
            // As short as a person would write it.
            let of = of.as_f64()?;
            let multiple = ((least.unwrap_or(0.0).max(0.0) / of).floor() + 1.0) * of;
            let beside = format!("{:.9}", multiple + of / 2.0).parse().ok()?;
            Number::from_f64(beside).map(Value::Number)
        }
    }
}

/// A fraction that nothing but its being one is wrong with.
fn between(schema: &Map<String, Value>) -> Option<Value> {
    let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
    let least = bound("minimum").or_else(|| bound("exclusiveMinimum"))?;
    let most = bound("maximum").or_else(|| bound("exclusiveMaximum")).unwrap_or(f64::MAX);
    let fits = |fraction: &f64| least < *fraction && *fraction < most;
    [1.5, least + 0.5].into_iter().find(fits).map(|fraction| json!(fraction))
}

/// The length of a text that is too long to be spelt out.
pub(super) fn too_long(node: &Node) -> Option<u64> {
    let most = node.schema.get("maxLength")?.as_u64()?;
    (SPELT_OUT..LONGEST).contains(&most).then_some(most + 1)
}

/// The length of the longest text that a field may have, where it is too long to be spelt out.
pub(super) fn longest(schema: &Map<String, Value>) -> Option<u64> {
    let is_free = !["enum", "pattern", "format"].iter().any(|key| schema.contains_key(*key));
    let most = schema.get("maxLength")?.as_u64().filter(|_| is_free)?;
    (SPELT_OUT + 1..LONGEST).contains(&most).then_some(most)
}

/// Values that a field may just have.
pub(super) fn allowed(schema: &Map<String, Value>) -> Vec<Valued> {
    let mut found = Vec::new();
    let values = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
    let values = values.filter(|value| !value.is_null());
    found.extend(values.map(|value| valued("one of its values", value.clone())));
    if schema.get("type").is_some_and(Value::is_array) {
        found.push(valued("null", Value::Null));
    }
    if schema.contains_key("enum")
        || schema.contains_key("pattern")
        || schema.contains_key("format")
    {
        return found;
    }
    let count = |key: &str| schema.get(key).and_then(Value::as_u64);
    if let Some(least) = count("minLength").filter(|least| (1..=SPELT_OUT).contains(least)) {
        found.push(valued("as short as it may be", json!(letters(least))));
    }
    if let Some(most) = count("maxLength").filter(|most| (1..=SPELT_OUT).contains(most)) {
        found.push(valued("as long as it may be", json!(letters(most))));
    }
    found.extend(moved(schema, "minimum", 0).map(|value| valued("as small as it may be", value)));
    found.extend(moved(schema, "maximum", 0).map(|value| valued("as large as it may be", value)));
    found
}

/// A bound, or what is by so many beside it.
fn moved(schema: &Map<String, Value>, key: &str, by: i64) -> Option<Value> {
    let bound = schema.get(key)?.as_number()?;
    match (bound.as_i64(), by) {
        (_, 0) => Some(Value::Number(bound.clone())),
        (Some(bound), by) => Some(json!(bound.checked_add(by)?)),
        #[allow(clippy::cast_precision_loss, reason = "one or minus one")]
        (None, by) => {
            // As short as a person would write it.
            let beside = format!("{:.9}", bound.as_f64()? + by as f64).parse().ok()?;
            Number::from_f64(beside).map(Value::Number)
        }
    }
}

fn letters(count: u64) -> String {
    "a".repeat(usize::try_from(count).unwrap_or_default())
}
