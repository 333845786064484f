//! The text in a zip archive: enough of the format for the archives in which GeoNames comes.

use flate2::bufread::DeflateDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

const ARCHIVE: &[u8] = b"PK\x03\x04";
const ENTRY: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
/// Bytes from the end mark to the end, with the longest comment.
const TAIL: u64 = 22 + 0xFFFF;

/// A file in an archive.
struct Entry {
    name: String,
    method: u32,
    packed: u64,
    size: u64,
    start: u64,
}

/// The longest text of an archive, unpacked; `None` where the file is no archive, which is then back at its start.
pub(super) fn text(file: &mut File) -> io::Result<Option<Box<dyn BufRead>>> {
    let mut start = Vec::new();
    file.take(ARCHIVE.len() as u64).read_to_end(&mut start)?;
    file.seek(SeekFrom::Start(0))?;
    if start != ARCHIVE {
        return Ok(None);
    }
    let texts = entries(file)?.into_iter().filter(|entry| entry.name.ends_with(".txt") && entry.name != "readme.txt");
    let Some(entry) = texts.max_by_key(|entry| entry.size) else { return Err(broken("no .txt in this archive")) };
    file.seek(SeekFrom::Start(entry.start))?;
    let mut head = [0; 30];
    file.read_exact(&mut head)?;
    let skipped = number(&head, 26, 2) + number(&head, 28, 2);
    file.seek(SeekFrom::Start(entry.start + 30 + skipped))?;
    let packed = BufReader::new(file.try_clone()?).take(entry.packed);
    match entry.method {
        0 => Ok(Some(Box::new(packed))),
        8 => Ok(Some(Box::new(BufReader::new(DeflateDecoder::new(packed))))),
        _ => Err(broken("packed in a way that this program does not know: unpack it first")),
    }
}

fn entries(file: &mut File) -> io::Result<Vec<Entry>> {
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    let end = tail.windows(END.len()).rposition(|window| window == END);
    let end = end
        .and_then(|at| tail.get(at..at + 22))
        .ok_or_else(|| broken("the end of this archive is missing: fetch it again"))?;
    let (size, start) = (number(end, 12, 4), number(end, 16, 4));
    if size > length || start > length {
        return Err(broken("this archive is damaged or larger than 4 GB: unpack it first"));
    }
    file.seek(SeekFrom::Start(start))?;
    let mut list = Vec::new();
    file.take(size).read_to_end(&mut list)?;
    let mut rest = list.as_slice();
    let mut entries = Vec::new();
    while rest.starts_with(ENTRY) && rest.len() >= 46 {
        let (name, extra, comment) = (number(rest, 28, 2), number(rest, 30, 2), number(rest, 32, 2));
        let bytes = rest.get(46..46 + name as usize).unwrap_or_default();
        entries.push(Entry {
            name: String::from_utf8_lossy(bytes).into_owned(),
            method: number(rest, 10, 2) as u32,
            packed: number(rest, 20, 4),
            size: number(rest, 24, 4),
            start: number(rest, 42, 4),
        });
        rest = rest.get((46 + name + extra + comment) as usize..).unwrap_or_default();
    }
    Ok(entries)
}

fn number(bytes: &[u8], at: usize, width: usize) -> u64 {
    let bytes = bytes.get(at..at + width).unwrap_or_default();
    bytes.iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte))
}

fn broken(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}
