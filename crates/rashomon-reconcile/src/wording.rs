//! How questions are told apart and put into words, from `lexicon/questions.toml`.

use crate::fold::fold;
use rashomon_text::lexicon::{self, Fault};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::sync::LazyLock;

const FILE: &str = "questions.toml";
const TEXT: &str = include_str!("../../../lexicon/questions.toml");

/// Counted things that are one for a question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// The noun that stands for them all, in the singular.
    pub name: String,
    /// How a title says it.
    pub plural: String,
    /// Whether they are human beings.
    #[serde(default)]
    pub people: bool,
    words: Vec<String>,
    yes: Vec<String>,
    no: Vec<String>,
}

/// How a question with one measure is put.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// The measure.
    pub measure: String,
    /// The title where it is said what is counted, `{what}`.
    pub with: String,
    /// The title where it is not.
    pub without: Option<String>,
    /// The class that is meant where nothing is said.
    pub nothing: Option<String>,
    /// Whether the party is the one that does it.
    #[serde(default)]
    pub by: bool,
    /// Preposition of the place.
    pub at: Option<String>,
    yes: Vec<String>,
}

rashomon_text::entry!(Class, name);

impl lexicon::Entry for Ask {
    fn key(&self) -> String {
        self.measure.clone()
    }

    fn yes(&self) -> &[String] {
        &self.yes
    }

    fn no(&self) -> &[String] {
        &[]
    }
}

struct Tables {
    classes: Vec<Class>,
    asks: Vec<Ask>,
    /// Folded word to index of its class.
    class_of: FxHashMap<String, usize>,
    /// Measure to index of its ask.
    ask_of: FxHashMap<String, usize>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let classes: Vec<Class> = lexicon::load(FILE, TEXT, "class");
    let asks: Vec<Ask> = lexicon::load(FILE, TEXT, "ask");
    let words = |(at, class): (usize, &Class)| class.words.iter().map(|word| (fold(word), at)).collect::<Vec<_>>();
    let class_of = classes.iter().enumerate().flat_map(words).collect();
    let ask_of = asks.iter().enumerate().map(|(at, ask)| (ask.measure.clone(), at)).collect();
    Tables { classes, asks, class_of, ask_of }
});

/// The class that a counted noun belongs to, however it is spelt; of "civilian deaths" that of the civilians.
pub fn class(noun: &str) -> Option<&'static Class> {
    let folded = fold(noun);
    let of = |word: &str| TABLES.class_of.get(word).map(|&at| &TABLES.classes[at]);
    of(&folded).or_else(|| {
        let (before, last) = folded.rsplit_once(' ')?;
        let mortals = of(last).filter(|class| class.name == MORTALS && last != MORTALS && last != "people")?;
        of(before).filter(|class| class.people).or(Some(mortals))
    })
}

/// The class of "death", "victim" and the like, whose own word says nothing of whom.
const MORTALS: &str = "person";

/// How questions of that measure are put.
pub fn ask(measure: &str) -> Option<&'static Ask> {
    TABLES.ask_of.get(measure).map(|&at| &TABLES.asks[at])
}

/// What is wrong with `lexicon/questions.toml`.
pub fn check_lexicon() -> Vec<Fault> {
    let mut faults = lexicon::check_form(FILE, &TABLES.classes);
    faults.extend(lexicon::check_form(FILE, &TABLES.asks));
    let falls_into = |class: &Class, noun: &str| self::class(noun).is_some_and(|found| found.name == class.name);
    faults.extend(lexicon::check_examples(FILE, &TABLES.classes, falls_into));
    let asks = |ask: &Ask, title: &str| {
        title == crate::title::heading(&ask.measure, Some("bridge"), None, "1")
            || title == crate::title::heading(&ask.measure, None, None, "1")
    };
    faults.extend(lexicon::check_examples(FILE, &TABLES.asks, asks));
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicon_holds_what_it_says() {
        assert_eq!(check_lexicon(), []);
    }

    #[test]
    fn every_default_is_a_class() {
        let unknown: Vec<_> =
            TABLES.asks.iter().filter_map(|ask| ask.nothing.as_deref()).filter(|name| class(name).is_none()).collect();
        assert_eq!(unknown, [""; 0]);
    }
}
