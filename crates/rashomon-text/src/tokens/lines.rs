//! Whether a text's lines were broken by hand at a width, or end where a sentence or paragraph ends.

use super::chars::is_blank;

/// No text is wrapped wider, in bytes.
const WIDEST: usize = 132;
/// Nor narrower.
const NARROWEST: usize = 40;
/// A break that the next word would have passed by fewer bytes was forced by the width.
const SLACK: usize = 8;

/// The width in bytes that a text is wrapped at, if it is. Only lines that break off in mid-sentence tell; paragraphs in one
/// line may stand among them.
pub(super) fn width(text: &str) -> Option<usize> {
    let pairs = || text.lines().zip(text.lines().skip(1)).map(|(line, next)| (line.trim(), next.trim()));
    let mut lengths: Vec<usize> =
        pairs().filter(|(line, next)| breaks_off(line, next)).map(|(line, _)| line.len()).collect();
    lengths.sort_unstable();
    let width = *lengths.get(lengths.len() * 9 / 10)?;
    if !(NARROWEST..=WIDEST).contains(&width) {
        return None;
    }
    let mut breaks = Breaks::default();
    pairs().filter(|(line, next)| breaks_off(line, next)).for_each(|(line, next)| breaks.count(line, next, width));
    breaks.wrapped().then_some(width)
}

/// Whether a line ends with no full stop and another follows.
fn breaks_off(line: &str, next: &str) -> bool {
    !line.is_empty() && !next.is_empty() && !line.ends_with(['.', '!', '?', '"', '”', ':'])
}

/// Whether a line of that length was broken because the next word did not fit.
pub(super) fn forced(length: usize, next_word: usize, width: usize) -> bool {
    length + 1 + next_word + SLACK > width
}

/// Line breaks inside paragraphs, after no full stop.
#[derive(Default)]
struct Breaks {
    all: usize,
    before_lower_case: usize,
    forced: usize,
}

impl Breaks {
    fn count(&mut self, line: &str, next: &str, width: usize) {
        let Some(first) = next.chars().next() else { return };
        let word = next.find(is_blank).unwrap_or(next.len());
        self.all += 1;
        self.before_lower_case += usize::from(first.is_lowercase());
        self.forced += usize::from(forced(line.len(), word, width));
    }

    fn wrapped(&self) -> bool {
        self.before_lower_case * 10 > self.all * 3 || (self.all >= 3 && self.forced * 10 > self.all * 7)
    }
}
