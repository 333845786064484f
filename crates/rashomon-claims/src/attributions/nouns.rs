//! Noun cues: "the rebels' claim that …", "calls for a strike", "a plan to close the mine".

use super::draft::{Draft, Source};
use super::lexicon::{Cue, Frame, lexicon};
use super::spans::{self, child_by, is_nominal, preposition, trim};
use super::subjects;
use rashomon_text::Layers;
use rashomon_text::syntax::{Relation, Upos};
use std::ops::Range;

/// The attribution that a token makes as a noun, if it makes one.
pub(super) fn find(layers: &Layers, noun: usize) -> Option<Draft> {
    if layers.upos(noun) != Upos::Noun {
        return None;
    }
    draft(layers, noun, lexicon().noun(layers.lemma(noun))?)
}

/// What a noun says if it is that cue.
pub(super) fn draft(layers: &Layers, noun: usize, cue: &Cue) -> Option<Draft> {
    let (content, preposition) = content(layers, noun, cue)?;
    let owner = owner(layers, noun).or_else(|| maker(layers, noun)).or_else(|| doer(layers, noun));
    Some(Draft {
        anchor: noun,
        cue: noun..preposition.map_or(noun, |at| at.min(noun + 1)) + 1,
        source: owner,
        content: vec![content],
        stance: cue.stance(),
        relays: Vec::new(),
        takes_quote: false,
        borrows: false,
    })
}

/// What the noun says, and the preposition between the two.
fn content(layers: &Layers, noun: usize, cue: &Cue) -> Option<(Range<usize>, Option<usize>)> {
    for child in layers.children(noun).filter(|&child| child > noun) {
        let range = layers.subtree(child);
        let found = match layers.relation(child) {
            Relation::Acl | Relation::Ccomp | Relation::AclRelcl
                if cue.takes(Frame::Clause) && is_that(layers, child) =>
            {
                Some((range, None))
            }
            Relation::Acl | Relation::Xcomp if cue.takes(Frame::To) && spans::has_mark(layers, child, "to") => {
                Some((range, None))
            }
            Relation::Nmod | Relation::Acl if cue.takes(Frame::About) => about(layers, child, cue),
            _ => None,
        };
        if let Some((range, preposition)) = found {
            return Some((trim(layers, range), preposition));
        }
    }
    let clause = cue.takes(Frame::Clause).then(|| misplaced(layers, noun).or_else(|| behind_owner(layers, noun)));
    clause.flatten().map(|range| (range, None))
}

/// "Reports from the ministry that …": a clause behind who says it.
fn behind_owner(layers: &Layers, noun: usize) -> Option<Range<usize>> {
    let sentence = spans::sentence(layers, noun);
    let by = noun + 1 < sentence.end && matches!(layers.text(noun + 1), "from" | "by");
    let mut near = noun + 2..sentence.end.min(noun + 9);
    let phrase = |at: usize| matches!(layers.upos(at), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det);
    let that =
        near.find(|&at| layers.text(at) == "that" || !phrase(at)).filter(|&at| by && layers.text(at) == "that")?;
    Some(trim(layers, that..sentence.end))
}

/// A clause with "that" straight behind the noun, which the tree hangs elsewhere.
fn misplaced(layers: &Layers, noun: usize) -> Option<Range<usize>> {
    let that = noun + 1;
    let clause = (that < layers.tokens.len() && layers.text(that) == "that" && layers.upos(that) == Upos::Sconj)
        .then(|| layers.head(that))
        .flatten()
        .filter(|&clause| clause > that)?;
    Some(trim(layers, that..layers.subtree(clause).end))
}

/// Whether a clause is opened by "that" as a conjunction.
fn is_that(layers: &Layers, clause: usize) -> bool {
    layers.children(clause).any(|child| layers.text(child) == "that" && layers.relation(child) == Relation::Mark)
}

fn about(layers: &Layers, phrase: usize, cue: &Cue) -> Option<(Range<usize>, Option<usize>)> {
    let range = layers.subtree(phrase);
    let word = range.start;
    let known = cue.prepositions.iter().any(|known| known == layers.text(word));
    (known && word < phrase).then(|| (word + 1..range.end, Some(word)))
}

/// Who does it, where the noun may be a verb as well: "the firm plans to hire 200 people".
fn doer(layers: &Layers, noun: usize) -> Option<Source> {
    let head = noun.checked_sub(1).filter(|&at| at >= layers.subtree(noun).start && is_nominal(layers, at))?;
    let verbal =
        layers.text(noun).ends_with('s') && lexicon().verbs_at(layers.lemma(noun), layers.text(noun)).next().is_some();
    verbal.then(|| Source { head, tokens: trim(layers, layers.subtree(noun).start..noun), antecedent: None })
}

/// Whose noun it is: "the rebels' claim", "a warning by the office".
fn owner(layers: &Layers, noun: usize) -> Option<Source> {
    let possessive = child_by(layers, noun, &[Relation::NmodPoss]).map(|head| {
        let mut source = Source::phrase(layers, head);
        if source.tokens.len() > 1 && matches!(layers.text(source.tokens.end - 1), "'s" | "’s" | "'" | "’") {
            source.tokens.end -= 1;
        }
        source
    });
    let by = |&child: &usize| {
        layers.relation(child) == Relation::Nmod
            && preposition(layers, child).is_some_and(|word| matches!(layers.text(word), "by" | "from"))
    };
    possessive.or_else(|| layers.children(noun).find(by).map(|head| Source::phrase(layers, head)))
}

/// Who makes it: the subject of a light verb ("made a threat to strike") or of the clause ("…, with plans to strike").
fn maker(layers: &Layers, noun: usize) -> Option<Source> {
    let verb = layers.head(noun)?;
    let made = layers.relation(noun) == Relation::Obj && LIGHT.contains(&layers.lemma(verb));
    let with = layers.relation(noun) == Relation::Obl
        && preposition(layers, noun)
            .is_some_and(|word| matches!(layers.text(word), "with" | "in" | "amid" | "despite"));
    if !(made || with) || subjects::is_passive(layers, verb) {
        return None;
    }
    subjects::subject(layers, verb).filter(|source| is_nominal(layers, source.head))
}

/// Verbs that only lend a noun its subject.
const LIGHT: &[&str] = &[
    "announce",
    "express",
    "give",
    "have",
    "hold",
    "issue",
    "make",
    "offer",
    "raise",
    "reiterate",
    "repeat",
    "reject",
    "renew",
    "share",
    "unveil",
    "voice",
];
