//! Which requests, of those that are right or may be refused.

use crate::mutate::clients::Fellow;
use crate::mutate::script::Script;
use crate::mutate::shape::Shape;

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
    /// Those that are not of the sort.
    Not(Box<Right>),
    /// The documented sample itself: whatever it prints is sent as it is printed.
    Sample,
    /// Those that leave this field out of some records, or of all, and are else as the sample prints
    /// them.
    OtherwisePrinted(String, Lacking),
    /// Those in whose records this field is never one that the sample prints.
    EveryUnprinted(String),
    /// Those that come while another one of the client is under way.
    Together(Fellow),
    /// Those about a record about which another request of the client was accepted.
    AfterAnother,
    /// Those about a record that the client made after another one.
    MadeLater,
    /// Those about a record that was last told of by itself, in a request of one.
    ToldAlone,
}

impl Right {
    /// Whether it says anything of another request that is under way.
    pub(in crate::mutate) fn is_of_two(&self) -> bool {
        match self {
            Self::Together(_) => true,
            Self::Not(other) => other.is_of_two(),
            Self::Both(one, other) => one.is_of_two() || other.is_of_two(),
            _ => false,
        }
    }
}

/// How many records of a request lack a field.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Lacking {
    /// Some, beside others that have it.
    Some,
    /// All.
    All,
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
    /// Lists in lists, deeply.
    Lists,
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
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::EmptyText, "an empty text"),
        (Self::Control, "a control character"),
        (Self::Long, "a very long text"),
        (Self::Deep, "deep nesting"),
        (Self::Lists, "lists in lists"),
        (Self::Surrogate, "half a surrogate pair"),
        (Self::Unknown, "an undocumented field"),
        (Self::NoRecords, "no record"),
        (Self::Incomplete, "an object that lacks a field"),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_said_of_another_request_waits_for_one() {
        let both = |one, other| Right::Both(Box::new(one), Box::new(other));
        let together = Right::Together(Fellow::Any);
        assert!(!both(Right::One, Right::First).is_of_two());
        assert!(!Right::Not(Box::new(Right::One)).is_of_two());
        assert!(together.is_of_two());
        assert!(both(Right::One, Right::Not(Box::new(together))).is_of_two());
    }
}
