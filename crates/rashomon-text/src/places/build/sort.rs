//! Keys of a gazetteer, sorted in runs outside memory and merged into its map.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Bytes of keys that are sorted in memory at a time.
const IN_MEMORY: usize = 64 << 20;

/// A key, how few live in its place (255 less the row's byte), and the place's number: so the most populous come first.
type Record = (Box<str>, u8, u32);

pub(super) struct Sorter {
    folder: PathBuf,
    records: Vec<Record>,
    bytes: usize,
    runs: Vec<File>,
}

impl Sorter {
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), records: Vec::new(), bytes: 0, runs: Vec::new() }
    }

    pub fn add(&mut self, key: &str, population: u8, id: u32) -> io::Result<()> {
        self.bytes += key.len() + size_of::<Record>();
        self.records.push((key.into(), 255 - population, id));
        if self.bytes > IN_MEMORY { self.spill() } else { Ok(()) }
    }

    fn sorted(&mut self) -> Vec<Record> {
        self.bytes = 0;
        let mut records = std::mem::take(&mut self.records);
        records.sort_unstable();
        records.dedup();
        records
    }

    fn spill(&mut self) -> io::Result<()> {
        let records = self.sorted();
        let mut file = unnamed(&self.folder, self.runs.len())?;
        let mut out = BufWriter::new(&mut file);
        for (key, rank, id) in &records {
            out.write_all(&[key.len() as u8, *rank])?;
            out.write_all(&id.to_le_bytes())?;
            out.write_all(key.as_bytes())?;
        }
        out.flush()?;
        drop(out);
        file.seek(SeekFrom::Start(0))?;
        self.runs.push(file);
        Ok(())
    }

    /// Writes the map and returns its length with the lists for keys of several places.
    pub fn write(mut self, out: &mut impl Write) -> io::Result<(u64, Vec<u8>)> {
        let last = self.sorted();
        let mut sources: Vec<Box<dyn Iterator<Item = io::Result<Record>>>> = Vec::new();
        for file in self.runs {
            sources.push(Box::new(Run(BufReader::new(file))));
        }
        sources.push(Box::new(last.into_iter().map(Ok)));
        let counted = Counted { out: BufWriter::new(out), count: 0 };
        let mut map = fst::MapBuilder::new(counted).map_err(io::Error::other)?;
        let mut lists = Vec::new();
        let (mut key, mut ids): (Box<str>, Vec<u32>) = (Box::default(), Vec::new());
        let mut merged = Merged::of(sources)?;
        while let Some((next, _, id)) = merged.next()? {
            if next != key {
                close(&mut map, &mut lists, &key, &ids)?;
                (key, ids) = (next, Vec::new());
            }
            if ids.len() < super::NAMESAKES && !ids.contains(&id) {
                ids.push(id);
            }
        }
        close(&mut map, &mut lists, &key, &ids)?;
        let mut counted = map.into_inner().map_err(io::Error::other)?;
        counted.flush()?;
        Ok((counted.count, lists))
    }
}

fn close<W: Write>(map: &mut fst::MapBuilder<W>, lists: &mut Vec<u8>, key: &str, ids: &[u32]) -> io::Result<()> {
    let value = match ids {
        [] => return Ok(()),
        [only] => u64::from(*only) << 1,
        several => {
            let start = lists.len() as u64;
            lists.push(several.len() as u8);
            lists.extend(several.iter().flat_map(|id| id.to_le_bytes().into_iter().take(3)));
            start << 1 | 1
        }
    };
    map.insert(key, value).map_err(io::Error::other)
}

/// A writer that knows how much it has written.
struct Counted<W> {
    out: W,
    count: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.count += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A sorted run in a file.
struct Run(BufReader<File>);

impl Iterator for Run {
    type Item = io::Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut head = [0; 6];
        match self.0.read_exact(&mut head) {
            Err(end) if end.kind() == io::ErrorKind::UnexpectedEof => return None,
            Err(error) => return Some(Err(error)),
            Ok(()) => {}
        }
        let mut key = vec![0; head[0] as usize];
        let read = self.0.read_exact(&mut key).and_then(|()| String::from_utf8(key).map_err(io::Error::other));
        let id = u32::from_le_bytes([head[2], head[3], head[4], head[5]]);
        Some(read.map(|key| (key.into(), head[1], id)))
    }
}

/// Several sorted runs as one.
struct Merged {
    sources: Vec<Box<dyn Iterator<Item = io::Result<Record>>>>,
    heads: BinaryHeap<Reverse<(Record, usize)>>,
}

impl Merged {
    fn of(sources: Vec<Box<dyn Iterator<Item = io::Result<Record>>>>) -> io::Result<Self> {
        let mut merged = Self { heads: BinaryHeap::new(), sources };
        (0..merged.sources.len()).try_for_each(|at| merged.refill(at))?;
        Ok(merged)
    }

    fn refill(&mut self, at: usize) -> io::Result<()> {
        if let Some(record) = self.sources[at].next().transpose()? {
            self.heads.push(Reverse((record, at)));
        }
        Ok(())
    }

    fn next(&mut self) -> io::Result<Option<Record>> {
        let Some(Reverse((record, at))) = self.heads.pop() else { return Ok(None) };
        self.refill(at)?;
        Ok(Some(record))
    }
}

/// A file that is gone as soon as it is closed.
fn unnamed(folder: &Path, number: usize) -> io::Result<File> {
    let path = folder.join(format!(".rashomon-{}-{number}.run", std::process::id()));
    let file = File::options().read(true).write(true).create_new(true).open(&path)?;
    std::fs::remove_file(&path)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_and_memory_come_to_the_same_map() {
        let map = |spill: bool| {
            let mut sorter = Sorter::new(&std::env::temp_dir().join(""));
            for id in 0..500_u32 {
                let key = format!("place {}", id * 7919 % 211);
                sorter.add(&key, (id % 200) as u8, id).unwrap();
                if spill && id % 97 == 0 {
                    sorter.spill().unwrap();
                }
            }
            let mut bytes = Vec::new();
            let (length, lists) = sorter.write(&mut bytes).unwrap();
            assert_eq!(length, bytes.len() as u64);
            (bytes, lists)
        };
        assert_eq!(map(false), map(true));
    }
}
