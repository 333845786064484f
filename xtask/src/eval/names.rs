//! Scores the name recogniser: exact spans and kinds on given tokens.

use crate::corpora::read_names;
use anyhow::{Context, Result};
use rashomon_text::names::model::Model;
use rashomon_text::names::recognise;
use rashomon_text::names::tagger::{CLASSES, KINDS};
use std::path::{Path, PathBuf};
use std::time::Instant;

#[derive(Clone, Copy, Default)]
struct Tally {
    right: usize,
    found: usize,
    gold: usize,
}

/// Prints precision, recall and F1 of every kind over all files, and the speed.
pub fn run(files: &[PathBuf], model: Option<&Path>) -> Result<()> {
    let bytes = model.map(|path| std::fs::read(path).with_context(|| path.display().to_string())).transpose()?;
    let read = bytes.as_deref().map(|bytes| Model::read(bytes).context("no model of names")).transpose()?;
    let model = read.as_ref().unwrap_or_else(|| Model::shipped());
    let mut tallies = [Tally::default(); CLASSES];
    let (mut words, mut seconds) = (0, 0.0);
    for file in files {
        for labelled in read_names(file)? {
            let reading = labelled.reading(|_| ());
            let start = Instant::now();
            let found = recognise(&reading, model);
            seconds += start.elapsed().as_secs_f64();
            words += reading.document.words.len();
            found.iter().for_each(|name| tallies[name.kind].found += 1);
            found.iter().filter(|name| labelled.names.contains(name)).for_each(|name| tallies[name.kind].right += 1);
            labelled.names.iter().for_each(|name| tallies[name.kind].gold += 1);
        }
    }
    let kinds = KINDS.iter().map(|kind| format!("{kind:?}")).chain(["Date".to_owned(), "Money".to_owned()]);
    for (kind, tally) in kinds.zip(&tallies) {
        print_line(&kind, *tally);
    }
    print_line(
        "all",
        tallies.iter().fold(Tally::default(), |sum, tally| Tally {
            right: sum.right + tally.right,
            found: sum.found + tally.found,
            gold: sum.gold + tally.gold,
        }),
    );
    println!("{words} words, {:.0} words/s", words as f64 / seconds);
    Ok(())
}

fn print_line(name: &str, tally: Tally) {
    let share = |of: usize| 100.0 * tally.right as f64 / of.max(1) as f64;
    let both = 200.0 * tally.right as f64 / (tally.found + tally.gold).max(1) as f64;
    println!("{name:13} P {:5.1} R {:5.1} F1 {both:5.1} ({} gold)", share(tally.found), share(tally.gold), tally.gold);
}
