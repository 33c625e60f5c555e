//! What a header may hold (RFC 9110, section 5).

use reqwest::header::{HeaderName, HeaderValue};

/// Why no request can have a header of this name and value, if none can.
pub fn no_header(name: &str, value: &str) -> Option<String> {
    if HeaderName::from_bytes(name.as_bytes()).is_err() {
        return Some(format!(
            "{name:?} is no name of a header: ASCII letters, digits and !#$%&'*+-.^_`|~ may stand in one"
        ));
    }
    if HeaderValue::from_bytes(value.as_bytes()).is_ok() {
        return None;
    }
    let what = match value.chars().find(|c| c.is_ascii_control() && *c != '\t') {
        Some('\n' | '\r') => "a line break".to_owned(),
        Some(c) => format!("the control character U+{:04X}", u32::from(c)),
        None => "what no header may hold".to_owned(),
    };
    Some(format!("the value of `{name}` can't be sent: there is {what} in it"))
}

#[cfg(test)]
mod tests {
    use super::no_header;

    #[test]
    fn whatever_can_be_sent_is_a_header() {
        for name in ["accountId", "X-!#$%&'*+-.^_`|~"] {
            for value in ["", "a\tb", "Zoë \u{1f600}"] {
                assert_eq!(no_header(name, value), None);
            }
        }
        for name in ["", "na me", "na:me", "Zoë", "a\n"] {
            assert!(no_header(name, "").is_some(), "{name:?}");
        }
        for value in ["a\nb", "a\rb", "a\0", "\u{7f}", "\u{1}"] {
            assert!(no_header("a", value).is_some(), "{value:?}");
        }
    }
}
