//! The weights as they lie in `models/attribution.bin`, read in place.
//!
//! ```text
//! 8 bytes   magic "RSHATTR2"
//! 4 × u32   binary logarithms of the numbers of rows: cues, parts, joints, judgements
//! 2 × f32   score from which a token is looked at as a cue, and from which an attribution is kept
//! 4 × f32   what a byte of 1 stands for in each table
//! rows of 1, 4, 16 and 1 signed bytes
//! ```
//! All numbers are little-endian. A weight `q` stands for `q·|q|` (square-root companding). The file holds numbers
//! only; features are hashed.

use super::rules::PARTS;
use pulp::{Arch, Simd, WithSimd};
use std::sync::LazyLock;

/// Weights that decisions are made by.
pub trait Weights {
    /// How much the features speak for a cue.
    fn cue(&self, features: &[u32]) -> f32;
    /// How much they speak for each part.
    fn parts(&self, features: &[u32]) -> [f32; PARTS];
    /// How much they speak for each part behind each other part, row by row.
    fn joints(&self, features: &[u32]) -> [f32; PARTS * PARTS];
    /// How much they speak for an attribution as a whole.
    fn judge(&self, features: &[u32]) -> f32;
    /// The score from which a token is looked at as a cue, and the one from which an attribution is kept.
    fn thresholds(&self) -> [f32; 2];
}

const MAGIC: &[u8; 8] = b"RSHATTR2";

/// Weights of one byte each.
#[derive(Clone, Copy)]
pub struct Model<'b> {
    bits: [u32; TABLES],
    tables: [&'b [u8]; TABLES],
    scales: [f32; TABLES],
    thresholds: [f32; 2],
}

/// How many tables there are.
const TABLES: usize = 4;

/// Columns of each table.
pub const COLUMNS: [usize; TABLES] = [1, PARTS, PARTS * PARTS, 1];

static SHIPPED: LazyLock<Option<Model<'static>>> =
    LazyLock::new(|| Model::read(include_bytes!("../../../../../models/attribution.bin")));

impl Model<'static> {
    /// The model that is built in; `None` if its file is of another version.
    pub fn shipped() -> Option<&'static Model<'static>> {
        SHIPPED.as_ref()
    }
}

impl<'b> Model<'b> {
    /// Reads a model in place; `None` if the bytes are none.
    pub fn read(bytes: &'b [u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let mut number = || -> Option<[u8; 4]> {
            let (head, tail) = rest.split_first_chunk::<4>()?;
            rest = tail;
            Some(*head)
        };
        let bits = [number()?, number()?, number()?, number()?].map(|bytes| u32::from_le_bytes(bytes).clamp(1, 24));
        let thresholds = [number()?, number()?].map(f32::from_le_bytes);
        let scales = [number()?, number()?, number()?, number()?].map(f32::from_le_bytes);
        let mut tables = [rest; TABLES];
        for at in 0..TABLES {
            (tables[at], rest) = rest.split_at_checked(COLUMNS[at] << bits[at])?;
        }
        Some(Self { bits, tables, scales, thresholds })
    }

    /// Writes tables of weights, row by row.
    pub fn write(tables: [&[f32]; TABLES], thresholds: [f32; 2]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for (table, columns) in tables.iter().zip(COLUMNS) {
            bytes.extend((table.len() / columns).trailing_zeros().to_le_bytes());
        }
        bytes.extend(thresholds.iter().flat_map(|threshold| threshold.to_le_bytes()));
        let tops = tables.map(|table| table.iter().fold(f32::MIN_POSITIVE, |top, weight| top.max(weight.abs())));
        bytes.extend(tops.iter().flat_map(|top| (top / (127.0 * 127.0)).to_le_bytes()));
        for (table, top) in tables.iter().zip(tops) {
            let quantise = |weight: &f32| ((weight.abs() / top).sqrt().copysign(*weight) * 127.0).round() as i8 as u8;
            bytes.extend(table.iter().map(quantise));
        }
        bytes
    }

    fn sum<const N: usize>(&self, table: usize, features: &[u32]) -> [f32; N] {
        let sum = Sum { rows: self.tables[table].as_chunks::<N>().0, shift: 32 - self.bits[table], features };
        Arch::new().dispatch(sum).map(|sum| sum as f32 * self.scales[table])
    }
}

/// A sum of rows of weights that is to be computed with what instructions there are.
struct Sum<'a, const N: usize> {
    rows: &'a [[u8; N]],
    shift: u32,
    features: &'a [u32],
}

impl<const N: usize> WithSimd for Sum<'_, N> {
    type Output = [i32; N];

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> [i32; N] {
        let mut sums = [0i32; N];
        for feature in self.features {
            // There is a row for each: an end here keeps the compiler from taking column after column of many rows.
            let Some(row) = self.rows.get((feature >> self.shift) as usize) else { break };
            let weights: [i32; N] = std::array::from_fn(|column| i32::from(row[column] as i8));
            sums = std::array::from_fn(|column| sums[column] + weights[column] * weights[column].abs());
        }
        sums
    }
}

impl Weights for Model<'_> {
    fn cue(&self, features: &[u32]) -> f32 {
        self.sum::<1>(0, features)[0]
    }

    fn parts(&self, features: &[u32]) -> [f32; PARTS] {
        self.sum(1, features)
    }

    fn joints(&self, features: &[u32]) -> [f32; PARTS * PARTS] {
        self.sum(2, features)
    }

    fn judge(&self, features: &[u32]) -> f32 {
        self.sum::<1>(3, features)[0]
    }

    fn thresholds(&self) -> [f32; 2] {
        self.thresholds
    }
}
