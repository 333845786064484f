//! The text in a zip archive, as GeoNames packs its dumps.

use flate2::bufread::DeflateDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

const ARCHIVE: &[u8] = b"PK\x03\x04";

/// The longest text of an archive, unpacked; `None` where the file is no archive, which is then back at its start.
pub(super) fn text(file: &mut File) -> io::Result<Option<Box<dyn BufRead>>> {
    let mut start = Vec::new();
    file.take(ARCHIVE.len() as u64).read_to_end(&mut start)?;
    file.seek(SeekFrom::Start(0))?;
    if start != ARCHIVE {
        return Ok(None);
    }
    let mut archive = ZipArchive::new(file.try_clone()?).map_err(damaged)?;
    let mut longest: Option<(u64, u64, u64, CompressionMethod)> = None;
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(damaged)?;
        let name = entry.name();
        let text = name.ends_with(".txt") && name != "readme.txt";
        if text && longest.is_none_or(|(size, ..)| entry.size() > size) {
            let start = entry.data_start().ok_or_else(|| broken("damaged: fetch it again"))?;
            longest = Some((entry.size(), start, entry.compressed_size(), entry.compression()));
        }
    }
    let Some((_, start, packed, method)) = longest else { return Err(broken("no .txt in this archive")) };
    file.seek(SeekFrom::Start(start))?;
    let packed = BufReader::new(file.try_clone()?).take(packed);
    match method {
        CompressionMethod::Stored => Ok(Some(Box::new(packed))),
        CompressionMethod::Deflated => Ok(Some(Box::new(BufReader::new(DeflateDecoder::new(packed))))),
        _ => Err(broken("packed in a way that this program does not know: unpack it first")),
    }
}

fn damaged(error: ZipError) -> io::Error {
    broken(&format!("{error}: fetch it again"))
}

fn broken(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}
