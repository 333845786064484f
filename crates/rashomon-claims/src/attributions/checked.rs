//! What a report says of verification: "could not be independently verified", "without giving evidence".

use super::Attribution;
use super::lexicon::{CheckRole, checked_by, lexicon};
use super::spans::child_by;
use crate::claim::Checked;
use rashomon_text::syntax::{Relation, Upos};
use rashomon_text::{Layers, TextRange};
use std::ops::Range;

/// How many words before a word of verification may deny it.
const REACH: usize = 7;

/// Marks the attributions that the report says it could, or could not, have checked.
pub(super) fn mark(layers: &Layers, attributions: &mut [Attribution]) {
    let mut found = Vec::new();
    for (index, sentence) in layers.sentences.iter().enumerate() {
        let statuses = sentence.tokens.clone().filter_map(|at| status(layers, at, &sentence.tokens));
        found.extend(statuses.map(|(status, words)| (index, status, layers.span(words))));
    }
    if found.is_empty() {
        return;
    }
    let places = places(layers, attributions);
    for (sentence, status, words) in found {
        apply(layers, attributions, &places, Statement { sentence, status, words });
    }
}

/// A statement on verification.
#[derive(Clone, Copy)]
struct Statement {
    sentence: usize,
    status: Checked,
    words: TextRange,
}

/// The sentences and the attributions whose content begins or ends in them, in order.
fn places(layers: &Layers, attributions: &[Attribution]) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    for (at, one) in attributions.iter().enumerate() {
        for piece in &one.content {
            let tokens = layers.tokens_in(*piece);
            for token in [tokens.start, tokens.end.saturating_sub(1)] {
                places.push((layers.sentence_at(token), at));
            }
        }
    }
    places.sort_unstable();
    places.dedup();
    places
}

fn status(layers: &Layers, at: usize, sentence: &Range<usize>) -> Option<(Checked, Range<usize>)> {
    let role = lexicon().check(layers.lemma(at), layers.text(at))?.role;
    let from = at.saturating_sub(REACH).max(sentence.start);
    let denial =
        (from..at).rev().take_while(|&word| layers.text(word) != ",").filter(|&word| denies(layers, word)).last();
    if role == CheckRole::Verb && denial.is_none() && !is_done(layers, at) {
        return None;
    }
    if super::quotes::quote_at(layers, at).is_some() {
        return None;
    }
    if role == CheckRole::Noun && !is_offered(layers, at, from) {
        return None;
    }
    let status = checked_by(role, denial.is_some())?;
    Some((status, denial.unwrap_or(at)..at + 1))
}

fn denies(layers: &Layers, token: usize) -> bool {
    let word = layers.text(token);
    [
        "not",
        "n't",
        "n’t",
        "no",
        "without",
        "unable",
        "impossible",
        "never",
        "cannot",
        "yet",
        "few",
        "little",
        "lacked",
        "nor",
    ]
    .iter()
    .any(|known| word.eq_ignore_ascii_case(known))
}

/// Whether evidence is spoken of as given, or not: "cited no evidence", "without evidence"; not "requires no proof".
fn is_offered(layers: &Layers, noun: usize, from: usize) -> bool {
    let gives =
        ["provide", "offer", "give", "cite", "present", "produce", "have", "show", "supply", "be", "see", "find"];
    let without = (from..noun).any(|at| layers.text(at).eq_ignore_ascii_case("without"));
    without || layers.head(noun).is_some_and(|head| gives.contains(&layers.lemma(head)))
}

/// Whether something is said to have been verified by somebody: "was geolocated by", "independently confirmed".
fn is_done(layers: &Layers, verb: usize) -> bool {
    if layers.upos(verb) != Upos::Verb {
        return false;
    }
    let by =
        layers.children(verb).any(|child| child > verb && layers.children(child).any(|word| layers.text(word) == "by"));
    let alone = layers.children(verb).any(|child| layers.text(child).eq_ignore_ascii_case("independently"));
    let passive = child_by(layers, verb, &[Relation::AuxPass, Relation::NsubjPass]).is_some()
        || layers.relation(verb) == Relation::Acl && !layers.text(verb).ends_with("ing");
    passive && (by || alone)
}

/// Marks the attributions of the sentence; where it has none of its own, or speaks of "the figures", also those
/// of the sentence before.
fn apply(layers: &Layers, attributions: &mut [Attribution], places: &[(usize, usize)], said: Statement) {
    let own = set(attributions, places, said, said.sentence);
    let Some(before) = said.sentence.checked_sub(1) else { return };
    let opens = layers.sentences[said.sentence].opens_paragraph;
    let back = said.status == Checked::Unverified && refers_back(layers, said.sentence);
    if !own && (!opens || back) {
        set(attributions, places, said, before);
    }
}

/// Marks the attributions of one sentence, the statement itself left out; whether there was one.
fn set(attributions: &mut [Attribution], places: &[(usize, usize)], said: Statement, sentence: usize) -> bool {
    let first = places.partition_point(|&(at, _)| at < sentence);
    let mut any = false;
    for &(_, at) in places[first..].iter().take_while(|&&(at, _)| at == sentence) {
        let one = &mut attributions[at];
        if one.cue.is_some_and(|cue| cue.intersects(said.words)) {
            continue;
        }
        one.checked = said.status;
        one.checked_by = Some(said.words);
        any = true;
    }
    any
}

/// Whether a sentence speaks of figures or claims made before it.
fn refers_back(layers: &Layers, sentence: usize) -> bool {
    layers.sentences[sentence].tokens.clone().any(|at| {
        matches!(
            layers.lemma(at),
            "figure" | "claim" | "number" | "report" | "account" | "toll" | "statement" | "detail"
        ) && layers.children(at).any(|child| layers.relation(child) == Relation::Det)
    })
}
