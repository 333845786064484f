//! Temporal expressions as written: dates, days of the week, "last August", "the past 24 hours", "two years ago".

use super::calendar::{self, WrittenDate, time_word};
use super::clock;
use super::lexicon::{Role, SpanUnit, TimeWord};
use super::units::{current, stretch, unit};
use super::{TimeKind, accounts, resolve, wider};
use crate::quantities::atoms::{AtomKind, Atoms};
use crate::quantities::numbers;
use crate::quantities::terms::{Meaning as Term, TermId, Terms};

/// An expression in atoms, and what it says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    /// First atom.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Its type.
    pub kind: TimeKind,
    /// What it says of days.
    pub says: Says,
    /// What it says of the hour.
    pub hour: Hour,
}

/// What an expression says of the time of day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Hour {
    /// Nothing.
    #[default]
    None,
    /// Hour and minute.
    Clock(i8, Option<i8>),
    /// A part of the day, by its TIMEX3 code: "MO", "NI".
    Part(&'static str),
}

/// What an expression says of the days it means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Says {
    /// A date with a month or a year.
    Written(WrittenDate, Shift),
    /// The seven days from a date on: "the week of 6 March".
    WeekOf(WrittenDate),
    /// A day of the week, Monday = 1.
    Weekday(i8, Shift),
    /// A season by its first month, with its year or relative to the report's.
    Season(i8, Option<i16>, Shift),
    /// A quarter or half of a year: its first month and its months.
    PartOfYear(i8, i8, Option<i16>),
    /// So many days from the report's.
    Day(i32),
    /// The calendar unit that holds the report's date, the one before or the one after.
    Unit(Stretch, Shift),
    /// So long ago, or from now on where negative.
    Ago(Stretch),
    /// From so long ago up to the report's date; the time to come where negative.
    Window(Stretch),
    /// So long before an earlier expression, or after it where negative.
    FromThen(Stretch),
    /// The day of an earlier expression.
    Then,
    /// The years from .. to.
    Years(i16, i16),
    /// A feast: month and day.
    Holiday(i8, i8, Option<i16>),
    /// A date without a year, in the year so many after the report's: "January last year".
    InYear(WrittenDate, i16),
    /// A quarter or half of the year so many after the report's.
    PartInYear(i8, i8, i16),
    /// The period whose accounts are told, or so many years before it, or of a year: "the quarter", "the latest
    /// period", "the year-ago quarter", "the 1998 period".
    Account { quarter: bool, back: i16, year: Option<i16> },
    /// The calendar unit that an earlier expression lies in: "that year".
    That(Stretch),
    /// A feast on a day of the week: the fourth Thursday of November; week 0 is the month's last.
    Feast { month: i8, week: i8, weekday: i8, year: Option<i16> },
    /// So many days after Easter Sunday.
    Easter(i32, Option<i16>),
    /// So long, at no certain time; zero for "some".
    Length(Stretch),
    /// Again after so long.
    Every(Stretch),
    /// On every such day of the week.
    EveryWeekday(i8),
    /// In every such month.
    EveryMonth(i8),
    /// "Now", "at present".
    Present,
    /// "Current": the present, but no day of it is meant.
    Current,
    /// "Recently", "previously".
    Past,
    /// "Soon", "in the future".
    Future,
    /// Nothing that can be told in days.
    Nothing,
}

/// Which of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shift {
    /// Nothing is said: the nearest.
    None,
    /// "Last", "past".
    Last,
    /// "This".
    This,
    /// "Next", "coming".
    Next,
}

/// A length of time: a count of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stretch {
    /// How many units; negative for the time to come.
    pub count: f64,
    /// Their unit.
    pub unit: SpanUnit,
    /// How many of them one is: 7 days in a week.
    pub each: i32,
}

/// All expressions of a text, in reading order, none over another.
pub(crate) fn expressions(atoms: &Atoms) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut next = 0;
    for (at, atom) in atoms.iter().enumerate() {
        let known = atom.kind == AtomKind::Digits || atom.term != TermId::UNKNOWN;
        if at < next || !known {
            continue;
        }
        if let Some(mut expression) = expression(atoms, at) {
            expression.start = expression.start.max(found.last().map_or(0, |last| last.end));
            wider::widen(atoms, &mut expression, found.last().map_or(0, |last| last.end));
            next = expression.end.max(at + 1);
            found.push(expression);
        }
    }
    resolve::share_years(atoms, &mut found);
    accounts::name_ended(atoms, &mut found);
    wider::lend_days(atoms, wider::join(atoms, found))
}

/// The expression whose first word of number or time stands at an atom.
fn expression(atoms: &Atoms, at: usize) -> Option<Found> {
    if atoms.is_digits(at) {
        return clock::time(atoms, at)
            .or_else(|| clock::in_part(atoms, at))
            .or_else(|| century(atoms, at))
            .or_else(|| written(atoms, at))
            .or_else(|| stretch(atoms, at))
            .or_else(|| years(atoms, at));
    }
    if numbers::word(atoms, at).is_some() {
        return part_of_year(atoms, at)
            .or_else(|| clock::in_part(atoms, at))
            .or_else(|| century(atoms, at))
            .or_else(|| year_in_words(atoms, at))
            .or_else(|| stretch(atoms, at))
            .or_else(|| word(atoms, at));
    }
    word(atoms, at)
}

pub(crate) fn found(start: usize, end: usize, says: Says) -> Found {
    Found { start, end, kind: TimeKind::Date, says, hour: Hour::None }
}

/// "6 August 2024", "last August", "early 2024" and so on.
fn written(atoms: &Atoms, at: usize) -> Option<Found> {
    let (end, date) = calendar::date(atoms, at)?;
    let shift = shift_before(atoms, at);
    let month_alone = date.day.is_none() && date.year.is_none();
    let verb = atoms.any(at, &["may", "march"]) && month_alone && !is_month_here(atoms, at, end);
    if let (true, Some(month)) = (month_alone && atoms.after(at, &["each", "every"]), date.month) {
        return Some(Found { kind: TimeKind::Set, ..found(at - 1, end, Says::EveryMonth(month)) });
    }
    let (start, shift) = if month_alone { shift } else { (at, Shift::None) };
    let verb = verb || month_alone && is_first_name(atoms, at, end);
    (!verb).then(|| found(vague_part(atoms, start), end, Says::Written(date, shift)))
}

/// "Jan Smit", "April Roe": a month before a name, with nothing that tells that it is one.
fn is_first_name(atoms: &Atoms, at: usize, end: usize) -> bool {
    let name = atoms.kind(end) == Some(AtomKind::Word) && atoms.is_capital(end) && !atoms.glued(end);
    let short = atoms.text(at).len() == 3 && !atoms.is(at, "may");
    name && (short && !atoms.is(at + 1, ".") || !is_month_here(atoms, at, end))
}

/// Whether "May" or "March" alone is the month: after a preposition or "last", and not before a verb's words.
fn is_month_here(atoms: &Atoms, at: usize, end: usize) -> bool {
    const BEFORE: &[&str] = &[
        "in", "since", "until", "till", "by", "of", "from", "to", "last", "next", "this", "early", "late", "mid", "-",
        "and", "between", "before", "after", "during", "for",
    ];
    atoms.after(at, BEFORE) && !atoms.any(end, &["be", "have", "not", "or"])
}

/// "Last", "this", "next" before an atom: where the expression then begins, and which.
pub(crate) fn shift_before(atoms: &Atoms, at: usize) -> (usize, Shift) {
    let Some(before) = at.checked_sub(1) else { return (at, Shift::None) };
    let shift = match atoms.text(before).to_ascii_lowercase().as_str() {
        "last" | "past" | "previous" | "prior" | "preceding" => Shift::Last,
        "this" | "current" => Shift::This,
        "next" | "coming" | "upcoming" | "following" => Shift::Next,
        _ => return (at, Shift::None),
    };
    let the = usize::from(before > 0 && atoms.after(before, &["the", "this"]));
    (before - the, shift)
}

/// "Early", "late", "mid-", "the end of" before an expression belong to it.
pub(crate) fn vague_part(atoms: &Atoms, start: usize) -> usize {
    const PARTS: &[&str] = &["early", "late", "mid", "earlier", "later"];
    let dash = usize::from(start > 0 && atoms.is_dash(start - 1) && atoms.glued(start));
    let at = start.saturating_sub(dash);
    if at > 0 && atoms.after(at, PARTS) {
        return at - 1;
    }
    let of = at
        .checked_sub(3)
        .filter(|&of| atoms.is(of, "the") && atoms.any(of + 1, &["end", "beginning", "start", "middle"]));
    of.filter(|_| atoms.after(at, &["of"])).unwrap_or(start)
}

/// An expression that begins with a word of time, its modifiers before it.
fn word(atoms: &Atoms, at: usize) -> Option<Found> {
    let (end, word) = Terms::get().starting(atoms, at, |term| match term {
        Term::Time(word) => Some(word),
        _ => None,
    })?;
    if word.capital && !atoms.is_capital(at) {
        return None;
    }
    match word.role {
        Role::Month => written(atoms, at),
        Role::Weekday => weekday(atoms, at, end, word.value as i8),
        Role::Season => season(atoms, at, end, word.value as i8),
        Role::Day => Some(day(atoms, at, end, word)),
        Role::Span => unit(atoms, at, end, stretch_of(word)),
        Role::Part => part_of_day(atoms, at, end, &word.code),
        Role::Clock => Some(clock_word(at, end, word.value)),
        Role::Holiday => Some(holiday(atoms, at, end, word)),
        Role::Easter => Some(easter(atoms, at, end, word.value)),
        Role::Then => atoms.after(at, &["since", "until", "till", "by", "before"]).then(|| found(at, end, Says::Then)),
        Role::Set if is_rate(atoms, at) => None,
        Role::Set => Some(Found { kind: TimeKind::Set, ..found(at, end, Says::Every(stretch_of(word))) }),
        Role::Present if word.value == 0 => Some(found(at, end, Says::Present)),
        Role::Present => current(atoms, at, end).or(Some(found(at, end, Says::Current))),
        Role::Account => accounts::period(atoms, at, end),
        Role::Past => past(atoms, at, end),
        Role::Future => future(atoms, at, end),
    }
}

/// "Yesterday", "tomorrow morning", "overnight".
fn day(atoms: &Atoms, at: usize, end: usize, word: &'static TimeWord) -> Found {
    let start = if atoms.after(at, &["earlier", "later"]) { at - 1 } else { at };
    let found = with_part(atoms, found(start, end, Says::Day(word.value)));
    if word.code.is_empty() { found } else { Found { hour: Hour::Part(&word.code), ..found } }
}

/// One of a word's unit.
fn stretch_of(word: &TimeWord) -> Stretch {
    Stretch { count: 1.0, unit: word.unit.unwrap_or(SpanUnit::Day), each: word.value }
}

/// "Recently"; "the past" only where no stretch follows ("the past two days").
fn past(atoms: &Atoms, at: usize, end: usize) -> Option<Found> {
    const AFTER: &[&str] = &[
        "and", "but", "to", "was", "has", "when", "that", "as", "have", "with", "is", "it", "they", "for", "by", "he",
        "she", "the",
    ];
    let whole = !atoms.is(at, "the") || !(atoms.is_word(end) || atoms.is_digits(end)) || atoms.any(end, AFTER);
    whole.then(|| found(at, end, Says::Past))
}

/// "Soon", "the future"; no "soon after" and no "as soon as it rains".
fn future(atoms: &Atoms, at: usize, end: usize) -> Option<Found> {
    let other =
        atoms.is(at, "soon") && (atoms.any(end, &["after", "before", "as"]) || atoms.after(at, &["as", "too", "how"]));
    (!other).then(|| found(at, end, Says::Future))
}

/// "20 per cent annually": a number shortly before "annually" and the like.
fn is_rate(atoms: &Atoms, at: usize) -> bool {
    let clause = (at.saturating_sub(4)..at).rev().take_while(|&at| !atoms.any(at, &[".", ",", ";"]));
    atoms.text(at).ends_with("ly") && clause.into_iter().any(|at| atoms.is_digits(at))
}

/// "Easter", "Good Friday 1998".
fn easter(atoms: &Atoms, at: usize, end: usize, offset: i32) -> Found {
    let year = calendar::year(atoms, end);
    found(at, end + usize::from(year.is_some()), Says::Easter(offset, year))
}

/// "Noon", "midnight".
fn clock_word(at: usize, end: usize, hour: i32) -> Found {
    Found { kind: TimeKind::Time, hour: Hour::Clock(hour as i8, None), ..found(at, end, Says::Nothing) }
}

fn weekday(atoms: &Atoms, at: usize, end: usize, day: i8) -> Option<Found> {
    if let Some(date) = written(atoms, at) {
        return Some(date);
    }
    if atoms.text(at).len() < 4 && !atoms.after(at, &["on", "last", "next", "(", "every"]) {
        return None;
    }
    let (start, shift) = shift_before(atoms, at);
    let end = end
        + usize::from(atoms.is(end, ".") && atoms.text(at).len() < 6 && atoms.glued(end) && atoms.is_capital(end + 1));
    let start = vague_part(atoms, start);
    let every = usize::from(atoms.after(start, &["every", "each"]));
    let plural = atoms.text(at).len() > 4 && atoms.text(at).ends_with('s');
    let parts = part_at(atoms, end).filter(|_| atoms.text(end).ends_with('s'));
    if every > 0 || plural || parts.is_some() {
        let hour = parts.map_or(Hour::None, Hour::Part);
        let end = end + usize::from(parts.is_some());
        return Some(Found { kind: TimeKind::Set, hour, ..found(start - every, end, Says::EveryWeekday(day)) });
    }
    Some(with_part(atoms, found(start, end, Says::Weekday(day, shift))))
}

/// "Monday morning", "yesterday evening", "tomorrow night": the part of the day belongs to it.
fn with_part(atoms: &Atoms, found: Found) -> Found {
    let part = part_at(atoms, found.end);
    let end = found.end + usize::from(part.is_some());
    let before = found.start.checked_sub(1).filter(|&before| atoms.any(before, &["late", "early"]));
    Found { end, start: before.unwrap_or(found.start), hour: part.map_or(Hour::None, Hour::Part), ..found }
}

/// The part of a day that stands at an atom, by its TIMEX3 code.
fn part_at(atoms: &Atoms, at: usize) -> Option<&'static str> {
    let word = time_word(atoms, at, Role::Part).map(|(_, word)| word.code.as_str());
    word.or_else(|| atoms.any(at, &["night", "nights"]).then_some("NI"))
}

fn season(atoms: &Atoms, at: usize, end: usize, month: i8) -> Option<Found> {
    let (start, shift) = shift_before(atoms, at);
    let of = usize::from(atoms.is(end, "of"));
    let spelled = year_in_words(atoms, end + of).filter(|_| of == 1);
    let (end, year) = match (calendar::year(atoms, end + of), spelled) {
        (Some(year), _) => (end + of + 1, Some(year)),
        (None, Some(Found { end, says: Says::Written(WrittenDate { year, .. }, _), .. })) => (end, year),
        _ => (end, None),
    };
    let article = atoms.after(at, &["the", "in", "late", "early", "mid", "-", "that"]) && !atoms.is(at, "fall");
    let article = article && !(atoms.any(at, &["spring", "springs"]) && atoms.after(at, &["the", "that"]));
    let start = vague_part(atoms, start);
    (year.is_some() || shift != Shift::None || article).then(|| found(start, end, Says::Season(month, year, shift)))
}

/// "The morning", "this morning", "in the evening".
fn part_of_day(atoms: &Atoms, at: usize, end: usize, code: &'static str) -> Option<Found> {
    let hour = Hour::Part(code);
    if atoms.after(at, &["this"]) {
        return Some(Found { hour, ..found(vague_part(atoms, at - 1), end, Says::Day(0)) });
    }
    if vague_part(atoms, at) < at {
        return Some(Found { kind: TimeKind::Time, hour, ..found(vague_part(atoms, at), end, Says::Nothing) });
    }
    if atoms.after(at, &["last"]) {
        return Some(Found { hour, ..found(at - 1, end, Says::Day(-1)) });
    }
    atoms.after(at, &["the", "at"]).then(|| Found { kind: TimeKind::Time, hour, ..found(at, end, Says::Nothing) })
}

fn holiday(atoms: &Atoms, at: usize, end: usize, word: &TimeWord) -> Found {
    let year = calendar::year(atoms, end);
    let end = if year.is_some() { end + 1 } else { end };
    let (month, day) = ((word.value / 100) as i8, (word.value % 100) as i8);
    match (word.weekday, word.week) {
        (Some(weekday), Some(week)) => found(at, end, Says::Feast { month, week, weekday, year }),
        _ => found(at, end, Says::Holiday(month, day, year)),
    }
}

/// "The third quarter of 2024", "the first half of the year", "third-quarter".
fn part_of_year(atoms: &Atoms, at: usize) -> Option<Found> {
    let (after, place) = crate::quantities::ordinal(atoms, at)?;
    let dash = usize::from(atoms.is_tight_dash(after));
    let (parts, unit) = if atoms.is(after + dash, "quarter") { (4, 3) } else { (2, 6) };
    let half = atoms.is(after + dash, "half") && atoms.is(after + dash + 1, "of");
    let place = place as i8;
    if !(parts == 4 || half) || !(1..=parts).contains(&place) {
        return None;
    }
    let end = after + dash + 1;
    let of = usize::from(atoms.any(end, &["of", ","]));
    let year = calendar::year(atoms, end + of);
    let of_the_year = usize::from(half) * 3 * usize::from(atoms.is(end + 1, "the") && atoms.is(end + 2, "year"));
    if half && year.is_none() && of_the_year == 0 {
        return None;
    }
    let end = if year.is_some() { end + of + 1 } else { end + of_the_year };
    Some(found(at, end, Says::PartOfYear(1 + (place - 1) * unit, unit, year)))
}

/// "Nineteen ninety-six", "the year two thousand".
fn year_in_words(atoms: &Atoms, at: usize) -> Option<Found> {
    let year =
        |value: f64| Says::Written(WrittenDate { year: Some(value as i16), ..WrittenDate::default() }, Shift::None);
    if let Some((end, value)) = calendar::year_in_words(atoms, at) {
        let told = atoms.after(at, &["in", "of", "since", "by", "until", "from", "the", "a", "year", "and", ","]);
        return (told || at == 0).then(|| found(at, end, year(f64::from(value))));
    }
    let thousand = numbers::number(atoms, at).filter(|number| (2000.0..2100.0).contains(&number.low))?;
    let the = at >= 2 && atoms.is(at - 1, "year") && atoms.is(at - 2, "the");
    the.then(|| found(at - 2, thousand.end, year(thousand.low)))
}

/// "The 20th century".
fn century(atoms: &Atoms, at: usize) -> Option<Found> {
    let (after, place) = crate::quantities::ordinal(atoms, at)?;
    let dash = usize::from(atoms.is_tight_dash(after));
    let known = atoms.is(after + dash, "century") && (1.0..=30.0).contains(&place);
    known.then(|| {
        let last = place as i16 * 100;
        found(vague_part(atoms, at), after + dash + 1, Says::Years(last - 99, last))
    })
}

/// "2024", "the 1990s", "2023-24", "the '90s".
fn years(atoms: &Atoms, at: usize) -> Option<Found> {
    if let Some(decade) = decade(atoms, at) {
        return Some(decade);
    }
    if let Some(period) = accounts::in_year(atoms, at) {
        return Some(period);
    }
    let year = calendar::year(atoms, at).filter(|_| is_year(atoms, at))?;
    if let Some(start) = latter_half(atoms, at) {
        return Some(found(start, at + 1, Says::PartOfYear(7, 6, Some(year))));
    }
    let named = if at >= 2 && atoms.is(at - 1, "year") && atoms.is(at - 2, "the") { at - 2 } else { at };
    let start = vague_part(atoms, named);
    let second = atoms.integer(at + 2).filter(|_| atoms.is_tight_dash(at + 1) || atoms.is(at + 1, "/"));
    let last =
        second.map(|second| if second < 100 { i32::from(year) / 100 * 100 + second as i32 } else { second as i32 });
    match last.filter(|&last| last > i32::from(year) && last < i32::from(year) + 60) {
        Some(last) => Some(found(start, at + 3, Says::Years(year, last as i16))),
        None => Some(found(
            start,
            at + 1,
            Says::Written(WrittenDate { year: Some(year), ..WrittenDate::default() }, Shift::None),
        )),
    }
}

/// "The last half of" before a year: where it begins.
fn latter_half(atoms: &Atoms, at: usize) -> Option<usize> {
    let last = at.checked_sub(3).filter(|&last| atoms.any(last, &["last", "latter"]))?;
    let half = atoms.is(last + 1, "half") && atoms.is(last + 2, "of");
    half.then(|| last - usize::from(atoms.after(last, &["the"])))
}

/// "1990s", "'90s".
fn decade(atoms: &Atoms, at: usize) -> Option<Found> {
    let suffix = at + 1 + usize::from(atoms.any(at + 1, &["'", "’"]) && atoms.glued(at + 1));
    let value = atoms.integer(at).filter(|value| value % 10 == 0 && atoms.is(suffix, "s") && atoms.glued(suffix))?;
    let short = value < 100 && atoms.text(at).len() == 2 && atoms.after(at, &["the", "'", "’", "‘"]);
    let long = (1700..2100).contains(&value);
    let first = if short { 1900 + value as i16 } else { value as i16 };
    (short || long).then(|| found(vague_part(atoms, at), suffix + 1, Says::Years(first, first + 9)))
}

/// Whether four digits are a year and count nothing: 1900-2099, and earlier ones after "in" or "of".
fn is_year(atoms: &Atoms, at: usize) -> bool {
    const BEFORE: &[&str] = &[
        "in", "since", "of", "from", "until", "till", "by", "before", "after", "during", "to", "early", "late", "mid",
        "and", "year", "(", "the", "between", "for", "through", "circa", "fiscal",
    ];
    // Nobody counts with these before the number: "its 2006 results", "the 2008 elections".
    const DEFINITE: &[&str] = &[
        "in",
        "the",
        "since",
        "of",
        "'s",
        "’s",
        "its",
        "their",
        "his",
        "her",
        "our",
        "my",
        "your",
        "whose",
        "annual",
        "full-year",
        "year",
        "fiscal",
        "quarter",
    ];
    let year = atoms.integer(at).unwrap_or(0);
    let cue = atoms.after(at, BEFORE) || (at > 0 && atoms.is_dash(at - 1) && atoms.after(at - 1, BEFORE));
    let joined = at > 0 && atoms.glued(at) && !atoms.any(at - 1, &["(", "-", "–", "'", "‘", "“", "\"", "/"]);
    let before_word = at > 0
        && atoms.glued(at)
        && atoms.is_dash(at - 1)
        && !cue
        && at > 1
        && atoms.is_word(at - 2)
        && !atoms.any(at - 2, &["mid", "pre", "post"]);
    let quarter = crate::quantities::ordinal(atoms, at + 1).is_some_and(|(end, _)| atoms.is(end, "quarter"));
    let unit = atoms.is_digits(at + 1) || atoms.glued(at + 1) && atoms.is_word(at + 1) || atoms.is(at + 1, "%");
    let measured = !quarter && crate::quantities::unit_follows(atoms, at + 1);
    let plural = atoms.is_word(at + 1) && is_counted(atoms.text(at + 1)) && !atoms.after(at, DEFINITE);
    let modern = (1900..=2099).contains(&year) || (year > 2099 && atoms.after(at, &["in", "by", "until"]));
    !joined
        && !before_word
        && !unit
        && !measured
        && !plural
        && (modern || (year < 1900 && atoms.after(at, &["in", "since", "of"])))
}

fn is_counted(word: &str) -> bool {
    const SINGULAR: &[&str] =
        &["was", "is", "as", "has", "this", "its", "his", "us", "does", "across", "census", "address"];
    const OTHERS: &[&str] = &["people", "men", "women", "children", "troops", "police", "personnel", "of"];
    // They come one a year: "2007 earnings".
    const YEARLY: &[&str] =
        &["earnings", "estimates", "forecasts", "profits", "projections", "results", "revenues", "sales"];
    OTHERS.contains(&word)
        || (word.ends_with('s')
            && word.starts_with(|first: char| first.is_lowercase())
            && !SINGULAR.contains(&word)
            && !YEARLY.contains(&word))
}
