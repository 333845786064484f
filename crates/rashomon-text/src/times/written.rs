//! When a report that does not say its date can have been written, as far as its words tell for certain: an estimate,
//! and labelled so wherever it is used.

use super::grammar::{self, Found, Says};
use super::tense::{self, Tense};
use crate::interval::DateInterval;
use crate::layers::Layers;
use crate::lexicon::{Fault, check_examples, check_form, load};
use crate::quantities::atoms::Atoms;
use jiff::civil::Date;
use serde::Deserialize;
use std::sync::OnceLock;

/// A time that comes again, and the words that a report uses in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Clue {
    word: String,
    /// One of these stands in the same sentence.
    near: Vec<String>,
    /// Whether it stands right after the word.
    #[serde(default)]
    beside: bool,
    /// Years from one to the next.
    every: i16,
    /// A year in which one began.
    first: i16,
    /// First day, month × 100 + day.
    from: i16,
    /// Last day, in the next year where it is smaller than the first.
    to: i16,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

crate::entry!(Clue, word);

/// Who was in an office, and when.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Holder {
    word: String,
    /// What stands before the name while it is theirs.
    office: String,
    /// First day, year × 10,000 + month × 100 + day.
    from: i32,
    /// Last day.
    to: i32,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

crate::entry!(Holder, word);

fn clues() -> &'static [Clue] {
    static TABLE: OnceLock<Vec<Clue>> = OnceLock::new();
    TABLE.get_or_init(|| load("dating.toml", include_str!("../../../../lexicon/dating.toml"), "clue"))
}

fn holders() -> &'static [Holder] {
    static TABLE: OnceLock<Vec<Holder>> = OnceLock::new();
    TABLE.get_or_init(|| load("dating.toml", include_str!("../../../../lexicon/dating.toml"), "holder"))
}

/// The days in which an undated report was written, estimated from a word like "President-elect" and from the latest
/// year that it speaks of, else from who is in office; nothing where that leaves room for another time.
pub fn written(layers: &Layers) -> Option<DateInterval> {
    let text = layers.report.text();
    if layers.report.provenance().published.date().is_some() {
        return None;
    }
    let clue = clues().iter().find(|clue| mentions(text, &clue.word).any(|at| clue.tells(layers, at)))?;
    let atoms = Atoms::of_tokens(text, &layers.tokens);
    let latest = latest(layers, &atoms);
    latest.and_then(|latest| clue.after(latest)).or_else(|| clue.in_office(layers, latest))
}

/// Where a word of small letters stands in a text, whatever its capitals.
fn mentions<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    let tail = word.len() - word.find('-').unwrap_or(1);
    let end = &word[word.len() - tail..];
    text.match_indices(end).filter_map(move |(at, _)| {
        let start = (at + tail).checked_sub(word.len())?;
        text.get(start..at + tail).filter(|found| found.eq_ignore_ascii_case(word)).map(|_| start)
    })
}

impl Clue {
    /// Whether the word at a byte tells when the report was written: whose it is stands near, and no year does.
    fn tells(&self, layers: &Layers, at: usize) -> bool {
        let text = layers.report.text();
        let sentence = layers.sentences.iter().find(|sentence| sentence.range.end() > at);
        let Some(sentence) = sentence.map(|sentence| &text[sentence.range.start()..sentence.range.end()]) else {
            return false;
        };
        let before = &text[..at];
        let next = text[at + self.word.len()..].trim_start();
        let near = |near: &String| if self.beside { next.starts_with(near.as_str()) } else { holds(sentence, near) };
        self.near.iter().any(near) && !is_of_old(before) && !names_year(sentence) && !self.is_anothers(before)
    }

    /// Whether a name that is none of those near stands right before: "the Averin President-elect".
    fn is_anothers(&self, before: &str) -> bool {
        let Some(word) = before.strip_suffix(' ').and_then(|before| before.split_whitespace().next_back()) else {
            return false;
        };
        let own = self.near.iter().any(|near| near.ends_with(word.trim_matches(|sign: char| !sign.is_alphanumeric())));
        let opens =
            before.trim_end().len() == word.len() || before.trim_end().trim_end_matches(word).ends_with(['.', '\n']);
        word.starts_with(char::is_uppercase) && word.ends_with(char::is_alphabetic) && !own && !opens
    }

    /// The one such time in which all were in office whom a report calls by it.
    fn in_office(&self, layers: &Layers, latest: Option<Latest>) -> Option<DateInterval> {
        let text = layers.report.text();
        let named =
            holders().iter().filter(|holder| text.match_indices(&holder.word).any(|(at, _)| holder.tells(layers, at)));
        let terms = named.filter_map(|holder| Some((date(holder.from)?, date(holder.to)?)));
        let (from, to) = terms.reduce(|(from, to), term| (from.max(term.0), to.min(term.1)))?;
        let starts = (from.year() - 1..=to.year().min(from.year() + MOST_YEARS))
            .filter(|year| (year - self.first) % self.every == 0);
        let times = starts.filter_map(|year| self.time(year)).filter_map(|(first, last)| {
            let (first, last) = (first.max(from), last.min(to));
            let fits = first <= last && latest.is_none_or(|latest| latest.day <= last);
            fits.then(|| DateInterval::between(first, last))
        });
        let times: Vec<DateInterval> = times.collect();
        if let [time] = times[..] { Some(time) } else { None }
    }

    /// The time that begins in a year.
    fn time(&self, year: i16) -> Option<(Date, Date)> {
        let day = |year: i16, code: i16| Date::new(year, (code / 100) as i8, (code % 100) as i8).ok();
        Some((day(year, self.from)?, day(year + i16::from(self.to < self.from), self.to)?))
    }

    /// The first such time after what a report speaks of last. The year in which one begins says too little by itself,
    /// as does the next: it may be meant as the year of an earlier one.
    fn after(&self, latest: Latest) -> Option<DateInterval> {
        let since = (latest.day.year() - self.first).rem_euclid(self.every);
        let start = if since == 0 { latest.day.year() } else { latest.day.year() + self.every - since };
        let plain = latest.precise || (since > 1 && since < self.every);
        let times = [start - self.every, start].into_iter().filter_map(|year| self.time(year));
        let times = times.map(|(from, to)| DateInterval::between(from, to));
        times.into_iter().find(|time| time.to >= Some(latest.day)).filter(|_| plain)
    }
}

/// Longest that anybody is taken to be in office, in years.
const MOST_YEARS: i16 = 30;

/// A day as the table writes it.
fn date(code: i32) -> Option<Date> {
    Date::new((code / 10_000).try_into().ok()?, (code / 100 % 100) as i8, (code % 100) as i8).ok()
}

impl Holder {
    /// Whether a name at a byte stands with its office, in the present of the report.
    fn tells(&self, layers: &Layers, at: usize) -> bool {
        let text = layers.report.text();
        let sentence = layers.sentences.iter().find(|sentence| sentence.range.end() > at);
        let sentence = sentence.map(|sentence| &text[sentence.range.start()..sentence.range.end()]);
        let before = text[..at].strip_suffix(' ').and_then(|before| before.strip_suffix(self.office.as_str()));
        let open = !text[at + self.word.len()..].starts_with(char::is_alphanumeric);
        open && before.is_some_and(|before| !is_of_old(before))
            && sentence.is_some_and(|sentence| !names_year(sentence))
    }
}

/// "Then-", "former US": what follows speaks of another time.
fn is_of_old(before: &str) -> bool {
    const NEAR: usize = 3;
    let words = before.rsplit(|sign: char| !sign.is_alphanumeric() && sign != '.').filter(|word| !word.is_empty());
    words.take(NEAR).any(|word| ["then", "former", "ex"].iter().any(|old| word.eq_ignore_ascii_case(old)))
}

fn names_year(sentence: &str) -> bool {
    sentence.split(|sign: char| !sign.is_ascii_digit()).any(|digits| digits.len() == 4)
}

/// Whether a text holds words with nothing of a word around them.
fn holds(text: &str, words: &str) -> bool {
    let open = |sign: Option<char>| sign.is_none_or(|sign| !sign.is_alphanumeric());
    text.match_indices(words)
        .any(|(at, _)| open(text[..at].chars().next_back()) && open(text[at + words.len()..].chars().next()))
}

/// The latest time that a report speaks of as past.
#[derive(Clone, Copy)]
struct Latest {
    /// Its first day.
    day: Date,
    /// Whether its month is known.
    precise: bool,
}

fn latest(layers: &Layers, atoms: &Atoms) -> Option<Latest> {
    let past = |found: &&Found| tense::of(layers, atoms, found) != Tense::Future && !is_to_come(atoms, found.start);
    let days = |found: Found| match found.says {
        Says::Written(date, _) => {
            date.days().and_then(|days| days.from).map(|day| Latest { day, precise: date.month.is_some() })
        }
        _ => None,
    };
    let found = grammar::expressions(atoms);
    found.iter().filter(past).filter_map(|found| days(*found)).max_by_key(|latest| latest.day)
}

/// "By 2030", "until 2030", "through 2030".
fn is_to_come(atoms: &Atoms, start: usize) -> bool {
    atoms.after(start, &["by", "until", "till", "through", "to"])
}

/// What is wrong with the table of clues.
pub(super) fn check() -> Vec<Fault> {
    const FILE: &str = "dating.toml";
    let mut faults = check_form(FILE, clues());
    faults.extend(check_examples(FILE, clues(), fires));
    faults.extend(check_form(FILE, holders()));
    faults.extend(check_examples(FILE, holders(), names));
    faults
}

fn fires(clue: &Clue, sentence: &str) -> bool {
    let report = crate::report::Report::new("example", sentence, crate::report::Provenance::default());
    let layers = Layers::of(&report);
    mentions(sentence, &clue.word).any(|at| clue.tells(&layers, at))
}

fn names(holder: &Holder, sentence: &str) -> bool {
    let report = crate::report::Report::new("example", sentence, crate::report::Provenance::default());
    let layers = Layers::of(&report);
    sentence.match_indices(&holder.word).any(|(at, _)| holder.tells(&layers, at))
}
