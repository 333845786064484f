//! Tables for whom words stand for: nouns by which the named are spoken of again, and given names.

use super::lexicon::Gender;
use super::referents::referents;
use super::{Resolver, TextRange};
use rashomon_text::lexicon::{Entry, Fault, check_examples, check_form, load};
use rashomon_text::places::Precision;
use rashomon_text::{Layers, Provenance, Report};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use smol_str::SmolStr;
use std::sync::LazyLock;

/// A noun that takes up something named or described by other words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Description {
    lemma: SmolStr,
    /// Words in the names of bodies that it may stand for.
    #[serde(default)]
    names: Vec<SmolStr>,
    /// Roles of persons that it may stand for.
    #[serde(default)]
    pub roles: Vec<SmolStr>,
    /// Other nouns for the same.
    #[serde(default)]
    pub nouns: Vec<SmolStr>,
    /// What sort of place it may stand for: country, state, county or town.
    #[serde(default)]
    place: Option<SmolStr>,
    /// Whether it may stand for any body whose name does not say what it is.
    #[serde(default)]
    pub any: bool,
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

impl Description {
    /// Whether a word of a body's name, in lower case, says that the noun may stand for it.
    pub fn names(&self, word: &str) -> bool {
        let singular = word.strip_suffix('s').unwrap_or(word);
        self.names.iter().any(|name| name == word || name == singular)
    }

    /// How precisely a place is known that it may stand for.
    pub fn precision(&self) -> Option<Precision> {
        match self.place.as_deref()? {
            "country" => Some(Precision::Country),
            "state" => Some(Precision::Admin1),
            "county" => Some(Precision::Admin2),
            "town" => Some(Precision::Settlement),
            _ => None,
        }
    }
}

rashomon_text::entry!(Description, lemma);

/// Given names of one gender and first letter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    gender: Gender,
    letter: char,
    names: Vec<SmolStr>,
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

rashomon_text::entry!(Given, |given| format!("{:?} {}", given.gender, given.letter));

struct Tables {
    descriptions: Vec<Description>,
    given: Vec<Given>,
    by_lemma: FxHashMap<SmolStr, usize>,
    genders: FxHashMap<SmolStr, Gender>,
}

const DESCRIPTIONS: &str = "descriptions.toml";
const GIVEN: &str = "given_names.toml";

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let descriptions: Vec<Description> =
        load(DESCRIPTIONS, include_str!("../../../../lexicon/descriptions.toml"), "description");
    let given: Vec<Given> = load(GIVEN, include_str!("../../../../lexicon/given_names.toml"), "given");
    let names = given.iter().flat_map(|entry| entry.names.iter().map(|name| (name.clone(), entry.gender)));
    Tables {
        by_lemma: descriptions.iter().enumerate().map(|(at, one)| (one.lemma.clone(), at)).collect(),
        genders: names.collect(),
        descriptions,
        given,
    }
});

/// The entry of a noun, by its lemma in lower case.
pub(super) fn description_of(lemma: &str) -> Option<&'static Description> {
    let tables = &*TABLES;
    tables.by_lemma.get(lemma).map(|&at| &tables.descriptions[at])
}

/// The gender that a given name tells.
pub(super) fn gender_of(given: &str) -> Option<Gender> {
    TABLES.genders.get(given).copied()
}

/// What is wrong with these tables.
pub(super) fn check_lexicon() -> Vec<Fault> {
    let tables = &*TABLES;
    let mut faults = check_form(DESCRIPTIONS, &tables.descriptions);
    faults.extend(check_examples(DESCRIPTIONS, &tables.descriptions, |entry, text| {
        with_layers(text, |layers| {
            let lower = text.to_lowercase();
            let words = format!("the {}", entry.lemma);
            let start = lower.rfind(&words).unwrap_or(0);
            let range = TextRange::of(start, start + words.len());
            lower.contains(&words) && referents(layers, &[range])[0].antecedent.is_some()
        })
    }));
    faults.extend(check_form(GIVEN, &tables.given));
    faults.extend(tables.given.iter().filter(|entry| !is_sorted(entry)).map(|entry| Fault {
        file: GIVEN,
        key: entry.key(),
        what: "names are out of order, twice or of another letter: sort them".to_owned(),
    }));
    faults.extend(check_examples(GIVEN, &tables.given, |entry, text| {
        with_layers(text, |layers| Resolver::new(layers).genders.contains(&Some(entry.gender)))
    }));
    faults
}

fn is_sorted(entry: &Given) -> bool {
    let own = entry.names.iter().all(|name| name.starts_with(entry.letter));
    own && entry.names.windows(2).all(|pair| pair[0] < pair[1])
}

fn with_layers<T>(text: &str, ask: impl FnOnce(&Layers) -> T) -> T {
    let report = Report::new("example", text, Provenance::default());
    ask(&Layers::of(&report))
}
