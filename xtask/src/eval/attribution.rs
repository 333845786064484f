//! Scores attributions against a gold standard of sources, cues and contents, by an outside scorer.

use anyhow::{Context, bail};
use rashomon_claims::attributions::learned::Model;
use rashomon_claims::{Attribution, attributions};
use rashomon_text::{Layers, Provenance, Report, TextRange};
use rayon::prelude::*;
use serde::Deserialize;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Where the scorer lies beside a checkout, if nothing else is said.
const SCORER: &str = "../shared/score/attribution.py";

/// What to score and with what.
#[derive(clap::Args)]
pub struct Attributions {
    /// Gold, one document a line: {"doc", "text", "attributions"}.
    gold: PathBuf,
    /// Keep the predictions here.
    #[arg(long)]
    predictions: Option<PathBuf>,
    /// The scorer: a Python program that takes gold and predictions.
    #[arg(long, env = "RASHOMON_ATTRIBUTION_SCORER", default_value = SCORER)]
    scorer: PathBuf,
    /// Another model than the one built in.
    #[arg(long)]
    model: Option<PathBuf>,
    /// By the rules alone, without a model.
    #[arg(long, conflicts_with = "model")]
    rules: bool,
    /// Have the scorer write what is missed, wrong or too much here.
    #[arg(long)]
    errors: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Document {
    doc: String,
    text: String,
}

/// Finds the attributions of every document, writes them and prints the scorer's table.
pub fn run(options: &Attributions) -> anyhow::Result<()> {
    let predictions =
        options.predictions.clone().unwrap_or_else(|| std::env::temp_dir().join("rashomon-attributions.jsonl"));
    let bytes = options.model.as_ref().map(std::fs::read).transpose().context("cannot read the model")?;
    let model = match &bytes {
        Some(bytes) => Some(Model::read(bytes).context("no model of attributions")?),
        None if options.rules => None,
        None => Model::shipped().copied(),
    };
    predict(&options.gold, &predictions, model.as_ref())?;
    if !options.scorer.exists() {
        println!("skipped: no scorer at {} (say where it lies with --scorer)", options.scorer.display());
        return Ok(());
    }
    let mut command = Command::new("python3");
    command.arg(&options.scorer).arg(&options.gold).arg(&predictions);
    if let Some(errors) = &options.errors {
        command.arg("--errors").arg(errors);
    }
    let status = command.status().context("cannot run python3")?;
    if !status.success() {
        bail!("the scorer failed: {status}");
    }
    by_sort(options, &predictions)
}

/// Whether an attribution of the gold standard, whose text that is, belongs to a sort.
type Belongs = fn(&serde_json::Value, &[char]) -> bool;

/// Sorts of attributions whose recall is told apart.
const SORTS: [(&str, Belongs); 3] = [
    ("core cues", |one, text| {
        let core = ["say", "says", "said", "saying", "tell", "tells", "told", "telling", "according"];
        words(&one["cue"], text).iter().any(|word| core.contains(&word.to_lowercase().as_str()))
    }),
    ("digits in content", |one, text| {
        words(&one["content"], text).iter().any(|word| word.contains(|c: char| c.is_ascii_digit()))
    }),
    ("nameless source", |one, text| {
        let words = words(&one["source"], text);
        let pronoun = words.first().is_some_and(|word| PRONOUNS.contains(&word.to_lowercase().as_str()));
        !words.is_empty()
            && !pronoun
            && !words[1..].iter().any(|word| word.contains(char::is_uppercase))
            && !words[0][words[0].chars().next().map_or(0, char::len_utf8)..].contains(char::is_uppercase)
    }),
];

/// Words that open a source without a name and yet are none.
const PRONOUNS: [&str; 20] = [
    "he", "she", "they", "it", "i", "we", "you", "who", "that", "which", "his", "her", "their", "its", "my", "our",
    "your", "one", "this", "these",
];

/// The words of the spans of one role.
fn words(spans: &serde_json::Value, text: &[char]) -> Vec<String> {
    let piece = |span: &serde_json::Value| -> Option<String> {
        let (start, end) = (span[0].as_u64()? as usize, span[1].as_u64()? as usize);
        Some(text.get(start..end)?.iter().collect())
    };
    let pieces = spans.as_array().into_iter().flatten().filter_map(piece);
    pieces.flat_map(|piece| piece.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// Prints the recall of each sort, by the same scorer: it is given the sort as the type of the attribution.
fn by_sort(options: &Attributions, predictions: &Path) -> anyhow::Result<()> {
    let gold = std::fs::read_to_string(&options.gold)?;
    for (sort, belongs) in SORTS {
        let mut out = tempfile::NamedTempFile::new()?;
        for line in gold.lines().filter(|line| !line.trim().is_empty()) {
            let mut document: serde_json::Value = serde_json::from_str(line)?;
            let text: Vec<char> = document["text"].as_str().unwrap_or_default().chars().collect();
            for one in document["attributions"].as_array_mut().into_iter().flatten() {
                one["type"] = if belongs(one, &text) { "sort" } else { "other" }.into();
            }
            writeln!(out, "{document}")?;
        }
        let scored =
            Command::new("python3").arg(&options.scorer).arg(out.path()).arg(predictions).arg("--json").output()?;
        let table: serde_json::Value = serde_json::from_slice(&scored.stdout).context("the scorer printed no JSON")?;
        let recall = |measure: &str| table[format!("{measure}/sort")]["R"].as_f64().unwrap_or(f64::NAN);
        let count = &table["type_detect/sort"]["n"];
        println!(
            "{sort:<26} detect R {:.3}  src+content R {:.3}  (n {count})",
            recall("type_detect"),
            recall("type_src+content")
        );
    }
    Ok(())
}

fn predict(gold: &Path, to: &Path, model: Option<&Model>) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(gold).with_context(|| gold.display().to_string())?;
    let documents: Vec<Document> =
        text.lines().filter(|line| !line.trim().is_empty()).map(serde_json::from_str).collect::<Result<_, _>>()?;
    let words: usize = documents.iter().map(|document| document.text.split_whitespace().count()).sum();
    let found: Vec<(serde_json::Value, Duration)> =
        documents.par_iter().map(|document| predict_one(document, model)).collect();
    let mut out = std::io::BufWriter::new(std::fs::File::create(to).with_context(|| to.display().to_string())?);
    for (prediction, _) in &found {
        writeln!(out, "{prediction}")?;
    }
    let time: Duration = found.iter().map(|(_, time)| *time).sum();
    println!("{words} words, attributions at {:.0} words/s and core", words as f64 / time.as_secs_f64());
    Ok(out.flush()?)
}

/// The attributions of one document, and the time that finding them took once the layers were there.
fn predict_one(document: &Document, model: Option<&Model>) -> (serde_json::Value, Duration) {
    let report = Report::new(&document.doc, &document.text, Provenance::default());
    let layers = Layers::of(&report);
    let start = Instant::now();
    let found = attributions::find_with(&layers, model);
    let time = start.elapsed();
    // The gold standard marks the outermost attribution of each stretch only.
    let outer = found.iter().filter(|one| one.within.is_none());
    let rows: Vec<serde_json::Value> = outer.map(|one| row(&report, one)).collect();
    (serde_json::json!({"doc": document.doc, "attributions": rows}), time)
}

fn row(report: &Report, one: &Attribution) -> serde_json::Value {
    let spans = |ranges: &[TextRange]| -> Vec<(usize, usize)> {
        ranges.iter().map(|&range| report.excerpt(range).code_points()).collect()
    };
    serde_json::json!({
        "source": spans(one.source.as_slice()),
        "cue": spans(one.cue.as_slice()),
        "content": spans(&one.content),
    })
}
