//! JSONL: one report a line, read as a stream; good lines are kept whatever the others are.

use super::bytes::{Stretch, read_line};
use super::codes::{BROKEN_LINE, EMPTY, NO_REPORTS, OTHER_RECORDS};
use super::header::Fields;
use super::raw::{Content, RawReport, damaged, too_long};
use super::walk::Found;
use super::{Diagnostic, encoding};
use crate::diagnostic::Place;
use serde::Deserialize;
use serde_json::Value;
use std::collections::VecDeque;
use std::io::BufRead;

/// Bad lines at the start of a file after which it is given up, unless a good one stands among them.
const PATIENCE: usize = 20;

/// What is wrong with a line that is JSON but no report.
const NO_TEXT: &str = "no \"text\" in this line";

/// The reports of one JSONL file.
pub(super) struct Records {
    source: Box<dyn BufRead + Send>,
    found: Found,
    limit: u64,
    /// Lines read.
    line: u64,
    /// A good line was seen.
    good: bool,
    /// What was wrong before the first good line: one diagnostic if there is none at all.
    waiting: VecDeque<Diagnostic>,
    /// What is ready to be handed out.
    ready: VecDeque<Item>,
    ended: bool,
}

/// A report to be, or what is wrong with its line.
type Item = Result<RawReport, Diagnostic>;

impl Records {
    pub(super) fn new(source: Box<dyn BufRead + Send>, found: Found, limit: u64) -> Self {
        let (waiting, ready) = Default::default();
        Self { source, found, limit, line: 0, good: false, waiting, ready, ended: false }
    }

    /// Reads one line and queues what comes of it.
    fn advance(&mut self) {
        self.line += 1;
        match read_line(&mut *self.source, self.limit) {
            Ok(None) => self.end(),
            Ok(Some(Stretch::TooLong)) => {
                let long = too_long(&self.found.path, "this line", self.limit);
                self.failed(long.at(Place::Line(self.line)));
            }
            Ok(Some(Stretch::Endless)) => {
                let endless = too_long(&self.found.path, "this line", self.limit).at(Place::Line(self.line));
                self.failed(endless.with_hint("split it; the lines after it were not read"));
                self.end();
            }
            Ok(Some(Stretch::Bytes(bytes))) => self.line(&bytes),
            Err(problem) => {
                let broken = damaged(&self.found.path, &problem).at(Place::Line(self.line));
                let hint = format!("{}; the lines before it were read", broken.hint);
                self.failed(broken.with_hint(hint));
                self.end();
            }
        }
    }

    fn line(&mut self, bytes: &[u8]) {
        let text = encoding::line(bytes);
        let text = text.trim_start_matches('\u{FEFF}').trim();
        if text.is_empty() {
            return;
        }
        match self.record(text) {
            Ok(report) => {
                self.good = true;
                self.ready.extend(self.waiting.drain(..).map(Err));
                self.ready.push_back(Ok(report));
            }
            Err(diagnostic) => self.failed(diagnostic),
        }
    }

    fn record(&self, line: &str) -> Item {
        let wrong = |kind, message: String| Diagnostic::new(kind, &self.found.path, message).at(Place::Line(self.line));
        let record: Record = serde_json::from_str(line).map_err(|problem| wrong(BROKEN_LINE, explained(&problem)))?;
        let text = match record.text {
            Value::String(text) if !text.trim().is_empty() => text,
            Value::String(_) => return Err(wrong(EMPTY, "the \"text\" is empty".into())),
            _ => return Err(wrong(EMPTY, NO_TEXT.into())),
        };
        let fields = Fields {
            title: words(&record.title),
            date: words(&record.date),
            outlet: words(&record.outlet),
            url: words(&record.url),
            author: words(&record.author),
        };
        let name = words(&record.id).unwrap_or_else(|| format!("{}:{}", self.found.name, self.line));
        let content = Content::Record { fields: Box::new(fields), text };
        Ok(RawReport::new(&self.found.path, name, Place::Line(self.line), content))
    }

    fn failed(&mut self, diagnostic: Diagnostic) {
        if self.good {
            return self.ready.push_back(Err(diagnostic));
        }
        self.waiting.push_back(diagnostic);
        if self.waiting.len() == PATIENCE {
            self.end();
        }
    }

    /// Ends the file; where it held not one report, one diagnostic stands for all.
    fn end(&mut self) {
        self.ended = true;
        let whole = |kind, message: String| Diagnostic::new(kind, &self.found.path, message);
        let lines = self.waiting.len();
        let verdict = match self.waiting.front() {
            None if self.good => return,
            None => whole(EMPTY, "there is nothing in it".into()),
            Some(_) if !self.found.named && self.waiting.iter().all(|wrong| wrong.message == NO_TEXT) => {
                whole(OTHER_RECORDS, "passed over: its lines are no reports".into())
            }
            Some(first) if lines == 1 => first.clone(),
            Some(first) => {
                let message = format!("not one of its first {lines} lines is a report: {}", first.message);
                whole(NO_REPORTS, message).at(first.place)
            }
        };
        self.waiting.clear();
        self.ready.push_back(Err(verdict));
    }
}

impl Iterator for Records {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while self.ready.is_empty() && !self.ended {
            self.advance();
        }
        self.ready.pop_front()
    }
}

/// What a JSON parser says, without its line number, which is always 1.
fn explained(problem: &serde_json::Error) -> String {
    let text = problem.to_string();
    let what = text.split(" at line ").next().unwrap_or_default();
    match problem.is_eof() {
        true => format!("the line is cut off: {what}"),
        false => format!("not a JSON object: {what} at column {}", problem.column()),
    }
}

/// What a line says; fields that we do not know are passed over, odd types forgiven.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Record {
    id: Value,
    title: Value,
    date: Value,
    outlet: Value,
    author: Value,
    url: Value,
    text: Value,
}

/// A field as text: a string or number, or several of them; `None` where it is empty or of another type.
fn words(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_string(),
        Value::Number(number) => number.to_string(),
        Value::Array(parts) => parts.iter().filter_map(words).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    };
    (!text.is_empty()).then_some(text)
}
