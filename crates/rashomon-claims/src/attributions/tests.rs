//! Tables of sentences with the attributions that they hold.

use super::*;
use proptest::prelude::*;
use rashomon_text::{Provenance, Report};

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,200}") {
        let report = Report::new("any", text, Provenance::default());
        let layers = Layers::of(&report);
        let found = find(&layers);
        prop_assert!(carried(&layers, &found).len() == layers.sentences.len());
        prop_assert!(found.iter().all(|one| !one.content.is_empty()));
    }
}
