//! Whose the counted are: the party that they belong to.

use super::measuring::Found;
use super::phrase::Phrase;
use super::words::{self, preposition};
use crate::claim::{Resolution, Resolved};
use crate::measures::table;
use rashomon_text::Layers;
use rashomon_text::names::{NameKind, capital_of, country_of};
use rashomon_text::syntax::{Relation, Upos};
use smol_str::SmolStr;

/// The party of what a phrase counts.
pub(super) fn side(layers: &Layers, phrase: &Phrase, found: Option<Found>) -> Option<Resolved<SmolStr>> {
    described(layers, phrase).or_else(|| owner(layers, phrase, found?))
}

/// "Northlandic soldiers", "soldiers of the Marsh Army", "fatalities on the Southland side".
fn described(layers: &Layers, phrase: &Phrase) -> Option<Resolved<SmolStr>> {
    let bases = phrase.noun.into_iter().chain([phrase.quantity.head]);
    bases.flat_map(|base| layers.children(base)).filter(|&child| belongs(layers, child)).find_map(|child| {
        let (name, at) = party(layers, child)?;
        Some(resolved(layers, name, at, Resolution::Stated))
    })
}

/// Whether a dependent may say whom its noun belongs to.
fn belongs(layers: &Layers, child: usize) -> bool {
    match layers.relation(child) {
        Relation::Amod | Relation::Compound | Relation::NmodPoss | Relation::NmodDesc => true,
        Relation::Nmod => matches!(preposition(layers, child).as_deref(), Some("of" | "from" | "on" | "among")),
        _ => false,
    }
}

/// "NORTHLAND lost 40 soldiers", "donated BY SOUTHLAND", "38,000 of THEIR soldiers".
fn owner(layers: &Layers, phrase: &Phrase, found: Found) -> Option<Resolved<SmolStr>> {
    let possessive = phrase.noun.and_then(|noun| layers.child(noun, Relation::NmodPoss));
    let pronoun = possessive.is_some_and(|child| layers.upos(child) == Upos::Pron);
    if !table().measures[found.measure].owner && !pronoun {
        return None;
    }
    let verb = words::clause(layers, found.trigger);
    let agent = layers.child(verb, Relation::OblAgent);
    let subject =
        words::shared_subject(layers, verb).filter(|&subject| layers.relation(subject) != Relation::NsubjPass);
    let (name, at) = party(layers, agent.or(subject)?)?;
    Some(resolved(layers, name, at, Resolution::Sentence))
}

fn resolved(layers: &Layers, name: SmolStr, at: usize, how: Resolution) -> Resolved<SmolStr> {
    let evidence = layers.name_at(at).map_or(layers.tokens[at].range, |name| name.range);
    Resolved { value: name, evidence: Some(evidence), how }
}

/// The party that a noun phrase names, by itself or by what describes it ("Northland's army"), and the token that says so.
pub(super) fn party(layers: &Layers, token: usize) -> Option<(SmolStr, usize)> {
    named(layers, token).or_else(|| {
        layers.children(token).filter(|&child| belongs(layers, child)).find_map(|child| {
            named(layers, child).or_else(|| {
                layers.children(child).filter(|&inner| belongs(layers, inner)).find_map(|inner| named(layers, inner))
            })
        })
    })
}

fn named(layers: &Layers, token: usize) -> Option<(SmolStr, usize)> {
    let Some(name) = layers.name_at(token) else {
        return Some((country_of(layers.text(token))?.into(), token));
    };
    let words = layers.excerpt(name.range).text();
    let entity = &layers.entities[name.entity];
    let country = country_of(words).or_else(|| country_of(&entity.name)).or_else(|| capital_of(words));
    match (country, name.kind) {
        (Some(country), _) => Some((country.into(), token)),
        (None, NameKind::Organisation | NameKind::Group) => Some((entity.name.clone(), token)),
        (None, _) => None,
    }
}
