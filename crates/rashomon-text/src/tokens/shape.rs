//! What a token looks like, as far as ends of sentences depend on it.

use super::Token;
use super::chars::is_apostrophe;
use super::tables::{Abbreviation, TABLES};

/// The look of a token; the model knows each by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Shape {
    /// Before or behind the paragraph.
    Nothing,
    /// "sea".
    Lower,
    /// "Sea".
    Capitalised,
    /// "I".
    Letter,
    /// "SEA".
    Capitals,
    /// "McHale".
    Mixed,
    /// "1,500".
    Number,
    /// "10:30", "9/11".
    Time,
    /// "4th".
    Counted,
    /// A full stop.
    Stop,
    Question,
    Exclamation,
    /// "...".
    Dots,
    Comma,
    Semicolon,
    Colon,
    Dash,
    OpenBracket,
    CloseBracket,
    OpenQuote,
    CloseQuote,
    /// "vellnews.com".
    Address,
    /// "***", "=====".
    Rule,
    /// Any other mark.
    Mark,
    /// "Inc.", "U.S.".
    Abbreviation,
    /// "$", "%".
    Sign,
    /// ":)".
    Face,
    /// "'s", "n't".
    Clitic,
    /// "p.m.".
    LowerAbbreviation,
    /// "Gov.".
    Title,
    /// "No." before a number.
    Numbered,
}

impl Shape {
    /// Whether it ends sentences.
    pub(super) fn is_terminal(self) -> bool {
        matches!(self, Self::Stop | Self::Question | Self::Exclamation | Self::Dots)
    }

    /// Whether it may stand behind the end of the sentence that it closes.
    pub(super) fn closes(self) -> bool {
        matches!(self, Self::CloseBracket | Self::CloseQuote)
    }

    /// Whether it may be a share's code.
    pub(super) fn is_code(self) -> bool {
        matches!(self, Self::Capitals | Self::Mixed | Self::Number | Self::Counted | Self::Letter)
    }

    /// Whether it begins with a capital.
    pub(super) fn is_capital(self) -> bool {
        matches!(self, Self::Capitalised | Self::Letter | Self::Capitals)
    }

    /// Whether no sentence ends between it and a small letter or a mark that goes on.
    pub(super) fn goes_on(self) -> bool {
        matches!(
            self,
            Self::Lower
                | Self::Capitalised
                | Self::Letter
                | Self::Capitals
                | Self::Mixed
                | Self::Number
                | Self::Time
                | Self::Counted
                | Self::Sign
                | Self::Clitic
                | Self::LowerAbbreviation
                | Self::Comma
                | Self::Semicolon
                | Self::Dash
        )
    }

    /// Whether no sentence starts with it behind a word.
    pub(super) fn follows(self) -> bool {
        self.is_terminal() && self != Self::Dots
            || matches!(self, Self::Lower | Self::Clitic | Self::Comma | Self::Semicolon | Self::Dash)
    }
}

/// The shapes of a paragraph's tokens.
pub(super) fn shapes<'t>(text: &'t str, tokens: &'t [Token]) -> impl Iterator<Item = Shape> + 't {
    let mut quoted = false;
    tokens.iter().enumerate().map(move |(at, token)| {
        let word = &text[token.range.start()..token.range.end()];
        let shape = of(word);
        if shape != Shape::Mark || !matches!(word, "\"" | "'" | "''" | "＂") {
            return shape;
        }
        // A straight quotation mark opens where only the other side is blank; between two blanks, every second one closes.
        let after = tokens.get(at + 1).is_none_or(|next| next.space_before);
        let opens = token.space_before && (!after || !quoted);
        quoted = opens;
        if opens { Shape::OpenQuote } else { Shape::CloseQuote }
    })
}

fn of(word: &str) -> Shape {
    let Some(first) = word.chars().next() else { return Shape::Nothing };
    if word.contains("://") || word.starts_with("www.") || (word.len() > 3 && word.contains('@')) {
        Shape::Address
    } else if first.is_alphabetic() {
        of_letters(word, first)
    } else if first.is_numeric() {
        of_digits(word)
    } else if is_apostrophe(first) && word.len() > first.len_utf8() && word.ends_with(char::is_alphabetic) {
        Shape::Clitic
    } else {
        of_marks(word, first)
    }
}

fn of_letters(word: &str, first: char) -> Shape {
    if word.ends_with('.') {
        return match TABLES.abbreviation(word) {
            Some(Abbreviation::Title) => Shape::Title,
            Some(Abbreviation::Numbered) => Shape::Numbered,
            _ if first.is_uppercase() => Shape::Abbreviation,
            _ => Shape::LowerAbbreviation,
        };
    }
    if word.len() > 4 && word.contains('.') {
        return Shape::Address;
    }
    let letters = word.chars().filter(|character| character.is_alphabetic()).count();
    match word.chars().filter(|character| character.is_uppercase()).count() {
        0 => Shape::Lower,
        1 if word.len() == first.len_utf8() => Shape::Letter,
        capitals if capitals == letters => Shape::Capitals,
        1 if first.is_uppercase() => Shape::Capitalised,
        _ => Shape::Mixed,
    }
}

fn of_digits(word: &str) -> Shape {
    if word.chars().all(|character| character.is_numeric() || matches!(character, ',' | '.')) {
        Shape::Number
    } else if word.contains([':', '/', '-']) {
        Shape::Time
    } else {
        Shape::Counted
    }
}

fn of_marks(word: &str, first: char) -> Shape {
    let one = word.len() == first.len_utf8();
    match first {
        '.' if one => Shape::Stop,
        '.' if word.bytes().all(|byte| byte == b'.') => Shape::Dots,
        '…' => Shape::Dots,
        '。' => Shape::Stop,
        '?' | '？' => Shape::Question,
        '!' | '！' => Shape::Exclamation,
        _ if word.len() > 3 && word.chars().nth(3).is_some() => Shape::Rule,
        ':' | ';' | '=' if !one && word.len() < 4 && !word.ends_with('=') => Shape::Face,
        ',' => Shape::Comma,
        ';' => Shape::Semicolon,
        ':' if one => Shape::Colon,
        ':' => Shape::Mark,
        '-' | '–' | '—' => Shape::Dash,
        '(' | '[' | '{' | '<' => Shape::OpenBracket,
        ')' | ']' | '}' | '>' => Shape::CloseBracket,
        '“' | '‘' | '`' | '«' | '„' => Shape::OpenQuote,
        '”' | '’' | '»' | '‟' => Shape::CloseQuote,
        '$' | '£' | '€' | '%' | '#' => Shape::Sign,
        '*' | '_' | '=' | '~' | '+' | '|' | '•' => Shape::Rule,
        _ => Shape::Mark,
    }
}
