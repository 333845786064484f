//! Scores temporal expressions against TimeML: spans, types and values of TIMEX3.

use super::markup::{Piece, attribute, pieces};
use super::tally::{Tally, pairs};
use anyhow::{Context, bail};
use jiff::civil::Date;
use rashomon_text::{Layers, Provenance, Published, Report, TextRange};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What to score.
#[derive(clap::Args)]
pub struct Times {
    /// Folders or files in TimeML (.tml).
    paths: Vec<PathBuf>,
    /// Write what is missed, too much or of another value here.
    #[arg(long)]
    errors: Option<PathBuf>,
}

/// A temporal expression.
struct Expression {
    range: TextRange,
    kind: String,
    value: String,
}

/// A document with its expressions by hand.
struct Document {
    name: String,
    text: String,
    created: Option<Date>,
    gold: Vec<Expression>,
}

#[derive(Default)]
struct Tallies {
    strict: Tally,
    relaxed: Tally,
    value: Tally,
    kind: Tally,
}

/// Prints strict and relaxed F1 of spans, and F1 of types and values on relaxed spans.
pub fn run(options: &Times) -> anyhow::Result<()> {
    let mut out: Box<dyn Write> = match &options.errors {
        Some(path) => Box::new(std::io::BufWriter::new(std::fs::File::create(path)?)),
        None => Box::new(std::io::sink()),
    };
    let files = files(&options.paths)?;
    let (mut tallies, mut spent, mut words) = (Tallies::default(), Duration::ZERO, 0);
    for file in &files {
        let document = Document::read(file)?;
        let report = document.report();
        let layers = Layers::of(&report);
        let start = Instant::now();
        let found = rashomon_text::times::find(&layers);
        spent += start.elapsed();
        words += document.text.split_whitespace().count();
        let found: Vec<Expression> = found
            .iter()
            .filter_map(|time| {
                let timex = time.timex(report.provenance().published.date())?;
                Some(Expression { range: time.range, kind: timex.kind.to_owned(), value: timex.value })
            })
            .collect();
        tallies.add(&document, &found, &mut out)?;
    }
    println!("{} documents, {words} words", files.len());
    tallies.strict.print("span, strict");
    tallies.relaxed.print("span, relaxed");
    tallies.kind.print("type");
    tallies.value.print("value");
    println!("{:.0} words/s given the layers", words as f64 / spent.as_secs_f64());
    Ok(out.flush()?)
}

/// Files as given, and those on .tml of folders, in order.
fn files(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let entries = std::fs::read_dir(path).with_context(|| path.display().to_string())?;
        let mut inside: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
        inside.retain(|path| path.extension().is_some_and(|ending| ending == "tml"));
        inside.sort();
        files.extend(inside);
    }
    if files.is_empty() {
        bail!("no .tml files");
    }
    Ok(files)
}

impl Tallies {
    fn add(&mut self, document: &Document, found: &[Expression], out: &mut impl Write) -> std::io::Result<()> {
        let ranges = |list: &[Expression]| list.iter().map(|one| one.range).collect::<Vec<_>>();
        let pairs = pairs(&ranges(&document.gold), &ranges(found));
        for tally in [&mut self.strict, &mut self.relaxed, &mut self.value, &mut self.kind] {
            tally.found += found.len();
            tally.gold += document.gold.len();
        }
        self.relaxed.right += pairs.len();
        for &(of, at) in &pairs {
            let (gold, found) = (&document.gold[of], &found[at]);
            self.strict.right += usize::from(gold.range == found.range);
            self.kind.right += usize::from(gold.kind == found.kind);
            self.value.right += usize::from(same_value(&gold.value, &found.value));
            let value = same_value(&gold.value, &found.value);
            if !value || gold.range != found.range {
                let what = if !value { "value" } else { "span" };
                document.write(out, what, gold, Some(found))?;
            }
        }
        let is_paired = |of: usize| pairs.iter().any(|pair| pair.0 == of);
        for (_, missed) in document.gold.iter().enumerate().filter(|(of, _)| !is_paired(*of)) {
            document.write(out, "missed", missed, None)?;
        }
        let is_used = |at: usize| pairs.iter().any(|pair| pair.1 == at);
        for (_, extra) in found.iter().enumerate().filter(|(at, _)| !is_used(*at)) {
            document.write(out, "extra", extra, None)?;
        }
        Ok(())
    }
}

/// Whether two values are the same; weeks are written with one digit or two.
fn same_value(left: &str, right: &str) -> bool {
    let padded = |value: &str| match value.split_once("-W") {
        Some((year, week)) if week.len() == 1 => format!("{year}-W0{week}"),
        _ => value.to_owned(),
    };
    padded(left) == padded(right)
}

impl Document {
    fn read(path: &Path) -> anyhow::Result<Self> {
        let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
        let source = String::from_utf8_lossy(&bytes);
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let mut document = Self { name, text: String::new(), created: None, gold: Vec::new() };
        let (mut inside, mut open) = (false, None);
        for piece in pieces(&source) {
            match piece {
                Piece::Open("TEXT", _) => inside = true,
                Piece::Close("TEXT") => inside = false,
                Piece::Open("TIMEX3", attributes) => {
                    document.note_creation(attributes);
                    open = Some((document.text.len(), attributes));
                }
                Piece::Close("TIMEX3") => document.close(open.take().filter(|_| inside)),
                Piece::Text(text) if inside => document.text.push_str(&text),
                _ => {}
            }
        }
        Ok(document)
    }

    fn note_creation(&mut self, attributes: &str) {
        let function = attribute(attributes, "functionInDocument").unwrap_or_default();
        let value = attribute(attributes, "value").unwrap_or_default();
        let day = value.get(..10).and_then(|day| day.parse().ok());
        match function.as_str() {
            "CREATION_TIME" => self.created = day.or(self.created),
            "PUBLICATION_TIME" => self.created = self.created.or(day),
            _ => {}
        }
    }

    /// Keeps the expression that began where `open` says, without white space around it.
    fn close(&mut self, open: Option<(usize, &str)>) {
        let Some((start, attributes)) = open else { return };
        let words = &self.text[start..];
        let start = start + words.len() - words.trim_start().len();
        let end = start + words.trim().len();
        if start < end {
            let read = |name| attribute(attributes, name).unwrap_or_default();
            self.gold.push(Expression { range: TextRange::of(start, end), kind: read("type"), value: read("value") });
        }
    }

    fn report(&self) -> Report {
        let published = self.created.map_or(Published::Unknown, Published::Given);
        Report::new(&self.name, &self.text, Provenance { published, ..Provenance::default() })
    }

    fn write(
        &self,
        out: &mut impl Write,
        what: &str,
        one: &Expression,
        other: Option<&Expression>,
    ) -> std::io::Result<()> {
        let words =
            |range: TextRange| self.text[range.start()..range.end()].split_whitespace().collect::<Vec<_>>().join(" ");
        let mut start = one.range.start().saturating_sub(60);
        let mut end = (one.range.end() + 40).min(self.text.len());
        start = (0..=start).rev().find(|&at| self.text.is_char_boundary(at)).unwrap_or(0);
        end = (end..=self.text.len()).find(|&at| self.text.is_char_boundary(at)).unwrap_or(self.text.len());
        let created = self.created.map(|day| day.to_string()).unwrap_or_default();
        write!(out, "{what}\t{}\t{} {}", words(one.range), one.kind, one.value)?;
        if let Some(other) = other {
            write!(out, "\t{}\t{} {}", words(other.range), other.kind, other.value)?;
        }
        writeln!(out, "\t{} {created}\t{}", self.name, words(TextRange::of(start, end)))
    }
}
