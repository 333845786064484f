//! Part-of-speech tags, lemmas and dependency trees (Universal Dependencies 2).
//!
//! A perceptron tags from left to right, a decision list of word endings gives lemmas, and a greedy arc-hybrid
//! parser (Kuhlmann, Gómez-Rodríguez and Satta 2011; trained with the dynamic oracle of Goldberg and Nivre 2013)
//! builds trees in time linear in the sentence. `cargo xtask train syntax` makes the weights; it shares
//! the modules here that are not re-exported.

pub mod atoms;
pub mod hash;
pub mod lemma;
pub mod model;
pub mod parser;
mod relation;
pub mod state;
pub mod tagger;
mod upos;

pub use relation::Relation;
pub use upos::Upos;

use crate::layer::Layer;
use crate::tokens::{Sentence, Token};
use model::{MODEL, Model};
use smol_str::SmolStr;
use state::NONE;
use std::ops::Range;

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

/// Tags and parses with another model than the built-in one.
pub fn parse_with(model: &Model, text: &str, tokens: &[Token], sentences: &[Sentence]) -> Vec<Word> {
    let mut workspace = Workspace::default();
    let mut words = Vec::with_capacity(tokens.len());
    for sentence in sentences {
        workspace.sentence(model, text, tokens, sentence.tokens.clone(), &mut words);
    }
    words
}

/// Buffers that are used again for every sentence.
#[derive(Default)]
struct Workspace {
    atoms: Vec<atoms::Atoms>,
    known: Vec<u32>,
    tags: Vec<Upos>,
    leaves: Vec<parser::Leaf>,
    state: state::State,
}

impl Workspace {
    fn sentence(&mut self, model: &Model, text: &str, tokens: &[Token], range: Range<usize>, words: &mut Vec<Word>) {
        let start = range.start;
        let tokens = &tokens[range];
        atoms::fill(text, tokens, &mut self.atoms);
        tagger::look_up(&model.known, &self.atoms, &mut self.known);
        tagger::tag(&model.tags, &tagger::Context::new(&self.atoms, &self.known), &mut self.tags);
        parser::leaves(&self.atoms, &self.tags, &mut self.leaves);
        let columns = model.relations.iter().take_while(|&&code| code != u8::MAX).count();
        parser::parse(&model.moves, &model.labels, columns, &self.leaves, &mut self.state);
        for (at, token) in tokens.iter().enumerate() {
            let form = &text[token.range.start()..token.range.end()];
            words.push(self.word(model, form, at, start));
        }
    }

    fn word(&self, model: &Model, form: &str, at: usize, start: usize) -> Word {
        let node = &self.state.nodes()[at];
        let upos = self.tags[at];
        let code = model.relations.get(usize::from(node.label)).copied().unwrap_or(u8::MAX);
        let relation = Relation::ALL.get(usize::from(code)).copied().unwrap_or(Relation::Dep);
        let is_root = node.head == NONE;
        Word {
            upos,
            lemma: lemma::lemma(model, form, upos),
            head: start + if is_root { at } else { node.head as usize },
            relation: if is_root { Relation::Root } else { relation },
            first: start + node.span[0] as usize,
            last: start + node.span[1] as usize,
        }
    }
}

#[cfg(test)]
mod tests;
