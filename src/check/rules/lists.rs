//! Rules about lists that are read: what is in them, how many there are, and in which order.

use std::cmp::Ordering;
use std::collections::HashSet;

use serde_json::Value;

use super::later::order;
use super::pages::{is_called, plain, says_more};
use super::whole::{broken, ids};
use crate::check::{Pair, Remembered, Seen, pairs};
use crate::contract::place::get;
use crate::contract::{
    Node, Operation, Order, Parameter, ParameterPlace, Records, instant, template, text_of,
    whole_field,
};
use crate::model::Outcome;

pub(super) fn lists_known(
    seen: &Seen<'_>,
    body: &Value,
    records: &Records,
    pairs: &[Pair<'_>],
) -> Option<Outcome> {
    let resource = records.resource.as_deref()?;
    let ids: HashSet<String> = ids(records, pairs).into_iter().collect();
    // What was made below another record is in that one's list.
    let is_here = |record: &&Remembered| {
        // One that was put in no state, or has left it, is asked about by nobody.
        (record.removed || records.state.is_none() || record.state == records.state)
            && seen
                .draft
                .path
                .iter()
                .all(|(name, id)| record.made_at.get(name).is_none_or(|own| own == id))
    };
    let known: Vec<&Remembered> = seen.memory.of(resource).filter(is_here).collect();
    if known.is_empty() {
        return None;
    }
    let is_wrong = |record: &&&Remembered| ids.contains(&record.id) == record.removed;
    let listed = known.iter().filter(|record| record.removed).find(is_wrong);
    let wrong = listed.or_else(|| known.iter().find(is_wrong));
    Some(match wrong {
        None => Outcome::Kept,
        // What isn't on a page that is full may be on the next.
        Some(record) if !record.removed && is_full(seen, pairs.len()) => return None,
        Some(record) if !record.removed && says_more(seen, body, pairs.len()) => return None,
        // Nor has what is asked for in part to hold what was made; and what was removed may be what is asked for.
        Some(record) if is_narrowed(seen, record) => return None,
        Some(record) if record.removed => {
            let expected = format!("{resource} {} is not listed: it was removed", record.id);
            broken(expected, "it is".into())
        }
        Some(record) => {
            let expected = format!("{resource} {} is listed: it was made", record.id);
            let actual = match ids.len() {
                0 => "nothing is listed".into(),
                1 => "1 other is".into(),
                others => format!("{others} others are"),
            };
            broken(expected, actual)
        }
    })
}

/// Whether an answer lists all that there is, as far as can be told: its page is not full, it says nothing of more, and
/// nothing was asked for that narrows it.
pub fn lists_all(seen: &Seen<'_>, body: &Value) -> bool {
    let count = pairs(seen, body).len();
    let narrows = |parameter: &Parameter| {
        !parameter.required
            && parameter.value_in(seen.draft).is_some()
            && !says_how(seen, parameter)
    };
    !is_full(seen, count) && !says_more(seen, body, count) && !of_query(seen).any(narrows)
}

/// Whether so many records are all that a request asked for, or that the documentation has on a page. More than were
/// asked for are no fewer.
fn is_full(seen: &Seen<'_>, count: usize) -> bool {
    let count = count as u64;
    of_query(seen).filter(|one| !is_called(&one.name, &SAYS_WHICH)).any(|parameter| {
        let schema = parameter.schema.as_ref().map(|printed| &printed.root.schema);
        let documented = |key| schema.and_then(|schema| schema.get(key)).and_then(Value::as_u64);
        let asked: Option<u64> = parameter.value_in(seen.draft).and_then(|text| text.parse().ok());
        let bounds = [asked, documented("default"), documented("maximum")];
        let most = asked.or_else(|| documented("default"));
        bounds.contains(&Some(count))
            || (is_called(&parameter.name, &SAYS_HOW_MANY) && most.is_some_and(|most| most < count))
    })
}

/// Whether an operation lists what there is in parts, as its query says.
pub fn lists_in_pages(operation: &Operation) -> bool {
    let query = operation.parameters.iter().filter(|one| one.place == ParameterPlace::Query);
    let names = [&SAYS_HOW_MANY[..], &SAYS_WHICH].concat();
    query.into_iter().any(|parameter| is_called(&parameter.name, &names))
}

/// What a query calls how many there are to be: where there is room for all, it leaves out nothing.
const SAYS_HOW_MANY: [&str; 9] =
    ["limit", "size", "pagesize", "perpage", "count", "max", "maxresults", "top", "take"];

/// What it calls their order.
const SAYS_ORDER: [&str; 5] = ["sort", "sortby", "order", "orderby", "direction"];

/// What says which page there is, and not how many are on it.
const SAYS_WHICH: [&str; 6] = ["page", "pagenumber", "offset", "skip", "start", "from"];

fn of_query<'a>(seen: &Seen<'a>) -> impl Iterator<Item = &'a Parameter> {
    seen.operation.parameters.iter().filter(|one| one.place == ParameterPlace::Query)
}

/// Whether a parameter of the query is called as one that says how many there are to be, or in which order. What a record
/// has a field for (the `direction` of a movement, the `size` of a shirt) may be what is asked for.
fn says_how(seen: &Seen<'_>, parameter: &Parameter) -> bool {
    let is_field = || {
        let records = seen.operation.records.as_ref();
        let body = seen.schema();
        body.is_some_and(|body| body.root.find(&whole_field(&parameter.name, records)).is_some())
    };
    is_called(&parameter.name, &[&SAYS_HOW_MANY[..], &SAYS_ORDER].concat()) && !is_field()
}

/// Whether a query leaves out a record, or may: it asks for something that the record doesn't have by that name.
fn is_narrowed(seen: &Seen<'_>, record: &Remembered) -> bool {
    let sent = of_query(seen).filter_map(|one| Some((one, one.value_in(seen.draft)?)));
    let mut narrowing = sent.filter(|(parameter, value)| {
        let schema = parameter.schema.as_ref().map(|printed| &printed.root.schema);
        let by_default = schema.and_then(|schema| spelt(schema.get("default")?));
        let own = get(&record.answered, &parameter.name).and_then(spelt);
        let is_whole = match own {
            Some(own) => own == *value,
            None => says_how(seen, parameter) || by_default.as_deref() == Some(value),
        };
        // What each request has, no list is without.
        !is_whole && !parameter.required
    });
    narrowing.next().is_some()
}

/// A value as a query has it.
fn spelt(value: &Value) -> Option<String> {
    match value {
        Value::Bool(truth) => Some(truth.to_string()),
        other => text_of(other),
    }
}

/// A parameter's value in a request, or else the one that it is documented to have by default.
fn asked(seen: &Seen<'_>, name: &str) -> Option<(String, bool)> {
    let parameter = seen.operation.parameter(ParameterPlace::Query, name)?;
    let schema = parameter.schema.as_ref();
    if let Some(sent) = parameter.value_in(seen.draft).filter(|sent| !sent.is_empty()) {
        // What a wrong value asks for is nobody's to say.
        let is_right = schema.is_none_or(|schema| schema.offences(sent).is_empty());
        return is_right.then(|| (sent.to_owned(), true));
    }
    let default = schema.and_then(|schema| text_of(schema.root.schema.get("default")?));
    default.map(|default| (default, false))
}

/// Judged only where there are more than were asked for.
pub(super) fn at_most(
    seen: &Seen<'_>,
    name: &str,
    records: &Records,
    pairs: &[Pair<'_>],
) -> Option<Outcome> {
    let (text, was_sent) = asked(seen, name)?;
    // None at all means all of them to many.
    let most: usize = text.parse().ok().filter(|most| *most > 0)?;
    if pairs.len() > most {
        let why = if was_sent { "asks for" } else { "is by default" };
        let expected = format!("at most {most}, as {name} {why}");
        return Some(broken(expected, format!("{} are listed", pairs.len())));
    }
    let resource = records.resource.as_deref()?;
    let known = seen.memory.of(resource).filter(|record| !record.removed).count();
    (known > most && !pairs.is_empty()).then_some(Outcome::Kept)
}

/// Judged where two records tell an order.
pub(super) fn sorted(seen: &Seen<'_>, order: &Order, pairs: &[Pair<'_>]) -> Option<Outcome> {
    let fill = |text: &str| {
        template::fill(text, |word| Some(asked(seen, word.strip_prefix("query.")?)?.0))
    };
    let by = fill(&order.by)?;
    let (by, told, turned) = Order::parts(&by);
    let descending = match (told, &order.order) {
        (Some(told), _) => Order::descends(told)?,
        (None, Some(text)) => Order::descends(&fill(text)?)?,
        (None, None) => false,
    } != turned;
    let field = pairs.iter().find_map(|pair| named_like(pair.content, by))?;
    let values: Vec<&Value> = pairs
        .iter()
        .filter_map(|pair| get(pair.content, &field))
        // Where those stand that have none is told by nobody.
        .filter(|value| !value.is_null())
        .collect();
    let whole = whole_field(&field, seen.operation.records.as_ref());
    let node = seen.schema().and_then(|body| body.root.find(&whole));
    let mut shown = false;
    for pair in values.windows(2) {
        let [first, second] = pair else { continue };
        let is = surely(first, second, node);
        let wrong = if descending { Ordering::Less } else { Ordering::Greater };
        if is == Some(wrong) {
            let direction = if descending { "descending" } else { "ascending" };
            let expected = format!("in {direction} order of {field}");
            return Some(broken(expected, format!("{first} comes before {second}")));
        }
        shown |= is == Some(wrong.reverse());
    }
    shown.then_some(Outcome::Kept)
}

/// The field of a record that is called so, however its words are set apart (`createdTime`, `created_time`).
fn named_like(record: &Value, name: &str) -> Option<String> {
    if get(record, name).is_some() {
        return Some(name.to_owned());
    }
    let wanted = plain(name);
    record.as_object()?.keys().find(|key| plain(key) == wanted).cloned()
}

/// How one value is to the next, where whoever sorts them would say the same.
fn surely(one: &Value, other: &Value, node: Option<&Node>) -> Option<Ordering> {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => order(other, one),
        (Value::Bool(one), Value::Bool(other)) => Some(one.cmp(other)),
        (Value::String(one), Value::String(other)) => {
            match (instant::parse(one), instant::parse(other)) {
                (Some(one), Some(other)) => Some(one.nanos.cmp(&other.nanos)),
                _ => texts(one, other, node),
            }
        }
        _ => None,
    }
}

/// Texts are sorted by their bytes, without regard to case or to marks, or numbers in them by value: all have to agree.
/// Nothing is known of those that a database may sort by what they mean: numbers, dates, sizes, ranks.
fn texts(one: &str, other: &str, node: Option<&Node>) -> Option<Ordering> {
    let is_word =
        |text: &str| text.is_ascii() && text.starts_with(|c: char| c.is_ascii_alphabetic());
    let has_meaning = |node: &Node| node.format.is_some() || node.schema.contains_key("enum");
    if !is_word(one) || !is_word(other) || node.is_some_and(has_meaning) {
        return None;
    }
    let (small, other_small) = (one.to_ascii_lowercase(), other.to_ascii_lowercase());
    let letters =
        |text: &str| -> String { text.chars().filter(char::is_ascii_alphanumeric).collect() };
    let ways = [
        one.cmp(other),
        small.cmp(&other_small),
        letters(&small).cmp(&letters(&other_small)),
        by_numbers(&small).cmp(&by_numbers(&other_small)),
    ];
    ways.iter().all(|way| *way == ways[0]).then_some(ways[0])
}

/// A text with each number in it as one thing: how many digits it has, and which.
fn by_numbers(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first.is_ascii_digit() {
            true => rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        let (part, behind) = rest.split_at(length);
        let number = part.trim_start_matches('0');
        found.push(match first.is_ascii_digit() {
            true => (number.len() + 1, number),
            // A number comes before letters, as their bytes do.
            false => (usize::from(first > '9') * usize::MAX, part),
        });
        rest = behind;
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_are_told_apart_only_where_every_way_to_sort_them_agrees() {
        let is = |one: &str, other: &str| texts(one, other, None);
        assert_eq!(is("apple", "Banana"), None, "by bytes Banana comes first");
        assert_eq!(is("apple", "banana"), Some(Ordering::Less));
        assert_eq!(is("note-10", "note-9"), None, "by numbers 9 comes first");
        assert_eq!(is("note-07", "note-8"), Some(Ordering::Less));
        assert_eq!(is("co-op", "coat"), None, "without marks coat comes first");
        assert_eq!(is("zebra", "éclair"), None, "whose alphabet?");
        assert_eq!(is("b", "a"), Some(Ordering::Greater));
        assert_eq!(is("a", "a"), Some(Ordering::Equal));
        for (one, other) in [("-5.00", "-3.00"), ("05/06/2024", "01/07/2025"), ("1GB", "30MB")] {
            assert_eq!(is(one, other), None, "{one} may mean more than its letters");
        }
    }

    #[test]
    fn values_of_one_kind_are_told_apart() {
        let is = |one: Value, other: Value| surely(&one, &other, None);
        assert_eq!(is(json!(9), json!(10.5)), Some(Ordering::Less));
        assert_eq!(
            is(json!(9_007_199_254_740_993_u64), json!(9_007_199_254_740_992_u64)),
            Some(Ordering::Greater)
        );
        assert_eq!(is(json!(false), json!(true)), Some(Ordering::Less));
        assert_eq!(
            is(json!("2026-01-01T01:00:00+02:00"), json!("2026-01-01T00:00:00Z")),
            Some(Ordering::Less)
        );
        assert_eq!(is(json!(1), json!("2")), None);
    }

    #[test]
    fn a_field_is_found_however_its_words_are_set_apart() {
        let record = json!({"created_time": 1, "title": "a"});
        assert_eq!(named_like(&record, "createdTime").as_deref(), Some("created_time"));
        assert_eq!(named_like(&record, "title").as_deref(), Some("title"));
        assert_eq!(named_like(&record, "size"), None);
    }
}
