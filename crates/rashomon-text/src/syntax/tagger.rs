//! Parts of speech, from left to right.

use super::Upos;
use super::atoms::Atoms;
use super::hash::{mix, small};
use super::model::{TAGS, Table, Weights};

/// Features of one token.
pub const FEATURES: usize = 36;

/// The atoms of a sentence's tokens with room at both ends, and the tags that known words may bear.
pub struct Context<'a> {
    atoms: &'a [Atoms],
    known: &'a [u32],
    edges: [Atoms; 2],
}

/// Fills `known` with the hashed tag sets of a sentence's words.
pub fn look_up(table: &Table, atoms: &[Atoms], known: &mut Vec<u32>) {
    known.clear();
    known.extend(atoms.iter().map(|atoms| small(table.get(atoms.form).unwrap_or(0))));
}

impl<'a> Context<'a> {
    /// A sentence before it is tagged.
    pub fn new(atoms: &'a [Atoms], known: &'a [u32]) -> Self {
        Self { atoms, known, edges: [Atoms::edge(1), Atoms::edge(2)] }
    }

    fn at(&self, token: usize, offset: isize) -> &Atoms {
        let at = token.checked_add_signed(offset);
        at.and_then(|at| self.atoms.get(at)).unwrap_or(&self.edges[usize::from(offset < 0)])
    }

    fn known_at(&self, token: usize, offset: isize) -> u32 {
        token.checked_add_signed(offset).and_then(|at| self.known.get(at)).copied().unwrap_or(0x77)
    }

    /// The features of a token, given the two tags before it.
    pub fn features(&self, token: usize, before: [u32; 2]) -> [u32; FEATURES] {
        let (here, next, after) = (self.at(token, 0), self.at(token, 1), self.at(token, 2));
        let (last, earlier) = (self.at(token, -1), self.at(token, -2));
        let [tag1, tag2] = before.map(small);
        let (known, known1, known2) = (self.known_at(token, 0), self.known_at(token, 1), self.known_at(token, 2));
        let tags = mix(tag1, tag2);
        let [suffix1, suffix2, suffix3, suffix4] = here.suffixes;
        let first = u32::from(token == 0);
        [
            mix(1, here.form),
            mix(2, suffix1),
            mix(3, suffix2),
            mix(4, suffix3),
            mix(5, suffix4),
            mix(6, here.prefixes[0]),
            mix(7, here.prefixes[1]),
            mix(8, here.prefixes[2]),
            mix(mix(9, here.shape), first),
            mix(mix(10, here.shape), suffix3),
            mix(mix(11, here.shape), here.form),
            mix(12, tag1),
            mix(13, tags),
            mix(mix(14, tag1), here.form),
            mix(mix(15, tags), here.form),
            mix(mix(16, tag1), suffix2),
            mix(17, last.form),
            mix(18, earlier.form),
            mix(19, next.form),
            mix(20, after.form),
            mix(mix(21, last.form), here.form),
            mix(mix(22, here.form), next.form),
            mix(mix(23, last.form), next.form),
            mix(24, last.suffixes[2]),
            mix(25, next.suffixes[2]),
            mix(mix(26, next.shape), here.shape),
            mix(mix(27, last.shape), here.shape),
            mix(mix(28, tag1), next.form),
            mix(29, known),
            mix(30, known1),
            mix(mix(31, known), known1),
            mix(mix(32, tag1), mix(known, known1)),
            mix(mix(33, known1), known2),
            mix(mix(34, tags), known),
            mix(mix(35, known), mix(suffix2, here.shape)),
            mix(mix(36, tag1), mix(next.suffixes[1], suffix2)),
        ]
    }
}

/// The class with the highest score among the first `count`; the first of equals.
#[inline]
pub fn best<S: Copy + PartialOrd>(scores: &[S], count: usize) -> usize {
    let mut best = 0;
    for at in 1..count {
        if scores[at] > scores[best] {
            best = at;
        }
    }
    best
}

/// Tags a sentence.
pub fn tag<W: Weights<TAGS>>(weights: &W, context: &Context, tags: &mut Vec<Upos>) {
    tags.clear();
    let mut before = [START, START];
    for token in 0..context.atoms.len() {
        let scores = weights.scores(&context.features(token, before));
        let tag = best(&scores, Upos::ALL.len());
        tags.push(Upos::ALL[tag]);
        before = [tag as u32, before[0]];
    }
}

/// The tag before the first.
pub const START: u32 = 31;
