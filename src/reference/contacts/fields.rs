//! The fields of a contact as a request sends them.

use serde_json::{Value, json};

use super::rows::Contact;
use crate::reference::{
    refusal::Flaw,
    validate::{Check, Place},
};

/// The fields to set; `None` for those that were not sent.
#[derive(Clone, Debug, Default)]
pub(super) struct Patch {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub salutation: Option<String>,
    pub country_code: Option<String>,
    pub phone_number: Option<String>,
    pub extension: Option<String>,
}

impl Patch {
    /// Reads the documented fields of an item, all of them `required` or none.
    pub(super) fn read(check: &mut Check<'_>, item: &Value, at: &str, required: bool) -> Self {
        let Some(object) = item.as_object() else {
            let place = format!("body {at}");
            check.flaw("contact", Flaw::WrongType, place, "must be an object");
            return Self::default();
        };
        let place = Place { object, at };
        let mut patch = Self {
            first_name: check.text(place, "firstName", required),
            last_name: check.text(place, "lastName", required),
            salutation: check.text(place, "salutation", required),
            ..Self::default()
        };
        if let Some(object) = check.object(place, "cellPhone", required) {
            let at = &format!("{at}/cellPhone");
            let place = Place { object, at };
            patch.phone_number = check.digits(place, "cellPhone.phoneNumber", required);
            patch.country_code = check.text(place, "cellPhone.countryCode", required);
            patch.extension = check.text(place, "cellPhone.extension", required);
        }
        patch
    }

    /// Sets what was sent and leaves the rest.
    pub(super) fn apply(&self, contact: &mut Contact) {
        let fields = [
            (&self.first_name, &mut contact.first_name),
            (&self.last_name, &mut contact.last_name),
            (&self.salutation, &mut contact.salutation),
            (&self.country_code, &mut contact.country_code),
            (&self.phone_number, &mut contact.phone_number),
            (&self.extension, &mut contact.extension),
        ];
        for (sent, kept) in fields {
            if let Some(sent) = sent {
                kept.clone_from(sent);
            }
        }
    }

    /// For the fault that forgets: what was not sent counts as sent and empty.
    pub(super) fn empty_the_rest(&mut self) {
        let texts =
            [&mut self.first_name, &mut self.last_name, &mut self.salutation, &mut self.extension];
        for text in texts {
            text.get_or_insert_default();
        }
    }
}

/// What identifies a record in a list of failures: its id, if it has one.
pub(super) fn id_of(item: &Value) -> Value {
    item.get("id").cloned().unwrap_or(json!(null))
}
