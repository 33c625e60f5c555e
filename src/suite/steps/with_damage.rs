//! A right body, spoilt as text: what a lenient reader would repair, it must not.

use cucumber::given;
use serde_json::Value;

use super::with::as_body;
use crate::model::{Body, Spelling};
use crate::suite::world::World;

#[given(regex = r"^with (the first|the last|every) `([^`]+)` of the body replaced by `([^`]*)`$")]
async fn replaced(world: &mut World, which: String, old: String, new: String) {
    world.spoil(|text| {
        match which.as_str() {
            "the first" => text.find(&old).map(|at| spliced(text, at, old.len(), &new)),
            "the last" => text.rfind(&old).map(|at| spliced(text, at, old.len(), &new)),
            _ => text.contains(&old).then(|| text.replace(&old, &new)),
        }
        .ok_or_else(|| format!("the body has no `{old}`"))
    });
}

#[given(
    regex = r"^with a raw (tab|line break|null character) behind the first `([^`]+)` of the body$"
)]
async fn raw_character(world: &mut World, name: String, before: String) {
    let character = match name.as_str() {
        "tab" => "\t",
        "line break" => "\n",
        _ => "\0",
    };
    world.spoil(|text| {
        let at = text.find(&before).ok_or_else(|| format!("the body has no `{before}`"))?;
        Ok(spliced(text, at + before.len(), 0, character))
    });
}

#[given("with the whole body as a text in quotes")]
async fn as_a_text(world: &mut World) {
    world.spoil(|text| Ok(Value::String(text.to_owned()).to_string()));
}

#[given(regex = r"^with the whole body in (Latin-1|UTF-16)$")]
async fn encoded(world: &mut World, encoding: String) {
    world.change(|draft| {
        let text = draft.text();
        draft.meant = draft.meant().cloned();
        draft.body = Body::Raw(match encoding.as_str() {
            "Latin-1" => latin_1(&text)?,
            _ => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        });
        Ok(())
    });
}

#[given(
    regex = r"^with the same body (spread over several lines|in escaped letters|in another order)$"
)]
async fn spelt(world: &mut World, how: String) {
    world.change(|draft| {
        if draft.json().is_none() || draft.form.is_some() {
            return Err("the request has no body in JSON that could be spelt otherwise".into());
        }
        let named = Spelling::NAMED.into_iter().find(|(name, _)| *name == how);
        let (_, spelling) = named.ok_or_else(|| format!("a body can't be written {how}"))?;
        draft.spelling = spelling;
        Ok(())
    });
}

#[given("with a byte order mark before the body")]
async fn byte_order_mark(world: &mut World) {
    world.spoil(|text| Ok(format!("\u{feff}{text}")));
}

/// A text in the encoding that has a byte for each character; what it lacks, as JSON escapes it.
fn latin_1(text: &str) -> Result<Vec<u8>, String> {
    if text.is_ascii() {
        return Err("Latin-1 and UTF-8 differ in letters like é only, and the body has none".into());
    }
    let mut bytes = Vec::new();
    for c in text.chars() {
        match u8::try_from(c) {
            Ok(byte) => bytes.push(byte),
            Err(_) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    bytes.extend(format!("\\u{unit:04x}").bytes());
                }
            }
        }
    }
    Ok(bytes)
}

/// The text with so many bytes from this place on replaced.
fn spliced(text: &str, at: usize, length: usize, new: &str) -> String {
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    let after = rest.get(length..).unwrap_or_default();
    format!("{before}{new}{after}")
}

impl World {
    /// Changes the body as the text that would be sent.
    fn spoil(&mut self, spoil: impl FnOnce(&str) -> Result<String, String>) {
        self.change(|draft| {
            if draft.body == Body::Absent {
                return Err("the request has no body".into());
            }
            let text = draft.text();
            let spoilt = spoil(&text).map_err(|message| format!("{message}: {text}"))?;
            let meant = draft.meant().cloned();
            draft.body = as_body(draft.form.is_some(), spoilt);
            // What can still be read as records means what it says.
            let is_read = draft.json().is_some_and(|body| body.is_object() || body.is_array());
            draft.meant = meant.filter(|_| !is_read);
            Ok(())
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_1_has_a_byte_for_each_of_its_letters() {
        assert_eq!(latin_1("Zoë").unwrap(), b"Zo\xeb");
        assert_eq!(latin_1("ë王🎉").unwrap(), b"\xeb\\u738b\\ud83c\\udf89");
        assert!(latin_1("Zoe").is_err());
    }

    #[test]
    fn a_text_is_replaced_where_it_stands() {
        assert_eq!(spliced("abc", 1, 1, "--"), "a--c");
        assert_eq!(spliced("abc", 3, 0, "d"), "abcd");
        assert_eq!(spliced("ä]", 2, 1, ",]"), "ä,]");
    }
}
