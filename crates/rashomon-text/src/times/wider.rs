//! What belongs to an expression around its core: articles, "nearly", "or so"; and expressions that are one.

use super::TimeKind;
use super::calendar::WrittenDate;
use super::grammar::{Beside, Found, Hour, Says, Shift, found, part_at, vague_part};
use super::lexicon::SpanUnit;
use crate::quantities::atoms::Atoms;
use crate::quantities::bound_start;

/// Adjectives between an article and a stretch or part of a year.
const ADJECTIVES: &[&str] = &[
    "first", "last", "latest", "fiscal", "current", "next", "past", "previous", "final", "opening", "same", "initial",
];

/// Takes in the words around an expression that belong to it, none before `floor`.
pub(crate) fn widen(atoms: &Atoms, found: &mut Found, floor: usize) {
    let length = matches!(found.says, Says::Length(_));
    let part = matches!(found.says, Says::PartOfYear(..) | Says::Years(..) | Says::Season(..));
    let compound = (found.start..found.end).any(|at| atoms.is_tight_dash(at));
    if (length || part) && !compound {
        found.start = with_article(atoms, found.start, floor, length);
    }
    of_this(atoms, found, floor);
    let year = matches!(found.says, Says::Written(date, _) if date.month.is_none());
    if (year || part) && found.start > floor && atoms.after(found.start, &["fiscal"]) {
        found.start -= 1;
    }
    let compared =
        atoms.after(found.start, &["than"]) && !atoms.any(found.start.wrapping_sub(2), &["more", "less", "fewer"]);
    let told =
        compared || atoms.any(found.start, &["the", "several", "many", "recent", "coming", "last", "past", "next"]);
    if !told && (length || matches!(found.says, Says::Ago(_))) {
        found.start = with_bound(atoms, found.start, floor);
    }
    let or_so = atoms.is(found.end, "or") && atoms.is(found.end + 1, "so");
    if or_so && (length || matches!(found.says, Says::Window(_))) {
        found.end += 2;
    }
    let day = matches!(found.says, Says::Written(date, _) if date.day.is_some());
    let dated = day || found.says == Says::YearEnd || is_clock(found);
    if dated && found.start > floor && atoms.after(found.start, &["around"]) {
        found.start -= 1;
    }
    if matches!(found.says, Says::Present) && atoms.is(found.start, "now") && atoms.after(found.start, &["right"]) {
        found.start -= 1;
    }
}

/// "The end of the year", "earlier in the month": a stretch that is the report's own, and a date.
fn of_this(atoms: &Atoms, found: &mut Found, floor: usize) {
    let (Says::Length(stretch) | Says::Unit(stretch, Shift::This)) = found.says else { return };
    let this = atoms.is(found.start, "the") && stretch.count == 1.0 && found.start > floor + 1;
    let end = this && vague_part(atoms, found.start) < found.start;
    let in_it =
        this && atoms.after(found.start, &["in"]) && atoms.any(found.start - 2, &["earlier", "later", "early", "late"]);
    if end || in_it {
        found.start = if end { vague_part(atoms, found.start).max(floor) } else { found.start - 2 };
        (found.kind, found.says) = (TimeKind::Date, Says::Unit(stretch, Shift::This));
    }
}

/// "The nine months", "the first nine months", "the third quarter", "the fiscal first quarter".
fn with_article(atoms: &Atoms, start: usize, floor: usize, length: bool) -> usize {
    let skip = |at: usize| at > floor && (atoms.any(at - 1, ADJECTIVES) || atoms.is_dash(at - 1) && atoms.glued(at));
    let mut at = start;
    while skip(at) && start - at < 3 {
        at -= 1;
    }
    let numbered = !length || atoms.is_digits(start) || crate::quantities::is_number_word(atoms, start);
    if at > floor && atoms.after(at, &["the"]) && numbered { at - 1 } else { start }
}

/// "Nearly two years", "at least 30 days".
fn with_bound(atoms: &Atoms, start: usize, floor: usize) -> usize {
    bound_start(atoms, start).filter(|&from| from >= floor).unwrap_or(start)
}

/// Makes one of expressions that say one time together: "10 p.m. Wednesday", "January last year", "this year's third
/// quarter".
pub(crate) fn join(atoms: &Atoms, list: Vec<Found>) -> Vec<Found> {
    let mut joined: Vec<Found> = Vec::with_capacity(list.len());
    for found in list {
        let whole = joined.last().and_then(|last| one(atoms, last, &found));
        if whole.is_some() {
            joined.pop();
        }
        joined.push(whole.unwrap_or(found));
    }
    joined
}

fn one(atoms: &Atoms, first: &Found, second: &Found) -> Option<Found> {
    let next = first.end == second.start;
    let comma = first.end + 1 == second.start && atoms.any(first.end, &[",", "of"]);
    let possessive = first.end + 2 == second.start && atoms.is(first.end + 1, "s");
    let whole = Found { start: first.start, ..*second };
    if let (Some(days), Beside::Itself | Beside::Days(_)) = (day_beside(atoms, first, second), second.beside) {
        let days = days + if let Beside::Days(own) = second.beside { own } else { 0 };
        return Some(Found { beside: Beside::Days(days), ..whole });
    }
    match (first.says, second.says) {
        (Says::Nothing, says) if (next || comma) && is_clock(first) && is_day(says) => {
            Some(Found { kind: TimeKind::Time, hour: first.hour, ..whole })
        }
        (Says::Nothing, says) if next && is_part(first) && is_day(says) && second.hour == Hour::None => {
            Some(Found { kind: TimeKind::Time, hour: first.hour, ..whole })
        }
        (Says::Length(week), Says::Written(date, Shift::None))
            if comma && week.count == 1.0 && first.kind == TimeKind::Date && date.day.is_some() =>
        {
            Some(Found { says: Says::WeekOf(date), ..whole })
        }
        (Says::Written(date, Shift::None), Says::Unit(unit, shift))
            if (next || comma) && date.year.is_none() && (unit.unit, unit.each) == (SpanUnit::Month, 12) =>
        {
            Some(Found { says: Says::InYear(date, step(shift)), ..whole })
        }
        (Says::PartOfYear(month, length, None), Says::Unit(unit, shift))
            if (next || comma) && (unit.unit, unit.each) == (SpanUnit::Month, 12) =>
        {
            Some(Found { says: Says::PartInYear(month, length, step(shift)), ..whole })
        }
        (Says::Unit(unit, shift), Says::PartOfYear(month, length, None))
            if possessive && (unit.unit, unit.each) == (SpanUnit::Month, 12) =>
        {
            Some(Found { says: Says::PartInYear(month, length, step(shift)), ..whole })
        }
        (Says::FromThen(year), Says::PartOfYear(month, length, None))
            if next && (year.unit, year.each) == (SpanUnit::Month, 12) && year.count == 1.0 =>
        {
            let the = usize::from(atoms.after(first.start, &["the"]));
            Some(Found { start: first.start - the, says: Says::PartInYear(month, length, -1), ..whole })
        }
        (Says::FromThen(year), Says::Length(_))
            if next
                && (year.unit, year.each) == (SpanUnit::Month, 12)
                && atoms.any(first.end - 1, &["earlier", "ago"])
                && first.end - first.start <= 3 =>
        {
            let the = usize::from(atoms.after(first.start, &["the"]));
            let dashed = atoms.is_tight_dash(first.end.saturating_sub(2));
            dashed.then(|| Found { start: first.start - the, ..whole })
        }
        (Says::Written(date, _), Says::PartOfYear(month, length, None))
            if next && date.month.is_none() && date.day.is_none() =>
        {
            Some(Found { says: Says::PartOfYear(month, length, date.year), ..whole })
        }
        _ => None,
    }
}

/// "The day before last Tuesday", "the day after Christmas": how many days the first adds to the second.
fn day_beside(atoms: &Atoms, first: &Found, second: &Found) -> Option<i8> {
    let the_day = first.kind == TimeKind::Date && first.says == Says::Nothing && first.end + 1 == second.start;
    let day = is_day(second.says) || matches!(second.says, Says::Feast { .. } | Says::Easter(..) | Says::Holiday(..));
    let step = if atoms.is(first.end, "after") { 1 } else { -1 };
    (the_day && day && second.kind == TimeKind::Date && atoms.any(first.end, &["before", "after"])).then_some(step)
}

/// "April 24 and 25.": the second day, where a mark follows. Before a word it may be a count: "ten died on May 3 and 25
/// in June".
pub(super) fn second_day(atoms: &Atoms, last: &Found, at: usize) -> Option<Found> {
    let Says::Written(date, Shift::None) = last.says else { return None };
    let next = last.end + 1 == at && atoms.any(last.end, &["and", "or"]) && date.last_day.is_none();
    let day = atoms.integer(at).filter(|day| (1..=31).contains(day) && atoms.text(at).len() <= 2)? as i8;
    let after = !atoms.is_word(at + 1) && !atoms.is_digits(at + 1);
    let counts = !after || atoms.glued(at + 1) && !atoms.any(at + 1, &[".", ",", ";", ":", ")", "?", "!"]);
    let second = date.day.is_some_and(|first| first < day) && next && !counts;
    second.then(|| found(at, at + 1, Says::Written(WrittenDate { day: Some(day), ..date }, Shift::None)))
}

/// "On Monday and Tuesday nights": both come again.
pub(super) fn lend_nights(atoms: &Atoms, list: &mut [Found]) {
    for at in 1..list.len() {
        let (first, second) = (list[at - 1], list[at]);
        let linked = first.end + 1 == second.start && atoms.any(first.end, &["and", "or"]);
        let Says::Weekday(day, Shift::None) = first.says else { continue };
        let again = second.kind == TimeKind::Set && matches!(second.says, Says::EveryWeekday(_));
        if linked && again && first.hour == Hour::None && part_at(atoms, second.end - 1).is_some() {
            (list[at - 1].kind, list[at - 1].says) = (TimeKind::Set, Says::EveryWeekday(day));
            list[at - 1].hour = second.hour;
        }
    }
}

/// "Tomorrow (Sunday)": the day in brackets is the one before them.
fn is_same_day(atoms: &Atoms, first: &Found, second: &Found) -> bool {
    let bracket = first.end + 1 == second.start && atoms.is(first.end, "(") && atoms.is(second.end, ")");
    bracket && matches!((first.says, second.says), (Says::Day(_), Says::Weekday(_, Shift::None)))
}

/// "In April or May next year": the year is that of both; "tomorrow (Sunday)": so is the day.
pub(super) fn lend_years(atoms: &Atoms, list: &mut [Found]) {
    for at in 1..list.len() {
        let (first, second) = (list[at - 1], list[at]);
        let linked = first.end + 1 == second.start && atoms.any(first.end, &["and", "or", "to", "through"]);
        match (first.says, second.says) {
            (Says::Written(date, Shift::None), Says::InYear(_, step)) if linked && date.year.is_none() => {
                list[at - 1].says = Says::InYear(date, step);
            }
            _ if is_same_day(atoms, &first, &second) => list[at].says = first.says,
            _ => {}
        }
    }
}

/// How far from a time of day its day may stand, in atoms.
const NEAR: usize = 7;

/// "At 10:35 a.m. (0735 GMT) on Friday": a time of day without a day has the one that stands near it in its sentence.
pub(crate) fn lend_days(atoms: &Atoms, mut list: Vec<Found>) -> Vec<Found> {
    for at in 0..list.len() {
        if !(is_clock(&list[at]) && list[at].says == Says::Nothing) {
            continue;
        }
        let near =
            |from: usize, to: usize| to - from <= NEAR && !(from..to).any(|at| atoms.any(at, &[".", ";", "!", "?"]));
        let next = list[at + 1..].iter().take(2).find(|next| is_day(next.says));
        let next = next.filter(|next| near(list[at].end, next.start));
        let last = list[..at].last().filter(|last| is_day(last.says) && near(last.end, list[at].start));
        if let Some(says) = next.or(last).map(|day| day.says) {
            list[at].says = says;
        }
    }
    list
}

fn is_clock(found: &Found) -> bool {
    found.kind == TimeKind::Time && matches!(found.hour, Hour::Clock(..))
}

fn is_part(found: &Found) -> bool {
    found.kind == TimeKind::Time && matches!(found.hour, Hour::Part(_))
}

fn is_day(says: Says) -> bool {
    match says {
        Says::Written(date, _) => date.day.is_some(),
        Says::Weekday(..) | Says::Day(_) => true,
        _ => false,
    }
}

fn step(shift: Shift) -> i16 {
    match shift {
        Shift::Last => -1,
        Shift::Next => 1,
        Shift::None | Shift::This => 0,
    }
}
