//! Matrices and their products, the same to the last bit on every machine.
//!
//! Each sum is taken in the order of its terms, with one rounding for a term (fused multiply and add), whatever
//! instructions the processor has.

use pulp::{Arch, Simd, WithSimd};

/// Columns are computed so many at a time.
const PANEL: usize = 16;
/// Rows are computed so many at a time: their sums of one panel fit the registers of AVX2.
const BLOCK: usize = 6;
/// So many numbers are compared at a time.
const LANES: usize = 8;

/// Rows of numbers.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    columns: usize,
    /// Numbers in use.
    size: usize,
    /// Never shrinks, so that nothing is made empty again for each use.
    values: Vec<f32>,
}

impl Matrix {
    /// Gives it a shape; what it holds is unspecified.
    pub fn reset(&mut self, rows: usize, columns: usize) {
        self.columns = columns;
        self.size = rows * columns;
        if self.values.len() < self.size {
            self.values.resize(self.size, 0.0);
        }
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Number of rows.
    pub fn count(&self) -> usize {
        self.size.checked_div(self.columns).unwrap_or(0)
    }

    /// A row.
    pub fn row(&self, at: usize) -> &[f32] {
        &self.values[at * self.columns..(at + 1) * self.columns]
    }

    /// A row.
    pub fn row_mut(&mut self, at: usize) -> &mut [f32] {
        &mut self.values[at * self.columns..(at + 1) * self.columns]
    }

    /// All rows, one behind the other.
    pub fn values(&self) -> &[f32] {
        &self.values[..self.size]
    }

    /// All rows, one behind the other.
    pub fn values_mut(&mut self) -> &mut [f32] {
        &mut self.values[..self.size]
    }
}

/// Numbers of a panel: a line of the cache.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Line([f32; PANEL]);

/// What rows are multiplied with, and what is added to each product.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// Panels of 16 columns: for each row of the matrix, the numbers of those columns.
    panels: Vec<Line>,
    bias: Vec<[f32; PANEL]>,
    inner: usize,
}

impl Weights {
    /// From a matrix, row by row, and a bias for each column. Columns are filled up with zeros.
    pub fn new(matrix: &[f32], bias: &[f32]) -> Self {
        let columns = bias.len();
        let mut weights = Self::default();
        weights.fill(matrix.len() / columns.max(1), columns, |row, column| matrix[row * columns + column]);
        for (to, from) in weights.bias.as_flattened_mut().iter_mut().zip(bias) {
            *to = *from;
        }
        weights
    }

    fn fill(&mut self, inner: usize, columns: usize, value: impl Fn(usize, usize) -> f32) {
        let panels = columns.div_ceil(PANEL);
        self.inner = inner;
        self.bias.clear();
        self.bias.resize(panels, [0.0; PANEL]);
        self.panels.clear();
        self.panels.reserve_exact(panels * inner);
        for panel in 0..panels {
            let first = panel * PANEL;
            let number = |row, column| if column < columns { value(row, column) } else { 0.0 };
            let rows = (0..inner).map(|row| Line(std::array::from_fn(|column| number(row, first + column))));
            self.panels.extend(rows);
        }
    }

    /// Gives them the numbers of each column, without bias.
    pub fn fill_columns<'c>(&mut self, inner: usize, columns: usize, column: impl Fn(usize) -> &'c [f32]) {
        let panels = columns.div_ceil(PANEL);
        self.inner = inner;
        self.bias.clear();
        self.bias.resize(panels, [0.0; PANEL]);
        self.panels.clear();
        self.panels.resize(panels * inner, Line::default());
        for at in 0..columns {
            let panel = &mut self.panels[at / PANEL * inner..][..inner];
            panel.iter_mut().zip(column(at)).for_each(|(line, &number)| line.0[at % PANEL] = number);
        }
    }

    /// Columns of a product, a multiple of 16.
    pub fn columns(&self) -> usize {
        self.bias.len() * PANEL
    }

    /// `out = rows · weights + bias`. Row `r` begins at `r * stride` of the input: rows may overlap, as the windows of
    /// a convolution do.
    pub fn product(&self, input: &[f32], stride: usize, out: &mut Matrix) {
        let rows = (input.len() + stride).saturating_sub(self.inner) / stride.max(1);
        out.reset(rows, self.columns());
        Arch::new().dispatch(Product { weights: self, input, stride, rows, out });
    }
}

/// A product that is to be computed with what instructions there are.
struct Product<'a> {
    weights: &'a Weights,
    input: &'a [f32],
    stride: usize,
    rows: usize,
    out: &'a mut Matrix,
}

impl WithSimd for Product<'_> {
    type Output = ();

    // Only what is inlined here is compiled for those instructions.
    #[inline(always)]
    fn with_simd<S: Simd>(mut self, _: S) {
        let blocks = self.rows - self.rows % BLOCK;
        (0..blocks).step_by(BLOCK).for_each(|row| self.tiles::<BLOCK>(row));
        match self.rows - blocks {
            0 => {}
            1 => self.tiles::<1>(blocks),
            2 => self.tiles::<2>(blocks),
            3 => self.tiles::<3>(blocks),
            4 => self.tiles::<4>(blocks),
            _ => self.tiles::<5>(blocks),
        }
    }
}

impl Product<'_> {
    /// Computes some rows: they stay at hand while the weights pass by.
    #[inline(always)]
    fn tiles<const ROWS: usize>(&mut self, row: usize) {
        let Self { weights, input, stride, .. } = *self;
        for (at, bias) in weights.bias.iter().enumerate() {
            let panel = &weights.panels[at * weights.inner..(at + 1) * weights.inner];
            write(self.out, row, at, &tile::<ROWS>(&input[row * stride..], stride, panel, bias));
        }
    }
}

/// The numbers of one panel in some rows of the product.
#[inline(always)]
fn tile<const ROWS: usize>(input: &[f32], stride: usize, panel: &[Line], bias: &[f32; PANEL]) -> [[f32; PANEL]; ROWS] {
    let rows: [&[f32]; ROWS] = std::array::from_fn(|row| &input[row * stride..][..panel.len()]);
    let mut sums = [*bias; ROWS];
    for (at, Line(weights)) in panel.iter().enumerate() {
        for row in 0..ROWS {
            let value = rows[row][at];
            for column in 0..PANEL {
                sums[row][column] = value.mul_add(weights[column], sums[row][column]);
            }
        }
    }
    sums
}

#[inline(always)]
fn write<const ROWS: usize>(out: &mut Matrix, first: usize, panel: usize, sums: &[[f32; PANEL]; ROWS]) {
    for (row, sums) in sums.iter().enumerate() {
        out.row_mut(first + row)[panel * PANEL..(panel + 1) * PANEL].copy_from_slice(sums);
    }
}

/// The highest of some numbers.
#[inline(always)]
pub fn highest(numbers: &[f32]) -> f32 {
    let (chunks, rest) = numbers.as_chunks::<LANES>();
    let mut most = [f32::NEG_INFINITY; LANES];
    for chunk in chunks {
        most = std::array::from_fn(|lane| if chunk[lane] > most[lane] { chunk[lane] } else { most[lane] });
    }
    most.iter().chain(rest).fold(f32::NEG_INFINITY, |most, &number| if number > most { number } else { most })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products() {
        let weights = Weights::new(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &[0.5, 0.0, -1.0]);
        let input: Vec<f32> = (0..16).map(|number| number as f32).collect();
        let mut out = Matrix::default();
        weights.product(&input, 2, &mut out);
        assert_eq!((out.count(), out.columns()), (8, 16));
        for row in 0..8 {
            let (a, b) = (input[2 * row], input[2 * row + 1]);
            let expected = [a + 4.0 * b + 0.5, 2.0 * a + 5.0 * b, 3.0 * a + 6.0 * b - 1.0];
            assert_eq!(out.row(row)[..3], expected);
            assert_eq!(out.row(row)[3..], [0.0; 13]);
        }
    }

    #[test]
    fn columns_are_those_of_the_matrix() {
        let columns = [[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]];
        let mut weights = Weights::default();
        weights.fill_columns(2, 3, |at| &columns[at]);
        let mut out = Matrix::default();
        weights.product(&[10.0, 1.0], 2, &mut out);
        assert_eq!(out.row(0)[..4], [14.0, 25.0, 36.0, 0.0]);
    }

    #[test]
    fn the_highest_of_all() {
        for count in 1..20 {
            let numbers: Vec<f32> = (0..count).map(|at| (at * 7 % 5) as f32 - 9.0).collect();
            assert_eq!(highest(&numbers), numbers.iter().copied().fold(f32::MIN, f32::max));
        }
        assert_eq!(highest(&[]), f32::NEG_INFINITY);
    }

    #[test]
    fn the_same_with_all_instructions() {
        let mut numbers = (0u32..).map(|at| (at.wrapping_mul(2_654_435_761) >> 16) as f32 / 16_384.0 - 2.0);
        let matrix: Vec<f32> = numbers.by_ref().take(30 * 40).collect();
        let weights = Weights::new(&matrix, &[0.25; 40]);
        for rows in 1..=2 * BLOCK {
            let input: Vec<f32> = numbers.by_ref().take(30 * rows).collect();
            let compute = |arch: Arch| {
                let mut out = Matrix::default();
                out.reset(rows, weights.columns());
                arch.dispatch(Product { weights: &weights, input: &input, stride: 30, rows, out: &mut out });
                out.values().to_vec()
            };
            let expected = compute(Arch::Scalar);
            assert_eq!(compute(Arch::new()), expected);
            #[cfg(target_arch = "x86_64")]
            if let Some(simd) = pulp::x86::V3::try_new() {
                assert_eq!(compute(Arch::V3(simd)), expected);
            }
        }
    }

    #[test]
    fn windows_overlap() {
        let weights = Weights::new(&[1.0, 10.0, 100.0], &[0.0]);
        let mut out = Matrix::default();
        weights.product(&[1.0, 2.0, 3.0, 4.0], 1, &mut out);
        assert_eq!([out.row(0)[0], out.row(1)[0]], [321.0, 432.0]);
        weights.product(&[], 3, &mut out);
        assert_eq!(out.count(), 0);
    }
}
