//! What is wrong with a request that is right in part.

use super::change::Fault;
use super::duplicates::is_plain;
use super::right::records;
use super::state::duplicates;
use crate::check::Memory;
use crate::contract::{Operation, violations};
use crate::model::Draft;

impl Fault {
    /// Whether a request has it, and no other.
    pub(super) fn is_in(&self, operation: &Operation, draft: &Draft, before: &Memory) -> bool {
        let broken = violations(operation, draft);
        let unknown =
            !broken.is_empty() && broken.iter().all(|broken| broken.clause.ends_with(":exists"));
        let taken = broken.is_empty() && !duplicates(operation, draft, before).is_empty();
        match self {
            Self::Wrong => !broken.is_empty() && !unknown,
            Self::WrongAmongFew => !broken.is_empty() && !unknown && records(draft).len() <= 20,
            Self::WrongAmongMany => !broken.is_empty() && !unknown && records(draft).len() > 20,
            Self::Unknown => unknown,
            Self::Duplicate => taken,
            Self::DuplicateAlone => taken && records(draft).len() == 1,
            Self::DuplicateBeside => taken && records(draft).len() > 1,
            Self::PlainDuplicate(maker) => taken && is_plain(operation, draft, before, maker),
        }
    }
}
