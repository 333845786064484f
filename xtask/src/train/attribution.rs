//! Trains the model of attributions: which tokens are cues, and which tokens around them are source and content.

use anyhow::{Context, Result};
use rashomon_claims::attributions::learned::{
    COLUMNS, Found, Model, PARTS, Part, Reader, Scores, Shown, Weights, anchor_of, best,
};
use rashomon_claims::attributions::with_reader;
use rashomon_text::{Layers, Provenance, Report, TextRange};
use rayon::prelude::*;
use serde::Deserialize;
use std::ops::Range;
use std::path::Path;

/// Binary logarithms of the rows of cues, parts and joints.
const BITS: [u32; 4] = [20, 18, 15, 18];

/// How a table of weights is learned: passes over the examples, size of a step, pull to zero, first sum of squares.
struct Manner {
    passes: usize,
    rate: f32,
    decay: f32,
    start: f32,
}

/// For single decisions: cues and judgements.
const SINGLE: Manner = Manner { passes: 3, rate: 0.02, decay: 3e-3, start: 1e-6 };

/// For chains of parts.
const CHAINS: Manner = Manner { passes: 8, rate: 0.01, decay: 3e-2, start: 1e-2 };

/// One document of PolNeAR.
#[derive(Deserialize)]
struct Document {
    doc: String,
    text: String,
    attributions: Vec<Gold>,
}

#[derive(Deserialize)]
struct Gold {
    source: Vec<(usize, usize)>,
    cue: Vec<(usize, usize)>,
    content: Vec<(usize, usize)>,
}

/// What is learned from.
#[derive(Default)]
struct Examples {
    /// Every candidate, and whether it is a cue.
    cues: Vec<Verdict>,
    /// Every window.
    windows: Vec<Vec<Example>>,
}

/// A token of a window: features of its part, of its joint, and its part.
struct Example {
    part: Box<[u32]>,
    joint: Box<[u32]>,
    gold: Part,
}

fn read(path: &Path) -> Result<Vec<Document>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    text.lines().filter(|line| !line.is_empty()).map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// In how many parts the corpus is cut, so that judgements are learned from what a model finds in text new to it.
const FOLDS: usize = 5;

/// The score from which a token is looked at as a cue.
const LOWEST: f32 = -1.2;

/// Everything that is learned.
struct Learned {
    cues: Learner,
    parts: Learner,
    joints: Learner,
    judge: Learner,
}

impl Weights for Learned {
    fn cue(&self, features: &[u32]) -> f32 {
        self.cues.sum::<1>(features)[0]
    }
    fn parts(&self, features: &[u32]) -> [f32; PARTS] {
        self.parts.sum(features)
    }
    fn joints(&self, features: &[u32]) -> Pair {
        self.joints.sum(features)
    }
    fn judge(&self, features: &[u32]) -> f32 {
        self.judge.sum::<1>(features)[0]
    }
    fn thresholds(&self) -> [f32; 2] {
        [LOWEST, 0.0]
    }
}

/// Trains on PolNeAR and writes the model.
pub fn train(corpus: &Path, output: &Path) -> Result<()> {
    let documents = read(corpus)?;
    let report = |document: &Document| Report::new(&document.doc, &document.text, Provenance::default());
    let reports: Vec<Report> = documents.iter().map(report).collect();
    let layers: Vec<Layers> = reports.par_iter().map(Layers::of).collect();
    let documents: Vec<(&Document, &Layers)> = documents.iter().zip(&layers).collect();
    println!("{} documents read", documents.len());
    let examples: Vec<Examples> =
        documents.par_iter().map(|(document, layers)| of_document(document, layers)).collect();
    let mut verdicts: Vec<Vec<Verdict>> = documents.iter().map(|_| Vec::new()).collect();
    for fold in 0..FOLDS {
        let (held, kept): (Vec<usize>, Vec<usize>) = (0..documents.len()).partition(|at| at % FOLDS == fold);
        let of = |places: &[usize]| places.iter().map(|&at| &examples[at]).collect::<Vec<_>>();
        let learned = learn(&of(&kept));
        check(&learned, &of(&held));
        let found: Vec<Vec<Verdict>> =
            held.par_iter().map(|&at| judged(documents[at].0, documents[at].1, &learned)).collect();
        held.iter().zip(found).for_each(|(&at, found)| verdicts[at] = found);
        println!("part {} of {FOLDS} read", fold + 1);
    }
    let threshold = try_judge(&verdicts);
    let mut learned = learn(&examples.iter().collect::<Vec<_>>());
    learned.judge = train_judge(&verdicts.iter().flatten().collect::<Vec<_>>());
    let bytes = Model::write(
        [&learned.cues.weights, &learned.parts.weights, &learned.joints.weights, &learned.judge.weights],
        [LOWEST, threshold],
    );
    println!("{} bytes", bytes.len());
    std::fs::write(output, bytes).with_context(|| output.display().to_string())
}

fn learn(examples: &[&Examples]) -> Learned {
    let (parts, joints) = train_windows(examples);
    Learned { cues: train_cues(examples), parts, joints, judge: Learner::new(1, 1, &SINGLE) }
}

/// Features of something, and whether it is right.
type Verdict = (Box<[u32]>, bool);

/// What a model finds in a document, and whether it is right; what stands in the content of another is left out.
fn judged(document: &Document, layers: &Layers, learned: &Learned) -> Vec<Verdict> {
    let gold = gold_tokens(document, layers);
    with_reader(layers, |reader| {
        let found = reader.found(learned);
        let bench = reader.bench(&found);
        let mut list = Vec::new();
        let verdict = |(at, one): (usize, &Found)| {
            let own = gold.iter().find(|gold| gold[1].iter().any(|cue| cue.contains(&one.anchor)));
            let covered = gold.iter().any(|gold| gold[2].iter().any(|piece| piece.contains(&one.anchor)));
            let right = own.is_some_and(|gold| overlap(&gold[2], &one.content) >= 0.5);
            bench.features(at, &mut list);
            (own.is_some() || !covered).then(|| (list.as_slice().into(), right))
        };
        found.iter().enumerate().filter_map(verdict).collect()
    })
}

/// F1 of the tokens of two lists of stretches.
fn overlap(gold: &[Range<usize>], found: &[Range<usize>]) -> f64 {
    let size = |pieces: &[Range<usize>]| pieces.iter().map(|piece| piece.len()).sum::<usize>() as f64;
    let shared: usize = gold
        .iter()
        .flat_map(|one| {
            found.iter().map(move |other| one.end.min(other.end).saturating_sub(one.start.max(other.start)))
        })
        .sum();
    2.0 * shared as f64 / (size(gold) + size(found)).max(1.0)
}

/// Learns to judge from nine tenths, prints how it fares on the last tenth, and gives the best threshold there.
fn try_judge(verdicts: &[Vec<Verdict>]) -> f32 {
    let part = |held: bool| -> Vec<&Verdict> {
        verdicts.iter().enumerate().filter(|(at, _)| (at / FOLDS % 5 == 3) == held).flat_map(|(_, one)| one).collect()
    };
    let judge = train_judge(&part(false));
    let score = |(features, right): &&Verdict| (judge.sum::<1>(features)[0], *right);
    let mut scored: Vec<(f32, bool)> = part(true).iter().map(score).collect();
    let (f1, threshold) = best_cut(&mut scored);
    let lower = lowest_cut(&scored, f1 - SLACK);
    println!("judgements on held-out documents: F1 {f1:.4} at {threshold:.3}, {SLACK} less at {lower:.3}");
    lower
}

/// How much F1 on documents held out may be given away for more that is found: it is flat around its top, and where exactly
/// that lies is chance.
const SLACK: f64 = 0.005;

/// The lowest threshold with an F1 of at least so much; of scores in falling order.
fn lowest_cut(scored: &[(f32, bool)], least: f64) -> f32 {
    let gold = scored.iter().filter(|(_, right)| *right).count() as f64;
    let (mut hits, mut lowest) = (0.0, 0.0);
    for (rank, &(score, right)) in scored.iter().enumerate() {
        hits += f64::from(u8::from(right));
        if 2.0 * hits / (rank as f64 + 1.0 + gold) >= least {
            lowest = score;
        }
    }
    lowest
}

fn train_judge(verdicts: &[&Verdict]) -> Learner {
    let mut learner = Learner::new(BITS[3], COLUMNS[3], &SINGLE);
    train_single(&mut learner, verdicts);
    learner
}

/// The threshold with the best F1.
fn best_cut(scored: &mut [(f32, bool)]) -> (f64, f32) {
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let gold = scored.iter().filter(|(_, right)| *right).count() as f64;
    let (mut hits, mut best) = (0.0, (0.0, 0.0));
    for (rank, &(score, right)) in scored.iter().enumerate() {
        hits += f64::from(u8::from(right));
        let f1 = 2.0 * hits / (rank as f64 + 1.0 + gold);
        if f1 > best.0 {
            best = (f1, score);
        }
    }
    best
}

/// Byte offsets of code points.
fn bytes_of(text: &str) -> Vec<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

fn of_document(document: &Document, layers: &Layers) -> Examples {
    let gold = gold_tokens(document, layers);
    with_reader(layers, |reader| examples(layers, reader, &gold))
}

/// Source, cue and content of each attribution, as tokens.
fn gold_tokens(document: &Document, layers: &Layers) -> Vec<[Vec<Range<usize>>; 3]> {
    let offsets = bytes_of(&document.text);
    let tokens = |spans: &[(usize, usize)]| -> Vec<Range<usize>> {
        let range = |&(start, end): &(usize, usize)| TextRange::of(offsets[start], offsets[end]);
        spans.iter().map(|span| layers.tokens_in(range(span))).collect()
    };
    let parts = |gold: &Gold| [tokens(&gold.source), tokens(&gold.cue), tokens(&gold.content)];
    document.attributions.iter().map(parts).collect()
}

fn examples(layers: &Layers, reader: &Reader, gold: &[[Vec<Range<usize>>; 3]]) -> Examples {
    let mut said = vec![false; layers.tokens.len()];
    let mut cued = vec![false; layers.tokens.len()];
    let mut examples = Examples::default();
    for [source, cue, content] in gold {
        content.iter().for_each(|piece| said[piece.clone()].fill(true));
        let Some(anchor) = cue.first().and_then(|cue| anchor_of(layers, cue.clone())) else { continue };
        cued[anchor] = true;
        let (window, kind) = reader.window(anchor);
        let features = Shown::new(&window, kind);
        let holds = |pieces: &[Range<usize>], token: usize| pieces.iter().any(|piece| piece.contains(&token));
        let (mut part, mut own, mut joint) = (Vec::new(), Vec::new(), Vec::new());
        let example = |token: usize| {
            features.branch(token, &mut part);
            features.token(token, &mut own);
            part.append(&mut own);
            if token > window.tokens.start {
                features.joint(token, &mut joint);
            }
            let gold = if token == anchor || holds(cue, token) {
                Part::Cue
            } else if holds(source, token) {
                Part::Source
            } else if holds(content, token) {
                Part::Content
            } else {
                Part::Outside
            };
            Example { part: part.as_slice().into(), joint: joint.as_slice().into(), gold }
        };
        examples.windows.push(window.tokens.clone().map(example).collect());
    }
    reader.candidates(|token, features| {
        if cued[token] || !said[token] {
            examples.cues.push((features.into(), cued[token]));
        }
    });
    examples
}

/// Weights that learn by AdaGrad.
struct Learner {
    weights: Vec<f32>,
    squares: Vec<f32>,
    columns: usize,
    shift: u32,
    rate: f32,
    decay: f32,
}

impl Learner {
    fn new(bits: u32, columns: usize, manner: &Manner) -> Self {
        let size = columns << bits;
        let squares = vec![manner.start; size];
        Self { weights: vec![0.0; size], squares, columns, shift: 32 - bits, rate: manner.rate, decay: manner.decay }
    }

    fn row(&self, feature: u32) -> usize {
        (feature >> self.shift) as usize * self.columns
    }

    fn sum<const N: usize>(&self, features: &[u32]) -> [f32; N] {
        let mut sums = [0.0; N];
        for &feature in features {
            let row = self.row(feature);
            for (sum, weight) in sums.iter_mut().zip(&self.weights[row..row + N]) {
                *sum += weight;
            }
        }
        sums
    }

    fn learn<const N: usize>(&mut self, features: &[u32], gradient: [f32; N]) {
        if gradient.iter().all(|value| value.abs() < 1e-5) {
            return;
        }
        for &feature in features {
            let row = self.row(feature);
            for (at, slope) in gradient.iter().enumerate() {
                let slot = row + at;
                let slope = slope - self.decay * self.weights[slot];
                self.squares[slot] += slope * slope;
                self.weights[slot] += self.rate * slope / self.squares[slot].sqrt();
            }
        }
    }
}

/// The numbers below `count` in another order, the same in every run (xorshift).
fn shuffled(count: usize, seed: u64) -> Vec<usize> {
    let mut state = seed | 1;
    let mut order: Vec<usize> = (0..count).collect();
    for at in (1..count).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        order.swap(at, (state % (at as u64 + 1)) as usize);
    }
    order
}

fn train_cues(examples: &[&Examples]) -> Learner {
    let all: Vec<&Verdict> = examples.iter().flat_map(|one| &one.cues).collect();
    let mut learner = Learner::new(BITS[0], COLUMNS[0], &SINGLE);
    train_single(&mut learner, &all);
    learner
}

/// Logistic regression.
fn train_single(learner: &mut Learner, examples: &[&Verdict]) {
    for pass in 0..SINGLE.passes {
        for at in shuffled(examples.len(), 77 + pass as u64) {
            let (features, right) = examples[at];
            let [score] = learner.sum::<1>(features);
            learner.learn(features, [f32::from(u8::from(*right)) - 1.0 / (1.0 + (-score).exp())]);
        }
    }
}

/// A chain of conditional random fields over the parts of each window.
fn train_windows(examples: &[&Examples]) -> (Learner, Learner) {
    let all: Vec<&Vec<Example>> = examples.iter().flat_map(|one| &one.windows).collect();
    let mut parts = Learner::new(BITS[1], COLUMNS[1], &CHAINS);
    let mut joints = Learner::new(BITS[2], COLUMNS[2], &CHAINS);
    for pass in 0..CHAINS.passes {
        for at in shuffled(all.len(), 99 + pass as u64) {
            step(all[at], &mut parts, &mut joints);
        }
    }
    (parts, joints)
}

type Pair = [f32; PARTS * PARTS];

/// One step of stochastic gradient ascent on the likelihood of a chain.
fn step(window: &[Example], parts: &mut Learner, joints: &mut Learner) {
    let own: Vec<[f32; PARTS]> = window.iter().map(|one| parts.sum(&one.part)).collect();
    let pairs: Vec<Pair> = window.iter().map(|one| joints.sum(&one.joint)).collect();
    let (forward, backward) = (forward(&own, &pairs), backward(&own, &pairs));
    let whole = log_sum(&forward[window.len() - 1]);
    for (at, one) in window.iter().enumerate() {
        let gold = one.gold as usize;
        let mut slope: [f32; PARTS] =
            std::array::from_fn(|part| -(forward[at][part] + backward[at][part] - whole).exp());
        slope[gold] += 1.0;
        parts.learn(&one.part, slope);
        if at > 0 {
            let before = window[at - 1].gold as usize;
            let mut slope: Pair = std::array::from_fn(|pair| {
                let (left, right) = (pair / PARTS, pair % PARTS);
                let chance = forward[at - 1][left] + pairs[at][pair] + own[at][right] + backward[at][right] - whole;
                -chance.exp()
            });
            slope[before * PARTS + gold] += 1.0;
            joints.learn(&one.joint, slope);
        }
    }
}

fn log_sum(values: &[f32]) -> f32 {
    let top = values.iter().fold(f32::NEG_INFINITY, |top, value| top.max(*value));
    top + values.iter().map(|value| (value - top).exp()).sum::<f32>().ln()
}

fn forward(own: &[[f32; PARTS]], pairs: &[Pair]) -> Vec<[f32; PARTS]> {
    let mut sums = vec![own[0]];
    for at in 1..own.len() {
        let last = sums[at - 1];
        sums.push(std::array::from_fn(|part| {
            let ways: [f32; PARTS] = std::array::from_fn(|before| last[before] + pairs[at][before * PARTS + part]);
            own[at][part] + log_sum(&ways)
        }));
    }
    sums
}

fn backward(own: &[[f32; PARTS]], pairs: &[Pair]) -> Vec<[f32; PARTS]> {
    let mut sums = vec![[0.0; PARTS]; own.len()];
    for at in (0..own.len() - 1).rev() {
        let next = sums[at + 1];
        sums[at] = std::array::from_fn(|part| {
            let ways: [f32; PARTS] =
                std::array::from_fn(|to| next[to] + own[at + 1][to] + pairs[at + 1][part * PARTS + to]);
            log_sum(&ways)
        });
    }
    sums
}

/// Prints how cues by themselves, and parts given the cues, fare on documents held out.
fn check(learned: &Learned, examples: &[&Examples]) {
    let score = |(features, cue): &Verdict| (learned.cue(features), *cue);
    let mut scored: Vec<(f32, bool)> = examples.iter().flat_map(|one| &one.cues).map(score).collect();
    let (f1, threshold) = best_cut(&mut scored);
    println!("cues on held-out documents: F1 {f1:.4} at {threshold:.3}");
    let windows: Vec<&Vec<Example>> = examples.iter().flat_map(|one| &one.windows).collect();
    let whole = windows.iter().filter(|window| is_whole(learned, window)).count();
    println!("windows on held-out documents: {:.4} whole", whole as f64 / windows.len().max(1) as f64);
}

/// Whether every token of a window gets its part.
fn is_whole(learned: &Learned, window: &[Example]) -> bool {
    let scores = Scores {
        parts: window.iter().map(|one| learned.parts(&one.part)).collect(),
        joints: window.iter().map(|one| learned.joints(&one.joint)).collect(),
    };
    best(&scores).0.iter().zip(window).all(|(found, one)| *found == one.gold)
}
