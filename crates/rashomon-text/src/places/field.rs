//! What the places of one report say of each other: towns of one story lie near each other, in the countries and
//! divisions that it names.

use super::Precision;
use super::focus;
use super::index::{NO_COUNTRY, Row, key};
use super::lookup::Lookup;
use super::resolve::{Evidence, Request, held_by};
use super::weights::Rank;
use super::words::PlaceType;
use crate::names::{self, Form};
use rustc_hash::{FxHashMap, FxHashSet};

/// Most candidates of one name, the most populous first.
const MOST_CANDIDATES: usize = 32;
/// Most names of one report that are weighed against each other.
const MOST_NAMES: usize = 60;
/// From so many people on a town is known everywhere.
const METROPOLIS: f64 = 500_000.0;
/// So many times as large, a metropolis or division of the same name overshadows a town, in reports that are not of the
/// town's own parts.
const OVERSHADOWS: f64 = 20.0;
/// What that costs, and how much support from others it leaves: teams of two cities meet in reports from all over a country.
const IN_THE_SHADE: f64 = -6.0;
const SUPPORT_IN_THE_SHADE: f64 = 1.0;
/// For each step of the logarithm of a population, in reports of no known town. Not learned: the articles that weights are
/// learned from are full of local papers whose home is not known.
const SIZE_WORLDWIDE: f64 = 0.55;
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
    /// Whether a city of the same name is what all but its neighbours mean.
    shaded: bool,
    /// Where it lies, as a unit vector.
    point: [f64; 3],
    /// Logarithm of the belief before other names are asked.
    pub prior: f64,
}

impl Belief {
    /// In a place without a doubt.
    fn certain(row: Row) -> Self {
        let point = row.location.on_sphere();
        Self { row, weight: 1.0, support: 0.0, own: true, translated: false, shaded: false, point, prior: 0.0 }
    }

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
    /// Keys of what is said to lie in a country or division where the gazetteer knows none of that name.
    denied: FxHashSet<String>,
}

/// Under which key the beliefs about a request stand.
pub(super) fn key_of(request: &Request) -> String {
    request.full.as_ref().unwrap_or(&request.name).to_lowercase()
}

impl Field {
    /// Of all requests of a report with the candidates of each.
    pub fn of(index: &Lookup, requests: &[(Request, Vec<Row>)], evidence: &Evidence, rank: &Rank) -> Self {
        let mut field = Self::default();
        if let Some(home) = evidence.outlet.home {
            field.names.push(vec![Belief::certain(home)]);
            field.votes.push(rank.known_home_vote);
        }
        for (request, rows) in requests {
            let next = field.names.len();
            let at = *field.by_key.entry(key_of(request)).or_insert(next);
            if request.is_denied(rows) {
                field.denied.insert(key_of(request));
            }
            if at == next {
                field.names.push(candidates(index, request, rows, evidence, rank));
                field.votes.push(if evidence.outlet.is_called_after(&request.name) { rank.home_vote } else { 1.0 });
            } else {
                let held = |belief: &Belief| held_by(&belief.row, request);
                let beliefs = field.names[at].iter_mut().filter(|belief| held(belief));
                beliefs.for_each(|belief| belief.prior += rank.container);
            }
        }
        for home in evidence.outlet.homes.iter().filter(|_| evidence.outlet.home.is_none()) {
            let request = Request { name: home.clone(), ..Request::default() };
            let next = field.names.len();
            if *field.by_key.entry(key_of(&request)).or_insert(next) == next {
                field.names.push(candidates(index, &request, &index.find(home), evidence, rank));
                field.votes.push(rank.home_vote);
            }
        }
        field.settle(rank);
        field
    }

    /// The beliefs about a request, the strongest first.
    pub fn about(&self, request: &Request) -> &[Belief] {
        self.by_key.get(&key_of(request)).map_or(&[], |&at| &self.names[at])
    }

    /// Whether the report puts it where the gazetteer knows none.
    pub fn is_denied(&self, request: &Request) -> bool {
        self.denied.contains(&key_of(request))
    }

    fn settle(&mut self, rank: &Rank) {
        let shares = focus::weigh(&self.names, &self.votes, rank);
        for (beliefs, shares) in self.names.iter_mut().zip(shares) {
            beliefs.iter_mut().zip(shares).for_each(|(belief, share)| belief.prior = share.max(1e-12).ln());
            normalise(beliefs, rank);
        }
        for _ in 0..ROUNDS {
            let supports: Vec<Vec<f64>> = (0..self.names.len()).map(|at| self.supports(at, rank)).collect();
            for (beliefs, supports) in self.names.iter_mut().zip(supports) {
                beliefs.iter_mut().zip(supports).for_each(|(belief, support)| belief.support = support);
                normalise(beliefs, rank);
            }
        }
        for beliefs in &mut self.names {
            beliefs.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.row.id.cmp(&b.row.id)));
        }
    }

    /// How far the other names speak for each candidate of one.
    fn supports(&self, of: usize, rank: &Rank) -> Vec<f64> {
        let others = || self.names.iter().enumerate().filter(move |(at, _)| *at != of).take(MOST_NAMES);
        let support = |belief: &Belief| -> f64 { others().map(|(_, other)| nearest(belief, other, rank)).sum() };
        self.names[of].iter().map(|belief| if of < MOST_NAMES { support(belief) } else { 0.0 }).collect()
    }
}

/// Whether a name of several words is no spelling of another: they share neither a word nor the first letter.
fn is_translation(name: &str, other: &str) -> bool {
    let share = || other.split(' ').any(|word| word.len() > 3 && name.split(' ').any(|known| known == word));
    other.contains(' ') && name.as_bytes().first() != other.as_bytes().first() && !share()
}

fn candidates(index: &Lookup, request: &Request, rows: &[Row], evidence: &Evidence, rank: &Rank) -> Vec<Belief> {
    let keys = [key(&request.name), request.full.as_deref().map(key).unwrap_or_default()];
    let called = evidence.outlet.is_called_after(&request.name);
    let country = !called && names::country_form(&request.name).is_some_and(|(_, form)| form == Form::Name);
    let capital = !called && names::capital_of(&request.name).is_some();
    let large = |row: &&Row| matches!(row.precision, Precision::Settlement | Precision::Admin1);
    let own = |row: &&Row| large(row) && keys.contains(&key(&index.name(row.id)));
    let most = rows.iter().filter(own).map(|row| row.population).fold(0.0, f64::max);
    let state = rows.iter().any(|row| row.precision == Precision::Admin1 && row.population >= METROPOLIS);
    let belief = |row: &Row| {
        let name = key(&index.name(row.id));
        let own = keys.contains(&name);
        let settlement = row.precision == Precision::Settlement;
        let translated = !own && settlement && is_translation(&name, &keys[0]);
        let signs = [
            (settlement && country, rank.called_as_country),
            (settlement && capital && row.population > 100_000.0, rank.capital),
            (settlement && !own, rank.other_name),
            (settlement && !own && most >= row.population, rank.other_beside),
            (row.precision == Precision::Admin2 && !own && request.wanted.is_none(), rank.stem),
            (settlement && !called && state && row.population < METROPOLIS, rank.called_as_division),
            (row.precision == Precision::Country && called, rank.country_at_home),
            (translated, rank.translation),
            (held_by(row, request), rank.container),
            (evidence.outlet.country == Some(row.country), rank.outlet_country),
            (called && evidence.outlet.is_at_home_in(row.country), rank.outlet_called),
        ];
        let signs: f64 = signs.iter().map(|(holds, weight)| if *holds { *weight } else { 0.0 }).sum();
        let mut belief = Belief { own, translated, ..Belief::certain(*row) };
        let shade = settlement && most >= METROPOLIS && row.population * OVERSHADOWS < most;
        belief.shaded = shade && !called && !held_by(row, request) && !is_at_home(&belief, evidence, rank);
        belief.prior += if belief.shaded { IN_THE_SHADE } else { 0.0 };
        if settlement && capital && row.population > 100_000.0 {
            belief.prior += rank.capital_told * evidence.country(row.country, request);
        }
        belief.prior += signs + by_type(row, request, evidence, rank) + told(&belief, request, evidence, rank);
        belief
    };
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| (!held_by(row, request), !evidence.countries.contains(row.country)));
    rows.iter().take(MOST_CANDIDATES).map(belief).collect()
}

/// Whether a place lies where the outlet is at home, or may do so.
fn is_at_home(belief: &Belief, evidence: &Evidence, rank: &Rank) -> bool {
    match evidence.outlet.home {
        Some(home) => closeness(&Belief::certain(home), belief, rank) >= rank.within_250,
        None => evidence.outlet.is_local(),
    }
}

/// Weights as shares of one.
fn normalise(beliefs: &mut [Belief], rank: &Rank) {
    let most = |belief: &Belief| if belief.shaded { SUPPORT_IN_THE_SHADE } else { rank.most_neighbours };
    let score = |belief: &Belief| belief.prior + rank.neighbour * belief.support.min(most(belief));
    let best = beliefs.iter().map(score).fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = beliefs.iter().map(|belief| (score(belief) - best).exp()).sum();
    beliefs.iter_mut().for_each(|belief| belief.weight = (score(belief) - best).exp() / sum);
}

/// How far the likeliest candidate of another name that lies near speaks for a place.
fn nearest(belief: &Belief, other: &[Belief], rank: &Rank) -> f64 {
    other.iter().map(|other| other.weight * closeness(belief, other, rank)).fold(0.0, f64::max)
}

/// One for neighbours, less the farther; little for the same country.
pub(super) fn closeness(left: &Belief, right: &Belief, rank: &Rank) -> f64 {
    let wide = |row: &Row| matches!(row.precision, Precision::Country | Precision::Admin1 | Precision::Region);
    let same_division = left.row.division == right.row.division && left.row.division != u16::MAX;
    let same_country = left.row.country == right.row.country && left.row.country != NO_COUNTRY;
    if wide(&left.row) || wide(&right.row) {
        let both = |precision| left.row.precision == precision && right.row.precision == precision;
        return match () {
            () if left.row.id == right.row.id => 0.0,
            () if same_division => rank.area_division,
            () if same_country && both(Precision::Admin1) => rank.area_divisions,
            () if same_country => rank.area_country,
            () if both(Precision::Country) => rank.area_countries,
            () => 0.0,
        };
    }
    let dot: f64 = left.point.iter().zip(right.point).map(|(a, b)| a * b).sum();
    // Cosines of 40, 100 and 250 km on the globe.
    match dot {
        _ if dot > 0.999_980_3 => rank.within_40,
        _ if dot > 0.999_876_8 => rank.within_100,
        _ if dot > 0.999_230_0 => rank.within_250,
        _ if same_division => rank.same_division,
        _ if same_country => rank.same_country,
        _ => 0.0,
    }
}

/// Belief in a place by the countries and divisions that the report names, and by the home of its outlet.
fn told(belief: &Belief, request: &Request, evidence: &Evidence, rank: &Rank) -> f64 {
    let row = &belief.row;
    let home = evidence.outlet.home.map_or(0.0, |home| closeness(&Belief::certain(home), belief, rank));
    rank.country_told * evidence.country(row.country, request)
        + rank.division_told * evidence.division(row.division, request)
        + rank.outlet_home * home
}

/// Belief in a place by its size and by what it is.
fn by_type(row: &Row, request: &Request, evidence: &Evidence, rank: &Rank) -> f64 {
    let called = evidence.outlet.is_called_after(&request.name);
    let size = match () {
        () if called => rank.size_at_home,
        () if evidence.outlet.is_local() => rank.size,
        () => SIZE_WORLDWIDE,
    };
    let kind = match (request.wanted, row.precision) {
        (None, Precision::Country | Precision::Admin1) if request.listed => rank.type_meant + rank.first_level,
        (Some(PlaceType::Admin1), Precision::Admin1) | (Some(PlaceType::Admin2), Precision::Admin2) => rank.type_meant,
        (Some(PlaceType::Admin1), Precision::Admin2) | (Some(PlaceType::Admin2), Precision::Admin1) => rank.type_near,
        (Some(PlaceType::Settlement), Precision::Settlement) => rank.type_meant,
        (None, Precision::Settlement) if row.population >= METROPOLIS && !called => rank.metropolis,
        (None, Precision::Settlement) => rank.settlement,
        (None, Precision::Country) if !called => rank.country,
        (None | Some(PlaceType::Feature), Precision::Region) => rank.region,
        (None, Precision::Admin1) => rank.first_level,
        (None, Precision::Admin2) => rank.second_level,
        _ => 0.0,
    };
    size * (300.0 + row.population).ln() + kind
}
