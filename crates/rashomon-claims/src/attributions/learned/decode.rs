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
    let mut sums = total;
    let mut back: Vec<[u8; PARTS]> = vec![[0; PARTS]; scores.parts.len()];
    for (at, back) in back.iter_mut().enumerate().skip(1) {
        let mut next = [f32::NEG_INFINITY; PARTS];
        let mut ways = [0.0; PARTS];
        for part in 0..PARTS {
            let top = (0..PARTS).map(|before| sums[before] + scores.joints[at][before * PARTS + part]);
            let top = top.fold(f32::NEG_INFINITY, f32::max);
            for before in 0..PARTS {
                ways[part] += (sums[before] + scores.joints[at][before * PARTS + part] - top).exp();
                let sum = total[before] + scores.joints[at][before * PARTS + part];
                if sum > next[part] {
                    (next[part], back[part]) = (sum, before as u8);
                }
            }
            next[part] += scores.parts[at][part];
            ways[part] = top + ways[part].ln() + scores.parts[at][part];
        }
        (total, sums) = (next, ways);
    }
    let mut part = (0..PARTS).fold(0, |best, at| if total[at] > total[best] { at } else { best });
    let high = sums.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let whole = high + sums.iter().map(|sum| (sum - high).exp()).sum::<f32>().ln();
    let sureness = total[part] - whole;
    let mut parts = vec![Part::Outside; scores.parts.len()];
    for at in (0..parts.len()).rev() {
        parts[at] = Part::ALL[part];
        part = usize::from(back[at][part]);
    }
    (parts, sureness)
}
