//! What a quantity counts and what it is said of.

use super::{Quantity, QuantityKind};
use crate::layers::Layers;
use crate::syntax::{Relation, Upos};
use std::ops::Range;

/// Longest noun phrase after a number, in tokens.
const LONGEST: usize = 8;
/// Longest phrase that a quantity is said of, in tokens; what is longer is no phrase.
const LONGEST_CONCEPT: usize = 40;
/// How far up a tree a subject is looked for.
const CLIMB: usize = 6;

/// The tokens of what a count counts, its adjectives included: "12 [wooden bridges]", "two of the [old mills]".
pub fn counted(layers: &Layers, quantity: &Quantity) -> Option<Range<usize>> {
    let plain =
        matches!(quantity.kind, QuantityKind::Count | QuantityKind::Rate | QuantityKind::Share | QuantityKind::Member);
    let unit = !matches!(quantity.unit.as_str(), "1" | "fraction") && !quantity.unit.starts_with("1/");
    if !plain || unit {
        return None;
    }
    let start = noun_phrase_start(layers, quantity.tokens.end);
    noun_phrase_end(layers, start).map(|end| start..end).or_else(|| understood(layers, quantity))
}

/// "Six mills, 2 (mills) in Karelmark": the noun of the count before it in the sentence.
fn understood(layers: &Layers, quantity: &Quantity) -> Option<Range<usize>> {
    let at = layers.quantities.partition_point(|other| other.tokens.end <= quantity.tokens.start);
    let sentence = layers.sentence_at(quantity.tokens.start);
    let counts = |other: &&Quantity| other.kind == QuantityKind::Count;
    let near = layers.quantities[..at].iter().rev().take(3);
    let before = near.filter(counts).find(|other| layers.sentence_at(other.tokens.start) == sentence)?;
    if quantity.kind != QuantityKind::Count || layers.text(quantity.tokens.end) == "(" {
        return None;
    }
    let start = noun_phrase_start(layers, before.tokens.end);
    noun_phrase_end(layers, start).map(|end| start..end)
}

/// Past "of", articles and the like.
fn noun_phrase_start(layers: &Layers, end: usize) -> usize {
    let skipped = |at: &usize| matches!(layers.text(*at), "of" | "-" | "more") || layers.upos(*at) == Upos::Det;
    (end..end + 3).find(|at| !skipped(at)).unwrap_or(end)
}

/// One past the last noun of a run of adjectives and nouns; none without a noun.
fn noun_phrase_end(layers: &Layers, start: usize) -> Option<usize> {
    let run = (start..start + LONGEST).take_while(|&at| belongs(layers, start, at));
    run.filter(|&at| matches!(layers.upos(at), Upos::Noun | Upos::Propn)).last().map(|last| last + 1)
}

/// Whether a token goes on with the noun phrase that begins at `start`.
fn belongs(layers: &Layers, start: usize, at: usize) -> bool {
    let participle = layers.upos(at) == Upos::Verb && layers.relation(at) == Relation::Amod;
    let nominal = |at: usize| matches!(layers.upos(at), Upos::Adj | Upos::Noun | Upos::Propn);
    let hyphen = |at: usize| at > start && matches!(layers.text(at), "-" | "–") && !layers.tokens[at].space_before;
    let joined = hyphen(at) || (at > start && hyphen(at - 1)) || matches!(layers.text(at), "'s" | "’s");
    let and = layers.text(at) == "and" && at > start && same_kind(layers, at - 1, at + 1) && nominal(at + 2);
    nominal(at) || participle || joined || and
}

/// "Red and blue (vans)", "Kestrian and Velmoran (vans)".
fn same_kind(layers: &Layers, left: usize, right: usize) -> bool {
    let (left, right) = (layers.upos(left), layers.upos(right));
    left == right && matches!(left, Upos::Adj | Upos::Propn)
}

/// The content words that a quantity is said of, in order: of the phrase that it modifies or is a part of, else of
/// the subject of its clause.
pub fn concepts(layers: &Layers, quantity: &Quantity) -> Vec<usize> {
    let after = |counted: &Range<usize>| counted.start >= quantity.tokens.end;
    let end = counted(layers, quantity).filter(after).map_or(quantity.tokens.end, |counted| counted.end);
    let own = quantity.tokens.start..end;
    if quantity.kind == QuantityKind::Member {
        return Vec::new();
    }
    let Some(top) = own.clone().find(|&at| layers.head(at).is_none_or(|head| !own.contains(&head))) else {
        return Vec::new();
    };
    let whole = complement(layers, top, &own);
    let holder = holder(layers, top, &own);
    let subject = subject(layers, top);
    let spoken_of = if whole.or(holder).or(subject).is_none() { last_noun(layers, top, &own) } else { None };
    let chosen = whole.into_iter().chain(holder).chain(subject).chain(spoken_of);
    let mut words: Vec<usize> = chosen.flat_map(|noun| phrase(layers, noun, &own)).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// "40 % of [the valley]".
fn complement(layers: &Layers, top: usize, own: &Range<usize>) -> Option<usize> {
    layers
        .children(top)
        .take(24)
        .filter(|child| !own.contains(child))
        .find(|&child| layers.relation(child) == Relation::Nmod && is_noun(layers, child))
}

/// "a $3 (fine)", "(a fine) of $3".
fn holder(layers: &Layers, top: usize, own: &Range<usize>) -> Option<usize> {
    let head = layers.head(top).filter(|head| !own.contains(head) && is_noun(layers, *head))?;
    let modifies = matches!(
        layers.relation(top),
        Relation::Nummod | Relation::Compound | Relation::Amod | Relation::Nmod | Relation::Appos
    );
    modifies.then_some(head)
}

/// The subject of the nearest clause that has one; none where the quantity is the subject itself.
fn subject(layers: &Layers, top: usize) -> Option<usize> {
    let is_subject = |relation| matches!(relation, Relation::Nsubj | Relation::NsubjPass);
    if is_subject(layers.relation(top)) {
        return None;
    }
    let clauses = std::iter::once(top).chain(layers.ancestors(top)).take(CLIMB);
    clauses
        .filter_map(|clause| {
            layers.children(clause).take(24).find(|&child| child != top && is_subject(layers.relation(child)))
        })
        .find(|&subject| is_noun(layers, subject))
}

/// The head of the noun phrase before a quantity that hangs on a verb or on nothing: "take [the mirror] for $40".
fn last_noun(layers: &Layers, top: usize, own: &Range<usize>) -> Option<usize> {
    const REACH: usize = 8;
    if matches!(layers.relation(top), Relation::Nsubj | Relation::NsubjPass | Relation::Obj) {
        return None;
    }
    let sentence = layers.sentences.get(layers.sentence_at(top))?.tokens.start;
    let before = (sentence.max(own.start.saturating_sub(REACH))..own.start).rev();
    let noun = before.into_iter().find(|&at| is_noun(layers, at) && !is_reckoned(layers, at))?;
    let inside = |head: &usize| is_noun(layers, *head) && *head < own.start;
    let heads = std::iter::successors(Some(noun), |&at| layers.head(at).filter(inside));
    heads.take(CLIMB).last()
}

fn is_noun(layers: &Layers, at: usize) -> bool {
    matches!(layers.upos(at), Upos::Noun | Upos::Propn)
}

/// The content words of a noun phrase without its clauses, and without a quantity in it.
fn phrase(layers: &Layers, noun: usize, own: &Range<usize>) -> Vec<usize> {
    const PARTS: [Relation; 8] = [
        Relation::Compound,
        Relation::Amod,
        Relation::Nmod,
        Relation::NmodPoss,
        Relation::Flat,
        Relation::Nummod,
        Relation::Conj,
        Relation::Appos,
    ];
    let subtree = layers.subtree(noun);
    if subtree.len() > LONGEST_CONCEPT {
        return vec![noun];
    }
    let belongs = |at: &usize| {
        let path = std::iter::once(*at).chain(layers.ancestors(*at)).take_while(|&up| up != noun);
        path.take(CLIMB).all(|up| PARTS.contains(&layers.relation(up)))
    };
    let content = |at: &usize| {
        matches!(layers.upos(*at), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Verb | Upos::Num | Upos::X)
    };
    subtree.filter(|at| !own.contains(at) && content(at) && belongs(at) && !is_reckoned(layers, *at)).collect()
}

/// Whether a token is part of a number or a time, and of no name.
fn is_reckoned(layers: &Layers, token: usize) -> bool {
    let quantity = layers.quantities.partition_point(|quantity| quantity.tokens.end <= token);
    let time = layers.times.partition_point(|time| time.tokens.end <= token);
    let number = layers.quantities.get(quantity).is_some_and(|quantity| quantity.tokens.contains(&token));
    let time = layers.times.get(time).is_some_and(|time| time.tokens.contains(&token));
    (number || time) && layers.name_at(token).is_none()
}
