//! What is counted, in the words of a dictionary: "armored vehicle", "person".

use super::phrase::Phrase;
use super::words;
use crate::claim::{Resolution, Resolved};
use crate::measures::{Role, table};
use rashomon_text::Layers;
use rashomon_text::names::country_of;
use rashomon_text::syntax::{Relation, Upos};
use smol_str::SmolStr;

/// Adjectives that do not tell one kind of counted thing from another.
const PASSING: [&str; 34] = [
    "additional",
    "alleged",
    "another",
    "big",
    "different",
    "entire",
    "few",
    "first",
    "further",
    "good",
    "great",
    "high",
    "huge",
    "important",
    "innocent",
    "large",
    "last",
    "latest",
    "local",
    "main",
    "major",
    "many",
    "more",
    "new",
    "old",
    "other",
    "own",
    "previous",
    "recent",
    "several",
    "small",
    "such",
    "top",
    "young",
];

/// What a phrase counts; none where it only points or the number stands alone.
pub(super) fn counted(layers: &Layers, phrase: &Phrase) -> Option<Resolved<SmolStr>> {
    let says = |noun: usize| layers.upos(noun) != Upos::Pron && !is_others(layers, noun);
    let noun = phrase.noun.filter(|&noun| says(noun) && !phrase.is_anaphoric(layers))?;
    let first = (0..noun).rev().take(4).take_while(|&at| tells(layers, at, noun)).last().unwrap_or(noun);
    // "Four-digit pins": the hyphen belongs to the number.
    let first = first + usize::from(layers.text(first) == "-");
    let mut value = String::new();
    for at in first..noun {
        value.push_str(&word(layers, at, false));
        let glued = layers.tokens.get(at + 1).is_some_and(|next| !next.space_before);
        if !glued {
            value.push(' ');
        }
    }
    value.push_str(&word(layers, noun, true));
    Some(Resolved { value: value.into(), evidence: Some(layers.span(first..noun + 1)), how: Resolution::Stated })
}

/// "40 others": whether a noun only tells them from those before.
pub(super) fn is_others(layers: &Layers, noun: usize) -> bool {
    words::is_any(layers, noun, &["other", "others"])
}

/// Whether a word before the noun is part of what the counted are called.
fn tells(layers: &Layers, at: usize, noun: usize) -> bool {
    let joined = matches!(layers.upos(at), Upos::Punct) && layers.text(at) == "-";
    let modifies =
        matches!(layers.relation(at), Relation::Amod | Relation::Compound | Relation::Flat | Relation::NmodDesc)
            && layers.ancestors(at).take(3).any(|above| above == noun);
    let lower = words::lower(layers, at);
    let state = table().find(Role::State, &lower, crate::measures::Classes::ANY, |rest| rest.is_empty()).is_some();
    joined || modifies && !state && country_of(layers.text(at)).is_none() && !PASSING.contains(&lower.as_str())
}

fn word(layers: &Layers, at: usize, singular: bool) -> SmolStr {
    match layers.upos(at) {
        Upos::Propn => layers.text(at).into(),
        _ if !singular => words::lower(layers, at),
        _ if layers.lemma(at) == "people" => "person".into(),
        _ => layers.lemma(at).into(),
    }
}
