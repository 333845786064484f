//! The case: one SQLite file with reports, an append-only ledger of claims and what they come to.
//!
//! A [`Case`] takes reports with the claims read off them, one transaction each, and keeps what they
//! come to (questions, origins, relations, the full-text index) as derived tables that
//! [`Case::settle`] brings up to date block by block. Nothing here judges: [`rashomon_reconcile`] does.
//!
//! ```
//! use rashomon_store::{Added, Case};
//! use rashomon_text::{Provenance, Report};
//!
//! let mut case = Case::temporary()?;
//! let report = Report::new("a", "The mayor said 40 people had fled.", Provenance::default());
//! assert_eq!(case.add(&report, &[], "1")?, Added::New);
//! assert_eq!(case.add(&report, &[], "1")?, Added::Known);
//! case.settle(&mut |_| ())?;
//! assert_eq!(case.counts()?.reports, 1);
//! # Ok::<(), rashomon_store::Error>(())
//! ```

mod add;
mod case;
mod dating;
mod detail;
mod error;
mod find;
mod list;
mod rows;
mod schema;
mod search;
mod settle;

pub use add::Added;
pub use case::Case;
pub use error::Error;
pub use find::Found;
pub use list::{Block, Counts, Listed, OriginRow, QuestionRow, ReportRow, Standing};
pub use schema::VERSION;
pub use search::{Hit, Target};
pub use settle::Progress;

/// What a store operation comes to.
pub type Result<T> = std::result::Result<T, Error>;
