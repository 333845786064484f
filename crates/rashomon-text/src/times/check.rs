//! The examples of `lexicon/times.toml`, run through the stage.

use super::lexicon::{Role, TimeWord, words};
use super::{TimeKind, grammar};
use crate::lexicon::{Fault, check_examples, check_form};
use crate::quantities::atoms::Atoms;
use crate::quantities::terms::{Meaning, Terms};

/// What is wrong with the tables of time words and of words that date a report.
pub fn check_lexicon() -> Vec<Fault> {
    const FILE: &str = "times.toml";
    let mut faults = check_form(FILE, words());
    faults.extend(check_examples(FILE, words(), fires));
    faults.extend(super::written::check());
    faults.extend(super::moments::check());
    faults
}

/// Whether an expression of a sentence holds the word in its role.
fn fires(entry: &TimeWord, sentence: &str) -> bool {
    let atoms = Atoms::of_text(sentence);
    let is = |meaning| matches!(meaning, Meaning::Time(word) if std::ptr::eq(word, entry)).then_some(());
    grammar::expressions(&atoms).iter().any(|found| {
        let sets = (entry.role == Role::Set) == (found.kind == TimeKind::Set) || entry.role != Role::Set;
        sets && (found.start..found.end).any(|at| Terms::get().starting(&atoms, at, is).is_some())
    })
}
