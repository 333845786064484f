//! What the search asks of the tree, the figures in it and a few closed classes of words.

use crate::layers::Layers;
use crate::quantities::{Quantity, QuantityKind};
use crate::syntax::{Relation, Upos};
use std::ops::Range;

/// How far up a tree is looked.
const CLIMB: usize = 10;
/// How far from a word its dependents are looked for, in tokens.
const REACH: usize = 100;

/// The noun whose name or compound another is: "version" of "version 4", and what changes in it: "rise" of "rise in sales".
pub(super) fn full_noun(layers: &Layers, noun: usize) -> usize {
    let name = full_name(layers, noun);
    let change = layers.head(name).filter(|&head| {
        layers.relation(name) == Relation::Nmod && case(layers, name) == "in" && is_change(layers.lemma(head))
    });
    change.filter(|&head| is_noun(layers, head)).unwrap_or(name)
}

pub(super) fn full_name(layers: &Layers, noun: usize) -> usize {
    let inside = |at: usize| matches!(layers.relation(at), Relation::Flat | Relation::Compound);
    let up = |&at: &usize| layers.head(at).filter(|&head| inside(at) && is_noun(layers, head));
    std::iter::successors(Some(noun), up).take(CLIMB).last().unwrap_or(noun)
}

/// Words whose dependents they are, in order, those far away left out.
pub(super) fn dependents<'a>(layers: &'a Layers<'_>, at: usize) -> impl Iterator<Item = usize> + 'a {
    let all = layers.subtree(at);
    let near = all.start.max(at.saturating_sub(REACH))..all.end.min(at + REACH);
    near.filter(move |&child| child != at && layers.head(child) == Some(at))
}

pub(super) fn dependent(layers: &Layers, at: usize, is: impl Fn(usize) -> bool) -> Option<usize> {
    dependents(layers, at).find(|&child| is(child))
}

/// "(Some) of \[the mills\]".
pub(super) fn is_part_of(layers: &Layers, child: usize) -> bool {
    layers.relation(child) == Relation::Nmod && case(layers, child) == "of" && is_noun(layers, child)
}

/// The preposition of a noun.
pub(super) fn case<'r>(layers: &Layers<'r>, noun: usize) -> &'r str {
    dependent(layers, noun, |child| layers.relation(child) == Relation::Case).map_or("", |at| layers.text(at))
}

/// The figure that a token is part of.
pub(super) fn figure_at<'a>(layers: &'a Layers<'_>, token: usize) -> Option<&'a Quantity> {
    let at = layers.quantities.partition_point(|quantity| quantity.tokens.end <= token);
    layers.quantities.get(at).filter(|quantity| quantity.tokens.contains(&token) && is_amount(quantity))
}

pub(super) fn is_amount(quantity: &Quantity) -> bool {
    quantity.kind.is_figure() || matches!(quantity.kind, QuantityKind::Duration | QuantityKind::Age)
}

pub(super) fn has_figure(layers: &Layers, tokens: Range<usize>) -> bool {
    let at = layers.quantities.partition_point(|quantity| quantity.tokens.end <= tokens.start);
    layers.quantities[at..].iter().take_while(|quantity| quantity.tokens.start < tokens.end).any(is_amount)
}

/// The figure that counts a noun.
pub(super) fn counter<'a>(layers: &'a Layers<'_>, noun: usize) -> Option<&'a Quantity> {
    let numbers = dependents(layers, noun).filter(|&child| layers.relation(child) == Relation::Nummod);
    numbers.filter_map(|number| figure_at(layers, number)).last()
}

/// The tokens of an age that is joined to its word: "65-year-old".
pub(super) fn joined_age(layers: &Layers, token: usize) -> Option<Range<usize>> {
    let age = figure_at(layers, token).filter(|age| age.kind == QuantityKind::Age)?;
    matches!(layers.text(age.tokens.end), "-" | "–").then(|| age.tokens.clone())
}

/// Whether a dependent stands beside its head without a mark between them: "the author Roe".
pub(super) fn is_close(layers: &Layers, child: usize) -> bool {
    let Some(head) = layers.head(child) else { return false };
    let between = child.min(head) + 1..child.max(head);
    between.len() < REACH && !between.into_iter().any(|at| layers.upos(at) == Upos::Punct)
}

/// "(the charge) stored (in the cell)".
pub(super) fn is_participle(layers: &Layers, at: usize) -> bool {
    let form = layers.text(at).ends_with("ed") || layers.text(at).ends_with("en");
    let follows = at.checked_sub(1).is_some_and(|before| layers.upos(before) != Upos::Punct);
    form && follows && layers.upos(at) == Upos::Verb
}

/// Whether a word opens a clause that tells of the noun above it, and is no infinitive ("plans to close").
pub(super) fn is_clause_of_noun(layers: &Layers, at: usize) -> bool {
    let to = |child: usize| layers.relation(child) == Relation::Mark && layers.text(child).eq_ignore_ascii_case("to");
    matches!(layers.relation(at), Relation::Acl | Relation::AclRelcl)
        && layers.head(at).is_some_and(|head| is_noun(layers, head))
        && dependent(layers, at, to).is_none()
}

pub(super) fn modifies(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Nummod
            | Relation::Compound
            | Relation::Amod
            | Relation::Nmod
            | Relation::Appos
            | Relation::NmodUnmarked
            | Relation::NmodPoss
            | Relation::Dep
            | Relation::Flat
    )
}

pub(super) fn is_subject(relation: Relation) -> bool {
    matches!(relation, Relation::Nsubj | Relation::NsubjPass)
}

pub(super) fn is_noun(layers: &Layers, at: usize) -> bool {
    matches!(layers.upos(at), Upos::Noun | Upos::Propn)
}

/// A noun that is neither a time nor part of a figure.
pub(super) fn is_thing(layers: &Layers, at: usize) -> bool {
    is_noun(layers, at) && !is_time(layers, at) && figure_at(layers, at).is_none()
}

/// "Revenue in the quarter": nouns that tell when, not what.
pub(super) fn is_time(layers: &Layers, at: usize) -> bool {
    const TIMES: [&str; 14] = [
        "century", "day", "decade", "evening", "hour", "minute", "month", "morning", "night", "quarter", "season",
        "time", "week", "year",
    ];
    TIMES.contains(&layers.lemma(at))
}

/// "Tests between 2014 and 2017": years that bound what is told.
pub(super) fn is_since_year(layers: &Layers, at: usize) -> bool {
    layers.upos(at) == Upos::Num && matches!(case(layers, at), "between" | "from" | "since" | "until")
}

/// Nouns of change, which say it of something: "a rise in sales".
pub(super) fn is_change(lemma: &str) -> bool {
    const CHANGES: [&str; 20] = [
        "boost",
        "cut",
        "decline",
        "decrease",
        "discount",
        "drop",
        "fall",
        "gain",
        "growth",
        "hike",
        "improvement",
        "increase",
        "jump",
        "loss",
        "premium",
        "raise",
        "reduction",
        "rise",
        "slump",
        "surge",
    ];
    CHANGES.contains(&lemma)
}
