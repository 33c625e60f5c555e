//! Records that travel as forms: what is documented of that, and what a server reads in them.

use serde_json::{Map, Value};

use super::consistent::may_have;
use super::error::{At, ContractError};
use super::node::Node;
use super::printed::number;
use crate::model::{DEEPEST, FieldStyle, FormKind, FormStyle, ListStyle};
use crate::spelling::hint;

/// The styles that say something of a field of a form.
const STYLES: [&str; 4] = ["form", "spaceDelimited", "pipeDelimited", "deepObject"];

/// How a body of a form's media type travels, by what is said beside its schema (`encoding`).
///
/// # Errors
/// Where that is about no field, or says what nobody can read.
pub(super) fn style(
    kind: FormKind,
    media: &Value,
    root: &Node,
    at: &At<'_>,
) -> Result<FormStyle, ContractError> {
    let encoding = media.get("encoding").and_then(Value::as_object);
    for (name, said) in encoding.into_iter().flatten() {
        let at = at.down("encoding").down(name);
        if !may_have(root, name) && !root.properties.contains_key(name) {
            let hint = hint(name, root.properties.keys().map(String::as_str));
            return Err(at.error(format!("the form has no field `{name}`{hint}")));
        }
        let Some(style) = said.get("style").and_then(Value::as_str) else { continue };
        if !STYLES.contains(&style) {
            let message = format!("`{style}` is no style of a form; write {}", STYLES.join(", "));
            return Err(at.down("style").error(message));
        }
        let has_parts = |node: &Node| node.allows_type("object") || node.allows_type("array");
        if style == "deepObject" && !root.properties.get(name).is_none_or(has_parts) {
            let message =
                format!("`{name}` is neither an object nor a list, so it has no `{style}`");
            return Err(at.down("style").error(message));
        }
    }
    let fields = root.properties.iter().map(|(name, node)| {
        let said = encoding.and_then(|all| all.get(name)).unwrap_or(&Value::Null);
        (name.clone(), field_style(kind, said, node))
    });
    Ok(FormStyle { kind, fields: fields.collect() })
}

fn field_style(kind: FormKind, said: &Value, node: &Node) -> FieldStyle {
    let text = |key: &str| said.get(key).and_then(Value::as_str);
    let explode = said.get("explode").and_then(Value::as_bool);
    let inner = node.item_or_self();
    let is_file = kind == FormKind::Multipart && is_file(inner, text("contentType"));
    let documented = text("contentType").or_else(|| inner.text("contentMediaType"));
    // Several are alternatives; a range names none.
    let first = documented.and_then(|all| all.split(',').next()).map(str::trim);
    let is_list = node.schema.contains_key("type") && node.allows_type("array");
    let is_object = inner.schema.contains_key("type") && inner.allows_type("object");
    let is_json = !is_file && is_object && !inner.allows_type("string");
    let content_type = first
        .filter(|known| !known.contains('*'))
        .or(is_json.then_some("application/json"))
        .map(str::to_owned);
    FieldStyle {
        list: ListStyle::of(text("style"), explode).filter(|_| is_list).unwrap_or_default(),
        nested: text("style") == Some("deepObject"),
        content_type,
        is_file,
    }
}

/// A text that is said to be bytes, or to be of a media type of its own.
fn is_file(node: &Node, content_type: Option<&str>) -> bool {
    let is_plain = |said: &str| said.starts_with("text/plain") || said.contains("json");
    node.format.as_deref() == Some("binary")
        || node.schema.contains_key("contentMediaType")
        || (node.properties.is_empty() && content_type.is_some_and(|said| !is_plain(said)))
}

/// Takes away what no form can break: whatever is written there is a text, or a list of one.
pub(super) fn without_types(root: &mut Node) {
    let says = root.field.is_empty() || root.allows_type("string") || root.allows_type("array");
    root.facets.retain(|facet| facet.name != "type" || !says);
    root.properties.values_mut().for_each(without_types);
    if let Some(items) = &mut root.items {
        without_types(items);
    }
}

/// A record as a server reads it in a form, by the documented types: there are only texts in it, and no
/// word for null and for an empty list.
pub(super) fn settled(root: &Node, style: &FormStyle, record: Value) -> Value {
    let Value::Object(members) = record else { return record };
    let read = members.into_iter().filter_map(|(name, value)| {
        let field = style.fields.get(&name);
        let nested = field.is_some_and(|field| field.nested);
        // Under the very name of a field whose members are pairs of their own there is another field.
        let is_other = nested && !value.is_object() && !value.is_array();
        // What stands between items parts them, in an item as well.
        let value = match field.and_then(|field| field.list.mark()).filter(|_| !nested) {
            Some(mark) => match value {
                Value::Array(items) => {
                    items.iter().flat_map(|item| parted_value(item, mark)).collect()
                }
                other => parted_value(&other, mark).into_iter().collect(),
            },
            None => value,
        };
        let depth = if nested { Some(DEEPEST) } else { None };
        let value = read(root.properties.get(&name), value, depth).filter(|_| !is_other)?;
        Some((name, value))
    });
    Value::Object(read.collect())
}

/// Whether a form can say all of a value: it has no word for null, and none for an empty list, which a single empty item
/// can't be told from; nor can an item have the mark in it that parts the items. In an object that is written as JSON
/// there may be anything, and one whose members are pairs may have none.
pub(super) fn says(style: &FormStyle, field: &str, value: &Value) -> bool {
    let nested = style.fields.get(field).is_some_and(|field| field.nested);
    let is_other = nested && !value.is_object() && !value.is_array();
    let mark = style.fields.get(field).and_then(|field| field.list.mark()).filter(|_| !nested);
    let is_parted = |item: &Value| match (mark, item) {
        (Some(mark), Value::String(text)) => text.contains(mark),
        _ => false,
    };
    let is_whole = value.as_array().is_none_or(|items| !items.iter().any(is_parted));
    !is_other && is_whole && is_said(value, nested)
}

fn is_said(value: &Value, nested: bool) -> bool {
    match value {
        Value::Null => false,
        Value::Array(items) => match items.as_slice() {
            [] => false,
            [Value::String(text)] if text.is_empty() => false,
            items => items.iter().all(|item| is_said(item, nested)),
        },
        Value::Object(members) if nested => members.values().all(|member| is_said(member, nested)),
        _ => true,
    }
}

/// A record by the pairs of a form: every value is a text.
pub(super) fn record(style: &FormStyle, pairs: Vec<(String, String)>) -> Value {
    let mut record = Map::new();
    for (name, text) in pairs {
        let (field, rest) = name.split_once('[').unwrap_or((&name, ""));
        let known = style.fields.get(&name).or_else(|| style.fields.get(field));
        let value = match known.and_then(|style| style.list.mark()) {
            Some(mark) => Value::Array(parted(&text, mark)),
            None => Value::String(text),
        };
        let steps: Vec<&str> = rest.split('[').map(|step| step.trim_end_matches(']')).collect();
        // A name that goes deeper than anybody's is one name.
        let is_nested = known.is_some_and(|style| style.nested) && steps.len() <= DEEPEST;
        match is_nested && !rest.is_empty() {
            true => insert(record.entry(field).or_insert(Value::Null), &steps, value),
            false => match record.get_mut(&name) {
                Some(Value::Array(items)) => items.push(value),
                Some(first) => *first = Value::Array(vec![first.take(), value]),
                None => drop(record.insert(name, value)),
            },
        }
    }
    Value::Object(record)
}

/// The items that a server reads for one.
fn parted_value(value: &Value, mark: char) -> Vec<Value> {
    match value {
        Value::Null => Vec::new(),
        Value::String(text) => parted(text, mark),
        other => parted(&other.to_string(), mark),
    }
}

fn parted(text: &str, mark: char) -> Vec<Value> {
    text.split(mark).map(|item| Value::String(item.to_owned())).collect()
}

fn insert(place: &mut Value, steps: &[&str], value: Value) {
    let Some((step, rest)) = steps.split_first() else {
        *place = value;
        return;
    };
    if step.parse::<usize>().is_ok() {
        if !place.is_array() {
            *place = Value::Array(Vec::new());
        }
        let Value::Array(items) = place else { return };
        let index = step.parse::<usize>().unwrap_or_default().min(items.len());
        if index == items.len() {
            items.push(Value::Null);
        }
        if let Some(item) = items.get_mut(index) {
            insert(item, rest, value);
        }
        return;
    }
    if !place.is_object() {
        *place = Value::Object(Map::new());
    }
    if let Value::Object(members) = place {
        insert(members.entry(*step).or_insert(Value::Null), rest, value);
    }
}

/// What is read for a value; nothing where nothing is sent. `depth`: so deep its members and items are pairs of
/// their own, where they are, as else those of objects are JSON.
fn read(node: Option<&Node>, value: Value, depth: Option<usize>) -> Option<Value> {
    let nested = depth.is_some_and(|depth| depth > 0);
    let below = depth.map(|depth| depth.saturating_sub(1));
    let node = node.filter(|node| node.schema.contains_key("type"));
    let is = |kind: &str| node.is_some_and(|node| node.allows_type(kind));
    match value {
        Value::Null => None,
        Value::Array(items) => {
            let of = if is("array") { node.and_then(|node| node.items.as_deref()) } else { node };
            let item = |item: Value| match item.is_array() && !nested {
                // A list in a list travels as JSON.
                true => read(of, Value::String(item.to_string()), below),
                false => read(of, item, below),
            };
            let mut items: Vec<Value> = items.into_iter().filter_map(item).collect();
            match items.len() {
                0 => None,
                // Nobody sees that there might have been more.
                1 if !is("array") && !nested => items.pop(),
                _ => Some(Value::Array(items)),
            }
        }
        Value::Object(members) if nested => {
            let child = |name: &str| node.and_then(|node| node.properties.get(name));
            let members = members.into_iter();
            let read: Map<String, Value> = members
                .filter_map(|(name, value)| Some((name.clone(), read(child(&name), value, below)?)))
                .collect();
            (!read.is_empty()).then_some(Value::Object(read))
        }
        object @ Value::Object(_) if node.is_none() || is("object") => Some(object),
        Value::String(text) => Some(text_read(node, text)),
        // What no type is documented of keeps its own.
        scalar if node.is_none() => Some(scalar),
        other => Some(text_read(node, other.to_string())),
    }
}

/// Fields of the top level that no type is told of and something else is: `anyOf`, `enum` and the like.
pub(super) fn untyped(root: &Node, record: &Value) -> Vec<String> {
    const OPEN: [&str; 6] = ["anyOf", "oneOf", "enum", "const", "not", "if"];
    let is_open = |node: &&Node| {
        !node.schema.contains_key("type") && OPEN.iter().any(|key| node.schema.contains_key(*key))
    };
    let names = record.as_object().into_iter().flat_map(Map::keys);
    names.filter(|name| root.properties.get(*name).as_ref().is_some_and(is_open)).cloned().collect()
}

/// A single value as it is written in a form.
pub(super) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// What a text may say.
pub(super) fn readings(text: &str) -> Vec<Value> {
    let number = number(text).filter(|number| number.to_string() == text).map(Value::Number);
    let truth = text.parse().ok().map(Value::Bool);
    [Some(Value::String(text.to_owned())), number, truth].into_iter().flatten().collect()
}

/// A record as a server may read it: a number in another spelling (`042`), or nothing as the null that is documented. What is
/// sent stays as it is.
pub(super) fn as_may_be_read(root: &Node, record: &Value) -> Value {
    let mut read = record.clone();
    let is = |node: &Node, kind: &str| node.schema.contains_key("type") && node.allows_type(kind);
    for node in root.all().into_iter().filter(|node| !is(node, "string")) {
        for place in node.places(record) {
            let Some(Value::String(text)) = record.pointer(&place) else { continue };
            let is_number = is(node, "integer") || is(node, "number");
            let meant = match text.as_str() {
                "" if is(node, "null") => Some(Value::Null),
                text => number(text).filter(|_| is_number).map(Value::Number),
            };
            if let (Some(meant), Some(value)) = (meant, read.pointer_mut(&place)) {
                *value = meant;
            }
        }
    }
    read
}

/// What a text says, by the documented type.
fn text_read(node: Option<&Node>, text: String) -> Value {
    let Some(node) = node else { return Value::String(text) };
    let is = |kind: &str| node.allows_type(kind);
    // One that is written otherwise than here (`042`) is sent as it was written.
    let number = number(&text).filter(|number| number.to_string() == text);
    if let Some(number) = number.filter(|_| is("integer") || is("number")) {
        return Value::Number(number);
    }
    if let Some(truth) = text.parse().ok().filter(|_| is("boolean")) {
        return Value::Bool(truth);
    }
    if is("string") {
        return Value::String(text);
    }
    if is("array") {
        return read(node.items.as_deref(), Value::String(text), None).into_iter().collect();
    }
    // As JSON, which is how objects travel.
    let object =
        serde_json::from_str(&text).ok().filter(|read: &Value| is("object") && read.is_object());
    object.unwrap_or(Value::String(text))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use crate::contract::{Contract, violations};
    use crate::model::{Body, Draft};

    const PAIRS: &str = "application/x-www-form-urlencoded";

    /// A contract with one operation that takes such a form.
    fn contract(media_type: &str, fields: &str, more: &str) -> Result<Contract, String> {
        let text = format!(
            "openapi: 3.1.0
info: {{title: Shop, version: v1}}
paths:
  /a:
    post:
      operationId: make
      requestBody:
        required: true
        content:
          {media_type}:
            schema: {{type: object, properties: {{{fields}}}}}
            {more}
"
        );
        let files = BTreeMap::from([("c/a.yaml".to_owned(), text)]);
        Contract::load(&files, "c").map_err(|error| error.to_string())
    }

    /// What is sent of a record, and the clauses that it breaks.
    fn sent(contract: &Contract, record: &serde_json::Value) -> (String, Vec<String>) {
        let operation = contract.operation("make").unwrap();
        let mut draft = Draft { body: Body::Json(record.clone()), ..operation.draft() };
        let media_type = &operation.request.as_ref().unwrap().media_type;
        draft.headers.insert("Content-Type".into(), media_type.clone());
        operation.settle(&mut draft);
        let broken = violations(operation, &draft).into_iter().map(|one| one.clause);
        (draft.text(), broken.collect())
    }

    #[test]
    fn what_no_type_is_told_of_is_read_as_its_schema_takes_it() {
        let fields = "note: {anyOf: [{type: string}, {type: 'null'}]}, count: {anyOf: [{type: integer}, {type: 'null'}]}, level: {enum: [1, 2]}";
        let contract = contract(PAIRS, fields, "").unwrap();
        let record = json!({"note": 42, "count": "7", "level": "2"});
        assert_eq!(sent(&contract, &record), ("note=42&count=7&level=2".into(), vec![]));
        let (_, broken) = sent(&contract, &json!({"count": "many", "level": 3}));
        assert_eq!(broken, ["make.request.body.count:anyOf", "make.request.body.level:enum"]);
    }

    #[test]
    fn a_number_is_sent_as_it_is_spelt_and_judged_by_its_value() {
        let contract = contract(PAIRS, "n: {type: integer, maximum: 50}", "").unwrap();
        assert_eq!(sent(&contract, &json!({"n": "042"})), ("n=042".into(), vec![]));
        assert_eq!(sent(&contract, &json!({"n": "051"})).1, ["make.request.body.n:maximum"]);
        assert_eq!(sent(&contract, &json!({"n": "4x"})).1, ["make.request.body.n:type"]);
    }

    #[test]
    fn an_item_with_the_mark_in_it_is_two() {
        let fields = "cities: {type: array, maxItems: 2, items: {type: string}}";
        let more = "encoding: {cities: {explode: false}}";
        let contract = contract(PAIRS, fields, more).unwrap();
        let (text, broken) = sent(&contract, &json!({"cities": ["Bern, CH", "Rome"]}));
        assert_eq!(text, "cities=Bern,+CH,Rome");
        assert_eq!(broken, ["make.request.body.cities:maxItems"]);
    }

    #[test]
    fn where_nothing_is_a_record_without_fields_it_may_be_all_that_is_sent() {
        let nothing = |media_type: &str, fields: &str, more: &str| {
            let contract = contract(media_type, fields, more).unwrap();
            let operation = contract.operation("make").unwrap();
            violations(operation, &operation.draft())
                .iter()
                .any(|one| one.clause == "make.request.body")
        };
        assert!(!nothing(PAIRS, "note: {type: string}", ""));
        assert!(nothing("multipart/form-data", "note: {type: string}", ""));
        assert!(nothing("application/json", "note: {type: string}", ""));
    }

    #[test]
    fn files_and_objects_are_parts_of_their_own_kind() {
        let fields = "one: {anyOf: [{type: string, format: binary}, {type: 'null'}]}, all: {type: array, items: {type: string, contentMediaType: text/csv}}, free: {type: object}";
        let contract = contract("multipart/form-data", fields, "").unwrap();
        let (text, _) = sent(&contract, &json!({"one": "1", "all": ["2", "3"], "free": {}}));
        let heads: Vec<&str> = text.lines().filter(|line| line.starts_with("Content-")).collect();
        assert_eq!(
            heads,
            [
                "Content-Disposition: form-data; name=\"one\"; filename=\"docproof.bin\"",
                "Content-Type: application/octet-stream",
                "Content-Disposition: form-data; name=\"all\"; filename=\"docproof.csv\"",
                "Content-Type: text/csv",
                "Content-Disposition: form-data; name=\"all\"; filename=\"docproof.csv\"",
                "Content-Type: text/csv",
                "Content-Disposition: form-data; name=\"free\"",
                "Content-Type: application/json",
            ]
        );
    }

    #[test]
    fn what_encoding_says_is_of_a_field_and_known() {
        let said = |more: &str| contract(PAIRS, "tags: {type: array}", more).unwrap_err();
        let name = said("encoding: {tagz: {explode: false}}");
        assert!(name.contains("the form has no field `tagz`; did you mean `tags`?"), "{name}");
        let style = said("encoding: {tags: {style: deepObjekt}}");
        assert!(style.contains("`deepObjekt` is no style of a form"), "{style}");
        let key = said("encoding: {tags: {explod: false}}");
        assert!(key.contains("explod"), "{key}");
    }

    #[test]
    fn a_list_is_repeated_where_it_explodes_whatever_its_style() {
        let more = "encoding: {tags: {style: spaceDelimited, explode: true}}";
        let contract = contract(PAIRS, "tags: {type: array}", more).unwrap();
        assert_eq!(sent(&contract, &json!({"tags": ["a", "b"]})).0, "tags=a&tags=b");
    }
}
