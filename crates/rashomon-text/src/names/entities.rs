//! Variants of a name over one report come to one entity.

use super::model::PARTS;
use super::parties::{country_form, country_of};
use super::tagger::{CLASSES, Found, KINDS, KindScores};
use super::variants::{abbreviates, content, fold, given_names_agree, is_acronym, sound};
use super::{NameKind, heads};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::ops::Range;

/// A name before it is linked.
#[derive(Clone, Debug)]
pub(super) struct Mention<'t> {
    pub words: Vec<&'t str>,
    pub tokens: Range<usize>,
    pub sentence: usize,
    pub kind: NameKind,
}

/// Names that stand for one thing.
#[derive(Clone, Debug)]
pub(super) struct Cluster {
    /// Indices of the mentions, in reading order.
    pub mentions: Vec<usize>,
    kind: NameKind,
    /// Mention with the fullest form.
    pub fullest: usize,
    fullness: (usize, usize),
    country: Option<&'static str>,
    last_sentence: usize,
}

impl Cluster {
    fn new(kind: NameKind, fullest: usize, fullness: (usize, usize)) -> Self {
        Self { mentions: Vec::new(), kind, fullest, fullness, country: None, last_sentence: 0 }
    }
}

/// A namesake counts as clearly meant if it was named this few sentences ago and no other was.
const NEAR: usize = 3;
/// So many clusters of one surname or key are kept in mind, the latest: it bounds the work on endless lists.
const NAMESAKES: usize = 64;

/// How the words at the ends of a name sound, by which variants of a person's name are known.
#[derive(Clone, Default)]
struct Sounds {
    first: SmolStr,
    /// The first word without the full stop of an initial.
    given: SmolStr,
    last: SmolStr,
}

#[derive(Default)]
struct Linker<'m, 't> {
    mentions: &'m [Mention<'t>],
    /// One for each mention.
    sounds: Vec<Sounds>,
    /// The cluster of each mention so far.
    cluster_of: Vec<usize>,
    clusters: Vec<Cluster>,
    by_key: FxHashMap<(NameKind, String), Vec<usize>>,
    by_surname: FxHashMap<SmolStr, Vec<usize>>,
    by_acronym: FxHashMap<String, usize>,
}

/// Links mentions: the clusters, in order of first mention. `introduced` holds the mentions, in order, that are
/// acronyms in brackets of the mention before them.
pub(super) fn link<'t>(mentions: &[Mention<'t>], introduced: &[usize]) -> Vec<Cluster> {
    let mut linker = Linker { mentions, sounds: sounds_of(mentions), ..Linker::default() };
    for at in 0..mentions.len() {
        let full = introduced.binary_search(&at).is_ok().then(|| at.wrapping_sub(1));
        let known = full.and_then(|full| linker.cluster_of.get(full).copied());
        let cluster = known.or_else(|| linker.find(at));
        linker.add(at, cluster);
    }
    linker.clusters
}

fn sounds_of(mentions: &[Mention]) -> Vec<Sounds> {
    let mut known: FxHashMap<&str, SmolStr> = FxHashMap::default();
    let mut of = |word| known.entry(word).or_insert_with(|| SmolStr::from(sound(word))).clone();
    let sounds = mentions.iter().map(|mention| match mention.words.as_slice() {
        [] => Sounds::default(),
        [first, .., last] => Sounds { first: of(first), given: of(first.trim_end_matches('.')), last: of(last) },
        [only] => Sounds { first: of(only), given: of(only.trim_end_matches('.')), last: of(only) },
    });
    sounds.collect()
}

impl Linker<'_, '_> {
    fn find(&self, at: usize) -> Option<usize> {
        let mention = &self.mentions[at];
        match mention.kind {
            NameKind::Person => self.find_person(at),
            _ => self.find_thing(mention),
        }
    }

    fn find_person(&self, at: usize) -> Option<usize> {
        let known = self.by_surname.get(&self.sounds[at].last).map(Vec::as_slice).unwrap_or_default();
        let fitting: Vec<usize> = known.iter().copied().filter(|&cluster| self.fits_person(cluster, at)).collect();
        match fitting.as_slice() {
            [] => None,
            [only] => Some(*only),
            several => self.clearly_meant(several, &self.mentions[at]),
        }
    }

    fn fits_person(&self, cluster: usize, at: usize) -> bool {
        let fullest = self.clusters[cluster].fullest;
        let (known, new) = (&self.sounds[fullest], &self.sounds[at]);
        match (self.mentions[fullest].words.len(), self.mentions[at].words.len()) {
            (1, _) => true,
            (_, 1) => known.last == new.last || known.first == new.last,
            _ => known.last == new.last && given_names_agree(&known.given, &new.given),
        }
    }

    /// The one of several that was named within the last few sentences, if only one was.
    fn clearly_meant(&self, several: &[usize], mention: &Mention) -> Option<usize> {
        let near = |cluster: &&usize| self.clusters[**cluster].last_sentence + NEAR > mention.sentence;
        let mut near = several.iter().filter(near);
        let first = near.next()?;
        near.next().is_none().then_some(*first)
    }

    fn find_thing(&self, mention: &Mention) -> Option<usize> {
        if let [word] = mention.words.as_slice() {
            let known = self.by_acronym.get(&letters(word)).copied();
            if let Some(cluster) = known.filter(|_| is_acronym(word)) {
                return Some(cluster);
            }
        }
        let (key, country) = key_of(mention);
        let known = self.by_key.get(&(group_of_kinds(mention.kind), key))?;
        let agrees = |cluster: &&usize| {
            let other = self.clusters[**cluster].country;
            country.is_none() || other.is_none() || country == other
        };
        known.iter().filter(agrees).max_by_key(|cluster| self.clusters[**cluster].last_sentence).copied()
    }

    fn add(&mut self, at: usize, cluster: Option<usize>) {
        let mention = &self.mentions[at];
        let fullness = fullness(mention);
        let cluster = cluster.unwrap_or_else(|| {
            self.clusters.push(Cluster::new(mention.kind, at, fullness));
            self.clusters.len() - 1
        });
        let entry = &mut self.clusters[cluster];
        entry.mentions.push(at);
        entry.last_sentence = mention.sentence;
        if fullness > entry.fullness {
            (entry.fullest, entry.fullness) = (at, fullness);
        }
        self.cluster_of.push(cluster);
        self.index(at, cluster);
    }

    /// Notes under which keys later mentions find the cluster.
    fn index(&mut self, at: usize, cluster: usize) {
        let mention = &self.mentions[at];
        if mention.kind == NameKind::Person {
            let Sounds { first, last, .. } = &self.sounds[at];
            for sound in [first, last] {
                push(self.by_surname.entry(sound.clone()).or_default(), cluster);
            }
            return;
        }
        let (key, country) = key_of(mention);
        self.clusters[cluster].country = self.clusters[cluster].country.or(country);
        push(self.by_key.entry((group_of_kinds(mention.kind), key)).or_default(), cluster);
        if let [word] = mention.words.as_slice() {
            if is_acronym(word) {
                self.by_acronym.entry(letters(word)).or_insert(cluster);
            }
        } else if self.clusters[cluster].kind == NameKind::Organisation {
            let initials: String =
                mention.words.iter().filter(|word| word.len() > 3).filter_map(|word| word.chars().next()).collect();
            if initials.chars().count() >= 3 && initials.chars().all(char::is_uppercase) {
                self.by_acronym.entry(initials).or_insert(cluster);
            }
        }
    }
}

fn push(list: &mut Vec<usize>, cluster: usize) {
    if list.contains(&cluster) {
        return;
    }
    if list.len() == NAMESAKES {
        list.remove(0);
    }
    list.push(cluster);
}

fn letters(word: &str) -> String {
    word.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// Kinds that one thing may be read as in one report.
fn group_of_kinds(kind: NameKind) -> NameKind {
    match kind {
        NameKind::Facility | NameKind::Other | NameKind::Work => NameKind::Other,
        _ => kind,
    }
}

/// What a thing is known by: its country if it is one, else what counts in its name.
fn key_of(mention: &Mention) -> (String, Option<&'static str>) {
    let whole = mention.words.join(" ");
    if let Some(country) = country_of(&whole) {
        return (country.to_owned(), None);
    }
    if mention.kind == NameKind::Organisation {
        let (words, country) = content(&mention.words);
        let stem: Vec<&String> = words.iter().filter(|word| !is_company_suffix(word)).collect();
        let kept = if stem.is_empty() { words.iter().collect() } else { stem };
        return (kept.into_iter().map(String::as_str).collect::<Vec<_>>().join(" "), country);
    }
    (mention.words.iter().map(|word| fold(word).replace('-', "")).collect(), None)
}

fn is_company_suffix(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.'),
        "inc"
            | "corp"
            | "ltd"
            | "llc"
            | "plc"
            | "co"
            | "ag"
            | "gmbh"
            | "sa"
            | "nv"
            | "limited"
            | "corporation"
            | "company"
    )
}

/// More words are fuller, then more letters; an acronym is less full than any words.
fn fullness(mention: &Mention) -> (usize, usize) {
    let letters: usize = mention.words.iter().map(|word| word.chars().count()).sum();
    let acronym = mention.words.len() == 1 && is_acronym(mention.words[0]);
    (if acronym { 0 } else { mention.words.len() }, letters)
}

/// The mentions, in order, that stand in brackets after another and abbreviate it.
pub(super) fn introductions<'r>(mentions: &[Mention], text: impl Fn(usize) -> Option<&'r str>) -> Vec<usize> {
    let introduces = |at: &usize| {
        let (full, short) = (&mentions[at - 1], &mentions[*at]);
        let bracket = full.tokens.end + 1 == short.tokens.start && text(full.tokens.end) == Some("(");
        let word = if bracket { short.words.as_slice() } else { &[] };
        matches!(word, [word] if is_acronym(word) && abbreviates(word, &full.words))
    };
    (1..mentions.len()).filter(introduces).collect()
}

/// The kind of a name once its words are asked too: countries are places, "Hurricane X" is an event.
pub(super) fn refine(kind: NameKind, words: &[&str]) -> NameKind {
    let whole = words.join(" ");
    if let Some((_, form)) = country_form(&whole) {
        let person = kind == NameKind::Person;
        return match form {
            super::Form::Name if !person => NameKind::Place,
            super::Form::Name => kind,
            _ => NameKind::Group,
        };
    }
    match kind {
        NameKind::Other | NameKind::Product => heads::kind_by_head(words).unwrap_or(kind),
        NameKind::Place if heads::kind_by_head(words) == Some(NameKind::Facility) => NameKind::Facility,
        _ => kind,
    }
}

/// How much better than a person, in parts of a score for each mention, a word may look that is a surname all the same.
const SURNAME: i64 = 2 * PARTS as i64;

/// What stands before places more than before persons.
const WHERE: [&str; 5] = ["across", "in", "near", "outside", "throughout"];

/// One sense per report: where the same words are found more than once they are of the kind that all of them together
/// fit best. A word that ends longer names, more than two thirds of them of persons, is a surname where it does not
/// look like something else, and is no place that something happens in.
pub(super) fn vote(found: &mut [(Found, KindScores)], words: &[&str]) {
    let mut scores: FxHashMap<String, (KindScores, i64)> = FxHashMap::default();
    let mut ends: FxHashMap<String, [u32; CLASSES]> = FxHashMap::default();
    let key = |range: Range<usize>| words[range].join(" ").to_lowercase();
    let mut named: Vec<_> = found.iter_mut().filter(|(name, _)| name.kind < KINDS.len()).collect();
    for (name, fits) in &named {
        let (sums, mentions) = scores.entry(key(name.words.clone())).or_default();
        sums.iter_mut().zip(fits).for_each(|(sum, fits)| *sum += fits);
        *mentions += 1;
    }
    for (name, _) in &mut named {
        let (sums, _) = &scores[&key(name.words.clone())];
        let best = (0..sums.len()).max_by_key(|&kind| (sums[kind], sums.len() - kind)).unwrap_or(name.kind);
        if sums[best] > sums[name.kind] {
            name.kind = best;
        }
        if name.words.len() > 1 {
            ends.entry(key(name.words.end - 1..name.words.end)).or_default()[name.kind] += 1;
        }
    }
    let person = KINDS.iter().position(|&kind| kind == NameKind::Person).unwrap_or_default();
    for (name, _) in named.into_iter().filter(|(name, _)| name.words.len() == 1) {
        let key = key(name.words.clone());
        let (sums, mentions) = &scores[&key];
        let near = sums[name.kind] - sums[person] < SURNAME * mentions;
        let surname = |longer: &[u32; CLASSES]| 3 * longer[person] > 2 * longer.iter().sum::<u32>();
        let before = name.words.start.checked_sub(1).map_or("", |before| words[before]);
        let there = KINDS[name.kind] == NameKind::Place && WHERE.iter().any(|word| word.eq_ignore_ascii_case(before));
        if near && !there && ends.get(&key).is_some_and(surname) {
            name.kind = person;
        }
    }
}
