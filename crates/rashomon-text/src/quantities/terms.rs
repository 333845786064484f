//! All words of the tables in one dictionary, so that a text's words are looked up once.

use super::atoms::{Atoms, pieces};
use super::lexicon::{self, Bound, ChangeWord, Currency, Label, NumberWord, Place, Unit};
use crate::times::lexicon::{TimeWord, words as time_words};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// A word of the dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TermId(u16);

impl TermId {
    /// A word of no table.
    pub const UNKNOWN: Self = Self(0);
}

/// What a phrase of a table means.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Meaning {
    /// A unit after a number.
    Unit(&'static Unit),
    /// A currency before a number.
    Prefix(&'static Currency),
    /// A currency after a number, and whether it is its hundredth.
    Suffix(&'static Currency, bool),
    /// A bound before a number.
    Before(&'static Bound),
    /// A bound after a number.
    After(&'static Bound),
    /// A word of time.
    Time(&'static TimeWord),
}

/// Some words that mean something.
struct Phrase {
    words: Box<[Box<str>]>,
    /// Whether capitals count.
    exact: bool,
    meaning: Meaning,
}

/// What the tables say of one word.
#[derive(Default)]
struct Term {
    number: Option<&'static NumberWord>,
    scale_after_digits: Option<&'static NumberWord>,
    change: Option<&'static ChangeWord>,
    label: Option<&'static Label>,
    /// Phrases that begin with it, the longest first.
    first: Vec<Phrase>,
    /// Bounds and currencies before a number that end with it, the longest first.
    last: Vec<Phrase>,
}

/// The dictionary.
pub(crate) struct Terms {
    ids: FxHashMap<Box<str>, TermId>,
    terms: Vec<Term>,
}

/// Longest word of the tables in bytes; longer words are not looked up.
const LONGEST: usize = 24;

impl Terms {
    /// The dictionary of all tables.
    pub fn get() -> &'static Self {
        static TERMS: OnceLock<Terms> = OnceLock::new();
        TERMS.get_or_init(Self::build)
    }

    /// The word's place in the dictionary, in any case, with either apostrophe.
    pub fn id(&self, word: &str) -> TermId {
        let mut lower = [0; LONGEST];
        let Some(lower) = lower.get_mut(..word.len()) else { return TermId::UNKNOWN };
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        std::str::from_utf8(lower).ok().and_then(|word| self.ids.get(word)).copied().unwrap_or(TermId::UNKNOWN)
    }

    /// The number word, if it is one.
    pub fn number(&self, id: TermId) -> Option<&'static NumberWord> {
        self.terms[id.0 as usize].number
    }

    /// The scale that it is right after digits ("k", "bn").
    pub fn scale_after_digits(&self, id: TermId) -> Option<&'static NumberWord> {
        self.terms[id.0 as usize].scale_after_digits
    }

    /// The word of change, if it is one.
    pub fn change(&self, id: TermId) -> Option<&'static ChangeWord> {
        self.terms[id.0 as usize].change
    }

    /// The noun of a label, if it is one.
    pub fn label(&self, id: TermId) -> Option<&'static Label> {
        self.terms[id.0 as usize].label
    }

    /// The longest phrase that begins at an atom and that `want` accepts: one past its last atom, and what it is.
    pub fn starting<T>(&self, atoms: &Atoms, at: usize, want: impl Fn(Meaning) -> Option<T>) -> Option<(usize, T)> {
        let atom = atoms.get(at)?;
        let term = &self.terms[atom.term.0 as usize];
        term.first.iter().find_map(|phrase| {
            let found = want(phrase.meaning)?;
            phrase.stands_at(atoms, at).then(|| (at + phrase.words.len(), found))
        })
    }

    /// The longest phrase that ends before an atom and that `want` accepts: its first atom, and what it is.
    pub fn ending<T>(&self, atoms: &Atoms, end: usize, want: impl Fn(Meaning) -> Option<T>) -> Option<(usize, T)> {
        let atom = atoms.get(end.checked_sub(1)?)?;
        let term = &self.terms[atom.term.0 as usize];
        term.last.iter().find_map(|phrase| {
            let found = want(phrase.meaning)?;
            let start = end.checked_sub(phrase.words.len())?;
            phrase.stands_at(atoms, start).then_some((start, found))
        })
    }

    fn build() -> Self {
        let mut terms = Self { ids: FxHashMap::default(), terms: vec![Term::default()] };
        terms.add_numbers();
        terms.add_units();
        terms.add_bounds();
        for change in lexicon::changes() {
            change.forms.iter().for_each(|form| terms.term(form).change = Some(change));
        }
        for label in lexicon::labels() {
            terms.term(&label.word).label = Some(label);
        }
        for time in time_words() {
            let forms = std::iter::once(&time.word).chain(&time.forms);
            forms.for_each(|form| terms.add(form, false, Meaning::Time(time)));
        }
        for term in &mut terms.terms {
            term.first.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
            term.last.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        }
        terms
    }

    fn add_numbers(&mut self) {
        for number in lexicon::numbers() {
            std::iter::once(&number.word).chain(&number.forms).for_each(|form| self.term(form).number = Some(number));
            number.glued.iter().for_each(|form| self.term(form).scale_after_digits = Some(number));
        }
    }

    fn add_units(&mut self) {
        for unit in lexicon::units() {
            unit.forms.iter().for_each(|form| self.add(form, false, Meaning::Unit(unit)));
            unit.exact.iter().for_each(|form| self.add(form, true, Meaning::Unit(unit)));
        }
        for currency in lexicon::currencies() {
            currency.prefix.iter().for_each(|form| self.add(form, true, Meaning::Prefix(currency)));
            currency.suffix.iter().for_each(|form| self.add(form, false, Meaning::Suffix(currency, false)));
            currency.minor.iter().for_each(|form| self.add(form, false, Meaning::Suffix(currency, true)));
        }
    }

    fn add_bounds(&mut self) {
        for bound in lexicon::bounds() {
            if bound.place != Place::After {
                self.add(&bound.words, false, Meaning::Before(bound));
            }
            if bound.place != Place::Before {
                self.add(&bound.words, false, Meaning::After(bound));
            }
        }
    }

    /// Files a phrase under its first word, or its last where it is looked for backwards.
    fn add(&mut self, form: &str, exact: bool, meaning: Meaning) {
        let words: Box<[Box<str>]> = pieces(form)
            .filter(|(_, _, piece)| !piece.trim().is_empty())
            .map(|(_, _, piece)| if exact { piece.into() } else { piece.to_ascii_lowercase().into() })
            .collect();
        let (Some(first), Some(last)) = (words.first().cloned(), words.last().cloned()) else { return };
        let phrase = Phrase { words, exact, meaning };
        match meaning {
            Meaning::Prefix(_) | Meaning::Before(_) => self.term(&last).last.push(phrase),
            _ => self.term(&first).first.push(phrase),
        }
    }

    fn term(&mut self, word: &str) -> &mut Term {
        assert!(word.len() <= LONGEST, "{word:?} is too long a word for the tables");
        let next = TermId(self.terms.len() as u16);
        let id = *self.ids.entry(word.to_ascii_lowercase().into()).or_insert(next);
        if id == next {
            self.terms.push(Term::default());
        }
        &mut self.terms[id.0 as usize]
    }
}

impl Phrase {
    /// Whether its words stand there; those of a symbol that opens with one letter without a space: "A$", and no "A $5".
    fn stands_at(&self, atoms: &Atoms, at: usize) -> bool {
        if self.exact && self.words.len() > 1 && self.words[0].len() == 1 && !atoms.glued(at + 1) {
            return false;
        }
        self.words.iter().enumerate().all(|(offset, word)| {
            let text = atoms.text(at + offset);
            text == &**word || (!self.exact && same(text, word))
        })
    }
}

/// Whether two words are the same but for ASCII capitals and the form of the apostrophe.
fn same(text: &str, word: &str) -> bool {
    text.eq_ignore_ascii_case(word) || (text == "’" && word == "'")
}
