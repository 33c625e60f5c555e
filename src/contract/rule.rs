//! Behaviour rules and how they can be checked.

use serde::Deserialize;
use serde_json::Value;

use super::pages::Pages;
use super::template;
use crate::model::{Level, Source};

/// How a rule is judged on an accepted exchange; `schemas/README.md` tells what each means.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// The field comes back as sent.
    Echo,
    /// A field that was sent is there.
    Returned,
    /// The field is this text.
    Equals(String),
    /// The field is this text even where the request sent another one in it (`equals` yields there).
    EqualsDespite(String),
    /// The field holds this text.
    Contains(String),
    /// The field, where present, has this value.
    Default(Value),
    /// Two fields of the record show the same value or instant.
    SameAs(String),
    /// As in the record's last answer.
    Unchanged,
    /// Not before the record's last answer.
    NotBefore,
    /// After the record's last answer.
    After,
    /// A field that wasn't sent is as the record's last answer had it.
    AsLastWritten,
    /// The number is the count of what is at this place.
    CountOf(String),
    /// The number is the sum of these.
    SumOf(Vec<String>),
    /// As many records are answered as were sent.
    OneEach,
    /// Answered in the order sent.
    InOrder,
    /// No id twice.
    OwnIds,
    /// Each answered id was sent.
    IdsSent,
    /// Every record that the scenario made is answered, and none that it removed.
    ListsKnown,
    /// No more records are answered than this parameter of the query asks for, or is by default.
    AtMost(String),
    /// The records are answered in this order.
    Sorted(Order),
    /// Page by page, every record that the scenario made is answered.
    Pages(Pages),
    /// What a request leaves out loses the value that it had.
    GoneUnlessSent,
    /// Of a request with some bad records, those fail and the others are done, or the whole is
    /// refused.
    BadRecordsFail,
    /// No second record has the value.
    Unique(Unique),
}

impl Check {
    /// Whether it judges the rule's fields, each by itself; the others judge whole records.
    pub(super) fn is_of_fields(&self) -> bool {
        match self {
            Self::Echo
            | Self::Returned
            | Self::Equals(_)
            | Self::EqualsDespite(_)
            | Self::Contains(_)
            | Self::Default(_)
            | Self::SameAs(_)
            | Self::Unchanged
            | Self::NotBefore
            | Self::After
            | Self::AsLastWritten
            | Self::CountOf(_)
            | Self::SumOf(_) => true,
            Self::OneEach
            | Self::InOrder
            | Self::OwnIds
            | Self::IdsSent
            | Self::ListsKnown
            | Self::AtMost(_)
            | Self::Sorted(_)
            | Self::Pages(_)
            | Self::GoneUnlessSent
            | Self::BadRecordsFail
            | Self::Unique(_) => false,
        }
    }
}

/// An order of records.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, expecting = "a field and perhaps an order: `{by: name, order: desc}`")]
pub struct Order {
    /// The field, or a template that names it: `{query.sort}`. `-` before it turns the order round, and so does
    /// `:desc` behind it.
    pub by: String,
    /// `ascending` (unless told) or `descending`, or a template that says so: `{query.order}`.
    #[serde(default)]
    pub order: Option<String>,
}

impl Order {
    /// What a text asks to have records sorted by: the field (of several the first), the order told behind it, and whether
    /// a `-` turns that round.
    pub fn parts(by: &str) -> (&str, Option<&str>, bool) {
        let first = by.split(',').next().unwrap_or(by).trim();
        let turned = first.starts_with('-');
        let named = first.strip_prefix(['-', '+']).unwrap_or(first);
        match named.split_once([':', ' ']) {
            Some((field, told)) => (field, Some(told), turned),
            None => (named, None, turned),
        }
    }

    /// Whether a word says that the largest comes first, where it is one of an order.
    pub fn descends(word: &str) -> Option<bool> {
        match word.to_ascii_lowercase().as_str() {
            "asc" | "ascending" | "1" => Some(false),
            "desc" | "descending" | "-1" => Some(true),
            _ => None,
        }
    }
}

/// A value that no two records share.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[serde(expecting = "two templates: `{sent: '{sent.name}', answered: '{answered.name}'}`")]
pub struct Unique {
    /// Template of the value in what is sent.
    pub sent: String,
    /// Template of the value in what is answered.
    pub answered: String,
    /// Whether answering with the record that has the value already is as good as a refusal.
    #[serde(default)]
    pub existing_may_answer: bool,
}

impl Unique {
    /// The fields that the value consists of, in the order of its template.
    pub fn fields(&self) -> Vec<String> {
        let words = template::words(&self.sent);
        words.iter().map(|word| word.strip_prefix("sent.").unwrap_or(word).to_owned()).collect()
    }
}

/// A behaviour rule of an operation.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// The promise as a sentence.
    pub text: String,
    /// How binding it is.
    pub level: Level,
    /// Where it stands.
    pub source: Source,
    /// The fields that it speaks of, as written in the contract.
    pub fields: Vec<String>,
    /// The header of the answer that it speaks of, where it is about one.
    pub header: Option<String>,
    /// How it is judged; without one, scenarios that name it do.
    pub check: Option<Check>,
    /// Why nothing shows whether it is kept.
    pub not_observable: Option<String>,
    /// Its clauses: one for each field, or one for its header or for itself.
    pub clauses: Vec<String>,
}

impl Rule {
    /// What no two records may have alike, if the rule is about that.
    pub fn unique(&self) -> Option<&Unique> {
        match &self.check {
            Some(Check::Unique(unique)) => Some(unique),
            _ => None,
        }
    }
}

/// How the records of a request and of its answer correspond.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[serde(expecting = "places of records: `{sent: body, answered: body, id: id, resource: note}`")]
pub struct Records {
    /// `body` or `body[]`.
    pub sent: String,
    /// `body`, `body[]`, `body.data`, `body.successful[]`.
    pub answered: String,
    /// The record inside an answered item.
    #[serde(default)]
    pub content: Option<String>,
    /// Where records that were refused one by one are listed.
    #[serde(default)]
    pub failed: Option<String>,
    /// The answered record's id.
    #[serde(default)]
    pub id: Option<String>,
    /// The header of the answer that tells the record's id, where its body doesn't: `Location`.
    #[serde(default)]
    pub id_header: Option<String>,
    /// The sent record's id.
    #[serde(default)]
    pub sent_id: Option<String>,
    /// Which answer belongs to which record.
    #[serde(default, rename = "match")]
    pub matching: Option<Match>,
    /// What the records are.
    #[serde(default)]
    pub resource: Option<String>,
    /// The state that they are in, where `resource` names one.
    #[serde(skip)]
    pub state: Option<String>,
}

/// Templates that are equal for a record and its answer.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Match {
    /// Of the sent record.
    pub sent: String,
    /// Of the answered one.
    pub answered: String,
}

impl Records {
    /// Whether a request holds many records.
    pub fn many(&self) -> bool {
        self.sent.ends_with("[]")
    }

    /// The field path of the answered items in the body, without `body` and `[]`.
    pub fn answered_field(&self) -> &str {
        field_of(&self.answered)
    }

    /// The field path of the list of failed records.
    pub fn failed_field(&self) -> Option<&str> {
        self.failed.as_deref().map(field_of)
    }
}

/// `body.a[]` → `a`.
pub fn field_of(place: &str) -> &str {
    let place = place.strip_suffix("[]").unwrap_or(place);
    place.strip_prefix("body").map_or(place, |rest| rest.trim_start_matches('.'))
}
