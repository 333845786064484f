//! Words beside place names: what sort of place, and verbs of which a place is no subject.

use super::Precision;
use super::index::Index;
use crate::layers::Layers;
use crate::lexicon::{self, Fault};
use crate::report::{Provenance, Report};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::sync::LazyLock;

/// What a word says of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlaceType {
    /// First-level division: "oblast".
    Admin1,
    /// Second-level division: "county".
    Admin2,
    /// "village".
    Settlement,
    /// What the gazetteer does not hold: "river".
    Feature,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeWord {
    word: String,
    r#type: PlaceType,
    /// Whether most such places are too small for a gazetteer.
    #[serde(default)]
    small: bool,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Verb {
    lemma: String,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

/// The short forms of a first-level division.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Division {
    /// Its name in the gazetteer.
    pub name: String,
    /// ISO 3166-1 alpha-2 code of its country.
    pub country: String,
    /// How news abbreviates it.
    pub forms: Vec<String>,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

/// A part of the world or of a country that is no division.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// What it is called.
    pub name: String,
    /// Degrees north and east of about its middle.
    pub at: [f64; 2],
    /// Kilometres around that within which nearly all of it lies.
    pub radius: f64,
    /// ISO 3166-1 alpha-2 code of its country, where it lies in one.
    #[serde(default)]
    pub country: Option<String>,
    /// What else it is called.
    #[serde(default)]
    pub forms: Vec<String>,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

crate::entry!(Division, name);

crate::entry!(Region, name);

crate::entry!(TypeWord, word);

crate::entry!(Verb, lemma);

const TYPES: &str = "place_types.toml";
const VERBS: &str = "metonym_verbs.toml";
const DIVISIONS: &str = "divisions.toml";
const REGIONS: &str = "regions.toml";

static TYPE_WORDS: LazyLock<Vec<TypeWord>> =
    LazyLock::new(|| lexicon::load(TYPES, include_str!("../../../../lexicon/place_types.toml"), "type"));
static VERB_LIST: LazyLock<Vec<Verb>> =
    LazyLock::new(|| lexicon::load(VERBS, include_str!("../../../../lexicon/metonym_verbs.toml"), "verb"));
static DIVISION_LIST: LazyLock<Vec<Division>> =
    LazyLock::new(|| lexicon::load(DIVISIONS, include_str!("../../../../lexicon/divisions.toml"), "division"));
static REGION_LIST: LazyLock<Vec<Region>> =
    LazyLock::new(|| lexicon::load(REGIONS, include_str!("../../../../lexicon/regions.toml"), "region"));
static BY_WORD: LazyLock<FxHashMap<&'static str, PlaceType>> =
    LazyLock::new(|| TYPE_WORDS.iter().map(|entry| (entry.word.as_str(), entry.r#type)).collect());
static LEMMAS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| VERB_LIST.iter().map(|entry| entry.lemma.as_str()).collect());

/// What a word says of the place it stands beside, in any case.
pub fn type_of(word: &str) -> Option<PlaceType> {
    BY_WORD.get(word).or_else(|| BY_WORD.get(word.to_lowercase().as_str())).copied()
}

/// The type word whose plural a word is: "counties" → "county".
pub(super) fn of_several(word: &str) -> Option<&'static str> {
    let one = word.strip_suffix('s')?.to_lowercase();
    let one = one.strip_suffix("ie").map_or(one.clone(), |start| format!("{start}y"));
    let known = |one: &str| BY_WORD.get_key_value(one).map(|(word, _)| *word);
    known(&one).or_else(|| known(one.strip_suffix('e')?))
}

/// Whether a word says that a place is too small for most gazetteers: "village".
pub(super) fn is_small(word: &str) -> bool {
    TYPE_WORDS.iter().any(|entry| entry.small && entry.word == word)
}

/// The first-level divisions that have short forms.
pub fn divisions() -> &'static [Division] {
    &DIVISION_LIST
}

/// The regions of the world that are no countries or divisions.
pub fn regions() -> &'static [Region] {
    &REGION_LIST
}

/// Whether the subject of a verb acts or speaks, so that a place name in that part is no location.
pub(super) fn is_metonym_verb(lemma: &str) -> bool {
    LEMMAS.contains(lemma)
}

/// What is wrong with `lexicon/place_types.toml`, `lexicon/metonym_verbs.toml`, `lexicon/divisions.toml` and `lexicon/regions.toml`; `states` and `acts` say whether
/// a word of a report states a type, and whether a place is the subject of a verb.
pub(super) fn check_lexicon(
    states: impl Fn(&Layers, &str, PlaceType) -> bool,
    acts: impl Fn(&Layers, &str) -> bool,
) -> Vec<Fault> {
    let mut faults = lexicon::check_form(TYPES, &TYPE_WORDS);
    faults.extend(lexicon::check_examples(TYPES, &TYPE_WORDS, |entry, sentence| {
        let report = Report::new("example", sentence, Provenance::default());
        states(&Layers::of(&report), &entry.word, entry.r#type)
    }));
    faults.extend(lexicon::check_form(VERBS, &VERB_LIST));
    faults.extend(lexicon::check_examples(VERBS, &VERB_LIST, |entry, sentence| {
        let report = Report::new("example", sentence, Provenance::default());
        acts(&Layers::of(&report), &entry.lemma)
    }));
    faults.extend(lexicon::check_form(DIVISIONS, &DIVISION_LIST));
    faults.extend(lexicon::check_examples(DIVISIONS, &DIVISION_LIST, |entry, sentence| {
        sentence.contains(&entry.forms[0]) && entry.forms.iter().all(|form| is_built_in(entry, form))
    }));
    faults.extend(lexicon::check_form(REGIONS, &REGION_LIST));
    faults.extend(lexicon::check_examples(REGIONS, &REGION_LIST, |entry, sentence| {
        sentence.contains(&entry.name) && std::iter::once(&entry.name).chain(&entry.forms).all(|name| is_region(name))
    }));
    faults
}

fn is_region(name: &str) -> bool {
    Index::shipped().is_some_and(|index| index.find(name).iter().any(|row| row.precision == Precision::Region))
}

/// Whether the gazetteer knows a division by a short form.
fn is_built_in(division: &Division, form: &str) -> bool {
    let Some(index) = Index::shipped() else { return false };
    let rows = index.find(form);
    rows.iter().any(|row| {
        let country = index.code(row.country).is_some_and(|code| code == division.country.as_str());
        row.precision == Precision::Admin1 && country
    })
}
