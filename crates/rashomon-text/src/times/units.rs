//! Stretches of time and calendar units: "last week", "two years ago", "the past 24 hours", "several months".

use super::TimeKind;
use super::calendar::time_word;
use super::grammar::{Found, Hour, Says, Shift, Stretch, found, shift_before, vague_part};
use super::lexicon::{Role, SpanUnit};
use crate::quantities::atoms::Atoms;
use crate::quantities::numbers::{self, Number};

/// "Last week", "this year", "a year ago", "every day", "the weekend", "several months".
pub(crate) fn unit(atoms: &Atoms, at: usize, end: usize, stretch: Stretch) -> Option<Found> {
    let singular = !atoms.text(at).ends_with('s');
    let (start, shift) = shift_before(atoms, at);
    if !singular {
        return every(atoms, at, end, stretch).or_else(|| some_units(atoms, at, end, stretch));
    }
    if shift != Shift::None {
        let hour = if atoms.is(at, "night") { Hour::Part("NI") } else { Hour::None };
        return shifted(atoms, start, at, end, stretch, shift).map(|found| Found { hour, ..found });
    }
    every(atoms, at, end, stretch)
        .or_else(|| year_before(atoms, at, end, stretch))
        .or_else(|| one_unit(atoms, at, end, stretch))
        .or_else(|| the_unit(atoms, at, end, stretch))
}

/// "Every day", "each year".
fn every(atoms: &Atoms, at: usize, end: usize, stretch: Stretch) -> Option<Found> {
    let set = Found { kind: TimeKind::Set, ..found(at.saturating_sub(1), end, Says::Every(stretch)) };
    atoms.after(at, &["every", "each"]).then_some(set)
}

fn is_year(stretch: Stretch) -> bool {
    (stretch.unit, stretch.each) == (SpanUnit::Month, 12)
}

/// "Year-earlier", "the year-ago quarter", "year-end".
fn year_before(atoms: &Atoms, at: usize, end: usize, stretch: Stretch) -> Option<Found> {
    if !is_year(stretch) {
        return None;
    }
    let dash = usize::from(atoms.is_tight_dash(end));
    let possessive = 2 * usize::from(atoms.any(end, &["'", "’"]) && atoms.is(end + 1, "s"));
    if atoms.is(end + dash + possessive, "end") && (dash + possessive > 0 || !atoms.after(at, &["the"])) {
        return Some(found(at, end + dash + possessive + 1, Says::Unit(stretch, Shift::None)));
    }
    let joined = dash == 1 && atoms.any(end + 1, &["earlier", "ago"]);
    let end = end + 2 + usize::from(atoms.any(end + 2, &["quarter", "period"]));
    let the = usize::from(end > at + 3 && atoms.after(at, &["the"]));
    joined.then(|| found(at - the, end, Says::FromThen(stretch)))
}

/// "A year ago", "for a year"; no rate ("$3 a year").
fn one_unit(atoms: &Atoms, at: usize, end: usize, stretch: Stretch) -> Option<Found> {
    const BEFORE: &[&str] = &[
        "for", "in", "within", "of", "over", "than", "about", "nearly", "almost", "after", "by", "under", "lasting",
        "last", "took", "take", "takes", "spent", "spend", "only", "just", "is", "was", "quite", "half", "once",
        "during", "until",
    ];
    const AFTER: &[&str] = &["ago", "earlier", "later", "from", "before", "after", "or", "and", "previously"];
    if !atoms.after(at, &["a", "an"]) || stretch.unit == SpanUnit::Weekend {
        return None;
    }
    let opens = at < 2 || !atoms.is_word(at - 2) && !atoms.is_digits(at - 2) && !atoms.any(at - 2, &["%"]);
    let told = opens || atoms.any(at - 2, BEFORE) || atoms.any(end, AFTER);
    let numbered = at >= 2 && (atoms.is_digits(at - 2) || numbers::word(atoms, at - 2).is_some());
    let rate = numbered && !atoms.any(end, AFTER);
    let second =
        (stretch.unit, stretch.each) == (SpanUnit::Second, 1) || stretch.each == 3 && stretch.unit == SpanUnit::Month;
    let told = told && !rate && (!second || atoms.any(end, &["ago", "earlier", "later"]));
    if told { after_stretch(atoms, at - 1, end, stretch) } else { None }
}

/// "The weekend", "that day", "the quarter", "the full year".
fn the_unit(atoms: &Atoms, at: usize, end: usize, stretch: Stretch) -> Option<Found> {
    const WHOLE: &[&str] = &["full", "entire", "whole", "fiscal", "financial", "latest", "current"];
    let back = (at.saturating_sub(2)..at).rev().take_while(|&back| atoms.any(back, WHOLE)).last().unwrap_or(at);
    let the = back.checked_sub(1).filter(|&the| atoms.is(the, "the"));
    let day = (stretch.unit, stretch.each) == (SpanUnit::Day, 1);
    if atoms.after(at, &["that", "same"]) && day {
        return Some(found(at - 1, end, Says::Then));
    }
    let start = the?;
    match (stretch.unit, stretch.each) {
        (SpanUnit::Weekend, _) => Some(found(start, end, Says::Unit(stretch, Shift::None))),
        (SpanUnit::Month, 3) if back < at || atoms.after(start, QUARTERLY) => {
            Some(found(start, end, Says::LastQuarter))
        }
        (SpanUnit::Month, 12) if atoms.any(back, &["full", "entire", "whole"]) => {
            Some(found(start, end, Says::Unit(stretch, Shift::This)))
        }
        (SpanUnit::Month, 1 | 12) | (SpanUnit::Day, 7) => {
            Some(Found { kind: TimeKind::Duration, ..found(start, end, Says::Length(stretch)) })
        }
        (SpanUnit::Day, 1) if atoms.any(end, &["before", "after"]) => Some(found(start, end, Says::Nothing)),
        _ => None,
    }
}

/// Words before "the quarter" where it is one of the year.
const QUARTERLY: &[&str] = &["for", "in", "during", "of", "from", "through", "over", "throughout"];

/// "Several months", "the past few weeks", "for years", "years ago".
fn some_units(atoms: &Atoms, at: usize, end: usize, stretch: Stretch) -> Option<Found> {
    const VAGUE: &[&str] =
        &["several", "few", "many", "recent", "coming", "past", "last", "next", "previous", "future", "couple", "of"];
    const BEFORE: &[&str] = &["for", "of", "in", "over", "within", "after", "following", "since"];
    let second = (stretch.unit, stretch.each) == (SpanUnit::Second, 1);
    let back = (at.saturating_sub(4)..at).rev().take_while(|&back| atoms.any(back, VAGUE)).last().unwrap_or(at);
    let back = if atoms.is(back, "of") { back + 1 } else { back };
    let few = (back..at).any(|at| atoms.any(at, &["few", "couple"]));
    let article = back < at && (atoms.after(back, &["the"]) || few && atoms.after(back, &["a"]));
    let start = back - usize::from(article);
    let ago = atoms.is(end, "ago");
    if ago && !second {
        return Some(found(start, end + 1, Says::Past));
    }
    let count = if (back..at).any(|at| atoms.is(at, "couple")) { 2.0 } else { 0.0 };
    let length = Found { kind: TimeKind::Duration, ..found(start, end, Says::Length(Stretch { count, ..stretch })) };
    (!second && (back < at || atoms.after(at, BEFORE))).then_some(length)
}

/// "Last week", "this morning's" unit, "last night", "the past year", "the next day".
fn shifted(atoms: &Atoms, start: usize, at: usize, end: usize, stretch: Stretch, shift: Shift) -> Option<Found> {
    let word = atoms.text(at - 1);
    let past = word.eq_ignore_ascii_case("past") || (start < at - 1 && word.eq_ignore_ascii_case("last"));
    let the_next_day = start < at - 1 && stretch.unit == SpanUnit::Day && stretch.each == 1;
    let says = match (stretch.unit, shift) {
        (_, Shift::Next) if word.eq_ignore_ascii_case("following") || the_next_day => {
            Says::FromThen(Stretch { count: -1.0, ..stretch })
        }
        (_, Shift::Last) if word.eq_ignore_ascii_case("previous") => Says::FromThen(stretch),
        (_, Shift::Last) if past => Says::Window(stretch),
        _ => Says::Unit(stretch, shift),
    };
    Some(found(vague_part(atoms, start), end, says))
}

/// "Two years", "the past 24 hours", "three days ago", "24-hour".
pub(crate) fn stretch(atoms: &Atoms, at: usize) -> Option<Found> {
    let number = numbers::number(atoms, at)?;
    let number = second_number(atoms, number);
    let dash = usize::from(atoms.is_tight_dash(number.end));
    let half_an = usize::from(atoms.is(at, "half") && atoms.any(number.end, &["a", "an"]));
    let (end, word) = time_word(atoms, number.end + dash + half_an, Role::Span)?;
    let year = atoms.is_digits(at) && atoms.text(at).len() == 4 && atoms.any(end - 1, &["second", "quarter"]);
    if year {
        return None;
    }
    let stretch = Stretch { count: number.high, unit: word.unit.unwrap_or(SpanUnit::Day), each: word.value };
    let old =
        atoms.is(end, "old") || atoms.is(end, "olds") || (atoms.is_dash(end) && atoms.any(end + 1, &["old", "olds"]));
    let aged = atoms.is(end, "of") && atoms.is(end + 1, "age");
    if old || aged {
        return None;
    }
    let (start, shift) = shift_before(atoms, number.start);
    match shift {
        Shift::Last => Some(found(start, end, Says::Window(stretch))),
        Shift::Next => Some(found(start, end, Says::Window(Stretch { count: -stretch.count, ..stretch }))),
        _ => after_stretch(atoms, number.start, end, stretch),
    }
}

/// "Five or six days", "10-12 days": the last number of a range counts.
fn second_number(atoms: &Atoms, first: Number) -> Number {
    let linked = atoms.any(first.end, &["or", "to"]) || atoms.is_tight_dash(first.end);
    let second = if linked { numbers::number(atoms, first.end + 1) } else { None };
    second
        .filter(|second| second.start == first.end + 1)
        .map_or(first, |second| Number { start: first.start, ..second })
}

/// A length of time with what follows it: "ago", "earlier", "later", "from now".
fn after_stretch(atoms: &Atoms, start: usize, end: usize, stretch: Stretch) -> Option<Found> {
    let away = Stretch { count: -stretch.count, ..stretch };
    let or_so = atoms.is(end, "or") && atoms.is(end + 1, "so") && atoms.is(end + 2, "ago");
    match atoms.text(end) {
        "or" if or_so => Some(found(start, end + 3, Says::Ago(stretch))),
        "ago" => Some(found(start, end + 1, Says::Ago(stretch))),
        "earlier" | "previously" => Some(found(start, end + 1, Says::FromThen(stretch))),
        "later" => Some(found(start, end + 1, Says::FromThen(away))),
        "from" if atoms.is(end + 1, "now") => Some(found(start, end + 2, Says::Ago(away))),
        _ => Some(Found { kind: TimeKind::Duration, ..found(start, end, Says::Length(stretch)) }),
    }
}
