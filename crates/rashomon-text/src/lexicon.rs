//! Knowledge as data: tables under `lexicon/` whose entries carry their own examples.
//!
//! A stage deserialises its tables with [`load`] and offers a `check` that runs [`check_form`] and
//! every example through the stage itself; `rashomon lexicon check` and the tests call those.

use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fmt;

/// An entry of a table.
pub trait Entry: DeserializeOwned {
    /// What it is sorted and known by.
    fn key(&self) -> String;
    /// Sentences in which it must fire.
    fn yes(&self) -> &[String];
    /// Sentences that hold its words and in which it must not fire.
    fn no(&self) -> &[String];
}

/// Makes an [`Entry`] of a struct that holds its examples as `yes` and `no`, and is known by a field or by what is
/// computed from it: `entry!(Verb, lemma)`, `entry!(Head, |head| format!(…))`.
#[macro_export]
macro_rules! entry {
    ($type:ty, $field:ident) => {
        $crate::entry!($type, |entry| entry.$field.to_string());
    };
    ($type:ty, |$entry:ident| $key:expr) => {
        impl $crate::lexicon::Entry for $type {
            fn key(&self) -> String {
                let $entry = self;
                $key
            }

            fn yes(&self) -> &[String] {
                &self.yes
            }

            fn no(&self) -> &[String] {
                &self.no
            }
        }
    };
}

/// Something wrong with an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// File under `lexicon/`.
    pub file: &'static str,
    /// Key of the entry.
    pub key: String,
    /// What is wrong and what to do.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "lexicon/{}: {}: {}", self.file, self.key, self.what)
    }
}

/// The entries of `[[table]]` in a file of `lexicon/` that is built into the program.
///
/// # Panics
/// If the text is not TOML of that form: the tests load every file, so no such program is released.
pub fn load<E: Entry>(file: &'static str, text: &str, table: &str) -> Vec<E> {
    let mut tables: BTreeMap<String, Vec<toml::Value>> =
        toml::from_str(text).unwrap_or_else(|error| panic!("lexicon/{file}: {error}"));
    let entries = tables.remove(table).unwrap_or_default();
    entries
        .into_iter()
        .map(|value| value.try_into().unwrap_or_else(|error| panic!("lexicon/{file}: [[{table}]]: {error}")))
        .collect()
}

/// What is wrong with the form of a table: entries out of order, twice, or without an example.
pub fn check_form<E: Entry>(file: &'static str, entries: &[E]) -> Vec<Fault> {
    let fault = |entry: &E, what: &str| Fault { file, key: entry.key(), what: what.to_owned() };
    let mut faults = Vec::new();
    for pair in entries.windows(2) {
        if pair[0].key() == pair[1].key() {
            faults.push(fault(&pair[1], "stands twice: merge the two entries"));
        } else if pair[0].key() > pair[1].key() {
            faults.push(fault(&pair[1], "is out of order: sort the entries"));
        }
    }
    faults.extend(
        entries
            .iter()
            .filter(|entry| entry.yes().is_empty())
            .map(|entry| fault(entry, "has no `yes` example: write one sentence in which it fires")),
    );
    faults
}

/// What is wrong with the examples of a table: `fires` runs one sentence through the stage and says
/// whether the entry fired.
pub fn check_examples<E: Entry>(file: &'static str, entries: &[E], fires: impl Fn(&E, &str) -> bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    for entry in entries {
        let mut expect = |sentences: &[String], wanted: bool, what: &str| {
            for sentence in sentences.iter().filter(|sentence| fires(entry, sentence) != wanted) {
                faults.push(Fault { file, key: entry.key(), what: format!("{what}: {sentence}") });
            }
        };
        expect(entry.yes(), true, "does not fire in its `yes` example");
        expect(entry.no(), false, "fires in its `no` example");
    }
    faults
}
