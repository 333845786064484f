//! Where a figure holds: the place that its own words say, else one of its sentence, else the last
//! place that the report spoke of.

use super::phrase::Phrase;
use super::words::{self, preposition};
use crate::claim::{ClaimPlace, Resolution, Resolved};
use crate::measures::Classes;
use rashomon_text::names::NameKind;
use rashomon_text::places::{Place, Precision};
use rashomon_text::quantities::QuantityKind;
use rashomon_text::syntax::Relation;
use rashomon_text::{Layers, TextRange};
use std::ops::Range;

/// Prepositions that put something at a place.
const LOCATIVE: [&str; 22] = [
    "in",
    "at",
    "near",
    "on",
    "from",
    "across",
    "around",
    "to",
    "off",
    "outside",
    "inside",
    "into",
    "within",
    "over",
    "throughout",
    "of",
    "through",
    "towards",
    "toward",
    "along",
    "between",
    "against",
];

/// How many sentences the place of one is kept in mind.
const MEMORY: usize = 4;

/// Finds places sentence by sentence, and remembers the last one and the first, which is where the story is.
pub(super) struct Places<'a> {
    layers: &'a Layers<'a>,
    last: Option<&'a Place>,
    first: Option<&'a Place>,
    /// Sentences since the last one.
    since: usize,
}

impl<'a> Places<'a> {
    /// Before the first sentence.
    pub(super) fn new(layers: &'a Layers<'a>) -> Self {
        Self { layers, last: None, first: None, since: 0 }
    }

    /// Where a figure holds whose measure is triggered at a token. `sources` are words of speakers: where
    /// they come from is not where the figure holds.
    pub(super) fn of(
        &self,
        phrase: &Phrase,
        trigger: Option<usize>,
        sources: &[TextRange],
    ) -> Option<Resolved<ClaimPlace>> {
        let sentence = words::sentence(self.layers, phrase.top);
        let clause = words::clause(self.layers, trigger.unwrap_or(phrase.top));
        let candidates = self.within(sentence).filter(|place| {
            let range = self.layers.names[place.name].range;
            !sources.iter().any(|source| source.contains(range))
        });
        let ranked = candidates.filter_map(|place| Some((self.rank(place, phrase, clause)?, place)));
        match ranked.min_by_key(|(rank, _)| *rank) {
            Some(((how, ..), place)) => Some(self.resolved(place, how)),
            None => self.spoken_of(phrase).map(|place| self.resolved(place, Resolution::Discourse)),
        }
    }

    /// Goes past a sentence.
    pub(super) fn pass(&mut self, sentence: Range<usize>) {
        let here = self.within(sentence).filter(|place| self.is_locative(self.head(place)));
        let finer = here.max_by_key(|place| (place.precision != Precision::Country, place.name));
        self.since = if finer.is_some() { 0 } else { self.since + 1 };
        self.last = finer.or(self.last);
        self.first = self.first.or(finer);
    }

    /// The place that the report spoke of last, or opened with. Money, shares and rates have none of their own.
    fn spoken_of(&self, phrase: &Phrase) -> Option<&'a Place> {
        let placed = matches!(phrase.quantity.kind, QuantityKind::Count | QuantityKind::Physical);
        let place = if self.since < MEMORY { self.last } else { self.first };
        place.filter(|_| placed)
    }

    fn within(&self, sentence: Range<usize>) -> impl Iterator<Item = &'a Place> + use<'a> {
        let layers = self.layers;
        let token = |place: &Place| layers.names.get(place.name).map_or(0, |name| name.tokens.start);
        let first = layers.places.partition_point(|place| token(place) < sentence.start);
        let places = layers.places[first..].iter().take_while(move |place| token(place) < sentence.end);
        places.filter(|place| {
            layers.names.get(place.name).is_some_and(|name| matches!(name.kind, NameKind::Place | NameKind::Facility))
        })
    }

    /// The token by which the place hangs in its sentence: "in the Marsh REGION".
    fn head(&self, place: &Place) -> usize {
        let tokens = self.layers.names[place.name].tokens.clone();
        let outside = tokens.clone().find(|&at| self.layers.head(at).is_none_or(|head| !tokens.contains(&head)));
        let own = outside.unwrap_or(tokens.start);
        let parent = self.layers.head(own).filter(|_| {
            matches!(self.layers.relation(own), Relation::Compound | Relation::Nmod | Relation::Appos | Relation::Flat)
        });
        let kind = Classes::named("place").unwrap_or(Classes::NONE);
        parent
            .filter(|&parent| Classes::of_noun(self.layers.lemma(parent)).is_some_and(|of| of.shared(kind) > 0))
            .unwrap_or(own)
    }

    fn is_locative(&self, head: usize) -> bool {
        preposition(self.layers, head).is_some_and(|word| LOCATIVE.contains(&word.as_str()))
    }

    /// How well a place fits a figure: how it was found, the less precise after the more precise, the far after the near.
    fn rank(&self, place: &Place, phrase: &Phrase, clause: usize) -> Option<(Resolution, u8, usize)> {
        let head = self.head(place);
        let below = self.layers.ancestors(head).take(6).any(|at| at == phrase.top || Some(at) == phrase.noun);
        let same = words::clause(self.layers, head) == clause;
        let how = match (below, self.is_locative(head), same) {
            (true, ..) => Resolution::Stated,
            (false, true, true) => Resolution::Stated,
            (false, true, false) => Resolution::Sentence,
            (false, false, _) => return None,
        };
        let breadth = match place.precision {
            Precision::Settlement | Precision::Within | Precision::Offset => 0,
            Precision::Admin2 => 1,
            Precision::Admin1 => 2,
            Precision::Unknown => 3,
            Precision::Region => 4,
            Precision::Country => 5,
        };
        Some((how, breadth, head.abs_diff(phrase.top)))
    }

    fn resolved(&self, place: &Place, how: Resolution) -> Resolved<ClaimPlace> {
        let value = ClaimPlace {
            name: place.canonical.clone(),
            location: place.location,
            precision: place.precision,
            country: place.country.clone(),
            parent: place.parent.clone(),
            radius: place.radius.filter(|_| place.parent.is_some()).map(|radius| (radius * 10.0).round() / 10.0),
        };
        Resolved { value, evidence: Some(self.layers.names[place.name].range), how }
    }
}
