//! What figures measure, from `lexicon/measures.toml`, and what classes of things are counted, from
//! `lexicon/counted.toml`.

mod check;
mod classes;
mod table;

pub use check::check;
pub use classes::{Classes, class_name};
pub(crate) use table::{Role, Table, table};

use smol_str::SmolStr;

/// One measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Id: "killed".
    pub id: SmolStr,
    /// How a question says it, after what is counted: "killed", "under control of".
    pub label: SmolStr,
    /// Measures whose figures hold this one's: killed within irrecoverable within losses.
    pub within: Vec<SmolStr>,
    /// How it goes on in time.
    pub accumulation: Accumulation,
    /// Whether the subject of its verb is whose the counted are: "Northland lost 40 soldiers".
    pub owner: bool,
}

/// How the value of a measure goes on in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Accumulation {
    /// Adds up since a beginning and only grows, save by correction: deaths.
    Cumulative,
    /// Holds at a moment and may rise and fall: troops deployed, people trapped.
    Stock,
    /// So much in one period: drones launched last night.
    Flow,
    /// Does not change: a distance, a magnitude.
    Fixed,
}

/// Measure of a count of which no word says what it measures.
pub const COUNT: &str = "count";

/// Measure of a claim without a figure.
pub const STATEMENT: &str = "statement";

/// The measure of that id.
pub fn measure(id: &str) -> Option<&'static Measure> {
    let measures = &table().measures;
    let at = measures.binary_search_by(|measure| measure.id.as_str().cmp(id)).ok()?;
    Some(&measures[at])
}

/// Whether every figure of `inner` is part of one of `outer`: killed, of losses. A measure lies within itself.
pub fn is_within(inner: &str, outer: &str) -> bool {
    lies_within(inner, outer, 8)
}

fn lies_within(inner: &str, outer: &str, depth: usize) -> bool {
    inner == outer
        || depth > 0
            && measure(inner).is_some_and(|found| found.within.iter().any(|next| lies_within(next, outer, depth - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containment_runs_through_the_table() {
        let check = |inner, outer, expected| assert_eq!(is_within(inner, outer), expected, "{inner} {outer}");
        check("killed", "irrecoverable", true);
        check("killed", "losses", true);
        check("losses", "killed", false);
        check("injured", "killed", false);
        check("distance", "distance", true);
        check("no such measure", "losses", false);
    }

    #[test]
    fn measures_are_found_by_id() {
        assert_eq!(measure("killed").map(|found| found.accumulation), Some(Accumulation::Cumulative));
        assert_eq!(measure("trapped").map(|found| found.accumulation), Some(Accumulation::Stock));
        assert!(measure(COUNT).is_none());
    }
}
