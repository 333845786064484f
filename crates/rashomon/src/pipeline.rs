//! From a stream of reports to a settled case: analysis on several threads, one writer.
//!
//! ```text
//! stream -> [Window] -> workers (report, layers, attributions, claims) -> in order -> case
//! ```
//!
//! A report's number in the stream decides when it is written and when its diagnostics are told, so
//! that nothing depends on which thread was faster. How much is under way at a time is bounded, in
//! reports and in bytes, and with it the memory.

mod order;
mod window;

use crate::diagnostic::{Diagnostic, Kind, Severity};
use crate::ingest::RawReport;
use crossbeam_channel::{Receiver, Sender, bounded};
use order::InOrder;
use rashomon_claims::{Claim, attributions};
use rashomon_reconcile::Estimate;
use rashomon_store::{Added, Case, Error};
use rashomon_text::places::index::Index;
use rashomon_text::times::{Moments, moments};
use rashomon_text::{DateInterval, Layers, Report, ReportId};
use std::collections::{BTreeMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use window::Window;

/// What the program reads by, as the case records it with each reading: its version, and a fingerprint of its code,
/// tables and models, so that a report that it would read differently is read again.
pub const READER: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("RASHOMON_READER"));

/// What this process reads by: [`READER`], and the gazetteer if it is not the one that is built in.
pub fn reader() -> String {
    match Index::current().filter(|index| index.is_chosen()) {
        Some(index) => format!("{READER}+{}", index.fingerprint()),
        None => READER.to_owned(),
    }
}

/// New reports after which the full-text index takes them in.
const INDEX_EVERY: usize = 256;
/// Stack of a worker, in bytes; only what is used of it is ever taken.
const STACK: usize = 64 << 20;

/// Analysis of a report stopped where it never should.
const FAILED_ANALYSIS: Kind = Kind {
    code: "P001",
    severity: Severity::Error,
    hint: "this is a mistake of ours: please report it; the other reports were read",
};

/// How to read.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Threads that analyse reports; at least one is used.
    pub threads: usize,
    /// Whether to analyse reports again that this version of the program has read already.
    pub again: bool,
}

/// What reading came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Reports that are new to the case.
    pub read: usize,
    /// Reports that were there, but are read differently by this version.
    pub reread: usize,
    /// Reports that were there already.
    pub known: usize,
    /// Input that could not be read.
    pub skipped: usize,
    /// White-space separated words of the reports analysed.
    pub words: usize,
}

/// Something to tell the user while reading goes on.
#[derive(Debug)]
pub enum Event<'e> {
    /// Something is wrong with the input.
    Diagnostic(&'e Diagnostic),
    /// One more report was dealt with.
    Report(Summary),
    /// The questions are being settled.
    Settling(rashomon_store::Progress),
}

/// Reads every report of a stream into a case and settles it.
///
/// # Errors
/// Only those of the case; what is wrong with the input is told as [`Event::Diagnostic`].
pub fn read<S>(stream: S, case: &mut Case, options: Options, tell: &mut dyn FnMut(Event<'_>)) -> Result<Summary, Error>
where
    S: Iterator<Item = Result<RawReport, Diagnostic>> + Send,
{
    let seen = if options.again { HashSet::new() } else { case.known(&reader())? };
    let start = Start { seen: Mutex::new(seen), datings: case.datings()? };
    let mut writer =
        Writer { case, tell, summary: Summary::default(), unindexed: 0, aliases: Vec::new(), reader: reader() };
    analyse(stream, options.threads.max(1), &start, |outcome| writer.take(outcome))?;
    writer.finish()
}

/// What the case knew when reading began.
struct Start {
    /// Reports that are not to be read, or are under way.
    seen: Mutex<HashSet<ReportId>>,
    /// By which days reports without a date were read.
    datings: BTreeMap<ReportId, Estimate>,
}

impl Start {
    fn written(&self, id: ReportId) -> Option<DateInterval> {
        self.datings.get(&id).map(|estimate| estimate.days)
    }
}

/// What a worker makes of one item of the stream.
enum Outcome {
    /// A report with its claims.
    Read(Box<Analysed>),
    /// A report that is in the case or on its way there.
    Known(ReportId, String, Vec<Diagnostic>),
    /// None.
    Failed(Diagnostic),
}

struct Analysed {
    report: Report,
    claims: Vec<Claim>,
    moments: Moments,
    words: usize,
    notes: Vec<Diagnostic>,
}

/// An item of the stream with its number and its size in bytes.
struct Numbered<T> {
    number: u64,
    bytes: usize,
    item: T,
}

type Item = Result<RawReport, Diagnostic>;

/// Runs the stream through the workers and hands the outcomes over in the order of the stream, until
/// it is at its end or `take` fails.
fn analyse<S, E>(
    stream: S,
    threads: usize,
    start: &Start,
    mut take: impl FnMut(Outcome) -> Result<(), E>,
) -> Result<(), E>
where
    S: Iterator<Item = Item> + Send,
{
    let window = Window::default();
    let (feed, items) = bounded(threads * 4);
    let (give, outcomes) = bounded(threads * 16);
    std::thread::scope(|scope| {
        let _closing = window.closing();
        spawn(scope, || number(stream, &window, feed));
        for _ in 0..threads {
            let (items, give) = (items.clone(), give.clone());
            spawn(scope, move || work(&items, &give, start));
        }
        drop((items, give));
        let mut order = InOrder::default();
        for outcome in outcomes {
            order.push(outcome.number, outcome);
            while let Some(next) = order.next() {
                window.leave(next.bytes);
                take(next.item)?;
            }
        }
        Ok(())
    })
}

/// Starts a thread with a deep stack; where that cannot be had, nothing can.
fn spawn<'scope>(scope: &'scope std::thread::Scope<'scope, '_>, run: impl FnOnce() + Send + 'scope) {
    let started = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run);
    started.expect("the system gives no thread");
}

/// Numbers the items of the stream and lets as many in as the window holds.
fn number<S: Iterator<Item = Item>>(stream: S, window: &Window, feed: Sender<Numbered<Item>>) {
    for (number, item) in stream.enumerate() {
        let bytes = item.as_ref().map_or(0, RawReport::bytes);
        if !window.enter(bytes) || feed.send(Numbered { number: number as u64, bytes, item }).is_err() {
            return;
        }
    }
}

fn work(items: &Receiver<Numbered<Item>>, give: &Sender<Numbered<Outcome>>, start: &Start) {
    for Numbered { number, bytes, item } in items {
        if give.send(Numbered { number, bytes, item: outcome(item, start) }).is_err() {
            return;
        }
    }
}

fn outcome(item: Item, start: &Start) -> Outcome {
    let reading = match item.and_then(RawReport::into_report) {
        Ok(reading) => reading,
        Err(diagnostic) => return Outcome::Failed(diagnostic),
    };
    let (report, notes) = (reading.report, reading.notes);
    if !start.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(report.id()) {
        return Outcome::Known(report.id(), report.name().to_owned(), notes);
    }
    match catch_unwind(AssertUnwindSafe(|| read_written(&report, start.written(report.id())))) {
        Ok((claims, moments)) => {
            let words = report.text().split_ascii_whitespace().count();
            Outcome::Read(Box::new(Analysed { report, claims, moments, words, notes }))
        }
        Err(_) => Outcome::Failed(Diagnostic::new(FAILED_ANALYSIS, report.name(), "its analysis stopped")),
    }
}

/// The claims of one report, through every stage.
pub fn claims_of(report: &Report) -> Vec<Claim> {
    read_written(report, None).0
}

/// The claims of a report and what it tells of when events happened; where it has no date, `written` says when it was
/// written, as far as that is known from elsewhere. What it tells never comes from that.
pub fn read_written(report: &Report, written: Option<DateInterval>) -> (Vec<Claim>, Moments) {
    let mut layers = Layers::of(report);
    let told = moments(&layers);
    if written.is_some() && layers.written.is_none() {
        layers = Layers::of_written(report, written);
    }
    (rashomon_claims::read(&layers, &attributions::find(&layers)), told)
}

/// Writes outcomes to the case and counts them.
struct Writer<'w> {
    case: &'w mut Case,
    tell: &'w mut dyn FnMut(Event<'_>),
    summary: Summary,
    unindexed: usize,
    /// Further names of reports that another thread was still reading when they came up.
    aliases: Vec<(ReportId, String)>,
    /// What it reads by.
    reader: String,
}

impl Writer<'_> {
    fn take(&mut self, outcome: Outcome) -> Result<(), Error> {
        match outcome {
            Outcome::Failed(diagnostic) => self.failed(&diagnostic),
            Outcome::Known(id, name, notes) => {
                self.notes(&notes);
                self.summary.known += 1;
                if !self.case.add_name(id, &name)? {
                    self.aliases.push((id, name));
                }
            }
            Outcome::Read(analysed) => {
                self.notes(&analysed.notes);
                self.add(&analysed)?;
            }
        }
        (self.tell)(Event::Report(self.summary));
        Ok(())
    }

    fn add(&mut self, Analysed { report, claims, moments, words, .. }: &Analysed) -> Result<(), Error> {
        match self.case.add_told(report, claims, Some(moments), &self.reader)? {
            Added::New => self.summary.read += 1,
            Added::Reread => self.summary.reread += 1,
            Added::Known => self.summary.known += 1,
        }
        self.summary.words += words;
        self.unindexed += 1;
        if self.unindexed == INDEX_EVERY {
            self.unindexed = 0;
            self.case.index()?;
        }
        Ok(())
    }

    fn failed(&mut self, diagnostic: &Diagnostic) {
        self.summary.skipped += usize::from(diagnostic.severity == Severity::Error);
        (self.tell)(Event::Diagnostic(diagnostic));
    }

    fn notes(&mut self, notes: &[Diagnostic]) {
        notes.iter().for_each(|note| (self.tell)(Event::Diagnostic(note)));
    }

    fn finish(mut self) -> Result<Summary, Error> {
        for (id, name) in std::mem::take(&mut self.aliases) {
            self.case.add_name(id, &name)?;
        }
        date_the_undated(self.case, &self.reader)?;
        let tell = self.tell;
        self.case.settle(&mut |progress| tell(Event::Settling(progress)))?;
        Ok(self.summary)
    }
}

/// Reads reports without a date again of which the case by now tells otherwise when they were written. What others tell
/// never comes from an estimate, so that once is enough and the order of reports leaves no trace.
fn date_the_undated(case: &mut Case, reader: &str) -> Result<(), Error> {
    for (id, estimate) in case.to_date()? {
        let Some(listed) = case.report(id)? else { continue };
        let days = estimate.as_ref().map(|estimate| estimate.days);
        if let Ok((claims, _)) = catch_unwind(AssertUnwindSafe(|| read_written(&listed.report, days))) {
            case.add(&listed.report, &claims, reader)?;
        }
        case.set_dating(id, estimate.as_ref())?;
    }
    Ok(())
}
