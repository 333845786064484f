//! Features are hashed: 32 bits, of which the high ones choose a row of weights.

/// Adds `b` to a hash.
#[inline(always)]
pub fn mix(a: u32, b: u32) -> u32 {
    (a.rotate_left(7) ^ b).wrapping_mul(0x9e37_79b1)
}

/// A hash of a small number.
#[inline(always)]
pub fn small(number: u32) -> u32 {
    let spread = number.wrapping_add(0x632b_e5ab).wrapping_mul(0x85eb_ca6b);
    (spread ^ (spread >> 15)).wrapping_mul(0xc2b2_ae35)
}

/// A hash of a word in lower case.
pub fn of_word(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193))
}

/// Collects the features of one decision.
pub struct Features<'v> {
    list: &'v mut Vec<u32>,
    next: u32,
}

impl<'v> Features<'v> {
    /// Collects into a list, which is emptied first.
    pub fn new(list: &'v mut Vec<u32>) -> Self {
        list.clear();
        Self { list, next: 0 }
    }

    /// Adds to a list.
    pub fn onto(list: &'v mut Vec<u32>) -> Self {
        Self { list, next: 0 }
    }

    /// Begins a group of templates. The compiler then knows their numbers and hashes them beforehand.
    #[inline(always)]
    pub fn group(&mut self, number: u32) {
        self.next = number << 8;
    }

    /// Adds the next feature: one template, by its place in its group, and its values.
    #[inline(always)]
    pub fn add(&mut self, values: &[u32]) {
        self.next += 1;
        let hash = values.iter().fold(small(self.next), |hash, &value| mix(hash, value));
        // The high bits choose the row: stir them once more.
        self.list.push((hash ^ (hash >> 15)).wrapping_mul(0x85eb_ca6b));
    }
}
