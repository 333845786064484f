//! The recogniser: a linear model over hashed features that gives every word a label, decoded exactly.
//!
//! Labels are BILOU: a name of several words is Begin, Inside …, Last; a name of one word is Unit.

use super::NameKind;
use super::features::{Document, Facts, Prepared, Side};
use super::model::Model;
use rustc_hash::FxHashMap;
use std::cell::Cell;
use std::ops::Range;

/// The kinds that the recogniser tells apart; the others are refinements by the words of a name.
pub const KINDS: [NameKind; 7] = [
    NameKind::Person,
    NameKind::Organisation,
    NameKind::Place,
    NameKind::Group,
    NameKind::Facility,
    NameKind::Product,
    NameKind::Other,
];

/// Days and dates, which the recogniser tells apart from names.
pub const DATE: usize = KINDS.len();
/// Sums of money, likewise.
pub const MONEY: usize = KINDS.len() + 1;

/// How many classes there are in all.
pub const CLASSES: usize = KINDS.len() + 2;

/// How many labels there are: outside, and four for each class.
pub const LABELS: usize = 1 + 4 * CLASSES;

/// The label of words outside of names.
pub const OUTSIDE: usize = 0;

const BEGIN: usize = 0;
const INSIDE: usize = 1;
const LAST: usize = 2;
const UNIT: usize = 3;

/// Scores of the labels of one word, or weights of one feature.
pub type Scores = [i32; LABELS];

/// A name found: its words and its class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Range of words.
    pub words: Range<usize>,
    /// Index into [`KINDS`], [`DATE`] or [`MONEY`].
    pub kind: usize,
}

/// Finds the names of a text.
pub fn tag(document: &Document, model: &Model) -> Vec<Found> {
    let prepared = Prepared::of(document);
    let mut known = KNOWN.take().of(std::ptr::from_ref(model).addr());
    let mut found = Vec::new();
    let mut scores = Vec::new();
    for (stretch, sentence) in prepared.stretches() {
        scores.clear();
        for at in stretch.clone() {
            let mut sum = [0; LABELS];
            for (side, word, facts) in prepared.sides(at, &sentence) {
                let own = known.sum(side, word, facts, model);
                sum.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
            }
            prepared.joint(at, &sentence, |feature| model.add(feature, &mut sum));
            scores.push(sum);
        }
        found.extend(names_of(&decode(&scores, model.transitions()), stretch.start));
    }
    KNOWN.set(known);
    found
}

/// Each thread keeps the sums of so many words, about 7 MB.
const KEPT: usize = 16_384;

thread_local! {
    // What a word adds by itself depends on nothing but its form and the model, so what is kept changes no result.
    static KNOWN: Cell<Known> = Cell::default();
}

/// Words whose sums were taken.
#[derive(Default)]
struct Known {
    /// Address of the model that they belong to.
    model: usize,
    /// Number of the sum of a word at a side.
    numbers: [FxHashMap<u64, u32>; 3],
    sums: Vec<Scores>,
}

impl Known {
    /// What is known of that model.
    fn of(self, model: usize) -> Self {
        if self.model == model { self } else { Self { model, ..Self::default() } }
    }

    fn sum(&mut self, side: Side, word: u64, facts: &Facts, model: &Model) -> &Scores {
        if self.sums.len() >= 3 * KEPT {
            *self = Self { model: self.model, ..Self::default() };
        }
        let next = self.sums.len() as u32;
        let number = *self.numbers[side as usize].entry(word).or_insert(next);
        if number == next {
            let mut sum = [0; LABELS];
            side.features(facts, |feature| model.add(feature, &mut sum));
            self.sums.push(sum);
        }
        &self.sums[number as usize]
    }
}

/// The label of the word at `place` of a name of `length` words.
pub fn label(kind: usize, place: usize, length: usize) -> usize {
    let part = match (place, length) {
        (_, 1) => UNIT,
        (0, _) => BEGIN,
        _ if place + 1 == length => LAST,
        _ => INSIDE,
    };
    1 + 4 * kind + part
}

/// The names that a sequence of labels spells; `offset` is added to every position.
pub fn names_of(labels: &[usize], offset: usize) -> Vec<Found> {
    let mut names = Vec::new();
    let mut start = 0;
    for (at, &label) in labels.iter().enumerate().filter(|(_, label)| **label != OUTSIDE) {
        let (kind, part) = ((label - 1) / 4, (label - 1) % 4);
        if part == BEGIN || part == UNIT {
            start = at;
        }
        if part == LAST || part == UNIT {
            names.push(Found { words: start + offset..at + 1 + offset, kind });
        }
    }
    names
}

/// Whether a name is under way after a label.
fn is_open(label: usize) -> bool {
    label != OUTSIDE && (label - 1) % 4 <= INSIDE
}

/// The labels that may follow a label after which no name is under way.
const FRESH: [usize; 1 + 2 * CLASSES] = {
    let mut fresh = [OUTSIDE; 1 + 2 * CLASSES];
    let mut kind = 0;
    while kind < CLASSES {
        fresh[1 + 2 * kind] = 1 + 4 * kind + BEGIN;
        fresh[2 + 2 * kind] = 1 + 4 * kind + UNIT;
        kind += 1;
    }
    fresh
};

/// The labels that may follow a label after which a name of that kind is under way.
const ONGOING: [[usize; 2]; CLASSES] = {
    let mut ongoing = [[0; 2]; CLASSES];
    let mut kind = 0;
    while kind < CLASSES {
        ongoing[kind] = [1 + 4 * kind + INSIDE, 1 + 4 * kind + LAST];
        kind += 1;
    }
    ongoing
};

/// The labels that may follow `before`.
fn successors(before: usize) -> &'static [usize] {
    if is_open(before) { &ONGOING[(before - 1) / 4] } else { &FRESH }
}

const IMPOSSIBLE: i32 = i32::MIN / 4;

/// The best valid sequence of labels for a stretch of words that stands between words outside of names.
/// `transitions[a][b]` is added where `b` follows `a`.
pub fn decode(scores: &[Scores], transitions: &[Scores; LABELS]) -> Vec<usize> {
    let mut best: Vec<(Scores, [u8; LABELS])> = Vec::with_capacity(scores.len());
    let mut previous = [IMPOSSIBLE; LABELS];
    previous[OUTSIDE] = 0;
    for word in scores {
        let mut next = [IMPOSSIBLE; LABELS];
        let mut from = [0u8; LABELS];
        for before in (0..LABELS).filter(|&before| previous[before] > IMPOSSIBLE) {
            for &after in successors(before) {
                let score = previous[before] + transitions[before][after] + word[after];
                if score > next[after] {
                    next[after] = score;
                    from[after] = before as u8;
                }
            }
        }
        best.push((next, from));
        previous = next;
    }
    trace(&best, transitions)
}

fn trace(best: &[(Scores, [u8; LABELS])], transitions: &[Scores; LABELS]) -> Vec<usize> {
    let Some((last, _)) = best.last() else { return Vec::new() };
    let closed = (0..LABELS).filter(|&label| !is_open(label));
    let end = closed.max_by_key(|&label| (last[label] + transitions[label][OUTSIDE], LABELS - label));
    let mut at = end.unwrap_or(OUTSIDE);
    let mut labels = vec![OUTSIDE; best.len()];
    for (place, (_, from)) in best.iter().enumerate().rev() {
        labels[place] = at;
        at = from[at] as usize;
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_spell_names() {
        let labels =
            [OUTSIDE, label(0, 0, 2), label(0, 1, 2), label(2, 0, 1), label(1, 0, 3), label(1, 1, 3), label(1, 2, 3)];
        let names: Vec<_> = names_of(&labels, 10).into_iter().map(|name| (name.words, name.kind)).collect();
        assert_eq!(names, [(11..13, 0), (13..14, 2), (14..17, 1)]);
    }

    #[test]
    fn decoding_keeps_names_whole() {
        let mut scores = vec![[0; LABELS]; 3];
        scores[0][label(0, 0, 2)] = 5;
        scores[1][label(2, 1, 2)] = 4;
        scores[2][OUTSIDE] = 1;
        let labels = decode(&scores, &[[0; LABELS]; LABELS]);
        assert_eq!(labels, [label(0, 0, 2), label(0, 1, 2), OUTSIDE]);
    }
}
