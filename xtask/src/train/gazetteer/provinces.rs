//! Middles of provinces, and provinces that the extracts of GeoNames do not know, from Natural Earth.

use anyhow::{Context, Result};
use rashomon_text::places::build::Entry;
use rashomon_text::places::index::key;
use rashomon_text::places::{Location, Precision, distance, stem};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Kilometres within which two of one name are the same.
const SAME: f64 = 250.0;

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Province,
}

/// One of the provinces of Natural Earth.
#[derive(Clone, Deserialize)]
struct Province {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    name_en: Option<String>,
    #[serde(default)]
    name_alt: Option<String>,
    #[serde(default)]
    gn_name: Option<String>,
    #[serde(default)]
    gn_a1_code: Option<String>,
    #[serde(default)]
    iso_a2: Option<String>,
    #[serde(default)]
    latitude: Option<f64>,
    #[serde(default)]
    longitude: Option<f64>,
}

impl Province {
    fn location(&self) -> Option<Location> {
        let (latitude, longitude) = self.latitude.zip(self.longitude)?;
        Some(Location { latitude, longitude })
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let alternatives = self.name_alt.iter().flat_map(|names| names.split('|'));
        let main = [&self.name, &self.name_en, &self.gn_name].into_iter().flatten();
        main.map(String::as_str).chain(alternatives).map(str::trim).filter(|name| key(name).len() > 2)
    }
}

/// The key of a name without its type word.
fn bare(name: &str) -> String {
    key(&stem(name).unwrap_or_else(|| name.to_owned()))
}

/// The provinces that were not taken yet, by the code of their first-level division.
pub struct Provinces {
    by_code: BTreeMap<String, Vec<Province>>,
}

impl Provinces {
    /// Reads `provinces.json`.
    pub fn read(folder: &Path) -> Result<Self> {
        let path = folder.join("provinces.json");
        let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
        let collection: Collection = serde_json::from_slice(&bytes).with_context(|| path.display().to_string())?;
        let mut by_code: BTreeMap<String, Vec<Province>> = BTreeMap::new();
        for province in collection.features.into_iter().map(|feature| feature.properties) {
            by_code.entry(province.gn_a1_code.clone().unwrap_or_default()).or_default().push(province);
        }
        Ok(Self { by_code })
    }

    /// The middle of a first-level division, by its code and name.
    pub fn take(&mut self, code: &str, name: &str) -> Option<Location> {
        let known = self.by_code.get_mut(code)?;
        let at = known.iter().position(|province| province.names().any(|other| bare(other) == bare(name)))?;
        known.remove(at).location()
    }

    /// Those that are neither taken nor among `known`, as second-level divisions.
    pub fn others(self, known: &[Entry]) -> Vec<Entry> {
        let mut by_name: BTreeMap<(String, &str), Vec<Location>> = BTreeMap::new();
        for place in known.iter().filter(|place| place.precision != Precision::Country) {
            by_name.entry((bare(&place.name), &place.country)).or_default().push(place.location);
        }
        let codes: BTreeSet<&str> = known.iter().map(|place| place.division.as_str()).collect();
        let mut others = Vec::new();
        for (code, provinces) in &self.by_code {
            let division = if codes.contains(code.as_str()) { code.as_str() } else { "" };
            for province in provinces {
                let Some((country, location)) = province.iso_a2.as_deref().zip(province.location()) else { continue };
                let near = |name: &str| {
                    let same = by_name.get(&(bare(name), country));
                    same.is_some_and(|places| places.iter().any(|place| distance(*place, location) < SAME))
                };
                if !province.names().any(near) {
                    others.extend(entry(province, country, division, location));
                }
            }
        }
        others
    }
}

fn entry(province: &Province, country: &str, division: &str, location: Location) -> Option<Entry> {
    let mut names = province.names();
    let name = names.next()?.to_owned();
    Some(Entry {
        others: names.filter(|other| *other != name).map(str::to_owned).collect(),
        name,
        location,
        country: if country.len() == 2 && country != "-1" { country.to_owned() } else { String::new() },
        division: division.to_owned(),
        part: String::new(),
        population: 0,
        precision: Precision::Admin2,
        radius: 50.0,
    })
}
