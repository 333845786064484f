//! What the gazetteer knows of a word as the name of a place.

use crate::places::Precision;
use crate::places::index::Index;

/// A number for how large the largest place of that name is, what it is and whether there are several; 0 for none.
pub(super) fn fame(word: &str) -> u64 {
    if !word.chars().next().is_some_and(char::is_uppercase) {
        return 0;
    }
    let rows = Index::shipped().map(|index| index.find(word)).unwrap_or_default();
    let mut rows = rows.iter().filter(|row| row.precision != Precision::Region);
    let Some(row) = rows.next() else { return 0 };
    let steps = [10.0, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];
    let size = steps.iter().filter(|&&step| row.population + 1.0 >= step).count() as u64;
    1 + size + 10 * row.precision as u64 + 100 * rows.next().is_some() as u64
}
