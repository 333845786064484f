//! Quoted stretches: curly, straight, single and double, and those that go on over paragraphs.

use crate::layer::Layer;
use crate::layers::Layers;
use crate::range::TextRange;
use std::ops::Range;

/// One quoted stretch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// With its marks.
    pub range: TextRange,
    /// Without its marks.
    pub inner: TextRange,
    /// Tokens of the inside.
    pub tokens: Range<usize>,
    /// Whether it goes on from a paragraph that ended without a closing mark.
    pub continues: bool,
    /// Whether a closing mark was found.
    pub closed: bool,
}

/// Finds the quoted stretches; needs tokens and sentences.
pub fn find(layers: &Layers) -> Layer<Quote> {
    let _ = layers;
    Layer::default()
}
