//! Scores whom pronouns and nominals that speak are tied to.
//!
//! The form is told in `corpora/coreference/README.md`.

use super::tally::is_in_first_half;
use anyhow::{Context, ensure};
use rashomon_claims::attributions::{self, Referent};
use rashomon_text::{Layers, Provenance, Report, TextRange};
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What to score.
#[derive(clap::Args)]
pub struct Coreference {
    /// Files of labels, a source a line.
    #[arg(required = true)]
    gold: Vec<PathBuf>,
    /// The documents that the labels speak of, one a line: {"doc", "text"}.
    #[arg(long, default_value = "../shared/corpora/attribution/polnear.dev.jsonl")]
    documents: PathBuf,
    /// Write what is wrong or refused here.
    #[arg(long)]
    errors: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Document {
    doc: String,
    text: String,
}

/// A source with what it may be tied to; offsets in code points.
#[derive(Deserialize)]
struct Label {
    doc: String,
    start: usize,
    end: usize,
    kind: String,
    /// Whether something in the document names it more fully, so that to refuse is a fault.
    #[serde(default)]
    required: Option<bool>,
    antecedents: Vec<(usize, usize)>,
}

impl Label {
    fn is_required(&self) -> bool {
        self.required.unwrap_or(!self.antecedents.is_empty())
    }
}

/// How an answer compares to its label.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    /// Tied to what it should be.
    Right,
    /// Tied to nothing, and nothing names it more fully.
    RightlyRefused,
    Refused,
    Wrong,
}

/// Counts of verdicts, by kind and by half.
type Counts = BTreeMap<String, [usize; 4]>;

/// Scores all files and prints a table.
pub fn run(options: &Coreference) -> anyhow::Result<()> {
    if !options.documents.exists() {
        println!("skipped: no documents at {} (say where they lie with --documents)", options.documents.display());
        return Ok(());
    }
    let documents: Vec<Document> = read(&options.documents)?;
    let documents: BTreeMap<&str, &str> =
        documents.iter().map(|document| (document.doc.as_str(), document.text.as_str())).collect();
    let mut by_document: BTreeMap<String, Vec<Label>> = BTreeMap::new();
    for path in &options.gold {
        for label in read::<Label>(path)? {
            ensure!(documents.contains_key(label.doc.as_str()), "{}: no document {}", path.display(), label.doc);
            by_document.entry(label.doc.clone()).or_default().push(label);
        }
    }
    let labelled: Vec<(&String, &Vec<Label>)> = by_document.iter().collect();
    let scored: Vec<(Counts, String)> =
        labelled.par_iter().map(|(doc, labels)| score(doc, documents[doc.as_str()], labels)).collect();
    let mut counts = Counts::new();
    for (kind, row) in scored.iter().flat_map(|(counts, _)| counts) {
        let sum = counts.entry(kind.clone()).or_default();
        (0..4).for_each(|at| sum[at] += row[at]);
    }
    print(&counts);
    if let Some(path) = &options.errors {
        let mut out = std::fs::File::create(path).with_context(|| path.display().to_string())?;
        scored.iter().try_for_each(|(_, faults)| out.write_all(faults.as_bytes()))?;
    }
    Ok(())
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> anyhow::Result<Vec<T>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let parse =
        |(number, line)| serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), number + 1));
    lines.map(parse).collect()
}

/// The half that a document belongs to: the rules are made on the first, the second only reports.
fn half(doc: &str) -> &'static str {
    if is_in_first_half(doc) { "first half (tuned on)" } else { "second half (reported)" }
}

fn score(doc: &str, text: &str, labels: &[Label]) -> (Counts, String) {
    let report = Report::new(doc, text, Provenance::default());
    let layers = Layers::of(&report);
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let range = |start: usize, end: usize| {
        let place = |at: usize| bytes.get(at).copied().unwrap_or(text.len());
        TextRange::of(place(start), place(end.max(start)))
    };
    let sources: Vec<TextRange> = labels.iter().map(|label| range(label.start, label.end)).collect();
    let mut counts = Counts::new();
    let mut faults = String::new();
    for ((label, source), found) in labels.iter().zip(&sources).zip(attributions::referents(&layers, &sources)) {
        let accepted: Vec<TextRange> = label.antecedents.iter().map(|&(start, end)| range(start, end)).collect();
        let verdict = judge(&layers, label, *source, &accepted, &found);
        for kind in ["all", half(doc), &label.kind, &format!("{}, {}", label.kind, half(doc))] {
            counts.entry(kind.to_owned()).or_default()[verdict as usize] += 1;
        }
        if matches!(verdict, Verdict::Refused | Verdict::Wrong) {
            faults.push_str(&fault(&layers, doc, *source, &accepted, &found, verdict));
        }
    }
    (counts, faults)
}

fn judge(layers: &Layers, label: &Label, source: TextRange, accepted: &[TextRange], found: &Referent) -> Verdict {
    let Some(antecedent) = found.antecedent else {
        return if label.is_required() { Verdict::Refused } else { Verdict::RightlyRefused };
    };
    let text = |range: TextRange| layers.excerpt(range).text();
    let name = found.claimant.speaker().map_or(text(antecedent), |speaker| speaker.name.as_str());
    let name = words(name);
    let own = words(text(source));
    if name == own {
        return if label.is_required() { Verdict::Refused } else { Verdict::RightlyRefused };
    }
    let fullest = accepted.iter().map(|&range| words(text(range))).max_by_key(Vec::len).unwrap_or_default();
    let same = accepted.iter().any(|&range| words(text(range)) == name);
    let within = |one: &[String], other: &[String]| !one.is_empty() && one.iter().all(|word| other.contains(word));
    let named = within(&name, &fullest) || within(&fullest, &name);
    let mut there = accepted.iter().filter(|&&range| covers(layers, antecedent, range));
    // One word of a name may be anybody's.
    let held = |range: &TextRange| name.len() > 1 && within(&name, &words(text(*range)));
    if same || there.any(|range| named || held(range)) { Verdict::Right } else { Verdict::Wrong }
}

/// Whether a mention holds at least half of an accepted one and its last word, or lies within it and ends where it does,
/// or begins where it does and is no possessor in it.
fn covers(layers: &Layers, found: TextRange, accepted: TextRange) -> bool {
    let shared = found.end().min(accepted.end()).saturating_sub(found.start().max(accepted.start()));
    let tokens = layers.tokens_in(accepted);
    let last = tokens.clone().next_back().map(|at| layers.tokens[at].range);
    let next = layers.tokens_in(found).end;
    let possessor = matches!(layers.text(next), "'s" | "’s" | "'" | "’");
    let opens = found.start() == accepted.start() && accepted.contains(found) && !possessor;
    let closes = last.is_some_and(|last| found.contains(last));
    opens || closes && (2 * shared >= accepted.len() || found.end() == accepted.end())
}

/// The words of a name in small letters, without articles, titles of address and possessive endings.
fn words(name: &str) -> Vec<String> {
    let lower = name.to_lowercase().replace("'s", "").replace("’s", "");
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| !matches!(*word, "the" | "a" | "an" | "mr" | "mrs" | "ms")).map(str::to_owned).collect()
}

fn fault(
    layers: &Layers,
    doc: &str,
    source: TextRange,
    accepted: &[TextRange],
    found: &Referent,
    verdict: Verdict,
) -> String {
    let text = |range: TextRange| layers.excerpt(range).text();
    let tokens = layers.tokens_in(source);
    let sentence = layers.sentences[layers.sentence_at(tokens.start)].range;
    let name = found.claimant.speaker().map_or("-", |speaker| speaker.name.as_str());
    let longest = accepted.iter().map(|&range| text(range)).max_by_key(|text| text.len()).unwrap_or("nobody");
    let verdict = if verdict == Verdict::Wrong { "wrong" } else { "refused" };
    format!(
        "{verdict}\t{}\t{doc}\t{}\t{name}\tfor {longest}\t{}\n",
        half(doc),
        text(source),
        text(sentence).replace('\n', " ")
    )
}

fn print(counts: &Counts) {
    println!("{:36} {:>5} {:>7} {:>7} {:>7} {:>16}", "", "all", "right", "wrong", "refused", "(rightly refused)");
    for (kind, row) in counts {
        let all: usize = row.iter().sum();
        let share = |of: usize| of as f64 / all.max(1) as f64;
        let [right, rightly, refused, wrong] = *row;
        println!(
            "{kind:36} {all:>5} {:>7.3} {:>7.3} {:>7.3} {rightly:>16}",
            share(right + rightly),
            share(wrong),
            share(refused)
        );
    }
}
