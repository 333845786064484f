//! Which attributions of a sentence a statement on verification is on.

use super::wording::{evidence, is_finding, is_giving, is_there};
use super::{STEM, Statement};
use crate::attributions::Attribution;
use crate::attributions::spans::child_by;
use crate::claim::Checked;
use rashomon_text::syntax::{Relation, Upos};
use rashomon_text::{Layers, TextRange};

/// Which attributions of a sentence a statement in it is on.
pub(super) enum Scope {
    /// Any of them.
    All,
    /// Those whose source or cue is the noun: "unverified footage shows", "an unproven claim".
    Described(usize),
    /// Those with the word for their cue that the statement hangs on: "alleged, without evidence, that".
    Cue(usize),
    /// None: "the committee found no evidence" is what it found.
    Nothing,
}

impl Scope {
    /// The scope of a statement among the attributions that stand in its sentence.
    pub(super) fn of(layers: &Layers, here: &[&Attribution], said: Statement) -> Self {
        let Some(last) = layers.tokens_in(said.words).last() else { return Self::All };
        if layers.relation(last) == Relation::Amod {
            return layers.head(last).map_or(Self::All, Self::Described);
        }
        if said.status != Checked::NoEvidence {
            return Self::All;
        }
        let noun = evidence(layers, last);
        let cue = |at: usize| here.iter().any(|one| holds(layers, one.cue, at));
        let finds = layers.head(noun).is_some_and(|verb| is_finding(layers, verb) && cue(verb));
        // "There is no evidence for this, and the companies say": they come after it.
        let before = |one: &&Attribution| one.cue.is_some_and(|cue| cue.end() <= said.words.start());
        if finds || is_there(layers, noun) && !here.iter().any(before) {
            return Self::Nothing;
        }
        let over = layers.ancestors(noun).take(REACH).find(|&at| !is_giving(layers, at) && cue(at));
        over.map_or(Self::All, Self::Cue)
    }

    /// Whether an attribution is within it.
    pub(super) fn includes(&self, layers: &Layers, one: &Attribution) -> bool {
        match *self {
            Self::All => true,
            Self::Nothing => false,
            Self::Cue(at) => holds(layers, one.cue, at),
            Self::Described(noun) => {
                // "An unverified recording appears to show": nobody is its source.
                let later = one.cue.is_some_and(|cue| cue.start() > layers.tokens[noun].range.end());
                let shows = later && layers.relation(noun) == Relation::Nsubj && one.covers(layers.tokens[noun].range);
                holds(layers, one.source, noun) || holds(layers, one.cue, noun) || shows
            }
        }
    }
}

fn holds(layers: &Layers, range: Option<TextRange>, at: usize) -> bool {
    range.is_some_and(|range| range.contains(layers.tokens[at].range))
}

/// How many words above evidence the word may stand that says what it is evidence for.
const REACH: usize = 5;

/// Whether a statement is part of the sentence that it is on: "an unproven claim", "without giving evidence".
pub(super) fn is_bound(layers: &Layers, words: TextRange) -> bool {
    let mut tokens = layers.tokens_in(words);
    let describes = tokens.clone().last().is_some_and(|last| layers.relation(last) == Relation::Amod);
    describes || tokens.any(|at| layers.text(at).eq_ignore_ascii_case("without"))
}

/// Whether a word of verification describes what is spoken of for the first time: "assertions that are unproven".
pub(super) fn is_general(layers: &Layers, last: usize) -> bool {
    let noun = layers.head(last).filter(|_| layers.relation(last) == Relation::AclRelcl);
    layers.upos(last) == Upos::Adj
        && noun.is_some_and(|noun| child_by(layers, noun, &[Relation::Det, Relation::NmodPoss]).is_none())
}

/// Whether a content and a clause speak of the same things: two of their words, names apart, have one root.
pub(super) fn shares_words(layers: &Layers, one: &Attribution, clause: usize) -> bool {
    let telling = |at: usize| matches!(layers.upos(at), Upos::Noun | Upos::Verb | Upos::Adj | Upos::Num);
    let stem = |at: usize| stem(layers, at).filter(|_| telling(at));
    let mut wanted: Vec<String> = layers.subtree(clause).take(FEW).filter_map(stem).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let within =
        |piece: &TextRange, word: &String| layers.tokens_in(*piece).take(FEW).any(|at| stem(at).as_ref() == Some(word));
    let said = |word: &&String| one.content.iter().any(|piece| within(piece, word));
    wanted.iter().filter(said).count() >= 2
}

/// How many words of a content are held against a clause, which bounds the work.
const FEW: usize = 40;

/// The letters that words of one root begin with, of words long enough to tell.
fn stem(layers: &Layers, at: usize) -> Option<String> {
    let lemma = layers.lemma(at);
    (lemma.chars().count() + 1 >= STEM).then(|| lemma.chars().take(STEM).flat_map(char::to_lowercase).collect())
}
