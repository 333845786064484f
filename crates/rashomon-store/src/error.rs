//! What can go wrong with a case file, each with what to do about it.

use std::path::{Path, PathBuf};

/// Something wrong with a case file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such file.
    #[error("{}: there is no such case; `rashomon read FOLDER --case {}` makes one", .0.display(), .0.display())]
    Missing(PathBuf),
    /// It is something else than a case.
    #[error("{}: not a case file ({what}); give the .rashomon file that `rashomon read --case` made", .path.display())]
    NotACase {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        what: &'static str,
    },
    /// A later version of the program made it.
    #[error("{}: made by a newer rashomon (case format {found}, this program knows {known}); update rashomon", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format version.
        found: i64,
        /// The latest that this program knows.
        known: i64,
    },
    /// It cannot be written.
    #[error("{}: the case cannot be written; check its permissions and its folder's, or copy it elsewhere", .0.display())]
    ReadOnly(PathBuf),
    /// It cannot be opened or made.
    #[error("{}: the case cannot be opened; check that its folder exists and may be written", .0.display())]
    CannotOpen(PathBuf),
    /// Another process held it for too long.
    #[error("{}: another process has been writing to the case for over a minute; try again when it is done", .0.display())]
    Busy(PathBuf),
    /// Its disk is full.
    #[error("{}: no space left on the disk; what was recorded before is safe", .0.display())]
    Full(PathBuf),
    /// Its content is not what this program wrote.
    #[error("{}: the case is damaged ({what}); restore a copy, or read the reports into a new case", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// Anything else that SQLite says.
    #[error("{}: {source}", .path.display())]
    Database {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: rusqlite::Error,
    },
}

impl Error {
    /// What an error of SQLite means for the case at `path`.
    pub(crate) fn of(path: &Path, source: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotACase { path, what: "it is no SQLite file" },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy(path),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly(path),
            Some(ErrorCode::CannotOpen) => Self::CannotOpen(path),
            Some(ErrorCode::DiskFull) => Self::Full(path),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path, what: source.to_string() },
            _ => Self::Database { path, source },
        }
    }
}
