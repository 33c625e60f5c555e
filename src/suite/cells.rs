//! Cells of tables as Gherkin has them: the parser refuses a backslash before anything but `n`, `|` and
//! `\`, and Gherkin takes such a one for itself, as JSON in a cell needs.

use std::borrow::Cow;

/// The text with those backslashes doubled that stand for themselves.
pub(super) fn with_literal_backslashes(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut open: Option<&str> = None;
    let mut out = String::with_capacity(text.len() + 16);
    for line in text.split_inclusive('\n') {
        let said = line.trim_start();
        // In a block of text a line is what it is.
        let fence = ["\"\"\"", "```"].into_iter().find(|fence| said.starts_with(fence));
        match (open, fence) {
            (None, Some(fence)) => open = Some(fence),
            (Some(own), Some(fence)) if own == fence => open = None,
            _ => {}
        }
        if open.is_none() && said.starts_with('|') && line.contains('\\') {
            cells(line, &mut out);
        } else {
            out.push_str(line);
        }
    }
    Cow::Owned(out)
}

fn cells(line: &str, out: &mut String) {
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        out.push(letter);
        if letter != '\\' {
            continue;
        }
        match letters.next_if(|next| matches!(next, 'n' | '|' | '\\')) {
            Some(next) => out.push(next),
            None => out.push('\\'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::with_literal_backslashes;

    #[test]
    fn a_backslash_in_a_cell_stands_for_itself_before_most_letters() {
        let read = |text: &'static str| with_literal_backslashes(text).into_owned();
        assert_eq!(read(r#"| "a\tb" | \d+ |"#), r#"| "a\\tb" | \\d+ |"#);
        assert_eq!(read(r"| a\|b | c\\d | e\nf |"), r"| a\|b | c\\d | e\nf |");
        assert_eq!(read("Given x\\y\n"), "Given x\\y\n");
    }

    #[test]
    fn a_block_of_text_is_left_as_it_is() {
        let text = "\"\"\"\n| \\d |\n\"\"\"\n";
        assert_eq!(with_literal_backslashes(text), text);
        let text = "\"\"\"\n```\n\"\"\"\n| \\d |\n";
        assert_eq!(with_literal_backslashes(text), "\"\"\"\n```\n\"\"\"\n| \\\\d |\n");
    }
}
