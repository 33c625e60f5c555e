//! A page of text being written: headings, labelled fields, wrapped sentences, verbatim blocks.

use crate::report::style::{Style, Tone};
use crate::report::text::clean;

/// Where the value of a field begins, after its label.
const LABEL: usize = 10;

/// Text being put together. Everything that is added passes [`clean`].
pub(in crate::report) struct Page<'a> {
    out: String,
    style: &'a Style,
}

impl<'a> Page<'a> {
    pub(in crate::report) fn new(style: &'a Style) -> Self {
        Self { out: String::new(), style }
    }

    pub(in crate::report) fn style(&self) -> &'a Style {
        self.style
    }

    pub(in crate::report) fn finish(self) -> String {
        self.out
    }

    /// Begins a section.
    pub(in crate::report) fn heading(&mut self, tone: Tone, title: &str, what: &str) {
        self.blank();
        let line = format!(
            "{} {}",
            self.style.paint(tone, title),
            self.style.paint(Tone::Dim, clean(what))
        );
        self.push(0, &line);
    }

    /// An empty line, but none at the top.
    pub(in crate::report) fn blank(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    /// One line in pieces of several tones; never wrapped.
    pub(in crate::report) fn line(&mut self, indent: usize, pieces: &[(Tone, &str)]) {
        let painted: String = pieces
            .iter()
            .map(|(tone, text)| self.style.paint(*tone, clean(text).replace('\n', " ")))
            .collect();
        self.push(indent, &painted);
    }

    /// Sentences, wrapped.
    pub(in crate::report) fn text(&mut self, indent: usize, tone: Tone, text: &str) {
        for line in wrap(&clean(text), self.room(indent)) {
            let painted = self.style.paint(tone, line);
            self.push(indent, &painted);
        }
    }

    /// Lines as they are: commands and diffs, that are copied or stand in columns.
    pub(in crate::report) fn verbatim<'t>(
        &mut self,
        indent: usize,
        lines: impl IntoIterator<Item = (Tone, &'t str)>,
    ) {
        for (tone, line) in lines {
            let painted = self.style.paint(tone, clean(line));
            self.push(indent, &painted);
        }
    }

    /// A label and its value, wrapped below itself.
    pub(in crate::report) fn field(&mut self, indent: usize, label: &str, tone: Tone, value: &str) {
        let lines = wrap(&clean(value), self.room(indent + LABEL));
        self.labelled(indent, label, lines.iter().map(|line| (tone, line.as_str())));
    }

    /// A label and a value whose lines are kept.
    pub(in crate::report) fn verbatim_field(
        &mut self,
        indent: usize,
        label: &str,
        tone: Tone,
        value: &str,
    ) {
        let value = clean(value);
        self.labelled(indent, label, value.lines().map(|line| (tone, line)));
    }

    /// A label before the first of several lines, which are clean and fit.
    fn labelled<'t>(
        &mut self,
        indent: usize,
        label: &str,
        lines: impl Iterator<Item = (Tone, &'t str)>,
    ) {
        for (index, (tone, line)) in lines.enumerate() {
            let label = if index == 0 { label } else { "" };
            let gap = " ".repeat(LABEL.saturating_sub(label.len()));
            let painted = self.style.paint(tone, line);
            if label.is_empty() {
                self.push(indent + LABEL, &painted);
            } else {
                let label = self.style.paint(Tone::Dim, label);
                self.push(indent, &format!("{label}{gap}{painted}"));
            }
        }
    }

    /// How many columns are left after an indent.
    pub(in crate::report) fn room(&self, indent: usize) -> usize {
        self.style.width.saturating_sub(indent).max(30)
    }

    fn push(&mut self, indent: usize, line: &str) {
        if !line.is_empty() {
            self.out.extend(std::iter::repeat_n(' ', indent));
            self.out.push_str(line.trim_end());
        }
        self.out.push('\n');
    }
}

/// A paragraph that is indented and fits into so many columns; a longer word stays whole.
pub fn paragraph(text: &str, indent: usize, width: usize) -> String {
    let room = width.saturating_sub(indent).max(30);
    let line = |line: &String| format!("{}{line}\n", " ".repeat(indent));
    wrap(&clean(text), room).iter().map(line).collect()
}

/// Breaks lines at spaces so that they fit; a longer word stays whole. Line breaks, a line's own
/// indent and every space that isn't broken at are kept: values are evidence.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let own: String = line.chars().take_while(|c| *c == ' ').collect();
        let (mut current, mut length) = (own.clone(), own.len());
        let mut fresh = true;
        for word in line[own.len()..].split(' ') {
            let size = word.chars().count();
            if !fresh && length + 1 + size > width {
                lines.push(std::mem::replace(&mut current, own.clone()));
                length = own.len();
            } else if !fresh {
                current.push(' ');
                length += 1;
            }
            current.push_str(word);
            length += size;
            fresh = false;
        }
        lines.push(current);
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn lines_break_at_spaces_only() {
        assert_eq!(wrap("one two three\n  four five", 9), ["one two", "three", "  four", "  five"]);
        assert_eq!(wrap("averylongword it", 5), ["averylongword", "it"]);
        assert_eq!(wrap("a  b   c", 9), ["a  b   c"]);
        assert_eq!(wrap("", 5), [""]);
    }
}
