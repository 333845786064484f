//! Closed intervals of numbers and of days, each end possibly open.

use jiff::civil::Date;

/// A quantity as the closed interval `low..=high` in its canonical unit; `None` is an open end.
///
/// "At least 22" is `22..`, "nearly 15,000" is `..15,000` (and approximate), "some 40" is `40..=40`
/// (and approximate), "200-300" is `200..=300`. Neither end is ever NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Least value, or open.
    pub low: Option<f64>,
    /// Greatest value, or open.
    pub high: Option<f64>,
}

impl Interval {
    /// `value..=value`.
    pub fn exact(value: f64) -> Self {
        Self::between(value, value)
    }

    /// `low..=high`, the ends put in order; an end that is not finite is open.
    pub fn between(low: f64, high: f64) -> Self {
        let end = |value: f64| value.is_finite().then_some(value);
        let (low, high) = if low > high { (high, low) } else { (low, high) };
        Self { low: end(low), high: end(high) }
    }

    /// `low..`
    pub fn at_least(low: f64) -> Self {
        Self::between(low, f64::INFINITY)
    }

    /// `..=high`
    pub fn at_most(high: f64) -> Self {
        Self::between(f64::NEG_INFINITY, high)
    }

    /// Both ends multiplied by a positive factor.
    pub fn scaled(self, factor: f64) -> Self {
        Self { low: self.low.map(|v| v * factor), high: self.high.map(|v| v * factor) }
    }

    /// Whether both ends are the same value.
    pub fn is_exact(self) -> bool {
        self.low.is_some() && self.low == self.high
    }

    /// Whether the two share no value, each widened by `slack` (a share of its own size: 0.05 = 5 %).
    pub fn disjoint(self, other: Self, slack: f64) -> bool {
        let above = |low: Option<f64>, high: Option<f64>| match (low, high) {
            (Some(low), Some(high)) => low - low.abs() * slack > high + high.abs() * slack,
            _ => false,
        };
        above(self.low, other.high) || above(other.low, self.high)
    }
}

/// Days `from..=to`; `None` is an open end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateInterval {
    /// First day, or open.
    pub from: Option<Date>,
    /// Last day, or open.
    pub to: Option<Date>,
}

impl DateInterval {
    /// One day.
    pub fn day(date: Date) -> Self {
        Self { from: Some(date), to: Some(date) }
    }

    /// `from..=to`, put in order.
    pub fn between(from: Date, to: Date) -> Self {
        Self { from: Some(from.min(to)), to: Some(from.max(to)) }
    }

    /// Nothing known.
    pub fn unknown() -> Self {
        Self { from: None, to: None }
    }

    /// Whether neither end is known.
    pub fn is_unknown(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// Whether a day lies in both.
    pub fn overlaps(self, other: Self) -> bool {
        let before = |a: Option<Date>, b: Option<Date>| matches!((a, b), (Some(a), Some(b)) if a < b);
        !before(self.to, other.from) && !before(other.to, self.from)
    }

    /// The smallest interval that holds both; an open end stays open.
    pub fn cover(self, other: Self) -> Self {
        Self {
            from: self.from.zip(other.from).map(|(a, b)| a.min(b)),
            to: self.to.zip(other.to).map(|(a, b)| a.max(b)),
        }
    }
}
