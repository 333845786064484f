//! What the model is told of each token: hashes of its word, its place in the tree, its class in the tables.

use super::super::lexicon::{SourceKind, lexicon};
use super::hash::{mix, of_word, small};
use rashomon_text::names::NameKind;
use rashomon_text::syntax::{Relation, Upos};
use rashomon_text::{Layers, TextRange};

/// No token.
pub const NOBODY: u32 = u32::MAX;

/// What is known of one token.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fact {
    /// Hash of the lemma in lower case.
    pub lemma: u32,
    /// Hash of the form in lower case.
    pub form: u32,
    /// Hash of the last letters.
    pub ending: u32,
    /// Code of the part of speech.
    pub upos: u32,
    /// Code of the relation to the head.
    pub relation: u32,
    /// What the tables of cues say of it.
    pub class: u32,
    /// What sort of speaker it may be.
    pub kind: u32,
    /// The outermost quotation that holds it, counted from 1; 0 for none.
    pub quote: u32,
    /// Relations of its dependents, a bit each.
    pub children: u64,
    /// Its nearest subject, its clause, object, oblique and marker; [`NOBODY`] where there is none.
    pub subject: u32,
    /// The first finite clause that it governs.
    pub clause: u32,
    /// Its object.
    pub object: u32,
    /// The first oblique phrase or modifier behind it.
    pub oblique: u32,
    /// The first marker or preposition before it.
    pub marker: u32,
    /// Its last auxiliary.
    pub auxiliary: u32,
}

/// The facts of all tokens of a report.
pub fn facts(layers: &Layers) -> Vec<Fact> {
    let mut facts: Vec<Fact> = (0..layers.tokens.len()).map(|at| fact(layers, at)).collect();
    for (at, quote) in layers.quotes.iter().enumerate() {
        for token in tokens_of(layers, quote.range) {
            let fact = &mut facts[token];
            fact.quote = if fact.quote == 0 { at as u32 + 1 } else { fact.quote };
        }
    }
    for at in 0..facts.len() {
        if let Some(head) = layers.head(at) {
            adopt(layers, &mut facts[head], head, at);
        }
    }
    facts
}

fn tokens_of(layers: &Layers, range: TextRange) -> std::ops::Range<usize> {
    layers.tokens_in(range)
}

fn fact(layers: &Layers, at: usize) -> Fact {
    let text = layers.text(at);
    let lemma = layers.lemma(at);
    let tail = text.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    Fact {
        lemma: of_word(lemma),
        form: of_word(text),
        ending: of_word(&text[tail..]),
        upos: layers.upos(at) as u32,
        relation: layers.relation(at) as u32,
        class: class(layers, at),
        kind: kind(layers, at),
        subject: NOBODY,
        clause: NOBODY,
        object: NOBODY,
        oblique: NOBODY,
        marker: NOBODY,
        auxiliary: NOBODY,
        ..Fact::default()
    }
}

/// The frames and the stance that the tables give a word, as one number.
fn class(layers: &Layers, at: usize) -> u32 {
    let (lemma, form) = (layers.lemma(at), layers.text(at));
    match layers.upos(at) {
        Upos::Verb | Upos::Aux => lexicon().verbs_at(lemma, form).fold(0, |all, cue| mix(all | 1, cue.code())),
        Upos::Noun | Upos::Propn => lexicon().noun(lemma).map_or(0, |cue| mix(2, cue.code())),
        Upos::Adj | Upos::Adv | Upos::Adp | Upos::Sconj => {
            let capital = form.starts_with(|c: char| c.is_ascii_uppercase());
            let opens = |word: &str| lexicon().phrases(word).next().is_some();
            u32::from(if capital { opens(&form.to_lowercase()) } else { opens(form) }) * small(3)
        }
        _ => 0,
    }
}

/// What sort of speaker a token may stand for.
fn kind(layers: &Layers, at: usize) -> u32 {
    match layers.upos(at) {
        Upos::Noun | Upos::Propn | Upos::Adj | Upos::X | Upos::Sym => {
            let name = layers.name_at(at).map(|name| name.kind);
            let noun = lexicon().source_kind(layers, at);
            match (name, noun) {
                (Some(NameKind::Person), _) => 1,
                (Some(NameKind::Organisation), _) => 2,
                (Some(NameKind::Place), _) => 3,
                (Some(_), _) => 4,
                (_, Some(SourceKind::Person)) => 5,
                (_, Some(SourceKind::Crowd)) => 6,
                (_, Some(SourceKind::Group)) => 7,
                (_, Some(SourceKind::Document)) => 8,
                _ => 9,
            }
        }
        Upos::Pron | Upos::Det | Upos::Num => mix(10, of_word(layers.text(at))),
        other => 16 + other as u32,
    }
}

/// Tells a head of one of its dependents, which come from left to right.
fn adopt(layers: &Layers, head: &mut Fact, place: usize, child: usize) {
    let relation = layers.relation(child);
    head.children |= 1 << (relation as u32).min(63);
    let first = |slot: &mut u32| *slot = if *slot == NOBODY { child as u32 } else { *slot };
    match relation {
        Relation::Nsubj | Relation::NsubjOuter | Relation::NsubjPass if head.subject == NOBODY || child < place => {
            head.subject = child as u32;
        }
        Relation::Ccomp | Relation::Csubj | Relation::CsubjPass | Relation::Parataxis => first(&mut head.clause),
        Relation::Xcomp | Relation::Acl | Relation::Advcl if head.clause == NOBODY && child > place => {
            head.clause = child as u32;
        }
        Relation::Obj | Relation::Iobj => first(&mut head.object),
        Relation::Obl | Relation::OblAgent | Relation::Nmod if child > place => first(&mut head.oblique),
        Relation::Mark | Relation::Case => first(&mut head.marker),
        Relation::Aux | Relation::AuxPass | Relation::Cop => head.auxiliary = child as u32,
        _ => {}
    }
}
