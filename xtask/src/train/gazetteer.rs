//! Makes `gazetteer/places.bin` from the GeoNames extracts that `train/gazetteer.sh` fetches; the form of the
//! file is described in `rashomon_text::places::index`.

mod middles;
mod provinces;

use anyhow::{Context, Result};
use middles::Middles;
use provinces::Provinces;
use rashomon_text::places::build::{Builder, Entry, choose_names};
use rashomon_text::places::index::key;
use rashomon_text::places::{Location, Precision, regions};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

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
struct Continent {
    name: String,
    lat: String,
    lng: String,
}

#[derive(Deserialize)]
struct Point {
    lat: String,
    lng: String,
    country: String,
    admin1: String,
    admin2: String,
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
    let points: Vec<Point> = read(folder, "cities.json")?;
    let parts = points.iter().map(Point::located).collect::<Result<BTreeMap<_, _>>>()?;
    let mut places = divisions(folder, &cities, &countries, &parts)?;
    places.extend(world(folder)?);
    places.extend(cities.into_values().map(|city| settlement(city, &parts)));
    places.sort_by(|a, b| {
        (key(&a.name), &a.country, &a.division, a.precision).cmp(&(key(&b.name), &b.country, &b.division, b.precision))
    });
    let mut builder = Builder::new(folder);
    for place in &places {
        builder.add(place)?;
    }
    let count = builder.len();
    let mut file = std::io::Cursor::new(Vec::new());
    builder.finish(&mut file)?;
    println!("{count} places, {} bytes", file.get_ref().len());
    std::fs::write("gazetteer/places.bin", file.into_inner()).context("gazetteer/places.bin")
}

impl Point {
    /// Where it is, and the code of its second-level division.
    fn located(&self) -> Result<((i64, i64), String)> {
        let place = at(self.lat.parse()?, self.lng.parse()?);
        let coded = !self.admin1.is_empty() && !self.admin2.is_empty();
        Ok((place, if coded { format!("{}.{}.{}", self.country, self.admin1, self.admin2) } else { String::new() }))
    }
}

/// Continents, oceans and the regions of the table.
fn world(folder: &Path) -> Result<Vec<Entry>> {
    let continents: BTreeMap<String, Continent> = read(folder, "continents.json")?;
    let mut places = Vec::new();
    for continent in continents.values() {
        let location = Location { latitude: continent.lat.parse()?, longitude: continent.lng.parse()? };
        places.push(region(&continent.name, location, 3000.0));
    }
    for known in regions() {
        let location = Location { latitude: known.at[0], longitude: known.at[1] };
        let entry = region(&known.name, location, known.radius);
        places.push(Entry { others: known.forms.clone(), country: known.country.clone().unwrap_or_default(), ..entry });
    }
    Ok(places)
}

fn region(name: &str, location: Location, radius: f64) -> Entry {
    Entry {
        name: name.to_owned(),
        others: Vec::new(),
        location,
        country: String::new(),
        division: String::new(),
        part: String::new(),
        population: 0,
        precision: Precision::Region,
        radius,
    }
}

fn read<T: DeserializeOwned>(folder: &Path, file: &str) -> Result<T> {
    let path = folder.join(file);
    let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
    serde_json::from_slice(&bytes).with_context(|| path.display().to_string())
}

fn settlement(city: City, parts: &BTreeMap<(i64, i64), String>) -> Entry {
    let others = choose_names(&city.name, city.population, city.alternatenames.into_iter());
    Entry {
        others,
        location: Location { latitude: city.latitude, longitude: city.longitude },
        division: format!("{}.{}", city.countrycode, city.admin1code),
        part: parts.get(&at(city.latitude, city.longitude)).cloned().unwrap_or_default(),
        country: city.countrycode,
        population: city.population,
        precision: Precision::Settlement,
        radius: 0.0,
        name: city.name,
    }
}

/// Countries and their divisions, each in the middle of its land.
fn divisions(
    folder: &Path,
    cities: &BTreeMap<u64, City>,
    countries: &BTreeMap<String, CountryRecord>,
    parts: &BTreeMap<(i64, i64), String>,
) -> Result<Vec<Entry>> {
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
    for (&place, code) in parts {
        let (latitude, longitude) = (place.0 as f64 / GRAIN, place.1 as f64 / GRAIN);
        let population = people.get(&place).copied().unwrap_or_default();
        areas.entry(code.clone()).or_default().add(latitude, longitude, population);
    }
    let mut places: Vec<Entry> = Vec::new();
    for (code, country) in countries {
        let middle = middles.of(country.isonumeric, &country.fips);
        places.extend(area(code, &country.name, Precision::Country, &areas).map(|place| Entry {
            population: country.population,
            location: middle.unwrap_or(place.location),
            ..place
        }));
    }
    let mut provinces = Provinces::read(folder)?;
    for division in &first {
        let middle = provinces.take(&division.code, &division.name);
        let found = area(&division.code, &division.name, Precision::Admin1, &areas);
        places.extend(found.map(|place| Entry { location: middle.unwrap_or(place.location), ..place }));
    }
    places.extend(second.iter().filter_map(|known| area(&known.code, &known.name, Precision::Admin2, &areas)));
    let others = provinces.others(&places);
    places.extend(others);
    Ok(places)
}

/// Parts of a degree by which settlements of the two packages are matched.
const GRAIN: f64 = 1000.0;

fn at(latitude: f64, longitude: f64) -> (i64, i64) {
    ((latitude * GRAIN).round() as i64, (longitude * GRAIN).round() as i64)
}

fn area(code: &str, name: &str, precision: Precision, areas: &BTreeMap<String, Area>) -> Option<Entry> {
    let area = areas.get(code)?;
    let mut parts = code.split('.');
    let country = parts.next()?.to_owned();
    let division = parts.next().map(|part| format!("{country}.{part}")).unwrap_or_default();
    Some(Entry {
        name: name.to_owned(),
        others: Vec::new(),
        location: if precision == Precision::Admin2 { area.peopled() } else { area.middle() },
        country,
        division,
        part: code.to_owned(),
        population: area.population,
        precision,
        radius: 0.0,
    })
}
