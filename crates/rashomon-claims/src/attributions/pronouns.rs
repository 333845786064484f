//! Whom a pronoun that speaks stands for: the nearest fitting speaker or subject, or nobody.

use super::lexicon::{Gender, lexicon};
use super::sources::{Known, Nature, Resolver, description};
use crate::claim::{Claimant, Resolution, Speaker};
use rashomon_text::names::{Name, NameKind};
use rashomon_text::syntax::Relation;
use rashomon_text::{Layers, TextRange};

/// How many sentences back a speaker may stand.
const SENTENCES_BACK: usize = 8;

/// What a pronoun asks of whom it stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Person(Gender),
    Several,
    Thing,
}

impl Wanted {
    fn of(word: &str) -> Option<Self> {
        match word.to_lowercase().as_str() {
            "he" | "him" | "his" | "himself" => Some(Self::Person(Gender::Masculine)),
            "she" | "her" | "hers" | "herself" => Some(Self::Person(Gender::Feminine)),
            "they" | "them" | "their" | "themselves" => Some(Self::Several),
            "it" | "its" | "itself" => Some(Self::Thing),
            _ => None,
        }
    }

    fn fits(self, nature: Nature, gender: Option<Gender>) -> bool {
        match self {
            Self::Person(wanted) => nature == Nature::Person && gender.is_none_or(|known| known == wanted),
            Self::Several => nature != Nature::Document,
            Self::Thing => matches!(nature, Nature::Body | Nature::Document),
        }
    }
}

/// The gender of each entity, as far as titles before its names tell it.
pub(super) fn genders(layers: &Layers) -> Vec<Option<Gender>> {
    let mut genders = vec![None; layers.entities.len()];
    for name in layers.names.iter().filter(|name| name.kind == NameKind::Person && name.entity < layers.entities.len())
    {
        let from = name.tokens.start.saturating_sub(2);
        let told = (from..name.tokens.end).find_map(|at| {
            let word = layers.text(at).trim_end_matches('.').to_lowercase();
            lexicon().source(&word).and_then(|noun| noun.gender)
        });
        genders[name.entity] = genders[name.entity].or(told);
    }
    genders
}

/// Whom the pronoun at a token stands for, if somebody fits.
pub(super) fn antecedent(resolver: &Resolver, token: usize, content: &[TextRange]) -> Option<Known> {
    let layers = resolver.layers;
    let wanted = Wanted::of(layers.text(token))?;
    let here = layers.sentence_at(token);
    let near = |at: usize| at < token && here - layers.sentence_at(at).min(here) <= SENTENCES_BACK;
    let speaker = resolver.known.iter().rev().find(|known| near(known.last) && wanted.fits(known.nature, known.gender));
    let subject = subject_before(resolver, token, wanted, content);
    let mut found = match (speaker, subject) {
        (Some(speaker), Some(subject)) if subject.last > speaker.last && !speaks(layers, speaker, token) => subject,
        (Some(speaker), _) => speaker.clone(),
        (None, subject) => subject?,
    };
    if let Wanted::Person(gender) = wanted {
        found.gender = Some(gender);
    }
    Some(found)
}

/// Whether a speaker spoke in this sentence or the one before, so that it goes on speaking.
fn speaks(layers: &Layers, known: &Known, token: usize) -> bool {
    layers.sentence_at(token).saturating_sub(layers.sentence_at(known.last)) <= 1
}

/// The last fitting name that is the subject of its clause.
fn subject_before(resolver: &Resolver, token: usize, wanted: Wanted, content: &[TextRange]) -> Option<Known> {
    let layers = resolver.layers;
    let here = layers.sentence_at(token);
    let end = layers.names.partition_point(|name| name.tokens.start < token);
    layers.names[..end]
        .iter()
        .rev()
        .take_while(|name| here - layers.sentence_at(name.tokens.start).min(here) <= 2)
        .filter(|name| matches!(name.kind, NameKind::Person | NameKind::Organisation | NameKind::Group))
        .filter(|name| !content.iter().any(|piece| piece.contains(name.range)) && is_subject(layers, name))
        .map(|name| of_name(resolver, name))
        .find(|known| wanted.fits(known.nature, known.gender))
}

fn is_subject(layers: &Layers, name: &Name) -> bool {
    let head = name.tokens.clone().find(|&at| layers.head(at).is_none_or(|up| !name.tokens.contains(&up)));
    head.is_some_and(|head| {
        let titled = layers.ancestors(head).take(2).find(|&at| layers.relation(at) == Relation::Nsubj);
        matches!(layers.relation(head), Relation::Nsubj | Relation::NsubjPass)
            || titled.is_some() && matches!(layers.relation(head), Relation::Appos | Relation::Flat)
    })
}

fn of_name(resolver: &Resolver, name: &Name) -> Known {
    let layers = resolver.layers;
    let entity = layers.entities.get(name.entity);
    let nature = match entity.map_or(name.kind, |entity| entity.kind) {
        NameKind::Person => Nature::Person,
        NameKind::Group => Nature::Crowd,
        _ => Nature::Body,
    };
    let text = entity.map_or_else(|| description(layers, name.tokens.clone()), |entity| entity.name.clone());
    let speaker = Speaker { name: text, mention: name.range, how: Resolution::Discourse };
    Known {
        claimant: Claimant::Named(speaker),
        nature,
        gender: resolver.genders.get(name.entity).copied().flatten(),
        entity: entity.map(|_| name.entity),
        head: name.tokens.start,
        tokens: name.tokens.clone(),
        last: name.tokens.start,
    }
}
