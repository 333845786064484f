//! Countries and groups as parties of a story: what they and their people are called.

use crate::lexicon::{self, Fault};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::sync::LazyLock;

/// A country or territory of `lexicon/countries.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// What news calls it.
    pub name: String,
    /// ISO 3166-1 alpha-2, with a suffix for parts of countries ("GB-SCT").
    pub iso: String,
    #[serde(default)]
    variants: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    #[serde(default)]
    people: Vec<String>,
    #[serde(default)]
    capitals: Vec<String>,
    #[serde(default)]
    seats: Vec<String>,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

impl Country {
    /// What its people and things are called: "Norwegian".
    pub fn adjective(&self) -> Option<&str> {
        self.adjectives.first().map(String::as_str)
    }
}

impl Country {
    /// What it is called in full and in short, its people and adjectives left out.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.variants.iter().map(String::as_str))
    }
}

/// Every country and territory of the table.
pub fn countries() -> &'static [Country] {
    &PARTIES.countries
}

/// What sort of group an entry of `lexicon/groups.toml` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GroupKind {
    /// A union of states that acts as one party.
    Party,
    /// A people without a state of that name.
    People,
    /// A religion or denomination.
    Religion,
    /// A political camp.
    Politics,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    name: String,
    kind: GroupKind,
    #[serde(default)]
    variants: Vec<String>,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

crate::entry!(Country, name);

crate::entry!(Group, name);

/// In which of its forms a word names a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// "Norway".
    Name,
    /// "Norwegian", as adjective.
    Adjective,
    /// "Norwegians", and "Norwegian" of a person.
    People,
}

const COUNTRIES: &str = "countries.toml";
const GROUPS: &str = "groups.toml";

struct Parties {
    countries: Vec<Country>,
    groups: Vec<Group>,
    by_form: FxHashMap<String, (usize, Form)>,
    /// First words of forms of several.
    firsts: FxHashSet<String>,
    by_capital: FxHashMap<String, usize>,
    by_group: FxHashMap<String, usize>,
}

static PARTIES: LazyLock<Parties> = LazyLock::new(|| {
    let countries = lexicon::load(COUNTRIES, include_str!("../../../../lexicon/countries.toml"), "country");
    let groups = lexicon::load(GROUPS, include_str!("../../../../lexicon/groups.toml"), "group");
    let by_form = forms(&countries);
    Parties {
        firsts: by_form.keys().filter_map(|form| Some(form.split_once(' ')?.0.to_owned())).collect(),
        by_form,
        by_capital: capitals(&countries),
        by_group: group_forms(&groups),
        countries,
        groups,
    }
});

fn forms(countries: &[Country]) -> FxHashMap<String, (usize, Form)> {
    let mut map = FxHashMap::default();
    for (at, country) in countries.iter().enumerate() {
        let names = std::iter::once(&country.name).chain(&country.variants).map(|form| (form, Form::Name));
        let adjectives = country.adjectives.iter().map(|form| (form, Form::Adjective));
        let people = country.people.iter().map(|form| (form, Form::People));
        for (form, kind) in names.chain(adjectives).chain(people) {
            insert(&mut map, form, (at, kind));
        }
    }
    map
}

fn capitals(countries: &[Country]) -> FxHashMap<String, usize> {
    let mut map = FxHashMap::default();
    for (at, country) in countries.iter().enumerate() {
        country.capitals.iter().chain(&country.seats).for_each(|form| insert(&mut map, form, at));
    }
    map
}

fn group_forms(groups: &[Group]) -> FxHashMap<String, usize> {
    let mut map = FxHashMap::default();
    for (at, group) in groups.iter().enumerate() {
        std::iter::once(&group.name).chain(&group.variants).for_each(|form| insert(&mut map, form, at));
    }
    map
}

/// Forms of more than three letters are found in capitals too ("NORWEGIAN"); the first entry keeps a form.
fn insert<V: Copy>(map: &mut FxHashMap<String, V>, form: &str, value: V) {
    if form.chars().count() > 3 {
        map.entry(form.to_uppercase()).or_insert(value);
    }
    map.entry(form.to_owned()).or_insert(value);
}

/// The word without a leading article and a trailing possessive.
fn bare(word: &str) -> &str {
    let word = word.strip_prefix("the ").or_else(|| word.strip_prefix("The ")).unwrap_or(word);
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
    word.strip_suffix(['\'', '’']).unwrap_or(word)
}

/// The country or union of states that a word stands for in any of its forms: "Norwegian", "Norwegians",
/// "Kingdom of Norway", "Norway's" → "Norway"; "EU" → "European Union". Capitals are [`capital_of`]'s.
pub fn country_of(word: &str) -> Option<&'static str> {
    match country_form(word) {
        Some((country, _)) => Some(&country.name),
        None => group_of(word).filter(|(_, kind)| *kind == GroupKind::Party).map(|(name, _)| name),
    }
}

/// The country that a word stands for, and in which form.
pub fn country_form(word: &str) -> Option<(&'static Country, Form)> {
    let parties = &*PARTIES;
    let &(at, form) = parties.by_form.get(bare(word)).or_else(|| parties.by_form.get(word))?;
    Some((&parties.countries[at], form))
}

/// Whether a form of several words may begin so; an article may stand before any.
pub fn begins_country(word: &str) -> bool {
    matches!(word, "the" | "The") || PARTIES.firsts.contains(word)
}

/// The country whose capital or seat of government bears the name: what "Oslo said" speaks for.
pub fn capital_of(word: &str) -> Option<&'static str> {
    let parties = &*PARTIES;
    let at = *parties.by_capital.get(bare(word)).or_else(|| parties.by_capital.get(word))?;
    Some(&parties.countries[at].name)
}

/// The group that a word stands for: union of states, people, religion, political camp.
pub fn group_of(word: &str) -> Option<(&'static str, GroupKind)> {
    let parties = &*PARTIES;
    let group = &parties.groups[*parties.by_group.get(bare(word))?];
    Some((&group.name, group.kind))
}

/// What is wrong with `lexicon/countries.toml` and `lexicon/groups.toml`.
pub(super) fn check_lexicon() -> Vec<Fault> {
    let parties = &*PARTIES;
    let mut faults = lexicon::check_form(COUNTRIES, &parties.countries);
    faults.extend(lexicon::check_examples(COUNTRIES, &parties.countries, |country, sentence| {
        any_phrase(sentence, |phrase| country_of(phrase) == Some(&country.name))
    }));
    faults.extend(lexicon::check_form(GROUPS, &parties.groups));
    faults.extend(lexicon::check_examples(GROUPS, &parties.groups, |group, sentence| {
        any_phrase(sentence, |phrase| group_of(phrase).is_some_and(|(name, _)| name == group.name))
    }));
    faults
}

/// Whether `fits` for any run of up to eight words of a sentence.
pub(super) fn any_phrase(sentence: &str, fits: impl Fn(&str) -> bool) -> bool {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    (0..words.len()).any(|start| {
        (start..words.len().min(start + 8)).any(|end| {
            let phrase = words[start..=end].join(" ");
            fits(&phrase) || fits(phrase.trim_end_matches(['.', ',', '?']))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_to_countries() {
        for (word, expected) in [
            ("Norwegian", Some("Norway")),
            ("Norwegians", Some("Norway")),
            ("NORWAY", Some("Norway")),
            ("Norway’s", Some("Norway")),
            ("U.S.", Some("United States")),
            ("US", Some("United States")),
            ("us", None),
            ("polish", None),
            ("the Netherlands", Some("Netherlands")),
            ("Seychelles'", Some("Seychelles")),
            ("Nato", Some("NATO")),
            ("Oslo", None),
            ("", None),
        ] {
            assert_eq!(country_of(word), expected, "{word}");
        }
    }

    #[test]
    fn names_of_several_words_begin_with_what_is_known() {
        for (phrase, _) in PARTIES.by_form.iter().filter(|(form, _)| form.contains(' ')) {
            let first = phrase.split(' ').next().unwrap_or_default();
            assert!(begins_country(first), "{phrase}");
        }
        assert!(begins_country("The") && !begins_country("Oslo"));
    }

    #[test]
    fn capitals_and_seats_speak_for_countries() {
        assert_eq!(capital_of("Oslo"), Some("Norway"));
        assert_eq!(capital_of("Kyiv's"), Some("Ukraine"));
        assert_eq!(capital_of("Norway"), None);
    }
}
