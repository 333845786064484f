//! Opens files and streams: decompressed by their first bytes, counted, read up to a limit.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes asked of the disk at a time.
const CHUNK: usize = 1 << 16;

/// Opens a file, or standard input for "-", and takes a compression off.
pub(super) fn open(path: &Path, read: Arc<AtomicU64>) -> io::Result<Box<dyn BufRead + Send>> {
    let raw: Box<dyn Read + Send> = match path.to_str() {
        Some("-") => Box::new(io::stdin()),
        _ => Box::new(File::open(path)?),
    };
    decompressed(BufReader::with_capacity(CHUNK, Counted { inner: raw, read }))
}

/// Takes a compression off, known by its first bytes.
pub(crate) fn decompressed(mut raw: impl BufRead + Send + 'static) -> io::Result<Box<dyn BufRead + Send>> {
    let start = raw.fill_buf()?;
    if start.starts_with(&[0x1F, 0x8B]) {
        let plain = flate2::bufread::MultiGzDecoder::new(raw);
        return Ok(Box::new(BufReader::with_capacity(CHUNK, plain)));
    }
    if start.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
        let plain = zstd::Decoder::with_buffer(raw)?;
        return Ok(Box::new(BufReader::with_capacity(CHUNK, plain)));
    }
    Ok(Box::new(raw))
}

/// Counts what is read, for progress, and fills every buffer that it can fill: what a pipe delivers
/// in small pieces must not decide what it is taken for.
struct Counted<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.inner.read(&mut buffer[filled..]) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(problem) if problem.kind() == io::ErrorKind::Interrupted => {}
                Err(problem) if filled == 0 => return Err(problem),
                Err(_) => break, // comes again at the next call
            }
        }
        self.read.fetch_add(filled as u64, Ordering::Relaxed);
        Ok(filled)
    }
}

/// A stretch of bytes, or that it was longer than the limit.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stretch {
    Bytes(Vec<u8>),
    TooLong,
    /// So much longer that its end was not looked for.
    Endless,
}

/// Everything up to the end.
pub(super) fn read_all(source: &mut dyn BufRead, limit: u64) -> io::Result<Stretch> {
    let mut bytes = Vec::new();
    source.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(if bytes.len() as u64 > limit { Stretch::TooLong } else { Stretch::Bytes(bytes) })
}

/// How many times the limit a line may be long for the next one to be looked for; behind it stands
/// nothing but a bomb.
const PATIENCE: u64 = 64;

/// The next line without its line feed; a line that is too long is read to its end and not kept.
/// `None` at the end.
pub(super) fn read_line(source: &mut dyn BufRead, limit: u64) -> io::Result<Option<Stretch>> {
    let mut line = Vec::new();
    let count = (&mut *source).take(limit.saturating_add(1)).read_until(b'\n', &mut line)?;
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if count as u64 > limit {
        return skip_line(source, limit.saturating_mul(PATIENCE)).map(Some);
    }
    Ok((count > 0).then_some(Stretch::Bytes(line)))
}

fn skip_line(source: &mut dyn BufRead, most: u64) -> io::Result<Stretch> {
    let mut skipped = 0;
    while skipped < most {
        let bytes = source.fill_buf()?;
        let found = bytes.iter().position(|byte| *byte == b'\n');
        let length = found.map_or(bytes.len(), |at| at + 1);
        source.consume(length);
        if found.is_some() || length == 0 {
            return Ok(Stretch::TooLong);
        }
        skipped += length as u64;
    }
    Ok(Stretch::Endless)
}
