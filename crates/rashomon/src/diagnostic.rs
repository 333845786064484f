//! What went wrong while reading, or is worth knowing: stable code, place, and what to do.

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something was passed over by rule, as documented.
    Note,
    /// The report was read, but a part of what it says of itself is lost.
    Warning,
    /// A report, a line or a file could not be read.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// One kind of diagnostic. Codes are stable: one that was ever released keeps its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Letter of the stage and number: "I001".
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What the reader can do about it.
    pub hint: &'static str,
}

/// Where in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// All of it.
    #[default]
    Whole,
    /// A line, counted from 1.
    Line(u64),
    /// A byte, counted from 0, of the text as decoded and decompressed.
    Byte(u64),
}

/// Something to tell the user. Displays in one line:
///
/// ```
/// use rashomon::diagnostic::{Diagnostic, Kind, Place, Severity};
///
/// let kind = Kind { code: "I007", severity: Severity::Error, hint: "write one object a line" };
/// let broken = Diagnostic::new(kind, "a.jsonl", "not JSON").at(Place::Line(3));
/// assert_eq!(broken.to_string(), "error[I007] a.jsonl:3: not JSON; write one object a line");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code: "I001".
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The file; "-" is standard input.
    pub path: PathBuf,
    /// Where in it.
    pub place: Place,
    /// What is wrong, in plain words.
    pub message: String,
    /// What to do about it.
    pub hint: Cow<'static, str>,
}

impl Diagnostic {
    /// A diagnostic about the whole of a file, with the hint of its kind.
    pub fn new(kind: Kind, path: impl AsRef<Path>, message: impl Into<String>) -> Self {
        Self {
            code: kind.code,
            severity: kind.severity,
            path: path.as_ref().to_path_buf(),
            place: Place::Whole,
            message: message.into(),
            hint: Cow::Borrowed(kind.hint),
        }
    }

    /// The same, about one place of the file.
    pub fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// The same with a hint of its own.
    pub fn with_hint(self, hint: impl Into<Cow<'static, str>>) -> Self {
        Self { hint: hint.into(), ..self }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}] {}", self.severity, self.code, OneLine(&self.path.to_string_lossy()))?;
        match self.place {
            Place::Whole => write!(f, ": ")?,
            Place::Line(line) => write!(f, ":{line}: ")?,
            Place::Byte(byte) => write!(f, ": byte {byte}: ")?,
        }
        write!(f, "{}; {}", OneLine(&self.message), self.hint)
    }
}

impl std::error::Error for Diagnostic {}

/// Text of files and file names with control characters taken out, so that it can neither break
/// the line nor steer the terminal.
struct OneLine<'t>(&'t str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            fmt::Write::write_char(f, if c.is_control() { '\u{FFFD}' } else { c })?;
        }
        Ok(())
    }
}
