//! Learns the second opinion on tags: softmax regression over hashed features of the words that the encoder is unsure of (FTRL-proximal
//! with a pull to zero that leaves few weights), from the treebanks.

use super::conllu::{self, Sentence};
use super::ftrl::{Dice, State};
use super::lemmas::{FILES, UNFREE};
use crate::eval::treebank::Document;
use rashomon_text::encoder::matrix::Matrix;
use rashomon_text::encoder::model::MODEL;
use rashomon_text::encoder::{self, Batch};
use rashomon_text::syntax::lemma::{Lemmas, tag_hash};
use rashomon_text::syntax::tags::{Arc, Sketch, UNSURE, outputs, pick};
use rashomon_text::syntax::votes::{AGREEMENT_UNIT, Head, MOST_LABELS, Row, Votes};
use rashomon_text::syntax::{self, Word};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::path::Path;

/// Words are learned from where the encoder is this unsure: more than it is asked about, as it knows these texts.
const MARGIN: f32 = 5.0;
/// Passes over the words.
const PASSES: u32 = 8;
/// How far a step goes.
const STEP: f32 = 0.5;
/// What a weight must overcome to be kept.
const PULL: f32 = 2.0;
/// Share of the features that are left out at random, so that none is relied on alone.
const LEFT_OUT: f32 = 0.3;
/// Features seen less often are left out.
const SELDOM: u32 = 2;
/// What the second opinion counts beside the encoder's.
const SHARE: f32 = 0.6;
/// What the agreement of part of speech and fine tag counts (logarithm of how much oftener than by chance).
const AGREEMENT: f32 = 0.3;
/// A byte's largest weight.
const LARGEST: f32 = 4.0;
/// A byte's least.
const LEAST: u8 = 6;
/// Bits of the bucket index.
const BITS: u32 = 15;
/// News documents of GUM's training part that are kept aside to watch how unseen news fares.
const WATCHED: usize = 8;

/// Learns and writes the weights; if `held`, from the training parts only, and prints what the development parts score.
pub fn run(corpora: &Path, held: bool, output: &Path) -> anyhow::Result<()> {
    let mut examples = Examples::new();
    for file in &FILES[..if held { 2 } else { FILES.len() }] {
        examples.add(&free(conllu::read(&corpora.join(file))?));
    }
    examples.drop_seldom();
    let weights = learn(&examples);
    let bytes = examples.file(&weights);
    std::fs::write(output, &bytes)?;
    println!("{}: {} bytes, from {} words", output.display(), bytes.len(), examples.gold.len());
    for file in FILES[2..].iter().filter(|_| held) {
        println!("{file}: {}", score(&conllu::read(&corpora.join(file))?, &Votes::read(&bytes).expect("just written")));
    }
    Ok(())
}

/// Without the genres that are not free and without the news that is kept aside.
fn free(mut sentences: Vec<Sentence>) -> Vec<Sentence> {
    let document =
        |sentence: &Sentence| sentence.id.rsplit_once('-').map_or(String::new(), |(name, _)| name.to_owned());
    let news: BTreeSet<String> = sentences.iter().map(document).filter(|name| name.starts_with("GUM_news")).collect();
    let watched: BTreeSet<String> = news.into_iter().take(WATCHED).collect();
    sentences.retain(|sentence| {
        UNFREE.iter().all(|genre| !sentence.id.starts_with(genre)) && !watched.contains(&document(sentence))
    });
    sentences
}

/// Shows every word of a treebank: its number, its piece, its place there, and the encoder's scores.
fn each_word(document: &Document, margins: [f32; 2], mut see: impl FnMut(usize, &Sketch, usize, [&[f32]; 2])) {
    let words = syntax::parse(&document.text, &document.tokens, &document.sentences);
    let [mut upos, mut xpos] = [Matrix::default(), Matrix::default()];
    encoder::read(&MODEL, &document.text, &document.tokens, &document.sentences, |batch: &Batch| {
        batch.apply(&MODEL.upos, &mut upos);
        batch.apply(&MODEL.xpos, &mut xpos);
        for piece in batch.pieces {
            let arc = |at: usize| {
                let Word { head, relation, .. } = words[at];
                (head.checked_sub(piece.tokens.start).filter(|_| head != at), relation)
            };
            let tree: Vec<Arc> = piece.tokens.clone().map(arc).collect();
            let sketch = Sketch::of(batch, piece, &tree, [&upos, &xpos], margins);
            for at in 0..piece.tokens.len() {
                see(piece.tokens.start + at, &sketch, at, outputs(&MODEL, &upos, &xpos, piece.row + at));
            }
        }
    });
}

/// Number of a word's part of speech and fine tag, if they are known.
fn gold(document: &Document, token: usize) -> Option<[usize; 2]> {
    let word = &document.words[token];
    let fine = tag_hash(&word.xpos);
    let upos = MODEL.upos_labels.iter().position(|&upos| upos == word.upos)?;
    Some([upos, MODEL.xpos_hashes.iter().position(|&hash| hash == fine)?])
}

/// What is learned from.
struct Examples {
    /// Number and count of each feature.
    numbers: FxHashMap<u64, u32>,
    hashes: Vec<u64>,
    /// Features of all words, one after the other.
    features: Vec<u32>,
    /// Where each word's features end.
    ends: Vec<usize>,
    /// Number of its part of speech and fine tag.
    gold: Vec<[usize; 2]>,
    /// How often each part of speech has each fine tag.
    pairs: Vec<Vec<f32>>,
}

impl Examples {
    fn new() -> Self {
        // Nothing is impossible.
        let pairs = vec![vec![0.3; MODEL.xpos_hashes.len()]; MODEL.upos_labels.len()];
        let (numbers, hashes, features, ends, gold) = Default::default();
        Self { numbers, hashes, features, ends, gold, pairs }
    }

    fn add(&mut self, sentences: &[Sentence]) {
        let document = Document::of(sentences);
        each_word(&document, [MARGIN; 2], |token, sketch, at, _| {
            let Some(gold) = gold(&document, token) else { return };
            self.pairs[gold[0]][gold[1]] += 1.0;
            if !sketch.guesses[at].unsure {
                return;
            }
            sketch.features(at, |feature| {
                let next = self.hashes.len() as u32;
                let number = *self.numbers.entry(feature).or_insert(next);
                if number == next {
                    self.hashes.push(feature);
                }
                self.features.push(number);
            });
            self.ends.push(self.features.len());
            self.gold.push(gold);
        });
    }

    /// Leaves out features that are seldom seen.
    fn drop_seldom(&mut self) {
        let mut counts = vec![0; self.hashes.len()];
        self.features.iter().for_each(|&feature| counts[feature as usize] += 1);
        let mut kept = Vec::new();
        let mut start = 0;
        for end in &mut self.ends {
            let word = self.features[start..*end].iter().filter(|&&feature| counts[feature as usize] >= SELDOM);
            kept.extend(word.copied());
            start = *end;
            *end = kept.len();
        }
        self.features = kept;
    }

    fn of(&self, word: usize) -> &[u32] {
        let start = word.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.features[start..self.ends[word]]
    }

    fn file(&self, states: &[State]) -> Vec<u8> {
        let unit = LARGEST / (127.0 * 127.0);
        let byte = |weight: f32| (weight.signum() * (weight.abs() / unit).sqrt().round().min(127.0)) as i8;
        let labels = labels();
        let mut rows: Vec<Row> = Vec::new();
        for (&hash, states) in self.hashes.iter().zip(states.chunks(labels)) {
            let weights = states.iter().enumerate().map(|(label, state)| (label as u8, byte(state.weight)));
            let weights: Vec<(u8, i8)> = weights.filter(|(_, weight)| weight.unsigned_abs() >= LEAST).collect();
            if !weights.is_empty() {
                rows.push((hash, weights));
            }
        }
        println!("{} features, {} weights", rows.len(), rows.iter().map(|row| row.1.len()).sum::<usize>());
        let head = Head {
            upos: &MODEL.upos_labels,
            xpos: &MODEL.xpos_hashes,
            agreement: &self.agreement(),
            unit: unit * SHARE,
            bits: BITS,
        };
        Votes::write(&head, &rows)
    }

    fn agreement(&self) -> Vec<i8> {
        let sum = |at: usize| self.pairs.iter().map(|row| row[at]).sum::<f32>();
        let fine: Vec<f32> = (0..MODEL.xpos_hashes.len()).map(sum).collect();
        let all: f32 = fine.iter().sum();
        let cell = |(pairs, row, fine): (f32, f32, f32)| (pairs * all / row / fine).ln() * AGREEMENT;
        let byte = |agreement: f32| (agreement / AGREEMENT_UNIT).round().clamp(-127.0, 127.0) as i8;
        let row = |row: &Vec<f32>| -> Vec<i8> {
            let sum: f32 = row.iter().sum();
            row.iter().zip(&fine).map(|(&pairs, &fine)| byte(cell((pairs, sum, fine)))).collect()
        };
        self.pairs.iter().flat_map(row).collect()
    }
}

fn labels() -> usize {
    MODEL.upos_labels.len() + MODEL.xpos_hashes.len()
}

/// The weights of all features, each with one for each label.
fn learn(examples: &Examples) -> Vec<State> {
    let mut states = vec![State::default(); examples.hashes.len() * labels()];
    let mut order: Vec<usize> = (0..examples.gold.len()).collect();
    let mut dice = Dice(1);
    for _ in 0..PASSES {
        for at in (1..order.len()).rev() {
            order.swap(at, dice.below(at + 1));
        }
        for &word in &order {
            let kept: Vec<u32> = examples.of(word).iter().copied().filter(|_| dice.share() >= LEFT_OUT).collect();
            learn_word(&mut states, &kept, examples.gold[word]);
        }
    }
    states
}

fn learn_word(states: &mut [State], kept: &[u32], gold: [usize; 2]) {
    let (labels, parts) = (labels(), MODEL.upos_labels.len());
    let mut scores = vec![0.0; labels];
    for &feature in kept {
        let states = &states[feature as usize * labels..][..labels];
        scores.iter_mut().zip(states).for_each(|(score, state)| *score += state.weight / (1.0 - LEFT_OUT));
    }
    let (part, fine) = scores.split_at_mut(parts);
    softmax(part, gold[0]);
    softmax(fine, gold[1]);
    for (label, &gradient) in scores.iter().enumerate().filter(|(_, gradient)| gradient.abs() > 1e-3) {
        for &feature in kept {
            states[feature as usize * labels + label].step(gradient, STEP, PULL);
        }
    }
}

/// Turns scores into the gradient of the logarithm of what is right.
fn softmax(scores: &mut [f32], gold: usize) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    scores.iter_mut().for_each(|score| *score = (*score - most).exp());
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= sum);
    scores[gold] -= 1.0;
}

/// Numbers of right parts of speech, fine tags, both, and lemmas.
#[derive(Default)]
struct Right([usize; 4]);

impl Right {
    fn count(&mut self, document: &Document, token: usize, (upos, xpos): (usize, usize)) {
        let gold = gold(document, token);
        let [one, two] = [(0, upos), (1, xpos)].map(|(kind, tag)| gold.is_some_and(|gold| gold[kind] == tag));
        let range = document.tokens[token].range;
        let form = &document.text[range.start()..range.end()];
        let lemma = Lemmas::shipped().lemma(form, MODEL.upos_labels[upos], MODEL.xpos_hashes[xpos]);
        let right = [one, two, one && two, lemma == document.words[token].lemma];
        right.iter().zip(&mut self.0).for_each(|(right, count)| *count += usize::from(*right));
    }

    fn shown(&self, words: usize) -> String {
        let [upos, xpos, both, lemma] = self.0.map(|right| 100.0 * right as f64 / words.max(1) as f64);
        format!("UPOS {upos:.2} XPOS {xpos:.2} both {both:.2} lemma {lemma:.2}")
    }
}

/// Shares of right tags and lemmas, by the encoder's tags and with the second opinion.
fn score(sentences: &[Sentence], votes: &Votes) -> String {
    let document = Document::of(sentences);
    let (mut alone, mut both, mut asked) = (Right::default(), Right::default(), 0);
    each_word(&document, UNSURE, |token, sketch, at, scores| {
        let guess = sketch.guesses[at];
        let mut chosen = (guess.upos, guess.xpos);
        alone.count(&document, token, chosen);
        if guess.unsure {
            asked += 1;
            let mut sums = [0; MOST_LABELS];
            let mut features = Vec::new();
            sketch.features(at, |feature| features.push(feature));
            votes.add(&features, &mut sums);
            chosen = pick(votes, &sums, scores);
        }
        both.count(&document, token, chosen);
    });
    let words = document.words.len();
    let asked = 100.0 * asked as f64 / words.max(1) as f64;
    format!("encoder {}; with the second opinion {}; asked about {asked:.1} %", alone.shown(words), both.shown(words))
}
