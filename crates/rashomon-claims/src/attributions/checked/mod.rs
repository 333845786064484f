//! What a report says of verification: "could not be independently verified", "without giving evidence".

mod scope;
mod told;
mod wording;

use super::Attribution;
use super::spans::child_by;
use crate::claim::{Checked, Stance};
use rashomon_text::syntax::Relation;
use rashomon_text::{Layers, TextRange};
use scope::{Scope, is_bound, is_general, shares_words};
use told::is_told;
use wording::{claimed, evidence, is_on_matter, status};
pub(super) use wording::{is_check, is_lack, is_lacking, is_showing};

/// Marks the attributions that the report says it could, or could not, have checked.
pub(super) fn mark(layers: &Layers, attributions: &mut [Attribution]) {
    let mut found = Vec::new();
    for (index, sentence) in layers.sentences.iter().enumerate() {
        let statuses = sentence.tokens.clone().filter_map(|at| status(layers, at, &sentence.tokens));
        found.extend(statuses.map(|(status, words)| (index, status, layers.span(words))));
    }
    found.retain(|(_, status, words)| !is_told(layers, attributions, *status, *words));
    if found.is_empty() {
        return;
    }
    let places = places(layers, attributions);
    for (sentence, status, words) in found {
        let by = looked(layers, words).filter(|_| status != Checked::NoEvidence);
        let last = layers.tokens_in(words).last();
        let about = last.filter(|&last| status == Checked::Unverified && !is_on_matter(layers, last));
        let about = about.and_then(|last| child_by(layers, last, &[Relation::Obj]));
        let claimed = match status {
            Checked::NoEvidence => last.and_then(|last| claimed(layers, evidence(layers, last))),
            _ => None,
        };
        apply(layers, attributions, &places, Statement { sentence, status, words, by, about, claimed });
    }
}

/// A statement on verification.
#[derive(Clone, Copy)]
struct Statement {
    sentence: usize,
    status: Checked,
    words: TextRange,
    /// Who looked into it, if the statement says so.
    by: Option<usize>,
    /// What was looked into, where that is no word for what was said: "the exchange".
    about: Option<usize>,
    /// What there is said to be no evidence of, where that is no word for what was said: "that wolves killed them".
    claimed: Option<usize>,
}

/// Who checked, or could not: the subject of the words of verification.
fn looked(layers: &Layers, words: TextRange) -> Option<usize> {
    let verb = layers.tokens_in(words).last()?;
    // "Was not able to verify", "had no way of checking": the subject is the one of the verb above.
    let lent = |&at: &usize| matches!(layers.relation(at), Relation::Xcomp | Relation::Acl | Relation::Obj);
    let mut clauses = std::iter::successors(Some(verb), |at| layers.head(*at).filter(|_| lent(at))).take(3);
    clauses.find_map(|at| child_by(layers, at, &[Relation::Nsubj]))
}

/// The sentences and the attributions whose content begins or ends in them, in order.
fn places(layers: &Layers, attributions: &[Attribution]) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    for (at, one) in attributions.iter().enumerate() {
        for piece in &one.content {
            let tokens = layers.tokens_in(*piece);
            for token in [tokens.start, tokens.end.saturating_sub(1)] {
                places.push((layers.sentence_at(token), at));
            }
        }
    }
    places.sort_unstable();
    places.dedup();
    places
}

/// Marks the attributions of the sentence; where it has none of its own, or speaks of "the figures", also those
/// of the sentence before.
fn apply(layers: &Layers, attributions: &mut [Attribution], places: &[(usize, usize)], said: Statement) {
    let of = |sentence: usize| standing_in(places, sentence);
    let is_denied = |attributions: &[Attribution], sentence: usize| {
        of(sentence).next().is_some() && of(sentence).all(|at| attributions[at].stance == Stance::Denied)
    };
    let back = said.status == Checked::Unverified && refers_back(layers, said.sentence);
    // "Marnland says 40 died. Oria denies it, and neither claim could be checked."
    let only_denied = |attributions: &[Attribution], at: usize| {
        back && is_denied(attributions, at) && at.checked_sub(1).is_some_and(|at| of(at).next().is_some())
    };
    let own = !only_denied(attributions, said.sentence) && set(layers, attributions, places, said, false);
    let Some(before) = said.sentence.checked_sub(1) else {
        // "Neither side's figures could be verified. The army says it lost 40 men."
        if back && !own {
            set(layers, attributions, places, Statement { sentence: 1, ..said }, true);
        }
        return;
    };
    let opens = layers.sentences[said.sentence].opens_paragraph;
    let further = before.checked_sub(1).filter(|_| only_denied(attributions, before));
    let earlier = further.unwrap_or(before);
    // "An unproven claim", "said without giving proof": what is part of a sentence with speech is on nothing before it.
    let stays = of(said.sentence).next().is_some() && is_bound(layers, said.words);
    let found = !own
        && !stays
        && (!opens || back)
        && set(layers, attributions, places, Statement { sentence: earlier, ..said }, true);
    // "Sund Press could not verify EITHER account": both went before, or the other follows.
    let one = found && standing_in(places, earlier).count() == 1;
    if !own && one && speaks_of_both(layers, said.sentence) {
        let other = earlier.checked_sub(1).filter(|&at| of(at).next().is_some()).unwrap_or(said.sentence + 1);
        set(layers, attributions, places, Statement { sentence: other, ..said }, true);
    }
}

/// Whether a sentence speaks of two accounts together: "either account", "neither claim".
fn speaks_of_both(layers: &Layers, sentence: usize) -> bool {
    let both = |at: usize| {
        wording::is_matter_noun(layers, at)
            && layers.children(at).any(|child| matches!(layers.lemma(child), "either" | "neither" | "both"))
    };
    layers.sentences[sentence].tokens.clone().any(both)
}

/// The attributions that stand in a sentence.
fn standing_in(places: &[(usize, usize)], sentence: usize) -> impl Iterator<Item = usize> + '_ {
    let first = places.partition_point(|&(at, _)| at < sentence);
    places[first..].iter().take_while(move |&&(at, _)| at == sentence).map(|&(_, at)| at)
}

/// Marks the attributions of one sentence, the statement itself left out; whether there was one.
fn set(
    layers: &Layers,
    attributions: &mut [Attribution],
    places: &[(usize, usize)],
    said: Statement,
    back: bool,
) -> bool {
    let here = || standing_in(places, said.sentence);
    let last = layers.tokens_in(said.words).last();
    // "An unproven claim": the word is on the claim itself.
    let describes = last.is_some_and(|last| layers.relation(last) == Relation::Amod);
    // What is denied was said by others, and is not what was left unverified where more is said.
    let claims = here().any(|at| attributions[at].stance != Stance::Denied);
    let scope = match back {
        true => Scope::All,
        false => Scope::of(layers, &here().map(|at| &attributions[at]).collect::<Vec<_>>(), said),
    };
    let general = back && last.is_some_and(|last| is_general(layers, last));
    let mut any = false;
    for at in here().filter(|_| !general) {
        let one = &mut attributions[at];
        if !scope.includes(layers, one) || said.claimed.is_some_and(|clause| !shares_words(layers, one, clause)) {
            continue;
        }
        // Who looked into it is not who was looked into.
        let looks = said.by.is_some_and(|by| speaks(layers, by, one, said.words));
        let tells = looks
            || !describes
                && one.cue.is_some_and(|cue| last.is_some_and(|last| cue.contains(layers.tokens[last].range)))
            || one.content.iter().all(|piece| said.words.contains(*piece));
        let apart = !back && !describes && last.is_some_and(|last| is_apart(layers, last, one, said.by.is_some()));
        // "Although the firm has not confirmed the talks, its head has long wanted a partner".
        let aside = last.is_some_and(|last| {
            layers.relation(last) == Relation::Advcl && one.cue.is_some_and(|cue| said.words.end() < cue.start())
        });
        let other = (back || aside) && said.about.is_some_and(|about| !speaks_of(layers, one, about));
        if tells || apart || other || back && claims && one.stance == Stance::Denied {
            continue;
        }
        leave_out(layers, &mut one.content, said);
        one.checked = said.status;
        one.checked_by = Some(said.words);
        any = true;
    }
    any
}

/// Whether it is the word at a place, or one with that name, that speaks.
fn speaks(layers: &Layers, at: usize, one: &Attribution, words: TextRange) -> bool {
    let name = layers.name_at(at).and_then(|name| layers.entities.get(name.entity)).map(|entity| entity.name.as_str());
    let named = name.is_some_and(|name| one.claimant.speaker().is_some_and(|speaker| speaker.name == name));
    let at = antecedent(layers, at);
    let range = layers.tokens[at].range;
    let taken_up =
        |source: TextRange| layers.tokens_in(source).any(|token| antecedent(layers, token) == at && token != at);
    named || one.source.is_some_and(|source| taken_up(source) || source.contains(range) && !source.intersects(words))
}

/// The noun that a relative pronoun takes up; any other token itself.
fn antecedent(layers: &Layers, token: usize) -> usize {
    let relative = matches!(layers.text(token), "which" | "who" | "that");
    let verb = layers.head(token).filter(|&verb| relative && layers.relation(verb) == Relation::AclRelcl);
    verb.and_then(|verb| layers.head(verb)).unwrap_or(token)
}

/// Whether a content speaks of what a noun stands for: "the exchange" of spies who "were exchanged".
fn speaks_of(layers: &Layers, one: &Attribution, noun: usize) -> bool {
    let stem = |at: usize| layers.lemma(at).chars().take(STEM).flat_map(char::to_lowercase).collect::<String>();
    let wanted = stem(noun);
    wanted.chars().count() == STEM
        && one.content.iter().any(|piece| layers.tokens_in(*piece).any(|at| stem(at) == wanted))
}

/// How many letters two words of one root begin with.
const STEM: usize = 5;

/// Whether an attribution stands beside a statement on verification, and not under it: "the paper could not verify the
/// claim, and the navy said nothing"; also where its content was taken to begin with the statement.
fn is_apart(layers: &Layers, verb: usize, one: &Attribution, named: bool) -> bool {
    let Some(cue) = one.cue else { return false };
    let further = |at: usize| layers.relation(at) == Relation::Conj && layers.ancestors(at).any(|up| up == verb);
    let words = layers.tokens[verb].range;
    let opening = layers.subtree(verb).start;
    let swallowed = |piece: &TextRange| piece.contains(words) && layers.tokens_in(*piece).start >= opening;
    let later = cue.start() > words.end();
    later && (layers.tokens_in(cue).any(further) || named && one.content.iter().any(swallowed))
}

/// Takes out of a content what the report itself says of verification: the words on evidence that open it, "claimed without
/// any proof that the hall was empty"; the clause that ends it, "said the leak had stopped; divers later confirmed this".
fn leave_out(layers: &Layers, content: &mut [TextRange], said: Statement) {
    let Some(last) = layers.tokens_in(said.words).last() else { return };
    let clause = if said.status == Checked::NoEvidence { layers.head(last).unwrap_or(last) } else { last };
    let clause = layers.subtree(clause);
    for piece in content.iter_mut().filter(|piece| piece.contains(said.words)) {
        let tokens = layers.tokens_in(*piece);
        let tail = clause.start > tokens.start + 2 && clause.contains(&last) && clause.end + 1 >= tokens.end;
        let joint = |at: usize| matches!(layers.text(at), "," | ";" | "-" | "–" | "—" | "but" | "though" | "although");
        let behind = layers.tokens_in(said.words).start;
        let semicolon = (tokens.start + 3..behind).rev().find(|&at| layers.text(at) == ";");
        if said.status == Checked::NoEvidence && piece.start() >= said.words.start() && piece.end() > said.words.end() {
            *piece = TextRange::of(said.words.end(), piece.end());
        } else if tail {
            let kept = (tokens.start..clause.start).rev().find(|&at| !joint(at)).map_or(tokens.start, |at| at + 1);
            if kept > tokens.start && (kept < clause.start || joint(clause.start)) {
                *piece = layers.span(tokens.start..kept);
            }
        } else if let Some(end) = semicolon.filter(|_| last + 3 >= tokens.end) {
            *piece = layers.span(tokens.start..end);
        }
    }
}

/// Whether a sentence speaks of figures or claims made before it.
fn refers_back(layers: &Layers, sentence: usize) -> bool {
    layers.sentences[sentence].tokens.clone().any(|at| wording::is_counted_matter(layers, at))
}
