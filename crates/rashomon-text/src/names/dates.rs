//! Days and sums that the recogniser passed over or took too lightly: their forms are closed, so rules know them
//! better.

use super::features::Document;
use super::lexical::is_month;
use super::tagger::{DATE, Found, MONEY};
use crate::quantities::lexicon::currencies;
use rustc_hash::FxHashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Adds days and months with a year that were not recognised, or only in part: "4 May", "May 4, 1998", "May 1998".
pub(super) fn add_days(found: &mut Vec<Found>, document: &Document) {
    let words = &document.words;
    let mut days = Vec::new();
    for sentence in &document.sentences {
        let months = sentence.clone().filter(|&at| is_month(words[at]));
        days.extend(months.map(|at| day_around(words, at, sentence)).filter(|day| day.len() > 1));
    }
    days.dedup_by(|day, before| day.start < before.end);
    // Both stand in the order of the text, and neither overlap among themselves.
    days.retain(|day| {
        let first = found.partition_point(|name| name.words.end <= day.start);
        let mut near = found[first..].iter().take_while(|name| name.words.start < day.end);
        near.all(|name| name.kind == DATE && name.words.len() < day.len() && inside(&name.words, day))
    });
    found.retain(|name| {
        let around = days.get(days.partition_point(|day| day.end <= name.words.start));
        name.kind != DATE || !around.is_some_and(|day| inside(&name.words, day))
    });
    found.extend(days.into_iter().map(|words| Found { words, kind: DATE }));
    found.sort_by_key(|name| name.words.start);
}

fn inside(one: &Range<usize>, other: &Range<usize>) -> bool {
    other.start <= one.start && one.end <= other.end
}

/// The month at a place with its day and its year.
fn day_around(words: &[&str], month: usize, sentence: &Range<usize>) -> Range<usize> {
    let is = |at: usize, test: fn(&str) -> bool| sentence.contains(&at) && test(words[at]);
    let before = month > 0 && is(month - 1, is_day);
    let mut end = month + 1;
    if !before && is(end, is_day) {
        end += 1;
    }
    if is(end, is_year) {
        end += 1;
    } else if (before || end > month + 1) && is(end, |word| word == ",") && is(end + 1, is_year) {
        end += 2;
    }
    month - usize::from(before)..end
}

/// "4", "22nd".
fn is_day(word: &str) -> bool {
    let digits = word.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    matches!(&word[digits.len()..], "" | "st" | "nd" | "rd" | "th") && (1..=31).contains(&digits.parse().unwrap_or(0))
}

/// "1998"; what is larger or smaller is more often a number of something.
fn is_year(word: &str) -> bool {
    word.len() == 4 && (1500..2100).contains(&word.parse().unwrap_or(0))
}

/// Sums go to the end of their currency's name ("22 billion francs"); those that name none, such as "3.2 million", go.
pub(super) fn mend_sums(found: &mut Vec<Found>, words: &[&str]) {
    for at in 0..found.len() {
        let limit = found.get(at + 1).map_or(words.len(), |next| next.words.start);
        let Found { words: Range { end, .. }, kind } = found[at].clone();
        if kind == MONEY && is_amount(words[end - 1]) {
            let mut ends = (end + 1..=limit.min(end + LONGEST_CURRENCY)).rev();
            let known = ends.find(|&longer| CURRENCIES.contains(&words[end..longer].join(" ")));
            found[at].words.end = known.unwrap_or(end);
        }
    }
    found.retain(|name| name.kind != MONEY || !words[name.words.clone()].iter().all(|word| is_amount(word)));
}

/// Longest name of a currency, in words.
const LONGEST_CURRENCY: usize = 2;

/// What stands behind a number for its currency.
static CURRENCIES: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    currencies().iter().flat_map(|currency| currency.suffix.iter().map(ToString::to_string)).collect()
});

/// A part of a number, written in digits or as how many thousands, or what joins two.
fn is_amount(word: &str) -> bool {
    const SCALES: [&str; 8] = ["hundred", "thousand", "million", "billion", "trillion", "-", "–", "to"];
    SCALES.iter().any(|known| known.eq_ignore_ascii_case(word))
        || word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> Vec<String> {
        let words: Vec<&str> = text.split(' ').collect();
        let document = Document { sentences: std::iter::once(0..words.len()).collect(), words: words.clone() };
        let mut found = Vec::new();
        add_days(&mut found, &document);
        found.into_iter().map(|name| words[name.words].join(" ")).collect()
    }

    #[test]
    fn days_have_a_month() {
        for (text, expected) in [
            ("on 4 May , 1998 , and on May 5", vec!["4 May , 1998", "May 5"]),
            ("of May 1998 , May 22nd , 1999 and April", vec!["May 1998", "May 22nd , 1999"]),
            ("May 40 came , in May , 1998 went", vec![]),
            ("the 7 March 7 and May 4 June 5", vec!["7 March", "May 4"]),
        ] {
            assert_eq!(days(text), expected, "{text}");
        }
    }

    #[test]
    fn sums_name_a_currency() {
        let words = ["3.2", "million", "and", "$", "5", "or", "22", "billion", "Swiss", "francs"];
        let mut found = [0..2, 3..5, 6..8].map(|words| Found { words, kind: MONEY }).to_vec();
        mend_sums(&mut found, &words);
        assert_eq!(found, [3..5, 6..10].map(|words| Found { words, kind: MONEY }));
    }
}
