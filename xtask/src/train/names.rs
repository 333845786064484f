//! Trains the name recogniser: an averaged structured perceptron with a margin over hashed features, whose
//! weights are cut and quantised to fit `models/names.bin`.

use crate::corpora::{Labelled, read_names};
use anyhow::{Context, Result};
use rashomon_text::names::features::Prepared;
use rashomon_text::names::model::{Model, Row};
use rashomon_text::names::tagger::{LABELS, OUTSIDE, Scores, decode, label};
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};

/// Passes over the corpora.
const PASSES: usize = 12;
/// Added to every wrong label while training, so that right ones win clearly.
const MARGIN: i32 = 60;
/// Features seen less often are left out.
const SELDOM: u32 = 2;
/// Bits of the bucket index.
const BITS: u32 = 16;
/// The file may not be larger, in bytes.
const LIMIT: usize = 3_000_000;

type Weights = [f32; LABELS];

/// A run of words that may hold names: features of each word, and its label.
struct Stretch {
    features: Vec<Vec<u32>>,
    gold: Vec<usize>,
}

struct Trainer {
    weights: Vec<Scores>,
    lagged: Vec<Weights>,
    transitions: Box<[Scores; LABELS]>,
    lagged_transitions: Box<[Weights; LABELS]>,
    clock: f32,
}

/// Trains on the corpora of the folder, or only on those with an open licence, and writes the model.
pub fn train(corpora: &Path, open: bool, output: &Path) -> Result<()> {
    let documents = read_all(corpora, open)?;
    let (stretches, features) = stretches_of(&documents);
    println!("{} documents, {} stretches, {} features", documents.len(), stretches.len(), features.len());
    let mut trainer = Trainer {
        weights: vec![[0; LABELS]; features.len()],
        lagged: vec![[0.0; LABELS]; features.len()],
        transitions: Box::new([[0; LABELS]; LABELS]),
        lagged_transitions: Box::new([[0.0; LABELS]; LABELS]),
        clock: 1.0,
    };
    let mut order: Vec<usize> = (0..stretches.len()).collect();
    for pass in 0..PASSES {
        shuffle(&mut order, pass as u64 + 1);
        let wrong = order.iter().filter(|&&at| trainer.learn(&stretches[at])).count();
        println!("pass {pass}: {wrong} stretches wrong");
    }
    let bytes = trainer.finish(&features);
    println!("{} bytes", bytes.len());
    std::fs::write(output, bytes).with_context(|| output.display().to_string())
}

/// Newswire states no licence; wikigold is CC BY 4.0, and re3d's sources are in the public domain or openly
/// licensed.
fn read_all(corpora: &Path, open: bool) -> Result<Vec<Labelled>> {
    let mut files = vec![corpora.join("wikigold/wikigold.conll.txt")];
    if open {
        files.extend(files_below(&corpora.join("re3d"))?);
    } else {
        files.insert(0, corpora.join("newswire/train.tsv"));
    }
    let mut documents = Vec::new();
    for file in files {
        documents.extend(read_names(&file)?);
    }
    documents.iter_mut().for_each(Labelled::trim_names);
    Ok(documents)
}

/// The annotated texts in the folders of a folder, by name.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let list = |folder: &Path| -> Result<Vec<PathBuf>> {
        let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
        Ok(entries.map(|entry| entry.map(|entry| entry.path())).collect::<std::io::Result<_>>()?)
    };
    let mut files = Vec::new();
    for source in list(folder)?.iter().filter(|path| path.is_dir()) {
        files.extend(list(source)?.into_iter().filter(|path| path.extension().is_some_and(|end| end == "conll")));
    }
    files.sort();
    Ok(files)
}

/// The stretches of all documents, and the features that are seen often enough, by index.
fn stretches_of(documents: &[Labelled]) -> (Vec<Stretch>, Vec<u64>) {
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    each_stretch(documents, |features, _| {
        features.iter().flatten().for_each(|&feature| *counts.entry(feature).or_default() += 1);
    });
    let mut kept: Vec<u64> =
        counts.into_iter().filter(|(_, count)| *count >= SELDOM).map(|(feature, _)| feature).collect();
    kept.sort_unstable();
    let index: FxHashMap<u64, u32> = kept.iter().enumerate().map(|(at, &feature)| (feature, at as u32)).collect();
    let mut stretches = Vec::new();
    each_stretch(documents, |features, gold| {
        let features =
            features.iter().map(|word| word.iter().filter_map(|feature| index.get(feature).copied()).collect());
        stretches.push(Stretch { features: features.collect(), gold });
    });
    (stretches, kept)
}

fn each_stretch(documents: &[Labelled], mut visit: impl FnMut(Vec<Vec<u64>>, Vec<usize>)) {
    for labelled in documents {
        let document = labelled.document();
        let prepared = Prepared::of(&document);
        let mut gold = vec![OUTSIDE; document.words.len()];
        for name in &labelled.names {
            for at in name.words.clone() {
                gold[at] = label(name.kind, at - name.words.start, name.words.len());
            }
        }
        for (stretch, sentence) in prepared.stretches() {
            let mut labels = gold[stretch.clone()].to_vec();
            close(&mut labels);
            let features = stretch.map(|at| {
                let mut features = Vec::new();
                prepared.features(at, &sentence, |feature| features.push(feature));
                features
            });
            visit(features.collect(), labels);
        }
    }
}

/// Drops names that a stretch cuts in two: their labels would not be a valid sequence.
fn close(labels: &mut [usize]) {
    let whole = rashomon_text::names::tagger::names_of(labels, 0);
    for at in 0..labels.len() {
        let inside = whole
            .iter()
            .any(|name| name.words.contains(&at) && label(name.kind, 0, name.words.len()) == labels[name.words.start]);
        if !inside {
            labels[at] = OUTSIDE;
        }
    }
}

impl Trainer {
    /// Learns from one stretch; whether it was wrong.
    fn learn(&mut self, stretch: &Stretch) -> bool {
        self.clock += 1.0;
        let scores: Vec<Scores> = stretch
            .features
            .iter()
            .zip(&stretch.gold)
            .map(|(features, &gold)| {
                let mut sum = [MARGIN; LABELS];
                sum[gold] = 0;
                for &feature in features {
                    sum.iter_mut().zip(&self.weights[feature as usize]).for_each(|(sum, weight)| *sum += weight);
                }
                sum
            })
            .collect();
        let guess = decode(&scores, &self.transitions);
        if guess == stretch.gold {
            return false;
        }
        self.update(stretch, &stretch.gold.clone(), 1);
        self.update(stretch, &guess, -1);
        true
    }

    fn update(&mut self, stretch: &Stretch, labels: &[usize], step: i32) {
        let lag = step as f32 * self.clock;
        for (features, &label) in stretch.features.iter().zip(labels) {
            for &feature in features {
                self.weights[feature as usize][label] += step;
                self.lagged[feature as usize][label] += lag;
            }
        }
        let mut before = OUTSIDE;
        for &label in labels.iter().chain(&[OUTSIDE]) {
            self.transitions[before][label] += step;
            self.lagged_transitions[before][label] += lag;
            before = label;
        }
    }

    /// Averages, quantises and writes.
    fn finish(&self, features: &[u64]) -> Vec<u8> {
        let average = |weight: i32, lagged: f32| weight as f32 - lagged / self.clock;
        let transitions = std::array::from_fn(|a| {
            std::array::from_fn(|b| average(self.transitions[a][b], self.lagged_transitions[a][b]))
        });
        let rows: Vec<Weights> = self
            .weights
            .iter()
            .zip(&self.lagged)
            .map(|(weights, lagged)| std::array::from_fn(|label| average(weights[label], lagged[label])))
            .collect();
        let largest = rows.iter().flatten().fold(0.0f32, |largest, weight| largest.max(weight.abs()));
        let scale = 127.0 * 127.0 / largest;
        let transitions: [[i8; LABELS]; LABELS] =
            transitions.map(|row: Weights| row.map(|weight| quantise(weight, scale)));
        for smallest in 2.. {
            let rows = kept(features, &rows, scale, smallest);
            let bytes = Model::write(&transitions, BITS, &rows);
            if bytes.len() <= LIMIT {
                println!("{} rows, weights from {smallest} of 127", rows.len());
                return bytes;
            }
        }
        Vec::new()
    }
}

/// The rows with the weights that are at least `smallest` once quantised.
fn kept(features: &[u64], rows: &[Weights], scale: f32, smallest: i8) -> Vec<Row> {
    let row = |weights: &Weights| -> Vec<(u8, i8)> {
        let weights = weights.iter().enumerate().map(|(label, &weight)| (label as u8, quantise(weight, scale)));
        weights.filter(|(_, weight)| weight.unsigned_abs() >= smallest as u8).collect()
    };
    features
        .iter()
        .zip(rows)
        .map(|(&feature, weights)| (feature, row(weights)))
        .filter(|(_, row)| !row.is_empty())
        .collect()
}

/// Square-root companding to -127 … 127.
fn quantise(weight: f32, scale: f32) -> i8 {
    (weight.signum() * (weight.abs() * scale).sqrt().round().min(127.0)) as i8
}

/// The same order on every machine.
fn shuffle(order: &mut [usize], seed: u64) {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for at in (1..order.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(at, (state >> 33) as usize % (at + 1));
    }
}
