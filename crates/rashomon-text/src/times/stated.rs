//! The date that a report states of itself: a dateline, or a line that says when it was published.

use super::calendar::{date, time_word};
use super::lexicon::Role;
use crate::quantities::atoms::Atoms;
use jiff::civil::Date;

/// How much of a report's start is read, in bytes.
const HEAD: usize = 1_600;

/// Words that say when a report was published.
const PUBLISHED: &[&str] = &["published", "posted", "issued", "released", "filed", "date", "dated", "created"];
/// Words that say when it was changed last.
const UPDATED: &[&str] = &["updated", "modified", "revised", "update"];

/// The date that the start of a text states as its own: "Published: 7 January 2025", "Updated 23 Nov, 2024",
/// "LONDON, March 3, 2011 (Agency) -", or a full date on a line of its own. A date of publication comes before
/// one of change; a date in a sentence is none, nor one whose day and month cannot be told apart.
pub fn stated_date(text: &str) -> Option<Date> {
    let mut end = HEAD.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let atoms = Atoms::of_text(&text[..end]);
    let mut best: Option<(Strength, Date)> = None;
    let mut at = 0;
    while at < atoms.len() {
        let Some((end, written)) = date(&atoms, at) else {
            at += 1;
            continue;
        };
        let found = written.full().zip(strength(&atoms, at, end));
        if let Some((day, strength)) = found.filter(|(_, strength)| best.is_none_or(|(known, _)| *strength < known)) {
            best = Some((strength, day));
        }
        at = end;
    }
    best.map(|(_, day)| day)
}

/// How sure a date is the report's own, the surest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Published,
    Dateline,
    OwnLine,
    Updated,
}

fn strength(atoms: &Atoms, start: usize, end: usize) -> Option<Strength> {
    let line = line_start(atoms, start);
    match cue(atoms, line, start) {
        Some(strength) => Some(strength),
        None if is_dateline(atoms, line, start, end) => Some(Strength::Dateline),
        None if stands_alone(atoms, line, start, end) => Some(Strength::OwnLine),
        None => None,
    }
}

/// First atom of the line that an atom stands on.
fn line_start(atoms: &Atoms, at: usize) -> usize {
    (1..=at).rev().find(|&at| breaks_line(atoms, at)).unwrap_or(0)
}

/// Whether a line break stands before an atom.
fn breaks_line(atoms: &Atoms, at: usize) -> bool {
    let (Some(last), Some(next)) = (atoms.get(at.wrapping_sub(1)), atoms.get(at)) else { return true };
    atoms.source[last.end as usize..next.start as usize].contains(['\n', '\r'])
}

/// "Published:", "Last updated on", with a time of day in between at most.
fn cue(atoms: &Atoms, line: usize, start: usize) -> Option<Strength> {
    let from = line.max(start.saturating_sub(12));
    let at = (from..start).rev().find(|&at| atoms.any(at, PUBLISHED) || atoms.any(at, UPDATED))?;
    let named = atoms.after(at, &["last", "first", "article", "story", "page"]);
    let opens = at == line || named || !atoms.is_word(at - 1);
    let between = (at + 1..start).all(|at| !atoms.is_word(at) || is_clock_word(atoms, at));
    let capital = atoms.is_capital(at) || at == line || named;
    let strength = if atoms.any(at, PUBLISHED) { Strength::Published } else { Strength::Updated };
    (opens && between && capital).then_some(strength)
}

fn is_clock_word(atoms: &Atoms, at: usize) -> bool {
    const WORDS: &[&str] =
        &["on", "at", "am", "pm", "a", "p", "m", "gmt", "utc", "bst", "est", "edt", "et", "cet", "date"];
    atoms.any(at, WORDS) || time_word(atoms, at, Role::Weekday).is_some()
}

/// "LONDON, March 3, 2011 (Agency) -": a name in capitals before, a bracket or a dash soon after.
fn is_dateline(atoms: &Atoms, line: usize, start: usize, end: usize) -> bool {
    let before = line..start;
    let named = before.len() <= 10
        && atoms.is_word(line)
        && atoms.text(line).len() > 2
        && atoms.text(line).chars().all(char::is_uppercase)
        && before.clone().all(|at| !atoms.is_word(at) || atoms.is_capital(at));
    let closed = atoms.any(end, &["(", "/", "—", "–", "-", ":"])
        || (atoms.any(end, &[",", "."]) && (atoms.any(end + 1, &["(", "/"]) || atoms.is_dash(end + 1)));
    !before.is_empty() && named && closed
}

/// A line that holds the date and little else, the rest set off from it by signs.
fn stands_alone(atoms: &Atoms, line: usize, start: usize, end: usize) -> bool {
    const SIGNS: &[&str] = &["|", "·", "•", "—", "–", "-", "/", "(", ")", ","];
    let opens = start == line || atoms.after(start, SIGNS) || time_word(atoms, start - 1, Role::Weekday).is_some();
    let stop = (end..).find(|&at| breaks_line(atoms, at)).unwrap_or(end);
    let clock = (end..stop).all(|at| !atoms.is_word(at) || is_clock_word(atoms, at));
    let closes = end == stop || clock || (atoms.any(end, SIGNS) && start == line && !atoms.is(end, ","));
    opens && closes && (start - line) + (stop - end) <= 14
}

#[cfg(test)]
mod tests {
    use super::stated_date;

    fn check(text: &str, expected: &str) {
        let found = stated_date(text).map_or_else(|| "-".to_owned(), |date| date.to_string());
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn finds_the_date_that_a_report_states_of_itself() {
        check("Dam breaks\nUpdated 23 Nov, 2024\n\nThe dam broke.", "2024-11-23");
        check("Dam breaks\n\nPublished: 7 January 2025 10:30 GMT\nThe dam broke.", "2025-01-07");
        check("Published 7 January 2025 | Updated 9 January 2025\nThe dam broke.", "2025-01-07");
        check("Last updated: Tuesday, January 7th, 2025\nThe dam broke.", "2025-01-07");
        check("PORT ALBA, March 3, 2011 (Tidings) - The dam broke.", "2011-03-03");
        check("ALBA, Mar. 3, 2011 /Tidings/ -- The dam broke.", "2011-03-03");
        check("By Ada Roe\n2024-08-06\nThe dam broke.", "2024-08-06");
        check("By Ada Roe | 6 August 2024 | 10.30am\nThe dam broke.", "2024-08-06");
        check("Dam breaks\n31/12/2024 14:05\nThe dam broke.", "2024-12-31");
    }

    #[test]
    fn takes_no_date_of_the_story() {
        check("The dam that broke on 6 August 2024 was old.", "-");
        check("The study, published on 6 August 2024, blames the builder.", "-");
        check("Updated August 2024\nThe dam broke.", "-");
        check("Published: 03/04/2025\nThe dam broke.", "-");
        check("Published: 31 February 2025\nThe dam broke.", "-");
        check("", "-");
    }
}
