//! A text as the recogniser reads it: its words, which of them may be part of names, and what the encoder makes of those.

use super::features::{Document, Prepared, Stretch};
use crate::encoder::Batch;
use crate::tokens::{Sentence, Token};
use std::ops::Range;

/// A text that is to be searched for names. Between [`Reading::of`] and the search it sees the encoder's batches, in order; what
/// it did not see counts as nothing.
pub struct Reading<'t> {
    /// Its words and sentences; those in capitals throughout are left out.
    pub document: Document<'t>,
    /// Sentences in capitals throughout, as headlines are: their letters tell nothing.
    pub(super) shouted: Vec<Range<usize>>,
    /// What is seen of its words at a glance.
    pub prepared: Prepared<'t>,
    /// Words that may hold names.
    pub stretches: Vec<Stretch>,
    /// The encoder's rows of the words of stretches, one behind the other.
    rows: Vec<i16>,
    columns: usize,
    /// The first stretch whose rows are not all there.
    next: usize,
}

impl<'t> Reading<'t> {
    /// Looks at the words of a text.
    pub fn of(text: &'t str, tokens: &[Token], sentences: &[Sentence]) -> Self {
        let words: Vec<&str> = tokens.iter().map(|token| &text[token.range.start()..token.range.end()]).collect();
        let sentences = sentences.iter().map(|sentence| sentence.tokens.clone());
        let (shouted, spoken): (Vec<_>, Vec<_>) = sentences.partition(|sentence| is_shouted(&words[sentence.clone()]));
        Self { shouted, ..Self::of_document(Document { words, sentences: spoken }) }
    }

    /// Looks at the words of a text whose sentences are all to be read.
    pub fn of_document(document: Document<'t>) -> Self {
        let prepared = Prepared::of(&document);
        let stretches = prepared.stretches();
        Self { document, shouted: Vec::new(), prepared, stretches, rows: Vec::new(), columns: 0, next: 0 }
    }

    /// Keeps the rows of words that may be part of names.
    pub fn see(&mut self, batch: &Batch) {
        self.columns = batch.rows.columns();
        for piece in batch.pieces {
            while let Some((stretch, _)) = self.stretches.get(self.next) {
                for at in stretch.start.max(piece.tokens.start)..stretch.end.min(piece.tokens.end) {
                    self.rows.extend(batch.rows.row(piece.row + at - piece.tokens.start));
                }
                if stretch.end > piece.tokens.end {
                    break;
                }
                self.next += 1;
            }
        }
    }

    /// The encoder's rows of all words of stretches, one behind the other.
    pub fn rows(&self) -> &[i16] {
        &self.rows
    }

    /// The encoder's row of a word of stretches, counted over all of them.
    pub(super) fn row(&self, at: usize) -> &[i16] {
        self.rows.get(at * self.columns..(at + 1) * self.columns).unwrap_or_default()
    }
}

/// Whether a sentence stands in capitals throughout, as headlines do: its letters tell nothing.
fn is_shouted(words: &[&str]) -> bool {
    let length: usize = words.iter().map(|word| word.len()).sum();
    let (mut all, mut small) = (0, 0);
    for letter in words.iter().flat_map(|word| word.chars()).filter(|letter| letter.is_alphabetic()) {
        all += 1;
        small += letter.is_lowercase() as usize;
        // No letters behind can make up for that.
        if small * 10 >= length {
            return false;
        }
    }
    all >= 8 && small * 10 < all
}
