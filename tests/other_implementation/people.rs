//! The operation of the other API.

use std::sync::PoisonError;

use serde_json::{Map, Number, Value, json};

use super::{
    Outcome, Service, Why,
    access::{KEY, PERSON},
    is_uuid,
    moments::read,
    object,
    wire::Asked,
};

const TEXTS: [&str; 3] = ["first_name", "last_name", "email"];
const TIMES: [&str; 2] = ["last_seen", "last_sent"];
const IDS: [&str; 5] =
    ["org_id", "first_assistant_id", "last_assistant_id", "first_widget_id", "last_widget_id"];
const OBJECTS: [&str; 3] = ["channels", "user_attributes", "custom_fields"];

/// What the answer about a person returns.
#[derive(Clone, Copy, Debug)]
pub enum Returned {
    /// All that is known, spelt as it was sent.
    Whole,
    /// What was sent, with ids in capitals, times elsewhere and more in the objects.
    Respelt,
    /// Less than was sent, and no `data` where nothing is left.
    Less,
}

/// The message of an accepting answer.
#[derive(Clone, Copy, Debug)]
pub enum Message {
    /// As documented.
    Documented,
    /// Null, as documented too.
    Null,
    /// None, nor any meta.
    Absent,
    /// Another one.
    Another,
}

/// Who is there from the start.
pub fn somebody() -> Map<String, Value> {
    object([("first_name", "Some".into()), ("last_name", Value::Null), ("channels", json!({}))])
}

impl Service {
    pub(super) fn update_person(&self, asked: &Asked, id: &str, body: &Value) -> Outcome {
        let keys: Vec<&str> = asked
            .query
            .iter()
            .filter(|(name, _)| name == "api_key")
            .map(|(_, value)| value.as_str())
            .collect();
        if keys != [KEY] {
            return Err(Why::Credential);
        }
        if !id.eq_ignore_ascii_case(PERSON) {
            return Err(if is_uuid(id) { Why::Unknown } else { Why::MalformedId });
        }
        let sent = body.as_object().ok_or(Why::Shape)?;
        for (name, value) in sent {
            self.check_field(name, value)?;
        }
        if self.choices.picky && asked.query.len() > 1 {
            return Err(Why::LeftOpen);
        }
        let documented =
            |name: &String| [&TEXTS[..], &TIMES, &IDS, &OBJECTS].concat().contains(&name.as_str());
        let sent = sent.iter().filter(|(name, _)| documented(name));
        let mut person = self.person.lock().unwrap_or_else(PoisonError::into_inner);
        person.extend(sent.clone().map(|(name, value)| (name.clone(), value.clone())));
        let data: Map<String, Value> = match self.choices.returned {
            Returned::Whole => person.clone(),
            Returned::Respelt => {
                sent.map(|(name, value)| (name.clone(), self.respelt(name, value))).collect()
            }
            Returned::Less => sent
                .filter(|(name, value)| !name.starts_with("last_") && !value.is_null())
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        };
        let mut answer = match self.choices.message {
            Message::Documented => object([("message", "Data updated successfully".into())]),
            Message::Null => object([("message", Value::Null)]),
            Message::Absent => Map::new(),
            Message::Another => object([("message", "OK".into())]),
        };
        if !matches!(self.choices.message, Message::Absent) {
            answer.insert("meta".into(), json!({}));
        }
        if !(data.is_empty() && matches!(self.choices.returned, Returned::Less)) {
            answer.insert("data".into(), data.into());
        }
        self.extra(&mut answer, "errors", json!([]));
        Ok((self.choices.accepted.updated, Value::Object(answer)))
    }

    fn check_field(&self, name: &str, value: &Value) -> Result<(), Why> {
        let picky = self.choices.picky;
        let right = |right: bool, why: Why| if right { Ok(()) } else { Err(why) };
        match value {
            Value::Object(_) if OBJECTS.contains(&name) => Ok(()),
            _ if OBJECTS.contains(&name) => Err(Why::Shape),
            Value::String(text) if TIMES.contains(&name) => {
                right(read(text).is_some(), Why::Format)
            }
            Value::String(text) if IDS.contains(&name) => right(is_uuid(text), Why::Format),
            Value::String(text) if name == "email" => {
                right(!picky || text.contains('@'), Why::LeftOpen)
            }
            Value::String(text) if TEXTS.contains(&name) => {
                let expected = (1..=250).contains(&text.chars().count()) && !text.contains('\0');
                right(!picky || expected, Why::LeftOpen)
            }
            Value::Null if [&TEXTS[..], &TIMES, &IDS].concat().contains(&name) => Ok(()),
            _ if [&TEXTS[..], &TIMES, &IDS].concat().contains(&name) => Err(Why::Shape),
            _ => right(!picky, Why::LeftOpen),
        }
    }

    /// The same value in other words.
    fn respelt(&self, name: &str, value: &Value) -> Value {
        match value {
            Value::String(text) if TIMES.contains(&name) => read(text)
                .map_or(Value::Null, |moment| self.choices.times.person.spell(moment).into()),
            Value::String(text) if IDS.contains(&name) => {
                let small = text.to_lowercase();
                if small == *text { text.to_uppercase().into() } else { small.into() }
            }
            Value::Object(_) => self.more(value),
            other => other.clone(),
        }
    }

    /// At least as much, at every depth.
    fn more(&self, value: &Value) -> Value {
        match value {
            Value::Object(members) => {
                let members = members.iter().map(|(name, value)| (name.clone(), self.more(value)));
                let mut members: Map<String, Value> = members.collect();
                self.extra(&mut members, "\u{2028}added", json!([{ "by": "the server" }]));
                Value::Object(members)
            }
            Value::Array(items) => items.iter().map(|item| self.more(item)).collect(),
            Value::Number(number) => Value::Number(decimal(number)),
            other => other.clone(),
        }
    }
}

/// A number with a nought more.
fn decimal(number: &Number) -> Number {
    let text = number.to_string();
    let longer = match (text.contains(['e', 'E']), text.contains('.')) {
        (true, _) => text,
        (_, true) => format!("{text}0"),
        _ => format!("{text}.0"),
    };
    serde_json::from_str(&longer).unwrap_or_else(|_| number.clone())
}
