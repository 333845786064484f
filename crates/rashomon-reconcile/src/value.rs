//! What a figure leaves open, and how two figures compare.
//!
//! News rounds. "15,000" in one paper and "14,987" in the next do not conflict; "15" and "16" dead do.
//! Each figure therefore stands for a stretch of values, and only stretches apart from each other differ.

use rashomon_claims::Figure;

/// An approximate figure ("about 40", "nearly 15,000") may be off by this share of its size.
pub const APPROXIMATE: f64 = 0.10;
/// A measured amount may be off by this share: it was converted and rounded on its way.
pub const MEASURED: f64 = 0.02;
/// "At least 20" is heard as no more than this many times 20, and "up to 20" as no less than 20 by it:
/// beyond that, two figures contradict each other in effect though not in logic.
pub const OPEN_END: f64 = 2.0;
/// Counts below this are exact unless marked.
const EXACT_BELOW: f64 = 100.0;

/// The values that a figure may stand for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// Least; minus infinity where open.
    pub low: f64,
    /// Greatest; infinity where open.
    pub high: f64,
    /// The value that stands for it.
    pub point: f64,
}

/// How two figures compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// They can be one value.
    Same,
    /// The first lies within the second and says more.
    Narrower,
    /// The second lies within the first and says more.
    Wider,
    /// They cannot be one value.
    Apart,
}

impl Stretch {
    /// What a figure may stand for.
    pub fn of(figure: &Figure) -> Self {
        let (low, high) = (figure.value.low, figure.value.high);
        let slack = |value: f64| slack(value, figure.approximate, &figure.unit);
        let (low, high, point) = match (low, high) {
            (Some(low), Some(high)) if low == high => (low - slack(low), high + slack(high), low),
            (Some(low), Some(high)) if figure.approximate => (low - slack(low), high + slack(high), middle(low, high)),
            (Some(low), Some(high)) => (low, high, middle(low, high)),
            (Some(low), None) => (low, f64::INFINITY, low),
            (None, Some(high)) if figure.approximate => (high - slack(high), high, high),
            (None, Some(high)) => (f64::NEG_INFINITY, high, high),
            (None, None) => (f64::NEG_INFINITY, f64::INFINITY, 0.0),
        };
        Self { low, high, point }
    }

    /// How it compares with another.
    pub fn compare(self, other: Self) -> Comparison {
        if !self.overlaps(other) {
            Comparison::Apart
        } else if self.within(other) && !other.within(self) {
            Comparison::Narrower
        } else if other.within(self) && !self.within(other) {
            Comparison::Wider
        } else {
            Comparison::Same
        }
    }

    /// Whether the two can be one value, open ends heard as [`OPEN_END`] says.
    pub fn overlaps(self, other: Self) -> bool {
        let (one, two) = (self.closed(), other.closed());
        one.low <= two.high && two.low <= one.high
    }

    /// Whether it lies within `other` and leaves clearly less open.
    fn within(self, other: Self) -> bool {
        const CLEARLY: f64 = 0.6;
        let (one, two) = (self.closed(), other.closed());
        one.low >= two.low && one.high <= two.high && one.high - one.low <= CLEARLY * (two.high - two.low)
    }

    /// Its open ends closed.
    fn closed(self) -> Self {
        let spread =
            |value: f64, outward: bool| if (value > 0.0) == outward { value * OPEN_END } else { value / OPEN_END };
        let low = if self.low.is_finite() { self.low } else { spread(self.point, false) };
        let high = if self.high.is_finite() { self.high } else { spread(self.point, true) };
        Self { low, high, point: self.point }
    }

    /// How many times as large the larger of the two is; infinite where one is nought or the signs differ.
    pub fn ratio(self, other: Self) -> f64 {
        let (one, two) = (self.point.abs(), other.point.abs());
        if self.point == other.point {
            1.0
        } else if self.point * other.point <= 0.0 {
            f64::INFINITY
        } else {
            (one / two).max(two / one)
        }
    }

    /// A number such that figures which overlap mostly have the same or neighbouring ones, for look-up.
    pub fn bucket(self) -> i64 {
        const STEP: f64 = 0.1;
        let sign = if self.point < 0.0 { -1 } else { 1 };
        sign * ((self.point.abs() + 1.0).ln() / STEP).round() as i64
    }
}

/// By how much an end of a figure may be off.
fn slack(value: f64, approximate: bool, unit: &str) -> f64 {
    let rounded = if unit == "1" || is_currency(unit) { rounding(value) } else { value.abs() * MEASURED };
    if approximate { rounded.max(value.abs() * APPROXIMATE) } else { rounded }
}

/// Half the last place that a number was rounded to, two places taken as meant: 15,000 may be 14,500 to 15,500.
fn rounding(value: f64) -> f64 {
    let size = value.abs();
    if size < EXACT_BELOW || !size.is_finite() {
        return 0.0;
    }
    let mut place = 10f64.powi(size.log10().floor() as i32 - 1);
    while place > 1.0 && (size / place).fract().abs() > 1e-9 {
        place /= 10.0;
    }
    if place < 10.0 { 0.0 } else { place / 2.0 }
}

/// Whether a unit is an ISO 4217 code.
pub fn is_currency(unit: &str) -> bool {
    unit.len() == 3 && unit.bytes().all(|letter| letter.is_ascii_uppercase())
}

/// A value between two ends, as far from each in times as in the other.
fn middle(low: f64, high: f64) -> f64 {
    if low > 0.0 { low.sqrt() * high.sqrt() } else { (low + high) / 2.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rashomon_text::{Interval, TextRange};

    fn stretch(low: Option<f64>, high: Option<f64>, approximate: bool) -> Stretch {
        let range = TextRange::new(0, 0);
        Stretch::of(&Figure { range, value: Interval { low, high }, approximate, unit: "1".into(), part_of: None })
    }

    fn exactly(value: f64) -> Stretch {
        stretch(Some(value), Some(value), false)
    }

    #[test]
    fn figures_compare_as_readers_hear_them() {
        let check =
            |one: Stretch, other: Stretch, expected| assert_eq!(one.compare(other), expected, "{one:?} {other:?}");
        let nearly_15000 = stretch(None, Some(15_000.0), true);
        let at_least_22 = stretch(Some(22.0), None, false);
        let dozens = stretch(Some(24.0), Some(99.0), true);
        check(exactly(15.0), exactly(16.0), Comparison::Apart);
        check(exactly(15_000.0), exactly(14_987.0), Comparison::Wider);
        check(exactly(15_000.0), exactly(38_000.0), Comparison::Apart);
        check(exactly(14_987.0), exactly(14_988.0), Comparison::Apart);
        check(nearly_15000, exactly(5_000.0), Comparison::Apart);
        check(nearly_15000, stretch(Some(15_000.0), Some(15_000.0), true), Comparison::Narrower);
        check(exactly(41.0), exactly(41.0), Comparison::Same);
        check(exactly(24.0), at_least_22, Comparison::Narrower);
        check(exactly(300.0), at_least_22, Comparison::Apart);
        check(dozens, exactly(41.0), Comparison::Wider);
        check(dozens, exactly(400.0), Comparison::Apart);
        check(exactly(0.0), exactly(0.0), Comparison::Same);
        check(exactly(0.0), exactly(3.0), Comparison::Apart);
    }

    #[test]
    fn ratios_have_no_sign_and_no_nought() {
        assert_eq!(exactly(10.0).ratio(exactly(40.0)), 4.0);
        assert_eq!(exactly(0.0).ratio(exactly(40.0)), f64::INFINITY);
        assert_eq!(exactly(-10.0).ratio(exactly(10.0)), f64::INFINITY);
        assert_eq!(exactly(-10.0).ratio(exactly(-5.0)), 2.0);
    }
}
