//! The encoder: a vector for each word of a report, in its sentence, from which tags, trees and names are read.
//!
//! A word starts as the sum of what its form tells (hashed word, affixes and shape, a static vector for common
//! words), and with what that adds to its neighbours; both are computed once per form and kept. Gated means over all
//! words before and behind, and a convolution over neighbours, then mix in the sentence. `train/encoder` makes the
//! weights.

pub mod features;
pub mod matrix;
pub mod model;
pub mod network;
pub mod rounded;

use crate::slots::Slots;
use crate::tokens::{Sentence, Token};
use features::Features;
use matrix::Matrix;
use model::Model;
use network::Hidden;
use rounded::{Rounded, RoundedWeights};
use smol_str::SmolStr;
use std::cell::Cell;
use std::ops::Range;

/// Longest stretch of a sentence that is read as one, in tokens.
const LONGEST_PIECE: usize = 200;
/// Sentences are read together up to so many tokens.
const BATCH: usize = 192;
/// Each thread keeps the vectors of so many forms, about 14 MB.
const FORMS: usize = 14_336;

/// A sentence, or a part of a very long one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// First token of the sentence that it belongs to.
    pub sentence: usize,
    /// Row of its first token in the batch.
    pub row: usize,
}

/// Sentences that are read together.
pub struct Batch<'a, 'm> {
    /// The weights.
    pub model: &'a Model<'m>,
    /// The text that tokens lie in.
    pub text: &'a str,
    /// All tokens of the text.
    pub tokens: &'a [Token],
    /// What the batch holds, in order.
    pub pieces: &'a [Piece],
    /// A row for each token, and an empty one before, between and behind the pieces.
    pub rows: &'a Rounded,
}

impl Batch<'_, '_> {
    /// Multiplies each row with weights.
    pub fn apply(&self, weights: &RoundedWeights, out: &mut Matrix) {
        weights.product(self.rows.from(0), self.rows.columns(), out);
    }

    /// A token's form.
    pub fn form(&self, token: usize) -> &str {
        let range = self.tokens[token].range;
        &self.text[range.start()..range.end()]
    }
}

/// Reads a text in batches of sentences and hands each to `see`.
pub fn read<'t>(
    model: &Model<'_>,
    text: &'t str,
    tokens: &'t [Token],
    sentences: &[Sentence],
    mut see: impl FnMut(&Batch<'_, '_>),
) {
    let (known, work) = KEPT.take();
    let known = known.of(std::ptr::from_ref(model).addr());
    let mut encoder = Encoder { model, text, tokens, known, work };
    let mut pieces = Vec::new();
    let mut row = 1;
    for piece in sentences.iter().flat_map(|sentence| cut(&sentence.tokens)) {
        if row + piece.tokens.len() > BATCH && !pieces.is_empty() {
            encoder.batch(&pieces, &mut see);
            pieces.clear();
            row = 1;
        }
        row += piece.tokens.len() + 1;
        pieces.push(Piece { row: row - piece.tokens.len() - 1, ..piece });
    }
    encoder.batch(&pieces, &mut see);
    KEPT.set((encoder.known, encoder.work));
}

thread_local! {
    // A form's vector depends on nothing but the form and the model, so what is kept changes no result; nor do buffers.
    static KEPT: Cell<(Known, Buffers)> = Cell::default();
}

/// Forms whose vectors were computed.
#[derive(Default)]
struct Known {
    /// Address of the model that they belong to.
    model: usize,
    /// Number of each form's vector.
    numbers: Slots<SmolStr>,
    /// The vectors, one behind the other, each with what it adds at every place of a window behind it.
    vectors: Vec<i16>,
}

impl Known {
    /// What is known of that model.
    fn of(self, model: usize) -> Self {
        if self.model == model { self } else { Self { model, ..Self::default() } }
    }
}

/// A sentence, cut if it is endless.
fn cut(sentence: &Range<usize>) -> impl Iterator<Item = Piece> + use<> {
    let Range { start, end } = *sentence;
    let piece = move |from: usize| Piece { tokens: from..end.min(from + LONGEST_PIECE), sentence: start, row: 0 };
    (start..end).step_by(LONGEST_PIECE).map(piece)
}

struct Encoder<'a, 'm, 't> {
    model: &'a Model<'m>,
    text: &'t str,
    tokens: &'t [Token],
    known: Known,
    work: Buffers,
}

/// Buffers that are used again for every batch.
#[derive(Default)]
struct Buffers {
    hidden: Hidden,
    change: Matrix,
    raw: Rounded,
    new: Matrix,
    rounded: Rounded,
    places: Matrix,
    /// The form of each row.
    numbers: Vec<usize>,
    edges: Vec<usize>,
}

impl<'t> Encoder<'_, '_, 't> {
    fn batch(&mut self, pieces: &[Piece], see: &mut impl FnMut(&Batch<'_, '_>)) {
        let Some(last) = pieces.last() else { return };
        self.look_up(pieces);
        let work = &mut self.work;
        work.hidden.reset(last.row + last.tokens.len() + 1, self.model.width());
        work.edges.clear();
        work.edges.extend(pieces.iter().map(|piece| piece.row - 1));
        work.edges.push(last.row + last.tokens.len());
        network::around(&self.model.around, &mut work.hidden, &work.edges, &self.known.vectors, &work.numbers);
        for step in &self.model.steps {
            network::step(step, &mut work.hidden, &work.edges, &mut work.change);
        }
        see(&Batch { model: self.model, text: self.text, tokens: self.tokens, pieces, rows: &work.hidden.rounded });
    }

    /// Finds the input of every token; what is new is computed.
    fn look_up(&mut self, pieces: &[Piece]) {
        let mut new = Vec::new();
        self.known.numbers.begin();
        self.work.numbers.clear();
        for (piece, token) in pieces.iter().flat_map(|piece| piece.tokens.clone().map(move |token| (piece, token))) {
            self.work.numbers.resize(piece.row + token - piece.tokens.start, 0);
            let range = self.tokens[token].range;
            let form = features::seen(&self.text[range.start()..range.end()]);
            let number = self.known.numbers.find(form).unwrap_or_else(|| {
                let number = self.known.numbers.add(form.into(), FORMS);
                new.push((number, Features::of(form)));
                number
            });
            self.work.numbers.push(number);
        }
        let Buffers { raw, new: vectors, rounded, places, .. } = &mut self.work;
        raw.reset(new.len(), self.model.vectors_width());
        for (row, (_, features)) in new.iter().enumerate() {
            self.model.vectors(features, raw.row_mut(row));
        }
        self.model.input.product(raw.from(0), raw.columns(), vectors);
        network::normalise(vectors, &self.model.input_norm);
        rounded.reset(new.len(), vectors.columns());
        (0..new.len()).for_each(|row| rounded::round(vectors.row(row), rounded.row_mut(row)));
        self.model.around.places.product(rounded.from(0), vectors.columns(), places);
        let (width, stride) = (vectors.columns(), vectors.columns() + places.columns());
        // All that will be needed at once: growing would leave holes in the memory that are larger than what is kept.
        let kept = &mut self.known.vectors;
        kept.reserve_exact((FORMS * stride).saturating_sub(kept.len()));
        kept.resize(self.known.numbers.len() * stride, 0);
        for (row, (number, _)) in new.iter().enumerate() {
            let (own, added) = kept[number * stride..(number + 1) * stride].split_at_mut(width);
            own.copy_from_slice(rounded.row(row));
            rounded::round(places.row(row), added);
        }
    }
}
