//! `cargo xtask compare`: what a change of rules, lexicon or models gains and loses over a corpus.

use anyhow::Context;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// Prints the claims of `new` that `old` lacks, those of `old` that `new` lacks, and those that stay but
/// read differently; at most `most` lines of each.
pub fn run(old: &Path, new: &Path, most: usize) -> anyhow::Result<()> {
    let (old, new) = (read(old)?, read(new)?);
    let lost: Vec<_> = old.iter().filter(|(place, _)| !new.contains_key(*place)).collect();
    let gained: Vec<_> = new.iter().filter(|(place, _)| !old.contains_key(*place)).collect();
    let changed: Vec<_> = old.iter().filter_map(|(place, was)| Some((place, was, new.get(place)?))).collect();
    let changed: Vec<_> = changed.into_iter().filter(|(_, was, is)| was != is).collect();
    println!("{} claims before, {} after", old.len(), new.len());
    println!("gained {}, lost {}, changed {}", gained.len(), lost.len(), changed.len());
    gained.iter().take(most).for_each(|((report, sentence, _), is)| println!("+ {report} {is}\n    {sentence}"));
    lost.iter().take(most).for_each(|((report, sentence, _), was)| println!("- {report} {was}\n    {sentence}"));
    for ((report, sentence, _), was, is) in changed.iter().take(most) {
        println!("~ {report} {was}\n  -> {is}\n    {sentence}");
    }
    Ok(())
}

/// Fields that say where a claim stands or what others make of it, not how it reads.
const ASIDE: [&str; 7] = ["id", "report", "sentence", "start", "end", "question", "origin"];

/// Report, sentence and the words of the figure or content.
type Place = (String, String, String);

fn read(file: &Path) -> anyhow::Result<BTreeMap<Place, String>> {
    let lines = BufReader::new(std::fs::File::open(file).with_context(|| file.display().to_string())?).lines();
    let mut claims = BTreeMap::new();
    for (at, line) in lines.enumerate() {
        let claim: Value =
            serde_json::from_str(&line?).with_context(|| format!("{} line {}", file.display(), at + 1))?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let words = match &claim["figure"] {
            Value::Null => claim["content"].to_string(),
            figure => format!("{} {}", text(&figure["text"]), figure["start"]),
        };
        claims.insert((text(&claim["report"]), text(&claim["sentence"]), words), reading(&claim));
    }
    Ok(claims)
}

fn reading(claim: &Value) -> String {
    let mut claim = claim.clone();
    if let Some(fields) = claim.as_object_mut() {
        fields.retain(|field, _| !ASIDE.contains(&field.as_str()));
    }
    claim.to_string()
}
