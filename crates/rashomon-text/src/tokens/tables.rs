//! The word groups of `lexicon/tokens.toml`.

use crate::lexicon;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const FILE: &str = "tokens.toml";
const TEXT: &str = include_str!("../../../../lexicon/tokens.toml");

/// What a word group does; the fields are sets of lower-case words.
pub(super) struct Tables {
    abbreviations: FxHashMap<&'static str, Abbreviation>,
    contractions: FxHashMap<String, usize>,
    groups: FxHashMap<&'static str, Vec<&'static str>>,
}

/// What an abbreviation may stand before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Anything.
    Plain,
    /// Anything, but only written with a capital.
    Capital,
    /// Anything, and any capitalised word after it opens a sentence.
    Ender,
    /// Only a number.
    Numbered,
    /// A name: never ends a sentence.
    Title,
}

/// One `[[group]]`.
#[derive(serde::Deserialize)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) words: Vec<String>,
    yes: Vec<String>,
    no: Vec<String>,
}

crate::entry!(Group, name);

/// The tables, read once.
pub(super) static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::of(groups()));

/// The file's groups and its name.
pub(super) fn file() -> (&'static str, Vec<Group>) {
    (FILE, groups())
}

fn groups() -> Vec<Group> {
    lexicon::load(FILE, TEXT, "group")
}

impl Tables {
    fn of(groups: Vec<Group>) -> Self {
        let mut tables = Self {
            abbreviations: FxHashMap::default(),
            contractions: FxHashMap::default(),
            groups: FxHashMap::default(),
        };
        for group in groups {
            tables.add(group);
        }
        tables
    }

    fn add(&mut self, group: Group) {
        let kind = match group.name.as_str() {
            "abbreviations" => Some(Abbreviation::Plain),
            "capitals" => Some(Abbreviation::Capital),
            "enders" => Some(Abbreviation::Ender),
            "numbered" => Some(Abbreviation::Numbered),
            "titles" => Some(Abbreviation::Title),
            _ => None,
        };
        // Leaked once per process: the tables live as long as the program.
        let name: &'static str = String::leak(group.name);
        for word in group.words {
            if let Some((first, second)) = word.split_once('|') {
                self.contractions.insert(format!("{first}{second}"), first.len());
            } else {
                let word: &'static str = String::leak(word);
                self.groups.entry(name).or_default().push(word);
                if let Some(kind) = kind {
                    self.abbreviations.insert(word, kind);
                }
            }
        }
        if let Some(words) = self.groups.get_mut(name) {
            words.sort_unstable();
        }
    }

    fn has(&self, group: &str, word: &str) -> bool {
        let mut buffer = [0; LONGEST];
        let Some(lower) = lower(word, &mut buffer) else { return false };
        self.groups.get(group).is_some_and(|words| words.binary_search(&lower).is_ok())
    }

    /// Whether it stays with the word after its hyphen ("anti").
    pub(super) fn is_prefix(&self, word: &str) -> bool {
        self.has("prefixes", word)
    }

    /// Whether it is a unit that may be glued to a number ("bn").
    pub(super) fn is_unit(&self, word: &str) -> bool {
        self.has("units", word)
    }

    /// Whether it ends an internet or file name ("com").
    pub(super) fn is_domain(&self, word: &str) -> bool {
        self.has("domains", word)
    }

    /// Whether it loses its beginning to an apostrophe ("'em").
    pub(super) fn is_elision(&self, word: &str) -> bool {
        self.has("elisions", word)
    }

    /// Whether, capitalised, it opens a sentence after an abbreviation ("The").
    pub(super) fn is_starter(&self, word: &str) -> bool {
        self.has("starters", word)
    }

    /// Whether it goes on a clock time ("Tuesday").
    pub(super) fn is_zone(&self, word: &str) -> bool {
        self.has("zones", word)
    }

    /// What kind of abbreviation it is, with its full stop ("Gov.").
    pub(super) fn abbreviation(&self, word: &str) -> Option<Abbreviation> {
        let mut buffer = [0; LONGEST];
        let kind = *self.abbreviations.get(lower(word, &mut buffer)?)?;
        let capital = word.starts_with(|first: char| first.is_uppercase());
        (kind != Abbreviation::Capital || capital).then_some(kind)
    }

    /// Where two words written as one part, in bytes ("can|not").
    pub(super) fn contraction(&self, word: &str) -> Option<usize> {
        let mut buffer = [0; LONGEST];
        self.contractions.get(lower(word, &mut buffer)?).copied()
    }
}

/// No word of the tables is longer.
const LONGEST: usize = 16;

/// The word in lower case (ASCII), or none if it is too long to stand in a table.
fn lower<'b>(word: &str, buffer: &'b mut [u8; LONGEST]) -> Option<&'b str> {
    let buffer = buffer.get_mut(..word.len())?;
    buffer.copy_from_slice(word.as_bytes());
    buffer.make_ascii_lowercase();
    std::str::from_utf8(buffer).ok()
}
