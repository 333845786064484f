//! Places named in a report and where they lie.

pub mod index;
mod resolve;
mod words;

pub use resolve::distance;
pub use words::{PlaceType, type_of};

use crate::layer::Layer;
use crate::layers::Layers;
use crate::lexicon::Fault;
use crate::names::{self, Name, NameKind};
use crate::syntax::Relation;
use index::{Index, Row};
use resolve::{Evidence, Request};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// Rows already found in a report, by name in small letters: later mentions need no evidence of their own.
type Memory = FxHashMap<String, Row>;

/// How precisely a place is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A country.
    Country,
    /// A state, oblast, province.
    Admin1,
    /// A district, county.
    Admin2,
    /// A town or village.
    Settlement,
    /// In the index under no name, or under several that cannot be told apart.
    Unknown,
}

/// A point on the globe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Location {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// One mention of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Index into [`Layers::names`].
    pub name: usize,
    /// The gazetteer's name for it; as written where it is in none.
    pub canonical: SmolStr,
    /// Where it lies, if known.
    pub location: Option<Location>,
    /// How precisely.
    pub precision: Precision,
    /// ISO 3166-1 alpha-2 code of its country, if known.
    pub country: Option<SmolStr>,
}

/// Longest distance between a place and the one that holds it, in tokens: "X in the Y region".
const NEAR: usize = 4;

/// Resolves the names that are places (and groups to their countries); needs names, and words where they are
/// there. Names that act ("Oslo denied it") are left out.
pub fn find(layers: &Layers) -> Layer<Place> {
    let Some(index) = Index::shipped() else { return Layer::default() };
    let evidence = evidence_of(layers, index);
    let mut memory = FxHashMap::default();
    let mut places = Vec::new();
    for (at, name) in layers.names.iter().enumerate() {
        let place = match name.kind {
            NameKind::Place if !is_metonym(layers, name) => Some(place_of(layers, index, &evidence, at, &mut memory)),
            NameKind::Group => country_place(index, layers.words_of(name.tokens.clone()), at),
            _ => None,
        };
        places.extend(place);
    }
    Layer::new(places)
}

/// Whether a name is the subject of a verb of speaking or acting.
fn is_metonym(layers: &Layers, name: &Name) -> bool {
    let Some(word) = layers.words.get(name.tokens.end.saturating_sub(1)) else { return false };
    word.relation == Relation::Nsubj && words::is_metonym_verb(layers.lemma(word.head))
}

fn country_place(index: &Index, words: &str, name: usize) -> Option<Place> {
    let (country, _) = names::country_form(words)?;
    let row = index.find(&country.name).into_iter().find(|row| row.precision == Precision::Country)?;
    Some(Place { canonical: SmolStr::from(&country.name), ..found(index, row, name) })
}

fn found(index: &Index, row: Row, name: usize) -> Place {
    Place {
        name,
        canonical: index.name(row.id),
        location: Some(row.location),
        precision: row.precision,
        country: index.code(row.country),
    }
}

fn place_of(layers: &Layers, index: &Index, evidence: &Evidence, at: usize, memory: &mut Memory) -> Place {
    let name = &layers.names[at];
    let words = layers.words_of(name.tokens.clone());
    if let Some(place) = country_place(index, words, at)
        .filter(|_| !rivals(index, words).any(|row| evidence.countries.contains_key(&row.country)))
    {
        return place;
    }
    let request = request_of(layers, index, name);
    let key = request.name.to_lowercase();
    let row = resolve::resolve(index, &request, evidence)
        .or_else(|| memory.get(&key).copied().filter(|_| request.wanted.is_none()));
    if let Some(row) = row {
        memory.entry(key).or_insert(row);
        return found(index, row, at);
    }
    Place { name: at, canonical: SmolStr::from(words), location: None, precision: Precision::Unknown, country: None }
}

/// What the text around a name says of its place.
fn request_of(layers: &Layers, index: &Index, name: &Name) -> Request {
    let words = layers.words_of(name.tokens.clone());
    let own = words.rsplit(' ').next().filter(|word| *word != words).and_then(words::type_of);
    let after = layers.tokens.get(name.tokens.end).and_then(|_| words::type_of(layers.text(name.tokens.end)));
    let before = type_before(layers, name.tokens.start);
    let full = match (own, after) {
        (Some(_), _) => Some(words.to_owned()),
        (_, Some(_)) => Some(format!("{words} {}", layers.text(name.tokens.end))),
        _ => None,
    };
    Request {
        name: if own.is_some() { stem(words).unwrap_or_else(|| words.to_owned()) } else { words.to_owned() },
        full,
        wanted: own.or(after).or(before),
        containers: containers(layers, index, name),
    }
}

/// "the village of X", "the town X": the type word before a name.
fn type_before(layers: &Layers, start: usize) -> Option<words::PlaceType> {
    let word = |back: usize| start.checked_sub(back).map(|at| layers.text(at));
    let known = |word: Option<&str>| word.and_then(words::type_of);
    if word(1) == Some("of") { known(word(2)) } else { known(word(1)).filter(|_| word(2) != Some("of")) }
}

/// The places that a following name says hold this one: "X, Y" and "X in the Y region".
fn containers(layers: &Layers, index: &Index, name: &Name) -> Vec<Row> {
    let next = layers.names.partition_point(|other| other.tokens.start < name.tokens.end);
    let Some(other) = layers.names.get(next).filter(|other| other.tokens.start <= name.tokens.end + NEAR) else {
        return Vec::new();
    };
    let between: Vec<&str> = (name.tokens.end..other.tokens.start).map(|token| layers.text(token)).collect();
    let linked = !between.is_empty() && between.iter().all(|word| matches!(*word, "," | "in" | "the" | "of"));
    let same_sentence = layers.sentence_at(name.tokens.start) == layers.sentence_at(other.tokens.start);
    if !linked || !same_sentence || !matches!(other.kind, NameKind::Place | NameKind::Group) {
        return Vec::new();
    }
    let words = layers.words_of(other.tokens.clone());
    let country = names::country_form(words).map(|(country, _)| country.name.as_str());
    let mut rows = index.find(country.unwrap_or(words));
    rows.retain(|row| country.map_or(row.precision != Precision::Settlement, |_| row.precision == Precision::Country));
    rows
}

/// Which countries and divisions a report speaks of.
fn evidence_of(layers: &Layers, index: &Index) -> Evidence {
    let mut evidence = Evidence::default();
    for name in layers.names.iter().filter(|name| matches!(name.kind, NameKind::Place | NameKind::Group)) {
        let words = layers.words_of(name.tokens.clone());
        let country = names::country_form(words).filter(|_| rivals(index, words).next().is_none());
        if let Some(place) = country.and_then(|(country, _)| country_row(index, &country.name)) {
            *evidence.countries.entry(place.country).or_default() += 2.0;
            continue;
        }
        let rows = index.find(words);
        let known = rows
            .first()
            .filter(|_| rivals(index, words).next().is_none())
            .filter(|row| row.population >= KNOWN_BY_ITSELF && row.precision != Precision::Country);
        if let Some(row) = known {
            *evidence.countries.entry(row.country).or_default() += 1.0;
            *evidence.divisions.entry(row.division).or_default() += 1.0;
        }
    }
    evidence
}

/// From so many people on a place tells which country a report speaks of.
const KNOWN_BY_ITSELF: f64 = 400_000.0;

/// Large divisions of other countries that share their name with a country.
fn rivals(index: &Index, words: &str) -> impl Iterator<Item = Row> {
    let rows = index.find(words);
    let country = rows.iter().find(|row| row.precision == Precision::Country).map(|row| row.country);
    let large = |row: &Row| row.precision == Precision::Admin1 && row.population >= KNOWN_BY_ITSELF;
    rows.into_iter().filter(move |row| large(row) && country.is_some_and(|country| row.country != country))
}

fn country_row(index: &Index, name: &str) -> Option<Row> {
    index.find(name).into_iter().find(|row| row.precision == Precision::Country)
}

/// A name without the word that says what sort of place it is: "Velmora Oblast" → "Velmora". Also used when
/// the gazetteer is made, so that both sides agree.
pub fn stem(name: &str) -> Option<String> {
    let (head, last) = name.rsplit_once(' ')?;
    if words::type_of(last).is_some() {
        return Some(head.to_owned());
    }
    let (first, tail) = name.split_once(' ')?;
    words::type_of(first)?;
    Some(tail.strip_prefix("of ").unwrap_or(tail).to_owned())
}

/// What is wrong with the tables of this stage.
pub fn check_lexicon() -> Vec<Fault> {
    words::check_lexicon()
}

#[cfg(test)]
mod tests;
