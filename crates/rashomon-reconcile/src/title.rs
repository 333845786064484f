//! What a question asks, in plain English: "Soldiers of Northland killed in Eastmark since August 2031".

use crate::fold::fold;
use crate::wording::{self, Ask};
use jiff::civil::Date;
use rashomon_claims::measures::{Accumulation, measure};
use rashomon_text::{DateInterval, names};

/// What the question asks, without place and time.
///
/// `what` is the counted noun in the singular, `side` the party, `unit` the canonical unit.
pub fn heading(measure: &str, what: Option<&str>, side: Option<&str>, unit: &str) -> String {
    let ask = wording::ask(measure);
    let noun = what.or_else(|| default_noun(ask));
    let by = is_agent(ask, noun);
    let subject = noun.map(|noun| phrase(noun, side.filter(|_| !by), unit));
    let said = match (&subject, ask.and_then(|ask| ask.without.as_deref())) {
        (Some(subject), _) => with(ask, measure, subject),
        (None, Some(without)) => without.to_owned(),
        (None, None) if ask.is_none() && unit != "fraction" => label(measure).to_owned(),
        (None, None) => with(ask, measure, bare(unit)),
    };
    let party = match side {
        Some(side) if by => format!(" by {side}"),
        Some(side) if subject.is_none() || !said_with_noun(ask) => format!(" ({side})"),
        _ => String::new(),
    };
    let share = if unit == "fraction" && said_with_noun(ask) { "share of " } else { "" };
    let said = if share.is_empty() { said } else { uncapitalised(&said) };
    capitalised(&format!("{share}{said}{party}"))
}

/// The noun of the class that is counted where a report does not say what is.
pub fn default_noun(ask: Option<&'static Ask>) -> Option<&'static str> {
    ask.and_then(|ask| ask.nothing.as_deref())
}

/// Whether the party does what the measure says, not suffers it: it captured villages, but lost soldiers.
fn is_agent(ask: Option<&Ask>, noun: Option<&str>) -> bool {
    ask.is_some_and(|ask| ask.by) && !noun.and_then(wording::class).is_some_and(|class| class.people)
}

fn said_with_noun(ask: Option<&Ask>) -> bool {
    ask.is_none_or(|ask| ask.with.contains("{what}"))
}

fn with(ask: Option<&Ask>, measure_id: &str, subject: &str) -> String {
    match ask {
        Some(ask) => ask.with.replace("{what}", subject),
        // The heading of a fraction begins with "share of" anyway.
        None if label(measure_id) == "share" => subject.to_owned(),
        None => format!("{subject} {}", label(measure_id)),
    }
}

/// How a question says a measure.
fn label(id: &str) -> &str {
    measure(id).map_or(id, |measure| measure.label.as_str())
}

/// What is meant where neither noun nor measure says it.
fn bare(unit: &str) -> &'static str {
    match unit {
        "1" => "things",
        "m" => "distance",
        "m2" => "territory",
        "m3" => "volume",
        "kg" => "amount",
        "m/s" => "speed",
        "fraction" => "the whole",
        _ if crate::value::is_currency(unit) => "money",
        _ => "amount",
    }
}

/// The counted with their party: "soldiers of Northland", "Norwegian soldiers".
fn phrase(noun: &str, side: Option<&str>, unit: &str) -> String {
    let counted = match wording::class(noun) {
        Some(class) => class.plural.clone(),
        None if unit == "1" || unit == "fraction" => plural(noun),
        None => noun.to_owned(),
    };
    match side {
        None => counted,
        Some(side) if fold(&counted).contains(&fold(side)) => counted,
        Some(side) => match adjective(side) {
            Some(adjective) => format!("{adjective} {counted}"),
            None => format!("{counted} of {side}"),
        },
    }
}

/// The adjective of a country.
fn adjective(side: &str) -> Option<&'static str> {
    names::country_form(side).and_then(|(country, _)| country.adjective())
}

/// The plural of an English noun phrase; its head is the word before "of", or else the last.
pub fn plural(noun: &str) -> String {
    let (head, rest) = match noun.find(" of ") {
        Some(at) => noun.split_at(at),
        None => (noun, ""),
    };
    let (before, last) = match head.rfind([' ', '-']) {
        Some(at) => head.split_at(at + 1),
        None => ("", head),
    };
    format!("{before}{}{rest}", plural_word(last))
}

fn plural_word(word: &str) -> String {
    const SAME: [&str; 16] = [
        "aircraft",
        "cattle",
        "crew",
        "damage",
        "equipment",
        "fish",
        "gas",
        "infrastructure",
        "oil",
        "people",
        "personnel",
        "police",
        "rice",
        "sheep",
        "staff",
        "water",
    ];
    const IRREGULAR: [(&str, &str); 10] = [
        ("man", "men"),
        ("woman", "women"),
        ("child", "children"),
        ("person", "people"),
        ("life", "lives"),
        ("half", "halves"),
        ("axis", "axes"),
        ("crisis", "crises"),
        ("foot", "feet"),
        ("tooth", "teeth"),
    ];
    let ends = |suffixes: &[&str]| suffixes.iter().any(|suffix| word.ends_with(suffix));
    let lower = word.to_lowercase();
    if word.is_empty() || SAME.contains(&lower.as_str()) || word.ends_with(|last: char| last.is_ascii_digit()) {
        word.to_owned()
    } else if let Some((one, many)) = IRREGULAR.iter().find(|(one, _)| lower == *one) {
        {
            let shared = common(many, one);
            format!("{}{}", &word[..shared], &many[shared..])
        }
    } else if word.ends_with("men") && word.len() > 4 && !ends(&["specimen", "regimen", "semen"]) {
        word.to_owned()
    } else if let Some(stem) = word.strip_suffix("man").filter(|_| !ends(&["human", "german", "roman"])) {
        format!("{stem}men")
    } else if word.ends_with('s') && !ends(&["ss", "us", "as", "is"]) {
        word.to_owned()
    } else if ends(&["s", "x", "z", "ch", "sh"]) {
        format!("{word}es")
    } else if word.ends_with('y') && !ends(&["ay", "ey", "oy", "uy"]) {
        format!("{}ies", &word[..word.len() - 1])
    } else {
        format!("{word}s")
    }
}

/// Number of leading bytes that two words share, in ASCII letters whatever their case.
fn common(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).take_while(|(a, b)| a.is_ascii() && a.eq_ignore_ascii_case(b)).count()
}

/// With a small first letter, unless the word is all capitals or a name may follow.
fn uncapitalised(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The place, behind what is asked: " in Eastmark".
pub fn place_phrase(measure: &str, place: Option<&str>) -> String {
    let preposition = wording::ask(measure).and_then(|ask| ask.at.as_deref()).unwrap_or("in");
    place.map_or_else(String::new, |place| format!(" {preposition} {place}"))
}

/// The time, behind the place: " since August 2031", " on 9 May 2031", ", May 2031".
///
/// `since` is the day that the counting began, if any claim says so; `period` all days that the claims speak of.
pub fn time_phrase(accumulation: Accumulation, since: Option<Date>, period: DateInterval) -> String {
    let months = |from: Date, to: Date| match (month(from), month(to)) {
        (one, other) if one == other => format!(", {one}"),
        (one, other) if from.year() == to.year() => format!(", {} to {other}", one.split(' ').next().unwrap_or(&one)),
        (one, other) => format!(", {one} to {other}"),
    };
    match (accumulation, since, period.from, period.to) {
        (Accumulation::Fixed, ..) => String::new(),
        (Accumulation::Cumulative, Some(since), ..) => format!(" since {}", month(since)),
        (Accumulation::Flow, _, Some(from), Some(to)) if from == to => format!(" on {}", day(from)),
        (_, _, Some(from), Some(to)) => months(from, to),
        (_, _, Some(only), None) | (_, _, None, Some(only)) => months(only, only),
        (.., None, None) => String::new(),
    }
}

/// "9 May 2031".
pub fn day(date: Date) -> String {
    format!("{} {}", date.day(), month(date))
}

/// "May 2031".
pub fn month(date: Date) -> String {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    format!("{} {}", NAMES[usize::from(date.month().unsigned_abs() - 1) % 12], date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_put_in_plain_english() {
        let check = |measure, what, side, unit, expected| assert_eq!(heading(measure, what, side, unit), expected);
        check("injured", None, None, "1", "People injured");
        check("killed", Some("serviceman"), Some("Northland"), "1", "Soldiers of Northland killed");
        check("captured", Some("hamlet"), Some("Northland"), "1", "Villages captured by Northland");
        check("captured", Some("soldier"), Some("Northland"), "1", "Soldiers of Northland captured");
        check("controlled", None, Some("Northland"), "m2", "Territory controlled by Northland");
        check("lost", Some("territory"), Some("Northland"), "fraction", "Share of territory lost by Northland");
        check("cost", None, None, "EUR", "Cost");
        check("cost", Some("repair"), None, "EUR", "Cost of repair");
        check("count", Some("fire engine"), None, "1", "Number of fire engines");
        check("count", None, None, "1", "Number");
        check(
            "losses",
            Some("armored combat vehicle"),
            Some("Northland"),
            "1",
            "Losses of armored combat vehicles of Northland",
        );
        check("distance", Some("camp"), None, "m", "Distance");
    }

    #[test]
    fn nouns_have_plurals() {
        let check = |noun, expected| assert_eq!(plural(noun), expected);
        check("fire brigade", "fire brigades");
        check("piece of furniture", "pieces of furniture");
        check("fireman", "firemen");
        check("Woman", "Women");
        check("ferry", "ferries");
        check("bus", "buses");
        check("church", "churches");
        check("police", "police");
        check("", "");
    }

    #[test]
    fn times_follow_the_measure() {
        let may = jiff::civil::date(2031, 5, 9);
        let check = |accumulation, since, days, expected| assert_eq!(time_phrase(accumulation, since, days), expected);
        check(Accumulation::Cumulative, Some(may), DateInterval::day(may), " since May 2031");
        check(Accumulation::Cumulative, None, DateInterval::day(may), ", May 2031");
        check(Accumulation::Flow, None, DateInterval::day(may), " on 9 May 2031");
        check(Accumulation::Stock, None, DateInterval::unknown(), "");
        check(Accumulation::Fixed, None, DateInterval::day(may), "");
        let june = jiff::civil::date(2031, 6, 2);
        check(Accumulation::Stock, None, DateInterval::between(may, june), ", May to June 2031");
    }
}
