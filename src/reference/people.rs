//! updateContactById: the one contact of the contact API.

use std::sync::Arc;

use axum::http::StatusCode;
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Map, Value, json};

use super::{
    call::Call,
    demo,
    faults::{Fault, Faults},
    refusal::{Flaw, Problem, Refusal},
    server::App,
    store::transaction,
    validate::{Check, Format, Place, parse_uuid},
};

type Fields = Map<String, Value>;

const FIELDS: [(&str, Format); 13] = [
    ("first_name", Format::Text),
    ("last_name", Format::Text),
    ("email", Format::Text),
    ("channels", Format::Object),
    ("user_attributes", Format::Object),
    ("last_seen", Format::DateTime),
    ("last_sent", Format::DateTime),
    ("org_id", Format::Uuid),
    ("first_assistant_id", Format::Uuid),
    ("last_assistant_id", Format::Uuid),
    ("first_widget_id", Format::Uuid),
    ("last_widget_id", Format::Uuid),
    ("custom_fields", Format::Object),
];

pub(super) async fn update(app: &Arc<App>, call: &Call) -> Result<Value, Refusal> {
    let id = match parse_uuid(call.path("contact_id")) {
        Some(id) => id,
        None if app.faults.has(Fault::ByIdMalformedIdAccepted) => demo::PERSON.to_owned(),
        None => {
            return Err(Refusal::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "the contact's id is malformed",
            )
            .at("path contact_id", "must be a UUID"));
        }
    };
    let Value::Object(body) = call.json()? else {
        return Err(Call::mistyped("an object"));
    };
    let mut check = Check::new(&app.faults, call.operation);
    let fields = read(&mut check, &body);
    let problems = check.into_problems();
    let app_there = Arc::clone(app);
    let data = app
        .store
        .run(move |connection| merge(connection, &app_there.faults, &id, fields, problems))
        .await?;
    Ok(json!({
        "message": "Data updated successfully",
        "meta": {},
        "data": data,
    }))
}

/// The documented fields that were sent; others are ignored.
fn read(check: &mut Check<'_>, body: &Fields) -> Fields {
    let place = Place { object: body, at: "" };
    if body.is_empty() && check.faults().has(Fault::ByIdEmptyRefused) {
        let at = "body".to_owned();
        check.flaw("body", Flaw::Empty, at, "must not be empty");
    }
    if check.faults().has(Fault::ByIdFirstNameRequired) {
        check.text(place, "first_name", true);
    }
    let mut fields = Fields::new();
    for (name, format) in FIELDS {
        if let Some(value) = check.formatted(place, name, format) {
            fields.insert(name.to_owned(), value);
        }
    }
    fields
}

/// Puts the new fields over the old and returns them all.
fn merge(
    connection: &mut Connection,
    faults: &Faults,
    id: &str,
    fields: Fields,
    problems: Vec<Problem>,
) -> Result<Fields, Refusal> {
    let transaction = transaction(connection)?;
    let mut all = match find(&transaction, id)? {
        Some(known) => known,
        None if faults.has(Fault::ByIdUnknownIdAccepted) => Fields::new(),
        None => return Err(Refusal::not_found("path contact_id", "contact")),
    };
    if !problems.is_empty() && !faults.has(Fault::RefusedByIdStored) {
        return Err(Refusal::invalid(problems));
    }
    let before = all.clone();
    all.extend(fields);
    transaction
        .prepare_cached("UPDATE people SET fields = ?2 WHERE id = ?1")?
        .execute([id, &Value::Object(all.clone()).to_string()])?;
    transaction.commit()?;
    if !problems.is_empty() {
        return Err(Refusal::invalid(problems));
    }
    Ok(if faults.has(Fault::ByIdAnswersBefore) { before } else { all })
}

fn find(connection: &Connection, id: &str) -> Result<Option<Fields>, Refusal> {
    let text: Option<String> = connection
        .prepare_cached("SELECT fields FROM people WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    text.map(|text| serde_json::from_str(&text))
        .transpose()
        .map_err(|error| Refusal::internal(format!("the store holds no JSON: {error}")))
}
