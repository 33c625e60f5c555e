//! What a mutation does to requests and answers.

use serde_json::Value;

use super::edit::Edit;

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
    /// Requests that break this clause are answered as if they were right.
    Accept(String),
    /// Requests that are right are refused.
    Refuse(Right),
    /// A value that another record has is taken all the same.
    AcceptDuplicates,
    /// A duplicate is answered with the record that has the value.
    AnswerExisting,
    /// A change is acknowledged and not carried out.
    Forget,
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
    /// Those that leave out what the sample sends (partial updates).
    Partial,
}
