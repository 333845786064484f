//! Numbers as written, in digits and words, without bounds and units: "205", "two hundred and five",
//! "2-1/2", "half a million", "tens of thousands", "2.3 million", "10k".

use super::atoms::Atoms;
use super::lexicon::{NumberKind, NumberWord};
use super::terms::Terms;

/// Most scales after a number and most groups of three digits in it: a text of nothing else is read in linear time.
const MOST_SCALES: usize = 5;

/// A number: its atoms and its value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Number {
    /// First atom.
    pub start: usize,
    /// One past its last atom.
    pub end: usize,
    /// Least value.
    pub low: f64,
    /// Greatest value; the same for all but vague words.
    pub high: f64,
    /// What the words "thousand", "million" … multiplied it by.
    pub scale: f64,
    /// How it is written.
    pub form: Form,
}

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Digits, with a scale or without.
    Digits,
    /// Digits and an "m" that may be a million or metres.
    DigitsWithM,
    /// Words.
    Words,
    /// Words that stand for an interval, or for about so many.
    Vague,
    /// A part of a whole: "two-thirds", "half", "3/4".
    Fraction,
}

/// The number word at an atom.
pub(crate) fn word(atoms: &Atoms, at: usize) -> Option<&'static NumberWord> {
    Terms::get().number(atoms.get(at)?.term)
}

fn word_of(atoms: &Atoms, at: usize, kind: NumberKind) -> Option<&'static NumberWord> {
    word(atoms, at).filter(|word| word.kind == kind)
}

/// The number that begins at an atom, or with the article before it.
pub(crate) fn number(atoms: &Atoms, at: usize) -> Option<Number> {
    if atoms.is_digits(at) {
        return digits(atoms, at);
    }
    match word(atoms, at)?.kind {
        NumberKind::Cardinal | NumberKind::Tens => words(atoms, at, at),
        NumberKind::Scale => article(atoms, at).and_then(|start| words(atoms, start, at)),
        NumberKind::Vague => vague(atoms, at),
        NumberKind::Fraction => fraction_word(atoms, at),
        NumberKind::Ordinal | NumberKind::Multiple => None,
    }
}

/// Where a number begins that needs "a" or "an" before it.
fn article(atoms: &Atoms, at: usize) -> Option<usize> {
    atoms.after(at, &["a", "an"]).then(|| at - 1)
}

fn digits(atoms: &Atoms, at: usize) -> Option<Number> {
    let (end, value) = spaced_thousands(atoms, at).or_else(|| Some((at + 1, digits_value(atoms.text(at))?)))?;
    if let Some(value) = slash(atoms, at) {
        return Some(Number { start: at, end: at + 3, low: value, high: value, scale: 1.0, form: Form::Fraction });
    }
    if let Some(value) = decimals_only(atoms, at) {
        let plain = Number { start: at - 1, end, low: value, high: value, scale: 1.0, form: Form::Digits };
        return Some(scaled(atoms, plain));
    }
    let (end, value) = mixed(atoms, end).map_or((end, value), |(end, part)| (end, value + part));
    let plain = Number { start: at, end, low: value, high: value, scale: 1.0, form: Form::Digits };
    Some(scaled(atoms, plain))
}

/// The value of ".375", where a full stop stands before the digits and nothing before that.
fn decimals_only(atoms: &Atoms, at: usize) -> Option<f64> {
    let stop = at.checked_sub(1).filter(|&stop| atoms.is(stop, ".") && atoms.glued(at) && !atoms.glued(stop))?;
    let text = atoms.source.get(atoms.get(stop)?.start as usize..atoms.get(at)?.end as usize)?;
    text.parse().ok().filter(|value| *value < 1.0)
}

/// Most digits of a number: longer ones count nothing, and floats cannot hold them.
const MOST_DIGITS: usize = 15;

/// The value of "1,376.25".
fn digits_value(text: &str) -> Option<f64> {
    let whole = text.split('.').next().unwrap_or_default();
    if whole.bytes().filter(u8::is_ascii_digit).count() > MOST_DIGITS {
        return None;
    }
    if text.contains(',') { text.replace(',', "").parse().ok() } else { text.parse().ok() }
}

/// "12 500", its parts held together by a space that does not break.
fn spaced_thousands(atoms: &Atoms, at: usize) -> Option<(usize, f64)> {
    let mut value = f64::from(atoms.integer(at).filter(|_| atoms.text(at).len() <= 3)?);
    let mut end = at + 1;
    while let (Some(last), Some(next)) = (atoms.get(end - 1), atoms.get(end).filter(|_| end < at + MOST_SCALES)) {
        let between = &atoms.source[last.end as usize..next.start as usize];
        if !matches!(between, "\u{a0}" | "\u{202f}" | "\u{2009}") || atoms.text(end).len() != 3 {
            break;
        }
        value = value * 1000.0 + f64::from(atoms.integer(end)?);
        end += 1;
    }
    (end > at + 1).then_some((end, value))
}

/// "3/4" as a whole: a small part of a common whole.
fn slash(atoms: &Atoms, at: usize) -> Option<f64> {
    let tight = atoms.is(at + 1, "/") && (at + 1..at + 3).all(|at| atoms.glued(at)) && !atoms.is(at + 3, "/");
    let (part, whole) = (atoms.integer(at)?, atoms.integer(at + 2)?);
    let common = matches!(whole, 2..=5 | 8 | 10 | 16) && part < whole && part > 0;
    (tight && common).then(|| f64::from(part) / f64::from(whole))
}

/// "-1/2", " 1/2" or "½" after a whole number, and "and a half".
fn mixed(atoms: &Atoms, end: usize) -> Option<(usize, f64)> {
    let dash = usize::from(atoms.is_tight_dash(end));
    if let Some(part) = slash(atoms, end + dash) {
        return Some((end + dash + 3, part));
    }
    let sign = word_of(atoms, end, NumberKind::Fraction).filter(|_| !atoms.is_word(end));
    sign.map(|sign| (end + 1, sign.value)).or_else(|| and_a_half(atoms, end))
}

/// "and a half", "and three quarters".
fn and_a_half(atoms: &Atoms, end: usize) -> Option<(usize, f64)> {
    let and = atoms.is(end, "and") || (atoms.is_dash(end) && atoms.is(end + 1, "and"));
    let next = end + 1 + usize::from(atoms.is_dash(end));
    let next = if atoms.is_dash(next) { next + 1 } else { next };
    let count = if atoms.any(next, &["a", "one"]) { 1.0 } else { word_of(atoms, next, NumberKind::Cardinal)?.value };
    let next = if atoms.is_dash(next + 1) { next + 2 } else { next + 1 };
    let part = word_of(atoms, next, NumberKind::Fraction).filter(|_| and && count < 4.0)?;
    (part.ordinal.is_none() || count > 1.0).then_some((next + 1, count * part.value))
}

/// A number with the scales after it: "2.3 million", "$5.4bn", "10k", "two dozen".
fn scaled(atoms: &Atoms, mut number: Number) -> Number {
    let after_digits = atoms.get(number.end).filter(|atom| atom.glued && number.form == Form::Digits);
    let money = number.start > 0 && matches!(atoms.text(number.start - 1), "$" | "€" | "£" | "¥");
    let millimetres = |at: usize| atoms.is(at, "mm") && !money;
    let after_digits = after_digits.filter(|_| !millimetres(number.end));
    if let Some(word) = after_digits.and_then(|atom| Terms::get().scale_after_digits(atom.term)) {
        let is_m = atoms.text(number.end) == "m";
        number.form = if is_m { Form::DigitsWithM } else { Form::Digits };
        return multiplied(number, word.value, number.end + 1);
    }
    for _ in 0..MOST_SCALES {
        let dash = usize::from(atoms.is_tight_dash(number.end));
        let Some(word) = word_of(atoms, number.end + dash, NumberKind::Scale) else { break };
        number = multiplied(number, word.value, number.end + dash + 1);
    }
    let abbreviated = atoms.get(number.end).filter(|_| number.scale == 1.0 && number.form == Form::Digits);
    let abbreviated = abbreviated.filter(|_| matches!(atoms.text(number.end), "bn" | "mn" | "mln" | "tn" | "bln"));
    if let Some(word) = abbreviated.and_then(|atom| Terms::get().scale_after_digits(atom.term)) {
        number = multiplied(number, word.value, number.end + 1);
    }
    number
}

fn multiplied(number: Number, factor: f64, end: usize) -> Number {
    let Number { low, high, scale, .. } = number;
    Number { end, low: low * factor, high: high * factor, scale: scale * factor, ..number }
}

/// A number in words, counted from `at`; `start` takes in the article before it.
fn words(atoms: &Atoms, start: usize, at: usize) -> Option<Number> {
    let mut sum = Sum::default();
    let mut end = at;
    while let Some(next) = sum.take(atoms, end) {
        end = next;
    }
    let mut value = sum.total + sum.current;
    if end == at {
        return None;
    }
    if let Some((after, part)) = and_a_half(atoms, end) {
        (end, value) = (after, value + part * if sum.scale > 100.0 || sum.scale == 12.0 { sum.scale } else { 1.0 });
    }
    let number = Number { start, end, low: value, high: value, scale: sum.scale, form: Form::Words };
    Some(fraction_of(atoms, number).unwrap_or_else(|| scaled(atoms, number)))
}

/// "Two-thirds", "three quarters", "one-fifth".
fn fraction_of(atoms: &Atoms, number: Number) -> Option<Number> {
    let dash = usize::from(atoms.is_tight_dash(number.end));
    let at = number.end + dash;
    let part = word_of(atoms, at, NumberKind::Fraction).filter(|_| number.low <= 20.0 && number.scale == 1.0)?;
    let plural = atoms.text(at).ends_with(['s', 'S']);
    let one = number.low == 1.0 && (dash == 1 || atoms.is(at + 1, "of"));
    let value = number.low * part.value;
    let whole = (plural && number.low > 1.0 && !is_period(atoms, at)) || (one && !plural);
    let part = Number { end: at + 1, low: value, high: value, form: Form::Fraction, ..number };
    whole.then(|| of_a_scale(atoms, part).unwrap_or(part))
}

/// "Two quarters in a row": quarters of years, not of a whole.
fn is_period(atoms: &Atoms, at: usize) -> bool {
    atoms.is(at, "quarters") && atoms.any(at + 1, &["in", "ago", "running", "and", ",", "."]) && !atoms.glued(at - 1)
        || atoms.is(at, "halves")
}

/// The running sum of a number in words.
#[derive(Default)]
struct Sum {
    total: f64,
    current: f64,
    scale: f64,
    /// Least of the parts taken since the last scale; nothing but smaller ones may follow.
    least: f64,
    started: bool,
}

impl Sum {
    /// Takes the word at an atom, with "and" or a hyphen before it, if it goes on with the number.
    fn take(&mut self, atoms: &Atoms, at: usize) -> Option<usize> {
        if !self.started {
            (self.started, self.scale, self.least) = (true, 1.0, f64::INFINITY);
            return self.add(word(atoms, at)?).then_some(at + 1);
        }
        if atoms.is_tight_dash(at) || (self.least >= 100.0 && atoms.is(at, "and")) {
            let next = word(atoms, at + 1)?;
            let scale = next.kind == NumberKind::Scale && atoms.is(at, "and");
            return (!scale && self.add(next)).then_some(at + 2);
        }
        self.add(word(atoms, at)?).then_some(at + 1)
    }

    fn add(&mut self, word: &NumberWord) -> bool {
        match word.kind {
            NumberKind::Cardinal | NumberKind::Tens => self.add_small(word.value),
            NumberKind::Scale => self.multiply(word.value),
            _ => false,
        }
    }

    fn add_small(&mut self, value: f64) -> bool {
        let fits = match self.least {
            least if least < 20.0 => false,
            least if least < 100.0 => value < 10.0 && value > 0.0,
            _ => value > 0.0 || self.least.is_infinite(),
        };
        if fits {
            self.current += value;
            self.least = value;
        }
        fits
    }

    fn multiply(&mut self, factor: f64) -> bool {
        let current = if self.current == 0.0 && self.least.is_infinite() { 1.0 } else { self.current };
        if factor == 100.0 && current < 100.0 && current > 0.0 {
            (self.current, self.least) = (current * factor, 100.0);
        } else if self.total == 0.0 && (factor != 12.0 || current < 100.0) && current > 0.0 {
            (self.total, self.current, self.least) = (current * factor, 0.0, factor);
        } else if current > 0.0 && self.current > 0.0 && factor < self.scale {
            (self.total, self.current, self.least) = (self.total + self.current * factor, 0.0, factor);
        } else {
            return false;
        }
        if factor != 100.0 || self.total == 0.0 {
            self.scale = factor;
        }
        true
    }
}

/// "Dozens", "tens of thousands", "several hundred", "a couple of", "many thousands".
fn vague(atoms: &Atoms, at: usize) -> Option<Number> {
    let word = word(atoms, at)?;
    let start = article(atoms, at).unwrap_or(at);
    let (end, low, high, scale) = vague_scales(atoms, at, word);
    let needed = word.needs.is_empty() || word.needs.iter().any(|need| atoms.is(at + 1, need));
    let stands = if end == at + 1 { word.alone && needed } else { true };
    let couple_of = usize::from(atoms.is(at, "couple") && end == at + 1 && atoms.is(end, "of"));
    let odd = atoms.is(at, "few") && start == at && !atoms.after(at, &["the", "past", "last", "next", "every"]);
    (stands && !odd).then_some(Number { start, end: end + couple_of, low, high, scale, form: Form::Vague })
}

/// A vague word with the scales after it: one past its last atom, low, high and scale.
fn vague_scales(atoms: &Atoms, at: usize, first: &NumberWord) -> (usize, f64, f64, f64) {
    let (mut end, mut low, mut high, mut scale) = (at + 1, first.low, first.high, 1.0);
    for _ in 0..MOST_SCALES {
        let of = usize::from(atoms.is(end, "of"));
        let Some(next) = word(atoms, end + of) else { break };
        match next.kind {
            NumberKind::Scale => (low, high) = (low * next.value, high * next.value),
            NumberKind::Vague if next.alone && next.value >= 12.0 => {
                (low, high) =
                    (low * next.value, if low == high { high * next.value } else { (high + 1.0) * next.value - 1.0 });
            }
            _ => break,
        }
        scale *= next.value;
        end += of + 1;
    }
    (end, low, high, scale)
}

/// "Half a million", "half of the town", "a third of", "nearly half".
fn fraction_word(atoms: &Atoms, at: usize) -> Option<Number> {
    let word = word(atoms, at)?;
    let half = atoms.is(at, "half");
    if half && let Some(number) = half_a_scale(atoms, at) {
        return Some(number);
    }
    let start = article(atoms, at);
    let plural = word.value != 0.5 && atoms.text(at).ends_with(['s', 'S']);
    let stands = if half { is_half(atoms, at) } else { start.is_some() && is_part(atoms, at) };
    let number = Number {
        start: start.unwrap_or(at),
        end: at + 1,
        low: word.value,
        high: word.value,
        scale: 1.0,
        form: Form::Fraction,
    };
    let whole = of_a_scale(atoms, number);
    (stands && !plural).then(|| whole.unwrap_or(number))
}

/// "A quarter of a million", "three-quarters of a million".
fn of_a_scale(atoms: &Atoms, part: Number) -> Option<Number> {
    let of = atoms.is(part.end, "of") && atoms.any(part.end + 1, &["a", "one"]);
    let scale = word_of(atoms, part.end + 2, NumberKind::Scale).filter(|_| of)?;
    Some(Number { form: Form::Words, ..multiplied(part, scale.value, part.end + 3) })
}

/// "Half a million", "a half million", "half a dozen".
fn half_a_scale(atoms: &Atoms, at: usize) -> Option<Number> {
    let next = if atoms.any(at + 1, &["a"]) || atoms.is_tight_dash(at + 1) { at + 2 } else { at + 1 };
    let scale = word_of(atoms, next, NumberKind::Scale)?;
    let value = scale.value / 2.0;
    let start = article(atoms, at).unwrap_or(at);
    Some(Number { start, end: next + 1, low: value, high: value, scale: scale.value, form: Form::Words })
}

/// Whether "half" is a share: "half of", "half the", "nearly half", "by half".
fn is_half(atoms: &Atoms, at: usize) -> bool {
    const NEXT: &[&str] = &["of", "the", "its", "their", "his", "her", "our", "all", "those", "these", "that"];
    const BEFORE: &[&str] = &["nearly", "almost", "about", "over", "than", "by", "roughly", "around", "least", "some"];
    const NOT: &[&str] = &["first", "second", "other", "better", "final", "latter", "in", "opening", "and"];
    let ordinal = word_of(atoms, at.wrapping_sub(1), NumberKind::Ordinal).is_some();
    let hour = atoms.any(at + 1, &["an", "past", "time", "hour", "hours", "way", "century", "century", "year"]);
    let joined = atoms.is_dash(at + 1) && atoms.glued(at + 1);
    !ordinal && !hour && !joined && !atoms.after(at, NOT) && (atoms.any(at + 1, NEXT) || atoms.after(at, BEFORE))
}

/// Whether "a third" is a share and no ordinal.
fn is_part(atoms: &Atoms, at: usize) -> bool {
    const NEXT: &[&str] = &[
        "of", "less", "more", "fewer", "higher", "lower", "smaller", "larger", "to", "from", "in", "its", "their",
        "the",
    ];
    const BEFORE: &[&str] = &[
        "by", "nearly", "almost", "about", "over", "than", "roughly", "around", "least", "some", "up", "down", "only",
    ];
    let before = at >= 2 && atoms.any(at - 2, BEFORE);
    let ends = atoms.kind(at + 1) != Some(super::atoms::AtomKind::Word);
    let quarter_of_year = atoms.is(at, "quarter") && atoms.is(at + 1, "of") && atoms.is_digits(at + 2);
    !quarter_of_year && (atoms.is(at + 1, "of") || (before && (ends || atoms.any(at + 1, NEXT))))
}
