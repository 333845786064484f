//! The trained weights: one file in the safetensors format, read where it lies.

use super::features::{self, Features, TABLES};
use super::matrix::Weights;
use super::rounded::{ONE, RoundedWeights};
use crate::syntax::lemma::tag_hash;
use crate::syntax::{Relation, Upos};
use safetensors::SafeTensors;
use smol_str::SmolStr;
use std::sync::LazyLock;

/// Scale and shift after normalising a vector (Ba, Kiros and Hinton 2016).
pub struct Norm<'m> {
    /// Factors.
    pub scale: &'m [f32],
    /// What is added.
    pub shift: &'m [f32],
}

/// The first layer: a convolution over a word and its neighbours. What a word adds at each place of a window depends
/// on nothing but its form, so that it is computed once per form.
pub struct Around<'m> {
    /// From a word to what it adds at each place of a window, one behind the other: `width` numbers a place.
    pub places: RoundedWeights,
    /// What is added to the sum of a window.
    pub bias: &'m [f32],
    /// Of its sum with what came in.
    pub norm: Norm<'m>,
}

/// One layer of the encoder.
pub struct Step<'m> {
    /// How it works.
    pub kind: StepKind,
    /// Its weights.
    pub dense: RoundedWeights,
    /// Of its sum with what came in.
    pub norm: Norm<'m>,
}

/// How a layer of the encoder works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// A convolution over a word and its neighbours, rectified.
    Convolution,
    /// A gated mean of all words before, in one half, and of all words behind, in the other.
    Scan,
}

/// Vectors of one byte a number.
struct Table<'m> {
    rows: &'m [i8],
    width: usize,
    /// What one stands for.
    scale: f32,
}

impl Table<'_> {
    fn copy(&self, row: usize, out: &mut [i16]) {
        let row = &self.rows[row * self.width..(row + 1) * self.width];
        out.iter_mut().zip(row).for_each(|(number, &byte)| *number = i16::from(byte));
    }
}

/// Class of distance of the root, between those of heads before and behind a word.
pub const ROOT_PLACE: usize = 10;

/// Everything that was trained.
pub struct Model<'m> {
    tables: Vec<Table<'m>>,
    /// Keys of the static vectors, ascending.
    keys: &'m [u32],
    /// Where the keys with the same first bits start.
    buckets: Vec<u32>,
    vectors: Table<'m>,
    /// A fine and a coarse cluster of each static vector.
    clusters: &'m [[u16; 2]],
    /// From all vectors of a word, as they are stored, to what the encoder starts from.
    pub input: RoundedWeights,
    /// Of the encoder's input.
    pub input_norm: Norm<'m>,
    /// The first layer.
    pub around: Around<'m>,
    /// The others.
    pub steps: Vec<Step<'m>>,
    /// To parts of speech.
    pub upos: RoundedWeights,
    /// To fine tags (Penn Treebank), which choose the lemma.
    pub xpos: RoundedWeights,
    /// A word as a dependent.
    pub arc_dependent: RoundedWeights,
    /// A word as a head.
    pub arc_head: RoundedWeights,
    /// Between the two; its bias says how much a word is a head at all.
    pub arc: Weights,
    /// A dependent to how far its head may be, and how much it is the root.
    pub distance: Weights,
    /// A dependent, for its relation.
    pub label_dependent: RoundedWeights,
    /// A head, for the relation to it.
    pub label_head: RoundedWeights,
    /// The root as a head.
    pub label_root: &'m [f32],
    /// A vector for each class of distance, one behind the other.
    pub label_place: &'m [f32],
    /// To relations.
    pub relation: Weights,
    /// What the outputs of `upos` stand for.
    pub upos_labels: Vec<Upos>,
    /// What the outputs of `xpos` stand for, as hashes for the rules of lemmas.
    pub xpos_hashes: Vec<u32>,
    /// What the outputs of `relation` stand for.
    pub relation_labels: Vec<Relation>,
}

#[repr(align(64))]
struct Aligned<T: ?Sized>(T);

static BYTES: &Aligned<[u8]> = &Aligned(*include_bytes!("../../../../models/encoder.safetensors"));

/// The model built into the program.
pub static MODEL: LazyLock<Model<'static>> = LazyLock::new(|| {
    Model::read(&BYTES.0).expect("models/encoder.safetensors is not a model of this version; train it again")
});

impl<'m> Model<'m> {
    /// Reads a model where it lies; the bytes must be aligned to 8. None if they are no model of this version.
    pub fn read(bytes: &'m [u8]) -> Option<Self> {
        let (_, header) = SafeTensors::read_metadata(bytes).ok()?;
        let labels = header.metadata().as_ref()?;
        let split = |kind: &str| Some(labels.get(kind)?.split(' ').map(SmolStr::new).collect::<Vec<_>>());
        let file = &File(SafeTensors::deserialize(bytes).ok()?);
        let kinds = split("steps")?;
        let step = |(at, kind): (usize, &SmolStr)| file.step(at, kind);
        let relation = |name: &SmolStr| Relation::from_name(name).unwrap_or(Relation::Dep);
        let tables: Vec<Table> = (0..TABLES).map(|at| file.table(&format!("tables.{at}"))).collect::<Option<_>>()?;
        let vectors = file.table("vectors")?;
        Some(Self {
            input: file.input(std::iter::once(&vectors).chain(&tables))?,
            tables,
            buckets: buckets(file.numbers("keys")?),
            keys: file.numbers("keys")?,
            vectors,
            clusters: file.numbers("clusters")?,
            input_norm: file.norm("input_norm")?,
            around: Around {
                places: RoundedWeights::new(file.matrix("around")?, &file.no_bias("around")?),
                bias: file.bias("around")?,
                norm: file.norm("around_norm")?,
            },
            steps: kinds.iter().enumerate().map(step).collect::<Option<_>>()?,
            upos: file.rounded("upos")?,
            xpos: file.rounded("xpos")?,
            arc_dependent: file.rounded("arc_dependent")?,
            arc_head: file.rounded("arc_head")?,
            arc: Weights::new(file.matrix("arc")?, file.numbers("arc_bias")?),
            distance: file.distance()?,
            label_dependent: file.rounded("label_dependent")?,
            label_head: file.rounded("label_head")?,
            label_root: file.numbers("label_root")?,
            label_place: file.numbers("label_place.weight")?,
            relation: file.relation(split("relations")?.iter().map(relation))?,
            upos_labels: split("upos")?.iter().map(|name| Upos::from_name(name)).collect::<Option<_>>()?,
            xpos_hashes: split("xpos")?.iter().map(|name| tag_hash(name)).collect(),
            relation_labels: split("relations")?.iter().map(relation).collect(),
        })
    }

    /// Width of all vectors of a word together.
    pub fn vectors_width(&self) -> usize {
        self.vectors.width + self.tables.iter().map(|table| table.width).sum::<usize>()
    }

    /// Where a word's static vector stands; none for rare words.
    pub fn place(&self, form: &str) -> Option<usize> {
        self.row(features::key(form))
    }

    /// The fine and the coarse cluster that a word's static vector lies in; none for rare words.
    pub fn clusters(&self, form: &str) -> Option<[u16; 2]> {
        self.clusters_at(self.place(form)?)
    }

    /// The same of the static vector at that place.
    pub fn clusters_at(&self, place: usize) -> Option<[u16; 2]> {
        self.clusters.get(place).copied()
    }

    /// The static vector at that place.
    pub fn vector(&self, place: usize, out: &mut [f32]) {
        let Table { rows, width, scale } = &self.vectors;
        let row = &rows[place * width..(place + 1) * width];
        out.iter_mut().zip(row).for_each(|(number, &byte)| *number = f32::from(byte) * scale);
    }

    /// Where a key stands.
    fn row(&self, key: u32) -> Option<usize> {
        let bucket = (key >> (32 - BUCKET_BITS)) as usize;
        let (start, end) = (self.buckets[bucket] as usize, self.buckets[bucket + 1] as usize);
        self.keys[start..end].iter().position(|&known| known == key).map(|at| start + at)
    }

    /// How many numbers a static vector has.
    pub fn vector_width(&self) -> usize {
        self.vectors.width
    }

    /// Width of the encoder.
    pub fn width(&self) -> usize {
        self.input_norm.scale.len()
    }

    /// All vectors of a word as they are stored, one behind the other.
    pub fn vectors(&self, features: &Features, out: &mut [i16]) {
        let (first, mut rest) = out.split_at_mut(self.vectors.width);
        match self.row(features.key) {
            Some(row) => self.vectors.copy(row, first),
            None => first.fill(0),
        }
        for (table, hash) in self.tables.iter().zip(features.hashes) {
            let (part, others) = rest.split_at_mut(table.width);
            table.copy((hash % (table.rows.len() / table.width) as u64) as usize, part);
            rest = others;
        }
    }
}

/// Keys are looked up by so many of their first bits: they are hashes, so that few share them.
pub const BUCKET_BITS: u32 = 14;

/// Where keys in ascending order begin that share their first bits, and their number at the end.
pub fn buckets(keys: &[u32]) -> Vec<u32> {
    let mut starts = vec![0; (1 << BUCKET_BITS) + 1];
    keys.iter().for_each(|key| starts[(key >> (32 - BUCKET_BITS)) as usize + 1] += 1);
    let mut sum = 0;
    starts.iter_mut().for_each(|start| (sum, *start) = (sum + *start, sum + *start));
    starts
}

/// A file of named tensors.
struct File<'m>(SafeTensors<'m>);

impl<'m> File<'m> {
    fn numbers<T: bytemuck::Pod>(&self, name: &str) -> Option<&'m [T]> {
        bytemuck::try_cast_slice(self.0.tensor(name).ok()?.data()).ok()
    }

    fn matrix(&self, name: &str) -> Option<&'m [f32]> {
        self.numbers(&format!("{name}.weight"))
    }

    fn bias(&self, name: &str) -> Option<&'m [f32]> {
        self.numbers(&format!("{name}.bias"))
    }

    /// Zeros for a matrix without a bias.
    fn no_bias(&self, name: &str) -> Option<Vec<f32>> {
        let &[_, columns] = self.0.tensor(&format!("{name}.weight")).ok()?.shape() else { return None };
        Some(vec![0.0; columns])
    }

    fn rounded(&self, name: &str) -> Option<RoundedWeights> {
        Some(RoundedWeights::new(self.matrix(name)?, self.bias(name)?))
    }

    /// Weights for vectors as they are stored: what one stands for in each is part of them.
    fn input<'t>(&self, tables: impl Iterator<Item = &'t Table<'m>>) -> Option<RoundedWeights>
    where
        'm: 't,
    {
        let (matrix, bias) = (self.matrix("input")?, self.bias("input")?);
        let scales = tables.flat_map(|table| std::iter::repeat_n(table.scale * ONE, table.width));
        let rows = matrix.chunks(bias.len().max(1)).zip(scales);
        let scaled: Vec<f32> = rows.flat_map(|(row, scale)| row.iter().map(move |weight| weight * scale)).collect();
        (scaled.len() == matrix.len()).then(|| RoundedWeights::new(&scaled, bias))
    }

    /// To relations: that of the root is never the best, as the tree says what the root is.
    fn relation(&self, labels: impl Iterator<Item = Relation>) -> Option<Weights> {
        let (matrix, mut bias) = (self.matrix("relation")?, self.bias("relation")?.to_vec());
        let roots = bias.iter_mut().zip(labels).filter(|(_, label)| *label == Relation::Root);
        roots.for_each(|(bias, _)| *bias = f32::NEG_INFINITY);
        Some(Weights::new(matrix, &bias))
    }

    /// What a word is as the root is one with how far its head is.
    fn distance(&self) -> Option<Weights> {
        let (mut matrix, bias) = (self.matrix("distance")?.to_vec(), self.bias("distance")?);
        let roots = matrix.iter_mut().skip(ROOT_PLACE).step_by(bias.len().max(1));
        roots.zip(self.numbers::<f32>("arc_root")?).for_each(|(weight, root)| *weight += root);
        Some(Weights::new(&matrix, bias))
    }

    fn norm(&self, name: &str) -> Option<Norm<'m>> {
        Some(Norm { scale: self.matrix(name)?, shift: self.bias(name)? })
    }

    fn step(&self, at: usize, kind: &str) -> Option<Step<'m>> {
        let kind = match kind {
            "conv" => StepKind::Convolution,
            "scan" => StepKind::Scan,
            _ => return None,
        };
        Some(Step { kind, dense: self.rounded(&format!("layers.{at}"))?, norm: self.norm(&format!("norms.{at}"))? })
    }

    fn table(&self, name: &str) -> Option<Table<'m>> {
        let &[_, width] = self.0.tensor(name).ok()?.shape() else { return None };
        let scale = *self.numbers::<f32>(&format!("{name}.scale"))?.first()?;
        Some(Table { rows: self.numbers(name)?, width, scale })
    }
}
