//! Temporal expressions as written: dates, days of the week, "last August", "the past 24 hours", "two years ago".

use super::calendar::{self, WrittenDate, time_word};
use super::clock;
use super::lexicon::{Role, SpanUnit, TimeWord};
use super::units::{current, stretch, unit};
use super::{TimeKind, accounts, feasts, resolve, wider, years};
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
    /// What it means beside what it says.
    pub beside: Beside,
}

/// What is meant beside the day that an expression names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Beside {
    /// The day itself.
    #[default]
    Itself,
    /// A day so many days away: "the day before last Tuesday".
    Days(i8),
    /// The week that holds it: "Easter week".
    Week,
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
    /// The latest such day of the week before the day spoken of last, or the first one after it (`true`).
    WeekdayFrom(i8, bool),
    /// "Year's end": its last day, but written as the year.
    YearEnd,
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
    /// The calendar unit before the one that an earlier expression lies in: "the year before".
    UnitBefore(Stretch),
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
    /// So long that no unit is said: "a while".
    While,
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
        let second = || found.last().and_then(|last| wider::second_day(atoms, last, at));
        if let Some(mut expression) = expression(atoms, at).or_else(second) {
            expression.start = expression.start.max(found.last().map_or(0, |last| last.end));
            wider::widen(atoms, &mut expression, found.last().map_or(0, |last| last.end));
            next = expression.end.max(at + 1);
            found.push(expression);
        }
    }
    resolve::share_years(atoms, &mut found);
    accounts::name_ended(atoms, &mut found);
    accounts::lend_year_before(atoms, &mut found);
    wider::lend_nights(atoms, &mut found);
    let mut joined = wider::join(atoms, found);
    wider::lend_years(atoms, &mut joined);
    wider::lend_days(atoms, joined)
}

/// The expression whose first word of number or time stands at an atom.
fn expression(atoms: &Atoms, at: usize) -> Option<Found> {
    if atoms.is_digits(at) {
        return clock::time(atoms, at)
            .or_else(|| clock::in_part(atoms, at))
            .or_else(|| years::century(atoms, at))
            .or_else(|| written(atoms, at))
            .or_else(|| stretch(atoms, at))
            .or_else(|| years::years(atoms, at));
    }
    if numbers::word(atoms, at).is_some() {
        return part_of_year(atoms, at)
            .or_else(|| clock::in_part(atoms, at))
            .or_else(|| years::century(atoms, at))
            .or_else(|| years::year_in_words(atoms, at))
            .or_else(|| stretch(atoms, at))
            .or_else(|| word(atoms, at));
    }
    word(atoms, at)
}

pub(crate) fn found(start: usize, end: usize, says: Says) -> Found {
    Found { start, end, kind: TimeKind::Date, says, hour: Hour::None, beside: Beside::Itself }
}

/// "6 August 2024", "last August", "early 2024" and so on.
fn written(atoms: &Atoms, at: usize) -> Option<Found> {
    let (end, date) = calendar::date(atoms, at)?;
    let shift = shift_before(atoms, at);
    let month_alone = date.day.is_none() && date.year.is_none();
    let verb = atoms.any(at, &["may", "march"]) && month_alone;
    let verb = verb && !is_month_here(atoms, at, end) && !is_month_of_noun(atoms, at, end);
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
    let double = atoms.is_tight_dash(end) && atoms.is_word(end + 1) && calendar::month(atoms, end + 1).is_none();
    short && double || name && (short && !atoms.is(at + 1, ".") || !is_month_here(atoms, at, end))
}

/// Whether "May" or "March" alone is the month: after a preposition or "last", and not before a verb's words.
fn is_month_here(atoms: &Atoms, at: usize, end: usize) -> bool {
    const BEFORE: &[&str] = &[
        "in", "since", "until", "till", "by", "of", "from", "to", "last", "next", "this", "early", "late", "mid", "-",
        "and", "between", "before", "after", "during", "for",
    ];
    let or = atoms.after(at, &["or"]) && atoms.any(end, &["next", "last", "this", "of"]);
    or || atoms.after(at, BEFORE) && !atoms.any(end, &["be", "have", "not", "or"])
}

/// Whether "March" or "May" stands between an article and the noun that it dates: "the March accession"; not "the March
/// on the capital".
fn is_month_of_noun(atoms: &Atoms, at: usize, end: usize) -> bool {
    const NO_NOUN: &[&str] = &[
        "on", "of", "to", "in", "for", "from", "by", "with", "at", "into", "through", "over", "across", "and", "or",
        "was", "is", "were", "has", "had", "will", "would", "that", "which", "who", "against", "towards", "toward",
    ];
    let noun = atoms.is_word(end) && !atoms.is_capital(end) && !atoms.glued(end) && !atoms.text(end).ends_with("ed");
    let article = atoms.after(at, &["the", "its", "their", "'s", "’s"]);
    atoms.is_capital(at) && article && noun && !atoms.any(end, NO_NOUN)
}

/// "Last", "this", "next" before an atom: where the expression then begins, and which.
pub(crate) fn shift_before(atoms: &Atoms, at: usize) -> (usize, Shift) {
    let Some(before) = at.checked_sub(1) else { return (at, Shift::None) };
    let shift = match atoms.text(before).to_ascii_lowercase().as_str() {
        "last" | "past" | "previous" | "prior" | "preceding" => Shift::Last,
        "this" | "current" => Shift::This,
        "following" if !atoms.after(before, &["the", "this", "that"]) => return (at, Shift::None),
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
    let title = matches!(word.role, Role::Day | Role::Clock | Role::Present) && is_in_title(atoms, at);
    if title || word.capital && !atoms.is_capital(at) {
        return None;
    }
    match word.role {
        Role::Month => written(atoms, at),
        Role::Weekday => weekday(atoms, at, end, word.value as i8),
        Role::Season => season(atoms, at, end, word.value as i8),
        Role::Day if atoms.is(at, "overnight") && atoms.any(end, OVERNIGHT) => None,
        Role::Day if is_of_our_age(atoms, at, end) => Some(found(at, end, Says::Current)),
        Role::Day => Some(day(atoms, at, end, word)),
        Role::Decade => years::decade_in_words(atoms, at, end, word.value as i16),
        Role::While => Some(Found { kind: TimeKind::Duration, ..found(at, end, Says::While) }),
        Role::Span => unit(atoms, at, end, stretch_of(word)),
        Role::Part => part_of_day(atoms, at, end, &word.code),
        Role::Clock => Some(clock_word(at, end, word.value)),
        Role::Holiday => feasts::holiday(atoms, at, end, word),
        Role::Easter => Some(feasts::easter(atoms, at, end, word.value)),
        Role::Then => atoms.after(at, &["since", "until", "till", "by", "before"]).then(|| found(at, end, Says::Then)),
        Role::Set if is_rate(atoms, at) => None,
        Role::Set => Some(Found { kind: TimeKind::Set, ..found(at, end, Says::Every(stretch_of(word))) }),
        Role::Present if word.value == 0 => Some(found(at, end, Says::Present)),
        Role::Present if atoms.after(at, &["then"]) => Some(found(at - 1, end, Says::Past)),
        Role::Present => current(atoms, at, end).or(Some(found(at, end, Says::Current))),
        Role::Account => accounts::period(atoms, at, end),
        Role::Past => past(atoms, at, end),
        Role::Future => future(atoms, at, end),
    }
}

/// What is called "overnight" and is of no certain night.
const OVERNIGHT: &[&str] = &[
    "bag",
    "borrowing",
    "delivery",
    "interest",
    "lending",
    "loan",
    "loans",
    "rate",
    "rates",
    "sensation",
    "shipping",
    "stay",
    "stays",
    "success",
    "swap",
];

/// Whether a word of time ends a name: "Vessin Today", "High Noon".
fn is_in_title(atoms: &Atoms, at: usize) -> bool {
    let before = at > 0 && atoms.is_capital(at) && atoms.is_word(at - 1) && atoms.is_capital(at - 1);
    before && !atoms.glued(at) && atoms.text(at - 1).len() > 1
}

/// "Today's" before what no single day has: "today's youth".
fn is_of_our_age(atoms: &Atoms, at: usize, end: usize) -> bool {
    const OF_OUR_AGE: &[&str] = &[
        "age",
        "audiences",
        "children",
        "climate",
        "culture",
        "economy",
        "environment",
        "families",
        "generation",
        "generations",
        "kids",
        "parents",
        "society",
        "standards",
        "students",
        "teenagers",
        "times",
        "women",
        "world",
        "youngsters",
        "youth",
    ];
    let whose = atoms.any(end, &["'", "’"]) && atoms.is(end + 1, "s");
    let of_many = atoms.after(at, &["of"]) && atoms.after(at - 1, &["many", "most", "some", "all"]);
    whose && (of_many || atoms.any(end + 2, OF_OUR_AGE))
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
    if let Some(says) = weekday_from(atoms, at, day) {
        return Some(with_part(atoms, found(start, end, says)));
    }
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

/// "The previous Friday", "the following Monday": reckoned from the day spoken of last.
fn weekday_from(atoms: &Atoms, at: usize, day: i8) -> Option<Says> {
    let after = atoms.after(at, &["following"]);
    (after || atoms.after(at, &["previous", "preceding"])).then_some(Says::WeekdayFrom(day, after))
}

/// "Monday morning", "yesterday evening", "tomorrow night": the part of the day belongs to it.
fn with_part(atoms: &Atoms, found: Found) -> Found {
    let part = part_at(atoms, found.end);
    let end = found.end + usize::from(part.is_some());
    let before = found.start.checked_sub(1).filter(|&before| atoms.any(before, &["late", "early"]));
    Found { end, start: before.unwrap_or(found.start), hour: part.map_or(Hour::None, Hour::Part), ..found }
}

/// The part of a day that stands at an atom, by its TIMEX3 code.
pub(super) fn part_at(atoms: &Atoms, at: usize) -> Option<&'static str> {
    let word = time_word(atoms, at, Role::Part).map(|(_, word)| word.code.as_str());
    word.or_else(|| atoms.any(at, &["night", "nights"]).then_some("NI"))
}

fn season(atoms: &Atoms, at: usize, end: usize, month: i8) -> Option<Found> {
    let (start, shift) = shift_before(atoms, at);
    let of = usize::from(atoms.is(end, "of"));
    let spelled = years::year_in_words(atoms, end + of).filter(|_| of == 1);
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
    let (start, shift) = shift_before(atoms, at);
    if shift != Shift::None && start < at - 1 {
        let count = if shift == Shift::Next { -1.0 } else { 1.0 };
        let day = Stretch { count, unit: SpanUnit::Day, each: 1 };
        return Some(Found { hour, ..found(start, end, Says::FromThen(day)) });
    }
    atoms.after(at, &["the", "at"]).then(|| Found { kind: TimeKind::Time, hour, ..found(at, end, Says::Nothing) })
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
