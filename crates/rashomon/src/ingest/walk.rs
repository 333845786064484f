//! From inputs to a list of files, in a fixed order, each with a format and a name of its own.

use super::codes::{NO_FILES, OTHER_ENDING, UNREADABLE};
use super::{Diagnostic, Input};
use ignore::{DirEntry, WalkBuilder};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// One report, perhaps with a header.
    Text,
    /// One page.
    Page,
    /// One report a line.
    Lines,
}

impl Format {
    /// By the ending of a file name, that of a compression aside.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let name = uncompressed(path.file_name()?.to_str()?);
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "txt" | "text" | "md" | "markdown" => Some(Self::Text),
            "html" | "htm" | "xhtml" => Some(Self::Page),
            "jsonl" | "ndjson" => Some(Self::Lines),
            _ => None,
        }
    }
}

/// A file to read.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Where it lies; "-" for standard input.
    pub path: PathBuf,
    /// None: to be guessed from how it begins.
    pub format: Option<Format>,
    /// Name of its report, or what the names of its records start with.
    pub name: String,
    /// Bytes on the disk; `None` where it is a stream.
    pub size: Option<u64>,
    /// Whether the user named it, rather than a folder that it lies in.
    pub named: bool,
    /// Path below the input that it was found in.
    below: String,
}

/// A file, or why there is none.
pub(super) type Entry = Result<Found, Diagnostic>;

/// Every file of the inputs in their order, folders in the order of names; a file that is reached
/// twice is read once.
pub(super) fn files(inputs: &[Input]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = inputs.iter().flat_map(of_input).collect();
    if inputs.len() > 1 {
        drop_repeated(&mut entries);
    }
    name_apart(&mut entries);
    entries
}

fn of_input(input: &Input) -> Vec<Entry> {
    match input {
        Input::Standard => vec![Ok(standard())],
        Input::Path(path) if path.is_dir() => of_folder(path),
        Input::Path(path) => vec![of_file(path)],
    }
}

fn standard() -> Found {
    Found { path: "-".into(), format: None, name: "stdin".into(), size: None, named: true, below: "stdin".into() }
}

fn of_file(path: &Path) -> Entry {
    let metadata = path.metadata().map_err(|problem| unreadable(path, &problem))?;
    let size = metadata.is_file().then_some(metadata.len());
    let below = path.to_string_lossy().into_owned();
    Ok(Found { path: path.into(), format: Format::of(path), name: stem(path), size, named: true, below })
}

fn of_folder(root: &Path) -> Vec<Entry> {
    let walk = WalkBuilder::new(root)
        .standard_filters(false)
        .hidden(true)
        .follow_links(true)
        .sort_by_file_name(|a, b| a.cmp(b))
        .build();
    let entries: Vec<Entry> = walk.filter_map(|entry| of_entry(root, entry)).collect();
    if entries.is_empty() {
        return vec![Err(Diagnostic::new(NO_FILES, root, "no file of this folder can be read"))];
    }
    entries
}

fn of_entry(root: &Path, entry: Result<DirEntry, ignore::Error>) -> Option<Entry> {
    let entry = match entry {
        Ok(entry) => entry,
        Err(problem) => return Some(Err(failed(root, &problem))),
    };
    let kind = entry.file_type()?;
    if kind.is_dir() {
        return None;
    }
    let path = entry.path();
    if !kind.is_file() {
        return Some(Err(Diagnostic::new(OTHER_ENDING, path, "passed over: a device or a pipe")));
    }
    let Some(format) = Format::of(path) else {
        return Some(Err(Diagnostic::new(OTHER_ENDING, path, "passed over: its ending says that it is no report")));
    };
    let size = path.metadata().ok().map(|metadata| metadata.len());
    let below = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    Some(Ok(Found { path: path.into(), format: Some(format), name: stem(path), size, named: false, below }))
}

/// The diagnostic for a folder, a link or a loop that the walk could not pass.
fn failed(root: &Path, problem: &ignore::Error) -> Diagnostic {
    match problem {
        ignore::Error::WithPath { path, err } => failed(path, err),
        ignore::Error::WithDepth { err, .. } => failed(root, err),
        ignore::Error::Loop { child, ancestor } => {
            Diagnostic::new(UNREADABLE, child, format!("a link that leads back to {}", ancestor.display()))
                .with_hint("remove the link")
        }
        ignore::Error::Io(problem) => unreadable(root, problem),
        other => Diagnostic::new(UNREADABLE, root, other.to_string()),
    }
}

pub(super) fn unreadable(path: &Path, problem: &std::io::Error) -> Diagnostic {
    Diagnostic::new(UNREADABLE, path, format!("cannot be read: {problem}"))
}

fn drop_repeated(entries: &mut Vec<Entry>) {
    let mut seen = HashSet::new();
    entries.retain(|entry| match entry {
        Ok(found) => seen.insert(found.path.canonicalize().unwrap_or_else(|_| found.path.clone())),
        Err(_) => true,
    });
}

/// Where a stem stands for several files, each takes its path below the input instead, and where
/// that is not enough, its path as given.
fn name_apart(entries: &mut [Entry]) {
    for widen in [|found: &Found| found.below.clone(), |found: &Found| found.path.to_string_lossy().into_owned()] {
        let mut uses: HashMap<String, u32> = HashMap::new();
        for found in entries.iter().flatten() {
            *uses.entry(found.name.clone()).or_default() += 1;
        }
        for found in entries.iter_mut().flatten() {
            if uses[&found.name] > 1 {
                found.name = widen(found);
            }
        }
    }
}

/// The name without its ending: `000.txt.gz` is `000`.
fn stem(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let name = uncompressed(&name);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem.into(),
        _ => name.into(),
    }
}

/// A file name without the ending of a compression.
fn uncompressed(name: &str) -> &str {
    let compressed = |end: &&str| name.len() > end.len() && name.to_ascii_lowercase().ends_with(end);
    match [".gz", ".zst"].iter().find(|end| compressed(end)) {
        Some(end) => &name[..name.len() - end.len()],
        None => name,
    }
}
