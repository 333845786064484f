//! Who is said to say what: source, cue and content (PARC 3, PolNeAR), with stance and verification.
//!
//! ```text
//! cues (verbs, nouns, phrases) -> drafts -> quotes attached -> sources resolved -> nested, checked
//! ```

mod carried;
mod checked;
mod descriptions;
mod draft;
pub mod learned;
mod lexicon;
mod mentions;
mod namesakes;
mod nominals;
mod nouns;
mod phrases;
mod pronouns;
mod quotes;
mod referents;
mod relays;
mod sources;
mod spans;
mod stance;
mod subjects;
mod tables;
#[cfg(test)]
mod tests;
mod verbs;
mod verdicts;

pub use carried::carried;
pub use referents::{Referent, referents};
pub use stance::of_clause;
pub use tables::check_lexicon;

use crate::claim::{Checked, Claimant, Relay, Stance};
use draft::{Draft, Source};
use quotes::Said;
use rashomon_text::syntax::{Relation, Upos};
use rashomon_text::{Layers, TextRange};
use sources::{Resolver, description};
use std::ops::Range;

/// The most tokens of a sentence that cues are looked for in; longer ones are lists and noise.
const LONGEST_SENTENCE: usize = 400;

/// One attribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Words of the source, as written; none where it is absent ("was reported to have").
    pub source: Option<TextRange>,
    /// Who that is.
    pub claimant: Claimant,
    /// Who passes it on, the nearest to the reader first.
    pub via: Vec<Relay>,
    /// Words of the cue; none where a quotation goes on from the sentence before.
    pub cue: Option<TextRange>,
    /// What is said, in one or more pieces, in reading order; never empty.
    pub content: Vec<TextRange>,
    /// Speech as quoted or retold.
    pub form: Form,
    /// How it is put.
    pub stance: Stance,
    /// What the report says of its verification.
    pub checked: Checked,
    /// The words that say so.
    pub checked_by: Option<TextRange>,
    /// Index of the attribution whose content this one stands in.
    pub within: Option<usize>,
}

impl Attribution {
    /// Whether `range` stands in what is said.
    pub fn covers(&self, range: TextRange) -> bool {
        self.content.iter().any(|piece| piece.contains(range))
    }
}

/// Whether speech is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// All in quotation marks.
    Direct,
    /// None of it.
    Indirect,
    /// Some of it.
    Mixed,
}

/// Longest name in quotation marks that may speak, in tokens.
const LONGEST_QUOTED_NAME: usize = 8;

/// Finds the attributions of a report, in the order of their content; nested ones after the ones they stand in.
pub fn find(layers: &Layers) -> Vec<Attribution> {
    find_with(layers, learned::Model::shipped())
}

/// The same with another model than the one built in, or by the rules alone.
pub fn find_with(layers: &Layers, model: Option<&learned::Model>) -> Vec<Attribution> {
    if layers.words.len() < layers.tokens.len() {
        return Vec::new();
    }
    let mut attributions = resolve(layers, said(layers, model));
    attributions
        .sort_by_key(|one| (one.content[0].start(), std::cmp::Reverse(one.content.last().map(|last| last.end()))));
    nest(&mut attributions);
    checked::mark(layers, &mut attributions);
    attributions
}

/// Who is said to say what, before anybody asks who the sources are.
fn said(layers: &Layers, model: Option<&learned::Model>) -> Vec<Said> {
    let ruled = ruled(layers);
    let drafts = model.map_or_else(|| ruled.clone(), |model| corrected(layers, &ruled, model));
    quotes::attach(layers, drafts)
}

/// What the rules find.
fn ruled(layers: &Layers) -> Vec<Draft> {
    let mut drafts = drafts(layers);
    borrow(&mut drafts);
    borrow_ahead(&mut drafts);
    // A verb and a quotation that overlap in an odd tree leave a piece that ends before it starts.
    drafts.iter_mut().for_each(|draft| draft.content.retain(|piece| piece.start < piece.end));
    drafts
}

/// "Hackers calling themselves Night Tide": a name, and nothing said.
fn names_itself(layers: &Layers, draft: &Draft) -> bool {
    let first = draft.content.first().map_or("", |piece| layers.text(piece.start));
    matches!(layers.relation(draft.anchor), Relation::Acl | Relation::AclRelcl)
        && matches!(first, "itself" | "himself" | "herself" | "themselves")
}

/// What the model makes of it.
fn corrected(layers: &Layers, ruled: &[Draft], model: &learned::Model) -> Vec<Draft> {
    let fits = |draft: &Draft| {
        let check = checked::is_check(layers, draft.anchor);
        let lacks = draft.content.iter().any(|piece| checked::is_lack(layers, piece.clone()))
            || draft.source.as_ref().is_some_and(|source| checked::is_lacking(layers, source.head))
            || checked::is_showing(layers, draft)
            || spans::child_by(layers, draft.anchor, &[Relation::Obj])
                .is_some_and(|shown| checked::is_lacking(layers, shown))
            || draft.borrows && spans::has_mark(layers, draft.anchor, "without");
        is_third_person(layers, draft)
            && !check
            && !lacks
            && !is_hyphened(layers, draft.anchor)
            && !names_itself(layers, draft)
    };
    let read = learned::Reader::new(layers, ruled).read(model);
    let mut drafts: Vec<Draft> = read
        .into_iter()
        .filter(fits)
        .filter(|draft| leaves_object(layers, draft))
        .map(|draft| sound(layers, draft))
        .collect();
    drop_doubles(&mut drafts);
    share_sources(layers, &mut drafts);
    cut_citations(layers, &mut drafts);
    borrow(&mut drafts);
    borrow_ahead(&mut drafts);
    pass_on(layers, &mut drafts);
    drafts
}

/// "Repeated his claim that …": what is one cue to the model is no second one by its noun.
fn drop_doubles(drafts: &mut Vec<Draft>) {
    let holds = |outer: &Draft, inner: &Draft| {
        outer.anchor != inner.anchor && outer.cue.contains(&inner.anchor) && outer.content == inner.content
    };
    let doubles: Vec<usize> = drafts
        .iter()
        .filter(|inner| drafts.iter().any(|outer| holds(outer, inner) && !holds(inner, outer)))
        .map(|inner| inner.anchor)
        .collect();
    drafts.retain(|draft| !doubles.contains(&draft.anchor));
}

/// Whether a verb's own object is what is said or who is told: in "the port has 40 cranes, the mayor said" nobody is told
/// 40 cranes, and in "assuming no loss, the dam pays" no loss says nothing.
fn leaves_object(layers: &Layers, draft: &Draft) -> bool {
    let object = spans::child_by(layers, draft.anchor, &[Relation::Obj]).filter(|&object| object > draft.anchor);
    object.filter(|_| layers.upos(draft.anchor) == Upos::Verb && !draft.borrows).is_none_or(|object| {
        let phrase = layers.subtree(object);
        let said = draft.content.iter().any(|piece| piece.start < phrase.end && phrase.start < piece.end);
        let speaks = draft.source.as_ref().is_some_and(|source| source.head == object);
        let turned = speaks && !layers.text(draft.anchor).ends_with("ing");
        said || turned || !speaks && !spans::holds_quantity(layers, &phrase)
    })
}

/// "The widow said that he was kind and begged the thief …": a second cue without a subject has the first one's.
fn share_sources(layers: &Layers, drafts: &mut [Draft]) {
    for at in 1..drafts.len() {
        let (before, rest) = drafts.split_at_mut(at);
        let anchor = rest[0].anchor;
        let joined = layers.relation(anchor) == Relation::Conj && !subjects::is_passive(layers, anchor);
        if rest[0].source.is_none() && joined {
            let first = before.iter().find(|first| layers.head(anchor) == Some(first.anchor));
            rest[0].source = first.and_then(|first| first.source.clone());
        }
    }
}

/// Takes ", citing the navy" out of what the cue beside it says.
fn cut_citations(layers: &Layers, drafts: &mut [Draft]) {
    let hole = |draft: &Draft| draft.cue.start..draft.source.as_ref().map_or(draft.cue.end, |one| one.tokens.end);
    let holes: Vec<Range<usize>> = drafts.iter().filter(|draft| draft.borrows).map(hole).collect();
    for draft in drafts.iter_mut() {
        for hole in holes.iter().filter(|hole| !hole.contains(&draft.anchor)) {
            let comma = hole.start.checked_sub(1).is_some_and(|at| layers.text(at) == ",");
            let opens = draft.content.first().is_some_and(|piece| piece.start == hole.start);
            if (comma || opens) && draft.content.iter().any(|piece| piece.contains(&hole.start)) {
                let pieces = std::mem::take(&mut draft.content);
                draft.content =
                    pieces.into_iter().flat_map(|piece| spans::without(layers, piece, hole.clone())).collect();
            }
        }
    }
}

/// Drops the reporter's own attribution where it only passes on what it cites: "the paper said, citing the navy".
fn pass_on(layers: &Layers, drafts: &mut Vec<Draft>) {
    let cited: Vec<(usize, Vec<Range<usize>>)> = drafts
        .iter()
        .filter(|draft| draft.borrows && !draft.relays.is_empty() && draft.source.is_some())
        .map(|draft| (draft.anchor, draft.content.clone()))
        .collect();
    for (anchor, content) in cited {
        let same = |draft: &Draft| {
            !draft.borrows && draft.content == content && layers.sentence_at(draft.anchor) == layers.sentence_at(anchor)
        };
        let Some(at) = drafts.iter().position(same) else { continue };
        let stance = drafts.remove(at).stance;
        if let Some(draft) = drafts.iter_mut().find(|draft| draft.anchor == anchor) {
            draft.stance = stance;
        }
    }
}

/// Lends a report as the model sees it to a function; for training.
pub fn with_reader<T>(layers: &Layers, lend: impl FnOnce(&learned::Reader) -> T) -> T {
    lend(&learned::Reader::new(layers, &ruled(layers)))
}

/// The cues of all sentences with what hangs on them.
fn drafts(layers: &Layers) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (index, sentence) in layers.sentences.iter().enumerate() {
        if sentence.tokens.len() > LONGEST_SENTENCE {
            continue;
        }
        drafts.extend(phrases::label(layers, index));
        let mut free = sentence.tokens.start;
        for token in sentence.tokens.clone() {
            let phrase = if token < free { None } else { phrases::find(layers, token) };
            free = phrase.as_ref().map_or(free, |phrase| phrase.cue.end);
            let found = phrase.or_else(|| verbs::find(layers, token)).or_else(|| nouns::find(layers, token));
            let found = found.filter(|draft| is_third_person(layers, draft));
            drafts.extend(found.map(|draft| shared(layers, sound(layers, draft), &drafts)));
        }
    }
    drafts
}

/// Whether a token is the tail of a compound: "so-called".
fn is_hyphened(layers: &Layers, token: usize) -> bool {
    let tied = layers.tokens.get(token).is_some_and(|token| !token.space_before);
    tied && token.checked_sub(1).is_some_and(|before| layers.text(before) == "-" && !layers.tokens[before].space_before)
}

/// A draft without a source that cannot speak: words that somebody else is quoted with, or a date.
fn sound(layers: &Layers, mut draft: Draft) -> Draft {
    let whole = |piece| {
        let piece = spans::taken_up(layers, draft.anchor, piece);
        spans::counted_conjuncts(layers, spans::whole_words(layers, piece))
    };
    draft.content = draft.content.into_iter().map(whole).collect();
    draft.source = draft.source.and_then(|source| {
        // Who is spoken of does not speak: "[the crew] is said [to have fled]".
        if draft.content.iter().any(|piece| piece.contains(&source.head) && !piece.contains(&draft.anchor)) {
            return None;
        }
        let quote = quotes::quote_at(layers, source.head);
        let quoted = quote.is_some_and(|quote| quote.tokens.len() > LONGEST_QUOTED_NAME);
        let foreign = quoted && quote != quotes::quote_at(layers, draft.anchor);
        let speaks = !foreign && !sources::is_time(layers, source.head) && !is_silent(layers, draft.anchor);
        speaks.then(|| sources::behind_opening(layers, source))
    });
    draft
}

/// Whether the subject of a cue does not say it: "the court heard that …", "the crew seems to have fled".
fn is_silent(layers: &Layers, anchor: usize) -> bool {
    let silent = layers.upos(anchor) == Upos::Verb && verbs::cues(layers, anchor).next().is_some_and(|cue| cue.silent);
    // "The video appears to show …" speaks all the same.
    let shows = || layers.children(anchor).any(|child| child > anchor && verbs::reports(layers, child));
    silent && !shows()
}

/// "…, she said, adding that …": a participle without a subject speaks for the cue before it.
fn shared(layers: &Layers, mut draft: Draft, before: &[Draft]) -> Draft {
    if draft.source.is_none() && layers.text(draft.anchor).ends_with("ing") {
        let here = layers.sentence_at(draft.anchor);
        let last = before.last().filter(|last| layers.sentence_at(last.anchor) == here);
        draft.source = last.and_then(|last| last.source.clone());
    }
    draft
}

/// Whether a cue is the report's or a quoted speaker's account of another: "I think" in a quotation is neither.
fn is_third_person(layers: &Layers, draft: &Draft) -> bool {
    if quotes::quote_at(layers, draft.anchor).is_none() {
        return true;
    }
    let reports = layers.upos(draft.anchor) != Upos::Verb || verbs::reports(layers, draft.anchor);
    reports
        && draft.source.as_ref().is_some_and(|source| {
            !matches!(
                layers.text(source.head).to_lowercase().as_str(),
                "i" | "we" | "you" | "my" | "our" | "your" | "it"
            )
        })
}

/// Gives "citing the navy" the content of the cue that it hangs on.
fn borrow(drafts: &mut [Draft]) {
    for at in 1..drafts.len() {
        let (before, rest) = drafts.split_at_mut(at);
        if let (true, Some(last)) = (rest[0].borrows, before.last()) {
            let apart = |piece: &Range<usize>| !piece.contains(&rest[0].anchor);
            let near = last.content.iter().all(apart) && !last.content.is_empty();
            let touches = last
                .content
                .iter()
                .any(|piece| rest[0].content.iter().any(|own| own.start < piece.end && piece.start < own.end));
            if near && touches {
                rest[0].content = last.content.clone();
                rest[0].relays = last.source.clone().into_iter().collect();
            }
        }
    }
}

/// Gives "the agency, citing the navy, said …" the content of the cue behind it.
fn borrow_ahead(drafts: &mut [Draft]) {
    for at in 1..drafts.len() {
        let (before, rest) = drafts.split_at_mut(at);
        let (Some(phrase), next) = (before.last_mut(), &rest[0]) else { continue };
        let between = next.source.as_ref().filter(|source| {
            let ends = phrase.source.as_ref().map_or(phrase.cue.end, |source| source.tokens.end);
            source.tokens.start < phrase.anchor && ends <= next.anchor && next.anchor < ends + 4
        });
        if let (true, Some(reporter), false) = (phrase.borrows, between, next.content.is_empty()) {
            let end = reporter.tokens.end.min(phrase.anchor);
            let start = reporter.tokens.start;
            phrase.content = next.content.clone();
            phrase.relays = vec![Source { tokens: start..end, ..reporter.clone() }];
        }
    }
}

fn resolve(layers: &Layers, said: Vec<Said>) -> Vec<Attribution> {
    let mut resolver = Resolver::new(layers);
    let mut order: Vec<usize> = (0..said.len()).collect();
    order.sort_by_key(|&at| said[at].source.as_ref().map_or(usize::MAX, |source| source.head));
    let mut claimants = vec![Claimant::Unresolved(None); said.len()];
    for at in order {
        if let Some(source) = &said[at].source {
            claimants[at] = resolver.resolve(source, &said[at].content).claimant;
        }
    }
    for at in 0..said.len() {
        if let Some(speaker) = said[at].follows {
            claimants[at] = claimants[speaker].clone();
        }
    }
    said.iter().zip(claimants).map(|(one, claimant)| attribution(layers, one, claimant)).collect()
}

fn attribution(layers: &Layers, said: &Said, claimant: Claimant) -> Attribution {
    let draft = said.draft.as_ref();
    Attribution {
        source: said.source.as_ref().map(|source| layers.span(source.tokens.clone())),
        claimant,
        via: draft.map(|draft| relays(layers, draft)).unwrap_or_default(),
        cue: draft.map(|draft| layers.span(draft.cue.clone())),
        content: said.content.clone(),
        form: form(layers, &said.content),
        stance: draft.map_or(said.stance, |draft| stance::of(layers, draft)),
        checked: Checked::Unsaid,
        checked_by: None,
        within: None,
    }
}

/// Who passes a draft on: those told, and those who are named around its cue.
fn relays(layers: &Layers, draft: &Draft) -> Vec<Relay> {
    let mut relays = draft.relays.clone();
    let known = |relays: &[Source], relay: &Source| relays.iter().any(|other| other.head == relay.head);
    for relay in relays::around(layers, draft) {
        if !known(&relays, &relay) {
            relays.push(relay);
        }
    }
    relays.iter().map(|relay| relayed(layers, relay)).collect()
}

fn relayed(layers: &Layers, relay: &Source) -> Relay {
    let name = layers.name_at(relay.head).and_then(|name| layers.entities.get(name.entity));
    let name = name.map_or_else(|| description(layers, relay.tokens.clone()), |entity| entity.name.clone());
    Relay { name, mention: layers.span(relay.tokens.clone()) }
}

/// How much of the content stands in quotation marks.
fn form(layers: &Layers, content: &[TextRange]) -> Form {
    let mut quoted = 0;
    for piece in content {
        let first = layers.quotes.partition_point(|quote| quote.range.end() <= piece.start());
        for quote in layers.quotes[first..].iter().take_while(|quote| quote.range.start() < piece.end()) {
            let start = quote.range.start().max(piece.start());
            quoted += quote.range.end().min(piece.end()).saturating_sub(start);
        }
    }
    let whole: usize = content.iter().map(|piece| piece.len()).sum();
    match quoted {
        0 => Form::Indirect,
        _ if quoted + 4 >= whole => Form::Direct,
        _ => Form::Mixed,
    }
}

/// Ties attributions that stand in the content of another to it: what the ministry said, as the agency tells it. Who denies
/// a claim does not pass it on.
fn nest(attributions: &mut [Attribution]) {
    for inner in 1..attributions.len() {
        let Some(place) = attributions[inner].cue.or(attributions[inner].source) else { continue };
        let outer = (0..inner).rev().take(40).find(|&at| attributions[at].covers(place));
        let Some(outer) = outer else { continue };
        attributions[inner].within = Some(outer);
        if matches!(attributions[outer].stance, Stance::Denied | Stance::Questioned) {
            continue;
        }
        let reporter = attributions[outer].claimant.clone();
        let told = attributions[inner]
            .claimant
            .speaker()
            .is_some_and(|own| reporter.speaker().is_some_and(|speaker| speaker.name != own.name));
        if let (Some(speaker), true) = (reporter.speaker(), told) {
            let mut via = attributions[outer].via.clone();
            via.push(Relay { name: speaker.name.clone(), mention: speaker.mention });
            via.append(&mut attributions[inner].via);
            attributions[inner].via = via;
            let source = attributions[inner].claimant.clone();
            attributions[inner].claimant = Claimant::Nested { source: Box::new(source), reporter: Box::new(reporter) };
        }
    }
}
