//! Learning of few weights: FTRL-proximal (McMahan and others 2013), and dice that fall the same in every run.

/// What FTRL keeps of a weight.
#[derive(Clone, Copy, Default)]
pub struct State {
    pub weight: f32,
    /// Sum of the gradients, less what the weight already answers to.
    sum: f32,
    /// Sum of their squares.
    squares: f32,
}

impl State {
    /// Goes a step against the gradient; a weight stays at nought until its gradients add up to more than the pull.
    pub fn step(&mut self, gradient: f32, step: f32, pull: f32) {
        let squares = self.squares + gradient * gradient;
        self.sum += gradient - (squares.sqrt() - self.squares.sqrt()) / step * self.weight;
        self.squares = squares;
        let over = (self.sum.abs() - pull).max(0.0);
        self.weight = -over.copysign(self.sum) * step / (1.0 + squares.sqrt());
    }
}

/// The same numbers in every run.
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32
    }

    /// A number below the limit.
    pub fn below(&mut self, limit: usize) -> usize {
        self.next() as usize % limit
    }

    /// A number from 0 to 1.
    pub fn share(&mut self) -> f32 {
        self.next() as f32 / (1u32 << 31) as f32
    }
}
