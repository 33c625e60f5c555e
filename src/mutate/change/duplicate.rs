//! Which duplicates, and what else is wrong with a record.

use crate::mutate::sort::Position;

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
    /// Those in a request that wasn't accepted before.
    New,
    /// Those in a request of one record that only its names tell from the holder, which this
    /// operation made with the value.
    Plain(String),
    /// Those of a record that was last told of by itself, in a request of one.
    ToldAlone,
    /// Those of a record that this operation told of once, with a few others.
    ToldOnce(String),
}

impl Duplicate {
    /// Whether it is about a value that was another's before, rather than at the same moment.
    pub(in crate::mutate) fn is_of_before(&self) -> bool {
        match self {
            Self::MadeBy(_) | Self::Plain(_) | Self::ToldOnce(_) => true,
            Self::Both(one, other) => one.is_of_before() || other.is_of_before(),
            _ => false,
        }
    }
}

/// What is wrong with a record.
#[derive(Clone, Debug, Eq, PartialEq)]
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
    /// Its value is another's, and it is the only record.
    DuplicateAlone,
    /// Its value is another's, and there are other records.
    DuplicateBeside,
    /// Its value is another's that this operation made with it, and only its names are other.
    PlainDuplicate(String),
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
    /// Another request, that names it alike.
    SameNames,
    /// Another request, that names it otherwise.
    OtherNames,
    /// Another request, both with several records.
    Many,
}
