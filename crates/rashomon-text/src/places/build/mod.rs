//! Makes a gazetteer in the form that [`Index`] reads: places are added one by one, the keys under which they are
//! found are sorted outside memory. Used for the one that is built in and for one that a user imports.

mod sort;

use super::index::{BLOCK, HEADER, Index, MAGIC, NO_COUNTRY, POPULATION_STEPS, ROW, checksum, key, radius_byte};
use super::{Location, Precision, divisions, stem};
use crate::names;
use smol_str::SmolStr;
use sort::Sorter;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Longest list of namesakes.
const NAMESAKES: usize = 60;
/// Longest name that is kept, in bytes.
const LONGEST_NAME: usize = 255;
/// Rows that the index can number.
const MOST_ROWS: usize = 1 << 24;

/// One place to be added.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it is called.
    pub name: String,
    /// Under which other names it is found.
    pub others: Vec<String>,
    /// Where it lies.
    pub location: Location,
    /// Its country, ISO 3166-1 alpha-2; empty if it is in none.
    pub country: String,
    /// Code of its first-level division ("NO.46"); empty where unknown.
    pub division: String,
    /// Code of its second-level division ("NO.46.4601"); empty where unknown.
    pub part: String,
    /// People who live there.
    pub population: u64,
    /// What it is; never [`Precision::Unknown`].
    pub precision: Precision,
    /// Kilometres around its point within which it lies; of a country or division, 0 has it reckoned from its settlements.
    pub radius: f64,
}

/// The gazetteer under way.
pub struct Builder {
    rows: Vec<u8>,
    starts: Vec<u8>,
    names: Vec<u8>,
    countries: Vec<String>,
    divisions: BTreeMap<String, u16>,
    /// Rows of countries and divisions whose radius is still to be reckoned, with their codes and points.
    open: Vec<(usize, String, Location)>,
    areas: BTreeMap<String, Spread>,
    keys: Sorter,
    count: usize,
}

/// How far the settlements of an area lie apart: number and sum of their points on the unit sphere.
#[derive(Clone, Copy, Debug, Default)]
struct Spread {
    number: f64,
    sum: [f64; 3],
}

impl Spread {
    fn add(&mut self, location: Location) {
        let point = location.on_sphere();
        self.number += 1.0;
        self.sum = std::array::from_fn(|axis| self.sum[axis] + point[axis]);
    }

    /// Twice the root mean square distance from a point, in kilometres: nearly all settlements lie within.
    fn radius(&self, middle: Location) -> f64 {
        let point = middle.on_sphere();
        let cosine: f64 = (0..3).map(|axis| self.sum[axis] * point[axis]).sum::<f64>() / self.number.max(1.0);
        2.0 * 6371.0 * (2.0 - 2.0 * cosine).max(0.0).sqrt()
    }
}

impl Builder {
    /// Spills what does not fit into memory into unnamed files in `folder`.
    pub fn new(folder: &Path) -> Self {
        Self {
            rows: Vec::new(),
            starts: Vec::new(),
            names: Vec::new(),
            countries: Vec::new(),
            divisions: BTreeMap::new(),
            open: Vec::new(),
            areas: BTreeMap::new(),
            keys: Sorter::new(folder),
            count: 0,
        }
    }

    /// How many places were added.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether none was added.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Adds a place, with what tables say of names of countries and divisions, and returns its number; `None` where
    /// its name is empty or too long.
    ///
    /// # Errors
    /// If what does not fit into memory cannot be written, or there are more places or countries than can be numbered.
    pub fn add(&mut self, entry: &Entry) -> io::Result<Option<u32>> {
        if key(&entry.name).is_empty() || entry.name.len() > LONGEST_NAME {
            return Ok(None);
        }
        let country = self.country(&entry.country)?;
        let division = self.division(&entry.division);
        if entry.precision == Precision::Settlement {
            for code in [&entry.country, &entry.division, &entry.part] {
                self.areas.entry(code.clone()).or_default().add(entry.location);
            }
        } else if entry.radius == 0.0 {
            self.open.push((self.count, area_code(entry).to_owned(), entry.location));
        }
        let id = self.push(entry, country, division)?;
        let listed = names_of(entry);
        for name in std::iter::once(&entry.name).chain(&entry.others).chain(&listed) {
            self.call(id, name)?;
        }
        Ok(Some(id))
    }

    /// Adds another name of a place.
    ///
    /// # Errors
    /// If what does not fit into memory cannot be written.
    pub fn call(&mut self, id: u32, name: &str) -> io::Result<()> {
        let key = key(name);
        let population = self.rows.get(id as usize * ROW + 7).copied().unwrap_or_default();
        if key.is_empty() || key.len() > LONGEST_NAME { Ok(()) } else { self.keys.add(&key, population, id) }
    }

    /// Takes over the places of another gazetteer that `wanted` accepts by the code of their country and what they are.
    ///
    /// # Errors
    /// As [`Builder::add`].
    pub fn take_over(&mut self, index: &Index, wanted: impl Fn(&str, Precision) -> bool) -> io::Result<()> {
        let mut numbers: BTreeMap<u32, u32> = BTreeMap::new();
        for row in index.rows() {
            let code = index.code(row.country).unwrap_or_default();
            if !wanted(&code, row.precision) {
                continue;
            }
            let division = if row.division == u16::MAX { String::new() } else { format!("#{}", row.division) };
            let (country, division) = (self.country(&code)?, self.division(&division));
            let entry = Entry {
                name: index.name(row.id).to_string(),
                others: Vec::new(),
                location: row.location,
                country: code.to_string(),
                division: String::new(),
                part: String::new(),
                population: row.population.round() as u64,
                precision: row.precision,
                radius: row.radius,
            };
            numbers.insert(row.id, self.push(&entry, country, division)?);
        }
        index.each_name(|key, id| match numbers.get(&id) {
            Some(new) => self.call(*new, key),
            None => Ok(()),
        })
    }

    fn country(&mut self, code: &str) -> io::Result<u8> {
        if code.len() != 2 {
            return Ok(NO_COUNTRY);
        }
        let at = self.countries.iter().position(|known| known == code).unwrap_or_else(|| {
            self.countries.push(code.to_owned());
            self.countries.len() - 1
        });
        let number = u8::try_from(at).ok().filter(|&number| number != NO_COUNTRY);
        number.ok_or_else(|| io::Error::other("more countries than a gazetteer can number"))
    }

    fn division(&mut self, code: &str) -> u16 {
        if code.is_empty() {
            return u16::MAX;
        }
        let next = u16::try_from(self.divisions.len()).unwrap_or(u16::MAX);
        *self.divisions.entry(code.to_owned()).or_insert(next)
    }

    fn push(&mut self, entry: &Entry, country: u8, division: u16) -> io::Result<u32> {
        if self.count >= MOST_ROWS {
            return Err(io::Error::other("more places than a gazetteer can number"));
        }
        let scaled = |value: f64, range: f64| ((value / range + 0.5) * 65535.0).round().clamp(0.0, 65535.0) as u16;
        self.rows.extend(scaled(entry.location.latitude, 180.0).to_le_bytes());
        self.rows.extend(scaled(entry.location.longitude, 360.0).to_le_bytes());
        self.rows.push(country);
        self.rows.extend(division.to_le_bytes());
        self.rows.push(((1.0 + entry.population as f64).ln() * POPULATION_STEPS).round().min(255.0) as u8);
        self.rows.push(entry.precision as u8);
        self.rows.push(if entry.precision == Precision::Settlement { 0 } else { radius_byte(entry.radius) });
        if self.count.is_multiple_of(BLOCK) {
            self.starts.extend((self.names.len() as u32).to_le_bytes());
        }
        let name = &entry.name.as_bytes()[..entry.name.len().min(LONGEST_NAME)];
        self.names.push(name.len() as u8);
        self.names.extend(name);
        self.count += 1;
        Ok(self.count as u32 - 1)
    }

    /// Writes the gazetteer.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(mut self, out: &mut (impl Read + Write + Seek)) -> io::Result<()> {
        for (row, code, location) in std::mem::take(&mut self.open) {
            let spread = self.areas.get(&code).copied().unwrap_or_default();
            self.rows[row * ROW + 9] = radius_byte(spread.radius(location));
        }
        out.seek(SeekFrom::Start(0))?;
        out.write_all(&[0; HEADER])?;
        let (map, lists) = self.keys.write(out)?;
        let codes: Vec<u8> = self.countries.iter().flat_map(|code| code.bytes()).collect();
        let sections = [&lists, &self.rows, &self.starts, &self.names, &codes];
        for section in sections {
            out.write_all(section)?;
        }
        let lengths = std::iter::once(map).chain(sections.map(|section| section.len() as u64));
        let lengths: Result<Vec<u32>, _> = lengths.map(u32::try_from).collect();
        let lengths = lengths.map_err(|_| io::Error::other("a section of the gazetteer is longer than 4 GB"))?;
        seal(out, &lengths)
    }
}

/// Writes the header: magic, fingerprint of lengths and sections, lengths, checksum.
fn seal(out: &mut (impl Read + Write + Seek), lengths: &[u32]) -> io::Result<()> {
    let lengths: Vec<u8> = lengths.iter().flat_map(|length| length.to_le_bytes()).collect();
    let mut hasher = blake3::Hasher::new();
    hasher.update(&lengths);
    out.seek(SeekFrom::Start(HEADER as u64))?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        match out.read(&mut buffer)? {
            0 => break,
            count => hasher.update(&buffer[..count]),
        };
    }
    let mut header = MAGIC.to_vec();
    header.extend(&hasher.finalize().as_bytes()[..16]);
    header.extend(lengths);
    header.extend(checksum(&header));
    out.seek(SeekFrom::Start(0))?;
    out.write_all(&header)?;
    out.flush()
}

fn area_code(entry: &Entry) -> &str {
    match entry.precision {
        Precision::Country => &entry.country,
        Precision::Admin1 => &entry.division,
        _ => &entry.part,
    }
}

/// What tables call a country or division beside its names in the gazetteer.
fn names_of(entry: &Entry) -> Vec<String> {
    match entry.precision {
        Precision::Country => {
            let known = names::countries().iter().filter(|country| country.iso == entry.country);
            known.flat_map(|country| country.names()).map(str::to_owned).collect()
        }
        Precision::Admin1 => {
            let same = |name: &str| name == entry.name || stem(&entry.name).is_some_and(|stem| stem == name);
            let mut known = divisions().iter().filter(|known| known.country == entry.country && same(&known.name));
            // The table is complete for what it has: "District of Columbia" is never "Columbia".
            known.next().map_or_else(|| stem(&entry.name).into_iter().collect(), |known| known.forms.clone())
        }
        Precision::Admin2 => stem(&entry.name).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Other names of a settlement keep so many, large ones [`MANY`].
const FEW: usize = 3;
const MANY: usize = 25;
/// From how many people on a place counts as large.
const LARGE: u64 = 15_000;

/// The other names of a place that are worth keeping: in Latin letters, the likeliest other spellings in English
/// news, which are those nearest to the main name, first.
pub fn choose_names(name: &str, population: u64, others: impl Iterator<Item = String>) -> Vec<String> {
    let keep = if population >= LARGE { MANY } else { FEW };
    let same = key(name);
    let mut seen = BTreeSet::from([same.clone()]);
    let mut others: Vec<String> = others.filter(|name| is_usable(name)).collect();
    others.sort_by_key(|other| (common_prefix(&key(other), &same) == 0, other.len().abs_diff(name.len())));
    others.retain(|name| seen.insert(key(name)));
    others.truncate(keep);
    others
}

fn common_prefix(left: &str, right: &str) -> usize {
    left.bytes().zip(right.bytes()).take_while(|(left, right)| left == right).count()
}

/// Latin letters only, no code of an airport, nothing with digits.
pub fn is_usable(name: &str) -> bool {
    let key = key(name);
    let code = name.len() <= 4 && name.chars().all(|letter| letter.is_ascii_uppercase());
    key.len() > 2 && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b' ') && !code
}

/// A country's name as the table of countries has it.
pub fn country_name(code: &str) -> Option<SmolStr> {
    names::countries().iter().find(|country| country.iso == code).map(|country| SmolStr::from(&country.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::distance;
    use proptest::prelude::*;
    use std::io::Cursor;

    fn settlement(name: &str, latitude: f64, population: u64) -> Entry {
        Entry {
            name: name.to_owned(),
            others: Vec::new(),
            location: Location { latitude, longitude: 10.0 },
            country: "NO".to_owned(),
            division: "NO.01".to_owned(),
            part: String::new(),
            population,
            precision: Precision::Settlement,
            radius: 0.0,
        }
    }

    fn bytes(entries: &[Entry]) -> Vec<u8> {
        let mut builder = Builder::new(&std::env::temp_dir());
        entries.iter().for_each(|entry| assert!(builder.add(entry).unwrap().is_some()));
        let mut file = Cursor::new(Vec::new());
        builder.finish(&mut file).unwrap();
        file.into_inner()
    }

    fn index(entries: &[Entry]) -> Index {
        Index::read(bytes(entries).leak()).unwrap()
    }

    #[test]
    fn places_are_found_the_most_populous_first() {
        let built = index(&[settlement("Velmora", 60.0, 400), settlement("Vélmora", 65.0, 9_000)]);
        let found: Vec<f64> = built.find("VELMORA").iter().map(|row| row.location.latitude.round()).collect();
        assert_eq!(found, [65.0, 60.0]);
        assert_eq!(built.name(1), "Vélmora");
        assert!(built.find("Karelmark").is_empty());
    }

    #[test]
    fn areas_reach_as_far_as_their_settlements() {
        let area = Entry { precision: Precision::Admin1, ..settlement("Velmora Oblast", 60.0, 1) };
        let built = index(&[area, settlement("Zarnova", 59.5, 1), settlement("Karelmark", 60.5, 1)]);
        let row = built.find("Velmora")[0];
        assert_eq!(row.precision, Precision::Admin1);
        assert!((80.0..140.0).contains(&row.radius), "{}", row.radius);
        assert!(distance(row.location, Location { latitude: 60.0, longitude: 10.0 }) < 1.0);
    }

    #[test]
    fn another_gazetteer_is_taken_over_with_its_names() {
        let mut entry = settlement("Velmora", 60.0, 400);
        entry.others = vec!["Welmora".to_owned()];
        let old = index(&[entry, Entry { country: "SE".into(), ..settlement("Zarnova", 61.0, 1) }]);
        let mut builder = Builder::new(&std::env::temp_dir());
        builder.take_over(&old, |code, _| code == "NO").unwrap();
        let mut file = Cursor::new(Vec::new());
        builder.finish(&mut file).unwrap();
        let new = Index::read(file.into_inner().leak()).unwrap();
        assert_eq!((new.find("Welmora").len(), new.find("Zarnova").len()), (1, 0));
    }

    #[test]
    fn damage_is_noticed_when_all_is_read_and_that_of_the_header_at_once() {
        let sound = bytes(&[settlement("Velmora", 60.0, 400), settlement("Zarnova", 65.0, 9_000)]);
        assert!(Index::read(sound.clone().leak()).unwrap().is_whole());
        for at in 0..sound.len() {
            let mut damaged = sound.clone();
            damaged[at] ^= 1;
            let index = Index::read(damaged.leak());
            assert!(index.is_none_or(|index| at >= HEADER && !index.is_whole()), "byte {at}");
        }
        for length in 0..sound.len() {
            assert!(Index::read(sound[..length].to_vec().leak()).is_none(), "{length} bytes");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_damaged_looking_up_goes_on(
            damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..200),
        ) {
            let names: Vec<String> = (0..40).map(|at| format!("Velm{} {}a", "ora".repeat(at % 3), at / 2)).collect();
            let mut bytes = bytes(&names.iter().map(|name| settlement(name, 60.0, 7)).collect::<Vec<_>>());
            let length = bytes.len() - HEADER;
            for (at, byte) in damage {
                bytes[HEADER + at.index(length)] = byte;
            }
            if let Some(index) = Index::read(bytes.leak()) {
                for row in names.iter().flat_map(|name| index.find(name)).chain(index.rows()) {
                    let _ = (index.name(row.id), index.code(row.country));
                }
                let _ = index.number("NO");
            }
        }
    }
}
