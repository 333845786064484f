//! What a quantity counts.

use super::{Quantity, QuantityKind};
use crate::layers::Layers;
use crate::syntax::{Relation, Upos};
use std::ops::Range;

/// Longest noun phrase after a number, in tokens.
const LONGEST: usize = 8;

/// The tokens of what a count counts, its adjectives included: "12 \[wooden bridges\]", "two of the \[old mills\]".
pub fn counted(layers: &Layers, quantity: &Quantity) -> Option<Range<usize>> {
    let plain =
        matches!(quantity.kind, QuantityKind::Count | QuantityKind::Rate | QuantityKind::Share | QuantityKind::Member);
    let unit = !matches!(quantity.unit.as_str(), "1" | "fraction") && !quantity.unit.starts_with("1/");
    if !plain || unit {
        return None;
    }
    let start = noun_phrase_start(layers, past_measure(layers, quantity.tokens.end));
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

/// Past a measure of each of the things: "eight million 250 ml (bottles)".
fn past_measure(layers: &Layers, end: usize) -> usize {
    let at = layers.quantities.partition_point(|other| other.tokens.end <= end);
    let measure = layers.quantities.get(at).filter(|other| other.tokens.start == end);
    measure.filter(|other| other.kind == QuantityKind::Physical).map_or(end, |other| other.tokens.end)
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
