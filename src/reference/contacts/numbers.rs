//! One contact per phone number.
//!
//! A number is its country code followed by its digits, as answers print it: `+9` with `15` and
//! `+91` with `5` are one number. That text is the contact's key in the database, whose unique
//! index keeps the promise. A fault that lets a second contact have a number gives it a key
//! with something added.

use axum::http::StatusCode;
use rusqlite::{Connection, ErrorCode};

use super::rows::{self, Contact};
use crate::reference::{
    faults::{Fault, Faults},
    operation::Operation,
    refusal::Refusal,
};

/// The number as answers print it.
pub(super) fn printed(contact: &Contact) -> String {
    format!("{}{}", contact.country_code, contact.phone_number)
}

/// The key under which a contact may have its number, or the refusal if another has it.
/// `siblings` are the contacts that the same request created before.
pub(super) fn claim(
    connection: &Connection,
    faults: &Faults,
    operation: Operation,
    contact: &Contact,
    siblings: &[Contact],
) -> Result<String, Refusal> {
    let key = if faults.has(Fault::NumberWithoutCountryCode) {
        contact.phone_number.clone()
    } else {
        printed(contact)
    };
    let second_key = || format!("{key}#{}", contact.id);
    if contact.phone_number.is_empty() {
        // Only a fault lets this through, and then it should not fail here for another reason.
        return Ok(second_key());
    }
    match rows::holder(connection, &key)? {
        Some(holder) if holder.id != contact.id => {
            if tolerates(faults, operation, contact, &holder, siblings) {
                Ok(second_key())
            } else {
                Err(taken())
            }
        }
        _ => Ok(key),
    }
}

fn tolerates(
    faults: &Faults,
    operation: Operation,
    contact: &Contact,
    holder: &Contact,
    siblings: &[Contact],
) -> bool {
    if faults.none() {
        return false;
    }
    let same_name =
        holder.first_name == contact.first_name && holder.last_name == contact.last_name;
    let repeated = siblings.iter().any(|sibling| sibling.id == holder.id);
    match operation {
        Operation::UpdateContact => faults.has(Fault::UpdateAcceptsTakenNumber),
        Operation::BulkUpdateContacts => faults.has(Fault::BulkAcceptsTakenNumber),
        _ if same_name && faults.has(Fault::CreateAcceptsTakenNumberForSameName) => true,
        _ if !same_name && faults.has(Fault::CreateAcceptsTakenNumberForOtherName) => true,
        _ if repeated => faults.has(Fault::CreateAcceptsRepeatedNumber),
        _ => faults.has(Fault::CreateAcceptsTakenNumber),
    }
}

/// Writes a contact. The unique index has the last word on its number, for instance when
/// another process has the same file open.
pub(super) fn save(connection: &Connection, contact: &Contact) -> Result<(), Refusal> {
    rows::save(connection, contact).map_err(|error| {
        if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) {
            taken()
        } else {
            error.into()
        }
    })
}

pub(super) fn taken() -> Refusal {
    Refusal::new(StatusCode::CONFLICT, "the phone number belongs to another contact")
}
