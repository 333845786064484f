//! Which items of a question go back to one utterance or document.

use crate::Origin;
use crate::item::{Day, Item, Voice, day_of};
use crate::speakers::Speaker;
use rashomon_text::DateInterval;
use rashomon_text::ReportId;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// The same speaker's same value in reports so many days apart was said once.
const SAME_UTTERANCE_DAYS: Day = 3;
/// How many earlier items of a speaker each item is compared with.
const NEIGHBOURS: usize = 16;

/// The origin of each item (an index into the origins); `speaker_of` gives each item's speaker.
pub fn origins(items: &[&Item<'_>], speakers: &[Speaker], speaker_of: &[usize]) -> (Vec<Origin>, Vec<usize>) {
    let mut parent: Vec<usize> = (0..items.len()).collect();
    join_utterances(items, speakers, speaker_of, &mut parent);
    join_narrators(items, &mut parent);
    let roots: Vec<usize> = (0..items.len()).map(|at| root(&parent, at)).collect();
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    roots.iter().enumerate().for_each(|(at, &root)| members.entry(root).or_default().push(at));
    let mut number: FxHashMap<usize, usize> = FxHashMap::default();
    let mut found = Vec::with_capacity(members.len());
    for (root, members) in members {
        number.insert(root, found.len());
        found.push(origin(items, &members, speakers, speaker_of));
    }
    (found, roots.iter().map(|root| number[root]).collect())
}

fn root(parent: &[usize], mut at: usize) -> usize {
    while parent[at] != at {
        at = parent[at];
    }
    at
}

/// Joins two sets; the smaller position stays on top, so that the first item in order stands for all.
fn join(parent: &mut [usize], one: usize, two: usize) {
    let (one, two) = (root(parent, one), root(parent, two));
    let (top, below) = (one.min(two), one.max(two));
    parent[below] = top;
}

/// Joins what one speaker says on one day, and the same value of one speaker on near days.
fn join_utterances(items: &[&Item<'_>], speakers: &[Speaker], speaker_of: &[usize], parent: &mut [usize]) {
    let mut by_speaker: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    speaker_of.iter().enumerate().for_each(|(at, &speaker)| by_speaker.entry(speaker).or_default().push(at));
    for (speaker, mut list) in by_speaker {
        list.sort_by_key(|&at| (items[at].said, at));
        let is_report = !speakers[speaker].voice.is_attributed();
        for position in 1..list.len() {
            let two = list[position];
            let near = &list[position.saturating_sub(NEIGHBOURS)..position];
            if let Some(&one) = near.iter().rev().find(|&&one| is_one_utterance(items[one], items[two], is_report)) {
                join(parent, one, two);
            }
        }
    }
}

fn is_one_utterance(one: &Item<'_>, two: &Item<'_>, is_report: bool) -> bool {
    let gap = one.said.zip(two.said).map_or(0, |(one, two)| (one - two).abs());
    let same_day = gap == 0 && one.said.is_some() && two.said.is_some() && !is_report;
    let same_document =
        one.entry.report == two.entry.report || is_report && one.entry.url.is_some() && one.entry.url == two.entry.url;
    same_day || same_document || gap <= SAME_UTTERANCE_DAYS && one.stretch.overlaps(two.stretch)
}

/// A figure in a report's own voice that the same report also has somebody say goes back to that one.
fn join_narrators(items: &[&Item<'_>], parent: &mut [usize]) {
    let mut attributed: FxHashMap<ReportId, Vec<usize>> = FxHashMap::default();
    for (at, item) in items.iter().enumerate().filter(|(_, item)| item.voice.is_attributed()) {
        attributed.entry(item.entry.report).or_default().push(at);
    }
    for (at, item) in items.iter().enumerate().filter(|(_, item)| !item.voice.is_attributed()) {
        let said = attributed.get(&item.entry.report).into_iter().flatten().take(NEIGHBOURS);
        let source = said.min_by_key(|&&source| (!items[source].stretch.overlaps(item.stretch), source));
        if let Some(&source) = source.filter(|&&source| items[source].stretch.overlaps(item.stretch)) {
            join(parent, source, at);
        }
    }
}

fn origin(items: &[&Item<'_>], members: &[usize], speakers: &[Speaker], speaker_of: &[usize]) -> Origin {
    let attributed = members.iter().find(|&&at| items[at].voice.is_attributed());
    let speaker = &speakers[speaker_of[*attributed.unwrap_or(&members[0])]];
    let first = members.iter().filter_map(|&at| items[at].said).min();
    let said = first.map_or_else(DateInterval::unknown, |first| DateInterval::day(day_of(first)));
    Origin { id: identity(&speaker.voice, first), speaker: speaker.name.clone(), kind: speaker.kind, said }
}

/// The hash of who said it and when.
fn identity(voice: &Voice, day: Option<Day>) -> SmolStr {
    let (kind, words) = match voice {
        Voice::Named(words) => ("named", words.join(" ")),
        Voice::Described(words) => ("described", words.join(" ")),
        Voice::Report(report) => ("report", report.clone()),
        Voice::Nobody(report) => ("nobody", report.clone()),
    };
    let day = day.map_or_else(String::new, |day| day.to_string());
    crate::short_hash(&[kind, &words, &day])
}
