//! Small questions to the layers of a sentence.

use rashomon_text::Layers;
use rashomon_text::syntax::{Relation, Upos};
use smol_str::{SmolStr, StrExt};
use std::ops::Range;

/// A token in lower case.
pub(super) fn lower(layers: &Layers, token: usize) -> SmolStr {
    layers.text(token).to_lowercase_smolstr()
}

/// The tokens of the sentence that a token stands in.
pub(super) fn sentence(layers: &Layers, token: usize) -> Range<usize> {
    layers.sentences.get(layers.sentence_at(token)).map_or(token..token + 1, |sentence| sentence.tokens.clone())
}

/// Whether further words follow a token, in order and at most a dozen tokens on, by form or dictionary form.
pub(super) fn follow(layers: &Layers, token: usize, rest: &[SmolStr]) -> bool {
    let end = sentence(layers, token).end.min(token + 13);
    let mut wanted = rest.iter();
    let Some(mut next) = wanted.next() else { return true };
    for at in token + 1..end {
        if is(layers, at, next) {
            match wanted.next() {
                Some(more) => next = more,
                None => return true,
            }
        }
    }
    false
}

/// Whether further words follow a token at once.
pub(super) fn follow_closely(layers: &Layers, token: usize, rest: &[SmolStr]) -> bool {
    let end = sentence(layers, token).end;
    rest.iter().enumerate().all(|(at, word)| token + 1 + at < end && is(layers, token + 1 + at, word))
}

/// Whether a token is a word, by form in lower case or by dictionary form.
pub(super) fn is(layers: &Layers, token: usize, word: &str) -> bool {
    layers.lemma(token) == word || layers.text(token).eq_ignore_ascii_case(word)
}

/// Whether a token is one of some words in any case.
pub(super) fn is_any(layers: &Layers, token: usize, words: &[&str]) -> bool {
    words.iter().any(|word| layers.text(token).eq_ignore_ascii_case(word))
}

/// The preposition that a noun stands with ("of", "including", "along with" is "along").
pub(super) fn preposition(layers: &Layers, noun: usize) -> Option<SmolStr> {
    layers.child(noun, Relation::Case).filter(|&case| case < noun).map(|case| lower(layers, case))
}

/// The verb, or predicate with a subject, that a token belongs to; itself if it is one.
pub(super) fn clause(layers: &Layers, token: usize) -> usize {
    std::iter::once(token)
        .chain(layers.ancestors(token))
        .find(|&at| {
            layers.upos(at) == Upos::Verb && !matches!(layers.relation(at), Relation::Amod | Relation::Compound)
                || layers.child(at, Relation::Cop).is_some()
                || subject(layers, at).is_some()
        })
        .unwrap_or_else(|| layers.ancestors(token).last().unwrap_or(token))
}

/// The subject of a verb: its own, or the one that it shares with the verb it is joined to or governed by.
pub(super) fn subject(layers: &Layers, verb: usize) -> Option<usize> {
    layers
        .children(verb)
        .find(|&child| matches!(layers.relation(child), Relation::Nsubj | Relation::NsubjPass | Relation::NsubjOuter))
}

/// The subject of a verb or of the verbs around it that share theirs with it.
pub(super) fn shared_subject(layers: &Layers, verb: usize) -> Option<usize> {
    let mut at = verb;
    for _ in 0..4 {
        if let Some(found) = subject(layers, at) {
            return Some(found);
        }
        let shares =
            matches!(layers.relation(at), Relation::Conj | Relation::Xcomp | Relation::Advcl | Relation::Ccomp);
        at = layers.head(at).filter(|_| shares)?;
    }
    None
}

/// Whether a token is part of an expression of time: "a day earlier", "last year".
pub(super) fn is_time(layers: &Layers, token: usize) -> bool {
    let at = layers.times.partition_point(|time| time.tokens.end <= token);
    layers.times.get(at).is_some_and(|time| time.tokens.contains(&token))
}

/// Whether a verb form is a past participle or past tense: no base form, no "-ing", no "-s".
pub(super) fn is_past(layers: &Layers, verb: usize) -> bool {
    let text = layers.text(verb);
    !text.eq_ignore_ascii_case(layers.lemma(verb)) && !text.ends_with("ing") && !text.ends_with('s')
        || text.ends_with("ed")
}

/// Whether a token is an "-ing" form.
pub(super) fn is_progressive(layers: &Layers, verb: usize) -> bool {
    layers.text(verb).ends_with("ing")
}
