//! Which of the places of one name is meant.

use super::field::{Belief, Field};
use super::index::Row;
use super::lookup::Lookup;
use super::mentions::is_direction;
use super::outlet::Outlet;
use super::weights::{SIGNS, Weights};
use super::words::{PlaceType, type_of};
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
    /// Whether it is said to lie in them, so that it can lie nowhere else.
    pub inside: bool,
    /// Whether one of them can be nothing but a country or a first-level division: "X, Norway".
    pub within_area: bool,
    /// Whether it stands in a list of countries and divisions: "Norway, Sweden and Denmark".
    pub listed: bool,
    /// Whether it is called a village, most of which the gazetteer does not know.
    pub village: bool,
}

impl Request {
    /// Whether the mention says nothing but the name.
    pub fn is_plain(&self) -> bool {
        self.full.is_none() && self.wanted.is_none() && self.containers.is_empty()
    }

    /// Whether it is said to lie in a country or first-level division in which none of the rows lies.
    pub fn is_denied(&self, rows: &[Row]) -> bool {
        let wide = |row: &Row| matches!(row.precision, Precision::Country | Precision::Admin1);
        self.within_area
            && !rows.iter().any(|row| held_by(row, self) || wide(row) || row.precision == Precision::Region)
    }
}

/// What a report says of where its story plays: weight of countries and of their first-level divisions.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    /// Who published it.
    pub outlet: Outlet,
    pub countries: Shares<u8>,
    pub divisions: Shares<u16>,
    /// What each name has added, by its small letters: no name speaks for itself.
    added: FxHashMap<String, Added>,
}

/// A name's part in the evidence.
#[derive(Clone, Copy, Debug, Default)]
struct Added {
    country: Option<u8>,
    division: Option<u16>,
    weight: f64,
}

impl Evidence {
    /// Counts one mention.
    pub fn add(&mut self, words: &str, country: u8, division: Option<u16>, weight: f64) {
        self.countries.add(country, weight);
        division.into_iter().for_each(|division| self.divisions.add(division, weight));
        let added = self.added.entry(words.to_lowercase()).or_default();
        *added = Added { country: Some(country), division, weight: added.weight + weight };
    }

    fn added(&self, request: &Request) -> Added {
        let by = |name: &String| self.added.get(&name.to_lowercase()).copied();
        by(&request.name).or_else(|| by(request.full.as_ref()?)).unwrap_or_default()
    }

    /// Share of a country in what other names than that of a request say.
    pub fn country(&self, country: u8, request: &Request) -> f64 {
        let added = self.added(request);
        self.countries.share(country, if added.country == Some(country) { added.weight } else { 0.0 })
    }

    /// Share of a first-level division in what other names than that of a request say.
    pub fn division(&self, division: u16, request: &Request) -> f64 {
        let added = self.added(request);
        self.divisions.share(division, if added.division == Some(division) { added.weight } else { 0.0 })
    }
}

/// Weights and the heaviest of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Shares<K> {
    weights: FxHashMap<K, f64>,
    heaviest: f64,
}

impl<K: Hash + Eq> Shares<K> {
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

    /// Weight of a key, less a part of it, relative to the heaviest, as square root, between 0 and 1.
    fn share(&self, key: K, less: f64) -> f64 {
        self.weights.get(&key).map_or(0.0, |weight| ((weight - less).max(0.0) / self.heaviest.max(1.0)).sqrt())
    }
}

/// From so many people on a place is known without being placed by the report.
const WELL_KNOWN: f64 = 150_000.0;
/// From so many people on a place is given wherever it is the likeliest of its name.
const FAMOUS: f64 = 600_000.0;
/// Kilometres within which two rows are the same place.
const SAME_PLACE: f64 = 60.0;
/// Kilometres around the point of a second-level division beyond which nothing belongs to it.
const WITHIN: f64 = 120.0;
/// How far other names must speak for a small place to count as its neighbours.
const SUPPORTED: f64 = 0.15;
/// How far other names must speak for a village for it not to be a namesake: one lies beside it.
const BESIDE: f64 = 0.4;

/// Kilometres around the home of an outlet from which it mostly tells.
const NEAR_HOME: f64 = 150.0;

/// Last words of names that are buildings, whatever town is called so too.
const BUILDINGS: [&str; 8] = ["Building", "Embassy", "Hall", "Hotel", "House", "Mansion", "Palace", "Tower"];

/// From so many people on a settlement is known by its other names too.
const TOWN: f64 = 5_000.0;

/// The places of a request's name that it could mean.
pub(super) fn rows(index: &Lookup, request: &Request) -> Vec<Row> {
    let feature = request.wanted == Some(PlaceType::Feature);
    let mut rows = request.full.as_ref().map(|full| index.find(full)).unwrap_or_default();
    if rows.is_empty() && !feature {
        rows = index.find(&request.name);
    }
    // "Casa House": no town of that name, unless the report puts it in what holds one.
    let building = request.name.rsplit_once(' ').is_some_and(|(_, last)| BUILDINGS.contains(&last));
    // "EU" is no town of Eu.
    let letters = request.name.len() <= 3 && request.name.bytes().all(|byte| byte.is_ascii_uppercase());
    // "The Northeast", "the Gulf": of what, only the reader knows.
    let vague = !request.name.contains(' ') && (is_direction(&request.name) || type_of(&request.name).is_some());
    let fits = |row: &&Row| match () {
        () if vague => row.precision == Precision::Region || held_by(row, request),
        () if letters && row.precision == Precision::Settlement => false,
        () if building => held_by(row, request),
        () => !feature || matches!(row.precision, Precision::Country | Precision::Admin1 | Precision::Region),
    };
    rows.iter().filter(fits).copied().collect()
}

/// The likeliest place of a name, and what speaks for its being meant.
pub(super) struct Judged {
    /// The place, as coarse as the report puts it.
    pub row: Row,
    /// Whether nothing rules it out.
    pub allowed: bool,
    /// Whether it needs no introduction: a large city, division or country, and likelier than all its namesakes together.
    pub famous: bool,
    /// In the order of [`super::weights::SIGNS`].
    pub signs: [f64; SIGNS.len()],
}

/// The place meant, or `None` where none is known or several are as likely.
pub(super) fn resolve(request: &Request, evidence: &Evidence, field: &Field, weights: &Weights) -> Option<Row> {
    let judged = judge(request, evidence, field)?;
    (judged.allowed && (judged.famous || weights.gives(&judged.signs))).then_some(judged.row)
}

pub(super) fn judge(request: &Request, evidence: &Evidence, field: &Field) -> Option<Judged> {
    let beliefs = field.about(request);
    let best = beliefs.first()?;
    let row = as_wanted(city_of(best.row, request, beliefs), request);
    let known = best.support >= SUPPORTED || is_backed(&best.row, request, evidence) || best.row.population >= TOWN;
    let home = evidence.outlet.is_called_after(&request.name) || is_near_home(&best.row, evidence);
    let village = best.row.precision == Precision::Settlement && !known && !home;
    let allowed = is_allowed(best, request) && !village && !field.is_denied(request);
    let famous = best.weight > 0.5 && request.is_plain() && best.row.population >= FAMOUS;
    Some(Judged { row, allowed, famous, signs: signs(best, beliefs, request, evidence) })
}

/// Whether nothing that the report says of a place rules a candidate out.
fn is_allowed(best: &Belief, request: &Request) -> bool {
    let held = held_by(&best.row, request);
    // A village that bears the name only among others is rather a namesake of one that the index does not hold.
    let namesake = !best.own && best.row.precision == Precision::Settlement && best.row.population < TOWN;
    held || !namesake && !best.translated && !request.inside && (!request.village || best.support >= BESIDE)
}

fn signs(best: &Belief, beliefs: &[Belief], request: &Request, evidence: &Evidence) -> [f64; SIGNS.len()] {
    let same = |row: &Row| {
        let part =
            best.row.country == row.country && best.row.division == row.division && best.row.precision != row.precision;
        part || distance(best.row.location, row.location) < SAME_PLACE
    };
    let sure: f64 = beliefs.iter().filter(|belief| same(&belief.row)).map(|belief| belief.weight).sum();
    let sure = sure.clamp(0.01, 0.99);
    let alone = request.wanted.is_none() && request.containers.is_empty();
    let held = held_by(&best.row, request);
    let namesake = |belief: &&Belief| !same(&belief.row) && 10.0 * belief.row.population >= best.row.population;
    let namesakes = beliefs.iter().filter(namesake).count();
    let holds = |holds: bool| f64::from(u8::from(holds));
    let is = |precision| holds(best.row.precision == precision);
    [
        1.0,
        (sure / (1.0 - sure)).ln(),
        best.support.min(3.0),
        holds(best.support >= SUPPORTED),
        holds(is_backed(&best.row, request, evidence)),
        holds((alone || best.row.precision != Precision::Settlement) && is_well_known(&best.row, evidence)),
        holds(alone && evidence.outlet.is_called_after(&request.name)),
        holds(is_near_home(&best.row, evidence)),
        ((300.0 + best.row.population) / 30_000.0).ln(),
        holds(!best.own),
        holds(request.wanted.is_some()),
        holds(held),
        holds(!request.containers.is_empty() && !held),
        (1.0 + namesakes as f64).ln(),
        is(Precision::Country),
        is(Precision::Admin1),
        is(Precision::Region),
    ]
}

/// A name without a type word is rather a large city than the division called after it: "Moscow", "Osaka".
fn city_of(best: Row, request: &Request, beliefs: &[Belief]) -> Row {
    /// Part of a division's people that live in the city: one of that name, one that is also called so.
    const LARGE: f64 = 0.08;
    const LARGE_OF_OTHER_NAME: f64 = 0.3;
    let city = |belief: &&Belief| {
        let row = &belief.row;
        row.precision == Precision::Settlement
            && (row.country, row.division) == (best.country, best.division)
            && row.population >= if belief.own { LARGE } else { LARGE_OF_OTHER_NAME } * best.population
    };
    let area = matches!(best.precision, Precision::Admin1 | Precision::Admin2);
    let plain = area && request.wanted.is_none() && !request.listed;
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
            _ => container.country == row.country && distance(container.location, row.location) < reach(container),
        }
}

/// Kilometres around a second-level division within which its places lie: somewhat farther than those that the gazetteer
/// knows.
fn reach(division: &Row) -> f64 {
    (1.5 * division.radius + 10.0).min(WITHIN)
}

fn is_near_home(row: &Row, evidence: &Evidence) -> bool {
    evidence.outlet.home.is_some_and(|home| distance(home.location, row.location) < NEAR_HOME)
}

/// Whether the report itself speaks for the place: what holds it is named, or its country is.
fn is_backed(row: &Row, request: &Request, evidence: &Evidence) -> bool {
    if !request.containers.is_empty() {
        return held_by(row, request) || evidence.division(row.division, request) > 0.0;
    }
    evidence.country(row.country, request) > 0.0
}

/// Places that need no introduction; in a report that names other countries only the largest are.
fn is_well_known(row: &Row, evidence: &Evidence) -> bool {
    let enough = if evidence.countries.is_empty() { WELL_KNOWN } else { 4.0 * WELL_KNOWN };
    row.precision == Precision::Region
        || row.population >= enough
        || row.precision == Precision::Admin1 && row.population >= WELL_KNOWN
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
