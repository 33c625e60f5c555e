//! The faults that show in answers only: they edit the JSON on its way out, so that what
//! answers is honest everywhere else.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    clock,
    faults::{Fault, Faults},
    operation::Operation,
};

type Fields = Map<String, Value>;

const MINUTE: i64 = 60 * 1000;
const LONGEST_NAME: usize = 50;

pub(super) fn answer(faults: &Faults, operation: Operation, answer: &mut Value) {
    if faults.none() {
        return;
    }
    for_each_name(answer, &|name| spoil_name(faults, name));
    match operation {
        Operation::CreateContacts => {
            for contact in items(answer) {
                spoil_contact(faults, contact);
                spoil_created(faults, contact);
            }
            if let Value::Array(contacts) = answer {
                spoil_list_of_created(faults, contacts);
            }
        }
        Operation::UpdateContact => {
            if let Value::Object(contact) = answer {
                spoil_contact(faults, contact);
                spoil_updated(faults, contact);
            }
        }
        Operation::BulkUpdateContacts => {
            for record in items(&mut answer["successfulRecords"]) {
                spoil_record(faults, record);
            }
            if let Value::Object(report) = answer {
                spoil_report(faults, report);
            }
        }
        Operation::UpdateContactList => spoil_list(faults, answer),
        Operation::UpdateContactById => spoil_person(faults, answer),
    }
}

fn items(value: &mut Value) -> impl Iterator<Item = &mut Fields> {
    value.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut)
}

/// Rewrites every name in an answer, however deep it stands.
fn for_each_name(value: &mut Value, rewrite: &dyn Fn(&str) -> Option<String>) {
    const NAMES: [&str; 6] =
        ["firstName", "lastName", "fullName", "name", "first_name", "last_name"];
    match value {
        Value::Array(items) => {
            for item in items {
                for_each_name(item, rewrite);
            }
        }
        Value::Object(fields) => {
            for (key, field) in fields {
                match field {
                    Value::String(name) if NAMES.contains(&key.as_str()) => {
                        if let Some(rewritten) = rewrite(name) {
                            *name = rewritten;
                        }
                    }
                    field => for_each_name(field, rewrite),
                }
            }
        }
        _ => {}
    }
}

fn spoil_name(faults: &Faults, name: &str) -> Option<String> {
    if faults.has(Fault::NamesEscaped) {
        let escaped = name
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;");
        return Some(escaped);
    }
    if faults.has(Fault::NamesTrimmed) {
        return Some(name.trim().to_owned());
    }
    if faults.has(Fault::NamesTruncated) {
        return Some(name.chars().take(LONGEST_NAME).collect());
    }
    if faults.has(Fault::NamesWithoutEmoji) {
        let basic = |char| if char > '\u{ffff}' { '?' } else { char };
        return Some(name.chars().map(basic).collect());
    }
    None
}

/// What all three kinds of contact have.
fn spoil_contact(faults: &Faults, contact: &mut Fields) {
    let text = |contact: &Fields, key: &str| {
        let value = contact.get(key).and_then(Value::as_str);
        value.unwrap_or_default().to_owned()
    };
    if faults.has(Fault::FullNameReversed) {
        let reversed = format!("{} {}", text(contact, "lastName"), text(contact, "firstName"));
        set(contact, "fullName", reversed);
    }
    if faults.has(Fault::FullNameWithSalutation) {
        let formal = format!("{} {}", text(contact, "salutation"), text(contact, "fullName"));
        set(contact, "fullName", formal);
    }
    if faults.has(Fault::SalutationLowered) {
        let lowered = text(contact, "salutation").to_lowercase();
        set(contact, "salutation", lowered);
    }
    if faults.has(Fault::AccountOfAnother) {
        set(contact, "accountId", "0123456789abcdef01234567");
    }
    for key in ["createdAt", "updatedAt"] {
        if faults.has(Fault::TimestampsAsNumbers) {
            set(contact, key, clock::now());
        }
        if faults.has(Fault::TimestampsNotIso) {
            let spaced = text(contact, key).replace('T', " ").replace('Z', "");
            set(contact, key, spaced);
        }
    }
    if let Some(Value::Object(phone)) = contact.get_mut("cellPhone") {
        let code = text(phone, "countryCode");
        if faults.has(Fault::PhoneWithoutCountryCode) {
            let number = text(phone, "phoneNumber");
            let bare = number.strip_prefix(&code).unwrap_or(&number);
            set(phone, "phoneNumber", bare);
        }
        if faults.has(Fault::CountryCodeWithoutPlus) {
            set(phone, "countryCode", code.trim_start_matches('+'));
        }
        if faults.has(Fault::ExtensionEmptied) {
            set(phone, "extension", "");
        }
    }
}

fn spoil_created(faults: &Faults, contact: &mut Fields) {
    if faults.has(Fault::CreateInactive) {
        set(contact, "status", "INACTIVE");
    }
    if faults.has(Fault::CreateUpdatedLater) {
        set(contact, "updatedAt", clock::print(clock::now() + MINUTE));
    }
    if faults.has(Fault::CreateWithoutOrganisation) {
        contact.shift_remove("orgId");
    }
    if faults.has(Fault::CreateAddressObject) {
        set(contact, "address", json!({}));
    }
}

fn spoil_list_of_created(faults: &Faults, contacts: &mut Vec<Value>) {
    if faults.has(Fault::CreateReversed) {
        contacts.reverse();
    }
    if faults.has(Fault::CreateLosesLast) && contacts.len() > 1 {
        contacts.pop();
    }
    if faults.has(Fault::CreateRepeatsId)
        && let Some(first) = contacts.first().map(|contact| contact["id"].clone())
    {
        for contact in contacts {
            contact["id"] = first.clone();
        }
    }
}

fn spoil_updated(faults: &Faults, contact: &mut Fields) {
    if faults.has(Fault::UpdateIdOfAnother) {
        set(contact, "id", "0123456789abcdef01234567");
    }
    if faults.has(Fault::UpdateIdRenamed) {
        rename(contact, "id", "_id");
    }
    if faults.has(Fault::UpdateWithoutUpdater) {
        contact.shift_remove("updatedByAId");
    }
    if faults.has(Fault::UpdateTwitterNull) {
        set(contact, "twitterDetails", Value::Null);
    }
}

fn spoil_record(faults: &Faults, record: &mut Fields) {
    if let Some(Value::Object(contact)) = record.get_mut("contact") {
        spoil_contact(faults, contact);
        if faults.has(Fault::BulkContactIdRenamed) {
            rename(contact, "_id", "id");
        }
    }
    if faults.has(Fault::BulkIdsDiffer) {
        set(record, "id", "0123456789abcdef01234567");
    }
}

fn spoil_report(faults: &Faults, report: &mut Fields) {
    let count = |report: &Fields, key: &str| report.get(key).and_then(Value::as_u64).unwrap_or(0);
    if faults.has(Fault::BulkCountOffByOne) {
        let wrong = count(report, "successful") + 1;
        set(report, "successful", wrong);
    }
    if faults.has(Fault::BulkTotalLeavesOutFailed) {
        let wrong = count(report, "successful");
        set(report, "totalRequested", wrong);
    }
    if faults.has(Fault::BulkHidesFailedRecords) {
        set(report, "failedRecords", json!([]));
    }
    if faults.has(Fault::BulkCountsFailedAsSuccessful) {
        let all = count(report, "totalRequested");
        set(report, "successful", all);
        set(report, "failed", 0);
    }
}

fn spoil_list(faults: &Faults, answer: &mut Value) {
    if faults.has(Fault::ListMessageNameless) {
        answer["message"] = json!("Contact list updated successfully");
    }
    if faults.has(Fault::ListStatusOk) {
        answer["status"] = json!("ok");
    }
    if faults.has(Fault::ListIdOfAnother) {
        answer["data"]["contactListId"] = json!(format!("cl-{}", Uuid::new_v4()));
    }
    if let Some(body) = answer["data"]["body"].as_object_mut() {
        if faults.has(Fault::ListNameNotEchoed) {
            set(body, "name", "Contact list");
        }
        if faults.has(Fault::ListApplicationOfAnother) {
            set(body, "iId", format!("st-{}", Uuid::new_v4()));
        }
        if faults.has(Fault::ListWithoutType) {
            body.shift_remove("listType");
        }
    }
}

fn spoil_person(faults: &Faults, answer: &mut Value) {
    if faults.has(Fault::ByIdMetaNull) {
        answer["meta"] = Value::Null;
    }
    if faults.has(Fault::ByIdMessageNumber) {
        answer["message"] = json!(200);
    }
    let Some(data) = answer["data"].as_object_mut() else {
        return;
    };
    if faults.has(Fault::ByIdNullsLeftOut) {
        data.retain(|_, value| !value.is_null());
    }
    if faults.has(Fault::ByIdLastSeenShifted)
        && let Some(later) = data.get("last_seen").and_then(Value::as_str)
        && let Some(later) = clock::shift(later, 1)
    {
        set(data, "last_seen", later);
    }
    if faults.has(Fault::ByIdOrgIdMalformed)
        && let Some(id) = data.get("org_id").and_then(Value::as_str)
    {
        let bare = id.replace('-', "");
        set(data, "org_id", bare);
    }
    if faults.has(Fault::ByIdCustomFieldsFlattened)
        && let Some(Value::Object(fields)) = data.get_mut("custom_fields")
    {
        fields.retain(|_, value| !value.is_object() && !value.is_array());
    }
    if faults.has(Fault::ByIdObjectsAsStrings) {
        for (_, value) in data {
            if value.is_object() {
                *value = value.to_string().into();
            }
        }
    }
}

fn set(fields: &mut Fields, key: &str, value: impl Into<Value>) {
    fields.insert(key.to_owned(), value.into());
}

fn rename(fields: &mut Fields, from: &str, to: &str) {
    if let Some(value) = fields.shift_remove(from) {
        fields.insert(to.to_owned(), value);
    }
}
