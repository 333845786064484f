//! What figures measure, from `lexicon/measures.toml`.

use smol_str::SmolStr;

/// How the value of a measure goes on in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
}

/// The measure of that id.
pub fn measure(id: &str) -> Option<&'static Measure> {
    let _ = id;
    None
}
