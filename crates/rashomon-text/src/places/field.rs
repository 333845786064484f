//! What the places of one report say of each other: towns of one story lie near each other, in the countries and
//! divisions that it names.

use super::Precision;
use super::focus;
use super::index::{NO_COUNTRY, Row, key};
use super::lookup::Lookup;
use super::resolve::{Evidence, Request, held_by};
use super::words::PlaceType;
use crate::names;
use rustc_hash::FxHashMap;

/// Most candidates of one name, the most populous first.
const MOST_CANDIDATES: usize = 32;
/// Most names of one report that are weighed against each other.
const MOST_NAMES: usize = 60;
/// From so many people on a town is known everywhere.
const METROPOLIS: f64 = 500_000.0;
/// How much the name of a place after which the outlet is called counts in finding where a report plays.
const HOME: f64 = 1.5;
/// How often beliefs are passed between names.
const ROUNDS: usize = 3;

/// How much a candidate is believed to be meant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Belief {
    pub row: Row,
    /// Share of the belief in all candidates of its name.
    pub weight: f64,
    /// How far other names of the report speak for it.
    pub support: f64,
    /// Whether the gazetteer calls it so first of all, and not by another of its names.
    pub own: bool,
    /// Whether the name is only a translation or another nickname of its name: "White House" of Casablanca.
    pub translated: bool,
    /// Where it lies, as a unit vector.
    point: [f64; 3],
    /// Logarithm of the belief before other names are asked.
    pub prior: f64,
}

impl Belief {
    /// Whether a report can play around it.
    pub fn is_local(&self) -> bool {
        matches!(self.row.precision, Precision::Settlement | Precision::Admin2 | Precision::Admin1)
    }
}

/// The beliefs about every name of a report.
#[derive(Debug, Default)]
pub(super) struct Field {
    names: Vec<Vec<Belief>>,
    /// How much each name counts in finding where the report plays.
    votes: Vec<f64>,
    by_key: FxHashMap<String, usize>,
}

/// Under which key the beliefs about a request stand.
pub(super) fn key_of(request: &Request) -> String {
    request.full.as_ref().unwrap_or(&request.name).to_lowercase()
}

impl Field {
    /// Of all requests of a report with the candidates of each.
    pub fn of(index: &Lookup, requests: &[(Request, Vec<Row>)], evidence: &Evidence) -> Self {
        let mut field = Self::default();
        for (request, rows) in requests {
            let next = field.names.len();
            let at = *field.by_key.entry(key_of(request)).or_insert(next);
            if at == next {
                field.names.push(candidates(index, request, rows, evidence));
                field.votes.push(if evidence.outlet.is_called_after(&request.name) { HOME } else { 1.0 });
            } else {
                field.names[at].iter_mut().for_each(|belief| belief.prior += from_containers(&belief.row, request));
            }
        }
        for home in &evidence.outlet.homes {
            let request = Request { name: home.clone(), ..Request::default() };
            let next = field.names.len();
            if *field.by_key.entry(key_of(&request)).or_insert(next) == next {
                field.names.push(candidates(index, &request, &index.find(home), evidence));
                field.votes.push(HOME);
            }
        }
        field.settle();
        field
    }

    /// Whether the report is clear that a name that is also a country's means a town.
    pub fn is_no_country(&self, request: &Request) -> bool {
        const CLEAR: f64 = 0.85;
        const BACKED: f64 = 1.0;
        self.about(request).first().is_some_and(|best| {
            best.row.precision != Precision::Country && best.weight >= CLEAR && best.support >= BACKED
        })
    }

    /// The beliefs about a request, the strongest first.
    pub fn about(&self, request: &Request) -> &[Belief] {
        self.by_key.get(&key_of(request)).map_or(&[], |&at| &self.names[at])
    }

    fn settle(&mut self) {
        let shares = focus::weigh(&self.names, &self.votes);
        for (beliefs, shares) in self.names.iter_mut().zip(shares) {
            beliefs.iter_mut().zip(shares).for_each(|(belief, share)| belief.prior = share.max(1e-12).ln());
            normalise(beliefs);
        }
        for _ in 0..ROUNDS {
            let supports: Vec<Vec<f64>> = (0..self.names.len()).map(|at| self.supports(at)).collect();
            for (beliefs, supports) in self.names.iter_mut().zip(supports) {
                beliefs.iter_mut().zip(supports).for_each(|(belief, support)| belief.support = support);
                normalise(beliefs);
            }
        }
        for beliefs in &mut self.names {
            beliefs.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.row.id.cmp(&b.row.id)));
        }
    }

    /// How far the other names speak for each candidate of one.
    fn supports(&self, of: usize) -> Vec<f64> {
        let others = || self.names.iter().enumerate().filter(move |(at, _)| *at != of).take(MOST_NAMES);
        let support = |belief: &Belief| -> f64 { others().map(|(_, other)| nearest(belief, other)).sum() };
        self.names[of].iter().map(|belief| if of < MOST_NAMES { support(belief) } else { 0.0 }).collect()
    }
}

/// A name that means the same as the one of the gazetteer is rarely that place's.
const FOR_TRANSLATION: f64 = -5.0;

/// Whether a name of several words is no spelling of another: they share neither a word nor the first letter.
fn is_translation(name: &str, other: &str) -> bool {
    let share = || other.split(' ').any(|word| word.len() > 3 && name.split(' ').any(|known| known == word));
    other.contains(' ') && name.as_bytes().first() != other.as_bytes().first() && !share()
}

fn candidates(index: &Lookup, request: &Request, rows: &[Row], evidence: &Evidence) -> Vec<Belief> {
    let keys = [key(&request.name), request.full.as_deref().map(key).unwrap_or_default()];
    let belief = |row: &Row| {
        let name = key(&index.name(row.id));
        let own = keys.contains(&name);
        let translated = !own && row.precision == Precision::Settlement && is_translation(&name, &keys[0]);
        let prior =
            prior(row, request, evidence) + from_containers(row, request) + from_name(row, request, own, evidence);
        let prior = if translated { prior + FOR_TRANSLATION } else { prior };
        Belief { row: *row, weight: 0.0, support: 0.0, own, translated, point: row.location.on_sphere(), prior }
    };
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| (!held_by(row, request), !evidence.countries.contains(row.country)));
    rows.iter().take(MOST_CANDIDATES).map(belief).collect()
}

/// Weights as shares of one.
fn normalise(beliefs: &mut [Belief]) {
    const FOR_NEIGHBOUR: f64 = 5.0;
    const MOST_SUPPORT: f64 = 4.0;
    let score = |belief: &Belief| belief.prior + FOR_NEIGHBOUR * belief.support.min(MOST_SUPPORT);
    let best = beliefs.iter().map(score).fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = beliefs.iter().map(|belief| (score(belief) - best).exp()).sum();
    beliefs.iter_mut().for_each(|belief| belief.weight = (score(belief) - best).exp() / sum);
}

/// How far the likeliest candidate of another name that lies near speaks for a place.
fn nearest(belief: &Belief, other: &[Belief]) -> f64 {
    other.iter().map(|other| other.weight * closeness(belief, other)).fold(0.0, f64::max)
}

/// One for neighbours, less the farther; little for the same country.
pub(super) fn closeness(left: &Belief, right: &Belief) -> f64 {
    let area = |row: &Row| matches!(row.precision, Precision::Country | Precision::Admin1 | Precision::Region);
    let same_division = left.row.division == right.row.division && left.row.division != u16::MAX;
    let same_country = left.row.country == right.row.country && left.row.country != NO_COUNTRY;
    if area(&left.row) || area(&right.row) {
        let divisions = left.row.precision == Precision::Admin1 && right.row.precision == Precision::Admin1;
        return match () {
            () if left.row.id == right.row.id => 0.0,
            () if same_division => 0.7,
            () if same_country && divisions => 0.6,
            () if same_country => 0.2,
            () => 0.0,
        };
    }
    let dot: f64 = left.point.iter().zip(right.point).map(|(a, b)| a * b).sum();
    // Cosines of 40, 100 and 250 km on the globe.
    match dot {
        _ if dot > 0.999_980_3 => 1.0,
        _ if dot > 0.999_876_8 => 0.8,
        _ if dot > 0.999_230_0 => 0.45,
        _ if same_division => 0.35,
        _ if same_country => 0.15,
        _ => 0.0,
    }
}

/// Logarithm of the belief in a place by its size and type, and by the countries and divisions that the report names.
fn prior(row: &Row, request: &Request, evidence: &Evidence) -> f64 {
    const FOR_SIZE: f64 = 0.55;
    /// A town after which the outlet is called is rarely the largest of its name.
    const FOR_SIZE_AT_HOME: f64 = 0.5;
    const FOR_COUNTRY: f64 = 1.0;
    const FOR_DIVISION: f64 = 0.7;
    const FOR_OUTLET: f64 = 1.2;
    const FOR_ENGLISH: f64 = 4.0;
    let size = if evidence.outlet.is_called_after(&request.name) { FOR_SIZE_AT_HOME } else { FOR_SIZE };
    let called = evidence.outlet.is_called_after(&request.name);
    let mut prior = size * (300.0 + row.population).ln();
    prior += if evidence.outlet.country == Some(row.country) { FOR_OUTLET } else { 0.0 };
    prior += if called && evidence.outlet.is_at_home_in(row.country) { FOR_ENGLISH } else { 0.0 };
    prior += FOR_COUNTRY * evidence.country(row.country, request);
    prior += FOR_DIVISION * evidence.division(row.division, request);
    prior
        + match (request.wanted, row.precision) {
            (Some(PlaceType::Admin1), Precision::Admin1) | (Some(PlaceType::Admin2), Precision::Admin2) => 4.0,
            (Some(PlaceType::Admin1), Precision::Admin2) | (Some(PlaceType::Admin2), Precision::Admin1) => 2.0,
            (Some(PlaceType::Settlement), Precision::Settlement) => 3.0,
            (None, Precision::Settlement) if row.population >= METROPOLIS && !called => 5.0,
            (None, Precision::Settlement) => 2.5,
            (None, Precision::Country) => {
                if called {
                    0.0
                } else {
                    3.0
                }
            }
            (None, Precision::Region) => 4.0,
            (None, Precision::Admin1) => 1.5,
            (None, Precision::Admin2) => -2.0,
            _ => 0.0,
        }
}

/// What its name is worth: a capital's more, a name that is only another of its names less.
fn from_name(row: &Row, request: &Request, own: bool, evidence: &Evidence) -> f64 {
    const FOR_CAPITAL: f64 = 2.5;
    const FOR_OTHER_NAME: f64 = -1.5;
    let settlement = row.precision == Precision::Settlement;
    let called = evidence.outlet.is_called_after(&request.name);
    let capital = !called && settlement && row.population > 100_000.0 && names::capital_of(&request.name).is_some();
    (if capital { FOR_CAPITAL } else { 0.0 }) + if own || !settlement { 0.0 } else { FOR_OTHER_NAME }
}

/// "X, Y": a place in Y.
fn from_containers(row: &Row, request: &Request) -> f64 {
    const FOR_CONTAINER: f64 = 7.0;
    if held_by(row, request) { FOR_CONTAINER } else { 0.0 }
}
