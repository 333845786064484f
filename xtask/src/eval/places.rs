//! Scores places: recognition, and resolution where the spans are given.

use super::markup::{Piece, pieces};
use super::tally::{Tally, pairs, print_share};
use anyhow::{Context, bail};
use rashomon_text::names::{Form, Name, NameKind, country_form};
use rashomon_text::places::{self, Location, Place, index::Index};
use rashomon_text::{Layer, Layers, Provenance, Report, TextRange};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Kilometres within which a point counts as right: a hundred miles.
const NEAR: f64 = 161.0;

/// What to score.
#[derive(clap::Args)]
pub struct Places {
    /// Articles with their places: `<toponym>` with `<gaztag>`, or `<location>`.
    file: PathBuf,
    /// Write what is missed, too much or elsewhere here.
    #[arg(long)]
    errors: Option<PathBuf>,
}

/// A place by hand.
struct Gold {
    range: TextRange,
    location: Option<Location>,
}

#[derive(Default)]
struct Article {
    title: Option<String>,
    outlet: Option<String>,
    url: Option<String>,
    text: String,
    gold: Vec<Gold>,
    /// Whether adjectives and nouns for a country's people count as its name: they do in files with `<toponym>`.
    peoples: bool,
}

#[derive(Default)]
struct Score {
    strict: Tally,
    overlap: Tally,
    /// Gold places with a point, and how many the index holds within reach under that name.
    all: usize,
    held: usize,
    /// How many of these get an answer, and the right one.
    answered: usize,
    answered_held: usize,
    right: usize,
    right_held: usize,
}

/// Prints recognition over all places, and resolution over those with a point.
pub fn run(options: &Places) -> anyhow::Result<()> {
    let mut out: Box<dyn Write> = match &options.errors {
        Some(path) => Box::new(std::io::BufWriter::new(std::fs::File::create(path)?)),
        None => Box::new(std::io::sink()),
    };
    let articles = articles(&options.file)?;
    let (mut score, mut words, mut spent) = (Score::default(), 0, Duration::ZERO);
    for article in &articles {
        let report = article.report();
        let mut layers = Layers::of(&report);
        let start = Instant::now();
        places::find(&layers);
        spent += start.elapsed();
        words += article.text.split_whitespace().count();
        score.recognise(article, &layers, &mut out)?;
        layers.names = Layer::new(article.gold.iter().map(|gold| name(&layers, gold.range)).collect());
        score.resolve(article, &layers, &mut out)?;
    }
    println!("{} articles, {words} words", articles.len());
    score.print();
    println!("{:.0} words/s given the layers", words as f64 / spent.as_secs_f64());
    Ok(out.flush()?)
}

/// A gold span as a name.
fn name(layers: &Layers, range: TextRange) -> Name {
    let people = country_form(layers.excerpt(range).text()).is_some_and(|(_, form)| form != Form::Name);
    let kind = if people { NameKind::Group } else { NameKind::Place };
    Name { range, tokens: layers.tokens_in(range), kind, entity: 0 }
}

impl Score {
    fn recognise(&mut self, article: &Article, layers: &Layers, out: &mut impl Write) -> std::io::Result<()> {
        let places = layers.names.iter().filter(|name| name.kind == NameKind::Place);
        let found: Vec<TextRange> = match article.peoples {
            true => places::mentions(layers).iter().map(|mention| mention.range).collect(),
            false => places.map(|name| name.range).collect(),
        };
        let gold: Vec<TextRange> = article.gold.iter().map(|gold| gold.range).collect();
        let pairs = pairs(&gold, &found);
        for tally in [&mut self.strict, &mut self.overlap] {
            tally.gold += gold.len();
            tally.found += found.len();
        }
        self.overlap.right += pairs.len();
        self.strict.right += pairs.iter().filter(|(of, at)| gold[*of] == found[*at]).count();
        for (of, range) in gold.iter().enumerate() {
            match pairs.iter().find(|pair| pair.0 == of) {
                None => article.write(out, "missed", *range, "")?,
                Some((_, at)) if found[*at] != *range => {
                    article.write(out, "span", *range, article.words(found[*at]))?
                }
                Some(_) => {}
            }
        }
        for (at, range) in found.iter().enumerate().filter(|(at, _)| !pairs.iter().any(|pair| pair.1 == *at)) {
            let _ = at;
            article.write(out, "extra", *range, "")?;
        }
        Ok(())
    }

    /// Resolves the places where the gold spans are all names that there are.
    fn resolve(&mut self, article: &Article, layers: &Layers, out: &mut impl Write) -> std::io::Result<()> {
        let found = places::locate(layers);
        for (at, gold) in article.gold.iter().enumerate() {
            let Some(point) = gold.location else { continue };
            let place: Option<&Place> = found.iter().find(|place| place.name == at);
            let answer = place.and_then(|place| place.location);
            let right = answer.is_some_and(|answer| places::distance(answer, point) <= NEAR);
            let held = right || is_held(article.words(gold.range), point);
            self.all += 1;
            self.held += usize::from(held);
            self.answered += usize::from(answer.is_some());
            self.answered_held += usize::from(held && answer.is_some());
            self.right += usize::from(right);
            self.right_held += usize::from(right && held);
            if !right {
                let what = match (held, answer) {
                    (true, Some(_)) => "wrong",
                    (true, None) => "unanswered",
                    (false, Some(_)) => "not held, answered",
                    (false, None) => "not held",
                };
                let answer = place.filter(|place| place.location.is_some()).map_or(String::new(), |place| {
                    let far = answer.map_or(0.0, |answer| places::distance(answer, point));
                    format!(
                        "{} {:?} {} {far:.0} km",
                        place.canonical,
                        place.precision,
                        place.country.as_deref().unwrap_or("-")
                    )
                });
                let gold_point = format!("{answer} <> {:.2},{:.2}", point.latitude, point.longitude);
                article.write(out, what, gold.range, &gold_point)?;
            }
        }
        Ok(())
    }

    fn print(&self) {
        self.strict.print("recognition, exact spans");
        self.overlap.print("recognition, overlap");
        print_share("within 161 km, all", self.right, self.all);
        print_share("held by the index", self.held, self.all);
        print_share("within 161 km, held", self.right_held, self.held);
        print_share("answered, held", self.answered_held, self.held);
        print_share("right where answered, held", self.right_held, self.answered_held);
        print_share("right where answered, all", self.right, self.answered);
    }
}

/// Whether the index has a place of that name within reach of a point.
fn is_held(words: &str, point: Location) -> bool {
    let Some(index) = Index::shipped() else { return false };
    let country = country_form(words).map(|(country, _)| country.name.clone());
    let stem = places::stem(words);
    let names = [Some(words.to_owned()), stem, country];
    names
        .into_iter()
        .flatten()
        .any(|name| index.find(&name).iter().any(|row| places::distance(row.location, point) <= NEAR))
}

impl Article {
    fn report(&self) -> Report {
        let Self { title, outlet, url, .. } = self;
        let provenance =
            Provenance { title: title.clone(), outlet: outlet.clone(), url: url.clone(), ..Provenance::default() };
        Report::new("article", &self.text, provenance)
    }

    fn words(&self, range: TextRange) -> &str {
        &self.text[range.start()..range.end()]
    }

    fn write(&self, out: &mut impl Write, what: &str, range: TextRange, other: &str) -> std::io::Result<()> {
        let border =
            |at: usize| (0..=at.min(self.text.len())).rev().find(|&at| self.text.is_char_boundary(at)).unwrap_or(0);
        let around = &self.text[border(range.start().saturating_sub(50))..border(range.end() + 50)];
        let outlet = self.outlet.as_deref().unwrap_or_default();
        writeln!(out, "{what}\t{}\t{other}\t{outlet}\t{}", self.words(range), around.replace('\n', " "))
    }

    /// The range of a gold phrase: at its offsets in code points, or one before them.
    fn range(&self, phrase: &str, start: usize) -> Option<TextRange> {
        [start, start.wrapping_sub(1)].into_iter().find_map(|start| {
            let (at, _) = self.text.char_indices().nth(start)?;
            self.text[at..].starts_with(phrase).then(|| TextRange::of(at, at + phrase.len()))
        })
    }
}

/// What is read of one gold place.
#[derive(Default)]
struct Fields {
    phrase: String,
    start: Option<usize>,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

fn articles(file: &Path) -> anyhow::Result<Vec<Article>> {
    let source = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let mut articles = Vec::new();
    let (mut article, mut fields) = (Article::default(), Fields::default());
    let mut path: Vec<&str> = Vec::new();
    let mut gold: Vec<(Fields, bool)> = Vec::new();
    for piece in pieces(&source) {
        match piece {
            Piece::Open(name, _) => path.push(name),
            Piece::Close(name) => {
                path.pop();
                match name {
                    "toponym" | "location" => gold.push((std::mem::take(&mut fields), name == "toponym")),
                    "article" => articles.push(closed(std::mem::take(&mut article), std::mem::take(&mut gold))),
                    _ => {}
                }
            }
            Piece::Text(text) => take(&path, text, &mut article, &mut fields),
        }
    }
    if articles.is_empty() {
        bail!("{}: no <article>", file.display());
    }
    Ok(articles)
}

/// Files a text under the elements that it stands in.
fn take(path: &[&str], text: String, article: &mut Article, fields: &mut Fields) {
    let (last, inside) =
        (path.last().copied().unwrap_or_default(), path.iter().rev().nth(1).copied().unwrap_or_default());
    match (inside, last) {
        ("article", "text") => article.text.push_str(&text),
        ("article", "title") => article.title = Some(text),
        ("article", "domain") => article.outlet = Some(text),
        ("article", "url" | "source") => article.url = Some(text),
        ("toponym", "phrase") | ("location", "name") => fields.phrase.push_str(&text),
        ("toponym" | "location", "start") => fields.start = text.trim().parse().ok(),
        ("gaztag" | "location", "lat") => fields.latitude = text.trim().parse().ok(),
        ("gaztag" | "location", "lon") => fields.longitude = text.trim().parse().ok(),
        _ => {}
    }
}

fn closed(mut article: Article, gold: Vec<(Fields, bool)>) -> Article {
    for (fields, toponym) in gold {
        let location =
            fields.latitude.zip(fields.longitude).map(|(latitude, longitude)| Location { latitude, longitude });
        let range = fields.start.and_then(|start| article.range(&fields.phrase, start));
        article.gold.extend(range.map(|range| Gold { range, location }));
        article.peoples |= toponym;
    }
    article.gold.sort_by_key(|gold| gold.range);
    article.gold.dedup_by_key(|gold| gold.range);
    article
}
