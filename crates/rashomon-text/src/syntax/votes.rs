//! The weights of the second opinion on tags, as they lie in `models/tags.bin`, read in place.
//!
//! ```text
//! 8 bytes   magic "RSHTAGS1"
//! u8, u8    numbers of parts of speech and of fine tags
//! f32       unit of the weights
//! u8 each   codes of the parts of speech; then u32 each: hashes of the fine tags
//! i8 each   for each part of speech and fine tag how well they agree, in sixteenths
//! u32       number of bits of the bucket index
//! (2^bits + 1) × u32   where each bucket starts in the entries
//! entries: u16 fingerprint of a feature, u8 number of weights, then (u8 label, i8 weight) each
//! ```
//! All numbers are little-endian. Labels are parts of speech, then fine tags. A weight `q` stands for `q·|q|` units
//! (square-root companding). The file holds hashes and numbers only, no word of any text.

use super::Upos;
use crate::encoder::model::Model;
use std::sync::LazyLock;

const MAGIC: &[u8; 8] = b"RSHTAGS1";

/// There are never more labels.
pub const MOST_LABELS: usize = 128;

/// Sums of weights, one for each label.
pub type Sums = [i32; MOST_LABELS];

/// So many features are looked for together.
const AT_A_TIME: usize = 32;

/// What a step of agreement stands for.
pub const AGREEMENT_UNIT: f32 = 1.0 / 16.0;

/// Labels, their agreement, and weights of hashed features.
pub struct Votes<'b> {
    upos: &'b [u8],
    xpos: Vec<u32>,
    agreement: &'b [u8],
    /// What a unit of a sum stands for beside the encoder's scores.
    pub unit: f32,
    bits: u32,
    buckets: &'b [[u8; 4]],
    entries: &'b [u8],
}

/// What the file says beside the features' weights.
pub struct Head<'a> {
    /// Parts of speech, in the order of the encoder's outputs.
    pub upos: &'a [Upos],
    /// Hashes of fine tags, likewise.
    pub xpos: &'a [u32],
    /// For each part of speech a row of all fine tags, in [`AGREEMENT_UNIT`].
    pub agreement: &'a [i8],
    /// Of the weights.
    pub unit: f32,
    /// Number of bits of the bucket index.
    pub bits: u32,
}

/// One feature's weights: its hash, and label with quantised weight.
pub type Row = (u64, Vec<(u8, i8)>);

static SHIPPED: LazyLock<Votes<'static>> = LazyLock::new(|| {
    let votes = Votes::read(include_bytes!("../../../../models/tags.bin"));
    votes.expect("models/tags.bin is not a file of this version; train it again")
});

impl Votes<'static> {
    /// The weights built into the program.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }
}

impl<'b> Votes<'b> {
    /// Reads a file in place; `None` if it is none.
    pub fn read(bytes: &'b [u8]) -> Option<Self> {
        let (&[parts, fine], rest) = bytes.strip_prefix(MAGIC)?.split_first_chunk()?;
        let (parts, fine) = (usize::from(parts), usize::from(fine));
        let (unit, rest) = rest.split_first_chunk()?;
        let (upos, rest) = rest.split_at_checked(parts)?;
        let (xpos, rest) = rest.split_at_checked(4 * fine)?;
        let (agreement, rest) = rest.split_at_checked(parts * fine)?;
        let (bits, rest) = rest.split_first_chunk()?;
        let bits = u32::from_le_bytes(*bits).min(24);
        let (buckets, entries) = rest.split_at_checked(4 * ((1 << bits) + 1))?;
        let xpos = xpos.as_chunks().0.iter().map(|hash| u32::from_le_bytes(*hash)).collect();
        let buckets = buckets.as_chunks().0;
        let votes = Self { upos, xpos, agreement, unit: f32::from_le_bytes(*unit), bits, buckets, entries };
        (parts + fine <= MOST_LABELS).then_some(votes)
    }

    /// The file of these weights.
    pub fn write(head: &Head, rows: &[Row]) -> Vec<u8> {
        let mut rows: Vec<&Row> = rows.iter().collect();
        rows.sort_by_key(|(feature, _)| (place(*feature, head.bits), *feature));
        let mut starts = vec![0u32; (1 << head.bits) + 1];
        let mut entries = Vec::new();
        for (feature, weights) in rows {
            entries.extend(fingerprint(*feature));
            entries.push(weights.len() as u8);
            entries.extend(weights.iter().flat_map(|&(label, weight)| [label, weight.cast_unsigned()]));
            starts[place(*feature, head.bits) + 1] = entries.len() as u32;
        }
        for at in 1..starts.len() {
            starts[at] = starts[at].max(starts[at - 1]);
        }
        let mut bytes = [&MAGIC[..], &[head.upos.len() as u8, head.xpos.len() as u8]].concat();
        bytes.extend(head.unit.to_le_bytes());
        bytes.extend(head.upos.iter().map(|&upos| upos as u8));
        bytes.extend(head.xpos.iter().flat_map(|hash| hash.to_le_bytes()));
        bytes.extend(head.agreement.iter().map(|agreement| agreement.cast_unsigned()));
        bytes.extend(head.bits.to_le_bytes());
        bytes.extend(starts.iter().flat_map(|start| start.to_le_bytes()));
        bytes.extend(entries);
        bytes
    }

    /// Whether its labels are those of an encoder.
    pub fn fits(&self, model: &Model) -> bool {
        let upos = model.upos_labels.iter().map(|&upos| upos as u8);
        upos.eq(self.upos.iter().copied()) && self.xpos == model.xpos_hashes
    }

    /// How well a part of speech goes with each fine tag.
    pub fn agreement(&self, upos: usize) -> impl Iterator<Item = f32> + '_ {
        let row = self.agreement.chunks(self.xpos.len().max(1)).nth(upos).unwrap_or_default();
        row.iter().map(|&byte| f32::from(byte.cast_signed()) * AGREEMENT_UNIT)
    }

    /// Adds the weights of features. Where they lie is asked for many before any is read, as memory answers slowly, but
    /// many at a time.
    pub fn add(&self, features: &[u64], sums: &mut Sums) {
        for features in features.chunks(AT_A_TIME) {
            let mut starts = [0; AT_A_TIME];
            starts
                .iter_mut()
                .zip(features)
                .for_each(|(start, feature)| *start = self.start(place(*feature, self.bits)));
            let mut first = [0u8; AT_A_TIME];
            first
                .iter_mut()
                .zip(starts)
                .for_each(|(first, at)| *first = self.entries.get(at).copied().unwrap_or_default());
            std::hint::black_box(first);
            for (&feature, start) in features.iter().zip(starts) {
                let end = self.start(place(feature, self.bits) + 1);
                add_from(self.entries.get(start..end).unwrap_or_default(), fingerprint(feature), sums);
            }
        }
    }

    fn start(&self, bucket: usize) -> usize {
        self.buckets.get(bucket).map_or(0, |start| u32::from_le_bytes(*start) as usize)
    }
}

/// Adds the weights of the entry with that fingerprint.
fn add_from(mut entries: &[u8], wanted: [u8; 2], sums: &mut Sums) {
    while let [low, high, count, tail @ ..] = entries {
        let Some((weights, next)) = tail.split_at_checked(2 * usize::from(*count)) else { return };
        if [*low, *high] == wanted {
            for &[label, weight] in weights.as_chunks().0 {
                if let Some(sum) = sums.get_mut(usize::from(label)) {
                    *sum += expand(weight.cast_signed());
                }
            }
            return;
        }
        entries = next;
    }
}

/// What a quantised weight stands for, in units.
pub fn expand(weight: i8) -> i32 {
    let weight = i32::from(weight);
    weight * weight.abs()
}

fn place(feature: u64, bits: u32) -> usize {
    (feature & ((1 << bits) - 1)) as usize
}

fn fingerprint(feature: u64) -> [u8; 2] {
    ((feature >> 40) as u16).to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::{Head, MOST_LABELS, Upos, Votes};

    #[test]
    fn what_is_written_is_read() {
        let head = Head { upos: &[Upos::Noun, Upos::Verb], xpos: &[7], agreement: &[16, -8], unit: 0.5, bits: 4 };
        let bytes = Votes::write(&head, &[(7 << 40 | 3, vec![(1, 5), (2, -3)]), (9 << 40 | 3, vec![(0, 2)])]);
        let votes = Votes::read(&bytes).expect("just written");
        let mut sums = [0; MOST_LABELS];
        votes.add(&[7 << 40 | 3, 8 << 40 | 3], &mut sums);
        assert_eq!(sums[..4], [0, 25, -9, 0]);
        assert_eq!(votes.agreement(1).collect::<Vec<_>>(), [-0.5]);
        assert!(Votes::read(&bytes[..20]).is_none());
    }
}
