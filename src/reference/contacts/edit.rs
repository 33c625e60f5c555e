//! updateContact, and the change of one contact that it shares with the bulk update.

use std::sync::Arc;

use rusqlite::Connection;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    fields::Patch,
    numbers,
    rows::{self, Contact},
    shapes,
};
use crate::reference::{
    call::Call,
    clock,
    credentials::Caller,
    faults::{Fault, Faults},
    operation::Operation,
    refusal::{Problem, Refusal},
    server::App,
    store::transaction,
    validate::Check,
};

const HOUR: i64 = 60 * 60 * 1000;

pub(in crate::reference) async fn update(
    app: &Arc<App>,
    call: &Call,
    caller: Caller,
) -> Result<Value, Refusal> {
    let body = match call.json() {
        Err(_) if app.faults.has(Fault::UpdateMalformedJsonAccepted) => json!({}),
        Ok(Value::Array(_)) if app.faults.has(Fault::UpdateArrayAccepted) => json!({}),
        body => body?,
    };
    let is_nothing = body.as_object().is_some_and(serde_json::Map::is_empty);
    if !body.is_object() {
        return Err(Call::mistyped("an object"));
    }
    let mut check = Check::new(&app.faults, call.operation);
    let patch = Patch::read(&mut check, &body, "", false);
    let edit = Edit {
        operation: call.operation,
        id: call.path("id").to_owned(),
        at: String::new(),
        patch,
        problems: check.into_problems(),
    };
    let app_there = Arc::clone(app);
    let contact =
        app.store.run(move |connection| edit.run(connection, &app_there.faults, &caller)).await?;
    if is_nothing && app.faults.has(Fault::UpdateOfNothingAnswersNothing) {
        return Ok(json!({}));
    }
    Ok(shapes::updated(&contact))
}

/// A change of one contact, with what is wrong about it: whether the contact exists is asked
/// first, so the problems wait.
pub(super) struct Edit {
    pub operation: Operation,
    pub id: String,
    /// Where the record stands in the body, as a JSON pointer.
    pub at: String,
    pub patch: Patch,
    pub problems: Vec<Problem>,
}

impl Edit {
    /// Changes the contact in a transaction of its own.
    pub(super) fn run(
        mut self,
        connection: &mut Connection,
        faults: &Faults,
        caller: &Caller,
    ) -> Result<Contact, Refusal> {
        let bulk = self.operation == Operation::BulkUpdateContacts;
        let stored_if_refused = faults.has(if bulk {
            Fault::RefusedBulkRecordStored
        } else {
            Fault::RefusedUpdateStored
        });
        let transaction = transaction(connection)?;
        let Some(before) = rows::find(&transaction, &self.id)? else {
            let contact = self.replace_missing(&transaction, faults, caller)?;
            transaction.commit()?;
            return Ok(contact);
        };
        if !bulk && faults.has(Fault::UpdateClearsOtherFields) {
            self.patch.empty_the_rest();
        }
        let mut contact = before.clone();
        self.patch.apply(&mut contact);
        self.stamp(&mut contact, faults, caller);
        let verdict = self.judge(&transaction, faults, &before, &mut contact);
        let not_stored = if bulk { Fault::BulkNotStored } else { Fault::UpdateNotStored };
        let stored = match &verdict {
            Ok(()) => !faults.has(not_stored),
            Err(_) => stored_if_refused,
        };
        if stored {
            numbers::save(&transaction, &contact)?;
        }
        transaction.commit()?;
        verdict.map(|()| contact)
    }

    /// Whether the change is allowed. Takes the new number for the contact if it is.
    fn judge(
        &self,
        connection: &Connection,
        faults: &Faults,
        before: &Contact,
        contact: &mut Contact,
    ) -> Result<(), Refusal> {
        if !self.problems.is_empty() {
            return Err(Refusal::invalid(self.problems.clone()));
        }
        let bulk = self.operation == Operation::BulkUpdateContacts;
        let taken = || {
            let at = format!("body {}/cellPhone/phoneNumber", self.at);
            Err(numbers::taken().at(at, "is taken"))
        };
        if numbers::printed(before) == numbers::printed(contact) {
            let sent = self.patch.phone_number.is_some();
            if sent && !bulk && faults.has(Fault::UpdateRefusesOwnNumber) {
                return taken();
            }
            return Ok(());
        }
        let key = match numbers::claim(connection, faults, self.operation, contact, &[]) {
            Err(refusal) if refusal.status.is_client_error() => return taken(),
            key => key?,
        };
        let forgotten = if bulk { Fault::BulkNumberNotTaken } else { Fault::UpdateNumberNotTaken };
        if !faults.has(forgotten) {
            contact.number_key = key;
        }
        Ok(())
    }

    fn stamp(&self, contact: &mut Contact, faults: &Faults, caller: &Caller) {
        let now = clock::now();
        // Strictly later, even when the clock has not moved on or was set back.
        let later = now.max(contact.updated_at + 1);
        contact.account_id.clone_from(&caller.account);
        contact.updated_by.clone_from(&caller.user);
        if self.operation == Operation::BulkUpdateContacts {
            contact.updated_at = later;
            if faults.has(Fault::BulkResetsCreatedAt) {
                contact.created_at = later;
            }
            return;
        }
        contact.updated_at = if faults.has(Fault::UpdateFreezesUpdatedAt) {
            contact.updated_at
        } else if faults.has(Fault::UpdateTurnsBackUpdatedAt) {
            contact.updated_at - HOUR
        } else {
            later
        };
        if faults.has(Fault::UpdateResetsCreatedAt) {
            contact.created_at = later;
        }
        if faults.has(Fault::UpdateResetsCreatedBy) {
            contact.created_by = format!("u-{}", Uuid::new_v4());
        }
    }

    /// The refusal of an unknown id, or what a fault puts in its place.
    fn replace_missing(
        &self,
        connection: &Connection,
        faults: &Faults,
        caller: &Caller,
    ) -> Result<Contact, Refusal> {
        let update = self.operation == Operation::UpdateContact;
        let creates = update && faults.has(Fault::UpdateUnknownIdCreates);
        let pretends = update && faults.has(Fault::UpdateUnknownIdAccepted);
        if !creates && !pretends {
            let at = if update { "path id".to_owned() } else { format!("body {}/id", self.at) };
            return Err(Refusal::not_found(at, "contact"));
        }
        let mut contact = Contact::new(self.id.clone(), caller);
        self.patch.apply(&mut contact);
        if creates {
            contact.number_key = numbers::claim(connection, faults, self.operation, &contact, &[])?;
            numbers::save(connection, &contact)?;
        }
        Ok(contact)
    }
}
