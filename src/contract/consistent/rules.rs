//! What a rule says can be judged: of fields that there are, by checks that look at them.

use super::{has, one_value, parameter, roots, words};
use crate::contract::error::{At, ContractError};
use crate::contract::node::Node;
use crate::contract::operation::{Operation, ParameterPlace};
use crate::contract::pages::Pages;
use crate::contract::rule::{Check, Order, Records, Rule, field_of};
use crate::contract::rules::whole_field;
use crate::contract::template;

/// Holds a rule to what the operation documents.
///
/// # Errors
/// The first thing that would never be judged.
pub(super) fn check(operation: &Operation, rule: &Rule, at: &At<'_>) -> Result<(), ContractError> {
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
    for field in &rule.fields {
        one_value(operation, field, &at.above())?;
    }
    match check {
        Check::Echo if operation.request.is_none() => {
            Err(at.error("the operation has no documented request that could come back"))
        }
        Check::Equals(text) | Check::EqualsDespite(text) | Check::Contains(text) => {
            words(operation, text, at)
        }
        Check::SameAs(field) if field.starts_with("body.") || field.starts_with("item.") => {
            Err(at
                .error(format!("`{field}` is no field of the record that it could be the same as")))
        }
        Check::SameAs(field) => {
            one_value(operation, field, at)?;
            has(answered, &of_answer(field), "answer", at)
        }
        Check::CountOf(place) if place == "sent" => Ok(()),
        Check::CountOf(place) => {
            one_value(operation, &format!("body.{}", field_of(place)), at)?;
            has(answered, field_of(place), "answer", at)
        }
        Check::SumOf(places) if places.iter().any(|place| place.starts_with("item.")) => {
            Err(at.error("a sum is of fields of the record, or of the body: `body.…`"))
        }
        Check::SumOf(places) => {
            places.iter().try_for_each(|place| has(answered, &of_answer(place), "answer", at))
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
            let at = at.down("unique");
            of_record("sent", operation, &unique.sent, &at.down("sent"))?;
            of_record("answered", operation, &unique.answered, &at.down("answered"))
        }
        _ => Ok(()),
    }
}

/// A template that is made of fields of one record alone.
fn of_record(
    whose: &str,
    operation: &Operation,
    text: &str,
    at: &At<'_>,
) -> Result<(), ContractError> {
    let words = template::words(text);
    let is_other = |word: &&String| !word.starts_with(whose) || word.starts_with("answered.body.");
    match words.iter().find(is_other) {
        Some(word) => Err(at.error(format!(
            "`{{{word}}}` is nothing that a record has; write {{{whose}.…}} of the record's own fields"
        ))),
        None => self::words(operation, text, at),
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
