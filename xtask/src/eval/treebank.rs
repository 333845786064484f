//! A treebank as one text, as its reader would have it.

use super::conll::Segments;
use crate::train::conllu::{self, Sentence};
use rashomon_text::TextRange;
use rashomon_text::syntax::{Relation, Upos};
use rashomon_text::tokens::{self, Token};
use std::path::Path;

/// The text of a treebank with what is known of it.
#[derive(Default)]
pub struct Document {
    pub text: String,
    pub tokens: Vec<Token>,
    pub sentences: Vec<tokens::Sentence>,
    pub words: Vec<Gold>,
    pub segments: Segments,
}

/// What the treebank says of a word.
pub struct Gold {
    pub upos: Upos,
    /// Fine tag.
    pub xpos: String,
    pub lemma: String,
    pub head: usize,
    pub relation: Relation,
}

impl Document {
    /// Reads a file in CoNLL-U; where `only` names any, no other sentences than those whose `sent_id` begins so.
    pub fn read(file: &Path, only: &[String]) -> anyhow::Result<Self> {
        let mut sentences = conllu::read(file)?;
        sentences.retain(|sentence| only.is_empty() || only.iter().any(|name| sentence.id.starts_with(name.as_str())));
        anyhow::ensure!(!sentences.is_empty(), "{} holds no sentences to score", file.display());
        Ok(Self::of(&sentences))
    }

    /// Sentences follow each other as they are written; a blank line stands before those that open a paragraph or
    /// document.
    pub fn of(sentences: &[Sentence]) -> Self {
        let mut document = Self::default();
        let mut space = false;
        for sentence in sentences {
            if sentence.opens_paragraph && !document.text.is_empty() {
                document.text.push_str("\n\n");
            } else if space {
                document.text.push(' ');
            }
            space = sentence.space_after;
            document.add(sentence);
        }
        document
    }

    fn add(&mut self, sentence: &Sentence) {
        let (first, offset) = (self.tokens.len(), self.text.len());
        for (at, token) in sentence.tokens.iter().enumerate() {
            let range = TextRange::of(offset + token.range.start(), offset + token.range.end());
            self.tokens.push(Token { range, ..*token });
            self.words.push(Gold {
                upos: sentence.upos[at],
                xpos: sentence.xpos[at].clone(),
                lemma: sentence.lemmas[at].clone(),
                head: first + sentence.heads[at],
                relation: sentence.relations[at],
            });
        }
        self.text.push_str(&sentence.text);
        let range = TextRange::of(offset, self.text.len());
        let tokens = first..self.tokens.len();
        self.sentences.push(tokens::Sentence { range, tokens, opens_paragraph: sentence.opens_paragraph });
        for token in &sentence.written {
            self.segments.token(&token.form, sentence.forms.get(token.words.clone()).unwrap_or_default());
        }
        self.segments.end_sentence();
    }
}
