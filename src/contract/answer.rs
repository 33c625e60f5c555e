//! The documented answers of an operation, and which of them stands for a status.

use std::sync::Arc;

use serde_json::Value;

use super::body::BodySchema;
use super::media;
use super::printed::PrintedSchema;
use crate::model::{Level, Source};

/// The statuses that a documented answer stands for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Statuses {
    /// This one: `201`.
    One(u16),
    /// A range: `2XX`.
    Class(u16),
    /// Those that nothing else stands for: `default`.
    Rest,
}

impl Statuses {
    /// Reads a key of `responses`.
    pub(super) fn read(key: &str) -> Option<Self> {
        if key == "default" {
            return Some(Self::Rest);
        }
        let class = key.chars().next()?.to_digit(10).filter(|class| (1..=5).contains(class))?;
        match key.get(1..)? {
            "XX" | "xx" => Some(Self::Class(u16::try_from(class).ok()?)),
            rest if rest.len() == 2 && rest.chars().all(|c| c.is_ascii_digit()) => {
                key.parse().ok().map(Self::One)
            }
            _ => None,
        }
    }

    /// Whether they are statuses of this class (2 for 2xx).
    pub(super) fn are_of(self, class: u16) -> bool {
        match self {
            Self::One(status) => status / 100 == class,
            Self::Class(own) => own == class,
            Self::Rest => false,
        }
    }
}

/// A documented answer.
#[derive(Debug)]
pub struct DocumentedAnswer {
    /// What it stands for.
    pub statuses: Statuses,
    /// The same in words: `202`, `4XX`; nothing where it is all that is documented of acceptance.
    pub told: Option<String>,
    /// Whether it is that of an acceptance.
    pub accepts: bool,
    /// What the ids of its clauses begin with: `OPERATION.response`, `OPERATION.response.202`.
    pub clause: String,
    /// What is documented of its body: nothing where it has none.
    pub content: Option<Content>,
    /// The fields of its body, if that may be JSON.
    pub body: Option<Arc<BodySchema>>,
    /// What is documented of its body as one text, where it is never JSON.
    pub text: Option<TextBody>,
    /// Its headers.
    pub headers: Vec<Header>,
}

/// A body that is one text, such as a version.
#[derive(Debug)]
pub struct TextBody {
    /// Its media type, as documented.
    pub media_type: String,
    /// What is documented of it.
    pub value: PrintedSchema,
}

/// What is documented of a body besides its fields.
#[derive(Debug)]
pub struct Content {
    /// Media types and ranges of them.
    pub media_types: Vec<String>,
    /// Those of which an empty text is one, too.
    pub(super) may_be_empty: Vec<String>,
    /// How binding it is that there is a body.
    pub level: Level,
    /// Where it stands.
    pub source: Source,
}

impl Content {
    /// Whether any media type will do.
    pub fn is_open(&self) -> bool {
        self.media_types.iter().any(|documented| documented == media::ANY)
    }

    /// Whether JSON is documented by its name.
    pub fn says_json(&self) -> bool {
        self.media_types.iter().any(|documented| media::is_json(documented))
    }

    /// Whether a Content-Type is documented; one JSON is as good as another.
    pub fn has(&self, came: &str) -> bool {
        let is_it = |documented: &String| {
            media::is_of(documented, came) || (media::is_json(documented) && media::is_json(came))
        };
        self.media_types.iter().any(is_it)
    }

    /// Whether nothing at all may be called so.
    pub fn may_be_empty(&self, came: &str) -> bool {
        self.may_be_empty.iter().any(|documented| media::is_of(documented, came))
    }

    /// Whether JSON that came with this Content-Type is what a schema speaks of, and no other of the
    /// documented media types.
    pub fn is_body(&self, body: &BodySchema, came: Option<&str>, value: &Value) -> bool {
        // A number may be any text; an object is hardly one.
        let Some(came) = came else {
            return media::is_json(&body.documented_as) || value.is_object() || value.is_array();
        };
        let mut alike = body.alike.iter().filter(|one| media::is_json(one));
        let own =
            media::is_of(&body.documented_as, came) || alike.any(|one| media::is_of(one, came));
        let others = self.media_types.iter().filter(|other| **other != body.documented_as);
        let other = others.into_iter().any(|other| media::is_of(other, came));
        let named = media::is_json(&body.documented_as);
        // Under a range anything may come, and what isn't called JSON is none.
        if named { own || !other } else { media::is_json(came) && !other }
    }
}

/// A documented header of an answer.
#[derive(Debug)]
pub struct Header {
    /// Its name, as documented.
    pub name: String,
    /// The clause of its presence; facets append `:name`.
    pub clause: String,
    /// Whether every such answer has it.
    pub required: bool,
    /// How binding that is.
    pub level: Level,
    /// What is documented of its value, if that is one value.
    pub value: Option<PrintedSchema>,
    /// Where it stands.
    pub source: Source,
    /// The documentation's words.
    pub description: Option<String>,
}

/// Every documented answer that is judged.
#[derive(Debug, Default)]
pub struct Answers {
    /// In the order of the document.
    pub list: Vec<DocumentedAnswer>,
    /// The one that rules, samples and state are read by, among them.
    pub(super) main: Option<usize>,
    /// Nothing else is documented of an acceptance.
    pub exact: Option<Exact>,
}

/// The documented statuses of an acceptance, where they are named one by one.
#[derive(Clone, Debug)]
pub struct Exact {
    /// Such as 200 and 202.
    pub statuses: Vec<u16>,
    /// How binding that is.
    pub level: Level,
    /// Where it stands.
    pub source: Source,
}

impl Exact {
    /// `200 or 202`.
    pub fn told(&self) -> String {
        let statuses: Vec<String> = self.statuses.iter().map(u16::to_string).collect();
        statuses.join(" or ")
    }
}

impl Answers {
    /// The answer that is documented for a status.
    pub fn to(&self, status: u16) -> Option<&DocumentedAnswer> {
        let of = |wanted| self.list.iter().find(|answer| answer.statuses == wanted);
        // A `default` that stands for acceptance, for want of another, is hardly what a refusal says.
        let accepts = self.main().is_some_and(|main| main.statuses == Statuses::Rest);
        let rest = || of(Statuses::Rest).filter(|_| !accepts || status / 100 == 2);
        of(Statuses::One(status)).or_else(|| of(Statuses::Class(status / 100))).or_else(rest)
    }

    /// Whether a status is documented by itself.
    pub fn names(&self, status: u16) -> bool {
        self.list.iter().any(|answer| answer.statuses == Statuses::One(status))
    }

    /// The documented statuses, among those that refuse a request which is right in itself for the state of something: a
    /// conflict, a condition that isn't met, a lock (RFC 9110, sections 15.5.10 and 15.5.13; RFC 4918, section 11.3).
    pub fn in_the_way(&self) -> impl Iterator<Item = u16> {
        [409, 412, 423].into_iter().filter(|status| self.names(*status))
    }

    /// Whether a redirect, or word that nothing has changed (304), is documented by its status.
    pub fn redirects_with(&self, status: u16) -> bool {
        status / 100 == 3 && self.to(status).is_some_and(|answer| answer.statuses != Statuses::Rest)
    }

    /// The answer that an acceptance with a status is held to. Where that isn't documented, it is
    /// told as such, and what is documented of acceptance holds all the same.
    pub fn accepting(&self, status: u16) -> Option<&DocumentedAnswer> {
        self.to(status).or_else(|| self.main().filter(|_| may_have_a_body(status)))
    }

    /// Whether an acceptance may as well have this status, with the same body.
    pub fn leaves_open(&self, status: u16) -> bool {
        let exact = self.exact.as_ref();
        let allowed = exact.is_none_or(|exact| exact.statuses.contains(&status));
        let own = self.accepting(status).map(|answer| &answer.clause);
        allowed && own == self.main().map(|answer| &answer.clause)
    }

    /// The status of an acceptance as documented.
    pub fn status(&self) -> u16 {
        self.main().map_or(200, DocumentedAnswer::status)
    }

    /// Whether an acceptance is documented with this header.
    pub(super) fn has_header(&self, name: &str) -> bool {
        let headers =
            self.list.iter().filter(|answer| answer.accepts).flat_map(|answer| &answer.headers);
        headers.into_iter().any(|header| header.name.eq_ignore_ascii_case(name))
    }

    /// The answer that rules, samples and state are read by.
    pub fn main(&self) -> Option<&DocumentedAnswer> {
        self.list.get(self.main?)
    }
}

impl DocumentedAnswer {
    /// A status that it stands for, of those that accept.
    fn status(&self) -> u16 {
        match self.statuses {
            Statuses::One(status) => status,
            Statuses::Class(_) | Statuses::Rest => 200,
        }
    }
}

/// Whether HTTP has a body with a status (RFC 9110, sections 15.3.5 and 15.3.6).
pub(super) fn may_have_a_body(status: u16) -> bool {
    ![204, 205].contains(&status)
}

#[cfg(test)]
mod tests {
    use super::Statuses;

    #[test]
    fn a_key_of_responses_is_a_status_a_range_or_the_rest() {
        assert_eq!(Statuses::read("201"), Some(Statuses::One(201)));
        assert_eq!(Statuses::read("2XX"), Some(Statuses::Class(2)));
        assert_eq!(Statuses::read("default"), Some(Statuses::Rest));
        for other in ["20X", "2", "600", "0XX", "2000", "2é1", "", "ok"] {
            assert_eq!(Statuses::read(other), None, "{other}");
        }
    }
}
