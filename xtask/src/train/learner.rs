//! An averaged perceptron over hashed features.

use rashomon_text::syntax::model::{LARGEST, Weights};

/// Rows of weights, their running totals and when each row was last brought up to date.
pub struct Learner<const N: usize> {
    weights: Vec<[f32; N]>,
    totals: Vec<[f64; N]>,
    stamps: Vec<u32>,
    clock: u32,
    shift: u32,
}

impl<const N: usize> Learner<N> {
    /// All weights zero; `bits` is the binary logarithm of the number of rows.
    pub fn new(bits: u32) -> Self {
        let rows = 1 << bits;
        Self {
            weights: vec![[0.0; N]; rows],
            totals: vec![[0.0; N]; rows],
            stamps: vec![0; rows],
            clock: 1,
            shift: 32 - bits,
        }
    }

    /// Counts one decision.
    pub fn tick(&mut self) {
        self.clock += 1;
    }

    /// Rewards one class and punishes another.
    pub fn update(&mut self, features: &[u32], good: usize, bad: usize, step: f32) {
        for feature in features {
            let row = (feature >> self.shift) as usize;
            self.settle(row);
            self.weights[row][good] += step;
            self.weights[row][bad] -= step;
        }
    }

    fn settle(&mut self, row: usize) {
        let span = f64::from(self.clock - self.stamps[row]);
        self.stamps[row] = self.clock;
        for (total, &weight) in self.totals[row].iter_mut().zip(&self.weights[row]) {
            *total += span * f64::from(weight);
        }
    }

    /// Puts the averages in the place of the weights; nothing can be learned after that.
    pub fn average(&mut self) {
        for row in 0..self.stamps.len() {
            self.settle(row);
            self.weights[row] = self.totals[row].map(|total| (total / f64::from(self.clock)) as f32);
        }
    }

    /// The averaged weights as signed bytes that stand for `q * |q|`.
    pub fn quantised(&mut self) -> Vec<[i8; N]> {
        for row in 0..self.stamps.len() {
            self.settle(row);
        }
        let top = self.totals.iter().flatten().fold(f64::MIN_POSITIVE, |top, total| top.max(total.abs()));
        let quantise = |total: f64| ((total.abs() / top).sqrt().copysign(total) * LARGEST).round() as i8;
        self.totals.iter().map(|row| row.map(quantise)).collect()
    }
}

impl<const N: usize> Weights<N> for Learner<N> {
    type Score = f32;

    fn scores(&self, features: &[u32]) -> [f32; N] {
        let mut scores = [0.0; N];
        for feature in features {
            for (score, weight) in scores.iter_mut().zip(&self.weights[(feature >> self.shift) as usize]) {
                *score += weight;
            }
        }
        scores
    }
}

/// The best class but the right one.
pub fn rival(scores: &[f32], gold: usize) -> usize {
    let mut rival = usize::from(gold == 0);
    for at in rival + 1..scores.len() {
        if at != gold && scores[at] > scores[rival] {
            rival = at;
        }
    }
    rival
}

/// A generator of numbers that are the same in every run (xorshift).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// The numbers below `count` in another order.
    pub fn shuffled(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for at in (1..count).rev() {
            order.swap(at, (self.roll() % (at as u64 + 1)) as usize);
        }
        order
    }
}
