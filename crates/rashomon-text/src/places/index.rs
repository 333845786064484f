//! The gazetteer: names to rows, read in place from `gazetteer/places.bin`.
//!
//! ```text
//! 8 bytes  magic "RSHPLAC3"
//! 16 bytes fingerprint: of the lengths and all sections, blake3
//! six u32  lengths in bytes of the sections
//! 8 bytes  checksum: of all of the header before it, blake3
//! map      fst: folded name -> row << 1, or (offset into the lists << 1) | 1
//! lists    u8 count, then u24 rows, the most populous first
//! rows     10 bytes each: latitude u16, longitude u16, country u8, division u16, population u8, type u8, radius u8
//! starts   u32 for every 16th row: where its name starts in the names
//! names    u8 length and UTF-8 each
//! codes    two letters for each country
//! ```
//! All numbers are little-endian. A latitude is `value / 65535 · 180 − 90`, a longitude `value / 65535 · 360 − 180`
//! (so within 300 m), a population `e^(value / 12) − 1`. The division is the same number for a first-level
//! division and for everything in it. The radius of an area is `value² / 16` kilometres.
//!
//! Opening one checks the header and that the sections fit the file, so it takes the same time however large that is;
//! [`Index::is_whole`] reads all of it. Whatever stands in the sections, looking up never fails: where they are damaged,
//! places are missing or wrong.

use super::{Location, Precision, mapped, walk};
use crate::names::variants;
use fst::{Map, Streamer};
use smol_str::SmolStr;
use std::io;
use std::path::Path;
use std::sync::{LazyLock, OnceLock};

/// What a gazetteer begins with.
pub(super) const MAGIC: &[u8; 8] = b"RSHPLAC3";
/// Bytes before the sections.
pub(super) const HEADER: usize = 8 + 16 + 24 + 8;
/// Bytes of a row.
pub(super) const ROW: usize = 10;
/// The country of what is in none.
pub(super) const NO_COUNTRY: u8 = u8::MAX;
/// How many rows share one entry of the name offsets.
pub const BLOCK: usize = 16;
/// Steps of the logarithm of a population.
pub const POPULATION_STEPS: f64 = 12.0;

/// One place of the gazetteer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Its number in the gazetteer.
    pub id: u32,
    /// Where it lies.
    pub location: Location,
    /// Number of its country; the same for everything in that country, 255 for what is in none.
    pub country: u8,
    /// Number of its first-level division; `u16::MAX` where unknown.
    pub division: u16,
    /// People who live there, roughly.
    pub population: f64,
    /// What it is.
    pub precision: Precision,
    /// Kilometres around its point within which it lies, nearly all of it.
    pub radius: f64,
}

/// The gazetteer.
pub struct Index {
    map: &'static [u8],
    root: usize,
    lists: &'static [u8],
    rows: &'static [u8],
    starts: &'static [u8],
    names: &'static [u8],
    codes: &'static [u8],
    bytes: &'static [u8],
}

/// The one that is used in place of the one that is built in.
static CHOSEN: OnceLock<Index> = OnceLock::new();

static INDEX: LazyLock<Option<Index>> =
    LazyLock::new(|| Index::read(include_bytes!("../../../../gazetteer/places.bin")));

/// The key under which a name stands: small basic letters, without marks, hyphens and full stops.
pub fn key(name: &str) -> String {
    let folded = variants::fold(name).replace(['-', '.', ','], " ");
    let mut key = String::with_capacity(folded.len());
    for word in folded.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
    key
}

impl Index {
    /// The one that is built in; `None` only if its file is broken.
    pub fn shipped() -> Option<&'static Self> {
        INDEX.as_ref()
    }

    /// The one that places are looked up in: see [`Index::choose`].
    pub fn current() -> Option<&'static Self> {
        CHOSEN.get().or(INDEX.as_ref())
    }

    /// Has places looked up in the gazetteer of a file from now on. The file is mapped, not read. Names are recognised
    /// as before: the recogniser has learned what words stand in the one that is built in. Works once in a process,
    /// before any report is read.
    ///
    /// # Errors
    /// If the file cannot be read, or is no gazetteer in the form of this version.
    pub fn choose(path: &Path) -> io::Result<&'static Self> {
        let index = Self::open(path)?;
        CHOSEN.set(index).map_err(|_| io::Error::other("a gazetteer is chosen already"))?;
        CHOSEN.get().ok_or_else(|| io::Error::other("no gazetteer is chosen"))
    }

    /// Maps the gazetteer of a file.
    ///
    /// # Errors
    /// As [`Index::choose`].
    pub fn open(path: &Path) -> io::Result<Self> {
        let wrong = |message| io::Error::new(io::ErrorKind::InvalidData, message);
        let bytes = mapped::file(path)?;
        if !bytes.starts_with(MAGIC) {
            let of_ours = bytes.starts_with(&MAGIC[..MAGIC.len() - 1]);
            return Err(wrong(if of_ours {
                "a gazetteer of another version of the program"
            } else {
                "not a gazetteer"
            }));
        }
        Self::read(bytes).ok_or_else(|| wrong("a gazetteer that is damaged or cut off"))
    }

    /// Reads a gazetteer in place; `None` where it is none. Only its header is looked at.
    pub fn read(bytes: &'static [u8]) -> Option<Self> {
        let (header, mut rest) = bytes.split_at_checked(HEADER)?;
        let (sealed, seal) = header.split_at(HEADER - 8);
        if !sealed.starts_with(MAGIC) || checksum(sealed) != *seal {
            return None;
        }
        let mut section = |at: usize| {
            let start = MAGIC.len() + 16 + 4 * at;
            let (section, tail) = rest.split_at_checked(number(&sealed[start..start + 4]) as usize)?;
            rest = tail;
            Some(section)
        };
        let map = section(0)?;
        let index = Self {
            map,
            root: walk::root(map)?,
            lists: section(1)?,
            rows: section(2)?,
            starts: section(3)?,
            names: section(4)?,
            codes: section(5)?,
            bytes,
        };
        let fits = index.rows.len().is_multiple_of(ROW) && index.starts.len() == 4 * index.len().div_ceil(BLOCK);
        (rest.is_empty() && fits).then_some(index)
    }

    /// Whether all of it is as it was written. Reads every byte.
    pub fn is_whole(&self) -> bool {
        let (header, sections) = self.bytes.split_at(HEADER);
        let mut hasher = blake3::Hasher::new();
        hasher.update(&header[MAGIC.len() + 16..HEADER - 8]).update(sections);
        hasher.finalize().as_bytes()[..16] == header[MAGIC.len()..MAGIC.len() + 16]
    }

    /// The places of a name, the most populous first.
    pub fn find(&self, name: &str) -> Vec<Row> {
        let Some(value) = walk::value(self.map, self.root, key(name).as_bytes()) else { return Vec::new() };
        self.ids(value).into_iter().filter_map(|id| self.row(id)).collect()
    }

    /// The numbers of the places that a value of the map stands for.
    fn ids(&self, value: u64) -> Vec<u32> {
        if value & 1 == 0 {
            return vec![(value >> 1) as u32];
        }
        let list = self.lists.get((value >> 1) as usize..).unwrap_or_default();
        let Some((count, rows)) = list.split_first() else { return Vec::new() };
        rows.chunks_exact(3).take(*count as usize).map(number).collect()
    }

    fn row(&self, id: u32) -> Option<Row> {
        let at = id as usize * ROW;
        let bytes = self.rows.get(at..at + ROW)?;
        let part = |at: usize| number(&bytes[at..at + 2]) as f64 / 65535.0;
        let location = Location { latitude: round(part(0) * 180.0 - 90.0), longitude: round(part(2) * 360.0 - 180.0) };
        Some(Row {
            id,
            location,
            country: bytes[4],
            division: number(&bytes[5..7]) as u16,
            population: (bytes[7] as f64 / POPULATION_STEPS).exp() - 1.0,
            precision: precision(bytes[8]),
            radius: if bytes[8] == 3 { radius_of_town(bytes[7]) } else { f64::from(bytes[9]).powi(2) / 16.0 },
        })
    }

    /// Every place, by number.
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        (0..self.rows.len() / ROW).filter_map(|id| self.row(id as u32))
    }

    /// Hands over every key with the number of every place that it stands for.
    ///
    /// Only for one that [is whole](Index::is_whole), as the one that is built in is.
    ///
    /// # Errors
    /// Those of `each`.
    pub fn each_name(&self, mut each: impl FnMut(&str, u32) -> io::Result<()>) -> io::Result<()> {
        let map = Map::new(self.map).map_err(io::Error::other)?;
        let mut stream = map.stream();
        while let Some((key, value)) = stream.next() {
            let key = std::str::from_utf8(key).map_err(io::Error::other)?;
            self.ids(value).into_iter().try_for_each(|id| each(key, id))?;
        }
        Ok(())
    }

    /// The map of its names.
    #[cfg(test)]
    pub(super) fn map(&self) -> &'static [u8] {
        self.map
    }

    /// Whether it was put in place of the one that is built in.
    pub fn is_chosen(&self) -> bool {
        CHOSEN.get().is_some_and(|chosen| std::ptr::eq(chosen, self))
    }

    /// How many places it holds.
    pub fn len(&self) -> usize {
        self.rows.len() / ROW
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A fingerprint of its content, in hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        self.bytes[MAGIC.len()..].iter().take(6).map(|byte| format!("{byte:02x}")).collect()
    }

    /// What the gazetteer calls a place.
    pub fn name(&self, id: u32) -> SmolStr {
        let block = id as usize / BLOCK * 4;
        let mut at = self.starts.get(block..block + 4).map_or(0, number) as usize;
        for _ in 0..id as usize % BLOCK {
            at += 1 + self.names.get(at).copied().unwrap_or_default() as usize;
        }
        let length = self.names.get(at).copied().unwrap_or_default() as usize;
        let bytes = self.names.get(at + 1..at + 1 + length).unwrap_or_default();
        SmolStr::from(std::str::from_utf8(bytes).unwrap_or_default())
    }

    /// The ISO code of a country number.
    pub fn code(&self, country: u8) -> Option<SmolStr> {
        let at = 2 * country as usize;
        std::str::from_utf8(self.codes.get(at..at + 2)?).ok().map(SmolStr::from)
    }
}

impl Index {
    /// The number of a country by its ISO code.
    pub fn number(&self, code: &str) -> Option<u8> {
        self.codes.chunks_exact(2).position(|known| known == code.as_bytes()).map(|at| at as u8)
    }
}

/// Hundredths of a degree are as fine as the index is.
fn round(degrees: f64) -> f64 {
    (degrees * 1000.0).round() / 1000.0
}

fn precision(byte: u8) -> Precision {
    match byte {
        0 => Precision::Country,
        1 => Precision::Admin1,
        2 => Precision::Admin2,
        4 => Precision::Region,
        _ => Precision::Settlement,
    }
}

/// How far a town reaches whose population has that byte: about as far as 3,000 people live on a square kilometre.
fn radius_of_town(population: u8) -> f64 {
    let people = (population as f64 / POPULATION_STEPS).exp() - 1.0;
    (people / 3000.0 / std::f64::consts::PI).sqrt().max(1.0)
}

/// The byte of a radius in kilometres.
pub(super) fn radius_byte(kilometres: f64) -> u8 {
    (kilometres.max(0.0) * 16.0).sqrt().round().min(255.0) as u8
}

/// The checksum of a header.
pub(super) fn checksum(header: &[u8]) -> [u8; 8] {
    std::array::from_fn(|at| blake3::hash(header).as_bytes()[at])
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |sum, &byte| sum << 8 | byte as u32)
}
