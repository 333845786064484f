//! Set phrases ("according to …") and the colons of headlines and transcripts ("Mayor: dam will hold").

use super::draft::{Draft, Source};
use super::lexicon::{Phrase, lexicon};
use super::spans::{self, is_nominal, trim};
use crate::claim::Stance;
use rashomon_text::Layers;
use rashomon_text::names::NameKind;
use rashomon_text::syntax::{Relation, Upos};
use std::ops::Range;

/// The most words that stand before the colon of "X: …".
const LABEL: usize = 8;

/// The attribution that begins with a set phrase at a token.
pub(super) fn find(layers: &Layers, token: usize) -> Option<Draft> {
    if !matches!(layers.upos(token), Upos::Verb | Upos::Adp | Upos::Sconj | Upos::Adv | Upos::X | Upos::Adj) {
        return None;
    }
    let word = layers.text(token);
    let found = |word: &str| lexicon().phrases(word).find_map(|phrase| draft(layers, token, phrase));
    if word.starts_with(|c: char| c.is_ascii_uppercase()) { found(&word.to_lowercase()) } else { found(word) }
}

fn draft(layers: &Layers, token: usize, phrase: &Phrase) -> Option<Draft> {
    let sentence = spans::sentence(layers, token);
    let mut end = token;
    for word in phrase.words() {
        let fits = end < sentence.end && layers.text(end).eq_ignore_ascii_case(word);
        end = fits.then_some(end + 1)?;
    }
    let source = follower(layers, end, &sentence)
        .filter(|source| !phrase.needs_source() || names_source(layers, source.head))
        .filter(|source| phrase.takes(layers.lemma(source.head)))?;
    let content = surroundings(layers, token, source.tokens.end, &sentence);
    let source = if phrase.needs_count() { counter(layers, source, &content)? } else { source };
    Some(Draft {
        anchor: token,
        cue: token..end,
        source: Some(source),
        content,
        stance: Stance::Asserted,
        relays: Vec::new(),
        takes_quote: false,
        borrows: phrase.relay,
    })
}

/// Who counted or told: in "by the navy's count" the navy; where nobody is said to have, a count that gives a figure.
fn counter(layers: &Layers, count: Source, content: &[Range<usize>]) -> Option<Source> {
    let owner = spans::child_by(layers, count.head, &[Relation::NmodPoss]);
    match owner.filter(|&owner| names_source(layers, owner) || layers.upos(owner) == Upos::Pron) {
        Some(owner) => Some(Source::phrase(layers, owner)),
        None => content.iter().any(|piece| spans::holds_quantity(layers, piece)).then_some(count),
    }
}

/// The noun phrase that begins at a token.
fn follower(layers: &Layers, start: usize, sentence: &Range<usize>) -> Option<Source> {
    if start >= sentence.end {
        return None;
    }
    let mut head = start;
    while let Some(up) = layers.head(head).filter(|&up| up >= start && up < sentence.end) {
        let nested = matches!(
            layers.relation(head),
            Relation::Det
                | Relation::DetPredet
                | Relation::Amod
                | Relation::Compound
                | Relation::Nummod
                | Relation::NmodPoss
                | Relation::Flat
                | Relation::Case
                | Relation::Advmod
                | Relation::NmodDesc
                | Relation::NmodUnmarked
                | Relation::Nmod
        );
        if !nested {
            break;
        }
        head = up;
    }
    let mut source = is_nominal(layers, head).then(|| Source::phrase(layers, head))?;
    source.tokens.start = start;
    source.tokens.end = source.tokens.end.max(head + 1);
    if source.tokens.end + 1 >= sentence.end && start < sentence.start + 5 {
        let comma = (head..source.tokens.end).find(|&at| layers.text(at) == ",");
        source.tokens.end = comma.unwrap_or(source.tokens.end);
    }
    Some(source)
}

/// Whether a token is a name or a noun for those who can say something.
pub(super) fn names_source(layers: &Layers, token: usize) -> bool {
    let name = layers.name_at(token).map(|name| name.kind);
    let named = matches!(name, Some(NameKind::Person | NameKind::Organisation | NameKind::Place | NameKind::Other));
    named || lexicon().source_kind(layers, token).is_some()
}

/// What a phrase at the start, the end or in the middle of a sentence speaks of.
fn surroundings(layers: &Layers, start: usize, end: usize, sentence: &Range<usize>) -> Vec<Range<usize>> {
    let hole = start..end;
    let whole = trim(layers, sentence.clone());
    let opens = trim(layers, sentence.start..start).is_empty();
    let closes = trim(layers, end..sentence.end).is_empty();
    if opens || closes {
        return spans::without(layers, whole, hole);
    }
    let clause = clause_around(layers, start);
    spans::without(layers, if clause.len() > hole.len() + 2 { clause } else { whole }, hole)
}

/// The clause that holds a token.
fn clause_around(layers: &Layers, token: usize) -> Range<usize> {
    let clausal = [
        Relation::Root,
        Relation::Ccomp,
        Relation::Advcl,
        Relation::Parataxis,
        Relation::Acl,
        Relation::AclRelcl,
        Relation::Conj,
    ];
    let verbal = |&at: &usize| {
        clausal.contains(&layers.relation(at))
            && matches!(layers.upos(at), Upos::Verb | Upos::Aux | Upos::Adj | Upos::Noun)
            && at != token
    };
    layers.ancestors(token).find(verbal).map_or(spans::sentence(layers, token), |at| layers.subtree(at))
}

/// The attribution that a colon or dash of a headline or transcript makes.
pub(super) fn label(layers: &Layers, sentence: usize) -> Option<Draft> {
    let tokens = layers.sentences.get(sentence)?.tokens.clone();
    let opening = layers.sentences[sentence].opens_paragraph || sentence == 0;
    signed(layers, &tokens)
        .or_else(|| speaker_first(layers, &tokens).filter(|_| opening))
        .or_else(|| speaker_last(layers, &tokens))
}

/// "“The dam will hold.” — Jane Doe, mayor": a quotation with the name of its speaker behind a dash.
fn signed(layers: &Layers, tokens: &Range<usize>) -> Option<Draft> {
    let is_dash = |at: usize| matches!(layers.text(at), "-" | "–" | "—" | "―" | "--");
    let dash = tokens.clone().find(|&at| is_dash(at))?;
    let words = dash + 1..tokens.end;
    let comma = words.clone().find(|&at| layers.text(at) == ",").unwrap_or(words.end);
    let verbal = words.clone().any(|at| matches!(layers.upos(at), Upos::Verb | Upos::Aux));
    let start = layers.tokens.get(dash)?.range.start();
    let before = layers.quotes[..layers.quotes.partition_point(|quote| quote.range.start() < start)].last()?;
    let quoted = layers.tokens_in(before.range);
    let name = layers.name_at(dash + 1).is_some_and(|name| name.kind == NameKind::Person);
    if quoted.end != dash || quoted.len() < 4 || verbal || !name || words.len() > 2 * LABEL {
        return None;
    }
    let source = labelled(layers, trim(layers, words.start..comma))?;
    Some(colon_draft(dash, source, quoted))
}

/// "Mayor: dam will hold"
fn speaker_first(layers: &Layers, tokens: &Range<usize>) -> Option<Draft> {
    let colon = tokens.clone().take(LABEL + 1).find(|&at| layers.text(at) == ":")?;
    let words = tokens.start..colon;
    let content = trim(layers, colon + 1..tokens.end);
    let verbal = words.clone().any(|at| matches!(layers.upos(at), Upos::Verb | Upos::Aux));
    let source = if words.is_empty() || verbal || content.len() < 3 { None } else { labelled(layers, words) }?;
    Some(colon_draft(colon, source, content))
}

/// "Dam will hold: mayor", "Nine dead in storm - ministry"
fn speaker_last(layers: &Layers, tokens: &Range<usize>) -> Option<Draft> {
    let from = tokens.end.saturating_sub(LABEL).max(tokens.start);
    let mark = (from..tokens.end).rev().find(|&at| matches!(layers.text(at), ":" | "-" | "–" | "—" | "―" | "--"))?;
    let spaced = layers.text(mark) == ":" || layers.tokens[mark].space_before;
    let words = mark + 1..tokens.end;
    let stop = words.clone().any(|at| matches!(layers.upos(at), Upos::Verb | Upos::Aux | Upos::Punct));
    let content = trim(layers, tokens.start..mark);
    let source = if words.is_empty() || stop || !spaced || content.len() < 4 { None } else { labelled(layers, words) }?;
    Some(colon_draft(mark, source, content))
}

fn colon_draft(colon: usize, source: Source, content: Range<usize>) -> Draft {
    Draft {
        anchor: colon,
        cue: colon..colon + 1,
        source: Some(source),
        content: vec![content],
        stance: Stance::Asserted,
        relays: Vec::new(),
        takes_quote: false,
        borrows: false,
    }
}

/// A label that names somebody or something that speaks.
fn labelled(layers: &Layers, words: Range<usize>) -> Option<Source> {
    let head = words.clone().find(|&at| layers.head(at).is_none_or(|up| !words.contains(&up)))?;
    let name = layers.name_at(head).or_else(|| layers.name_at(words.end - 1)).map(|name| name.kind);
    let speaks = matches!(name, Some(NameKind::Person | NameKind::Organisation))
        || lexicon().source_kind(layers, head).is_some()
        || lexicon().source_kind(layers, words.end - 1).is_some();
    let all_capitals = |at: usize| {
        layers.text(at).len() > 1
            && layers.text(at).chars().all(|c| c.is_uppercase() || c == '.' || c == '’' || c == '\'')
    };
    let shouted = words.len() <= 4 && words.clone().all(all_capitals);
    (speaks || shouted).then_some(Source { head, tokens: words, antecedent: None })
}

/// Whether a token is a person: by name, by pronoun or by noun.
pub(super) fn names_person(layers: &Layers, token: usize) -> bool {
    let person = layers.name_at(token).is_some_and(|name| name.kind == NameKind::Person);
    let pronoun = matches!(layers.text(token), "He" | "She" | "he" | "she");
    person || pronoun || lexicon().source_kind(layers, token) == Some(super::lexicon::SourceKind::Person)
}
