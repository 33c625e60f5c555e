//! createContacts: all contacts of a request or none.

use std::{sync::Arc, time::Duration};

use axum::http::StatusCode;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::{
    fields::Patch,
    numbers,
    rows::{self, Contact},
    shapes,
};
use crate::reference::{
    call::Call,
    credentials::Caller,
    faults::{Fault, Faults},
    operation::Operation,
    refusal::Refusal,
    server::App,
    store::transaction,
    validate::Check,
};

/// The moment between check and insertion that makes the fault [`Fault::CreateRace`] show.
const RACE: Duration = Duration::from_millis(20);

pub(in crate::reference) async fn create(
    app: &Arc<App>,
    call: &Call,
    caller: Caller,
) -> Result<Value, Refusal> {
    let items = read_items(call, &app.faults)?;
    let mut drafts = Vec::with_capacity(items.len());
    let mut problems = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let mut check = Check::new(&app.faults, call.operation);
        let draft = Patch::read(&mut check, item, &format!("/{index}"), true);
        let found = check.into_problems();
        if found.is_empty() {
            drafts.push(draft);
        }
        problems.extend(found);
    }
    if !problems.is_empty() {
        if app.faults.has(Fault::RefusedCreateStored) {
            store(app, drafts, caller, Taken::Refused).await?;
        }
        return Err(Refusal::invalid(problems));
    }
    let mut taken = Taken::Refused;
    if app.faults.has(Fault::CreateRace) {
        let rehearsal = (Arc::clone(app), drafts.clone(), caller.clone());
        app.store
            .run(move |connection| {
                let (app, drafts, caller) = rehearsal;
                // Dropped without a commit.
                let transaction = transaction(connection)?;
                insert(&transaction, &app.faults, &drafts, &caller, Taken::Refused)
            })
            .await?;
        tokio::time::sleep(RACE).await;
        taken = Taken::Ignored;
    }
    let contacts = store(app, drafts, caller, taken).await?;
    Ok(contacts.iter().map(shapes::created).collect())
}

fn read_items(call: &Call, faults: &Faults) -> Result<Vec<Value>, Refusal> {
    let body = match call.json() {
        Err(_) if faults.has(Fault::CreateMalformedJsonAccepted) => json!([]),
        body => body?,
    };
    let items = match body {
        Value::Array(items) => items,
        Value::Object(_) if faults.has(Fault::CreateSingleObjectAccepted) => vec![body],
        _ => return Err(Call::mistyped("an array of contacts")),
    };
    if items.len() > 1 && faults.has(Fault::CreateRefusesSeveral) {
        return Err(Call::mistyped("an array of one contact"));
    }
    Ok(items)
}

/// What to do about a number that a contact has already.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taken {
    Refused,
    /// For the fault that has asked before.
    Ignored,
}

async fn store(
    app: &Arc<App>,
    drafts: Vec<Patch>,
    caller: Caller,
    taken: Taken,
) -> Result<Vec<Contact>, Refusal> {
    let app_there = Arc::clone(app);
    app.store
        .run(move |connection| {
            let faults = &app_there.faults;
            let transaction = transaction(connection)?;
            let result = insert(&transaction, faults, &drafts, &caller, taken);
            if result.is_ok() || faults.has(Fault::RefusedCreateStored) {
                transaction.commit()?;
            }
            result
        })
        .await
}

fn insert(
    connection: &Connection,
    faults: &Faults,
    drafts: &[Patch],
    caller: &Caller,
    taken: Taken,
) -> Result<Vec<Contact>, Refusal> {
    let mut created: Vec<Contact> = Vec::with_capacity(drafts.len());
    let mut refused = None;
    for (index, draft) in drafts.iter().enumerate() {
        let mut contact = Contact::new(rows::new_id(), caller);
        draft.apply(&mut contact);
        match insert_one(connection, faults, &mut contact, &created, taken) {
            Ok(()) => created.push(contact),
            Err(refusal) if refusal.status == StatusCode::CONFLICT => {
                let at = format!("body /{index}/cellPhone/phoneNumber");
                let refusal = refusal.at(at, "is taken");
                if !faults.has(Fault::RefusedCreateStored) {
                    return Err(refusal);
                }
                refused.get_or_insert(refusal);
            }
            Err(failure) => return Err(failure),
        }
    }
    refused.map_or(Ok(created), Err)
}

fn insert_one(
    connection: &Connection,
    faults: &Faults,
    contact: &mut Contact,
    siblings: &[Contact],
    taken: Taken,
) -> Result<(), Refusal> {
    if faults.has(Fault::CreateRefusesRepeatedName) && rows::has_name(connection, contact)? {
        return Err(numbers::taken());
    }
    let key = numbers::claim(connection, faults, Operation::CreateContacts, contact, siblings);
    contact.number_key = match key {
        Err(refusal) if refusal.status == StatusCode::CONFLICT && taken == Taken::Ignored => {
            contact.id.clone()
        }
        key => key?,
    };
    numbers::save(connection, contact)
}
