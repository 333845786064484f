//! Reads reports from files, folders and streams.
//!
//! [`reports`] walks the inputs and gives one [`RawReport`] or one [`Diagnostic`] after the other:
//! files are read as they come, a JSONL file line by line, so memory stays flat however much there
//! is. A raw report is bytes with a name. [`RawReport::into_report`] does the slow part (taking a
//! page apart, looking for a dateline) and can run on any thread.
//!
//! ```
//! use rashomon::ingest::{reports, Input, Limits};
//!
//! let folder = tempfile::tempdir()?;
//! std::fs::write(folder.path().join("a.txt"), "title: Flood\ndate: 2031-05-04\n\nThe river rose.\n")?;
//! std::fs::write(folder.path().join("b.txt"), "")?;
//!
//! let mut stream = reports(&[Input::from(folder.path())], &Limits::default());
//! let first = stream.next().unwrap()?.into_report()?;
//! assert_eq!(first.report.name(), "a");
//! assert_eq!(first.report.text(), "The river rose.\n");
//! assert!(first.notes.is_empty());
//! let second = stream.next().unwrap().and_then(|raw| raw.into_report());
//! assert_eq!(second.unwrap_err().code, "I002"); // b.txt is empty
//! assert!(stream.next().is_none());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is read
//!
//! | ending | content |
//! |---|---|
//! | `.txt` `.text` `.md` `.markdown` | one report; may open with a header of `title:`, `date:`, `outlet:`, `url:`, `author:` lines and an empty line |
//! | `.html` `.htm` `.xhtml` | one page; its main text, the rest from its metadata |
//! | `.jsonl` `.ndjson` | one report a line: `id`, `title`, `date`, `outlet`, `author`, `url`, `text` |
//! | any of these and `.gz` or `.zst` | the same, compressed; also known by its first bytes |
//!
//! In a folder, recursively and in the order of the names, files with other endings are passed over
//! with a note, hidden ones without. A file that is named itself and standard input (`-`) are read
//! whatever they are called: as JSONL, HTML or text by how they begin.
//!
//! # The body
//!
//! Every offset of every layer and export points into the body: the text behind the header, or the
//! string in `text`, or the main text of a page; after decoding (byte order mark, UTF-8, what the page
//! declares, else a guess), without the mark. In files, `\r\n` and `\r` are read as `\n`. In JSONL
//! the body keeps its length: `\r\n` is read as a space and `\n`. A NUL is read as a space.
//!
//! # What goes wrong
//!
//! Every file or line that cannot be read gives exactly one [`Diagnostic`] with a stable code, and the
//! rest goes on. The kinds stand in [`codes`].

mod bytes;
pub mod codes;
mod dates;
mod encoding;
mod header;
mod page;
mod raw;
mod records;
mod stream;
mod walk;

pub(crate) use bytes::decompressed;

pub use crate::diagnostic::Diagnostic;
pub use raw::{RawReport, Reading};
pub use stream::{Progress, Reports, reports};

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Where reports come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file or a folder.
    Path(PathBuf),
    /// Standard input.
    Standard,
}

impl<P: AsRef<OsStr> + ?Sized> From<&P> for Input {
    /// "-" is standard input, everything else a path.
    fn from(argument: &P) -> Self {
        match argument.as_ref() {
            dash if dash == "-" => Self::Standard,
            path => Self::Path(Path::new(path).to_path_buf()),
        }
    }
}

/// What is too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest report, in bytes after decompression; in JSONL, the longest line.
    pub report_bytes: u64,
}

impl Default for Limits {
    /// 10 MB a report.
    fn default() -> Self {
        Self { report_bytes: 10_000_000 }
    }
}
