//! Every word of a report that names a place, in whatever name it stands: "the TEXAS Forest Service", "the University of
//! OSLO", "northern NORWAY", "14 Mill Road". They tell where a report plays; only whole names are located.

use super::index::{Index, Row};
use super::words::type_of;
use super::{Precision, stem};
use crate::layers::Layers;
use crate::names::{Name, NameKind, country_form};
use crate::range::TextRange;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// Longest place name inside another name, in words.
const LONGEST: usize = 4;
/// From so many people on a town gives bodies its name that the report does not name elsewhere: of one word, of more.
const LARGE: f64 = 200_000.0;
const LARGE_OF_SEVERAL: f64 = 10_000.0;

/// What the names of streets end in.
const STREETS: [&str; 24] = [
    "Ave",
    "Ave.",
    "Avenue",
    "Blvd",
    "Blvd.",
    "Boulevard",
    "Court",
    "Drive",
    "Dr.",
    "Highway",
    "Lane",
    "Parkway",
    "Pike",
    "Pkwy.",
    "Place",
    "Rd",
    "Rd.",
    "Road",
    "Route",
    "St.",
    "Street",
    "Terrace",
    "Trail",
    "Way",
];

/// What may stand before a place name in a name of a place, as part of it or not.
const MODIFIERS: [&str; 26] = [
    "central",
    "downtown",
    "east",
    "eastern",
    "greater",
    "historic",
    "inner",
    "lower",
    "metropolitan",
    "mid",
    "north",
    "northeast",
    "northeastern",
    "northern",
    "northwest",
    "northwestern",
    "south",
    "southeast",
    "southeastern",
    "southern",
    "southwest",
    "southwestern",
    "sub-saharan",
    "upper",
    "west",
    "western",
];

/// Words that name a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where they stand.
    pub range: TextRange,
    /// What they are.
    pub kind: MentionKind,
}

/// In what a place name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MentionKind {
    /// A name of its own.
    Whole,
    /// An adjective or noun for a country's people: "Norwegian".
    People,
    /// The name of a body, building, event or work.
    Inside,
    /// A street.
    Street,
}

/// All mentions of places, in reading order; needs names.
pub fn mentions(layers: &Layers) -> Vec<Mention> {
    let places = layers.names.iter().filter(|name| name.kind == NameKind::Place);
    let known: FxHashSet<String> = places.map(|name| layers.words_of(name.tokens.clone()).to_lowercase()).collect();
    let mut found = Vec::new();
    let mut free = 0;
    for name in &layers.names {
        stray(layers, free..name.tokens.start, &known, &mut found);
        free = free.max(name.tokens.end);
        of_name(layers, name, &known, &mut found);
    }
    stray(layers, free..layers.tokens.len(), &known, &mut found);
    found
}

fn of_name(layers: &Layers, name: &Name, known: &FxHashSet<String>, found: &mut Vec<Mention>) {
    let words = layers.words_of(name.tokens.clone());
    let street = name.tokens.len() > 1 && STREETS.contains(&layers.text(name.tokens.end - 1));
    let mut push = |tokens: Range<usize>, kind| found.push(Mention { range: layers.span(tokens), kind });
    match name.kind {
        NameKind::Place => push(trimmed(layers, name.tokens.clone()), MentionKind::Whole),
        NameKind::Group if country_form(words).is_some() => push(name.tokens.clone(), MentionKind::People),
        NameKind::Group | NameKind::Person => {}
        _ if street => push(name.tokens.clone(), MentionKind::Street),
        _ => {
            inside(layers, name.tokens.clone(), known).into_iter().for_each(|tokens| push(tokens, MentionKind::Inside))
        }
    }
}

/// Whether a word only says which part of a place.
pub(super) fn is_direction(word: &str) -> bool {
    MODIFIERS.contains(&word.to_lowercase().as_str())
}

/// A name of a place without what only says which part of it: "northern NORWAY", but "South Africa".
fn trimmed(layers: &Layers, tokens: Range<usize>) -> Range<usize> {
    let whole = layers.words_of(tokens.clone());
    let of = tokens.len() > 2 && layers.text(tokens.start + 1) == "of" && type_of(layers.text(tokens.start)).is_some();
    let skipped = match () {
        () if of => 2,
        () if tokens.len() > 1 && is_direction(layers.text(tokens.start)) => 1,
        () => return tokens,
    };
    let rest = tokens.start + skipped..tokens.end;
    let wide = |row: &Row| of || matches!(row.precision, Precision::Country | Precision::Admin1 | Precision::Region);
    let known = rows(layers.words_of(rest.clone())).iter().any(wide);
    if known && (of || rows(whole).is_empty()) { rest } else { tokens }
}

/// The places in the name of something else: at its beginning, and behind "of" and the like.
fn inside(layers: &Layers, name: Range<usize>, known: &FxHashSet<String>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for start in name.clone() {
        let opens = start == name.start
            || matches!(layers.text(start - 1), "of" | "at" | "in" | "the" | "The" | "Greater" | "Metropolitan");
        if !opens || found.last().is_some_and(|last| last.end > start) {
            continue;
        }
        let most = (start + LONGEST).min(name.end);
        let fits = |end: &usize| (start..*end) != name && is_place(layers.words_of(start..*end), known);
        found.extend((start + 1..=most).rev().find(fits).map(|end| start..end));
    }
    found
}

/// Whether words inside a name are those of a place.
fn is_place(words: &str, known: &FxHashSet<String>) -> bool {
    if !words.chars().next().is_some_and(char::is_uppercase) {
        return false;
    }
    if known.contains(&words.to_lowercase()) || country_form(words).is_some() {
        return true;
    }
    let several = words.contains(' ');
    let large = if several { LARGE_OF_SEVERAL } else { LARGE };
    let typed = several && stem(words).is_some();
    rows(words).first().is_some_and(|row| typed || row.precision == Precision::Admin1 || row.population >= large)
}

fn rows(words: &str) -> Vec<Row> {
    Index::current().map(|index| index.find(words)).unwrap_or_default()
}

/// Words outside names that are a place's name elsewhere in the report.
fn stray(layers: &Layers, tokens: Range<usize>, known: &FxHashSet<String>, found: &mut Vec<Mention>) {
    let mut at = tokens.start;
    while at < tokens.end {
        let capital = layers.text(at).chars().next().is_some_and(char::is_uppercase);
        let ends = (at + 1..=(at + LONGEST).min(tokens.end)).rev().filter(|_| capital);
        let end = ends.clone().find(|&end| known.contains(&layers.words_of(at..end).to_lowercase()));
        found.extend(end.map(|end| Mention { range: layers.span(at..end), kind: MentionKind::Inside }));
        at = end.unwrap_or(at + 1);
    }
}
