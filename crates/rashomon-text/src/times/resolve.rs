//! From what an expression says to days, relative to the report's date and to expressions before it.

use super::calendar::WrittenDate;
use super::grammar::{Beside, Found, Says, Shift, Stretch};
use super::lexicon::SpanUnit;
use super::tense::Tense;
use super::{Anchor, TimeKind};
use crate::interval::DateInterval;
use crate::quantities::atoms::Atoms;
use jiff::civil::Date;
use jiff::{Span, civil::Weekday};

/// What days are reckoned from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin {
    /// The report's date, if it is known.
    pub published: Option<Date>,
    /// The one day that an expression shortly before means, if it is certain.
    pub then: Option<Date>,
    /// What an expression shortly before means, of any length.
    pub spoken: Option<DateInterval>,
    /// Whether the report's date is only one of those that it may have.
    pub estimated: bool,
    /// When the sentence speaks of it.
    pub tense: Tense,
}

/// The days that an expression means, and how they were found.
pub(crate) fn days(found: &Found, origin: Origin) -> (DateInterval, Anchor) {
    let (days, anchor) = days_said(found, origin);
    match (found.beside, days.from) {
        (Beside::Days(count), Some(day)) => {
            let day = add_days(day, i32::from(count));
            (DateInterval { from: day, to: day }, anchor)
        }
        (Beside::Week, Some(day)) => {
            let week = Stretch { count: 1.0, unit: SpanUnit::Day, each: 7 };
            (unit(week, Shift::This, day).unwrap_or(days), anchor)
        }
        _ => (days, anchor),
    }
}

/// The days that its words say.
fn days_said(found: &Found, origin: Origin) -> (DateInterval, Anchor) {
    let unresolved = (DateInterval::unknown(), Anchor::Unresolved);
    if let Some(days) = explicit(found.says) {
        return (days, Anchor::Explicit);
    }
    if let Says::WeekOf(date) = found.says {
        let (day, anchor) = days_said(&Found { says: Says::Written(date, Shift::None), ..*found }, origin);
        let week = day.from.and_then(|from| Some(DateInterval::between(from, add_days(from, 6)?)));
        return week.map_or(unresolved, |week| (week, anchor));
    }
    if let Says::WeekdayFrom(day, after) = found.says {
        let anchor = if origin.then.is_some() { Anchor::Discourse } else { Anchor::Published };
        let shift = if after { Shift::Next } else { Shift::Last };
        let day = origin.then.or(origin.published).and_then(|then| weekday(day, shift, then, after, false));
        return day.map_or(unresolved, |day| (DateInterval::day(day), anchor));
    }
    if let Says::UnitBefore(stretch) = found.says {
        let then = origin.spoken.and_then(|days| days.from);
        let days = then.and_then(|then| unit(stretch, Shift::Last, then));
        return days.map_or(unresolved, |days| (days, Anchor::Discourse));
    }
    if let Says::FromThen(_) | Says::Then | Says::That(_) = found.says {
        let days = then(found.says, origin).and_then(|then| from_then(found.says, then));
        return days.map_or(unresolved, |days| (days, Anchor::Discourse));
    }
    let days = origin.published.and_then(|published| relative(found.says, published, origin));
    days.map_or(unresolved, |days| (days, Anchor::Published))
}

/// The day that an expression goes back to: one spoken of shortly before, for months and years also within a longer
/// time; "a year earlier" goes back from the report's date.
fn then(says: Says, origin: Origin) -> Option<Date> {
    let spoken = origin.spoken.and_then(|days| days.from);
    match says {
        Says::That(_) => spoken,
        Says::FromThen(stretch) if stretch.unit == SpanUnit::Month && stretch.count > 0.0 => {
            origin.then.or(origin.published)
        }
        Says::FromThen(stretch) if stretch.unit == SpanUnit::Month => origin.then.or(spoken),
        Says::FromThen(stretch) if (stretch.unit, stretch.each, stretch.count) == (SpanUnit::Day, 1, -1.0) => {
            let day = origin.spoken.filter(|days| days.from == days.to).and_then(|days| days.from);
            origin.then.or(day)
        }
        _ => origin.then,
    }
}

/// What needs no other date.
fn explicit(says: Says) -> Option<DateInterval> {
    match says {
        Says::Written(date, _) => date.days(),
        Says::Season(month, Some(year), _) => months(year, month, 3),
        Says::PartOfYear(month, length, Some(year)) => months(year, month, length),
        Says::Years(first, last) => {
            Some(DateInterval::between(Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?))
        }
        Says::Feast { month, week, weekday, year: Some(year) } => feast(month, week, weekday, year),
        Says::Easter(offset, Some(year)) => easter(offset, year),
        Says::Holiday(month, day, Some(year)) => Date::new(year, month, day).ok().map(DateInterval::day),
        _ => None,
    }
}

/// So many whole months from one on.
fn months(year: i16, month: i8, length: i8) -> Option<DateInterval> {
    let first = Date::new(year, month, 1).ok()?;
    let last = add_months(first, i32::from(length) - 1)?.last_of_month();
    Some(DateInterval::between(first, last))
}

fn relative(says: Says, published: Date, origin: Origin) -> Option<DateInterval> {
    let tense = origin.tense;
    let future = tense == Tense::Future;
    match says {
        Says::Written(date, shift) => month_without_year(date, shift, published, tense),
        Says::Weekday(day, shift) => {
            let ahead = future || tense == Tense::Scheduled;
            let named = weekday(day, shift, published, ahead, origin.estimated)?;
            // What is told as done on a day that begins where it is written is of that day, or of the week before.
            let either = tense == Tense::Past && named > published && shift == Shift::None;
            let first = if either { add_days(named, -7)? } else { named };
            Some(DateInterval::between(first, named))
        }
        Says::Season(month, None, shift) => season(month, shift, published, future),
        Says::YearEnd => {
            let date = WrittenDate { month: Some(12), day: Some(31), ..WrittenDate::default() };
            month_without_year(date, Shift::None, published, tense)
        }
        Says::PartOfYear(month, length, None) => part_of_year(month, length, published, tense),
        Says::Day(-1) => add_days(published, -1).map(DateInterval::day),
        Says::Day(offset) => add_days(published, offset).map(DateInterval::day),
        Says::Unit(stretch, shift) => unit(stretch, shift, published),
        Says::Ago(stretch) => ago(stretch, published),
        Says::InYear(date, step) => WrittenDate { year: Some(published.year() + step), ..date }.days(),
        Says::PartInYear(month, length, step) => months(published.year() + step, month, length),
        Says::Window(stretch) => window(stretch, published),
        Says::Present => Some(DateInterval::day(published)),
        Says::Feast { month, week, weekday, year: None } => {
            feast_near(|year| feast(month, week, weekday, year), published, tense)
        }
        Says::Easter(offset, None) => feast_near(|year| easter(offset, year), published, tense),
        Says::Holiday(month, day, None) => {
            let date = WrittenDate { month: Some(month), day: Some(day), ..WrittenDate::default() };
            month_without_year(date, Shift::None, published, tense)
        }
        _ => None,
    }
}

/// A quarter or half year. One that begins more than half a year from now is the last one of its name, whose accounts
/// are still to be told, unless something is said to be done in it; one that began half a year ago and more is the next
/// one where the verb looks ahead.
fn part_of_year(month: i8, length: i8, published: Date, tense: Tense) -> Option<DateInterval> {
    let quarters = i16::from((month - 1) / 3) - i16::from((published.month() - 1) / 3);
    let future = matches!(tense, Tense::Future | Tense::Ahead);
    let step = match quarters {
        3.. if length == 3 && tense != Tense::Ahead => -1,
        ..=-2 if length == 3 && future => 1,
        1.. if !future => -1,
        _ => 0,
    };
    months(published.year() + step, month, length)
}

/// The feast of the report's year, or of the one before where this year's is still far.
fn feast_near(of: impl Fn(i16) -> Option<DateInterval>, published: Date, tense: Tense) -> Option<DateInterval> {
    let this = of(published.year())?;
    let begun = this.from.is_some_and(|from| from <= published);
    let days = if tense == Tense::Past { VERY_SOON } else { SOON };
    let near = add_days(published, days).is_some_and(|limit| this.from.is_some_and(|from| from <= limit));
    let this_year = begun || tense == Tense::Future || near;
    if this_year { Some(this) } else { of(published.year() - 1) }
}

/// So many days after Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher).
fn easter(offset: i32, year: i16) -> Option<DateInterval> {
    let year = i32::from(year);
    let (century, rest) = (year / 100, year % 100);
    let golden = year % 19;
    let shift = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - shift + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    let sunday = Date::new(year as i16, (days / 31) as i8, (days % 31 + 1) as i8).ok()?;
    add_days(sunday, offset).map(DateInterval::day)
}

/// "The fourth Thursday of November".
fn feast(month: i8, week: i8, weekday: i8, year: i16) -> Option<DateInterval> {
    let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
    let nth = if week == 0 { -1 } else { week };
    Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok().map(DateInterval::day)
}

/// How soon a date without a year must come to be meant, where no verb says that it is past: one that is almost a
/// year gone would name its year.
const SOON: i32 = 90;

/// The same where the verb is in the present and tells what is arranged: "which begin in January".
const SOON_BEGUN: i32 = 180;

/// How long after its end a year of account is told, in days.
const TOLD: i32 = 120;

/// How soon a feast must come to be meant even where the verb is in the past: "they met as Easter week began".
const VERY_SOON: i32 = 10;

/// How long ago a day or month without a year may be that is meant even where the verb speaks of the time to come.
const LATELY: i32 = 60;

/// "In August", "on 6 August", "last August": the latest on or before the report's date, or the next one.
fn month_without_year(date: WrittenDate, shift: Shift, published: Date, tense: Tense) -> Option<DateInterval> {
    let of = |year: i16| WrittenDate { year: Some(year), ..date }.days();
    let year = published.year();
    let this = of(year).or_else(|| of(year - 1))?;
    let begun = this.from.is_some_and(|from| from <= published);
    let current = date.month == Some(published.month());
    // Who means the month that is just over says "last month".
    let just_over = date.day.is_none() && date.month == Some((published.month() + 10) % 12 + 1);
    let future = tense == Tense::Future;
    let just = add_days(published, -LATELY).is_some_and(|limit| this.to.is_some_and(|to| to >= limit));
    let next = if begun { of(year + 1) } else { Some(this) };
    let limit = if tense == Tense::Scheduled { SOON_BEGUN } else { SOON };
    let soon = add_days(published, limit)
        .is_some_and(|limit| next.and_then(|next| next.from).is_some_and(|from| from <= limit));
    match shift {
        Shift::Last if begun && !current && !just_over => Some(this),
        Shift::Last => of(year - 1),
        Shift::Next if begun => of(year + 1),
        Shift::This | Shift::Next => Some(this),
        Shift::None if tense == Tense::Gone => {
            if begun {
                Some(this)
            } else {
                of(year - 1)
            }
        }
        Shift::None if tense == Tense::Ahead && !begun => Some(this),
        Shift::None if tense == Tense::Nearest => {
            let away = |days: &DateInterval| days.from.map_or(i32::MAX, |from| (from - published).get_days().abs());
            (year - 1..=year + 1).filter_map(of).min_by_key(away)
        }
        Shift::None if tense == Tense::Ending => {
            let told = add_days(published, -TOLD);
            let late = |year: &i16| of(*year).and_then(|days| days.to) >= told;
            (year - 1..=year + 1).find(late).and_then(of)
        }
        Shift::None if future && begun && !current && !just => of(year + 1),
        Shift::None if future || (begun && (!soon || current || tense == Tense::Past)) => Some(this),
        Shift::None if soon && (tense != Tense::Past || date.day.is_some()) => next,
        Shift::None if begun => Some(this),
        Shift::None => of(year - 1),
    }
}

/// A day of the week: the latest on or before the report's date, or the next one.
fn weekday(day: i8, shift: Shift, published: Date, future: bool, estimated: bool) -> Option<Date> {
    let day = Weekday::from_monday_one_offset(day).ok()?;
    let behind = i32::from(published.weekday().since(day));
    let ahead = i32::from(published.weekday().until(day));
    match shift {
        Shift::Last if behind == 0 => add_days(published, -7),
        Shift::Next if ahead == 0 => add_days(published, 7),
        Shift::Next => add_days(published, ahead),
        Shift::None | Shift::This if future => add_days(published, ahead),
        // Who writes in another part of the world is a day ahead; for six days ago one says "last".
        Shift::None | Shift::This if behind == 6 && !estimated => add_days(published, 1),
        _ => add_days(published, -behind),
    }
}

fn season(month: i8, shift: Shift, published: Date, future: bool) -> Option<DateInterval> {
    let this = months(published.year(), month, 3)?;
    let before = months(published.year() - 1, month, 3)?;
    let begun = this.from.is_some_and(|from| from <= published);
    let holds = |season: DateInterval| season.overlaps(DateInterval::day(published));
    match shift {
        Shift::Last if begun && !holds(this) => Some(this),
        Shift::Last if holds(before) => months(published.year() - 2, month, 3),
        Shift::Last => Some(before),
        Shift::Next if begun => months(published.year() + 1, month, 3),
        Shift::Next => Some(this),
        _ if holds(before) => Some(before),
        Shift::None if !begun && !future => Some(before),
        Shift::None if begun && future && !holds(this) => months(published.year() + 1, month, 3),
        _ => Some(this),
    }
}

/// "Last week", "this month", "next year", "the weekend".
fn unit(stretch: Stretch, shift: Shift, published: Date) -> Option<DateInterval> {
    let step = match shift {
        Shift::Last => -1,
        Shift::Next => 1,
        Shift::This | Shift::None => 0,
    };
    match stretch.unit {
        SpanUnit::Second => Some(DateInterval::day(published)),
        SpanUnit::Weekend => weekend(shift, published),
        SpanUnit::Day if stretch.each == 1 => add_days(published, step).map(DateInterval::day),
        SpanUnit::Day => {
            let monday = add_days(published, -i32::from(published.weekday().to_monday_zero_offset()))?;
            let from = add_days(monday, step * stretch.each)?;
            Some(DateInterval::between(from, add_days(from, stretch.each - 1)?))
        }
        SpanUnit::Month => calendar_months(stretch.each, step, published),
    }
}

/// The weekend before the report's date, or the one that holds it.
fn weekend(shift: Shift, published: Date) -> Option<DateInterval> {
    let saturday = add_days(published, -i32::from(published.weekday().since(Weekday::Saturday)))?;
    let holds = add_days(saturday, 1)? >= published;
    let step = match shift {
        Shift::Last if holds => -7,
        Shift::Next => 7,
        Shift::This if !holds => 7,
        _ => 0,
    };
    let saturday = add_days(saturday, step)?;
    Some(DateInterval::between(saturday, add_days(saturday, 1)?))
}

/// The month, quarter, year, decade or century that is so many steps away.
fn calendar_months(each: i32, step: i32, published: Date) -> Option<DateInterval> {
    let index = i32::from(published.year()) * 12 + i32::from(published.month()) - 1;
    let first = (index.div_euclid(each) + step) * each;
    let from = Date::new((first.div_euclid(12)).try_into().ok()?, (first.rem_euclid(12) + 1) as i8, 1).ok()?;
    Some(DateInterval::between(from, add_months(from, each - 1)?.last_of_month()))
}

/// "Two days ago" is a day, "two weeks ago" the days around it, "two months ago" a month, "two years ago" a year.
fn ago(stretch: Stretch, published: Date) -> Option<DateInterval> {
    let count = whole(stretch)?;
    match stretch.unit {
        SpanUnit::Second => add_days(published, -seconds_in_days(stretch, count)).map(DateInterval::day),
        SpanUnit::Day | SpanUnit::Weekend if stretch.each == 1 => {
            add_days(published, count.checked_neg()?).map(DateInterval::day)
        }
        SpanUnit::Day | SpanUnit::Weekend => {
            let middle = add_days(published, count.checked_mul(stretch.each.max(7))?.checked_neg()?)?;
            Some(DateInterval::between(add_days(middle, -3)?, add_days(middle, 3)?))
        }
        SpanUnit::Month => {
            let then = add_months(published, count.checked_mul(stretch.each)?.checked_neg()?)?;
            calendar_months(stretch.each, 0, then)
        }
    }
}

/// From so long ago up to the report's date, or from it on.
fn window(stretch: Stretch, published: Date) -> Option<DateInterval> {
    let count = whole(stretch)?;
    let far = match stretch.unit {
        SpanUnit::Second => add_days(published, -seconds_in_days(stretch, count))?,
        SpanUnit::Day | SpanUnit::Weekend => add_days(published, count.checked_mul(stretch.each)?.checked_neg()?)?,
        SpanUnit::Month => add_months(published, count.checked_mul(stretch.each)?.checked_neg()?)?,
    };
    Some(DateInterval::between(far, published))
}

fn from_then(says: Says, then: Date) -> Option<DateInterval> {
    match says {
        Says::FromThen(stretch) => ago(stretch, then),
        Says::That(stretch) => unit(stretch, Shift::This, then),
        _ => Some(DateInterval::day(then)),
    }
}

/// The count as a whole number, if it is of a size that calendars bear.
fn whole(stretch: Stretch) -> Option<i32> {
    (stretch.count.abs() < 1e5).then(|| stretch.count.round() as i32)
}

/// Hours and less in days, rounded up and away from now.
fn seconds_in_days(stretch: Stretch, count: i32) -> i32 {
    let days = f64::from(count) * f64::from(stretch.each) / 86_400.0;
    if days < 0.0 { days.floor() as i32 } else { days.ceil() as i32 }
}

fn add_days(date: Date, days: i32) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

fn add_months(date: Date, months: i32) -> Option<Date> {
    date.checked_add(Span::new().try_months(months).ok()?).ok()
}

/// The preposition that stands before an expression, as far as it matters for its period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Preposition {
    Since,
    Until,
    Before,
    After,
    Other,
}

/// The preposition before an atom.
pub(crate) fn preposition(atoms: &Atoms, start: usize) -> Preposition {
    let Some(before) = start.checked_sub(1) else { return Preposition::Other };
    match atoms.text(before).to_ascii_lowercase().as_str() {
        "since" => Preposition::Since,
        "until" | "till" | "by" | "through" => Preposition::Until,
        "before" => Preposition::Before,
        "after" | "following" => Preposition::After,
        _ => Preposition::Other,
    }
}

/// The period that the days stand for after a preposition.
pub(crate) fn period(days: DateInterval, preposition: Preposition, published: Option<Date>) -> DateInterval {
    match preposition {
        _ if days.is_unknown() => days,
        Preposition::Since => {
            DateInterval { from: days.from, to: published.filter(|&end| days.from.is_none_or(|from| from <= end)) }
        }
        Preposition::Until => DateInterval { from: None, to: days.to },
        Preposition::Before => DateInterval { from: None, to: days.from.and_then(|from| add_days(from, -1)) },
        Preposition::After => DateInterval { from: days.to, to: None },
        Preposition::Other => days,
    }
}

/// Whether two expressions are the ends of one stretch: "from August to October", "between Monday and Friday".
pub(crate) fn are_ends(atoms: &Atoms, first: &Found, second: &Found) -> bool {
    let dates = first.kind == TimeKind::Date && second.kind == TimeKind::Date && second.start == first.end + 1;
    let link = atoms.any(first.end, &["to", "until", "till", "through"]) || atoms.is_dash(first.end);
    let between = atoms.is(first.end, "and") && first.start > 0 && atoms.is(first.start - 1, "between");
    dates && (link || between)
}

/// "January-November": two months without a year whose years do not go together take those that put them nearest to
/// the report's date, where they are over shortly before it those of the past.
pub(crate) fn months_in_order(ends: [(Says, DateInterval); 2], published: Date) -> Option<[DateInterval; 2]> {
    let month = |says: Says| match says {
        Says::Written(WrittenDate { year: None, month: Some(month), day: None, .. }, Shift::None) => Some(month),
        _ => None,
    };
    let [(first, from), (second, to)] = ends;
    let (first, second) = (month(first)?, month(second)?);
    let (begin, end) = (from.from?, to.from?);
    let wraps = i16::from(first > second);
    if end.year() - begin.year() == wraps {
        return None;
    }
    let by_end = [months(end.year() - wraps, first, 1)?, to];
    let by_begin = [from, months(begin.year() + wraps, second, 1)?];
    let over = by_end[1].to.is_some_and(|to| to <= published && (published - to).get_days() <= LATELY);
    let away = |range: &[DateInterval; 2]| range[0].from.map_or(i32::MAX, |from| (from - published).get_days().abs());
    Some(if over || away(&by_end) <= away(&by_begin) { by_end } else { by_begin })
}

/// "From August to October 2024": the year of the second end is the first one's too.
pub(crate) fn share_years(atoms: &Atoms, found: &mut [Found]) {
    for at in 1..found.len() {
        let (Says::Written(first, shift), Says::Written(second, _)) = (found[at - 1].says, found[at].says) else {
            continue;
        };
        let and = atoms.any(found[at - 1].end, &["and", "or", ","]) && found[at].start == found[at - 1].end + 1;
        let linked = are_ends(atoms, &found[at - 1], &found[at]) || and;
        if linked && first.year.is_none() && first.month.is_some() && second.month.is_some() && shift == Shift::None {
            let wraps = first.month > second.month;
            let year = second.year.map(|year| year - i16::from(wraps));
            found[at - 1].says = Says::Written(WrittenDate { year, ..first }, shift);
        }
    }
}
