//! Contacts as the documentation prints them: three pages, three shapes.

use serde_json::{Value, json};

use super::{numbers, rows::Contact};
use crate::reference::{clock, demo};

fn full_name(contact: &Contact) -> String {
    format!("{} {}", contact.first_name, contact.last_name)
}

/// As createContacts answers.
pub(super) fn created(contact: &Contact) -> Value {
    json!({
        "status": "ACTIVE",
        "firstName": contact.first_name,
        "lastName": contact.last_name,
        "salutation": contact.salutation,
        "cellPhone": {
            "phoneNumber": numbers::printed(contact),
            "countryCode": contact.country_code,
            "extension": contact.extension,
        },
        "createdBy": contact.created_by,
        "orgId": demo::ORGANISATION,
        "accountId": contact.account_id,
        "instanceBotId": demo::APPLICATION,
        "fullName": full_name(contact),
        "address": [],
        "twitterDetails": [],
        "createdAt": clock::print(contact.created_at),
        "updatedAt": clock::print(contact.updated_at),
        "id": contact.id,
    })
}

/// As updateContact answers.
pub(super) fn updated(contact: &Contact) -> Value {
    json!({
        "firstName": contact.first_name,
        "lastName": contact.last_name,
        "fullName": full_name(contact),
        "salutation": contact.salutation,
        "cellPhone": {
            "extension": contact.extension,
            "phoneNumber": numbers::printed(contact),
            "countryCode": contact.country_code,
        },
        "status": "ACTIVE",
        "instanceBotId": demo::APPLICATION,
        "orgId": demo::ORGANISATION,
        "accountId": contact.account_id,
        "createdBy": contact.created_by,
        "createdByAId": demo::RECORDER,
        "address": [],
        "twitterDetails": [],
        "createdAt": clock::print(contact.created_at),
        "updatedAt": clock::print(contact.updated_at),
        "updatedBy": contact.updated_by,
        "updatedByAId": demo::RECORDER,
        "id": contact.id,
    })
}

/// As bulkUpdateContacts answers: the same, with the id in front and under another name.
pub(super) fn updated_in_bulk(contact: &Contact) -> Value {
    let mut shape = json!({ "_id": contact.id });
    if let (Some(shape), Value::Object(mut rest)) = (shape.as_object_mut(), updated(contact)) {
        rest.shift_remove("id");
        shape.append(&mut rest);
    }
    shape
}
