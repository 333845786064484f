//! Calendar dates as written: "6 August 2024", "Aug. 6", "August 2024", "2024-08-06".

use super::lexicon::{Role, TimeWord};
use super::years::is_counted;
use crate::interval::DateInterval;
use crate::quantities::atoms::Atoms;
use crate::quantities::numbers;
use crate::quantities::terms::{Meaning, Terms};
use jiff::civil::Date;

/// What a written date says; a month or a year at least.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WrittenDate {
    pub year: Option<i16>,
    pub month: Option<i8>,
    pub day: Option<i8>,
    /// Last day of a stretch within the month: "6-8 August".
    pub last_day: Option<i8>,
}

impl WrittenDate {
    /// The days it means, where it names a year.
    pub fn days(self) -> Option<DateInterval> {
        let year = self.year?;
        let Some(month) = self.month else {
            return Some(DateInterval::between(Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?));
        };
        let first = Date::new(year, month, 1).ok()?;
        match self.day {
            Some(day) => {
                let from = Date::new(year, month, day).ok()?;
                let to = self.last_day.and_then(|last| Date::new(year, month, last).ok()).unwrap_or(from);
                Some(DateInterval::between(from, to))
            }
            None => Some(DateInterval::between(first, first.last_of_month())),
        }
    }

    /// The one day it means, if it names day, month and year.
    pub fn full(self) -> Option<Date> {
        Date::new(self.year?, self.month?, self.day?).ok()
    }
}

/// The time word with a role that begins at an atom.
pub(crate) fn time_word(atoms: &Atoms, at: usize, role: Role) -> Option<(usize, &'static TimeWord)> {
    let found = Terms::get().starting(atoms, at, |meaning| match meaning {
        Meaning::Time(word) if word.role == role => Some(word),
        _ => None,
    });
    found.filter(|(_, word)| !word.capital || atoms.is_capital(at))
}

/// A date written at an atom, and one past its last atom.
pub(crate) fn date(atoms: &Atoms, at: usize) -> Option<(usize, WrittenDate)> {
    if let Some((end, _)) = time_word(atoms, at, Role::Weekday) {
        let next = skip(atoms, skip(atoms, end, "."), ",");
        let next = if atoms.any(next, &["the", "on"]) { next + 1 } else { next };
        return date_without_weekday(atoms, next).filter(|(_, date)| date.day.is_some());
    }
    date_without_weekday(atoms, at)
}

fn date_without_weekday(atoms: &Atoms, at: usize) -> Option<(usize, WrittenDate)> {
    if atoms.is_digits(at) { numeric(atoms, at).or_else(|| day_first(atoms, at)) } else { month_first(atoms, at) }
}

/// "6 August 2024", "6th of August".
fn day_first(atoms: &Atoms, at: usize) -> Option<(usize, WrittenDate)> {
    let (end, day) = day_number(atoms, at)?;
    let (end, last_day) = last_day(atoms, end, day);
    let end = if atoms.is(end, "of") || (atoms.is_dash(end) && atoms.glued(end)) { end + 1 } else { end };
    let (end, month) = month(atoms, end)?;
    let (end, year) = year_after(atoms, end);
    Some((end, WrittenDate { year, month: Some(month), day: Some(day), last_day }))
}

/// "-8", "to 8", "and 8" after a first day.
fn last_day(atoms: &Atoms, end: usize, first: i8) -> (usize, Option<i8>) {
    let linked = atoms.is_dash(end) || atoms.any(end, &["to", "and", "or"]);
    let last = if linked { day_number(atoms, end + 1) } else { None };
    last.filter(|&(_, last)| last > first).map_or((end, None), |(end, last)| (end, Some(last)))
}

/// "August 6, 2024", "August 6", "August 2024", "August".
fn month_first(atoms: &Atoms, at: usize) -> Option<(usize, WrittenDate)> {
    let (end, month) = month(atoms, at)?;
    let month = Some(month);
    let the = usize::from(atoms.is(end, "the"));
    // "In August 12 people drowned" counts: of a day it would be "on".
    let counts = |end: usize| atoms.after(at, &["in", "last", "next", "this"]) && is_counted(atoms, end);
    if let Some((end, day)) = day_number(atoms, end + the).filter(|&(end, _)| !counts(end)) {
        let (end, last_day) = if atoms.is_dash(end) { last_day(atoms, end, day) } else { (end, None) };
        let (end, year) = year_after(atoms, end);
        return Some((end, WrittenDate { year, month, day: Some(day), last_day }));
    }
    let of = usize::from(atoms.any(end, &["of", ","]));
    let written = year(atoms, end + of).map(|year| (end + of + 1, year)).or_else(|| year_in_words(atoms, end + of));
    match written {
        Some((end, year)) => Some((end, WrittenDate { year: Some(year), month, ..WrittenDate::default() })),
        None => Some((end, WrittenDate { month, ..WrittenDate::default() })),
    }
}

/// "Nineteen ninety-seven", and one past its last atom.
pub(crate) fn year_in_words(atoms: &Atoms, at: usize) -> Option<(usize, i16)> {
    if !atoms.any(at, &["nineteen", "eighteen", "twenty"]) {
        return None;
    }
    let century = numbers::word(atoms, at)?.value;
    let rest = numbers::number(atoms, at + 1).filter(|rest| rest.low >= 10.0 && rest.low < 100.0)?;
    let plain = !crate::quantities::unit_follows(atoms, rest.end);
    plain.then_some((rest.end, (century * 100.0 + rest.low) as i16))
}

/// A month's name with its full stop.
pub(crate) fn month(atoms: &Atoms, at: usize) -> Option<(usize, i8)> {
    let (end, word) = time_word(atoms, at, Role::Month)?;
    let short = atoms.text(at).len() < word.word.len();
    // "MAR.Q" is a share.
    if short && atoms.is(end, ".") && atoms.glued(end) && atoms.glued(end + 1) && atoms.is_word(end + 1) {
        return None;
    }
    let end = if short && atoms.is(end, ".") && atoms.glued(end) { end + 1 } else { end };
    Some((end, word.value as i8))
}

/// A day of the month: "6", "6th", "sixth".
fn day_number(atoms: &Atoms, at: usize) -> Option<(usize, i8)> {
    if let (true, Some((end, day))) = (atoms.is_word(at), crate::quantities::ordinal(atoms, at)) {
        return (1.0..=31.0).contains(&day).then_some((end, day as i8));
    }
    let day = atoms.integer(at).filter(|day| (1..=31).contains(day) && atoms.text(at).len() <= 2)?;
    let ordinal = atoms.glued(at + 1) && atoms.any(at + 1, &["st", "nd", "rd", "th"]);
    Some((at + 1 + usize::from(ordinal), day as i8))
}

/// A year in four digits.
pub(crate) fn year(atoms: &Atoms, at: usize) -> Option<i16> {
    let year = atoms.integer(at).filter(|year| (1500..=2199).contains(year) && atoms.text(at).len() == 4)?;
    Some(year as i16)
}

fn year_after(atoms: &Atoms, at: usize) -> (usize, Option<i16>) {
    let next = at + usize::from(atoms.is(at, ","));
    let next = next + usize::from(atoms.is_dash(next) && atoms.glued(next));
    match year(atoms, next) {
        Some(year) => (next + 1, Some(year)),
        None => (at, None),
    }
}

/// "2024-08-06", "2024/08/06", "23/11/2024", "23.11.2024"; where day and month cannot be told apart, neither is said.
fn numeric(atoms: &Atoms, at: usize) -> Option<(usize, WrittenDate)> {
    let (end, parts) = numeric_parts(atoms, at)?;
    let number = |part: &str| part.parse::<i16>().ok();
    let (first, second, third) = (number(parts[0])?, number(parts[1])?, number(parts[2])?);
    let dated = |year: i16, month: i16, day: i16| {
        Date::new(year, month as i8, day as i8).ok()?;
        Some((end, WrittenDate { year: Some(year), month: Some(month as i8), day: Some(day as i8), last_day: None }))
    };
    match (parts[0].len(), parts[2].len()) {
        (4, 2) => dated(first, second, third),
        (1..=2, 4) if first > 12 || first == second => dated(third, second, first),
        (1..=2, 4) if second > 12 => dated(third, first, second),
        (1..=2, 2) if parts[1].len() == 2 && atoms.is(at + 1, "/") => {
            short_year(first, second, third).map(|date| (end, date))
        }
        (1..=2, 4) if (1..=12).contains(&first) && (1..=12).contains(&second) => {
            Some((end, WrittenDate { year: Some(third), ..WrittenDate::default() }))
        }
        _ => None,
    }
}

/// "11/23/89": a year in two digits, where day and month can be told apart.
fn short_year(first: i16, second: i16, third: i16) -> Option<WrittenDate> {
    let year = Some(if third < 50 { 2000 + third } else { 1900 + third });
    let (month, day) = if second > 12 { (first, second) } else { (second, first) };
    let told_apart = (first > 12) != (second > 12) || first == second;
    let date = WrittenDate { year, month: Some(month as i8), day: Some(day as i8), last_day: None };
    date.full().filter(|_| told_apart).map(|_| date)
}

fn numeric_parts<'t>(atoms: &Atoms<'t>, at: usize) -> Option<(usize, [&'t str; 3])> {
    let first = atoms.text(at);
    if let Some((day, month)) = first.split_once('.') {
        let joined = atoms.is(at + 1, ".") && atoms.glued(at + 1) && atoms.glued(at + 2) && atoms.is_digits(at + 2);
        return (joined && first.len() <= 5).then(|| (at + 3, [day, month, atoms.text(at + 2)]));
    }
    let sign = atoms.text(at + 1);
    let joined =
        (sign == "/" || sign == "-") && sign == atoms.text(at + 3) && (1..=4).all(|next| atoms.glued(at + next));
    let digits = atoms.is_digits(at + 2) && atoms.is_digits(at + 4);
    let short = [at, at + 2, at + 4].iter().all(|&part| atoms.text(part).len() <= 4);
    (joined && digits && short && atoms.text(at + 2).len() <= 2)
        .then(|| (at + 5, [first, atoms.text(at + 2), atoms.text(at + 4)]))
}

fn skip(atoms: &Atoms, at: usize, sign: &str) -> usize {
    at + usize::from(atoms.is(at, sign))
}
