//! The days that a figure speaks of: a time of its own clause, else of its sentence, else of what came
//! before in the paragraph, else the report's date.

use super::words;
use crate::claim::{Resolution, Resolved};
use crate::measures::{Accumulation, Measure};
use jiff::ToSpan;
use rashomon_text::syntax::Relation;
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
            let head = self.head(time);
            let governor = words::clause(layers, head);
            let of_cue = cue.as_ref().is_some_and(|cue| cue.contains(&governor)) && governor != clause;
            let near = layers.ancestors(head).take(4).any(|at| at == top);
            let aside = !near && self.is_aside(head, governor);
            let how = if governor == clause || near { Resolution::Stated } else { Resolution::Sentence };
            (!aside || how == Resolution::Stated).then_some((aside, of_cue, how, head.abs_diff(top)))
        };
        let ranked = self.within(sentence).filter_map(|time| Some((rank(time)?, time)));
        let own = ranked.min_by_key(|(rank, _)| *rank).map(|((.., how, _), time)| (how, time));
        match own {
            Some((how, time)) => Some(resolved(time, how)),
            None => self.last.map(|time| resolved(time, Resolution::Discourse)).or_else(|| self.published(measure)),
        }
    }

    /// Goes past a sentence; a new paragraph forgets the days of the one before. Only days of the news itself go
    /// on: what the report looks back to ends with its sentence.
    pub(super) fn pass(&mut self, sentence: Range<usize>, opens_paragraph: bool) {
        let last = self.within(sentence).filter(|time| self.is_recent(time)).last();
        self.last = last.or(self.last.filter(|_| !opens_paragraph));
    }

    fn is_recent(&self, time: &TimeExpression) -> bool {
        const NEWS: i32 = 14;
        let published = self.layers.report.provenance().published.date();
        let start = published.and_then(|day| day.checked_sub(NEWS.days()).ok());
        start.is_some_and(|start| time.period.from.is_some_and(|from| from >= start))
    }

    /// The token by which a time hangs in its sentence.
    fn head(&self, time: &TimeExpression) -> usize {
        let outside = |&at: &usize| self.layers.head(at).is_none_or(|head| !time.tokens.contains(&head));
        time.tokens.clone().find(outside).unwrap_or(time.tokens.start)
    }

    /// Whether a time only dates something that the clause mentions: "since the invasion in 2022".
    fn is_aside(&self, head: usize, governor: usize) -> bool {
        let path = std::iter::once(head).chain(self.layers.ancestors(head)).take_while(|&at| at != governor);
        path.take(6).any(|at| matches!(self.layers.relation(at), Relation::Nmod | Relation::Acl | Relation::NmodPoss))
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
