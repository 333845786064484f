//! The phrase that a quantity stands in: what is counted, and by which token it hangs in the sentence.

use super::words::{self, preposition};
use crate::measures::Classes;
use rashomon_text::Layers;
use rashomon_text::quantities::{Quantity, QuantityKind};
use rashomon_text::syntax::{Relation, Upos};
use smol_str::{SmolStr, format_smolstr};
use std::ops::Range;

/// A quantity and what it counts.
#[derive(Clone, Debug)]
pub(super) struct Phrase<'a> {
    /// The quantity.
    pub(super) quantity: &'a Quantity,
    /// The noun that is counted, or that a unit's amount is of; none where the number stands alone.
    pub(super) noun: Option<usize>,
    /// Whether the noun hangs below the number: "38,000 of their soldiers".
    pub(super) partitive: bool,
    /// The token by which it all hangs in the sentence.
    pub(super) top: usize,
    /// From the quantity's first token to the noun.
    pub(super) tokens: Range<usize>,
    /// What is counted or measured.
    pub(super) classes: Classes,
}

impl<'a> Phrase<'a> {
    /// The phrase of a quantity.
    pub(super) fn of(layers: &Layers, quantity: &'a Quantity) -> Self {
        let head = quantity.head;
        let counts = quantity.kind == QuantityKind::Count || quantity.unit == "1";
        let below = partitive(layers, quantity).map(|noun| past_number(layers, noun));
        let (noun, partitive, top) = match (below, counts) {
            (Some(noun), _) => (Some(noun), true, head),
            (None, true) => match governing_noun(layers, quantity).or_else(|| next_noun(layers, quantity.tokens.end)) {
                Some(noun) => (Some(noun), false, top_of(layers, head, noun)),
                None => (None, false, head),
            },
            (None, false) if is_one_in(layers, quantity) => (next_noun(layers, quantity.tokens.end), true, head),
            (None, false) => (None, false, head),
        };
        let end = noun.map_or(quantity.tokens.end, |noun| quantity.tokens.end.max(noun + 1));
        let classes = classes(layers, quantity, noun);
        Self { quantity, noun, partitive, top, tokens: quantity.tokens.start..end, classes }
    }

    /// Whether it counts things, rather than measuring in a unit.
    pub(super) fn counts(&self) -> bool {
        self.quantity.kind == QuantityKind::Count
    }

    /// Whether what is counted is only pointed at: "14 of which", "two of them", "nearly 15,000 of these losses".
    pub(super) fn is_anaphoric(&self, layers: &Layers) -> bool {
        const POINTERS: [&str; 9] = ["which", "whom", "them", "those", "these", "us", "you", "who", "that"];
        self.noun.is_some_and(|noun| {
            words::is_any(layers, noun, &POINTERS)
                || layers.child(noun, Relation::Det).is_some_and(|det| words::is_any(layers, det, &["these", "those"]))
        })
    }
}

/// "One in ten HOMES", "two out of three VOTERS".
fn is_one_in(layers: &Layers, quantity: &Quantity) -> bool {
    let said = |at: usize| words::is_any(layers, at, &["in", "out"]);
    quantity.kind == QuantityKind::Share && quantity.tokens.clone().any(said)
}

/// "dozens OF VILLAGES", "38,000 OF THEIR SOLDIERS", "a fifth OF THE COUNTRY", "$2 billion IN DAMAGE".
fn partitive(layers: &Layers, quantity: &Quantity) -> Option<usize> {
    let under_head = layers.children(quantity.head).find(|&child| {
        child >= quantity.tokens.end
            && matches!(layers.relation(child), Relation::Nmod | Relation::Obl)
            && preposition(layers, child).as_deref() == Some("of")
    });
    under_head.or_else(|| {
        let last = quantity.tokens.end;
        let of = if last > 0 && words::is(layers, last - 1, "of") { last } else { last + 1 };
        let follows = of > last && last < layers.tokens.len() && words::is(layers, last, "of") || of == last;
        // "61 of 101 SEATS", "61 of the 101 SEATS": past the number of the whole.
        let the = usize::from(of < layers.tokens.len() && layers.upos(of) == Upos::Det);
        let number = of + the < layers.tokens.len() && layers.upos(of + the) == Upos::Num;
        let from = if number { of + the + 1 } else { of };
        let inside = from < layers.tokens.len() && words::sentence(layers, quantity.head).contains(&from);
        if follows && inside { next_noun(layers, from) } else { None }
    })
}

/// "37 of 410 STATIONS": the noun of the whole, where its number hangs higher.
fn past_number(layers: &Layers, noun: usize) -> usize {
    let number = layers.upos(noun) == Upos::Num;
    next_noun(layers, noun + 1).filter(|_| number && noun + 1 < layers.tokens.len()).unwrap_or(noun)
}

/// The noun that the number modifies.
fn governing_noun(layers: &Layers, quantity: &Quantity) -> Option<usize> {
    let noun = compound_head(layers, layers.head(quantity.head)?);
    let modifies = matches!(
        layers.relation(quantity.head),
        Relation::Nummod
            | Relation::Compound
            | Relation::Amod
            | Relation::Det
            | Relation::NmodDesc
            | Relation::NmodUnmarked
    );
    // "two howitzers and ten trucks": another number's noun is not this one's.
    let own = || (quantity.tokens.end..noun).all(|at| layers.upos(at) != Upos::Num);
    let near = noun >= quantity.tokens.end && noun < quantity.tokens.end + 9 && own() && !words::is_time(layers, noun);
    let nominal = matches!(layers.upos(noun), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Sym | Upos::X);
    (modifies && near && nominal).then_some(noun)
}

/// The last noun of a compound: the number of "eight fire engines" may hang on "fire".
fn compound_head(layers: &Layers, noun: usize) -> usize {
    let next = layers.head(noun).filter(|&head| layers.relation(noun) == Relation::Compound && head == noun + 1);
    next.unwrap_or(noun)
}

/// The last noun of the run of nouns and adjectives that starts at a token.
fn next_noun(layers: &Layers, start: usize) -> Option<usize> {
    let end = words::sentence(layers, start.min(layers.tokens.len().checked_sub(1)?)).end.min(start + 9);
    let mut last = None;
    for at in start..end {
        match layers.upos(at) {
            Upos::Noun | Upos::Propn if last.is_none() && words::is_time(layers, at) => {}
            Upos::Noun | Upos::Propn => last = Some(at),
            Upos::Pron if last.is_none() && layers.relation(at) != Relation::NmodPoss => return Some(at),
            Upos::Det if words::is_any(layers, at, &["those", "these"]) && !has_noun_next(layers, at, end) => {
                return Some(at);
            }
            Upos::Pron | Upos::Det | Upos::Adj | Upos::Part if last.is_none() => {}
            Upos::Verb if last.is_none() && layers.relation(at) == Relation::Amod && words::is_past(layers, at) => {}
            Upos::Punct if last.is_none() && layers.text(at) == "-" => {}
            _ => break,
        }
    }
    last
}

fn has_noun_next(layers: &Layers, at: usize, end: usize) -> bool {
    at + 1 < end && matches!(layers.upos(at + 1), Upos::Noun | Upos::Propn | Upos::Adj)
}

/// The number hangs on its noun; where the tree says otherwise, whichever of the two hangs higher.
fn top_of(layers: &Layers, head: usize, noun: usize) -> usize {
    if layers.ancestors(noun).take(6).any(|at| at == head) { head } else { noun }
}

fn classes(layers: &Layers, quantity: &Quantity, noun: Option<usize>) -> Classes {
    let counted = noun.map_or(Classes::NONE, |noun| noun_classes(layers, noun));
    match quantity.kind {
        QuantityKind::Count if noun.is_none() => Classes::OTHER.or(Classes::named("person").unwrap_or(Classes::OTHER)),
        QuantityKind::Count => counted,
        QuantityKind::Rate => Classes::of_unit(&quantity.unit).or(Classes::named("rate").unwrap_or(Classes::OTHER)),
        QuantityKind::Share => Classes::of_unit("fraction").or(counted.without(Classes::OTHER)),
        QuantityKind::Multiple => Classes::named("multiple").unwrap_or(Classes::OTHER),
        _ => Classes::of_unit(&quantity.unit),
    }
}

/// The class of a counted noun: of its compound ("fire engine"), else of the noun, else by how it ends.
pub(super) fn noun_classes(layers: &Layers, noun: usize) -> Classes {
    let lemma = layers.lemma(noun);
    let compound = (noun > 0).then(|| format_smolstr!("{} {lemma}", words::lower(layers, noun - 1)));
    let lower: SmolStr = words::lower(layers, noun);
    compound
        .and_then(|both| Classes::of_noun(&both))
        .or_else(|| Classes::of_noun(lemma))
        .or_else(|| Classes::of_noun(&lower))
        .unwrap_or_else(|| unknown(layers, noun, &lower))
}

fn unknown(layers: &Layers, noun: usize, lower: &str) -> Classes {
    const PEOPLE: [&str; 8] = ["man", "men", "woman", "women", "ist", "ists", "ian", "ians"];
    let human = layers.upos(noun) == Upos::Pron || PEOPLE.iter().any(|end| lower.ends_with(end));
    let person = Classes::named("person").unwrap_or(Classes::OTHER);
    if human { person.or(Classes::OTHER) } else { Classes::OTHER }
}
