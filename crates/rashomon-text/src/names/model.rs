//! The weights of the recogniser as they lie in `models/names.bin`, read in place.
//!
//! ```text
//! 8 bytes   magic "RSHNAME2"
//! LABELS²   i8   weights of transitions, row by row
//! 4 bytes   u32  number of bits of the bucket index
//! (2^bits + 1) × u32   where each bucket starts in the entries
//! entries: u16 fingerprint of a feature, u8 number of weights, then (u8 label, i8 weight) each
//! ```
//! All numbers are little-endian. A weight `q` stands for `q·|q|` (square-root companding). The file holds
//! hashes and numbers only, no word of any text.

use super::tagger::{LABELS, Scores};
use std::sync::LazyLock;

const MAGIC: &[u8; 8] = b"RSHNAME2";

/// Weights for [`super::tagger::tag`].
pub struct Model<'b> {
    transitions: Box<[Scores; LABELS]>,
    bits: u32,
    buckets: &'b [u8],
    entries: &'b [u8],
}

/// One feature's weights before they are written: its hash, and label with quantised weight.
pub type Row = (u64, Vec<(u8, i8)>);

static SHIPPED: LazyLock<Model<'static>> =
    LazyLock::new(|| Model::read(include_bytes!("../../../../models/names.bin")).unwrap_or_else(Model::empty));

impl<'b> Model<'b> {
    /// The model that is built in.
    pub fn shipped() -> &'static Model<'static> {
        &SHIPPED
    }

    /// A model without weights: it finds no name.
    pub fn empty() -> Self {
        Self { transitions: Box::new([[0; LABELS]; LABELS]), bits: 0, buckets: &[0; 8], entries: &[] }
    }

    /// Reads a model in place; `None` if the bytes are none.
    pub fn read(bytes: &'b [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (matrix, rest) = rest.split_at_checked(LABELS * LABELS)?;
        let mut transitions = Box::new([[0; LABELS]; LABELS]);
        for (at, &byte) in matrix.iter().enumerate() {
            transitions[at / LABELS][at % LABELS] = expand(byte);
        }
        let (bits, rest) = rest.split_at_checked(4)?;
        let bits = u32::from_le_bytes(bits.try_into().ok()?).min(24);
        let (buckets, entries) = rest.split_at_checked(((1 << bits) + 1) * 4)?;
        Some(Self { transitions, bits, buckets, entries })
    }

    /// Writes a model of these transitions and rows.
    pub fn write(transitions: &[[i8; LABELS]; LABELS], bits: u32, rows: &[Row]) -> Vec<u8> {
        let mut rows: Vec<&Row> = rows.iter().collect();
        rows.sort_by_key(|(feature, _)| (place(*feature, bits), *feature));
        let mut starts = vec![0u32; (1 << bits) + 1];
        let mut entries = Vec::new();
        for (feature, weights) in rows {
            entries.extend(fingerprint(*feature).to_le_bytes());
            entries.push(weights.len() as u8);
            entries.extend(weights.iter().flat_map(|&(label, weight)| [label, weight as u8]));
            starts[place(*feature, bits) + 1] = entries.len() as u32;
        }
        for at in 1..starts.len() {
            starts[at] = starts[at].max(starts[at - 1]);
        }
        let matrix = transitions.iter().flatten().map(|&weight| weight as u8);
        let mut bytes: Vec<u8> = MAGIC.iter().copied().chain(matrix).collect();
        bytes.extend(bits.to_le_bytes());
        bytes.extend(starts.iter().flat_map(|start| start.to_le_bytes()));
        bytes.extend(entries);
        bytes
    }

    /// Weights of one label following another.
    pub fn transitions(&self) -> &[Scores; LABELS] {
        &self.transitions
    }

    /// Adds the weights of a feature to the scores of a word.
    pub fn add(&self, feature: u64, scores: &mut Scores) {
        let bucket = place(feature, self.bits);
        let wanted = fingerprint(feature).to_le_bytes();
        let mut rest = self.entries.get(self.start(bucket)..self.start(bucket + 1)).unwrap_or_default();
        while let [low, high, count, tail @ ..] = rest {
            let Some((weights, next)) = tail.split_at_checked(2 * *count as usize) else { return };
            if [*low, *high] == wanted {
                for pair in weights.chunks_exact(2) {
                    if let Some(score) = scores.get_mut(pair[0] as usize) {
                        *score += expand(pair[1]);
                    }
                }
                return;
            }
            rest = next;
        }
    }

    fn start(&self, bucket: usize) -> usize {
        let bytes = self.buckets.get(4 * bucket..4 * bucket + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, |bytes| u32::from_le_bytes(bytes) as usize)
    }
}

fn place(feature: u64, bits: u32) -> usize {
    (feature & ((1 << bits) - 1)) as usize
}

fn fingerprint(feature: u64) -> u16 {
    (feature >> 40) as u16
}

fn expand(byte: u8) -> i32 {
    let weight = byte as i8 as i32;
    weight * weight.abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let rows = vec![(7 << 40 | 3, vec![(1, 5i8), (2, -3)]), (9 << 40 | 3, vec![(0, 2)])];
        let bytes = Model::write(&[[1; LABELS]; LABELS], 4, &rows);
        let model = Model::read(&bytes).expect("just written");
        let mut scores = [0; LABELS];
        model.add(7 << 40 | 3, &mut scores);
        model.add(8 << 40 | 3, &mut scores);
        assert_eq!(scores[..4], [0, 25, -9, 0]);
        assert!(Model::read(&bytes[..20]).is_none());
    }
}
