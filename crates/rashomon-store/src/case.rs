//! Opening and making cases.

use crate::schema::{self, State};
use crate::{Error, Result};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Pause between two tries for a lock that another process holds.
const PAUSE: Duration = Duration::from_millis(20);
/// Waiting time after which the user is told, and after which we give up.
const TELL_AFTER: Duration = Duration::from_secs(1);
const GIVE_UP_AFTER: Duration = Duration::from_secs(60);

/// A case: reports, the ledger of their claims, and what they come to.
#[derive(Debug)]
pub struct Case {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
    writable: bool,
}

impl Case {
    /// Opens the case at `path` for adding reports and makes it where there is none. `on_wait` is
    /// called once for each time that another process makes us wait for more than a second.
    pub fn create(path: &Path, on_wait: fn()) -> Result<Self> {
        if path.is_dir() {
            return Err(Error::NotACase { path: path.to_owned(), what: "it is a folder" });
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let case = Self::prepare(connect(path, flags)?, path, on_wait)?;
        if case.writable { Ok(case) } else { Err(Error::ReadOnly(path.to_owned())) }
    }

    /// Opens an existing case; one that cannot be written is opened for reading.
    pub fn open(path: &Path, on_wait: fn()) -> Result<Self> {
        if !path.exists() {
            return Err(Error::Missing(path.to_owned()));
        }
        if path.is_dir() {
            return Err(Error::NotACase { path: path.to_owned(), what: "it is a folder" });
        }
        if path.metadata().is_ok_and(|metadata| metadata.len() == 0) {
            return Err(Error::NotACase { path: path.to_owned(), what: "it is empty" });
        }
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        match Self::prepare(connection, path, on_wait) {
            // A log file cannot be made beside a case on a read-only disk; nobody can write there either.
            Err(Error::CannotOpen(_) | Error::ReadOnly(_)) => Self::prepare(immutable(path)?, path, on_wait),
            other => other,
        }
    }

    /// A case that is gone when it is dropped; SQLite keeps what outgrows its cache in a temporary file.
    pub fn temporary() -> Result<Self> {
        let path = Path::new("temporary case");
        let connection = Connection::open("").map_err(|source| Error::of(path, source))?;
        let case = Self::prepare(connection, path, || ())?;
        // Nobody else sees it and nothing is to be kept: one transaction for all, which costs far less than many.
        case.connection.execute_batch("PRAGMA journal_mode = OFF; BEGIN").map_err(|source| case.fail(source))?;
        Ok(case)
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether reports can be added.
    pub fn is_writable(&self) -> bool {
        self.writable
    }

    /// What SQLite's own checks find wrong with the file: pages, indexes, references. Empty where all is well.
    pub fn check(&self) -> Result<Vec<String>> {
        let mut lines = self.rows("PRAGMA integrity_check", [], |row| row.get::<_, String>(0))?;
        lines.retain(|line| line != "ok");
        let stray =
            "SELECT 'a row of ' || \"table\" || ' points at no row of ' || parent FROM pragma_foreign_key_check";
        lines.extend(self.rows(stray, [], |row| row.get::<_, String>(0))?);
        Ok(lines)
    }

    fn prepare(mut connection: Connection, path: &Path, on_wait: fn()) -> Result<Self> {
        let fail = |source| Error::of(path, source);
        connection.busy_handler(Some(patience(on_wait))).map_err(fail)?;
        connection.set_prepared_statement_cache_capacity(64);
        let state = schema::state(&connection, path)?;
        let writable = !connection.is_readonly("main").map_err(fail)?;
        if writable {
            set_up(&connection).map_err(fail)?;
        }
        if writable && !matches!(state, State::Case(schema::VERSION)) {
            schema::migrate(&mut connection, path)?;
        }
        Ok(Self { connection, path: path.to_owned(), writable })
    }
}

/// Helpers of this crate's other modules.
impl Case {
    pub(crate) fn fail(&self, source: rusqlite::Error) -> Error {
        Error::of(&self.path, source)
    }

    /// Runs `work` in one transaction that takes the write lock at once: all of it is recorded or nothing. A
    /// temporary case is in one already.
    pub(crate) fn write<T>(&mut self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        let path = self.path.clone();
        let run = || {
            if !self.connection.is_autocommit() {
                return work(&self.connection);
            }
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok(value)
        };
        run().map_err(|source| Error::of(&path, source))
    }

    /// The rows of a query.
    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let run =
            || self.connection.prepare_cached(sql)?.query_map(parameters, read)?.collect::<rusqlite::Result<Vec<T>>>();
        run().map_err(|source| self.fail(source))
    }

    /// The only row of a query.
    pub(crate) fn row<T>(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
        read: impl FnOnce(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T> {
        let run = || self.connection.prepare_cached(sql)?.query_row(parameters, read);
        run().map_err(|source| self.fail(source))
    }
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection> {
    Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(|source| Error::of(path, source))
}

/// Opens a file that nobody can change, without a lock or a log beside it.
fn immutable(path: &Path) -> Result<Connection> {
    let escaped: String = path
        .to_string_lossy()
        .chars()
        .map(|c| match c {
            '%' => "%25".to_owned(),
            '?' => "%3f".to_owned(),
            '#' => "%23".to_owned(),
            c => c.to_string(),
        })
        .collect();
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    connect(Path::new(&format!("file:{escaped}?immutable=1")), flags).map_err(|_| Error::CannotOpen(path.to_owned()))
}

/// Readers go on while one process writes, and a killed process loses only its open transaction.
/// Losing power may lose the latest reports too, but never leaves a half-written one.
fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    let mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    if mode != "wal" {
        use_log(connection)?;
    }
    // Otherwise queries are planned anew for the values that they are run with, time and again.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // Derived rows are replaced as wholes, so that references are checked by `check`, not row by row.
    connection.execute_batch(
        "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32000; PRAGMA temp_store = FILE; PRAGMA foreign_keys = OFF;",
    )
}

/// What to do while another process holds the lock: wait, say so once, and give up in the end.
fn patience(on_wait: fn()) -> impl FnMut(i32) -> bool + Send + 'static {
    let (mut since, mut told) = (Instant::now(), false);
    move |tries| {
        if tries == 0 {
            (since, told) = (Instant::now(), false);
        }
        if !told && since.elapsed() >= TELL_AFTER {
            told = true;
            on_wait();
        }
        std::thread::sleep(PAUSE);
        since.elapsed() < GIVE_UP_AFTER
    }
}

/// Turns the write-ahead log on. SQLite does not call the busy handler here, so that two processes
/// which make the same case at the same time have to be patient of themselves.
fn use_log(connection: &Connection) -> rusqlite::Result<()> {
    let since = Instant::now();
    while since.elapsed() < TELL_AFTER {
        match connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())) {
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) => {
                std::thread::sleep(PAUSE);
            }
            other => return other,
        }
    }
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))
}
