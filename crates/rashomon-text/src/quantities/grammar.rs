//! From amounts to figures: ranges, restatements, rates, shares, multiples and bounds.

use super::amounts::{Amount, Measure, amount, amount_from, unit_at};
use super::atoms::Atoms;
use super::bounds::{self, Bounding};
use super::lexicon::{Dimension, NumberKind};
use super::numbers::{self, Form, Number};
use super::{QuantityKind, Restatement, change, kinds};
use crate::interval::Interval;
use smol_str::{SmolStr, format_smolstr};

/// A quantity in the making, in atoms.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// First atom of its words.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// First atom of the number itself, a currency sign included.
    pub core: usize,
    /// One past the last atom of the number and its unit.
    pub core_end: usize,
    /// Last atom of the number, without unit.
    pub number: usize,
    /// Last atom of the unit, where there is one.
    pub noun: Option<usize>,
    /// Value in the canonical unit.
    pub value: Interval,
    /// Value in the unit of the words.
    pub stated: Interval,
    /// The unit of the words.
    pub stated_unit: SmolStr,
    /// Whether the words mark it as approximate.
    pub approximate: bool,
    /// Canonical unit.
    pub unit: SmolStr,
    /// What sort of number it is.
    pub kind: QuantityKind,
    /// The same amount in a second unit.
    pub restated: Option<Restatement>,
}

/// The figure whose first number begins at an atom.
pub(crate) fn figure(atoms: &Atoms, at: usize) -> Option<Draft> {
    if let Some(multiple) = multiple_word(atoms, at) {
        return Some(multiple);
    }
    let first = unit_and_a_half(atoms, at).or_else(|| amount(atoms, at))?;
    let first = part_of_money(atoms, first);
    if let Some(share) = one_in_ten(atoms, &first) {
        return Some(finish(atoms, share, Bounding::default()));
    }
    let (span, between) = range(atoms, first).unwrap_or((Span::of(from_end(atoms, first)), false));
    let mut draft = span.draft();
    if between {
        draft.start -= 1;
        let inner = bounds::before(atoms, span.first.start, &mut Bounding::default());
        draft.start = draft.start.min(inner.saturating_sub(1));
    }
    restate(atoms, &mut draft, span.measure);
    let before = draft.value;
    rate(atoms, &mut draft, span.measure);
    if draft.restated.is_none() && draft.kind == QuantityKind::Rate {
        restate(atoms, &mut draft, span.measure);
        let factor = ratio(draft.value, before);
        rescale(&mut draft, factor);
    }
    multiple(atoms, &mut draft);
    Some(finish(atoms, draft, Bounding::default()))
}

/// "A metre and a half", found by its half.
fn unit_and_a_half(atoms: &Atoms, half: usize) -> Option<Amount> {
    let noun = half.checked_sub(3)?;
    let and_a_half = atoms.is(half, "half") && atoms.is(half - 1, "a") && atoms.is(half - 2, "and");
    let start = noun.checked_sub(1).filter(|&article| and_a_half && atoms.any(article, &["a", "an"]))?;
    let (_, unit) = unit_at(atoms, noun).filter(|&(end, _)| end == half - 2)?;
    let number = Number { start, end: half + 1, low: 1.5, high: 1.5, scale: 1.0, form: Form::Words };
    Some(Amount { number, start, end: half + 1, measure: Some(Measure::Unit(unit)), noun: Some(noun) })
}

/// Multiplies the canonical value of a restatement.
fn rescale(draft: &mut Draft, factor: f64) {
    if let Some(restated) = &mut draft.restated {
        restated.value = restated.value.scaled(factor);
    }
}

/// What a value was multiplied by.
fn ratio(after: Interval, before: Interval) -> f64 {
    match (after.high, before.high) {
        (Some(after), Some(before)) if before != 0.0 => after / before,
        _ => 1.0,
    }
}

/// Takes in the bounds around a figure and what they make of its value.
fn finish(atoms: &Atoms, mut draft: Draft, mut bounding: Bounding) -> Draft {
    draft.end = bounds::after(atoms, draft.end, &mut bounding);
    let raised = change::raised_up_to(atoms, draft.start);
    // "is under one to two metres of water": a range has its bounds.
    let place =
        !draft.approximate && !draft.value.is_exact() && atoms.after(draft.start, &["under", "below", "over", "above"]);
    if !place {
        draft.start = bounds::before(atoms, draft.start, &mut bounding);
    }
    if let Some(start) = raised {
        bounding.lift();
        draft.start = start;
    } else if !draft.value.is_exact() && !draft.approximate && atoms.after(draft.start, &["from"]) {
        bounding.lift();
    }
    let ends = (draft.value.low.unwrap_or(0.0), draft.value.high.unwrap_or(0.0));
    draft.value = bounding.apply(ends.0, ends.1);
    draft.stated = bounding.apply(draft.stated.low.unwrap_or(0.0), draft.stated.high.unwrap_or(0.0));
    draft.approximate |= bounding.approximate;
    draft
}

/// Two amounts as one, or one alone.
#[derive(Clone, Copy)]
struct Span {
    first: Amount,
    last: Amount,
    low: f64,
    high: f64,
    measure: Option<Measure>,
}

impl Span {
    fn of(amount: Amount) -> Self {
        Self { first: amount, last: amount, low: amount.low(), high: amount.high(), measure: amount.measure }
    }

    /// The ends in the unit of the words.
    fn stated(&self) -> Interval {
        let Some(measure) = self.measure else { return Interval::between(self.low, self.high) };
        Interval::between(measure.stated(self.low), measure.stated(self.high))
    }

    fn draft(&self) -> Draft {
        let fraction = self.last.number.form == Form::Fraction && self.measure.is_none();
        Draft {
            start: self.first.start,
            end: self.last.end,
            core: self.first.start,
            core_end: self.last.end,
            number: self.last.number.end - 1,
            noun: self.last.noun,
            value: Interval::between(self.low, self.high),
            stated: self.stated(),
            stated_unit: if fraction { "fraction".into() } else { self.measure.map_or("1".into(), Measure::name) },
            approximate: self.first.number.form == Form::Vague,
            unit: if fraction { "fraction".into() } else { self.measure.map_or("1", Measure::unit).into() },
            kind: if fraction { QuantityKind::Share } else { kind_of(self.measure) },
            restated: None,
        }
    }
}

fn kind_of(measure: Option<Measure>) -> QuantityKind {
    match measure {
        None => QuantityKind::Count,
        Some(Measure::Money(..)) => QuantityKind::Money,
        Some(Measure::Unit(unit)) => match unit.dimension {
            Dimension::Time => QuantityKind::Duration,
            Dimension::Share => QuantityKind::Share,
            _ if unit.rate => QuantityKind::Rate,
            _ => QuantityKind::Physical,
        },
    }
}

/// "200-300 metres", "between 5 and 10", "two or three", "5 to 10 per cent", "$5-10bn", and whether "between" opens it.
fn range(atoms: &Atoms, first: Amount) -> Option<(Span, bool)> {
    let mut inside = Bounding::default();
    let opening = bounds::before(atoms, first.start, &mut inside);
    let between = atoms.after(first.start, &["between"]) || atoms.after(opening, &["between"]);
    let (at, link) = link(atoms, first.end, between)?;
    let at = skip_bounds(atoms, at);
    let last = amount_from(atoms, at)?;
    let span = joined(first, last)?;
    let fits = match link {
        Link::Dash => span.low < span.high && !starts_chain(atoms, last.end),
        Link::To => span.low < span.high && !change::is_from_to(atoms, first.start, has_own_unit(&first)),
        Link::Or => span.low < span.high && span.high <= span.low.max(1.0) * 3.0 && !first.number.form.eq(&Form::Vague),
        Link::And => span.low <= span.high,
    };
    fits.then_some((span, between))
}

/// Whether the first of two amounts has a unit of its own that is not said of ranges too ("by 5 percent to 8 percent").
fn has_own_unit(first: &Amount) -> bool {
    first.noun.is_some() && first.measure.is_some_and(|measure| measure.name() != "percent")
}

/// "From 24 to 33 billion euros": the first end of a change has the scale and unit of the second, where it names none.
fn from_end(atoms: &Atoms, first: Amount) -> Amount {
    let bare = first.measure.is_none() && first.number.form == Form::Digits && atoms.after(first.start, &["from"]);
    if !bare || !atoms.is(first.end, "to") {
        return first;
    }
    let second = amount_from(atoms, skip_bounds(atoms, first.end + 1));
    let second = second.map(|second| range(atoms, second).map_or(second, |(span, _)| span.last));
    let Some(other) = second.filter(|other| other.measure.is_some()) else { return first };
    let mut number = first.number;
    if number.scale == 1.0 && other.number.scale > 1.0 && number.low < 1_000.0 {
        (number.low, number.high) = (number.low * other.number.scale, number.high * other.number.scale);
    }
    Amount { number, measure: other.measure, ..first }
}

/// "30 million of the 2.1 billion crowns": a part of a sum is in its currency.
fn part_of_money(atoms: &Atoms, first: Amount) -> Amount {
    const WHOSE: &[&str] = &["the", "its", "their", "his", "her", "a"];
    let large = first.measure.is_none() && first.number.scale >= 1e6 && atoms.is(first.end, "of");
    let whole = if large && atoms.any(first.end + 1, WHOSE) { amount_from(atoms, first.end + 2) } else { None };
    let measure = whole.and_then(|whole| whole.measure).filter(|measure| matches!(measure, Measure::Money(_, false)));
    Amount { measure: measure.or(first.measure), ..first }
}

/// What joins the two ends of a range.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    Dash,
    To,
    Or,
    And,
}

fn link(atoms: &Atoms, end: usize, between: bool) -> Option<(usize, Link)> {
    if atoms.is_tight_dash(end) {
        let to = atoms.is(end + 1, "to") && atoms.is_dash(end + 2);
        return Some(if to { (end + 3, Link::To) } else { (end + 1, Link::Dash) });
    }
    if is_spaced_dash(atoms, end) {
        return Some((end + 1, Link::Dash));
    }
    match atoms.text(end) {
        "to" | "TO" => Some((end + 1, Link::To)),
        "up" if atoms.is(end + 1, "to") => Some((end + 2, Link::To)),
        "or" if between => Some((end + 1, Link::And)),
        "or" => Some((end + 1, Link::Or)),
        "and" if between => Some((end + 1, Link::And)),
        _ => None,
    }
}

/// "25 – 40 minutes": a dash between spaces, and digits with a unit after it.
fn is_spaced_dash(atoms: &Atoms, at: usize) -> bool {
    let spaced = atoms.is_dash(at) && !atoms.glued(at) && !atoms.glued(at + 1);
    let digits = at > 0 && atoms.is_digits(at - 1) && atoms.is_digits(at + 1);
    spaced && digits && amount_from(atoms, at + 1).is_some_and(|amount| amount.noun.is_some())
}

/// "Between 5 and about 10": bounds between the ends.
fn skip_bounds(atoms: &Atoms, at: usize) -> usize {
    let skips = |to: usize| bounds::bound_before(atoms, to).is_some_and(|(from, _)| from == at);
    (at + 1..at + 4).find(|&to| skips(to)).unwrap_or(at)
}

/// Whether a dash and digits go on after a range: a telephone number, no range.
fn starts_chain(atoms: &Atoms, end: usize) -> bool {
    atoms.is_tight_dash(end) && atoms.is_digits(end + 1)
}

/// The two ends of a range with the scale and unit that they share.
fn joined(first: Amount, last: Amount) -> Option<Span> {
    let measure = match (first.measure, last.measure) {
        (Some(a), Some(b)) if !a.like(b) => return None,
        (Some(_), None) if first.noun.is_some() => return None,
        (a, b) => b.or(a),
    };
    let mut low = first;
    low.measure = first.measure.filter(|_| first.noun.is_some()).or(measure);
    let shares = first.number.scale == 1.0 && last.number.scale > 1.0 && first.number.form != Form::Vague;
    if shares && first.number.low < last.number.low / last.number.scale {
        low.number.low *= last.number.scale;
    }
    let high = Amount { measure: last.measure.or(measure), ..last };
    Some(Span { first, last, low: low.low(), high: high.high(), measure })
}

/// "One in ten", "five out of six", "3 in every 100", "one child in three".
fn one_in_ten(atoms: &Atoms, first: &Amount) -> Option<Draft> {
    let noun = usize::from(is_one_noun_in(atoms, first));
    let first = &Amount { end: first.end + noun, ..*first };
    let out_of = atoms.is(first.end, "out") && atoms.is(first.end + 1, "of");
    let out_of_every = usize::from(out_of && atoms.is(first.end + 2, "every"));
    let every = atoms.is(first.end, "in") && atoms.is(first.end + 1, "every");
    let at = match () {
        () if out_of || every => first.end + 2 + out_of_every,
        () if atoms.is(first.end, "in") || (atoms.is_dash(first.end) && atoms.is(first.end + 1, "in")) => {
            first.end + 1 + 2 * usize::from(atoms.is_dash(first.end))
        }
        () => return None,
    };
    let whole = amount_from(atoms, at)?;
    let year = atoms.is_digits(at) && atoms.text(at).len() == 4 && whole.number.low > 1500.0 && !out_of;
    let one_unit = first.noun.is_some() && atoms.is(first.start, "one") && !atoms.is_word(whole.end);
    let plain = (first.measure.is_none() || one_unit) && whole.measure.is_none() && first.number.form != Form::Fraction;
    let small = plain && !year && first.number.low >= 1.0 && first.number.high < whole.number.low;
    let first = &Amount { measure: None, noun: None, ..*first };
    let apart = noun == 1 && kinds::counts_a_plural(atoms, whole.end);
    if !small || apart || atoms.any(whole.end, &["of"]) && !out_of {
        return None;
    }
    let value = Interval::between(first.number.low / whole.number.low, first.number.high / whole.number.high);
    let draft = Span { last: whole, ..Span::of(*first) }.draft();
    let unit = SmolStr::new_static("fraction");
    Some(Draft { value, stated: value, stated_unit: unit.clone(), unit, kind: QuantityKind::Share, ..draft })
}

/// "One child in", "one man in every": a share may follow.
fn is_one_noun_in(atoms: &Atoms, first: &Amount) -> bool {
    let one = atoms.is(first.start, "one") && first.end == first.start + 1;
    let noun = atoms.is_word(first.end) && !atoms.any(first.end, &["in", "of", "or", "and", "to", "day", "other"]);
    let next = first.end + 2 + usize::from(atoms.is(first.end + 2, "every"));
    one && noun && atoms.is(first.end + 1, "in") && (atoms.is_digits(next) || numbers::word(atoms, next).is_some())
}

/// "(531 square miles)", "(yards)", "or 531 square miles" after an amount: the same amount once more.
fn restate(atoms: &Atoms, draft: &mut Draft, measure: Option<Measure>) {
    let Some(measure) = measure else { return };
    let found = in_brackets(atoms, draft, measure).or_else(|| after_or(atoms, draft, measure));
    if let Some((end, restated)) = found {
        draft.end = end;
        draft.restated = Some(restated);
    }
}

fn in_brackets(atoms: &Atoms, draft: &Draft, measure: Measure) -> Option<(usize, Restatement)> {
    if !atoms.is(draft.end, "(") {
        return None;
    }
    let abbreviated =
        unit_at(atoms, draft.end + 1).filter(|&(end, unit)| unit.rate && atoms.is(end, ")") && atoms.is(end + 1, "("));
    let at = skip_bounds(atoms, abbreviated.map_or(draft.end, |(end, _)| end + 1) + 1);
    if let Some((end, unit)) = unit_at(atoms, at).filter(|_| draft.noun.is_some()) {
        let factor = unit.factor / measure.canonical(1.0).abs().max(f64::MIN_POSITIVE);
        let like = measure.dimension() == Some(unit.dimension) && atoms.is(end, ")");
        let restated = Restatement {
            value: draft.value.scaled(factor),
            stated: draft.stated,
            stated_unit: unit.name.as_str().into(),
        };
        return like.then_some((end + 1, restated));
    }
    let (end, second) = second_amount(atoms, at, measure)?;
    let close = (end..end + 8).find(|&at| atoms.any(at, &["(", ")"])).filter(|&at| atoms.is(at, ")"))?;
    let more =
        (end..close).any(|at| atoms.is_word(at) && !atoms.any(at, &["per", "a", "or"]) && unit_at(atoms, at).is_none());
    (!more).then_some((close + 1, second))
}

fn after_or(atoms: &Atoms, draft: &Draft, measure: Measure) -> Option<(usize, Restatement)> {
    let of = 2 * usize::from(atoms.is(draft.end, "of") && atoms.is_word(draft.end + 1));
    let at = draft.end + of + usize::from(atoms.is(draft.end + of, ","));
    if !atoms.is(at, "or") || measure.dimension().is_none() {
        return None;
    }
    let (end, second) = second_amount(atoms, skip_bounds(atoms, at + 1), measure)?;
    let near = !second.value.disjoint(draft.value, 0.15);
    near.then_some((end, second))
}

/// An amount of the same kind in another unit.
fn second_amount(atoms: &Atoms, at: usize, measure: Measure) -> Option<(usize, Restatement)> {
    let first = amount_from(atoms, at)?;
    let span = range(atoms, first).map_or(Span::of(first), |(span, _)| span);
    let second = span.measure.filter(|second| second.like(measure))?;
    let same = match (second, measure) {
        (Measure::Unit(a), Measure::Unit(b)) => a.name == b.name,
        (Measure::Money(a, _), Measure::Money(b, _)) => a.code == b.code,
        _ => true,
    };
    let value = Interval::between(span.low, span.high);
    let restated = Restatement { value, stated: span.stated(), stated_unit: second.name() };
    (!same).then_some((span.last.end, restated))
}

/// "A day", "per barrel", "per 1,000", "an hour", "/day", "annually" after an amount.
fn rate(atoms: &Atoms, draft: &mut Draft, measure: Option<Measure>) {
    if matches!(draft.kind, QuantityKind::Duration) {
        if let Some((end, Divisor::Time(word, _))) = per(atoms, draft.end, measure) {
            (draft.end, draft.stated_unit) = (end, format_smolstr!("{}/{word}", draft.stated_unit));
        }
        return;
    }
    if let Some((end, divisor)) = per(atoms, draft.end, measure) {
        divide(draft, measure, divisor);
        draft.end = end;
    } else if let Some(divisor) = per_time_after_noun(atoms, draft) {
        divide(draft, measure, divisor);
    }
}

/// "120 shells a day", "1,000 barrels of crude oil per day": what is counted stands between.
fn per_time_after_noun(atoms: &Atoms, draft: &Draft) -> Option<Divisor> {
    const APART: &[&str] = &["in", "half", "for", "within", "over", "after", "by", "at", "from", "to"];
    let counted = draft.unit == "1" || draft.kind == QuantityKind::Physical;
    let most = draft.end + if atoms.is(draft.end, "of") { 4 } else { 3 };
    let link = (draft.end + 1..=most)
        .take_while(|&at| atoms.is_word(at - 1) && !atoms.any(at - 1, APART))
        .find(|&at| atoms.any(at, &["a", "an", "per"]));
    match link.filter(|_| counted).and_then(|at| per(atoms, at, None)) {
        Some((_, divisor @ Divisor::Time(..))) => Some(divisor),
        _ => None,
    }
}

/// What a rate is per.
enum Divisor {
    /// A stretch of time: its word and its seconds.
    Time(SmolStr, f64),
    /// Another unit: its word, canonical unit and factor.
    Unit(SmolStr, &'static str, f64),
    /// A number: "per 1,000".
    Number(f64),
    /// Anything else: "per head".
    Word(SmolStr),
}

fn divide(draft: &mut Draft, measure: Option<Measure>, divisor: Divisor) {
    let physical = draft.kind == QuantityKind::Physical;
    draft.kind = QuantityKind::Rate;
    draft.stated_unit = match &divisor {
        Divisor::Time(word, _) | Divisor::Unit(word, ..) | Divisor::Word(word) => {
            format_smolstr!("{}/{word}", draft.stated_unit)
        }
        Divisor::Number(number) => format_smolstr!("{}/{number}", draft.stated_unit),
    };
    match divisor {
        Divisor::Time(_, seconds) if physical => {
            draft.value = draft.value.scaled(1.0 / seconds);
            rescale(draft, 1.0 / seconds);
            draft.unit = format_smolstr!("{}/s", measure.map_or("1", Measure::unit));
        }
        Divisor::Unit(_, unit, factor) if physical => {
            draft.value = draft.value.scaled(1.0 / factor);
            draft.unit = format_smolstr!("{}/{unit}", measure.map_or("1", Measure::unit));
        }
        Divisor::Number(number) => {
            draft.value = draft.value.scaled(1.0 / number);
            draft.unit = if draft.unit == "1" { "fraction".into() } else { draft.unit.clone() };
        }
        Divisor::Time(word, _) | Divisor::Unit(word, ..) | Divisor::Word(word) => {
            draft.unit = format_smolstr!("{}/{word}", draft.unit);
        }
    }
}

fn per(atoms: &Atoms, end: usize, measure: Option<Measure>) -> Option<(usize, Divisor)> {
    if let Some((word, seconds)) = adverb(atoms.text(end)) {
        return measure.is_some().then(|| (end + 1, Divisor::Time(word.into(), seconds)));
    }
    let dash = usize::from(atoms.is_tight_dash(end));
    let at = end + dash;
    let next = at + 1 + usize::from(atoms.is_tight_dash(at + 1));
    let article = atoms.any(at, &["a", "an", "each", "every"]);
    if !article && !atoms.any(at, &["per", "/"]) {
        return None;
    }
    let unit = unit_at(atoms, next).filter(|(_, unit)| atoms.is_word(next) && unit.dimension != Dimension::Share);
    match unit {
        Some((end, unit)) if unit.dimension == Dimension::Time => {
            is_period(atoms, next, end, article).then(|| (end, Divisor::Time(unit.name.as_str().into(), unit.factor)))
        }
        Some((end, unit)) if !article || matches!(measure, Some(Measure::Money(..))) => {
            Some((end, Divisor::Unit(unit.name.as_str().into(), &unit.unit, unit.factor)))
        }
        _ if article => goods(atoms, next, measure),
        _ if atoms.is(at, "per") => per_number(atoms, next),
        _ => None,
    }
}

fn per_number(atoms: &Atoms, at: usize) -> Option<(usize, Divisor)> {
    if let Some(number) = numbers::number(atoms, at).filter(|number| number.low > 0.0) {
        return Some((number.end, Divisor::Number(number.low)));
    }
    let word = atoms.is_word(at) && !atoms.any(at, &["cent", "se", "the", "a"]);
    word.then(|| (at + 1, Divisor::Word(atoms.text(at).to_lowercase().into())))
}

/// "$3 a head": money for one of something.
fn goods(atoms: &Atoms, at: usize, measure: Option<Measure>) -> Option<(usize, Divisor)> {
    const GOODS: &[&str] = &[
        "share", "head", "person", "ticket", "piece", "unit", "vote", "bottle", "seat", "copy", "pop", "bushel",
        "carat", "pack", "box", "plate",
    ];
    let money = matches!(measure, Some(Measure::Money(..)));
    (money && atoms.any(at, GOODS)).then(|| (at + 1, Divisor::Word(atoms.text(at).to_lowercase().into())))
}

/// Whether "a day" is a period: not "a day ago", "a day after", "a year earlier".
fn is_period(atoms: &Atoms, at: usize, end: usize, article: bool) -> bool {
    const NOT: &[&str] = &["ago", "earlier", "later", "after", "before", "old", "long"];
    const GOES_ON: &[&str] =
        &["in", "and", "or", "during", "from", "to", "for", "at", "on", "by", "into", "through", "over"];
    let ordinal = article && atoms.is(at, "second") && atoms.is_word(end) && !atoms.any(end, GOES_ON);
    let singular = !atoms.text(at).ends_with('s') && !ordinal;
    singular && !(article && (atoms.any(end, NOT) || atoms.is_dash(end)))
}

fn adverb(word: &str) -> Option<(&'static str, f64)> {
    const DAY: f64 = 86_400.0;
    match word {
        "hourly" => Some(("hour", 3_600.0)),
        "daily" => Some(("day", DAY)),
        "nightly" => Some(("night", DAY)),
        "weekly" => Some(("week", 7.0 * DAY)),
        "monthly" => Some(("month", 30.436_875 * DAY)),
        "annually" | "yearly" => Some(("year", 365.2425 * DAY)),
        _ => None,
    }
}

/// "Three times as many", "10x", "five-fold".
fn multiple(atoms: &Atoms, draft: &mut Draft) {
    const MORE: &[&str] = &[
        "as", "more", "higher", "greater", "larger", "bigger", "the", "faster", "its", "their", "that", "what", "less",
        "lower", "over", "smaller", "longer", "worse", "stronger",
    ];
    if draft.unit != "1" || draft.kind != QuantityKind::Count {
        return;
    }
    let at = draft.end + usize::from(atoms.is_tight_dash(draft.end));
    let times = atoms.is(at, "times") && (atoms.any(at + 1, MORE));
    let glued = atoms.glued(at) && (atoms.is(at, "x") || atoms.is(at, "fold"));
    if times || glued {
        draft.kind = QuantityKind::Multiple;
        draft.end = at + 1;
        draft.noun = Some(at);
    }
}

/// "Twice as many", "doubled", "double the number".
fn multiple_word(atoms: &Atoms, at: usize) -> Option<Draft> {
    const NEXT: &[&str] = &["as", "the", "that", "its", "their", "what", "this", "those"];
    let word = numbers::word(atoms, at).filter(|word| word.kind == NumberKind::Multiple)?;
    let text = atoms.text(at);
    let verb = text.ends_with("ed") || text.ends_with("ing");
    let fold = text.len() > 4 && text.to_ascii_lowercase().ends_with("fold");
    let phrasal = atoms.any(at + 1, &["up", "down", "back", "over", "as"]) && verb;
    if phrasal || !(verb || fold || atoms.any(at + 1, NEXT)) || kinds::is_glued_to_letters(atoms, at) {
        return None;
    }
    let draft = Draft { kind: QuantityKind::Multiple, ..plain(at, at + 1, word.value) };
    Some(finish(atoms, draft, Bounding::default()))
}

/// A bare number over some atoms.
pub(crate) fn plain(start: usize, end: usize, value: f64) -> Draft {
    Draft {
        start,
        end,
        core: start,
        core_end: end,
        number: end.saturating_sub(1),
        noun: None,
        value: Interval::exact(value),
        stated: Interval::exact(value),
        stated_unit: "1".into(),
        approximate: false,
        unit: "1".into(),
        kind: QuantityKind::Count,
        restated: None,
    }
}
