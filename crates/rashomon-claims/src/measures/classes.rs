//! Classes of counted things, as sets of bits.

use rashomon_text::lexicon;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use smol_str::SmolStr;
use std::sync::OnceLock;

/// File of the classes.
pub(super) const FILE: &str = "counted.toml";

/// What a figure counts or measures: a class of things with the classes that hold it, or a dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Classes(u64);

/// Dimensions of units stand beside the classes of things.
const DIMENSIONS: [&str; 13] = [
    "area",
    "flow",
    "length",
    "magnitude",
    "mass",
    "money",
    "multiple",
    "power",
    "rate",
    "share",
    "speed",
    "temperature",
    "volume",
];

impl Classes {
    /// A thing of no class in the table.
    pub const OTHER: Self = Self(1 << 63);
    /// Anything at all.
    pub const ANY: Self = Self(u64::MAX);
    /// Nothing.
    pub const NONE: Self = Self(0);

    /// The class or dimension of that name, without the classes that hold it.
    pub fn named(name: &str) -> Option<Self> {
        if name == "other" {
            return Some(Self::OTHER);
        }
        Some(Self(1 << book().names.iter().position(|known| known == name)?))
    }

    /// The class of a counted noun ("soldier") or compound ("fire engine") with the classes that hold it.
    pub fn of_noun(lemma: &str) -> Option<Self> {
        book().nouns.get(lemma).copied()
    }

    /// The dimension of a canonical unit; a count has none.
    pub fn of_unit(unit: &str) -> Self {
        let name = match unit {
            "1" => return Self::NONE,
            "m" => "length",
            "m2" => "area",
            "m3" => "volume",
            "kg" => "mass",
            "m/s" => "speed",
            "K" => "temperature",
            "magnitude" => "magnitude",
            "W" | "J" => "power",
            "fraction" => "share",
            "m3/s" => "flow",
            _ if unit.contains('/') => "rate",
            _ if unit.len() == 3 && unit.bytes().all(|byte| byte.is_ascii_uppercase()) => "money",
            _ => return Self::OTHER,
        };
        Self::named(name).unwrap_or(Self::OTHER)
    }

    /// Both.
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This without the classes of the other.
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// How many classes the two share.
    pub fn shared(self, other: Self) -> u32 {
        (self.0 & other.0).count_ones()
    }

    /// Whether numbers of such things are no figures of a ledger unless a measure claims them.
    pub fn dropped(self) -> bool {
        self != Self::ANY && self.shared(book().dropped) > 0
    }
}

/// The class of a counted noun in the singular, by name: "troops" for "soldier".
pub fn class_name(lemma: &str) -> Option<&'static str> {
    let book = book();
    book.entries.iter().find(|class| class.nouns.iter().any(|noun| noun == lemma)).map(|class| class.id.as_str())
}

/// One class as the table has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Class {
    pub(super) id: SmolStr,
    #[serde(default)]
    within: Vec<SmolStr>,
    nouns: Vec<SmolStr>,
    #[serde(default)]
    drop: bool,
    yes: Vec<String>,
    no: Vec<String>,
}

rashomon_text::entry!(Class, id);

impl Class {
    /// Every noun of it, for the checker.
    pub(super) fn nouns(&self) -> &[SmolStr] {
        &self.nouns
    }
}

struct Book {
    entries: Vec<Class>,
    names: Vec<SmolStr>,
    nouns: FxHashMap<SmolStr, Classes>,
    dropped: Classes,
}

/// The classes as the table has them.
pub(super) fn entries() -> &'static [Class] {
    &book().entries
}

fn book() -> &'static Book {
    static BOOK: OnceLock<Book> = OnceLock::new();
    BOOK.get_or_init(|| {
        let text = include_str!("../../../../lexicon/counted.toml");
        let entries: Vec<Class> = lexicon::load(FILE, text, "class");
        let mut names: Vec<SmolStr> = entries.iter().map(|class| class.id.clone()).collect();
        let dimensions: Vec<SmolStr> =
            DIMENSIONS.iter().map(SmolStr::new).filter(|name| !names.contains(name)).collect();
        names.extend(dimensions);
        assert!(names.len() < 63, "lexicon/{FILE}: more classes than bits");
        let bit = |name: &str| Classes(names.iter().position(|known| known == name).map_or(0, |at| 1 << at));
        let mut nouns = FxHashMap::default();
        let mut dropped = Classes::NONE;
        for class in &entries {
            let all = class.within.iter().fold(bit(&class.id), |sum, outer| sum.or(bit(outer)));
            nouns.extend(class.nouns.iter().map(|noun| (noun.clone(), all)));
            if class.drop {
                dropped = dropped.or(bit(&class.id));
            }
        }
        Book { entries, names, nouns, dropped }
    })
}
