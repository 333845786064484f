//! Whether a sentence speaks of the time to come where an expression stands.

use super::grammar::Found;
use crate::layers::Layers;
use crate::quantities::atoms::Atoms;
use crate::syntax::{Relation, Upos};

const FUTURE: &[&str] = &["will", "shall", "'ll", "ll", "wo", "won"];
const PLANS: &[&str] = &[
    "due",
    "schedule",
    "scheduled",
    "slated",
    "slate",
    "plan",
    "plans",
    "planned",
    "expect",
    "expected",
    "upcoming",
    "set",
];

/// Whether the verb that an expression hangs on is in the future, or speaks of a plan.
pub(crate) fn is_future(layers: &Layers, atoms: &Atoms, found: &Found) -> bool {
    let Some(token) = atoms.get(found.start).map(|atom| atom.token as usize) else { return false };
    if layers.words.len() <= token {
        return word_of_future_before(atoms, found.start);
    }
    let verbs =
        layers.ancestors(token).take(8).filter(|&at| matches!(layers.upos(at), Upos::Verb | Upos::Aux | Upos::Adj));
    verbs.take(1).any(|verb| is_future_verb(layers, verb))
}

fn is_future_verb(layers: &Layers, verb: usize) -> bool {
    let mut children = layers.children(verb).take(24);
    let infinitive =
        layers.child(verb, Relation::Mark).is_some_and(|mark| layers.text(mark).eq_ignore_ascii_case("to"));
    let planned = infinitive && layers.head(verb).is_some_and(|head| PLANS.contains(&layers.lemma(head)));
    let auxiliary = children.any(|child| {
        layers.relation(child) == Relation::Aux && FUTURE.contains(&layers.text(child).to_ascii_lowercase().as_str())
    });
    auxiliary || planned || PLANS.contains(&layers.text(verb))
}

/// Without a tree: "will" shortly before, in the same sentence.
fn word_of_future_before(atoms: &Atoms, start: usize) -> bool {
    let clause = (start.saturating_sub(10)..start).rev().take_while(|&at| !atoms.any(at, &[".", ";", "!", "?"]));
    clause.into_iter().any(|at| atoms.any(at, &["will", "shall", "due", "scheduled", "slated"]))
}
