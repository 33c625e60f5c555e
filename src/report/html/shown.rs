//! Text that may stand on the page.

use std::borrow::Borrow;
use std::fmt;
use std::hash::BuildHasher;

use indexmap::IndexSet;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;

use crate::report::text::{clean, cleaned, cut, one_line};

/// What can't stand as it is in a value of the page's address.
const VALUE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'=')
    .add(b'>')
    .add(b'`');

/// Text without anything that steers or hides. There is no way to make one of text that is not
/// cleaned, and nothing else of a report's texts is put on the page.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq, Serialize)]
#[serde(transparent)]
pub(in crate::report) struct Shown(String);

impl Shown {
    /// Text with its lines.
    pub(in crate::report) fn text(text: &str) -> Self {
        Self(clean(text))
    }

    /// Text in one line.
    pub(in crate::report) fn line(text: &str) -> Self {
        Self(one_line(text))
    }

    /// As much of the beginning as fits, and a word on the rest; and whether there is a rest.
    pub(in crate::report) fn cut(text: &str, bound: usize) -> (Self, bool) {
        match text.len() > bound {
            true => (Self::text(&cut(text, bound)), true),
            false => (Self::text(text), false),
        }
    }

    /// The number of a text among these, to which it is added if it is new.
    pub(in crate::report) fn number(
        among: &mut IndexSet<Self, impl BuildHasher>,
        text: &str,
    ) -> usize {
        let clean = cleaned(text);
        let known = among.get_index_of(clean.as_ref());
        known.unwrap_or_else(|| among.insert_full(Self(clean.into_owned())).0)
    }

    /// A link within the page: `#key=value&…`. It can't lead anywhere else.
    pub(in crate::report) fn link(pairs: &[(&str, &str)]) -> Self {
        let pairs: Vec<String> = pairs
            .iter()
            .map(|(key, value)| format!("{key}={}", utf8_percent_encode(&one_line(value), VALUE)))
            .collect();
        Self(format!("#{}", pairs.join("&")))
    }

    /// An id in the pieces between which a line may break: after dots and slashes, before capitals.
    pub(in crate::report) fn pieces(&self) -> impl Iterator<Item = &str> {
        let letters: Vec<(usize, char)> = self.0.char_indices().collect();
        let breaks = letters.windows(2).filter_map(|pair| match pair {
            [(_, '.' | '/'), (at, _)] => Some(*at),
            [(_, before), (at, after)] if before.is_lowercase() && after.is_uppercase() => {
                Some(*at)
            }
            _ => None,
        });
        let mut ends: Vec<usize> = breaks.collect();
        ends.push(self.0.len());
        let mut start = 0;
        ends.into_iter().map(move |end| &self.0[std::mem::replace(&mut start, end)..end])
    }

    pub(in crate::report) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Looked up by text that is clean: one that isn't is no text of the page.
impl Borrow<str> for Shown {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_stays_on_the_page() {
        let link = Shown::link(&[("clause", "a.b:c d&e=\"<\u{202e}"), ("q", "ż")]);
        assert_eq!(
            link.to_string(),
            "#clause=a.b:c%20d%26e%3D%22%3C⟨U+202E⟩&q=%C5%BC"
                .replace("⟨U+202E⟩", "%E2%9F%A8U%2B202E%E2%9F%A9")
        );
    }

    #[test]
    fn an_id_breaks_where_its_words_do() {
        let pieces = |text: &str| Shown::line(text).pieces().collect::<Vec<_>>().join("|");
        assert_eq!(pieces("bulkUpdate.body.żŻx:type"), "bulk|Update.|body.|ż|Żx:type");
        assert_eq!(pieces(""), "");
    }

    #[test]
    fn a_cut_is_told() {
        assert_eq!(Shown::cut("abc", 3), (Shown("abc".into()), false));
        assert!(Shown::cut("abcd", 3).1);
    }
}
