//! What is known of a gap between two tokens that may be the end of a sentence: the features of the model.

use super::Token;
use super::shape::{Shape, shapes};

/// No gap has more features.
pub(super) const MOST: usize = 48;

/// No dateline has more tokens.
const DATELINE: usize = 24;

/// A paragraph being read, and what is known of the sentence that its last words belong to.
pub(super) struct Paragraph<'t> {
    text: &'t str,
    tokens: &'t [Token],
    shapes: Vec<Shape>,
    /// Hashes of the words in small letters.
    words: Vec<u32>,
    /// Number of tokens to the next full stop or the end.
    ahead: Vec<u32>,
    now: Now,
    keys: Keys,
}

/// What is known of the sentence so far, and of those before it.
#[derive(Default)]
struct Now {
    start: usize,
    open_brackets: u32,
    quoted: bool,
    has_small: bool,
    small_starts: u32,
    capital_starts: u32,
    /// Shapes around its start.
    around_start: u32,
}

/// Keys of features.
struct Keys {
    keys: [u32; MOST],
    count: usize,
}

impl Keys {
    /// Adds the feature number `id` with its values.
    fn push(&mut self, id: u32, a: u32, b: u32, c: u32) {
        if let Some(key) = self.keys.get_mut(self.count) {
            *key = finish(mix(mix(mix(mix(SEED, id), a), b), c));
            self.count += 1;
        }
    }
}

impl<'t> Paragraph<'t> {
    pub(super) fn new(text: &'t str, tokens: &'t [Token]) -> Self {
        let shapes: Vec<Shape> = shapes(text, tokens).collect();
        let words = tokens.iter().map(|token| word(&text[token.range.start()..token.range.end()])).collect();
        let mut ahead = vec![0; shapes.len()];
        let mut distance = 0;
        for (at, shape) in shapes.iter().enumerate().rev() {
            distance = if shape.is_terminal() { 0 } else { distance + 1 };
            ahead[at] = distance;
        }
        let keys = Keys { keys: [0; MOST], count: 0 };
        let mut paragraph = Self { text, tokens, shapes, words, ahead, now: Now::default(), keys };
        paragraph.pass(0);
        paragraph
    }

    /// Whether a sentence may start with the token.
    pub(super) fn may_start(&self, next: usize) -> bool {
        let (last, first) = (self.shapes[next - 1], self.shapes[next]);
        if self.tokens[next].space_before {
            let inside = last.goes_on() && first.follows();
            return !inside && !self.ends_dateline(next);
        }
        // "MaeVLP.N" is a share's code glued to its company.
        let code = matches!(first, Shape::Capitals | Shape::Letter | Shape::Mixed)
            && next.checked_sub(2).is_some_and(|before| self.shapes[before].is_code());
        (last.is_terminal() && !code) || (last.closes() && !matches!(first, Shape::Stop | Shape::Comma))
    }

    /// Whether the dash before the token ends the line that says from where and whom a report is: "VELL (Orrin News) -".
    fn ends_dateline(&self, next: usize) -> bool {
        self.now.start == 0
            && self.shapes[next - 1] == Shape::Dash
            && (2..DATELINE).contains(&next)
            && self.shapes[next - 2] == Shape::CloseBracket
    }

    /// Takes note of where sentences start: `next` is the next token, whether it starts one is known.
    pub(super) fn go_on(&mut self, next: usize, starts: bool) {
        if starts {
            let first = self.shapes[next];
            self.now = Now {
                start: next,
                small_starts: self.now.small_starts + u32::from(first == Shape::Lower),
                capital_starts: self.now.capital_starts + u32::from(first.is_capital()),
                around_start: pair(self.shapes[next - 1] as u32, first),
                ..Now::default()
            };
        }
        self.pass(next);
    }

    fn pass(&mut self, token: usize) {
        match self.shapes.get(token) {
            Some(Shape::OpenBracket) => self.now.open_brackets += 1,
            Some(Shape::CloseBracket) => self.now.open_brackets = self.now.open_brackets.saturating_sub(1),
            Some(Shape::OpenQuote) => self.now.quoted = true,
            Some(Shape::CloseQuote) => self.now.quoted = false,
            Some(Shape::Lower | Shape::Clitic) => self.now.has_small = true,
            _ => {}
        }
    }

    /// The features of the gap before a token; `rule`: what the rules say.
    pub(super) fn features(&mut self, next: usize, rule: bool) -> &[u32] {
        let gap = Gap::of(self, next, u32::from(rule));
        self.keys.count = 0;
        self.shape_features(&gap);
        self.word_features(&gap);
        self.sentence_features(&gap);
        self.distant_features(&gap);
        &self.keys.keys[..self.keys.count]
    }

    fn shape_features(&mut self, gap: &Gap) {
        let &Gap { rule, space, around, before, .. } = gap;
        let spaces = u32::from(self.tokens[gap.next - 1].space_before) * 2 + space;
        let keys = &mut self.keys;
        keys.push(0, 0, 0, 0);
        keys.push(1, rule, space, 0);
        keys.push(2, around, space, rule);
        keys.push(3, around, before, space);
        keys.push(4, rule, spaces, around);
    }

    fn word_features(&mut self, gap: &Gap) {
        let &Gap { around, first, before, space, .. } = gap;
        let [w2, w1, n1, n2] = [-2, -1, 0, 1].map(|by| self.word(gap.next, by));
        let endings = [gap.next - 1, gap.next].map(|token| self.ending(token));
        let keys = &mut self.keys;
        keys.push(5, w1, 0, 0);
        keys.push(6, n1, first, 0);
        keys.push(7, n1, around, 0);
        keys.push(8, w1, first, space);
        keys.push(9, w2, around, 0);
        keys.push(10, n2, around, 0);
        keys.push(11, w1, n1, first);
        keys.push(12, w2, w1, first);
        keys.push(13, n1, n2, first);
        keys.push(14, endings[0], first, 0);
        keys.push(15, endings[1], around, 0);
        keys.push(16, w1, around, n2);
        keys.push(17, w1, before, first);
    }

    fn sentence_features(&mut self, gap: &Gap) {
        let &Gap { around, first, second, rule, .. } = gap;
        let now = &self.now;
        let length = bucket(gap.next - now.start);
        let start = self.shapes[now.start] as u32;
        let style =
            u32::from(self.shapes[0] == Shape::Lower) + 2 * now.small_starts.min(2) + 8 * now.capital_starts.min(2);
        let no_small = u32::from(!now.has_small);
        let (open, quoted) = (u32::from(now.open_brackets > 0), u32::from(now.quoted));
        let word = self.words[now.start];
        let around_start = now.around_start;
        let last = self.word(gap.next, -1);
        let few = (gap.next - now.start).min(5) as u32;
        let keys = &mut self.keys;
        keys.push(18, length, around, 0);
        keys.push(19, start, around, 0);
        keys.push(20, word, around, 0);
        keys.push(21, open, quoted, around);
        keys.push(22, rule, style, first);
        keys.push(23, around_start, around, 0);
        keys.push(24, no_small, around, length);
        keys.push(25, no_small * 64 + start, around, second);
        keys.push(26, last, few * 64 + first, 0);
    }

    /// How far it is to the next full stop and to the end, how the paragraph ends, and the words around at any place.
    fn distant_features(&mut self, gap: &Gap) {
        let &Gap { around, first, .. } = gap;
        let ahead = self.ahead[gap.next];
        let end = self.shapes.last().map_or(0, |&shape| shape as u32);
        let (whole, rest) = (bucket(self.shapes.len()), bucket(self.shapes.len() - gap.next));
        let side = first * 2 + u32::from(gap.terminal);
        let next = self.words[gap.next];
        let before = [-6, -5, -4, -3].map(|by| self.word(gap.next, by));
        let behind = [2, 3, 4, 5].map(|by| self.word(gap.next, by));
        let keys = &mut self.keys;
        keys.push(27, bucket(ahead as usize), around, 0);
        keys.push(28, whole, rest, around);
        keys.push(29, end, around, 0);
        keys.push(30, next, bucket(ahead as usize).min(5) * 64 + first, 0);
        before.iter().for_each(|&word| keys.push(31, word, side, 0));
        behind.iter().for_each(|&word| keys.push(32, word, side, 0));
    }

    fn shape(&self, next: usize, by: isize) -> Shape {
        next.checked_add_signed(by).and_then(|at| self.shapes.get(at)).copied().unwrap_or(Shape::Nothing)
    }

    fn word(&self, next: usize, by: isize) -> u32 {
        next.checked_add_signed(by).and_then(|at| self.words.get(at)).copied().unwrap_or_default()
    }

    /// The hash of a token's last three letters.
    fn ending(&self, token: usize) -> u32 {
        let range = self.tokens[token].range;
        let letters = self.text[range.start()..range.end()].chars().rev().take(3);
        letters.fold(SEED, |hash, letter| mix(hash, small(letter)))
    }
}

/// The tokens around a gap.
struct Gap {
    next: usize,
    rule: u32,
    space: u32,
    /// Shape of the token before the gap, or of that before closing marks, and of the one behind the gap.
    around: u32,
    /// Shape of the token behind the gap.
    first: u32,
    /// Of the one behind that.
    second: u32,
    /// Of the second before the gap.
    before: u32,
    /// Whether a full stop stands before the gap, perhaps with closing marks behind it.
    terminal: bool,
}

impl Gap {
    fn of(paragraph: &Paragraph, next: usize, rule: u32) -> Self {
        let mut last = next - 1;
        while last > 0 && next - last < 4 && paragraph.shapes[last].closes() {
            last -= 1;
        }
        let closed = u32::from(last + 1 < next) * 64;
        let first = paragraph.shapes[next];
        Self {
            next,
            rule,
            space: u32::from(paragraph.tokens[next].space_before),
            around: pair(closed + paragraph.shapes[last] as u32, first),
            first: first as u32,
            second: paragraph.shape(next, 1) as u32,
            before: paragraph.shape(next, -2) as u32,
            terminal: paragraph.shapes[last].is_terminal(),
        }
    }
}

fn pair(last: u32, first: Shape) -> u32 {
    last * 64 + first as u32
}

/// A length, roughly.
fn bucket(length: usize) -> u32 {
    match length {
        0..=4 => length as u32,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        25..=39 => 9,
        _ => 10,
    }
}

/// Where hashes start.
const SEED: u32 = 0x2c1b_3c6d;

/// The hash of a word in small letters; its digits are all the same, and so are quotation marks.
fn word(word: &str) -> u32 {
    word.chars().fold(SEED, |hash, character| mix(hash, small(character)))
}

fn small(character: char) -> u32 {
    let small = match character {
        '0'..='9' => '0',
        'a'..='z' => character,
        '“' | '”' => '"',
        '’' | '‘' => '\'',
        _ => character.to_lowercase().next().unwrap_or(character),
    };
    u32::from(small)
}

fn mix(a: u32, b: u32) -> u32 {
    (a.rotate_left(7) ^ b).wrapping_mul(0x9e37_79b1)
}

fn finish(hash: u32) -> u32 {
    let hash = (hash ^ (hash >> 15)).wrapping_mul(0x85eb_ca6b);
    hash ^ (hash >> 13)
}
