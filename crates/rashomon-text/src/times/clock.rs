//! Times of day: "11.30am", "07:55", "6 p.m.", "0600 GMT", "5 o'clock".

use super::TimeKind;
use super::grammar::{Beside, Found, Hour, Says};
use crate::quantities::atoms::Atoms;
use crate::quantities::numbers;

/// The time of day written in digits at an atom.
pub(crate) fn time(atoms: &Atoms, at: usize) -> Option<Found> {
    let end = hour_and_minute(atoms, at)
        .or_else(|| half_day(atoms, at + 1).filter(|_| is_time(atoms, at)))
        .or_else(|| military(atoms, at))
        .or_else(|| o_clock(atoms, at))?;
    let hour = hour_of(atoms, at, end);
    Some(Found {
        start: at,
        end: zone(atoms, end),
        kind: TimeKind::Time,
        says: Says::Nothing,
        hour,
        beside: Beside::Itself,
    })
}

/// The hour that the atoms up to `end` say.
fn hour_of(atoms: &Atoms, at: usize, end: usize) -> Hour {
    let text = atoms.text(at);
    let (hour, minute) = match text.split_once('.') {
        Some((hour, minute)) => (hour.parse().unwrap_or(0), minute.parse().ok()),
        None if text.len() == 4 => {
            let value = atoms.integer(at).unwrap_or(0);
            ((value / 100) as i8, Some((value % 100) as i8))
        }
        None => {
            let minute = atoms.integer(at + 2).filter(|_| atoms.any(at + 1, &[":", "h"]));
            (text.parse().unwrap_or(0), minute.map(|minute| minute as i8))
        }
    };
    let says = |letter: &str| (at..end).any(|at| atoms.any(at, &[letter, if letter == "p" { "pm" } else { "am" }]));
    match hour {
        12 if says("a") => Hour::Clock(0, minute),
        1..=11 if says("p") => Hour::Clock(hour + 12, minute),
        _ => Hour::Clock(hour, minute),
    }
}

/// "At 4 in the morning", "at five in the afternoon", "10 at night".
pub(crate) fn in_part(atoms: &Atoms, at: usize) -> Option<Found> {
    let number = numbers::number(atoms, at)?;
    let hour = (number.low as i8).clamp(0, 13);
    let told = (1.0..=12.0).contains(&number.low) && number.low.fract() == 0.0;
    let (in_the, at_night) = (number.end, number.end);
    let part = if atoms.is(in_the, "in") && atoms.is(in_the + 1, "the") { in_the + 2 } else { at_night + 1 };
    let late = match atoms.text(part) {
        "morning" if part == in_the + 2 => false,
        "afternoon" | "evening" if part == in_the + 2 => true,
        "night" if atoms.is(at_night, "at") => true,
        _ => return None,
    };
    let hour = if late && hour < 12 { hour + 12 } else { hour };
    let clock =
        told && atoms.after(at, &["at", "around", "about", "by", "until", "till", "from", "to", "before", "after"]);
    let found = Found {
        start: at,
        end: part + 1,
        kind: TimeKind::Time,
        says: Says::Nothing,
        hour: Hour::Clock(hour, None),
        beside: Beside::Itself,
    };
    clock.then_some(found)
}

/// "07:55", "7:55:10", with "am" or without.
fn hour_and_minute(atoms: &Atoms, at: usize) -> Option<usize> {
    let hour = atoms.integer(at).filter(|&hour| hour < 25)?;
    let minute = atoms.integer(at + 2).filter(|&minute| minute < 60 && atoms.text(at + 2).len() == 2)?;
    let joined = atoms.any(at + 1, &[":", "h"])
        && atoms.glued(at + 1)
        && atoms.glued(at + 2)
        && !(at > 0 && atoms.glued(at) && atoms.is(at - 1, ":"));
    let seconds =
        atoms.is(at + 3, ":") && atoms.glued(at + 3) && atoms.integer(at + 4).is_some_and(|second| second < 60);
    let end = at + 3 + 2 * usize::from(seconds);
    let _ = (hour, minute);
    joined.then(|| half_day(atoms, end).unwrap_or(end))
}

/// Whether digits before "am" are a time: "11", "11.30".
fn is_time(atoms: &Atoms, at: usize) -> bool {
    let text = atoms.text(at);
    let (hour, minute) = text.split_once('.').unwrap_or((text, "00"));
    let whole = |part: &str, below: u32| part.len() <= 2 && part.parse::<u32>().is_ok_and(|value| value < below);
    whole(hour, 25) && whole(minute, 60) && minute.len() == 2
}

/// "am", "p.m.", also where the next words are "to 1pm".
fn half_day(atoms: &Atoms, at: usize) -> Option<usize> {
    if atoms.any(at, &["am", "pm"]) && (atoms.glued(at) || !atoms.after(at - 1, &["i"])) {
        return Some(at + 1);
    }
    let dotted = atoms.any(at, &["a", "p"]) && atoms.is(at + 1, ".") && atoms.is(at + 2, "m") && atoms.glued(at + 1);
    dotted.then(|| at + 3 + usize::from(atoms.is(at + 3, ".") && atoms.glued(at + 3)))
}

/// "0600 GMT", "1430 hours".
fn military(atoms: &Atoms, at: usize) -> Option<usize> {
    let value = atoms.integer(at).filter(|value| atoms.text(at).len() == 4 && value / 100 < 25 && value % 100 < 60)?;
    let zoned = is_zone(atoms.text(at + 1))
        || (atoms.any(at + 1, &["hours", "hrs"]) && (value < 1000 || atoms.after(at, &["at", "from", "until", "by"])));
    zoned.then_some(at + 1)
}

fn o_clock(atoms: &Atoms, at: usize) -> Option<usize> {
    let clock = atoms.is(at + 1, "o") && atoms.any(at + 2, &["'", "’"]) && atoms.is(at + 3, "clock");
    clock.then_some(at + 4)
}

fn zone(atoms: &Atoms, end: usize) -> usize {
    end + usize::from(is_zone(atoms.text(end)))
}

fn is_zone(word: &str) -> bool {
    matches!(
        word,
        "GMT"
            | "UTC"
            | "BST"
            | "EST"
            | "EDT"
            | "CET"
            | "CEST"
            | "PST"
            | "PDT"
            | "CST"
            | "CDT"
            | "MST"
            | "MDT"
            | "ET"
            | "PT"
            | "IST"
            | "MSK"
            | "AEST"
            | "AEDT"
            | "JST"
    )
}
