//! What extensions name has to be there: a rule about a field that nothing has would never be judged.

use serde_json::Value;

use super::error::{At, ContractError};
use super::node::Node;
use super::operation::{Api, Operation, ParameterPlace};
use super::pages::Pages;
use super::place::join;
use super::rule::{Check, Order, Records, Rule, field_of};
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
            self::rule(operation, rule, &at.down("x-rules").down(&index.to_string()))?;
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

fn rule(operation: &Operation, rule: &Rule, at: &At<'_>) -> Result<(), ContractError> {
    if let Some(header) = &rule.header {
        return of_header(operation, rule, header, at);
    }
    let at = &at.down("check");
    let (_, answered) = roots(operation);
    let of_answer = |field: &str| whole_field(field, operation.records.as_ref());
    let Some(check) = &rule.check else {
        return match rule.fields.is_empty() || rule.not_observable.is_some() {
            true => Ok(()),
            false => Err(at.above().error(format!(
                "the rule `{}` has `fields` and no `check`, so nothing would judge it",
                rule.name
            ))),
        };
    };
    if check.is_of_fields() && rule.fields.is_empty() {
        let message = format!("the rule `{}` has to say of which `fields` it speaks", rule.name);
        return Err(at.above().error(message));
    }
    if !check.is_of_fields() && !rule.fields.is_empty() {
        let message = format!(
            "the check of the rule `{}` is of whole records: it takes no `fields`",
            rule.name
        );
        return Err(at.above().error(message));
    }
    match check {
        Check::Equals(text) | Check::EqualsDespite(text) | Check::Contains(text) => {
            words(operation, text, at)
        }
        Check::SameAs(field) => has(answered, &of_answer(field), "answer", at),
        Check::CountOf(place) if place == "sent" => Ok(()),
        Check::CountOf(place) => has(answered, field_of(place), "answer", at),
        Check::SumOf(places) => {
            places.iter().try_for_each(|place| has(answered, field_of(place), "answer", at))
        }
        Check::ListsKnown => match &operation.records {
            Some(Records { id: Some(_), resource: Some(_), .. }) => Ok(()),
            _ => Err(at.error("it needs the `id` and the `resource` of `x-records`")),
        },
        Check::AtMost(_) | Check::Sorted(_)
            if !operation.records.as_ref().is_some_and(|all| all.answered.ends_with("[]")) =>
        {
            Err(at.error("it needs `x-records` that are `answered` as a list (`body[]`)"))
        }
        Check::AtMost(name) => match operation.parameter(ParameterPlace::Query, name) {
            Some(one) if one.schema.as_ref().is_none_or(|schema| counts(&schema.root)) => Ok(()),
            Some(_) => Err(at.down("at-most").error(format!("`{name}` is no number"))),
            None => Err(at.down("at-most").error(format!("the query has no parameter `{name}`"))),
        },
        Check::Pages(pages) => self::pages(operation, pages, &at.down("pages")),
        Check::Sorted(order) => sorted(operation, order, &at.down("sorted")),
        Check::GoneUnlessSent
            if operation.records.as_ref().is_none_or(|records| records.resource.is_none()) =>
        {
            Err(at.error("it needs the `resource` of `x-records`"))
        }
        Check::GoneUnlessSent if operation.makes_records() => {
            Err(at.error("what the operation makes had nothing before that could be gone"))
        }
        Check::GoneUnlessSent if operation.request.is_none() => {
            Err(at.error("the operation has no documented request that could leave something out"))
        }
        Check::Unique(unique) => {
            words(operation, &unique.sent, &at.down("unique").down("sent"))?;
            words(operation, &unique.answered, &at.down("unique").down("answered"))
        }
        _ => Ok(()),
    }
}

fn counts(node: &Node) -> bool {
    node.allows_type("integer") || node.allows_type("number")
}

/// What leads from page to page is there, and so are records that can be found on them.
fn pages(operation: &Operation, pages: &Pages, at: &At<'_>) -> Result<(), ContractError> {
    if let Some(fault) = pages.fault() {
        return Err(at.error(fault));
    }
    let lists = operation.records.as_ref().filter(|all| all.answered.ends_with("[]"));
    if !lists.is_some_and(|all| all.id.is_some() && all.resource.is_some()) {
        return Err(at.error(
            "it needs `x-records` that are `answered` as a list (`body[]`), with their `id` and `resource`",
        ));
    }
    for name in pages.parameters() {
        if operation.parameter(ParameterPlace::Query, name).is_none() {
            return Err(at.error(format!("the query has no parameter `{name}`")));
        }
    }
    let (_, answered) = roots(operation);
    for place in pages.places() {
        match place.split_once('.') {
            Some(("body", _)) => has(answered, field_of(place), "answer", at)?,
            Some(("header", name)) if operation.answers.has_header(name) => {}
            Some(("header", name)) => {
                let message = format!("no answer of an acceptance has a header `{name}`");
                return Err(at.error(message));
            }
            _ => {
                return Err(
                    at.error(format!("`{place}` is no place; write `body.…` or `header.…`"))
                );
            }
        }
    }
    Ok(())
}

/// The field of an order is there, and what names it is asked for.
fn sorted(operation: &Operation, order: &Order, at: &At<'_>) -> Result<(), ContractError> {
    let (_, answered) = roots(operation);
    for (key, text) in [("by", Some(&order.by)), ("order", order.order.as_ref())] {
        let Some(text) = text else { continue };
        let at = at.down(key);
        let words = template::words(text);
        for word in &words {
            let name = word.strip_prefix("query.").ok_or_else(|| {
                at.error(format!("`{{{word}}}` stands for nothing here; write {{query.…}}"))
            })?;
            parameter(operation, ParameterPlace::Query, name, &at)?;
        }
        if !words.is_empty() {
            continue;
        }
        if key == "by" {
            let (field, ..) = Order::parts(text);
            has(answered, &whole_field(field, operation.records.as_ref()), "answer", &at)?;
        } else if Order::descends(text).is_none() {
            return Err(at.error(format!("`{text}` is no order; write ascending or descending")));
        }
    }
    Ok(())
}

/// A rule about a header of the answer.
fn of_header(
    operation: &Operation,
    rule: &Rule,
    header: &str,
    at: &At<'_>,
) -> Result<(), ContractError> {
    if !operation.answers.has_header(header) {
        let message = format!("no answer of an acceptance has a header `{header}`");
        return Err(at.down("header").error(message));
    }
    match &rule.check {
        _ if !rule.fields.is_empty() => {
            Err(at.error("a rule is of `fields` or of a `header`; write two rules"))
        }
        Some(Check::Equals(text) | Check::Contains(text)) => {
            words(operation, text, &at.down("check"))
        }
        _ => Err(at.error("the check of a `header` is `equals` or `contains`")),
    }
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
            }
            "answered" => has(answered, &whole_field(name, records), "answer", at)?,
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
