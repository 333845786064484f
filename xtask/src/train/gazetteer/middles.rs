//! Where the middle of a country is: of its main landmass, or where the World Factbook puts it.

use anyhow::{Context, Result};
use rashomon_text::places::{Location, distance};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// A landmass must be this much of a country for its middle to stand for the country.
const MAIN: f64 = 0.8;
/// Kilometres from the point of the Factbook beyond which the landmass is not what is meant.
const AGREE: f64 = 350.0;

/// Outlines of countries in TopoJSON: arcs that borders share.
#[derive(Deserialize)]
struct Topology {
    transform: Transform,
    arcs: Vec<Vec<[f64; 2]>>,
    objects: BTreeMap<String, Collection>,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct Collection {
    geometries: Vec<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    #[serde(default)]
    id: Option<String>,
    r#type: String,
    #[serde(default)]
    arcs: Value,
}

/// A landmass: its area in steradians and its middle.
#[derive(Clone, Copy)]
struct Land {
    area: f64,
    middle: Location,
}

/// Middles of countries by ISO 3166-1 numeric code, three digits, and by the code that the Factbook goes by.
pub struct Middles {
    lands: BTreeMap<String, Vec<Land>>,
    factbook: BTreeMap<String, Location>,
}

impl Middles {
    /// Reads `countries-50m.json` and the profiles under `factbook/`.
    pub fn read(folder: &Path) -> Result<Self> {
        let path = folder.join("countries-50m.json");
        let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
        let topology: Topology = serde_json::from_slice(&bytes).with_context(|| path.display().to_string())?;
        Ok(Self { lands: topology.lands(), factbook: factbook(&folder.join("factbook"))? })
    }

    /// The middle of a country, by its two codes.
    pub fn of(&self, numeric: u32, fips: &str) -> Option<Location> {
        let point = self.factbook.get(fips).copied();
        let lands = self.lands.get(&format!("{numeric:03}")).map(Vec::as_slice).unwrap_or_default();
        let whole: f64 = lands.iter().map(|land| land.area).sum();
        let main = lands.iter().max_by(|a, b| a.area.total_cmp(&b.area)).filter(|main| main.area > MAIN * whole);
        let agrees = |land: &&Land| point.is_none_or(|point| distance(land.middle, point) < AGREE);
        main.filter(agrees).map(|main| main.middle).or(point)
    }
}

/// The "Geographic coordinates" of every profile, by file name.
fn factbook(folder: &Path) -> Result<BTreeMap<String, Location>> {
    let mut points = BTreeMap::new();
    for region in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let region = region?.path();
        let files = if region.is_dir() { Some(std::fs::read_dir(&region)?) } else { None };
        for file in files.into_iter().flatten() {
            let path = file?.path();
            let Ok(profile) = serde_json::from_slice::<Value>(&std::fs::read(&path)?) else { continue };
            let text = profile["Geography"]["Geographic coordinates"]["text"].as_str().unwrap_or_default();
            let name = path.file_stem().unwrap_or_default().to_string_lossy().to_uppercase();
            points.extend(coordinates(text).map(|point| (name, point)));
        }
    }
    Ok(points)
}

/// "47 20 N, 13 20 E"
fn coordinates(text: &str) -> Option<Location> {
    let degrees = |part: &str| {
        let mut words = part.split_whitespace();
        let (whole, minutes): (f64, f64) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        let sign = if matches!(words.next()?, "N" | "E") { 1.0 } else { -1.0 };
        Some(sign * (whole + minutes / 60.0))
    };
    let (latitude, longitude) = text.split_once(',')?;
    Some(Location { latitude: degrees(latitude)?, longitude: degrees(longitude)? })
}

impl Topology {
    fn lands(&self) -> BTreeMap<String, Vec<Land>> {
        let mut lands: BTreeMap<String, Vec<Land>> = BTreeMap::new();
        for geometry in self.objects.get("countries").into_iter().flat_map(|collection| &collection.geometries) {
            let Some(id) = &geometry.id else { continue };
            let outer = |polygon: &Value| land(&self.ring(&polygon[0]));
            let polygons: Vec<Land> = match geometry.r#type.as_str() {
                "Polygon" => outer(&geometry.arcs).into_iter().collect(),
                _ => geometry.arcs.as_array().into_iter().flatten().filter_map(outer).collect(),
            };
            lands.entry(id.clone()).or_default().extend(polygons);
        }
        lands
    }

    /// The points of a ring, in degrees; a negative index is an arc walked backwards.
    fn ring(&self, arcs: &Value) -> Vec<[f64; 2]> {
        let mut points = Vec::new();
        for index in arcs.as_array().into_iter().flatten().filter_map(Value::as_i64) {
            let backwards = index < 0;
            let mut arc = self.arc(if backwards { !index } else { index } as usize);
            if backwards {
                arc.reverse();
            }
            points.extend(arc.into_iter().skip(usize::from(!points.is_empty())));
        }
        points
    }

    fn arc(&self, index: usize) -> Vec<[f64; 2]> {
        let Transform { scale, translate } = &self.transform;
        let mut sum = [0.0, 0.0];
        let steps = self.arcs.get(index).map(Vec::as_slice).unwrap_or_default();
        let point = |step: &[f64; 2]| {
            sum = [sum[0] + step[0], sum[1] + step[1]];
            [sum[0] * scale[0] + translate[0], sum[1] * scale[1] + translate[1]]
        };
        steps.iter().map(point).collect()
    }
}

/// Area and middle of a ring, on the equal-area cylinder; a ring over the 180th meridian is unrolled.
fn land(ring: &[[f64; 2]]) -> Option<Land> {
    let start = *ring.first()?;
    let mut turned = 0.0;
    let mut last = start[0];
    let flat = ring.iter().map(|&[longitude, latitude]| {
        let step = longitude + turned - last;
        turned -= 360.0 * (step / 360.0).round();
        last = longitude + turned;
        ((last - start[0]).to_radians(), latitude.to_radians().sin() - start[1].to_radians().sin())
    });
    let flat: Vec<(f64, f64)> = flat.collect();
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for (at, &(x0, y0)) in flat.iter().enumerate() {
        let (x1, y1) = flat[(at + 1) % flat.len()];
        let cross = x0 * y1 - x1 * y0;
        (area, x, y) = (area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross);
    }
    if area == 0.0 {
        return None;
    }
    let sine = (y / (3.0 * area) + start[1].to_radians().sin()).clamp(-1.0, 1.0);
    let longitude = (x / (3.0 * area)).to_degrees() + start[0];
    let middle =
        Location { latitude: sine.asin().to_degrees(), longitude: (longitude + 540.0).rem_euclid(360.0) - 180.0 };
    Some(Land { area: area.abs() / 2.0, middle })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_square_is_in_its_middle() {
        let found = land(&[[170.0, -10.0], [-170.0, -10.0], [-170.0, 10.0], [170.0, 10.0]]).unwrap();
        assert!(distance(found.middle, Location { latitude: 0.0, longitude: 180.0 }) < 1.0, "{:?}", found.middle);
        assert!((found.area - 2.0 * 10_f64.to_radians().sin() * 20_f64.to_radians()).abs() < 1e-9);
    }

    #[test]
    fn reads_the_factbooks_coordinates() {
        let point = coordinates("12 30 S, 13 15 W").unwrap();
        assert_eq!((point.latitude, point.longitude), (-12.5, -13.25));
        assert!(coordinates("none").is_none());
    }
}
