//! What a mutation does to requests and answers.

use serde_json::Value;

use super::edit::Edit;
use super::sort::Wrong;

mod duplicate;
mod requests;

pub use duplicate::{Duplicate, Fault, Rival};
pub use requests::{Lacking, Odd, Right};

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
    /// A change of such a request is acknowledged and not carried out.
    Forget(Right),
    /// A change of this field of a record is acknowledged and lost.
    Lose(String),
    /// The same, where the request has something else wrong.
    LoseBeside(String, Fault),
    /// The same, of requests that are right.
    LoseOf(String, Right),
    /// What a new record gets in this field is acknowledged, and kept as the sample prints it.
    Default(String),
    /// What a request with such a fault sends in this field is stored, and the record refused.
    TakeOver(String, Fault),
    /// The answer to a request tells what was sent by another of the client that was under way.
    MixUp,
    /// New records of a request of several have the ids of those of the client's last such request.
    ReuseIds,
    /// Requests that come while another one of the client is under way are answered with a 500.
    FallTogether,
    /// The first change of a record, by such a request, leaves this field of it as it was.
    Stuck(String, Right),
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
