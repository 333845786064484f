//! Years, decades and centuries as written: "2024", "the 1990s", "nineteen ninety-six", "the 20th century".

use super::accounts;
use super::calendar::{self, WrittenDate};
use super::grammar::{Found, Says, Shift, found, vague_part};
use crate::quantities::atoms::Atoms;
use crate::quantities::numbers;

/// "2024", "the 1990s", "2023-24", "the '90s".
pub(super) fn years(atoms: &Atoms, at: usize) -> Option<Found> {
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

/// "Nineteen ninety-six", "the year two thousand".
pub(super) fn year_in_words(atoms: &Atoms, at: usize) -> Option<Found> {
    let year =
        |value: f64| Says::Written(WrittenDate { year: Some(value as i16), ..WrittenDate::default() }, Shift::None);
    if let Some((end, value)) = calendar::year_in_words(atoms, at) {
        let told = atoms.after(at, &["in", "of", "since", "by", "until", "from", "the", "a", "year", "and", ","]);
        let century = atoms.any(at, &["nineteen", "eighteen"]) && value % 100 > 59;
        return (told || century || at == 0).then(|| found(at, end, year(f64::from(value))));
    }
    let thousand = numbers::number(atoms, at).filter(|number| (2000.0..2100.0).contains(&number.low))?;
    let the = at >= 2 && atoms.is(at - 1, "year") && atoms.is(at - 2, "the");
    the.then(|| found(at - 2, thousand.end, year(thousand.low)))
}

/// "The 20th century".
pub(super) fn century(atoms: &Atoms, at: usize) -> Option<Found> {
    let (after, place) = crate::quantities::ordinal(atoms, at)?;
    let dash = usize::from(atoms.is_tight_dash(after));
    let known = atoms.is(after + dash, "century") && (1.0..=30.0).contains(&place);
    known.then(|| {
        let last = place as i16 * 100;
        found(vague_part(atoms, at), after + dash + 1, Says::Years(last - 99, last))
    })
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

/// "Built in the nineties", "since the late nineties": of the 20th century. "Gusts were in the nineties" tells an
/// amount, and so do prices, degrees and ages that stand there.
pub(super) fn decade_in_words(atoms: &Atoms, at: usize, end: usize, first: i16) -> Option<Found> {
    const WARM: &[&str] = &["temperature", "temperatures", "degrees", "highs", "lows"];
    const STANDS: &[&str] = &[
        "be", "been", "is", "are", "was", "were", "stand", "stands", "stood", "stay", "stays", "stayed", "remain",
        "remains", "remained", "hover", "hovers", "hovered",
    ];
    let the = vague_part(atoms, at);
    let before = the.checked_sub(1).filter(|&before| atoms.is(before, "the") && !atoms.is_capital(at))?;
    let in_it = atoms.after(before, &["in"]) && !atoms.after(before - 1, STANDS);
    let dated = the < at || atoms.after(before, &["since", "during", "of", "until", "through"]) || in_it;
    let warm = (at.saturating_sub(8)..at).any(|at| atoms.any(at, WARM));
    (dated && !warm).then(|| found(before, end, Says::Years(first, first + 9)))
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
    // "The Torvik 2000": names of products and indices end so.
    let named = year == 2000 && at > 1 && atoms.is_word(at - 1) && atoms.is_capital(at - 1) && !cue;
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
    let since = at > 1 && atoms.is_tight_dash(at - 1) && atoms.any(at - 2, &["mid", "pre", "post"]);
    let plural = is_counted(atoms, at + 1) && !atoms.after(at, DEFINITE) && !since;
    let modern = (1900..=2099).contains(&year) || (year > 2099 && atoms.after(at, &["in", "by", "until"]));
    !joined
        && !named
        && !before_word
        && !unit
        && !measured
        && !plural
        && (modern || (year < 1900 && atoms.after(at, &["in", "since", "of"])))
}

/// Whether a number right before a word counts it: "people", "boats".
pub(super) fn is_counted(atoms: &Atoms, at: usize) -> bool {
    const SINGULAR: &[&str] =
        &["was", "is", "as", "has", "this", "its", "his", "us", "does", "across", "census", "address"];
    const OTHERS: &[&str] = &["people", "men", "women", "children", "troops", "police", "personnel", "of"];
    // They come one a year: "2007 earnings".
    const YEARLY: &[&str] =
        &["earnings", "estimates", "forecasts", "profits", "projections", "results", "revenues", "sales"];
    let word = atoms.text(at);
    let plural = word.ends_with('s') && word.starts_with(char::is_lowercase);
    let many = plural && !SINGULAR.contains(&word) && !YEARLY.contains(&word);
    atoms.is_word(at) && (OTHERS.contains(&word) || many)
}
