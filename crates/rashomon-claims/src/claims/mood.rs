//! How the clause of a figure itself is put: planned, foretold, reckoned, denied.

use super::words;
use crate::claim::Stance;
use rashomon_text::lexicon::{self, Fault};
use rashomon_text::syntax::Relation;
use rashomon_text::{Layers, TextRange};
use serde::Deserialize;
use smol_str::SmolStr;
use std::sync::OnceLock;

/// File of the moods.
const FILE: &str = "moods.toml";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mood {
    id: SmolStr,
    #[serde(default)]
    verbs: Vec<SmolStr>,
    #[serde(default)]
    aux: Vec<SmolStr>,
    #[serde(default)]
    words: Vec<SmolStr>,
    yes: Vec<String>,
    no: Vec<String>,
}

rashomon_text::entry!(Mood, id);

fn moods() -> &'static [Mood] {
    static MOODS: OnceLock<Vec<Mood>> = OnceLock::new();
    MOODS.get_or_init(|| lexicon::load(FILE, include_str!("../../../../lexicon/moods.toml"), "mood"))
}

/// The stance that the clause of a figure takes by itself; none where it states a fact. `content` is what a
/// speaker says, if there is one: the words that introduce it are the attribution's and not looked at.
pub(super) fn stance(layers: &Layers, figure: TextRange, trigger: usize, content: Option<TextRange>) -> Option<Stance> {
    let tokens = layers.tokens_in(figure);
    // "It lost four men, not 35"; not "dozens, if not hundreds".
    let not = tokens.start.checked_sub(1).filter(|&not| words::is(layers, not, "not"));
    if not.is_some_and(|not| not == 0 || !words::is_any(layers, not - 1, &["if", "or"])) {
        return Some(Stance::Denied);
    }
    let number = tokens.into_iter().find_map(|token| by_word(layers, token));
    let inside = |token: usize| content.is_none_or(|content| content.contains(layers.tokens[token].range));
    let mut at = words::clause(layers, trigger);
    let mut found = number;
    for _ in 0..4 {
        found = found.or_else(|| of_clause(layers, at));
        let governed =
            matches!(layers.relation(at), Relation::Xcomp | Relation::Ccomp | Relation::Acl | Relation::Conj);
        let Some(parent) = layers.head(at).filter(|&parent| governed && inside(parent)) else { break };
        if layers.relation(at) != Relation::Conj {
            found = found.or_else(|| by_verb(layers, parent, at));
        }
        at = parent;
    }
    found
}

fn of_clause(layers: &Layers, verb: usize) -> Option<Stance> {
    layers.children(verb).find_map(|child| match layers.relation(child) {
        Relation::Aux => by(layers, child, |mood| &mood.aux),
        Relation::Advmod if is_negation(layers, child) && !words::is_any(layers, verb, &["including", "counting"]) => {
            Some(Stance::Denied)
        }
        _ => None,
    })
}

fn is_negation(layers: &Layers, token: usize) -> bool {
    words::is_any(layers, token, &["not", "n't", "n’t", "never"])
}

fn by_word(layers: &Layers, token: usize) -> Option<Stance> {
    by(layers, token, |mood| &mood.words)
}

/// A verb governs the clause: "plans to", "is expected to"; a speech verb with "that" is the attribution's.
fn by_verb(layers: &Layers, verb: usize, clause: usize) -> Option<Stance> {
    let to = layers.child(clause, Relation::Mark).is_some_and(|mark| words::is(layers, mark, "to"));
    if to { by(layers, verb, |mood| &mood.verbs) } else { None }
}

fn by(layers: &Layers, token: usize, list: impl Fn(&Mood) -> &Vec<SmolStr>) -> Option<Stance> {
    let mood = moods().iter().find(|mood| list(mood).iter().any(|word| words::is(layers, token, word)))?;
    Stance::from_name(&mood.id)
}

/// What is wrong with `lexicon/moods.toml`; `stances` reads the stances of a sentence's figures.
pub(crate) fn check(stances: impl Fn(&str) -> Vec<Stance>) -> Vec<Fault> {
    let mut faults = lexicon::check_form(FILE, moods());
    faults.extend(lexicon::check_examples(FILE, moods(), |mood, text| {
        stances(text).into_iter().any(|stance| stance.name() == mood.id)
    }));
    faults
}
