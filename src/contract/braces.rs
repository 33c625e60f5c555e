//! Patterns with a `{` that repeats nothing: JavaScript takes it for itself (ECMA-262, annex B.1.2), and so do those who
//! write documents.

use serde_json::Value;

use super::keys;

/// Escapes such braces in every pattern of a document.
pub(super) fn escape(document: &mut Value) {
    keys::each_schema(document, &mut |schema, _| {
        if let Some(Value::String(pattern)) = schema.get_mut("pattern")
            && pattern.contains('{')
        {
            *pattern = escaped(pattern);
        }
    });
}

fn escaped(pattern: &str) -> String {
    let mut escaped = String::with_capacity(pattern.len());
    let (mut in_class, mut repeats) = (false, false);
    let mut letters = pattern.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let rest = &pattern[at + letter.len_utf8()..];
        match letter {
            '\\' => {
                escaped.push(letter);
                let Some((_, named)) = letters.next() else { break };
                escaped.push(named);
                // `\p{L}`: what stands in these braces is a name.
                let is_named = matches!(named, 'p' | 'P' | 'u' | 'x' | 'k');
                if is_named && let Some((_, brace)) = letters.next_if(|(_, next)| *next == '{') {
                    escaped.push(brace);
                }
                repeats = true;
                continue;
            }
            '[' => in_class = true,
            ']' => in_class = false,
            '{' if !(in_class || repeats && is_count(rest)) => escaped.push('\\'),
            _ => {}
        }
        escaped.push(letter);
        // Nothing stands before it to be repeated.
        repeats = !matches!(letter, '(' | '|' | '^');
    }
    escaped
}

/// Whether braces hold how often: `3}`, `3,}`, `3,5}`.
fn is_count(rest: &str) -> bool {
    let Some((count, _)) = rest.split_once('}') else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match count.split_once(',') {
        Some((from, to)) => is_number(from) && (to.is_empty() || is_number(to)),
        None => is_number(count),
    }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_brace_that_repeats_nothing_is_itself() {
        assert_eq!(escaped(r"^(?:{[0-9a-f]{4}}|x)$"), r"^(?:\{[0-9a-f]{4}}|x)$");
        assert_eq!(escaped(r"^{{id}}$"), r"^\{\{id}}$");
        assert_eq!(escaped(r"a{,3}"), r"a\{,3}");
        assert_eq!(escaped(r"({2})|{2}"), r"(\{2})|\{2}");
    }

    #[test]
    fn any_other_is_left_as_it_is() {
        for pattern in [
            r"a{2}b{2,}c{2,5}",
            r"\{x\}",
            r"[{]{2}",
            r"^\p{Lu}\d{3}$",
            r"(?<year>\d{4})",
            r"é{2}",
            r"\",
        ] {
            assert_eq!(escaped(pattern), pattern);
        }
    }
}
