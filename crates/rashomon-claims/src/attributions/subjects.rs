//! Who does what a verb says: its subject, shared, inverted, before an aside, or the agent of a passive.

use super::draft::Source;
use super::lexicon::Frame;
use super::phrases;
use super::spans::{self, child_by, is_nominal, preposition, trim};
use super::verbs::{cues, reports};
use rashomon_text::Layers;
use rashomon_text::syntax::{Relation, Upos};
use std::ops::Range;

/// How far up a chain of verbs a shared subject is looked for.
const CHAIN: usize = 6;

/// Whether a verb is passive, or a participle without a subject ("the figures released by").
pub(super) fn is_passive(layers: &Layers, verb: usize) -> bool {
    if layers.text(verb).ends_with("ing") {
        return false;
    }
    if child_by(layers, verb, &[Relation::AuxPass, Relation::NsubjPass, Relation::CsubjPass]).is_some() {
        return (verb.saturating_sub(5)..verb).any(|at| matches!(layers.lemma(at), "be" | "get"));
    }
    let bare = child_by(layers, verb, &[Relation::Nsubj, Relation::Aux, Relation::Mark]).is_none();
    let participle = layers.text(verb) != layers.lemma(verb);
    bare && participle && is_reduced(layers, verb)
}

/// Whether a participle stands where one without a subject does: behind its noun or at the head of its clause.
pub(super) fn is_reduced(layers: &Layers, verb: usize) -> bool {
    let sentence = spans::sentence(layers, verb);
    let first = verb == sentence.start || matches!(layers.text(verb - 1), "," | "as" | "when" | "if" | "once");
    let by = verb + 1 < sentence.end && layers.text(verb + 1) == "by";
    match layers.relation(verb) {
        Relation::Acl => layers.head(verb).is_some_and(|head| head < verb && is_nominal(layers, head)) || by,
        Relation::Advcl => first || by,
        _ => false,
    }
}

/// Who does what a passive verb says: "by the ministry".
pub(super) fn agent(layers: &Layers, verb: usize) -> Option<Source> {
    let by = |phrase: usize| preposition(layers, phrase).is_some_and(|word| layers.text(word) == "by");
    layers
        .children(verb)
        .find(|&child| {
            matches!(layers.relation(child), Relation::OblAgent | Relation::Obl | Relation::Nmod)
                && is_nominal(layers, child)
                && by(child)
        })
        .map(|head| Source::phrase(layers, head))
}

/// The subject of a verb, its own or shared with the verb that it hangs on.
pub(super) fn subject(layers: &Layers, verb: usize) -> Option<Source> {
    let mut at = co_cue(layers, verb).unwrap_or(verb);
    for step in 0..CHAIN {
        if let Some(child) = nearest_subject(layers, at, step > 0) {
            return Some(with_list(layers, Source::subject(layers, at, child)));
        }
        let head = layers.head(at)?;
        match layers.relation(at) {
            Relation::Acl | Relation::AclRelcl if is_nominal(layers, head) => {
                let start = layers.subtree(at).start;
                let apart = layers.text(start) == "," || start > 0 && layers.text(start - 1) == ",";
                let speaks = phrases::names_source(layers, head) && !apart;
                if layers.relation(at) == Relation::AclRelcl || speaks || !layers.text(at).ends_with("ing") {
                    return Some(Source::before(layers, head, layers.subtree(at).start));
                }
                at = head;
            }
            Relation::Xcomp => match child_by(layers, head, &[Relation::Obj]).filter(|&object| object < at) {
                Some(object) if cues(layers, head).any(|cue| cue.takes(Frame::ObjectTo)) => {
                    return Some(Source::before(layers, object, at));
                }
                _ => at = head,
            },
            Relation::Conj | Relation::Advcl | Relation::Parataxis | Relation::Dep => at = head,
            Relation::Obj | Relation::Obl | Relation::Nmod | Relation::Compound if step > 0 => at = head,
            _ => return None,
        }
    }
    None
}

/// In "said the dam broke and added that …", the cue that the second one stands beside, though the tree hangs it
/// on what the first one says.
pub(super) fn co_cue(layers: &Layers, verb: usize) -> Option<usize> {
    if layers.relation(verb) != Relation::Conj || nearest_subject(layers, verb, true).is_some() {
        return None;
    }
    let said = layers.head(verb).filter(|&said| layers.relation(said) == Relation::Ccomp && !reports(layers, said))?;
    layers.head(said).filter(|&upper| upper < said && reports(layers, verb) && reports(layers, upper))
}

/// The subject that stands nearest to its verb: in "which, he said, …" it is not the pronoun.
pub(super) fn nearest_subject(layers: &Layers, verb: usize, shared: bool) -> Option<usize> {
    let fits = |&child: &usize| match layers.relation(child) {
        Relation::Nsubj | Relation::NsubjOuter => true,
        Relation::NsubjPass => shared,
        _ => false,
    };
    let before = layers.children(verb).filter(fits).take_while(|&child| child < verb).last();
    let before = before.map(|child| titled(layers, verb, child).unwrap_or(child));
    let turned = || verb > 0 && (layers.text(verb - 1) == "," || spans::is_quote_mark(layers.text(verb - 1)));
    before.or_else(|| layers.children(verb).find(fits).filter(|_| turned()))
}

/// "A study by the lawyer Jane Doe found …": the tree may take the name behind a preposition for a second subject.
fn titled(layers: &Layers, verb: usize, name: usize) -> Option<usize> {
    let before = name.checked_sub(1).filter(|_| layers.name_at(name).is_some())?;
    let first = layers.children(verb).find(|&child| layers.relation(child) == Relation::Nsubj && child < before)?;
    let start = layers.subtree(name).start;
    let joined = layers.upos(start) == Upos::Adp && start < name;
    let behind = layers.upos(before) == Upos::Noun && layers.ancestors(before).any(|up| up == first);
    (joined || behind).then_some(first)
}

/// The noun phrase that ends where the cue begins, for want of a subject in the tree.
pub(super) fn adjacent(layers: &Layers, verb: usize) -> Option<Source> {
    let sentence = spans::sentence(layers, verb);
    let mut end = verb;
    let skipped = |at: usize| {
        matches!(layers.upos(at), Upos::Aux | Upos::Adv | Upos::Part)
            || matches!(layers.text(at), "both" | "all" | "each")
    };
    while end > sentence.start && skipped(end - 1) {
        end -= 1;
    }
    let last = end.checked_sub(1).filter(|&at| at >= sentence.start)?;
    let start = if layers.text(last) == "," { before_aside(layers, last, sentence.start)? } else { last };
    let joins = [
        Relation::Compound,
        Relation::Flat,
        Relation::Nmod,
        Relation::NmodDesc,
        Relation::NmodUnmarked,
        Relation::Appos,
    ];
    let mut head = start;
    while let Some(up) = layers.head(head).filter(|&up| up < verb && up >= sentence.start && is_nominal(layers, up)) {
        if !joins.contains(&layers.relation(head)) {
            break;
        }
        head = up;
    }
    let source = is_nominal(layers, head).then(|| Source::before(layers, head, end))?;
    let near = source.tokens.end > start;
    let tokens = listed(layers, source.tokens.start, &sentence)..trim(layers, source.tokens.start..end).end;
    near.then_some(Source { tokens, ..source })
}

/// In "Jane Doe, who saw it, said", the last word before the aside that a comma closes.
pub(super) fn before_aside(layers: &Layers, comma: usize, sentence: usize) -> Option<usize> {
    let opening = (sentence..comma).rev().find(|&at| layers.text(at) == ",")?;
    opening.checked_sub(1).filter(|&at| at >= sentence && is_nominal(layers, at))
}

/// A subject of which the tree cut off the first members: "officials, residents and fishermen".
fn with_list(layers: &Layers, mut source: Source) -> Source {
    let sentence = spans::sentence(layers, source.head);
    let start = source.tokens.start;
    let joined = source.tokens.clone().any(|at| layers.upos(at) == Upos::Cconj);
    let member = |at: usize| {
        matches!(layers.upos(at), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det | Upos::Num)
            || layers.text(at) == ","
    };
    if joined && start > sentence.start && layers.text(start - 1) == "," && (sentence.start..start).all(member) {
        source.tokens.start = sentence.start;
    }
    source
}

/// Where a list begins that fills the sentence up to its last member: "the navy, the ministry and bloggers".
pub(super) fn listed(layers: &Layers, last: usize, sentence: &Range<usize>) -> usize {
    let modifier = |at: usize| matches!(layers.upos(at), Upos::Adj | Upos::Verb | Upos::Adv);
    let joint = (sentence.start..last).rev().find(|&at| !modifier(at)).filter(|&at| layers.upos(at) == Upos::Cconj);
    let Some(joint) = joint else { return last };
    let member = |at: usize| {
        matches!(layers.upos(at), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det | Upos::Num)
            || matches!(layers.text(at), "," | "of" | "for" | "'s" | "’s")
    };
    let run = (sentence.start..joint).rev().take_while(|&at| member(at)).last().unwrap_or(joint);
    let opens = run == sentence.start || layers.upos(run - 1) == Upos::Adv && layers.text(run) == ",";
    if opens && run < joint { trim(layers, run..joint).start } else { last }
}

/// The noun phrase behind or before a verb, for want of a subject in the tree.
pub(super) fn beside(layers: &Layers, verb: usize) -> Option<Source> {
    let turned = verb.checked_sub(1).is_some_and(|at| layers.text(at) == "," || spans::is_quote_mark(layers.text(at)));
    if turned { inverted(layers, verb).or_else(|| finite(layers, verb)) } else { finite(layers, verb) }
}

/// In "… and President Doe has said", the name straight before a verb that has no subject in the tree.
pub(super) fn joined_subject(layers: &Layers, verb: usize) -> Option<Source> {
    let lacks = matches!(layers.relation(verb), Relation::Conj | Relation::Advcl | Relation::Parataxis)
        && nearest_subject(layers, verb, true).is_none();
    let named = |source: &Source| {
        layers.upos(source.head) == Upos::Propn || matches!(layers.text(source.head), "he" | "she" | "they" | "it")
    };
    if lacks { finite(layers, verb).filter(named) } else { None }
}

/// The noun phrase before a verb that is no infinitive or participle.
pub(super) fn finite(layers: &Layers, verb: usize) -> Option<Source> {
    let bare = layers.text(verb).ends_with("ing") || spans::has_mark(layers, verb, "to");
    if bare { None } else { adjacent(layers, verb) }
}

pub(super) fn own_subject(layers: &Layers, verb: usize) -> Option<Source> {
    child_by(layers, verb, &[Relation::Nsubj]).map(|head| Source::subject(layers, verb, head))
}

/// The subject behind its verb: "…, said Jane Doe, who …".
pub(super) fn inverted(layers: &Layers, verb: usize) -> Option<Source> {
    let sentence = spans::sentence(layers, verb);
    let start = verb + 1;
    let listens = matches!(layers.lemma(verb), "tell" | "inform" | "remind" | "assure");
    if start >= sentence.end || listens || matches!(layers.text(start), "him" | "them" | "me" | "us" | "that" | "this")
    {
        return None;
    }
    let mut head = start;
    let joins = [
        Relation::Det,
        Relation::Compound,
        Relation::Amod,
        Relation::Flat,
        Relation::NmodDesc,
        Relation::NmodUnmarked,
        Relation::NmodPoss,
        Relation::Nummod,
        Relation::Case,
    ];
    while joins.contains(&layers.relation(head)) {
        match layers.head(head).filter(|&up| up > verb && up < sentence.end) {
            Some(up) => head = up,
            None => break,
        }
    }
    let phrase = is_nominal(layers, head).then(|| Source::phrase(layers, head))?;
    (phrase.tokens.start == start).then_some(phrase)
}
