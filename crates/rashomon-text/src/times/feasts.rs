//! Feasts and their weeks: "Easter", "Thanksgiving 1998", "Christmas week".

use super::calendar;
use super::grammar::{Beside, Found, Says, found};
use super::lexicon::TimeWord;
use crate::quantities::atoms::Atoms;

/// "Thanksgiving", "Christmas 1998"; one with its people only where they are named.
pub(super) fn holiday(atoms: &Atoms, at: usize, end: usize, word: &TimeWord) -> Option<Found> {
    if !is_near(atoms, at, &word.near) {
        return None;
    }
    let year = calendar::year(atoms, end);
    let end = if year.is_some() { end + 1 } else { end };
    let (month, day) = ((word.value / 100) as i8, (word.value % 100) as i8);
    let feast = match (word.weekday, word.week) {
        (Some(weekday), Some(week)) => {
            let beside = if word.after == 0 { Beside::Itself } else { Beside::Days(word.after) };
            Found { beside, ..found(at, end, Says::Feast { month, week, weekday, year }) }
        }
        _ => found(at, end, Says::Holiday(month, day, year)),
    };
    Some(week_of(atoms, feast))
}

/// "Easter", "Good Friday 1998".
pub(super) fn easter(atoms: &Atoms, at: usize, end: usize, offset: i32) -> Found {
    let year = calendar::year(atoms, end);
    week_of(atoms, found(at, end + usize::from(year.is_some()), Says::Easter(offset, year)))
}

/// "Easter week", "Thanksgiving week".
fn week_of(atoms: &Atoms, feast: Found) -> Found {
    let week = atoms.is(feast.end, "week") && feast.beside == Beside::Itself;
    if week { Found { end: feast.end + 1, beside: Beside::Week, ..feast } } else { feast }
}

/// Whether one of some names stands as a word in the text around an atom, or none is asked for.
fn is_near(atoms: &Atoms, at: usize, names: &[String]) -> bool {
    const FAR: usize = 1_000;
    let here = atoms.get(at).map_or(0, |atom| atom.start as usize);
    let (from, to) = (here.saturating_sub(FAR), (here + FAR).min(atoms.source.len()));
    let around = &atoms.source.as_bytes()[from..to];
    let letter = |at: usize| around.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let word = |start: usize, end: usize| (start == 0 || !letter(start - 1)) && !letter(end);
    let holds = |name: &String| {
        (0..around.len()).any(|at| around[at..].starts_with(name.as_bytes()) && word(at, at + name.len()))
    };
    names.is_empty() || names.iter().any(holds)
}
