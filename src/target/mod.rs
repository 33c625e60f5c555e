//! The HTTP edge: what a target is, its credentials, and sending a request.

mod answer;
mod client;
mod clients;
mod coding;
mod credentials;
mod curl;
mod environment;
mod failure;
mod forge;
mod held;
mod interruption;
mod limits;
mod look;
mod pace;
mod patience;
mod place;
mod prepare;
mod redact;
mod settings;
mod shown;
mod tls;
mod url;

pub use self::url::is_loopback;
pub use client::{Client, Delivery, INTERRUPTED};
pub use clients::ClientError;
pub use credentials::{CredentialSettings, Issued, Issuer, Unavailable};
pub use curl::variable;
pub use held::holds_secrets;
pub use interruption::Interruption;
pub use limits::{Limits, size};
pub use look::Look;
pub use pace::Pace;
pub use place::line_of;
pub use redact::Redactor;
pub use settings::{ApiTarget, Target, TargetError, base_url, duration};
pub use tls::{Tls, world_can_write};
