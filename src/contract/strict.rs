//! Values read strictly: a key given twice is an error, not a silent loss.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// What is said of a key that an object has twice, after its name.
pub(super) const TWICE: &str = "is given twice";

/// A JSON value whose objects had no key twice.
pub struct Strict(pub Value);

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

/// Reads YAML (or JSON, which is YAML) and refuses duplicate keys.
///
/// # Errors
/// What is wrong, with line and column.
pub fn from_yaml(text: &str) -> Result<Value, yaml_serde::Error> {
    yaml_serde::from_str::<Strict>(text).map(|strict| strict.0)
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
                let mut seen = std::collections::HashSet::new();
                while let Some(key) = map.next_key::<String>()? {
                    if !seen.insert(key.clone()) {
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

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Strict;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value that JSON has too")
            }
            fn visit_bool<E>(self, value: bool) -> Result<Strict, E> {
                Ok(Strict(Value::Bool(value)))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Strict, E> {
                Ok(Strict(Value::from(value)))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Strict, E> {
                Ok(Strict(Value::from(value)))
            }
            fn visit_f64<E: Error>(self, value: f64) -> Result<Strict, E> {
                Number::from_f64(value)
                    .map(|number| Strict(Value::Number(number)))
                    .ok_or_else(|| E::custom("a number that JSON doesn't have"))
            }
            fn visit_str<E>(self, value: &str) -> Result<Strict, E> {
                Ok(Strict(Value::String(value.into())))
            }
            fn visit_unit<E>(self) -> Result<Strict, E> {
                Ok(Strict(Value::Null))
            }
            fn visit_none<E>(self) -> Result<Strict, E> {
                Ok(Strict(Value::Null))
            }
            fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Strict, D::Error> {
                Strict::deserialize(inner)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Strict, A::Error> {
                let mut items = Vec::new();
                while let Some(Strict(item)) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Strict(Value::Array(items)))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Strict, A::Error> {
                let mut object = Map::new();
                while let Some(Strict(key)) = map.next_key()? {
                    let key = match key {
                        Value::String(key) => key,
                        // `404:` and `true:` are keys of OpenAPI documents too.
                        Value::Number(_) | Value::Bool(_) => key.to_string(),
                        _ => return Err(A::Error::custom("a key must be text")),
                    };
                    let Strict(value) = map.next_value()?;
                    if object.contains_key(&key) {
                        return Err(A::Error::custom(format!("the key `{key}` {TWICE}")));
                    }
                    object.insert(key, value);
                }
                Ok(Strict(Value::Object(object)))
            }
        }
        deserializer.deserialize_any(Read)
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
    fn numbers_keep_every_digit() {
        let value = from_json(b"[123456789012345678901234567890.10]").unwrap();
        assert_eq!(value.to_string(), "[123456789012345678901234567890.10]");
    }
}
