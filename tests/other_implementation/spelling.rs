//! JSON written in unusual and legal ways.

use serde_json::Value;

/// How JSON is spelt.
#[derive(Clone, Copy, Debug)]
pub struct Spelling {
    /// The Content-Type of an accepting answer.
    pub media_type: &'static str,
    /// What stands between tokens.
    pub blanks: Blanks,
    /// Whether members are written last first.
    pub backwards: bool,
    /// Whether every character that may be escaped is.
    pub escapes: bool,
}

/// What stands between tokens.
#[derive(Clone, Copy, Debug)]
pub enum Blanks {
    /// Nothing.
    None,
    /// Line breaks, tabs and more.
    Many,
}

impl Default for Spelling {
    fn default() -> Self {
        Self {
            media_type: "application/json",
            blanks: Blanks::None,
            backwards: false,
            escapes: false,
        }
    }
}

/// Stands for half a surrogate pair while the text is in memory.
const HALF: &str = "\u{f83d}";

/// Reads JSON, with halves of surrogate pairs in it as JavaScript does, unless that is refused.
pub fn read(body: &[u8], picky: bool) -> serde_json::Result<Value> {
    let text = String::from_utf8_lossy(body);
    if picky || !text.contains("\\ud83d\"") {
        return serde_json::from_slice(body);
    }
    serde_json::from_str(&text.replace("\\ud83d", HALF))
}

impl Spelling {
    pub fn write(self, value: &Value) -> String {
        let mut text = String::new();
        self.blank(&mut text);
        self.put(value, &mut text);
        self.blank(&mut text);
        text
    }

    fn put(self, value: &Value, text: &mut String) {
        match value {
            Value::Object(members) => {
                let mut list: Vec<_> = members.iter().collect();
                if self.backwards {
                    list.reverse();
                }
                text.push('{');
                for (index, (name, value)) in list.into_iter().enumerate() {
                    self.separate(index, text);
                    self.quote(name, text);
                    self.blank(text);
                    text.push(':');
                    self.blank(text);
                    self.put(value, text);
                }
                self.blank(text);
                text.push('}');
            }
            Value::Array(items) => {
                text.push('[');
                for (index, item) in items.iter().enumerate() {
                    self.separate(index, text);
                    self.put(item, text);
                }
                self.blank(text);
                text.push(']');
            }
            Value::String(string) => self.quote(string, text),
            other => text.push_str(&other.to_string()),
        }
    }

    fn separate(self, index: usize, text: &mut String) {
        if index > 0 {
            self.blank(text);
            text.push(',');
        }
        self.blank(text);
    }

    fn blank(self, text: &mut String) {
        if let Blanks::Many = self.blanks {
            text.push_str("\r\n\t ");
        }
    }

    fn quote(self, string: &str, text: &mut String) {
        if !self.escapes {
            let quoted = Value::from(string).to_string();
            return text.push_str(&quoted.replace(HALF, "\\ud83d"));
        }
        text.push('"');
        for unit in string.encode_utf16() {
            match char::from_u32(unit.into()) {
                Some('/') => text.push_str("\\/"),
                Some('\u{f83d}') => text.push_str("\\ud83d"),
                Some(c @ ('a'..='m' | '0'..='9' | ' ')) => text.push(c),
                _ => text.push_str(&format!("\\u{unit:04X}")),
            }
        }
        text.push('"');
    }
}
