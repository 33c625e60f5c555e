//! The HTTP edge: what a target is, its credentials, and sending a request.

mod client;
mod credentials;
mod curl;
mod environment;
mod forge;
mod held;
mod pace;
mod place;
mod redact;
mod settings;

pub use client::{Client, ClientError, Limits, Look, is_loopback};
pub use credentials::{CredentialSettings, Issued, Issuer, Unavailable};
pub use held::holds_secrets;
pub use pace::Pace;
pub use place::line_of;
pub use redact::Redactor;
pub use settings::{ApiTarget, Target, TargetError, base_url, duration};
