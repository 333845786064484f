//! The tables' own examples, run through the stage.

use super::atoms::Atoms;
use super::grammar::Draft;
use super::lexicon::{self, Bound, ChangeWord, Currency, Label, NumberWord, Unit};
use super::terms::{Meaning, Terms};
use super::{Change, Quantity, QuantityKind, drafts, quantity};
use crate::layers::Layers;
use crate::lexicon::{Entry, Fault, check_examples, check_form};
use crate::report::{Provenance, Report};

/// What is wrong with the tables of numbers, units, currencies, bounds, changes and labels.
pub fn check_lexicon() -> Vec<Fault> {
    let mut faults = table("numbers.toml", lexicon::numbers(), number_fires);
    faults.extend(table("units.toml", lexicon::units(), unit_fires));
    faults.extend(table("currencies.toml", lexicon::currencies(), currency_fires));
    faults.extend(table("bounds.toml", lexicon::bounds(), bound_fires));
    faults.extend(table("changes.toml", lexicon::changes(), change_fires));
    faults.extend(table("labels.toml", lexicon::labels(), label_fires));
    faults
}

fn table<E: Entry>(file: &'static str, entries: &[E], fires: impl Fn(&E, &Found) -> bool) -> Vec<Fault> {
    let mut faults = check_form(file, entries);
    faults.extend(check_examples(file, entries, |entry, sentence| with(sentence, |found| fires(entry, found))));
    faults
}

/// What the stage found in a sentence.
struct Found<'a> {
    atoms: &'a Atoms<'a>,
    drafts: &'a [(Draft, QuantityKind)],
    quantities: &'a [Quantity],
}

impl Found<'_> {
    /// Whether an atom of a quantity of such a kind satisfies a condition.
    fn any_atom(&self, kind: impl Fn(QuantityKind) -> bool, holds: impl Fn(usize) -> bool) -> bool {
        self.drafts.iter().filter(|(_, found)| kind(*found)).any(|(draft, _)| (draft.start..draft.end).any(&holds))
    }
}

fn with<T>(sentence: &str, read: impl Fn(&Found) -> T) -> T {
    let report = Report::new("example", sentence, Provenance::default());
    let layers = Layers::of(&report);
    let atoms = Atoms::of_tokens(report.text(), &layers.tokens);
    let drafts = drafts(&layers, &atoms);
    let quantities: Vec<_> =
        drafts.iter().map(|(draft, kind)| quantity(&layers, &atoms, draft.clone(), *kind)).collect();
    read(&Found { atoms: &atoms, drafts: &drafts, quantities: &quantities })
}

fn number_fires(entry: &NumberWord, found: &Found) -> bool {
    let terms = Terms::get();
    let ordinal = entry.ordinal.is_some() || entry.kind == lexicon::NumberKind::Ordinal;
    let kind = |kind: QuantityKind| {
        kind.is_figure() || kind == QuantityKind::Duration || (ordinal && kind == QuantityKind::Ordinal)
    };
    found.any_atom(kind, |at| {
        let term = found.atoms.get(at).map(|atom| atom.term);
        let words = term.map(|term| [terms.number(term), terms.scale_after_digits(term)]);
        words.is_some_and(|words| words.into_iter().flatten().any(|word| std::ptr::eq(word, entry)))
    })
}

/// Whether a phrase of that meaning lies within a quantity.
fn holds(found: &Found, is: impl Fn(Meaning) -> bool) -> bool {
    let want = |meaning| is(meaning).then_some(());
    found.drafts.iter().any(|(draft, kind)| {
        let figure = kind.is_figure() || *kind == QuantityKind::Duration;
        let starts = |at| Terms::get().starting(found.atoms, at, want).is_some_and(|(end, ())| end <= draft.end);
        let ends = |at| Terms::get().ending(found.atoms, at + 1, want).is_some();
        figure && (draft.start..draft.end).any(|at| starts(at) || ends(at))
    })
}

fn unit_fires(entry: &Unit, found: &Found) -> bool {
    holds(found, |meaning| matches!(meaning, Meaning::Unit(unit) if std::ptr::eq(unit, entry)))
        && found.drafts.iter().any(|(draft, _)| draft.unit != "1")
}

fn currency_fires(entry: &Currency, found: &Found) -> bool {
    found.quantities.iter().any(|quantity| quantity.unit == entry.code)
}

fn bound_fires(entry: &Bound, found: &Found) -> bool {
    if entry.effect == lexicon::Effect::None {
        return found.quantities.iter().any(|quantity| quantity.value.is_exact() && !quantity.approximate);
    }
    let is = |meaning| matches!(meaning, Meaning::Before(bound) | Meaning::After(bound) if std::ptr::eq(bound, entry));
    let bounded = |quantity: &Quantity| quantity.approximate || !quantity.value.is_exact();
    found.quantities.iter().any(bounded) && holds(found, is)
}

fn change_fires(entry: &ChangeWord, found: &Found) -> bool {
    let stands = |at| {
        found
            .atoms
            .get(at)
            .and_then(|atom| Terms::get().change(atom.term))
            .is_some_and(|word| std::ptr::eq(word, entry))
    };
    found.quantities.iter().any(|quantity| quantity.change != Change::None) && (0..found.atoms.len()).any(stands)
}

fn label_fires(_: &Label, found: &Found) -> bool {
    found.quantities.iter().any(|quantity| quantity.kind == QuantityKind::Label)
}
