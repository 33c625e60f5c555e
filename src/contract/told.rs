//! What is told of a document that can be used all the same.

use super::error::At;

/// So many places are told: to find a line takes a look at the whole text.
const PLACES: usize = 20;

/// Remarks on a document, each with its place.
pub(super) struct Told<'a> {
    root: &'a At<'a>,
    lines: Vec<String>,
    more: usize,
}

impl<'a> Told<'a> {
    pub fn of(root: &'a At<'a>) -> Self {
        Self { root, lines: Vec::new(), more: 0 }
    }

    /// A remark on what stands at a JSON pointer.
    pub fn push(&mut self, at: String, message: String) {
        if self.lines.len() < PLACES {
            self.lines.push(self.root.to(at).error(message).to_string());
        } else {
            self.more += 1;
        }
    }

    /// All of them, the last of which says how many more there are.
    pub fn lines(mut self) -> Vec<String> {
        if self.more > 0 {
            self.lines.push(format!("and {} more like it", self.more));
        }
        self.lines
    }
}
