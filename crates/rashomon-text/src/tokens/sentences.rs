//! Where sentences end: at the ends of paragraphs, and where a model says so that hears what rules say.

use super::boundary::Paragraph;
use super::chars;
use super::lines;
use super::model::Model;
use super::tables::{Abbreviation, TABLES};
use super::{Sentence, Token};
use crate::range::TextRange;
use std::ops::Range;

/// The sentences of a text.
pub(super) fn of(text: &str, tokens: &[Token]) -> Vec<Sentence> {
    let model = Model::shipped();
    walk(text, tokens, |_, features| model.ends(features))
}

/// Splits where `decide` says so: it gets the number of a token that may start a sentence and the features of the gap
/// before it.
pub(super) fn walk(text: &str, tokens: &[Token], mut decide: impl FnMut(usize, &[u32]) -> bool) -> Vec<Sentence> {
    let splitter = Splitter { text, tokens, width: lines::width(text) };
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut line = 0;
    for next in 1..=tokens.len() {
        let gap = splitter.gap(next);
        let newline = gap.rfind('\n').map(|at| splitter.end(next - 1) + at + 1);
        let broken = newline.map(|_| splitter.line_break(next, gap, line));
        line = newline.unwrap_or(line);
        if next == tokens.len() || broken == Some(Break::Paragraph) {
            splitter.paragraph(start..next, &mut sentences, &mut decide);
            start = next;
        }
    }
    sentences
}

/// What a line break between two tokens means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Break {
    /// No more than a space.
    Space,
    /// The end of a paragraph or headline.
    Paragraph,
}

struct Splitter<'t> {
    text: &'t str,
    tokens: &'t [Token],
    width: Option<usize>,
}

impl<'t> Splitter<'t> {
    /// Adds the sentences of a paragraph.
    fn paragraph(
        &self,
        range: Range<usize>,
        sentences: &mut Vec<Sentence>,
        decide: &mut impl FnMut(usize, &[u32]) -> bool,
    ) {
        let mut paragraph = Paragraph::new(self.text, &self.tokens[range.clone()]);
        let mut start = range.start;
        for next in range.start + 1..range.end {
            let inside = next - range.start;
            let ends = paragraph.may_start(inside) && decide(next, paragraph.features(inside, self.ends(start, next)));
            paragraph.go_on(inside, ends);
            if ends {
                sentences.push(self.sentence(start..next, start == range.start));
                start = next;
            }
        }
        sentences.push(self.sentence(start..range.end, start == range.start));
    }

    fn sentence(&self, tokens: Range<usize>, first: bool) -> Sentence {
        let range = TextRange::of(self.tokens[tokens.start].range.start(), self.end(tokens.end - 1));
        let opens_paragraph = first || (self.gap(tokens.start).contains('\n') && self.is_closed(tokens.start));
        Sentence { range, tokens, opens_paragraph }
    }

    fn word(&self, token: usize) -> &'t str {
        self.tokens.get(token).map_or("", |token| &self.text[token.range.start()..token.range.end()])
    }

    fn end(&self, token: usize) -> usize {
        self.tokens[token].range.end()
    }

    /// The blanks before a token, or to the end of the text.
    fn gap(&self, next: usize) -> &'t str {
        let end = self.tokens.get(next).map_or(self.text.len(), |token| token.range.start());
        &self.text[self.end(next - 1)..end]
    }

    fn spaced(&self, token: usize) -> bool {
        self.tokens.get(token).is_none_or(|token| token.space_before)
    }

    /// What the line break in `gap`, before the token `next`, means; the line before it starts at `line`.
    fn line_break(&self, next: usize, gap: &str, line: usize) -> Break {
        if is_blank_line(gap) {
            return Break::Paragraph;
        }
        let start = self.tokens.get(next).map_or(self.text.len(), |token| token.range.start());
        let lower = chars::at(self.text, start).is_some_and(char::is_lowercase);
        let closed = self.is_closed(next);
        if lower && !closed {
            return Break::Space;
        }
        let Some(width) = self.width else { return Break::Paragraph };
        let rest = &self.text.as_bytes()[start..];
        let word = rest.iter().take(width).position(u8::is_ascii_whitespace).unwrap_or(rest.len().min(width));
        let forced = lines::forced(self.end(next - 1).saturating_sub(line), word, width);
        let indented = gap.len() - gap.rfind('\n').map_or(0, |at| at + 1) >= 2;
        if indented || (!forced && !lower) { Break::Paragraph } else { Break::Space }
    }

    /// Whether the token before `next` ends a sentence by itself: a full stop, or quotation marks behind one.
    fn is_closed(&self, next: usize) -> bool {
        let mut last = next - 1;
        while last > 0 && next - last < 4 && is_closing(self.word(last)) {
            last -= 1;
        }
        is_terminal(self.word(last)) || self.word(last).len() > 1 && self.word(last).ends_with('.')
    }

    /// Whether by the rules the sentence that starts at `start` ends before `next`.
    fn ends(&self, start: usize, next: usize) -> bool {
        if self.belongs_to_end(next) {
            return false;
        }
        let Some(last) = self.last_word(start, next) else { return false };
        let word = self.word(last);
        if is_terminal(word) {
            return self.opens_sentence(next) && !self.is_list_number(start, last);
        }
        last + 1 == next && word.len() > 1 && word.ends_with('.') && self.ends_abbreviated(word, next)
    }

    /// The token before `next`, or the one before its closing marks.
    fn last_word(&self, start: usize, next: usize) -> Option<usize> {
        (start..next).rev().take(4).find(|&token| !self.closes(token))
    }

    /// Whether a token is a closing mark of the sentence before it.
    fn closes(&self, token: usize) -> bool {
        let word = self.word(token);
        is_closing(word) && (!is_straight(word) || !self.spaced(token) || self.spaced(token + 1))
    }

    /// Whether `next` is another closing mark, or another full stop.
    fn belongs_to_end(&self, next: usize) -> bool {
        (self.closes(next) && (!self.spaced(next) || is_straight(self.word(next))))
            || (is_terminal(self.word(next)) && !is_dots(self.word(next)))
    }

    fn opens_sentence(&self, next: usize) -> bool {
        let word = self.word(next);
        let Some(first) = word.chars().next() else { return true };
        let opening =
            matches!(first, '“' | '‘' | '"' | '\'' | '`' | '«' | '„' | '(' | '[' | '•' | '$' | '£' | '€' | '#' | '@');
        let letter = first.is_alphabetic() && !first.is_lowercase();
        let dots = is_dots(word) && self.spaced(next);
        if opening && word.len() <= first.len_utf8() {
            return self.opens_inside(next + 1);
        }
        // Glued to the full stop, only a whole word opens a sentence: "over.Then", not "9501.T".
        let glued = !first.is_uppercase() || (chars::is_capitalised(word) && word.len() > 1);
        self.spaced(next) && (first.is_numeric() || dots || opening) || (letter && (self.spaced(next) || glued))
    }

    /// Whether what stands behind an opening mark begins with no small letter.
    fn opens_inside(&self, token: usize) -> bool {
        !self.word(token).starts_with(char::is_lowercase)
    }

    /// "1." and "A." at the start count, they end nothing.
    fn is_list_number(&self, start: usize, stop: usize) -> bool {
        let word = self.word(start);
        let counts = word.bytes().all(|byte| byte.is_ascii_digit()) && word.len() <= 2;
        start + 1 == stop && self.word(stop) == "." && counts
    }

    /// Whether a sentence ends behind an abbreviation.
    fn ends_abbreviated(&self, word: &str, next: usize) -> bool {
        let after = self.word(next);
        let capital = chars::is_capitalised(after);
        match TABLES.abbreviation(word) {
            Some(Abbreviation::Title | Abbreviation::Numbered) => false,
            Some(Abbreviation::Ender) => capital && !TABLES.is_zone(after),
            _ => {
                (capital && TABLES.is_starter(after))
                    || (matches!(after, "“" | "\"" | "‘") && self.opens_inside(next + 1))
            }
        }
    }
}

fn is_blank_line(gap: &str) -> bool {
    let mut lines = gap.split('\n');
    lines.next();
    lines.next_back();
    lines.next().is_some()
}

fn is_terminal(word: &str) -> bool {
    matches!(word, "." | "…" | "。" | "！" | "？") || is_dots(word) || word.starts_with(['!', '?'])
}

fn is_dots(word: &str) -> bool {
    word == "…" || (word.len() > 1 && word.bytes().all(|byte| byte == b'.'))
}

fn is_closing(word: &str) -> bool {
    matches!(word, "”" | "’" | "\"" | "'" | "''" | "»" | ")" | "]" | "}" | "’’" | "‟" | "＂")
}

fn is_straight(word: &str) -> bool {
    matches!(word, "\"" | "'" | "''")
}
