//! Which of the places of one name is meant.

use super::field::{Belief, Field};
use super::index::Row;
use super::lookup::Lookup;
use super::words::PlaceType;
use super::{Location, Precision};
use rustc_hash::FxHashMap;
use std::hash::Hash;

/// What a mention says of its place.
#[derive(Clone, Debug, Default)]
pub(super) struct Request {
    /// The name, without a type word.
    pub name: String,
    /// The name with the type word that belongs to it ("Velmora Oblast").
    pub full: Option<String>,
    /// What its type word says.
    pub wanted: Option<PlaceType>,
    /// Places that hold it: "X, Y", "X in the Y region".
    pub containers: Vec<Row>,
}

impl Request {
    /// Whether the mention says nothing but the name.
    pub fn is_plain(&self) -> bool {
        self.full.is_none() && self.wanted.is_none() && self.containers.is_empty()
    }
}

/// What a report says of where its story plays: weight of countries and of their first-level divisions.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    /// Who published it.
    pub outlet: Outlet,
    pub countries: Weights<u8>,
    pub divisions: Weights<u16>,
}

/// What the outlet's name says of where it is at home.
#[derive(Clone, Debug, Default)]
pub(super) struct Outlet {
    /// Small letters of its name and address.
    pub letters: String,
    /// Number of the country of its address.
    pub country: Option<u8>,
}

impl Outlet {
    /// Whether the name of a place is part of the outlet's.
    pub fn is_called_after(&self, place: &str) -> bool {
        const SHORTEST: usize = 5;
        let letters = letters(place);
        letters.len() >= SHORTEST && self.letters.contains(&letters)
    }
}

/// The small letters of a name.
pub(super) fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_lowercase()).collect()
}

impl Evidence {
    /// Counts one mention.
    pub fn add(&mut self, country: u8, division: Option<u16>, weight: f64) {
        self.countries.add(country, weight);
        division.into_iter().for_each(|division| self.divisions.add(division, weight));
    }
}

/// Weights and the heaviest of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Weights<K> {
    weights: FxHashMap<K, f64>,
    heaviest: f64,
}

impl<K: Hash + Eq> Weights<K> {
    fn add(&mut self, key: K, weight: f64) {
        let sum = self.weights.entry(key).or_default();
        *sum += weight;
        self.heaviest = self.heaviest.max(*sum);
    }

    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    pub fn contains(&self, key: K) -> bool {
        self.weights.contains_key(&key)
    }

    /// Weight of a key relative to the heaviest, as square root, between 0 and 1.
    pub fn share(&self, key: K) -> f64 {
        self.weights.get(&key).map_or(0.0, |weight| (weight / self.heaviest.max(1.0)).sqrt())
    }
}

/// From so many people on a place is known without being placed by the report.
const WELL_KNOWN: f64 = 150_000.0;
/// Kilometres within which two rows are the same place.
const SAME_PLACE: f64 = 60.0;
/// Kilometres within which a place belongs to a second-level division.
const WITHIN: f64 = 120.0;
/// How sure it must be which of the namesakes is meant.
const SURE: f64 = 0.55;
/// How far other names must speak for a small place for it to be taken.
const SUPPORTED: f64 = 0.3;

/// From so many people on a settlement is known by its other names too.
const TOWN: f64 = 5_000.0;

/// The places of a request's name that it could mean.
pub(super) fn rows(index: &Lookup, request: &Request) -> Vec<Row> {
    let feature = request.wanted == Some(PlaceType::Feature);
    let mut rows = request.full.as_ref().map(|full| index.find(full)).unwrap_or_default();
    if rows.is_empty() && !feature {
        rows = index.find(&request.name);
    }
    let fits = |row: &&Row| !feature || matches!(row.precision, Precision::Country | Precision::Admin1);
    rows.iter().filter(fits).copied().collect()
}

/// The place meant, or `None` where none is known or several are as likely.
pub(super) fn resolve(request: &Request, evidence: &Evidence, field: &Field) -> Option<Row> {
    let beliefs = field.about(request);
    let best = beliefs.first()?;
    let same = |row: &Row| {
        let part =
            best.row.country == row.country && best.row.division == row.division && best.row.precision != row.precision;
        part || distance(best.row.location, row.location) < SAME_PLACE
    };
    let sure: f64 = beliefs.iter().filter(|belief| same(&belief.row)).map(|belief| belief.weight).sum();
    let alone = request.wanted.is_none() && request.containers.is_empty();
    let known = alone && is_well_known(&best.row, evidence);
    let trusted = best.support >= SUPPORTED || is_backed(&best.row, request, evidence) || known;
    // A village that bears the name only among others is rather a namesake of one that the index does not hold.
    let namesake = !best.own && best.row.precision == Precision::Settlement && best.row.population < TOWN;
    let trusted = trusted && (!namesake || held_by(&best.row, request));
    (trusted && sure >= SURE).then(|| as_wanted(city_of(best.row, request, beliefs), request))
}

/// A name without a type word is rather a large city than the division called after it: "Moscow", "Osaka".
fn city_of(best: Row, request: &Request, beliefs: &[Belief]) -> Row {
    const LARGE: f64 = 0.08;
    let city = |belief: &&Belief| {
        let row = &belief.row;
        row.precision == Precision::Settlement
            && (row.country, row.division) == (best.country, best.division)
            && row.population >= LARGE * best.population
    };
    let plain = best.precision == Precision::Admin1 && request.wanted.is_none();
    let city = beliefs.iter().filter(|_| plain).find(city);
    city.map_or(best, |belief| belief.row)
}

pub(super) fn held_by(row: &Row, request: &Request) -> bool {
    request.containers.iter().any(|container| holds(container, row))
}

fn holds(container: &Row, row: &Row) -> bool {
    container.id != row.id
        && match container.precision {
            Precision::Country => container.country == row.country,
            Precision::Admin1 => container.division == row.division && row.division != u16::MAX,
            _ => container.country == row.country && distance(container.location, row.location) < WITHIN,
        }
}

/// Whether the report itself speaks for the place: what holds it is named, or its country is.
fn is_backed(row: &Row, request: &Request, evidence: &Evidence) -> bool {
    if !request.containers.is_empty() {
        return held_by(row, request) || evidence.divisions.contains(row.division);
    }
    evidence.countries.contains(row.country)
}

/// Places that need no introduction; in a report that names other countries only the largest are.
fn is_well_known(row: &Row, evidence: &Evidence) -> bool {
    let enough = if evidence.countries.is_empty() { WELL_KNOWN } else { 4.0 * WELL_KNOWN };
    row.population >= enough || row.precision == Precision::Admin1 && row.population >= WELL_KNOWN
}

/// "Velmora region" where only the town of Velmora is known: the town's point, as coarse as was said.
fn as_wanted(row: Row, request: &Request) -> Row {
    match (request.wanted, row.precision) {
        (Some(PlaceType::Admin1), Precision::Settlement) => Row { precision: Precision::Admin1, ..row },
        (Some(PlaceType::Admin2), Precision::Settlement) => Row { precision: Precision::Admin2, ..row },
        _ => row,
    }
}

/// Kilometres between two points, on a sphere.
pub fn distance(left: Location, right: Location) -> f64 {
    let radians = |degrees: f64| degrees.to_radians();
    let (a, b) = (radians(left.latitude), radians(right.latitude));
    let across = radians(right.longitude - left.longitude);
    let half = ((b - a) / 2.0).sin().powi(2) + a.cos() * b.cos() * (across / 2.0).sin().powi(2);
    2.0 * 6371.0 * half.sqrt().min(1.0).asin()
}
