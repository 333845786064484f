//! How a claim is put: what the cue says, turned by negation, by tense and by hedges in the content.

use super::draft::Draft;
use super::lexicon::Frame;
use super::spans::{self, child_by};
use super::verbs;
use crate::claim::Stance;
use rashomon_text::Layers;
use rashomon_text::syntax::{Relation, Upos};

/// The stance of a draft: its cue's, negated where the cue is; its content's where the cue only says.
pub(super) fn of(layers: &Layers, draft: &Draft) -> Stance {
    if is_open(layers, draft) {
        return Stance::Questioned;
    }
    if is_denied(layers, draft) {
        return negated(draft.stance);
    }
    let root = draft.content.first().and_then(|piece| root_of(layers, piece.clone()));
    let clause = root.and_then(|root| of_clause(layers, root));
    match draft.stance {
        Stance::Asserted | Stance::Questioned if root.is_some_and(|root| is_order(layers, draft.anchor, root)) => {
            Stance::Demanded
        }
        Stance::Asserted => clause.unwrap_or(Stance::Asserted),
        // "Warned that it might": what may be is not foretold.
        Stance::Predicted if clause == Some(Stance::Estimated) => Stance::Estimated,
        own => own,
    }
}

/// "Told them to leave", "asked drivers to slow down".
fn is_order(layers: &Layers, cue: usize, root: usize) -> bool {
    let infinitive = layers.relation(root) == Relation::Xcomp && spans::has_mark(layers, root, "to");
    infinitive && layers.head(root) == Some(cue) && verbs::cues(layers, cue).any(|cue| cue.takes(Frame::ObjectTo))
}

/// "Neither confirmed nor denied", "declined to comment", "would not say": the cue leaves it open.
fn is_open(layers: &Layers, draft: &Draft) -> bool {
    let before = || draft.cue.start.saturating_sub(3)..draft.anchor;
    let refuses = before().chain([draft.anchor]).any(|at| matches!(layers.lemma(at), "decline" | "refuse"));
    let both = draft.cue.clone().chain(before()).any(|at| layers.text(at).eq_ignore_ascii_case("neither"));
    let withheld = is_denied(layers, draft)
        && matches!(layers.lemma(draft.anchor), "say" | "comment" | "discuss" | "disclose" | "reveal")
        && layers
            .children(draft.anchor)
            .any(|at| matches!(layers.text(at), "will" | "would" | "wo" | "could" | "can" | "ca"));
    refuses || both && layers.text(draft.anchor) != "said" || withheld
}

/// "Did not say", "cannot say", "nobody said".
fn is_denied(layers: &Layers, draft: &Draft) -> bool {
    let denies = |at: usize| matches!(layers.text(at), "not" | "n't" | "n’t" | "never" | "cannot");
    let nobody = draft.source.as_ref().is_some_and(|source| {
        matches!(layers.text(source.tokens.start).to_lowercase().as_str(), "nobody" | "no" | "none" | "neither")
    });
    nobody || spans::is_negated(layers, draft.anchor) || draft.cue.clone().any(denies)
}

/// "Did not confirm" leaves a claim open, "did not deny" leaves it standing.
fn negated(stance: Stance) -> Stance {
    match stance {
        Stance::Denied => Stance::Asserted,
        Stance::Confirmed | Stance::Acknowledged => Stance::Questioned,
        Stance::Asserted => Stance::Denied,
        other => other,
    }
}

/// The token of a stretch whose head lies outside of it.
fn root_of(layers: &Layers, mut piece: std::ops::Range<usize>) -> Option<usize> {
    let range = piece.clone();
    piece.find(|&at| layers.head(at).is_none_or(|head| !range.contains(&head)))
}

/// What a clause says of its own standing: planned, foretold, reckoned, asked for; nothing if it is a plain statement.
pub fn of_clause(layers: &Layers, root: usize) -> Option<Stance> {
    let hedged = layers.children(root).find_map(|child| match layers.relation(child) {
        Relation::Aux => modal(layers, root, child),
        Relation::Advmod => adverb(layers.text(child)),
        _ => None,
    });
    hedged.or_else(|| intention(layers, root))
}

fn modal(layers: &Layers, root: usize, auxiliary: usize) -> Option<Stance> {
    match layers.text(auxiliary) {
        "will" | "'ll" | "’ll" | "wo" | "shall" | "would" if !is_perfect(layers, root) => Some(future(layers, root)),
        "may" | "might" | "could" | "can" if layers.text(auxiliary) != "can" => Some(Stance::Estimated),
        "should" | "must" | "ought" => Some(Stance::Demanded),
        _ => None,
    }
}

/// "Would have sunk" looks back.
fn is_perfect(layers: &Layers, root: usize) -> bool {
    layers.children(root).any(|child| layers.relation(child) == Relation::Aux && layers.text(child) == "have")
}

/// What somebody says of their own future is a plan, what they say of others' a prediction.
fn future(layers: &Layers, root: usize) -> Stance {
    let own = child_by(layers, root, &[Relation::Nsubj, Relation::NsubjPass])
        .is_some_and(|subject| layers.upos(subject) == Upos::Pron && layers.text(subject) != "there");
    if own { Stance::Planned } else { Stance::Predicted }
}

fn adverb(word: &str) -> Option<Stance> {
    let hedge = ["probably", "likely", "perhaps", "possibly", "apparently", "purportedly", "supposedly", "presumably"];
    hedge.iter().any(|known| word.eq_ignore_ascii_case(known)).then_some(Stance::Estimated)
}

/// "Plans to", "is going to", "intends to" as the main verb of what is said.
fn intention(layers: &Layers, root: usize) -> Option<Stance> {
    let open = child_by(layers, root, &[Relation::Xcomp])?;
    let planned =
        matches!(layers.lemma(root), "plan" | "intend" | "aim" | "pledge" | "vow" | "go" | "want" | "promise");
    (planned && spans::has_mark(layers, open, "to")).then_some(Stance::Planned)
}
