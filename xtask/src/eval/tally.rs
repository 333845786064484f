//! Counts of what is right, found and gold, and one-to-one pairs of spans.

use rashomon_text::TextRange;

/// How many are right, found and in the gold standard.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    pub right: usize,
    pub found: usize,
    pub gold: usize,
}

impl Tally {
    /// Prints precision, recall and F1.
    pub fn print(self, name: &str) {
        let share = |of: usize| self.right as f64 / of.max(1) as f64;
        let both = 2.0 * self.right as f64 / (self.found + self.gold).max(1) as f64;
        println!(
            "{name:24} P {:.3} R {:.3} F1 {both:.3} ({} right, {} found, {} gold)",
            share(self.found),
            share(self.gold),
            self.right,
            self.found,
            self.gold
        );
    }
}

/// Prints a share of a whole.
pub fn print_share(name: &str, right: usize, all: usize) {
    println!("{name:24} {:.3} ({right} of {all})", right as f64 / all.max(1) as f64);
}

/// Whether a document is of the half that rules are made on, by a hash (FNV-1a) of its id.
pub fn is_in_first_half(id: &str) -> bool {
    let hash = id
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    (hash >> 32).is_multiple_of(2)
}

/// Pairs of gold and found spans that share a character, each in one pair at most: same spans first, then those that
/// share most, then in reading order.
pub fn pairs(gold: &[TextRange], found: &[TextRange]) -> Vec<(usize, usize)> {
    let mut all: Vec<(bool, usize, usize, usize)> = Vec::new();
    for (of, range) in gold.iter().enumerate() {
        for (at, other) in found.iter().enumerate().filter(|(_, other)| range.intersects(**other)) {
            let shared = range.end().min(other.end()) - range.start().max(other.start());
            all.push((range != other, usize::MAX - shared, of, at));
        }
    }
    all.sort_unstable();
    let (mut taken_gold, mut taken_found) = (vec![false; gold.len()], vec![false; found.len()]);
    let mut pairs = Vec::new();
    for (_, _, of, at) in all {
        if !taken_gold[of] && !taken_found[at] {
            (taken_gold[of], taken_found[at]) = (true, true);
            pairs.push((of, at));
        }
    }
    pairs
}
