//! The versions of the case format and the way from each to the next.

use crate::settle::note_rules;
use crate::{Error, Result};
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// SQL that makes version `n + 1` out of version `n`, by `n`; a new version adds a file and a line.
const STEPS: &[&str] = &[include_str!("../schema/1.sql"), include_str!("../schema/2.sql")];

/// The format version that this program writes (`PRAGMA user_version`).
pub const VERSION: i64 = STEPS.len() as i64;

/// "Rash" (`PRAGMA application_id`).
const APPLICATION: i64 = 0x5261_7368;

/// Whether the file is new, a case, or neither.
pub(crate) enum State {
    /// Nothing in it yet.
    Empty,
    /// A case of that version, at most [`VERSION`].
    Case(i64),
}

/// What a file is.
pub(crate) fn state(connection: &Connection, path: &Path) -> Result<State> {
    let number = |pragma: &str| {
        connection.query_row(pragma, [], |row| row.get::<_, i64>(0)).map_err(|source| Error::of(path, source))
    };
    let tables = number("SELECT count(*) FROM sqlite_schema")?;
    let (application, found) = (number("PRAGMA application_id")?, number("PRAGMA user_version")?);
    match (application, found) {
        (0, 0) if tables == 0 => Ok(State::Empty),
        (APPLICATION, found) if found > VERSION => Err(Error::Newer { path: path.to_owned(), found, known: VERSION }),
        (APPLICATION, found) if found > 0 => Ok(State::Case(found)),
        _ => Err(Error::NotACase { path: path.to_owned(), what: "it is another program's SQLite file" }),
    }
}

/// Brings an empty file or an older case to [`VERSION`], all or nothing; another process may have
/// done so in the meantime.
pub(crate) fn migrate(connection: &mut Connection, path: &Path) -> Result<()> {
    let fail = |source| Error::of(path, source);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fail)?;
    let from = match state(&transaction, path)? {
        State::Empty => 0,
        State::Case(version) => version,
    };
    for step in &STEPS[from as usize..] {
        transaction.execute_batch(step).map_err(fail)?;
    }
    if from == 0 {
        note_rules(&transaction).map_err(fail)?;
    }
    let stamp = format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};");
    transaction.execute_batch(&stamp).map_err(fail)?;
    transaction.commit().map_err(fail)
}
