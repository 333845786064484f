//! Which voices of a question are one speaker: "Kaya", "Minister Ayla Kaya"; "Ministry of Defence",
//! "Defense Ministry".

use crate::fold::alike;
use crate::item::{Item, Voice};
use rashomon_claims::Claimant;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// Above so many different names in one question, only equal names are one speaker.
const MOST_NAMES: usize = 200;

/// A speaker of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// The voice with the fullest name.
    pub voice: Voice,
    /// The fullest name, as written.
    pub name: SmolStr,
    /// Its kind, as exports name it.
    pub kind: &'static str,
}

/// The speakers of some items, and which speaker each item has (index).
pub fn speakers(items: &[&Item<'_>]) -> (Vec<Speaker>, Vec<usize>) {
    let mut by_voice: BTreeMap<&Voice, usize> = items.iter().map(|item| (&item.voice, 0)).collect();
    let mut fullest_first: Vec<&Voice> = by_voice.keys().copied().collect();
    fullest_first.sort_by_key(|voice| std::cmp::Reverse(words(voice).len()));
    let mut heads: Vec<&Voice> = Vec::new();
    let tolerant = fullest_first.len() <= MOST_NAMES;
    let mut support: FxHashMap<&Voice, usize> = FxHashMap::default();
    items.iter().for_each(|item| *support.entry(&item.voice).or_default() += 1);
    for voice in fullest_first {
        let speaker = if tolerant { best_match(voice, &heads, &support) } else { None };
        let speaker = speaker.unwrap_or_else(|| {
            heads.push(voice);
            heads.len() - 1
        });
        by_voice.insert(voice, speaker);
    }
    let speaker_of: Vec<usize> = items.iter().map(|item| by_voice[&item.voice]).collect();
    (described(items, &heads, &speaker_of), speaker_of)
}

fn words(voice: &Voice) -> &[String] {
    match voice {
        Voice::Named(words) | Voice::Described(words) => words,
        Voice::Report(_) | Voice::Nobody(_) => &[],
    }
}

/// The fuller name that a name is short for: of several the one with most claims.
fn best_match(voice: &Voice, heads: &[&Voice], support: &FxHashMap<&Voice, usize>) -> Option<usize> {
    let matches = heads.iter().enumerate().filter(|(_, head)| is_short_for(words(voice), words(head)));
    matches.max_by_key(|(at, head)| (support.get(*head).copied(), std::cmp::Reverse(*at))).map(|(at, _)| at)
}

/// Whether every word of a name stands in a fuller one. A single word must be its last, as surnames are,
/// or its first, as in "harbour chief Jane Doe", who speaks for the harbour.
fn is_short_for(short: &[String], full: &[String]) -> bool {
    match short {
        [] => false,
        [only] => full.last().is_some_and(|last| alike(only, last)) || full.first().is_some_and(|first| only == first),
        several => several.iter().all(|word| full.iter().any(|other| alike(word, other))),
    }
}

/// The speakers with their fullest names: the longest, and of those the first in the alphabet.
fn described(items: &[&Item<'_>], heads: &[&Voice], speaker_of: &[usize]) -> Vec<Speaker> {
    let mut names: FxHashMap<usize, (SmolStr, &'static str)> = FxHashMap::default();
    for (item, &speaker) in items.iter().zip(speaker_of) {
        let name = display_name(item);
        let kind = item.entry.claim.claimant.kind();
        let best = names.entry(speaker).or_insert_with(|| (name.clone(), kind));
        let rank = |name: &SmolStr| (std::cmp::Reverse(name.chars().count()), name.clone());
        if rank(&name) < rank(&best.0) {
            *best = (name, kind);
        }
    }
    let speaker = |(at, voice): (usize, &&Voice)| {
        let (name, kind) = names.remove(&at).unwrap_or_default();
        Speaker { voice: (*voice).clone(), name, kind }
    };
    heads.iter().enumerate().map(speaker).collect()
}

fn display_name(item: &Item<'_>) -> SmolStr {
    let own = || item.entry.outlet.clone().unwrap_or_else(|| item.entry.report_name.clone());
    match &item.entry.claim.claimant {
        Claimant::Narrator => own(),
        claimant => claimant.speaker().map_or_else(own, |speaker| speaker.name.clone()),
    }
}
