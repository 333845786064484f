//! One document and where it came from.

use crate::interval::DateInterval;
use crate::range::TextRange;
use jiff::civil::Date;
use std::fmt;

/// Longest text of a report, in bytes; what is longer is cut at a character boundary, so that
/// offsets always fit into [`TextRange`]. Ingest refuses far smaller reports than this.
pub const MAX_BYTES: usize = 1 << 30;

/// The BLAKE3 hash of a report's text and provenance, the first 16 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportId(pub [u8; 16]);

impl fmt::Display for ReportId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ReportId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReportId({self})")
    }
}

/// When a report was published, and how we know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Published {
    /// From a header, a record's field or a page's metadata.
    Given(Date),
    /// From a dateline or an "Updated …" line in the text.
    Stated(Date),
    /// Nothing says so: relative dates of the report stay unresolved.
    #[default]
    Unknown,
}

impl Published {
    /// The day, where it is known.
    pub fn date(self) -> Option<Date> {
        match self {
            Self::Given(date) | Self::Stated(date) => Some(date),
            Self::Unknown => None,
        }
    }

    /// The day as an interval; open on both sides where it is unknown.
    pub fn interval(self) -> DateInterval {
        self.date().map_or_else(DateInterval::unknown, DateInterval::day)
    }
}

/// Where a report came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// Headline, where it stands apart from the body.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was published.
    pub published: Published,
    /// Its address.
    pub url: Option<String>,
}

/// One document: immutable text and its provenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    id: ReportId,
    name: String,
    text: String,
    /// Code points before every [`STRIDE`]th byte, so that a position is found without counting from the start.
    counted: Box<[u32]>,
    provenance: Provenance,
}

/// Bytes between two entries of [`Report::counted`].
const STRIDE: usize = 4096;

/// Number of code points that begin in these bytes.
fn code_points(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

impl Report {
    /// A report called `name` ("000" for `000.txt`) with its body and provenance.
    pub fn new(name: impl Into<String>, text: impl Into<String>, provenance: Provenance) -> Self {
        let mut text = text.into();
        if text.len() > MAX_BYTES {
            let cut = (0..=MAX_BYTES).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
            text.truncate(cut);
        }
        let id = Self::identity(&text, &provenance);
        let mut before = 0;
        let counted = text.as_bytes().chunks(STRIDE).map(|chunk| {
            before += code_points(chunk) as u32;
            before - code_points(chunk) as u32
        });
        Self { id, name: name.into(), counted: counted.collect(), text, provenance }
    }

    /// Unicode code points before a byte of the text.
    fn code_points_before(&self, byte: usize) -> usize {
        let chunk = byte / STRIDE;
        let Some(&before) = self.counted.get(chunk) else { return code_points(self.text.as_bytes()) };
        before as usize + code_points(&self.text.as_bytes()[chunk * STRIDE..byte])
    }

    fn identity(text: &str, provenance: &Provenance) -> ReportId {
        let mut hasher = blake3::Hasher::new();
        hasher.update(text.as_bytes());
        for field in [&provenance.title, &provenance.outlet, &provenance.author, &provenance.url] {
            hasher.update(&[0]);
            hasher.update(field.as_deref().unwrap_or_default().as_bytes());
        }
        if let Some(date) = provenance.published.date() {
            let given = matches!(provenance.published, Published::Given(_));
            hasher.update(&[u8::from(given)]);
            hasher.update(date.to_string().as_bytes());
        }
        let mut id = [0; 16];
        id.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        ReportId(id)
    }

    /// The hash of its content.
    pub fn id(&self) -> ReportId {
        self.id
    }

    /// Its short name, as exports write it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its body; every range of every layer points into it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where it came from.
    pub fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    /// The words of `range`, moved out to character boundaries and into bounds where need be.
    pub fn excerpt(&self, range: TextRange) -> Excerpt<'_> {
        let mut start = range.start().min(self.text.len());
        let mut end = range.end().min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        Excerpt { report: self, range: TextRange::of(start, end) }
    }
}

/// A report and a range of it: in bounds and on character boundaries, since only the report makes one.
#[derive(Clone, Copy)]
pub struct Excerpt<'r> {
    report: &'r Report,
    range: TextRange,
}

impl<'r> Excerpt<'r> {
    /// Where it stands.
    pub fn range(&self) -> TextRange {
        self.range
    }

    /// The report that it stands in.
    pub fn report(&self) -> &'r Report {
        self.report
    }

    /// Its words.
    pub fn text(&self) -> &'r str {
        &self.report.text[self.range.start()..self.range.end()]
    }

    /// Start and end in Unicode code points of the body, as exports count them.
    pub fn code_points(&self) -> (usize, usize) {
        let before = self.report.code_points_before(self.range.start());
        (before, before + code_points(self.text().as_bytes()))
    }
}

impl fmt::Debug for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{} {:?}", self.range.start(), self.range.end(), self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_code_points() {
        let text = "ä€𝄞b".repeat(3_000);
        let report = Report::new("r", text.clone(), Provenance::default());
        for (count, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(report.excerpt(TextRange::of(byte, text.len())).code_points(), (count, 12_000));
        }
        let end = TextRange::of(text.len(), text.len() + 7);
        assert_eq!(report.excerpt(end).code_points(), (12_000, 12_000));
    }
}
