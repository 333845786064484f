//! Words around a number that bound it: "at least", "nearly", "some", "or more".

use super::atoms::Atoms;
use super::lexicon::{Bound, Effect};
use super::numbers;
use super::terms::{Meaning, Terms};
use crate::interval::Interval;

/// What the words around a number make of it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Bounding {
    low: bool,
    high: bool,
    /// Whether they make it approximate.
    pub approximate: bool,
}

impl Bounding {
    /// Takes one bound in.
    pub fn add(&mut self, effect: Effect) {
        match effect {
            Effect::Low => self.low = true,
            Effect::High => self.high = true,
            Effect::Nearly => (self.high, self.approximate) = (true, true),
            Effect::About => self.approximate = true,
            Effect::None => {}
        }
    }

    /// Takes the bounds back and leaves the approximation.
    pub fn lift(&mut self) {
        (self.low, self.high) = (false, false);
    }

    /// The interval that they leave of `low..=high`.
    pub fn apply(self, low: f64, high: f64) -> Interval {
        match (self.low, self.high) {
            (true, false) => Interval::at_least(low),
            (false, true) => Interval::at_most(high),
            _ => Interval::between(low, high),
        }
    }
}

/// Most bounds that may stand before one number ("up to around", "at least an estimated").
const MOST: usize = 3;

/// Takes in the bounds before an atom; where the figure's words then begin.
pub(crate) fn before(atoms: &Atoms, start: usize, bounding: &mut Bounding) -> usize {
    let (mut first, mut at) = (start, start);
    for _ in 0..MOST {
        let Some((from, bound)) = bound_before(atoms, at) else { break };
        bounding.add(bound.effect);
        at = from;
        if bound.effect != Effect::None {
            first = from;
        }
    }
    first
}

/// The bound that ends before an atom.
pub(crate) fn bound_before(atoms: &Atoms, at: usize) -> Option<(usize, &'static Bound)> {
    Terms::get().ending(atoms, at, |meaning| match meaning {
        Meaning::Before(bound) => Some(bound),
        _ => None,
    })
}

/// Takes in the bounds after an atom; where the figure's words then end.
pub(crate) fn after(atoms: &Atoms, end: usize, bounding: &mut Bounding) -> usize {
    if let Some((until, bound)) = bound_after(atoms, end) {
        bounding.add(bound.effect);
        return until;
    }
    let noun = (end..end + 2).find(|&at| !atoms.is_word(at) || atoms.is(at + 1, "or"));
    if let Some((_, bound)) = noun.filter(|&at| atoms.is_word(at)).and_then(|at| bound_after(atoms, at + 1)) {
        bounding.add(bound.effect);
    }
    end
}

/// The bound that begins at an atom, after a hyphen or not; none where another number follows it.
fn bound_after(atoms: &Atoms, end: usize) -> Option<(usize, &'static Bound)> {
    let find = |at| {
        Terms::get().starting(atoms, at, |meaning| match meaning {
            Meaning::After(bound) => Some(bound),
            _ => None,
        })
    };
    let joined = atoms.is_tight_dash(end);
    let (until, bound) = find(end).or_else(|| if joined { find(end + 1) } else { None })?;
    let number_follows = atoms.is_digits(until) || numbers::word(atoms, until).is_some();
    let plus_a_noun = bound.words == "plus" && !joined;
    (!number_follows && !plus_a_noun).then_some((until, bound))
}
