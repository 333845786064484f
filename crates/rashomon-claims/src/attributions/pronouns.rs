//! Whom a pronoun that speaks stands for: the most salient fitting speaker, name or noun, or nobody.

use super::descriptions::gender_of;
use super::draft::Source;
use super::lexicon::{Gender, SourceKind, lexicon};
use super::mentions::{Mention, Place, Pronoun, SENTENCES_BACK, is_several, nature_of, salience};
use super::quotes::quote_at;
use super::sources::{Known, Nature, Resolver, described, description};
use super::spans;
use crate::claim::{Claimant, Resolution, Speaker};
use rashomon_text::names::{Name, NameKind};
use rashomon_text::syntax::Relation;
use rashomon_text::{Layers, TextRange};

/// What is asked of whom a pronoun or a description stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Person(Option<Gender>),
    Several,
    Thing,
}

impl Wanted {
    fn of(pronoun: Pronoun) -> Self {
        match pronoun {
            Pronoun::He => Self::Person(Some(Gender::Masculine)),
            Pronoun::She => Self::Person(Some(Gender::Feminine)),
            Pronoun::They => Self::Several,
            Pronoun::It => Self::Thing,
        }
    }

    /// How well something of that sort fits; none where it cannot be meant.
    fn fit(self, nature: Nature, gender: Option<Gender>) -> Option<i32> {
        match (self, nature) {
            (Self::Person(Some(wanted)), Nature::Person) => match gender {
                Some(known) if known != wanted => None,
                Some(_) => Some(30),
                None => Some(0),
            },
            (Self::Person(None), Nature::Person) | (Self::Several, Nature::Crowd) => Some(0),
            (Self::Several, Nature::Body) => Some(-90),
            (Self::Thing, Nature::Body | Nature::Document) => Some(0),
            _ => None,
        }
    }

    /// The least that a mention must come to.
    fn least(self) -> i32 {
        match self {
            Self::Person(_) => 60,
            Self::Several => 70,
            Self::Thing => 60,
        }
    }
}

/// Who a candidate is: one key for all mentions of the same.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Entity(usize),
    Head(usize),
}

/// A candidate with what speaks for it.
struct Candidate {
    key: Key,
    score: i32,
    who: Who,
}

#[derive(Clone, Copy)]
enum Who {
    Known(usize),
    Mention(Mention),
}

/// By how much the best candidate must be ahead of the next.
const AHEAD: i32 = 10;

/// Whom the pronoun at a token stands for, if somebody fits.
pub(super) fn antecedent(resolver: &Resolver, token: usize, content: &[TextRange]) -> Option<Known> {
    let pronoun = Pronoun::of(resolver.layers.text(token))?;
    let wanted = Wanted::of(pronoun);
    let mut found = choose(resolver, wanted, token, content, Some(pronoun))?;
    if let Wanted::Person(Some(gender)) = wanted {
        found.gender = Some(gender);
    }
    Some(found)
}

/// The most salient of what fits before a token, outside what is said there.
pub(super) fn choose(
    resolver: &Resolver,
    wanted: Wanted,
    token: usize,
    content: &[TextRange],
    pronoun: Option<Pronoun>,
) -> Option<Known> {
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut add = |one: Candidate| match candidates.iter_mut().find(|other| other.key == one.key) {
        Some(other) if other.score < one.score => *other = one,
        Some(_) => {}
        None => candidates.push(one),
    };
    let free = Free { resolver, wanted, token, content, pronoun };
    let quoted = quote_at(resolver.layers, token).is_some();
    speakers(&free).into_iter().for_each(&mut add);
    let before = resolver.mentions.before(resolver.layers, token);
    before.filter_map(|mention| free.mention(mention)).for_each(&mut add);
    ahead(&free).into_iter().for_each(&mut add);
    if quoted {
        candidates.iter_mut().filter(|one| free.speaks_now(one.key)).for_each(|one| one.score -= 80);
    }
    // The nearest of equals comes first: candidates were added in that order.
    candidates.sort_by_key(|one| std::cmp::Reverse(one.score));
    let best = candidates.first().filter(|best| best.score >= wanted.least())?;
    let close = candidates.get(1).is_some_and(|next| best.score - next.score < AHEAD);
    (!close).then(|| free.known(best.who))
}

/// A pronoun in search of a referent.
struct Free<'f, 'a, 'r> {
    resolver: &'f Resolver<'a, 'r>,
    wanted: Wanted,
    token: usize,
    content: &'f [TextRange],
    pronoun: Option<Pronoun>,
}

/// Those who have spoken.
fn speakers(free: &Free) -> Vec<Candidate> {
    let known = &free.resolver.known;
    let last = known.len().checked_sub(1);
    let here = free.resolver.layers.sentence_at(free.token);
    let near = |at: &usize| here.saturating_sub(free.resolver.layers.sentence_at(known[*at].last)) <= SENTENCES_BACK;
    let candidate = |at: usize| {
        let one = &known[at];
        let bonus = if Some(at) == last { 100 } else { 50 };
        // "A spokesman said … They added": one whose gender is not told.
        let alone = free.wanted == Wanted::Several && Some(at) == last && one.nature == Nature::Person;
        let spokes = ["spokes", "source"]
            .iter()
            .any(|word| free.resolver.layers.lemma(one.head).to_lowercase().starts_with(word));
        let nature = if alone && spokes && one.entity.is_none() { Nature::Crowd } else { one.nature };
        let score = free.score(one.last, Place::Subject, nature, one.gender, one.entity)? + bonus;
        let vague = if one.entity.is_none() && opens_new(free.resolver.layers, one) { 60 } else { 0 };
        let key = one.entity.map_or(Key::Head(one.head), Key::Entity);
        Some(Candidate { key, score: score - vague, who: Who::Known(at) })
    };
    (0..known.len()).rev().filter(near).filter_map(candidate).collect()
}

/// Whether a description opens on "a", "one", "some": mostly nobody of whom more is said.
fn opens_new(layers: &Layers, known: &Known) -> bool {
    let first = layers.text(known.tokens.start).to_lowercase();
    matches!(
        first.as_str(),
        "a" | "an" | "one" | "some" | "another" | "several" | "many" | "few" | "most" | "his" | "her" | "their" | "its"
    )
}

/// In "As he spoke, Jane Doe wept": the subject of the clause that the pronoun's stands before.
fn ahead(free: &Free) -> Option<Candidate> {
    let layers = free.resolver.layers;
    let within = |&at: &usize| !matches!(layers.relation(at), Relation::Ccomp | Relation::Parataxis | Relation::Conj);
    let clauses = std::iter::successors(Some(free.token), |&at| layers.head(at)).take(8).take_while(within);
    let mut verbs = clauses.filter_map(|at| layers.head(at)).filter(|&verb| verb > free.token);
    let mention = verbs.find_map(|verb| {
        let subject = spans::child_by(layers, verb, &[Relation::Nsubj, Relation::NsubjPass])?;
        free.resolver.mentions.of_subject(layers, subject).filter(|mention| mention.head > free.token).copied()
    })?;
    let (nature, gender, entity) = free.sort_of(&mention)?;
    let fit = free.wanted.fit(nature, gender)?;
    Some(Candidate { key: Key::Entity(entity?), score: 330 + fit, who: Who::Mention(mention) })
}

impl Free<'_, '_, '_> {
    fn mention(&self, mention: &Mention) -> Option<Candidate> {
        let (nature, gender, entity) = self.sort_of(mention)?;
        let score = self.score(mention.head, mention.place, nature, gender, entity)?;
        let key = entity.map_or(Key::Head(mention.head), Key::Entity);
        let plain = if mention.name.is_some() || mention.joined { 0 } else { self.plain(mention.head) };
        Some(Candidate { key, score: score + plain, who: Who::Mention(*mention) })
    }

    /// Whether somebody speaks in the sentence or right before it: in a quotation, "he" is mostly another.
    fn speaks_now(&self, key: Key) -> bool {
        let layers = self.resolver.layers;
        let here = layers.sentence_at(self.token);
        let near = |one: &&Known| here.abs_diff(layers.sentence_at(one.last)) <= 1;
        let own = |one: &Known| one.entity.map_or(Key::Head(one.head), Key::Entity) == key;
        self.resolver.known.iter().rev().take(2).filter(near).any(own)
    }

    /// What a common noun gains or loses for what it stands for.
    fn plain(&self, head: usize) -> i32 {
        match lexicon().source_kind(self.resolver.layers, head) {
            Some(SourceKind::Person | SourceKind::Crowd | SourceKind::Group) => -20,
            Some(SourceKind::Document) => -60,
            None => -80,
        }
    }

    /// What sort of thing a mention is, its gender and its entity.
    fn sort_of(&self, mention: &Mention) -> Option<(Nature, Option<Gender>, Option<usize>)> {
        let layers = self.resolver.layers;
        if mention.joined {
            return Some((Nature::Crowd, None, None));
        }
        if let Some(name) = mention.name.and_then(|name| layers.names.get(name)) {
            let entity = self.resolver.entity(name);
            let kind = layers.entities.get(entity).map_or(name.kind, |entity| entity.kind);
            let acts = self.wanted == Wanted::Thing && mention.place == Place::Subject;
            let place = kind == NameKind::Place && !acts;
            let speaks = !matches!(kind, NameKind::Event | NameKind::Product | NameKind::Facility | NameKind::Other);
            let gender = self.resolver.genders.get(entity).copied().flatten();
            return (!place && speaks).then_some((nature_of(kind), gender, Some(entity)));
        }
        let noun = lexicon().source(&layers.lemma(mention.head).to_lowercase());
        let nature = match lexicon().source_kind(layers, mention.head) {
            _ if is_several(layers, mention.head) => Nature::Crowd,
            Some(SourceKind::Person) => Nature::Person,
            Some(SourceKind::Crowd) => Nature::Crowd,
            Some(SourceKind::Document) => Nature::Document,
            Some(SourceKind::Group) => Nature::Body,
            None => return None,
        };
        Some((nature, noun.and_then(|noun| noun.gender), None))
    }

    /// How much speaks for a mention at a token; none where it cannot be meant.
    fn score(
        &self,
        at: usize,
        place: Place,
        nature: Nature,
        gender: Option<Gender>,
        entity: Option<usize>,
    ) -> Option<i32> {
        let layers = self.resolver.layers;
        let fit = self.wanted.fit(nature, gender)?;
        let quoted = quote_at(layers, at).is_some_and(|quote| !quote.tokens.contains(&self.token));
        let said = self.content.iter().any(|piece| piece.contains(layers.tokens[at].range));
        if at >= self.token || quoted || said || self.interrupts(at) {
            return None;
        }
        let far = self.resolver.mentions.distance(layers, at, self.token, self.pronoun);
        let known = entity.map_or(0, |entity| self.resolver.weight(entity));
        Some(salience(layers, at, place, self.token) + fit + known - far)
    }

    /// In "Jane Doe, she said, was ill": whether the pronoun's clause stands between a mention and its verb.
    fn interrupts(&self, at: usize) -> bool {
        let layers = self.resolver.layers;
        let verb = layers.head(self.token).filter(|&verb| layers.relation(verb) == Relation::Parataxis);
        let around = verb.and_then(|verb| layers.head(verb));
        let mark = |at: usize| layers.text(at) == ",";
        let comma = self.token == at + 2 && mark(at + 1) && mark(self.token + 2);
        comma || around.is_some_and(|around| around > self.token && layers.ancestors(at).take(4).any(|up| up == around))
    }

    fn known(&self, who: Who) -> Known {
        match who {
            Who::Known(at) => self.resolver.known[at].clone(),
            Who::Mention(mention) => self.resolver.of_mention(&mention),
        }
    }
}

impl Resolver<'_, '_> {
    /// Who a mention names or describes.
    pub(super) fn of_mention(&self, mention: &Mention) -> Known {
        let layers = self.layers;
        if let Some(name) = mention.name.and_then(|name| layers.names.get(name)) {
            return self.of_name(name);
        }
        let mut source = Source::phrase(layers, mention.head);
        if !mention.joined {
            source.tokens.end = before_joined(layers, &source);
        }
        let range = layers.span(source.tokens.clone());
        let mut known = self.by_description(&source, range);
        if mention.joined {
            let name = description(layers, source.tokens.clone());
            (known.claimant, known.nature) = (Claimant::Collective(described(name, range)), Nature::Crowd);
        }
        known
    }

    pub(super) fn of_name(&self, name: &Name) -> Known {
        let layers = self.layers;
        let index = self.entity(name);
        let entity = layers.entities.get(index);
        let nature = nature_of(entity.map_or(name.kind, |entity| entity.kind));
        let text = entity.map_or_else(|| description(layers, name.tokens.clone()), |entity| entity.name.clone());
        let speaker = Speaker { name: text, mention: name.range, how: Resolution::Discourse };
        Known {
            claimant: Claimant::Named(speaker),
            nature,
            gender: self.genders.get(index).copied().flatten(),
            entity: entity.map(|_| index),
            head: name.tokens.start,
            tokens: name.tokens.clone(),
            last: name.tokens.start,
        }
    }
}

/// Where the phrase of a noun ends before what is joined to it, and before "to": mostly what is done to the one named.
fn before_joined(layers: &Layers, source: &Source) -> usize {
    let joined = |&at: &usize| layers.relation(at) == Relation::Conj || layers.text(at) == "to";
    let cut = layers.children(source.head).filter(|&child| child > source.head).find(joined);
    let to = (source.head + 1..source.tokens.end).find(|&at| layers.text(at) == "to");
    let end = cut.map_or(source.tokens.end, |child| layers.subtree(child).start).min(to.unwrap_or(source.tokens.end));
    spans::trim(layers, source.head..end.clamp(source.head + 1, source.tokens.end)).end.max(source.head + 1)
}

/// The noun or name right before a relative pronoun whose clause hangs on nothing that could speak.
pub(super) fn beside_relative(layers: &Layers, token: usize) -> Option<Source> {
    let mark = |at: usize| matches!(layers.text(at), "," | "-" | "--" | "–" | "—");
    let before = token.checked_sub(1)?;
    let last = if mark(before) { before.checked_sub(1)? } else { before };
    let same = layers.sentence_at(last) == layers.sentence_at(token);
    let name = layers.name_at(last).filter(|_| same)?;
    let head = name.tokens.clone().find(|&at| layers.head(at).is_none_or(|head| !name.tokens.contains(&head)))?;
    Some(Source { head, tokens: name.tokens.clone(), antecedent: None })
}

/// The gender of each entity, as far as titles before its names, or its given names, tell it.
pub(super) fn genders(layers: &Layers) -> Vec<Option<Gender>> {
    let mut titled = vec![None; layers.entities.len()];
    let mut given = titled.clone();
    let persons = layers.names.iter().filter(|name| name.kind == NameKind::Person);
    for name in persons.filter(|name| name.entity < layers.entities.len()) {
        let from = name.tokens.start.saturating_sub(2);
        let told = (from..name.tokens.end).find_map(|at| {
            let word = layers.text(at).trim_end_matches('.').to_lowercase();
            lexicon().source(&word).and_then(|noun| noun.gender)
        });
        titled[name.entity] = titled[name.entity].or(told);
        let mut words = name.tokens.clone();
        let first = words.next().filter(|_| words.next().is_some());
        given[name.entity] = given[name.entity].or_else(|| gender_of(layers.text(first?)));
    }
    titled.iter().zip(given).map(|(titled, given)| titled.or(given)).collect()
}
