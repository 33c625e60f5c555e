//! Texts with `*` for any text.

/// Whether a pattern covers a whole text.
pub fn covers(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_star_stands_for_any_text() {
        assert!(covers("masked request.body.id", "masked request.body.id"));
        assert!(!covers("masked request.body.id", "masked request.body.ids"));
        assert!(covers("masked *", "masked request.body.id"));
        assert!(covers("sample-breaks *.phoneNumber:*", "sample-breaks a.b.phoneNumber:pattern"));
        assert!(!covers("masked *.id", "masked request.body.idle"));
    }
}
