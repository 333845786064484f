//! Part-of-speech tags, lemmas and dependency trees (Universal Dependencies 2), read from the encoder's vectors.
//!
//! The best projective tree of each sentence, the best part of speech and fine tag of each word, with a second opinion
//! where the encoder is unsure, and from form and tags the lemma, by a decision list of word endings.

pub mod lemma;
mod relation;
pub mod tags;
mod tree;
mod upos;
pub mod votes;

pub use relation::Relation;
pub use upos::Upos;

use crate::encoder::matrix::Matrix;
use crate::encoder::model::{MODEL, Model};
use crate::encoder::{self, Batch, Piece};
use crate::layer::Layer;
use crate::tokens::{Sentence, Token};
use lemma::Found;
use smol_str::SmolStr;
use std::cell::Cell;

/// What the syntax says of one token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Universal part of speech.
    pub upos: Upos,
    /// Dictionary form.
    pub lemma: SmolStr,
    /// Index of the governing token; its own index at the root of a sentence.
    pub head: usize,
    /// Relation to the governing token.
    pub relation: Relation,
    /// First token of its subtree. Trees are projective: a subtree is one stretch.
    pub first: usize,
    /// Last token of its subtree, inclusive.
    pub last: usize,
}

/// Tags and parses a report's sentences: one [`Word`] per token.
pub fn parse(text: &str, tokens: &[Token], sentences: &[Sentence]) -> Layer<Word> {
    Layer::new(parse_with(&MODEL, text, tokens, sentences))
}

/// Tags and parses, and hands each batch of the encoder's to `see` too.
pub fn parse_seen(text: &str, tokens: &[Token], sentences: &[Sentence], mut see: impl FnMut(&Batch)) -> Layer<Word> {
    let mut reader = Reader::default();
    encoder::read(&MODEL, text, tokens, sentences, |batch| {
        see(batch);
        reader.read(batch);
    });
    Layer::new(reader.words)
}

/// Tags and parses with another model than the built-in one.
pub fn parse_with(model: &Model, text: &str, tokens: &[Token], sentences: &[Sentence]) -> Vec<Word> {
    let mut reader = KEPT.take();
    encoder::read(model, text, tokens, sentences, |batch| reader.read(batch));
    let words = std::mem::take(&mut reader.words);
    KEPT.set(reader);
    words
}

thread_local! {
    // Buffers and lemmas that were found before; they change no result.
    static KEPT: Cell<Reader> = Cell::default();
}

/// Tags and parses batch after batch.
#[derive(Default)]
pub struct Reader {
    /// The words so far.
    pub words: Vec<Word>,
    parser: tree::Parser,
    upos: Matrix,
    xpos: Matrix,
    lemmas: Found,
}

impl Reader {
    /// Adds the words of a batch.
    pub fn read(&mut self, batch: &Batch) {
        batch.apply(&batch.model.upos, &mut self.upos);
        batch.apply(&batch.model.xpos, &mut self.xpos);
        self.parser.prepare(batch);
        for piece in batch.pieces {
            self.piece(batch, piece);
        }
    }

    fn piece(&mut self, batch: &Batch, piece: &Piece) {
        let start = piece.tokens.start;
        let rows = piece.row..piece.row + piece.tokens.len();
        let sentence_root = (piece.sentence..start).find(|&at| self.words[at].head == at);
        let tree: Vec<_> = self.parser.parse(batch.model, rows).collect();
        let tags = tags::choose(batch, piece, &tree, &self.upos, &self.xpos);
        for ((at, (upos, xpos)), (head, relation)) in piece.tokens.clone().zip(tags).zip(tree) {
            let (head, relation) = match (head, sentence_root) {
                (Some(head), _) => (start + head, relation),
                (None, Some(root)) => (root, Relation::Parataxis),
                (None, None) => (at, Relation::Root),
            };
            let lemma = self.lemmas.lemma(batch.form(at), upos, xpos);
            self.words.push(Word { upos, lemma, head, relation, first: at, last: at });
        }
        self.stretch(piece.tokens.clone());
    }

    /// Widens the subtrees of all words above those tokens.
    fn stretch(&mut self, tokens: std::ops::Range<usize>) {
        for at in tokens {
            let mut above = at;
            while self.words[above].head != above {
                above = self.words[above].head;
                let word = &mut self.words[above];
                word.first = word.first.min(at);
                word.last = word.last.max(at);
            }
        }
    }
}

#[cfg(test)]
mod tests;
