//! Lines of GeoNames' dumps: <https://download.geonames.org/export/dump/readme.txt>.

use super::Entry;
use rashomon_text::places::{Location, Precision};

/// A line of the dump that becomes a place.
pub(super) struct Feature {
    /// The number that GeoNames gives it.
    pub id: u32,
    pub entry: Entry,
    /// All its other names.
    pub others: Vec<String>,
}

/// What is wrong with a line.
type Problem = &'static str;

/// Reads a line of `allCountries.txt`; `None` for what is no settlement, division, country, region or island.
pub(super) fn feature(line: &[u8]) -> Result<Option<Feature>, Problem> {
    let line = std::str::from_utf8(line).map_err(|_| "not UTF-8")?;
    let columns: Vec<&str> = line.split('\t').collect();
    let [id, name, _, others, latitude, longitude, class, code, country, _, first, second, _, _, population, ..] =
        columns.as_slice()
    else {
        return Err("too few columns");
    };
    if columns.len() != 19 {
        return Err(if columns.len() < 19 { "too few columns" } else { "too many columns" });
    }
    let id = id.parse().map_err(|_| "column 1 is no number")?;
    let population = if population.is_empty() { Ok(0) } else { population.parse() };
    let population = population.map_err(|_| "column 15 (population) is no number")?;
    let location = Location {
        latitude: degrees(latitude, 90.0).ok_or("column 5 is no latitude")?,
        longitude: degrees(longitude, 180.0).ok_or("column 6 is no longitude")?,
    };
    if name.trim().is_empty() {
        return Err("column 2 (name) is empty");
    }
    let Some(precision) = precision(class, code) else { return Ok(None) };
    if !is_country_code(country) && precision != Precision::Region {
        return Err("column 9 is no code of a country");
    }
    let entry = Entry {
        name: (*name).to_owned(),
        others: Vec::new(),
        location,
        country: (*country).to_owned(),
        division: if is_coded(first) { format!("{country}.{first}") } else { String::new() },
        part: if is_coded(first) && is_coded(second) { format!("{country}.{first}.{second}") } else { String::new() },
        population,
        precision,
        radius: if precision == Precision::Region { REGION } else { 0.0 },
    };
    let others = others.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect();
    Ok(Some(Feature { id, entry, others }))
}

/// Kilometres that a region or island of the dump is taken to reach: it does not say.
const REGION: f64 = 50.0;

fn degrees(written: &str, most: f64) -> Option<f64> {
    written.parse().ok().filter(|degrees: &f64| degrees.abs() <= most)
}

fn is_country_code(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// "00" stands for none.
fn is_coded(code: &str) -> bool {
    !code.is_empty() && code != "00"
}

/// What a feature is; historic ones end in H, and those of ruins and abandoned places are left out too.
fn precision(class: &str, code: &str) -> Option<Precision> {
    match (class, code) {
        ("A", "PCLI" | "PCLD" | "PCLF" | "PCLS" | "PCLIX" | "PCL" | "TERR") => Some(Precision::Country),
        ("A", "ADM1") => Some(Precision::Admin1),
        ("A", "ADM2" | "ADM3") => Some(Precision::Admin2),
        ("P", "PPLH" | "PPLQ" | "PPLW" | "PPLCH") => None,
        ("P", _) => Some(Precision::Settlement),
        ("L", "CONT" | "RGN") | ("T", "ISL" | "ISLS") => Some(Precision::Region),
        _ => None,
    }
}

/// A line of the names that are worth a key of their own.
pub(super) struct OtherName<'l> {
    /// Number of the place that is called so.
    pub of: u32,
    pub name: &'l str,
}

/// Reads a line of `alternateNamesV2.txt`; `None` for what is no English name in use.
pub(super) fn other_name(line: &[u8]) -> Result<Option<OtherName<'_>>, Problem> {
    let line = std::str::from_utf8(line).map_err(|_| "not UTF-8")?;
    let columns: Vec<&str> = line.split('\t').collect();
    let [_, of, language, name, _, _, colloquial, historic, ..] = columns.as_slice() else {
        return Err("too few columns");
    };
    let of = of.parse().map_err(|_| "column 2 is no number")?;
    let wanted = *language == "en" && *colloquial != "1" && *historic != "1";
    Ok(wanted.then_some(OtherName { of, name }))
}
