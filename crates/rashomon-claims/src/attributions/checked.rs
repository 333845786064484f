//! What a report says of verification: "could not be independently verified", "without giving evidence".

use super::Attribution;
use super::lexicon::{CheckRole, checked_by, lexicon};
use super::spans::{self, child_by};
use crate::claim::{Checked, Stance};
use rashomon_text::names::NameKind;
use rashomon_text::syntax::{Relation, Upos};
use rashomon_text::{Layers, TextRange};
use std::ops::Range;

/// Whether words only say that something was not shown: the "no evidence" of "cited no evidence".
pub(super) fn is_lack(layers: &Layers, words: Range<usize>) -> bool {
    let Some(last) = words.clone().last().filter(|_| words.len() <= 4) else { return false };
    let noun = lexicon().check(layers.lemma(last), layers.text(last)).is_some_and(|word| word.role == CheckRole::Noun);
    noun && words.clone().any(|at| denies(layers, at))
}

/// How many words before a word of verification may deny it.
const REACH: usize = 7;

/// Marks the attributions that the report says it could, or could not, have checked.
pub(super) fn mark(layers: &Layers, attributions: &mut [Attribution]) {
    let mut found = Vec::new();
    for (index, sentence) in layers.sentences.iter().enumerate() {
        let statuses = sentence.tokens.clone().filter_map(|at| status(layers, at, &sentence.tokens));
        found.extend(statuses.map(|(status, words)| (index, status, layers.span(words))));
    }
    found.retain(|(_, status, words)| !is_told(layers, attributions, *status, *words));
    if found.is_empty() {
        return;
    }
    let places = places(layers, attributions);
    for (sentence, status, words) in found {
        let by = looked(layers, words);
        apply(layers, attributions, &places, Statement { sentence, status, words, by });
    }
}

/// Whether a statement on verification is what somebody says of others: "said that there was no evidence", "said they could
/// not confirm it"; not "said nine had died, but that this could not be confirmed".
fn is_told(layers: &Layers, attributions: &[Attribution], status: Checked, words: TextRange) -> bool {
    let Some(last) = layers.tokens_in(words).last() else { return true };
    let around = || attributions.iter().filter(|one| one.covers(words));
    let verb = match status {
        Checked::NoEvidence => layers.head(last).unwrap_or(last),
        _ => last,
    };
    let without = layers.tokens_in(words).any(|at| layers.text(at).eq_ignore_ascii_case("without"));
    let own = |one: &Attribution| {
        let inside = |child: usize| one.covers(layers.tokens[child].range);
        let subject = child_by(layers, verb, &[Relation::Nsubj, Relation::Expl])
            .is_some_and(|child| inside(child) && !is_outlet(layers, child));
        let raised = layers.head(verb).filter(|_| layers.relation(verb) == Relation::Xcomp);
        subject || raised.is_some_and(|up| child_by(layers, up, &[Relation::Nsubj]).is_some_and(inside))
    };
    !without && status != Checked::Verified && around().any(own)
}

/// A statement on verification.
#[derive(Clone, Copy)]
struct Statement<'n> {
    sentence: usize,
    status: Checked,
    words: TextRange,
    /// The name of who looked into it, if the statement says so.
    by: Option<&'n str>,
}

/// The name of who checked, or could not: the subject of the words of verification.
fn looked<'n>(layers: &'n Layers, words: TextRange) -> Option<&'n str> {
    let verb = layers.tokens_in(words).last()?;
    let mut clauses = std::iter::once(verb).chain(layers.ancestors(verb).take(2));
    let subject = clauses.find_map(|at| child_by(layers, at, &[Relation::Nsubj]))?;
    layers.entities.get(layers.name_at(subject)?.entity).map(|entity| entity.name.as_str())
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
    // "Independent verification was not possible".
    let failed = role == CheckRole::Deed && layers.head(at).is_some_and(|head| spans::is_negated(layers, head));
    let denial = denial.or_else(|| failed.then_some(at));
    if role == CheckRole::Verb && denial.is_none() && !is_done(layers, at) && !is_shown(layers, at) {
        return None;
    }
    if super::quotes::quote_at(layers, at).is_some() {
        return None;
    }
    let claims = denial.is_some() && is_claimed(layers, at);
    if role == CheckRole::Noun && (claims || !is_offered(layers, at, from)) {
        return None;
    }
    let status = checked_by(role, denial.is_some())?;
    Some((status, denial.unwrap_or(at)..at + 1))
}

fn denies(layers: &Layers, token: usize) -> bool {
    let word = layers.text(token);
    if word.eq_ignore_ascii_case("neither") {
        // "Neither claim could be checked", but not "neither confirmed nor denied".
        return layers.relation(token) == Relation::Det;
    }
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
        "none",
        "nobody",
        "awaiting",
        "pending",
    ]
    .iter()
    .any(|known| word.eq_ignore_ascii_case(known))
}

/// Whether evidence is spoken of as given, or not: "cited no evidence", "without evidence"; not "requires no proof".
fn is_offered(layers: &Layers, noun: usize, from: usize) -> bool {
    let gives = [
        "provide", "offer", "give", "cite", "present", "produce", "have", "show", "supply", "support", "back", "be",
        "see", "find",
    ];
    let without = (from..noun).any(|at| layers.text(at).eq_ignore_ascii_case("without"));
    without || layers.head(noun).is_some_and(|head| gives.contains(&layers.lemma(head)))
}

/// "There is no evidence that the water is bad" claims something of the water.
fn is_claimed(layers: &Layers, noun: usize) -> bool {
    let is = layers.head(noun).is_some_and(|head| layers.lemma(head) == "be")
        || layers.children(noun).any(|child| layers.relation(child) == Relation::Cop)
        || child_by(layers, noun, &[Relation::Expl]).is_some();
    let told = [Relation::Acl, Relation::AclRelcl, Relation::Ccomp, Relation::Nmod];
    is && child_by(layers, noun, &told).is_some_and(|child| child > noun)
}

/// "Satellite images confirm the strike", "analysts have confirmed this", "the paper has verified footage of it": somebody who
/// looks into what others say finds it so.
fn is_shown(layers: &Layers, verb: usize) -> bool {
    let independent = |at: usize| {
        let own = layers.children(at).any(|child| layers.text(child).eq_ignore_ascii_case("independent"));
        own || EVIDENCE.contains(&layers.lemma(at)) || is_outlet(layers, at)
    };
    let subject = child_by(layers, verb, &[Relation::Nsubj]).is_some_and(independent);
    let object = child_by(layers, verb, &[Relation::Obj]).is_some_and(|object| {
        let takes_up = matches!(layers.text(object), "this" | "that" | "it" | "them");
        let points =
            layers.children(object).any(|child| matches!(layers.text(child), "the" | "this" | "that" | "these"));
        takes_up || points || EVIDENCE.contains(&layers.lemma(object))
    });
    layers.upos(verb) == Upos::Verb && subject && object
}

/// Whether a noun is for those who report: "the programme", "our correspondents"; or the name of an outlet.
fn is_outlet(layers: &Layers, at: usize) -> bool {
    let outlet = [
        "agency",
        "analyst",
        "broadcaster",
        "correspondent",
        "journalist",
        "newspaper",
        "paper",
        "programme",
        "reporter",
    ];
    let kind = layers.name_at(at).map(|name| name.kind);
    let name =
        layers.upos(at) == Upos::Propn && !matches!(kind, Some(NameKind::Person | NameKind::Place | NameKind::Group));
    outlet.contains(&layers.lemma(at)) || name && lexicon().source_kind(layers, at).is_none()
}

/// What shows that something is so.
const EVIDENCE: &[&str] =
    &["analysis", "footage", "image", "imagery", "photo", "photograph", "picture", "recording", "satellite", "video"];

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
    let own = set(attributions, places, said, said.sentence, false);
    let Some(before) = said.sentence.checked_sub(1) else { return };
    let opens = layers.sentences[said.sentence].opens_paragraph;
    let back = said.status == Checked::Unverified && refers_back(layers, said.sentence);
    if !own && (!opens || back) {
        set(attributions, places, said, before, true);
    }
}

/// Marks the attributions of one sentence, the statement itself left out; whether there was one.
fn set(
    attributions: &mut [Attribution],
    places: &[(usize, usize)],
    said: Statement,
    sentence: usize,
    back: bool,
) -> bool {
    let first = places.partition_point(|&(at, _)| at < sentence);
    let here = || places[first..].iter().take_while(|&&(at, _)| at == sentence).map(|&(_, at)| at);
    // What is denied was said by others, and is not what was left unverified where more is said.
    let claims = here().any(|at| attributions[at].stance != Stance::Denied);
    let mut any = false;
    for at in here() {
        let one = &mut attributions[at];
        // Who looked into it is not who was looked into.
        let looks = said.by.is_some_and(|by| one.claimant.speaker().is_some_and(|speaker| speaker.name == by));
        let tells = looks
            || one.cue.is_some_and(|cue| cue.intersects(said.words))
            || one.content.iter().all(|piece| said.words.contains(*piece));
        if tells || back && claims && one.stance == Stance::Denied {
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
