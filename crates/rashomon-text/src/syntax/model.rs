//! The trained weights: one file, read where it lies.
//!
//! Layout, little endian: [`Header`], then the sections in the order of its fields, each padded to 64 bytes.
//! Weights are signed bytes that stand for `q * |q|`, at most [`LARGEST`] in size, so that sums fit 16 bits.

use bytemuck::{Pod, Zeroable};
use std::sync::LazyLock;

/// Columns of the tagger's rows: a tag each, the rest unused.
pub const TAGS: usize = 20;
/// Columns of the parser's rows: shift, left, right, unused.
pub const MOVES: usize = 4;
/// Columns of the labeller's rows: a relation each.
pub const LABELS: usize = 48;

/// Largest weight, as a byte: its square leaves room for the sum of four such in 16 bits.
pub const LARGEST: f64 = 90.0;

/// What the file starts with.
pub const MAGIC: [u8; 8] = *b"rsyntax1";

/// Numbers of items in each section.
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub struct Header {
    /// [`MAGIC`].
    pub magic: [u8; 8],
    /// Rows of the tagger, a power of two.
    pub tag_rows: u32,
    /// Rows of the parser, a power of two.
    pub move_rows: u32,
    /// Rows of the labeller, a power of two.
    pub label_rows: u32,
    /// Slots of the table of known words, a power of two.
    pub known_slots: u32,
    /// Slots of the table of lemma rules, a power of two.
    pub rule_slots: u32,
    /// Bytes of the lemma scripts.
    pub script_bytes: u32,
    /// Relation of each column of the labeller, 255 for none.
    pub labels: [u8; LABELS],
}

/// Something that adds a feature's weights to the scores of `N` classes.
pub trait Weights<const N: usize> {
    /// What scores are summed in.
    type Score: Copy + Default + PartialOrd;
    /// Adds the weights of every feature.
    fn scores(&self, features: &[u32]) -> [Self::Score; N];
}

/// Rows of quantised weights, chosen by the high bits of a feature.
#[derive(Clone, Copy)]
pub struct Rows<'m, const N: usize> {
    rows: &'m [[i8; N]],
    shift: u32,
}

impl<'m, const N: usize> Rows<'m, N> {
    fn new(rows: &'m [[i8; N]]) -> Self {
        Self { rows, shift: 32 - rows.len().trailing_zeros() }
    }
}

impl<const N: usize> Weights<N> for Rows<'_, N> {
    type Score = i16;

    #[inline]
    fn scores(&self, features: &[u32]) -> [i16; N] {
        let mut scores = [0i16; N];
        for feature in features {
            let row = &self.rows[(feature >> self.shift) as usize];
            for (score, &weight) in scores.iter_mut().zip(row) {
                let weight = i16::from(weight);
                *score = score.saturating_add(weight * weight.abs());
            }
        }
        scores
    }
}

/// Hashed keys with a value each; a key of 0 is an empty slot.
#[derive(Clone, Copy)]
pub struct Table<'m>(&'m [[u32; 2]]);

impl<'m> Table<'m> {
    /// Reads slots, as many as a power of two.
    pub fn new(slots: &'m [[u32; 2]]) -> Self {
        Self(slots)
    }

    /// Lays keys out in slots, at most half of them full.
    pub fn build(entries: &[(u32, u32)]) -> Vec<[u32; 2]> {
        let count = (entries.len() * 2).next_power_of_two().max(2);
        let mut slots = vec![[0; 2]; count];
        for &(key, value) in entries {
            let mut at = key as usize & (count - 1);
            while slots[at][0] != 0 && slots[at][0] != key {
                at = (at + 1) & (count - 1);
            }
            slots[at] = [key, value];
        }
        slots
    }

    /// The value of a key.
    #[inline]
    pub fn get(&self, key: u32) -> Option<u32> {
        let mask = self.0.len() - 1;
        let mut at = key as usize & mask;
        loop {
            match self.0[at] {
                [0, _] => return None,
                [known, value] if known == key => return Some(value),
                _ => at = (at + 1) & mask,
            }
        }
    }
}

/// Everything that was trained.
pub struct Model<'m> {
    /// The tagger's weights.
    pub tags: Rows<'m, TAGS>,
    /// The parser's weights.
    pub moves: Rows<'m, MOVES>,
    /// The labeller's weights.
    pub labels: Rows<'m, LABELS>,
    /// Tags that a known form bears, as bits.
    pub known: Table<'m>,
    /// Lemma rules: a suffix and a tag to the number of a script.
    pub rules: Table<'m>,
    /// Lemma scripts, a line each: case, number of characters to strip, what to append, parted by tabs.
    pub scripts: Vec<super::lemma::Script>,
    /// Relation of each column of the labeller.
    pub relations: [u8; LABELS],
}

#[repr(align(64))]
struct Aligned<T: ?Sized>(T);

static BYTES: &Aligned<[u8]> = &Aligned(*include_bytes!("../../../../models/syntax.bin"));

/// The model built into the program.
pub static MODEL: LazyLock<Model<'static>> =
    LazyLock::new(|| Model::read(&BYTES.0).expect("models/syntax.bin is not a model of this version; train it again"));

impl<'m> Model<'m> {
    /// Reads a model where it lies; the bytes must be aligned to 8. None if they are no model of this version.
    pub fn read(bytes: &'m [u8]) -> Option<Self> {
        let mut reader = Reader { bytes, at: 0 };
        let header: Header = *reader.section::<Header>(1)?.first()?;
        if header.magic != MAGIC {
            return None;
        }
        Some(Self {
            tags: Rows::new(reader.section(header.tag_rows)?),
            moves: Rows::new(reader.section(header.move_rows)?),
            labels: Rows::new(reader.section(header.label_rows)?),
            known: Table::new(reader.section(header.known_slots)?),
            rules: Table::new(reader.section(header.rule_slots)?),
            scripts: super::lemma::scripts(std::str::from_utf8(reader.section::<u8>(header.script_bytes)?).ok()?),
            relations: header.labels,
        })
    }
}

/// What a section is padded to, in bytes.
pub const ALIGNMENT: usize = 64;

struct Reader<'m> {
    bytes: &'m [u8],
    at: usize,
}

impl<'m> Reader<'m> {
    fn section<T: Pod>(&mut self, count: u32) -> Option<&'m [T]> {
        let length = count as usize * size_of::<T>();
        let bytes = self.bytes.get(self.at..self.at + length)?;
        self.at = (self.at + length).next_multiple_of(ALIGNMENT);
        bytemuck::try_cast_slice(bytes).ok()
    }
}

/// The file of a model's sections.
pub struct Writer(Vec<u8>);

impl Writer {
    /// Starts with the header.
    pub fn new(header: &Header) -> Self {
        let mut writer = Self(Vec::new());
        writer.section(bytemuck::bytes_of(header));
        writer
    }

    /// Adds a section.
    pub fn section(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
        self.0.resize(self.0.len().next_multiple_of(ALIGNMENT), 0);
    }

    /// The whole file.
    pub fn finish(self) -> Vec<u8> {
        self.0
    }
}
