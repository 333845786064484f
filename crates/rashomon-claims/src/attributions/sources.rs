//! Who a source is: a name, a description, several, or an earlier speaker spoken of again.

use super::draft::Source;
use super::lexicon::{Gender, SourceKind, lexicon};
use super::mentions::{Mentions, nature_of};
use super::namesakes;
use super::pronouns;
use super::referents::Referent;
use super::spans::{self, is_nominal};
use crate::claim::{Claimant, Resolution, Speaker};
use rashomon_text::names::{Name, NameKind};
use rashomon_text::syntax::{Relation, Upos};
use rashomon_text::{Layers, TextRange};
use smol_str::SmolStr;
use std::ops::Range;

/// What sort of thing speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// A human being, known by name or not.
    Person,
    /// A body: a ministry, a company, a country that stands for its government.
    Body,
    /// Several.
    Crowd,
    /// Something read or watched.
    Document,
}

/// Somebody who has spoken.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub claimant: Claimant,
    pub nature: Nature,
    pub gender: Option<Gender>,
    pub entity: Option<usize>,
    /// The noun or name that headed the mention.
    pub head: usize,
    /// All words of its mention.
    pub tokens: Range<usize>,
    /// Where it was spoken of last.
    pub last: usize,
}

/// Resolves sources in reading order and remembers who has spoken.
pub(super) struct Resolver<'a, 'r> {
    pub layers: &'a Layers<'r>,
    pub known: Vec<Known>,
    /// Gender of each entity, as titles, nouns and pronouns told it.
    pub genders: Vec<Option<Gender>>,
    /// What the report speaks of.
    pub mentions: Mentions,
    /// How often each entity is named.
    named: Vec<u32>,
    /// For each entity the one that it is.
    same: Vec<usize>,
}

impl<'a, 'r> Resolver<'a, 'r> {
    pub fn new(layers: &'a Layers<'r>) -> Self {
        let mut named = vec![0; layers.entities.len()];
        for name in layers.names.iter().filter(|name| name.entity < layers.entities.len()) {
            named[name.entity] += 1;
        }
        let same = namesakes::same(layers, &named);
        for at in (0..same.len()).filter(|&at| same[at] != at) {
            named[same[at]] += named[at];
        }
        let genders = pronouns::genders(layers);
        Self { layers, known: Vec::new(), genders, mentions: Mentions::of(layers), named, same }
    }

    /// The entity that a name stands for.
    pub fn entity(&self, name: &Name) -> usize {
        self.same.get(name.entity).copied().unwrap_or(name.entity)
    }

    /// How often an entity is named.
    pub fn times(&self, entity: usize) -> u32 {
        self.named.get(entity).copied().unwrap_or(0)
    }

    /// How much it speaks for an entity that it is named often.
    pub fn weight(&self, entity: usize) -> i32 {
        let times = self.times(entity).clamp(1, 16);
        times.ilog2().try_into().map_or(0, |log: i32| 50 + 25 * log)
    }

    /// Who a source is; `content` is what it says, whose names are not itself.
    pub fn resolve(&mut self, source: &Source, content: &[TextRange]) -> Referent {
        let mention = self.layers.span(source.tokens.clone());
        let referent = source.referent();
        let first = source.tokens.start;
        if first < referent && matches!(self.layers.text(first), "he" | "she" | "He" | "She") {
            return self.pronoun(first, mention, content);
        }
        let relative = matches!(self.layers.text(referent), "who" | "which");
        if let Some(beside) = if relative { pronouns::beside_relative(self.layers, referent) } else { None } {
            return self.tied(&beside, source, mention, content);
        }
        if self.layers.upos(referent) == Upos::Pron || self.layers.upos(referent) == Upos::Det {
            return self.pronoun(referent, mention, content);
        }
        let phrase = match source.antecedent {
            Some(head) => relative_to(self.layers, head, source.head),
            None => source.clone(),
        };
        self.tied(&phrase, source, mention, content)
    }

    /// Who a phrase is, as the source that it stands for or is.
    fn tied(&mut self, phrase: &Source, source: &Source, mention: TextRange, content: &[TextRange]) -> Referent {
        let who = self.identify(phrase, mention, content);
        let elsewhere = who.tokens.end <= source.tokens.start || who.tokens.start >= source.tokens.end;
        let antecedent = elsewhere.then(|| self.layers.span(who.tokens.clone()));
        let claimant = who.claimant.clone();
        self.remember(who);
        Referent { claimant, antecedent }
    }

    fn pronoun(&mut self, token: usize, mention: TextRange, content: &[TextRange]) -> Referent {
        if let Some(found) = pronouns::antecedent(self, token, content) {
            let claimant = again(&found.claimant, mention);
            let antecedent = Some(self.layers.span(found.tokens.clone()));
            self.remember(Known { last: token, ..found });
            return Referent { claimant, antecedent };
        }
        Referent { claimant: unbound(self.layers.text(token), mention), antecedent: None }
    }

    fn remember(&mut self, who: Known) {
        if let (Some(entity), Some(gender)) = (who.entity, who.gender) {
            self.genders[entity] = Some(gender);
        }
        self.known.push(who);
        if self.known.len() > 64 {
            self.known.remove(0);
        }
    }

    fn identify(&self, source: &Source, mention: TextRange, content: &[TextRange]) -> Known {
        let layers = self.layers;
        if is_coordinated(layers, source) {
            let name = description(layers, source.tokens.clone());
            return self.known_as(source, Claimant::Collective(described(name, mention)), Nature::Crowd, None);
        }
        if let Some(name) = core_name(layers, source) {
            return self.named(source, name, mention);
        }
        self.earlier(source, content).map_or_else(
            || self.by_description(source, mention),
            |found| Known { claimant: again(&found.claimant, mention), last: source.head, ..found },
        )
    }

    fn known_as(&self, source: &Source, claimant: Claimant, nature: Nature, entity: Option<usize>) -> Known {
        let layers = self.layers;
        let noun = source
            .tokens
            .clone()
            .find_map(|at| lexicon().source(&layers.lemma(at).to_lowercase()).and_then(|noun| noun.gender));
        let gender = noun.or_else(|| entity.and_then(|entity| self.genders[entity]));
        let gender = gender.filter(|_| nature == Nature::Person);
        Known { claimant, nature, gender, entity, head: source.head, tokens: source.tokens.clone(), last: source.head }
    }

    fn named(&self, source: &Source, name: &Name, mention: TextRange) -> Known {
        let layers = self.layers;
        let entity = layers.entities.get(self.entity(name));
        let nature = nature_of(entity.map_or(name.kind, |entity| entity.kind));
        let opening = openers(layers, name.tokens.start..name.tokens.end.saturating_sub(1));
        let own = || description(layers, name.tokens.start + opening..name.tokens.end);
        let mut text = entity.filter(|_| opening == 0).map_or_else(own, |entity| entity.name.clone());
        if nature == Nature::Person {
            text = self.fuller(text);
        } else if entity.is_some_and(|entity| entity.kind == NameKind::Place) {
            text = description(layers, name.tokens.clone());
        } else if nature == Nature::Body {
            text = self.qualified(source, name, text);
        }
        text = with_own_genitive(layers, name.tokens.end, text);
        if nature == Nature::Body && is_office(layers, name.tokens.clone()) && text.split(' ').count() == 1 {
            return self.known_as(source, Claimant::Unnamed(described(text, mention)), nature, None);
        }
        let how = if layers.excerpt(name.range).text() == text { Resolution::Stated } else { Resolution::Discourse };
        let speaker = Speaker { name: text, mention, how };
        let entity = entity.map(|_| self.entity(name));
        self.known_as(source, Claimant::Named(speaker), nature, entity)
    }

    /// A person's name in full, where somebody of that surname spoke before.
    fn fuller(&self, text: SmolStr) -> SmolStr {
        if text.contains(' ') {
            return text;
        }
        let named = self.known.iter().rev().filter(|known| known.nature == Nature::Person);
        let names = named.filter_map(|known| known.claimant.speaker().map(|speaker| &speaker.name));
        let same = |name: &&SmolStr| name.strip_suffix(text.as_str()).is_some_and(|rest| rest.ends_with(' '));
        names.into_iter().find(same).cloned().unwrap_or(text)
    }

    /// A body's name with what tells it from others of that name: "Norland's Defence Ministry".
    fn qualified(&self, source: &Source, name: &Name, text: SmolStr) -> SmolStr {
        let layers = self.layers;
        let before = source.tokens.start..name.tokens.start;
        // "Lagos-based Blue Line" is Blue Line.
        let joined = |at: usize| (at..name.tokens.start).any(|at| layers.text(at) == "-");
        let qualifier = before.clone().find(|&at| layers.name_at(at).is_some() && !joined(at));
        let own = layers.words_of(name.tokens.clone());
        if let Some(from) = qualifier.filter(|_| before.len() <= 5 && text.len() <= own.len()) {
            return description(layers, from..name.tokens.end);
        }
        let fuller = self.known.iter().rev().find(|known| {
            known.nature == Nature::Body
                && known.claimant.speaker().is_some_and(|speaker| {
                    speaker.name.len() > text.len() && speaker.name.to_lowercase().ends_with(&text.to_lowercase())
                })
        });
        fuller.and_then(|known| known.claimant.speaker()).map_or(text, |speaker| speaker.name.clone())
    }

    pub(super) fn by_description(&self, source: &Source, mention: TextRange) -> Known {
        let layers = self.layers;
        let words = own_words(layers, source);
        let plural = layers.upos(source.head) != Upos::Propn && is_plural(layers, source.head);
        let titled = is_capital(layers, source.head) && !is_office(layers, words.clone());
        let nature = described_nature(layers, source.head, plural, titled);
        let text = description(layers, words.clone());
        let mark = words.end - usize::from(words.len() > 1 && matches!(layers.text(words.end - 1), "'s" | "’s"));
        let speaker = described(if titled { with_own_genitive(layers, mark, text) } else { text }, mention);
        let several = nature == Nature::Crowd || plural || is_counted(layers, source) || opens_several(layers, source);
        let claimant = match nature {
            _ if is_one_of(layers, source) => Claimant::Unnamed(speaker),
            _ if several => Claimant::Collective(speaker),
            _ if titled => Claimant::Named(speaker),
            _ => Claimant::Unnamed(speaker),
        };
        self.known_as(source, claimant, nature, None)
    }
}

/// Whether a noun is a name by its capital: "the General Staff".
fn is_capital(layers: &Layers, head: usize) -> bool {
    let upper = |at: usize| layers.text(at).starts_with(char::is_uppercase);
    let both = || upper(head) && head > spans::sentence(layers, head).start + 1 && upper(head - 1);
    layers.upos(head) == Upos::Propn || layers.upos(head) == Upos::Noun && both()
}

/// What sort of thing a description without a name stands for; `titled` where its noun is a name by its capital.
fn described_nature(layers: &Layers, head: usize, plural: bool, titled: bool) -> Nature {
    let proper = layers.upos(head) == Upos::Propn;
    match lexicon().phrase_kind(layers, head) {
        Some(SourceKind::Document) => Nature::Document,
        // "The General Staff": a body of that name.
        Some(SourceKind::Crowd) if titled => Nature::Body,
        Some(SourceKind::Crowd) => Nature::Crowd,
        _ if plural || !matches!(layers.upos(head), Upos::Noun | Upos::Propn) => Nature::Crowd,
        Some(SourceKind::Person) => Nature::Person,
        Some(SourceKind::Group) => Nature::Body,
        None if proper => Nature::Body,
        None => Nature::Person,
    }
}

/// Whether a source is one out of several: "one of them", "another".
fn is_one_of(layers: &Layers, source: &Source) -> bool {
    let no = source.head.checked_sub(1).is_some_and(|at| layers.text(at).eq_ignore_ascii_case("no"));
    let word = layers.text(source.head);
    let one = ["one", "another", "each"].iter().any(|known| word.eq_ignore_ascii_case(known));
    one && !no && layers.upos(source.head) != Upos::Noun
}

/// "Boffins at the school": a plural that opens its sentence, taken for a name by its capital.
fn opens_several(layers: &Layers, source: &Source) -> bool {
    let next = source.head + 1;
    let first = spans::sentence(layers, source.head).start == source.head;
    let text = layers.text(source.head);
    first
        && source.tokens.contains(&next)
        && layers.upos(next) == Upos::Adp
        && text.ends_with('s')
        && !text.ends_with("ss")
}

/// Whether a word before a noun makes it several, or none of several: "neither side", "no one".
fn is_counted(layers: &Layers, source: &Source) -> bool {
    let counts = ["both", "either", "few", "many", "neither", "no", "several"];
    (source.tokens.start..source.head).any(|at| counts.iter().any(|word| layers.text(at).eq_ignore_ascii_case(word)))
        && source.tokens.start + 2 >= source.head
}

/// The phrase that a relative pronoun takes up: the noun that its clause hangs on; but a name right before the pronoun
/// where that noun can say nothing, or names no body that "which" could take up.
fn relative_to(layers: &Layers, head: usize, pronoun: usize) -> Source {
    let name = layers.name_at(head).is_some();
    let plural = layers.upos(head) == Upos::Noun && is_plural(layers, head);
    let speaks = match lexicon().source_kind(layers, head) {
        Some(SourceKind::Document) => layers.text(pronoun) != "which",
        known => known.is_some(),
    };
    let beside = if name || speaks || plural { None } else { pronouns::beside_relative(layers, pronoun) };
    beside.unwrap_or_else(|| Source::before(layers, head, pronoun))
}

/// Who a pronoun is that stands for nobody named before.
fn unbound(text: &str, mention: TextRange) -> Claimant {
    match text.to_lowercase().as_str() {
        "i" | "we" | "me" | "us" | "my" | "our" => Claimant::Narrator,
        "some" | "many" | "others" | "several" | "both" | "few" | "most" | "all" | "everyone" | "those" | "nobody" => {
            Claimant::Collective(described(SmolStr::new(text), mention))
        }
        "one" | "someone" | "somebody" | "another" | "anyone" => {
            Claimant::Unnamed(described(SmolStr::new(text), mention))
        }
        _ => Claimant::Unresolved(Some(mention)),
    }
}

/// The same speaker, mentioned by other words.
fn again(claimant: &Claimant, mention: TextRange) -> Claimant {
    let moved = |speaker: &Speaker| Speaker { name: speaker.name.clone(), mention, how: Resolution::Discourse };
    match claimant {
        Claimant::Named(speaker) => Claimant::Named(moved(speaker)),
        Claimant::Unnamed(speaker) => Claimant::Unnamed(moved(speaker)),
        Claimant::Collective(speaker) => Claimant::Collective(moved(speaker)),
        other => other.clone(),
    }
}

/// Whether a token belongs to a temporal expression: "Tuesday", "last April".
pub(super) fn is_time(layers: &Layers, token: usize) -> bool {
    let at = layers.times.partition_point(|time| time.tokens.end <= token);
    layers.times.get(at).is_some_and(|time| time.tokens.contains(&token))
}

/// The source without what only opens its sentence: "Meanwhile the coalition", "On Tuesday the forces".
pub(super) fn behind_opening(layers: &Layers, source: Source) -> Source {
    let source = behind_measure(layers, behind_dateline(layers, source));
    let start = source.tokens.start + openers(layers, source.tokens.start..source.head);
    Source { tokens: start..source.tokens.end, ..source }
}

/// "The $20 million experts say it costs": what is measured is no part of those who say so.
fn behind_measure(layers: &Layers, source: Source) -> Source {
    let first = layers.quantities.partition_point(|quantity| quantity.tokens.end <= source.tokens.start);
    let measured = layers.quantities[first..].iter().take_while(|quantity| quantity.tokens.end <= source.head);
    let end = measured.filter(|quantity| quantity.unit != "1").map(|quantity| quantity.tokens.end).last();
    // One that has it may speak: "a $5 million fund".
    let several = layers.text(source.head) != layers.lemma(source.head);
    match end.filter(|&end| end == source.head && several && super::phrases::names_source(layers, source.head)) {
        Some(end) => Source { tokens: end..source.tokens.end, ..source },
        None => source,
    }
}

/// "OSTREL (Kestra) - A judge": the source without the place and the agency before the dash.
fn behind_dateline(layers: &Layers, source: Source) -> Source {
    let dash = |&at: &usize| matches!(layers.text(at), "-" | "–" | "—" | "--") && layers.text(at - 1) == ")";
    let Some(dash) = (source.tokens.start + 1..source.tokens.end).find(dash) else { return source };
    if dash + 1 < source.tokens.end {
        Source::of_tokens(layers, dash + 1..source.tokens.end, source.head, None)
    } else {
        source
    }
}

/// How many of some tokens only open the sentence.
fn openers(layers: &Layers, tokens: Range<usize>) -> usize {
    let opens = |at: usize| {
        let joins = matches!(layers.upos(at), Upos::Sconj | Upos::Cconj);
        let marks = matches!(layers.text(at), "," | ":" | "-" | "–" | "—");
        let adverb = layers.upos(at) == Upos::Adv && layers.text(at).starts_with(char::is_uppercase);
        joins || marks || adverb || is_time(layers, at)
    };
    tokens.take_while(|&at| opens(at)).count()
}

/// Whether a name is only an office or a body with a capital: "the Minister", "the Ministry".
fn is_office(layers: &Layers, name: Range<usize>) -> bool {
    let mut words = name.filter(|&at| layers.upos(at) != Upos::Det);
    let office = |at: usize| match lexicon().source_kind(layers, at) {
        // "The Journal" is a paper's name cut short.
        Some(kind) => kind != SourceKind::Document,
        None => rashomon_text::names::is_title(layers.text(at)),
    };
    words.next().is_some_and(office) && words.next().is_none()
}

pub(super) fn described(name: SmolStr, mention: TextRange) -> Speaker {
    Speaker { name, mention, how: Resolution::Stated }
}

/// "Aster's said": a body's name with the genitive at `mark` that owns nothing, and is part of it.
fn with_own_genitive(layers: &Layers, mark: usize, text: SmolStr) -> SmolStr {
    let genitive = mark < layers.tokens.len() && matches!(layers.text(mark), "'s" | "’s");
    let verb = layers.upos(mark + 1) == Upos::Verb;
    let ends_alike = || text.ends_with(layers.text(mark - 1));
    if genitive && verb && mark > 0 && ends_alike() { SmolStr::from(format!("{text}'s")) } else { text }
}

/// The words of a stretch without a leading article, white space folded.
pub(super) fn description(layers: &Layers, tokens: Range<usize>) -> SmolStr {
    let tokens = spans::trim(layers, tokens);
    let first = tokens.start;
    let article = tokens.len() > 1 && matches!(layers.text(first), "the" | "The" | "a" | "A" | "an" | "An");
    let words = layers.words_of(first + usize::from(article)..tokens.end);
    let words = ["'s", "’s", "'", "’"].iter().find_map(|mark| words.strip_suffix(mark)).unwrap_or(words);
    if words.contains(['\n', '\t', '\r']) || words.contains("  ") {
        return SmolStr::from(words.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    SmolStr::new(words)
}

/// The phrase up to a relative clause, an apposition behind a comma or a participle.
fn own_words(layers: &Layers, source: &Source) -> Range<usize> {
    let mut end = source.tokens.end;
    for child in layers.children(source.head).filter(|&child| child > source.head) {
        let cuts = matches!(
            layers.relation(child),
            Relation::AclRelcl | Relation::Acl | Relation::Appos | Relation::Parataxis | Relation::Punct
        );
        if cuts && !spans::is_quote_mark(layers.text(child)) {
            end = end.min(layers.subtree(child).start.max(source.head + 1));
        }
    }
    source.tokens.start..end.max(source.tokens.start + 1)
}

/// The adjectives and nouns before the head, in lower case.
pub(super) fn modifiers(layers: &Layers, source: &Source) -> Vec<String> {
    (source.tokens.start..source.head)
        .filter(|&at| matches!(layers.upos(at), Upos::Adj | Upos::Noun | Upos::Propn))
        .map(|at| layers.text(at).to_lowercase())
        .collect()
}

/// Whether a noun is in the plural.
pub(super) fn is_plural(layers: &Layers, token: usize) -> bool {
    let word = layers.text(token);
    matches!(word, "people" | "media" | "children")
        || word.ends_with("men") && layers.lemma(token).ends_with("man")
        || word.ends_with('s') && layers.lemma(token).len() < word.len()
}

/// Whether several stand side by side as the source.
fn is_coordinated(layers: &Layers, source: &Source) -> bool {
    let joined = layers.children(source.head).any(|child| {
        layers.relation(child) == Relation::Conj && source.tokens.contains(&child) && is_nominal(layers, child)
    });
    let own = spans::noun_phrase(layers, source.head).start;
    let and = |at: usize| layers.upos(at) == Upos::Cconj && layers.name_at(at).is_none();
    joined || (source.tokens.start..own.min(source.head)).any(and)
}

/// The name that says who the source is: the head's own, a person's in apposition or behind a title.
fn core_name<'a>(layers: &'a Layers, source: &Source) -> Option<&'a Name> {
    let in_core = |name: &&Name| is_core(layers, name.tokens.clone(), source);
    let first = layers.names.partition_point(|name| name.tokens.end <= source.tokens.start);
    let inside = || layers.names[first..].iter().take_while(|name| name.tokens.start < source.tokens.end);
    let own = own_words(layers, source);
    let last = |name: &&Name| name.tokens.end == own.end && name.tokens.start > own.start;
    let persons = || inside().filter(|name| name.kind == NameKind::Person && !is_behind_of(layers, name, source));
    let beside = |name: &&Name| closes_title(layers, name, source);
    let person = persons().find(in_core).or_else(|| persons().find(last)).or_else(|| persons().find(beside));
    let others = || inside().filter(|name| name.kind != NameKind::Group);
    let head = || others().find(|name| name.tokens.contains(&source.head));
    person.or_else(head).or_else(|| others().find(|name| is_apposed(layers, name, source)))
}

/// Whether a preposition parts a name from the head before it: "the navy of Kestria" is not Kestria.
fn is_behind_of(layers: &Layers, name: &Name, source: &Source) -> bool {
    let before = name.tokens.start.checked_sub(1).filter(|&at| at > source.head);
    before.is_some_and(|at| layers.upos(at) == Upos::Adp)
}

/// "The plant's owner, Blue Chemicals": a body's name that fills the stretch behind the first comma.
fn is_apposed(layers: &Layers, name: &Name, source: &Source) -> bool {
    let comma = |at: usize| layers.text(at) == ",";
    let ends = name.tokens.end >= source.tokens.end || comma(name.tokens.end);
    let first = name.tokens.start.checked_sub(1) == (source.head..name.tokens.start).find(|&at| comma(at));
    let common = layers.upos(source.head) == Upos::Noun && name.tokens.start > source.head;
    ends && first && common && matches!(name.kind, NameKind::Organisation | NameKind::Other)
}

/// In "the chair of the inquiry, Jane Doe," and "mother Jane Doe, 34,": whether a name fills the stretch behind a comma,
/// or ends the one before the first.
fn closes_title(layers: &Layers, name: &Name, source: &Source) -> bool {
    let comma = |at: usize| layers.text(at) == ",";
    let ends = name.tokens.end == source.tokens.end || comma(name.tokens.end);
    let before = source.tokens.start..name.tokens.start;
    let role = || before.clone().any(|at| lexicon().source_kind(layers, at) == Some(SourceKind::Person));
    let own = before.clone().filter(|&at| comma(at)).count();
    let behind = before.end > before.start && comma(before.end - 1) && own == 1;
    ends && role() && (behind || own == 0 && !before.clone().any(|at| matches!(layers.text(at), "of" | "to" | "for")))
}

/// Whether a name is tied to the head of its phrase by nothing but titles and appositions.
fn is_core(layers: &Layers, name: Range<usize>, source: &Source) -> bool {
    if name.contains(&source.head) {
        return true;
    }
    let tied = [
        Relation::Appos,
        Relation::Flat,
        Relation::Compound,
        Relation::NmodDesc,
        Relation::NmodUnmarked,
        Relation::List,
    ];
    let mut at = name.start;
    for _ in 0..6 {
        let Some(head) = layers.head(at) else { return false };
        if !name.contains(&at) || !name.contains(&head) {
            let compound_of_person = layers.relation(at) == Relation::Compound && head != source.head;
            if !tied.contains(&layers.relation(at)) || compound_of_person {
                return false;
            }
        }
        if head == source.head {
            return true;
        }
        at = head;
    }
    false
}
