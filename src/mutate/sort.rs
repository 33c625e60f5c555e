//! Sorts of requests: in which way one is wrong, and what is special about one that is right. Real
//! servers fail at one sort, not at all.

use serde_json::Value;

use super::change::Odd;
use super::way::{How, way};
use crate::contract::{Operation, Violation};
use crate::model::Draft;

/// Which wrong requests.
#[derive(Clone, Debug, PartialEq)]
pub enum Wrong {
    /// Those that break this clause, perhaps beside others.
    Clause(String),
    /// Those that break this clause alone, in this way.
    How(String, How),
    /// Those with bad records here.
    In(Position),
    /// Those that break this clause alone, in this way or any, with the bad records here.
    Here(String, Option<How>, Position),
    /// Those that have this wrong and no other field.
    Lone,
    /// Those that leave out what is required, beside a field that nobody documented.
    Misspelt,
    /// Those that break several clauses.
    Several,
}

/// Where in a request of many records the bad ones are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Position {
    /// There is just one record.
    Only,
    /// The first of several.
    First,
    /// In the middle.
    Middle,
    /// The last of several.
    Last,
    /// Several of them.
    Several,
    /// One or more of several, wherever.
    Beside,
    /// One among more than twenty.
    AmongMany,
}

impl Wrong {
    /// Whether a request with these violations is of the sort.
    pub(super) fn is(&self, operation: &Operation, draft: &Draft, broken: &[Violation]) -> bool {
        if broken.is_empty() {
            return false;
        }
        match self {
            Self::Clause(clause) => broken.iter().any(|violation| violation.clause == *clause),
            Self::How(clause, how) => broken.iter().all(|violation| {
                violation.clause == *clause && *how == way(operation, draft, violation)
            }),
            Self::In(position) => position.is(draft, broken),
            Self::Here(clause, how, position) => {
                let alike = |violation: &Violation| {
                    violation.clause == *clause
                        && how.is_none_or(|how| how == way(operation, draft, violation))
                };
                broken.iter().all(alike) && position.is(draft, broken)
            }
            Self::Lone => draft.json().and_then(Value::as_object).is_some_and(|all| all.len() == 1),
            Self::Misspelt => {
                let left_out = |broken| way(operation, draft, broken) == How::LeftOut;
                broken.iter().all(left_out) && Odd::Unknown.is(operation, draft)
            }
            Self::Several => broken.iter().any(|violation| violation.clause != broken[0].clause),
        }
    }
}

impl Position {
    fn is(self, draft: &Draft, broken: &[Violation]) -> bool {
        let count = draft.json().and_then(Value::as_array).map_or(0, Vec::len);
        match self {
            Self::Beside => count > 1 && position(draft, broken).is_some(),
            Self::AmongMany => {
                count > 20 && position(draft, broken).is_some_and(|at| at != Self::Several)
            }
            exact => position(draft, broken) == Some(exact),
        }
    }
}

fn position(draft: &Draft, broken: &[Violation]) -> Option<Position> {
    let count = draft.json()?.as_array()?.len();
    let mut bad: Vec<usize> =
        broken.iter().map(|violation| violation.record).collect::<Option<_>>()?;
    bad.sort_unstable();
    bad.dedup();
    Some(match bad.as_slice() {
        [_] if count == 1 => Position::Only,
        [0] => Position::First,
        [at] if at + 1 == count => Position::Last,
        [_] => Position::Middle,
        _ => Position::Several,
    })
}
