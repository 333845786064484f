//! Periods of account as written: "the latest period", "the same quarter last year", "the 1998 period".

use super::calendar;
use super::grammar::{Found, Says, Shift, found};
use crate::quantities::atoms::Atoms;

/// Words that tell which period is meant by themselves.
const LATEST: &[&str] = &["latest", "current", "reported", "just"];
/// Words that point to a period of another year, which is then named.
const SAME: &[&str] = &["same", "comparable", "corresponding", "similar", "like"];
/// Words for the year before.
const BEFORE: &[&str] = &["last", "previous", "prior", "preceding"];

/// "The latest period", "the same period last year"; other periods are none of account.
pub(super) fn period(atoms: &Atoms, at: usize, end: usize) -> Option<Found> {
    let latest = atoms.after(at, LATEST);
    let same = atoms.after(at, SAME);
    if !latest && !same {
        return None;
    }
    let start = with_article(atoms, at - 1);
    let says = Says::Account { quarter: false, back: 0, year: None };
    match year_of(atoms, end) {
        Some((end, back, year)) => Some(found(start, end, Says::Account { quarter: false, back, year })),
        None => latest.then(|| found(start, end, says)),
    }
}

/// "The same quarter last year", "the quarter a year earlier", "the comparable quarter of 1998".
pub(super) fn quarter(atoms: &Atoms, at: usize, end: usize) -> Option<Found> {
    let same = usize::from(atoms.after(at, SAME));
    let start = with_article(atoms, at - same);
    let (end, back, year) = year_of(atoms, end).filter(|_| start < at)?;
    Some(found(start, end, Says::Account { quarter: true, back, year }))
}

/// "The 1998 period", "the 1998 quarter": the year stands at `at`.
pub(super) fn in_year(atoms: &Atoms, at: usize) -> Option<Found> {
    let year = calendar::year(atoms, at)?;
    let quarter = atoms.is(at + 1, "quarter");
    let known = (quarter || atoms.is(at + 1, "period")) && atoms.after(at, &["the"]);
    known.then(|| found(at - 1, at + 2, Says::Account { quarter, back: 0, year: Some(year) }))
}

fn with_article(atoms: &Atoms, start: usize) -> usize {
    start - usize::from(atoms.after(start, &["the", "that", "a"]))
}

/// "Last year", "a year ago", "of 1998" after a period: where it ends, how many years back it is, or its year.
fn year_of(atoms: &Atoms, at: usize) -> Option<(usize, i16, Option<i16>)> {
    let of = at + usize::from(atoms.any(at, &["of", "in"]));
    if let Some(year) = calendar::year(atoms, of).filter(|_| of > at) {
        return Some((of + 1, 0, Some(year)));
    }
    let the = of + usize::from(atoms.is(of, "the"));
    if atoms.any(the, BEFORE) && atoms.is(the + 1, "year") {
        return Some((the + 2, 1, None));
    }
    let ago = atoms.is(at + 1, "year") && atoms.any(at + 2, &["ago", "earlier", "before"]);
    (ago && atoms.any(at, &["a", "one", "the"])).then_some((at + 3, 1, None))
}

/// "The quarter ended July 31", "its second quarter ended Oct. 31": a quarter without a number is the one that holds
/// the middle of the three months.
pub(super) fn name_ended(atoms: &Atoms, list: &mut [Found]) {
    for at in 1..list.len() {
        let ended = is_ended(atoms, &list[at - 1], &list[at]);
        let Says::Written(date, Shift::None) = list[at].says else { continue };
        let Says::Account { quarter: true, back: 0, year: None } = list[at - 1].says else { continue };
        if let (true, Some(month), Some(day)) = (ended, date.month, date.day) {
            let middle = (month + 11 - if day > 15 { 1 } else { 2 }) % 12;
            let year = date.year.map(|year| year - i16::from(middle >= month));
            list[at - 1].says = Says::PartOfYear(middle / 3 * 3 + 1, 3, year);
        }
    }
}

/// Whether the second says when the first ended.
pub(super) fn is_ended(atoms: &Atoms, first: &Found, second: &Found) -> bool {
    atoms.any(first.end, &["ended", "ending"]) && second.start == first.end + 1
}

/// "Against a loss of $7 million last year": whether a sum of money is compared right before an expression, in a
/// sentence that tells of no year. "From eight deaths last year" is of the whole year.
pub(super) fn is_compared(atoms: &Atoms, start: usize) -> bool {
    const FAR: usize = 32;
    const NEAR: usize = 16;
    const LINKS: &[&str] = &["from", "with", "against", "versus", "than", "to", "for", "in"];
    const LONGER: &[&str] = &["year", "annual", "yearly", "months", "half"];
    if !atoms.is(start, "last") {
        return false;
    }
    let sentence = || (start.saturating_sub(FAR)..start).rev().take_while(|&at| !atoms.any(at, &[".", ";", "!", "?"]));
    let Some(link) = sentence().take(NEAR).find(|&at| atoms.any(at, LINKS)) else { return false };
    let compared =
        atoms.any(link, &["from", "against", "versus"]) || atoms.is(link, "with") && atoms.after(link, &["compared"]);
    let of_year = |at: usize| atoms.any(at, LONGER) || calendar::year(atoms, at).is_some();
    compared && (link..start).any(|at| crate::quantities::is_money(atoms, at)) && !sentence().any(of_year)
}

/// "In the year to March", "for the business year to end-March": the date ends a year of account.
pub(super) fn is_business_year(atoms: &Atoms, start: usize) -> bool {
    let start = start - usize::from(start > 1 && atoms.is_dash(start - 1) && atoms.is(start - 2, "end")) * 2;
    atoms.after(start, &["to"]) && start > 1 && atoms.is(start - 2, "year")
}

/// "For the same year-ago quarter, the third quarter ended June 30,": both, and the day, are of the year before.
pub(super) fn lend_year_before(atoms: &Atoms, list: &mut [Found]) {
    for at in 1..list.len() {
        let (first, second) = (list[at - 1], list[at]);
        let Says::Account { quarter: true, back: 1, year: None } = first.says else { continue };
        let Says::PartOfYear(month, 3, None) = second.says else { continue };
        if !(atoms.is(first.end, ",") && first.end + 1 == second.start) {
            continue;
        }
        (list[at - 1].says, list[at].says) = (Says::PartInYear(month, 3, -1), Says::PartInYear(month, 3, -1));
        let Some(third) = list.get_mut(at + 1).filter(|third| is_ended(atoms, &second, third)) else { continue };
        if let Says::Written(date, Shift::None) = third.says
            && date.year.is_none()
        {
            third.says = Says::InYear(date, -1);
        }
    }
}
