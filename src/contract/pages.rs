//! How the next page of a list is asked for.

use serde::Deserialize;

/// What leads from one page to the next: one of the first four.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[serde(
    expecting = "the way from page to page: `{number: page}`, `{offset: offset}`, `{cursor: after, from: body.next}` or `{url: body.next}`"
)]
pub struct Pages {
    /// The parameter of the query that is the page's number.
    #[serde(default)]
    pub number: Option<String>,
    /// The parameter of the query that says how many records come before.
    #[serde(default)]
    pub offset: Option<String>,
    /// The parameter of the query that takes what the page before told.
    #[serde(default)]
    pub cursor: Option<String>,
    /// Where a page tells the URL of the next: `body.links.next`, `header.Link`.
    #[serde(default)]
    pub url: Option<String>,
    /// Where a page tells the next `cursor`: `body.next`.
    #[serde(default)]
    pub from: Option<String>,
}

impl Pages {
    /// The parameters of the query that it names.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &String> {
        [&self.number, &self.offset, &self.cursor].into_iter().flatten()
    }

    /// The places of an answer that it names.
    pub(super) fn places(&self) -> impl Iterator<Item = &String> {
        [&self.url, &self.from].into_iter().flatten()
    }

    /// What is wrong with the words of it, if anything is.
    pub(super) fn fault(&self) -> Option<&'static str> {
        let ways = self.parameters().count() + usize::from(self.url.is_some());
        match (ways, &self.cursor, &self.from) {
            (1, Some(_), None) => Some("a `cursor` needs a place that tells it: `from: body.next`"),
            (1, None, Some(_)) => Some("`from` tells a `cursor`, and there is none"),
            (1, ..) => None,
            _ => Some("write one of `number`, `offset`, `cursor` (with `from`) and `url`"),
        }
    }
}
