//! Who passes on what somebody says: "told Reuters", "in an interview with the paper", "quoted the minister as saying".

use super::draft::{Draft, Source};
use super::lexicon::{Relay, SourceKind, lexicon};
use super::sources::is_time;
use super::spans::{self, child_by};
use super::subjects::{agent, is_passive, subject};
use rashomon_text::Layers;
use rashomon_text::names::NameKind;
use rashomon_text::syntax::{Relation, Upos};
use std::ops::Range;

/// The most words of a medium's name.
const LONGEST: usize = 8;

/// How far above a word of passing on the cue or its source stands at most.
const HEIGHT: usize = 8;

/// Those who pass a draft on, as the words around its cue and its source tell.
pub(super) fn around(layers: &Layers, draft: &Draft) -> Vec<Source> {
    let sentence = spans::sentence(layers, draft.anchor);
    let said = |at: usize| draft.content.iter().any(|piece| piece.contains(&at));
    let mut found: Vec<Source> = Vec::new();
    for at in sentence.clone().filter(|&at| !said(at)) {
        let Some(relay) = at_word(layers, at, &sentence).filter(|_| is_tied(layers, at, draft)) else { continue };
        let source = draft.source.as_ref();
        let new = found.iter().all(|known| known.head != relay.head);
        if new && source.is_none_or(|source| source.head != relay.head) && !said(relay.head) {
            found.push(relay);
        }
    }
    found
}

/// Whether a word hangs on the cue or stands in its source.
fn is_tied(layers: &Layers, at: usize, draft: &Draft) -> bool {
    let inside = draft.source.as_ref().is_some_and(|source| source.tokens.contains(&at));
    inside || layers.ancestors(at).take(HEIGHT).any(|up| up == draft.anchor)
}

/// The medium behind the words of passing on that begin at a token.
fn at_word(layers: &Layers, at: usize, sentence: &Range<usize>) -> Option<Source> {
    let word = layers.text(at);
    let find = |word: &str| lexicon().relays(word).find_map(|relay| medium(layers, at, relay, sentence));
    if word.starts_with(char::is_uppercase) { find(&word.to_lowercase()) } else { find(word) }
}

fn medium(layers: &Layers, at: usize, relay: &Relay, sentence: &Range<usize>) -> Option<Source> {
    let mut start = at;
    for word in relay.words() {
        start = (start < sentence.end && layers.text(start).eq_ignore_ascii_case(word)).then_some(start + 1)?;
    }
    let own = start < sentence.end && layers.upos(start) == Upos::Pron && layers.relation(start) == Relation::NmodPoss;
    let tokens = phrase(layers, start + usize::from(own), sentence);
    let head = tokens.end.checked_sub(1).filter(|_| !tokens.is_empty())?;
    let named = tokens.clone().any(|at| layers.upos(at) == Upos::Propn);
    let hears = match relay.words().nth(1) {
        // "On state television", but not "on Monday" or "on its channel".
        None => is_medium(layers, head..head + 1) && is_public(layers, tokens.clone()),
        Some(_) => relay.any || passes_on(layers, tokens.clone()),
    };
    (hears && (!own || named)).then_some(Source { head, tokens, antecedent: None })
}

/// Whether a channel is one by name, or the state's: "state television", and not "breakfast television".
fn is_public(layers: &Layers, mut tokens: Range<usize>) -> bool {
    tokens.any(|at| {
        let public = matches!(layers.lemma(at), "state" | "national" | "public" | "local" | "army" | "official");
        public || layers.text(at).starts_with(char::is_uppercase)
    })
}

/// The words of a noun phrase from a token on.
fn phrase(layers: &Layers, start: usize, sentence: &Range<usize>) -> Range<usize> {
    let inside = |at: usize| {
        matches!(layers.upos(at), Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn)
            || matches!(layers.text(at), "'s" | "’s")
    };
    let last = sentence.end.min(start + LONGEST).max(start);
    let end = (start..last).find(|&at| !inside(at) || is_time(layers, at));
    start..end.unwrap_or(last)
}

/// Whether a phrase names a medium, or a body that speaks for nobody in particular.
fn passes_on(layers: &Layers, tokens: Range<usize>) -> bool {
    let head = tokens.end - 1;
    let kind = layers.name_at(head).map(|name| name.kind);
    let named = layers.upos(head) == Upos::Propn && !matches!(kind, Some(NameKind::Person | NameKind::Place));
    named && is_nobody(layers, head) || is_medium(layers, tokens)
}

/// Whether a word is no noun for those who speak for themselves; "Post" and "Journal" are for what is read.
fn is_nobody(layers: &Layers, token: usize) -> bool {
    matches!(lexicon().source_kind(layers, token), None | Some(SourceKind::Document))
}

/// In "told Reuters", the medium that passes it on; mere readers and reporters pass nothing on.
pub(super) fn listener(layers: &Layers, verb: usize) -> Option<Source> {
    if layers.lemma(verb) != "tell" || !matches!(layers.upos(verb), Upos::Verb) {
        return None;
    }
    let sentence = spans::sentence(layers, verb);
    let tokens = phrase(layers, verb + 1, &sentence);
    let head = tokens.end.checked_sub(1).filter(|_| !tokens.is_empty())?;
    let person = layers.name_at(head).is_some_and(|name| name.kind == NameKind::Person);
    let named = layers.upos(head) == Upos::Propn && !person;
    let hears = named && is_nobody(layers, head) || is_medium(layers, tokens.clone());
    hears.then_some(Source { head, tokens, antecedent: None })
}

/// Whether a phrase speaks of a paper, an agency, a channel.
fn is_medium(layers: &Layers, mut tokens: Range<usize>) -> bool {
    let media = [
        "agency",
        "broadcaster",
        "channel",
        "daily",
        "magazine",
        "network",
        "newspaper",
        "outlet",
        "paper",
        "radio",
        "station",
        "television",
        "tv",
        "weekly",
    ];
    tokens.any(|at| media.iter().any(|word| layers.lemma(at).eq_ignore_ascii_case(word)))
}

/// In "quoted the ministry as saying", who speaks, and who passes it on.
pub(super) fn quoter(layers: &Layers, verb: usize) -> Option<(Source, Option<Source>)> {
    let before = verb.checked_sub(1)?;
    let saying = layers.text(before) == "as" && matches!(layers.text(verb), "saying" | "telling");
    let head = if saying { layers.ancestors(verb).take(2).find(|&at| is_quoting(layers, at)) } else { None }?;
    if is_passive(layers, head) {
        let speaker = child_by(layers, head, &[Relation::NsubjPass]).map(|at| Source::subject(layers, head, at))?;
        return Some((speaker, agent(layers, head).or_else(|| agent(layers, verb))));
    }
    let speaker = child_by(layers, head, &[Relation::Obj]).map(|at| Source::before(layers, at, before))?;
    Some((speaker, subject(layers, head)))
}

fn is_quoting(layers: &Layers, verb: usize) -> bool {
    matches!(layers.lemma(verb), "quote" | "cite")
}

/// Whether a verb only tells who passes on what another one says: the first one of "quoted the ministry as saying".
pub(super) fn only_quotes(layers: &Layers, verb: usize) -> bool {
    let end = spans::sentence(layers, verb).end.min(verb + 20);
    let speaks = |at: usize| quoter(layers, at).is_some() && layers.ancestors(at).take(2).any(|up| up == verb);
    is_quoting(layers, verb) && (verb + 1..end).any(speaks)
}
