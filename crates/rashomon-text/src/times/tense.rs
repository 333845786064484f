//! Whether a sentence speaks of the time to come where an expression stands.

use super::grammar::Found;
use crate::layers::Layers;
use crate::quantities::atoms::Atoms;
use crate::syntax::{Relation, Upos};

const FUTURE: &[&str] = &["will", "shall", "'ll", "’ll", "wo"];
const PLANS: &[&str] = &[
    "due",
    "schedule",
    "scheduled",
    "slate",
    "slated",
    "plan",
    "planned",
    "expect",
    "expected",
    "set",
    "go",
    "hope",
    "intend",
];
const PLANNED: &[&str] = &["due", "scheduled", "slated", "planned", "expected"];

/// Longest clause whose verb is looked at, in tokens: what is longer is no sentence.
const LONGEST: usize = 400;

/// When a sentence speaks of what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tense {
    /// The verb is in the past.
    Past,
    /// The verb is in the future, or speaks of a plan.
    Future,
    /// The verb does not say, or there is none.
    Open,
}

/// The tense of the verb that an expression hangs on.
pub(crate) fn of(layers: &Layers, atoms: &Atoms, found: &Found) -> Tense {
    if looks_ahead(atoms, found.start) {
        return Tense::Future;
    }
    let Some(token) = atoms.get(found.start).map(|atom| atom.token as usize) else { return Tense::Open };
    if layers.words.len() <= token {
        return if word_of_future_before(atoms, found.start) { Tense::Future } else { Tense::Open };
    }
    let verb = layers.ancestors(token).take(8).find(|&at| is_predicate(layers, at));
    let verb = verb.filter(|&verb| layers.subtree(verb).len() < LONGEST);
    verb.map_or(Tense::Open, |verb| if is_future(layers, verb) { Tense::Future } else { past_or_open(layers, verb) })
}

/// "As early as Tuesday", "effective 1 June", "starting on Monday".
fn looks_ahead(atoms: &Atoms, start: usize) -> bool {
    let start = start - usize::from(atoms.after(start, &["on", "in"]));
    let as_soon = atoms.after(start, &["as"]) && start >= 3 && atoms.any(start - 2, &["early", "soon", "late"]);
    let as_soon = as_soon && atoms.is(start - 3, "as");
    as_soon || atoms.after(start, &["effective", "payable", "starting", "beginning"])
}

fn is_predicate(layers: &Layers, at: usize) -> bool {
    let short = layers.subtree(at).len() < LONGEST;
    matches!(layers.upos(at), Upos::Verb | Upos::Aux)
        || PLANNED.contains(&layers.text(at))
        || (short && layers.child(at, Relation::Cop).is_some())
}

fn is_future(layers: &Layers, verb: usize) -> bool {
    let infinitive =
        layers.child(verb, Relation::Mark).is_some_and(|mark| layers.text(mark).eq_ignore_ascii_case("to"));
    let planned = infinitive && layers.head(verb).is_some_and(|head| PLANS.contains(&layers.lemma(head)));
    let is_will = |child: usize| FUTURE.iter().any(|word| layers.text(child).eq_ignore_ascii_case(word));
    let mut children = layers.children(verb).take(24);
    planned
        || PLANNED.contains(&layers.text(verb))
        || children.any(|child| layers.relation(child) == Relation::Aux && is_will(child))
}

/// A verb that is neither in its dictionary form nor on -s or -ing, or whose auxiliary is not, is in the past.
fn past_or_open(layers: &Layers, verb: usize) -> Tense {
    const PRESENT: &[&str] = &[
        "is", "are", "am", "has", "have", "does", "do", "to", "may", "can", "could", "would", "should", "must", "might",
    ];
    let helper = |child: usize| {
        matches!(layers.relation(child), Relation::Aux | Relation::AuxPass | Relation::Cop | Relation::Mark)
    };
    let helpers: Vec<usize> = layers.children(verb).take(24).filter(|&child| helper(child)).collect();
    let present = |child: &usize| PRESENT.iter().any(|word| layers.text(*child).eq_ignore_ascii_case(word));
    let text = layers.text(verb);
    let inflected = !text.eq_ignore_ascii_case(layers.lemma(verb)) && !text.ends_with("ing") && !text.ends_with('s');
    let was = helpers.iter().any(|&child| matches!(layers.text(child), "was" | "were" | "had" | "did"));
    if was || (inflected && !helpers.iter().any(present)) { Tense::Past } else { Tense::Open }
}

/// Without a tree: "will" shortly before, in the same sentence.
fn word_of_future_before(atoms: &Atoms, start: usize) -> bool {
    let clause = (start.saturating_sub(10)..start).rev().take_while(|&at| !atoms.any(at, &[".", ";", "!", "?"]));
    clause.into_iter().any(|at| atoms.any(at, &["will", "shall", "due", "scheduled", "slated"]))
}
