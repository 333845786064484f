//! What a report tells of when an event happened: on which days, where it knows them, or how long before it was written
//! ("earlier this month"). By this a report without a date may be dated from others; that is decided elsewhere.

use super::grammar::Says;
use super::lexicon::SpanUnit;
use super::{Anchor, Shift, TimeExpression};
use crate::interval::DateInterval;
use crate::layers::Layers;
use crate::lexicon::{Fault, check_examples, check_form, load};
use crate::places::{Place, Precision};
use crate::syntax::{Relation, Upos};
use jiff::civil::Date;
use serde::Deserialize;
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What a report tells by which it, or another report, can be dated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moments {
    /// The events that it puts in time, sorted.
    pub told: Vec<Moment>,
    /// What it names, in small letters, sorted: of these, reports of one story share some.
    pub names: Vec<SmolStr>,
    /// The latest day that it names in full: it was hardly written before.
    pub latest: Option<Date>,
}

/// An event and when it happened.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// What happened: a class of `lexicon/dating.toml`.
    pub event: SmolStr,
    /// Where, by its canonical name; never a country.
    pub place: SmolStr,
    /// When.
    pub when: When,
}

/// When an event happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// On days that the report knows: a day, or within a month.
    Days(Date, Date),
    /// In the month so many before the report's: "earlier this month" is 0.
    MonthsBefore(i8),
    /// So many days before the report: "yesterday" is 1.
    DaysBefore(i8),
    /// On the last such day of the week, Monday = 1, before or at the report's date.
    Weekday(i8),
    /// On a month's day of which no year is told.
    DayOfYear(i8, i8),
}

/// A noun or verb of an event, and which others mean the same.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Event {
    word: String,
    class: SmolStr,
    /// Whether it is a verb.
    #[serde(default)]
    verb: bool,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

crate::entry!(Event, word);

fn events() -> &'static [Event] {
    static TABLE: OnceLock<Vec<Event>> = OnceLock::new();
    TABLE.get_or_init(|| load("dating.toml", include_str!("../../../../lexicon/dating.toml"), "event"))
}

/// Most names that are kept of a report.
const MOST_NAMES: usize = 64;
/// Longest stretch, in days, that puts an event in time.
const LONGEST: i32 = 31;

/// Reads them off; needs all layers.
pub fn moments(layers: &Layers) -> Moments {
    let main = main_places(layers);
    let told = layers.times.iter().flat_map(|time| moments_at(layers, time, &main));
    let mut told: Vec<Moment> = told.collect();
    told.sort();
    told.dedup();
    if told.is_empty() {
        return Moments::default();
    }
    let mut names: Vec<SmolStr> =
        layers.entities.iter().take(MOST_NAMES).map(|entity| entity.name.to_lowercase().into()).collect();
    names.sort();
    names.dedup();
    Moments { told, names, latest: latest(layers) }
}

/// The event that a time puts in time, in the place that its sentence names, else in each that the report names most.
fn moments_at(layers: &Layers, time: &TimeExpression, main: &[SmolStr]) -> Vec<Moment> {
    let Some((when, event)) = when(time).and_then(|when| Some((when, event(layers, time)?))) else {
        return Vec::new();
    };
    let moment = |place: SmolStr| Moment { event: event.class.clone(), place, when };
    match nearest_place(layers, time.tokens.start) {
        Some(place) => vec![moment(place.canonical.clone())],
        None => main.iter().cloned().map(moment).collect(),
    }
}

fn when(time: &TimeExpression) -> Option<When> {
    if time.anchor != Anchor::Unresolved {
        let (from, to) = time.days.from.zip(time.days.to)?;
        return (from.until(to).ok()?.get_days() < LONGEST).then_some(When::Days(from, to));
    }
    match time.says {
        Says::Unit(stretch, shift) if stretch.unit == SpanUnit::Month && stretch.each == 1 => match shift {
            Shift::This | Shift::None => Some(When::MonthsBefore(0)),
            Shift::Last => Some(When::MonthsBefore(1)),
            Shift::Next => None,
        },
        Says::Weekday(day, Shift::None) => Some(When::Weekday(day)),
        Says::Day(days @ -1..=0) => Some(When::DaysBefore(-days as i8)),
        Says::Written(date, Shift::None) if date.year.is_none() && date.last_day.is_none() => {
            date.month.zip(date.day).map(|(month, day)| When::DayOfYear(month, day))
        }
        _ => None,
    }
}

/// The event that a time dates: what it hangs on, or what takes part in the verb that it hangs on.
fn event(layers: &Layers, time: &TimeExpression) -> Option<&'static Event> {
    const NEAR: usize = 3;
    let outside = |&at: &usize| layers.head(at).is_none_or(|head| !time.tokens.contains(&head));
    let head = time.tokens.clone().find(outside)?;
    for at in layers.ancestors(head).take(NEAR) {
        if let Some(event) = named(layers, at) {
            return Some(event);
        }
        if layers.upos(at) == Upos::Verb {
            return (!is_to_come(layers, at)).then(|| taking_part(layers, at)).flatten();
        }
    }
    None
}

/// "Will begin", "is to begin", "would begin".
fn is_to_come(layers: &Layers, verb: usize) -> bool {
    const AHEAD: &[&str] = &["will", "would", "to", "may", "might", "could", "can", "should", "not", "n't", "never"];
    layers.children(verb).any(|at| AHEAD.contains(&layers.lemma(at)))
}

fn taking_part(layers: &Layers, verb: usize) -> Option<&'static Event> {
    let roles = |&at: &usize| {
        matches!(layers.relation(at), Relation::Obj | Relation::Nsubj | Relation::NsubjPass | Relation::Obl)
    };
    layers.children(verb).filter(roles).find_map(|at| named(layers, at))
}

/// Whether a word is an event that nobody plans: "the March earthquake".
pub(super) fn is_event(layers: &Layers, at: usize) -> bool {
    layers.upos(at) == Upos::Noun && named(layers, at).is_some()
}

fn named(layers: &Layers, at: usize) -> Option<&'static Event> {
    let lemma = layers.lemma(at);
    let found = events().binary_search_by(|event| event.word.as_str().cmp(lemma)).ok()?;
    let event = &events()[found];
    let fits = layers.upos(at) == Upos::Noun || (event.verb && layers.upos(at) == Upos::Verb);
    fits.then_some(event)
}

/// Whether a place is small enough to tell stories apart.
fn tells(place: &Place) -> bool {
    !matches!(place.precision, Precision::Country | Precision::Region)
}

fn nearest_place<'l>(layers: &'l Layers, token: usize) -> Option<&'l Place> {
    let sentence = layers.sentence_at(token);
    let places = layers.places.iter().filter(|place| tells(place)).map(|place| (start(layers, place), place));
    let near = places.filter(|(at, _)| layers.sentence_at(*at) == sentence);
    near.min_by_key(|(at, _)| (at.abs_diff(token), *at)).map(|(_, place)| place)
}

fn start(layers: &Layers, place: &Place) -> usize {
    layers.names.get(place.name).map_or(0, |name| name.tokens.start)
}

/// The places that a report names most, and at least twice; forms that begin alike ("X" and "X Province") count as one.
fn main_places(layers: &Layers) -> Vec<SmolStr> {
    const MOST: usize = 3;
    let mut times: BTreeMap<&str, (usize, &SmolStr)> = BTreeMap::new();
    for place in layers.places.iter().filter(|place| tells(place)) {
        let first = place.canonical.split(' ').next().unwrap_or_default();
        times.entry(first).or_insert((0, &place.canonical)).0 += 1;
    }
    let mut places: Vec<(usize, &SmolStr)> = times.into_values().filter(|(times, _)| *times > 1).collect();
    places.sort_by_key(|(times, name)| (std::cmp::Reverse(*times), *name));
    places.into_iter().take(MOST).map(|(_, name)| name.clone()).collect()
}

/// The latest day that a report names in full.
fn latest(layers: &Layers) -> Option<Date> {
    let full = layers.times.iter().filter(|time| time.anchor == Anchor::Explicit);
    full.filter_map(|time| time.days.from.filter(|_| time.days.from == time.days.to)).max()
}

/// Days as an interval.
impl When {
    /// The days, where the report knows them.
    pub fn days(self) -> Option<DateInterval> {
        if let Self::Days(from, to) = self { Some(DateInterval::between(from, to)) } else { None }
    }
}

/// What is wrong with the table of events.
pub(super) fn check() -> Vec<Fault> {
    const FILE: &str = "dating.toml";
    let mut faults = check_form(FILE, events());
    faults.extend(check_examples(FILE, events(), fires));
    faults
}

fn fires(entry: &Event, sentence: &str) -> bool {
    let report = crate::report::Report::new("example", sentence, crate::report::Provenance::default());
    let layers = Layers::of(&report);
    layers.times.iter().any(|time| event(&layers, time).is_some_and(|event| std::ptr::eq(event, entry)))
}
