//! The words of a noun phrase that count.

use super::tree::*;
use crate::layers::Layers;
use crate::syntax::{Relation, Upos};
use std::ops::Range;

/// Longest phrase that a quantity is said of, in tokens.
const LONGEST: usize = 40;

/// The words of a noun phrase that count.
pub(super) struct Phrase<'a, 'r> {
    pub layers: &'a Layers<'r>,
    /// The quantity's own tokens, which are left out.
    pub own: &'a Range<usize>,
    /// The branch that the search came from, which is left out.
    pub branch: Range<usize>,
    /// Whether what is joined by "and" belongs to it.
    pub conjuncts: bool,
}

impl Phrase<'_, '_> {
    pub fn collect(&self, noun: usize, words: &mut Vec<usize>) {
        let mut open = vec![noun];
        for _ in 0..LONGEST {
            let Some(at) = open.pop() else { break };
            words.extend(self.counts(at).then_some(at));
            for child in dependents(self.layers, at).filter(|&child| !self.is_left_out(child)) {
                self.add(child, &mut open, words);
            }
        }
    }

    fn is_left_out(&self, at: usize) -> bool {
        self.own.contains(&at) || self.branch.contains(&at)
    }

    fn counts(&self, at: usize) -> bool {
        const NO_CONTENT: [&str; 7] = ["few", "many", "much", "own", "several", "such", "total"];
        let word =
            matches!(self.layers.upos(at), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Verb | Upos::Num | Upos::X);
        word && !self.is_left_out(at)
            && figure_at(self.layers, at).is_none()
            && !NO_CONTENT.contains(&&*self.layers.text(at).to_lowercase())
    }

    /// Takes in a dependent of a word of the phrase, and its own later, where they belong to it.
    fn add(&self, child: usize, open: &mut Vec<usize>, words: &mut Vec<usize>) {
        let layers = self.layers;
        let figure = || has_figure(layers, layers.subtree(child));
        let belongs = match layers.relation(child) {
            _ if figure_at(layers, child).is_some() => {
                words.extend(joined_age(layers, child).into_iter().flatten());
                false
            }
            Relation::Compound
            | Relation::Amod
            | Relation::NmodPoss
            | Relation::NmodUnmarked
            | Relation::NmodDesc
            | Relation::Nummod
            | Relation::Flat
            | Relation::Fixed
            | Relation::CompoundPrt => true,
            Relation::Nmod => {
                layers.upos(child) != Upos::Pron
                    && !is_time(layers, child)
                    && !is_since_year(layers, child)
                    && counter(layers, child).is_none()
            }
            Relation::Conj => self.conjuncts && is_noun(layers, child) && !figure(),
            Relation::Appos => is_noun(layers, child) && is_close(layers, child) && !figure(),
            Relation::Acl if is_participle(layers, child) && !figure() => {
                words.push(child);
                open.extend(
                    dependents(layers, child)
                        .filter(|&place| layers.relation(place) == Relation::Obl && is_thing(layers, place)),
                );
                false
            }
            _ => false,
        };
        open.extend(belongs.then_some(child));
    }
}
