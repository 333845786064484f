//! All layers of one report.

use crate::interval::DateInterval;
use crate::layer::Layer;
use crate::names::{Entity, Name};
use crate::places::Place;
use crate::quantities::Quantity;
use crate::quotes::Quote;
use crate::range::TextRange;
use crate::report::{Excerpt, Report};
use crate::syntax::{Relation, Upos, Word};
use crate::times::TimeExpression;
use crate::tokens::{Sentence, Token};
use crate::{names, places, quantities, quotes, syntax, times, tokens};
use std::ops::Range;

/// A report and everything that the linguistic stages found in it. Made by [`Layers::of`], then only read.
#[derive(Clone, Debug)]
pub struct Layers<'r> {
    /// The report they lie over.
    pub report: &'r Report,
    /// Words and punctuation marks.
    pub tokens: Layer<Token>,
    /// Sentences.
    pub sentences: Layer<Sentence>,
    /// Tags, lemmas and trees: one per token.
    pub words: Layer<Word>,
    /// Quoted stretches.
    pub quotes: Layer<Quote>,
    /// Names.
    pub names: Layer<Name>,
    /// What the names stand for.
    pub entities: Vec<Entity>,
    /// The days in which a report without a date can have been written, where its words tell: an estimate.
    pub written: Option<DateInterval>,
    /// Temporal expressions.
    pub times: Layer<TimeExpression>,
    /// Quantities.
    pub quantities: Layer<Quantity>,
    /// Places.
    pub places: Layer<Place>,
}

impl<'r> Layers<'r> {
    /// Runs every stage over a report, in the order of the fields.
    pub fn of(report: &'r Report) -> Self {
        Self::of_written(report, None)
    }

    /// The same, of a report without a date that is taken to have been written in some days, unless its own words tell.
    pub fn of_written(report: &'r Report, written: Option<DateInterval>) -> Self {
        let (tokens, sentences) = tokens::split(report.text());
        let mut reading = names::Reading::of(report.text(), &tokens, &sentences);
        let words = syntax::parse_seen(report.text(), &tokens, &sentences, |batch| reading.see(batch));
        let mut layers = Self {
            report,
            tokens,
            sentences,
            words,
            quotes: Layer::default(),
            names: Layer::default(),
            entities: Vec::new(),
            written: None,
            times: Layer::default(),
            quantities: Layer::default(),
            places: Layer::default(),
        };
        layers.quotes = quotes::find(&layers);
        (layers.names, layers.entities) = names::find(&layers, &reading);
        let undated = report.provenance().published.date().is_none();
        layers.written = times::written(&layers).or(written.filter(|_| undated));
        layers.times = times::find(&layers);
        layers.quantities = quantities::find(&layers);
        layers.places = places::find(&layers);
        layers
    }

    /// The words of a token. Like all that follows it is total: past the last token there is nothing, so that no
    /// look ahead can panic.
    pub fn text(&self, token: usize) -> &'r str {
        let Some(range) = self.tokens.get(token).map(|token| token.range) else { return "" };
        &self.report.text()[range.start()..range.end()]
    }

    /// Its dictionary form.
    pub fn lemma(&self, token: usize) -> &str {
        self.words.get(token).map_or("", |word| &word.lemma)
    }

    /// Its part of speech.
    pub fn upos(&self, token: usize) -> Upos {
        self.words.get(token).map_or(Upos::X, |word| word.upos)
    }

    /// Its relation to its head.
    pub fn relation(&self, token: usize) -> Relation {
        self.words.get(token).map_or(Relation::Dep, |word| word.relation)
    }

    /// Its head; `None` at the root of a sentence.
    pub fn head(&self, token: usize) -> Option<usize> {
        self.words.get(token).map(|word| word.head).filter(|&head| head != token)
    }

    /// The tokens that hang on it, from left to right.
    pub fn children(&self, token: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.subtree(token).filter(move |&child| child != token && self.words[child].head == token)
    }

    /// The first token that hangs on it by that relation.
    pub fn child(&self, token: usize, relation: Relation) -> Option<usize> {
        self.children(token).find(|&child| self.relation(child) == relation)
    }

    /// Its subtree as a stretch of tokens, itself included.
    pub fn subtree(&self, token: usize) -> Range<usize> {
        self.words.get(token).map_or(token..token, |word| word.first..word.last + 1)
    }

    /// Its head, that one's head and so on up to the root.
    pub fn ancestors(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.head(token), |&at| self.head(at))
    }

    /// The stretch of text from the first to the last of some tokens; empty at 0 for none.
    pub fn span(&self, tokens: Range<usize>) -> TextRange {
        match (self.tokens.get(tokens.start), self.tokens.get(tokens.end.wrapping_sub(1))) {
            (Some(first), Some(last)) if !tokens.is_empty() => first.range.cover(last.range),
            _ => TextRange::new(0, 0),
        }
    }

    /// The words of a stretch of tokens, as written.
    pub fn words_of(&self, tokens: Range<usize>) -> &'r str {
        self.excerpt(self.span(tokens)).text()
    }

    /// The words of a range.
    pub fn excerpt(&self, range: TextRange) -> Excerpt<'r> {
        self.report.excerpt(range)
    }

    /// The tokens that lie wholly or partly in a range.
    pub fn tokens_in(&self, range: TextRange) -> Range<usize> {
        let first = self.tokens.partition_point(|token| token.range.end() <= range.start());
        let last = self.tokens.partition_point(|token| token.range.start() < range.end());
        first..last.max(first)
    }

    /// Index of the sentence that a token belongs to.
    pub fn sentence_at(&self, token: usize) -> usize {
        self.sentences
            .partition_point(|sentence| sentence.tokens.end <= token)
            .min(self.sentences.len().saturating_sub(1))
    }

    /// The name that a token belongs to.
    pub fn name_at(&self, token: usize) -> Option<&Name> {
        let at = self.names.partition_point(|name| name.tokens.end <= token);
        self.names.get(at).filter(|name| name.tokens.contains(&token))
    }
}
