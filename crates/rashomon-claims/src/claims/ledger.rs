//! Which quantities are figures of a ledger: what says something about the story's world that a party
//! could dispute.

use super::measuring::Found;
use super::phrase::Phrase;
use super::words;
use rashomon_text::Layers;
use rashomon_text::quantities::QuantityKind;
use rashomon_text::syntax::{Relation, Upos};

/// Whether a figure belongs in the ledger; `found` is the word that says what it measures, if one does.
pub(super) fn keeps(layers: &Layers, phrase: &Phrase, found: Option<Found>) -> bool {
    let quantity = phrase.quantity;
    if !quantity.kind.is_figure() || is_exchange_rate(layers, phrase) {
        return false;
    }
    if quantity.kind != QuantityKind::Count {
        return true;
    }
    match (found, phrase.noun) {
        (_, _) if is_one(layers, phrase) => found.is_some() && !is_singled_out(layers, phrase),
        (None, None) => is_argument(layers, phrase),
        (None, Some(_)) => !phrase.classes.dropped() && !is_known(layers, phrase),
        (Some(_), _) => true,
    }
}

/// "($1 = 83.6 yen)"
fn is_exchange_rate(layers: &Layers, phrase: &Phrase) -> bool {
    let tokens = &phrase.quantity.tokens;
    let sign = |at: usize| at < layers.tokens.len() && layers.text(at) == "=";
    phrase.quantity.kind == QuantityKind::Money && (sign(tokens.end) || tokens.start.checked_sub(1).is_some_and(sign))
}

fn is_one(layers: &Layers, phrase: &Phrase) -> bool {
    phrase.quantity.value.is_exact()
        && phrase.quantity.value.low == Some(1.0)
        && words::is_any(layers, phrase.quantity.head, &["one", "a", "an", "another", "single"])
}

/// "one of the most", "one such group", "no one".
fn is_singled_out(layers: &Layers, phrase: &Phrase) -> bool {
    let next = phrase.quantity.tokens.end;
    let before = phrase.quantity.tokens.start.checked_sub(1);
    next < layers.tokens.len() && words::is_any(layers, next, &["of", "such", "another"])
        || before.is_some_and(|before| {
            words::is_any(layers, before, &["no", "any", "every", "each", "some", "this", "that", "the"])
        })
}

/// A number without a noun counts something only where it is a part of a clause: "three were having surgery".
fn is_argument(layers: &Layers, phrase: &Phrase) -> bool {
    let subject = matches!(layers.relation(phrase.top), Relation::Nsubj | Relation::NsubjPass | Relation::Obj);
    let governed = layers.head(phrase.top).is_some_and(|verb| layers.upos(verb) == Upos::Verb);
    subject && governed && !is_known(layers, phrase)
}

/// "the two nations", "those three": things that the report spoke of before, not counted anew.
fn is_known(layers: &Layers, phrase: &Phrase) -> bool {
    let before = phrase.quantity.tokens.start.checked_sub(1);
    let small = phrase.quantity.value.is_exact() && phrase.quantity.value.high.is_some_and(|high| high <= 10.0);
    small
        && before.is_some_and(|before| {
            words::is_any(
                layers,
                before,
                &["the", "these", "those", "all", "both", "its", "their", "his", "her", "our"],
            )
        })
}
