//! The encoder's arithmetic, on rows of words. All sums are taken in an order that depends on nothing but the rows.

use super::matrix::Matrix;
use super::model::{Around, Norm, Step, StepKind};
use super::rounded::{Rounded, number, round, rounded};
use pulp::{Arch, Simd, WithSimd};
use std::ops::Range;

/// Sums are taken in so many lanes, so that the compiler may vectorise them.
const LANES: usize = 16;
/// Gated means are taken so many columns at a time; half the width is a multiple of it.
pub const GATES: usize = 8;

/// A row for each word, and one of zeros before, between and behind the sentences.
#[derive(Default)]
pub struct Hidden {
    rows: Matrix,
    /// The same rounded, for products.
    pub rounded: Rounded,
}

impl Hidden {
    /// Gives it a shape; what it holds is unspecified.
    pub fn reset(&mut self, rows: usize, columns: usize) {
        self.rows.reset(rows, columns);
        self.rounded.reset(rows, columns);
    }

    #[inline(always)]
    fn normalise(&mut self, row: usize, norm: &Norm) {
        normalise_row(self.rows.row_mut(row), norm);
        round(self.rows.row(row), self.rounded.row_mut(row));
    }

    #[inline(always)]
    fn clear(&mut self, edges: &[usize]) {
        for &edge in edges {
            self.rows.row_mut(edge).fill(0.0);
            self.rounded.row_mut(edge).fill(0);
        }
    }
}

/// Runs the first layer over sentences that lie as [`step`] wants them; `forms` are their words' vectors, each with what
/// it adds at every place of a window behind it, and `numbers` says which of them each row has.
pub fn around(around: &Around, hidden: &mut Hidden, edges: &[usize], forms: &[i16], numbers: &[usize]) {
    Arch::new().dispatch(First { around, hidden, edges, forms, numbers });
}

struct First<'a, 'm> {
    around: &'a Around<'m>,
    hidden: &'a mut Hidden,
    edges: &'a [usize],
    forms: &'a [i16],
    numbers: &'a [usize],
}

impl WithSimd for First<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { around, hidden, edges, forms, numbers } = self;
        let width = hidden.rows.columns();
        let stride = width + around.places.columns();
        let reach = around.places.columns() / width / 2;
        let form = |row: usize| &forms[numbers[row] * stride..(numbers[row] + 1) * stride];
        let bias: Vec<i16> = around.bias.iter().map(|&number| rounded(number)).collect();
        let mut sum = bias.clone();
        for pair in edges.windows(2) {
            touch((pair[0] + 1..pair[1]).map(form));
            for row in pair[0] + 1..pair[1] {
                sum.copy_from_slice(&bias);
                let (first, last) = (row.saturating_sub(reach).max(pair[0] + 1), (row + reach).min(pair[1] - 1));
                for near in first..=last {
                    let place = 1 + near + reach - row;
                    let added = &form(near)[place * width..(place + 1) * width];
                    sum.iter_mut().zip(added).for_each(|(sum, added)| *sum = sum.saturating_add(*added));
                }
                for ((out, own), change) in hidden.rows.row_mut(row).iter_mut().zip(form(row)).zip(&sum) {
                    *out = number(*own) + number(*change).max(0.0);
                }
                hidden.normalise(row, &around.norm);
            }
        }
        hidden.clear(edges);
    }
}

/// Looks once at each line of memory that numbers lie in: asked for many at once it answers sooner than for one after the
/// other.
#[inline(always)]
pub fn touch<'n>(rows: impl Iterator<Item = &'n [i16]>) {
    /// Numbers in a line of the cache.
    const LINE: usize = 32;
    std::hint::black_box(rows.flat_map(|row| row.iter().step_by(LINE)).fold(0, |all, &number| all ^ number));
}

/// Runs one layer over sentences that lie one behind the other, each with an empty row before it and the last
/// with one behind it; `edges` are the numbers of those rows. `change` is a buffer.
pub fn step(step: &Step, hidden: &mut Hidden, edges: &[usize], change: &mut Matrix) {
    let width = hidden.rounded.columns();
    match step.kind {
        // Rows lie one behind the other: three of them are a window, and the first window is that of row 1.
        StepKind::Convolution => step.dense.product(hidden.rounded.from(0), width, change),
        StepKind::Scan => step.dense.product(hidden.rounded.from(1), width, change),
    }
    Arch::new().dispatch(Finish { step, hidden, edges, change });
}

/// What comes after a layer's product; computed with what instructions there are.
struct Finish<'a, 'm> {
    step: &'a Step<'m>,
    hidden: &'a mut Hidden,
    edges: &'a [usize],
    change: &'a mut Matrix,
}

impl WithSimd for Finish<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { step, hidden, edges, change } = self;
        match step.kind {
            StepKind::Convolution => change.values_mut().iter_mut().for_each(|value| *value = value.max(0.0)),
            StepKind::Scan => {
                edges.windows(2).for_each(|pair| scan(change, hidden.rows.columns(), pair[0]..pair[1] - 1))
            }
        }
        for row in 1..hidden.rows.count().saturating_sub(1) {
            add(hidden.rows.row_mut(row), change.row(row - 1));
            hidden.normalise(row, &step.norm);
        }
        hidden.clear(edges);
    }
}

#[inline(always)]
fn add(row: &mut [f32], change: &[f32]) {
    row.iter_mut().zip(change).for_each(|(sum, change)| *sum += change);
}

/// From values and gates of some rows, in their order, to gated means, which lie where the values lay; see [`scan`].
pub fn gated_means(gates: &mut Matrix, rows: &[usize]) {
    Arch::new().dispatch(Means { gates, rows });
}

struct Means<'a> {
    gates: &'a mut Matrix,
    rows: &'a [usize],
}

impl WithSimd for Means<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let width = self.gates.columns() / 2;
        scan(self.gates, width, self.rows.iter().copied());
    }
}

/// From values and gates of rows to gated means: `c[t] = f c[t∓1] + (1-f) v`, forwards in the first
/// half of the columns and backwards in the second, with the gate `f = (1 + g / (1 + |g|)) / 2`. What comes out
/// lies where the values lay.
#[inline(always)]
fn scan(gates: &mut Matrix, width: usize, rows: impl DoubleEndedIterator<Item = usize> + Clone) {
    let half = width / 2;
    let mut state = vec![0.0f32; width];
    let (ahead, behind) = state.split_at_mut(half);
    for row in rows.clone() {
        mean(gates.row_mut(row), width, 0..half, ahead);
    }
    for row in rows.rev() {
        mean(gates.row_mut(row), width, half..width, behind);
    }
}

#[inline(always)]
fn mean(row: &mut [f32], width: usize, part: Range<usize>, state: &mut [f32]) {
    let (values, gates) = row.split_at_mut(width);
    let values = values[part.clone()].as_chunks_mut::<GATES>().0;
    let (gates, states) = (gates[part].as_chunks::<GATES>().0, state.as_chunks_mut::<GATES>().0);
    for ((values, gates), states) in values.iter_mut().zip(gates).zip(states) {
        // Written at once, or the compiler takes lane after lane.
        *states = std::array::from_fn(|lane| {
            let keep = 0.5 + 0.5 * (gates[lane] / (1.0 + gates[lane].abs()));
            keep * states[lane] + (1.0 - keep) * values[lane]
        });
        *values = *states;
    }
}

/// Gives each row mean 0 and variance 1, then scales and shifts it.
pub fn normalise(rows: &mut Matrix, norm: &Norm) {
    (0..rows.count()).for_each(|row| normalise_row(rows.row_mut(row), norm));
}

#[inline(always)]
fn normalise_row(row: &mut [f32], norm: &Norm) {
    let count = row.len() as f32;
    let mean = sum(row, |value| value) / count;
    let variance = sum(row, |value| (value - mean) * (value - mean)) / count;
    let factor = 1.0 / (variance + 1e-5).sqrt();
    for ((value, scale), shift) in row.iter_mut().zip(norm.scale).zip(norm.shift) {
        *value = (*value - mean) * factor * scale + shift;
    }
}

#[inline(always)]
fn sum(row: &[f32], term: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0f32; LANES];
    let (chunks, rest) = row.as_chunks::<LANES>();
    for chunk in chunks {
        for lane in 0..LANES {
            lanes[lane] += term(chunk[lane]);
        }
    }
    lanes.iter().sum::<f32>() + rest.iter().map(|&value| term(value)).sum::<f32>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_run_over_the_rows_named() {
        // Values 1, 100, 3 with open gates (half is kept): the middle row is not named.
        let mut gates = Matrix::default();
        gates.reset(3, 4 * GATES);
        for (row, value) in [1.0, 100.0, 3.0].into_iter().enumerate() {
            gates.row_mut(row)[..2 * GATES].fill(value);
            gates.row_mut(row)[2 * GATES..].fill(0.0);
        }
        gated_means(&mut gates, &[0, 2]);
        let (ahead, behind) = (0, GATES);
        assert_eq!([gates.row(0)[ahead], gates.row(2)[ahead]], [0.5, 1.75]);
        assert_eq!([gates.row(0)[behind], gates.row(2)[behind]], [1.25, 1.5]);
        assert_eq!(gates.row(1)[ahead], 100.0);
    }
}
