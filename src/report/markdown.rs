//! Text from anywhere in Markdown, as text and nothing else.
//!
//! What could be markup is written as a character reference: unlike a backslash it is the same in
//! text, in HTML and in a cell of a table, and no value can undo it by what stands before.

use super::text::one_line;

/// Text in one line: nothing in it is markup, a link, a mention, an emoji or a formula.
pub fn text(text: &str) -> String {
    referenced(text, |_| false)
}

/// The same in the type of code, in which systems look for no emoji.
pub fn code(value: &str) -> String {
    let word = |before: &str| !["mailto", "xmpp"].iter().any(|scheme| before.ends_with(scheme));
    format!("<code>{}</code>", referenced(value, word))
}

/// Lines as they are, each as text; in one line of Markdown, which no line of theirs can leave.
pub fn verbatim(lines: &str) -> String {
    let lines: Vec<String> = lines.lines().map(text).collect();
    format!("<pre>{}</pre>", lines.join("&#10;"))
}

/// Every character that could be markup as a reference; a colon in a word may stay after some.
fn referenced(text: &str, colon: impl Fn(&str) -> bool) -> String {
    let line = one_line(text);
    let mut out = String::new();
    for (at, c) in line.char_indices() {
        let before = &line[..at];
        let in_word = before.ends_with(char::is_alphanumeric)
            && line[at + c.len_utf8()..].starts_with(char::is_alphanumeric);
        let plain = match c {
            // A number at the beginning would begin a list, and these letters a link.
            '.' | ')' if !before.is_empty() && before.bytes().all(|byte| byte.is_ascii_digit()) => {
                false
            }
            '.' => !before.to_ascii_lowercase().ends_with("www"),
            '-' => in_word,
            ':' => in_word && colon(&before.to_ascii_lowercase()),
            ',' | '\'' | '"' | '/' | ';' | '?' | '(' | ')' => true,
            c => !c.is_ascii_punctuation(),
        };
        if plain { out.push(c) } else { out.push_str(&format!("&#{};", u32::from(c))) }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{code, text, verbatim};

    #[test]
    fn words_and_sentences_stay_as_they_are() {
        let promise = "Two contacts, created on 2026-03-31 (in one list), may have \"one\" name.";
        assert_eq!(text(promise), promise);
        assert_eq!(
            code("createContacts.rule.a-b:echo"),
            "<code>createContacts.rule.a-b:echo</code>"
        );
    }

    #[test]
    fn lines_stay_lines() {
        assert_eq!(verbatim("curl -X \\\n  x"), "<pre>curl &#45;X &#92;&#10;x</pre>");
    }

    #[test]
    fn nothing_is_markup_a_link_or_a_mention() {
        assert_eq!(text("1. a"), "1&#46; a");
        assert_eq!(text("www.x :tada: $a$ %1"), "www&#46;x &#58;tada&#58; &#36;a&#36; &#37;1");
        assert_eq!(code("mailto:a@b http://c"), "<code>mailto&#58;a&#64;b http&#58;//c</code>");
        assert_eq!(code("</code>a\\|b"), "<code>&#60;/code&#62;a&#92;&#124;b</code>");
    }
}
