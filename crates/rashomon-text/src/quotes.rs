//! Quoted stretches: curly, straight, single and double, and those that go on over paragraphs.

use crate::layer::Layer;
use crate::layers::Layers;
use crate::range::TextRange;
use crate::tokens::{Sentence, Token};
use std::ops::Range;

/// One quoted stretch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// With its marks.
    pub range: TextRange,
    /// Without its marks.
    pub inner: TextRange,
    /// Tokens of the inside.
    pub tokens: Range<usize>,
    /// Whether it goes on from a paragraph that ended without a closing mark.
    pub continues: bool,
    /// Whether a closing mark was found.
    pub closed: bool,
}

/// Finds the quoted stretches; needs tokens and sentences. A quotation inside another stands behind it.
pub fn find(layers: &Layers) -> Layer<Quote> {
    Layer::new(quotes(layers.report.text(), &layers.tokens, &layers.sentences))
}

fn quotes(text: &str, tokens: &[Token], sentences: &[Sentence]) -> Vec<Quote> {
    let mut finder = Finder { text, tokens, open: Vec::new(), found: Vec::new() };
    let mut first = 0;
    while first < sentences.len() {
        let opens = |sentence: &Sentence| sentence.opens_paragraph;
        let length = sentences[first + 1..].iter().position(opens).map_or(sentences.len() - first, |at| at + 1);
        finder.paragraph(sentences[first].tokens.start..sentences[first + length - 1].tokens.end);
        first += length;
    }
    finder.abandon(tokens.len());
    finder.found.sort_by_key(|quote| (quote.range.start(), std::cmp::Reverse(quote.range.end())));
    finder.found
}

/// Double and single marks are kept apart: the one may stand inside the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Double,
    Single,
}

/// What a mark does, as far as it and the spaces around it tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Opens,
    Closes,
    /// One or the other, as the quotation before it is open or not.
    Either,
    /// Closes, or is the apostrophe of "the sailors' union".
    ClosesOrApostrophe,
}

#[derive(Clone, Copy)]
struct Mark {
    token: usize,
    shape: Shape,
    role: Role,
}

/// A quotation whose end was not seen yet.
#[derive(Clone, Copy)]
struct Open {
    shape: Shape,
    /// First token, with the mark if there is one.
    start: usize,
    /// First token of the inside.
    inner: usize,
    continues: bool,
}

struct Finder<'t> {
    text: &'t str,
    tokens: &'t [Token],
    open: Vec<Open>,
    found: Vec<Quote>,
}

impl Finder<'_> {
    fn paragraph(&mut self, range: Range<usize>) {
        let marks = self.marks(range.clone());
        let carried = self.carry(&range, marks.first().copied());
        let closers = later_closers(&marks);
        for (at, mark) in marks.iter().enumerate().skip(usize::from(carried)) {
            self.take(*mark, closers[at]);
        }
        // A single mark without its fellow is an apostrophe; a double one may go on in the next paragraph.
        self.open.truncate(self.open.iter().rposition(|open| open.shape == Shape::Double).map_or(0, |at| at + 1));
    }

    /// Goes on with a quotation left open by the paragraph before; whether the first mark was used up by it.
    fn carry(&mut self, range: &Range<usize>, first: Option<Mark>) -> bool {
        let Some(open) = self.open.first().copied() else { return false };
        self.abandon(range.start);
        let Some(mark) = first.filter(|mark| mark.shape == open.shape) else { return false };
        let reopens = mark.token == range.start && mark.role != Role::Closes;
        if reopens {
            self.open.push(Open { start: mark.token, inner: mark.token + 1, continues: true, ..open });
        } else if mark.role == Role::Closes {
            self.open.push(Open { start: range.start, inner: range.start, continues: true, ..open });
        }
        reopens
    }

    /// Ends what is open without a closing mark.
    fn abandon(&mut self, end: usize) {
        if let Some(open) = self.open.first().copied() {
            self.emit(open, end, end, false);
        }
        self.open.clear();
    }

    fn take(&mut self, mark: Mark, closer_follows: bool) {
        let depth = self.open.iter().rposition(|open| open.shape == mark.shape);
        match (mark.role, depth) {
            (Role::Closes | Role::Either, Some(depth)) => self.close(mark, depth),
            (Role::ClosesOrApostrophe, Some(depth)) if !closer_follows => self.close(mark, depth),
            (Role::Opens, Some(depth)) => {
                self.open.truncate(depth);
                self.start(mark);
            }
            (Role::Opens | Role::Either, None) if mark.shape == Shape::Double || closer_follows => self.start(mark),
            _ => {}
        }
    }

    fn start(&mut self, mark: Mark) {
        self.open.push(Open { shape: mark.shape, start: mark.token, inner: mark.token + 1, continues: false });
    }

    fn close(&mut self, mark: Mark, depth: usize) {
        let open = self.open[depth];
        self.open.truncate(depth);
        self.emit(open, mark.token, mark.token + 1, true);
    }

    fn emit(&mut self, open: Open, inner_end: usize, end: usize, closed: bool) {
        let range = self.span(open.start..end);
        let inner = if open.inner < inner_end {
            self.span(open.inner..inner_end)
        } else {
            let start = self.tokens[open.start].range;
            let at = if open.inner > open.start { start.end() } else { start.start() };
            TextRange::of(at, at)
        };
        let tokens = open.inner..inner_end.max(open.inner);
        self.found.push(Quote { range, inner, tokens, continues: open.continues, closed });
    }

    fn span(&self, tokens: Range<usize>) -> TextRange {
        self.tokens[tokens.start].range.cover(self.tokens[tokens.end - 1].range)
    }

    fn marks(&self, range: Range<usize>) -> Vec<Mark> {
        let paragraph = range.clone();
        range.filter_map(|token| self.mark(token, &paragraph)).collect()
    }

    fn word(&self, token: usize) -> &str {
        let range = self.tokens[token].range;
        &self.text[range.start()..range.end()]
    }

    fn mark(&self, token: usize, paragraph: &Range<usize>) -> Option<Mark> {
        let word = self.word(token);
        if word.len() > 6 || word.starts_with(|first: char| first.is_alphanumeric()) {
            return None;
        }
        let (shape, role) = match word {
            "“" => (Shape::Double, self.curly_open(token, paragraph)),
            "„" | "«" | "``" | "‘‘" => (Shape::Double, Role::Opens),
            "”" | "»" | "’’" => (Shape::Double, self.curly_close(token, paragraph)),
            "\"" | "''" | "＂" => (Shape::Double, self.straight(token, paragraph)),
            "‘" => (Shape::Single, self.single_open(token, paragraph)?),
            "’" | "'" => (Shape::Single, self.single(token, paragraph)?),
            _ => return None,
        };
        Some(Mark { token, shape, role })
    }

    /// White space or the paragraph's edge, or an opening bracket or dash, before the token.
    fn open_before(&self, token: usize, paragraph: &Range<usize>) -> bool {
        let opening = |word: &str| matches!(word, "(" | "[" | "-" | "--" | "—" | "–" | "“" | "\"" | "‘" | "'" | "/");
        token == paragraph.start || self.tokens[token].space_before || opening(self.word(token - 1))
    }

    fn space_after(&self, token: usize, paragraph: &Range<usize>) -> bool {
        token + 1 >= paragraph.end || self.tokens[token + 1].space_before
    }

    /// White space, the edge or a mark after the token, not a word.
    fn shut_after(&self, token: usize, paragraph: &Range<usize>) -> bool {
        self.space_after(token, paragraph) || !self.word(token + 1).starts_with(|c: char| c.is_alphanumeric())
    }

    /// A closing curly mark where only an opening one can stand is a slip of the keyboard.
    fn curly_close(&self, token: usize, paragraph: &Range<usize>) -> Role {
        let slip = self.tokens[token].space_before && !self.shut_after(token, paragraph);
        if slip || (token == paragraph.start && !self.space_after(token, paragraph)) {
            Role::Either
        } else {
            Role::Closes
        }
    }

    /// An opening curly mark where only a closing one can stand: a slip, or German.
    fn curly_open(&self, token: usize, paragraph: &Range<usize>) -> Role {
        let shut = token > paragraph.start && !self.tokens[token].space_before && self.space_after(token, paragraph);
        if shut { Role::Closes } else { Role::Opens }
    }

    fn straight(&self, token: usize, paragraph: &Range<usize>) -> Role {
        let before = token == paragraph.start || self.tokens[token].space_before;
        match (before, self.space_after(token, paragraph)) {
            (true, false) => Role::Opens,
            (false, true) => Role::Closes,
            _ => Role::Either,
        }
    }

    /// None if a small opening mark stands for an apostrophe.
    fn single_open(&self, token: usize, paragraph: &Range<usize>) -> Option<Role> {
        (self.open_before(token, paragraph) && !self.space_after(token, paragraph)).then_some(Role::Opens)
    }

    /// None if a small mark is an apostrophe beyond doubt.
    fn single(&self, token: usize, paragraph: &Range<usize>) -> Option<Role> {
        let before = self.open_before(token, paragraph);
        let shut = self.shut_after(token, paragraph);
        match (before, shut) {
            (true, false) => Some(Role::Opens),
            (false, true) if self.may_own(token, paragraph) => Some(Role::ClosesOrApostrophe),
            (false, true) => Some(Role::Closes),
            // `"'Go,'"`: a mark on both sides.
            (true, true) if !self.tokens[token].space_before && token > paragraph.start => Some(Role::Closes),
            (true, true) if !self.space_after(token, paragraph) => Some(Role::Opens),
            _ => None,
        }
    }

    /// "the sailors' union": after an s, and a word follows.
    fn may_own(&self, token: usize, paragraph: &Range<usize>) -> bool {
        let word_after = token + 1 < paragraph.end && self.word(token + 1).starts_with(char::is_alphanumeric);
        token > paragraph.start && word_after && self.word(token - 1).ends_with(['s', 'S', 'z', 'x'])
    }
}

/// For each mark, whether a mark that can close a single quotation stands between it and the next that opens one.
fn later_closers(marks: &[Mark]) -> Vec<bool> {
    let mut closers = vec![false; marks.len()];
    let mut follows = false;
    for (at, mark) in marks.iter().enumerate().rev() {
        closers[at] = follows;
        if mark.shape == Shape::Single {
            follows = mark.role != Role::Opens;
        }
    }
    closers
}

#[cfg(test)]
mod tests {
    use super::quotes;
    use crate::tokens::split;
    use proptest::prelude::*;

    /// The insides, parted by bars; `+` before one that goes on, `-` behind one that was never closed.
    fn shown(text: &str) -> String {
        let (tokens, sentences) = split(text);
        let show = |quote: super::Quote| {
            let inner = &text[quote.inner.start()..quote.inner.end()];
            format!("{}{inner}{}", if quote.continues { "+" } else { "" }, if quote.closed { "" } else { "-" })
        };
        quotes(text, &tokens, &sentences).into_iter().map(show).collect::<Vec<_>>().join("|")
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(shown(text), expected, "in {text:?}");
    }

    #[test]
    fn marks_of_every_kind() {
        check("“We won,” she said. “They lost.”", "We won,|They lost.");
        check("\"We won,\" she said (\"they lost\").", "We won,|they lost");
        check("‘We won,’ she said. ‘They didn’t.’", "We won,|They didn’t.");
        check("'We won,' she said. 'They didn't.'", "We won,|They didn't.");
        check("``We won,'' she said.", "We won,");
        check("“He said ‘go’ to me,” she said.", "He said ‘go’ to me,|go");
        check("'He said \"go\" to me,' she said.", "He said \"go\" to me,|go");
        check("“‘Go,’ he said.”", "‘Go,’ he said.|Go,");
        check("“We won.“ They left.", "We won.");
    }

    #[test]
    fn apostrophes_are_not_quotes() {
        check("The sailors' union and the miners' union don't agree.", "");
        check("Vell ‘s mayor and the sailors’ union", "");
        check("‘The sailors’ union left,’ he said.", "The sailors’ union left,");
        check("Rock 'n' roll in the '60s.", "");
        check("He shouted 'we are the sailors' and left.", "we are the sailors");
    }

    #[test]
    fn quotations_over_paragraphs() {
        check(
            "“One is here.\n\n“Two is there.\n\n“Three is far,” he said.",
            "One is here.-|+Two is there.-|+Three is far,",
        );
        check("\"One is here.\n\n\"Two is there,\" he said. \"Done.\"", "One is here.-|+Two is there,|Done.");
        check("“One is here.\n\nTwo is there,” he said.", "One is here.-|+Two is there,");
    }

    #[test]
    fn a_stray_mark_harms_only_its_paragraph() {
        check("A 6\" pipe broke.\n\nShe said \"go\" and \"stay\".", "go|stay");
        check("It is “over.\n\nShe said “go” again.", "over.-|go");
        check("over” it is. She said “go”.", "go");
        check("“", "-");
    }

    proptest! {
        #[test]
        fn ranges_hold_each_other(text in r#"([a-s .,'’‘“”"()\n-]|\PC){0,60}"#) {
            let (tokens, sentences) = split(&text);
            for quote in quotes(&text, &tokens, &sentences) {
                prop_assert!(quote.range.contains(quote.inner));
                prop_assert!(quote.tokens.end <= tokens.len());
                prop_assert!(text.get(quote.inner.start()..quote.inner.end()).is_some());
            }
        }
    }
}
