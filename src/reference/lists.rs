//! updateContactList: the one contact list of the demo application.

use std::sync::Arc;

use rusqlite::{Connection, params};
use serde_json::{Value, json};

use super::{
    call::Call,
    clock,
    credentials::Caller,
    demo,
    faults::{Fault, Faults},
    refusal::{Problem, Refusal},
    server::App,
    validate::{Check, Place},
};

/// What a request sets. Fields that may be absent are kept when they are.
struct Change {
    id: String,
    name: String,
    description: Option<String>,
    source: String,
    allow_duplicates: bool,
    problems: Vec<Problem>,
}

pub(super) async fn update(app: &Arc<App>, call: &Call, caller: Caller) -> Result<Value, Refusal> {
    let body = call.json()?;
    let change = Change::read(call, &app.faults, &body)?;
    let app_there = Arc::clone(app);
    let iid = call.path("IID").to_owned();
    app.store
        .run(move |connection| {
            change.store(connection, &app_there.faults, &caller)?;
            Ok(change.answer(&iid, &caller))
        })
        .await
}

impl Change {
    fn read(call: &Call, faults: &Faults, body: &Value) -> Result<Self, Refusal> {
        let Value::Object(object) = body else {
            return Err(Call::mistyped("an object"));
        };
        let place = Place { object, at: "" };
        let mut check = Check::new(faults, call.operation);
        let description_required = faults.has(Fault::ListDescriptionRequired);
        let mut change = Self {
            id: call.path("contactListId").to_owned(),
            name: check.text(place, "name", true).unwrap_or_default(),
            description: check.text(place, "description", description_required),
            source: check.text(place, "source", true).unwrap_or_default(),
            allow_duplicates: check.boolean(place, "allowDuplicates").unwrap_or_default(),
            problems: Vec::new(),
        };
        change.problems = check.into_problems();
        Ok(change)
    }

    /// Asks for the list before it judges the body, and writes when both are sound.
    fn store(
        &self,
        connection: &Connection,
        faults: &Faults,
        caller: &Caller,
    ) -> Result<(), Refusal> {
        let known =
            connection.prepare_cached("SELECT 1 FROM lists WHERE id = ?1")?.exists([&self.id])?;
        if !known && !faults.has(Fault::ListUnknownIdAccepted) {
            return Err(Refusal::not_found("path contactListId", "contact list"));
        }
        if !self.problems.is_empty() {
            return Err(Refusal::invalid(self.problems.clone()));
        }
        connection
            .prepare_cached(
                "UPDATE lists SET name = ?2, description = coalesce(?3, description),
                     source = ?4, allow_duplicates = ?5, account_id = ?6, updated_by = ?7,
                     updated_at = ?8
                 WHERE id = ?1",
            )?
            .execute(params![
                self.id,
                self.name,
                self.description,
                self.source,
                self.allow_duplicates,
                caller.account,
                caller.user,
                clock::now(),
            ])?;
        Ok(())
    }

    fn answer(&self, iid: &str, caller: &Caller) -> Value {
        json!({
            "status": "success",
            "message": format!("Contact list {} updated successfully", self.name),
            "data": {
                "contactListId": self.id,
                "body": {
                    "name": self.name,
                    "orgId": demo::ORGANISATION,
                    "iId": iid,
                    "listType": "call",
                    "accountId": caller.account,
                    "updatedBy": caller.user,
                },
            },
        })
    }
}
