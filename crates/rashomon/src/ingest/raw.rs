//! A report as it was delivered, and how it becomes a [`Report`].

use super::codes::{BAD_BYTES, BAD_DATE, BINARY, CUT_OFF, EMPTY, TOO_LONG};
use super::header::{self, Fields};
use super::{Diagnostic, dates, encoding, page, walk};
use crate::diagnostic::{Kind, Place};
use rashomon_text::times::stated_date;
use rashomon_text::{Provenance, Published, Report};
use std::io;
use std::path::{Path, PathBuf};

/// A report as it was delivered: bytes with a name, cheap to move to another thread.
#[derive(Debug)]
pub struct RawReport {
    path: PathBuf,
    name: String,
    place: Place,
    content: Content,
}

#[derive(Debug)]
pub(super) enum Content {
    Text(Vec<u8>),
    Page(Vec<u8>),
    Record { fields: Box<Fields>, text: String },
}

/// A report, and what was lost in reading it.
#[derive(Debug)]
pub struct Reading {
    /// The report.
    pub report: Report,
    /// Warnings about it: a date that cannot be read, damaged bytes.
    pub notes: Vec<Diagnostic>,
}

impl RawReport {
    /// A text with an optional header, as a `.txt` file would hold it.
    pub fn text(name: &str, content: &str) -> Self {
        Self::new(Path::new(name), name.to_owned(), Place::Whole, Content::Text(content.into()))
    }

    pub(super) fn new(path: &Path, name: String, place: Place, content: Content) -> Self {
        Self { path: path.into(), name, place, content }
    }

    /// Its name: the stem of its file, or the `id` of its record.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its length as delivered, in bytes, decompressed.
    pub fn bytes(&self) -> usize {
        match &self.content {
            Content::Text(bytes) | Content::Page(bytes) => bytes.len(),
            Content::Record { text, .. } => text.len(),
        }
    }

    /// Decodes it, splits off its header or takes the page apart, and finds its date. Never panics.
    ///
    /// # Errors
    /// A diagnostic where it is empty, binary, or a page without an article.
    pub fn into_report(self) -> Result<Reading, Diagnostic> {
        let mut notes = Notes { path: self.path, place: self.place, list: Vec::new() };
        let (fields, text) = match self.content {
            Content::Text(bytes) => text_file(&bytes, &mut notes)?,
            Content::Page(bytes) => page_file(&bytes, &mut notes)?,
            Content::Record { fields, text } => (*fields, encoding::tidy_in_place(text)),
        };
        if text.trim().is_empty() {
            return Err(notes.of(EMPTY, "there is no text in it"));
        }
        let published = notes.published(fields.date.as_deref(), &text);
        let Fields { title, outlet, author, url, .. } = fields;
        let report = Report::new(self.name, text, Provenance { title, outlet, author, published, url });
        Ok(Reading { report, notes: notes.list })
    }
}

fn text_file(bytes: &[u8], notes: &mut Notes) -> Result<(Fields, String), Diagnostic> {
    let mut text = encoding::tidy(decoded(bytes, None, notes)?);
    let (fields, body) = header::split(&text);
    text.drain(..body);
    Ok((fields, text))
}

fn page_file(bytes: &[u8], notes: &mut Notes) -> Result<(Fields, String), Diagnostic> {
    let html = decoded(bytes, page::declared_encoding(bytes).as_deref(), notes)?;
    let article = page::read(&html).map_err(|(kind, message)| notes.of(kind, message))?;
    Ok((article.fields, encoding::tidy(article.text)))
}

/// The text of bytes that are no text of another kind.
fn decoded(bytes: &[u8], declared: Option<&str>, notes: &mut Notes) -> Result<String, Diagnostic> {
    if let Some(format) = encoding::known_format(bytes) {
        return Err(notes.of(BINARY, format!("this is {format}, not text")));
    }
    let decoded = encoding::decode(bytes, declared);
    if let Some(at) = encoding::binary_at(&decoded.text) {
        let binary = notes.of(BINARY, "these bytes are not text");
        return Err(binary.at(Place::Byte(at as u64)));
    }
    if decoded.damaged {
        let note = notes.of(BAD_BYTES, "some bytes do not belong to its encoding");
        notes.list.push(note);
    }
    Ok(decoded.text)
}

/// Diagnostics about one report.
struct Notes {
    path: PathBuf,
    place: Place,
    list: Vec<Diagnostic>,
}

impl Notes {
    fn of(&self, kind: Kind, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(kind, &self.path, message).at(self.place)
    }

    /// The date that was given, else the one that the text states.
    fn published(&mut self, given: Option<&str>, text: &str) -> Published {
        let read = given.and_then(dates::parse);
        if let (Some(given), None) = (given, read) {
            let shown: String = given.chars().take(60).collect();
            let bad = self.of(BAD_DATE, format!("the date \"{shown}\" cannot be read as one day"));
            self.list.push(bad);
        }
        let stated = || stated_date(text).map_or(Published::Unknown, Published::Stated);
        read.map_or_else(stated, Published::Given)
    }
}

pub(super) fn too_long(path: &Path, what: &str, limit: u64) -> Diagnostic {
    Diagnostic::new(TOO_LONG, path, format!("{what} is longer than {limit} bytes"))
}

/// The diagnostic for a stream that failed: cut off or damaged if compressed, else unreadable.
pub(super) fn damaged(path: &Path, problem: &io::Error) -> Diagnostic {
    use io::ErrorKind::{InvalidData, InvalidInput, Other, UnexpectedEof};
    match problem.kind() {
        UnexpectedEof => Diagnostic::new(CUT_OFF, path, "the compressed data end early"),
        InvalidData | InvalidInput | Other => {
            Diagnostic::new(CUT_OFF, path, format!("the compressed data are damaged: {problem}"))
        }
        _ => walk::unreadable(path, problem),
    }
}
