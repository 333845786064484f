//! Stretches of time and calendar units: "last week", "two years ago", "the past 24 hours", "several months".

use super::calendar::{self, WrittenDate, time_word};
use super::grammar::{Found, Hour, Says, Shift, Stretch, found, shift_before, vague_part};
use super::lexicon::{Role, SpanUnit};
use super::{TimeKind, accounts};
use crate::quantities::atoms::{AtomKind, Atoms};
use crate::quantities::numbers::{self, Number};

/// "Last week", "this year", "a year ago", "every day", "the weekend", "several months".
pub(crate) fn unit(atoms: &Atoms, at: usize, end: usize, stretch: Stretch) -> Option<Found> {
    if in_title(atoms, at) {
        return None;
    }
    let singular = !atoms.text(at).ends_with('s');
    let (start, shift) = shift_before(atoms, at);
    if !singular {
        let some = Stretch { count: 0.0, ..stretch };
        return every(atoms, at, end, stretch)
            .or_else(|| compound(atoms, at, end, some))
            .or_else(|| some_units(atoms, at, end, stretch));
    }
    if shift != Shift::None {
        let hour = if atoms.is(at, "night") { Hour::Part("NI") } else { Hour::None };
        return shifted(atoms, start, at, end, stretch, shift).map(|found| Found { hour, ..found });
    }
    every(atoms, at, end, stretch)
        .or_else(|| compound(atoms, at, end, stretch))
        .or_else(|| year_before(atoms, at, end, stretch))
        .or_else(|| one_unit(atoms, at, end, stretch))
        .or_else(|| accounts::quarter(atoms, at, end).filter(|_| is_quarter(stretch)))
        .or_else(|| that_unit(atoms, at, end, stretch))
        .or_else(|| the_unit(atoms, at, end, stretch))
}

/// Whether a word with a capital stands amid a title or name: "60 Minutes", "This Week".
fn in_title(atoms: &Atoms, at: usize) -> bool {
    atoms.is_capital(at) && at > 0 && atoms.kind(at - 1) != Some(AtomKind::Sign)
}

/// "The current quarter", "its current fiscal year": `at` is "current".
pub(crate) fn current(atoms: &Atoms, at: usize, end: usize) -> Option<Found> {
    let fiscal = usize::from(atoms.any(end, FISCAL));
    let (end, word) = time_word(atoms, end + fiscal, Role::Span)?;
    let start = at - usize::from(atoms.after(at, &["the", "its", "their"]));
    let stretch = Stretch { count: 1.0, unit: word.unit.unwrap_or(SpanUnit::Day), each: word.value };
    let singular = !atoms.text(end - 1).ends_with('s');
    singular.then(|| found(start, end, Says::Unit(stretch, Shift::This)))
}

const FISCAL: &[&str] = &["fiscal", "financial", "calendar"];

/// "Day-long", "several-year".
fn compound(atoms: &Atoms, at: usize, end: usize, stretch: Stretch) -> Option<Found> {
    let length =
        |start, end, stretch| Some(Found { kind: TimeKind::Duration, ..found(start, end, Says::Length(stretch)) });
    if atoms.is_tight_dash(end) && atoms.is(end + 1, "long") {
        return length(at, end + 2, stretch);
    }
    let several = at >= 2 && atoms.is_tight_dash(at - 1) && atoms.any(at - 2, &["several", "multi"]);
    if several { length(at - 2, end, Stretch { count: 0.0, ..stretch }) } else { None }
}

/// "Every day", "each year".
fn every(atoms: &Atoms, at: usize, end: usize, stretch: Stretch) -> Option<Found> {
    let set = Found { kind: TimeKind::Set, ..found(at.saturating_sub(1), end, Says::Every(stretch)) };
    atoms.after(at, &["every", "each"]).then_some(set)
}

fn is_quarter(stretch: Stretch) -> bool {
    (stretch.unit, stretch.each) == (SpanUnit::Month, 3)
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
        let end = end + dash + possessive + 1;
        if dash == 0 {
            return Some(found(at, end, Says::YearEnd));
        }
        let year = calendar::year(atoms, end);
        let last = WrittenDate { year, month: Some(12), day: Some(31), last_day: None };
        return Some(found(at, end + usize::from(year.is_some()), Says::Written(last, Shift::None)));
    }
    let ago = end + dash;
    let account = atoms.any(ago + 1, &["quarter", "period"]);
    let joined = (dash == 1 || account && atoms.after(at, &["the"])) && atoms.any(ago, &["earlier", "ago"]);
    let end = ago - 1;
    let quarter = atoms.is(end + 2, "quarter");
    let end = end + 2 + usize::from(quarter || atoms.is(end + 2, "period"));
    let named = end > at + 3;
    let same = usize::from(named && atoms.after(at, &["same", "comparable", "corresponding"]));
    let the = usize::from(named && atoms.after(at - same, &["the"]));
    let says = if named { Says::Account { quarter, back: 1, year: None } } else { Says::FromThen(stretch) };
    joined.then(|| found(at - same - the, end, says))
}

/// Words between an article and a unit.
const EXTRA: &[&str] = &["additional", "extra", "further", "full", "whole"];

/// "A year ago", "for a year"; no rate ("$3 a year").
fn one_unit(atoms: &Atoms, at: usize, end: usize, stretch: Stretch) -> Option<Found> {
    const BEFORE: &[&str] = &[
        "for", "in", "within", "of", "over", "than", "about", "nearly", "almost", "after", "by", "under", "lasting",
        "last", "took", "take", "takes", "spent", "spend", "only", "just", "is", "was", "quite", "half", "once",
        "during", "until",
    ];
    const AFTER: &[&str] = &["ago", "earlier", "later", "from", "before", "after", "or", "and", "previously"];
    if atoms.after(at, EXTRA) && atoms.after(at - 1, &["a", "an"]) {
        return after_stretch(atoms, at - 2, end, stretch);
    }
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
    let half = and_a_half(atoms, end);
    let stretch = if half { Stretch { count: 1.5, ..stretch } } else { stretch };
    if told || half { after_stretch(atoms, at - 1, end + 3 * usize::from(half), stretch) } else { None }
}

/// "That day", "the same year".
fn that_unit(atoms: &Atoms, at: usize, end: usize, stretch: Stretch) -> Option<Found> {
    if !atoms.after(at, &["that", "same"]) {
        return None;
    }
    let the = usize::from(atoms.after(at, &["same"]) && atoms.after(at - 1, &["the", "that"]));
    let says = match (stretch.unit, stretch.each) {
        (SpanUnit::Day, 1) => Says::Then,
        (SpanUnit::Month | SpanUnit::Day, _) => Says::That(stretch),
        _ => return None,
    };
    Some(found(vague_part(atoms, at - 1 - the), end, says))
}

/// "The weekend", "the quarter", "the full year".
fn the_unit(atoms: &Atoms, at: usize, end: usize, stretch: Stretch) -> Option<Found> {
    const WHOLE: &[&str] = &["full", "entire", "whole", "fiscal", "financial", "latest", "current"];
    let back = (at.saturating_sub(2)..at).rev().take_while(|&back| atoms.any(back, WHOLE)).last().unwrap_or(at);
    let the = back.checked_sub(1).filter(|&the| atoms.is(the, "the"));
    let start = the?;
    match (stretch.unit, stretch.each) {
        (SpanUnit::Weekend, _) => Some(found(start, end, Says::Unit(stretch, Shift::None))),
        (SpanUnit::Month, 3) if back < at || atoms.after(start, QUARTERLY) => {
            Some(found(start, end, Says::Account { quarter: true, back: 0, year: None }))
        }
        (SpanUnit::Month, 12) if numbers::number(atoms, end).is_some_and(|year| year.low >= 1500.0) => None,
        (SpanUnit::Month, 12) if atoms.any(back, &["latest"]) => {
            Some(found(start, end, Says::Unit(stretch, Shift::Last)))
        }
        (SpanUnit::Month, 12) if atoms.any(back, &["full", "entire", "whole"]) || is_own_year(atoms, start, at) => {
            Some(found(start, end, Says::Unit(stretch, Shift::This)))
        }
        // Which week is meant the report seldom tells.
        (SpanUnit::Day, 7) => Some(found(start, end, Says::Length(stretch))),
        (SpanUnit::Month, 12) if atoms.is(end, "before") && atoms.kind(end + 1) != Some(AtomKind::Word) => {
            Some(found(start, end + 1, Says::UnitBefore(stretch)))
        }
        (SpanUnit::Month, 1 | 12) => {
            Some(Found { kind: TimeKind::Duration, ..found(start, end, Says::Length(stretch)) })
        }
        (SpanUnit::Day, 1) => the_day(atoms, start, end, stretch),
        _ => None,
    }
}

/// "For the year", "a high of the year": the report's, unless it is said when it ended.
fn is_own_year(atoms: &Atoms, start: usize, at: usize) -> bool {
    const ENDS: &[&str] = &["ended", "ending", "to", "before", "after", "that", "when", "which"];
    let plain = start + 1 == at || start + 2 == at && atoms.any(start + 1, FISCAL);
    plain && atoms.after(start, QUARTERLY) && !atoms.any(at + 1, ENDS)
}

/// "The day before", "the day after the vote", "later in the day".
fn the_day(atoms: &Atoms, start: usize, end: usize, stretch: Stretch) -> Option<Found> {
    let step = if atoms.is(end, "after") { -1.0 } else { 1.0 };
    let beside = atoms.any(end, &["before", "after"]);
    if beside && atoms.kind(end + 1) != Some(AtomKind::Word) {
        return Some(found(start, end + 1, Says::FromThen(Stretch { count: step, ..stretch })));
    }
    let in_it =
        atoms.after(start, &["in"]) && start >= 2 && atoms.any(start - 2, &["earlier", "later", "early", "late"]);
    (beside || in_it).then(|| found(start, end, Says::Nothing))
}

/// Words before "the quarter" where it is one of the year.
const QUARTERLY: &[&str] = &["for", "in", "during", "of", "from", "through", "over", "throughout"];

/// "Several months", "the past few weeks", "for years", "years ago".
fn some_units(atoms: &Atoms, at: usize, end: usize, stretch: Stretch) -> Option<Found> {
    const VAGUE: &[&str] =
        &["several", "few", "many", "recent", "coming", "past", "last", "next", "previous", "future", "couple", "of"];
    const BEFORE: &[&str] = &[
        "for",
        "of",
        "in",
        "over",
        "within",
        "after",
        "following",
        "follows",
        "followed",
        "since",
        "lasted",
        "spent",
        "took",
    ];
    const MANY: &[&str] = &["matter", "hundreds", "thousands", "dozens", "scores", "tens"];
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
    let vague = |word: &str| !second && (back..at).any(|at| atoms.is(at, word));
    if is_year(stretch) && at == back + 1 && (vague("recent") || vague("past") && !article) {
        return Some(found(start, end, Says::Past));
    }
    if vague("future") {
        return Some(found(start, end, Says::Future));
    }
    let over = at >= 2 && atoms.any(at - 2, &["over", "through", "throughout"]);
    let ahead =
        if atoms.is(end, "ahead") { 1 } else { 2 * usize::from(atoms.is(end, "to") && atoms.is(end + 1, "come")) };
    let follows = atoms.any(end, &["before", "after", "since", "following"])
        || (atoms.is(end, "that") && atoms.is(end + 1, "followed"));
    if back == at && (follows || over || ahead > 0) && atoms.after(at, &["the"]) {
        return Some(Found {
            kind: TimeKind::Duration,
            ..found(at - 1, end + ahead, Says::Length(Stretch { count: 0.0, ..stretch }))
        });
    }
    let count = if (back..at).any(|at| atoms.is(at, "couple")) { 2.0 } else { 0.0 };
    let length = Found { kind: TimeKind::Duration, ..found(start, end, Says::Length(Stretch { count, ..stretch })) };
    let many = atoms.after(at, &["of"]) && atoms.after(at - 1, MANY);
    (!second && (back < at || atoms.after(at, BEFORE) && !many)).then_some(length)
}

const PREVIOUS: &[&str] = &["previous", "prior", "preceding"];

/// "Last year's quarter", "last year's period".
fn of_last_year(atoms: &Atoms, start: usize, end: usize) -> Option<Found> {
    let possessive = atoms.any(end, &["'", "’"]) && atoms.is(end + 1, "s");
    let quarter = atoms.is(end + 2, "quarter");
    let known = possessive && (quarter || atoms.is(end + 2, "period"));
    known.then(|| found(start, end + 3, Says::Account { quarter, back: 1, year: None }))
}

/// "Last week", "this morning's" unit, "last night", "the past year", "the next day".
fn shifted(atoms: &Atoms, start: usize, at: usize, end: usize, stretch: Stretch, shift: Shift) -> Option<Found> {
    if let Some(found) = of_last_year(atoms, start, end).filter(|_| is_year(stretch) && shift == Shift::Last) {
        return Some(found);
    }
    let word = atoms.text(at - 1);
    let past = word.eq_ignore_ascii_case("past") || (start < at - 1 && word.eq_ignore_ascii_case("last"));
    let the_next_day = start < at - 1 && stretch.unit == SpanUnit::Day && stretch.each == 1;
    let says = match (stretch.unit, shift) {
        (_, Shift::Next) if word.eq_ignore_ascii_case("following") || the_next_day => {
            Says::FromThen(Stretch { count: -1.0, ..stretch })
        }
        (_, Shift::Last) if PREVIOUS.iter().any(|previous| word.eq_ignore_ascii_case(previous)) => {
            Says::FromThen(stretch)
        }
        (_, Shift::Last) if past => Says::Window(stretch),
        _ => Says::Unit(stretch, shift),
    };
    Some(found(vague_part(atoms, start), end, says))
}

/// "Two years", "the past 24 hours", "three days ago", "24-hour".
pub(crate) fn stretch(atoms: &Atoms, at: usize) -> Option<Found> {
    if let Some(half) = half_in_quarters(atoms, at, at + 2) {
        return Some(half);
    }
    let number = numbers::number(atoms, at)?;
    let number = second_number(atoms, number);
    let dash = usize::from(atoms.is_tight_dash(number.end));
    let half_an = usize::from(atoms.is(at, "half") && atoms.any(number.end, &["a", "an"]));
    let more = usize::from(dash + half_an == 0 && atoms.any(number.end, MORE));
    let (end, word) = time_word(atoms, number.end + dash + half_an + more, Role::Span)?;
    if is_some_day(atoms, number.start, end) && is_to_come(atoms, number.start, end) {
        return Some(found(number.start, end, Says::Future));
    }
    let year = atoms.is_digits(at) && atoms.text(at).len() == 4 && atoms.any(end - 1, &["second", "quarter"]);
    if year || in_title(atoms, end - 1) || (is_rate(atoms, end) || is_some_day(atoms, number.start, end)) {
        return None;
    }
    let half = 3 * usize::from(and_a_half(atoms, end));
    let count = if half > 0 { number.high + 0.5 } else { number.high };
    let end = end + half;
    let stretch = Stretch { count, unit: word.unit.unwrap_or(SpanUnit::Day), each: word.value };
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

/// Words between a number and its unit.
const MORE: &[&str] = &[
    "more",
    "additional",
    "full",
    "straight",
    "consecutive",
    "successive",
    "other",
    "extra",
    "whole",
    "trading",
    "working",
];

/// "24 hours a day", "two days a week".
fn is_rate(atoms: &Atoms, end: usize) -> bool {
    atoms.any(end, &["a", "per"]) && time_word(atoms, end + 1, Role::Span).is_some()
}

/// "One day" as at no certain day.
fn is_some_day(atoms: &Atoms, start: usize, end: usize) -> bool {
    const LENGTH: &[&str] = &[
        "for", "in", "within", "of", "over", "than", "after", "by", "about", "only", "just", "least", "to", "or",
        "last",
    ];
    const AFTER: &[&str] = &["after", "before", "later", "earlier", "ago", "or"];
    let one_day = atoms.is(start, "one") && atoms.is(start + 1, "day") && end == start + 2;
    one_day && !atoms.after(start, LENGTH) && !atoms.any(end, AFTER)
}

/// "The first two quarters of 1990".
fn half_in_quarters(atoms: &Atoms, start: usize, end: usize) -> Option<Found> {
    let two = atoms.is(start, "two") && atoms.is(start + 1, "quarters") && end == start + 2;
    let last = atoms.after(start, &["last", "final"]);
    let year = calendar::year(atoms, end + 1).filter(|_| two && atoms.is(end, "of"))?;
    let half = last || atoms.after(start, &["first"]);
    let month = if last { 7 } else { 1 };
    half.then(|| found(start - 1, end + 2, Says::PartOfYear(month, 6, Some(year))))
}

/// "Will one day be", "one day it will": whether a word of the time to come stands beside.
fn is_to_come(atoms: &Atoms, start: usize, end: usize) -> bool {
    const TO_COME: &[&str] = &["will", "would", "ll", "may", "might", "could", "shall"];
    atoms.after(start, TO_COME) || (end..end + 3).any(|at| atoms.any(at, TO_COME))
}

/// "And a half" after a unit.
fn and_a_half(atoms: &Atoms, end: usize) -> bool {
    atoms.is(end, "and") && atoms.is(end + 1, "a") && atoms.is(end + 2, "half")
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
    let or_two = stretch.count == 1.0 && atoms.is(end, "or") && atoms.is(end + 1, "two") && !atoms.is(end + 2, "ago");
    let end = end + 2 * usize::from(or_two);
    match atoms.text(end) {
        "or" if or_so => Some(found(start, end + 3, Says::Ago(stretch))),
        "ago" => Some(found(start, end + 1, Says::Ago(stretch))),
        "earlier" | "previously" => Some(found(start, end + 1, Says::FromThen(stretch))),
        "later" => Some(found(start, end + 1, Says::FromThen(away))),
        "from" if atoms.is(end + 1, "now") => Some(found(start, end + 2, Says::Ago(away))),
        _ => Some(Found { kind: TimeKind::Duration, ..found(start, end, Says::Length(stretch)) }),
    }
}
