//! A gazetteer of the user's own: made of a dump of GeoNames, used in place of the one that is built in.
//!
//! [`import`] reads <https://download.geonames.org/export/dump/>: `allCountries.zip`, or a country's file; the places of
//! countries that are not in the dump are taken over from the gazetteer that is built in. [`choose`] has reports read
//! by such a file.

mod archive;
mod dump;

use crate::diagnostic::{Diagnostic, Kind, Place, Severity};
use crate::ingest::decompressed;
use dump::{Feature, OtherName};
use rashomon_text::places::Precision;
use rashomon_text::places::build::{Builder, Entry, choose_names, country_name, is_usable};
use rashomon_text::places::index::Index;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// By which name the gazetteer that is built in goes.
pub const BUILT_IN: &str = "built-in";

/// Longest line of a dump, in bytes.
const LONGEST_LINE: u64 = 1 << 20;

const BAD_LINE: Kind = Kind {
    code: "G001",
    severity: Severity::Warning,
    hint: "the line is left out; a dump of GeoNames has 19 columns, parted by tabs",
};

const BAD_NAME: Kind = Kind {
    code: "G002",
    severity: Severity::Warning,
    hint: "the line is left out; alternateNamesV2.txt has 8 columns or more, parted by tabs",
};

/// What to import.
#[derive(Clone, Debug)]
pub struct Import {
    /// `allCountries.txt`, a country's file, or the archive that it comes in.
    pub dump: PathBuf,
    /// `alternateNamesV2.txt` or its archive.
    pub alternate_names: Option<PathBuf>,
    /// Where the gazetteer is written; its folder is made where it is not there.
    pub output: PathBuf,
    /// Whether places of countries that are not in the dump are left out.
    pub only: bool,
}

/// What an import came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Lines of the dump that became places.
    pub places: usize,
    /// Places of other countries, from the gazetteer that is built in.
    pub taken_over: usize,
    /// Lines of the dump that are something else than a settlement, division, country, region or island.
    pub passed_over: usize,
    /// Lines that could not be read.
    pub bad: usize,
}

/// Something to tell the user while an import goes on.
#[derive(Debug)]
pub enum Event<'e> {
    /// Something is wrong with a line.
    Diagnostic(&'e Diagnostic),
    /// One more line was read.
    Line(&'e Imported),
}

/// Makes a gazetteer of a dump of GeoNames. Same files, same bytes. Some 350 MB of memory are needed for all of GeoNames,
/// and room for its names beside the output; the output is there whole or not at all.
///
/// # Errors
/// If a file cannot be read or written, or the dump holds no place.
pub fn import(what: &Import, tell: &mut dyn FnMut(Event<'_>)) -> io::Result<Imported> {
    let folder = what.output.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(at(folder))?;
    let mut importer = Importer::new(folder, tell);
    importer.dump(&what.dump)?;
    if importer.result.places == 0 {
        let message = "no settlement, division or country in it: is it a dump of GeoNames?";
        return Err(at(&what.dump)(io::Error::new(io::ErrorKind::InvalidData, message)));
    }
    if let Some(path) = &what.alternate_names {
        importer.alternate_names(path)?;
    }
    if !what.only {
        importer.take_over()?;
    }
    let result = importer.result;
    write(importer.builder, &what.output).map(|()| result)
}

/// Writes the gazetteer beside where it belongs and renames it: who has the one before open keeps that.
fn write(builder: Builder, output: &Path) -> io::Result<()> {
    let mut part = output.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let mut file =
        File::options().read(true).write(true).create(true).truncate(false).open(&part).map_err(at(&part))?;
    file.try_lock().map_err(|_| at(&part)(io::Error::other("another import is writing it")))?;
    let written = file.set_len(0).and_then(|()| builder.finish(&mut file)).and_then(|()| file.sync_all());
    let written = written.and_then(|()| std::fs::rename(&part, output)).map_err(at(output));
    if written.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    written
}

/// Says to which file an error belongs.
fn at(path: &Path) -> impl Fn(io::Error) -> io::Error + '_ {
    move |error| io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

struct Importer<'t> {
    builder: Builder,
    tell: &'t mut dyn FnMut(Event<'_>),
    result: Imported,
    /// Of which countries the dump holds what.
    held: BTreeSet<(String, Precision)>,
    /// Rows by the number that GeoNames gives them.
    rows: BTreeMap<u32, u32>,
}

impl<'t> Importer<'t> {
    fn new(folder: &Path, tell: &'t mut dyn FnMut(Event<'_>)) -> Self {
        let (held, rows) = (BTreeSet::new(), BTreeMap::new());
        Self { builder: Builder::new(folder), tell, result: Imported::default(), held, rows }
    }

    fn dump(&mut self, path: &Path) -> io::Result<()> {
        each_line(path, |number, line| {
            match dump::feature(line) {
                Err(problem) => self.bad(BAD_LINE, path, number, problem),
                Ok(None) => self.result.passed_over += 1,
                Ok(Some(feature)) => self.feature(feature)?,
            }
            (self.tell)(Event::Line(&self.result));
            Ok(())
        })
    }

    fn feature(&mut self, feature: Feature) -> io::Result<()> {
        let Feature { id, mut entry, others } = feature;
        if entry.precision == Precision::Country {
            entry.name = country_name(&entry.country).map_or(entry.name, |name| name.to_string());
        }
        self.held.insert((entry.country.clone(), entry.precision));
        entry.others = choose_names(&entry.name, entry.population, others.into_iter());
        if let Some(row) = self.builder.add(&entry)? {
            self.rows.insert(id, row);
            self.result.places += 1;
        }
        Ok(())
    }

    /// English names of the places that were taken, whatever [`choose_names`] made of them.
    fn alternate_names(&mut self, path: &Path) -> io::Result<()> {
        each_line(path, |number, line| {
            match dump::other_name(line) {
                Err(problem) => self.bad(BAD_NAME, path, number, problem),
                Ok(Some(OtherName { of, name })) if is_usable(name) => {
                    if let Some(&row) = self.rows.get(&of) {
                        self.builder.call(row, name)?;
                    }
                }
                Ok(_) => {}
            }
            (self.tell)(Event::Line(&self.result));
            Ok(())
        })
    }

    /// What the built-in gazetteer knows of a country and the dump does not: all of it, or its divisions.
    fn take_over(&mut self) -> io::Result<()> {
        let Some(index) = Index::shipped() else { return Ok(()) };
        let before = self.builder.len();
        let held = &self.held;
        self.builder.take_over(index, |code, precision| !held.contains(&(code.to_owned(), precision)))?;
        self.result.taken_over = self.builder.len() - before;
        Ok(())
    }

    fn bad(&mut self, kind: Kind, path: &Path, line: u64, problem: &str) {
        self.result.bad += 1;
        (self.tell)(Event::Diagnostic(&Diagnostic::new(kind, path, problem).at(Place::Line(line))));
    }
}

/// Hands over every line of a file with its number, from 1.
fn each_line(path: &Path, mut each: impl FnMut(u64, &[u8]) -> io::Result<()>) -> io::Result<()> {
    let mut source = open(path).map_err(at(path))?;
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let count = (&mut source).take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(at(path))?;
        if count == 0 {
            break;
        }
        if line.last() == Some(&b'\n') {
            line.pop();
        } else if count as u64 == LONGEST_LINE {
            let endless = format!("line {number} has no end: this is no text in columns");
            return Err(at(path)(io::Error::new(io::ErrorKind::InvalidData, endless)));
        }
        each(number, line.strip_suffix(b"\r").unwrap_or(&line))?;
    }
    Ok(())
}

/// Opens a text, or the text in an archive, whatever it is called.
fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    let mut file = File::open(path)?;
    if let Some(text) = archive::text(&mut file)? {
        return Ok(text);
    }
    Ok(decompressed(BufReader::new(file))?)
}

/// Has reports of this process read by the gazetteer of a file; returns its fingerprint.
///
/// # Errors
/// If the file cannot be read, or is no gazetteer that this version reads.
pub fn choose(path: &Path) -> io::Result<String> {
    Index::choose(path).map(Index::fingerprint).map_err(|error| remedy(at(path)(error)))
}

/// Reads all of the gazetteer of a file; returns it if it is as it was written.
///
/// # Errors
/// If the file cannot be read, or is no gazetteer that this version reads, or was changed since.
pub fn check(path: &Path) -> io::Result<Index> {
    let index = Index::open(path).map_err(|error| remedy(at(path)(error)))?;
    let changed = || io::Error::new(io::ErrorKind::InvalidData, "a gazetteer that was changed since it was made");
    if index.is_whole() { Ok(index) } else { Err(remedy(at(path)(changed()))) }
}

/// Adds what helps to an error over what stands in a gazetteer.
fn remedy(error: io::Error) -> io::Error {
    if error.kind() != io::ErrorKind::InvalidData {
        return error;
    }
    io::Error::new(error.kind(), format!("{error}: make it with `rashomon gazetteer import`"))
}

/// Where an imported gazetteer is kept unless the user says otherwise: in the folder for data of the user's programs.
/// `None` where there is no such folder.
pub fn usual_path() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        variable("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        variable("XDG_DATA_HOME").or_else(|| variable("HOME").map(|home| home.join(".local/share")))
    };
    folder.map(|folder| folder.join("rashomon").join("places.gazetteer"))
}

#[cfg(test)]
mod tests;
