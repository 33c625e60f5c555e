//! How a contact is answered, and how one that failed.

use serde_json::{Value, json};

use super::super::wire::Asked;
use super::super::{Choices, Moment, Service, Spelled, Why, object};
use super::{Contact, Page};

impl Service {
    pub(super) fn contact(&self, asked: &Asked, contact: &Contact, page: Page) -> Value {
        let Choices { unusual, extras, times, .. } = self.choices;
        let spelled: Spelled = match page {
            Page::Create => times.created,
            Page::Update => times.updated,
            Page::Batch => times.batch,
        };
        let named = format!("{} {}", contact.first_name, contact.last_name);
        let id = |like: &'static str, other: &'static str| -> Value {
            if unusual { other.into() } else { like.into() }
        };
        let user = || id("u-0e9a2b7c-1111-5222-8333-444455556666", "the user");
        let client = || id("a-0e9a2b7-1111-4222-8333-444455556666", "the client");
        let mut phone = object([
            ("extension", contact.extension.as_str().into()),
            ("phoneNumber", format!("{}{}", contact.country_code, contact.number).into()),
            ("countryCode", contact.country_code.as_str().into()),
        ]);
        self.extra(&mut phone, "verified", json!(false));
        self.extra(&mut phone, "carrier", Value::Null);
        // The page that creates says of no array what it holds.
        let list = |name: &str| match page {
            _ if !extras => json!([]),
            Page::Create => json!([name, null, [1]]),
            Page::Update | Page::Batch => json!([{ "kind": name, "of": [{}] }]),
        };
        let account = match asked.header("accountId") {
            Some(account) if !unusual => account,
            _ => "whoever",
        };
        let status = match page {
            _ if unusual => "new",
            Page::Create => "ACTIVE",
            // Only a new contact's status is known.
            Page::Update | Page::Batch if extras => "Changed of late",
            Page::Update | Page::Batch => "ACTIVE",
        };
        // A contact that is made on Monday and filed on Tuesday.
        let late = if unusual { 86_400_000_000_000 } else { 0 };
        let updated = spelled.spell(Moment(contact.updated.0 + late));
        let mut record = object([
            ("firstName", contact.first_name.as_str().into()),
            ("lastName", contact.last_name.as_str().into()),
            ("fullName", contact.full_name.as_deref().unwrap_or(&named).into()),
            ("salutation", contact.salutation.as_str().into()),
            ("cellPhone", phone.into()),
            ("status", status.into()),
            ("instanceBotId", id("st-99999999-0000-5000-8000-000000000001", "the bot")),
            ("orgId", id("o-0e9a2b7c-1111-5222-8333-444455556666", "")),
            ("accountId", account.into()),
            ("createdBy", user()),
            ("address", list("home")),
            ("twitterDetails", list("bird")),
            ("createdAt", spelled.spell(contact.created).into()),
            ("updatedAt", updated.as_str().into()),
        ]);
        record.insert(
            if page == Page::Batch { "_id" } else { "id" }.into(),
            contact.id.as_str().into(),
        );
        if page == Page::Create {
            self.extra(&mut record, "_id", json!(17));
        } else {
            record.insert("createdByAId".into(), client());
            record.insert("updatedByAId".into(), client());
            let by = if self.choices.updated_by_timestamp { updated.into() } else { user() };
            record.insert("updatedBy".into(), by);
        }
        if page == Page::Batch {
            self.extra(&mut record, "id", json!({ "other": contact.id }));
        }
        self.extra(&mut record, "", json!("nameless"));
        self.extra(
            &mut record,
            "Prénom 🎉",
            json!({ "firstName": null, "cellPhone": [1e3, true] }),
        );
        Value::Object(record)
    }
}

/// A record that failed: an object, and nothing says of what kind.
pub(super) fn failure(position: usize, record: &Value, why: Why) -> Value {
    match position % 4 {
        0 => json!({ "id": { "was": record.get("id") }, "error": format!("{why:?}") }),
        1 => json!({}),
        2 => json!({ "position": position, "why": [[null, { "": [] }], 1.0] }),
        _ => json!({ "contact": record, "id": null }),
    }
}
