//! Half a surrogate pair (`\ud800`): JSON's grammar has it, Unicode's text has not.

/// The same JSON with U+FFFD in the place of each half; `None` where there is none.
pub(super) fn mended(bytes: &[u8]) -> Option<Vec<u8>> {
    replaced(bytes, |_| "\\ufffd".into())
}

/// The same JSON with each half spelt out, so that texts that differ stay different.
pub(super) fn spelt_out(bytes: &[u8]) -> Option<Vec<u8>> {
    // U+FFFF is no character, and stands in no text that means anything.
    replaced(bytes, |unit| format!("\\uffff{unit:04x}"))
}

fn replaced(bytes: &[u8], by: impl Fn(u16) -> String) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut kept = 0;
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            at += 1;
            continue;
        }
        let Some(unit) = unit(bytes, at) else {
            // Another escape: what follows the backslash belongs to it.
            at += 2;
            continue;
        };
        let is_pair = (0xd800..0xdc00).contains(&unit)
            && self::unit(bytes, at + 6).is_some_and(|low| (0xdc00..0xe000).contains(&low));
        if is_pair {
            at += 12;
            continue;
        }
        if (0xd800..0xe000).contains(&unit) {
            out.extend_from_slice(&bytes[kept..at]);
            out.extend_from_slice(by(unit).as_bytes());
            kept = at + 6;
        }
        at += 6;
    }
    if kept == 0 {
        return None;
    }
    out.extend_from_slice(&bytes[kept..]);
    Some(out)
}

/// The UTF-16 unit of an escape `\uXXXX`.
fn unit(bytes: &[u8], at: usize) -> Option<u16> {
    let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::mended;

    fn said(text: &str) -> Option<String> {
        mended(text.as_bytes()).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn only_halves_are_replaced() {
        assert_eq!(said(r#""\ud83d\ude80 \u00e9""#), None);
        assert_eq!(said(r#""\\ud800""#), None, "an escaped backslash");
        assert_eq!(said(r#""a\ud800b""#).as_deref(), Some(r#""a\ufffdb""#));
        assert_eq!(said(r#""\ude80\ud83d""#).as_deref(), Some(r#""\ufffd\ufffd""#));
        assert_eq!(said(r#""\ud83d\ud83d\ude80""#).as_deref(), Some(r#""\ufffd\ud83d\ude80""#));
        assert_eq!(said(r#""\ud8"#), None, "the end");
    }
}
