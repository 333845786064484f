//! Scores the ledger's figures against sentences of our own: their values, and that no wrong number is stated as exact.
//!
//! The form is told in `corpora/figures/README.md`.

use super::tally::pairs;
use anyhow::{Context, ensure};
use rashomon::cases;
use rashomon_claims::{Claim, Figure, attributions, claims};
use rashomon_text::quantities::in_canonical;
use rashomon_text::{Interval, Layers, Provenance, Report, TextRange};
use std::path::{Path, PathBuf};

/// What to score.
#[derive(clap::Args)]
pub struct Numbers {
    /// A file, or a folder of `.txt` files.
    #[arg(default_value = "corpora/figures")]
    gold: PathBuf,
    /// Print every difference.
    #[arg(long)]
    errors: bool,
    /// Print differences of this half only.
    #[arg(long)]
    half: Option<Half>,
}

/// Which sentences of a file: the first, third … or the second, fourth ….
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Half {
    Odd,
    Even,
}

/// A sentence with the figures that it states.
struct Sentence {
    text: String,
    rows: Vec<Row>,
}

/// One figure as a careful reader puts it down.
struct Row {
    figure: Figure,
    measure: Option<String>,
    /// Whether it may be left out.
    optional: bool,
}

/// Scores all files and prints a table, with both halves.
pub fn run(options: &Numbers) -> anyhow::Result<()> {
    let mut halves = [Score::default(), Score::default()];
    println!("{:<34} {}", "", Score::HEAD);
    for path in files(&options.gold)? {
        let mut of_file = [Score::default(), Score::default()];
        for (at, sentence) in read(&path)?.iter().enumerate() {
            let half = [Half::Odd, Half::Even][at % 2];
            let tell = options.errors && options.half.is_none_or(|wanted| wanted == half);
            of_file[at % 2].add(sentence, tell);
        }
        println!("{:<34} {}", path.display(), of_file[0].with(of_file[1]).line());
        halves = [halves[0].with(of_file[0]), halves[1].with(of_file[1])];
    }
    println!("{:<34} {}", "odd sentences (tuned on)", halves[0].line());
    println!("{:<34} {}", "even sentences", halves[1].line());
    println!("{:<34} {}", "all", halves[0].with(halves[1]).line());
    Ok(())
}

fn files(gold: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !gold.is_dir() {
        return Ok(vec![gold.to_owned()]);
    }
    let entries = std::fs::read_dir(gold).with_context(|| gold.display().to_string())?;
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    Ok(paths)
}

fn read(path: &Path) -> anyhow::Result<Vec<Sentence>> {
    let file = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut sentences: Vec<Sentence> = Vec::new();
    for (number, line) in file.lines().enumerate() {
        let place = || format!("{}:{}", path.display(), number + 1);
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if line.starts_with(' ') {
            let sentence = sentences.last_mut().with_context(place)?;
            let row = row(sentence, line.trim()).with_context(place)?;
            sentence.rows.push(row);
        } else {
            sentences.push(Sentence { text: line.to_owned(), rows: Vec::new() });
        }
    }
    Ok(sentences)
}

/// `"At least 22" 22..; killed`; a `?` before it where it may be left out.
fn row(sentence: &Sentence, line: &str) -> anyhow::Result<Row> {
    let optional = line.starts_with('?');
    let quoted = line.trim_start_matches(['?', ' ']).strip_prefix('"').context("a row begins with its words")?;
    let (words, rest) = quoted.split_once('"').context("the words have no end")?;
    let (value, measure) = rest.split_once(';').unwrap_or((rest, ""));
    let from = sentence.rows.last().map_or(0, |row| row.figure.range.end());
    let start = find(&sentence.text, from, words).with_context(|| format!("not in the sentence: {words}"))?;
    let mut figure = value_of(value.trim())?;
    figure.range = TextRange::of(start, start + words.len());
    let measure = Some(measure.trim()).filter(|measure| !measure.is_empty()).map(str::to_owned);
    Ok(Row { figure, measure, optional })
}

/// Where some words stand as whole words.
fn find(text: &str, from: usize, words: &str) -> Option<usize> {
    let whole = |start: &usize| {
        let before = text[..*start].chars().next_back();
        let after = text[start + words.len()..].chars().next();
        let inside = |first: Option<char>, second: Option<char>| {
            first.is_some_and(char::is_alphanumeric) && second.is_some_and(char::is_alphanumeric)
        };
        !inside(before, words.chars().next()) && !inside(words.chars().next_back(), after)
    };
    text.match_indices(words).map(|(start, _)| start).filter(|start| *start >= from).find(whole)
}

/// `22..`, `..300 ~`, `200..300 metre/day`, `2.3e6 EUR`.
fn value_of(text: &str) -> anyhow::Result<Figure> {
    let stated = text.trim_end_matches('~').trim();
    let (number, unit) = stated.split_once(' ').unwrap_or((stated, "1"));
    let (low, high) = number.split_once("..").unwrap_or((number, number));
    let end = |end: &str| -> anyhow::Result<Option<_>> {
        if end.is_empty() {
            return Ok(None);
        }
        let value: f64 = end.parse().with_context(|| format!("no number: {end}"))?;
        Ok(Some(in_canonical(value, unit).unwrap_or((value, unit.into()))))
    };
    let (low, high) = (end(low)?, end(high)?);
    let unit = low.as_ref().or(high.as_ref()).context("no value")?.1.clone();
    let value = Interval { low: low.map(|(low, _)| low), high: high.map(|(high, _)| high) };
    ensure!(value.low.zip(value.high).is_none_or(|(low, high)| low <= high), "the ends are the wrong way round");
    Ok(Figure { range: TextRange::of(0, 0), value, approximate: text.ends_with('~'), unit, part_of: None })
}

/// Counts of what is there and of what is right.
#[derive(Clone, Copy, Default)]
struct Score {
    sentences: usize,
    gold: usize,
    found: usize,
    value: usize,
    measured: usize,
    measure: usize,
    predicted: usize,
    needless: usize,
    wrong_exact: usize,
}

impl Score {
    const HEAD: &str = "sentences  gold   found          value right    measure        too much  wrong as exact";

    fn add(&mut self, sentence: &Sentence, tell: bool) {
        let report = Report::new("sentence", &sentence.text, Provenance::default());
        let layers = Layers::of(&report);
        let mut claims = claims::read(&layers, &attributions::find(&layers));
        claims.retain(|claim| claim.figure.is_some());
        let gold: Vec<TextRange> = sentence.rows.iter().map(|row| row.figure.range).collect();
        let found: Vec<TextRange> = claims.iter().filter_map(|claim| Some(claim.figure.as_ref()?.range)).collect();
        let pairs = pairs(&gold, &found);
        let mut faults = Vec::new();
        for (at, row) in sentence.rows.iter().enumerate() {
            let pair = pairs.iter().find(|(of, _)| *of == at).map(|(_, found)| &claims[*found]);
            self.compare(&report, row, pair, &mut faults);
        }
        self.sentences += 1;
        self.predicted += claims.len();
        for figure in claims.iter().filter_map(|claim| claim.figure.as_ref()) {
            let over = || sentence.rows.iter().filter(|row| row.figure.range.intersects(figure.range));
            let told = cases::figure(&report, figure);
            if over().next().is_none() {
                self.needless += 1;
                faults.push(format!("too much: {told}"));
            }
            if is_exact(figure) && !over().any(|row| same(&row.figure, figure)) {
                self.wrong_exact += 1;
                faults.push(format!("WRONG AS EXACT: {told}"));
            }
        }
        if tell && !faults.is_empty() {
            println!("{}\n    {}", sentence.text, faults.join("\n    "));
        }
    }

    fn compare(&mut self, report: &Report, row: &Row, found: Option<&Claim>, faults: &mut Vec<String>) {
        let gold = cases::figure(report, &row.figure);
        let figure = found.and_then(|claim| claim.figure.as_ref());
        let right = figure.is_some_and(|figure| same(&row.figure, figure));
        match figure {
            None if row.optional => {}
            None => faults.push(format!("missed: {gold}")),
            Some(figure) if !right => faults.push(format!("value: {} for {gold}", cases::figure(report, figure))),
            Some(_) => {}
        }
        if row.optional {
            return;
        }
        self.gold += 1;
        self.found += usize::from(found.is_some());
        self.value += usize::from(right);
        if let (Some(measure), Some(claim)) = (&row.measure, found) {
            self.measured += 1;
            self.measure += usize::from(claim.measure.as_str() == measure);
            if claim.measure.as_str() != measure {
                faults.push(format!("measure: {} for {measure} of {gold}", claim.measure));
            }
        }
    }

    fn with(self, other: Self) -> Self {
        Self {
            sentences: self.sentences + other.sentences,
            gold: self.gold + other.gold,
            found: self.found + other.found,
            value: self.value + other.value,
            measured: self.measured + other.measured,
            measure: self.measure + other.measure,
            predicted: self.predicted + other.predicted,
            needless: self.needless + other.needless,
            wrong_exact: self.wrong_exact + other.wrong_exact,
        }
    }

    fn line(self) -> String {
        let share = |part: usize, whole: usize| format!("{:.3} ({part})", part as f64 / whole.max(1) as f64);
        format!(
            "{:<10} {:<6} {:<14} {:<14} {:<14} {:<9} {}",
            self.sentences,
            self.gold,
            share(self.found, self.gold),
            share(self.value, self.gold),
            share(self.measure, self.measured),
            format!("{}/{}", self.needless, self.predicted),
            self.wrong_exact
        )
    }
}

fn is_exact(figure: &Figure) -> bool {
    figure.value.is_exact() && !figure.approximate
}

/// Whether two figures have the same ends within 1 in 100,000, the same unit and the same approximation.
fn same(gold: &Figure, found: &Figure) -> bool {
    let near = |gold: Option<f64>, found: Option<f64>| match (gold, found) {
        (Some(gold), Some(found)) => (gold - found).abs() <= gold.abs() * 1e-5,
        (gold, found) => gold == found,
    };
    near(gold.value.low, found.value.low)
        && near(gold.value.high, found.value.high)
        && gold.unit == found.unit
        && gold.approximate == found.approximate
}
