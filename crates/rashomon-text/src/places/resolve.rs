//! Which of the places of one name is meant.

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
    pub countries: Weights<u8>,
    pub divisions: Weights<u16>,
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
    fn share(&self, key: K) -> f64 {
        self.weights.get(&key).map_or(0.0, |weight| (weight / self.heaviest.max(1.0)).sqrt())
    }
}

/// From so many people on a place is known without being placed by the report.
const WELL_KNOWN: f64 = 150_000.0;
/// How many times larger than the next namesake elsewhere a place must be if nothing else speaks for it.
const CLEARLY_LARGER: f64 = 4.0;
/// Kilometres within which two rows are the same place.
const SAME_PLACE: f64 = 60.0;
/// Kilometres within which a place belongs to a second-level division.
const WITHIN: f64 = 120.0;

const FOR_CONTAINER: f64 = 30.0;
const FOR_COUNTRY: f64 = 6.0;
const FOR_DIVISION: f64 = 4.0;
const FOR_TYPE: f64 = 12.0;
/// A name without a type word is rather a large city than the division called after it.
const FOR_SETTLEMENT: f64 = 4.0;

/// The place meant, or `None` where none is known or several are as likely.
pub(super) fn resolve(index: &Lookup, request: &Request, evidence: &Evidence) -> Option<Row> {
    let feature = request.wanted == Some(PlaceType::Feature);
    let mut rows = request.full.as_ref().map(|full| index.find(full)).unwrap_or_default();
    if rows.is_empty() && !feature {
        rows = index.find(&request.name);
    }
    let fits = |row: &&Row| !feature || matches!(row.precision, Precision::Country | Precision::Admin1);
    let scored = rows.iter().filter(fits).map(|row| (score(row, request, evidence), *row));
    let mut scored: Vec<(f64, Row)> = scored.collect();
    scored.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.id.cmp(&right.1.id)));
    let &(_, best) = scored.first()?;
    let backed = is_backed(&best, request, evidence);
    let clear = scored[1..].iter().all(|(_, other)| is_beaten(&best, other, request, evidence));
    let trusted = backed || request.wanted.is_none() && request.containers.is_empty() && is_well_known(&best, evidence);
    (trusted && clear).then(|| as_wanted(best, request))
}

fn score(row: &Row, request: &Request, evidence: &Evidence) -> f64 {
    let mut score = (1.0 + row.population).ln();
    score += FOR_CONTAINER * held_by(row, request) as u8 as f64;
    score += FOR_COUNTRY * evidence.countries.share(row.country);
    score += FOR_DIVISION * evidence.divisions.share(row.division);
    score += match (request.wanted, row.precision) {
        (Some(PlaceType::Admin1), Precision::Admin1) | (Some(PlaceType::Admin2), Precision::Admin2) => FOR_TYPE,
        (Some(PlaceType::Admin1), Precision::Admin2) | (Some(PlaceType::Admin2), Precision::Admin1) => FOR_TYPE / 2.0,
        (Some(PlaceType::Settlement) | None, Precision::Settlement) => FOR_SETTLEMENT,
        (None, Precision::Admin2) => -3.0,
        _ => 0.0,
    };
    score
}

fn held_by(row: &Row, request: &Request) -> bool {
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

/// Whether a namesake is out of the question.
fn is_beaten(best: &Row, other: &Row, request: &Request, evidence: &Evidence) -> bool {
    let near = distance(best.location, other.location) < SAME_PLACE;
    let part = best.country == other.country && (best.division == other.division && best.precision != other.precision);
    let held = held_by(best, request) && !held_by(other, request);
    let weight = |row: &Row| evidence.countries.share(row.country) + evidence.divisions.share(row.division);
    let placed = weight(best) > weight(other) + 0.3;
    near || part
        || held
        || placed
        || best.population >= CLEARLY_LARGER * other.population
        || right_type(best, request) && !right_type(other, request)
}

fn right_type(row: &Row, request: &Request) -> bool {
    match request.wanted {
        Some(PlaceType::Admin1) => row.precision == Precision::Admin1,
        Some(PlaceType::Admin2) => row.precision == Precision::Admin2,
        Some(PlaceType::Settlement) => row.precision == Precision::Settlement,
        _ => false,
    }
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
