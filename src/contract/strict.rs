//! Values read strictly: a key given twice is an error, not a silent loss.

use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor,
};
use serde_json::{Map, Number, Value};

use super::bounds;

/// What is said of a key that an object has twice, after its name.
pub(super) const TWICE: &str = "is given twice";

/// Reads JSON and refuses duplicate keys.
///
/// # Errors
/// What is wrong, with line and column.
pub fn from_json(bytes: &[u8]) -> Result<Value, serde_json::Error> {
    // arbitrary_precision hands numbers over as maps; only Value itself knows them, so
    // duplicates are looked for in a pass of their own.
    let value: Value = serde_json::from_slice(bytes)?;
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    NoDuplicates::deserialize(&mut reader)?;
    Ok(value)
}

/// The first key that is given twice, in words; `None` where there is none.
pub fn key_given_twice(bytes: &[u8]) -> Option<String> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    NoDuplicates::deserialize(&mut reader).err().map(|error| error.to_string())
}

/// Whether an object of a text, which was read as `value`, gives a key twice: then fewer members were kept than are
/// written. That is known much sooner than which key it is.
pub fn has_key_twice(bytes: &[u8], value: &Value) -> bool {
    members_written(bytes) != members(value)
}

/// Every `:` of JSON outside its texts belongs to a member.
fn members_written(json: &[u8]) -> usize {
    let (mut count, mut in_text, mut bytes) = (0, false, json.iter());
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => in_text = !in_text,
            b'\\' => drop(bytes.next()),
            b':' if !in_text => count += 1,
            _ => {}
        }
    }
    count
}

fn members(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(members).sum(),
        Value::Object(own) => own.len() + own.values().map(members).sum::<usize>(),
        _ => 0,
    }
}

/// Reads YAML (or JSON, which is YAML) and refuses duplicate keys.
///
/// # Errors
/// What is wrong, with line and column.
pub fn from_yaml(text: &str) -> Result<Value, yaml_serde::Error> {
    let left = Left { values: Cell::new(bounds::VALUES), text: Cell::new(bounds::TEXT) };
    Read(&left).deserialize(yaml_serde::Deserializer::from_str(text))
}

struct NoDuplicates;

impl<'de> Deserialize<'de> for NoDuplicates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Look;
        impl<'de> Visitor<'de> for Look {
            type Value = NoDuplicates;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }
            fn visit_bool<E>(self, _: bool) -> Result<NoDuplicates, E> {
                Ok(NoDuplicates)
            }
            fn visit_i64<E>(self, _: i64) -> Result<NoDuplicates, E> {
                Ok(NoDuplicates)
            }
            fn visit_u64<E>(self, _: u64) -> Result<NoDuplicates, E> {
                Ok(NoDuplicates)
            }
            fn visit_f64<E>(self, _: f64) -> Result<NoDuplicates, E> {
                Ok(NoDuplicates)
            }
            fn visit_str<E>(self, _: &str) -> Result<NoDuplicates, E> {
                Ok(NoDuplicates)
            }
            fn visit_unit<E>(self) -> Result<NoDuplicates, E> {
                Ok(NoDuplicates)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<NoDuplicates, A::Error> {
                while seq.next_element::<NoDuplicates>()?.is_some() {}
                Ok(NoDuplicates)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<NoDuplicates, A::Error> {
                let mut seen = HashSet::with_hasher(foldhash::fast::RandomState::default());
                while let Some(key) = map.next_key::<String>()? {
                    if let Some(key) = seen.replace(key) {
                        return Err(A::Error::custom(format!("the key `{key}` {TWICE}")));
                    }
                    map.next_value::<NoDuplicates>()?;
                }
                Ok(NoDuplicates)
            }
        }
        deserializer.deserialize_any(Look)
    }
}

/// What a document may still hold: aliases make much out of little.
#[derive(Debug)]
struct Left {
    values: Cell<usize>,
    text: Cell<usize>,
}

impl Left {
    fn take<E: Error>(&self, text: usize) -> Result<(), E> {
        let values = self.values.get().checked_sub(1);
        self.values.set(values.ok_or_else(|| {
            E::custom(format!("more than {} values, those of aliases counted", bounds::VALUES))
        })?);
        let text = self.text.get().checked_sub(text);
        self.text.set(text.ok_or_else(|| {
            let most = bounds::TEXT >> 20;
            E::custom(format!("more than {most} MiB of text, that of aliases counted"))
        })?);
        Ok(())
    }
}

/// Reads a value whose objects have no key twice, as long as there is something left.
#[derive(Clone, Copy)]
struct Read<'a>(&'a Left);

impl<'de> DeserializeSeed<'de> for Read<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Read<'_> {
    type Value = Value;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON has too")
    }
    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.0.take(0)?;
        Ok(Value::Bool(value))
    }
    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.0.take(0)?;
        Ok(Value::from(value))
    }
    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.0.take(0)?;
        Ok(Value::from(value))
    }
    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.0.take(0)?;
        serde_json::from_str(&value.to_string()).map_err(E::custom)
    }
    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.0.take(0)?;
        serde_json::from_str(&value.to_string()).map_err(E::custom)
    }
    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.0.take(0)?;
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("a number that JSON doesn't have"))
    }
    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.0.take(value.len())?;
        Ok(Value::String(value.into()))
    }
    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.0.take(0)?;
        Ok(Value::Null)
    }
    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }
    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Value, D::Error> {
        inner.deserialize_any(self)
    }
    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Value, A::Error> {
        Err(A::Error::custom("a tag (`!name`) that means nothing here; take it out"))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        self.0.take(0)?;
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        self.0.take(0)?;
        let mut object = Map::new();
        while let Some(key) = map.next_key_seed(self)? {
            let key = match key {
                Value::String(key) => key,
                // `404:` and `true:` are keys of OpenAPI documents too.
                Value::Number(_) | Value::Bool(_) => key.to_string(),
                _ => return Err(A::Error::custom("a key must be text")),
            };
            let value = map.next_value_seed(self)?;
            if object.contains_key(&key) {
                return Err(A::Error::custom(format!("the key `{key}` {TWICE}")));
            }
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_given_twice_is_refused_in_json_and_yaml() {
        let json = from_json(br#"{"a": {"b": 1, "b": 2}}"#).unwrap_err().to_string();
        assert!(json.contains("`b` is given twice"), "{json}");
        let yaml = from_yaml("a:\n  b: 1\n  b: 2\n").unwrap_err().to_string();
        assert!(yaml.contains("`b` is given twice"), "{yaml}");
    }

    #[test]
    fn a_key_given_twice_is_seen_by_the_members_that_are_left() {
        let has = |text: &str| {
            has_key_twice(text.as_bytes(), &serde_json::from_str::<Value>(text).unwrap())
        };
        for text in
            [r#"{"a": 1, "a": 1}"#, r#"[[{"a": {"b": 1, "\u0062": ":"}}]]"#, r#"{"": 0, "": {}}"#]
        {
            assert!(has(text), "{text}");
        }
        for text in [
            r#"{"a": 1, "A": {"a": [{"a": 2}, {"a": 3}]}}"#,
            r#"{"a:b": ":", "\"": ":\\", "c\\": "\":\"", "d": []}"#,
            r#"["a:b", ":", "\\", {}]"#,
            "1",
        ] {
            assert!(!has(text), "{text}");
        }
    }

    #[test]
    fn numbers_keep_every_digit() {
        let value = from_json(b"[123456789012345678901234567890.10]").unwrap();
        assert_eq!(value.to_string(), "[123456789012345678901234567890.10]");
    }
}
