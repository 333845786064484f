//! Any text: layers, attributions and claims within its bounds, never a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rashomon_claims::{attributions, claims};
use rashomon_text::{Layers, Provenance, Report, TextRange};

fuzz_target!(|data: &[u8]| {
    let report = Report::new("fuzz", String::from_utf8_lossy(data), Provenance::default());
    let layers = Layers::of(&report);
    let inside = |range: TextRange| assert!(report.text().get(range.start()..range.end()).is_some(), "{range:?}");
    layers.tokens.iter().for_each(|token| inside(token.range));
    layers.times.iter().for_each(|time| inside(time.range));
    layers.quantities.iter().for_each(|quantity| inside(quantity.range));
    let found = attributions::find(&layers);
    found.iter().flat_map(|attribution| &attribution.content).for_each(|piece| inside(*piece));
    let _ = claims::read(&layers, &found);
});
