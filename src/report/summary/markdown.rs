//! Markdown that says what it is given, whatever that is, and keeps to a size.

use crate::report::text::one_line;

/// What is kept free for the words on what didn't fit.
const REST: usize = 200;

/// Markdown being put together in blocks; one that doesn't fit is left out whole.
pub(super) struct Page {
    out: String,
    room: usize,
    left_out: usize,
}

impl Page {
    pub(super) fn new(room: usize) -> Self {
        Self { out: String::new(), room: room.saturating_sub(REST), left_out: 0 }
    }

    fn fits(&self, more: usize) -> bool {
        self.out.len() + more <= self.room
    }

    /// A block with an empty line behind it.
    pub(super) fn block(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if self.fits(text.len() + 1) {
            self.out.push_str(text);
            self.out.push('\n');
        } else {
            self.left_out += 1;
        }
    }

    /// A heading and its items, if there are any.
    pub(super) fn section(&mut self, heading: &str, items: impl Iterator<Item = String>) {
        let items: Vec<String> = items.collect();
        self.counted(heading, items.len(), items.into_iter());
    }

    /// The same, where an item may stand for several things.
    pub(super) fn counted(&mut self, heading: &str, n: usize, items: impl Iterator<Item = String>) {
        let items: Vec<String> = items.collect();
        if items.is_empty() {
            return;
        }
        let head = format!("### {heading}: {n}\n\n");
        if !self.fits(head.len() + 1) {
            self.left_out += items.len();
            return;
        }
        self.out.push_str(&head);
        for item in &items {
            // What comes later doesn't stand before what comes first.
            if self.left_out == 0 && self.fits(item.len() + 1) {
                self.out.push_str(item);
            } else {
                self.left_out += 1;
            }
        }
        self.out.push('\n');
    }

    pub(super) fn finish(mut self) -> String {
        if self.left_out > 0 {
            self.out.push_str(&format!(
                "{} more did not fit: report.json and report.html have all.\n",
                self.left_out
            ));
        }
        self.out
    }
}

/// Text in one line, with nothing that is taken for markup.
pub(super) fn text(text: &str) -> String {
    let mut out = String::new();
    for c in one_line(text).chars() {
        match c {
            // A number at the beginning would begin a list.
            '.' | ')' if !out.is_empty() && out.bytes().all(|byte| byte.is_ascii_digit()) => {
                out.push_str(&format!("&#{};", u32::from(c)));
            }
            // These are no markup between other characters.
            '.' | ',' | '\'' | '"' | '/' | ';' | '?' | '%' | '$' | '(' | ')' | ' ' => out.push(c),
            c if c.is_ascii_punctuation() => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// The same in the type of code.
pub(super) fn code(value: &str) -> String {
    format!("<code>{}</code>", text(value))
}
