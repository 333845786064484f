//! Files in memory without reading them.

use memmap2::Mmap;
use std::fs::File;
use std::io;
use std::path::Path;

/// The bytes of a file, fetched by the operating system when they are looked at; they stay until the process ends.
pub(super) fn file(path: &Path) -> io::Result<&'static [u8]> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file"));
    }
    if metadata.len() == 0 {
        return Ok(&[]);
    }
    Ok(Box::leak(Box::new(map(&file)?)))
}

// SAFETY: the bytes must stay as they are while they are mapped, which no program can enforce. Nothing of ours writes into
// a gazetteer: `gazetteer import` writes a new file and renames it, and who has the old one mapped keeps the old one. If
// somebody else writes into it, whatever is read from it is taken as bytes from anywhere, with checks at every use:
// places are wrong or missing. If somebody cuts it off, looking behind its end stops the process by a signal; a case loses
// at most the report in hand, as with any other kill.
#[allow(unsafe_code)]
fn map(file: &File) -> io::Result<Mmap> {
    unsafe { Mmap::map(file) }
}
