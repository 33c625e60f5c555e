//! One field of an answer, and what a rule says of it.

use std::borrow::Cow;

use jsonschema::types::JsonType;
use serde_json::{Number, Value};

use super::broken;
use super::sum::sum;
use crate::check::compare::{merged, same, same_as_told, same_number};
use crate::check::{Remembered, Seen, sent_records};
use crate::contract::place::{every, get, leads_through_a_list};
use crate::contract::{
    Check, Node, ParameterPlace, Rule, field_of, template, text_of, whole_field,
};
use crate::model::{Outcome, items_of};

/// A field of one answered record and all that it is judged by.
pub(super) struct Place<'a> {
    pub seen: &'a Seen<'a>,
    pub rule: &'a Rule,
    pub field: &'a str,
    pub body: &'a Value,
    pub content: &'a Value,
    pub sent: Option<&'a Value>,
    pub known: Option<&'a Remembered>,
}

impl Place<'_> {
    pub fn judge(&self, check: &Check, answered: Option<&Value>, at: &str) -> Option<Outcome> {
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
                // What is merged as null is taken away.
                let merges = self.seen.operation.merges();
                let sent = get(sent?, self.field).filter(|sent| !(merges && sent.is_null()))?;
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
                if let Some((expected, told)) = self.number_of(text, answered?) {
                    let text = expected.to_string();
                    let is_other = self.sent_otherwise(&text);
                    return self
                        .outcome(same_number(&expected, &told), text, answered?, at)
                        .filter(|_| !is_other);
                }
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
                let parts = fields.iter().flat_map(|field| self.numbers(field));
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

    /// What stands at a place of the body, or of the record: of every item, where there is a list on the way.
    fn numbers(&self, place: &str) -> Vec<Option<&Number>> {
        let (holder, field) = match place.strip_prefix("body.") {
            Some(field) => (self.body, field),
            None => (self.content, place),
        };
        let found = every(holder, field);
        // Of a list without items the sum is 0; what isn't there at all has none.
        if found.is_empty() && !leads_through_a_list(holder, field) {
            return vec![None];
        }
        let number = |at: String| holder.pointer(&at).and_then(Value::as_number);
        found.into_iter().map(number).collect()
    }

    pub fn outcome(
        &self,
        holds: bool,
        expected: String,
        answered: &Value,
        at: &str,
    ) -> Option<Outcome> {
        Some(if holds { Outcome::Kept } else { broken(expected, &answered.to_string(), at) })
    }

    fn text(&self, expected: &str, answered: &Value, at: &str) -> Option<Outcome> {
        // Null is no text; where none is documented that is told already.
        let holds = match self.documented(answered)? {
            Value::Null => false,
            answered => says(answered, expected)?,
        };
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

    fn node(&self) -> Option<&Node> {
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
            Some(("answered", field)) => spelt(self.answered_value(field)?),
            Some(("path", name)) => draft.path.get(name).cloned(),
            Some(("header", name)) => draft.header(name).map(str::to_owned),
            Some(("query", name)) => draft.query.get(name).cloned(),
            _ => None,
        })
    }

    /// A number that a template stands for and the one that a text tells: a fraction has many spellings, and one value.
    fn number_of(&self, text: &str, answered: &Value) -> Option<(Number, Number)> {
        let told = serde_json::from_str(answered.as_str()?).ok()?;
        let word = text.strip_prefix('{')?.strip_suffix('}')?;
        let value = match word.split_once('.')? {
            ("sent", field) => self.sent_value(field)?,
            ("answered", field) => self.answered_value(field)?,
            _ => return None,
        };
        Some((value.as_number()?.clone(), told))
    }

    fn answered_value(&self, field: &str) -> Option<&Value> {
        match field.strip_prefix("body.") {
            Some(field) => get(self.body, field),
            None => get(self.content, field),
        }
    }

    /// What was sent, or, where the whole field wasn't, what was last written.
    fn sent_value(&self, field: &str) -> Option<&Value> {
        let top = field.split('.').next().unwrap_or(field);
        let body = self.sent.or_else(|| self.seen.draft.json());
        let own = body.filter(|body| get(body, top).is_some());
        get(own.or(self.known.map(|known| &known.sent))?, field)
    }
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
