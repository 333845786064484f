//! Linguistic layers of one report: what its words are, before anybody asks what they claim.
//!
//! A [`Report`] is immutable text with its provenance. Each stage reads the text and the layers made
//! before it and returns a new frozen [`Layer`]; nothing is ever changed in place:
//!
//! ```text
//! report -> tokens, sentences -> vectors -> words (tags, lemmas, trees) -> quotes, names, quantities, times, places
//! ```
//!
//! [`Layers::of`] runs them all.
//!
//! ```
//! use rashomon_text::{Layers, Provenance, Report};
//!
//! let report = Report::new("a", "Nearly 300 people fled, the mayor said.", Provenance::default());
//! let layers = Layers::of(&report);
//! assert_eq!(layers.sentences.len(), 1);
//! assert_eq!(layers.text(0), "Nearly");
//! ```

pub mod encoder;
pub mod interval;
pub mod layer;
pub mod layers;
pub mod lexicon;
pub mod names;
pub mod places;
pub mod quantities;
pub mod quotes;
pub mod range;
pub mod report;
mod slots;
pub mod syntax;
pub mod times;
pub mod tokens;

pub use interval::{DateInterval, Interval};
pub use layer::Layer;
pub use layers::Layers;
pub use range::TextRange;
pub use report::{Excerpt, Provenance, Published, Report, ReportId};
