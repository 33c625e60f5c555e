//! The database: its schema, how it is opened, and the one door to it.

use std::{
    panic::AssertUnwindSafe,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::{clock, demo, refusal::Refusal};

/// `number_key` is what makes a phone number unique: the database itself refuses a second one,
/// whatever the code above it forgot to ask.
const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS contacts (
    id TEXT PRIMARY KEY NOT NULL,
    number_key TEXT NOT NULL UNIQUE,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    salutation TEXT NOT NULL,
    country_code TEXT NOT NULL,
    phone_number TEXT NOT NULL,
    extension TEXT NOT NULL,
    account_id TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_by TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS lists (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    description TEXT,
    source TEXT NOT NULL,
    allow_duplicates INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS people (
    id TEXT PRIMARY KEY NOT NULL,
    fields TEXT NOT NULL
) STRICT;
";

#[derive(Clone, Debug)]
pub(super) struct Store {
    connection: Arc<Mutex<Connection>>,
    is_on_disk: bool,
}

impl Store {
    pub(super) fn open(path: Option<&Path>) -> rusqlite::Result<Self> {
        let connection = if let Some(path) = path {
            let connection = Connection::open(path)?;
            connection.busy_timeout(Duration::from_secs(5))?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.pragma_update(None, "synchronous", "NORMAL")?;
            connection
        } else {
            let connection = Connection::open_in_memory()?;
            connection.pragma_update(None, "synchronous", "OFF")?;
            connection
        };
        connection.set_prepared_statement_cache_capacity(32);
        connection.execute_batch(SCHEMA)?;
        seed(&connection)?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)), is_on_disk: path.is_some() })
    }

    /// Runs some work on the database, which is serial: off the threads that serve requests where it may
    /// wait for a disk. In memory it is done before another thread would have woken up.
    pub(super) async fn run<T, F>(&self, work: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, Refusal> + Send + 'static,
    {
        let connection = Arc::clone(&self.connection);
        // A transaction rolls back when dropped, so even poisoned the data are sound.
        let work = move || work(&mut connection.lock().unwrap_or_else(PoisonError::into_inner));
        if !self.is_on_disk {
            return std::panic::catch_unwind(AssertUnwindSafe(work))
                .unwrap_or_else(|_| Err(Refusal::internal("the store stopped")));
        }
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| Refusal::internal(format!("the store stopped: {error}")))?
    }
}

/// A transaction that takes the write lock at once, so that what it reads stays true until it
/// writes, even when another process has the same file open.
pub(super) fn transaction(connection: &mut Connection) -> rusqlite::Result<Transaction<'_>> {
    connection.transaction_with_behavior(TransactionBehavior::Immediate)
}

/// The rows that no documented operation can create.
fn seed(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT OR IGNORE INTO lists VALUES (?1, ?2, NULL, ?3, 0, ?4, ?5, ?6)",
        params![
            demo::CONTACT_LIST,
            demo::CONTACT_LIST_NAME,
            "passiveApiIntegration",
            demo::ACCOUNT,
            demo::USER,
            clock::now(),
        ],
    )?;
    connection.execute(
        "INSERT OR IGNORE INTO people VALUES (?1, ?2)",
        params![demo::PERSON, demo::person().to_string()],
    )?;
    Ok(())
}
