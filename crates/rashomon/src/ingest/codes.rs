//! The kinds of diagnostics that reading gives. Codes are stable: none is ever reused.

use crate::diagnostic::{Kind, Severity};

const fn error(code: &'static str, hint: &'static str) -> Kind {
    Kind { code, severity: Severity::Error, hint }
}

const fn warning(code: &'static str, hint: &'static str) -> Kind {
    Kind { code, severity: Severity::Warning, hint }
}

const fn note(code: &'static str, hint: &'static str) -> Kind {
    Kind { code, severity: Severity::Note, hint }
}

/// No such file, no permission, a dangling link, a folder that contains itself, a failing disk.
pub const UNREADABLE: Kind = error("I001", "check that it exists and that you may read it");
/// Nothing in it, or nothing but white space.
pub const EMPTY: Kind = error("I002", "leave it out, or fetch it again");
/// Bytes that are no text.
pub const BINARY: Kind = error("I003", "give text, HTML or JSONL; convert other formats first");
/// Longer than the limit for one report.
pub const TOO_LONG: Kind = error("I004", "raise the limit with --max-size, or split it");
/// Compressed data that end early or are damaged.
pub const CUT_OFF: Kind = error("I005", "fetch or compress it again");
/// A line of a JSONL file that is no JSON object.
pub const BROKEN_LINE: Kind = error("I006", "write one JSON object a line; the other lines were read");
/// A JSONL file without a single report.
pub const NO_REPORTS: Kind = error("I007", "each line needs a \"text\"; see `rashomon help read`");
/// A page without an article.
pub const NO_ARTICLE: Kind = error("I008", "save the text of the page as .txt");
/// A page nested so deep that taking it apart is not safe.
pub const TOO_DEEP: Kind = error("I009", "save the text of the page as .txt");
/// The extraction library failed on a page.
pub const FAILED_PAGE: Kind = error("I010", "save the text of the page as .txt, and report the page to us");
/// A date that nobody can read, or that could be two days.
pub const BAD_DATE: Kind = warning("I020", "write it as 2024-11-23; until then it counts as not given");
/// Bytes that do not belong to the encoding of the rest.
pub const BAD_BYTES: Kind = warning("I021", "save it as UTF-8; the bad bytes were read as \u{FFFD}");
/// A folder without a single file that can be read.
pub const NO_FILES: Kind = warning("I022", "put .txt, .md, .html or .jsonl files in it");
/// A file of a folder whose ending says that it is no report.
pub const OTHER_ENDING: Kind = note("I030", "name the file itself to read it all the same");
/// A JSONL file of a folder whose lines are of another kind: each is JSON, none has a text.
pub const OTHER_RECORDS: Kind = note("I031", "to be read, a line needs a \"text\"");
