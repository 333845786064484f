//! Articles with the places that they name, as LGL and `GeoVirus` have them.

use super::markup::{Piece, attribute, pieces};
use anyhow::{Context, bail};
use rashomon_text::names::{Form, Name, NameKind, country_form};
use rashomon_text::places::{self, Location, index::Index};
use rashomon_text::{Layer, Layers, Provenance, Report, TextRange};
use std::path::Path;

/// Kilometres within which a point counts as right: a hundred miles.
pub const NEAR: f64 = 161.0;

/// A place by hand.
pub struct Gold {
    pub range: TextRange,
    pub location: Option<Location>,
}

#[derive(Default)]
pub struct Article {
    /// Its number, else its address.
    pub id: String,
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub text: String,
    pub gold: Vec<Gold>,
    /// Whether adjectives and nouns for a country's people count as its name: they do in files with `<toponym>`.
    pub peoples: bool,
}

impl Article {
    /// As a report without a date.
    pub fn report(&self) -> Report {
        let Self { title, outlet, url, .. } = self;
        let provenance =
            Provenance { title: title.clone(), outlet: outlet.clone(), url: url.clone(), ..Provenance::default() };
        Report::new("article", &self.text, provenance)
    }

    /// The words of a range.
    pub fn words(&self, range: TextRange) -> &str {
        &self.text[range.start()..range.end()]
    }

    /// The range of a gold phrase: at its offsets in code points, or one before them.
    fn range(&self, phrase: &str, start: usize) -> Option<TextRange> {
        [start, start.wrapping_sub(1)].into_iter().find_map(|start| {
            let (at, _) = self.text.char_indices().nth(start)?;
            self.text[at..].starts_with(phrase).then(|| TextRange::of(at, at + phrase.len()))
        })
    }
}

/// Has the gold spans be all names that there are.
pub fn name_gold(layers: &mut Layers, article: &Article) {
    layers.names = Layer::new(article.gold.iter().map(|gold| name(layers, gold.range)).collect());
}

/// A gold span as a name.
fn name(layers: &Layers, range: TextRange) -> Name {
    let people = country_form(layers.excerpt(range).text()).is_some_and(|(_, form)| form != Form::Name);
    let kind = if people { NameKind::Group } else { NameKind::Place };
    Name { range, tokens: layers.tokens_in(range), kind, entity: 0 }
}

/// Whether the index has a place of that name within reach of a point.
pub fn is_held(words: &str, point: Location) -> bool {
    let Some(index) = Index::shipped() else { return false };
    let country = country_form(words).map(|(country, _)| country.name.clone());
    let stem = places::stem(words);
    let names = [Some(words.to_owned()), stem, country];
    names
        .into_iter()
        .flatten()
        .any(|name| index.find(&name).iter().any(|row| places::distance(row.location, point) <= NEAR))
}

/// What is read of one gold place.
#[derive(Default)]
struct Fields {
    phrase: String,
    start: Option<usize>,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

/// Reads a file of either form.
pub fn articles(file: &Path) -> anyhow::Result<Vec<Article>> {
    let source = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let mut articles = Vec::new();
    let (mut article, mut fields) = (Article::default(), Fields::default());
    let mut path: Vec<&str> = Vec::new();
    let mut gold: Vec<(Fields, bool)> = Vec::new();
    for piece in pieces(&source) {
        match piece {
            Piece::Open(name, attributes) => {
                if name == "article" {
                    article.id = attribute(attributes, "docid").unwrap_or_default();
                }
                path.push(name);
            }
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
    if article.id.is_empty() {
        article.id = article.url.clone().unwrap_or_default();
    }
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
