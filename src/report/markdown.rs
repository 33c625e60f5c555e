//! Text from anywhere in Markdown, as text and nothing else.

use super::text::one_line;

/// A line of text: nothing in it is markup, a link or a mention.
pub fn text(text: &str) -> String {
    let mut out = String::new();
    for c in one_line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '@' => out.push_str("&#64;"),
            // A number after it would be a link to an issue, a scheme before it one to anywhere.
            '#' => out.push_str("&#35;"),
            ':' => out.push_str("&#58;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '(' | ')' | '{' | '}' | '|' | '~' | '$' | '.'
            | '!' => {
                out.extend(['\\', c]);
            }
            c => out.push(c),
        }
    }
    out
}

/// A line of code, fit for a table.
pub fn code(text: &str) -> String {
    let text = one_line(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let gap =
        if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{fence}{gap}{}{gap}{fence}", text.replace('|', "\\|"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup_in_text() {
        let hostile = "**a** [b](http://x) <img src=x> @all #1 | `c`\n# d";
        assert_eq!(
            text(hostile),
            "\\*\\*a\\*\\* \\[b\\]\\(http&#58;//x\\) &lt;img src=x&gt; &#64;all &#35;1 \\| \
             \\`c\\` &#35; d"
        );
    }

    #[test]
    fn code_is_fenced_by_more_ticks_than_it_has() {
        assert_eq!(code("a|b"), "`a\\|b`");
        assert_eq!(code("a``b"), "```a``b```");
        assert_eq!(code("`"), "`` ` ``");
    }
}
