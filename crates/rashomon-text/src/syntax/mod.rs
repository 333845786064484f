//! Part-of-speech tags, lemmas and dependency trees (Universal Dependencies 2).

mod relation;
mod upos;

pub use relation::Relation;
pub use upos::Upos;

use crate::layer::Layer;
use crate::tokens::{Sentence, Token};
use smol_str::SmolStr;

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
    let _ = (text, tokens, sentences);
    Layer::default()
}
