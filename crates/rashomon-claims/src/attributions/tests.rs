//! Tables of sentences with the attributions that they hold.

use super::*;
use proptest::prelude::*;
use rashomon_text::{Provenance, Report};

/// One line for each attribution: "source | cue | content … content | stance | kind Name".
fn lines(text: &str) -> Vec<String> {
    let report = Report::new("example", text, Provenance::default());
    let layers = Layers::of(&report);
    let words = |range: TextRange| layers.excerpt(range).text();
    let line = |one: &Attribution| {
        let content: Vec<&str> = one.content.iter().map(|&piece| words(piece)).collect();
        let name = one.claimant.speaker().map_or("", |speaker| speaker.name.as_str());
        format!(
            "{} | {} | {} | {} | {} {}",
            one.source.map_or("", words),
            one.cue.map_or("", words),
            content.join(" … "),
            one.stance.name(),
            one.claimant.kind(),
            name
        )
        .trim_end()
        .to_owned()
    };
    find(&layers).iter().map(line).collect()
}

/// Checks the attributions of a text; all differences of a table are told at once.
fn check(table: &[(&str, &[&str])]) {
    let mut faults = Vec::new();
    for (text, expected) in table {
        let found = lines(text);
        if found != *expected {
            faults.push(format!("{text}\n  expected {expected:#?}\n  found {found:#?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn tables_are_sound() {
    let faults = check_lexicon();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{}", told.join("\n"));
}

#[test]
fn indirect_speech() {
    check(&[
        (
            "The harbour office said that nine boats had sunk.",
            &["The harbour office | said | that nine boats had sunk | asserted | unnamed harbour office"],
        ),
        (
            "Nine boats had sunk, officials said.",
            &["officials | said | Nine boats had sunk | asserted | collective officials"],
        ),
        (
            "According to the coast guard, nine boats sank in the storm.",
            &["the coast guard | According to | nine boats sank in the storm | asserted | unnamed coast guard"],
        ),
        (
            "Nine boats sank in the storm, according to a senior source at the harbour office.",
            &[
                "a senior source at the harbour office | according to | Nine boats sank in the storm | asserted | unnamed senior source at the harbour office",
            ],
        ),
        (
            "The army denied that it had shelled the school.",
            &["The army | denied | that it had shelled the school | denied | unnamed army"],
        ),
        (
            "Nine boats were reported to have sunk.",
            &[" | were reported | Nine boats … to have sunk | asserted | unresolved"],
        ),
    ]);
}

#[test]
fn direct_speech() {
    check(&[
        (
            "“Nine boats sank in the storm,” a spokesman said.",
            &["a spokesman | said | “Nine boats sank in the storm,” | asserted | unnamed spokesman"],
        ),
        (
            "“Nine boats sank,” a spokesman said. “We are still looking for the crews.”",
            &[
                "a spokesman | said | “Nine boats sank,” … “We are still looking for the crews.” | asserted | unnamed spokesman",
            ],
        ),
        ("The so-called “storm of the century” took nine boats.", &[]),
    ]);
}

proptest! {
    #[test]
    fn no_text_panics(text in "[ a-zA-Z0-9\"“”‘’',.:;()\\n-]{0,200}|\\PC{0,200}") {
        let report = Report::new("any", text, Provenance::default());
        let layers = Layers::of(&report);
        let found = find(&layers);
        prop_assert!(carried(&layers, &found).len() == layers.sentences.len());
        prop_assert!(found.iter().all(|one| !one.content.is_empty()));
    }
}
