//! Markdown that keeps to a size.

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
