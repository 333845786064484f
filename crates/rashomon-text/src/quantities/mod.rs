//! Numbers with their bounds, approximation and units.

pub(crate) mod atoms;
pub(crate) mod lexicon;
pub(crate) mod terms;

use crate::interval::Interval;
use crate::layer::Layer;
use crate::layers::Layers;
use crate::range::TextRange;
use smol_str::SmolStr;
use std::ops::Range;

/// What sort of number it is; only some are figures of a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuantityKind {
    /// A count of things: "15,000 soldiers", "dozens of villages".
    Count,
    /// A length, area, volume, mass, speed, energy …: "20 miles".
    Physical,
    /// An amount of money.
    Money,
    /// A share of a whole: "40 %", "a fifth", "one in ten".
    Share,
    /// So much in so much time or per something: "200-300 metres a day".
    Rate,
    /// How many times as many: "three times".
    Multiple,
    /// A stretch of time: "five months".
    Duration,
    /// An age: "43-year-old".
    Age,
    /// "third", "2nd".
    Ordinal,
    /// A calendar date or a part of one: "2024", "6 August".
    Date,
    /// A time of day: "11.30am".
    Clock,
    /// Part of a name: "S-300", "155th Brigade", "Route 66", "Boeing 737".
    Label,
    /// A score or result of a game or vote that is no count of its own: "2-1".
    Score,
}

impl QuantityKind {
    /// Whether the ledger keeps numbers of this kind as figures.
    pub fn is_figure(self) -> bool {
        matches!(self, Self::Count | Self::Physical | Self::Money | Self::Share | Self::Rate | Self::Multiple)
    }
}

/// One quantity as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Its words: bound and approximation words, number and unit, without what is counted:
    /// "nearly 15,000", "1,376 square kilometres (531 square miles)".
    pub range: TextRange,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The token that hangs in the sentence for it: the unit noun where there is one, else the number.
    pub head: usize,
    /// The value in the canonical unit.
    pub value: Interval,
    /// "About", "some", "nearly", "dozens" …
    pub approximate: bool,
    /// Canonical unit: "1" for counts, m, m2, m3, kg, s, m/s, K, W, J, fraction, an ISO 4217 code …
    pub unit: SmolStr,
    /// What sort of number it is.
    pub kind: QuantityKind,
    /// The same amount said again in another unit, where the text does so: "(531 square miles)".
    pub restated: Option<Interval>,
    /// Where this is one end of a change ("rose to 41 from 29"), what it says.
    pub change: Change,
}

/// What part a quantity plays in a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Change {
    /// Not part of a change.
    #[default]
    None,
    /// The value before: "from 29".
    From,
    /// The value after: "to 41".
    To,
    /// The difference, upwards: "up by 12", "12 more".
    Up,
    /// The difference, downwards.
    Down,
}

/// Finds the quantities; needs words, and names and times where they are there.
pub fn find(layers: &Layers) -> Layer<Quantity> {
    let _ = layers;
    Layer::default()
}
