//! Tokens, words and sentences as the scorer of the CoNLL 2018 shared task counts them.
//!
//! White space does not count: a span is a stretch of the text's other characters. The words of a token that the
//! treebank or the system parts ("don't": "do", "n't") all have that token's span, and are paired by their forms.

use std::ops::Range;

/// A segmented text.
#[derive(Default)]
pub struct Segments {
    /// Its characters that are no white space.
    pub characters: String,
    /// Number of these.
    length: usize,
    pub sentences: Vec<Range<usize>>,
    pub tokens: Vec<Range<usize>>,
    pub words: Vec<Word>,
}

/// A syntactic word.
pub struct Word {
    /// In small letters.
    form: String,
    /// Of its token, in characters.
    span: Range<usize>,
    /// Whether its token holds others.
    parted: bool,
}

impl Segments {
    /// Adds a token, as it is written, with its words.
    pub fn token(&mut self, written: &str, words: &[impl AsRef<str>]) {
        let start = self.length;
        let visible = written.chars().filter(|character| !rashomon_text::tokens::is_blank(*character));
        for character in visible {
            self.characters.push(character);
            self.length += 1;
        }
        let span = start..self.length;
        let parted = words.len() > 1;
        let word = |form: &str| Word { form: form.to_lowercase(), span: span.clone(), parted };
        self.words.extend(words.iter().map(|form| word(form.as_ref())));
        self.tokens.push(span.clone());
    }

    /// Ends the sentence whose tokens were added.
    pub fn end_sentence(&mut self) {
        let start = self.sentences.last().map_or(0, |sentence| sentence.end);
        if start < self.length {
            self.sentences.push(start..self.length);
        }
    }
}

/// Number of spans that both have.
pub fn same(gold: &[Range<usize>], found: &[Range<usize>]) -> usize {
    let (mut at, mut other, mut same) = (0, 0, 0);
    while let (Some(gold), Some(found)) = (gold.get(at), found.get(other)) {
        same += usize::from(gold == found);
        at += usize::from(gold.start <= found.start);
        other += usize::from(found.start <= gold.start);
    }
    same
}

/// Number of words that are the same: those that are tokens by their spans, those of parted tokens by their forms, in
/// order, within the least stretch in which both sides' parted tokens are whole.
pub fn same_words(gold: &[Word], found: &[Word]) -> usize {
    let (mut at, mut other, mut same) = (0, 0, 0);
    while let (Some(one), Some(two)) = (gold.get(at), found.get(other)) {
        if one.parted || two.parted {
            let (golds, founds) = stretch(gold, found, at, other);
            (at, other) = (golds.end, founds.end);
            same += in_order(&gold[golds], &found[founds]);
        } else {
            same += usize::from(one.span == two.span);
            let first = one.span != two.span && one.span.start > two.span.start;
            at += usize::from(!first);
            other += usize::from(one.span == two.span || first);
        }
    }
    same
}

/// The words of both sides around parted tokens that start at `at` or `other`.
fn stretch(gold: &[Word], found: &[Word], at: usize, other: usize) -> (Range<usize>, Range<usize>) {
    let (mut golds, mut founds) = (at..at, other..other);
    let (one, two) = (&gold[at], &found[other]);
    let mut end = if one.parted { one.span.end } else { two.span.end };
    if one.parted && !two.parted && two.span.start < one.span.start {
        founds = other + 1..other + 1;
    } else if !one.parted && one.span.start < two.span.start {
        golds = at + 1..at + 1;
    }
    while !beyond(gold, golds.end, end) || !beyond(found, founds.end, end) {
        let (one, two) = (gold.get(golds.end), found.get(founds.end));
        let gold_first = one.is_some_and(|one| two.is_none_or(|two| one.span.start <= two.span.start));
        let (next, side) = if gold_first { (one, &mut golds) } else { (two, &mut founds) };
        side.end += 1;
        end = next.filter(|word| word.parted).map_or(end, |word| end.max(word.span.end));
    }
    (golds, founds)
}

fn beyond(words: &[Word], at: usize, end: usize) -> bool {
    words.get(at).is_none_or(|word| if word.parted { word.span.start >= end } else { word.span.end > end })
}

/// Length of the longest common subsequence of forms.
fn in_order(gold: &[Word], found: &[Word]) -> usize {
    let mut row = vec![0; found.len() + 1];
    for one in gold {
        let mut diagonal = 0;
        for (at, two) in found.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if one.form == two.form { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    row[found.len()]
}

#[cfg(test)]
mod tests {
    use super::{Segments, same, same_words};

    /// Sentences parted by a bar, tokens by a space, words of a token by a plus sign.
    fn segments(shown: &str) -> Segments {
        let mut segments = Segments::default();
        for sentence in shown.split(" | ") {
            for token in sentence.split(' ') {
                segments.token(&token.replace('+', ""), &token.split('+').collect::<Vec<_>>());
            }
            segments.end_sentence();
        }
        segments
    }

    #[track_caller]
    fn check(gold: &str, found: &str, expected: [usize; 3]) {
        let (gold, found) = (segments(gold), segments(found));
        let counts = [
            same(&gold.tokens, &found.tokens),
            same_words(&gold.words, &found.words),
            same(&gold.sentences, &found.sentences),
        ];
        assert_eq!(counts, expected);
    }

    #[test]
    fn spans_and_forms() {
        check("We do+n't go . | Stop", "We do+n't go . | Stop", [5, 6, 2]);
        check("We do+n't go . | Stop", "We do n't go . Stop", [4, 6, 0]);
        check("We do+n't go . | Stop", "We don't go . | Stop", [5, 4, 2]);
        check("an ice-cream | I", "an ice - cream | I", [2, 2, 2]);
        check("an ice - cream", "an ice-+cream", [1, 2, 1]);
        check("a b+c d", "a+b c+d", [0, 4, 1]);
    }
}
