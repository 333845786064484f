//! The stream of reports: file after file, opened when its turn comes.

use super::bytes::{self, Stretch, read_all};
use super::encoding;
use super::raw::{Content, RawReport, damaged, too_long};
use super::records::Records;
use super::walk::{Entry, Format, Found, files, unreadable};
use super::{Diagnostic, Input, Limits};
use crate::diagnostic::Place;
use std::io::{self, BufRead};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How far a stream has come; may be asked from another thread.
#[derive(Debug, Default)]
pub struct Progress {
    read: Arc<AtomicU64>,
    total: Option<u64>,
}

impl Progress {
    /// Bytes read from the disk so far, compressed where the files are.
    pub fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Bytes of all files; `None` where there is a stream among them.
    pub fn total(&self) -> Option<u64> {
        self.total
    }
}

/// The reports of some inputs, one after the other. Made by [`reports`].
pub struct Reports {
    entries: std::vec::IntoIter<Entry>,
    records: Option<Records>,
    progress: Arc<Progress>,
    /// Bytes of the files before the next one.
    before: u64,
    limit: u64,
}

/// Finds the files of the inputs and streams their reports: in the order of the inputs, of the names
/// in a folder, of the lines in a file.
pub fn reports(inputs: &[Input], limits: &Limits) -> Reports {
    let entries = files(inputs);
    let total = entries.iter().flatten().map(|found| found.size).sum();
    let progress = Arc::new(Progress { read: Arc::default(), total });
    Reports { entries: entries.into_iter(), records: None, progress, before: 0, limit: limits.report_bytes }
}

impl Reports {
    /// How far it has come, for a progress bar.
    pub fn progress(&self) -> Arc<Progress> {
        Arc::clone(&self.progress)
    }

    /// Opens a file: its report, or `None` and the records to read from now on.
    fn start(&mut self, found: Found) -> Option<Result<RawReport, Diagnostic>> {
        self.progress.read.store(self.before, Ordering::Relaxed); // of a file that was given up, the rest too
        self.before += found.size.unwrap_or_default();
        let mut source = match bytes::open(&found.path, Arc::clone(&self.progress.read)) {
            Ok(source) => source,
            Err(problem) => return Some(Err(unreadable(&found.path, &problem))),
        };
        let format = match sniffed(&mut *source, found.format) {
            Ok(format) => format,
            Err(problem) => return Some(Err(damaged(&found.path, &problem))),
        };
        if format == Format::Lines {
            self.records = Some(Records::new(encoding::narrowed(source), found, self.limit));
            return None;
        }
        Some(match read_all(&mut *source, self.limit) {
            Ok(Stretch::Bytes(bytes)) => Ok(whole(found, format, bytes)),
            Ok(Stretch::TooLong | Stretch::Endless) => Err(too_long(&found.path, "it", self.limit)),
            Err(problem) => Err(damaged(&found.path, &problem)),
        })
    }
}

impl Iterator for Reports {
    type Item = Result<RawReport, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.records.as_mut().and_then(Records::next) {
                return Some(item);
            }
            self.records = None;
            let Some(entry) = self.entries.next() else {
                self.progress.read.fetch_max(self.before, Ordering::Relaxed);
                return None;
            };
            let item = match entry {
                Ok(found) => self.start(found),
                Err(diagnostic) => Some(Err(diagnostic)),
            };
            if item.is_some() {
                return item;
            }
        }
    }
}

fn whole(found: Found, format: Format, bytes: Vec<u8>) -> RawReport {
    let content = if format == Format::Page { Content::Page(bytes) } else { Content::Text(bytes) };
    RawReport::new(&found.path, found.name, Place::Whole, content)
}

/// The format by the name, else by how the content begins.
fn sniffed(source: &mut dyn BufRead, format: Option<Format>) -> io::Result<Format> {
    let start = source.fill_buf()?;
    Ok(format.unwrap_or_else(|| guessed(&start[..start.len().min(1024)])))
}

fn guessed(start: &[u8]) -> Format {
    let text = encoding::decode(start, None).text.to_ascii_lowercase();
    let text = text.trim_start();
    if text.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with('"')) {
        return Format::Lines;
    }
    match ["<!doctype html", "<html", "<head", "<body", "<?xml", "<!--"].iter().any(|tag| text.starts_with(tag)) {
        true => Format::Page,
        false => Format::Text,
    }
}
