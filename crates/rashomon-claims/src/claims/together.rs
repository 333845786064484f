//! "A guard and three others were hurt": the one who is named beside a number of others is one more.

use super::phrase::Phrase;
use super::words;
use rashomon_text::names::NameKind;
use rashomon_text::syntax::{Relation, Upos};
use rashomon_text::{Interval, Layers, TextRange};

/// The figure of a phrase and its words; what stands alone before "and three others" is counted in.
pub(super) fn with_others(layers: &Layers, phrase: &Phrase) -> (Interval, TextRange) {
    let own = (phrase.quantity.value, phrase.quantity.range);
    let Some(first) = layers.head(phrase.top).filter(|_| counts_others(layers, phrase)) else { return own };
    let beside = || std::iter::once(first).chain(joined(layers, first).filter(|&at| at < phrase.top));
    let start = layers.subtree(first).start;
    let near = phrase.tokens.end.saturating_sub(start) <= LONGEST;
    if !near || goes_further(layers, start) || !beside().all(|at| is_single(layers, at)) {
        return own;
    }
    let more = beside().count() as f64;
    let value = own.0;
    let value = Interval { low: value.low.map(|low| low + more), high: value.high.map(|high| high + more) };
    (value, layers.span(start..phrase.tokens.end))
}

/// Whether a comma joins more to the front of a row than the tree has: "Orla Venn, HER SON AND TWO OTHERS".
fn goes_further(layers: &Layers, start: usize) -> bool {
    let nominal = |at: usize| matches!(layers.upos(at), Upos::Noun | Upos::Propn) && !words::is_time(layers, at);
    let comma = |at: usize| layers.text(at) == ",";
    comma(start) || start.checked_sub(2).is_some_and(|before| comma(before + 1) && nominal(before))
}

/// The most words of such a group.
const LONGEST: usize = 24;

/// Whether a phrase is the last of a row, and of others than those before: "and 16 fellow climbers".
fn counts_others(layers: &Layers, phrase: &Phrase) -> bool {
    let other = |at: usize| words::is_any(layers, at, &["others", "other", "fellow"]);
    let last = layers.relation(phrase.top) == Relation::Conj;
    let and = layers.child(phrase.top, Relation::Cc).is_some_and(|cc| words::is(layers, cc, "and"));
    phrase.counts()
        && last
        && and
        && (phrase.quantity.tokens.end..phrase.tokens.end + 1).any(|at| at < layers.tokens.len() && other(at))
}

fn joined<'a>(layers: &'a Layers, first: usize) -> impl Iterator<Item = usize> + 'a {
    layers.children(first).filter(|&child| layers.relation(child) == Relation::Conj)
}

/// "He", "Orla Venn", "a guard"; not "the family".
fn is_single(layers: &Layers, at: usize) -> bool {
    const SEVERAL: &[&str] = &["band", "couple", "crew", "crowd", "dozen", "family", "group", "number", "pair", "team"];
    let article = |det: usize| words::is_any(layers, det, &["a", "an", "another", "the", "his", "her", "their", "its"]);
    match layers.upos(at) {
        Upos::Pron => words::is_any(layers, at, &["he", "she", "him", "her"]),
        Upos::Propn => layers.name_at(at).is_some_and(|name| name.kind == NameKind::Person),
        Upos::Noun => {
            let counted = layers.child(at, Relation::Nummod).is_some();
            let one = layers.children(at).any(article) && layers.text(at) == layers.lemma(at);
            one && !counted && !SEVERAL.contains(&layers.lemma(at))
        }
        _ => false,
    }
}
