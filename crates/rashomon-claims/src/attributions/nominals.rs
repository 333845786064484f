//! Whom a description stands for that takes up somebody spoken of before: "the ministry", "the senator", "the 43-year-old".

use super::descriptions::{Description, description_of};
use super::draft::Source;
use super::lexicon::{SourceKind, lexicon};
use super::mentions::{Mention, is_several};
use super::pronouns::{Wanted, choose};
use super::quotes::quote_at;
use super::sources::{Known, Nature, Resolver, is_time, modifiers};
use super::spans::child_by;
use rashomon_text::names::{Name, NameKind, full_title, is_role_noun};
use rashomon_text::syntax::{Relation, Upos};
use rashomon_text::{Layers, TextRange};

/// How many sentences back the same noun with more words may stand.
const SAME_NOUN_BACK: usize = 12;
/// How many sentences back another noun for the same may stand.
const OTHER_NOUN_BACK: usize = 10;
/// How many sentences back a place may stand.
const PLACE_BACK: usize = 3;
/// So many places before a token are asked at most.
const PLACES_ASKED: usize = 60;
/// How many sentences back a statement may have been issued.
const STATEMENT_BACK: usize = 3;
/// How often a body is named at least that a report is about.
const LEADS: u32 = 3;
/// So many names or nouns are asked at most: it bounds the work on endless reports.
const MOST_ASKED: usize = 400;
/// By how much the best of several must be ahead.
const AHEAD: i32 = 20;

/// Words that make a role another one.
const LESSER: &[&str] = &["vice", "deputy", "assistant", "former", "ex", "acting", "then", "shadow", "associate"];

impl Resolver<'_, '_> {
    /// Somebody spoken of again by a description, if it points back and something fits.
    pub(super) fn earlier(&self, source: &Source, content: &[TextRange]) -> Option<Known> {
        let layers = self.layers;
        let first = layers.text(source.tokens.start).to_lowercase();
        let definite = matches!(first.as_str(), "the" | "this" | "that" | "these" | "those");
        let kind = lexicon().source_kind(layers, source.head);
        let bare = source.tokens.len() == 1 && kind == Some(SourceKind::Crowd);
        if !definite {
            return if bare { self.same_noun(source) } else { None };
        }
        match kind {
            _ if is_several(layers, source.head) => self.same_noun(source).or_else(|| self.by_noun(source)),
            Some(SourceKind::Person) => self
                .by_role(source)
                .or_else(|| self.same_noun(source))
                .or_else(|| self.by_age(source, content))
                .or_else(|| self.by_noun(source))
                .or_else(|| if self.may_be_body(source) { self.by_body(source) } else { None }),
            Some(SourceKind::Group) => self
                .by_body(source)
                .or_else(|| self.same_noun(source))
                .or_else(|| self.by_place(source))
                .or_else(|| self.by_noun(source))
                .or_else(|| self.by_any(source)),
            None if self.may_be_body(source) => self.by_body(source).or_else(|| self.by_any(source)),
            Some(_) => self.same_noun(source).or_else(|| self.by_author(source)).or_else(|| self.by_noun(source)),
            None => self
                .same_noun(source)
                .or_else(|| self.by_role(source))
                .or_else(|| self.by_age(source, content))
                .or_else(|| self.by_place(source))
                .or_else(|| self.by_noun(source))
                .or_else(|| self.by_trade(source)),
        }
    }

    /// The last speaker whose mention is headed by the same noun and holds all modifiers of this one.
    fn same_noun(&self, source: &Source) -> Option<Known> {
        let layers = self.layers;
        let lemma = layers.lemma(source.head).to_lowercase();
        let words: Vec<String> = modifiers(layers, source);
        let several = is_several(layers, source.head);
        let fits = |known: &&Known| {
            let name = known.claimant.speaker().map(|speaker| speaker.name.to_lowercase()).unwrap_or_default();
            let heads = layers.lemma(known.head).to_lowercase() == lemma && is_several(layers, known.head) == several;
            let named = known.nature == Nature::Body && name.split(' ').any(|word| word == lemma);
            let joined = !several
                && known.nature == Nature::Crowd
                && lexicon().source_kind(layers, source.head) != Some(SourceKind::Crowd);
            let listed = several
                && known.nature == Nature::Crowd
                && known.tokens.clone().any(|at| layers.lemma(at).eq_ignore_ascii_case(&lemma));
            (heads || named || listed)
                && !joined
                && words.iter().all(|word| {
                    name.contains(word.as_str())
                        || known.tokens.clone().any(|at| layers.text(at).to_lowercase() == *word)
                })
        };
        self.known.iter().rev().find(fits).cloned()
    }

    /// The one who holds the role: "the foreign minister".
    fn by_role(&self, source: &Source) -> Option<Known> {
        let layers = self.layers;
        let lemma = layers.lemma(source.head).to_lowercase();
        let entry = description_of(&lemma);
        let wanted: Vec<String> = modifiers(layers, source);
        let holds = |name: &Name| {
            let entity = layers.entities.get(self.entity(name)).filter(|entity| entity.kind == NameKind::Person)?;
            role_fits(layers.excerpt(entity.role?).text(), &lemma, entry, &wanted)
        };
        self.likeliest(source.head, holds)
    }

    /// The body whose name says what it is: "the commission" for the Fisheries Commission, "the agency" for its office.
    fn by_body(&self, source: &Source) -> Option<Known> {
        let layers = self.layers;
        let lemma = layers.lemma(source.head).to_lowercase();
        let entry = description_of(&lemma);
        let wanted: Vec<String> = modifiers(layers, source);
        let holds = |name: &Name| {
            let entity = layers.entities.get(self.entity(name)).filter(|entity| is_body(entity.kind))?;
            let full = entity.name.to_lowercase();
            let words = full.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let qualified = wanted.iter().all(|word| full.contains(word.as_str()));
            let own = words.clone().any(|word| word == lemma);
            let other = || {
                let classed = |entry: &Description| !entry.any && words.clone().any(|word| entry.names(word));
                wanted.is_empty() && entry.is_some_and(classed)
            };
            if own && qualified { Some(60) } else { other().then_some(0) }
        };
        self.likeliest(source.head, holds)
    }

    /// Whether the tables know a noun as one for bodies.
    fn may_be_body(&self, source: &Source) -> bool {
        description_of(&self.layers.lemma(source.head).to_lowercase()).is_some_and(|entry| entry.any)
    }

    /// The body that the report names most, where its name says nothing else: "the company".
    fn by_any(&self, source: &Source) -> Option<Known> {
        let layers = self.layers;
        let entry = description_of(&layers.lemma(source.head).to_lowercase()).filter(|entry| entry.any)?;
        if !modifiers(layers, source).is_empty() {
            return None;
        }
        let may_be = |name: &str| {
            let mut words = name.split(' ');
            words.clone().any(|word| entry.names(&word.to_lowercase())) || !words.any(says_what)
        };
        let bodies = || layers.entities.iter().enumerate().filter(|(_, one)| one.kind == NameKind::Organisation);
        let most = bodies().map(|(at, _)| self.times(at)).max().filter(|&most| most >= LEADS)?;
        let mut leading = bodies().filter(|(at, one)| 2 * self.times(*at) >= most && may_be(&one.name));
        let (body, _) = leading.next().filter(|(at, _)| self.times(*at) == most && leading.next().is_none())?;
        self.likeliest(source.head, |name| (self.entity(name) == body).then_some(0))
    }

    /// The place just spoken of: "the city".
    fn by_place(&self, source: &Source) -> Option<Known> {
        let layers = self.layers;
        let wanted = description_of(&layers.lemma(source.head).to_lowercase())?.precision()?;
        let here = layers.sentence_at(source.head);
        let end = layers
            .places
            .partition_point(|place| layers.names.get(place.name).is_some_and(|name| name.tokens.start < source.head));
        let places = &layers.places[end.saturating_sub(PLACES_ASKED)..end];
        let is_such = |name: &Name| {
            places
                .iter()
                .filter(|place| place.precision == wanted)
                .any(|place| layers.names.get(place.name).is_some_and(|one| one.entity == name.entity))
        };
        let holds = |name: &Name| {
            let near = here - layers.sentence_at(name.tokens.start).min(here) <= PLACE_BACK;
            (near && name.kind == NameKind::Place && is_such(name)).then_some(0)
        };
        if modifiers(layers, source).is_empty() { self.likeliest(source.head, holds) } else { None }
    }

    /// Of the names before a token that some test lets pass, the one of the likeliest entity, if one is clearly ahead.
    fn likeliest(&self, token: usize, fits: impl Fn(&Name) -> Option<i32>) -> Option<Known> {
        let layers = self.layers;
        let end = layers.names.partition_point(|name| name.tokens.start < token);
        let mut found: Vec<(usize, i32, &Name)> = Vec::new();
        for name in layers.names[..end].iter().rev().take(MOST_ASKED) {
            let known = found.iter().any(|(entity, ..)| *entity == self.entity(name));
            if known || quote_at(layers, name.tokens.start).is_some() {
                continue;
            }
            if let Some(bonus) = fits(name) {
                let far = self.mentions.distance(layers, name.tokens.start, token, None);
                let entity = self.entity(name);
                found.push((entity, bonus + self.weight(entity) - far, name));
            }
        }
        found.sort_by_key(|(_, score, _)| std::cmp::Reverse(*score));
        let (_, score, name) = *found.first()?;
        let close = found.get(1).is_some_and(|(_, next, _)| score - next < AHEAD);
        (!close).then(|| self.of_name(name))
    }

    /// The last mention by the same noun, or another for the same, that says more: "a survey of voters". What names
    /// somebody goes before what only describes.
    fn by_noun(&self, source: &Source) -> Option<Known> {
        let layers = self.layers;
        let here = layers.sentence_at(source.head);
        let lemma = layers.lemma(source.head).to_lowercase();
        let entry = description_of(&lemma);
        let wanted = modifiers(layers, source);
        let several = is_several(layers, source.head);
        let speaks = several || entry.is_some() || lexicon().source_kind(layers, source.head).is_some();
        let counted = source.tokens.clone().any(|at| layers.upos(at) == Upos::Num);
        if !speaks || counted {
            return None;
        }
        let end = self.mentions.all.partition_point(|mention| mention.head < source.tokens.start);
        let fits = |mention: &&Mention| {
            let far = here - mention.sentence.min(here);
            let noun = layers.lemma(mention.head).to_lowercase();
            let other = || entry.is_some_and(|entry| entry.nouns.iter().any(|other| *other == noun));
            let same = noun == lemma && far <= SAME_NOUN_BACK;
            let own = mention.name.is_none() && (several || !mention.joined);
            own && (same || far <= OTHER_NOUN_BACK && other())
                && is_several(layers, mention.head) == several
                && quote_at(layers, mention.head).is_none()
        };
        let near = self.mentions.all[..end].iter().rev().take(MOST_ASKED);
        let near = near.take_while(|mention| here - mention.sentence.min(here) <= SAME_NOUN_BACK).filter(fits);
        let told = near
            .map(|mention| (says(layers, mention.head, &wanted), mention))
            .filter(|(says, _)| *says > Says::Nothing);
        let best = told.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.map(|(_, mention)| self.of_mention(mention))
    }

    /// "The statement" is the word of whoever issued it, or said something in it, shortly before.
    fn by_author(&self, source: &Source) -> Option<Known> {
        let layers = self.layers;
        let lemma = layers.lemma(source.head).to_lowercase();
        if lemma != "statement" || !modifiers(layers, source).is_empty() {
            return None;
        }
        let here = layers.sentence_at(source.head);
        let end = self.mentions.all.partition_point(|mention| mention.head < source.tokens.start);
        let near = self.mentions.all[..end].iter().rev().take(MOST_ASKED);
        let mut near = near.take_while(|mention| here - mention.sentence.min(here) <= STATEMENT_BACK);
        let issued = near.find(|mention| mention.name.is_none() && layers.lemma(mention.head) == lemma)?;
        let first = layers.text(Source::phrase(layers, issued.head).tokens.start).to_lowercase();
        let verb = layers.head(issued.head).filter(|_| matches!(first.as_str(), "a" | "an" | "in"))?;
        let subject = child_by(layers, verb, &[Relation::Nsubj])?;
        let issuer = self.mentions.of_subject(layers, subject)?.name.and_then(|name| layers.names.get(name))?;
        let speaks = is_body(issuer.kind) || issuer.kind == NameKind::Person;
        speaks.then(|| self.of_name(issuer))
    }

    /// "The 43-year-old": the one whose age was given, else the last fitting person.
    fn by_age(&self, source: &Source, content: &[TextRange]) -> Option<Known> {
        let layers = self.layers;
        let old = source.tokens.clone().find(|&at| layers.text(at).contains("year-old") || layers.text(at) == "old")?;
        let age = (source.tokens.start..=old).find_map(|at| {
            let digits: String = layers.text(at).chars().take_while(char::is_ascii_digit).collect();
            (!digits.is_empty()).then_some(digits)
        })?;
        let aged = |name: &&Name| {
            let behind = layers.text(name.tokens.end + 1) == age && matches!(layers.text(name.tokens.end), "," | "(");
            name.kind == NameKind::Person && behind && name.tokens.start < source.tokens.start
        };
        let gender = lexicon().source(&layers.lemma(source.head).to_lowercase()).and_then(|noun| noun.gender);
        let named = layers.names.iter().find(aged).map(|name| self.of_name(name));
        named.or_else(|| choose(self, Wanted::Person(gender), source.tokens.start, content, None))
    }

    /// A description of the last speaker that names no role of its own: "the carpet fitter".
    fn by_trade(&self, source: &Source) -> Option<Known> {
        let layers = self.layers;
        let word = layers.text(source.head).to_lowercase();
        let acts = ["er", "or", "ist", "ian", "man", "woman", "ee"].iter().any(|ending| word.ends_with(ending));
        if !acts || layers.upos(source.head) == Upos::Propn || layers.text(source.tokens.start).to_lowercase() != "the"
        {
            return None;
        }
        let here = layers.sentence_at(source.head);
        let near =
            |known: &&Known| known.nature == Nature::Person && here - layers.sentence_at(known.last).min(here) <= 2;
        self.known.iter().rev().find(near).cloned()
    }
}

/// Whether a word in a body's name says what it is: "Bank".
fn says_what(word: &str) -> bool {
    let lower = word.to_lowercase();
    is_role_noun(&lower).is_some() || lexicon().source(&lower).is_some() || description_of(&lower).is_some()
}

fn is_body(kind: NameKind) -> bool {
    matches!(kind, NameKind::Organisation | NameKind::Facility | NameKind::Other)
}

/// How well a role, as a report words it, is the one that a noun speaks of; none where it is not.
fn role_fits(role: &str, lemma: &str, entry: Option<&Description>, wanted: &[String]) -> Option<i32> {
    let lower = role.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').collect();
    let bounds = |word: &&str| matches!(*word, "of" | "for" | "to" | "at" | "in" | "from" | "with" | "on");
    let head: Vec<&str> = words.iter().copied().take_while(|word| !bounds(word)).map(full).collect();
    let own = head.contains(&lemma);
    let other = || entry.is_some_and(|entry| entry.roles.iter().any(|role| head.contains(&role.as_str())));
    if !own && !other() {
        return None;
    }
    let said = |word: &&str| wanted.iter().any(|wanted| wanted == word);
    let lesser = head.iter().any(|word| LESSER.contains(word) && !said(word));
    let lacking = wanted.iter().filter(|word| !lower.contains(word.as_str())).count();
    let grave = wanted.iter().any(|word| LESSER.contains(&word.as_str()) && !lower.contains(word.as_str()));
    let penalty = 80 * i32::from(lesser) + 60 * i32::try_from(lacking).unwrap_or(i32::MAX / 100);
    (!grave && (!lesser || head.contains(&"former"))).then_some(if own { 60 } else { 0 } - penalty)
}

/// A title in full: "senator" for "sen".
fn full(word: &str) -> &str {
    full_title(word).unwrap_or(word)
}

/// How much the phrase of a noun says beyond "the" and what is wanted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Says {
    Nothing,
    More,
    Name,
}

/// Words that make a noun another than the one spoken of, or none at all.
const OTHERS: &[&str] = &[
    "other",
    "another",
    "any",
    "each",
    "every",
    "no",
    "such",
    "either",
    "neither",
    "previous",
    "earlier",
    "separate",
    "different",
    "similar",
];

/// What a noun's phrase says, if it holds all wanted words.
fn says(layers: &Layers, head: usize, wanted: &[String]) -> Says {
    let phrase = Source::phrase(layers, head).tokens;
    let holds = |word: &String| phrase.clone().any(|at| layers.text(at).to_lowercase() == *word);
    let other = (phrase.start..head).any(|at| OTHERS.iter().any(|word| layers.text(at).eq_ignore_ascii_case(word)));
    if other || !wanted.iter().all(holds) {
        return Says::Nothing;
    }
    let bare =
        |at: usize| !is_time(layers, at) && !wanted.iter().any(|word| layers.text(at).eq_ignore_ascii_case(word));
    let before = |at: usize| match layers.upos(at) {
        Upos::Propn | Upos::Noun => true,
        Upos::Adj => layers.text(at).starts_with(char::is_uppercase) || is_several(layers, head),
        _ => false,
    };
    let behind = |at: usize| {
        matches!(layers.relation(at), Relation::Nmod | Relation::Acl | Relation::AclRelcl) && !is_time(layers, at)
    };
    let more = (phrase.start..head).any(|at| bare(at) && before(at))
        || layers.children(head).any(|child| child > head && behind(child));
    let named = phrase.clone().any(|at| bare(at) && layers.name_at(at).is_some());
    match (named, more) {
        (true, _) => Says::Name,
        (_, true) => Says::More,
        _ => Says::Nothing,
    }
}
