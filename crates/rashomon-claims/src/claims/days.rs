//! The days that a figure speaks of: a time of its own clause, else of its sentence, else of what came
//! before in the paragraph, else the report's date.

use super::words;
use crate::claim::{Resolution, Resolved};
use crate::measures::{Accumulation, Measure};
use jiff::ToSpan;
use rashomon_text::times::{TimeExpression, TimeKind};
use rashomon_text::{DateInterval, Layers, TextRange};
use std::ops::Range;

/// Finds days sentence by sentence, and remembers the last that a paragraph spoke of.
pub(super) struct Days<'a> {
    layers: &'a Layers<'a>,
    last: Option<&'a TimeExpression>,
}

impl<'a> Days<'a> {
    /// Before the first sentence.
    pub(super) fn new(layers: &'a Layers<'a>) -> Self {
        Self { layers, last: None }
    }

    /// The days of a figure at a token, whose measure is triggered at another, said with a cue.
    pub(super) fn of(
        &self,
        top: usize,
        trigger: Option<usize>,
        measure: Option<&Measure>,
        cue: Option<TextRange>,
    ) -> Option<Resolved<DateInterval>> {
        let layers = self.layers;
        let sentence = words::sentence(layers, top);
        let clause = words::clause(layers, trigger.unwrap_or(top));
        let cue = cue.map(|cue| layers.tokens_in(cue));
        let rank = |time: &TimeExpression| {
            let governor = words::clause(layers, time.tokens.start);
            let of_cue = cue.as_ref().is_some_and(|cue| cue.contains(&governor)) && governor != clause;
            let near = layers.ancestors(time.tokens.start).take(4).any(|at| at == top);
            let how = if governor == clause || near { Resolution::Stated } else { Resolution::Sentence };
            (of_cue, how, time.tokens.start.abs_diff(top))
        };
        let own = self.within(sentence).map(|time| (rank(time), time)).min_by_key(|(rank, _)| *rank);
        match own {
            Some(((_, how, _), time)) => Some(resolved(time, how)),
            None => self.last.map(|time| resolved(time, Resolution::Discourse)).or_else(|| self.published(measure)),
        }
    }

    /// Goes past a sentence; a new paragraph forgets the days of the one before.
    pub(super) fn pass(&mut self, sentence: Range<usize>, opens_paragraph: bool) {
        let last = self.within(sentence).last();
        self.last = last.or(self.last.filter(|_| !opens_paragraph));
    }

    fn within(&self, sentence: Range<usize>) -> impl Iterator<Item = &'a TimeExpression> + use<'a> {
        let times = &self.layers.times;
        let first = times.partition_point(|time| time.tokens.start < sentence.start);
        times[first..]
            .iter()
            .take_while(move |time| time.tokens.start < sentence.end)
            .filter(|time| time.kind != TimeKind::Set && !time.period.is_unknown())
    }

    /// What holds at a moment holds on the day of the report; what happened without a date is news: it
    /// happened, or was said, on that day or the day before.
    fn published(&self, measure: Option<&Measure>) -> Option<Resolved<DateInterval>> {
        let published = self.layers.report.provenance().published.date()?;
        let stock = measure.is_some_and(|measure| measure.accumulation == Accumulation::Stock);
        let from = if stock { published } else { published.checked_sub(1.day()).unwrap_or(published) };
        Some(Resolved { value: DateInterval::between(from, published), evidence: None, how: Resolution::Report })
    }
}

fn resolved(time: &TimeExpression, how: Resolution) -> Resolved<DateInterval> {
    Resolved { value: time.period, evidence: Some(time.range), how }
}
