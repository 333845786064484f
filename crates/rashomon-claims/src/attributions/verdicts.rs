//! Denials and refusals in the words of what is said: "called the report nonsense", "This is not true", "no comment".

use super::draft::Draft;
use super::lexicon::{Frame, Verdict, lexicon};
use super::{spans, verbs};
use crate::claim::Stance;
use rashomon_text::Layers;
use rashomon_text::syntax::{Relation, Upos};
use std::ops::Range;

/// How many words of what is said are looked at for a verdict.
const REACH: usize = 14;

/// How many words a reply has at most that is nothing but a verdict: "Not true", "Complete nonsense".
const CURT: usize = 3;

/// What the words of the content say of the claim that they speak of, if they speak of one.
pub(super) fn of(layers: &Layers, draft: &Draft) -> Option<Stance> {
    let pieces = || draft.content.iter().map(|piece| piece.start..piece.end.min(piece.start + REACH));
    pieces().find_map(|piece| piece.clone().find_map(|at| at_word(layers, draft, at, &piece)))
}

fn at_word(layers: &Layers, draft: &Draft, at: usize, piece: &Range<usize>) -> Option<Stance> {
    let lemma = layers.lemma(at);
    let found = |lemma: &str| lexicon().verdicts(lemma).find(|verdict| fits(layers, at, piece, verdict));
    let capital = lemma.starts_with(char::is_uppercase);
    let verdict = if capital { found(&lemma.to_lowercase()) } else { found(lemma) }?;
    let bears = match verdict.stance() {
        Stance::Denied => is_curt(layers, at, piece) || called(layers, draft, at) || stated(layers, at, piece),
        _ => verdict.words().nth(1).is_some() || replies(layers, at),
    };
    bears.then(|| verdict.stance())
}

/// Whether the words of a verdict begin at a token, behind a "not" where they need one.
fn fits(layers: &Layers, at: usize, piece: &Range<usize>, verdict: &Verdict) -> bool {
    let end = at + verdict.words().count();
    let same = |(at, word): (usize, &str)| {
        layers.lemma(at).eq_ignore_ascii_case(word) || layers.text(at).eq_ignore_ascii_case(word)
    };
    end <= piece.end.max(at)
        && (at..end).zip(verdict.words()).all(same)
        && is_denied(layers, at, piece) == verdict.negated
}

fn is_denied(layers: &Layers, at: usize, piece: &Range<usize>) -> bool {
    let denies = |at: usize| {
        matches!(layers.text(at), "not" | "Not" | "n't" | "n’t" | "never" | "cannot" | "no" | "No" | "hardly")
    };
    (at.saturating_sub(4).max(piece.start)..at).any(denies)
}

fn is_curt(layers: &Layers, at: usize, piece: &Range<usize>) -> bool {
    let named = |word: usize| word != at && matches!(layers.upos(word), Upos::Noun | Upos::Propn | Upos::Num);
    piece.clone().filter(|&at| layers.upos(at) != Upos::Punct).count() <= CURT && !piece.clone().any(named)
}

/// "Called the charge absurd", "described that as nonsense".
fn called(layers: &Layers, draft: &Draft, at: usize) -> bool {
    let names = verbs::cues(layers, draft.anchor).any(|cue| cue.takes(Frame::As) || cue.takes(Frame::Object));
    let told = draft.content.first().map_or(at, |piece| piece.start)..at;
    names && told.clone().any(|word| is_claim(layers, word)) && !told.clone().any(|at| layers.upos(at) == Upos::Verb)
}

/// "This is an invention", "the allegations were untrue": of what was said before, not of what the sentence itself tells.
fn stated(layers: &Layers, at: usize, piece: &Range<usize>) -> bool {
    let root = layers.relation(at) != Relation::Amod && layers.relation(at) != Relation::Compound;
    let subject =
        layers.children(at).find(|&child| matches!(layers.relation(child), Relation::Nsubj | Relation::NsubjOuter));
    let told = |at: usize| matches!(layers.text(at), "that" | "of" | "about") || layers.upos(at) == Upos::Verb;
    let bare = |subject: usize| subject < at && !(subject + 1..at).any(told);
    root && subject.is_some_and(|subject| piece.contains(&subject) && is_claim(layers, subject) && bare(subject))
}

/// Whether a word is a noun for something said, or points at it.
fn is_claim(layers: &Layers, at: usize) -> bool {
    match layers.upos(at) {
        Upos::Pron | Upos::Det => {
            let alone = layers.relation(at) != Relation::Det && layers.relation(at) != Relation::Mark;
            alone
                && matches!(layers.text(at).to_lowercase().as_str(), "this" | "that" | "it" | "all" | "these" | "those")
        }
        Upos::Noun => {
            let noun = lexicon().noun(layers.lemma(at));
            noun.is_some_and(|noun| noun.takes(Frame::Clause))
                || matches!(
                    layers.lemma(at),
                    "account" | "figure" | "information" | "story" | "tale" | "talk" | "version"
                )
        }
        _ => false,
    }
}

/// Whether a verb is what the speaker does not do: "we cannot comment", "it could not discuss clients".
fn replies(layers: &Layers, at: usize) -> bool {
    let own = |child: usize| {
        layers.relation(child) == Relation::Nsubj
            && matches!(layers.text(child).to_lowercase().as_str(), "i" | "we" | "he" | "she" | "they" | "it")
    };
    let verb = layers.upos(at) == Upos::Verb;
    let raised = || layers.head(at).filter(|_| layers.relation(at) == Relation::Xcomp);
    let speaks = |verb: usize| layers.children(verb).any(own);
    verb && (speaks(at) || raised().is_some_and(speaks)) && !spans::is_quote_mark(layers.text(at))
}
