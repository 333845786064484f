//! The weights that say where sentences end.
//!
//! Layout of the file: fingerprints of the features (u16 each, little endian), their weights (i8 each). A feature's key
//! says with its upper half where to look first and with its lower half for which fingerprint; a weight of nought is a
//! free slot.

/// Slots that a feature may start at.
const SLOTS: usize = 1 << 16;
/// A feature lies at most so many slots behind that.
const REACH: usize = 12;

/// A gap ends a sentence if its features weigh more: a little in favour of ends, as a missed one costs two sentences.
const LEAST: i32 = -10;

/// Weights of hashed features.
pub struct Model<'b> {
    fingerprints: &'b [[u8; 2]],
    weights: &'b [u8],
}

const BYTES: &[u8] = include_bytes!("../../../../models/sentences.bin");

impl Model<'static> {
    /// The weights built into the program.
    pub fn shipped() -> Self {
        Self::read(BYTES).expect("models/sentences.bin is not a file of this version; train it again")
    }
}

impl<'b> Model<'b> {
    /// What a unit of the features' real weights is.
    pub const UNIT: f32 = 24.0;

    /// Reads a file; `None` if it is none.
    pub fn read(bytes: &'b [u8]) -> Option<Self> {
        let (fingerprints, weights) = bytes.split_at_checked(2 * (SLOTS + REACH))?;
        (weights.len() == SLOTS + REACH).then_some(Self { fingerprints: fingerprints.as_chunks().0, weights })
    }

    /// The file of some weights, the most telling first, and how many did not fit.
    pub fn write(weights: &[(u32, i8)]) -> (Vec<u8>, usize) {
        let mut fingerprints = vec![[0; 2]; SLOTS + REACH];
        let mut slots = vec![0; SLOTS + REACH];
        let mut left_out = 0;
        for &(key, weight) in weights {
            match (start(key)..start(key) + REACH).find(|&slot| slots[slot] == 0) {
                Some(slot) => (fingerprints[slot], slots[slot]) = (fingerprint(key), weight.cast_unsigned()),
                None => left_out += 1,
            }
        }
        ([fingerprints.concat(), slots].concat(), left_out)
    }

    /// Whether a gap with these features ends a sentence.
    pub fn ends(&self, keys: &[u32]) -> bool {
        self.score(keys) > LEAST
    }

    fn score(&self, keys: &[u32]) -> i32 {
        keys.iter().map(|&key| self.weight(key)).sum()
    }

    fn weight(&self, key: u32) -> i32 {
        let (start, fingerprint) = (start(key), fingerprint(key));
        let (fingerprints, weights) = (&self.fingerprints[start..start + REACH], &self.weights[start..start + REACH]);
        for (found, weight) in fingerprints.iter().zip(weights) {
            if *weight == 0 || *found == fingerprint {
                return i32::from(weight.cast_signed());
            }
        }
        0
    }
}

fn start(key: u32) -> usize {
    (key >> 16) as usize
}

fn fingerprint(key: u32) -> [u8; 2] {
    (key as u16).to_le_bytes()
}
