//! The best parts of all tokens of a window, found exactly (Viterbi).

use super::model::Weights;
use super::rules::{PARTS, Part};
use super::spans::{Shown, Window};

/// Scores of a window: of each token for each part, and of each joint for each pair of parts.
#[derive(Default)]
pub struct Scores {
    /// By token.
    pub parts: Vec<[f32; PARTS]>,
    /// By token; the first one's are not used.
    pub joints: Vec<[f32; PARTS * PARTS]>,
}

/// Scores a window.
pub fn scores(window: &Window, kind: u32, weights: &impl Weights, list: &mut Vec<u32>) -> Scores {
    let features = Shown::new(window, kind);
    let mut scores = Scores::default();
    let mut branch = [0.0; PARTS];
    for token in window.tokens.clone() {
        if !features.goes_on(token) {
            features.branch(token, list);
            branch = weights.parts(list);
        }
        features.token(token, list);
        let mut own = weights.parts(list);
        own.iter_mut().zip(branch).for_each(|(own, branch)| *own += branch);
        own[Part::Source as usize] += BOLDER;
        scores.parts.push(own);
        let mut joints = [0.0; PARTS * PARTS];
        if token > window.tokens.start {
            features.joint(token, list);
            joints = weights.joints(list);
        }
        scores.joints.push(joints);
    }
    let anchor = window.anchor - window.tokens.start;
    for part in Part::ALL.into_iter().filter(|&part| part != Part::Cue) {
        scores.parts[anchor][part as usize] = f32::NEG_INFINITY;
    }
    scores
}

/// What a source is favoured by: a wrong one is better than none, as no attribution is without one unless passive.
const BOLDER: f32 = 0.4;

/// The parts of the highest score, and the logarithm of their likelihood.
pub fn best(scores: &Scores) -> (Vec<Part>, f32) {
    let mut total = scores.parts.first().copied().unwrap_or_default();
    let mut chances = Chances::new(&total);
    let mut back: Vec<[u8; PARTS]> = vec![[0; PARTS]; scores.parts.len()];
    for (at, back) in back.iter_mut().enumerate().skip(1) {
        let ways = ways(&scores.parts[at], &scores.joints[at]);
        chances.step(&ways);
        let mut next = [f32::NEG_INFINITY; PARTS];
        for before in 0..PARTS {
            for part in 0..PARTS {
                let sum = total[before] + ways[before * PARTS + part];
                if sum > next[part] {
                    (next[part], back[part]) = (sum, before as u8);
                }
            }
        }
        total = next;
    }
    let mut part = (0..PARTS).fold(0, |best, at| if total[at] > total[best] { at } else { best });
    let sureness = total[part] - chances.whole;
    let mut parts = vec![Part::Outside; scores.parts.len()];
    for at in (0..parts.len()).rev() {
        parts[at] = Part::ALL[part];
        part = usize::from(back[at][part]);
    }
    (parts, sureness)
}

/// What it adds to have each part behind each other one.
fn ways(own: &[f32; PARTS], joints: &[f32; PARTS * PARTS]) -> [f32; PARTS * PARTS] {
    std::array::from_fn(|pair| joints[pair] + own[pair % PARTS])
}

/// How likely each part of a token is by all before it.
struct Chances {
    /// Of the last token, one in sum.
    parts: [f32; PARTS],
    /// The logarithm of the sum of all ways so far.
    whole: f32,
}

impl Chances {
    fn new(first: &[f32; PARTS]) -> Self {
        let top = first.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut chances = Self { parts: first.map(|score| exponential(score - top)), whole: top };
        chances.settle();
        chances
    }

    fn step(&mut self, ways: &[f32; PARTS * PARTS]) {
        let top = ways.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut next = [0.0; PARTS];
        for (before, ways) in self.parts.iter().zip(ways.as_chunks::<PARTS>().0) {
            next.iter_mut().zip(ways).for_each(|(next, way)| *next += before * exponential(way - top));
        }
        self.parts = next;
        self.whole += top;
        self.settle();
    }

    fn settle(&mut self) {
        let sum: f32 = self.parts.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        self.parts.iter_mut().for_each(|part| *part /= sum);
        self.whole += sum.ln();
    }
}

/// The exponential of a number that is not positive, to four digits: the same on every machine.
fn exponential(number: f32) -> f32 {
    let binary = (number * std::f32::consts::LOG2_E).max(-126.0);
    // Rounded towards zero and then down: where there is no instruction for that, rounding down at once is a call.
    let near = binary as i32 as f32;
    let whole = if near > binary { near - 1.0 } else { near };
    let rest = binary - whole;
    let power = 1.0 + rest * (0.695_976_1 + rest * (0.224_940_4 + rest * 0.079_083_5));
    f32::from_bits(((whole as i32 + 127) as u32) << 23) * power
}
