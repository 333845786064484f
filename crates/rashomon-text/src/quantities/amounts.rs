//! Numbers with their units: "$5.4bn", "20 miles", "6ft 2in", "40 per cent", "5 million euros".

use super::atoms::Atoms;
use super::lexicon::{Currency, Dimension, Unit, units};
use super::numbers::{Form, Number, number};
use super::terms::{Meaning, Terms};
use smol_str::{SmolStr, format_smolstr};

/// What a number counts in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Measure {
    /// A unit of `lexicon/units.toml`.
    Unit(&'static Unit),
    /// A currency, and whether the number counts its hundredths.
    Money(&'static Currency, bool),
}

impl Measure {
    /// The value in the canonical unit.
    pub fn canonical(self, value: f64) -> f64 {
        match self {
            Self::Unit(unit) => value * unit.factor + unit.offset,
            Self::Money(_, minor) => value * if minor { 0.01 } else { 1.0 },
        }
    }

    /// What it counts in, from the canonical unit.
    pub fn stated(self, canonical: f64) -> f64 {
        match self {
            Self::Unit(unit) => (canonical - unit.offset) / unit.factor,
            Self::Money(_, minor) => canonical / if minor { 0.01 } else { 1.0 },
        }
    }

    /// Its name: of the unit, the currency's code, or what the hundredth is called.
    pub fn name(self) -> SmolStr {
        match self {
            Self::Unit(unit) => unit.name.as_str().into(),
            Self::Money(currency, true) => currency.minor.first().unwrap_or(&currency.code).as_str().into(),
            Self::Money(currency, false) => currency.code.as_str().into(),
        }
    }

    /// The canonical unit.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Unit(unit) => &unit.unit,
            Self::Money(currency, _) => &currency.code,
        }
    }

    /// What is measured; none for money.
    pub fn dimension(self) -> Option<Dimension> {
        match self {
            Self::Unit(unit) => Some(unit.dimension),
            Self::Money(..) => None,
        }
    }

    /// Whether both measure the same kind of thing.
    pub fn like(self, other: Self) -> bool {
        self.dimension() == other.dimension()
    }
}

/// A number with its unit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Amount {
    /// The number.
    pub number: Number,
    /// First atom: of the number or of the currency sign before it.
    pub start: usize,
    /// One past the last atom.
    pub end: usize,
    /// What it counts in; none for plain counts.
    pub measure: Option<Measure>,
    /// The last atom of the unit, where it has one after the number.
    pub noun: Option<usize>,
}

impl Amount {
    /// Its least value in the canonical unit.
    pub fn low(&self) -> f64 {
        self.measure.map_or(self.number.low, |measure| measure.canonical(self.number.low))
    }

    /// Its greatest value in the canonical unit.
    pub fn high(&self) -> f64 {
        self.measure.map_or(self.number.high, |measure| measure.canonical(self.number.high))
    }
}

/// The amount whose number begins at an atom; a currency sign before it is taken in.
pub(crate) fn amount(atoms: &Atoms, at: usize) -> Option<Amount> {
    let number = number(atoms, at)?;
    let plain = Amount { number, start: number.start, end: number.end, measure: None, noun: None };
    let measured = with_prefix(atoms, plain).or_else(|| with_unit(atoms, plain)).or_else(|| of_magnitude(atoms, plain));
    Some(negative(atoms, measured.unwrap_or(plain)))
}

/// "A magnitude 6.8 earthquake", "of magnitude 7".
fn of_magnitude(atoms: &Atoms, plain: Amount) -> Option<Amount> {
    let word = plain.start.checked_sub(1).filter(|&word| atoms.is(word, "magnitude"))?;
    let (_, unit) = unit_at(atoms, word)?;
    let size = plain.number.form == Form::Digits && plain.number.high <= 10.0;
    size.then_some(Amount { start: word, measure: Some(Measure::Unit(unit)), ..plain })
}

/// "Minus 12 degrees", "-5 %": the amount below zero.
fn negative(atoms: &Atoms, amount: Amount) -> Amount {
    let Some(sign) = amount.start.checked_sub(1) else { return amount };
    let dashed = atoms.is_dash(sign) && atoms.glued(amount.start);
    let word = atoms.is(sign, "minus") || (dashed && atoms.after(sign, &["minus"]) && atoms.glued(sign));
    let alone = dashed && !atoms.glued(sign) && amount.noun.is_some();
    if !(word || alone) || amount.number.form == Form::Vague {
        return amount;
    }
    let number = Number { low: -amount.number.high, high: -amount.number.low, ..amount.number };
    let start = if dashed && atoms.after(sign, &["minus"]) { sign - 1 } else { sign };
    Amount { number, start, ..amount }
}

/// The amount that begins exactly at an atom, with its currency sign.
pub(crate) fn amount_from(atoms: &Atoms, at: usize) -> Option<Amount> {
    (at..at + 4).find_map(|number_at| amount(atoms, number_at).filter(|amount| amount.start == at))
}

fn with_prefix(atoms: &Atoms, plain: Amount) -> Option<Amount> {
    let (start, currency) = Terms::get().ending(atoms, plain.start, |meaning| match meaning {
        Meaning::Prefix(currency) => Some(currency),
        _ => None,
    })?;
    if atoms.is_word(start) && atoms.glued(start) && start > 0 && atoms.is_word(start - 1) {
        return None;
    }
    // Where a pound sign was folded to letters, it is "PS"; "PS4" and the like are names.
    if atoms.is(start, "PS") && !(atoms.glued(plain.start) && (plain.number.low >= 10.0 || plain.number.scale > 1.0)) {
        return None;
    }
    let named = money_unit(atoms, plain.end).filter(|(_, _, minor)| !minor).map(|(end, _, _)| end);
    let end = named.or_else(|| country_sign(atoms, plain.end).filter(|_| atoms.is(plain.start - 1, "$")));
    let end = end.unwrap_or(plain.end);
    Some(Amount { start, end, measure: Some(Measure::Money(currency, false)), ..plain })
}

/// "$75 U.S.", "$75 US": one past the country that says whose dollars they are.
fn country_sign(atoms: &Atoms, at: usize) -> Option<usize> {
    let dotted = atoms.is(at, "U") && atoms.is(at + 1, ".") && atoms.is(at + 2, "S") && atoms.is(at + 3, ".");
    match atoms.text(at) {
        "US" | "Cdn" => Some(at + 1),
        "U" if dotted => Some(at + 4),
        _ => None,
    }
}

/// A currency's name after a number: one past its last atom, and whether it is the hundredth.
fn money_unit(atoms: &Atoms, at: usize) -> Option<(usize, &'static Currency, bool)> {
    let (end, (currency, minor)) = Terms::get().starting(atoms, at, |meaning| match meaning {
        Meaning::Suffix(currency, minor) => Some((currency, minor)),
        _ => None,
    })?;
    Some((end, currency, minor))
}

fn with_unit(atoms: &Atoms, plain: Amount) -> Option<Amount> {
    let dash = usize::from(atoms.is_tight_dash(plain.end));
    let of = usize::from(plain.number.form == Form::Vague && plain.number.high > 9.0 && atoms.is(plain.end, "of"));
    let part =
        plain.number.form == Form::Fraction && atoms.is(plain.end, "of") && atoms.any(plain.end + 1, &["a", "an"]);
    let half = plain.number.form == Form::Fraction && plain.number.low == 0.5 && atoms.any(plain.end, &["a", "an"]);
    let at = plain.end + dash + of + 2 * usize::from(part) + usize::from(half);
    if plain.number.form == Form::DigitsWithM && is_metres(atoms, plain.end) {
        return metres(plain);
    }
    let (end, measure) = measure_at(atoms, at, &plain)?;
    let amount = Amount { end, measure: Some(measure), noun: Some(end - 1), ..plain };
    Some(with_smaller_unit(atoms, amount).unwrap_or(amount))
}

/// The unit or currency that begins at an atom and fits the number before it.
pub(crate) fn measure_at(atoms: &Atoms, at: usize, plain: &Amount) -> Option<(usize, Measure)> {
    if let Some((end, currency, minor)) = money_unit(atoms, at) {
        let large = !currency.large || plain.number.low >= 1000.0;
        let letter = end - at == 1 && atoms.text(at).len() == 1 && atoms.is_word(at) && !atoms.glued(at);
        return (large && !letter).then_some((end, Measure::Money(currency, minor)));
    }
    let (end, unit) = unit_at(atoms, at)?;
    if !fits(atoms, at, end, unit, plain) {
        return None;
    }
    if unit.name == "pound" && is_sterling(atoms, at, plain) {
        let sterling = super::lexicon::currencies().iter().find(|currency| currency.code == "GBP")?;
        return Some((end, Measure::Money(sterling, false)));
    }
    Some((end, Measure::Unit(unit)))
}

/// The unit that some words name, as [`super::Quantity::stated_unit`] writes it: "dollars per barrel" is "USD/barrel".
pub fn unit_named(words: &str) -> Option<SmolStr> {
    let atoms = Atoms::of_text(words);
    let (end, name) = named_at(&atoms, 0)?;
    if end == atoms.len() {
        return Some(name);
    }
    let per = atoms.any(end, &["per", "a", "an", "/"]);
    let second = if per { named_at(&atoms, end + 1) } else { None };
    second.filter(|&(end, _)| end == atoms.len()).map(|(_, second)| format_smolstr!("{name}/{second}"))
}

/// A value in the unit that some words name, in the canonical unit: 3 "km" are 3,000 "m".
pub fn in_canonical(value: f64, unit: &str) -> Option<(f64, SmolStr)> {
    let text = format!("{value} {unit}");
    let atoms = Atoms::of_text(&text);
    let number = usize::from(value < 0.0);
    let draft = super::grammar::figure(&atoms, number).filter(|draft| draft.end == atoms.len())?;
    Some((draft.value.low?, draft.unit))
}

fn named_at(atoms: &Atoms, at: usize) -> Option<(usize, SmolStr)> {
    let prefix = |meaning| match meaning {
        Meaning::Prefix(currency) => Some(Measure::Money(currency, false)),
        _ => None,
    };
    let sign = (at + 1..at + 4).rev().find_map(|end| {
        let (start, measure) = Terms::get().ending(atoms, end, prefix)?;
        (start == at && end <= atoms.len()).then(|| (end, measure.name()))
    });
    if sign.is_some() {
        return sign;
    }
    let (end, measure) = money_unit(atoms, at)
        .map(|(end, currency, minor)| (end, Measure::Money(currency, minor)))
        .or_else(|| unit_at(atoms, at).map(|(end, unit)| (end, Measure::Unit(unit))))?;
    Some((end, measure.name()))
}

/// The unit of `lexicon/units.toml` that begins at an atom.
pub(crate) fn unit_at(atoms: &Atoms, at: usize) -> Option<(usize, &'static Unit)> {
    Terms::get().starting(atoms, at, |meaning| match meaning {
        Meaning::Unit(unit) => Some(unit),
        _ => None,
    })
}

/// Whether words after a number are its unit: symbols only after digits, one capital letter only right after them,
/// and "two bar owners" have no bars.
fn fits(atoms: &Atoms, at: usize, end: usize, unit: &Unit, plain: &Amount) -> bool {
    let digits = plain.number.form == Form::Digits;
    let exact = unit.exact.iter().any(|form| form == atoms.text(at));
    let letter = exact && atoms.text(at).len() == 1 && atoms.is_capital(at);
    let singular = plain.number.low >= 1.0 && !atoms.text(end - 1).ends_with(['s', 'S']) && !atoms.glued(at);
    let noun_follows = atoms.is_word(end) && !atoms.any(end, &["in", "and", "or", "of", "from", "since", "over", "to"]);
    let modifier = unit.modifier && singular && noun_follows && !digits;
    let glued = !letter && !atoms.is(at, "in") || atoms.glued(at);
    (!exact || digits) && glued && !modifier
}

/// Whether "pounds" are money: after millions, where they are paid, or where the text writes "£".
fn is_sterling(atoms: &Atoms, at: usize, plain: &Amount) -> bool {
    const PAID: &[&str] = &[
        "cost", "costs", "costing", "paid", "pay", "pays", "paying", "worth", "charge", "charged", "charges", "fine",
        "fined", "price", "priced", "earn", "earns", "earned", "owe", "owes", "owed", "spent", "spend", "sell",
        "sells", "sold",
    ];
    let weighs = atoms.is(at + 1, "of") || atoms.is_dash(at.saturating_sub(1)) || !atoms.is(at, "pounds");
    let paid = (plain.start.saturating_sub(4)..plain.start).any(|before| atoms.any(before, PAID));
    let apiece = atoms.is(at + 1, "apiece") && atoms.after(plain.start, &["at", "for"]);
    plain.number.scale >= 1e6 || (!weighs && (atoms.sterling || paid || apiece))
}

/// Whether "300m" are metres and no millions.
fn is_metres(atoms: &Atoms, end: usize) -> bool {
    const NEXT: &[&str] = &[
        "high",
        "deep",
        "long",
        "wide",
        "tall",
        "thick",
        "away",
        "from",
        "above",
        "below",
        "race",
        "final",
        "stretch",
        "sprint",
        "freestyle",
        "hurdles",
        "radius",
        "wave",
        "waves",
        "wall",
        "cliff",
        "exclusion",
        "north",
        "south",
        "east",
        "west",
        "drop",
        "section",
        "down",
        "up",
        "off",
        "into",
        "inside",
        "behind",
        "ahead",
        "apart",
    ];
    let restated = atoms.is(end, "(")
        && atoms.is_digits(end + 1)
        && unit_at(atoms, end + 2).is_some_and(|(_, unit)| unit.dimension == Dimension::Length);
    atoms.any(end, NEXT) || (atoms.is_dash(end) && atoms.any(end + 1, NEXT)) || restated
}

fn metres(plain: Amount) -> Option<Amount> {
    let metre = units().iter().find(|unit| unit.name == "metre")?;
    let Number { low, high, scale, .. } = plain.number;
    let number = Number { low: low / scale, high: high / scale, scale: 1.0, form: Form::Digits, ..plain.number };
    Some(Amount { number, measure: Some(Measure::Unit(metre)), noun: Some(plain.end - 1), ..plain })
}

/// "6ft 2in", "5 feet 10 inches", "two hours and 30 minutes": a smaller unit of the same kind goes on.
fn with_smaller_unit(atoms: &Atoms, first: Amount) -> Option<Amount> {
    let Some(Measure::Unit(unit)) = first.measure else { return None };
    let mixed = matches!(unit.dimension, Dimension::Length | Dimension::Mass | Dimension::Time);
    let at = first.end + usize::from(atoms.is(first.end, "and"));
    let number = number(atoms, at).filter(|number| mixed && number.start == at && number.low < 60.0)?;
    let (end, smaller) = unit_at(atoms, number.end)?;
    let ratio = unit.factor / smaller.factor;
    let goes_on = smaller.dimension == unit.dimension && ratio > 1.5 && number.low < ratio && ratio < 100.0;
    let more = number.low / ratio;
    let sum = Number { low: first.number.low + more, high: first.number.high + more, ..first.number };
    goes_on.then_some(Amount { number: sum, end, noun: Some(end - 1), ..first })
}
