//! One pass over the text that cuts it into tokens.

use super::Token;
use super::address;
use super::chars::{self, at, before, is_apostrophe, is_blank, is_word, run_end};
use super::marks;
use super::tables::{Abbreviation, TABLES};
use crate::range::TextRange;

/// A longer run of one mark is one token, so that garbage stays cheap.
const RUN: usize = 5;

/// The tokens of a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut scanner = Scanner { text, at: 0, space: true, tokens: Vec::with_capacity(text.len() / 5) };
    while scanner.skip_blanks() {
        scanner.next();
    }
    scanner.tokens
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    space: bool,
    tokens: Vec<Token>,
}

impl Scanner<'_> {
    /// Moves to the next token; false at the end of the text.
    fn skip_blanks(&mut self) -> bool {
        let end = run_end(self.text, self.at, is_blank);
        self.space |= end > self.at;
        self.at = end;
        self.at < self.text.len()
    }

    fn push(&mut self, end: usize) {
        self.tokens.push(Token { range: TextRange::of(self.at, end), space_before: self.space });
        self.space = false;
        self.at = end;
    }

    fn next(&mut self) {
        let Some(first) = at(self.text, self.at) else { return };
        if let Some(end) = self.address(first) {
            self.push(end);
        } else if is_number_start(self.text, self.at, first) && (first != '.' || self.number_may_start()) {
            self.number();
        } else if is_word(first) {
            self.word(self.at);
        } else {
            let end = self.mark_end(first);
            self.push(end);
        }
    }

    /// An address stands only behind a blank or an opening mark.
    fn address(&self, first: char) -> Option<usize> {
        if !first.is_ascii_alphanumeric() {
            return None;
        }
        let fresh = before(self.text, self.at).is_none_or(|c| is_blank(c) || "<([{\"'“‘:,;=|*".contains(c));
        if fresh { address::end(self.text, self.at) } else { None }
    }

    fn number_may_start(&self) -> bool {
        before(self.text, self.at).is_none_or(|c| is_blank(c) || "$£€(-–".contains(c))
    }

    fn number(&mut self) {
        let end = number_end(self.text, self.at);
        let letters = run_end(self.text, end, is_word);
        let suffix = &self.text[end..letters];
        let unit_with_stop = ["a", "p"].iter().any(|half| suffix.eq_ignore_ascii_case(half))
            && self.text[letters..].get(..2).is_some_and(|rest| rest.eq_ignore_ascii_case(".m"));
        let longer = || self.decade_end(end).or_else(|| ticker_end(self.text, end));
        if suffix.is_empty() {
            self.push(longer().unwrap_or(end));
        } else if unit_with_stop || (TABLES.is_unit(suffix) && !self.is_decade(end, suffix)) {
            self.push(end);
        } else {
            self.word(end);
        }
    }

    fn is_decade(&self, end: usize, suffix: &str) -> bool {
        suffix == "s" && self.text[..end].ends_with('0')
    }

    /// Decades are one token with their ending: "1990's".
    fn decade_end(&self, end: usize) -> Option<usize> {
        let digits = &self.text[self.at..end];
        let decade = digits.ends_with('0') && matches!(digits.len(), 2 | 4);
        let mark = at(self.text, end).filter(|&c| is_apostrophe(c))?;
        let last = end + mark.len_utf8() + 1;
        let single = at(self.text, last - 1) == Some('s') && !at(self.text, last).is_some_and(is_word);
        (decade && single).then_some(last)
    }

    /// A word whose letters start at `letters`, perhaps behind digits.
    fn word(&mut self, letters: usize) {
        let end = word_end(self.text, letters);
        let mut cut = end;
        let mut cuts = [end; 4];
        let mut count = 0;
        while count < cuts.len() {
            let Some(head) = clitic_start(&self.text[self.at..cut]) else { break };
            cut = self.at + head;
            cuts[count] = cut;
            count += 1;
        }
        if let Some(parting) = TABLES.contraction(&self.text[self.at..cut]) {
            self.push(self.at + parting);
        }
        for &cut in cuts[..count].iter().rev() {
            self.push(cut);
        }
        self.push(end);
    }

    /// Where the token ends that starts with a mark.
    fn mark_end(&self, mark: char) -> usize {
        let one = self.at + mark.len_utf8();
        if is_apostrophe(mark) {
            return self.apostrophe_end(mark);
        }
        if let Some(end) = marks::sign_end(self.text, self.at, mark, self.space) {
            return end;
        }
        if matches!(mark, '#' | '@') && self.space && at(self.text, one).is_some_and(char::is_alphabetic) {
            return run_end(self.text, one, is_word);
        }
        let run = match mark {
            '!' | '?' => run_end(self.text, self.at, |c| matches!(c, '!' | '?')),
            _ => run_end(self.text, self.at, |c| c == mark),
        };
        let long = run - self.at >= RUN * mark.len_utf8();
        if chars::runs(mark) || long { run } else { one }
    }

    fn apostrophe_end(&self, mark: char) -> usize {
        let one = self.at + mark.len_utf8();
        let run = run_end(self.text, self.at, |c| c == mark);
        if run > one {
            let double = self.at + 2 * mark.len_utf8();
            return if run - self.at >= RUN * mark.len_utf8() { run } else { double };
        }
        let word = run_end(self.text, one, is_word);
        let after = &self.text[one..word];
        let year = after.trim_end_matches('s');
        let is_year = year.len() == 2 && year.bytes().all(|byte| byte.is_ascii_digit());
        let elided = self.space && (is_year || TABLES.is_elision(after));
        if elided || (self.is_clitic(after) && !at(self.text, word).is_some_and(is_apostrophe)) { word } else { one }
    }

    /// Whether letters behind an apostrophe belong to the word before it: glued to it, or set off by a space
    /// ("Vell ‘s navy").
    fn is_clitic(&self, letters: &str) -> bool {
        let end = self.tokens.last().map_or(0, |token| token.range.end());
        is_clitic(letters) && before(self.text, end).is_some_and(is_host)
    }
}

/// What a clitic may hang on.
fn is_host(character: char) -> bool {
    is_word(character) || matches!(character, '.' | ')' | '"' | '”' | '%' | '$')
}

fn is_clitic(letters: &str) -> bool {
    ["s", "d", "m", "re", "ve", "ll", "t"].iter().any(|known| letters.eq_ignore_ascii_case(known))
}

fn is_number_start(text: &str, offset: usize, first: char) -> bool {
    first.is_ascii_digit() || (first == '.' && at(text, offset + 1).is_some_and(|c| c.is_ascii_digit()))
}

/// Where the digits end, with the marks inside them: "1,500", "11.30", "9/11", "713-555-0143", "2½".
fn number_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = start;
    let mut hyphens = 0;
    let mut last_hyphen = start;
    while end < bytes.len() {
        match bytes[end] {
            b'0'..=b'9' => end += 1,
            b'.' | b':' | b'/' if digit(end + 1) => end += 1,
            b',' if groups(bytes, end) => end += 1,
            b'-' if digit(end + 1) && end > start => {
                hyphens += 1;
                if hyphens == 1 {
                    last_hyphen = end;
                }
                end += 1;
            }
            _ => break,
        }
    }
    // One hyphen is a range ("200-300"), more make a telephone number or a date.
    if hyphens == 1 && !is_telephone(&text[start..end]) {
        end = last_hyphen;
    }
    run_end(text, end, |c| c.is_numeric() && !c.is_ascii())
}

/// "555-0143": three digits and four that are not round, as a range would have them.
fn is_telephone(number: &str) -> bool {
    let round = || number.ends_with("00") || number.ends_with("50");
    number
        .split_once('-')
        .is_some_and(|(first, last)| first.len() == 3 && last.len() == 4 && !last.contains('.') && !round())
}

/// Whether a comma parts groups of digits: three follow, or two and another comma.
fn groups(bytes: &[u8], comma: usize) -> bool {
    let digits = bytes[comma + 1..].iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    digits == 3 || (digits == 2 && bytes.get(comma + 3) == Some(&b','))
}

/// Where an exchange's letters end behind a share's code: "9501.T", "VLP.PA".
fn ticker_end(text: &str, dot: usize) -> Option<usize> {
    let end = run_end(text, text.get(dot..)?.strip_prefix('.').map(|_| dot + 1)?, |c| c.is_ascii_uppercase());
    let few = matches!(end - dot, 2 | 3);
    (few && !at(text, end).is_some_and(|c| is_word(c) || c == '.')).then_some(end)
}

/// Where a word ends that starts with a letter or digit.
fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    while let Some(next) = at(text, end) {
        let one = end + next.len_utf8();
        let letter_after = at(text, one).is_some_and(char::is_alphabetic);
        if is_word(next) || (is_apostrophe(next) && letter_after && joins(text, end, next)) {
            end = one;
        } else if next == '.' {
            return dotted_end(text, start, end);
        } else if next == '&' && before(text, end).is_some_and(char::is_uppercase) && upper_at(text, one) {
            end = one;
        } else if next == '$' && end - start <= 3 && text[start..end].bytes().all(|byte| byte.is_ascii_uppercase()) {
            return one;
        } else if let Some(end) = marks::shortened_end(text, start, end) {
            return end;
        } else if next == '-' && letter_after && TABLES.is_prefix(&text[start..end]) {
            end = one;
        } else {
            break;
        }
    }
    end
}

fn upper_at(text: &str, offset: usize) -> bool {
    at(text, offset).is_some_and(char::is_uppercase)
}

/// An opening quotation mark between letters is an apostrophe only before a clitic.
fn joins(text: &str, mark: usize, apostrophe: char) -> bool {
    let one = mark + apostrophe.len_utf8();
    apostrophe != '‘' || is_clitic(&text[one..run_end(text, one, is_word)])
}

/// Where a word with a full stop behind it at `dot` ends: behind the stop if it abbreviates.
fn dotted_end(text: &str, start: usize, dot: usize) -> usize {
    let mut dot = dot;
    let mut inner = false;
    while initial_follows(text, start, dot) {
        dot = run_end(text, dot + 1, is_word);
        inner = true;
        if at(text, dot) != Some('.') {
            return dot;
        }
    }
    if inner {
        return dot + 1;
    }
    let code = dot - start > 1 && dot - start < 6 && text[start..dot].bytes().all(|byte| byte.is_ascii_uppercase());
    if let Some(end) = ticker_end(text, dot).filter(|_| code) {
        return end;
    }
    if let Some(host) = host_end(text, dot).or_else(|| address::group_end(text, start, dot)) {
        return host;
    }
    if abbreviates(text, start, dot) { dot + 1 } else { dot }
}

fn host_end(text: &str, dot: usize) -> Option<usize> {
    let next = at(text, dot + 1)?;
    if next.is_ascii_alphanumeric() { address::host_end(text, dot) } else { None }
}

/// Whether letters follow that go on an abbreviation of initials: "U.S", "p.m", "Ph.D", "M.Sc".
fn initial_follows(text: &str, start: usize, dot: usize) -> bool {
    let word = &text[start..dot];
    let part = word.rsplit('.').next().unwrap_or(word);
    let end = run_end(text, dot + 1, is_word);
    let next = &text[dot + 1..end];
    let stopped = at(text, end) == Some('.');
    let letters = |text: &str| text.chars().all(char::is_alphabetic);
    let single = |text: &str| text.chars().count() == 1;
    match next.len() {
        0 => false,
        _ if !letters(next) || !letters(part) => false,
        _ if single(next) => single(part) || (part.len() == 2 && stopped),
        _ => single(part) && next.len() <= 3 && stopped && next.bytes().skip(1).any(|byte| byte.is_ascii_lowercase()),
    }
}

/// Whether the full stop at `dot` belongs to the word before it.
fn abbreviates(text: &str, start: usize, dot: usize) -> bool {
    if at(text, dot + 1) == Some('.') {
        let two = at(text, dot + 2) != Some('.');
        let known = TABLES.abbreviation(&text[start..dot + 1]);
        return two && known.is_some_and(|kind| kind != Abbreviation::Numbered);
    }
    let next = next_word(text, dot + 1);
    let ends = next.is_empty();
    let number = next.starts_with(|c: char| c.is_ascii_digit());
    match TABLES.abbreviation(&text[start..dot + 1]) {
        Some(Abbreviation::Numbered) => number,
        Some(_) => true,
        None => is_initial(&text[start..dot]) && !ends && !opens(next),
    }
}

fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

fn opens(word: &str) -> bool {
    chars::is_capitalised(word) && TABLES.is_starter(word)
}

/// The word after some white space, short of a blank line.
fn next_word(text: &str, offset: usize) -> &str {
    let start = run_end(text, offset, is_blank);
    if text[offset..start].bytes().filter(|&byte| byte == b'\n').count() > 1 {
        return "";
    }
    let rest = text.get(start..).unwrap_or_default();
    let letters = rest.char_indices().take(24).take_while(|(_, c)| is_word(*c));
    let end = letters.last().map(|(at, c)| at + c.len_utf8());
    &rest[..end.or_else(|| rest.chars().next().map(char::len_utf8)).unwrap_or(0)]
}

/// Where the last clitic of a word starts: "do|n't", "they|'ve".
fn clitic_start(word: &str) -> Option<usize> {
    let (at, mark) = word.char_indices().rev().take(4).find(|&(_, c)| is_apostrophe(c))?;
    let letters = &word[at + mark.len_utf8()..];
    let head = &word[..at];
    if letters.eq_ignore_ascii_case("t") {
        let start = head.strip_suffix(['n', 'N'])?.len();
        return (start > 0).then_some(start);
    }
    (at > 0 && is_clitic(letters)).then_some(at)
}
