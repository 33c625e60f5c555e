//! The HTTP edge: what a target is, its credentials, and sending a request.

mod client;
mod credentials;
mod curl;
mod environment;
mod place;
mod redact;
mod settings;

pub use client::{Client, ClientError, Limits, Look};
pub use credentials::{CredentialSettings, Issued, Issuer, Unavailable};
pub use place::line_of;
pub use redact::Redactor;
pub use settings::{ApiTarget, Target, TargetError, base_url, duration};
