//! Temporal expressions and the days they mean.

mod calendar;
pub(crate) mod lexicon;
mod stated;

pub use stated::stated_date;

use crate::interval::DateInterval;
use crate::layer::Layer;
use crate::layers::Layers;
use crate::quantities::atoms::Atoms;
use crate::range::TextRange;
use std::ops::Range;

/// TIMEX3 type (TimeML 1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeKind {
    /// A calendar date of any granularity.
    Date,
    /// A time of day.
    Time,
    /// A stretch of time.
    Duration,
    /// Something that recurs.
    Set,
}

/// How the days of an expression were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Anchor {
    /// The words say it all: "6 August 2024".
    Explicit,
    /// From the report's date: "on Monday", "yesterday", "last August".
    Published,
    /// From another expression of the report.
    Discourse,
    /// Cannot be known: the report has no date.
    Unresolved,
}

/// One temporal expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    /// Its words, without preposition: "last August", "the past 24 hours".
    pub range: TextRange,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its type.
    pub kind: TimeKind,
    /// The days it means, "since" and "by" not yet applied; unknown where unresolved.
    pub days: DateInterval,
    /// The days it stands for as a period, with its preposition applied: "since August" runs to the
    /// report's date, "until Monday" from the open past.
    pub period: DateInterval,
    /// How they were found.
    pub anchor: Anchor,
}

/// Finds the temporal expressions; needs words.
pub fn find(layers: &Layers) -> Layer<TimeExpression> {
    let _ = layers;
    Layer::default()
}

/// Whether a month's name stands at an atom.
pub(crate) fn is_month(atoms: &Atoms, at: usize) -> bool {
    calendar::month(atoms, at).is_some()
}
