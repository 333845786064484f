//! Imports of small dumps of our own.

use super::*;
use std::io::Write;

/// A line of a dump: id, name, other names, latitude, longitude, class, code, country, two divisions, population.
fn line(id: u32, name: &str, others: &str, at: (f64, f64), kind: &str, codes: &str, people: u64) -> String {
    let (latitude, longitude) = at;
    let kind = kind.replace('.', "\t");
    let codes: Vec<&str> = codes.split('.').chain(["", ""]).take(3).collect();
    let (country, first, second) = (codes[0], codes[1], codes[2]);
    format!(
        "{id}\t{name}\t{name}\t{others}\t{latitude}\t{longitude}\t{kind}\t{country}\t\t{first}\t{second}\t\t\t{people}\t\t1\tEurope/Oslo\t2031-01-01\n"
    )
}

fn dump() -> String {
    [
        line(1, "Velmora Kommune", "", (60.0, 10.0), "A.ADM2", "NO.46.4601", 9_000),
        line(2, "Zarnova", "Sarnova,Зарнова,ZRN", (60.1, 10.2), "P.PPL", "NO.46.4601", 40),
        line(3, "Zarnova", "", (65.0, 14.0), "P.PPLA3", "NO.18.1801", 70_000),
        line(4, "Karelmark Hotel", "", (60.0, 10.0), "S.HTL", "NO.46.4601", 0),
        line(5, "Old Zarnova", "", (61.0, 10.0), "P.PPLQ", "NO.46.4601", 0),
        line(6, "Estmark Island", "", (59.0, 9.0), "T.ISL", "NO.46", 0),
    ]
    .concat()
}

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Imports a dump; the diagnostics, and the gazetteer or why there is none.
    fn import(&self, dump: &[u8], names: Option<&str>, only: bool) -> (Vec<String>, io::Result<(Imported, Index)>) {
        std::fs::write(self.path("NO.txt"), dump).unwrap();
        let alternate_names = names.map(|names| {
            std::fs::write(self.path("names.txt"), names).unwrap();
            self.path("names.txt")
        });
        let what = Import { dump: self.path("NO.txt"), alternate_names, output: self.path("deep/er/out"), only };
        let mut said = Vec::new();
        let result = import(&what, &mut |event| {
            if let Event::Diagnostic(diagnostic) = event {
                said.push(diagnostic.to_string());
            }
        });
        let index = result.map(|result| {
            let bytes = std::fs::read(&what.output).unwrap();
            (result, Index::read(bytes.leak()).unwrap())
        });
        (said, index)
    }
}

fn found(index: &Index, name: &str) -> Vec<(Precision, f64)> {
    index.find(name).iter().map(|row| (row.precision, (row.location.latitude * 10.0).round() / 10.0)).collect()
}

#[test]
fn settlements_divisions_and_islands_become_places() {
    let (said, result) = Desk::new().import(dump().as_bytes(), None, true);
    let (result, index) = result.unwrap();
    assert_eq!(said, [""; 0]);
    assert_eq!(result, Imported { places: 4, passed_over: 2, ..Imported::default() });
    assert_eq!(found(&index, "Zarnova"), [(Precision::Settlement, 65.0), (Precision::Settlement, 60.1)]);
    assert_eq!(found(&index, "sarnova"), [(Precision::Settlement, 60.1)]);
    assert_eq!(found(&index, "Velmora Kommune"), [(Precision::Admin2, 60.0)]);
    assert_eq!(found(&index, "Estmark Island"), [(Precision::Region, 59.0)]);
    assert!(found(&index, "Karelmark Hotel").is_empty() && found(&index, "Trondheim").is_empty());
}

#[test]
fn other_countries_are_taken_over() {
    let (_, result) = Desk::new().import(dump().as_bytes(), None, false);
    let (result, index) = result.unwrap();
    assert!(result.taken_over > 200_000, "{result:?}");
    let countries = |name: &str| -> Vec<_> { index.find(name).iter().map(|row| index.code(row.country)).collect() };
    assert!(countries("Uppsala").contains(&Some("SE".into())));
    assert!(!countries("Trondheim").contains(&Some("NO".into())), "Norway is as the dump has it");
}

#[test]
fn english_names_are_added() {
    let names = "1\t2\ten\tTharnova\t\t\t\t\n2\t2\tde\tZarnau\t\t\t\t\n3\t3\ten\tOldtown\t\t\t\t1\n4\t99\ten\tNowhere\t\t\t\t\n";
    let (said, result) = Desk::new().import(dump().as_bytes(), Some(names), true);
    let (_, index) = result.unwrap();
    assert_eq!(said, [""; 0]);
    assert_eq!(found(&index, "Tharnova"), [(Precision::Settlement, 60.1)]);
    assert!(found(&index, "Zarnau").is_empty() && found(&index, "Oldtown").is_empty());
}

#[test]
fn bad_lines_are_named_and_left_out() {
    let mut bytes = dump().into_bytes();
    bytes.extend(b"7\tshort line\n8\t\xFF\n");
    bytes.extend(line(9, "Farnova", "", (95.0, 0.0), "P.PPL", "NO", 1).bytes());
    let desk = Desk::new();
    let (said, result) = desk.import(&bytes, None, true);
    assert_eq!(result.unwrap().0.bad, 3);
    let path = desk.path("NO.txt").display().to_string();
    for (said, line, what) in [(&said[0], 7, "too few columns"), (&said[1], 8, "UTF-8"), (&said[2], 9, "latitude")] {
        assert!(said.contains(&format!("{path}:{line}:")) && said.contains(what), "{said}");
    }
}

#[test]
fn what_is_no_dump_leaves_nothing_behind() {
    let desk = Desk::new();
    let (said, result) = desk.import(b"Dear editor,\nno places here.\n", None, false);
    assert_eq!(said.len(), 2);
    let error = result.map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("NO.txt") && error.contains("is it a dump of GeoNames?"), "{error}");
    assert!(std::fs::read_dir(desk.path("deep/er")).unwrap().next().is_none());
}

#[test]
fn same_dump_same_bytes() {
    let fingerprint = || Desk::new().import(dump().as_bytes(), None, true).1.unwrap().1.fingerprint();
    assert_eq!(fingerprint(), fingerprint());
}

/// An archive as GeoNames makes them: a readme and the text, deflated.
fn archive(text: &str) -> Vec<u8> {
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for (name, text) in [("readme.txt", "Read me, I am a readme."), ("NO.txt", text)] {
        let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(text.as_bytes()).unwrap();
        let packed = packer.finish().unwrap();
        let mut sizes = Vec::new();
        for size in [0, packed.len(), text.len()] {
            sizes.extend((size as u32).to_le_bytes());
        }
        sizes.extend((name.len() as u16).to_le_bytes());
        sizes.extend([0, 0]);
        list.extend(b"PK\x01\x02\x14\0\x14\0\0\0\x08\0\0\0\0\0");
        list.extend(&sizes);
        list.extend([0; 10]);
        list.extend((bytes.len() as u32).to_le_bytes());
        list.extend(name.as_bytes());
        bytes.extend(b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0");
        bytes.extend(&sizes);
        bytes.extend(name.as_bytes());
        bytes.extend(packed);
    }
    let (start, size) = (bytes.len() as u32, list.len() as u32);
    bytes.extend(list);
    bytes.extend(b"PK\x05\x06\0\0\0\0\x02\0\x02\0");
    bytes.extend(size.to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

#[test]
fn archives_are_read_as_they_come() {
    let plain = Desk::new().import(dump().as_bytes(), None, true).1.unwrap();
    let packed = Desk::new().import(&archive(&dump()), None, true).1.unwrap();
    assert_eq!((plain.0, plain.1.fingerprint()), (packed.0, packed.1.fingerprint()));
    let cut = Desk::new().import(&archive(&dump())[..200], None, true).1;
    assert!(cut.map(|_| ()).unwrap_err().to_string().contains("archive"));
}
