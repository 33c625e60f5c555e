//! What extensions name has to be there: a rule about a field that nothing has would never be judged.

mod rules;

use serde_json::Value;

use super::error::{At, ContractError};
use super::node::Node;
use super::operation::{Api, Operation, ParameterPlace};
use super::place::join;
use super::rule::{Records, field_of};
use super::rules::whole_field;
use super::template;
use super::{fillings, resource};

/// Holds the extensions of an API to what it documents.
///
/// # Errors
/// The first name that nothing has.
pub(super) fn check(api: &Api, root: &At<'_>) -> Result<(), ContractError> {
    resource::check(api, root)?;
    for operation in api.operations.values() {
        let at = root.down("paths").down(&operation.path).down(&operation.method.to_lowercase());
        fillings::check(api, operation, &at)?;
        if let Some(records) = &operation.records {
            self::records(api, operation, records, &at.down("x-records"))?;
        }
        for (index, rule) in operation.rules.iter().enumerate() {
            rules::check(operation, rule, &at.down("x-rules").down(&index.to_string()))?;
        }
    }
    Ok(())
}

fn records(
    api: &Api,
    operation: &Operation,
    records: &Records,
    at: &At<'_>,
) -> Result<(), ContractError> {
    let (sent, answered) = roots(operation);
    has(sent, field_of(&records.sent), "request", &at.down("sent"))?;
    has(answered, records.answered_field(), "answer", &at.down("answered"))?;
    list(answered, &records.answered, &at.down("answered"))?;
    if let Some(failed) = &records.failed {
        has(answered, field_of(failed), "answer", &at.down("failed"))?;
        list(answered, failed, &at.down("failed"))?;
    }
    let of_answer = |field: &str| whole_field(field, Some(records));
    if let Some(content) = &records.content {
        let whole = join(records.answered_field(), content);
        has(answered, &whole, "answer", &at.down("content"))?;
    }
    if let Some(id) = &records.id {
        has(answered, &of_answer(id), "answer", &at.down("id"))?;
    }
    if let Some(name) = &records.id_header {
        let at = at.down("id-header");
        if !operation.answers.has_header(name) {
            return Err(at.error(format!("no answer of an acceptance has a header `{name}`")));
        }
        if records.many() || records.answered.ends_with("[]") {
            return Err(at.error("a header tells the id of one record, and here may be several"));
        }
    }
    if let Some(id) = &records.sent_id {
        has(sent, &of_request(records, id), "request", &at.down("sent-id"))?;
    }
    if let Some(matching) = &records.matching {
        let at = at.down("match");
        words(operation, &matching.sent, &at.down("sent"))?;
        words(operation, &matching.answered, &at.down("answered"))?;
    }
    fillings::resource(api, "x-records", records.resource.as_deref(), &at.down("resource"))
}

/// The documented bodies of request and answer.
fn roots(operation: &Operation) -> (Option<&Node>, Option<&Node>) {
    let sent = operation.request.as_ref().map(|body| &body.root);
    (sent, operation.response.as_ref().map(|body| &body.root))
}

fn of_request(records: &Records, field: &str) -> String {
    join(field_of(&records.sent), field)
}

/// The words of a template stand for something that there is.
fn words(operation: &Operation, text: &str, at: &At<'_>) -> Result<(), ContractError> {
    let (sent, answered) = roots(operation);
    let records = operation.records.as_ref();
    for word in template::words(text) {
        let nothing = || at.error(format!("`{{{word}}}` stands for nothing here; {WORDS}"));
        let (whose, name) = word.split_once('.').ok_or_else(nothing)?;
        match whose {
            "sent" => {
                let field = records.map_or(name.to_owned(), |records| of_request(records, name));
                has(sent, &field, "request", at)?;
                let above = records.map_or("", |records| field_of(&records.sent));
                is_one(sent, above, name, false, at)?;
            }
            "answered" => {
                has(answered, &whole_field(name, records), "answer", at)?;
                one_value(operation, name, at)?;
            }
            "path" => parameter(operation, ParameterPlace::Path, name, at)?,
            "query" => parameter(operation, ParameterPlace::Query, name, at)?,
            "header" => parameter(operation, ParameterPlace::Header, name, at)?,
            _ => return Err(nothing()),
        }
    }
    Ok(())
}

fn parameter(
    operation: &Operation,
    place: ParameterPlace,
    name: &str,
    at: &At<'_>,
) -> Result<(), ContractError> {
    match operation.parameter(place, name) {
        Some(_) => Ok(()),
        None => {
            let place = place.name();
            Err(at.error(format!("`{{{place}.{name}}}`: the {place} has no parameter `{name}`")))
        }
    }
}

const WORDS: &str = "write {sent.…}, {answered.…}, {path.…}, {query.…} or {header.…}";

/// A field of an answer that a rule speaks of is one value: in a list there would be many, and none is judged.
fn one_value(operation: &Operation, field: &str, at: &At<'_>) -> Result<(), ContractError> {
    let (_, answered) = roots(operation);
    let inner = field.strip_prefix("item.").unwrap_or(field);
    let (above, inner) = match field.strip_prefix("body.") {
        Some(inner) => (String::new(), inner),
        None => {
            let whole = whole_field(field, operation.records.as_ref());
            let above = whole.strip_suffix(inner).unwrap_or_default();
            (above.trim_end_matches('.').to_owned(), inner)
        }
    };
    let is_of_body = field.starts_with("body.");
    is_one(answered, &above, inner, is_of_body, at)
}

/// What is below a place (or in each item of the list there) is not in another list.
fn is_one(
    root: Option<&Node>,
    above: &str,
    field: &str,
    is_of_body: bool,
    at: &At<'_>,
) -> Result<(), ContractError> {
    let place = root.and_then(|root| if above.is_empty() { Some(root) } else { root.find(above) });
    let Some(mut node) = place else { return Ok(()) };
    if let Some(items) = node.items.as_deref().filter(|_| !is_of_body) {
        node = items;
    }
    let mut way = above.to_owned();
    for key in field.split('.') {
        if node.items.is_some() {
            let list = if way.is_empty() { "the body".to_owned() } else { format!("`{way}`") };
            return Err(at.error(format!(
                "`{field}` stands in a list, so it is many values, and a rule is of one: say it of the whole list \
                 ({list}), or of records (`x-records`)"
            )));
        }
        let Some(child) = node.properties.get(key) else { return Ok(()) };
        node = child;
        way = join(&way, key);
    }
    Ok(())
}

/// A list where the place says so (`[]`).
fn list(root: Option<&Node>, place: &str, at: &At<'_>) -> Result<(), ContractError> {
    let Some(node) = root.and_then(|root| root.find(field_of(place))) else { return Ok(()) };
    let (is_list, says_list) = (node.allows_type("array"), place.ends_with("[]"));
    let typed = node.schema.get("type").is_some_and(Value::is_string);
    match (is_list, says_list) {
        (false, true) => Err(at.error(format!("`{place}` is no list in the documented answer"))),
        (true, false) if typed => Err(at.error(format!("`{place}` is a list: write `{place}[]`"))),
        _ => Ok(()),
    }
}

/// A field of a body is documented, or may be there all the same.
fn has(root: Option<&Node>, field: &str, whose: &str, at: &At<'_>) -> Result<(), ContractError> {
    let Some(root) = root.filter(|root| !may_have(root, field)) else { return Ok(()) };
    let all = root.all();
    let fields = all.iter().filter(|node| !node.is_item && !node.field.is_empty());
    let known: Vec<&str> = fields.map(|node| node.field.as_str()).collect();
    Err(at.error(format!("the {whose} has no field `{field}` (it has {})", known.join(", "))))
}

pub(super) fn may_have(root: &Node, field: &str) -> bool {
    let node = match &root.items {
        Some(items) if root.properties.is_empty() => items,
        _ => root,
    };
    // Where no fields are documented any may be there.
    if field.is_empty() || node.properties.is_empty() {
        return true;
    }
    let (key, rest) = field.split_once('.').unwrap_or((field, ""));
    node.properties.get(key).is_some_and(|child| may_have(child, rest))
}
