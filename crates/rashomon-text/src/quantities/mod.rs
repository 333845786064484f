//! Numbers with their bounds, approximation and units.

mod about;
mod amounts;
pub(crate) mod atoms;
mod bounds;
mod change;
mod check;
mod concepts;
mod grammar;
mod kinds;
pub(crate) mod lexicon;
pub(crate) mod numbers;
pub(crate) mod terms;
#[cfg(test)]
mod tests;

pub use about::counted;
pub use amounts::{in_canonical, unit_named};
pub use check::check_lexicon;
pub use concepts::concepts;

pub(crate) use kinds::ordinal;

use atoms::{AtomKind, Atoms};
use grammar::Draft;
use terms::Terms;

use crate::interval::Interval;
use crate::layer::Layer;
use crate::layers::Layers;
use crate::range::TextRange;
use smol_str::SmolStr;
use std::ops::Range;

/// What sort of number it is; only some are figures of a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuantityKind {
    /// A count of things: "15,000 soldiers", "dozens of villages".
    Count,
    /// A length, area, volume, mass, speed, energy …: "20 miles".
    Physical,
    /// An amount of money.
    Money,
    /// A share of a whole: "40 %", "a fifth", "one in ten".
    Share,
    /// So much in so much time or per something: "200-300 metres a day".
    Rate,
    /// How many times as many: "three times".
    Multiple,
    /// A stretch of time: "five months".
    Duration,
    /// An age: "43-year-old".
    Age,
    /// "third", "2nd".
    Ordinal,
    /// A calendar date or a part of one: "2024", "6 August".
    Date,
    /// A time of day: "11.30am".
    Clock,
    /// Part of a name: "S-300", "155th Brigade", "Route 66", "Boeing 737".
    Label,
    /// One of several that are meant: "one of the oldest mills".
    Member,
    /// A score or result of a game or vote that is no count of its own: "2-1".
    Score,
}

impl QuantityKind {
    /// Whether the ledger keeps numbers of this kind as figures.
    pub fn is_figure(self) -> bool {
        matches!(self, Self::Count | Self::Physical | Self::Money | Self::Share | Self::Rate | Self::Multiple)
    }
}

/// One quantity as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Its words: bound and approximation words, number and unit, without what is counted:
    /// "nearly 15,000", "1,376 square kilometres (531 square miles)".
    pub range: TextRange,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The token that hangs in the sentence for it: the unit noun where there is one, else the number.
    pub head: usize,
    /// The value in the canonical unit.
    pub value: Interval,
    /// The value in the unit that the words name: 2.3 of "2.3 miles", 19 of "19 cents".
    pub stated: Interval,
    /// That unit, by its name in `lexicon/units.toml` or its ISO 4217 code, "barrel/day" for a rate; "1" for counts.
    pub stated_unit: SmolStr,
    /// "About", "some", "nearly", "dozens" …
    pub approximate: bool,
    /// Canonical unit: "1" for counts, m, m2, m3, kg, s, m/s, K, W, J, fraction, an ISO 4217 code …
    pub unit: SmolStr,
    /// What sort of number it is.
    pub kind: QuantityKind,
    /// The same amount said again in another unit, where the text does so: "(531 square miles)".
    pub restated: Option<Restatement>,
    /// Where this is one end of a change ("rose to 41 from 29"), what it says.
    pub change: Change,
    /// Whether what it ends or measures is a rise, and no fall.
    pub rises: Option<bool>,
}

/// An amount said again in another unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Restatement {
    /// Its value in the canonical unit.
    pub value: Interval,
    /// Its value as said.
    pub stated: Interval,
    /// In that unit, as in [`Quantity::stated_unit`].
    pub stated_unit: SmolStr,
}

/// What part a quantity plays in a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Change {
    /// Not part of a change.
    #[default]
    None,
    /// The value before: "from 29".
    From,
    /// The value after: "to 41".
    To,
    /// The difference, upwards: "up by 12", "12 more".
    Up,
    /// The difference, downwards.
    Down,
}

/// Finds the quantities; needs tokens, and uses words, names and times where they are there.
pub fn find(layers: &Layers) -> Layer<Quantity> {
    let atoms = Atoms::of_tokens(layers.report.text(), &layers.tokens);
    let drafts = drafts(layers, &atoms);
    Layer::new(drafts.into_iter().map(|(draft, kind)| quantity(layers, &atoms, draft, kind)).collect())
}

/// The quantities of a text in atoms, in reading order, none over another.
fn drafts(layers: &Layers, atoms: &Atoms) -> Vec<(Draft, QuantityKind)> {
    let terms = Terms::get();
    let mut drafts: Vec<(Draft, QuantityKind)> = Vec::new();
    let mut next = 0;
    for (at, atom) in atoms.iter().enumerate() {
        let number = atom.kind == AtomKind::Digits || terms.number(atom.term).is_some();
        if at < next || !number {
            continue;
        }
        let Some((draft, kind)) = draft_at(layers, atoms, at) else { continue };
        next = draft.end.max(at + 1);
        let free = drafts.last().map_or(0, |(last, _)| last.end);
        drafts.push((Draft { start: draft.start.max(free).min(draft.core), ..draft }, kind));
    }
    drafts
}

fn draft_at(layers: &Layers, atoms: &Atoms, at: usize) -> Option<(Draft, QuantityKind)> {
    let figure = grammar::figure(atoms, at).filter(|_| kinds::ordinal(atoms, at).is_none() || !atoms.is_digits(at));
    match figure {
        Some(draft) => kinds::classify(layers, atoms, &draft)
            .map(|kind| (over_time(layers, atoms, trimmed(draft, kind), kind), kind)),
        None => kinds::ordinal(atoms, at).map(|(end, value)| (grammar::plain(at, end, value), QuantityKind::Ordinal)),
    }
}

/// A date or a time of day is one number: its words run to the end of the temporal expression.
fn over_time(layers: &Layers, atoms: &Atoms, draft: Draft, kind: QuantityKind) -> Draft {
    if !matches!(kind, QuantityKind::Date | QuantityKind::Clock) {
        return draft;
    }
    let start = atoms.range(draft.core..draft.core + 1).start();
    let at = layers.times.partition_point(|time| time.range.end() <= start);
    let stop = layers.times.get(at).map_or(start, |time| time.range.end());
    let inside = |at: &usize| atoms.get(*at).is_some_and(|atom| (atom.start as usize) < stop);
    let end = (draft.core..).take_while(inside).last().map_or(draft.end, |last| last + 1);
    Draft { end, core_end: end, ..draft }
}

/// What is no figure keeps its plain number, without bounds and units read into it by mistake; an age is in years.
fn trimmed(draft: Draft, kind: QuantityKind) -> Draft {
    const YEAR: f64 = 365.2425 * 86_400.0;
    let unit = SmolStr::new_static("1");
    match kind {
        QuantityKind::Score => grammar::plain(draft.core, draft.core + 3, draft.value.low.unwrap_or_default()),
        QuantityKind::Label | QuantityKind::Date | QuantityKind::Clock => {
            Draft { start: draft.core, end: draft.core_end, restated: None, stated_unit: unit.clone(), unit, ..draft }
        }
        QuantityKind::Age if draft.unit == "s" => Draft { value: draft.value.scaled(1.0 / YEAR), unit, ..draft },
        _ => draft,
    }
}

fn quantity(layers: &Layers, atoms: &Atoms, draft: Draft, kind: QuantityKind) -> Quantity {
    let change = if kind.is_figure() { change::of(atoms, &draft) } else { Change::None };
    let rises = change::rises(atoms, &draft, change);
    let range = atoms.range(draft.start..draft.end);
    let tokens = layers.tokens_in(range);
    let token_of = |at: usize| atoms.get(at).map(|atom| atom.token as usize);
    let number = token_of(draft.number).unwrap_or(tokens.start);
    let head = draft.noun.and_then(token_of).unwrap_or_else(|| hanging(layers, atoms, &draft).unwrap_or(number));
    Quantity {
        range,
        tokens,
        head,
        value: draft.value,
        stated: draft.stated,
        stated_unit: draft.stated_unit,
        approximate: draft.approximate,
        unit: draft.unit,
        kind,
        restated: draft.restated,
        change,
        rises,
    }
}

/// The token of a number's words that hangs outside of them, where there is a tree.
fn hanging(layers: &Layers, atoms: &Atoms, draft: &Draft) -> Option<usize> {
    let tokens = layers.tokens_in(atoms.range(draft.core..draft.number + 1));
    tokens
        .clone()
        .rev()
        .find(|&token| layers.words.get(token).is_some_and(|word| !tokens.contains(&word.head) || word.head == token))
}

/// Whether a sum of money has its number at an atom.
pub(crate) fn is_money(atoms: &Atoms, at: usize) -> bool {
    amounts::amount(atoms, at).is_some_and(|amount| matches!(amount.measure, Some(amounts::Measure::Money(..))))
}

/// Whether a unit begins at an atom ("2000 metres" is no year).
pub(crate) fn unit_follows(atoms: &Atoms, at: usize) -> bool {
    amounts::unit_at(atoms, at).is_some_and(|(_, unit)| unit.forms.iter().any(|form| atoms.text(at) == form))
}

/// Where the bound that ends before an atom begins: "at least", "nearly".
pub(crate) fn bound_start(atoms: &Atoms, at: usize) -> Option<usize> {
    let (from, bound) = bounds::bound_before(atoms, at)?;
    (bound.effect != lexicon::Effect::None).then_some(from)
}

/// Whether a number in words stands at an atom.
pub(crate) fn is_number_word(atoms: &Atoms, at: usize) -> bool {
    numbers::word(atoms, at).is_some()
}
