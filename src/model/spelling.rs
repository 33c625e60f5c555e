//! JSON that says the same in other characters (RFC 8259).

use std::io::{self, Write};

use serde_json::Value;
use serde_json::ser::{Formatter, Serializer};

/// How a JSON value is written.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Spelling {
    /// Without any blanks, letters as they are.
    #[default]
    Compact,
    /// Over several lines, as documentation prints it.
    Lines,
    /// Every letter of its texts escaped (`\u0041`).
    Escaped,
    /// Members in the opposite order.
    Reversed,
}

impl Spelling {
    /// How features call those that nobody writes without need.
    pub const NAMED: [(&'static str, Self); 3] = [
        ("spread over several lines", Self::Lines),
        ("in escaped letters", Self::Escaped),
        ("in another order", Self::Reversed),
    ];

    /// The value in UTF-8.
    pub fn bytes(self, value: &Value) -> Vec<u8> {
        match self {
            Self::Compact => value.to_string().into_bytes(),
            Self::Lines => format!("{value:#}\n").into_bytes(),
            Self::Escaped => escaped(value),
            Self::Reversed => reversed(value).to_string().into_bytes(),
        }
    }
}

/// Writes every character of a text as an escape; names of members stay, so that it can be read.
struct Escapes {
    in_name: bool,
}

impl Formatter for Escapes {
    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.in_name = true;
        if first { Ok(()) } else { writer.write_all(b",") }
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.in_name = false;
        Ok(())
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if self.in_name {
            return writer.write_all(fragment.as_bytes());
        }
        fragment.encode_utf16().try_for_each(|unit| write!(writer, "\\u{unit:04x}"))
    }
}

fn escaped(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut bytes, Escapes { in_name: false });
    match serde::Serialize::serialize(value, &mut serializer) {
        Ok(()) => bytes,
        // Nothing of a value in memory can't be written.
        Err(_) => value.to_string().into_bytes(),
    }
}

fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            members.iter().rev().map(|(name, value)| (name.clone(), reversed(value))).collect()
        }
        Value::Array(items) => items.iter().map(reversed).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Spelling;

    #[test]
    fn every_spelling_says_the_same() {
        let value =
            json!([{"name": "Zoë 🎉", "note": "a\tb", "n": 1.5, "in": {"b": null, "a": true}}]);
        let spelt = |spelling: Spelling| String::from_utf8(spelling.bytes(&value)).unwrap();
        for spelling in [Spelling::Compact, Spelling::Lines, Spelling::Escaped, Spelling::Reversed]
        {
            let read: Value = serde_json::from_str(&spelt(spelling)).unwrap();
            assert_eq!(read, value, "{spelling:?}");
        }
        assert!(spelt(Spelling::Lines).starts_with("[\n  {\n"));
        assert!(
            spelt(Spelling::Escaped).contains(r#""name":"\u005a\u006f\u00eb\u0020\ud83c\udf89""#)
        );
        assert!(spelt(Spelling::Reversed).starts_with(r#"[{"in":{"a":true,"b":null},"n":1.5"#));
    }
}
