//! From labelled words to names and entities.

use super::dates::{add_days, mend_sums};
use super::entities::{Cluster, Mention, introductions, link, refine, vote};
use super::features::Document;
use super::lexical::is_day_or_month;
use super::model::Model;
use super::parties::{begins_country, capital_of, country_form};
use super::reading::Reading;
use super::tagger::{Found, KINDS, KindScores, tag};
use super::titles::is_title;
use super::{Entity, Name, NameKind, roles};
use crate::layer::Layer;
use crate::layers::Layers;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use std::ops::Range;

/// Longest name of a country that is looked for, in words.
const LONGEST_COUNTRY: usize = 5;
/// Longest name that is looked for again where it was not recognised, in words.
const LONGEST_REPEAT: usize = 6;

/// Finds the names of a text that is already split into words; each word sequence has one kind.
pub fn recognise(reading: &Reading, model: &Model) -> Vec<Found> {
    let words = &reading.document.words;
    let mut found: Vec<_> =
        tag(reading, model).into_iter().flat_map(|name| split_owner(name, words)).flatten().collect();
    found.retain(|(name, _)| name.kind >= KINDS.len() || !name.words.clone().all(|at| is_day_or_month(words[at])));
    vote(&mut found, words);
    let mut found: Vec<Found> = found.into_iter().map(|(name, _)| name).collect();
    mend_sums(&mut found, words);
    add_days(&mut found, &reading.document);
    found
}

/// "Norway's Navy" is two names: the owner and what it owns.
fn split_owner((name, fits): (Found, KindScores), words: &[&str]) -> [Option<(Found, KindScores)>; 2] {
    let possessive = |at: &usize| matches!(words[*at], "'s" | "’s" | "‘s" | "'" | "’");
    let Some(mark) = name.words.clone().find(possessive).filter(|mark| *mark > name.words.start) else {
        return [Some((name, fits)), None];
    };
    let owner = words[name.words.start..mark].join(" ");
    let known = country_form(&owner).is_some() || capital_of(&owner).is_some();
    if !known || mark + 1 >= name.words.end {
        return [Some((name, fits)), None];
    }
    let place = KINDS.iter().position(|kind| *kind == NameKind::Place).unwrap_or(name.kind);
    [
        Some((Found { words: name.words.start..mark, kind: place }, KindScores::default())),
        Some((Found { words: mark + 1..name.words.end, kind: name.kind }, KindScores::default())),
    ]
}

/// "Marn, Ostrel" is two places, and "northern Ostrel" is Ostrel: the annotation that the recogniser learned from joins them.
fn split_place(name: Found, words: &[&str], pieces: &mut Vec<Found>) {
    if KINDS[name.kind] != NameKind::Place {
        return pieces.push(name);
    }
    let mut start = name.words.start;
    for at in name.words.clone().filter(|&at| words[at] == ",").chain([name.words.end]) {
        let small = |at: &usize| words[*at].starts_with(char::is_lowercase) && *at + 1 < name.words.end;
        let first = start + (start..at).take_while(small).count();
        if first < at {
            pieces.push(Found { words: first..at, kind: name.kind });
        }
        start = at + 1;
    }
}

/// Finds the names and the entities they stand for; needs tokens, sentences and trees.
pub fn find(layers: &Layers, reading: &Reading) -> (Layer<Name>, Vec<Entity>) {
    let Reading { document, shouted, .. } = reading;
    let recognised = recognise(reading, Model::shipped()).into_iter().filter(|name| name.kind < KINDS.len());
    let mut found = Vec::new();
    recognised.for_each(|name| split_place(name, &document.words, &mut found));
    found.iter_mut().for_each(|name| trim(name, &document.words));
    found.retain(|name| !name.words.is_empty());
    add_countries(&mut found, &document.words, &layers.sentences.iter().map(|s| s.tokens.clone()).collect::<Vec<_>>());
    add_repeats(&mut found, document, shouted);
    let mentions = mentions_of(&found, &document.words, layers);
    let introduced = introductions(&mentions, |token| (token < layers.tokens.len()).then(|| layers.text(token)));
    let clusters = link(&mentions, &introduced);
    finish(layers, &mentions, &clusters)
}

/// Takes titles, articles and marks off the ends of a name.
fn trim(name: &mut Found, words: &[&str]) {
    let person = KINDS.get(name.kind) == Some(&NameKind::Person);
    let range = &mut name.words;
    while range.start < range.end {
        let word = words[range.start];
        let title = person && range.len() > 1 && is_title(word);
        let dot = person && word == "." && range.len() > 1;
        if !(title || dot || matches!(word, "the" | "The" | "a" | "A" | "\"" | "“" | "'" | "‘" | "," | "-")) {
            break;
        }
        range.start += 1;
    }
    while range.start < range.end
        && matches!(words[range.end - 1], "'s" | "’s" | "‘s" | "\"" | "”" | "'" | "’" | "," | "-")
    {
        range.end -= 1;
    }
}

/// Adds countries and their adjectives that were not recognised.
fn add_countries(found: &mut Vec<Found>, words: &[&str], sentences: &[Range<usize>]) {
    let taken = taken(found, words.len());
    for sentence in sentences {
        let mut at = sentence.start;
        while at < sentence.end {
            let step = if taken[at] { None } else { country_at(words, at..sentence.end, &taken) };
            if let Some((end, kind)) = step {
                found.push(Found { words: at..end, kind });
            }
            at = step.map_or(at + 1, |(end, _)| end);
        }
    }
    found.sort_by_key(|name| name.words.start);
}

/// The end and kind of the longest country name at the start of a range of words.
fn country_at(words: &[&str], range: Range<usize>, taken: &[bool]) -> Option<(usize, usize)> {
    if !words[range.start].chars().next().is_some_and(char::is_uppercase) {
        return None;
    }
    let longest = if begins_country(words[range.start]) { LONGEST_COUNTRY } else { 1 };
    let limit = range.end.min(range.start + longest);
    (range.start + 1..=limit).rev().filter(|&end| !taken[range.start..end].contains(&true)).find_map(|end| {
        let (_, form) = country_form(&words[range.start..end].join(" "))?;
        let kind = if form == super::Form::Name { NameKind::Place } else { NameKind::Group };
        KINDS.iter().position(|&known| known == kind).map(|kind| (end, kind))
    })
}

fn taken(found: &[Found], words: usize) -> Vec<bool> {
    let mut taken = vec![false; words];
    found.iter().flat_map(|name| name.words.clone()).for_each(|at| taken[at] = true);
    taken
}

/// Adds names that were recognised elsewhere in the report; sentences in capitals are read only so.
fn add_repeats(found: &mut Vec<Found>, document: &Document, shouted: &[Range<usize>]) {
    let words = &document.words;
    let known = Known::of(found, words);
    let taken = taken(found, words.len());
    let places = document
        .sentences
        .iter()
        .map(|sentence| (sentence, false))
        .chain(shouted.iter().map(|sentence| (sentence, true)));
    for (sentence, shouted) in places {
        let mut at = sentence.start;
        while at < sentence.end {
            let hit = repeat_at(words, at..sentence.end, &taken, &known, shouted);
            found.extend(hit.clone());
            at = hit.map_or(at + 1, |name| name.words.end);
        }
    }
    found.sort_by_key(|name| name.words.start);
}

/// The longest known name at the start of a range. Single words count only in capitals throughout: a
/// capitalised word that was passed over beside its twin stands there for something else.
fn repeat_at(words: &[&str], range: Range<usize>, taken: &[bool], known: &Known, shouted: bool) -> Option<Found> {
    if taken[range.start] || !words[range.start].chars().next().is_some_and(char::is_uppercase) {
        return None;
    }
    if !known.firsts.contains(&words[range.start].to_lowercase()) {
        return None;
    }
    let shortest = if shouted { 1 } else { 2 };
    let limit = range.end.min(range.start + LONGEST_REPEAT);
    (range.start + shortest..=limit).rev().filter(|&end| !taken[range.start..end].contains(&true)).find_map(|end| {
        let kind = *known.kinds.get(&words[range.start..end].join(" ").to_lowercase())?;
        Some(Found { words: range.start..end, kind })
    })
}

/// Names that were recognised, in small letters, with their kinds; and the words that they begin with.
#[derive(Default)]
struct Known {
    kinds: FxHashMap<String, usize>,
    firsts: FxHashSet<String>,
}

impl Known {
    fn of(found: &[Found], words: &[&str]) -> Self {
        let mut known = Self::default();
        for name in found.iter().filter(|name| name.words.len() <= LONGEST_REPEAT) {
            let key = words[name.words.clone()].join(" ").to_lowercase();
            if key.chars().count() > 2 {
                known.firsts.insert(words[name.words.start].to_lowercase());
                known.kinds.entry(key).or_insert(name.kind);
            }
        }
        known
    }
}

fn mentions_of<'t>(found: &[Found], words: &[&'t str], layers: &Layers) -> Vec<Mention<'t>> {
    let mention = |name: &Found| {
        let words = words[name.words.clone()].to_vec();
        let kind = refine(KINDS[name.kind], &words);
        Mention { words, tokens: name.words.clone(), sentence: layers.sentence_at(name.words.start), kind }
    };
    found.iter().map(mention).collect()
}

fn finish(layers: &Layers, mentions: &[Mention], clusters: &[Cluster]) -> (Layer<Name>, Vec<Entity>) {
    let mut names = Vec::with_capacity(mentions.len());
    let mut entities = Vec::with_capacity(clusters.len());
    for (entity, cluster) in clusters.iter().enumerate() {
        for &at in &cluster.mentions {
            let tokens = mentions[at].tokens.clone();
            names.push(Name { range: layers.span(tokens.clone()), tokens, kind: mentions[at].kind, entity });
        }
        entities.push(entity_of(layers, mentions, cluster));
    }
    names.sort_by_key(|name| name.range);
    (Layer::new(names), entities)
}

fn entity_of(layers: &Layers, mentions: &[Mention], cluster: &Cluster) -> Entity {
    let fullest = &mentions[cluster.fullest];
    let person = fullest.kind == NameKind::Person;
    let mut mentioned = cluster.mentions.iter().filter(|_| person).map(|&at| &mentions[at].tokens);
    let role = mentioned.find_map(|tokens| roles::role_of(layers, tokens)).map(|tokens| layers.span(tokens));
    let words: Vec<&str> = layers.words_of(fullest.tokens.clone()).split_whitespace().collect();
    Entity { name: SmolStr::from(words.join(" ")), kind: fullest.kind, role }
}
