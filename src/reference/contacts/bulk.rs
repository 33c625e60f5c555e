//! bulkUpdateContacts: every record for itself, and an account of all.

use std::sync::Arc;

use axum::http::StatusCode;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::{
    edit::Edit,
    fields::{Patch, id_of},
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
    validate::{Check, Place},
};

/// The size of a batch that the faults about large ones think large.
const LARGE: usize = 20;

pub(in crate::reference) async fn update(
    app: &Arc<App>,
    call: &Call,
    caller: Caller,
) -> Result<Value, Refusal> {
    let Value::Array(mut records) = call.json()? else {
        return Err(Call::mistyped("an array of contacts"));
    };
    if app.faults.has(Fault::BulkIgnoresBeyondTwenty) {
        records.truncate(LARGE);
    }
    let app_there = Arc::clone(app);
    app.store.run(move |connection| run(connection, &app_there.faults, &records, &caller)).await
}

fn run(
    connection: &mut Connection,
    faults: &Faults,
    records: &[Value],
    caller: &Caller,
) -> Result<Value, Refusal> {
    let mut successful = Vec::new();
    let mut failed = Vec::new();
    let mut originals = Vec::new();
    for (index, record) in records.iter().enumerate() {
        let stopped = !failed.is_empty() && faults.has(Fault::BulkStopsAtFailure);
        let beyond = index >= LARGE && faults.has(Fault::BulkFailsBeyondTwenty);
        if stopped || beyond {
            let refusal = Refusal::new(StatusCode::BAD_REQUEST, "the record was not looked at");
            failed.push(failure(record, &refusal));
            continue;
        }
        if faults.has(Fault::BulkRollsBack) {
            let id = record.get("id").and_then(Value::as_str).unwrap_or_default();
            originals.extend(rows::find(connection, id)?);
        }
        match update_one(connection, faults, index, record, caller) {
            Ok(contact) => successful.push(success(record, &contact, faults)),
            Err(refusal) if refusal.status.is_server_error() => return Err(refusal),
            Err(refusal)
                if refusal.status == StatusCode::NOT_FOUND
                    && faults.has(Fault::BulkCrashesOnUnknownId) =>
            {
                return Err(Refusal::internal("a contact of nothing"));
            }
            Err(refusal) => failed.push(failure(record, &refusal)),
        }
    }
    if !failed.is_empty() {
        for original in originals.iter().rev() {
            rows::save(connection, original)?;
        }
    }
    Ok(json!({
        "totalRequested": records.len(),
        "successful": successful.len(),
        "failed": failed.len(),
        "successfulRecords": successful,
        "failedRecords": failed,
    }))
}

fn update_one(
    connection: &mut Connection,
    faults: &Faults,
    index: usize,
    record: &Value,
    caller: &Caller,
) -> Result<Contact, Refusal> {
    let at = &format!("/{index}");
    let mut check = Check::new(faults, Operation::BulkUpdateContacts);
    let patch = Patch::read(&mut check, record, at, true);
    let id = record.as_object().and_then(|object| check.text(Place { object, at }, "id", true));
    if let Some(object) = record.as_object() {
        // It is taken from the names whatever it says, but it is text.
        check.text(Place { object, at }, "fullName", false);
    }
    let problems = check.into_problems();
    match record.get("id") {
        Some(Value::String(_)) => {}
        // Without an id there is no contact to ask about first.
        _ => return Err(Refusal::invalid(problems)),
    }
    let edit = Edit {
        operation: Operation::BulkUpdateContacts,
        id: id.unwrap_or_default(),
        at: at.clone(),
        patch,
        problems,
    };
    edit.run(connection, faults, caller)
}

fn success(record: &Value, contact: &Contact, faults: &Faults) -> Value {
    let mut shape = shapes::updated_in_bulk(contact);
    if faults.has(Fault::BulkKeepsSentFullName)
        && let Some(sent) = record.get("fullName")
    {
        shape["fullName"] = sent.clone();
    }
    json!({ "id": contact.id, "contact": shape })
}

fn failure(record: &Value, refusal: &Refusal) -> Value {
    json!({
        "id": id_of(record),
        "error": refusal.message,
        "problems": refusal.problems_json(),
    })
}
