//! Contacts as rows of the database.

use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use crate::reference::{clock, credentials::Caller};

#[derive(Clone, Debug)]
pub(super) struct Contact {
    pub id: String,
    /// What no two contacts share: see [`super::numbers`].
    pub number_key: String,
    pub first_name: String,
    pub last_name: String,
    pub salutation: String,
    pub country_code: String,
    pub phone_number: String,
    pub extension: String,
    pub account_id: String,
    pub created_by: String,
    pub created_at: i64,
    pub updated_by: String,
    pub updated_at: i64,
}

const COLUMNS: &str = "id, number_key, first_name, last_name, salutation, country_code, \
     phone_number, extension, account_id, created_by, created_at, updated_by, updated_at";

impl Contact {
    /// A contact without a name or number yet, made by the caller just now.
    pub(super) fn new(id: String, caller: &Caller) -> Self {
        let now = clock::now();
        Self {
            id,
            number_key: String::new(),
            first_name: String::new(),
            last_name: String::new(),
            salutation: String::new(),
            country_code: String::new(),
            phone_number: String::new(),
            extension: String::new(),
            account_id: caller.account.clone(),
            created_by: caller.user.clone(),
            created_at: now,
            updated_by: caller.user.clone(),
            updated_at: now,
        }
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            number_key: row.get(1)?,
            first_name: row.get(2)?,
            last_name: row.get(3)?,
            salutation: row.get(4)?,
            country_code: row.get(5)?,
            phone_number: row.get(6)?,
            extension: row.get(7)?,
            account_id: row.get(8)?,
            created_by: row.get(9)?,
            created_at: row.get(10)?,
            updated_by: row.get(11)?,
            updated_at: row.get(12)?,
        })
    }
}

/// 24 hexadecimal digits: the second, then chance.
pub(super) fn new_id() -> String {
    // The id has room for 32 bits of the time, as the documentation's have.
    let seconds = clock::now_seconds() & 0xffff_ffff;
    let (chance, _) = Uuid::new_v4().as_u64_pair();
    format!("{seconds:08x}{chance:016x}")
}

pub(super) fn find(connection: &Connection, id: &str) -> rusqlite::Result<Option<Contact>> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM contacts WHERE id = ?1"))?
        .query_row([id], Contact::from_row)
        .optional()
}

/// The contact that has a number.
pub(super) fn holder(connection: &Connection, key: &str) -> rusqlite::Result<Option<Contact>> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM contacts WHERE number_key = ?1"))?
        .query_row([key], Contact::from_row)
        .optional()
}

pub(super) fn has_name(connection: &Connection, contact: &Contact) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM contacts WHERE first_name = ?1 AND last_name = ?2")?
        .exists([&contact.first_name, &contact.last_name])
}

/// Writes a contact, new or known. The database refuses one whose number another has.
pub(super) fn save(connection: &Connection, contact: &Contact) -> rusqlite::Result<()> {
    connection
        .prepare_cached(&format!(
            "INSERT INTO contacts ({COLUMNS})
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
             ON CONFLICT (id) DO UPDATE SET
                 number_key = excluded.number_key, first_name = excluded.first_name,
                 last_name = excluded.last_name, salutation = excluded.salutation,
                 country_code = excluded.country_code, phone_number = excluded.phone_number,
                 extension = excluded.extension, account_id = excluded.account_id,
                 created_by = excluded.created_by, created_at = excluded.created_at,
                 updated_by = excluded.updated_by, updated_at = excluded.updated_at"
        ))?
        .execute(params![
            contact.id,
            contact.number_key,
            contact.first_name,
            contact.last_name,
            contact.salutation,
            contact.country_code,
            contact.phone_number,
            contact.extension,
            contact.account_id,
            contact.created_by,
            contact.created_at,
            contact.updated_by,
            contact.updated_at,
        ])?;
    Ok(())
}
