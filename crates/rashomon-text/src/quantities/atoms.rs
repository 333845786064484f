//! Atoms: words, numbers and signs as figures need them, so that "£300m", "43-year-old" and "200-300" read the
//! same however the tokenizer cuts them.

use super::terms::{TermId, Terms};
use crate::range::TextRange;
use crate::tokens::Token;
use std::ops::Range;

/// A run of letters, a number in digits, or one other character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Atom {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The token that it begins in.
    pub token: u32,
    /// What the tables know of it; [`TermId::UNKNOWN`] for most words.
    pub term: TermId,
    /// Letters, digits or a sign.
    pub kind: AtomKind,
    /// Whether it follows the atom before without white space.
    pub glued: bool,
    /// Whether its first letter is a capital.
    pub capital: bool,
}

/// What an atom is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AtomKind {
    /// Letters.
    Word,
    /// Digits with their separators: "1,376", "2.3".
    Digits,
    /// Anything else, one character.
    Sign,
}

/// The atoms of a text, in reading order.
pub(crate) struct Atoms<'t> {
    /// The text that they lie over.
    pub source: &'t str,
    /// Whether it writes "£" anywhere.
    pub sterling: bool,
    list: Vec<Atom>,
}

impl<'t> Atoms<'t> {
    /// Of the tokens of a text.
    pub fn of_tokens(source: &'t str, tokens: &[Token]) -> Self {
        let list = Vec::with_capacity(tokens.len() + tokens.len() / 8);
        let mut atoms = Self { source, sterling: source.contains('£'), list };
        let mut first = 0;
        while first < tokens.len() {
            let glued = |pair: &[Token]| pair[0].range.end() == pair[1].range.start();
            let last = first + tokens[first..].windows(2).take_while(|pair| glued(pair)).count();
            let before = atoms.list.len();
            atoms.lex(tokens[first].range.start(), tokens[last].range.end());
            atoms.assign(before, first, tokens);
            first = last + 1;
        }
        atoms
    }

    /// Of a text without tokens; all atoms belong to token 0.
    pub fn of_text(source: &'t str) -> Self {
        let mut atoms = Self { source, sterling: source.contains('£'), list: Vec::new() };
        atoms.lex(0, source.len());
        atoms
    }

    /// Gives each atom from `at` on the token that it begins in.
    fn assign(&mut self, at: usize, mut token: usize, tokens: &[Token]) {
        for atom in &mut self.list[at..] {
            while tokens[token].range.end() <= atom.start as usize {
                token += 1;
            }
            atom.token = token as u32;
        }
    }

    fn lex(&mut self, start: usize, end: usize) {
        let terms = Terms::get();
        for (kind, at, piece) in pieces(self.source.get(start..end).unwrap_or_default()) {
            let first = piece.chars().next().unwrap_or(' ');
            if first.is_whitespace() {
                continue;
            }
            let from = (start + at) as u32;
            self.list.push(Atom {
                start: from,
                end: from + piece.len() as u32,
                token: 0,
                term: if kind == AtomKind::Digits { TermId::UNKNOWN } else { terms.id(piece) },
                kind,
                glued: self.list.last().is_some_and(|last| last.end == from),
                capital: first.is_uppercase(),
            });
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The atom at an index, if there is one.
    pub fn get(&self, at: usize) -> Option<&Atom> {
        self.list.get(at)
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Atom> {
        self.list.iter()
    }

    /// The words of an atom; empty beyond either end.
    pub fn text(&self, at: usize) -> &'t str {
        self.list.get(at).map_or("", |atom| &self.source[atom.start as usize..atom.end as usize])
    }

    /// What it is made of.
    pub fn kind(&self, at: usize) -> Option<AtomKind> {
        self.list.get(at).map(|atom| atom.kind)
    }

    /// Whether it is that word, in any case.
    pub fn is(&self, at: usize, word: &str) -> bool {
        self.text(at).eq_ignore_ascii_case(word)
    }

    /// Whether it is one of some words, in any case.
    pub fn any(&self, at: usize, words: &[&str]) -> bool {
        let text = self.text(at);
        words.iter().any(|word| text.eq_ignore_ascii_case(word))
    }

    /// Whether the atom before `at` is one of some words.
    pub fn after(&self, at: usize, words: &[&str]) -> bool {
        at > 0 && self.any(at - 1, words)
    }

    /// Whether it follows the one before without white space.
    pub fn glued(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|atom| atom.glued)
    }

    /// Whether it is a hyphen or dash.
    pub fn is_dash(&self, at: usize) -> bool {
        matches!(self.text(at), "-" | "–" | "—" | "‑" | "−" | "‒")
    }

    /// Whether it is a dash without white space on either side.
    pub fn is_tight_dash(&self, at: usize) -> bool {
        self.is_dash(at) && self.glued(at) && self.glued(at + 1)
    }

    /// Whether it is a run of letters.
    pub fn is_word(&self, at: usize) -> bool {
        self.kind(at) == Some(AtomKind::Word)
    }

    /// Whether it is a number in digits.
    pub fn is_digits(&self, at: usize) -> bool {
        self.kind(at) == Some(AtomKind::Digits)
    }

    /// Whether it is a word with a capital.
    pub fn is_capital(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|atom| atom.capital && atom.kind == AtomKind::Word)
    }

    /// The value of digits without separators; `None` for anything else or beyond `u32`.
    pub fn integer(&self, at: usize) -> Option<u32> {
        let text = self.text(at);
        (self.is_digits(at) && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
    }

    /// The stretch of text of some atoms; empty at 0 for none.
    pub fn range(&self, atoms: Range<usize>) -> TextRange {
        match (self.list.get(atoms.start), self.list.get(atoms.end.wrapping_sub(1))) {
            (Some(first), Some(last)) if !atoms.is_empty() => TextRange::new(first.start, last.end),
            _ => TextRange::new(0, 0),
        }
    }
}

/// Cuts a text into runs of letters, numbers and single other characters, white space included, each with its offset.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = (AtomKind, usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let first = rest.chars().next()?;
        let (kind, length) = match first {
            '0'..='9' => (AtomKind::Digits, digits_length(rest.as_bytes())),
            _ if first.is_alphabetic() => (AtomKind::Word, word_length(rest)),
            _ => (AtomKind::Sign, first.len_utf8()),
        };
        let piece = (kind, at, &rest[..length]);
        at += length;
        Some(piece)
    })
}

/// Length of "1,376.25" at the start of a text: thousands in groups of three, then decimals.
fn digits_length(text: &[u8]) -> usize {
    let run = |from: usize| text.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let thousands = |at: usize| {
        text.get(at) == Some(&b',')
            && text.iter().skip(at + 1).take(4).take_while(|byte| byte.is_ascii_digit()).count() == 3
    };
    let mut at = run(0);
    while thousands(at) {
        at += 4;
    }
    let decimals = if text.get(at) == Some(&b'.') { run(at + 1) } else { 0 };
    if decimals > 0 { at + 1 + decimals } else { at }
}

/// Length of a run of letters; apostrophes stand apart, however the tokenizer cuts them.
fn word_length(text: &str) -> usize {
    text.find(|letter: char| !letter.is_alphabetic()).unwrap_or(text.len())
}
