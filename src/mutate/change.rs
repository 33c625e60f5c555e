//! What a mutation does to requests and answers.

use serde_json::Value;

use super::edit::Edit;
use super::script::Script;
use super::shape::Shape;
use super::sort::{Position, Wrong};

/// A change, as the proxy carries it out on one operation.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Nothing: the baseline.
    None,
    /// A field of accepting answers.
    Field {
        /// Dotted path.
        field: String,
        /// What happens to it.
        edit: Edit,
    },
    /// Several fields of accepting answers.
    Fields(Vec<(String, Edit)>),
    /// The status of accepting answers.
    Status(u16),
    /// The Content-Type of accepting answers.
    ContentType(Option<&'static str>),
    /// The bytes of accepting answers.
    Bytes(Bytes),
    /// The first accepting answers come too late.
    TooLate,
    /// Every answer comes a little later.
    Slow,
    /// Every so many answers are a 500.
    EveryNth(usize),
    /// Fields that nobody documented, in every object of every answer.
    ExtraFields,
    /// Members of objects in another order.
    KeyOrder,
    /// White space in accepting answers.
    Whitespace,
    /// The status of refusals, but for those that good practice names (401, 403, 404).
    RefusalStatus(u16),
    /// The body of refusals, with its Content-Type.
    RefusalBody(Option<&'static str>, &'static str),
    /// Requests that are wrong are answered as if they were right.
    Accept(Wrong),
    /// Requests that are right are refused.
    Refuse(Right),
    /// Requests that are right are accepted, and answered with these edits.
    Tell(Right, Vec<(String, Edit)>),
    /// A request that is sent again is answered with what was answered first.
    Cache,
    /// Requests are answered with a 500.
    Fall(Odd),
    /// A value that another record has is taken all the same.
    AcceptDuplicates(Duplicate),
    /// Of two requests at the same moment that would have one value, both are accepted.
    AcceptRaced(Rival),
    /// The same, whichever of the two operations loses.
    AcceptRacedBetween(String, String),
    /// A duplicate is answered with the record that has the value.
    AnswerExisting,
    /// A change is acknowledged and not carried out.
    Forget,
    /// A change of this field of a record is acknowledged and lost.
    Lose(String),
    /// The same, where the request has something else wrong.
    LoseBeside(String, Fault),
    /// What a request with such a fault sends in this field is stored, and the record refused.
    TakeOver(String, Fault),
    /// Requests of which a part is wrong are refused as a whole.
    RefuseWhole(Wrong),
    /// A field of a record, from the second answer about it on.
    Later {
        /// Dotted path in the record.
        field: String,
        /// What happens to it.
        edit: Edit,
    },
    /// Items of the list of failed records look like this.
    FailedItems(Value),
}

/// Bytes of a body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bytes {
    /// The second half is missing, with a Content-Length that says so.
    Half,
    /// There are none.
    None,
    /// No JSON.
    Text,
    /// Two values.
    Trailing,
    /// A key twice.
    DuplicateKey,
    /// The connection is cut in the middle.
    Cut,
}

/// Which right requests are refused.
#[derive(Clone, Debug, PartialEq)]
pub enum Right {
    /// All.
    All,
    /// Those that leave out or set to null what this clause allows to.
    Exercising(String),
    /// Those with more than so many records.
    MoreThan(usize),
    /// Those with one record, where the sample has several or could.
    One,
    /// Those that leave out what the sample sends (partial updates).
    Partial,
    /// Those in which this field has another value than the sample prints.
    Unprinted(String),
    /// Those with such characters in a text of the sender's own.
    Text(Script),
    /// Those with such characters in this text of the sender's own.
    TextOf(String, Script),
    /// Those in which this field is of the shape.
    Shaped(String, Shape),
    /// Those with this field alone.
    Lone(String),
    /// Those in which this field is the only one that is missing.
    Without(String),
    /// Those in which every field that may be null is.
    AllNull,
    /// Those in which every one of these fields is other than the sample's, and than each other.
    AllDiffer(Vec<String>),
    /// Those that change a record for at least so many times after others had.
    Changed(usize),
    /// Those about a record of which this operation told last.
    LastToldBy(String),
    /// Those that weren't accepted before.
    First,
    /// Those that name a record as another of the same request is named.
    NamesWithin,
    /// Those whose unique value ends like another record's, and is longer.
    Suffix,
    /// Those that send the value that the record has, after another was refused it.
    OwnValueAfterClaim,
    /// Those of several records that send the value that each has.
    OwnValues,
    /// Those of several records that send the value that some have, and other values.
    SomeOwnValues,
    /// Those of both sorts.
    Both(Box<Right>, Box<Right>),
    /// Those that were sent and accepted before.
    Again,
    /// Updates that send the value that the record has already.
    OwnValue,
    /// Those that name a record as another is named.
    NamesOfAnother,
    /// Those whose unique value shares its last part alone with another record's.
    OtherPrefix,
    /// Those with another spelling of the Content-Type.
    MediaSpelling,
    /// Those without any field.
    Nothing,
}

/// Which duplicates are accepted.
#[derive(Clone, Debug, PartialEq)]
pub enum Duplicate {
    /// All.
    All,
    /// Those that are named as the record that has the value.
    SameNames,
    /// Those that are named otherwise.
    OtherNames,
    /// Those of another record of the same request.
    SameRequest,
    /// Those of a record that this operation changed or made last.
    MadeBy(String),
    /// Those here in a request of many records.
    At(Position),
    /// The whole request was accepted before.
    Again,
    /// Those that differ from the holder in this field too.
    Differing(String),
    /// Those in which this field is other than the sample's.
    Unprinted(String),
    /// Those of another record of the same request that doesn't stand beside it.
    Apart,
    /// Those in a request of so many records.
    Among(usize),
    /// Those of a record that this operation told of for so many times or more.
    ToldTimes(String, usize),
    /// Those of a record that this operation made or changed as the later of several.
    ToldLater(String),
    /// The same, of more than twenty.
    ToldAmongMany(String),
    /// Those of a record that has the last part of the value already.
    OwnPart,
    /// Those of both sorts.
    Both(Box<Duplicate>, Box<Duplicate>),
}

/// What is wrong with a record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fault {
    /// It breaks a constraint.
    Wrong,
    /// It breaks one, among a few.
    WrongAmongFew,
    /// It breaks one, among more than twenty.
    WrongAmongMany,
    /// Its id is unknown.
    Unknown,
    /// Its value is another's.
    Duplicate,
}

/// Who else wants a value at the same moment.
#[derive(Clone, Debug, PartialEq)]
pub enum Rival {
    /// Anybody.
    Any,
    /// Another request of this operation.
    Of(String),
    /// The same request.
    Identical,
    /// The same request, and once more.
    Crowd,
    /// Another request, that names it otherwise.
    OtherNames,
    /// Another request, both with several records.
    Many,
}

/// Which odd requests, that may be accepted or refused, bring the server down.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Odd {
    /// With an empty text.
    EmptyText,
    /// With a NUL or another control character.
    Control,
    /// With a text of more than a thousand characters.
    Long,
    /// Nested deeply.
    Deep,
    /// With half a surrogate pair.
    Surrogate,
    /// With members that nobody documented.
    Unknown,
    /// With an empty list.
    NoRecords,
    /// With an object that lacks some of its fields.
    Incomplete,
}

impl Odd {
    /// All of them, with a name for each.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::EmptyText, "an empty text"),
        (Self::Control, "a control character"),
        (Self::Long, "a very long text"),
        (Self::Deep, "deep nesting"),
        (Self::Surrogate, "half a surrogate pair"),
        (Self::Unknown, "an undocumented field"),
        (Self::NoRecords, "no record"),
        (Self::Incomplete, "an object that lacks a field"),
    ];
}
