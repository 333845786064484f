//! Where an account goes on without a cue: "The ministry said … It also lost …".

use super::Attribution;
use super::spans::child_by;
use crate::claim::Claimant;
use rashomon_text::names::NameKind;
use rashomon_text::syntax::{Relation, Upos};
use rashomon_text::{Layers, TextRange};

/// Words that open a sentence which adds to the one before it.
const ADDING: &[&str] =
    &["also", "additionally", "furthermore", "moreover", "another", "further", "besides", "likewise"];

/// Words that open a sentence in which the report itself takes over.
const TURNING: &[&str] = &[
    "meanwhile",
    "however",
    "but",
    "yet",
    "earlier",
    "previously",
    "separately",
    "elsewhere",
    "while",
    "although",
    "overall",
];

/// For each sentence, the attribution whose account goes on in it without a cue of its own;
/// `None` where the sentence has an attribution of its own or speaks in the report's own voice.
///
/// Conservative: a sentence goes on only where its first words tie it to the account before it, and a
/// new paragraph, a turn of the text or a new actor ends the account.
pub fn carried(layers: &Layers, attributions: &[Attribution]) -> Vec<Option<usize>> {
    let own = own_of_sentences(layers, attributions);
    let mut speaking: Option<usize> = None;
    let mut result = vec![None; layers.sentences.len()];
    for sentence in 0..layers.sentences.len() {
        if let Some(last) = own[sentence] {
            speaking = can_go_on(&attributions[last]).then_some(last);
            continue;
        }
        speaking = speaking.filter(|&at| goes_on(layers, sentence, &attributions[at]));
        result[sentence] = speaking;
    }
    result
}

/// The last attribution whose cue or content lies in each sentence, those that stand in another left out.
fn own_of_sentences(layers: &Layers, attributions: &[Attribution]) -> Vec<Option<usize>> {
    let mut own = vec![None; layers.sentences.len()];
    for (at, one) in attributions.iter().enumerate().filter(|(_, one)| one.within.is_none()) {
        for range in one.content.iter().chain(&one.cue) {
            for sentence in sentences_in(layers, *range) {
                own[sentence] = Some(at);
            }
        }
    }
    own
}

fn sentences_in(layers: &Layers, range: TextRange) -> std::ops::Range<usize> {
    let tokens = layers.tokens_in(range);
    if tokens.is_empty() { 0..0 } else { layers.sentence_at(tokens.start)..layers.sentence_at(tokens.end - 1) + 1 }
}

/// Whether somebody is there whose account can go on.
fn can_go_on(one: &Attribution) -> bool {
    one.claimant.speaker().is_some() && one.stance.is_factual() && !matches!(one.claimant, Claimant::Narrator)
}

fn goes_on(layers: &Layers, sentence: usize, account: &Attribution) -> bool {
    let tokens = layers.sentences[sentence].tokens.clone();
    let Some(first) = tokens.clone().find(|&at| layers.upos(at) != Upos::Punct) else { return false };
    let opening = layers.text(first).to_lowercase();
    if TURNING.contains(&opening.as_str()) || layers.sentences[sentence].opens_paragraph {
        return false;
    }
    let early = tokens.take(6).any(|at| ADDING.iter().any(|word| layers.text(at).eq_ignore_ascii_case(word)));
    let adds = early || is_in_addition(layers, first);
    let ties = ties_back(layers, first, account);
    (adds || ties) && !new_actor(layers, sentence, account)
}

fn is_in_addition(layers: &Layers, first: usize) -> bool {
    let next = layers.tokens.len() > first + 1;
    next && layers.text(first) == "In" && matches!(layers.text(first + 1), "addition" | "total" | "all")
}

/// Whether the sentence opens on something that the account just spoke of: "those killed", "of these", "they".
fn ties_back(layers: &Layers, first: usize, account: &Attribution) -> bool {
    let word = layers.text(first).to_lowercase();
    let next = if first + 1 < layers.tokens.len() { layers.text(first + 1) } else { "" };
    match word.as_str() {
        "those" | "these" | "they" | "it" => true,
        "of" | "among" => matches!(next, "those" | "these" | "them" | "the"),
        "the" | "this" => echoes(layers, first, account),
        _ => false,
    }
}

/// Whether the noun that opens a sentence was just used in the account.
fn echoes(layers: &Layers, first: usize, account: &Attribution) -> bool {
    let Some(head) = layers.head(first).filter(|&head| head > first) else { return false };
    let lemma = layers.lemma(head);
    let named = layers.upos(head) == Upos::Propn;
    !named && account.content.last().is_some_and(|&piece| layers.tokens_in(piece).any(|at| layers.lemma(at) == lemma))
}

/// Whether a named person or body other than the speaker is the subject of the sentence.
fn new_actor(layers: &Layers, sentence: usize, account: &Attribution) -> bool {
    let root = layers.sentences[sentence].tokens.clone().find(|&at| layers.head(at).is_none());
    let subject = root.and_then(|root| child_by(layers, root, &[Relation::Nsubj, Relation::NsubjPass]));
    let name = subject.and_then(|subject| layers.name_at(subject));
    let known = account.claimant.speaker().map(|speaker| speaker.name.as_str());
    name.is_some_and(|name| {
        matches!(name.kind, NameKind::Person | NameKind::Organisation)
            && layers.entities.get(name.entity).is_none_or(|entity| Some(entity.name.as_str()) != known)
    })
}
