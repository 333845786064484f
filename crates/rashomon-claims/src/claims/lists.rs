//! The figures of one sentence together: a list shares what its first member measures, and parts name
//! their whole.

use super::ledger;
use super::measuring::{Found, Measuring};
use super::phrase::Phrase;
use super::words;
use crate::measures::{Role, table};
use rashomon_text::syntax::Upos;
use rashomon_text::{Layers, TextRange};
use std::ops::Range;

/// A figure of the ledger with what it measures.
#[derive(Clone, Debug)]
pub(super) struct Entry<'a> {
    /// The quantity and what it counts.
    pub(super) phrase: Phrase<'a>,
    /// The word that says what it measures.
    pub(super) found: Option<Found>,
    /// The measure: by that word, else what such things are measured as.
    pub(super) measure: Option<usize>,
    /// The figure that it is a part of.
    pub(super) part_of: Option<TextRange>,
}

/// The figures of a sentence, in reading order.
pub(super) fn entries<'a>(layers: &'a Layers, sentence: Range<usize>) -> Vec<Entry<'a>> {
    let quantities = &layers.quantities;
    let first = quantities.partition_point(|quantity| quantity.tokens.start < sentence.start);
    let here = quantities[first..].iter().take_while(|quantity| quantity.tokens.start < sentence.end);
    let usable = here.filter(|quantity| quantity.kind.is_figure() && quantity.head < layers.words.len());
    let mut entries: Vec<Entry> = Vec::new();
    for quantity in usable {
        let phrase = Phrase::of(layers, quantity);
        let own = Measuring::new(layers, &phrase).find();
        let found = own.or_else(|| inherited(layers, entries.last()?, &phrase));
        let found = found.filter(|_| !ledger::is_ratio(layers, &phrase));
        let measure = found.map(|found| found.measure).or_else(|| table().default(phrase.classes));
        entries.push(Entry { phrase, found, measure, part_of: None });
    }
    entries.retain(|entry| ledger::keeps(layers, &entry.phrase, entry.found));
    name_wholes(layers, &mut entries);
    entries
}

/// "lost 400 soldiers, 17 vehicles AND TEN GUNS": a member of a list measures what the one before does.
fn inherited(layers: &Layers, before: &Entry, phrase: &Phrase) -> Option<Found> {
    let found = before.found?;
    let listed = follows_in_list(layers, &before.phrase, phrase)
        || is_included(layers, &before.phrase, phrase)
        || is_part(layers, &before.phrase, phrase)
        || ledger::is_again(layers, phrase)
        || ledger::is_compared(layers, phrase)
        || ledger::is_total(layers, phrase);
    (table().takes(found.measure, phrase.classes) && listed).then_some(found)
}

/// Whether nothing but list marks, and members without a number, stand between two phrases.
fn follows_in_list(layers: &Layers, before: &Phrase, phrase: &Phrase) -> bool {
    let gap = before.tokens.end..phrase.tokens.start;
    let marks = |at: usize| {
        layers.upos(at) == Upos::Cconj
            || matches!(layers.text(at), "," | "(" | ";" | "–" | "—" | "-")
            || words::is_any(layers, at, &["including", "plus", "along", "alongside", "well"])
    };
    let members = |at: usize| matches!(layers.upos(at), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det);
    let joins = |at: usize| words::is_any(layers, at, &["with", "as", ")", "of"]);
    !gap.is_empty()
        && gap.len() <= 9
        && gap.clone().any(marks)
        && gap.clone().all(|at| marks(at) || members(at) || joins(at))
}

/// "58 people died in the attack, INCLUDING 11 children."
fn is_included(layers: &Layers, before: &Phrase, phrase: &Phrase) -> bool {
    let gap = before.tokens.end..phrase.tokens.start;
    let last = gap.clone().rev().take(3).any(|at| words::is_any(layers, at, &["including", "among", "them"]));
    last && gap.len() <= 25 && before.classes.shared(phrase.classes) > 0
}

/// "Five officers were hurt, ONE OF THEM badly."
fn is_part(layers: &Layers, before: &Phrase, phrase: &Phrase) -> bool {
    let gap = before.tokens.end..phrase.tokens.start;
    phrase.partitive && phrase.is_anaphoric(layers) && gap.len() <= 4
}

/// "17 vehicles, INCLUDING one tank, two carriers, 14 …", "14 OF WHICH": parts follow their whole as long as
/// they do not add up to more.
fn name_wholes(layers: &Layers, entries: &mut [Entry]) {
    for at in 1..entries.len() {
        let Some(whole) = whole_before(layers, entries, at) else { continue };
        let mut room = entries[whole].phrase.quantity.value.high.unwrap_or(f64::INFINITY);
        let range = entries[whole].phrase.quantity.range;
        for next in at..entries.len() {
            let part = entries[next].phrase.quantity;
            let size = part.value.low.or(part.value.high).unwrap_or(0.0);
            let listed = next == at || follows_in_list(layers, &entries[next - 1].phrase, &entries[next].phrase);
            if !listed || size > room || part.unit != entries[whole].phrase.quantity.unit {
                break;
            }
            room -= size;
            entries[next].part_of = Some(range);
            if room <= 0.0 {
                break;
            }
        }
    }
}

/// The figure before one that opens a list of its parts.
fn whole_before(layers: &Layers, entries: &[Entry], at: usize) -> Option<usize> {
    let whole = at - 1;
    let gap = entries[whole].phrase.tokens.end..entries[at].phrase.tokens.start;
    let including = gap.len() <= 8 && gap.clone().any(|token| words::is_any(layers, token, &["including"]));
    let pointing = entries[at].phrase.partitive && entries[at].phrase.is_anaphoric(layers);
    (entries[at].part_of.is_none() && (including || pointing)).then_some(whole)
}

/// Whether a counted noun is only a word for the measure ("deaths", "injured"), so that people are counted.
pub(super) fn is_people_word(layers: &Layers, noun: usize) -> bool {
    let lower = words::lower(layers, noun);
    let state = table().find(Role::State, &lower, crate::measures::Classes::ANY, |rest| rest.is_empty());
    state.is_some() || layers.upos(noun) == Upos::Pron
}
