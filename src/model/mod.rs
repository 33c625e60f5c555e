//! The words that every room shares: plain data, no I/O, nothing of ours imported.

mod clause;
mod counts;
mod draft;
mod exchange;
mod form;
mod hidden;
mod judgement;
mod known;
mod report;
mod spelling;

pub use clause::{Clause, ClauseKind, Level, Source};
pub use counts::Counts;
pub use draft::{
    AuthScheme, Body, Credential, CredentialKind, CredentialPlace, CredentialState, Draft,
    ListStyle, items_of,
};
pub use exchange::{
    Answer, Closing, Exchange, Failure, FailureKind, Parsed, Request, Response, Unread,
};
pub use form::{DEEPEST, FieldStyle, FormKind, FormStyle};
pub use hidden::{is_hidden, one_line};
pub use judgement::{Judgement, Outcome};
pub use known::{Known, KnownEntry, KnownState};
pub use report::{
    ApiReport, ClauseReport, ClauseVerdict, Completion, Created, Defect, FeatureReport, Finding,
    Note, REPORT_FORMAT, RunReport, ScenarioReport, ScenarioStatus, StepReport, StepStatus, Tool,
};
pub use spelling::Spelling;
