//! Records that travel as forms: what is documented of that. What a server reads in them is in `form/reading.rs`.

mod reading;

use serde_json::Value;

pub(super) use self::reading::{as_may_be_read, readings, record, settled, text_of, untyped};
use super::consistent::may_have;
use super::error::{At, ContractError};
use super::node::Node;
use crate::model::{FieldStyle, FormKind, FormStyle, ListStyle};
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
