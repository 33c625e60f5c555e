//! Edits of one value in an answer.

use serde_json::{Map, Value};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use crate::contract::instant;
use crate::contract::place::{get, set};

/// What happens to a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// The member goes.
    Drop,
    /// The member gets another name.
    Rename,
    /// Another value stands there.
    Set(Value),
    /// `""`, `[]` or `{}`.
    Empty,
    /// A text in upper case.
    Upper,
    /// A text without its last character.
    CutLast,
    /// A text cut off after so many characters.
    CutAfter(usize),
    /// A text without white space around it.
    Trim,
    /// A text with a space behind it.
    Pad,
    /// A text with `&`, `<` and `>` escaped.
    Escape,
    /// A text with `?` for everything but ASCII.
    Ascii,
    /// A text without combining marks.
    Unmark,
    /// A member with the value of another.
    SwapWith(String),
    /// A date-time moved by seconds.
    Shift(i64),
    /// A date-time without its time.
    DateOnly,
    /// A date-time as a number.
    Epoch,
    /// A date-time in another spelling of the same instant.
    Respell(Spelling),
    /// A number that is off.
    Add(i64),
    /// An id whose last digits differ.
    OtherId,
    /// An array in reverse.
    Reverse,
    /// An array in the order of this field of its items.
    SortBy(String),
    /// An array whose items have each other's value of this field.
    Rotate(String),
    /// An array without its last item.
    Shorten,
    /// An array with its last item twice.
    Double,
    /// An array as an object.
    Objectify,
    /// An array with each item replaced.
    Items(Value),
}

/// Spellings of a date-time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spelling {
    /// `+00:00`
    Zero,
    /// `+05:30`
    Ahead,
    /// Six digits after the second.
    Micros,
    /// No digits after the second; the instant is cut to it.
    Seconds,
    /// Small `t` and `z`.
    Small,
    /// A comma before the fraction.
    Comma,
}

/// Edits every value at a dotted field path, through arrays; `""` is the body itself.
pub(super) fn edit(body: &mut Value, field: &str, edit: &Edit) {
    if field.is_empty() {
        *body = edited(body, edit);
        return;
    }
    if let Value::Array(items) = body {
        for item in items {
            self::edit(item, field, edit);
        }
        return;
    }
    let Value::Object(map) = body else { return };
    match field.split_once('.') {
        Some((key, rest)) => {
            if let Some(inner) = map.get_mut(key) {
                self::edit(inner, rest, edit);
            }
        }
        None => member(map, field, edit),
    }
}

fn member(map: &mut Map<String, Value>, key: &str, edit: &Edit) {
    if !map.contains_key(key) {
        return;
    }
    match edit {
        Edit::Drop => {
            map.shift_remove(key);
        }
        Edit::Rename => {
            if let Some(value) = map.shift_remove(key) {
                map.insert(format!("{key}_"), value);
            }
        }
        Edit::SwapWith(other) => {
            let (a, b) = (map.get(key).cloned(), map.get(other).cloned());
            if let (Some(a), Some(b)) = (a, b) {
                map.insert(key.to_owned(), b);
                map.insert(other.clone(), a);
            }
        }
        _ => {
            if let Some(value) = map.get_mut(key) {
                *value = edited(value, edit);
            }
        }
    }
}

fn edited(value: &Value, edit: &Edit) -> Value {
    match (edit, value) {
        (Edit::Set(new), _) => new.clone(),
        (Edit::Empty, Value::String(_)) => "".into(),
        (Edit::Empty, Value::Array(_)) => Value::Array(Vec::new()),
        (Edit::Empty, Value::Object(_)) => Value::Object(Map::new()),
        (_, Value::String(text)) => text_edited(text, edit),
        (Edit::Add(by), Value::Number(number)) => {
            number.as_i64().map_or_else(|| value.clone(), |number| Value::from(number + by))
        }
        (_, Value::Array(items)) => array_edited(items, edit),
        _ => value.clone(),
    }
}

fn text_edited(text: &str, edit: &Edit) -> Value {
    let changed = match edit {
        Edit::Upper => text.to_uppercase(),
        Edit::CutLast => text.chars().take(text.chars().count().saturating_sub(1)).collect(),
        Edit::CutAfter(length) => text.chars().take(*length).collect(),
        Edit::Trim => text.trim().to_owned(),
        Edit::Pad => format!("{text} "),
        Edit::Escape => text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"),
        Edit::Ascii => text.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect(),
        Edit::Unmark => text.chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect(),
        Edit::OtherId => other_id(text),
        Edit::DateOnly => text.chars().take(10).collect(),
        Edit::Epoch => {
            return instant::parse(text).map_or_else(
                || text.into(),
                |instant| Value::from(i64::try_from(instant.millis()).unwrap_or_default()),
            );
        }
        Edit::Shift(seconds) => shifted(text, *seconds),
        Edit::Respell(spelling) => respelled(text, *spelling),
        _ => text.to_owned(),
    };
    Value::String(changed)
}

fn array_edited(items: &[Value], edit: &Edit) -> Value {
    let mut items = items.to_vec();
    match edit {
        Edit::Reverse => items.reverse(),
        Edit::SortBy(field) => {
            let key = |item: &Value| get(item, field).map(Value::to_string).unwrap_or_default();
            items.sort_by_key(key);
        }
        Edit::Rotate(field) => {
            let mut values: Vec<Option<Value>> =
                items.iter().map(|item| get(item, field).cloned()).collect();
            let by = usize::from(values.len() > 1);
            values.rotate_left(by);
            for (item, value) in items.iter_mut().zip(values) {
                if let Some(value) = value {
                    set(item, field, value);
                }
            }
        }
        Edit::Shorten => {
            items.pop();
        }
        Edit::Double => items.extend(items.last().cloned()),
        Edit::Objectify => {
            let members =
                items.into_iter().enumerate().map(|(index, item)| (index.to_string(), item));
            return Value::Object(members.collect());
        }
        Edit::Items(new) => items = items.iter().map(|_| new.clone()).collect(),
        _ => {}
    }
    Value::Array(items)
}

/// The same id with its last digits turned round: the shape stays.
fn other_id(text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for c in characters.iter_mut().rev().take(4) {
        *c = match *c {
            '0'..='8' => char::from_u32(*c as u32 + 1).unwrap_or('0'),
            '9' => '0',
            'a'..='e' => char::from_u32(*c as u32 + 1).unwrap_or('a'),
            'f' => 'a',
            other => other,
        };
    }
    characters.into_iter().collect()
}

fn shifted(text: &str, seconds: i64) -> String {
    let Ok(time) = OffsetDateTime::parse(text, &Rfc3339) else { return text.to_owned() };
    let moved = time.checked_add(Duration::seconds(seconds));
    moved.and_then(|moved| moved.format(&Rfc3339).ok()).unwrap_or_else(|| text.to_owned())
}

fn respelled(text: &str, spelling: Spelling) -> String {
    let Ok(time) = OffsetDateTime::parse(text, &Rfc3339) else { return text.to_owned() };
    let millis = time.millisecond();
    let plain = |time: OffsetDateTime| {
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
            time.year(),
            u8::from(time.month()),
            time.day(),
            time.hour(),
            time.minute(),
            time.second()
        )
    };
    match spelling {
        Spelling::Zero => format!("{}.{millis:03}+00:00", plain(time)),
        Spelling::Ahead => {
            // The last hours of the year 9999 have no such spelling.
            let ahead = time.checked_add(Duration::seconds(19_800));
            ahead.map_or_else(
                || text.to_owned(),
                |ahead| format!("{}.{millis:03}+05:30", plain(ahead)),
            )
        }
        Spelling::Micros => format!("{}.{millis:03}000Z", plain(time)),
        Spelling::Seconds => format!("{}Z", plain(time)),
        Spelling::Small => format!("{}.{millis:03}Z", plain(time)).to_lowercase(),
        Spelling::Comma => format!("{},{millis:03}Z", plain(time)),
    }
}
