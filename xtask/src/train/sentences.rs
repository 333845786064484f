//! Learns where sentences end: logistic regression over hashed features of the gaps between tokens (FTRL-proximal with
//! a pull to zero that leaves few weights), from the treebanks.

use super::conllu::{self, Sentence};
use super::ftrl::{Dice, State};
use super::lemmas::{FILES, UNFREE};
use crate::eval::treebank::Document;
use rashomon_text::tokens::{model::Model, split_by};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::path::Path;

/// Passes over the gaps.
const PASSES: u32 = 10;
/// How far a step goes.
const STEP: f32 = 0.3;
/// What a weight must overcome to be kept.
const PULL: f32 = 0.6;
/// Share of the features that are left out at random, so that none is relied on alone.
const LEFT_OUT: f32 = 0.1;

/// Learns and writes the weights.
pub fn run(corpora: &Path, output: &Path) -> anyhow::Result<()> {
    let mut gaps = Gaps::default();
    for file in FILES {
        let mut sentences = conllu::read(&corpora.join(file))?;
        sentences.retain(|sentence| UNFREE.iter().all(|genre| !sentence.id.starts_with(genre)));
        gaps.add(&sentences);
    }
    let weights = weights(&gaps);
    let (bytes, left_out) = Model::write(&weights);
    std::fs::write(output, bytes)?;
    println!("{}: {} weights from {} gaps, {left_out} left out", output.display(), weights.len(), gaps.ends.len());
    Ok(())
}

/// Gaps between tokens.
#[derive(Default)]
struct Gaps {
    /// Features by their keys.
    numbers: FxHashMap<u32, u32>,
    /// Of all gaps, one after the other.
    features: Vec<u32>,
    /// Where each gap's features end, and whether a sentence ends there.
    ends: Vec<(usize, bool)>,
}

impl Gaps {
    fn add(&mut self, sentences: &[Sentence]) {
        let document = Document::of(sentences);
        let starts: BTreeSet<usize> = document.sentences.iter().map(|sentence| sentence.range.start()).collect();
        let (tokens, _) = split_by(&document.text, |_, _| false);
        split_by(&document.text, |token, keys| {
            let ends = starts.contains(&tokens[token].range.start());
            for &key in keys {
                let next = self.numbers.len() as u32;
                self.features.push(*self.numbers.entry(key).or_insert(next));
            }
            self.ends.push((self.features.len(), ends));
            ends
        });
    }

    fn get(&self, gap: usize) -> (&[u32], bool) {
        let start = gap.checked_sub(1).map_or(0, |before| self.ends[before].0);
        (&self.features[start..self.ends[gap].0], self.ends[gap].1)
    }
}

/// The weights that are not nought, the largest first.
fn weights(gaps: &Gaps) -> Vec<(u32, i8)> {
    let mut learner = Learner { states: vec![State::default(); gaps.numbers.len()] };
    let mut order: Vec<usize> = (0..gaps.ends.len()).collect();
    let mut dice = Dice(1);
    for _ in 0..PASSES {
        for at in (1..order.len()).rev() {
            order.swap(at, dice.below(at + 1));
        }
        for &gap in &order {
            let (features, ends) = gaps.get(gap);
            learner.learn(features, ends, &mut dice);
        }
    }
    let byte = |weight: f32| (weight * Model::UNIT).round().clamp(-127.0, 127.0) as i8;
    let keyed = gaps.numbers.iter().map(|(&key, &number)| (key, byte(learner.states[number as usize].weight)));
    let mut weights: Vec<(u32, i8)> = keyed.filter(|(_, weight)| *weight != 0).collect();
    weights.sort_unstable_by_key(|&(key, weight)| (std::cmp::Reverse(weight.unsigned_abs()), key));
    weights
}

struct Learner {
    states: Vec<State>,
}

impl Learner {
    fn learn(&mut self, features: &[u32], ends: bool, dice: &mut Dice) {
        let kept: Vec<u32> = features.iter().copied().filter(|_| dice.share() >= LEFT_OUT).collect();
        let score: f32 = kept.iter().map(|&feature| self.states[feature as usize].weight).sum();
        let gradient = 1.0 / (1.0 + (-score / (1.0 - LEFT_OUT)).exp()) - f32::from(u8::from(ends));
        if gradient.abs() < 1e-4 {
            return;
        }
        for feature in kept {
            self.states[feature as usize].step(gradient, STEP, PULL);
        }
    }
}
