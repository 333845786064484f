//! The recogniser: a small network over the words around a word that gives it a label, decoded exactly.
//!
//! Labels are BILOU: a name of several words is Begin, Inside …, Last; a name of one word is Unit.

use super::NameKind;
use super::features::{Form, Stretch};
use super::model::{Model, PARTS};
use super::reading::Reading;
use crate::encoder::matrix::Matrix;
use crate::encoder::network::{gated_means, touch};
use crate::encoder::rounded::{Rounded, round, rounded};
use crate::slots::Slots;
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

/// Scores of the labels of one word.
pub type Scores = [i32; LABELS];

/// A name found: its words and its class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Range of words.
    pub words: Range<usize>,
    /// Index into [`KINDS`], [`DATE`] or [`MONEY`].
    pub kind: usize,
}

/// How well a name's words fit each of [`KINDS`].
pub type KindScores = [i64; KINDS.len()];

/// Finds the names of a text, each with how well it fits each kind.
pub fn tag(reading: &Reading, model: &Model) -> Vec<(Found, KindScores)> {
    let (known, work) = KEPT.take();
    let known = known.of(std::ptr::from_ref(model).addr());
    let mut tagger = Tagger { model, reading, known, work, seen: 0, found: Vec::new() };
    for batch in reading.stretches.chunk_by(|(one, _), (other, _)| one.start / BATCH == other.start / BATCH) {
        tagger.read(batch);
    }
    KEPT.set((tagger.known, tagger.work));
    tagger.found
}

/// Stretches are read together that begin in so many words of the text, and the same forms among them tell of each other.
const BATCH: usize = 4096;

/// Each thread keeps what so many forms add, about 12 MB.
const FORMS: usize = 7_168;

thread_local! {
    // What a form adds depends on nothing but the form and the model, so what is kept changes no result; nor do buffers.
    static KEPT: Cell<(Known, Buffers)> = Cell::default();
}

/// Forms whose parts were computed.
#[derive(Default)]
struct Known {
    /// Address of the model that they belong to.
    model: usize,
    /// Number of each form.
    numbers: Slots<u64>,
    /// What they add at each place of a window, one behind the other.
    parts: Vec<i16>,
}

impl Known {
    /// What is known of that model.
    fn of(self, model: usize) -> Self {
        if self.model == model { self } else { Self { model, ..Self::default() } }
    }
}

/// Buffers that are used again for every batch.
#[derive(Default)]
struct Buffers {
    /// Vectors of new forms, one behind the other.
    vectors: Vec<f32>,
    /// Their numbers.
    new: Vec<usize>,
    product: Matrix,
    /// Number of the form of each word looked up.
    forms: Vec<usize>,
    sums: Vec<i16>,
    /// Of each word of a stretch, and an empty row before, between and behind the stretches.
    hidden: Rounded,
    /// What the windows add to the scores of labels, row by row of the hidden layer.
    direct: Vec<[i16; LABELS]>,
    /// What the words' hidden layers add by themselves, see [`Model::own`].
    own: Matrix,
    beside: Matrix,
    /// What the encoder makes of each row's word, and what that adds to the second hidden layer.
    rows: Rounded,
    context: Matrix,
    same: SameForms,
    /// The rows of words.
    words: Vec<usize>,
    /// Values and gates of means, then the means.
    gates: Matrix,
    /// The second hidden layer, and the means behind it.
    second: Rounded,
    again: Matrix,
    third: Rounded,
    last: Matrix,
    scores: Vec<Scores>,
}

struct Tagger<'a, 'm, 't> {
    model: &'a Model<'m>,
    reading: &'a Reading<'t>,
    known: Known,
    work: Buffers,
    /// Words of stretches before those that are read.
    seen: usize,
    found: Vec<(Found, KindScores)>,
}

impl Tagger<'_, '_, '_> {
    /// Finds the names of some stretches.
    fn read(&mut self, stretches: &[Stretch]) {
        self.look_up(stretches);
        self.add_up(stretches);
        self.work.add_second(self.model);
        self.work.add_means(self.model);
        self.work.add_third(self.model);
        let Buffers { own, direct, again, last, scores, .. } = &mut self.work;
        let mut row = 1;
        for (stretch, _) in stretches {
            let rows = row..row + stretch.len();
            scores.clear();
            scores.extend(rows.map(|row| {
                let layers =
                    [&own.row(row)[self.model.second()..], &again.row(row)[2 * self.model.third()..], last.row(row)];
                total(layers, &direct[row])
            }));
            self.found.extend(names_of(&decode(scores)).into_iter().map(|Found { words, kind }| {
                let fits = kind_scores(&scores[words.clone()]);
                (Found { words: words.start + stretch.start..words.end + stretch.start, kind }, fits)
            }));
            row += stretch.len() + 1;
        }
    }

    /// Finds the forms of stretches and their neighbours; what is new is computed.
    fn look_up(&mut self, stretches: &[Stretch]) {
        let Buffers { forms, vectors, new, product, .. } = &mut self.work;
        let (model, width) = (self.model, self.model.width());
        // All that will be needed at once: growing would leave holes in the memory that are larger than what is kept.
        self.known.parts.reserve_exact((FORMS * model.stride()).saturating_sub(self.known.parts.len()));
        self.known.numbers.begin();
        forms.clear();
        vectors.clear();
        new.clear();
        for at in stretches.iter().flat_map(|(stretch, sentence)| window(stretch, sentence, model.reach())) {
            let (word, hash) = self.reading.prepared.word(at);
            let number = self.known.numbers.find(&hash).unwrap_or_else(|| {
                let start = vectors.len();
                vectors.resize(start + width, 0.0);
                model.vector(&Form::of(word), &mut vectors[start..]);
                new.push(self.known.numbers.add(hash, FORMS));
                new[new.len() - 1]
            });
            forms.push(number);
        }
        self.known.parts.resize(self.known.numbers.len() * model.stride(), 0);
        model.add_parts(vectors, new, product, &mut self.known.parts);
    }

    /// Adds up the windows of all words of stretches.
    fn add_up(&mut self, stretches: &[Stretch]) {
        let rows = 1 + stretches.iter().map(|(stretch, _)| stretch.len() + 1).sum::<usize>();
        self.work.hidden.reset(rows, self.model.hidden());
        self.work.rows.reset(rows, self.model.context.inner());
        self.work.direct.clear();
        self.work.words.clear();
        self.work.same.clear(self.known.numbers.len());
        self.work.add_edge();
        let mut first = 0;
        for (stretch, sentence) in stretches {
            let near = window(stretch, sentence, self.model.reach());
            let (stride, parts) = (self.model.stride(), &self.known.parts);
            let forms = &self.work.forms[first..first + near.len()];
            touch(forms.iter().map(|form| &parts[form * stride..(form + 1) * stride]));
            for at in stretch.clone() {
                let form = self.work.forms[first + at - near.start];
                self.work.same.push(self.reading.prepared.has_capital(at).then_some(form));
                self.add_row();
                self.add_window(at, sentence, first, near.start);
            }
            first += near.len();
            self.work.add_edge();
        }
    }

    /// Takes over the encoder's row of the next word.
    fn add_row(&mut self) {
        self.work.words.push(self.work.direct.len());
        let row = self.work.rows.row_mut(self.work.direct.len());
        match self.reading.row(self.seen) {
            known if known.len() == row.len() => row.copy_from_slice(known),
            _ => row.fill(0),
        }
        self.seen += 1;
    }

    /// Adds up what the window of a word adds; the form of the word `start` is the `first` that was looked up.
    fn add_window(&mut self, at: usize, sentence: &Range<usize>, first: usize, start: usize) {
        let (block, stride, reach) = (self.model.block(), self.model.stride(), self.model.reach());
        let Buffers { forms, sums, hidden, direct, .. } = &mut self.work;
        sums.clear();
        sums.resize(block, 0);
        for near in window(&(at..at + 1), sentence, reach) {
            let from = forms[first + near - start] * stride + (near + reach - at) * block;
            let parts = &self.known.parts[from..from + block];
            sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum = sum.saturating_add(*part));
        }
        let (own, labels) = sums.split_at(self.model.hidden());
        let evidence = self.model.evidence(self.reading.prepared.evidence(at, sentence));
        for ((to, sum), evidence) in hidden.row_mut(direct.len()).iter_mut().zip(own).zip(evidence) {
            *to = rounded((f32::from(*sum) * (1.0 / PARTS) + evidence).max(0.0));
        }
        let mut scores = [0; LABELS];
        scores.copy_from_slice(labels);
        direct.push(scores);
    }
}

impl Buffers {
    /// An empty row.
    fn add_edge(&mut self) {
        self.hidden.row_mut(self.direct.len()).fill(0);
        self.rows.row_mut(self.direct.len()).fill(0);
        self.direct.push([0; LABELS]);
        self.same.push(None);
    }

    /// Computes the second hidden layer.
    fn add_second(&mut self, model: &Model) {
        let Self { hidden, own, beside, rows, context, same, second, .. } = self;
        let width = model.second();
        model.own.product(hidden.from(0), hidden.columns(), own);
        // Three rows that lie one behind the other are a window, and the first window is that of row 1.
        model.beside.product(hidden.from(0), hidden.columns(), beside);
        model.context.product(rows.from(0), rows.columns(), context);
        same.add_up(own, width);
        second.reset(own.count(), model.again.inner());
        second.row_mut(0).fill(0);
        second.row_mut(own.count() - 1).fill(0);
        for row in 1..own.count() - 1 {
            let (beside, out) = (beside.row_mut(row - 1), second.row_mut(row));
            beside.iter_mut().zip(context.row(row)).for_each(|(sum, context)| *sum += context);
            same.rectify(row, beside, own.row(row), out);
        }
    }

    /// Computes the means and lays them behind the second hidden layer.
    fn add_means(&mut self, model: &Model) {
        let Self { second, gates, words, .. } = self;
        model.gates.product(second.from(0), second.columns(), gates);
        gated_means(gates, words);
        let means = model.again.inner() - model.second();
        for &row in words.iter() {
            round(&gates.row(row)[..means], &mut second.row_mut(row)[model.second()..]);
        }
    }

    /// Computes the third hidden layer and what it adds to the scores of labels.
    fn add_third(&mut self, model: &Model) {
        let Self { second, again, same, third, words, last, .. } = self;
        let width = model.third();
        model.again.product(second.from(0), second.columns(), again);
        same.add_up(again, width);
        third.reset(again.count(), width);
        for &row in words.iter() {
            let again = again.row(row);
            same.rectify(row, &again[width..2 * width], again, third.row_mut(row));
        }
        model.last.product(third.from(0), width, last);
    }
}

/// Which rows have the same form, and what these add to each other.
#[derive(Default)]
struct SameForms {
    /// For each form's number, where its group stands, counted from 1.
    groups: Vec<u32>,
    /// For each row its group.
    rows: Vec<u32>,
    counts: Vec<u32>,
    sums: Matrix,
}

impl SameForms {
    fn clear(&mut self, forms: usize) {
        self.groups.clear();
        self.groups.resize(forms, 0);
        self.rows.clear();
        self.counts.clear();
        self.counts.push(0);
    }

    /// The next row has that form, or none that counts.
    fn push(&mut self, form: Option<usize>) {
        let Some(form) = form else { return self.rows.push(0) };
        if self.groups[form] == 0 {
            self.groups[form] = self.counts.len() as u32;
            self.counts.push(0);
        }
        let group = self.groups[form];
        self.counts[group as usize] += 1;
        self.rows.push(group);
    }

    /// Adds up the first numbers of the rows of each form that stands more than once.
    fn add_up(&mut self, own: &Matrix, width: usize) {
        self.sums.reset(self.counts.len(), width);
        self.sums.values_mut().fill(0.0);
        for (row, &group) in self.rows.iter().enumerate().filter(|(_, group)| self.counts[**group as usize] > 1) {
            let sum = self.sums.row_mut(group as usize);
            sum.iter_mut().zip(own.row(row)).for_each(|(sum, own)| *sum += own);
        }
    }

    /// What a row has by itself and, on average, from the others of its form, rectified; `own` is what it adds to
    /// those.
    fn rectify(&self, row: usize, itself: &[f32], own: &[f32], out: &mut [i16]) {
        match self.others(row) {
            None => itself.iter().zip(out).for_each(|(itself, out)| *out = rounded(itself.max(0.0))),
            Some((sum, share)) => {
                for (((itself, sum), own), out) in itself.iter().zip(sum).zip(own).zip(out) {
                    *out = rounded((itself + (sum - own) * share).max(0.0));
                }
            }
        }
    }

    /// The sum over all rows of the form of a row, and the share of each of the others in their mean.
    fn others(&self, row: usize) -> Option<(&[f32], f32)> {
        let group = self.rows[row] as usize;
        let count = self.counts[group];
        (count > 1).then(|| (self.sums.row(group), 1.0 / (count - 1) as f32))
    }
}

/// A stretch with the words of its sentence that are near it.
fn window(stretch: &Range<usize>, sentence: &Range<usize>, reach: usize) -> Range<usize> {
    stretch.start.saturating_sub(reach).max(sentence.start)..(stretch.end + reach).min(sentence.end)
}

/// Scores of labels from all hidden layers and from the window itself, in [`PARTS`].
fn total([first, second, third]: [&[f32]; 3], direct: &[i16; LABELS]) -> Scores {
    std::array::from_fn(|label| {
        ((first[label] + second[label] + third[label]) * PARTS) as i32 + i32::from(direct[label])
    })
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

/// How well words fit a name of each kind.
fn kind_scores(words: &[Scores]) -> KindScores {
    let score = |kind, place| i64::from(words[place][label(kind, place, words.len())]);
    std::array::from_fn(|kind| (0..words.len()).map(|place| score(kind, place)).sum())
}

/// The names that a sequence of labels spells.
pub fn names_of(labels: &[usize]) -> Vec<Found> {
    let mut names = Vec::new();
    let mut start = 0;
    for (at, &label) in labels.iter().enumerate().filter(|(_, label)| **label != OUTSIDE) {
        let (kind, part) = ((label - 1) / 4, (label - 1) % 4);
        if part == BEGIN || part == UNIT {
            start = at;
        }
        if part == LAST || part == UNIT {
            names.push(Found { words: start..at + 1, kind });
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

const IMPOSSIBLE: i32 = i32::MIN / 4;

/// The best valid sequence of labels for a stretch of words that stands between words outside of names.
pub fn decode(scores: &[Scores]) -> Vec<usize> {
    let mut best: Vec<(Scores, [u8; LABELS])> = Vec::with_capacity(scores.len());
    let mut previous = [IMPOSSIBLE; LABELS];
    previous[OUTSIDE] = 0;
    for word in scores {
        let mut next = [IMPOSSIBLE; LABELS];
        let mut from = [0u8; LABELS];
        let mut follow = |before: usize, afters: &[usize]| {
            for &after in afters {
                let score = previous[before] + word[after];
                if score > next[after] {
                    next[after] = score;
                    from[after] = before as u8;
                }
            }
        };
        follow(best_closed(&previous), &FRESH);
        for (kind, afters) in ONGOING.iter().enumerate() {
            follow(1 + 4 * kind + BEGIN, afters);
            follow(1 + 4 * kind + INSIDE, afters);
        }
        best.push((next, from));
        previous = next;
    }
    trace(&best)
}

/// The best label after which no name is under way; any of them may stand before the same labels.
fn best_closed(scores: &Scores) -> usize {
    let closed = (0..LABELS).filter(|&label| !is_open(label));
    closed.max_by_key(|&label| (scores[label], LABELS - label)).unwrap_or(OUTSIDE)
}

fn trace(best: &[(Scores, [u8; LABELS])]) -> Vec<usize> {
    let Some((last, _)) = best.last() else { return Vec::new() };
    let mut at = best_closed(last);
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
        let names: Vec<_> = names_of(&labels).into_iter().map(|name| (name.words, name.kind)).collect();
        assert_eq!(names, [(1..3, 0), (3..4, 2), (4..7, 1)]);
    }

    #[test]
    fn the_same_forms_tell_of_each_other() {
        let mut same = SameForms::default();
        same.clear(5);
        [None, Some(3), Some(4), Some(3), None, Some(3)].into_iter().for_each(|form| same.push(form));
        let mut own = Matrix::default();
        own.reset(6, 2);
        own.values_mut().copy_from_slice(&[9.0, 9.0, 1.0, 0.5, 9.0, 9.0, 2.0, 0.5, 9.0, 9.0, 4.0, 0.5]);
        same.add_up(&own, 1);
        for (row, expected) in [(0, None), (1, Some((7.0, 0.5))), (2, None), (4, None), (5, Some((7.0, 0.5)))] {
            assert_eq!(same.others(row).map(|(sum, share)| (sum[0], share)), expected, "row {row}");
        }
    }

    #[test]
    fn decoding_keeps_names_whole() {
        let mut scores = vec![[0; LABELS]; 3];
        scores[0][label(0, 0, 2)] = 5;
        scores[1][label(2, 1, 2)] = 4;
        scores[2][OUTSIDE] = 1;
        let labels = decode(&scores);
        assert_eq!(labels, [label(0, 0, 2), label(0, 1, 2), OUTSIDE]);
    }
}
