//! Products of rows that are rounded to 16 bits, with sums of 32: twice as fast as those of floats, and exact in whatever
//! order they are taken, so that they are the same on every machine.

use super::matrix::Matrix;

/// Columns are computed so many at a time.
const PANEL: usize = 16;
/// Rows are computed so many at a time: their sums of one panel fit the registers of AVX2.
const BLOCK: usize = 6;
/// The same where registers are as wide as a panel.
const LARGE_BLOCK: usize = 2 * BLOCK;

/// One is stored as so much. What comes out of normalising is seldom above 8.
pub const ONE: f32 = 256.0;
/// Largest number that is stored.
const LARGEST: f32 = 4095.0;
/// Largest weight that is stored.
const HEAVIEST: f32 = 8191.0;
/// Largest sum of a column's weights, so that no product leaves 32 bits.
const FULL: f32 = 524_287.0;

/// Rows of rounded numbers.
#[derive(Clone, Debug, Default)]
pub struct Rounded {
    columns: usize,
    /// Numbers in use.
    size: usize,
    /// Never shrinks, so that nothing is made empty again for each use.
    values: Vec<i16>,
}

impl Rounded {
    /// Gives it a shape; what it holds is unspecified.
    pub fn reset(&mut self, rows: usize, columns: usize) {
        self.columns = columns;
        self.size = rows * columns;
        if self.values.len() < self.size {
            self.values.resize(self.size, 0);
        }
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// A row.
    pub fn row(&self, at: usize) -> &[i16] {
        &self.values[at * self.columns..(at + 1) * self.columns]
    }

    /// A row.
    pub fn row_mut(&mut self, at: usize) -> &mut [i16] {
        &mut self.values[at * self.columns..(at + 1) * self.columns]
    }

    /// All rows from that one on, one behind the other.
    pub fn from(&self, row: usize) -> &[i16] {
        self.values.get(row * self.columns..self.size).unwrap_or_default()
    }
}

/// Rounds a number.
#[inline(always)]
pub fn rounded(number: f32) -> i16 {
    // Adding this leaves the nearest whole number in the last bits.
    const SHIFT: f32 = 12_582_912.0;
    ((number * ONE).clamp(-LARGEST, LARGEST) + SHIFT).to_bits() as i16
}

/// Rounds a row.
#[inline(always)]
pub fn round(row: &[f32], out: &mut [i16]) {
    row.iter().zip(out).for_each(|(&number, out)| *out = rounded(number));
}

/// What a rounded number stands for.
#[inline(always)]
pub fn number(rounded: i16) -> f32 {
    f32::from(rounded) * (1.0 / ONE)
}

/// Weights of two rows for the columns of a panel: a line of the cache.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Pairs([[i16; 2]; PANEL]);

/// What rounded rows are multiplied with, and what is added to each product.
#[derive(Clone, Debug, Default)]
pub struct RoundedWeights {
    /// For each panel of 16 columns and each two rows of the matrix, their weights.
    panels: Vec<Pairs>,
    /// What one in a sum of a column stands for.
    units: Vec<[f32; PANEL]>,
    bias: Vec<[f32; PANEL]>,
    inner: usize,
}

impl RoundedWeights {
    /// From a matrix, row by row, and a bias for each column. Columns are filled up with zeros; the number of rows must
    /// be even.
    pub fn new(matrix: &[f32], bias: &[f32]) -> Self {
        let columns = bias.len();
        let (inner, panels) = (matrix.len() / columns.max(1), columns.div_ceil(PANEL));
        let mut weights = Self { inner, ..Self::default() };
        weights.units.resize(panels, [1.0; PANEL]);
        weights.bias.resize(panels, [0.0; PANEL]);
        weights.bias.as_flattened_mut()[..columns].copy_from_slice(bias);
        let column = |at: usize| matrix.iter().skip(at).step_by(columns.max(1));
        let factors: Vec<f32> = (0..columns).map(|at| factor(column(at))).collect();
        for (unit, factor) in weights.units.as_flattened_mut().iter_mut().zip(&factors) {
            *unit = 1.0 / (factor * ONE);
        }
        let number = |row: usize, column: usize| match factors.get(column) {
            Some(factor) => (matrix[row * columns + column] * factor).round_ties_even() as i16,
            None => 0,
        };
        weights.panels.reserve_exact(panels * inner / 2);
        for first in (0..panels).map(|panel| panel * PANEL) {
            let pair = |row, column: usize| [number(row, first + column), number(row + 1, first + column)];
            weights
                .panels
                .extend((0..inner).step_by(2).map(|row| Pairs(std::array::from_fn(|column| pair(row, column)))));
        }
        weights
    }

    /// Numbers of a row that is multiplied.
    pub fn inner(&self) -> usize {
        self.inner
    }

    /// Columns of a product, a multiple of 16.
    pub fn columns(&self) -> usize {
        self.bias.len() * PANEL
    }

    /// `out = rows · weights + bias`. Row `r` begins at `r * stride` of the input: rows may overlap, as the windows of
    /// a convolution do.
    pub fn product(&self, input: &[i16], stride: usize, out: &mut Matrix) {
        let rows = (input.len() + stride).saturating_sub(self.inner) / stride.max(1);
        out.reset(rows, self.columns());
        let product = Product { weights: self, input, stride, rows, out };
        #[cfg(target_arch = "x86_64")]
        match (x86::Vnni::try_new(), x86::V3::try_new()) {
            (Some(simd), _) => return simd.vectorize(x86::With(simd, product)),
            (None, Some(simd)) => return simd.vectorize(x86::With(simd, product)),
            (None, None) => {}
        }
        product.compute(Portable);
    }
}

/// What a column's weights are multiplied with before they are rounded.
fn factor<'f>(weights: impl Iterator<Item = &'f f32>) -> f32 {
    let (most, sum) =
        weights.fold((0.0f32, 0.0f32), |(most, sum), weight| (most.max(weight.abs()), sum + weight.abs()));
    // Rounding may add half to every weight: hence the margin.
    if most > 0.0 { (HEAVIEST / most).min(0.999 * FULL / sum) } else { 1.0 }
}

/// Instructions that sums of a panel are taken with.
trait Instructions: Copy {
    /// Sums of the columns of a panel.
    type Sums: Copy;
    /// Whether there are registers for the sums of [`LARGE_BLOCK`] rows.
    const LARGE: bool = false;

    fn zero(self) -> Self::Sums;
    /// Adds the products of two numbers of a row with their weights.
    fn add(self, sums: Self::Sums, pair: [i16; 2], weights: &Pairs) -> Self::Sums;
    fn numbers(self, sums: Self::Sums) -> [i32; PANEL];
}

#[derive(Clone, Copy)]
struct Portable;

impl Instructions for Portable {
    type Sums = [i32; PANEL];

    #[inline(always)]
    fn zero(self) -> Self::Sums {
        [0; PANEL]
    }

    #[inline(always)]
    fn add(self, mut sums: Self::Sums, [first, second]: [i16; 2], weights: &Pairs) -> Self::Sums {
        for (sum, weights) in sums.iter_mut().zip(&weights.0) {
            *sum += i32::from(first) * i32::from(weights[0]) + i32::from(second) * i32::from(weights[1]);
        }
        sums
    }

    #[inline(always)]
    fn numbers(self, sums: Self::Sums) -> [i32; PANEL] {
        sums
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Instructions, PANEL, Pairs, Product};
    pub use pulp::x86::V3;
    use std::arch::x86_64::{__m256i, __m512i};

    pulp::simd_type!({
        /// AVX-512 where products are added up in one instruction.
        pub struct Vnni {
            avx: f!("avx"),
            avx2: f!("avx2"),
            fma: f!("fma"),
            avx512f: f!("avx512f"),
            avx512bw: f!("avx512bw"),
            avx512dq: f!("avx512dq"),
            avx512vl: f!("avx512vl"),
            avx512vnni: f!("avx512vnni"),
        }
    });

    pub struct With<'a, I>(pub I, pub Product<'a>);

    impl<I: Instructions> pulp::NullaryFnOnce for With<'_, I> {
        type Output = ();

        // Only what is inlined here is compiled for those instructions.
        #[inline(always)]
        fn call(self) {
            self.1.compute(self.0);
        }
    }

    impl Instructions for V3 {
        type Sums = [__m256i; 2];

        #[inline(always)]
        fn zero(self) -> Self::Sums {
            [self.avx._mm256_setzero_si256(); 2]
        }

        #[inline(always)]
        fn add(self, sums: Self::Sums, pair: [i16; 2], weights: &Pairs) -> Self::Sums {
            let pair = self.avx._mm256_set1_epi32(bytemuck::cast(pair));
            let weights: [__m256i; 2] = bytemuck::cast(weights.0);
            std::array::from_fn(|half| {
                let products = self.avx2._mm256_madd_epi16(pair, weights[half]);
                self.avx2._mm256_add_epi32(sums[half], products)
            })
        }

        #[inline(always)]
        fn numbers(self, sums: Self::Sums) -> [i32; PANEL] {
            bytemuck::cast(sums)
        }
    }

    impl Instructions for Vnni {
        type Sums = __m512i;
        const LARGE: bool = true;

        #[inline(always)]
        fn zero(self) -> Self::Sums {
            self.avx512f._mm512_setzero_si512()
        }

        // The compiler makes one instruction of the two.
        #[inline(always)]
        fn add(self, sums: Self::Sums, pair: [i16; 2], weights: &Pairs) -> Self::Sums {
            let pair = self.avx512f._mm512_set1_epi32(bytemuck::cast(pair));
            let products = self.avx512bw._mm512_madd_epi16(pair, bytemuck::cast(weights.0));
            self.avx512f._mm512_add_epi32(sums, products)
        }

        #[inline(always)]
        fn numbers(self, sums: Self::Sums) -> [i32; PANEL] {
            bytemuck::cast(sums)
        }
    }
}

/// A product that is to be computed.
struct Product<'a> {
    weights: &'a RoundedWeights,
    input: &'a [i16],
    stride: usize,
    rows: usize,
    out: &'a mut Matrix,
}

impl Product<'_> {
    #[inline(always)]
    fn compute<I: Instructions>(mut self, with: I) {
        let mut row = 0;
        while I::LARGE && row + LARGE_BLOCK <= self.rows {
            self.tiles::<LARGE_BLOCK>(with, &mut row);
        }
        while row + BLOCK <= self.rows {
            self.tiles::<BLOCK>(with, &mut row);
        }
        match self.rows - row {
            0 => {}
            1 => self.tiles::<1>(with, &mut row),
            2 => self.tiles::<2>(with, &mut row),
            3 => self.tiles::<3>(with, &mut row),
            4 => self.tiles::<4>(with, &mut row),
            _ => self.tiles::<5>(with, &mut row),
        }
    }

    /// Computes some rows: they stay at hand while the weights pass by.
    #[inline(always)]
    fn tiles<const ROWS: usize>(&mut self, with: impl Instructions, row: &mut usize) {
        (0..self.weights.bias.len()).for_each(|panel| self.tile::<ROWS>(with, panel, *row));
        *row += ROWS;
    }

    /// Computes one panel of some rows.
    #[inline(always)]
    fn tile<const ROWS: usize>(&mut self, with: impl Instructions, panel: usize, first: usize) {
        let pairs = self.weights.inner / 2;
        let row = |row: usize| self.input[(first + row) * self.stride..].as_chunks::<2>().0;
        let rows: [&[[i16; 2]]; ROWS] = std::array::from_fn(|at| &row(at)[..pairs]);
        let mut sums = [with.zero(); ROWS];
        for (at, weights) in self.weights.panels[panel * pairs..(panel + 1) * pairs].iter().enumerate() {
            for row in 0..ROWS {
                sums[row] = with.add(sums[row], rows[row][at], weights);
            }
        }
        let (units, bias) = (&self.weights.units[panel], &self.weights.bias[panel]);
        for (row, sums) in sums.into_iter().enumerate() {
            let out = &mut self.out.row_mut(first + row)[panel * PANEL..(panel + 1) * PANEL];
            // Written at once, or the compiler takes number after number.
            let sums = with.numbers(sums);
            let numbers: [f32; PANEL] = std::array::from_fn(|at| sums[at] as f32 * units[at] + bias[at]);
            out.copy_from_slice(&numbers);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products() {
        let weights = RoundedWeights::new(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &[0.5, 0.0, -1.0]);
        let mut input = Rounded::default();
        input.reset(8, 2);
        (0..8).for_each(|at| round(&[at as f32, -0.5 * at as f32], input.row_mut(at)));
        let mut out = Matrix::default();
        weights.product(input.from(0), 2, &mut out);
        assert_eq!((out.count(), out.columns()), (8, 16));
        for row in 0..8 {
            let (a, b) = (row as f32, -0.5 * row as f32);
            let expected = [a + 4.0 * b + 0.5, 2.0 * a + 5.0 * b, 3.0 * a + 6.0 * b - 1.0];
            let near = out.row(row).iter().zip(expected).all(|(out, expected)| (out - expected).abs() < 0.01);
            assert!(near, "{:?} is not {expected:?}", &out.row(row)[..3]);
        }
    }

    #[test]
    fn no_sum_overflows() {
        let weights = RoundedWeights::new(&[1e6; 384], &[0.0]);
        let mut out = Matrix::default();
        for sign in [1.0, -1.0] {
            let mut input = Rounded::default();
            input.reset(1, 384);
            round(&[sign * f32::MAX; 384], input.row_mut(0));
            weights.product(input.from(0), 384, &mut out);
            let expected = sign * 384.0 * 1e6 * LARGEST / ONE;
            assert!((out.row(0)[0] / expected - 1.0).abs() < 0.001);
        }
    }

    #[test]
    fn the_same_with_all_instructions() {
        let mut numbers = (0u32..).map(|at| (at.wrapping_mul(2_654_435_761) >> 16) as f32 / 16_384.0 - 2.0);
        let weights: Vec<f32> = numbers.by_ref().take(128 * 40).collect();
        let weights = RoundedWeights::new(&weights, &[0.25; 40]);
        // As many rows as blocks of both sizes have, and all that may be left.
        for rows in 1..=2 * LARGE_BLOCK {
            let mut input = Rounded::default();
            input.reset(rows, 128);
            let row: Vec<f32> = numbers.by_ref().take(128 * rows).collect();
            (0..rows).for_each(|at| round(&row[at * 128..][..128], input.row_mut(at)));
            let compute = |way: fn(Product)| {
                let mut out = Matrix::default();
                out.reset(rows, weights.columns());
                way(Product { weights: &weights, input: input.from(0), stride: 128, rows, out: &mut out });
                out.values().to_vec()
            };
            let expected = compute(|product| product.compute(Portable));
            let mut best = Matrix::default();
            weights.product(input.from(0), 128, &mut best);
            assert_eq!(best.values(), expected);
            #[cfg(target_arch = "x86_64")]
            if x86::V3::is_available() {
                assert_eq!(compute(with_v3), expected);
            }
        }
    }

    /// With the instructions of processors without AVX-512.
    #[cfg(target_arch = "x86_64")]
    fn with_v3(product: Product) {
        let simd = x86::V3::try_new().expect("asked before");
        simd.vectorize(x86::With(simd, product));
    }
}
