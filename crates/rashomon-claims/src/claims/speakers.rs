//! Who makes a claim.

use crate::attributions::{Attribution, carried};
use crate::claim::{Claimant, Speaker};
use rashomon_text::{Layers, TextRange};

/// The attributions of a report by sentence.
pub(super) struct Speakers<'a> {
    attributions: &'a [Attribution],
    by_sentence: Vec<Vec<usize>>,
    carried: Vec<Option<usize>>,
}

impl<'a> Speakers<'a> {
    /// Sorts attributions into the sentences that their content stands in.
    pub(super) fn new(layers: &Layers, attributions: &'a [Attribution]) -> Self {
        let mut by_sentence = vec![Vec::new(); layers.sentences.len()];
        for (at, attribution) in attributions.iter().enumerate() {
            for piece in &attribution.content {
                let first = layers.sentences.partition_point(|sentence| sentence.range.end() <= piece.start());
                let last = layers.sentences.partition_point(|sentence| sentence.range.start() < piece.end());
                for sentence in by_sentence.get_mut(first..last).into_iter().flatten() {
                    if sentence.last() != Some(&at) {
                        sentence.push(at);
                    }
                }
            }
        }
        Self { attributions, by_sentence, carried: carried(layers, attributions) }
    }

    /// The innermost attribution whose content holds a figure, else the account that goes on in its sentence.
    pub(super) fn of(&self, figure: TextRange, sentence: usize) -> Option<usize> {
        let here = self.by_sentence.get(sentence)?.iter().copied();
        let covering = here.filter(|&at| self.attributions[at].covers(figure));
        let innermost = covering.min_by_key(|&at| (self.size(at, figure), usize::MAX - at));
        innermost.or_else(|| *self.carried.get(sentence)?)
    }

    fn size(&self, at: usize, figure: TextRange) -> usize {
        let pieces = self.attributions[at].content.iter();
        pieces.filter(|piece| piece.contains(figure)).map(|piece| piece.len()).min().unwrap_or(usize::MAX)
    }

    /// Words of every source in a sentence.
    pub(super) fn sources(&self, sentence: usize) -> Vec<TextRange> {
        let here = self.by_sentence.get(sentence).into_iter().flatten();
        here.filter_map(|&at| self.attributions[at].source).collect()
    }

    /// Attributions whose content opens in a sentence.
    pub(super) fn opening(&self, sentence: usize, range: TextRange) -> impl Iterator<Item = usize> {
        let here = self.by_sentence.get(sentence).into_iter().flatten().copied();
        here.filter(move |&at| {
            self.attributions[at]
                .content
                .first()
                .is_some_and(|piece| range.start() <= piece.start() && piece.start() < range.end())
        })
    }
}

/// The name that tells one claimant from another.
pub(super) fn name(claimant: &Claimant) -> &str {
    claimant.speaker().map_or(claimant.kind(), |Speaker { name, .. }| name)
}
