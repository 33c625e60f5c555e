//! Behaviour rules that can be read from one accepted exchange and what was known before it.

mod gone;
mod headers;
mod later;
mod lists;
mod pages;
mod whole;

use std::borrow::Cow;
use std::time::Duration;

use jsonschema::types::JsonType;
use serde_json::{Number, Value};

pub(super) use self::gone::given_up;
pub use self::gone::{gone_line, still_there};
pub(super) use self::headers::of_headers;
pub use self::lists::{lists_all, lists_in_pages};
use self::whole::whole;
use super::accepted::shows_records;
use super::compare::{merged, same, same_as_told, same_number};
use super::{Pair, Remembered, Seen, pairs, record_id, sent_records};
use crate::contract::place::{get, join};
use crate::contract::{Check, ParameterPlace, Rule, field_of, template, text_of, whole_field};
use crate::model::{Judgement, Outcome, items_of};

/// The coarsest clock that an implementation is thought to have.
pub const TICK: Duration = Duration::from_millis(100);

/// Judges every rule that has a check.
pub(super) fn rules(seen: &Seen<'_>, body: &Value) -> Vec<Judgement> {
    let pairs = pairs(seen, body);
    let mut judgements = Vec::new();
    for rule in &seen.operation.rules {
        let Some(check) = &rule.check else { continue };
        if rule.fields.is_empty() && rule.header.is_none() {
            if !shows_records(seen) {
                continue;
            }
            if let (Some(judgement), Some(clause)) =
                (whole(seen, body, check, &pairs), rule.clauses.first())
            {
                judgements.push(Judgement { clause: clause.clone(), outcome: judgement });
            }
            continue;
        }
        for (field, clause) in rule.fields.iter().zip(&rule.clauses) {
            // Of several documented answers one may say nothing of the record.
            let whole = whole_field(field, seen.operation.records.as_ref());
            if !seen.is_main() && seen.schema().is_none_or(|body| body.root.find(&whole).is_none())
            {
                continue;
            }
            let outcome = if field.starts_with("body.") {
                let place =
                    Place { seen, rule, field, body, content: body, sent: None, known: None };
                place.judge(check, get(body, field_of(field)), field_of(field))
            } else {
                each(seen, rule, field, check, body, &pairs)
                    .or_else(|| nowhere(seen, field, check, &pairs))
            };
            if let Some(outcome) = outcome {
                judgements.push(Judgement { clause: clause.clone(), outcome });
            }
        }
    }
    judgements
}

/// One outcome of a rule about a field over all records: broken where any is.
fn each(
    seen: &Seen<'_>,
    rule: &Rule,
    field: &str,
    check: &Check,
    body: &Value,
    pairs: &[Pair<'_>],
) -> Option<Outcome> {
    let mut result: Option<Outcome> = None;
    let mut more = 0_usize;
    for pair in pairs {
        let (holder, inner, at) = match field.strip_prefix("item.") {
            Some(inner) => (pair.item, inner, pair.at.as_str()),
            None => (pair.content, field, pair.at.as_str()),
        };
        let known = remembered(seen, pair);
        let (content, sent) = (pair.content, pair.sent);
        let place = Place { seen, rule, field, body, content, sent, known };
        let outcome = place.judge(check, get(holder, inner), &join(at, inner));
        match (&result, outcome) {
            (Some(Outcome::Broken { .. }), Some(Outcome::Broken { .. })) => more += 1,
            (Some(Outcome::Broken { .. }), _) | (_, None) => {}
            (_, Some(outcome)) => result = Some(outcome),
        }
    }
    if let (Some(Outcome::Broken { at: Some(at), .. }), true) = (&mut result, more > 0) {
        at.push_str(&format!(" and {more} more"));
    }
    result
}

/// Where there is no answered record at all, nothing that was sent came back.
fn nowhere(seen: &Seen<'_>, field: &str, check: &Check, pairs: &[Pair<'_>]) -> Option<Outcome> {
    let many = seen.operation.records.as_ref()?.many();
    if *check != Check::Returned || many || !pairs.is_empty() {
        return None;
    }
    let sent = sent_records(seen).into_iter().find_map(|record| get(record, field))?;
    let place = whole_field(field, seen.operation.records.as_ref());
    (!sent.is_null()).then(|| {
        broken(format!("{field} comes back, as it was sent: {sent}"), "it is missing", &place)
    })
}

fn remembered<'a>(seen: &Seen<'a>, pair: &Pair<'_>) -> Option<&'a Remembered> {
    let resource = seen.operation.records.as_ref()?.resource.as_ref()?;
    seen.memory.get(resource, &record_id(seen, pair)?)
}

/// A field of one answered record and all that it is judged by.
struct Place<'a> {
    seen: &'a Seen<'a>,
    rule: &'a Rule,
    field: &'a str,
    body: &'a Value,
    content: &'a Value,
    sent: Option<&'a Value>,
    known: Option<&'a Remembered>,
}

impl Place<'_> {
    fn judge(&self, check: &Check, answered: Option<&Value>, at: &str) -> Option<Outcome> {
        match check {
            Check::Echo => {
                let sent = get(self.sent?, self.field)?;
                let answered = self.documented(answered?)?;
                let meant = match self.seen.operation.merges() {
                    true => Cow::Owned(merged(sent, answered)),
                    false => Cow::Borrowed(sent),
                };
                self.outcome(same(&meant, answered, self.node()), sent.to_string(), answered, at)
            }
            Check::Returned => {
                // Who reads a record sends nothing of it.
                let written = || self.known.filter(|_| self.seen.operation.reads());
                let sent = self.sent.or_else(|| written().map(|known| &known.sent));
                let sent = get(sent?, self.field).filter(|sent| !sent.is_null())?;
                Some(match answered {
                    Some(_) => Outcome::Kept,
                    None => broken(
                        format!("{} comes back, as it was sent: {sent}", self.field),
                        "it is missing",
                        at,
                    ),
                })
            }
            Check::Equals(text) if self.is_one_of(text, answered) => Some(Outcome::Kept),
            Check::Equals(text) => {
                let expected = self.fill(text, answered)?;
                if self.sent_otherwise(&expected) {
                    return None;
                }
                self.text(&expected, answered?, at)
            }
            Check::EqualsDespite(text) => {
                let expected = self.fill(text, answered)?;
                if !self.sent_otherwise(&expected) {
                    return None;
                }
                self.text(&expected, answered?, at)
            }
            Check::Contains(text) => {
                let answered = answered?;
                let expected = self.fill(text, Some(answered))?;
                let holds = answered.as_str()?.contains(&expected);
                self.outcome(holds, format!("text that holds {expected:?}"), answered, at)
            }
            Check::Default(expected) => {
                let answered = answered.filter(|answered| !answered.is_null())?;
                let holds = same(expected, answered, self.node());
                self.outcome(holds, expected.to_string(), answered, at)
            }
            Check::SameAs(field) => {
                let other = get(self.content, field)?;
                let answered = answered?;
                let expected = format!("{other}, as {field} is");
                self.outcome(same_as_told(other, answered, self.node()), expected, answered, at)
            }
            Check::Unchanged => {
                let before = get(&self.known?.answered, self.field)?;
                let answered = self.documented(answered?)?;
                let expected = format!("{before}, as before");
                self.outcome(same_as_told(before, answered, self.node()), expected, answered, at)
            }
            Check::AsLastWritten => {
                let before = self.unsent(get(&self.known?.answered, self.field)?)?;
                let answered = self.documented(answered?)?;
                let expected = format!("{before}, as it was last written");
                self.outcome(same_as_told(&before, answered, self.node()), expected, answered, at)
            }
            Check::NotBefore | Check::After => self.later(check, answered, at),
            Check::CountOf(what) => {
                let count = match what.as_str() {
                    "sent" => sent_records(self.seen).len(),
                    place => get(self.body, field_of(place))?.as_array()?.len(),
                };
                self.number(&count.into(), answered?, at, &format!("the count of {what}"))
            }
            Check::SumOf(fields) => {
                let parts = fields.iter().map(|field| get(self.body, field_of(field))?.as_number());
                let sum = sum(parts)?;
                self.number(&sum, answered?, at, &format!("the sum of {}", fields.join(" and ")))
            }
            Check::OneEach
            | Check::InOrder
            | Check::OwnIds
            | Check::IdsSent
            | Check::ListsKnown
            | Check::AtMost(_)
            | Check::Sorted(_)
            | Check::Pages(_)
            | Check::GoneUnlessSent
            | Check::Unique(_)
            | Check::BadRecordsFail => None,
        }
    }

    fn outcome(
        &self,
        holds: bool,
        expected: String,
        answered: &Value,
        at: &str,
    ) -> Option<Outcome> {
        Some(if holds { Outcome::Kept } else { broken(expected, &answered.to_string(), at) })
    }

    fn text(&self, expected: &str, answered: &Value, at: &str) -> Option<Outcome> {
        let holds = says(answered, expected)?;
        let expected = match answered {
            Value::String(_) => Value::from(expected).to_string(),
            _ => expected.to_owned(),
        };
        self.outcome(holds, expected, answered, at)
    }

    fn number(&self, expected: &Number, answered: &Value, at: &str, why: &str) -> Option<Outcome> {
        let Value::Number(number) = answered else { return None };
        let holds = same_number(expected, number);
        self.outcome(holds, format!("{expected}, {why}"), answered, at)
    }

    /// What of a field the request doesn't write. Where a body is merged (RFC 7396) an object that is sent writes those of
    /// its members that it has.
    fn unsent<'v>(&self, before: &'v Value) -> Option<Cow<'v, Value>> {
        let merges = self.seen.operation.merges();
        let mut sent = self.sent;
        for name in self.field.split('.') {
            sent = match sent {
                None => break,
                Some(Value::Object(members)) => members.get(name),
                Some(_) => return None,
            };
            if sent.is_some() && !merges {
                return None;
            }
        }
        match sent {
            None => Some(Cow::Borrowed(before)),
            Some(sent) => untouched(before, sent).map(Cow::Owned),
        }
    }

    /// An answer of an undocumented type is the schema's to judge.
    fn documented<'v>(&self, answered: &'v Value) -> Option<&'v Value> {
        let kind = JsonType::from(answered).as_str();
        let allowed = self.node().is_none_or(|node| {
            node.allows_type(kind) || (kind == "number" && node.allows_type("integer"))
        });
        allowed.then_some(answered)
    }

    fn node(&self) -> Option<&crate::contract::Node> {
        let whole = whole_field(self.field, self.seen.operation.records.as_ref());
        self.seen.schema()?.root.find(&whole)
    }

    /// Whether a template is a parameter of the query that is a list, and the answer one of its items.
    fn is_one_of(&self, text: &str, answered: Option<&Value>) -> bool {
        let name = text.strip_prefix("{query.").and_then(|rest| rest.strip_suffix('}'));
        let parameter =
            name.and_then(|name| self.seen.operation.parameter(ParameterPlace::Query, name));
        let sent = parameter.filter(|one| one.list.is_some());
        let sent = sent.and_then(|parameter| parameter.value_in(self.seen.draft));
        let Some((sent, answered)) = sent.zip(answered) else { return false };
        items_of(sent).any(|item| says(answered, item) == Some(true))
    }

    /// Whether the request sent another value in this very field. A field that its own rule is
    /// made of (`cellPhone.phoneNumber`) never disagrees.
    fn sent_otherwise(&self, expected: &str) -> bool {
        let Some(Check::Equals(text) | Check::EqualsDespite(text)) = &self.rule.check else {
            return false;
        };
        let own = format!("sent.{}", self.field);
        let sent = self.sent.and_then(|sent| get(sent, self.field));
        let is_other = sent.and_then(|sent| says(sent, expected)) == Some(false);
        is_other && !template::words(text).contains(&own)
    }

    /// What a template says here. In a text only texts and whole numbers have one spelling; what is answered as a number
    /// or a boolean is compared by value.
    fn fill(&self, text: &str, answered: Option<&Value>) -> Option<String> {
        let draft = self.seen.draft;
        let spelt = |value: &Value| match (value, answered) {
            (Value::Number(number), Some(Value::Number(_))) => Some(number.to_string()),
            (Value::Bool(truth), Some(Value::Bool(_))) => Some(truth.to_string()),
            _ => text_of(value),
        };
        template::fill(text, |word| match word.split_once('.') {
            Some(("sent", field)) => spelt(self.sent_value(field)?),
            Some(("answered", field)) => spelt(get(self.content, field)?),
            Some(("path", name)) => draft.path.get(name).cloned(),
            Some(("header", name)) => draft.header(name).map(str::to_owned),
            Some(("query", name)) => draft.query.get(name).cloned(),
            _ => None,
        })
    }

    /// What was sent, or, where the whole field wasn't, what was last written.
    fn sent_value(&self, field: &str) -> Option<&Value> {
        let top = field.split('.').next().unwrap_or(field);
        let body = self.sent.or_else(|| self.seen.draft.json());
        let own = body.filter(|body| get(body, top).is_some());
        get(own.or(self.known.map(|known| &known.sent))?, field)
    }
}

fn broken(expected: String, actual: &str, at: &str) -> Outcome {
    Outcome::Broken { expected, actual: actual.into(), at: Some(at.into()), diff: None }
}

/// Whether a value is what a text says; nothing of one that no text can say.
fn says(value: &Value, text: &str) -> Option<bool> {
    match value {
        Value::String(own) => Some(own == text),
        Value::Number(number) => Some(same_number(&serde_json::from_str(text).ok()?, number)),
        Value::Bool(truth) => Some(truth.to_string() == text),
        _ => None,
    }
}

/// The members of an object that another one, which is merged into it, doesn't have.
fn untouched(before: &Value, merged: &Value) -> Option<Value> {
    let (Value::Object(before), Value::Object(merged)) = (before, merged) else { return None };
    let left = before.iter().filter_map(|(name, value)| match merged.get(name) {
        None => Some((name.clone(), value.clone())),
        Some(merged) => Some((name.clone(), untouched(value, merged)?)),
    });
    let left: serde_json::Map<String, Value> = left.collect();
    (!left.is_empty()).then_some(Value::Object(left))
}

/// The sum of numbers, exact as money has to be; nothing where one is missing or too large for that.
fn sum<'a>(numbers: impl Iterator<Item = Option<&'a Number>>) -> Option<Number> {
    const DIGITS: i32 = 12;
    let mut total = 0_i128;
    for number in numbers {
        let text = number?.to_string();
        let (digits, power) = match text.split_once(['e', 'E']) {
            Some((digits, power)) => (digits, power.parse::<i32>().ok()?),
            None => (text.as_str(), 0),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let places = DIGITS + power - i32::try_from(part.len()).ok()?;
        let scale = 10_i128.checked_pow(u32::try_from(places).ok()?)?;
        let value: i128 = format!("{whole}{part}").parse().ok()?;
        total = total.checked_add(value.checked_mul(scale)?)?;
    }
    let sign = if total < 0 { "-" } else { "" };
    let unit = 10_u128.pow(DIGITS.unsigned_abs());
    let (whole, part) = (total.unsigned_abs() / unit, total.unsigned_abs() % unit);
    let text = format!("{sign}{whole}.{part:012}");
    serde_json::from_str(text.trim_end_matches('0').trim_end_matches('.')).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::{Number, Value};

    use super::sum;

    #[test]
    fn a_sum_is_exact() {
        let sum_of = |texts: &[&str]| {
            let numbers: Vec<Value> =
                texts.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
            sum(numbers.iter().map(Value::as_number))
        };
        let number = |text: &str| -> Number { serde_json::from_str(text).unwrap() };
        for (texts, expected) in [
            (&["0.1", "0.2"][..], "0.3"),
            (&["19.90", "-4.95", "2"], "16.95"),
            (&["2e0", "1.5e1"], "17"),
            (&[], "0"),
        ] {
            assert_eq!(sum_of(texts).unwrap(), number(expected), "{texts:?}");
        }
        assert_eq!(sum_of(&["1e60", "1"]), None, "beyond any account");
        assert_eq!(sum([None].into_iter()), None);
    }
}
